"""The channels that a digest goes by, as the config file has them: the keys of each kind and what they may be."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from ipaddress import ip_address
from typing import Any, NamedTuple

from cs_cli.errors import UsageError

MAIL, SLACK, TEAMS, WEBHOOK, APPRISE, FILE = KINDS = ("mail", "slack", "teams", "webhook", "apprise", "file")
POSTED = (SLACK, TEAMS, WEBHOOK)
"""The kinds whose message is a JSON document posted to a secret address."""
FIELDS = {
    "kind": f"{', '.join(KINDS[:-1])} or {FILE}; the channel's name where that is one of them",
    "host": "the mail server",
    "port": "its port; 587 with starttls, 465 with tls, 25 with none",
    "security": "starttls (the default), tls, or none, to this machine only",
    "user": "who logs in there; nobody where unset",
    "from": "the sender: me@example.com, or Ann Lee <me@example.com>",
    "to": "the recipients, with a comma between them; each gets a mail of their own",
    "reply_to": "where answers go",
    "path": "the file, written anew each time",
    "secret": "the secret that holds its password or address; the channel's name where unset",
}
_OF_KIND = {
    MAIL: {"host", "port", "security", "user", "from", "to", "reply_to", "secret"},
    SLACK: {"secret"},
    TEAMS: {"secret"},
    WEBHOOK: {"secret"},
    APPRISE: {"secret"},
    FILE: {"path"},
}
_NEEDED = {MAIL: {"host": "smtp.example.com", "from": "me@example.com", "to": "me@example.com"}, FILE: {"path": "~/cs"}}
_SECRET = re.compile(r"url|webhook|password|passw|passwd|pass|token|key|sig|api_key")
SECURITIES = {"starttls": 587, "tls": 465, "none": 25}
"""How a mail is secured, and the port that goes with it."""
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)*", re.ASCII | re.IGNORECASE)
_MAILBOX = re.compile(r"(?:(?P<name>[^<>\0-\x1f]*)<(?P<within>[^<>]+)>|(?P<bare>[^<>]+))")
_HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?|[0-9a-f:.]+", re.IGNORECASE)
_WILD = re.compile(r"(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*|[0-9a-f:.]+", re.IGNORECASE)
LAST_PORT = 65535


def is_name(text: str) -> bool:
    """Whether `text` can be the name of a channel or a secret: small letters, digits and hyphens."""
    return _NAME.fullmatch(text) is not None


def check_channel_key(key: str, where: str) -> None:
    """Raises UsageError where `key`, which begins with `channel.`, is no setting of a channel."""
    match key.split("."):
        case ["channel", name, field] if is_name(name) and name != "terminal":
            if _SECRET.fullmatch(field):
                raise _is_secret(f"{where}: {key}", name)
            if field not in FIELDS:
                close = get_close_matches(field, FIELDS, n=1)
                meant = f"Did you mean channel.{name}.{close[0]}?" if close else f"Of a channel: {', '.join(FIELDS)}"
                raise UsageError(f'{where}: no setting "{key}"', meant)
        case _:
            raise UsageError(
                f'{where}: no setting "{key}"',
                "Like channel.mail.host; a channel's name is of small letters, digits and hyphens",
            )


def check_channel(key: str, value: Any, where: str) -> Any:  # noqa: ANN401  what the user typed
    """`value` as the channel's `key` wants it. Raises UsageError, which never repeats an address that is secret."""
    _, name, field = key.split(".")
    if "://" in str(value):
        raise _is_secret(f"{where}: {key}", name)
    if field == "to":
        return [_checked(field, part, f"{where}: {key}") for part in listed(value, f"{where}: {key}")]
    if field == "port":
        return _port(value, f"{where}: {key}")
    if not isinstance(value, str) or not value.isprintable():
        raise UsageError(f"{where}: {key} is no line of text", FIELDS[field])
    return _checked(field, value.strip(), f"{where}: {key}")


def listed(value: Any, what: str) -> list[str]:  # noqa: ANN401  as above
    """A list of the config file, or a text with commas, as texts. Raises UsageError."""
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list) or not all(isinstance(part, str) and part.isprintable() for part in parts):
        raise UsageError(f"{what} is no list of texts", 'Like ["one.example.com", "two.example.com"]')
    return [part.strip() for part in parts if part.strip()]


