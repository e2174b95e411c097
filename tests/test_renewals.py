import csv
import io
import json
from datetime import date, timedelta

import pytest
from entries import Entries
from hypothesis import given
from hypothesis import strategies as st

from cs_cli.domain.calendar import Window, add_months
from cs_cli.domain.renewal_rate import due_in
from cs_cli.domain.renewals import Term, due, renewal_of
from cs_cli.domain.revenue import span_of
from cs_cli.domain.terms import Notice, anchor_of, start_before

TODAY = "2026-11-23"
KEYS = [
    "account", "name", "contract", "product", "owner", "segment", "term", "term_months", "auto_renew", "notice_days",
    "starts_on", "renews_on", "opt_out_on", "decide_kind", "decide_on", "days_left", "state", "arr", "currency",
    "health", "band", "band_by_hand",
]  # fmt: skip


def day(text):
    return date.fromisoformat(text)


def term(renews_on, *, starts=None, months=12, auto=False, **more):
    starts_on = day(starts) if starts else start_before(day(renews_on), months)
    facts = {
        "account": "ACME", "name": "Acme", "contract": "", "product": None, "owner": None, "segment": None,
        "term": "annual", "term_months": months, "auto_renew": auto, "notice": None, "starts_on": starts_on,
        "renews_on": day(renews_on), "arr_minor": 1_200_000, "currency": "USD",
        "anchor_on": anchor_of(starts_on, day(renews_on), months),
    }  # fmt: skip
    return Term(**(facts | more))


def decision(known, today=TODAY, **known_until):
    found = renewal_of(known, day(today), **known_until)
    return found and (found.decide_kind, found.decide_on.isoformat(), found.days_left, found.state)


AUTO_90 = term("2027-03-01", auto=True, notice=Notice(90))  # to opt out by 2026-12-01
AUTO = term("2026-12-15", auto=True)
SIGNED = term("2026-12-15")


@pytest.mark.parametrize(
    ("known", "today", "expected"),
    [
        (AUTO_90, "2026-11-23", ("opt-out", "2026-12-01", 8, "open")),
        (AUTO_90, "2026-12-01", ("opt-out", "2026-12-01", 0, "open")),
        (AUTO_90, "2026-12-02", ("renews", "2027-03-01", 89, "lapsed")),
        (AUTO_90, "2027-03-01", ("renews", "2027-03-01", 0, "lapsed")),
        (AUTO_90, "2027-03-02", ("opt-out", "2027-12-02", 275, "open")),
        (AUTO, "2026-11-23", ("renews", "2026-12-15", 22, "open")),
        (AUTO, "2026-12-15", ("renews", "2026-12-15", 0, "open")),
        (AUTO, "2026-12-16", ("renews", "2027-12-15", 364, "open")),
        (SIGNED, "2026-11-23", ("sign-by", "2026-12-15", 22, "open")),
        (SIGNED, "2026-12-15", ("sign-by", "2026-12-15", 0, "open")),
        (SIGNED, "2026-12-16", ("sign-by", "2026-12-15", -1, "overdue")),
        (SIGNED, "2028-12-15", ("sign-by", "2026-12-15", -731, "overdue")),
    ],
)
def test_what_to_decide_by_when_from_before_the_deadline_to_after_the_renewal(known, today, expected):
    assert decision(known, today) == expected


def test_without_auto_renew_a_notice_period_makes_no_opt_out_date():
    found = renewal_of(term("2027-03-01", notice=Notice(90)), day(TODAY))
    assert (found.opt_out_on, found.decide_kind, found.decide_on) == (None, "sign-by", day("2027-03-01"))


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2026-11-30", ("renews", "2027-03-01", 91, "open")),  # recorded the day after
        ("2026-12-01", ("sign-by", "2027-03-01", 90, "notice")),
        ("2027-03-01", ("sign-by", "2027-03-01", 0, "notice")),
        ("2027-03-02", ("sign-by", "2027-03-01", -1, "overdue")),
    ],
)
def test_a_notice_received_ends_the_term_it_was_received_in(today, expected):
    known = term("2027-03-01", auto=True, notice_received_on=day("2026-12-01"))
    assert decision(known, today) == expected


