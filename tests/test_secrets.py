"""Secrets: kept where nobody else reads them, shown nowhere."""

import base64
import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from urllib.parse import quote

import pytest
from conftest import ROOT
from servers import Answer, Mailroom, Service, mail_channel, parcel, send

from cs_cli.delivery import secrets
from cs_cli.delivery.channel import Channel
from cs_cli.delivery.secrets import Secret

CANARY = "c4nary-p4ssw0rd"


def held(cs):
    return cs.home / "config" / "secrets.toml"


def listed(cs, env=None):
    return [(row["name"], row["origin"]) for row in cs("config", "secret", "--list", "--json", env=env).rows]


def test_a_secret_comes_from_a_pipe_and_goes_into_a_private_file(cs):
    answer = cs("config", "secret", "slack", stdin=f"{CANARY}\n")
    assert (answer.code, answer.text, answer.talk) == (0, "", f"The secret slack is kept in {held(cs)}.\n")
    assert held(cs).read_text() == f'slack = "{CANARY}"\n'
    assert held(cs).stat().st_mode & 0o777 == 0o600
    assert listed(cs) == [("slack", str(held(cs)))]
    assert cs("config", "secret", "slack", stdin="another").code == 0
    assert held(cs).read_text() == 'slack = "another"\n'


def test_what_was_written_beside_it_by_hand_stays(cs):
    cs("config", "secret", "mail", stdin=CANARY)
    held(cs).write_text(f"# mine\n{held(cs).read_text()}")
    cs("config", "secret", "slack", stdin="x")
    assert held(cs).read_text() == f'# mine\nmail = "{CANARY}"\nslack = "x"\n'
    assert cs("config", "secret", "mail", "--remove").talk == "The secret mail is taken out.\n"
    assert held(cs).read_text() == '# mine\nslack = "x"\n'


def typed(cs, words, answers, env=None):
    """What a terminal shows while `answers` are typed; and the exit code."""
    ours, theirs = os.openpty()
    seen = []

    def listen():
        with suppress(OSError):
            while part := os.read(ours, 4096):
                seen.append(part)
                if part.rstrip().endswith(b":") and answers:
                    os.write(ours, answers.pop(0).encode())

    listener = threading.Thread(target=listen)
    listener.start()
    environment = cs._environment(env)  # noqa: SLF001  # the same machine, at a terminal
    command = [sys.executable, "-m", "cs_cli", *words]
    done = subprocess.run(
        command, stdin=theirs, stderr=theirs, stdout=theirs, env=environment, check=False, cwd=ROOT,
        start_new_session=True,  # what asks for a password would ask the tester's own terminal
    )  # fmt: skip
    os.close(theirs)
    listener.join()
    os.close(ours)
    return b"".join(seen).decode().replace("\r\n", "\n"), done.returncode


def test_a_secret_that_is_typed_is_not_shown(cs):
    shown, code = typed(cs, ["config", "secret", "mail"], [f"{CANARY}\n"])
    assert code == 0
    assert "mail:" in shown
    assert f"The secret mail is kept in {held(cs)}." in shown
    assert CANARY not in shown
    assert CANARY in held(cs).read_text()


def test_who_ends_the_input_has_kept_nothing(cs):
    shown, code = typed(cs, ["config", "secret", "mail"], ["\x04"])
    assert (code, "cs: stopped; nothing was changed" in shown) == (130, True)
    assert not held(cs).exists()


