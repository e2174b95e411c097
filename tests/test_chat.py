"""Slack, Teams, webhooks and Apprise: one HTTP client that reaches allowed hosts only and gives no secret away."""

import json
import logging
import socket
import threading
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from servers import START, Answer, Service, TestClock, drip, endless, free_port, parcel, send

from cs_cli.delivery import http, secrets
from cs_cli.delivery.channel import Channel
from cs_cli.delivery.chat import labelled
from cs_cli.delivery.deliver import Delivered
from cs_cli.delivery.failure import NotSentError
from cs_cli.delivery.secrets import Secret

CANARY = "c4naryT0ken"
PAYLOAD = {"text": "ACME decides é", "blocks": [{"type": "header", "text": {"type": "plain_text", "text": "ACME"}}]}
LETTER = parcel(payload=PAYLOAD)


@pytest.fixture
def channel(portfolio, certificates):  # noqa: ARG001  # the portfolio's machine is where the secrets lie
    """`channel("slack", service)`: a channel of that kind whose secret address leads to the service on loopback."""

    def configured(kind, service=None, address=None):
        address = address or f"https://localhost:{service.port}/services/T0/{CANARY}?sig={CANARY}"
        secrets.keep(kind, address, in_file=True)
        return Channel(kind, kind, allow_hosts=("localhost",), ca_file=certificates.file)

    return configured


@pytest.fixture
def service(certificates):
    with Service(certificates.of()) as server:
        yield server


@pytest.mark.parametrize(
    ("kind", "status", "state"), [("slack", 200, "sent"), ("teams", 202, "accepted"), ("webhook", 204, "sent")]
)
def test_the_payload_is_posted_as_json(portfolio, channel, service, kind, status, state):  # noqa: PLR0913, PLR0917
    service.script = [Answer(status, b"")]
    assert send(portfolio, channel(kind, service), parcels=[LETTER]) == Delivered(state)
    assert service.posts == [PAYLOAD]
    assert service.paths == [f"/services/T0/{CANARY}?sig={CANARY}"]
    [headers] = service.headers
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert headers["Host"] == f"localhost:{service.port}"


@pytest.mark.parametrize(
    ("status", "code", "tries"),
    [
        (400, 69, 1),
        (401, 77, 1),
        (403, 77, 1),
        (404, 78, 1),
        (410, 78, 1),
        (408, 75, 4),
        (429, 75, 4),
        (500, 75, 4),
        (503, 75, 4),
    ],
)
def test_what_a_service_refuses_is_tried_again_only_where_that_can_help(  # noqa: PLR0913, PLR0917
    portfolio, channel, service, status, code, tries
):
    service.script = [Answer(status, b"no_service\x1b[31m")] * 4
    done = send(portfolio, channel("slack", service), parcels=[LETTER])
    assert (done.state, done.exit_code, len(service.posts)) == ("failed", code, tries)
    assert done.error.startswith(f"slack: the service answers {status}: no_service [31m")
    assert done.error.endswith(": cs config secret slack") == (code in (77, 78))


def test_retry_after_is_honoured(portfolio, channel, service):
    service.script = [Answer(429, Retry_After="7"), Answer(503, Retry_After="Mon, 23 Nov 2020 07:30:30 GMT")]
    clock = TestClock()
    assert send(portfolio, channel("slack", service), clock, parcels=[LETTER]) == Delivered("sent")
    assert clock.slept == [7, 0]
    assert (clock.at - START).seconds == 7


def test_a_service_that_wants_more_than_two_minutes_is_left_to_the_next_run(portfolio, channel, service):
    service.script = [Answer(429, Retry_After="121")]
    clock = TestClock()
    assert send(portfolio, channel("slack", service), clock, parcels=[LETTER]).exit_code == 75
    assert (clock.slept, len(service.posts)) == ([], 1)


def test_a_redirect_is_not_followed(portfolio, channel, service, certificates):
    with Service(certificates.of()) as other:
        service.script = [Answer(307, Location=f"https://localhost:{other.port}/{CANARY}")]
        done = send(portfolio, channel("slack", service), parcels=[LETTER])
        assert other.posts == []
    assert done == Delivered("failed", "slack: the service answers 307, a redirect, and none is followed", 69)