def test_a_notice_received_years_after_the_recorded_term_ends_the_term_it_had_rolled_into():
    known = term("2024-03-01", auto=True, notice=Notice(90), notice_received_on=day("2026-11-01"))
    assert decision(known) == ("sign-by", "2027-03-01", 98, "notice")


def test_a_contract_that_renewed_by_itself_is_in_its_next_term_counted_from_the_anchor():
    found = renewal_of(term("2026-02-28", starts="2026-01-31", months=1, auto=True), day("2026-04-15"))
    assert (found.starts_on, found.renews_on) == (day("2026-03-31"), day("2026-04-30"))


def test_a_long_first_term_rolls_by_its_renewal_term():
    known = term("2026-03-01", starts="2023-03-01", months=36, auto=True, renewal_months=12)
    found = renewal_of(known, day(TODAY))
    assert (found.starts_on, found.renews_on) == (day("2026-03-01"), day("2027-03-01"))
    assert (found.months, found.rhythm) == (12, "annual")


def test_a_long_term_with_a_yearly_opt_out_is_to_decide_on_each_year():
    known = term("2028-03-01", starts="2025-03-01", months=36, notice=Notice(60), opt_out_every_months=12)
    assert decision(known) == ("opt-out", "2026-12-31", 38, "open")
    assert decision(known, "2027-01-01") == ("renews", "2027-03-01", 59, "lapsed")
    assert decision(known, "2027-03-02") == ("sign-by", "2028-03-01", 365, "open")


@pytest.mark.parametrize("status", ["ended", "cancelled", "draft"])
def test_what_is_not_active_is_not_to_decide_on(status):
    assert decision(SIGNED._replace(status=status)) is None
    assert decision(SIGNED._replace(status="active")) is not None


def test_an_evergreen_contract_has_nothing_to_decide():
    assert decision(SIGNED._replace(renews_on=None, term_months=None)) is None


def test_what_was_renewed_neither_rolls_nor_is_overdue():
    renewed = SIGNED._replace(next_starts_on=day("2026-12-15"), next_known_on=day("2026-12-01"))
    assert decision(renewed, "2027-01-15") is None
    assert decision(renewed._replace(auto_renew=True), "2027-12-16") is None


def test_on_a_past_day_only_what_was_agreed_by_then_counts():
    renewed = SIGNED._replace(next_starts_on=day("2026-12-15"), next_known_on=day("2026-12-01"))
    assert decision(renewed, "2026-11-30", known_until=day("2026-11-30")) == ("sign-by", "2026-12-15", 15, "open")
    assert decision(renewed, "2026-12-01", known_until=day("2026-12-01")) is None
    ahead = term("2028-01-01", starts="2027-01-01", decided_on=day("2026-11-20"))
    assert decision(ahead, "2026-11-19", known_until=day("2026-11-19")) is None
    assert decision(ahead, "2026-11-20", known_until=day("2026-11-20")) is not None


def test_business_days_of_notice_from_the_last_day():
    known = term("2026-12-07", auto=True, notice=Notice(5, "business", "last-day"))
    assert decision(known) == ("opt-out", "2026-11-30", 7, "open")  # Sunday 6 Dec, less five working days


DATES = st.dates(date(2022, 1, 1), date(2030, 12, 31))
TERMS = st.builds(
    term,
    DATES.map(date.isoformat),
    months=st.sampled_from([1, 3, 12, 18, 36]),
    auto=st.booleans(),
    notice=st.none() | st.builds(Notice, st.integers(0, 120)),
    renewal_months=st.sampled_from([None, 1, 12]),
    notice_received_on=st.none() | DATES,
)


