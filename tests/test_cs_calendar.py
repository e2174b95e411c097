"""`cs calendar`: the days of a portfolio as calendar files; what a subscriber sees when something changes."""

import os
import re
import sqlite3
import stat
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import Program
from documents_book import new_book
from icalendar import Calendar
from test_documents_canary import SEEN_BY, filled, mark

TODAY = "2026-11-23"
REQUIRED = {
    "UID", "DTSTAMP", "LAST-MODIFIED", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "STATUS", "SEQUENCE", "TRANSP",
    "CLASS",
}  # fmt: skip


def events(content: bytes):
    """The events by title, after a look at what RFC 5545 asks of every file."""
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"\r" not in content.replace(b"\r\n", b"")
    assert max(map(len, content.split(b"\r\n"))) <= 75
    calendar = Calendar.from_ical(content)
    assert (calendar["VERSION"], calendar["CALSCALE"]) == ("2.0", "GREGORIAN")
    assert calendar["PRODID"].startswith("-//")
    for event in calendar.events:
        assert set(event) == REQUIRED
        assert event["DTSTART"].params == event["DTEND"].params == {"VALUE": "DATE"}
        assert event["DTEND"].dt == event["DTSTART"].dt + timedelta(1)
        assert event["DTSTAMP"].to_ical().endswith(b"Z")
        assert (event["TRANSP"], event["CLASS"]) == ("TRANSPARENT", "PRIVATE")
    uids = [str(event["UID"]) for event in calendar.events]
    assert len(set(uids)) == len(uids)
    return {str(event["SUMMARY"]): event for event in calendar.events}


def days(content: bytes):
    """Title → day, of what is not called off."""
    return {
        title: str(event["DTSTART"].dt) for title, event in events(content).items() if event["STATUS"] == "CONFIRMED"
    }


def standing(event):
    """Status and sequence."""
    return str(event["STATUS"]), int(event["SEQUENCE"])


@pytest.fixture
def written(cs: Program, tmp_path: Path):
    """`written("--due", "30d")` writes renewals.ics and returns its bytes."""
    path = tmp_path / "renewals.ics"

    def write(*words: str, day: str = TODAY) -> bytes:
        answer = cs.as_of(day, "calendar", "-o", str(path), *words)
        assert (answer.code, answer.text) == (0, ""), answer.talk
        return path.read_bytes()

    return write


@pytest.fixture
def acme(enter, written):
    """ACME with one contract that renews by itself on 1 March 2027, notice 90 days; published once."""
    enter.account("ACME", owner="lee")
    enter.contract("ACME", "2027-03-01", contract="Platform", auto=True, notice=90)
    return written()


def test_an_automatic_renewal_has_a_day_to_opt_out_and_a_day_on_which_it_renews(acme):
    assert days(acme) == {"ACME Platform: last day to opt out": "2026-12-01", "ACME Platform: renews": "2027-03-01"}
    about = str(events(acme)["ACME Platform: last day to opt out"]["DESCRIPTION"])
    assert about == "Renews by itself on 2027-03-01, less 90 days of notice is 2026-12-01.\ncs show ACME"


def test_a_contract_to_be_signed_has_a_last_day_for_that(enter, written):
    enter.contract("ACME", "2027-03-01", product="Analytics")
    enter.contract("BETA", "2026-11-15")
    assert days(written()) == {
        "ACME Analytics: last day to sign": "2027-03-01",
        "BETA: last day to sign": "2026-11-15",
    }


@pytest.mark.usefixtures("acme")
def test_after_a_notice_the_term_ends_and_the_title_does_not_say_why(cs, written):
    assert cs("notice", "ACME").code == 0
    after = events(written())
    assert standing(after["ACME Platform: last day to opt out"]) == ("CANCELLED", 1)
    assert standing(after["ACME Platform: term ends"]) == ("CONFIRMED", 1)
    assert len(after) == 2
    assert "notice" not in str(after["ACME Platform: term ends"])


def test_qbrs_and_tasks_are_in_it_but_not_the_words_of_a_task(enter, written):
    enter.account("ACME")
    enter.activity("ACME", "2026-12-03", "qbr", summary="champion leaves")
    enter.activity("ACME", "2026-12-04", "meeting")
    enter.task("ask about the champion", "2026-11-27", "ACME")
    enter.task("expenses", "2026-11-28")
    enter.task("one day", None, "ACME")
    content = written()
    assert days(content) == {"ACME: QBR": "2026-12-03", "ACME: task t1 due": "2026-11-27", "Task t2 due": "2026-11-28"}
    assert b"champion" not in content


