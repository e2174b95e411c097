"""Forecast categories and calls: what a CSM expects to become of a renewal, and what a call is to rest on.

Source of the rules: docs/metrics.md, Forecast.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from cs_cli.domain.text import fold

COMMIT, LIKELY, RISK, OMITTED = CATEGORIES = ("commit", "likely", "risk", "omitted")
UNCALLED, PIPELINE = "uncalled", "pipeline"
RENEW, CHURN = "renew", "churn"
_SIGNS = re.compile(r"[\W_]+")
_WORDS = {
    "commit": COMMIT,
    "likely": LIKELY,
    "mostlikely": LIKELY,
    "bestcase": LIKELY,
    "risk": RISK,
    "atrisk": RISK,
    "pipeline": RISK,
    "omitted": OMITTED,
    "omit": OMITTED,
}
_OUTCOMES = {"closed": RENEW, "closedwon": RENEW, "won": RENEW, "closedlost": CHURN, "lost": CHURN}
IN_THE_CRM: Mapping[str | None, str] = {
    COMMIT: "Commit",
    LIKELY: "Most Likely",
    RISK: "At Risk",
    OMITTED: "Omitted",
    None: "Pipeline",
}
"""What a category is called in a CRM; None for a renewal that nobody has called."""
COMMIT_DAYS, ORDER_DAYS, RECALL_DAYS = 91, 45, 30
EVIDENCE_DAYS = 30
"""How old evidence may get before a commit rests on nothing any more."""
SIGN_BY = "sign-by"


class Call(NamedTuple):
    """What was said on a day of one renewal: its category, the one for renewing flat, the ARR expected."""

    contract_id: int
    renews_on: date
    on: date
    category: str
    flat_category: str | None
    arr_minor: int
    currency: str
    evidence: str | None
    reason: str | None
    owner: str | None
    call_id: int = 0

    def evidence_days(self, today: date) -> int | None:
        """How old its evidence is; None where there is none."""
        return (today - self.on).days if self.evidence else None


class Decision(NamedTuple):
    """What decides a renewal: its opt-out, the day on which it renews by itself, or a signature; and how far off."""

    kind: str
    on: date
    days: int


class Concern(NamedTuple):
    """What a call lacks, and the category to call it again with."""

    text: str
    category: str


def category_of(said: str) -> str | None:
    """The category that a word means, ours or a CRM's, whatever its case and signs; None for an unknown one.

    Source: docs/metrics.md, Forecast, the table of words.
    """
    return _WORDS.get(_spelled(said))


def outcome_of(said: str) -> str | None:
    """The command that records what `closed` or `Closed Lost` says, for those are outcomes and no calls; else None."""
    return _OUTCOMES.get(_spelled(said))


def is_best_case(said: str) -> bool:
    """Whether somebody said `Best Case`."""
    return _spelled(said) == "bestcase"


def is_pipeline(said: str) -> bool:
    """Whether a CRM says `Pipeline`: the deal is there, and nobody has called it."""
    return _spelled(said) == PIPELINE


def is_surer(one: str, other: str) -> bool:
    """Whether category `one` promises more than `other`."""
    return CATEGORIES.index(one) < CATEGORIES.index(other)


def concerns(call: Call, decision: Decision, today: date) -> Iterator[Concern]:
    """What a call lacks on a day, and the category to say again. Warnings, never refusals.

    Source: docs/metrics.md, Forecast, ceilings.
    """
    if call.category in (COMMIT, LIKELY) and decision.kind == SIGN_BY and decision.days < 0:
        yield Concern("past its end and unsigned: risk", RISK)
    elif call.category == COMMIT:
        yield from _of_a_commit(call, decision, today)
    elif call.category == LIKELY:
        yield from _of_a_likely(call, decision, today)


def _of_a_commit(call: Call, decision: Decision, today: date) -> Iterator[Concern]:
    days = call.evidence_days(today)
    if decision.days > COMMIT_DAYS:
        yield Concern(f"more than {COMMIT_DAYS} days ahead at most likely", LIKELY)
    if days is None and decision.days <= ORDER_DAYS:
        yield Concern(f"no evidence; in the last {ORDER_DAYS} days a commit rests on an order form", COMMIT)
    elif days is None:
        yield Concern("no evidence; a commit rests on the buyer's word, price and term in writing", COMMIT)
    elif days > EVIDENCE_DAYS:
        yield Concern(f"evidence is {days} days old", COMMIT)


def _of_a_likely(call: Call, decision: Decision, today: date) -> Iterator[Concern]:
    if not call.evidence:
        yield Concern("no evidence; likely names the one thing it depends on, and by when", LIKELY)
    called_at = decision.days + (today - call.on).days
    if decision.days <= RECALL_DAYS < called_at:
        yield Concern(f"called before the last {RECALL_DAYS} days, now commit or risk", COMMIT)


def _spelled(said: str) -> str:
    return _SIGNS.sub("", fold(said))
