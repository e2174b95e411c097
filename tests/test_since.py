"""`cs since fri` and `cs week`: what happened in the book, and the note about it."""

from collections.abc import Callable
from datetime import date

import pytest
from conftest import Program
from entries import Entries

from cs_cli.commands.since import KEYS
from cs_cli.commands.week import KEYS as WEEK_KEYS
from cs_cli.domain.events import ORDER, Event, arr_of, in_order

MONDAY, FRIDAY = "2026-11-23", "2026-11-27"
CALLS = {f"2026-{month:02}-{day:02}": 100.0 for month in (9, 10, 11) for day in (1, 8, 15, 22)}


@pytest.fixture
def book(cs: Program, enter: Entries) -> Program:
    """A week in which everything happens that there is a line for."""
    with enter:
        enter.account("ACME", "Acme Corporation", owner="lee")
        enter.account("LUMEN", "Lumen SA", owner="noor")
        enter.contract("ACME", "2026-12-01", arr=120_000, contract="Platform", auto=True)
        enter.contract("LUMEN", "2026-12-01", arr=50_000, currency="EUR", contract="Core")
        enter.contract("LUMEN", "2027-03-01", arr=9_000, currency="EUR", contract="Extra", auto=True, notice=30)
        enter.contact("ACME", "Jo Park", title="COO", left_on=date(2026, 11, 25))
        enter.activity("ACME", "2026-11-24", "call", summary="CFO wants ROI", contacts='["Jo Park"]')
        enter.activity("ACME", "2026-11-24", "email", summary="sent it")
        enter.activity("LUMEN", "2026-11-20", "meeting", summary="before the week")
        enter.activity("LUMEN", "2026-11-30", "qbr", summary="in Lyon")
        enter.ticket("ACME", "4711", "2026-11-24T08:00:00Z", subject="down", priority="Sev-1")
        enter.ticket("ACME", "4712", "2026-11-24T09:00:00Z", subject="slow", priority="low")
        enter.task("send ROI", "2026-11-24", "ACME")
        enter.task("think", "2026-11-25")
        enter.task("call Lumen", "2026-12-02", "LUMEN")
    for day, words in (
        ("25", ["done", "t1"]),
        ("24", ["meet", "ACME", "--commit", "us: fix SSO by 25 nov", "--commit", "us: send dates by 30 nov"]),
        ("26", ["sentiment", "ACME", "red", "CFO left"]),
        ("26", ["survey", "LUMEN", "nps", "9", "fine"]),
        ("26", ["churn", "LUMEN/Core", "--reason", "price", "--decided", "26 nov"]),
        ("26", ["renew", "ACME", "--arr", "130000"]),
        ("26", ["notice", "LUMEN/Extra"]),
    ):
        answer = cs.as_of(f"2026-11-{day}", *words)
        assert answer.code == 0, answer.talk
    return cs


def lines(cs: Program, *words: str, on: str = FRIDAY) -> list[tuple[str, str | None, str, str]]:
    return [
        (row["on"][-2:], row["account"], row["kind"], row["what"])
        for row in cs.as_of(on, "since", *words, "--json").rows
    ]


def test_the_newest_day_stands_first_and_in_it_what_weighs_most(book: Program) -> None:
    found = [line for line in lines(book, "mon") if line[2] != "health"]
    assert found == [
        ("26", "LUMEN", "lost", "Core, €50,000: price"),
        ("26", "LUMEN", "notice", "Extra, €9,000"),
        ("26", "ACME", "renewed", "Platform, $120,000 → $130,000"),
        ("26", "ACME", "sentiment", "red: CFO left"),
        ("26", "LUMEN", "survey", "NPS 9: fine"),
        ("25", "ACME", "left", "Jo Park, COO left"),
        ("25", "ACME", "missed", "fix SSO"),
        ("25", None, "late", "think"),
        ("25", "ACME", "done", "send ROI"),
        ("24", "ACME", "ticket", "#4711 Sev-1: down"),
        ("24", "ACME", "late", "send ROI"),
        ("24", "ACME", "call", "Jo Park: CFO wants ROI"),
        ("24", "ACME", "meeting", "no words"),
        ("24", "ACME", "email", "sent it"),
        ("24", "ACME", "promised", "ours, by 2026-11-25: fix SSO"),
        ("24", "ACME", "promised", "ours, by 2026-11-30: send dates"),
    ]


