"""`cs schedule`: the exact change is shown, asked for and made; what is somebody else's stays byte for byte."""

import configparser
import os
import plistlib
import shutil
import sqlite3
import subprocess
import sys
import time as clock
from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest
from conftest import ROOT, Program
from hypothesis import given
from hypothesis import strategies as st

from cs_cli.delivery.schedules import cron, launchd, systemd, windows
from cs_cli.delivery.schedules.entry import Job, stem
from cs_cli.domain.schedules import Schedule, days_said, next_run, parse_days

CRONTAB = """#!/bin/sh
case "$1" in
  -l) [ -f "$HOME/tab" ] && exec /bin/cat "$HOME/tab"; echo "no crontab for ann" >&2; exit 1 ;;
  -r) exec /bin/rm "$HOME/tab" ;;
  -) exec /bin/cat > "$HOME/tab" ;;
esac
"""
RECORDS = """#!/bin/sh
echo "$(/usr/bin/basename "$0")" "$@" >> "$HOME/calls"
"""
FOREIGN = "# mine\nMAILTO=ann@example.com\n\n  5\t4  * *  1 /usr/bin/backup  --at 100\\% # nightly\nnot a line\n"
NASTY = [
    *(
        "plain",
        "with space",
        "100%",
        "it's",
        'a "quote"',
        "back\\slash",
        "ü ☃",
        "$HOME",
        "a;b&c|d",
        "x\\%y",
        "#1",
        "$$",
    ),
    "a\u2028b",
]
WORKING = (0, 1, 2, 3, 4)