@pytest.mark.parametrize(
    ("kind", "address", "said"),
    [
        ("slack", f"https://evil.example/{CANARY}", "evil.example, which is not allowed, as it is none of hooks.sl"),
        ("slack", f"https://hooks.slack.com.evil.example/{CANARY}", "leads to hooks.slack.com.evil.example, which"),
        ("slack", f"https://hooks.slack.com:8443/{CANARY}",
         "leads to port 8443 of hooks.slack.com, and only port 443 is allowed there: cs config secret slack"),
        ("teams", f"https://logic.azure.com/{CANARY}", "leads to logic.azure.com, which is not allowed"),
        ("webhook", f"https://hooks.slack.com/{CANARY}", ": If that is meant: cs config set delivery.allow_hosts "),
        ("slack", f"http://hooks.slack.com/{CANARY}", "is no plain https address"),
        ("slack", f"https://{CANARY}@hooks.slack.com/", "is no plain https address"),
        ("slack", f"ftp://hooks.slack.com/{CANARY}", "is no plain https address"),
        ("slack", f"https://hooks.slack.com:port/{CANARY}", "is none"),
        ("slack", f"https://[hooks.slack.com/{CANARY}", "is none"),
        ("slack", f"https://hooks.slack.com/{CANARY} x", "has signs that no address has"),
        ("slack", CANARY, "is no plain https address"),
    ],
)  # fmt: skip
def test_an_address_that_is_not_allowed_is_reached_by_nothing(portfolio, channel, kind, address, said):
    done = send(portfolio, channel(kind, address=address), parcels=[LETTER])
    assert (done.state, done.exit_code) == ("failed", 78)
    assert said in done.error
    assert CANARY not in done.error


