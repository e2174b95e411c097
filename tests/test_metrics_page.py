"""docs/metrics.md: its worked examples, computed."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from conftest import ROOT
from test_revenue import TODAY, span, term, until

from cs_cli.domain import money
from cs_cli.domain.accuracy import Accuracy, standing
from cs_cli.domain.at_risk import Detection
from cs_cli.domain.business_hours import BusinessHours, parse_shift
from cs_cli.domain.calendar import Window, add_months, fiscal_quarter
from cs_cli.domain.clock import HALF_DAYS, read, term_of
from cs_cli.domain.closing import closings
from cs_cli.domain.conversion import Conversion
from cs_cli.domain.exchange import Exchange, Quote
from cs_cli.domain.expansion import Deal
from cs_cli.domain.expected import BaseRate, Total
from cs_cli.domain.forecast import IN_THE_CRM, Call, Decision, category_of, concerns
from cs_cli.domain.ledger import Ledger
from cs_cli.domain.lifetime import lifetime_of, parse_margin
from cs_cli.domain.outcomes import renewed_price
from cs_cli.domain.plan_progress import Objective, Reading
from cs_cli.domain.plan_progress import percent as plan_percent
from cs_cli.domain.quantity import Quantity, parse_quantity
from cs_cli.domain.renewal_rate import SIGNED, Due, Rate, due_in, rates
from cs_cli.domain.renewals import renewal_of
from cs_cli.domain.retention import Bridge, bridges
from cs_cli.domain.revenue import causes, changes_of, span_of
from cs_cli.domain.terms import Notice
from cs_cli.domain.ttv import middle, percentile
from cs_cli.domain.value import ValueItem
from cs_cli.domain.voice import NPS, nps_of
from cs_cli.screens import voice as voices
from cs_cli.screens.forecast_calls import signed
from cs_cli.screens.retention_figures import percent
from cs_cli.store.clocks import load_clocks

PAGE = (ROOT / "docs" / "metrics.md").read_text(encoding="utf-8")
PERIODS = {"quarter": 3, "month": 1, "18m": 18, "once": 0}
TERMS = {"monthly": 1, "annual": 12}
UNITS = {"days": "calendar", "month": "months", "business days": "business"}


IN_EUROS = {
    "100 EUR, as it was": (100, 100),
    "from 100 to 150 EUR": (100, 150),
    "from 100 to 60 EUR": (100, 60),
    "100 EUR, left": (100, 0),
    "new with 100 EUR": (0, 100),
}


def table(header: str) -> list[list[str]]:
    """The rows of the page's table whose header begins with `header`."""
    [body] = re.findall(rf"^\| {header} \|.*?\n\|[ -|]+\n((?:\|.*\n)+)", PAGE, re.MULTILINE)
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in body.splitlines()]


def test_arr_of_a_price() -> None:
    rows = table("price")
    computed = [
        [price, per, money.annual(money.to_minor(Decimal(price.replace(",", "")), "USD"), PERIODS[per])]
        for price, per, _arr in rows
    ]
    assert computed == [[price, per, int(Decimal(arr) * 100)] for price, per, arr in rows]
    assert len(rows) == 4


def test_what_an_amount_is_in_another_currency() -> None:
    on = date(2026, 9, 30)
    for quotes, amount, into, expected in table("quotes"):
        told = [quote.split() for quote in quotes.split(", ")]
        book = Exchange(Quote(of, other, on, rate) for _one, of, _is, rate, other in told)
        number, currency = amount.split()
        minor = book.converted(money.to_minor(Decimal(number), currency), currency, into, on)
        assert minor == money.to_minor(Decimal(expected), into)


def test_renewal_dates_from_the_anchor() -> None:
    for anchor, rhythm, dates in table("anchor"):
        told = dates.split(", ")
        start = date.fromisoformat(anchor)
        assert told == [str(add_months(start, TERMS[rhythm] * n)) for n in range(1, len(told) + 1)]


