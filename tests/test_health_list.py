"""`cs health --changed` and `--sort`: who moved since when, and in which order."""

import pytest
from seats import TODAY, by_seats, seated


@pytest.fixture
def book(cs, enter):
    """Five accounts: what each used three weeks ago and what it uses since Friday."""
    by_seats(cs)
    for account, name, before, now, arr, currency, renews in (
        ("FELL", "Zeta", 80, 40, 30_000, "USD", "2027-03-01"),
        ("DRIFT", "Beta", 90, 85, 90_000, "USD", "2026-12-24"),
        ("STILL", "Delta", 90, 86, 10_000, "USD", "2027-01-10"),
        ("ROSE", "Alpha", 60, 80, 20_000, "USD", "2027-06-01"),
        ("EURO", "Gamma", 60, 60, 50_000, "EUR", None),
    ):
        enter.account(account, name)
        seated(enter, account, {"2026-10-30": before, "2026-11-20": now}, arr=arr, currency=currency, renews=renews)
    return cs


def listed(cs, *words):
    return [row["account"] for row in cs.as_of(TODAY, "health", *words, "--json").rows]


@pytest.mark.parametrize(
    ("words", "accounts"),
    [
        ([], ["FELL", "EURO", "ROSE", "DRIFT", "STILL"]),
        (["--sort", "score"], ["FELL", "EURO", "ROSE", "DRIFT", "STILL"]),
        (["--sort", "change"], ["FELL", "DRIFT", "STILL", "EURO", "ROSE"]),
        (["--sort", "arr"], ["DRIFT", "FELL", "ROSE", "STILL", "EURO"]),
        (["--sort", "decide"], ["DRIFT", "STILL", "FELL", "ROSE", "EURO"]),
        (["--sort", "name"], ["ROSE", "DRIFT", "STILL", "EURO", "FELL"]),
        (["--sort", "name", "--limit", "2"], ["ROSE", "DRIFT"]),
        (["--changed", "7d"], ["FELL", "ROSE", "DRIFT"]),
        (["--changed", "7d", "--sort", "change"], ["FELL", "DRIFT", "ROSE"]),
        (["--changed", "1d"], []),
        (["--changed", "7d", "--band", "red"], ["FELL"]),
    ],
)
def test_the_order_and_who_moved(book, words, accounts):
    assert listed(book, *words) == accounts


def test_five_points_move_and_four_do_not_and_the_row_says_since_when(book):
    rows = {row["account"]: row for row in book.as_of(TODAY, "health", "--changed", "2w", "--json").rows}
    assert set(rows) == {"FELL", "ROSE", "DRIFT"}
    since = {key: rows["DRIFT"][key] for key in ("since", "health_since", "band_since", "health")}
    assert since == {"since": "2026-11-09", "health_since": 90.0, "band_since": "green", "health": 85.0}


def test_without_a_window_a_row_compares_with_a_week_ago(book):
    row = book.as_of(TODAY, "health", "FELL", "--json").rows[0]
    assert (row["since"], row["health_since"], row["band_since"]) == ("2026-11-16", row["health_7d"], row["band_7d"])


def test_with_a_rate_arr_ranks_across_currencies_and_says_so(book):
    assert book.as_of(TODAY, "rate", "add", "EUR", "2", "--in", "USD").code == 0
    assert listed(book, "--sort", "arr") == ["EURO", "DRIFT", "FELL", "ROSE", "STILL"]
    assert "Ranked across currencies ≈ at recorded rates.\n" in book.as_of(TODAY, "health", "--sort", "arr").text


def test_without_a_rate_it_ranks_within_each_and_says_so(book):
    text = book.as_of(TODAY, "health", "--sort", "arr").text
    assert "Ranked within each currency, for lack of a rate: cs rates.\n" in text
    assert "Ranked" not in book.as_of(TODAY, "health", "--sort", "name").text
    assert "Ranked" not in book.as_of(TODAY, "health", "FELL", "--sort", "arr").text