@given(TERMS, DATES)
def test_nothing_is_ever_to_decide_in_the_past_but_what_is_overdue(known, today):
    found = renewal_of(known, today)
    assert (found.decide_on < today) == (found.state == "overdue")
    assert found.days_left == (found.decide_on - today).days
    assert found.starts_on < found.renews_on
    assert (found.state == "overdue") <= (found.decide_kind == "sign-by")
    if found.opt_out_on is not None:
        assert known.auto_renew
        assert found.opt_out_on == known.notice.deadline(found.renews_on)
        assert (found.decide_kind == "opt-out") <= (found.opt_out_on >= today)


@st.composite
def amendments(draw):
    """A long term with rights to leave, and the two terms that an amendment makes of it, agreed on a day."""
    starts = draw(DATES)
    every, count = draw(st.sampled_from([(1, 18), (3, 8), (6, 4), (12, 2), (12, 3), (12, 5), (24, 3)]))
    ends = add_months(starts, every * count)
    whole = term(
        str(ends), starts=str(starts), months=every * count, auto=draw(st.booleans()), opt_out_every_months=every,
        notice=draw(st.none() | st.builds(Notice, st.integers(0, 120))), contract_id=1,
    )  # fmt: skip
    on = draw(st.dates(starts + timedelta(1), ends - timedelta(1)) | st.just(add_months(starts, every)))
    agreed = draw(st.dates(starts, on))
    before = whole._replace(ended_on=on, outcome="amended", outcome_on=agreed, next_id=2)
    return whole, before, whole._replace(starts_on=on, contract_id=2, decided_on=agreed)


@given(amendments(), st.integers(0, 2500))
def test_an_amendment_moves_no_right_to_leave(terms, later):
    whole, before, after = terms
    lifetime = Window(whole.starts_on, add_months(whole.renews_on, 36))
    spans = [span_of(one, whole.starts_on) for one in (whole, before, after)]
    assert [due.on for due in due_in(lifetime, spans[1:], whole.starts_on, monthly=True)] == [
        due.on for due in due_in(lifetime, spans[:1], whole.starts_on, monthly=True)
    ]
    today = before.outcome_on + timedelta(later)
    expected, found = (renewal_of(one, today) for one in (whole, after))
    facts = ("renews_on", "opt_out_on", "decide_kind", "decide_on", "state", "begun_on")
    assert [getattr(found, name) for name in facts] == [getattr(expected, name) for name in facts]
    assert renewal_of(before, today) is None


WINDOW = Window(day(TODAY), day("2026-12-23"))


def listed(*terms, by="decide", window=WINDOW):
    return [r.term.account for r in due((renewal_of(t, day(TODAY)) for t in terms), window, by)]


@pytest.mark.parametrize(
    ("known", "by_decide", "by_opt_out", "by_renewal"),
    [
        (term("2027-03-01", auto=True, notice=Notice(90)), True, True, False),
        (term("2027-03-23", auto=True, notice=Notice(90)), True, True, False),  # opt-out on the window's last day
        (term("2027-03-24", auto=True, notice=Notice(90)), False, False, False),
        (term("2026-12-23"), True, False, True),
        (term("2026-12-24"), False, False, False),
        (term("2026-12-23", auto=True), True, False, True),
        (term("2024-01-01"), True, False, True),  # overdue, whatever the window
        (term("2027-02-07", auto=True, notice=Notice(90)), True, False, False),  # lapsed 14 days ago
        (term("2027-02-06", auto=True, notice=Notice(90)), False, False, False),  # lapsed 15 days ago
        (term("2026-12-20", auto=True, notice=Notice(90)), True, False, True),  # lapsed long ago, renews in the window
    ],
)
def test_what_a_window_of_thirty_days_lists(known, by_decide, by_opt_out, by_renewal):
    assert bool(listed(known)) is by_decide
    assert bool(listed(known, by="opt-out")) is by_opt_out
    assert bool(listed(known, by="renewal")) is by_renewal