def test_what_is_archived_evergreen_or_a_draft_is_in_no_calendar(enter, written):
    enter.account("GONE", archived_on="2026-11-01")
    enter.contract("GONE", "2027-03-01")
    enter.activity("GONE", "2026-12-03", "qbr")
    enter.task("call", "2026-11-27", "GONE")
    enter.contract("ACME", None)
    enter.contract("BETA", "2027-03-01", status="draft")
    content = written()
    assert events(content) == {}
    assert b"BEGIN:VTIMEZONE" in content  # a calendar without any component is none


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), ["2026-08-25", "2026-11-23", "2027-11-23"]),
        (("--due", "90d"), ["2026-08-25", "2026-11-23"]),
        (("--due", "2028-01-01"), ["2026-08-25", "2026-11-23", "2027-11-23", "2027-11-24"]),
    ],
)
def test_it_goes_a_year_ahead_and_ninety_days_back(enter, written, words, expected):
    for number, day in enumerate(("2026-08-24", "2026-08-25", "2026-11-23", "2027-11-23", "2027-11-24")):
        enter.contract(f"A{number}", day)
    assert list(days(written(*words)).values()) == expected


def test_nothing_changed_nothing_written(acme, cs, written, tmp_path):
    path = tmp_path / "renewals.ics"
    os.utime(path, (1, 1))
    assert cs("log", "ACME", "a call", "--kind", "call").code == 0
    assert written() == acme
    assert path.stat().st_mtime == 1


def test_a_date_that_is_moved_keeps_its_uid_and_has_the_next_sequence(acme, cs, written):
    assert cs("contract", "edit", "ACME", "--renews", "2027-03-15", "--starts", "2026-03-15").code == 0
    before, after = events(acme), events(written())
    for title in ("ACME Platform: last day to opt out", "ACME Platform: renews"):
        assert after[title]["UID"] == before[title]["UID"]
        assert standing(after[title]) == ("CONFIRMED", 1)
        assert after[title]["DTSTART"].dt == before[title]["DTSTART"].dt + timedelta(14)
        assert after[title]["LAST-MODIFIED"].dt == after[title]["DTSTAMP"].dt > before[title]["DTSTAMP"].dt
    assert len(after) == 2


@pytest.mark.usefixtures("acme")
def test_only_what_has_changed_is_raised(cs, written, enter):
    enter.contract("BETA", "2027-05-01")
    written()
    assert cs("contract", "edit", "ACME", "--notice", "60").code == 0
    assert {title: standing(event) for title, event in events(written()).items()} == {
        "ACME Platform: last day to opt out": ("CONFIRMED", 1),
        "ACME Platform: renews": ("CONFIRMED", 0),
        "BETA: last day to sign": ("CONFIRMED", 0),
    }


def test_another_title_is_a_change_and_another_price_is_none(acme, cs, written):
    assert cs("contract", "edit", "ACME", "--arr", "99000").code == 0
    assert written() == acme
    assert cs("account", "edit", "ACME", "--key", "ACME-EU").code == 0
    after = events(written())
    assert standing(after["ACME-EU Platform: renews"]) == ("CONFIRMED", 1)
    assert after["ACME-EU Platform: renews"]["UID"] == events(acme)["ACME Platform: renews"]["UID"]


@pytest.mark.usefixtures("acme")
def test_rolling_into_the_next_term_is_a_new_event_and_the_old_one_stays_in_the_past(written):
    content = written(day="2027-03-20")
    found = sorted(
        (str(event["DTSTART"].dt), *standing(event), str(event["UID"]).partition("@")[0])
        for event in Calendar.from_ical(content).events
    )
    assert found == [
        ("2027-03-01", "CONFIRMED", 0, "renewal-1-0"),
        ("2027-12-02", "CONFIRMED", 0, "opt-out-1-1"),
        ("2028-03-01", "CONFIRMED", 0, "renewal-1-1"),
    ]