def test_the_keys_that_scripts_rely_on(book: Program) -> None:
    rows = book.as_of(FRIDAY, "since", "mon", "--json").rows
    assert list(rows[0]) == KEYS
    assert [(row["arr"], row["currency"]) for row in rows if row["arr"]] == [
        (50000, "EUR"), (9000, "EUR"), (130000, "USD"),
    ]  # fmt: skip
    assert [row["number"] for row in rows if row["kind"] in {"missed", "done", "call"}] == ["c1", "t1", "a1"]


@pytest.mark.parametrize(
    ("words", "accounts"),
    [
        (["mon", "lumen"], {"LUMEN"}),
        (["mon", "--owner", "lee"], {"ACME"}),
        (["mon"], {"ACME", "LUMEN", None}),
        (["thu", "acme"], {"ACME"}),
        (["today"], set()),
    ],
)
def test_a_log_is_of_one_account_of_an_owners_or_of_all(
    book: Program, words: list[str], accounts: set[str | None]
) -> None:
    assert {account for _on, account, _kind, _what in lines(book, *words)} == accounts


def test_what_was_promised_noted_and_called_is_an_event(cs: Program, enter: Entries) -> None:
    with enter:
        enter.account("ACME", "Acme Corporation")
        enter.contract("ACME", "2027-03-01", contract="Platform", auto=True, notice=30, arr=160_000)
    for words in (
        ["commitment", "add", "ACME", "us: fix SSO by 12 dec"],
        ["commitment", "add", "ACME", "them: name a lead"],
        ["task", "ACME", "send ROI", "--due", "fri"],
        ["task", "-", "think"],
        ["forecast", "ACME/Platform", "likely", "--evidence", "CFO decides"],
        ["clock", "ACME", "--create-tasks"],
    ):
        assert cs.as_of(MONDAY, *words).code == 0
    assert lines(cs, "today", on=MONDAY) == [
        ("23", "ACME", "forecast", "Platform called likely: CFO decides"),
        ("23", "ACME", "promised", "ours, by 2026-12-12: fix SSO"),
        ("23", "ACME", "promised", "theirs: name a lead"),
        ("23", "ACME", "task", "send ROI, due 2026-11-27"),
        ("23", None, "task", "think"),
    ]


def test_the_screen_groups_by_day(book: Program, on_terminal: Callable[..., str]) -> None:
    text = book.as_of(FRIDAY, "since", "thu", "lumen").text
    assert text.splitlines()[0] == "Thu 26 Nov"
    assert text.splitlines()[1].split() == ["LUMEN", "lost", "Core,", "€50,000:", "price"]
    assert text.splitlines()[-1] == "3 events at LUMEN since Thu 26 Nov 2026."
    limited = book.as_of(FRIDAY, "since", "thu", "lumen", "--limit", "1").text.splitlines()
    assert limited[-1] == "3 events at LUMEN since Thu 26 Nov 2026. 2 more: --all"
    shown = on_terminal(book, "since", "thu", "--as-of", FRIDAY, columns=80)
    assert max(map(len, shown.splitlines())) <= 80
    nothing = book.as_of("2026-10-01", "since", "fri").text
    assert nothing == "Nothing is recorded since Fri 25 Sep 2026.\n"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ([], 2, "cs: Missing argument 'DATE'"),
        (["tomorrow"], 2, 'cs: "tomorrow" is 2026-11-28, after 2026-11-27'),
        (["someday"], 2, 'cs: "someday" is no day I know'),
        (["mon", "zzz"], 66, 'cs: no account "zzz"'),
    ],
)
def test_a_mistake_is_one_sentence(book: Program, words: list[str], code: int, said: str) -> None:
    answer = book.as_of(FRIDAY, "since", *words)
    assert (answer.code, answer.talk.splitlines()[0]) == (code, said)


def test_a_band_moves_on_the_day_on_which_it_did(demo: Program) -> None:
    moved = [line for line in lines(demo, "fri", on=MONDAY) if line[2] == "health"]
    assert ("21", "ACME", "health", "red 40, was yellow 57: Sev-1 #4417 open 17d, caps 57 at 40") in moved
    for on, account, _kind, what in moved:
        bands = {
            day: demo.as_of(f"2026-11-{day:02}", "health", str(account), "--json").rows[0]["band"]
            for day in (int(on) - 1, int(on))
        }
        assert what.startswith(bands[int(on)])
        assert bands[int(on) - 1] != bands[int(on)]


def test_a_figure_shows_on_which_side_of_its_band_it_lies(demo: Program) -> None:
    def moves(since: str) -> list[tuple[str | None, str]]:
        return [(account, what) for _on, account, kind, what in lines(demo, since, on=MONDAY) if kind == "health"]

    found = moves("26w")
    assert ("SEMAPHORE", "green 85, was yellow 74.6: 2 tickets in 90d") in found
    assert ("COBALT-LABS", "green 78, was grey 74") in found


