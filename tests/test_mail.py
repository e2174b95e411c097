"""Mail: verified TLS before anything is told, a message that any program can read, errors without secrets."""

import re
import socket
from dataclasses import replace
from email.utils import parsedate_to_datetime

import pytest
from servers import START, Mailroom, TestClock, TlsMailroom, mail_channel, parcel, send

from cs_cli.delivery import secrets
from cs_cli.delivery.deliver import Delivered

CANARY = "c4nary-p4ssword"
LOGIN = ("ann", CANARY)


@pytest.fixture
def password(portfolio):
    """The password of the channel `mail` is kept in the private file."""
    secrets.keep("mail", CANARY, in_file=True)
    return portfolio


def secure(port, certificates, **said):
    """A mail channel that logs in by STARTTLS and knows our certificate authority."""
    channel = mail_channel(port, **({"security": "starttls", "user": "ann"} | said))
    return replace(channel, ca_file=certificates.file)


def test_a_login_goes_over_starttls(password, certificates):
    with Mailroom(tls_context=certificates.of(), require_starttls=True, login=LOGIN) as mailroom:
        assert send(password, secure(mailroom.port, certificates)) == Delivered("sent")
        assert mailroom.heard == ["EHLO", "EHLO", "AUTH", "MAIL"]
        assert mailroom.subjects == ["ACME decides"]


@pytest.mark.parametrize("said", [{"security": "tls"}, {"security": "tls", "user": None}])
def test_implicit_tls_works_too(password, certificates, said):
    with TlsMailroom(certificates.of(), login=LOGIN if "user" not in said else None) as mailroom:
        assert send(password, secure(mailroom.port, certificates, **said)) == Delivered("sent")
        assert mailroom.subjects == ["ACME decides"]


@pytest.mark.parametrize("kind", ["another host", "expired", "unknown authority"])
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_wrong_certificate_is_told_nothing_not_even_who_we_are(password, certificates, kind, security):
    context = {"another host": certificates.of("example.org"), "expired": certificates.expired()}.get(
        kind, certificates.of()
    )
    how = {"tls_context": context} if security == "starttls" else {}
    with TlsMailroom(context, login=LOGIN) if security == "tls" else Mailroom(login=LOGIN, **how) as mailroom:
        channel = secure(mailroom.port, certificates, security=security)
        if kind == "unknown authority":
            channel = mail_channel(mailroom.port, security=security, user="ann")
        clock = TestClock()
        done = send(password, channel, clock)
        assert mailroom.heard == (["EHLO"] if security == "starttls" else [])
    assert (done.state, done.exit_code, clock.slept) == ("failed", 69, [])
    assert done.error.startswith("mail: nothing was sent to localhost: its certificate is not to be trusted (")


@pytest.mark.parametrize(
    ("host", "security"), [("localhost", "none"), ("127.0.0.1", "none"), ("smtp.example.com", "tls")]
)
def test_no_starttls_is_no_mail(password, certificates, monkeypatch, host, security):
    """The names of the outside world are looked up by the system; here they lead inside."""
    with Mailroom() as mailroom:
        here = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", mailroom.port))]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: here)
        done = send(password, secure(mailroom.port, certificates, host=host))
        assert mailroom.heard == ["EHLO"]
    assert done == Delivered(
        "failed",
        f"mail: {host} offers no STARTTLS at port {mailroom.port}, so nothing was sent: "
        f"cs config set channel.mail.security {security}",
        69,
    )


def test_tls_to_a_server_that_speaks_none_is_refused(password, certificates):
    with Mailroom() as mailroom:
        done = send(password, secure(mailroom.port, certificates, security="tls"))
        assert mailroom.heard == []
    assert done.exit_code == 69
    assert done.error.startswith("mail: nothing was sent to localhost: it speaks no TLS that can be verified")


@pytest.mark.parametrize(
    ("answer", "code", "said"),
    [
        ("535 5.7.8 use an app password", 77, "localhost refuses the login (535: 5.7.8 use an app password)"),
        (f"535 no such user {LOGIN[0]} {LOGIN[1]}", 77, "localhost refuses the login (535)"),
        ("454 4.7.0 try later", 75, "localhost answers 454: 4.7.0 try later"),
    ],
)
def test_a_refused_login_says_why_but_never_the_password(password, certificates, answer, code, said):
    with Mailroom(tls_context=certificates.of(), login=("ann", "another")) as mailroom:
        mailroom.refuse_login = answer
        done = send(password, secure(mailroom.port, certificates))
        assert mailroom.messages == []
    assert (done.exit_code, done.error.partition(": cs ")[0]) == (code, f"mail: {said}")


