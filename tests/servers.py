"""Real servers on loopback that a delivery talks to: mail with STARTTLS or TLS, and HTTPS, each with a script."""

import json
import socket
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Self

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from cs_cli.delivery.channel import Channel
from cs_cli.delivery.deliver import Clock, Delivered, Errand, deliver
from cs_cli.delivery.parcel import Parcel

START = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
DROP = "drop"
"""In a mail server's script: take the message and break off without an answer."""


class TestClock:
    """A clock that stands still but for the sleeps, which it notes."""

    __test__ = False

    def __init__(self, at: datetime = START) -> None:
        self.at = at
        self.slept: list[float] = []

    @property
    def clock(self) -> Clock:
        return Clock(lambda: self.at, self.sleep)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += timedelta(seconds=seconds)


class Mailroom(Controller):
    """A mail server: `messages` are what it took, `heard` the commands it was sent, `script` its answers to DATA."""

    def __init__(self, *script: str, login: tuple[str, str] | None = None, **how: object) -> None:
        self.messages: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.heard: list[str] = []
        self.script = list(script)
        self.on_data: Callable[[], object] = lambda: None
        self.refuse_login = "535 5.7.8 no such user or password"
        self._login = login
        extra = {"authenticator": self._authenticate} if login else {}
        super().__init__(self, hostname="127.0.0.1", port=free_port(), **extra, **how)

    def __enter__(self) -> Self:
        self.start()
        self.heard.clear()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _authenticate(self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: object):
        self.heard.append("AUTH")
        assert isinstance(data, LoginPassword)
        good = (data.login.decode(), data.password.decode()) == self._login
        return AuthResult(success=good, handled=good or not self.refuse_login, message=self.refuse_login)

    async def handle_EHLO(self, _server, session, _envelope, hostname, responses):  # noqa: N802
        self.heard.append("EHLO")
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, _server, _session, envelope, address, _options):  # noqa: N802
        self.heard.append("MAIL")
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if address.startswith("nobody@"):
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, _session, envelope):  # noqa: N802
        answer = self.script.pop(0) if self.script else "250 OK"
        if answer == DROP or answer.startswith("250"):
            self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
            self.raw = envelope.content
            self.recipients += envelope.rcpt_tos
        self.on_data()
        if answer == DROP:
            server.transport.abort()
        return answer

    async def handle_exception(self, _error):
        return "421 broken off"

    @property
    def subjects(self) -> list[str]:
        return [str(message["Subject"]) for message in self.messages]


class TlsMailroom(Mailroom):
    """The same behind implicit TLS."""

    def __init__(self, context: ssl.SSLContext, **how: object) -> None:
        super().__init__(ssl_context=context, auth_require_tls=False, **how)


class Certificates:
    """A certificate authority of its own, and what it signs."""

    def __init__(self, folder: Path) -> None:
        self._ca = trustme.CA()
        self.file = folder / "ca.pem"
        self._ca.cert_pem.write_to_path(str(self.file))

    def of(self, host: str = "localhost", **how: object) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._ca.issue_cert(host, **how).configure_cert(context)
        return context

    def expired(self) -> ssl.SSLContext:
        return self.of(not_before=datetime(2020, 1, 1, tzinfo=UTC), not_after=datetime(2021, 1, 1, tzinfo=UTC))


class Answer:
    """What the HTTPS server says to one request: a status, headers, and a body or a way to write one."""

    def __init__(self, status: int = 200, body: bytes | Callable[[BaseHTTPRequestHandler], None] = b"ok", **headers):
        self.status, self.body = status, body
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


class Service:
    """An HTTPS server on loopback: `posts` are the JSON documents it was sent, `script` its answers in order."""

    def __init__(self, context: ssl.SSLContext | None, *script: Answer) -> None:
        self.posts: list[object] = []
        self.paths: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.script = list(script)
        self.before_answer: Callable[[], object] = lambda: None
        self._server = _Server(self)
        if context:
            self._server.socket = context.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self.port = self._server.server_port

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, service: Service) -> None:
        self.service = service
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, *_: object) -> None:
        """A client that breaks off is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        service = self.server.service
        body = self.rfile.read(int(self.headers["Content-Length"]))
        service.posts.append(json.loads(body))
        service.paths.append(self.path)
        service.headers.append(dict(self.headers))
        answer = service.script.pop(0) if service.script else Answer()
        service.before_answer()
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        with suppress(OSError):
            if callable(answer.body):
                answer.body(self)
            else:
                self.wfile.write(answer.body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def endless(handler: BaseHTTPRequestHandler) -> None:
    """A body without end."""
    while True:
        handler.wfile.write(b"x" * 65536)


def drip(handler: BaseHTTPRequestHandler) -> None:
    """A body of which a byte comes now and then."""
    while True:
        handler.wfile.write(b"x")
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def mail_channel(port: int, to: tuple[str, ...] = ("ann@example.com",), **said: object) -> Channel:
    """A mail channel to the server at `port`, in the clear unless `security` says otherwise."""
    how = {"host": "localhost", "port": port, "security": "none", "from": "cs <cs@example.com>"} | said
    return Channel("mail", "mail", to, how)


def parcel(subject: str = "ACME decides", **more: object) -> Parcel:
    return Parcel(subject, "ACME decides on 1 Dec.\n", **more)


def send(database: Path, channel: Channel, clock: TestClock | None = None, **more: object) -> Delivered:
    """The daily digest of Monday by `channel` to its first recipient."""
    parcels = more.get("parcels", [parcel()])
    errand = Errand("daily", "", str(more.get("period", "2026-11-23")))
    recipient = str(more.get("to", channel.recipients[0]))
    return deliver(database, channel, recipient, errand, parcels, (clock or TestClock()).clock)  # type: ignore[arg-type]


def send_many(database: Path, port: int, barrier: object, times: int, results: object) -> None:
    """In a process of its own: `times` digests, each begun when the other process begins it."""
    for number in range(times):
        barrier.wait()  # type: ignore[attr-defined]
        results.put(send(database, mail_channel(port), period=f"try {number}").state)  # type: ignore[attr-defined]