def test_overdue_comes_first_then_the_nearest_day_then_account_and_contract():
    terms = [
        term("2026-12-01", account="LATER"),
        term("2026-11-30", account="ZEBRA"),
        term("2026-11-30", account="ACME", contract="Platform"),
        term("2026-11-30", account="ACME", contract="Analytics"),
        term("2026-11-01", account="OVERDUE"),
        term("2026-10-01", account="OLDER"),
    ]
    found = due((renewal_of(t, day(TODAY)) for t in terms), WINDOW)
    names = [f"{r.term.account}/{r.contract}".rstrip("/") for r in found]
    assert names == ["OLDER", "OVERDUE", "ACME/Analytics", "ACME/Platform", "ZEBRA", "LATER"]


# The command, on a portfolio.


@pytest.fixture
def book(cs, enter):
    """A contract of each kind as it stands on 23 November 2026."""
    with enter:
        enter.account("ACME", "Acme Corporation", owner="me", segment="enterprise", tags='["eu"]')
        enter.contract("ACME", "2027-03-01", contract="Platform", auto=True, notice=90, arr=160_000, product="Core")
        enter.contract("ACME", "2026-12-15", contract="Analytics", months=1, auto=True, arr=24_000)
        enter.account("LUMEN", "Lumen", owner="lee", segment="smb")
        enter.contract("LUMEN", "2027-03-18", auto=True, notice=90, arr=48_000, currency="EUR")
        enter.contract("NORDHAVN", "2027-02-18", auto=True, notice=90)
        enter.contract("PINECREST", "2026-11-15", arr=96_000)
        enter.contract("KESTREL", "2026-12-15", months=18)
        enter.contract("LEAVING", "2026-12-20", auto=True, notice_received_on="2026-10-01")
        enter.contract("FAR", "2027-09-01")
    return cs


def accounts(answer):
    assert answer.code == 0, answer.talk
    return [row["account"] for row in answer.rows]


def test_the_keys_of_a_row_are_pinned_in_their_order(book):
    rows = book.as_of(TODAY, "renewals", "--json").rows
    assert all(list(row) == KEYS for row in rows)
    assert rows[1] == {
        "account": "ACME", "name": "Acme Corporation", "contract": "Platform", "product": "Core", "owner": "me",
        "segment": "enterprise", "term": "annual", "term_months": 12, "auto_renew": True, "notice_days": 90,
        "starts_on": "2026-03-01", "renews_on": "2027-03-01", "opt_out_on": "2026-12-01", "decide_kind": "opt-out",
        "decide_on": "2026-12-01", "days_left": 8, "state": "open", "arr": 160000, "currency": "USD", "health": None,
        "band": "grey", "band_by_hand": None,
    }  # fmt: skip


def test_the_next_thirty_days_in_order(book):
    found = book.as_of(TODAY, "renewals", "--due", "30d", "--json").rows
    assert [(r["account"], r["contract"], r["state"], r["days_left"]) for r in found] == [
        ("PINECREST", None, "overdue", -8),
        ("ACME", "Platform", "open", 8),
        ("ACME", "Analytics", "open", 22),
        ("KESTREL", None, "open", 22),
        ("LUMEN", None, "open", 25),
        ("LEAVING", None, "notice", 27),
        ("NORDHAVN", None, "lapsed", 87),
    ]