@pytest.mark.parametrize(
    ("words", "stdin", "code", "said"),
    [
        (["slack", f"https://hooks.slack.com/{CANARY}"], "", 2, "cs: a secret is never typed into a command"),
        (["slack"], "", 2, "cs: a secret is one line of text; nothing was kept"),
        (["slack"], f"{CANARY}\n{CANARY}", 2, "cs: a secret is one line of text; nothing was kept"),
        (["slack"], f"{CANARY}\x1b[31m", 2, "cs: a secret is one line of text; nothing was kept"),
        ([f"https://hooks.slack.com/{CANARY}"], "x", 2, "cs: that is no name of a secret; nothing was kept"),
        ([], CANARY, 2, "cs: which secret?"),
        (["slack", "--remove"], "", 66, 'cs: no secret "slack" in the keyring or in '),
        (["slack", "--json"], CANARY, 2, "cs: cs config secret answers with one line and has no --format json"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_not_repeated(cs, words, stdin, code, said):
    answer = cs("config", "secret", *words, stdin=stdin)
    assert (answer.code, answer.text) == (code, "")
    assert answer.talk.startswith(said)
    assert CANARY not in answer.talk
    assert not held(cs).exists()


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620])
def test_a_file_that_others_can_read_is_not_read(cs, mode):
    cs("config", "secret", "slack", stdin=CANARY)
    held(cs).chmod(mode)
    for words in (["--list"], ["slack", "--remove"], ["mail"]):
        answer = cs("config", "secret", *words, stdin="x")
        assert (answer.code, answer.text, answer.talk) == (
            77, "",
            f"cs: {held(cs)} can be read by others, so no secret is read from it\n  chmod 600 {held(cs)}\n",
        )  # fmt: skip
    assert held(cs).read_text() == f'slack = "{CANARY}"\n'


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_file_of_somebody_else_is_not_read(cs):
    cs("config", "secret", "slack", stdin=CANARY)
    os.chown(held(cs), 12345, 12345)
    answer = cs("config", "secret", "--list")
    assert (answer.code, "belongs to another user" in answer.talk) == (77, True)


@pytest.mark.parametrize("text", [f'slack = "{CANARY}', f"slack = ['{CANARY}']", f"[slack]\nurl = '{CANARY}'"])
def test_a_broken_file_is_one_sentence_without_its_content(cs, text):
    cs("config", "secret", "slack", stdin="x")
    held(cs).write_text(text)
    answer = cs("config", "secret", "--list", "--debug")
    assert answer.code == 78
    assert answer.talk.startswith(f"cs: {held(cs)} ")
    assert CANARY not in answer.talk


def test_a_variable_may_name_a_file(cs, tmp_path):
    path = tmp_path / "token"
    path.write_text(f"{CANARY}\n")
    env = {"CS_SECRET_MY_SLACK_FILE": str(path)}
    assert listed(cs, env) == [("my-slack", str(path))]
    refused = cs("config", "secret", "my-slack", "--remove", env=env)
    assert (refused.code, "which CS_SECRET_MY_SLACK_FILE names" in refused.talk) == (66, True)
    cs("config", "secret", "my-slack", stdin="first")
    assert listed(cs, env) == [("my-slack", str(held(cs)))]


@pytest.mark.parametrize("content", [None, "", "two\nlines", b"\xff\xfe"])
def test_a_named_file_that_holds_no_secret_is_said(cs, tmp_path, content):
    path = tmp_path / "token"
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    answer = cs("config", "secret", "--list", env={"CS_SECRET_SLACK_FILE": str(path)})
    assert answer.code == 78
    assert answer.talk.startswith(f"cs: {path}, which CS_SECRET_SLACK_FILE names, ")


def test_the_keyring_comes_first_and_a_secret_is_in_one_place(cs):
    """As on a desktop; a job of cron has no keyring, so `--file` keeps it where the job finds it."""
    env = {
        "PYTHON_KEYRING_BACKEND": "keyrings.FileKeyring",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}",
        "KEYRING_FILE": str(cs.home / "keyring.json"),
    }
    kept = cs.process("config", "secret", "slack", stdin=CANARY, env=env)
    assert kept.talk == (
        "The secret slack is kept in the keyring.\n"
        "A job of cron has no keyring; for it, in a private file: cs config secret slack --file\n"
    )
    assert json.loads((cs.home / "keyring.json").read_text()) == {"cs-cli slack": CANARY}
    assert not held(cs).exists()
    cs("config", "set", "channel.slack.kind", "slack")
    assert json.loads(cs.process("config", "secret", "--list", "--json", env=env).text) == [
        {"name": "slack", "origin": "the keyring"}
    ]
    assert listed(cs) == [("slack", None)]
    assert cs.process("config", "secret", "slack", "--file", stdin="second", env=env).code == 0
    assert (held(cs).read_text(), (cs.home / "keyring.json").read_text()) == ('slack = "second"\n', "{}")
    assert cs.process("config", "secret", "slack", stdin="third", env=env).code == 0
    assert held(cs).read_text() == ""
    assert cs.process("config", "secret", "slack", "--remove", env=env).code == 0
    assert cs.process("config", "secret", "slack", "--remove", env=env).code == 66