class Machine:
    """A machine whose PATH holds only the programs that the test puts there."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.home = program.home / "Ann Ö's home 100%"
        self.bin = program.home / "bin"
        self.bin.mkdir()
        self.home.mkdir()
        self.tab = self.home / "tab"

    def has(self, name: str, script: str = RECORDS) -> None:
        (self.bin / name).write_text(script)
        (self.bin / name).chmod(0o755)

    def __call__(self, *words: str, platform: str = "linux", **env: str):
        with mock.patch.object(sys, "platform", platform):
            return self.program("schedule", *words, env={"HOME": str(self.home), "PATH": str(self.bin), **env})

    def install(self, *words: str, **more: str):
        return self("install", "daily", "--at", "07:30", "--yes", *words, **more)

    @property
    def calls(self) -> list[str]:
        path = self.home / "calls"
        return path.read_text().splitlines() if path.exists() else []

    @property
    def units(self) -> Path:
        return self.home / ".config" / "systemd" / "user"


@pytest.fixture
def bare(cs, monkeypatch):
    """No scheduler at all, and a clock that goes by UTC."""
    monkeypatch.setenv("TZ", "UTC")
    clock.tzset()
    for name in [name for name in os.environ if name.startswith("XDG_")]:
        monkeypatch.delenv(name)
    yield Machine(cs)
    monkeypatch.undo()
    clock.tzset()


@pytest.fixture
def machine(bare):
    """cron, and nothing else."""
    bare.has("crontab", CRONTAB)
    return bare


def job(path="/book.db", to=(), owner="", days=WORKING):
    words = ("/opt/my cs/cs", "digest", "daily", "--db", path, *([f"--owner={owner}"] if owner else []), "--quiet")
    return Job(Schedule("daily", owner, time(7, 30), days, to), words, {"CS_CONFIG_DIR": f"{path}.d"})


# The crontab


def test_the_line_is_shown_written_and_complete(machine):
    answer = machine.install("--to", "terminal")
    [line] = machine.tab.read_text().splitlines()
    script = Path(sys.executable).with_name("cs")
    folders = " ".join(f"CS_{name}_DIR={machine.program.home}/{name.lower()}" for name in ("CONFIG", "DATA", "STATE"))
    run = f"{script} digest daily --db {machine.program.db} --to terminal --quiet --no-input"
    assert line == f"30 7 * * 1-5 /usr/bin/env {folders} {run} # cs schedule: daily"
    assert answer.text == f"--- /dev/null\n+++ crontab\n@@ -0,0 +1 @@\n+{line}\n"
    assert answer.talk.startswith("daily is scheduled by cron. Next: Tue 24 Nov 07:30\n")


def test_what_decides_where_things_lie_goes_along_and_no_secret_does(machine):
    secret = machine.home / "slack url"
    secret.write_text("https://hooks.example.com/T0/B0/canary")
    answer = machine.install(XDG_DATA_HOME="/x", CS_DATA_DIR="", CS_SECRET_SLACK_FILE=str(secret), CS_LOGIN="canary")
    line = machine.tab.read_text()
    assert "CS_DATA_DIR=/x/cs-cli " in line
    assert f"'CS_SECRET_SLACK_FILE={secret}'".replace("Ö's", "Ö'\"'\"'s").replace("%", "\\%") in line
    assert "canary" not in f"{line}{answer.text}{answer.talk}"


def test_a_dry_run_shows_the_change_and_makes_none(machine):
    assert "digest daily" in machine("install", "daily", "--at", "07:30", "--dry-run").text
    assert not machine.tab.exists()


def test_where_nobody_can_be_asked_nothing_is_written(machine):
    answer = machine("install", "daily", "--at", "07:30")
    assert (answer.code, answer.talk) == (
        2,
        "cs: cs schedule install asks before it changes your crontab, and nobody is there\n  Say --yes\n",
    )
    assert not machine.tab.exists()


@pytest.mark.parametrize(("typed", "code", "is_written"), [("y\n", 0, True), ("n\n", 130, False), ("\n", 130, False)])
def test_it_asks(machine, typed, code, is_written, monkeypatch):
    monkeypatch.setattr("cs_cli.settings.is_interactive", lambda: True)
    environment = {"HOME": str(machine.home), "PATH": str(machine.bin)}
    answer = machine.program("schedule", "install", "daily", "--at", "07:30", stdin=typed, env=environment)
    assert answer.code == code
    assert "Change your crontab like this? [y/N]" in answer.talk
    assert machine.tab.exists() == is_written


@pytest.mark.parametrize(("flag", "name"), [("--cron", "tab"), ("--systemd", ".config/systemd/user/cs-daily.timer")])
def test_what_somebody_changes_while_it_asks_is_not_written_over(machine, flag, name, monkeypatch):
    machine.install(flag)
    path = machine.home / name

    def answer_late(_question):
        path.write_text("# somebody else\n")
        return "y"

    monkeypatch.setattr("cs_cli.settings.is_interactive", lambda: True)
    monkeypatch.setattr("cs_cli.commands.schedule.ask", answer_late)
    answer = machine("install", "daily", "--at", "09:00", flag)
    assert (answer.code, "was changed meanwhile; nothing was written" in answer.talk) == (75, True)
    assert path.read_text() == "# somebody else\n"


def test_the_same_again_changes_nothing_and_says_so(machine):
    machine.tab.write_text(FOREIGN)
    machine.install()
    once = machine.tab.read_bytes()
    answer = machine.install()
    assert (answer.code, answer.text, machine.tab.read_bytes()) == (0, "", once)
    assert answer.talk.startswith("daily is scheduled so by cron already; nothing was changed.")


def test_another_time_changes_the_one_line_where_it_stands(machine):
    machine.tab.write_text(FOREIGN)
    machine.install()
    machine.tab.write_text(f"{machine.tab.read_text()}# after\n")
    answer = machine("install", "daily", "--at", "8:05", "--days", "sat,sun", "--yes")
    assert answer.code == 0
    assert machine.tab.read_text().startswith(f"{FOREIGN}5 8 * * 0,6 ")
    assert machine.tab.read_text().endswith(" # cs schedule: daily\n# after\n")


def test_removing_restores_the_crontab_byte_for_byte(machine):
    machine.tab.write_text(FOREIGN)
    machine.install()
    machine("install", "weekly", "--at", "08:00", "--yes")
    assert machine("remove", "daily", "--yes").talk == "daily is no longer scheduled by cron.\n"
    assert machine("remove", "weekly", "--yes").code == 0
    assert machine.tab.read_text() == FOREIGN


def test_removing_the_only_line_leaves_no_crontab(machine):
    machine.install()
    machine("remove", "daily", "--yes")
    assert not machine.tab.exists()


OTHERS = st.sampled_from(
    [
        *("", "# note", "A=b c", "* * * * * x", " 1\t2 * * * y # cs", "@daily z", "\r", "junk"),
        "#1 2 * * * digest daily # cs schedule: daily",
        "0 1 * * * echo # cs schedule: daily",
        "1 2 3 4 5 cs digest daily 'broken # cs schedule: daily",
    ]
) | st.text(st.characters(exclude_characters="\n\0", codec="utf-8"), max_size=30)


@given(st.lists(OTHERS, max_size=8), st.integers(0, 8), st.sampled_from(NASTY))
def test_foreign_lines_stay_byte_for_byte(others, place, path):
    text = "".join(f"{line}\n" for line in others)
    wanted = job(path)
    line = cron.line_of(wanted)
    added = cron.with_line(text, line, wanted.schedule)
    assert added == text + line
    assert cron.without(added, wanted.schedule) == text
    before, after = "".join(f"{x}\n" for x in others[:place]), "".join(f"{x}\n" for x in others[place:])
    new = cron.line_of(job(path, days=(6,)))
    assert cron.with_line(before + line + after, line, wanted.schedule) == before + line + after
    assert cron.with_line(before + line + after, new, wanted.schedule) == before + new + after


@given(st.binary(max_size=60))
def test_bytes_that_are_no_text_stay_too(held):
    text = held.decode(errors="surrogateescape")
    wanted = job()
    end = "" if text.endswith("\n") or not text else "\n"
    added = cron.with_line(text, cron.line_of(wanted), wanted.schedule)
    assert cron.without(added, wanted.schedule).encode(errors="surrogateescape") == held + end.encode()


def by_cron(command):
    r"""What cron hands to the shell: `\%` is a percent sign, and a bare one ends the command."""
    return command.replace("\\%", "\0").partition("%")[0].replace("\0", "%")


@pytest.mark.parametrize("path", NASTY)
def test_the_shell_of_cron_gets_every_path_as_it_is(path):
    wanted = job(f"/tmp/{path}", owner=path)  # noqa: S108  a name only
    said = wanted._replace(words=("/usr/bin/printf", "%s\\n", *wanted.words[1:]), environment={"CS_CONFIG_DIR": path})
    line = cron.line_of(said)
    command = by_cron(line.split(maxsplit=5)[5].rstrip("\n"))
    assert cron.entry_of(line.rstrip("\n")).argv == ("/bin/sh", "-c", command.rpartition(" # cs schedule")[0])
    printed = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=True, env={}).stdout.decode()
    assert printed.split("\n") == [*wanted.words[1:], ""]


def test_a_crontab_that_somebody_has_changed_is_listed_as_it_stands(machine):
    machine.install("--to", "terminal", "--to", "mail", "--to", "mail", "--owner", "lee o'hara")
    [row] = machine("list", "--json").rows
    assert (row["digest"], row["owner"], row["at"], row["days"]) == ("daily", "lee o'hara", "07:30", "mon-fri")
    assert (row["to"], row["scheduler"], row["where"]) == (["terminal", "mail"], "cron", "crontab")
    assert (row["next_run"], row["database"]) == ("2026-11-24T07:30:00Z", str(machine.program.db))
    machine.tab.write_text(machine.tab.read_text().replace("30 7 * * 1-5", "*/20 7 1 * *"))
    [row] = machine("list", "--json").rows
    assert (row["at"], row["days"], row["next_run"], row["rule"]) == (None, None, None, "*/20 7 1 * *")
    machine.tab.write_text(machine.tab.read_text().replace("*/20 7 1 * *", "@daily"))
    assert machine("list").text.split() == [
        "daily", "(lee", "o'hara)", "@daily", "to", "terminal,", "mail", "cron",
        "changed", "by", "hand",
    ]  # fmt: skip


def test_nothing_scheduled_is_one_line(machine):
    assert machine("list").text == (
        "Nothing is scheduled. Every working day at 07:30: cs schedule install daily --at 07:30\n"
    )
    assert machine("list", "--json").rows == []


def test_without_cron_it_says_what_to_install(bare):
    answer = bare.install()
    assert (answer.code, answer.talk) == (69, "cs: cron is not installed\n  On Debian: sudo apt-get install cron\n")


def test_somebody_who_may_have_no_crontab_is_told_so_and_can_have_a_timer(bare):
    bare.has("crontab", "#!/bin/sh\necho 'You (ann) are not allowed to use this program (crontab)' >&2; exit 1\n")
    answer = bare.install("--cron")
    assert (answer.code, answer.talk.splitlines()[0]) == (
        77,
        "cs: the crontab cannot be read: You (ann) are not allowed to use this program (crontab)",
    )
    assert bare.install("--systemd").code == 0


def test_what_crontab_refuses_is_said_in_its_words(bare):
    bare.has("crontab", "#!/bin/sh\n[ $1 = -l ] && exit 0\necho '\"-\":1: command too long' >&2; exit 1\n")
    answer = bare.install()
    assert (answer.code, answer.talk.splitlines()[0]) == (73, 'cs: crontab takes no such line: "-":1: command too long')


# What cannot be scheduled


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["daily", "--at", "25:00"], '--at "25:00" is no time of day'),
        (["daily", "--at", "7"], '--at "7" is no time of day'),
        (["daily", "--at", "07:60"], '--at "07:60" is no time of day'),
        (["daily", "--at", "07:30", "--days", "funday"], '--days "funday" are no days of the week'),
        (["daily", "--at", "07:30", "--days", ""], '--days "" is blank; nothing was written'),
        (["dayly", "--at", "07:30"], 'no digest "dayly"'),
        (["monthly", "--at", "07:30"], "monthly is printed whenever it runs; only a channel gets it once a month"),
        (["daily", "--at", "07:30", "--cron", "--systemd"], "--cron and --systemd: it would come twice"),
        (["daily", "--at", "07:30", "--owner", "a\nb"], "'--owner=a\\nb' cannot stand in a schedule"),
        (["daily", "--at", "07:30", "--cron", "-o", "file"], "cron takes no file"),
        (["daily", "--at", "07:30", "--to", "file"], "--to file: which file?"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_nothing_is_written(machine, words, sentence):
    machine.tab.write_text(FOREIGN)
    answer = machine("install", *words, "--yes")
    assert (answer.code, answer.out, answer.talk.splitlines()[0]) == (2, b"", f"cs: {sentence}")
    assert machine.tab.read_text() == FOREIGN
    assert [path.name for path in machine.home.iterdir()] == ["tab"]


def test_a_digest_of_ones_own_can_be_scheduled(machine):
    folder = machine.program.home / "config" / "digests"
    folder.mkdir(parents=True)
    (folder / "board.toml").write_text('period = "week"\n[[section]]\nshow = "lapsed"\n')
    assert machine("install", "board", "--at", "07:30", "--yes").code == 0
    assert machine("install", "bored", "--at", "07:30").talk.splitlines()[1] == (
        "  There is daily, weekly, monthly and board"
    )


def test_one_digest_is_scheduled_once(machine):
    machine.install()
    answer = machine.install("--systemd")
    assert (answer.code, answer.talk) == (
        2,
        "cs: daily is scheduled by cron already\n  Take it away first: cs schedule remove daily\n",
    )
    machine.tab.write_text(machine.tab.read_text() * 2)
    assert machine.install().talk.splitlines()[0] == "cs: daily is scheduled 2 times by cron already"
    assert machine("remove", "daily", "--yes").code == 0
    assert not machine.tab.exists()


def test_every_owner_has_a_schedule_of_their_own(machine):
    for owner in ("ann", "lee o'hara"):
        assert machine.install("--owner", owner).code == 0
    assert [row["owner"] for row in machine("list", "--json").rows] == ["ann", "lee o'hara"]
    answer = machine("remove", "daily", "--yes")
    assert answer.code == 66
    assert answer.talk == (
        "cs: daily is not scheduled\n  Scheduled: daily --owner 'lee o'\"'\"'hara', daily --owner ann\n"
    )
    assert machine("remove", "daily", "--owner", "ann", "--yes").code == 0
    assert [row["owner"] for row in machine("list", "--json").rows] == ["lee o'hara"]


def test_what_is_not_scheduled_can_be_neither_removed_nor_run(machine):
    for word in ("remove", "run"):
        answer = machine(word, "daily")
        assert (answer.code, answer.talk) == (
            66,
            "cs: daily is not scheduled\n  Schedule it: cs schedule install daily --at 07:30\n",
        )


def test_a_printed_weekly_comes_on_mondays_and_one_for_a_channel_on_every_working_day(machine):
    machine("install", "weekly", "--at", "07:30", "--yes")
    assert machine("list", "--json").rows[0]["days"] == "mon"
    machine("install", "weekly", "--at", "07:30", "--to", "mail", "--yes")
    assert machine("list", "--json").rows[0]["days"] == "mon-fri"


def test_the_next_run_is_said_in_the_users_zone_and_by_whose_clock(machine):
    machine.program("config", "set", "timezone", "Asia/Tokyo")
    talk = machine.install().talk.splitlines()[0]
    assert talk == (
        "daily is scheduled by cron. Next: Tue 24 Nov 16:30 in Asia/Tokyo: "
        "cron goes by this machine's clock, where that is 07:30"
    )


# systemd


def parsed(path):
    unit = configparser.RawConfigParser(strict=False, delimiters="=")
    unit.optionxform = str
    unit.read(path, encoding="utf-8")
    return unit


def test_units_are_written_and_started_where_systemd_runs(machine):
    machine.has("systemctl")
    answer = machine.install("--to", "terminal")
    service, timer = (parsed(machine.units / f"cs-daily.{kind}") for kind in ("service", "timer"))
    assert dict(timer["Timer"]) == {"OnCalendar": "Mon..Fri *-*-* 07:30:00", "Persistent": "true"}
    assert timer["Install"]["WantedBy"] == "timers.target"
    assert service["Service"]["Type"] == "oneshot"
    assert service["Service"]["ExecStart"].split()[1:3] == ["digest", "daily"]
    assert Path(service["Service"]["ExecStart"].split()[0]).is_absolute()
    assert [call for call in machine.calls if "show-environment" not in call] == [
        "systemctl --user daemon-reload",
        "systemctl --user enable --now cs-daily.timer",
        "systemctl --user restart cs-daily.timer",
    ]
    assert "loginctl enable-linger" in answer.talk
    assert machine.install("--to", "terminal").text == ""
    assert machine("remove", "daily", "--yes").code == 0
    assert machine.calls[-2:] == ["systemctl --user disable --now cs-daily.timer", "systemctl --user daemon-reload"]
    assert [path for path in machine.units.rglob("*") if path.is_file()] == []


def test_where_no_systemd_runs_the_lines_to_type_are_printed(bare):
    bare.has("systemctl", "#!/bin/sh\necho 'Failed to connect to bus: No medium found' >&2; exit 1\n")
    answer = bare.install("--systemd")
    assert answer.code == 0
    assert answer.talk.splitlines()[:4] == [
        "daily is scheduled by systemd. Next: Tue 24 Nov 07:30",
        "systemd does not answer here. Where it runs for you, type:",
        "  systemctl --user daemon-reload",
        "  systemctl --user enable --now cs-daily.timer",
    ]
    assert bare("remove", "daily", "--yes").code == 0


def test_a_timer_goes_by_the_users_own_zone(bare):
    bare.program("config", "set", "timezone", "Asia/Tokyo")
    assert bare.install("--systemd").code == 0
    assert parsed(bare.units / "cs-daily.timer")["Timer"]["OnCalendar"] == "Mon..Fri *-*-* 07:30:00 Asia/Tokyo"
    assert bare("list", "--json").rows[0]["next_run"] == "2026-11-23T22:30:00Z"
    assert "next Tue 24 Nov 07:30" in bare("list").text


def test_a_unit_of_somebody_else_is_left_alone(bare):
    bare.units.mkdir(parents=True)
    (bare.units / "cs-daily.timer").write_text("[Timer]\nOnCalendar=daily\n")
    answer = bare.install("--systemd")
    assert (answer.code, answer.talk.splitlines()[0]) == (
        73,
        f"cs: {bare.units / 'cs-daily.timer'} is there and not from cs, so it was left alone",
    )
    assert [path.name for path in bare.units.iterdir()] == ["cs-daily.timer"]
    assert bare("list", "--json").rows == []


def test_a_systemctl_that_fails_is_quoted(bare):
    bare.has("systemctl", '#!/bin/sh\n[ "$2" = enable ] && { echo "No such unit" >&2; exit 1; }; exit 0\n')
    answer = bare.install()
    assert (answer.code, answer.talk.splitlines()[0]) == (
        69,
        "cs: systemctl --user enable --now cs-daily.timer: No such unit",
    )


@pytest.mark.parametrize("path", NASTY)
def test_units_hold_every_path_as_it_is(tmp_path, path):
    wanted = job(f"/tmp/{path}", owner=path)  # noqa: S108  a name only
    service, timer = systemd.units_of(wanted, "")
    (tmp_path / "x.timer").write_text(timer)
    (tmp_path / "x.service").write_text(service)
    found = systemd.entry_of(tmp_path / "x.timer")
    assert (found.argv, found.environment) == (wanted.words, wanted.environment)
    assert (found.schedule, found.database) == (wanted.schedule, f"/tmp/{path}")  # noqa: S108


def test_a_unit_escapes_what_systemd_would_replace():
    service, _ = systemd.units_of(job('/b/100% $x "q" \\'), "")
    assert r'--db "/b/100%% $$x \"q\" \\" --quiet' in service
    assert r'Environment="CS_CONFIG_DIR=/b/100%% $x \"q\" \\.d"' in service


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
@pytest.mark.parametrize("days", ["mon-fri", "mon,wed", "all", "sat-mon", "sun"])
def test_systemd_reads_the_rule_as_it_is_meant(days):
    _, timer = systemd.units_of(job(days=parse_days(days)), "Europe/Berlin")
    rule = next(line for line in timer.splitlines() if line.startswith("OnCalendar=")).partition("=")[2]
    words = ["systemd-analyze", "calendar", "--base-time=2026-10-23", "--iterations=1", rule]
    done = subprocess.run(words, capture_output=True, check=False, text=True, env={"TZ": "UTC", "PATH": "/usr/bin"})
    assert done.returncode == 0, done.stderr
    start = datetime(2026, 10, 23, tzinfo=UTC)
    schedule = Schedule("daily", "", time(7, 30), parse_days(days), ())
    expected = next_run(schedule, start, lambda at: at.replace(tzinfo=ZoneInfo("Europe/Berlin")))
    assert f"{expected:%Y-%m-%d %H:%M}:00 UTC" in done.stdout


# launchd and Windows


def test_a_launch_agent_is_a_property_list_that_reads_back(machine):
    machine.has("launchctl")
    answer = machine.install("--owner", "ann", platform="darwin")
    path = machine.home / "Library" / "LaunchAgents" / "cs-daily.ann.plist"
    agent = plistlib.loads(path.read_bytes())
    assert answer.code == 0
    assert agent["Label"] == "cs-daily.ann"
    assert agent["ProgramArguments"][-6:] == [
        "daily",
        "--db",
        str(machine.program.db),
        "--owner=ann",
        "--quiet",
        "--no-input",
    ]
    assert agent["StartCalendarInterval"] == [{"Weekday": day, "Hour": 7, "Minute": 30} for day in (1, 2, 3, 4, 5)]
    assert (
        agent["StandardOutPath"]
        == agent["StandardErrorPath"]
        == str(machine.program.home / "state" / "cs-daily.ann.log")
    )
    whose = f"gui/{os.getuid()}"
    assert machine.calls == [f"launchctl bootout {whose}/cs-daily.ann", f"launchctl bootstrap {whose} {path}"]
    [row] = machine("list", "--json", platform="darwin").rows
    assert (row["scheduler"], row["at"], row["days"], row["owner"]) == ("launchd", "07:30", "mon-fri", "ann")
    assert machine("remove", "daily", "--owner", "ann", "--yes", platform="darwin").code == 0
    assert not path.exists()


def test_a_task_of_windows_is_taken_in_by_schtasks(machine):
    machine.has("schtasks")
    answer = machine.install("--days", "sun", platform="win32")
    path = machine.program.home / "state" / "schedules" / "cs-daily.xml"
    assert answer.code == 0
    assert machine.calls == [f"schtasks /Create /TN cs-daily /XML {path} /F"]
    [row] = machine("list", "--json", platform="win32").rows
    assert (row["scheduler"], row["at"], row["days"], row["next_run"]) == (
        "windows", "07:30", "sun", "2026-11-29T07:30:00Z",
    )  # fmt: skip
    assert machine.install("--days", "sun", platform="win32").text == ""
    assert machine("remove", "daily", "--yes", platform="win32").code == 0
    assert machine.calls[-1] == "schtasks /Delete /TN cs-daily /F"
    assert not path.exists()


@pytest.mark.parametrize(("platform", "name"), [("darwin", "launchctl"), ("win32", "schtasks")])
def test_a_scheduler_that_refuses_is_quoted(machine, platform, name):
    machine.has(name, '#!/bin/sh\n[ "$1" = bootout ] || { echo "Access is denied." >&2; exit 1; }\n')
    answer = machine.install(platform=platform)
    assert answer.code == 69
    assert answer.talk.splitlines()[0].endswith("does not take it: Access is denied.")


@pytest.mark.parametrize("path", NASTY)
def test_files_for_launchd_and_windows_hold_every_path_as_it_is(tmp_path, path):
    wanted = job(f"/tmp/{path}", owner=path)  # noqa: S108  a name only
    (tmp_path / "x.plist").write_bytes(launchd.document(wanted))
    (tmp_path / "x.xml").write_bytes(windows.document(wanted))
    agent, task = launchd.entry_of(tmp_path / "x.plist"), windows.entry_of(tmp_path / "x.xml")
    assert (agent.argv, agent.schedule, agent.environment) == (wanted.words, wanted.schedule, wanted.environment)
    assert (task.argv, task.schedule) == (wanted.words, wanted.schedule)


SPACE = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def test_for_another_system_the_file_is_printed_or_written_with_the_line_to_type(machine):
    printed = machine.install("--windows")
    assert printed.text.startswith("<?xml version='1.0' encoding='utf-16'?>\n<Task ")
    assert printed.talk.startswith("Type there: schtasks /Create /TN cs-daily /XML cs-daily.xml /F\n")
    file = machine.home / "daily.xml"
    assert machine.install("--windows", "-o", str(file)).code == 0
    task = ET.fromstring(file.read_bytes())  # noqa: S314  our own
    assert file.read_bytes().startswith(b"\xff\xfe")
    assert task.findtext(f".//{SPACE}StartBoundary") == "2026-01-01T07:30:00"
    assert [day.tag for day in task.find(f".//{SPACE}DaysOfWeek")] == [
        f"{SPACE}{day}" for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    ]
    assert task.findtext(f".//{SPACE}StartWhenAvailable") == "true"
    agent = machine.install("--launchd")
    assert plistlib.loads(agent.out)["Label"] == "cs-daily"
    assert agent.talk.startswith("Type there: launchctl bootstrap gui/$(id -u) cs-daily.plist\n")
    assert machine("list", "--json").rows == []


@pytest.mark.parametrize(
    ("module", "name", "spoilt"),
    [
        (launchd, "x.plist", b"<plist"),
        (launchd, "x.plist", b"<plist><array/></plist>"),
        (launchd, "x.plist", plistlib.dumps({"ProgramArguments": ["x"], "StartCalendarInterval": []})),
        (windows, "x.xml", b"<Task"),
        (windows, "x.xml", b"<Task/>"),
        (systemd, "x.timer", b"[Timer]\nOnCalendar=daily\n"),
    ],
)
def test_a_file_that_somebody_has_spoilt_is_no_entry(tmp_path, module, name, spoilt):
    (tmp_path / name).write_bytes(spoilt)
    assert module.entry_of(tmp_path / name) is None


# When


@pytest.mark.parametrize(
    ("said", "days", "again"),
    [
        ("mon-fri", (0, 1, 2, 3, 4), "mon-fri"), ("MON, wed", (0, 2), "mon,wed"), ("all", tuple(range(7)), "mon-sun"),
        ("sat-mon", (0, 5, 6), "mon,sat,sun"), ("mon-tue", (0, 1), "mon,tue"), ("sun-sun", (6,), "sun"),
    ],
)  # fmt: skip
def test_days_are_understood_and_said_again(said, days, again):
    assert parse_days(said) == days
    assert days_said(days) == again


@given(st.sets(st.integers(0, 6), min_size=1), st.times())
def test_every_scheduler_gives_back_the_days_and_the_time_it_was_given(days, at):
    at = at.replace(second=0, microsecond=0, tzinfo=None)
    wanted = job()._replace(schedule=Schedule("daily", "", at, tuple(sorted(days)), ()))
    found = [cron.entry_of(cron.line_of(wanted).rstrip("\n"))]
    with TemporaryDirectory() as name:
        folder = Path(name)
        for suffix, text in zip(("service", "timer"), systemd.units_of(wanted, ""), strict=True):
            (folder / f"x.{suffix}").write_text(text)
        (folder / "x.plist").write_bytes(launchd.document(wanted))
        (folder / "x.xml").write_bytes(windows.document(wanted))
        found += [systemd.entry_of(folder / "x.timer"), launchd.entry_of(folder / "x.plist")]
        found += [windows.entry_of(folder / "x.xml")]
    assert [entry.schedule for entry in found] == [wanted.schedule] * 4


@pytest.mark.parametrize(
    "zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Auckland", "UTC"]
)
@pytest.mark.parametrize("at", [time(2, 15), time(7, 30), time(0, 0), time(23, 59)])
def test_there_is_one_run_on_every_day_of_a_year(zone, at):
    def placed(reading):
        return reading.replace(tzinfo=ZoneInfo(zone))

    moment, runs = datetime(2026, 1, 1, tzinfo=UTC), []
    for _ in range(365):
        moment = next_run(Schedule("daily", "", at, tuple(range(7)), ()), moment, placed)
        runs.append(moment.astimezone(ZoneInfo(zone)).date())
    assert [later - earlier for earlier, later in pairwise(runs)] == [timedelta(1)] * 364


def test_files_of_two_schedules_never_share_a_name():
    owners = ["", "ann", "Ann", "a n n", "a-n-n", "ä", "ö", "💡"]
    assert len({stem(Schedule("daily", owner, None, (), ())) for owner in owners}) == len(owners)
    assert stem(Schedule("daily-ann", "", None, (), ())) != stem(Schedule("daily", "ann", None, (), ()))


# Running, and what arrived


def test_run_does_what_the_scheduler_does(machine):
    """The command's own words and an environment of HOME, PATH, SHELL and PWD; its exit code is the answer."""
    program = machine.program.home / "told"
    program.write_text('#!/bin/sh\necho "$2 $CS_DB.$TERM.$PATH $CS_STATE_DIR"; echo talk >&2; exit 75\n')
    program.chmod(0o755)
    machine.install()
    script = str(Path(sys.executable).with_name("cs"))
    machine.tab.write_text(machine.tab.read_text().replace(script, str(program)))
    answer = machine("run", "daily", TERM="xterm", SECRET="x")  # noqa: S106  none
    assert (answer.code, answer.text) == (75, f"daily ../usr/bin:/bin {machine.program.home}/state\n")
    assert answer.talk == "talk\ndaily was run as cron runs it: exit code 75\n"