def check_hosts(value: Any, where: str) -> list[str]:  # noqa: ANN401  as above
    """The hosts of delivery.allow_hosts, in small letters. Raises UsageError."""
    hosts = [host.lower() for host in listed(value, f"{where}: delivery.allow_hosts")]
    if any("://" in host for host in hosts):
        raise UsageError(
            f"{where}: delivery.allow_hosts wants the name of a host, not an address", "Like hooks.example.com"
        )
    if wrong := [host for host in hosts if not _WILD.fullmatch(host)]:
        raise UsageError(f'{where}: "{wrong[0]}" is no host', "Like hooks.example.com or *.example.com")
    return hosts


def address_of(mailbox: str) -> str:
    """The bare address of `Ann Lee <ann@example.com>`."""
    return mailbox.rpartition("<")[2].rstrip(">").strip()


def kind_of(name: str, said: Mapping[str, Any]) -> str | None:
    """The kind of a channel: what it says, else its name if that is a kind."""
    return said.get("kind") or (name if name in KINDS else None)


class Fault(NamedTuple):
    """What keeps a channel from being used, and what to type."""

    sentence: str
    mend: str


def fault_of(name: str, said: Mapping[str, Any]) -> Fault | None:
    """What keeps a channel from being used; None where nothing does."""
    kind = kind_of(name, said)
    line = f"cs config set channel.{name}"
    if kind is None:
        return Fault(f"channel {name} has no kind", f"{line}.kind mail (or {', '.join(KINDS[1:])})")
    if foreign := sorted(said.keys() - _OF_KIND[kind] - {"kind"}):
        return Fault(f"channel {name} is of kind {kind}, which has no {foreign[0]}", f'{line}.{foreign[0]} ""')
    for field, example in _NEEDED.get(kind, {}).items():
        if not said.get(field):
            return Fault(f"channel {name} has no {field}", f"{line}.{field} {example}")
    if said.get("security") == "none" and not is_here(str(said["host"])):
        return Fault(f"channel {name} would send in the clear to {said['host']}", f"{line}.security starttls")
    return None


def is_here(host: str) -> bool:
    """Whether `host` names this machine."""
    try:
        return host.lower() == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _is_secret(what: str, name: str) -> UsageError:
    return UsageError(
        f"{what} would be a secret, and none stands in the config file",
        f"Typed where nobody sees it, kept apart: cs config secret {name}",
    )


def _port(value: Any, what: str) -> int:  # noqa: ANN401  a number in the file, text on the command line
    if isinstance(value, (int, str)) and str(value).isdecimal() and 1 <= int(value) <= LAST_PORT:
        return int(value)
    raise UsageError(f'{what} "{value}" is no port', "Like 587 with starttls, or 465 with tls")


def _checked(field: str, value: str, what: str) -> str:
    """`value` of one of FIELDS. Raises UsageError."""
    if field == "kind" and value not in KINDS:
        raise UsageError(f'{what} "{value}" is unknown', f"One of {', '.join(KINDS)}")
    if field == "security" and value not in SECURITIES:
        raise UsageError(f'{what} "{value}" is unknown', f"One of {', '.join(SECURITIES)}")
    if field == "secret" and not is_name(value):
        raise UsageError(f"{what} is the name of a secret, not the secret", "Small letters, digits and hyphens")
    if field == "host" and not _HOST.fullmatch(value):
        raise UsageError(f'{what} "{value}" is no host', "Like smtp.example.com")
    if field == "to" and not _ADDRESS.fullmatch(value):
        raise UsageError(f'{what} "{value}" is no mail address', "Like ann@example.com, bo@example.com")
    if field in ("from", "reply_to") and not _is_mailbox(value):
        raise UsageError(f'{what} "{value}" is no mail address', "Like ann@example.com or Ann Lee <ann@example.com>")
    if field == "path" and not value.startswith(("/", "~")) and value[1:3] not in (":\\", ":/"):
        raise UsageError(f'{what} "{value}" is no whole path', "Like ~/digest.txt or /home/ann/digest.html")
    return value


def _is_mailbox(text: str) -> bool:
    found = _MAILBOX.fullmatch(text)
    return found is not None and _ADDRESS.fullmatch((found["within"] or found["bare"]).strip()) is not None