def test_the_screen_of_who_moved_counts_them_and_every_band(book):
    lines = book.as_of(TODAY, "health", "--changed", "7d").text.splitlines()
    assert [" ".join(line.split()) for line in lines] == [
        "Mon 23 Nov 2026, against Mon 16 Nov: 1 account down, 1 up, 1 more by 5 points or more",
        "now 7d 30d 90d 8 weeks ARR decide main reason",
        "■ red 1 account $30,000",
        "FELL 40 -40 ▇▇▇▄ $30,000 98d 40% of seats used in month 23",
        "▲ yellow 1 account €50,000",
        "● green 3 accounts $120,000 up: ROSE 60 → 80",
        "ROSE 80 +20 ▅▅▅▇ $20,000 190d 80% of seats used in month 23",
        "DRIFT 85 -5 ███▇ $90,000 31d 85% of seats used in month 23",
        "1 more, no band change cs health --band green",
    ]


def test_another_window_has_a_column_of_its_own(book):
    head, titles, *_ = book.as_of(TODAY, "health", "--changed", "2w").text.splitlines()
    assert head.startswith("Mon 23 Nov 2026, against Mon 9 Nov: 1 account down, 1 up, 1 more by 5 points or more")
    assert titles.split()[:4] == ["now", "14d", "30d", "90d"]
    _, titles, *_ = book.as_of(TODAY, "health", "--changed", "30d").text.splitlines()
    assert titles.split()[:4] == ["now", "30d", "90d", "8"]


def test_what_was_grey_has_moved_and_comes_last_by_change(book):
    head = book.as_of(TODAY, "health", "--changed", "30d").text.splitlines()[0]
    assert (
        head
        == "Mon 23 Nov 2026, against Sat 24 Oct: 0 accounts down, 0 up, 5 to or from grey, 0 more by 5 points or more"
    )


def test_another_order_is_one_list_with_a_band_a_line_below_the_totals(book, on_terminal):
    text = on_terminal(book, "health", "--sort", "name", "--as-of", TODAY)
    lines = text.splitlines()
    assert [line.split()[1] for line in lines[1:4]] == ["red", "yellow", "green"]
    assert [line.split()[:3] for line in lines[5:7]] == [["ROSE", "●", "green"], ["DRIFT", "●", "green"]]
    cut = book.as_of(TODAY, "health", "--sort", "name", "--limit", "3").text.splitlines()[-1]
    assert cut == "  2 more: cs health --sort name --all"


@pytest.mark.parametrize("columns", [80, 100, 200])
@pytest.mark.parametrize("words", [["--changed", "14d"], ["--sort", "decide"], []])
def test_every_width_fits_and_what_is_cut_says_so(demo, on_terminal, columns, words):
    lines = on_terminal(demo, "health", *words, "--as-of", TODAY, columns=columns).splitlines()
    assert max(map(len, lines)) <= columns
    reasons = {row["main_reason"] for row in demo.as_of(TODAY, "health", "--json").rows}
    rows = [line for line in lines if line.startswith("  ") and line[2:3].isupper() and "→" not in line]
    assert rows
    for line in rows:
        assert line.endswith("…") or any(line.endswith(reason) for reason in reasons), line


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--sort", "nme"], 'no order "nme"\n  One of score, change, arr, decide, name\n'),
        (["--changed", "today"], '--changed "today" is 2026-11-23 itself'),
        (["--changed", "tomorrow"], '"tomorrow" is 2026-11-24, after 2026-11-23'),
        (["--changed", "nonsense"], '"nonsense" is no day I know'),
        (["--explain", "--history"], "--explain and --history at once"),
        (["--explain", "--sort", "name"], "--sort is of the list, and not of --explain"),
        (["--said", "--changed", "7d"], "--changed is of the list, and not of --said"),
        (["--last", "1y"], "--last goes with --history"),
        (["--from", "2026-01-01"], "--from goes with --migration"),
        (["--history", "--to", "2026-01-01"], "--to goes with --migration"),
        (["--migration", "--fail-on", "red"], "--fail-on is of the list, and not of --migration"),
    ],
)
def test_nonsense_is_refused_with_what_to_type(book, words, told):
    answer = book.as_of(TODAY, "health", *words)
    assert (answer.code, answer.out) == (2, b"")
    assert told in answer.talk


def test_an_empty_portfolio_says_what_to_type(cs, enter):
    assert enter
    for words in (["--changed", "7d"], ["--sort", "arr"], ["--said"]):
        assert cs.as_of(TODAY, "health", *words).text.startswith("No account yet. Bring your own: cs import FILE")
        assert cs.as_of(TODAY, "health", *words, "--json").rows == []
