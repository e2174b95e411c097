"""The demo book: the same for the same day, believable, and with every state that a command can show."""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from itertools import islice, pairwise
from pathlib import Path
from statistics import median

import pytest

from cs_cli.demo import book as books
from cs_cli.demo.book import Book, NotEmptyError, fill
from cs_cli.demo.strangers import strangers
from cs_cli.domain.calendar import fiscal_quarter
from cs_cli.domain.terms import Notice
from cs_cli.settings import Settings
from cs_cli.store.contracts import opt_out_on
from cs_cli.store.portfolio import Portfolio
from cs_cli.store.read import Reader
from cs_cli.store.write import undo, writing

MONDAY = date(2026, 11, 23)
NOW = "2026-11-23T07:00:00Z"
# A month's end, a leap day, the weeks after New Year, the first and the last day of a quarter.
OTHER_DAYS = [date(2027, 1, 31), date(2028, 2, 29), date(2027, 1, 6), date(2026, 10, 1), date(2026, 12, 31)]
PLANNED = {"activity": 1}
"""The QBR of LUMEN is still to come."""
DATED_TABLES = {
    "measurement": "measured_on", "ticket": "opened_at_utc", "survey": "answered_on", "activity": "happened_on",
    "note": "noted_on", "task": "created_on", "forecast_call": "called_on",
}  # fmt: skip


def write(path: Path, book: Book) -> Path:
    with writing(path, "cs demo", NOW) as writer:
        fill(writer, book)
    return path


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("book") / "demo.db", Book(MONDAY))


@pytest.fixture(scope="module")
def larger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("larger") / "demo.db", Book(MONDAY, accounts=600))


@pytest.fixture
def ask(path: Path) -> Callable[..., list[tuple[object, ...]]]:
    return lambda sql, *parameters: rows(path, sql, *parameters)


def rows(path: Path, sql: str, *parameters: object) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql, parameters).fetchall()


def everything(path: Path) -> dict[str, list[tuple[object, ...]]]:
    return {table: rows(path, f"SELECT * FROM {table} ORDER BY id") for table in books.COLUMNS}  # noqa: S608


def on_the_day(path: Path, day: date = MONDAY) -> Portfolio:
    return Portfolio(Reader(path), day, date.max, Settings(path.parent / "config.toml"))


def bands(portfolio: Portfolio, day: date) -> dict[str, str]:
    found = portfolio.reader.tuples("SELECT account_id, account FROM accounts WHERE archived_on IS NULL")
    scores = portfolio.scores([account_id for account_id, _ in found], day)
    return {key: str(scores[account_id].band) for account_id, key in found}


def test_the_same_day_gives_the_same_book(path, tmp_path):
    assert everything(write(tmp_path / "again.db", Book(MONDAY))) == everything(path)


def test_another_day_moves_every_date_along(tmp_path):
    a_week_on = write(tmp_path / "later.db", Book(MONDAY + timedelta(7), accounts=1))
    assert rows(a_week_on, "SELECT opt_out_on FROM contract WHERE contract = 'Platform' AND renewed_by_id IS NULL") == [
        ("2026-12-08",)
    ]


def test_sixty_accounts_in_three_segments_of_three_owners(ask):
    assert ask("SELECT count(*) FROM account") == [(60,)]
    assert dict(ask("SELECT segment, count(*) > 9 FROM account GROUP BY 1")) == dict.fromkeys(
        ("enterprise", "mid-market", "smb"), 1
    )
    assert ask("SELECT DISTINCT owner FROM account ORDER BY 1") == [("lee",), ("me",), ("noor",)]


def test_an_open_portfolio_is_undone_by_one_step(tmp_path):
    path = write(tmp_path / "demo.db", Book(MONDAY, accounts=5))
    assert rows(path, "SELECT count(*) FROM journal_step") == [(1,)]
    undo(path, None, NOW)
    assert {table: len(found) for table, found in everything(path).items()} == dict.fromkeys(books.COLUMNS, 0)


def test_after_an_undo_a_new_book_gets_new_numbers(tmp_path):
    path = write(tmp_path / "demo.db", Book(MONDAY, accounts=1))
    undo(path, None, NOW)
    write(path, Book(MONDAY, accounts=1))
    assert rows(path, "SELECT id FROM task WHERE title = 'Sev-1 update to Sam'") == [(75,)]  # t44 was the last one