def test_what_a_monthly_contract_rolled_through_lately_is_there_without_an_earlier_file(enter, written, cs):
    enter.contract("ACME", "2026-02-15", months=1, auto=True)
    rolled = ["2026-09-15", "2026-10-15", "2026-11-15"]
    content = written()
    assert [str(event["DTSTART"].dt) for event in Calendar.from_ical(content).events] == [*rolled, "2026-12-15"]
    assert cs("churn", "ACME", "--reason", "price", "--decided", "today").code == 0
    after = Calendar.from_ical(written()).events
    assert [(str(event["DTSTART"].dt), str(event["STATUS"])) for event in after] == [
        *((day, "CONFIRMED") for day in rolled),
        ("2026-12-15", "CANCELLED"),
    ]


def test_the_uid_of_an_opt_out_within_a_longer_term_stays_when_the_end_is_moved(enter, written, cs):
    enter.contract("ACME", "2029-03-01", months=36, starts="2026-03-01", auto=True, notice=30, opt_out_every_months=12)
    before = events(written())
    assert days(written()) == {"ACME: last day to opt out": "2027-01-30", "ACME: renews": "2027-03-01"}
    assert cs("contract", "edit", "ACME", "--renews", "2030-03-01", "--term", "48m").code == 0
    assert events(written()).keys() == before.keys()
    assert [e["UID"] for e in events(written()).values()] == [e["UID"] for e in before.values()]


@pytest.mark.parametrize(
    "words",
    [
        ("churn", "ACME", "--reason", "price", "--decided", "today"),
        ("contract", "edit", "ACME", "--status", "cancelled"),
        ("account", "archive", "ACME"),
    ],
    ids=lambda words: words[0],
)
def test_what_is_over_is_called_off_for_ninety_days(acme, cs, written, words):
    assert cs(*words).code == 0
    after = written()
    assert {standing(event) for event in events(after).values()} == {("CANCELLED", 1)}
    assert events(after).keys() == events(acme).keys()
    assert written(day="2027-02-21") == after
    assert events(written(day="2027-02-22")) == {}


@pytest.mark.usefixtures("acme")
def test_a_renewal_calls_off_the_old_term_and_brings_the_new_one(cs, written):
    assert cs("renew", "ACME").code == 0
    found = {(str(e["DTSTART"].dt), *standing(e)) for e in Calendar.from_ical(written()).events}
    assert found == {
        ("2026-12-01", "CANCELLED", 1),
        ("2027-03-01", "CANCELLED", 1),
    }
    assert days(written("--due", "2028-04-01")) == {
        "ACME Platform: last day to opt out": "2027-12-02",
        "ACME Platform: renews": "2028-03-01",
    }


def test_a_task_that_is_done_is_called_off_and_undo_brings_it_back(enter, cs, written):
    enter.task("call", "2026-11-27")
    written()
    assert cs("done", "t1").code == 0
    done = written()
    assert standing(events(done)["Task t1 due"]) == ("CANCELLED", 1)
    assert cs("undo").code == 0
    again = events(written())["Task t1 due"]
    assert standing(again) == ("CONFIRMED", 2)
    assert again["DTSTAMP"].dt >= events(done)["Task t1 due"]["DTSTAMP"].dt


def test_what_was_published_stays_when_it_moves_beyond_the_window_or_the_window_gets_shorter(acme, cs, written):
    assert written("--due", "5d") == acme
    assert cs("contract", "edit", "ACME", "--renews", "2028-03-01").code == 0
    assert days(written()) == {
        "ACME Platform: last day to opt out": "2027-12-02",
        "ACME Platform: renews": "2028-03-01",
    }


def test_times_are_those_of_the_last_change_and_in_utc(enter, written):
    enter.contract("ACME", "2027-03-01")
    stamps = re.findall(rb"(DTSTAMP|LAST-MODIFIED):(\S+)", written())
    assert stamps == [(b"DTSTAMP", b"20261123T070000Z"), (b"LAST-MODIFIED", b"20261123T070000Z")]


def test_taking_a_step_back_is_a_change_too(enter, cs):
    enter.contract("ACME", "2027-03-01")
    enter.task("call", "2026-11-27")
    assert cs("undo").code == 0
    [event] = events(cs.as_of(TODAY, "calendar").out).values()
    assert event["DTSTAMP"].dt.isoformat() > "2026-11-23T09:30"


def test_a_pipe_gets_the_calendar_and_so_does_a_dash(acme, cs):
    assert cs.as_of(TODAY, "calendar").out == acme
    assert cs.as_of(TODAY, "calendar", "-o", "-").out == acme


