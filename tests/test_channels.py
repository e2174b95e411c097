"""Channels in the settings: what each kind has, what it lacks, and that no secret stands there."""

import re

import pytest
from servers import Mailroom, mail_channel, send

from cs_cli import settings
from cs_cli.delivery.deliver import Delivered, channels

SECRET = "https://hooks.slack.com/services/T0/B0/c4nary"  # noqa: S105  # what must not be repeated


def config(cs):
    return cs.home / "config" / "config.toml"


def set_all(cs, **values):
    for key, value in values.items():
        answer = cs("config", "set", key.replace("__", "."), value)
        assert answer.code == 0, answer.talk
    return answer


def test_a_channel_is_set_key_by_key_and_says_what_it_lacks(cs):
    answer = cs("config", "set", "channel.mail.host", "smtp.example.com")
    assert answer.talk == (
        f"channel.mail.host is now smtp.example.com ({config(cs)})\n"
        "channel mail has no from: cs config set channel.mail.from me@example.com\n"
    )
    cs("config", "set", "channel.mail.from", "Ann Lee <ann@example.com>")
    answer = cs("config", "set", "channel.mail.to", "ann@example.com, bo@example.com")
    assert answer.talk.endswith(
        f"is now ann@example.com, bo@example.com ({config(cs)})\nDoes it work? cs config check mail\n"
    )
    cs("config", "set", "channel.mail.port", "2525")
    assert config(cs).read_text() == (
        '[channel.mail]\nhost = "smtp.example.com"\nfrom = "Ann Lee <ann@example.com>"\n'
        'to = ["ann@example.com", "bo@example.com"]\nport = 2525\n'
    )
    rows = {row["key"]: row["value"] for row in cs("config", "show", "--json").rows}
    assert rows["channel.mail.to"] == ["ann@example.com", "bo@example.com"]
    assert rows["channel.mail.port"] == 2525
    assert re.search(r"channel.mail.to +ann@example.com, bo@example.com +the recipients", cs("config", "show").text)
    assert cs("config", "set", "channel.mail.port", "").talk.startswith(
        "channel.mail.port is no longer set, before: 2525"
    )


def test_a_second_channel_of_a_kind_has_a_name_of_its_own(cs, portfolio):  # noqa: ARG001  # the same machine
    set_all(cs, channel__team__kind="mail", channel__team__host="localhost", channel__team__to="a@b.example")
    set_all(cs, channel__slack__kind="slack", channel__digest__path="~/d.txt", delivery__ca_file="~/ca.pem")
    set_all(cs, channel__digest__kind="file", delivery__allow_hosts="Hooks.example.com")
    found = channels(settings.load())
    assert [(c.name, c.kind, c.recipients, c.fault and c.fault.sentence) for c in found.values()] == [
        ("team", "mail", ("a@b.example",), "channel team has no from"),
        ("slack", "slack", ("",), None),
        ("digest", "file", ("",), None),
    ]
    assert found["slack"].allow_hosts == ("hooks.example.com",)
    assert found["slack"].ca_file == cs.home / "ca.pem"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("[channel.team]\nsecret = 'x'", "channel team has no kind: cs config set channel.team.kind mail (or slack, "),
        ("[channel.slack]\nhost = 'x.example'", "channel slack is of kind slack, which has no host: cs config set "),
        ("[channel.file]", None),
        ("[channel.file]\nkind = 'file'", "channel file has no path: cs config set channel.file.path ~/cs"),
        (
            "[channel.mail]\nhost = 'smtp.example.com'\nfrom = 'a@b.c'\nto = ['a@b.c']\nsecurity = 'none'",
            "channel mail would send in the clear to smtp.example.com: cs config set channel.mail.security starttls",
        ),
    ],
)
def test_a_channel_that_is_not_complete_fails_alone(cs, portfolio, written, said):
    config(cs).parent.mkdir(exist_ok=True)
    config(cs).write_text(written)
    assert cs("accounts").code == 0
    found = list(channels(settings.load()).values())
    if said is None:
        assert found == []
        return
    [channel] = found
    done = send(portfolio, channel)
    assert (done.state, done.exit_code) == ("failed", 78)
    assert done.error.startswith(f"{channel.name}: {said}")
    check = cs("config", "check", channel.name)
    assert (check.code, check.talk.splitlines()[0]) == (78, f"cs: {said.partition(': ')[0]}")