def test_the_default_window_is_ninety_days(book):
    assert book.as_of(TODAY, "renewals", "--json").out == book.as_of(TODAY, "renewals", "--due", "90d", "--json").out


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--due", "2026-12-01"], ["PINECREST", "ACME", "NORDHAVN"]),
        (["--due", "0d"], ["PINECREST", "NORDHAVN"]),
        (["--by", "opt-out"], ["ACME", "LUMEN"]),
        (["--by", "renewal", "--due", "30d"], ["PINECREST", "ACME", "KESTREL", "LEAVING"]),
        (["--term", "monthly"], ["ACME"]),
        (["--term", "1m"], ["ACME"]),
        (["--term", "18m"], ["KESTREL"]),
        (["--term", "annual", "--by", "opt-out"], ["ACME", "LUMEN"]),
        (["--owner", "LEE"], ["LUMEN"]),
        (["--segment", "Enterprise", "--by", "opt-out"], ["ACME"]),
        (["--tag", "EU", "--by", "opt-out"], ["ACME"]),
        (["--tag", "apac"], []),
        (["--band", "green"], []),
        (["--band", "grey", "--by", "opt-out"], ["ACME", "LUMEN"]),
        (["--limit", "1"], ["PINECREST"]),
        (["--limit", "0"], []),
        (["--limit", "1", "--by", "opt-out"], ["ACME"]),
        (["--due", "1y", "--all"], ["PINECREST", "ACME", "ACME", "KESTREL", "LUMEN", "LEAVING", "NORDHAVN", "FAR"]),
    ],
)
def test_what_the_options_choose(book, words, expected):
    assert accounts(book.as_of(TODAY, "renewals", "--json", *words)) == expected


def test_me_is_the_name_in_the_settings(book):
    (book.home / "config").mkdir()
    (book.home / "config" / "config.toml").write_text('[me]\nname = "Lee"\n')
    assert accounts(book.as_of(TODAY, "renewals", "--json", "--owner", "lee")) == ["LUMEN"]
    assert accounts(book.as_of(TODAY, "renewals", "--json", "--owner", "me", "--by", "opt-out")) == ["ACME"]  # an owner
    (book.home / "config" / "config.toml").write_text('[me]\nname = "Me too"\n')
    assert accounts(book.as_of(TODAY, "renewals", "--json", "--owner", "Me too")) == []
    assert book("account", "edit", "ACME", "--owner", "Me Too").code == 0
    assert accounts(book.as_of(TODAY, "renewals", "--json", "--owner", "me", "--by", "opt-out")) == ["ACME"]


def test_csv_json_lines_and_markdown_hold_the_same_rows(book):
    rows = book.as_of(TODAY, "renewals", "--json").rows
    by_csv = list(csv.DictReader(io.StringIO(book.as_of(TODAY, "renewals", "--csv").text)))
    by_line = [json.loads(line) for line in book.as_of(TODAY, "renewals", "--format", "jsonl").text.splitlines()]
    assert by_line == rows
    assert [list(row) for row in by_csv] == [KEYS] * len(rows)
    assert [(r["account"], r["decide_on"], r["auto_renew"], r["arr"]) for r in by_csv[:2]] == [
        ("PINECREST", "2026-11-15", "false", "96000"),
        ("ACME", "2026-12-01", "true", "160000"),
    ]
    head, rule, *body = book.as_of(TODAY, "renewals", "--format", "md").text.splitlines()
    assert head == f"| {' | '.join(KEYS)} |"
    assert set(rule) == {"|", " ", "-"}
    assert len(body) == len(rows)


def test_an_empty_answer_is_success(cs, enter):
    enter.account("ACME")
    assert cs.as_of(TODAY, "renewals", "--json").text == "[]\n"
    assert cs.as_of(TODAY, "renewals", "--format", "jsonl").text == ""
    assert cs.as_of(TODAY, "renewals", "--csv").text == ",".join(KEYS) + "\n"
    assert cs.as_of(TODAY, "renewals", "--due", "30d").text == "No renewal to decide on by 2026-12-23.\n"
    assert cs.as_of(TODAY, "renewals").code == 0