def test_a_portfolio_that_holds_accounts_is_refused_and_left_alone(tmp_path):
    path = write(tmp_path / "demo.db", Book(MONDAY, accounts=1))
    before = everything(path)
    with pytest.raises(NotEmptyError, match="the portfolio holds 1 account; ") as refusal:
        write(path, Book(MONDAY))
    assert refusal.value.exit_code == 65
    assert everything(path) == before


@pytest.mark.parametrize(
    ("account", "contract", "expected"),
    [
        ("PINECREST", "Platform", ("sign-by", "overdue", -8)),
        ("TAMARIND", "Platform", ("sign-by", "overdue", -45)),
        ("ACME", "Platform", ("opt-out", "open", 8)),
        ("HARBOR", "Platform", ("opt-out", "open", 9)),
        ("ZEPHYR", "Platform", ("opt-out", "open", 0)),
        ("ACME", "Analytics", ("renews", "open", 22)),
        ("PEBBLE", "Platform", ("renews", "open", 0)),
        ("KESTREL", "Platform", ("sign-by", "open", 22)),
        ("ORCHARD", "Platform", ("sign-by", "open", 0)),
        ("NORDHAVN", "Platform", ("renews", "lapsed", 57)),
        ("OTTOLINE", "Platform", ("renews", "lapsed", 16)),
        ("COPPERFIELD", "Platform", ("renews", "lapsed", 20)),
        ("MARLOW", "Platform", ("sign-by", "notice", 48)),
    ],
)
def test_every_state_of_a_renewal_occurs(path, account, contract, expected):
    portfolio = on_the_day(path)
    found = {
        r.contract: (r.decide_kind, r.state, r.days_left)
        for r in portfolio.worth_of(portfolio.account(account)).renewals
    }
    assert found[contract] == expected


@pytest.mark.parametrize(("account", "days"), [("NORDHAVN", 3), ("OTTOLINE", 14), ("COPPERFIELD", 40)])
def test_opt_outs_have_lapsed_lately_at_the_edge_and_long_ago(path, account, days):
    portfolio = on_the_day(path)
    [renewal] = portfolio.worth_of(portfolio.account(account)).renewals
    assert renewal.lapsed_days(MONDAY) == days


def test_every_term_occurs(ask):
    assert {term for (term,) in ask("SELECT DISTINCT term FROM contracts")} >= {
        "monthly", "quarterly", "6m", "annual", "18m", "24m", "36m", "evergreen",
    }  # fmt: skip
    assert ask("SELECT DISTINCT opt_out_every FROM contracts WHERE term = '36m'") == [("annual",)]
    kinds = set(ask("SELECT DISTINCT notice_kind, notice_basis FROM contracts"))
    assert kinds == {
        ("calendar", "renewal-day"), ("business", "renewal-day"), ("months", "renewal-day"), ("calendar", "last-day"),
    }  # fmt: skip


def test_contracts_are_renewed_ended_cancelled_drafted_and_signed_ahead(ask):
    assert {status for (status,) in ask("SELECT DISTINCT status FROM contracts")} == {
        None, "ended", "cancelled", "draft",
    }  # fmt: skip
    assert ask("SELECT count(*) > 30 FROM contracts WHERE next_starts_on IS NOT NULL") == [(1,)]
    assert ask("SELECT account, contract FROM contracts WHERE renewed_by_guess") == [("WISTERIA", "C-1041")]
    ahead = "SELECT account FROM contracts WHERE next_starts_on > ? AND next_known_on <= ?"
    assert ask(ahead, MONDAY.isoformat(), MONDAY.isoformat()) == [("LARKSPUR",)]


def test_money_comes_in_four_currencies_and_once(ask):
    by_currency = dict(ask("SELECT currency, count(DISTINCT account) FROM contracts GROUP BY 1"))
    assert by_currency.keys() == {"USD", "EUR", "GBP", "JPY"}
    assert (by_currency["GBP"], by_currency["JPY"]) == (1, 1)
    assert ask("SELECT DISTINCT currency FROM contracts WHERE account = 'COBALT' ORDER BY 1") == [("EUR",), ("USD",)]
    assert ask("SELECT account, arr FROM contracts WHERE price_period = 'once'") == [("IRONBARK", 0)]