def test_the_bytes_depend_on_no_hash_seed_time_zone_or_locale(demo):
    places = [
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONHASHSEED": "2", "TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8"},
    ]
    first, second = (demo.process("calendar", "--as-of", TODAY, env=env) for env in places)
    assert first.code == 0, first.talk
    assert first.out == second.out
    assert len(events(first.out)) > 90


def test_a_pipe_gets_utf_8_whatever_the_locale(enter, cs):
    enter.contract("ACME", "2027-03-01", contract="Zürich 北")
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    assert list(days(cs.process("calendar", "--as-of", TODAY, env=plain).out)) == ["ACME Zürich 北: last day to sign"]


def test_a_terminal_gets_a_short_list_and_the_line_to_type(demo, on_terminal):
    shown = on_terminal(demo, "calendar", "--owner", "lee", columns=80)
    lines = shown.splitlines()
    assert max(map(len, lines)) <= 80
    assert re.fullmatch(r"  \w{3} \d+ \w{3} 2026 +(today|in \d+d)  \S.*: .*", lines[0])
    assert "Into a file: cs calendar --owner lee -o renewals.ics" in shown
    assert "BEGIN" not in shown


def test_a_terminal_is_told_when_there_is_no_date(enter, cs, on_terminal):
    enter.account("ACME")
    assert on_terminal(cs, "calendar") == "No date up to Tue 23 Nov 2027.\n"


# Owners


@pytest.fixture
def folder(cs, tmp_path):
    """`folder()` writes the folder `feeds` and returns name → bytes of the files in it."""
    path = tmp_path / "feeds"

    def write(*words: str, day: str = TODAY):
        answer = cs.as_of(day, "calendar", "-o", str(path), *words)
        assert (answer.code, answer.text) == (0, ""), answer.talk
        return {file.name: file.read_bytes() for file in path.iterdir()}

    return write


def test_a_folder_has_a_calendar_for_each_owner(enter, folder):
    for key, owner in (("ACME", "Lee Ann"), ("BETA", "lee  ANN"), ("CETA", "me"), ("DELTA", None), ("EMPTY", "max")):
        enter.account(key, owner=owner)
    for key in ("ACME", "BETA", "CETA", "DELTA"):
        enter.contract(key, "2027-03-01")
    enter.task("help", "2026-11-27", "ACME", owner="me")
    files = folder()
    assert {name: sorted(days(content)) for name, content in files.items()} == {
        "lee-ann.ics": ["ACME: last day to sign", "BETA: last day to sign"],
        "me.ics": ["ACME: task t1 due", "CETA: last day to sign"],
        "unassigned.ics": ["DELTA: last day to sign"],
        "max.ics": [],
    }
    assert Calendar.from_ical(files["lee-ann.ics"])["X-WR-CALNAME"] == "Renewals: Lee Ann"


def test_an_owners_calendar_alone_is_the_same_as_in_the_folder(enter, folder, cs):
    enter.account("ACME", owner="lee")
    enter.account("BETA", owner="me")
    enter.contract("ACME", "2027-03-01")
    every = folder()
    assert cs.as_of(TODAY, "calendar", "--owner", "LEE").out == every["lee.ics"]
    assert folder("--owner", "lee") == every


def test_an_account_that_gets_another_owner_is_called_off_in_the_one_and_new_in_the_other(enter, folder, cs):
    enter.account("ACME", owner="lee")
    enter.contract("ACME", "2027-03-01")
    folder()
    assert cs("account", "edit", "ACME", "--owner", "ann").code == 0
    files = folder()
    assert standing(events(files["lee.ics"])["ACME: last day to sign"]) == ("CANCELLED", 1)
    assert standing(events(files["ann.ics"])["ACME: last day to sign"]) == ("CONFIRMED", 0)
    assert folder() == files
    assert events(folder(day="2027-02-22")["lee.ics"]) == {}


