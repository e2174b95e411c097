"""`cs health --migration`: the bands at the start of a span against those at its end."""

import pytest
from seats import TODAY, by_seats, seated

from cs_cli.commands.health_migration import KEYS

SPAN = ("--migration", "--from", "2026-08-31", "--to", "2026-11-20")


@pytest.fixture
def book(cs, enter):
    """One that fell, two that stayed, one that is new, two that left, a prospect; in two currencies."""
    by_seats(cs)
    seated(enter, "FELL", {"2026-08-01": 80, "2026-11-01": 30}, arr=10_000)
    seated(enter, "STAYED", {"2026-08-01": 90, "2026-11-01": 90}, arr=20_000)
    seated(enter, "EURO", {"2026-08-01": 95, "2026-11-01": 95}, arr=5_000, currency="EUR")
    seated(enter, "LEFT", {"2026-08-01": 30}, arr=40_000, renews="2026-10-01")
    seated(enter, "GONE", {"2026-08-01": 60}, arr=7_000, renews="2026-12-01")
    enter.contract("NEW", "2027-10-01", starts="2026-10-01", seats=100, arr=3_000)
    enter.usage("NEW", "seats_used", {"2026-11-01": 60})
    enter.account("PROSPECT")
    assert cs.as_of("2026-11-10", "account", "archive", "GONE").code == 0
    return cs


def cells(cs, *words):
    rows = cs.as_of(TODAY, "health", *words, "--json").rows
    assert all(list(row) == KEYS for row in rows)
    return {(row["from_band"], row["to_band"]): (row["accounts"], row["arr_by_currency"], row["names"]) for row in rows}


def test_every_account_is_in_one_cell_with_the_arr_of_the_start_and_what_is_new_with_its_own(book):
    assert cells(book, *SPAN) == {
        ("red", "left"): (1, {"USD": 40_000}, ["LEFT"]),
        ("yellow", "left"): (1, {"USD": 7_000}, ["GONE"]),
        ("green", "red"): (1, {"USD": 10_000}, ["FELL"]),
        ("green", "green"): (2, {"EUR": 5_000, "USD": 20_000}, ["EURO", "STAYED"]),
        ("new", "yellow"): (1, {"USD": 3_000}, ["NEW"]),
    }


def closed(cs, day):
    """ARR by currency, and how many accounts, at the close of a day as `cs retention` has it."""
    rows = cs.as_of(TODAY, "retention", "--from", day, "--to", day, "--json").rows
    return {row["currency"]: row["end_arr"] for row in rows}, sum(row["accounts_end"] for row in rows)


@pytest.mark.parametrize(
    "span", [("2026-08-31", "2026-11-20"), ("2026-08-01", "2026-10-01"), ("2025-03-01", "2026-09-30")]
)
def test_the_margins_are_the_accounts_that_retention_counts_on_both_days(book, span):
    rows = book.as_of(TODAY, "health", "--migration", "--from", span[0], "--to", span[1], "--json").rows
    for day, side, out in ((span[0], "from_band", "new"), (span[1], "to_band", "left")):
        names = [name for row in rows if row[side] != out for name in row["names"]]
        assert len(set(names)) == len(names) == closed(book, day)[1], day


@pytest.mark.parametrize("first", ["2026-08-25", "2025-12-01", "2026-11-01"])
def test_the_arr_of_the_start_adds_up_to_the_book_of_that_day(demo, first):
    rows = demo.as_of(TODAY, "health", "--migration", "--from", first, "--json").rows
    total = {}
    for row in rows:
        for code, amount in row["arr_by_currency"].items() if row["from_band"] != "new" else ():
            total[code] = total.get(code, 0) + amount
    assert total == pytest.approx(closed(demo, first)[0])


def test_the_screen_shows_the_matrix_the_sums_and_the_cells(book):
    lines = book.as_of(TODAY, "health", *SPAN).text.splitlines()
    assert [" ".join(line.split()) for line in lines] == [
        "Accounts by band: Mon 31 Aug 2026 down, Fri 20 Nov 2026 across",
        "■ red ▲ yellow ● green ○ grey left on 31 Aug",
        "■ red · · · · 1 1",
        "▲ yellow · · · · 1 1",
        "● green 1 · 2 · · 3",
        "○ grey · · · · · ·",
        "new · 1 · · ·",
        "on 20 Nov 1 1 2 ·",
        "5 accounts, $77,000 + €5,000 on Mon 31 Aug 2026, 2 left, 1 new: 4 with $33,000 + €5,000 on Fri 20 Nov 2026",
        "ARR below is that of the first day, of new accounts that of the last. Left: no contract runs any more.",
        "■ red → left 1 $40,000 LEFT",
        "▲ yellow → left 1 $7,000 GONE",
        "● green → ■ red 1 $10,000 FELL",
        "● green stayed 2 $20,000 + €5,000 EURO, STAYED",
        "new → ▲ yellow 1 $3,000 NEW",
    ]


@pytest.mark.parametrize("columns", [80, 100, 200])
def test_it_fits_every_terminal(demo, on_terminal, columns):
    lines = on_terminal(demo, "health", "--migration", "--as-of", TODAY, columns=columns).splitlines()
    assert max(map(len, lines)) <= columns


def test_without_days_it_is_the_quarter_up_to_the_day(book):
    rows = book.as_of(TODAY, "health", "--migration", "--json").rows
    assert {(row["from_on"], row["to_on"]) for row in rows} == {("2026-08-25", TODAY)}
    rows = book.as_of("2026-11-01", "health", "--migration", "--json").rows
    assert {(row["from_on"], row["to_on"]) for row in rows} == {("2026-08-03", "2026-11-01")}


def test_one_account_a_filter_and_nobody(book):
    assert cells(book, "fell", *SPAN) == {("green", "red"): (1, {"USD": 10_000}, ["FELL"])}
    assert cells(book, "PROSPECT", *SPAN) == {}
    text = book.as_of(TODAY, "health", "PROSPECT", *SPAN).text
    assert text == "No account with a contract on Mon 31 Aug 2026 or Fri 20 Nov 2026.\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--from", "2026-11-23"], "--from 2026-11-23 is not before --to 2026-11-23"),
        (["--from", "2026-10-01", "--to", "2026-09-01"], "--from 2026-10-01 is not before --to 2026-09-01"),
        (["--to", "2026-12-01"], "--to 2026-12-01 is after 2026-11-23"),
        (["--band", "red"], "--migration shows every band"),
        (["--from", "nonsense"], '"nonsense" is no day I know'),
    ],
)
def test_nonsense_is_refused(book, words, told):
    answer = book.as_of(TODAY, "health", "--migration", *words)
    assert (answer.code, answer.out) == (2, b"")
    assert told in answer.talk