@pytest.mark.parametrize(
    ("kind", "host"),
    [
        ("slack", "hooks.slack.com"), ("teams", "prod-01.westeurope.logic.azure.com"),
        ("teams", "default1.2f.environment.api.powerplatform.com"), ("webhook", "hooks.example.com"),
    ],
)  # fmt: skip
def test_the_services_own_hosts_and_those_that_are_configured_are_allowed(kind, host):
    channel = Channel(kind, kind, allow_hosts=("hooks.example.com",))
    target = http.target_of(channel, Secret(f"https://{host}:443/x?y"))
    assert target == (host, 443, "/x?y", kind == "webhook")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "0.0.0.0",  # noqa: S104
        "::1", "fd00::1", "fe80::1", "::ffff:10.0.0.1",
    ],
)  # fmt: skip
def test_a_private_address_is_reached_only_where_its_host_is_configured(portfolio, channel, monkeypatch, address):
    """The names of the outside world are looked up by the system; here they lead inside."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(family, socket.SOCK_STREAM, 6, "", (address, 443))])
    done = send(portfolio, channel("slack", address=f"https://hooks.slack.com/{CANARY}"), parcels=[LETTER])
    assert done.exit_code == 78
    assert done.error.startswith("slack: hooks.slack.com is a private address: ")


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700::1111"])
def test_a_public_address_is_none_of_them(address):
    assert http._is_public(address)  # noqa: SLF001  # nothing leaves the machine in a test


@pytest.mark.parametrize("kind", ["another host", "expired", "unknown authority"])
def test_a_wrong_certificate_is_sent_nothing(portfolio, channel, certificates, kind):
    context = {"another host": certificates.of("example.org"), "expired": certificates.expired()}.get(
        kind, certificates.of()
    )
    with Service(context) as service:
        chosen = channel("slack", service)
        done = send(
            portfolio, replace(chosen, ca_file=None) if kind == "unknown authority" else chosen, parcels=[LETTER]
        )
        assert service.posts == []
    assert done.exit_code == 69
    assert done.error.startswith("slack: nothing was sent to localhost: its certificate is not to be trusted (")


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_a_file_of_certificates_that_cannot_be_used_is_said(portfolio, channel, service, tmp_path, content):
    path = tmp_path / "ca.pem"
    if content:
        path.write_text(content)
    done = send(portfolio, replace(channel("slack", service), ca_file=path), parcels=[LETTER])
    assert done.exit_code == 78
    assert done.error.startswith(f"slack: delivery.ca_file {path} cannot be used: ")


@pytest.mark.parametrize(("body", "whole"), [(endless, 4), (drip, 0.5)])
@pytest.mark.parametrize("status", [200, 500])
def test_an_answer_is_read_neither_without_end_nor_without_limit(channel, service, body, whole, status):
    service.script = [Answer(status, body)]
    chosen, address = channel("slack", service), secrets.read("slack")
    begun = time.monotonic()
    reply = http.post(chosen, address, PAYLOAD, http.Limits(whole=whole, size=1_000_000))
    assert (reply.status, len(reply.text) <= 200) == (status, True)
    assert time.monotonic() - begun < 3


@pytest.mark.parametrize("limits", [http.Limits(read=0.2), http.Limits(whole=0.3)])
def test_a_service_that_does_not_answer_may_have_the_message(channel, certificates, limits):
    with socket.create_server(("localhost", 0)) as listener:

        def silent():
            plain, _ = listener.accept()
            with certificates.of().wrap_socket(plain, server_side=True) as connection:
                while connection.recv(4096):
                    pass

        thread = threading.Thread(target=silent, daemon=True)
        thread.start()
        chosen = channel("slack", address=f"https://localhost:{listener.getsockname()[1]}/{CANARY}")
        with pytest.raises(NotSentError, match="localhost did not answer") as failure:
            http.post(chosen, secrets.read("slack"), PAYLOAD, limits)
        thread.join(5)
    assert (failure.value.exit_code, failure.value.may_have_arrived) == (75, True)


def test_a_webhook_that_answers_too_late_is_posted_to_twice_at_most(portfolio, channel, service, monkeypatch):
    """Its first byte comes after the time that is allowed for one."""
    monkeypatch.setattr(http.post, "__defaults__", (http.Limits(read=0.2),))
    answered = threading.Event()
    service.before_answer = lambda: answered.wait(30)
    chosen, payload = channel("webhook", service), parcel(payload={"items": []})
    done = [
        send(portfolio, chosen, TestClock(START + timedelta(minutes=minutes)), parcels=[payload])
        for minutes in (0, 5, 11, 22)
    ]
    answered.set()
    late = "webhook: localhost did not answer (too slow); it may have arrived"
    once = f"{late}, so the first run ten minutes from then sends it once more, labelled (again)"
    twice = f"{late} twice, so it is not sent again"
    assert done == [Delivered("failed", once, 75)] * 2 + [Delivered("failed", twice, 69)] * 2
    assert service.posts == [{"items": []}, {"items": [], "again": True}]


def test_a_service_that_repeats_the_address_is_not_quoted(portfolio, channel, service):
    service.script = [Answer(400, f"bad request: /services/T0/{CANARY}".encode())]
    done = send(portfolio, channel("slack", service), parcels=[LETTER])
    assert done == Delivered("failed", "slack: the service answers 400", 69)


def test_a_message_that_is_sent_again_says_so_in_its_first_line():
    assert labelled(PAYLOAD, "slack") == {
        "text": "(again) ACME decides é",
        "blocks": [{"type": "header", "text": {"type": "plain_text", "text": "(again) ACME"}}],
    }
    card = {"type": "AdaptiveCard", "body": [{"type": "TextBlock", "text": "ACME"}, {"type": "TextBlock", "text": "b"}]}
    told = labelled({"type": "message", "attachments": [{"contentType": "x", "content": card}]}, "teams")
    assert [block["text"] for block in told["attachments"][0]["content"]["body"]] == ["(again) ACME", "b"]
    assert labelled({"items": []}, "webhook") == {"items": [], "again": True}
    long = {"blocks": [{"type": "header", "text": {"type": "plain_text", "text": "x" * 150}}]}
    assert len(labelled(long, "slack")["blocks"][0]["text"]["text"]) == 150
    assert PAYLOAD["text"] == "ACME decides é"


APPRISE = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")  # Apprise looks for it on Python < 3.13


@APPRISE
def test_apprise_takes_whatever_else_there_is(portfolio, channel, caplog):
    with Service(None) as service:
        chosen = channel("apprise", address=f"json://localhost:{service.port}/{CANARY}")
        assert send(portfolio, chosen, parcels=[LETTER]) == Delivered("sent")
        [post] = service.posts
        assert (post["title"], post["message"].strip()) == ("ACME decides", "ACME decides on 1 Dec.")
        service.script = [Answer(500)] * 4
        with caplog.at_level(logging.DEBUG):
            done = send(portfolio, chosen, parcels=[LETTER], period="next")
    assert done == Delivered("failed", "apprise: Apprise could not deliver it", 75)
    assert CANARY not in caplog.text


@APPRISE
@pytest.mark.parametrize(
    ("address", "said"),
    [
        (f"jsons://localhost/{CANARY}?verify=no", "verify=no is refused, TLS is always checked"),
        (f"nosuch://{CANARY}", "Apprise knows no such address"),
        (f"json://[{CANARY}", "Apprise knows no such address"),
    ],
)
def test_apprise_is_given_no_address_that_it_cannot_keep_safe(portfolio, channel, address, said):
    done = send(portfolio, channel("apprise", address=address), parcels=[LETTER])
    assert done == Delivered("failed", f"apprise: {said}: cs config secret apprise", 78)


def test_without_apprise_the_line_to_install_it_is_said(portfolio, channel, monkeypatch):
    import sys  # noqa: PLC0415

    monkeypatch.setitem(sys.modules, "apprise", None)
    done = send(portfolio, channel("apprise", address="json://localhost"), parcels=[LETTER])
    assert done == Delivered("failed", "apprise: Apprise is not installed: pip install 'cs-cli[notify]'", 78)


def test_a_channel_is_tried_without_sending_anything(cs, service, channel, certificates):
    channel("slack", service)
    cs("config", "set", "channel.slack.kind", "slack")
    cs("config", "set", "delivery.allow_hosts", "localhost")
    refused = cs("config", "check", "slack")
    assert (refused.code, refused.text) == (69, "")
    assert "its certificate is not to be trusted" in refused.talk
    cs("config", "set", "delivery.ca_file", str(certificates.file))
    answer = cs("config", "check", "slack")
    assert (answer.code, answer.text) == (0, "slack: localhost answers with a certificate that is in order\n")
    assert service.posts == []
    assert json.loads(cs("config", "secret", "--list", "--json").text) == [
        {"name": "slack", "origin": str(secrets.path())}
    ]


def test_a_service_that_is_not_there_or_breaks_off_may_be_there_later(portfolio, channel):
    nowhere = send(portfolio, channel("slack", address=f"https://localhost:{free_port()}/{CANARY}"), parcels=[LETTER])
    assert nowhere == Delivered("failed", "slack: localhost cannot be reached (Connection refused)", 75)
    with socket.create_server(("localhost", 0)) as listener:
        threading.Thread(target=lambda: [listener.accept()[0].close() for _ in range(4)], daemon=True).start()
        address = f"https://localhost:{listener.getsockname()[1]}/{CANARY}"
        done = send(portfolio, channel("slack", address=address), parcels=[LETTER], period="next")
    assert (done.state, done.exit_code) == ("failed", 75)
    assert "may have arrived" not in done.error


def test_a_host_that_is_not_found_may_be_found_later(portfolio, channel, monkeypatch):
    def offline(*_, **__):
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", offline)
    done = send(portfolio, channel("slack", address=f"https://hooks.slack.com/{CANARY}"), parcels=[LETTER])
    assert done == Delivered("failed", "slack: hooks.slack.com is not found; is there a network?", 75)


def test_a_refusal_that_breaks_off_and_a_wait_that_is_no_time_are_taken_as_they_are(portfolio, channel, service):
    service.script = [Answer(429, Retry_After="soon"), Answer(400, b"no_te", Content_Length="99")]
    clock = TestClock()
    done = send(portfolio, channel("slack", service), clock, parcels=[LETTER])
    assert (done.exit_code, done.error.startswith("slack: the service answers 400")) == (69, True)
    assert len(clock.slept) == 1