def test_other_files_in_the_folder_are_left_alone(enter, folder, cs, tmp_path):
    enter.contract("ACME", "2027-03-01")
    folder()
    mine = tmp_path / "feeds" / "holidays.ics"
    mine.write_bytes(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    assert cs.as_of(TODAY, "calendar", "-o", str(tmp_path / "feeds" / "renewals.ics")).code == 0
    all_of_it = (tmp_path / "feeds" / "renewals.ics").read_bytes()
    assert cs("churn", "ACME", "--reason", "price", "--decided", "today").code == 0
    files = folder()
    assert (files["holidays.ics"], files["renewals.ics"]) == (mine.read_bytes(), all_of_it)
    assert files["unassigned.ics"].count(b"CANCELLED") == 1


def test_two_portfolios_can_share_a_folder_as_long_as_no_owner_is_in_both(enter, folder, cs, tmp_path, empty_portfolio):
    enter.account("ACME", owner="lee")
    enter.contract("ACME", "2027-03-01")
    before = folder()
    other = tmp_path / "other.db"
    other.write_bytes(empty_portfolio.read_bytes())
    assert cs("account", "add", "BETA", "--name", "Beta", "--owner", "ann", "--db", str(other)).code == 0
    assert folder("--db", str(other)).keys() == {"lee.ics", "ann.ics"}
    assert folder()["lee.ics"] == before["lee.ics"]


def test_one_file_changed_by_hand_stops_the_whole_folder(enter, folder, cs, tmp_path):
    for key in ("ann", "lee"):
        enter.account(key.upper(), owner=key)
        enter.contract(key.upper(), "2027-03-01")
    before = folder()
    (tmp_path / "feeds" / "lee.ics").write_bytes(before["lee.ics"].replace(b"LEE:", b"LEO:"))
    assert cs("contract", "edit", "ANN", "--renews", "2027-04-01").code == 0
    answer = cs.as_of(TODAY, "calendar", "-o", str(tmp_path / "feeds"))
    assert (answer.code, answer.talk.splitlines()[0]) == (
        73, f"cs: {tmp_path}/feeds/lee.ics is not as cs wrote it, so it was left alone",
    )  # fmt: skip
    assert (tmp_path / "feeds" / "ann.ics").read_bytes() == before["ann.ics"]
    assert days(folder("--force")["ann.ics"]) == {"ANN: last day to sign": "2027-04-01"}


HOSTILE_OWNERS = [
    "../../etc/passwd", "..", ".", "/", "CON", "nul", "com1", "-rf", "~root", "a/b", "a\\b", "a:b", "a b", "A-B", "a_b",
    "北星", "🌻" * 300, "x" * 300, "José", "Jose\u0301", "unassigned", "\u202eevil", "a\r\nX-EVIL:1", "o'brien", " ",
    "me;ann,lee",
]  # fmt: skip


def test_no_name_of_an_owner_leads_out_of_the_folder_or_to_another_owners_file(enter, folder, tmp_path):
    with enter:
        for number, owner in enumerate(HOSTILE_OWNERS):
            enter.account(f"A{number}", owner=owner)
            enter.contract(f"A{number}", "2027-03-01")
    files = folder()
    assert all(re.fullmatch(r"[a-z0-9-]{1,60}\.ics", name) for name in files)
    assert not {"con.ics", "nul.ics", "com1.ics"} & files.keys()
    assert {path.name for path in tmp_path.iterdir()} == {"feeds", "home"}
    assert sum(len(events(content)) for content in files.values()) == len(HOSTILE_OWNERS)
    assert len(files) == len(HOSTILE_OWNERS) - 1  # José is one person, in either way of writing é
    assert sorted(days(files["jose.ics"])) == ["A18: last day to sign", "A19: last day to sign"]
    assert list(days(files["unassigned.ics"])) == [f"A{HOSTILE_OWNERS.index(' ')}: last day to sign"]
    assert list(days(files["a-b.ics"])) == [f"A{HOSTILE_OWNERS.index('a b')}: last day to sign"]


def test_who_may_read_the_files_says_the_umask(enter, folder, tmp_path):
    enter.contract("ACME", "2027-03-01")
    before = os.umask(0o022)
    try:
        folder()
    finally:
        os.umask(before)
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "feeds", tmp_path / "feeds" / "unassigned.ics")]
    assert modes == [0o755, 0o644]


# What is refused


def refused(cs: Program, *words: str, code: int) -> str:
    """The first line said, where nothing is written."""
    before = sorted(cs.home.parent.rglob("*.ics"))
    answer = cs.as_of(TODAY, "calendar", *words)
    assert (answer.code, answer.text) == (code, ""), answer.talk
    assert sorted(cs.home.parent.rglob("*.ics")) == before
    assert len(answer.talk.splitlines()) == 2
    return answer.talk.splitlines()[0].removeprefix("cs: ")