def test_an_import_is_an_event_of_the_book(cs: Program, enter: Entries) -> None:
    enter.account("ACME")
    file = cs.home / "more.csv"
    file.write_text("account,name,domain,segment\nBETA,Beta Ltd,beta.example,smb\n")
    assert cs("import", str(file)).code == 0
    [(_on, account, kind, what)] = lines(cs, "today", on=MONDAY)
    assert (account, kind, what.startswith("cs import ")) == (None, "import", True)
    assert lines(cs, "today", "ACME", on=MONDAY) == []


def test_a_renewal_that_came_by_import_counts_from_the_day_it_was_decided(cs: Program, enter: Entries) -> None:
    with enter:
        enter.contract("ACME", "2027-01-01", product="Core", arr=10_000)
        enter.contract("ACME", "2028-01-01", starts="2027-01-01", product="Core", arr=10_000, decided_on="2026-11-19")
    assert lines(cs, "1w", on=MONDAY) == [("19", "ACME", "renewed", "Core, $10,000")]


def test_the_weeks_note_is_markdown_to_paste(book: Program) -> None:
    text = book.as_of(FRIDAY, "week").text
    assert text.splitlines()[:16] == [
        "# Week: Sat 21 Nov to Fri 27 Nov 2026",
        "",
        "- Touches: 1 call, 1 meeting, 1 email, two-way with 1 account",
        "- ARR: renewed $130,000, lost €50,000, notice of €9,000",
        "- Promises: 0 kept, 1 missed",
        "- Tasks: 1 done, 2 fell late, 1 late in all",
        "",
        "## Renewals",
        "",
        "- lost: LUMEN Core, €50,000: price",
        "- notice: LUMEN Extra, €9,000",
        "- renewed: ACME Platform, $120,000 → $130,000",
        "",
        "## Promises missed",
        "",
        "- ACME c1 fix SSO",
    ]
    assert text.split("## Due by Fri 4 Dec\n\n")[1].splitlines() == [
        "- Mon 30 Nov: ACME c2 promised: send dates",
        "- Mon 30 Nov: LUMEN QBR in Lyon",
        "- Wed 2 Dec: LUMEN t3 call Lumen",
    ]
    assert book.as_of(FRIDAY, "week", "--format", "md").text == text


def test_the_week_as_data(book: Program) -> None:
    [row] = book.as_of(FRIDAY, "week", "--json").rows
    assert list(row) == WEEK_KEYS
    assert (row["from"], row["to"], row["accounts_touched"]) == ("2026-11-21", FRIDAY, 1)
    assert (row["tasks_done"], row["tasks_late"], row["tasks_late_in_all"]) == (1, 2, 1)
    assert row["touches"] == {"call": 1, "meeting": 1, "reply": 0, "email": 1, "note": 0, "qbr": 0}
    assert (row["renewed"], row["lost"], row["notice"]) == ({"USD": 130000}, {"EUR": 50000}, {"EUR": 9000})
    assert row["promises_missed"] == [{"on": "2026-11-25", "account": "ACME", "kind": "missed", "what": "fix SSO"}]
    assert row["deadlines"][1] == {"on": "2026-11-30", "account": "LUMEN", "what": "QBR in Lyon"}
    assert [line["kind"] for line in row["deals"]] == ["lost", "notice", "renewed"]


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (["week"], "# Week: Sat 21 Nov to Fri 27 Nov 2026"),
        (["week", "mon"], "# Week: Sat 21 Nov to Fri 27 Nov 2026"),
        (["week", "21 nov"], "# Week: Sat 21 Nov to Fri 27 Nov 2026"),
        (["week", "1w"], "# Week: Sat 14 Nov to Fri 20 Nov 2026"),
        (["week", "1 nov"], "# Week: Sat 31 Oct to Fri 6 Nov 2026"),
        (["week", "--owner", "lee"], "# Week of lee: Sat 21 Nov to Fri 27 Nov 2026"),
        (["week", "--owner", "me"], "# Week: Sat 21 Nov to Fri 27 Nov 2026"),
    ],
)
def test_a_week_is_that_of_a_day(book: Program, words: list[str], title: str) -> None:
    assert book.as_of(FRIDAY, *words).text.splitlines()[0] == title


