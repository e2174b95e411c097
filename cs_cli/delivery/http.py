"""The one HTTP client: it posts JSON to a secret address, to hosts that are allowed only, over verified TLS.

No redirect is followed, no private address reached unless its host is allowed by name, and no answer is waited for or
read without end. The connection goes to the address that was looked up and checked, so a second look-up cannot differ.
"""

import json
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from http.client import HTTPException
from ipaddress import ip_address
from ssl import SSLError
from threading import Timer
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from cs_cli import __version__
from cs_cli.delivery import tls
from cs_cli.delivery.channel import Channel
from cs_cli.delivery.failure import TRY_AGAIN, NotSentError, misconfigured
from cs_cli.delivery.secrets import Secret
from cs_cli.domain.channels import SLACK, TEAMS
from cs_cli.domain.invisible import STEERING

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse
    from urllib3.connection import HTTPSConnection

HOSTS = {
    SLACK: ("hooks.slack.com",),
    TEAMS: ("*.logic.azure.com", "*.api.powerplatform.com", "*.environment.api.powerplatform.com"),
}
"""By kind of channel, the hosts that need not be allowed."""
HTTPS = 443
ERRORS = 400
_TOLD = 200
_ADDRESSES = 3
_SPACES = dict.fromkeys((*STEERING, 0x09, 0x0A), " ")


class Limits(NamedTuple):
    """How long to wait, in seconds, for a connection, for the next byte and for all of it; the bytes to read."""

    connect: float = 10
    read: float = 30
    whole: float = 60
    size: int = 1_000_000


class Target(NamedTuple):
    """An address taken apart; `allowed` is whether the user names its host in delivery.allow_hosts."""

    host: str
    port: int
    path: str
    allowed: bool


class Reply(NamedTuple):
    """An answer: its status, the beginning of its text without any secret, the seconds of Retry-After."""

    status: int
    text: str
    wait: float | None


def post(channel: Channel, address: Secret, payload: Any, limits: Limits = Limits()) -> Reply:  # noqa: ANN401, B008
    """Post `payload` as JSON to the address of `channel`. Raises NotSentError."""
    target = target_of(channel, address)
    body = json.dumps(payload, ensure_ascii=False).encode("utf-8", "replace")
    connection = _connected(target, channel, limits)
    try:
        with _at_most(limits.whole, connection):
            return _answer(connection, target, body, address, limits)
    except (OSError, HTTPException, _http_error()) as error:
        said = f"{target.host} did not answer ({_why(error)})"
        raise NotSentError(TRY_AGAIN, said, may_have_arrived=True) from None
    finally:
        connection.close()


def check(channel: Channel, address: Secret) -> str:
    """Reach the host of `channel` over TLS, send it nothing and return its name. Raises NotSentError."""
    target = target_of(channel, address)
    _connected(target, channel, Limits()).close()
    return target.host


def target_of(channel: Channel, address: Secret) -> Target:
    """The address of `channel` taken apart. Raises NotSentError where it is none, or its host not allowed."""
    where = f'the address in the secret "{channel.secret}"'
    mend = f"cs config secret {channel.secret}"
    try:
        parts = urlsplit(address.reveal())
        host, port = (parts.hostname or "").rstrip("."), parts.port or HTTPS
    except ValueError:
        raise misconfigured(f"{where} is none", mend) from None
    if parts.scheme != "https" or not host or not host.isascii() or parts.username is not None:
        raise misconfigured(f"{where} is no plain https address", mend)
    allowed = _is_one_of(host, channel.allow_hosts)
    known = _is_one_of(host, HOSTS.get(channel.kind, ()))
    if not allowed and known and port != HTTPS:
        raise misconfigured(f"{where} leads to port {port} of {host}, and only port {HTTPS} is allowed there", mend)
    if not allowed and not known:
        own = f", as it is none of {', '.join(HOSTS[channel.kind][:2])}" if channel.kind in HOSTS else ""
        raise misconfigured(
            f"{where} leads to {host}, which is not allowed{own}",
            f"If that is meant: cs config set delivery.allow_hosts {','.join([*channel.allow_hosts, host])}",
        )
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not path.isascii() or not path.isprintable() or " " in path:
        raise misconfigured(f"{where} has signs that no address has", mend)
    return Target(host, port, path, allowed)


