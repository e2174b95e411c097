"""From which day to which a term brings its ARR; and that the book says the same of every single day."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cs_cli.domain.book import IN_FORCE, standing
from cs_cli.domain.calendar import add_months
from cs_cli.domain.renewals import Term, current, end_by_outcome
from cs_cli.domain.revenue import Change, Span, causes, changes_of, span_of
from cs_cli.domain.terms import Notice, anchor_of

TODAY = date(2026, 11, 23)


def day(text):
    return date.fromisoformat(text) if text else None


def term(starts, renews, *, months=12, auto=False, **more):
    facts = {
        "account": "ACME", "name": "Acme", "contract": "Platform", "product": None, "owner": None, "segment": None,
        "term": "annual", "term_months": months if renews else None, "auto_renew": auto, "notice": None,
        "starts_on": day(starts), "renews_on": day(renews), "arr_minor": 100_00, "currency": "USD",
        "anchor_on": anchor_of(day(starts), day(renews), months),
    }  # fmt: skip
    more = {name: day(value) if name.endswith("_on") else value for name, value in more.items()}
    return Term(**(facts | more))


def until(known, today=TODAY, **known_until):
    span = span_of(known, today, **known_until)
    return span and (str(span.until) if span.until else "runs on")


RENEWED = {"next_starts_on": "2026-03-01", "next_known_on": "2026-02-10", "next_id": 2}


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (term("2025-03-01", "2026-03-01"), "2026-03-01"),  # nothing renewed it
        (term("2025-03-01", "2026-03-01", auto=True), "runs on"),
        (term("2025-03-01", None), "runs on"),
        (term("2025-03-01", "2026-03-01", auto=True, notice_received_on="2025-12-01"), "2026-03-01"),
        (term("2023-03-01", "2024-03-01", auto=True, notice_received_on="2025-12-01"), "2026-03-01"),  # had rolled
        (term("2024-03-01", "2027-03-01", months=36, opt_out_every_months=12, notice_received_on="2025-12-01"),
         "2026-03-01"),
        (term("2025-03-01", "2026-03-01", **RENEWED), "2026-03-01"),
        (term("2025-03-01", "2026-03-01", **(RENEWED | {"next_starts_on": "2026-02-15"})), "2026-02-15"),  # early
        (term("2025-03-01", "2026-03-01", **(RENEWED | {"next_starts_on": "2026-03-20"})), "2026-03-01"),  # late
        (term("2025-03-01", "2026-03-01", auto=True, **RENEWED), "2026-03-01"),
        (term("2025-03-01", "2026-03-01", auto=True, status="ended"), "2026-03-01"),
        (term("2023-03-01", "2024-03-01", auto=True, ended_on="2026-03-01", outcome="renewed", outcome_on="2026-01-10"),
         "2026-03-01"),  # as rolled
        (term("2025-03-01", None, ended_on="2027-01-31", outcome="churned", outcome_on="2026-11-20"), "2027-01-31"),
        (term("2025-03-01", "2026-03-01", ended_on="2025-06-01", outcome="amended", outcome_on="2025-05-20"),
         "2025-06-01"),
        (term("2025-03-01", "2027-03-01", status="cancelled"), "2026-11-23"),  # nobody knows when: today
        (term("2025-03-01", None, status="ended"), "2026-11-23"),
        (term("2025-03-01", None, archived_on="2026-05-01"), "2026-05-01"),
        (term("2025-03-01", "2026-03-01", status="draft"), None),
        (term("2025-03-01", "2026-03-01", arr_minor=0), None),  # a one-time price, or free
        (term("2026-12-01", "2027-12-01", status="cancelled"), None),  # never began
    ],
)  # fmt: skip
def test_until_when_a_term_brings_its_arr(known, expected):
    assert until(known) == expected


def test_on_a_past_day_only_what_was_agreed_by_then_counts():
    renewed = term("2025-03-01", "2026-03-01", auto=True, **RENEWED)
    assert until(renewed, day("2026-02-09"), known_until=day("2026-02-09")) == "runs on"
    assert until(renewed, day("2026-02-10"), known_until=day("2026-02-10")) == "2026-03-01"
    late = term("2026-03-01", "2027-03-01", decided_on="2026-04-15")
    assert until(late, day("2026-04-14"), known_until=day("2026-04-14")) is None
    told = term("2025-03-01", "2026-03-01", auto=True, notice_received_on="2025-12-01")
    assert until(told, day("2025-11-30"), known_until=day("2025-11-30")) == "runs on"


DAYS = st.dates(date(2022, 1, 1), date(2028, 12, 31))


@st.composite
def terms(draw):
    """Any term: of any length, with notices received, successors, statuses, early exits and outcomes."""
    starts = draw(DAYS)
    months = draw(st.sampled_from([1, 3, 12, 18, 36]))
    evergreen = draw(st.booleans()) and draw(st.booleans())
    renews = None if evergreen else add_months(starts, months)
    following = None
    if renews and draw(st.booleans()):
        following = max(starts + timedelta(1), renews + timedelta(draw(st.integers(-30, 30))))
    decided = draw(st.none() | st.just(starts - timedelta(20)))
    known = following and following - timedelta(draw(st.integers(-10, 40)))
    outcome = draw(st.sampled_from([None, "renewed", "amended", "churned"]))
    decided_so = outcome and str(starts + timedelta(draw(st.integers(-20, 1500))))
    ended = outcome and str(starts + timedelta(draw(st.integers(1, 1500))))
    return term(
        str(starts), str(renews) if renews else None, months=months, auto=draw(st.booleans()),
        notice=draw(st.none() | st.just(Notice(30))), decided_on=str(decided) if decided else None,
        renewal_months=draw(st.sampled_from([None, 1, 12])), opt_out_every_months=draw(st.sampled_from([None, 12])),
        status=draw(st.sampled_from([None, None, "active", "active", "ended", "cancelled", "draft"])),
        notice_received_on=str(draw(DAYS)) if draw(st.booleans()) else None,
        next_starts_on=str(following) if following else None, next_known_on=str(known) if known else None,
        arr_minor=draw(st.sampled_from([100_00, 100_00, 100_00, 0])),
        outcome=outcome, outcome_on=decided_so, ended_on=ended,
    )  # fmt: skip


def turns(known):
    """The days on which something about a term changes, with those before and after them."""
    found = {day for name, day in known._asdict().items() if name.endswith("_on") and day}
    if known.notice_received_on and known.renews_on:
        found.add(current(known, known.renews_on, known.notice_received_on)[1])
    return sorted(day + timedelta(days) for day in found for days in (-1, 0, 1))


@settings(max_examples=400)
@given(terms(), DAYS, DAYS, st.booleans())
def test_on_every_day_the_span_holds_when_the_book_says_in_force(known, asked_on, past, as_of):
    """But on a renewal date that nobody signed for: the book waits until its end, the revenue has stopped."""
    is_closed = known.status in ("ended", "cancelled")  # since when is not known: the book speaks of the day of asking
    for on in [past, *turns(known)]:
        known_until = on if as_of else date.max
        span = span_of(known, on if is_closed else asked_on, known_until)
        holds = span is not None and span.holds(on)
        in_force = standing(known, on, known_until) == IN_FORCE and known.arr_minor > 0
        waits = span is not None and span.until == on and not holds
        is_answered = end_by_outcome(known, known_until) is not None
        assert holds == in_force or (waits and in_force and not is_answered)


def span(number, starts, ends, arr=100_00, *, following=None, **more):
    currency = more.pop("currency", "USD")
    facts = {"contract_id": number, "next_id": following, "account_id": 1, "arr_minor": arr, "currency": currency}
    known = term(starts, ends, **(facts | more))
    return Span(1, "ACME", known.contract, currency, arr, day(starts), day(ends), known)


def moved(spans, days=0):
    changes = changes_of(spans, lambda span: (None, span.currency), days)
    return [(str(change.on), change.key[1], change.minor) for change in changes]


FIRST = span(1, "2025-03-01", "2026-03-01", following=2)


@pytest.mark.parametrize(
    ("name", "successor", "expected"),
    [
        ("as it was", span(2, "2026-03-01", None), [("2025-03-01", "USD", 100_00)]),
        ("at more", span(2, "2026-03-01", None, 110_00), [("2025-03-01", "USD", 100_00), ("2026-03-01", "USD", 10_00)]),
        ("late", span(2, "2026-03-11", None, 110_00),
         [("2025-03-01", "USD", 100_00), ("2026-03-01", "USD", -100_00), ("2026-03-11", "USD", 110_00)]),
        ("in euros", span(2, "2026-03-01", None, 90_00, currency="EUR"),
         [("2025-03-01", "USD", 100_00), ("2026-03-01", "EUR", 90_00), ("2026-03-01", "USD", -100_00)]),
    ],
)  # fmt: skip
def test_what_a_renewal_changes(name, successor, expected):
    assert moved([FIRST, successor]) == expected, name


@pytest.mark.parametrize(("days", "kept"), [(9, False), (10, True), (90, True)])
def test_a_return_within_the_winback_days_was_never_lost(days, kept):
    spans = [FIRST, span(2, "2026-03-11", None, 110_00)]
    lost_on = "2026-03-11" if kept else "2026-03-01"
    assert moved(spans, days)[1:] == [(lost_on, "USD", -100_00), ("2026-03-11", "USD", 110_00)]


def test_a_winback_concerns_the_loss_of_everything_not_of_one_contract():
    spans = [FIRST, span(2, "2026-03-11", None), span(3, "2025-01-01", None, contract="Support")]
    assert ("2026-03-01", "USD", -100_00) in moved(spans, 90)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"seats": 100}, {"arr": 60_00, "seats": 60}, (-40_00, 0, 0, 0)),
        ({"seats": 100, "uplift_pct": "5"}, {"arr": 126_00, "seats": 120}, (20_00, 6_00, 0, 0)),
        ({"uplift_pct": "5"}, {"arr": 105_00}, (0, 5_00, 0, 0)),
        ({"uplift_pct": "5"}, {"arr": 112_00}, (0, 5_00, 0, 7_00)),  # more than the uplift
        ({"uplift_pct": "5"}, {"arr": 103_00}, (0, 3_00, 0, 0)),  # less than it
        ({"uplift_pct": "5"}, {"arr": 90_00}, (0, 0, 0, -10_00)),  # a discount is no price increase
        ({}, {"arr": 120_00}, (0, 0, 0, 20_00)),
        ({"decided_on": "2025-02-01"}, {"arr": 120_00, "decided_on": "2025-02-01"}, (0, 0, 20_00, 0)),
        ({"seats": 3}, {"arr": 66_67, "seats": 2}, (-33_33, 0, 0, 0)),
        ({"seats": 100}, {"arr": 60_00, "seats": 60, "currency": "EUR"}, (0, 0, 0, -40_00)),
    ],
)
def test_what_changed_the_arr_at_a_renewal(old, new, expected):
    arr, currency = new.pop("arr"), new.pop("currency", "USD")
    before = span(1, "2025-03-01", "2026-03-01", following=2, **old)
    assert causes(before, span(2, "2026-03-01", None, arr, currency=currency, **new)) == expected


def test_the_parts_of_a_late_renewal_add_up_to_what_it_changed():
    spans = [span(1, "2025-03-01", "2026-03-01", following=2, seats=100)]
    spans.append(span(2, "2026-03-11", None, 60_00, seats=60))
    changes: list[Change] = changes_of(spans, lambda span: (None, span.currency))
    assert [sum(parts) for parts in zip(*(change.parts for change in changes[1:]), strict=True)] == [-40_00, 0, 0, 0]