@pytest.mark.usefixtures("acme")
def test_bad_input_is_one_sentence_and_nothing_is_written(cs, tmp_path):
    (tmp_path / "plain").write_text("x")
    missing = str(tmp_path / "missing" / "r.ics")
    assert refused(cs, "-o", missing, code=73) == f"cannot write {missing}: No such file or directory"
    assert refused(cs, "-o", "/proc/r.ics", code=73) == "cannot write /proc/r.ics: No such file or directory"
    assert refused(cs, "-o", "/proc/feeds", code=73).startswith("cannot write /proc/feeds: ")
    assert refused(cs, "-o", str(tmp_path / "plain"), code=73) == f"cannot write {tmp_path}/plain: File exists"
    assert refused(cs, "-o", "r.txt", code=2) == '"r.txt" is neither FILE.ics nor a folder'
    assert refused(cs, "--due", "12", "-o", missing, code=2) == '"12" is no window: 12 of what?'
    assert refused(cs, "--due", "soon", code=2) == '"soon" is no day I know'
    assert refused(cs, "--owner", "nobody", "-o", missing, code=66) == 'no account of "nobody"; nothing written'


def test_a_full_disk_leaves_the_calendar_as_it_was(acme, cs, tmp_path, monkeypatch):
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    assert cs("contract", "edit", "ACME", "--renews", "2027-03-15").code == 0
    monkeypatch.setattr("cs_cli.disk.os.fsync", full)
    assert cs.as_of(TODAY, "calendar", "-o", str(tmp_path / "renewals.ics")).code == 73
    assert (tmp_path / "renewals.ics").read_bytes() == acme
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


def test_without_a_portfolio_or_an_account_there_is_no_calendar(cs, empty_portfolio, tmp_path):
    path = str(tmp_path / "r.ics")
    assert refused(cs, "-o", path, code=66).startswith("no portfolio at ")
    cs.db.write_bytes(empty_portfolio.read_bytes())
    assert refused(cs, "-o", path, code=78) == f"no accounts in {cs.db}: nothing for a calendar"


@pytest.mark.parametrize(
    "content",
    [b"", b"junk \xff", b"BEGIN:VCALENDAR\r\nPRODID:-//another//EN\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", None],
    ids=["empty", "junk", "foreign", "edited"],
)
def test_what_cs_has_not_written_is_overwritten_by_force_alone(acme, cs, tmp_path, content):
    path = tmp_path / "renewals.ics"
    path.write_bytes(acme.replace(b"ACME", b"ACNE") if content is None else content)
    lies_there = path.read_bytes()
    assert refused(cs, "-o", str(path), code=73) == f"{path} is not as cs wrote it, so it was left alone"
    assert path.read_bytes() == lies_there
    assert cs.as_of(TODAY, "calendar", "-o", str(path), "--force").code == 0
    assert days(path.read_bytes()) == days(acme)
    raised = {int(event["SEQUENCE"]) for event in events(path.read_bytes()).values()}
    assert raised == ({1} if content is None else {0})


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: content[:200],
        lambda content: content.replace(b"DTSTART;VALUE=DATE:2026", b"DTSTART;VALUE=DATE:20X6"),
        lambda content: content.replace(b"SEQUENCE:0\r\n", b""),
        lambda content: content.replace(b"LAST-MODIFIED:20261123T070000Z", b"LAST-MODIFIED:20261123T070000"),
        lambda content: content.replace(b"DTSTART;VALUE=DATE:20270301", b"DTSTART:20270301T000000Z"),
        lambda content: content.replace(b"cs-cli", b"another"),
        lambda content: content + content,
    ],
)
def test_a_calendar_that_cannot_be_read_back_is_one_sentence_with_force_as_the_way_out(acme, cs, tmp_path, spoil):
    """Whatever made it so: here the state folder holds the hash of the spoiled file, as after a fault of ours."""
    from cs_cli.output.files import write_document  # noqa: PLC0415  as the program does

    path = tmp_path / "renewals.ics"
    assert spoil(acme) != acme
    write_document(path, spoil(acme), cs.home / "state", force=True)
    assert refused(cs, "-o", str(path), code=73) == f"{path} cannot be read as a calendar of cs, so it was left alone"
    assert cs.as_of(TODAY, "calendar", "-o", str(path), "--force").code == 0
    assert path.read_bytes() == acme