def test_the_sheet_says_what_is_overdue_what_to_decide_and_what_passed(book):
    assert (
        book.as_of(TODAY, "renewals", "--due", "30d").text
        == """\
Decide by Wed 23 Dec 2026                                                   ARR
Overdue: ended, no outcome recorded: cs renew KEY or cs churn KEY
  ○ grey  PINECREST             annual   ended    2026-11-15  8d late   $96,000
To decide
  ○ grey  ACME       Platform   annual   opt-out  2026-12-01  in  8d   $160,000
  ○ grey  ACME       Analytics  monthly  renews   2026-12-15  in 22d    $24,000
  ○ grey  KESTREL               18m      sign by  2026-12-15  in 22d    $12,000
  ○ grey  LUMEN                 annual   opt-out  2026-12-18  in 25d    €48,000
  ○ grey  LEAVING               annual   notice   2026-12-20  in 27d    $12,000
Opt-out passed in the last 14 days: renews by itself unless you record a notice
  ○ grey  NORDHAVN              annual   opt-out  2026-11-20  3d ago    $12,000
To decide: 5 contracts, $208,000 + €48,000. Overdue: 1, $96,000.
"""
    )


def test_by_renewal_the_sheet_goes_by_the_day_on_which_each_contract_renews(book):
    assert (
        book.as_of(TODAY, "renewals", "--due", "120d", "--by", "renewal").text
        == """\
Renewal dates up to Tue 23 Mar 2027                                         ARR
Overdue: ended, no outcome recorded: cs renew KEY or cs churn KEY
  ○ grey  PINECREST             annual   ended    2026-11-15  8d late   $96,000
To renew
  ○ grey  ACME       Analytics  monthly  renews   2026-12-15  in 22d    $24,000
  ○ grey  KESTREL               18m      sign by  2026-12-15  in 22d    $12,000
  ○ grey  LEAVING               annual   notice   2026-12-20  in 27d    $12,000
  ○ grey  NORDHAVN              annual   renews   2027-02-18  in 87d    $12,000
  ○ grey  ACME       Platform   annual   renews   2027-03-01  in 98d   $160,000
  ○ grey  LUMEN                 annual   renews   2027-03-18  in 115d   €48,000
To renew: 6 contracts, $220,000 + €48,000. Overdue: 1, $96,000.
"""
    )


@pytest.mark.parametrize("limit", ["0", "1", "3"])
def test_a_limit_cuts_rows_and_no_total(book, limit):
    everything = book.as_of(TODAY, "renewals", "--due", "30d").text.splitlines()
    cut = book.as_of(TODAY, "renewals", "--due", "30d", "--limit", limit).text.splitlines()
    assert cut[-1] == everything[-1] == "To decide: 5 contracts, $208,000 + €48,000. Overdue: 1, $96,000."
    assert cut[-2] == f"{7 - int(limit)} more: cs renewals --all, or --limit N"


@pytest.mark.parametrize(
    ("notice", "days"),
    [
        ({}, None),
        ({"notice": 90}, 90),
        ({"notice": 90, "notice_basis": "last-day"}, 90),
        ({"notice": 3, "notice_kind": "months"}, 90),
        ({"notice": 10, "notice_kind": "business"}, 14),
    ],
)
def test_the_notice_in_json_is_in_calendar_days(cs, enter, notice, days):
    enter.contract("ACME", "2027-03-01", auto=True, **notice)
    [row] = cs.as_of(TODAY, "renewals", "--due", "1y", "--json").rows
    assert row["notice_days"] == days
    assert row["contract"] is None


def test_on_a_past_day_the_answer_ignores_what_was_agreed_later(cs, enter):
    enter.contract("ACME", "2026-03-01", contract="Platform", starts="2025-03-01")
    enter.contract("ACME", "2027-03-01", contract="Platform", starts="2026-03-01", decided_on="2026-02-10")
    before = cs.as_of("2026-02-09", "renewals", "--json").rows
    assert [(r["starts_on"], r["renews_on"], r["days_left"]) for r in before] == [("2025-03-01", "2026-03-01", 20)]
    assert cs.as_of("2026-02-10", "renewals", "--json").rows == []
    [after] = cs.as_of("2027-02-01", "renewals", "--json").rows
    assert after["renews_on"] == "2027-03-01"