def test_names_are_listed_with_what_is_wanting(cs):
    assert cs("config", "secret", "--list").text == "No secret yet. Keep one: cs config secret NAME\n"
    cs("config", "set", "channel.mail.host", "smtp.example.com")
    cs("config", "set", "channel.team.kind", "teams")
    cs("config", "set", "channel.file.path", "~/x")
    assert listed(cs) == [("team", None)]
    cs("config", "set", "channel.mail.user", "ann")
    cs("config", "set", "channel.mail.secret", "work")
    cs("config", "secret", "work", stdin=CANARY)
    assert cs("config", "secret", "--list").text == f"team  wanting: cs config secret team\nwork  {held(cs)}\n"


@pytest.mark.parametrize(
    "text",
    [
        f"login failed for {CANARY}", f"535 {base64.b64encode(CANARY.encode()).decode()}", quote(CANARY, safe=""),
        base64.b64encode(f"\0ann\0{CANARY}".encode()).decode(), base64.b64encode(f"ann:{CANARY}".encode()).decode(),
        base64.b64encode(f"xy{CANARY}!".encode()).decode(),
    ],
)  # fmt: skip
def test_a_text_that_gives_a_secret_away_is_known(text):
    assert Secret(CANARY).is_in(text)
    assert not Secret(CANARY).is_in("no service")
    assert CANARY not in repr(Secret(CANARY))


def test_a_secret_is_in_no_byte_of_any_answer_log_portfolio_or_backup(cs, portfolio, certificates):
    """Every way to fail, then all that the program has written: only the private file has the secret."""
    said = []
    secrets.keep("mail", CANARY, in_file=True)
    cs("account", "add", "ACME", "--name", "Acme")
    for number, answer in enumerate(
        [f"535 {CANARY}", "454 later", f"535 {base64.b64encode(CANARY.encode()).decode()}"]
    ):
        with Mailroom(tls_context=certificates.of(), login=("ann", "another")) as mailroom:
            mailroom.refuse_login = answer
            channel = mail_channel(mailroom.port, security="starttls", user="ann")
            said.append(send(portfolio, channel, period=f"a{number}"))  # an unknown certificate
            channel = Channel("mail", "mail", said=channel.said, ca_file=certificates.file)
            said.append(send(portfolio, channel, period=f"b{number}"))
    answers = [
        Answer(status, f"bad {CANARY}".encode(), Location=f"https://x/{CANARY}") for status in (307, 400, 401, 410)
    ]
    with Service(certificates.of(), *answers) as service:
        secrets.keep("slack", f"https://localhost:{service.port}/{CANARY}?sig={CANARY}", in_file=True)
        for number in range(4):
            channel = Channel("slack", "slack", allow_hosts=("localhost",), ca_file=certificates.file)
            said.append(send(portfolio, channel, period=f"c{number}", parcels=[parcel(payload={})]))
        said.append(send(portfolio, Channel("slack", "slack"), period="d", parcels=[parcel(payload={})]))
        cs("config", "set", "channel.slack.kind", "slack")
        cs("config", "set", "delivery.allow_hosts", "localhost")
        for words in (["check", "slack"], ["check", "slack", "--debug"], ["secret", "--list"], ["show", "--json"]):
            said += [cs("config", *words)]
    assert all(done.state == "failed" for done in said[:11])
    cs("backup")
    said += [cs(*words) for words in (["doctor"], ["history", "--json"], ["sql", "select * from deliveries", "--json"])]
    assert "c3" in said[-1].text
    for form in (CANARY, base64.b64encode(CANARY.encode()).decode().rstrip("=")[:-1]):
        assert form not in repr(said)
        files = [path for path in cs.home.rglob("*") if path.is_file() and path.name != "secrets.toml"]
        assert len(files) >= 3
        assert [path for path in files if form.encode() in path.read_bytes()] == []