def test_another_calendar_is_not_called_off_by_mistake(acme, cs, tmp_path, empty_portfolio):
    path = tmp_path / "renewals.ics"
    said = refused(cs, "-o", str(path), "--owner", "lee", code=73)
    assert said == f'{path} is the calendar "Renewals", not "Renewals: lee", so it was left alone'
    other = tmp_path / "other.db"
    other.write_bytes(empty_portfolio.read_bytes())
    assert cs("account", "add", "BETA", "--name", "Beta", "--db", str(other)).code == 0
    said = refused(cs, "-o", str(path), "--db", str(other), code=73)
    assert said == f"{path} is the calendar of another portfolio, so it was left alone"
    assert path.read_bytes() == acme
    assert cs.as_of(TODAY, "calendar", "-o", str(path), "--db", str(other), "--force").code == 0
    assert events(path.read_bytes()) == {}


# What may be known


@pytest.fixture
def canary(tmp_path: Path, cs: Program) -> Program:
    """A portfolio with a mark in every field, whose contract, QBR and task are ahead."""
    book = new_book(tmp_path)
    filled(book, "ACME", mark("accounts.name"))
    with closing(sqlite3.connect(book.path)) as connection, connection:
        connection.execute("UPDATE contract SET outcome = NULL, outcome_on = NULL, ended_on = NULL, status = NULL")
        connection.execute("UPDATE contract SET renews_on = '2027-03-01', auto_renew = 1, notice_days = 90")
        connection.execute("UPDATE activity SET kind = 'qbr', happened_on = '2026-12-03'")
        connection.execute("UPDATE task SET due_on = '2026-12-04'")
        connection.execute("UPDATE journal_step SET user = 'MARKuser', host = 'MARKhost', command = 'MARKcommand'")
    cs.db.write_bytes(book.path.read_bytes())
    return cs


def test_nothing_internal_is_in_any_byte_of_a_calendar_or_a_file_name(canary, tmp_path):
    path = tmp_path / "renewals.ics"
    feeds = tmp_path / "feeds"
    assert canary.as_of(TODAY, "calendar", "-o", str(path)).code == 0
    assert canary.as_of(TODAY, "calendar", "-o", str(feeds)).code == 0
    files = list(feeds.iterdir())
    one = path.read_bytes().replace(b"\r\n ", b"").decode()
    folder = "".join(f"{file.name} {file.read_text('utf-8')}" for file in files).replace("\n ", "")
    shown = {"contracts.contract", "contracts.product"}
    whose = {"accounts.owner", "tasks.owner"}  # of a folder the owners' own files bear their names
    assert mark("contracts.contract") in one
    assert {title.rpartition(": ")[2] for title in events(path.read_bytes())} >= {
        "renews", "last day to opt out", "QBR", "task t1 due",
    }  # fmt: skip
    for field in SEEN_BY.keys() - shown:
        assert mark(field).lower() not in one.lower(), field
        assert field in whose or mark(field).lower() not in folder.lower(), field
    for word in ("MARKuser", "MARKhost", "MARKcommand", "champion", "98765", "health", "ARR", "red", "price", "1987"):
        assert word not in one, word
        assert word not in folder.replace(mark("accounts.owner"), "").replace(mark("tasks.owner"), ""), word


def test_the_mark_of_a_portfolio_stays_and_differs_from_that_of_another(acme, cs, tmp_path, empty_portfolio):
    [host] = {str(event["UID"]).partition("@")[2] for event in events(acme).values()}
    assert re.fullmatch(r"[0-9a-f]{16}\.cs", host)
    moved = tmp_path / "moved.db"
    moved.write_bytes(cs.db.read_bytes())
    assert cs.as_of(TODAY, "calendar", "--db", str(moved)).out == acme
    other = tmp_path / "other.db"
    other.write_bytes(empty_portfolio.read_bytes())
    for words in (
        ["account", "add", "ACME", "--name", "Acme"],
        ["contract", "add", "ACME", "--renews", "2027-03-01", "--arr", "1"],
    ):
        assert cs(*words, "--db", str(other)).code == 0
    assert host.encode() not in cs.as_of(TODAY, "calendar", "--db", str(other)).out


def test_on_a_day_that_has_passed_it_says_what_was_ahead_then(enter, cs):
    enter.contract("ACME", "2026-03-01", auto=True, notice=30)
    assert days(cs.as_of("2026-01-10", "calendar").out) == {
        "ACME: last day to opt out": "2026-01-30",
        "ACME: renews": "2026-03-01",
    }
    assert date.fromisoformat(days(cs.as_of(TODAY, "calendar").out)["ACME: renews"]) == date(2027, 3, 1)