def test_the_opt_out_date() -> None:
    for renews_on, notice, opt_out_on in table("renewal date"):
        length, unit, country = re.fullmatch(r"(\d+) ([a-z ]+?)(?: in (\w+))?", notice).groups()
        deadline = Notice(int(length), UNITS[unit], country=country).deadline(date.fromisoformat(renews_on))
        assert str(deadline) == opt_out_on


NEXT = {"next_starts_on": "2026-03-01", "next_known_on": "2026-02-01"}
TERMS_THAT = {
    "must be signed and was not renewed": (term("2025-03-01", "2026-03-01"), "2026-03-01"),
    "renews by itself": (term("2025-03-01", "2026-03-01", auto=True), "runs on"),
    "renews by itself, notice received": (
        term("2024-03-01", "2025-03-01", auto=True, notice_received_on="2025-12-01"), "2026-03-01",
    ),
    "is evergreen": (term("2025-03-01", None), "runs on"),
    "has an outcome (renewed, amended, churned)": (
        term("2025-03-01", "2026-03-01", ended_on="2025-12-01", outcome="churned", outcome_on="2025-11-01"),
        "2025-12-01",
    ),
    "was renewed early": (term("2025-03-01", "2026-03-15", **NEXT), "2026-03-01"),
    "was renewed late": (term("2025-03-01", "2026-02-15", **NEXT), "2026-02-15"),
    "is a draft": (term("2025-03-01", "2026-03-01", status="draft"), None),
    "has a one-time price": (term("2025-03-01", "2026-03-01", arr_minor=0), None),
    "was closed by hand (ended, cancelled)": (term("2025-03-01", "2027-03-01", status="ended"), "2026-11-23"),
    "belongs to an archived account": (term("2025-03-01", None, archived_on="2026-05-01"), "2026-05-01"),
}  # fmt: skip


def test_the_rights_to_leave_of_a_term_that_is_amended() -> None:
    for starts, every, amended, days in table("term of 36 months"):
        ends = add_months(date.fromisoformat(starts), 36).isoformat()
        whole = term(starts, ends, months=36, auto=True, opt_out_every_months=int(every.split()[1]), contract_id=1)
        terms = [whole]
        if amended != "never":
            first = whole._replace(outcome="amended", outcome_on=TODAY, ended_on=date.fromisoformat(amended), next_id=2)
            terms = [first, whole._replace(starts_on=date.fromisoformat(amended), contract_id=2)]
        spans = [found for one in terms if (found := span_of(one, TODAY)) is not None]
        due = due_in(Window(date.fromisoformat(starts), date.fromisoformat(ends)), spans, TODAY)
        assert ", ".join(str(one.on) for one in due) == days


def test_until_when_a_term_brings_revenue() -> None:
    rows = table("a term that")
    assert [name for name, _until in rows] == list(TERMS_THAT)
    for known, expected in TERMS_THAT.values():
        assert until(known) == expected


def test_what_a_change_of_an_account_counts_as() -> None:
    earlier = span(1, "2020-01-01", "2021-01-01", 1)
    for account, start, end, counts in table("account \\| at the start"):
        spans = [] if start == "0" else [span(2, "2025-01-01", "2026-06-01", int(start), following=3)]
        if account.startswith("had"):
            spans.append(earlier)
        if account.startswith("came"):
            spans.append(span(3, "2026-05-01", "2026-06-01", 100))
        if end != "0":
            amount, currency = [*end.split(), "USD"][:2]
            spans.append(span(3, "2026-06-01", None, int(amount), currency=currency))
        changes = changes_of(spans, lambda of: (None, of.currency))
        told = bridges([changes], [date(2025, 12, 31), date(2026, 12, 31)])
        figures = [
            f"{name} {amount}" + (f" in {currency}" if len(told) > 1 else "")
            for (_group, currency), [row] in sorted(told.items(), reverse=True)
            for name in ("new", "reactivation", "expansion", "contraction", "churn")
            if (amount := getattr(row, name))
        ]
        assert (", ".join(figures) or "nothing") == counts