def test_a_password_that_smtp_cannot_take_is_not_sent(portfolio, certificates):
    secrets.keep("mail", "pässword", in_file=True)
    with Mailroom(tls_context=certificates.of(), login=LOGIN) as mailroom:
        done = send(portfolio, secure(mailroom.port, certificates))
        assert "AUTH" not in mailroom.heard
    assert done == Delivered("failed", "mail: SMTP takes no password with such letters: cs config secret mail", 78)


@pytest.mark.parametrize("ways", [["PLAIN", "LOGIN"], []])
def test_a_server_without_a_login_is_not_told_one(password, certificates, ways):
    how = {"tls_context": certificates.of(), "auth_exclude_mechanism": ways} if ways else {}
    with Mailroom(**how) as mailroom:
        done = send(password, secure(mailroom.port, certificates, **({} if ways else {"security": "none"})))
        assert mailroom.messages == []
    assert done == Delivered("failed", "mail: localhost has no way to log in that we know", 69)


def test_a_recipient_that_is_not_there_is_a_failure_for_good(portfolio):
    with Mailroom() as mailroom:
        done = send(portfolio, mail_channel(mailroom.port, ("nobody@example.com",)))
    assert done == Delivered("failed", "mail: localhost answers 550: 5.1.1 no such mailbox", 69)


@pytest.fixture
def received(portfolio):
    """What arrives of a parcel, read again: `received(parcel, **channel)`."""

    def deliver(what, to=("ann@example.com",), **said):
        with Mailroom() as mailroom:
            assert send(portfolio, mail_channel(mailroom.port, to, **said), parcels=[what]) == Delivered("sent")
            assert all(len(line) <= 998 for line in mailroom.raw.split(b"\r\n"))
            assert mailroom.raw.isascii()
            return mailroom.messages[-1]

    return deliver


def test_a_mail_says_when_from_whom_and_that_a_program_wrote_it(received):
    mail = received(parcel(), reply_to="Ann <ann@example.com>")
    assert (mail["From"], mail["To"], mail["Reply-To"]) == (
        "cs <cs@example.com>", "ann@example.com", "Ann <ann@example.com>",
    )  # fmt: skip
    assert mail["Auto-Submitted"] == "auto-generated"
    assert parsedate_to_datetime(mail["Date"]) == START
    assert re.fullmatch(r"<cs-[0-9a-f]{32}@example\.com>", mail["Message-ID"])
    assert mail["List-Unsubscribe"] is None


def test_a_mail_to_several_goes_to_each_alone_and_says_how_to_get_no_more(received):
    mail = received(parcel(), ("ann@example.com", "bo@example.com"))
    assert mail["To"] == "ann@example.com"
    assert mail["List-Unsubscribe"] == "<mailto:cs@example.com?subject=unsubscribe>"


def test_text_and_html_arrive_as_they_are(received):
    text = "École Øresund 日本 🎉\n" + "x" * 5000 + "\n.\n..dots\nFrom here\n"
    html = f"<p>{'É' * 3000}</p>\n"
    mail = received(parcel("Écoles: décision", html=html)._replace(text=text))
    assert mail.get_content_type() == "multipart/alternative"
    assert mail["Subject"] == "Écoles: décision"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert mail.get_body(("plain",)).get_content().replace("\r\n", "\n") == text
    assert mail.get_body(("html",)).get_content().replace("\r\n", "\n") == html


def test_a_subject_cannot_bring_headers_of_its_own(received):
    mail = received(parcel("ACME\r\nBcc: evil@example.org\x1b[31m \ud800" + " long" * 400))
    assert mail["Bcc"] is None
    assert mail["Subject"].startswith("ACME Bcc: evil@example.org [31m")


def test_a_message_id_is_the_same_for_a_repeat_and_for_nothing_else(portfolio):
    with Mailroom() as mailroom:
        for number, (digest, to) in enumerate([("2026-11-23", "ann@example.com"), ("2026-11-24", "ann@example.com")]):
            send(portfolio, mail_channel(mailroom.port, (to,)), period=digest, parcels=[parcel(str(number))])
        send(portfolio, mail_channel(mailroom.port, ("bo@example.com",)))
        assert len({str(mail["Message-ID"]) for mail in mailroom.messages}) == 3
