"""What each section of a digest shows, and the rule that it gives."""

import re

import pytest

TODAY = "2026-11-23"


def section(cs, title, *words, day=TODAY):
    """Account, what and rule of the lines below that title."""
    rows = cs.as_of(day, "digest", *words, "--json").rows
    return [(row["account"], row["what"], row["rule"]) for row in rows if row["section"] == title]


@pytest.fixture
def own(cs):
    """`own('show = "silent"')` makes a digest `own` of that one section."""

    def put(text):
        folder = cs.home / "config" / "digests"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "own.toml").write_text(f'period = "week"\n[[section]]\n{text}\n', encoding="utf-8")

    return put


def test_decisions_are_those_within_so_many_days_and_what_is_past_its_end(cs, enter, own):
    with enter:
        enter.contract("NEAR", "2026-12-10", arr=5_000)
        enter.contract("LATER", "2027-01-20", arr=5_000)
        enter.contract("GONE", "2026-11-01", arr=5_000)
        enter.contract("AUTO", "2026-12-10", auto=True)  # renews by itself, without notice: nothing to decide
    own('show = "decisions"\nwithin_days = 30')
    assert [(account, what) for account, what, _rule in section(cs, "DECIDE", "own")] == [
        ("GONE", "ended 1 Nov, no outcome recorded"),
        ("NEAR", "sign by in 17d, Thu 10 Dec; no renewal talk"),
    ]


def test_a_lapsed_opt_out_says_when_it_passed_and_that_it_renews(cs, enter):
    enter.contract("NORD", "2026-12-20", auto=True, notice=30, arr=54_000, currency="EUR")
    [(account, what, rule)] = section(cs, "LAPSED")
    assert (account, what) == ("NORD", "opt-out passed Fri 20 Nov, renews by itself 20 Dec")
    assert rule == (
        "the annual contract: its opt-out was on 2026-11-20, and no notice is recorded; looked back to 2026-11-16"
    )
    assert section(cs, "LAPSED", day="2026-11-28") == []
    assert len(section(cs, "LAPSED", "weekly", day="2026-11-28")) == 1


def test_a_severe_ticket_is_told_while_it_is_new_and_open(cs, enter):
    enter.account("ACME")
    with enter:
        enter.ticket("ACME", "4417", "2026-11-20T08:00:00Z", priority="Urgent", subject="sync stops")
        enter.ticket("ACME", "4418", "2026-11-20T08:00:00Z", priority="P3")
        enter.ticket("ACME", "4419", "2026-11-20T08:00:00Z", priority="P1", resolved_at_utc="2026-11-21T08:00:00Z")
        enter.ticket("ACME", "4300", "2026-10-01T08:00:00Z", priority="P1")
        enter.ticket(
            "ACME", "4301", "2026-10-01T08:00:00Z", priority="P1",
            resolved_at_utc="2026-10-02T08:00:00Z", reopened_at_utc="2026-11-22T08:00:00Z",
        )  # fmt: skip
    assert section(cs, "SEV-1") == [
        (
            "ACME",
            "Sev-1 #4417 open since Fri: sync stops",
            'ticket 4417 has priority "Urgent" and is open since 2026-11-20',
        ),
        ("ACME", "Sev-1 #4301 open since Sun", 'ticket 4301 has priority "P1" and is open since 2026-11-22'),
    ]


def test_a_silent_account_is_one_without_two_way_contact_for_the_days_of_its_segment(cs, enter, own):
    with enter:
        enter.account("BIG", segment="Enterprise")
        enter.account("SMALL", segment="smb")
        enter.account("LOUD", segment="smb")
        enter.account("NEVER", segment="smb")
        enter.activity("BIG", "2026-10-20")
        enter.activity("SMALL", "2026-10-20")
        enter.activity("LOUD", "2026-09-01")
        enter.activity("LOUD", "2026-11-20", kind="reply")
        enter.activity("SMALL", "2026-11-20", kind="email")  # outbound: nobody has answered
    own('show = "silent"\nafter_days = 60\nsegments = { enterprise = 30 }')
    assert section(cs, "SILENT", "own") == [
        ("NEVER", "no two-way contact ever", "none is recorded; every account after 60 days"),
        ("BIG", "no two-way contact since 20 Oct, 34d",
         "the last was on 2026-10-20; the segment Enterprise after 30 days"),
    ]  # fmt: skip
    own('show = "silent"\nafter_days = 34')
    assert [account for account, *_ in section(cs, "SILENT", "own")] == ["NEVER", "BIG", "SMALL"]


def test_where_no_contact_is_kept_nobody_is_silent(cs, enter, own):
    enter.account("ACME")
    own('show = "silent"')
    assert section(cs, "SILENT", "own") == []


def test_data_is_stale_when_its_newest_row_is_older_than_its_days(cs, enter):
    enter.account("ACME")
    enter.usage("ACME", "active_users", {"2026-11-08": 5, "2026-12-30": 7})  # what is to come is no news
    enter.activity("ACME", "2026-11-09")
    assert section(cs, "DATA") == [
        (None, "measurements: the newest is 15d old, from 8 Nov",
         "the newest of the measurements is of 2026-11-08, more than 14 days ago"),
    ]  # fmt: skip


def test_what_lies_ahead_keeps_currencies_apart(cs, enter, own):
    with enter:
        enter.contract("ACME", "2026-12-10", arr=5_000)
        enter.contract("BETA", "2026-12-11", arr=7_000, currency="EUR")
        enter.contract("GAMMA", "2026-12-30", arr=9_000)
    own('show = "ahead"\nwindows = [20, 40]\n[[section]]\nshow = "decisions"\nwithin_days = 90')
    said = cs.as_of(TODAY, "digest", "own").text
    assert re.findall(r"(\d+-\d+ days) +(.*)", said) == [
        ("0-20 days", "$5,000 + €7,000 (2)"),
        ("21-40 days", "$9,000 (1)"),
    ]


def test_a_move_is_dated_by_the_first_day_of_its_band(demo):
    rows = {row["account"]: row for row in demo.as_of(TODAY, "digest", "--json").rows if row["kind"] == "band"}
    since = rows["ACME"]["on"]
    assert rows["ACME"]["id"] == f"band:ACME:red:{since}"
    bands = {
        day: next(row["band"] for row in demo.as_of(day, "health", "ACME", "--json").rows)
        for day in (f"2026-11-{number}" for number in range(17, 24))
    }
    assert min(day for day, band in bands.items() if band == "red") == since
    assert demo.as_of("2026-11-22", "digest", "--json").text.count(f"band:ACME:red:{since}") == 1


def test_tasks_that_are_late_and_due_this_week_are_two_sections(cs, enter):
    enter.account("ACME")
    with enter:
        enter.task("late", "2026-11-22", "ACME")
        enter.task("today", "2026-11-23", "ACME")
        enter.task("in a week", "2026-11-30", "ACME")
        enter.task("later", "2026-12-01", "ACME")
        enter.activity("ACME", "2026-11-26", kind="qbr")
    assert [what for _account, what, _rule in section(cs, "LATE")] == ["t1 late: late, due Sun 22 Nov"]
    assert [what for _account, what, _rule in section(cs, "THIS WEEK")] == [
        "t2 today, due today", "t3 in a week, due 30 Nov", "QBR Thu 26 Nov, no deck yet",
    ]  # fmt: skip