def test_the_causes_of_a_change() -> None:
    def cents(amount: str) -> int:
        return int(Decimal(amount) * 100)

    rows = table("old ARR")
    for old, old_seats, uplift, new, new_seats, seats, price, other in rows:
        before = span(
            1, "2025-01-01", "2026-01-01", cents(old), seats=int(old_seats or 0) or None, uplift_pct=uplift or None
        )
        after = span(2, "2026-01-01", None, cents(new), seats=int(new_seats or 0) or None)
        assert causes(before, after) == (cents(seats), cents(price), 0, cents(other))
    assert len(rows) == 4


def test_the_rates_of_a_bridge() -> None:
    for _method, *amounts, nrr, grr in table("method"):
        start, expansion, contraction, churn = (int(Decimal(amount) * 10) for amount in amounts)
        row = Bridge(start=start, expansion=expansion, contraction=contraction, churn=churn)
        assert (percent(row.nrr), percent(row.grr)) == (nrr, grr)


def test_growth_and_the_quick_ratio() -> None:
    for *amounts, expansion_rate, quick_ratio in table("start"):
        start, new, reactivation, expansion, contraction, churn = (int(Decimal(amount) * 10) for amount in amounts)
        row = Bridge(start, new, reactivation, expansion, contraction, churn)
        ratio = "n/a" if row.quick_ratio is None else f"{row.quick_ratio:.1f}"
        assert (percent(row.expansion_rate), ratio) == (expansion_rate, quick_ratio)


def test_what_an_account_counts_as_in_one_currency() -> None:
    year = Window(date(2026, 1, 1), date(2026, 12, 31))
    for account, opening, start, closing, end, counts in table("account \\| opening at"):
        before, after = IN_EUROS[account]
        spans = [span(1, "2025-01-01", "2026-06-01", before * 100, following=2, currency="EUR")] if before else []
        spans += [span(2, "2026-06-01", None, after * 100, currency="EUR")] if after else []
        days = (date(2025, 12, 31), opening), (date(2026, 12, 31), closing)
        exchange = Exchange(Quote("EUR", "USD", on, rate) for on, rate in days)
        ledger = Ledger({1: spans}, conversion=Conversion(exchange, "USD"))
        [row] = ledger.bridges([year])[None, "USD"]
        figures = [
            f"{name} {amount / 100:.2f}"
            for name in ("new", "expansion", "contraction", "churn", "fx")
            if (amount := getattr(row, name))
        ]
        assert ", ".join(figures) == counts
        assert (Decimal(row.start) / 100, Decimal(row.end) / 100) == (Decimal(start), Decimal(end))


def test_what_is_signed_and_not_live() -> None:
    for running, agreed, difference in table("running"):
        amount = int(re.findall("[0-9,]+", agreed)[0].replace(",", ""))
        spans = [span(2, "2027-01-15", None, amount, decided_on="2026-12-01")]
        if running != "nothing":
            spans.append(span(1, "2026-01-15", "2027-01-15", int(running.replace(",", "")), following=2))
        told = closings(spans, date(2026, 12, 31), date(2026, 12, 31))
        assert told["USD"].signed == int(difference)


def test_what_was_flagged() -> None:
    for figure, flagged, of, expected in table("figure"):
        part, whole = (int(Decimal(text.split()[0]) * 10) for text in (flagged, of))
        rate = Rate(atr=whole, gross=part).gross_rate if figure == "save rate" else Detection(whole, part).rate
        assert percent(rate) == expected


def test_the_lifetime_value() -> None:
    year = Window(date(2026, 1, 1), date(2026, 12, 31))
    for average, margin, kept, _period, value in table("ARR an account"):
        stay, logos = map(int, kept.split(" of "))
        arr = int(average.replace(",", "")) * stay
        row = Bridge(start=arr, accounts_start=logos, accounts_lost=logos - stay, accounts={"churn": stay - logos})
        found = lifetime_of(row, year, parse_margin(margin)).value
        assert ("n/a" if found is None else f"{found:,}") == value


