"""Mail: one message a recipient, by SMTP over verified TLS."""

import hashlib
import smtplib
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from ssl import SSLContext, SSLError

from cs_cli.delivery import tls
from cs_cli.delivery.channel import Channel, secret_of
from cs_cli.delivery.failure import DENIED, TRY_AGAIN, UNAVAILABLE, NotSentError, misconfigured
from cs_cli.delivery.letter import Letter
from cs_cli.delivery.secrets import Secret
from cs_cli.domain.channels import SECURITIES, address_of, is_here
from cs_cli.domain.invisible import STEERING

SECONDS = 30
"""How long the server may take for an answer."""
_OK, _FORWARDED, _PERMANENT, _LOGIN = 250, 251, 500, (530, 534, 535, 538)
_TOLD = 200
_ENCODED = "quoted-printable"
_SPACES = dict.fromkeys((*STEERING, 0x09, 0x0A), " ")


def send(channel: Channel, letter: Letter) -> str:
    """Mail the letter to its recipient. Raises NotSentError."""
    message = message_of(channel, letter).as_bytes(policy=SMTP)
    with _logged_in(channel) as server:
        _hand_over(server, address_of(channel.said["from"]), letter.recipient, message)
        with suppress(OSError, smtplib.SMTPException):
            server.quit()
    return "sent"


def check(channel: Channel) -> None:
    """Reach the server, verify it, log in, and send nothing. Raises NotSentError."""
    with _logged_in(channel) as server, suppress(OSError, smtplib.SMTPException):
        server.quit()


def message_of(channel: Channel, letter: Letter) -> EmailMessage:
    """The message: text first, HTML beside it, no line longer than SMTP allows; programs need not answer it."""
    message = EmailMessage(policy=SMTP)
    message["From"] = channel.said["from"]
    message["To"] = letter.recipient
    if answers := channel.said.get("reply_to"):
        message["Reply-To"] = answers
    message["Subject"] = letter.subject.encode("utf-8", "replace").decode()
    message["Date"] = format_datetime(letter.at)
    message["Message-ID"] = _identity(channel, letter)
    message["Auto-Submitted"] = "auto-generated"
    if len(channel.recipients) > 1:
        answers = address_of(channel.said.get("reply_to") or channel.said["from"])
        message["List-Unsubscribe"] = f"<mailto:{answers}?subject=unsubscribe>"
    message.set_content(_encodable(letter.parcel.text), cte=_ENCODED)
    if letter.parcel.html is not None:
        message.add_alternative(_encodable(letter.parcel.html), subtype="html", cte=_ENCODED)
    return message


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _identity(channel: Channel, letter: Letter) -> str:
    """The Message-ID: the same for the same part to the same recipient, so that a repeat is recognised."""
    sender = address_of(channel.said["from"])
    of = (*letter.errand, channel.name, letter.recipient, str(letter.parcel.part), sender, str(letter.database))
    return f"<cs-{hashlib.sha256(chr(0).join(of).encode()).hexdigest()[:32]}@{sender.rpartition('@')[2]}>"


@contextmanager
def _logged_in(channel: Channel) -> Iterator[smtplib.SMTP]:
    """The server, verified and logged in to. Raises NotSentError."""
    host, user = str(channel.said["host"]), channel.said.get("user")
    password = secret_of(channel) if user else None
    server = None
    try:
        server = _connected(channel, host)
        if password:
            _log_in(server, channel, password)
        yield server
    except smtplib.SMTPResponseException as error:
        raise _answered(host, error.smtp_code, error.smtp_error, password) from None
    except (OSError, smtplib.SMTPException) as error:
        why = "too slow" if isinstance(error, TimeoutError) else getattr(error, "strerror", None) or "it broke off"
        raise NotSentError(TRY_AGAIN, f"{host} cannot be reached or did not answer ({why})") from None
    finally:
        if server is not None:
            server.close()


def _connected(channel: Channel, host: str) -> smtplib.SMTP:
    """The server with its certificate checked; nothing was said to it before that but EHLO and STARTTLS."""
    security = channel.said.get("security", "tls" if channel.said.get("port") == SECURITIES["tls"] else "starttls")
    port = channel.said.get("port") or SECURITIES[security]
    context = tls.verified(channel.ca_file)
    name = socket.gethostname() if "." in socket.gethostname() else "[127.0.0.1]"
    try:
        if security == "tls":
            return smtplib.SMTP_SSL(host, port, local_hostname=name, timeout=SECONDS, context=context)
        server = smtplib.SMTP(host, port, local_hostname=name, timeout=SECONDS)
        if security == "starttls":
            _secure(server, context)
    except SSLError as error:
        raise tls.refused(host, error) from None
    except smtplib.SMTPNotSupportedError:
        mend = f"cs config set channel.{channel.name}.security {'none' if is_here(host) else 'tls'}"
        said = f"{host} offers no STARTTLS at port {port}, so nothing was sent"
        raise NotSentError(UNAVAILABLE, said, mend) from None
    return server


def _secure(server: smtplib.SMTP, context: SSLContext) -> None:
    try:
        server.starttls(context=context)
    except BaseException:
        server.close()
        raise


def _log_in(server: smtplib.SMTP, channel: Channel, password: Secret) -> None:
    if not password.reveal().isascii():
        raise misconfigured("SMTP takes no password with such letters", f"cs config secret {channel.secret}")
    try:
        server.login(channel.said["user"], password.reveal())
    except smtplib.SMTPAuthenticationError as error:
        if error.smtp_code < _PERMANENT:
            raise
        said = _told(error.smtp_error, password)
        refusal = f"{channel.said['host']} refuses the login ({error.smtp_code}{said})"
        raise NotSentError(DENIED, refusal, f"cs config secret {channel.secret}") from None
    except (smtplib.SMTPServerDisconnected, smtplib.SMTPResponseException):
        raise
    except smtplib.SMTPException:
        raise NotSentError(UNAVAILABLE, f"{channel.said['host']} has no way to log in that we know") from None


def _hand_over(server: smtplib.SMTP, sender: str, recipient: str, message: bytes) -> None:
    server.ehlo_or_helo_if_needed()
    for say, whom in ((server.mail, sender), (server.rcpt, recipient)):
        code, said = say(whom)
        if code not in (_OK, _FORWARDED):
            raise smtplib.SMTPResponseException(code, said)
    try:
        code, said = server.data(message)
    except (OSError, smtplib.SMTPServerDisconnected):
        why = "the mail server broke off before it said whether it took the message"
        raise NotSentError(TRY_AGAIN, why, may_have_arrived=True) from None
    if code != _OK:
        raise smtplib.SMTPResponseException(code, said)


def _answered(host: str, code: int, said: bytes | str, password: Secret | None) -> NotSentError:
    sentence = f"{host} answers {code}{_told(said, password)}"
    if code in _LOGIN:
        return NotSentError(DENIED, sentence)
    return NotSentError(UNAVAILABLE if code >= _PERMANENT else TRY_AGAIN, sentence)


def _told(said: bytes | str, password: Secret | None) -> str:
    """What the server said, on one line; nothing where it repeats the password."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    if password and password.is_in(text):
        return ""
    return f": {' '.join(text.translate(_SPACES).split())[:_TOLD]}" if text.strip() else ""