def test_names_are_what_names_are(ask):
    names = [str(name) for (name,) in ask("SELECT name FROM account")]
    for sign in ("É", "Ø", "北", "נ", "🌻", "[Bracket]"):
        assert any(sign in name for name in names), sign
    assert max(len(name) for name in names) == 60
    assert ask("SELECT key_folded, name_folded FROM account WHERE key = 'ORESUND'") == [("oresund", "oresund maritime")]


def test_gaps_are_there_to_be_shown(ask):
    without = "SELECT key FROM account WHERE id NOT IN (SELECT account_id FROM {}) ORDER BY 1"
    assert {"DOVECOTE", "FENWREN"} <= {key for (key,) in ask(without.format("contract"))}
    assert {"DOVECOTE", "SPRUCE"} <= {key for (key,) in ask(without.format("measurement"))}
    assert ask("SELECT account FROM accounts WHERE archived_on IS NOT NULL") == [("TOPIARY",)]
    assert ask("SELECT account FROM accounts WHERE parent = 'COBALT'") == [("COBALT-LABS",)]


@pytest.mark.parametrize("day", [MONDAY, *OTHER_DAYS])
def test_on_any_day_bands_and_deadlines_are_the_same(tmp_path, day):
    path = write(tmp_path / "demo.db", Book(day))
    portfolio = on_the_day(path, day)
    now, before = bands(portfolio, day), bands(portfolio, day - timedelta(7))
    counts = Counter(now.values())
    assert counts["green"] > 25
    assert all(counts[band] > 3 for band in ("yellow", "red", "grey")), counts
    expected = {
        "ACME": "red", "KESTREL": "yellow", "TIDEWATER": "green", "HARBOR": "green", "PINECREST": "red",
        "NORDHAVN": "red", "BOREAL": "red", "QUILLON": "red", "SPRUCE": "grey", "QUARRY": "grey", "DOVECOTE": "grey",
    }  # fmt: skip
    assert {key: now[key] for key in expected} == expected
    assert (before["ACME"], before["KESTREL"], before["TIDEWATER"]) == ("yellow", "green", "yellow")
    [first] = [r for r in portfolio.worth_of(portfolio.account("ACME")).renewals if r.contract == "Platform"]
    assert (first.decide_on - day).days == 8


def test_acme_is_as_its_pages_show_it(path, ask):
    portfolio = on_the_day(path)
    account = portfolio.account("ACME")
    health = portfolio.explained(account.account_id)
    told = {line.measure: line.told for line in health.lines}
    assert told["seats_used"] == "248 of 400 = 62%"
    assert told["usage_trend"] == "1,250 → 1,000: -20%"
    assert told["tickets"].startswith("22 in 90d")
    assert told["two_way"] == "call 9 Oct, 45d ago"
    assert "survey" in {line.measure for line in health.lines if line.points is None}
    severe = (
        "SELECT ticket, date(opened_at) FROM tickets WHERE account = 'ACME' AND status = 'open' AND priority = 'Sev-1'"
    )
    assert ask(severe) == [("4417", "2026-11-06")]
    assert ask("SELECT task, due_on FROM tasks WHERE title IN ('Sev-1 update to Sam', 'send ROI sheet')") == [
        ("t31", "2026-11-20"), ("t44", "2026-11-27"),
    ]  # fmt: skip
    assert ask("SELECT contract, arr, opt_out_on FROM contracts WHERE account = 'ACME' AND next_starts_on IS NULL") == [
        ("Platform", 160_000, "2026-12-01"), ("Analytics", 24_000, None),
    ]  # fmt: skip


@pytest.mark.parametrize("day", [MONDAY, *OTHER_DAYS])
def test_acme_had_a_review_in_the_quarter_before(tmp_path, day):
    path = write(tmp_path / "demo.db", Book(day, accounts=1))
    quarter = fiscal_quarter(fiscal_quarter(day).start - timedelta(1))
    held = [date.fromisoformat(str(on)) for (on,) in rows(path, "SELECT happened_on FROM activity WHERE kind = 'qbr'")]
    assert len([on for on in held if quarter.holds(on)]) == 1
    tickets = "SELECT count(DISTINCT priority) FROM ticket WHERE opened_at_utc BETWEEN ? AND ?"
    assert rows(path, tickets, quarter.start.isoformat(), quarter.end.isoformat())[0][0] >= 3