def test_what_happened_at_the_weekend_stands_in_the_note_of_the_week_after(cs: Program, enter: Entries) -> None:
    with enter:
        enter.account("ACME")
        enter.activity("ACME", "2026-11-20", "call", summary="before")
        enter.activity("ACME", "2026-11-21", "reply", summary="on Saturday")
    assert cs.as_of(FRIDAY, "week").text.splitlines()[2] == "- Touches: 1 reply, two-way with 1 account"
    assert cs.as_of("2026-11-21", "week").text.splitlines()[0] == "# Week: Sat 21 Nov 2026"


def test_what_fell_late_before_is_late_still(cs: Program, enter: Entries) -> None:
    with enter:
        enter.account("ACME", owner="lee")
        enter.task("last month", "2026-10-20", "ACME")
        enter.task("this week", "2026-11-24", "ACME")
        enter.task("my own", "2026-10-20")
        enter.task("done since", "2026-10-20", "ACME", done_on="2026-11-30")
    assert "- Tasks: 0 done, 1 fell late, 4 late in all" in cs.as_of(FRIDAY, "week").text
    assert "- Tasks: 0 done, 1 fell late, 3 late in all" in cs.as_of(FRIDAY, "week", "--owner", "lee").text
    assert "- Tasks: 0 done, 0 fell late, 3 late in all" in cs.as_of(FRIDAY, "week", "1w").text


def test_a_contract_past_its_end_without_an_outcome_is_among_the_deadlines(cs: Program, enter: Entries) -> None:
    with enter:
        enter.account("PINE", "Pinecrest")
        enter.contract("PINE", "2026-11-15", contract="Core", arr=96_000)
    assert cs.as_of(FRIDAY, "week").text.split("## Due by Fri 4 Dec\n\n")[1].splitlines() == [
        "- Sun 15 Nov: PINE ended, no outcome recorded: Core (annual), $96,000",
    ]
    assert "Core" not in cs.as_of(FRIDAY, "week", "26 oct").text.split("## Due by")[1]


def test_a_week_without_anything_says_so(cs: Program, enter: Entries) -> None:
    enter.account("ACME")
    assert cs.as_of(MONDAY, "week").text.splitlines() == [
        "# Week: Sat 21 Nov to Mon 23 Nov 2026", "", "- Touches: none",
        "- ARR: renewed nothing, lost nothing, notice of nothing", "- Promises: 0 kept, 0 missed",
        "- Tasks: 0 done, 0 fell late, 0 late in all", "", "## Due by Mon 30 Nov", "", "- nothing",
    ]  # fmt: skip


def test_on_a_terminal_the_week_is_a_screen(book: Program, on_terminal: Callable[..., str]) -> None:
    shown = on_terminal(book, "week", "--as-of", FRIDAY, columns=60).splitlines()
    assert shown[0] == "Week: Sat 21 Nov to Fri 27 Nov 2026"
    assert "Renewals" in shown
    assert shown[-1] == "To paste: cs week --format md"
    assert max(map(len, shown)) <= 60


def test_what_an_account_is_called_makes_no_markdown(cs: Program, enter: Entries) -> None:
    enter.account("ACME")
    cs.as_of("2026-11-24", "meet", "ACME", "--commit", "us: *fix* [SSO](x) by 25 nov")
    assert "- ACME c1 \\*fix\\* \\[SSO\\](x)" in cs.as_of(FRIDAY, "week").text


def test_an_open_milestone_is_ahead(cs: Program, enter: Entries) -> None:
    from cs_cli.store.models import Milestone  # noqa: PLC0415

    enter.account("ACME")
    plan = {"account_id": 1, "created_on": date(2026, 11, 1), "changed_on": date(2026, 11, 1), "side": "us"}
    with enter:
        enter._add(Milestone(**plan, title="go-live", due_on=date(2026, 11, 30)))  # noqa: SLF001
        enter._add(Milestone(**plan, title="kickoff", done_on=date(2026, 11, 24)))  # noqa: SLF001
    assert "- Mon 30 Nov: ACME m1 go-live" in cs.as_of(FRIDAY, "week").text
    assert lines(cs, "mon") == [("24", "ACME", "done", "kickoff")]


@pytest.mark.parametrize("kind", ORDER)
def test_every_kind_has_its_place(kind: str) -> None:
    event = Event(date(2026, 11, 23), kind, None, None, None, None, "x")
    later = event._replace(on=date(2026, 11, 24), kind=ORDER[-1])
    assert in_order([event, later]) == [later, event]


def test_amounts_of_different_currencies_are_never_added() -> None:
    event = Event(date(2026, 11, 23), "lost", 1, "ACME", "Acme", None, "x", 100, "USD")
    events = [event, event._replace(currency="EUR"), event, event._replace(kind="renewed")]
    assert arr_of(events, "lost") == {"USD": 200, "EUR": 100}
