"""Debian's real cron and a real Postfix on loopback: what `cs schedule install` writes is fired, and a mail arrives."""

import mailbox
import os
import pwd
import socket
import subprocess
import sys
import time
from contextlib import closing
from datetime import datetime, timedelta
from email.message import Message
from pathlib import Path

import pytest
from conftest import Program

pytestmark = pytest.mark.real

WAIT = 150
"""Seconds: cron looks once a minute, and the mail has its way to go."""
CHANNEL = """
[channel.mail]
kind = "mail"
host = "127.0.0.1"
port = 25
security = "none"
from = "cs@localhost"
to = ["root@localhost"]
"""


def missing(what):
    """Skip for want of a part; in CI it has to be there."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(what)


@pytest.fixture
def crontab(needs):
    """The user's crontab, put back as it was."""
    program = needs("crontab")
    if subprocess.run(["pgrep", "-x", "cron"], capture_output=True, check=False).returncode:
        missing("cron is not running: service cron start")
    before = subprocess.run([program, "-l"], capture_output=True, check=False)
    yield lambda: subprocess.run([program, "-l"], capture_output=True, check=False).stdout
    if before.returncode == 0:
        subprocess.run([program, "-"], input=before.stdout, check=True)
    else:
        subprocess.run([program, "-r"], capture_output=True, check=False)


@pytest.fixture
def inbox(tmp_path):
    """The mails that come into the user's local mailbox from now on: `inbox()`."""
    try:
        socket.create_connection(("127.0.0.1", 25), timeout=2).close()
    except OSError:
        missing("nothing answers on port 25: service postfix start")
    path = Path("/var/mail") / pwd.getpwuid(os.getuid()).pw_name
    start = path.stat().st_size if path.exists() else 0

    def arrived():
        if not path.exists():
            return []
        new = tmp_path / "new.mbox"
        new.write_bytes(path.read_bytes()[start:])
        with closing(mailbox.mbox(new)) as box:
            return list(box)

    return arrived


@pytest.fixture
def program(tmp_path):
    """A demo book in a folder with a name that no shell, cron or URI takes lightly."""
    home = tmp_path / 'Ann Ö\'s 100% "book"'
    home.mkdir()
    made = Program(home)
    assert made.process("demo").code == 0
    return made


def soon():
    """The next minute that cron has surely not looked at yet."""
    return f"{datetime.now() + timedelta(seconds=65):%H:%M}"  # noqa: DTZ005  cron goes by the machine's clock


def wait_for(what):
    until = time.monotonic() + WAIT
    while time.monotonic() < until:
        if found := what():
            return found
        time.sleep(1)
    return None


def body(mail: Message) -> str:
    part = next(part for part in mail.walk() if part.get_content_type() == "text/plain")
    return part.get_payload(decode=True).decode()


def test_cron_makes_the_digest_and_mails_what_is_printed(crontab, inbox, program):
    foreign = crontab()
    words = ["schedule", "install", "daily", "--at", soon(), "--days", "all", "--cron", "--yes"]
    assert program(*words).code == 0
    mail = wait_for(lambda: next((m for m in inbox() if "digest daily" in str(m["Subject"])), None))
    assert mail is not None
    assert "ZEPHYR" in body(mail)
    assert not (program.home / "state" / "faults.log").exists()
    assert program("schedule", "run", "daily").text == body(mail)
    assert program("schedule", "remove", "daily", "--yes").code == 0
    assert crontab() == foreign


def test_cron_sends_the_digest_by_a_mail_channel_through_postfix(crontab, inbox, program):
    config = program.home / "config" / "config.toml"
    config.parent.mkdir(exist_ok=True)
    config.write_text((config.read_text() if config.exists() else "") + CHANNEL)
    words = ["schedule", "install", "daily", "--at", soon(), "--days", "all", "--to", "mail", "--cron", "--yes"]
    assert program(*words).code == 0
    mail = wait_for(lambda: next((m for m in inbox() if m["From"] and "cs@localhost" in m["From"]), None))
    assert mail is not None
    assert (mail["Auto-Submitted"], mail["To"]) == ("auto-generated", "root@localhost")
    assert mail["Date"]
    assert mail["Message-ID"]
    assert "ZEPHYR" in body(mail)
    [row] = program("schedule", "status", "--json").rows
    assert (row["channel"], row["error"], row["pending"]) == ("mail", None, 0)
    assert row["last_success_at"]
    assert program("schedule", "remove", "daily", "--yes").code == 0
    assert sys.executable.encode() not in crontab()


def test_the_real_crontab_keeps_what_is_in_it_byte_for_byte(needs, crontab, cs):
    foreign = b'# mine\nMAILTO=""\n\n  5\t4  * *  1 true  --at 100\\% # nightly\n#0 1 * * * old\n'
    subprocess.run([needs("crontab"), "-"], input=foreign, check=True)
    home = {"HOME": str(cs.home)}
    install = ["schedule", "install", "daily", "--at", "07:30", "--cron", "--yes"]
    assert cs(*install, env=home).code == 0
    held = crontab()
    assert held.startswith(foreign)
    assert held.count(b"\n") == foreign.count(b"\n") + 1
    assert "nothing was changed" in cs(*install, env=home).talk
    assert crontab() == held
    assert cs("schedule", "remove", "daily", "--yes", env=home).code == 0
    assert crontab() == foreign


@pytest.mark.parametrize("words", [["--cron"], ["--cron", "--to", "terminal"]])
def test_a_user_without_a_crontab_has_none_again_afterwards(needs, crontab, cs, words):
    subprocess.run([needs("crontab"), "-r"], capture_output=True, check=False)
    assert cs("schedule", "install", "daily", "--at", "07:30", "--yes", *words).code == 0
    assert crontab()
    assert cs("schedule", "remove", "daily", "--yes").code == 0
    assert subprocess.run([needs("crontab"), "-l"], capture_output=True, check=False).returncode == 1