def test_the_renewal_rate() -> None:
    for at_stake, renewed_at, gross, net in table("at stake"):
        first, *others = (int(part.replace(",", "")) for part in at_stake.removesuffix(" on one day").split(" + "))
        spans = [span(1, "2025-06-01", "2026-06-01", first, following=2)]
        spans += [span(9, "2025-09-01", "2026-06-01", other, contract="Upsell") for other in others]
        if renewed_at != "nothing":
            spans.append(span(2, "2026-06-01", None, int(renewed_at.replace(",", ""))))
        due = due_in(Window(date(2026, 1, 1), date(2026, 12, 31)), spans, date(2027, 1, 5))
        rate = rates(due)["USD"]
        assert (percent(rate.gross_rate), percent(rate.net_rate)) == (gross, net)


def test_the_price_of_the_next_term() -> None:
    for before, seats, uplift, after in table("price before"):
        then, now = map(int, seats.split(" → "))
        rise = Decimal(uplift.removesuffix(" %"))
        price = renewed_price(money.to_minor(Decimal(before), "USD"), (then, now), rise)
        assert price.minor == money.to_minor(Decimal(after), "USD")


def call(on: str, category: str, evidence: str | None = "a mail") -> Call:
    return Call(1, date(2026, 12, 31), date.fromisoformat(on), category, None, 100, "USD", evidence, None, None)


def number(said: str) -> int:
    return int(said.replace(",", ""))


def test_the_words_of_a_forecast() -> None:
    for words, category, in_the_crm in table("a word, ours or a CRM's"):
        assert {category_of(word) for word in words.split(", ")} == {category}
        assert IN_THE_CRM[category] == in_the_crm


def test_the_range_of_a_forecast() -> None:
    names = ("commit", "likely", "risk", "omitted", "uncalled")
    for renewed, *called, low, mid, high in table("renewed"):
        total = Total(renewed=int(renewed), called=dict(zip(names, map(int, called), strict=True)))
        assert [str(total.low), str(total.mid), str(total.high)] == [low, mid, high]


def test_the_weighted_forecast() -> None:
    for called, decided, renewed, weighted in table("called"):
        total = Total()
        total.called["commit"] = number(called)
        found = total.weighted({"commit": BaseRate(int(decided), int(renewed))})
        assert (f"{found:,}" if found is not None else "uncalibrated") == weighted


def test_what_a_call_lacks() -> None:
    today = date(2026, 11, 23)
    for category, days, evidence, made_with, warning in table("category"):
        text = None if evidence == "none" else "a mail"
        on = today - timedelta(int(made_with) - int(days))
        decision = Decision("sign-by", today + timedelta(int(days)), int(days))
        found = [concern.text for concern in concerns(call(str(on), category, text), decision, today)]
        assert found == ([] if warning == "none" else [warning])
        assert evidence in ("none", "today" if on == today else f"{(today - on).days} days old")


def test_a_year_of_an_expansion() -> None:
    for amount, means, a_year in table("amount"):
        known = None if means == "nobody said" else means
        deal = Deal(1, "ACME", "Seats", "expansion", number(amount), known, "USD", None, None)
        assert (f"{deal.annual_minor:,}" if deal.annual_minor is not None else "not annualised") == a_year


def test_forecast_accuracy_and_bias() -> None:
    for commit, likely, closed, accuracy, bias in table("called commit"):
        of = Accuracy()
        of.by_category["commit"].called, of.by_category["likely"].called = (
            round(float(commit) * 10),
            round(float(likely) * 10),
        )
        of.by_category["commit"].closed = round(float(closed) * 10)
        assert (percent(of.accuracy), signed(of.bias)) == (accuracy, bias)


def test_the_call_that_counts() -> None:
    for due_on, decided, calls, counts in table("due"):
        due = date.fromisoformat(due_on)
        told = Due(span(1, "2025-08-15", due_on), due, 100, 100, SIGNED, date.fromisoformat(decided))
        made = [call(day, category) for category, day in (said.split() for said in calls.split(", "))]
        found = standing(made, told, fiscal_quarter(due))
        assert (found.category if found else "none") == counts


CLOCKS = load_clocks(Path("nowhere")).every