def test_acme_has_answers_of_a_year_ago_at_most(ask):
    year_ago = (MONDAY - timedelta(365)).isoformat()
    [(answers,)] = ask("SELECT count(*) FROM surveys WHERE account = 'ACME' AND kind = 'nps' AND \"on\" > ?", year_ago)
    assert answers >= 8


def test_two_years_of_usage_look_like_usage(ask):
    series = dict(ask("SELECT \"on\", value FROM measurements WHERE account = 'LUMEN' AND metric = 'active_users'"))
    assert len(series) == 104
    values = [series[on] for on in sorted(series)]
    steps = Counter(after - before for before, after in pairwise(values))
    assert len(steps) > 6  # no straight line
    assert median(values[-26:]) > median(values[:26])
    assert min(series, key=series.__getitem__)[5:7] in ("12", "01")  # everybody is away at the year's end


def test_used_is_never_more_than_there_is(ask):
    wide = """
        SELECT count(*) FROM measurements x JOIN measurements y ON x.account_id = y.account_id AND x."on" = y."on"
        WHERE x.metric = ? AND y.metric = ? AND x.value > y.value
    """
    assert ask(wide, "active_users", "seats_used") == [(0,)]
    assert ask(wide, "features_used", "features_available") == [(0,)]
    assert ask("SELECT count(*) FROM measurements WHERE value < 0") == [(0,)]


@pytest.mark.parametrize(("table", "column"), DATED_TABLES.items())
def test_nothing_has_happened_after_the_day_or_before_the_customer_came(ask, larger, table, column):
    late = f"SELECT count(*), sum(date({column}) > ?) FROM {table}"  # noqa: S608  names of this file
    early = f"""
        SELECT a.key, t.{column} FROM {table} t JOIN account a ON a.id = t.account_id
        WHERE a.customer_since > date(t.{column}) ORDER BY 1
    """  # noqa: S608  names of this file
    [(count, after)] = ask(late, MONDAY.isoformat())
    assert count > 0
    assert after == PLANNED.get(table, 0)
    assert ask(early) == []
    assert rows(larger, early) == []


def test_tickets_are_answered_before_they_are_solved(ask):
    wrong = """
        SELECT ticket FROM tickets WHERE first_reply_at < opened_at OR resolved_at < first_reply_at
        OR closed_at < resolved_at OR (resolved_at IS NULL) <> (status = 'open')
    """
    assert ask(wrong) == []
    assert {status for (status,) in ask("SELECT DISTINCT status FROM tickets")} == {"open", "solved", "closed"}
    assert {p for (p,) in ask("SELECT DISTINCT priority FROM tickets")} == {"Sev-1", "Sev-2", "Sev-3", "Sev-4"}


def test_every_kind_of_record_occurs(ask):
    assert {kind for (kind,) in ask("SELECT DISTINCT kind FROM activities")} == {
        "call", "meeting", "email", "reply", "note", "qbr",
    }  # fmt: skip
    assert {kind for (kind,) in ask("SELECT DISTINCT kind FROM surveys")} == {"nps", "csat"}
    assert {kind for (kind,) in ask("SELECT DISTINCT kind FROM opportunities")} == {"renewal", "expansion"}
    assert {won for (won,) in ask("SELECT DISTINCT won FROM opportunities")} == {None, 0, 1}
    tasks = "SELECT sum(done_on IS NOT NULL) > 5, sum(done_on IS NULL AND due_on < ?) > 1, sum(snoozes) > 0 FROM tasks"
    assert ask(tasks, MONDAY.isoformat()) == [(1, 1, 1)]


def test_generated_tasks_are_due_on_weekdays(ask):
    due = [
        date.fromisoformat(str(on)) for (on,) in ask("SELECT due_on FROM task WHERE title = 'share the usage summary'")
    ]
    assert due
    assert all(day.weekday() < 5 for day in due)


def test_what_follows_from_a_contract_is_stored_with_it(ask):
    facts = "SELECT renews_on, notice_days, notice_kind, notice_basis, country, auto_renew, opt_out_on FROM contracts"
    for renews_on, days, kind, basis, country, auto_renew, stored in ask(facts):
        notice = Notice(int(days), str(kind), str(basis), str(country)) if days is not None else None
        renews = date.fromisoformat(str(renews_on)) if renews_on else None
        expected = opt_out_on(renews, notice, auto_renew=bool(auto_renew))
        assert stored == (expected.isoformat() if expected else None)