def _is_one_of(host: str, patterns: Sequence[str]) -> bool:
    """Whether `host` is one of `patterns`; `*.example.com` is what lies below example.com."""
    return any(fnmatchcase(host, pattern) for pattern in patterns)


def _connected(target: Target, channel: Channel, limits: Limits) -> "HTTPSConnection":
    """A connection to the first address of the host that answers, its certificate checked. Raises NotSentError."""
    from urllib3.connection import HTTPSConnection  # noqa: PLC0415  slow to load

    context = tls.verified(channel.ca_file)
    error: Exception | None = None
    for address in _addresses(target, channel)[:_ADDRESSES]:
        connection = HTTPSConnection(
            address, target.port, timeout=limits.connect, server_hostname=target.host, ssl_context=context
        )
        try:
            connection.connect()
        except SSLError as refusal:
            connection.close()
            raise tls.refused(target.host, refusal) from None
        except (OSError, _http_error()) as failure:
            connection.close()
            error = failure
        else:
            connection.timeout = limits.read
            return connection
    raise NotSentError(TRY_AGAIN, f"{target.host} cannot be reached ({_why(error)})") from None


def _addresses(target: Target, channel: Channel) -> list[str]:
    """The addresses of the host. Raises NotSentError where it has none, or a private one and is not allowed."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotSentError(TRY_AGAIN, f"{target.host} is not found; is there a network?") from None
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not target.allowed and not all(map(_is_public, addresses)):
        raise misconfigured(
            f"{target.host} is a private address",
            f"If that is meant: cs config set delivery.allow_hosts {','.join([*channel.allow_hosts, target.host])}",
        )
    return addresses


def _is_public(address: str) -> bool:
    found = ip_address(address.partition("%")[0])
    return found.is_global and not found.is_multicast


def _answer(connection: "HTTPSConnection", target: Target, body: bytes, address: Secret, limits: Limits) -> Reply:
    host = target.host if target.port == HTTPS else f"{target.host}:{target.port}"
    connection.request(
        "POST",
        target.path,
        body=body,
        headers={"Host": host, "Content-Type": "application/json; charset=utf-8", "User-Agent": f"cs/{__version__}"},
        preload_content=False,
        decode_content=False,
    )
    response = connection.getresponse()
    text = _beginning(response, limits.size) if response.status >= ERRORS else ""
    shown = " ".join(text.translate(_SPACES).split())[:_TOLD]
    return Reply(response.status, "" if address.is_in(text) else shown, _seconds(response.headers.get("Retry-After")))


def _beginning(response: "BaseHTTPResponse", size: int) -> str:
    """At most `size` bytes of an answer, as text; what breaks off there is no matter, its status has come."""
    read = b""
    try:
        while len(read) < size and (part := response.read(min(65536, size - len(read)))):
            read += part
    except (OSError, HTTPException, _http_error()):
        pass
    return read.decode("utf-8", "replace")


def _seconds(said: str | None) -> float | None:
    """The seconds that Retry-After asks for, which is a number or a date."""
    if said is None or said.isdecimal():
        return float(said) if said else None
    from email.utils import parsedate_to_datetime  # noqa: PLC0415  hardly ever needed

    try:
        return max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


@contextmanager
def _at_most(seconds: float, connection: "HTTPSConnection") -> Iterator[None]:
    """Break the connection off after so many seconds, however slowly its bytes come."""
    timer = Timer(seconds, _break_off, [connection.sock])  # an answer takes the socket from the connection
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()


def _break_off(connected: socket.socket) -> None:
    with suppress(OSError):
        connected.shutdown(socket.SHUT_RDWR)


def _why(error: Exception | None) -> str:
    """What went wrong, in words without the address: an exception's own text may hold it."""
    from urllib3.exceptions import TimeoutError as Slow  # noqa: PLC0415  slow to load

    cause = error and (error.__cause__ or error.__context__ or error)
    if isinstance(cause, OSError) and cause.strerror:
        return cause.strerror
    return "too slow" if isinstance(error, (TimeoutError, Slow)) else "it broke off"


def _http_error() -> type[Exception]:
    from urllib3.exceptions import HTTPError  # noqa: PLC0415  slow to load

    return HTTPError