@pytest.mark.parametrize(
    ("starts", "overdue"),
    [
        ("2026-10-01", []),
        ("2026-09-01", []),
        ("2026-10-31", []),
        ("2026-11-01", ["2026-10-01"]),
        ("2026-08-31", ["2026-10-01"]),
    ],
)
def test_a_term_renewed_within_thirty_days_either_side_is_not_overdue(cs, enter, starts, overdue):
    enter.contract("ACME", "2026-10-01", contract="Platform")
    enter.contract("ACME", "2028-10-01", contract="Platform", starts=starts)
    assert [r["renews_on"] for r in cs.as_of(TODAY, "renewals", "--json").rows] == overdue


def test_archived_accounts_have_no_renewals(cs, enter):
    enter.account("GONE", archived_on="2026-01-01")
    enter.contract("GONE", "2026-12-01")
    assert cs.as_of(TODAY, "renewals", "--json").rows == []


def test_a_pipe_gets_every_row_and_a_terminal_fifty(cs, enter, on_terminal):
    with enter:
        for number in range(60):
            enter.contract(f"A{number:02}", f"{day('2026-12-01') + timedelta(number // 10)}")
    assert len(cs.as_of(TODAY, "renewals", "--json").rows) == 60
    assert cs.as_of(TODAY, "renewals").text.count("sign by") == 60
    shown = on_terminal(cs, "renewals", "--as-of", TODAY)
    assert shown.count("sign by") == 50
    assert "10 more: cs renewals --all, or --limit N" in shown
    assert "To decide: 60 contracts, $720,000.\n" in shown
    assert on_terminal(cs, "renewals", "--as-of", TODAY, "--all").count("sign by") == 60
    assert on_terminal(cs, "renewals", "--as-of", TODAY, "--limit", "3").count("sign by") == 3
    assert len(json.loads(on_terminal(cs, "renewals", "--as-of", TODAY, "--json"))) == 60


def test_a_terminal_folds_green_monthly_contracts_into_one_line(demo, on_terminal):
    rows = [r for r in demo.as_of(TODAY, "renewals", "--json").rows if r["term"] == "monthly"]
    green, others = [r for r in rows if r["band"] == "green"], [r for r in rows if r["band"] != "green"]
    assert green
    assert others
    shown = on_terminal(demo, "renewals", "--as-of", TODAY, columns=120)
    assert shown.count("monthly  ") == len(others)
    assert f"Monthly, all green: {len(green)} contracts, " in shown
    assert ": cs renewals --term monthly To decide: " in " ".join(shown.split())
    asked_for = on_terminal(demo, "renewals", "--as-of", TODAY, "--term", "monthly", columns=120)
    assert asked_for.count("monthly  ") == len(rows)
    assert "all green" not in asked_for


def test_a_green_monthly_contract_that_is_overdue_is_not_folded(demo, on_terminal):
    green = demo.as_of(TODAY, "accounts", "--band", "green", "--json").rows[0]["account"]
    enter = Entries(demo.db)
    enter.ids = {r["account"]: r["account_id"] for r in demo("sql", "select * from accounts", "--json").rows}
    enter.contract(green, "2026-11-01", contract="Forgotten", months=1)
    assert "Forgotten" in on_terminal(demo, "renewals", "--as-of", TODAY, columns=120)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--by", "date"], '--by "date" is unknown'),
        (["--term", "weekly"], '"weekly" is no term'),
        (["--due", "soon"], '"soon" is no day I know'),
        (["--due", "-1d"], "A window looks ahead"),
        (["--due", "30"], "Say 30d (days), 30w or 30m"),
        (["--band", "blue"], 'no band "blue"'),
        (["--limit", "-1"], "--limit -1 is no number of rows"),
        (["--format", "xml"], 'no format "xml"'),
        (["--json", "--csv"], "two formats at once"),
    ],
)
def test_a_wrong_option_is_a_usage_error_with_what_to_say(book, words, sentence):
    answer = book.as_of(TODAY, "renewals", *words)
    assert (answer.code, answer.out) == (2, b"")
    assert sentence in answer.talk