def test_people_can_be_written_to_and_nobody_real_is(ask):
    addresses = ask("SELECT email FROM contact WHERE email IS NOT NULL")
    assert len(addresses) > 120
    assert all(str(email).endswith(".example") for (email,) in addresses)
    assert ask("SELECT name, title, roles FROM contacts WHERE account = 'ACME' LIMIT 2") == [
        ("Jo Park", "COO", '["sponsor"]'), ("Sam Ito", "Head of Planning", '["champion", "user"]'),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("accounts", "weeks", "expected"), [(60, None, 104), (500, None, 104), (501, None, 8), (900, 30, 30), (1, 0, 0)]
)
def test_weeks_of_usage(accounts, weeks, expected):
    assert Book(MONDAY, accounts, weeks).usage_weeks == expected


def test_a_larger_book_keeps_its_mix(larger):
    assert rows(larger, "SELECT count(*), count(DISTINCT name_folded) FROM account") == [(600, 600)]
    [(weeks,)] = rows(larger, "SELECT count(DISTINCT measured_on) FROM measurement WHERE account_id = 1")
    assert weeks == 8
    in_force = "FROM contract WHERE renewed_by_id IS NULL AND status IS NULL"
    [(monthly, terms)] = rows(larger, f"SELECT sum(term_months = 1), count(*) {in_force}")
    assert 0.06 < monthly / terms < 0.14
    annual = f"SELECT strftime('%m', renews_on), count(*) {in_force} AND term_months = 12 GROUP BY 1"
    by_month = dict(rows(larger, annual))
    assert len(by_month) == 12
    assert max(by_month.values()) < 3 * min(by_month.values())
    states = Counter(r.state for worth in on_the_day(larger).worth.values() for r in worth.renewals)
    assert all(states[state] > 1 for state in ("open", "lapsed", "notice", "overdue")), states


def test_a_larger_book_begins_like_a_smaller_one(path, larger):
    names = "SELECT key, name, segment, owner FROM account ORDER BY id LIMIT 60"
    assert rows(larger, names) == rows(path, names)


def test_strangers_never_share_a_name_or_a_key():
    taken = {"ACME"}
    found = list(islice(strangers(taken), 6200))
    assert len({customer.name for customer in found}) == len({customer.key for customer in found}) == 6200
    assert taken == {"ACME"} | {customer.key for customer in found}


def test_the_command_fills_the_portfolio_that_is_named(cs):
    answer = cs.as_of("2026-11-23", "demo", "--accounts", "2", "--weeks", "3")
    assert (answer.code, answer.text) == (0, "")
    assert answer.talk == f"2 invented accounts as of 2026-11-23 in {cs.db}. Empty again: cs undo\n"
    assert rows(cs.db, "SELECT key FROM account") == [("ACME",), ("PINECREST",)]
    assert rows(cs.db, "SELECT command FROM journal_step") == [("cs demo --accounts 2 --weeks 3 --as-of 2026-11-23",)]


def test_the_command_refuses_a_portfolio_in_use(cs):
    cs.as_of("2026-11-23", "demo", "--accounts", "1")
    answer = cs.as_of("2026-11-23", "demo")
    assert (answer.code, answer.text) == (65, "")
    assert answer.talk.startswith("cs: the portfolio holds 1 account; the demo fills an empty one only\n")
    assert rows(cs.db, "SELECT count(*) FROM account") == [(1,)]


def test_without_a_name_the_command_makes_a_file_of_its_own_and_says_how_to_use_it(cs):
    home = cs.home / "data folder"
    unnamed = {"CS_DB": "", "CS_DATA_DIR": str(home)}
    answer = cs("demo", "--accounts", "1", "--as-of", "2026-11-23", env=unnamed)
    file = home / "demo.db"
    assert answer.code == 0
    assert not cs.db.exists()
    assert f"cs --db '{file}' today, or for this shell: export CS_DB='{file}'" in answer.talk
    assert json.loads(str(rows(file, "SELECT tags FROM account")[0][0])) == ["multi-site"]


@pytest.mark.parametrize("words", [("--accounts", "0"), ("--weeks", "-1"), ("--accounts", "many")])
def test_sizes_that_cannot_be_are_a_usage_error(cs, words):
    assert cs("demo", *words).code == 2
    assert not cs.db.exists()