def test_status_tells_what_arrived_what_failed_and_what_was_never_sent(machine, enter):
    sent = [
        ("daily", "2026-11-20", "mail", "ann@example.com", "sent", "2026-11-20T07:30:05Z", None),
        ("daily", "2026-11-23", "mail", "ann@example.com", "failed", "2026-11-23T07:30:09Z", "connection refused"),
    ]
    with closing(sqlite3.connect(enter.path)) as connection, connection:
        connection.executemany(
            "INSERT INTO sent (content_hash, claimed_at_utc, digest, period, channel, recipient, state,"
            " done_at_utc, error) VALUES ('x', ?2 || 'T07:30:00Z', ?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            sent,
        )
    machine.install("--to", "mail", "--to", "terminal")
    rows = machine("status", "--json").rows
    assert rows == [
        {
            "digest": "daily", "owner": None, "channel": "mail", "recipient": "ann@example.com",
            "last_success_at": "2026-11-20T07:30:05Z", "last_failure_at": "2026-11-23T07:30:09Z",
            "error": "connection refused", "pending": True, "next_run": "2026-11-24T07:30:00Z",
        },
        {
            "digest": "daily", "owner": None, "channel": "terminal", "recipient": None, "last_success_at": None,
            "last_failure_at": None, "error": None, "pending": False, "next_run": "2026-11-24T07:30:00Z",
        },
    ]  # fmt: skip
    mail, terminal = machine("status").text.splitlines()
    assert mail.startswith(
        "daily  mail      ann@example.com  arrived Fri 20 Nov 07:30  failed Mon 23 Nov 07:30: connection"
    )
    assert mail.endswith(": connection refused · still to send · next Tue 24 Nov 07:30")
    assert terminal == "daily  terminal                   never arrived             next Tue 24 Nov 07:30"