def test_the_steps_of_the_shipped_clocks() -> None:
    lengths = {
        "monthly": "1 or 2 months", "quarterly": "3 to 11 months", "annual": "12 to 23 months",
        "multi-year": "from 24 months",
    }  # fmt: skip
    told = [
        [
            clock.name,
            ", ".join([*(lengths[of] for of in clock.terms), *(f"segment {segment}" for segment in clock.segments)]),
            ", ".join(f"{step.name} {'yearly' if step.days is None else step.days}" for step in clock.steps),
        ]
        for clock in CLOCKS
    ]
    assert table("clock") == told
    assert [term_of(months) for months in (2, 3, 11, 12, 23, 24)] == [
        "monthly", "quarterly", "quarterly", "annual", "annual", "multi-year",
    ]  # fmt: skip
    assert f"({', '.join(map(str, HALF_DAYS.values()))} days)" in PAGE


def test_the_days_of_the_steps() -> None:
    by_name = {clock.name: clock for clock in CLOCKS}
    for decide_on, name, days in table("decide on"):
        clock = by_name[name]
        months = {"annual": 12, "quarterly": 3, "monthly": 1}[clock.terms[0]]
        ends = date.fromisoformat(decide_on)
        renewal = renewal_of(term(str(add_months(ends, -months)), decide_on, months=months), date(2026, 11, 23))
        assert renewal is not None
        points = read(renewal, clock, [], date(2026, 11, 23)).points
        assert ", ".join(str(point.on) for point in points) == days


def test_the_way_of_an_objective() -> None:
    rows = table("baseline \\| current \\| target")
    for *numbers, way, share in rows:
        baseline, current, target = (parse_quantity(number) for number in numbers)
        each = an_objective(baseline, current, target)
        assert plan_percent(each.travelled) == way
        assert round(each.share, 3) == float(share)
    assert len(rows) == 4


def an_objective(baseline: Quantity, current: Quantity, target: Quantity) -> Objective:
    reading = Reading(TODAY, float(current.value), None)
    facts = dict.fromkeys(Objective._fields)
    numbers = {"baseline": float(baseline.value), "target": float(target.value), "readings": (reading,)}
    return Objective(**{**facts, **numbers})


def test_what_a_value_item_is_worth() -> None:
    rows = table("baseline \\| current \\| unit value")
    for baseline, current, worth, is_less, per, amount, yearly in rows:
        number, currency = worth.replace(",", "").split()
        minor = money.to_minor(Decimal(number), currency) * (-1 if is_less == "yes" else 1)
        facts = dict.fromkeys(ValueItem._fields)
        numbers = {"baseline": float(baseline), "current": float(current), "unit_value_minor": minor}
        item = ValueItem(**{**facts, **numbers, "currency": currency, "per": per})
        told = [money.to_minor(Decimal(each.replace(",", "")), currency) if each else None for each in (amount, yearly)]
        assert [item.amount_minor, item.yearly_minor] == told
    assert len(rows) == 4


def test_time_to_first_value() -> None:
    rows = table("days to first value")
    for days, median, p90 in rows:
        took = [int(each) for each in days.split(",")]
        assert (middle(took), percentile(took, 90)) == (float(median), int(p90))
    assert len(rows) == 4


def test_nps_and_its_margin() -> None:
    question = voices.Question(NPS, TODAY, Window(TODAY, TODAY), None, comments=False, is_dated=False)
    rows = table("answers")
    for answers, nps, margin in rows:
        figure = nps_of([int(each) for each in answers.split(",")])
        assert (voices.shown(question, figure.value), voices.interval(question, figure)) == (nps, margin)
    assert len(rows) == 4


def test_business_hours() -> None:
    rows = table("from \\| to \\| support_hours")
    for start, end, shift, hours in rows:
        begun, ended = (datetime.strptime(each, "%a %Y-%m-%d %H:%M").replace(tzinfo=UTC) for each in (start, end))
        assert BusinessHours(parse_shift(shift), UTC).between(begun, ended) == float(hours)
    assert len(rows) == 4