@pytest.mark.parametrize(
    ("key", "value", "sentence", "hint"),
    [
        ("channel.slack.url", SECRET, "channel.slack.url would be a secret", "cs config secret slack"),
        ("channel.slack.webhook", "x", "channel.slack.webhook would be a secret", "cs config secret slack"),
        ("channel.mail.password", "x", "channel.mail.password would be a secret", "cs config secret mail"),
        ("channel.slack.secret", SECRET, "channel.slack.secret would be a secret", "cs config secret slack"),
        ("channel.slack.secret", "Pa55", "channel.slack.secret is the name of a secret, not", "Small letters"),
        ("channel.mail.to", SECRET, "channel.mail.to would be a secret", "cs config secret mail"),
        ("delivery.allow_hosts", SECRET, "delivery.allow_hosts wants the name of a host", "Like hooks.example.com"),
        ("delivery.allow_hosts", "a b", '"a b" is no host', "Like hooks.example.com"),
        ("channel.mail.hsot", "x", 'no setting "channel.mail.hsot"', "Did you mean channel.mail.host?"),
        ("channel.mail.zzz", "x", 'no setting "channel.mail.zzz"', "Of a channel: kind, host"),
        ("channel.mail", "x", 'no setting "channel.mail"', "Like channel.mail.host"),
        ("channel.Mail.host", "x", 'no setting "channel.Mail.host"', "small letters"),
        ("channel.terminal.kind", "mail", 'no setting "channel.terminal.kind"', "Like channel.mail.host"),
        ("chanel.mail.host", "x", 'no setting "chanel.mail.host"', "Settings: database"),
        ("delivery.allow_host", "x", 'no setting "delivery.allow_host"', "Did you mean delivery.allow_hosts?"),
        ("channel.mail.kind", "smtp", 'channel.mail.kind "smtp" is unknown', "One of mail, slack"),
        ("channel.mail.security", "ssl", 'channel.mail.security "ssl" is unknown', "One of starttls, tls, none"),
        ("channel.mail.port", "0", 'channel.mail.port "0" is no port', "Like 587"),
        ("channel.mail.port", "x", 'channel.mail.port "x" is no port', "Like 587"),
        ("channel.mail.host", "a b", 'channel.mail.host "a b" is no host', "Like smtp.example.com"),
        ("channel.mail.to", "ann", 'channel.mail.to "ann" is no mail address', "Like ann@example.com"),
        ("channel.mail.from", "a@b <c>", 'channel.mail.from "a@b <c>" is no mail address', "Like ann@example.com or"),
        ("channel.mail.user", "a\nb", "channel.mail.user is no line of text", "who logs in"),
        ("channel.file.path", "digest.txt", 'channel.file.path "digest.txt" is no whole path', "Like ~/digest.txt"),
    ],
)
def test_a_channel_that_cannot_be_is_refused_and_no_secret_repeated(cs, key, value, sentence, hint):
    answer = cs("config", "set", key, value)
    assert answer.code == 2
    first, second, *_ = answer.talk.splitlines()
    assert first.startswith(f"cs: cs config set: {sentence}")
    assert hint in second
    assert "c4nary" not in answer.talk
    assert not config(cs).exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"[channel.slack]\nurl = '{SECRET}'", "channel.slack.url would be a secret"),
        (f"[channel.slack]\nsecret = ['{SECRET}']", "channel.slack.secret would be a secret"),
        ("[channel.mail]\nto = [1]", "channel.mail.to is no list of texts"),
        ("[channel.mail]\nport = 5.5", 'channel.mail.port "5.5" is no port'),
        ("[channel.mail]\nhost = 5", "channel.mail.host is no line of text"),
        ("[delivery]\nallow_hosts = 5", "delivery.allow_hosts is no list of texts"),
        ("[delivery]\nca_file = 5", "delivery.ca_file 5 is no text"),
        ("channel = 5", 'no setting "channel"'),
        ("[channel]\nmail = 5", 'no setting "channel.mail"'),
    ],
)
def test_a_channel_written_by_hand_that_cannot_be_is_one_clear_error(cs, text, said):
    config(cs).parent.mkdir()
    config(cs).write_text(text)
    answer = cs("accounts")
    assert (answer.code, answer.text) == (78, "")
    assert answer.talk.startswith(f"cs: {config(cs)}: {said}")
    assert "c4nary" not in answer.talk


def test_a_channel_is_checked_without_sending(cs, portfolio):  # the same machine
    assert cs("config", "check", "mail").talk == (
        'cs: no channel "mail"\n  Make one: cs config set channel.mail.host HOST\n'
    )
    with Mailroom() as mailroom:
        set_all(cs, channel__mail__host="localhost", channel__mail__port=str(mailroom.port))
        set_all(cs, channel__mail__from="a@b.example", channel__mail__to="a@b.example, b@b.example")
        set_all(cs, channel__mail__security="none", channel__out__kind="file", channel__out__path="/x/digest.txt")
        assert cs("config", "check", "mail").text == "mail: localhost answers; 2 to write to\n"
        assert mailroom.messages == []
        assert send(portfolio, channels(settings.load())["mail"], to="a@b.example") == Delivered("sent")
    assert cs("config", "check", "out").text == "out: writes /x/digest.txt\n"
    assert cs("config", "check", "slack").talk == 'cs: no channel "slack"\n  There are mail, out\n'
    assert mail_channel(1).fault is None