def test_status_of_nothing_is_one_line(machine):
    assert machine("status").text == "Nothing was sent and nothing is scheduled. Look at one first: cs digest\n"


@pytest.mark.parametrize("words", [["digest"], ["digest", "daily"]])
def test_a_digest_is_made_where_every_stream_is_closed(demo, words):
    closed = ["/bin/sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh"]
    bare = ["/usr/bin/env", "-i", f"HOME={demo.home}", "PATH=/usr/bin:/bin", f"CS_STATE_DIR={demo.home}/state"]
    script = Path(sys.executable).with_name("cs")
    command = [str(script)] if script.exists() else [sys.executable, "-m", "cs_cli"]
    done = subprocess.run([*closed, *bare, *command, *words, "--db", str(demo.db)], cwd=ROOT, check=False)
    assert done.returncode == 0
    assert list((demo.home / "state").rglob("faults.log")) == []


def test_what_could_never_run_is_not_scheduled(machine, cs, enter):
    enter.account("ACME", owner="lee")
    own = cs.home / "config" / "digests"
    own.mkdir(parents=True, exist_ok=True)
    (own / "broken.toml").write_text('period = "year"\n')
    broken = machine("install", "broken", "--at", "07:30", "--cron", "--yes")
    assert (broken.code, "period must be" in broken.talk) == (78, True)
    nobody = machine("install", "daily", "--at", "07:30", "--owner", "nosuch", "--cron", "--yes")
    assert nobody.code == 2
    assert nobody.talk.startswith('cs: no account has the owner "nosuch"; nothing scheduled\n  Owners: lee.')
