"""Contracts of the demo book: each deal's terms, from the first to the one in force and the one signed ahead."""

from collections.abc import Iterator
from datetime import date, timedelta

from cs_cli.demo.customers import Customer, Deal
from cs_cli.demo.story import Row, Story
from cs_cli.domain.calendar import add_months
from cs_cli.domain.money import MONTHS_A_YEAR, unit
from cs_cli.domain.terms import anchor_of
from cs_cli.store.contracts import opt_out_on

COLUMNS = (
    "account_id", "contract", "product", "starts_on", "renews_on", "anchor_on", "term_months",
    "renewal_months",
    "price_minor", "price_period_months", "billing_period_months", "currency", "seats", "auto_renew",
    "notice_days",
    "notice_kind", "notice_basis", "opt_out_every_months", "uplift_pct", "live_on", "status", "decided_on",
    "notice_received_on", "opt_out_on", "renewed_by_guess", "assumed",
)  # fmt: skip
PRICE_RISE = 0.04
PRICE_STEP = 120
SIGNED_BEFORE_START = 21


def terms_of(deal: Deal, as_of: date) -> list[tuple[date, date | None]]:
    """The terms of `deal` that are on record, as (first day, renewal date), the oldest first."""
    if deal.term is None:
        return [(as_of - timedelta(deal.renews_in), None)]
    renews = as_of + timedelta(deal.renews_in)
    if deal.rolled:
        start = add_months(renews, -(deal.rolled + 1) * deal.term)
        return [(start, add_months(start, deal.term))]
    steps = range(-deal.earlier - 1, int(deal.signed_ahead))
    return [(add_months(renews, n * deal.term), add_months(renews, (n + 1) * deal.term)) for n in steps]


def customer_since(customer: Customer, as_of: date) -> date | None:
    """The first day of a customer's first contract."""
    starts = [terms_of(deal, as_of)[0][0] for deal in customer.deals if deal.status != "draft"]
    return min(starts, default=None)


def rows(story: Story) -> Iterator[Row]:
    """The contract rows of a customer."""
    for deal in story.customer.deals:
        terms = terms_of(deal, story.as_of)
        in_force = len(terms) - 1 - deal.signed_ahead
        for number, (starts, renews) in enumerate(terms):
            yield _row(story, deal, (starts, renews), number - in_force)


def _row(story: Story, deal: Deal, term: tuple[date, date | None], step: int) -> Row:
    """One term; `step` is 0 for the one in force, negative before it."""
    starts, renews = term
    notice = deal.notice
    opt_out = opt_out_on(renews, notice, auto_renew=deal.auto)
    now = deal if step == 0 else deal._replace(status=None, notice_ago=None, live_ago=None)
    return (
        story.account_id, deal.contract, deal.product, starts.isoformat(), renews and renews.isoformat(),
        anchor_of(starts, renews, deal.term).isoformat(), deal.term, deal.renewal_term, *_price(story, deal,
            step),
        story.customer.seats if deal.seats is None else deal.seats or None, int(deal.auto),
        notice.length if notice else None, notice.kind if notice else "calendar",
        notice.basis if notice else "renewal-day",
        deal.opt_out_every, deal.uplift_pct, _ago(story, now.live_ago), now.status,
        _decided_on(story, deal, starts, step), _ago(story, now.notice_ago), opt_out and opt_out.isoformat(),
        0, "[]",
    )  # fmt: skip


def _price(story: Story, deal: Deal, step: int) -> tuple[int, int, int | None, str]:
    """Price in minor units, price period, billing period, currency; a term earlier cost a little less."""
    currency = deal.currency or story.customer.place.currency
    period = deal.price_period
    if period is None:
        period = min(deal.term or 1, MONTHS_A_YEAR)
    arr = deal.arr if step >= 0 else round(deal.arr * (1 - PRICE_RISE) ** -step / PRICE_STEP) * PRICE_STEP
    price = arr * unit(currency) * (period or MONTHS_A_YEAR) // MONTHS_A_YEAR
    yearly = MONTHS_A_YEAR if story.customer.segment == "enterprise" else None
    return price, period, 1 if deal.term in (1, None) else yearly, currency


def _decided_on(story: Story, deal: Deal, starts: date, step: int) -> str | None:
    """When the term was signed or, where it has ended for good, given up; a first term's day is not on record."""
    if step == deal.signed_ahead and deal.decided_ago is not None:
        return story.day(deal.decided_ago)
    signed = starts - timedelta(SIGNED_BEFORE_START)
    is_known = step > -deal.earlier and deal.status is None and signed <= story.as_of
    return signed.isoformat() if is_known else None


def _ago(story: Story, days: int | None) -> str | None:
    return None if days is None else story.day(days)
