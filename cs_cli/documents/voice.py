"""What the customer's people answered to surveys: only in sums, and only where enough answered."""

from collections.abc import Sequence
from datetime import timedelta

from cs_cli.documents.adoption import Section
from cs_cli.documents.facts import Answer, Facts
from cs_cli.documents.moments import Period
from cs_cli.documents.numbers import rounded, signed

WINDOW_DAYS = 365
ENOUGH_ANSWERS = 3
"""With fewer answers a sum would tell what one person said."""
PROMOTER, DETRACTOR = 9, 6


def voice_of(facts: Facts, period: Period) -> Section | None:
    """NPS, CSAT and CES of the year up to the period's end, the latest answer of each person; None without enough."""
    nps = _latest(facts, "nps", period)
    means = [_mean(kind, name, _latest(facts, kind, period)) for kind, name in (("csat", "CSAT"), ("ces", "CES"))]
    found = {"nps": _nps(nps) if len(nps) >= ENOUGH_ANSWERS else None, "means": [mean for mean in means if mean]}
    return found if found["nps"] or found["means"] else None


def _latest(facts: Facts, kind: str, period: Period) -> list[Answer]:
    """The last answer of each named person, and every answer without a name."""
    first = period.last - timedelta(days=WINDOW_DAYS - 1)
    found = [a for a in facts.answers if a.kind == kind and first <= a.on <= period.last]
    kept = {answer.contact.casefold() or n: answer for n, answer in enumerate(found)}
    return list(kept.values())


def _nps(answers: Sequence[Answer]) -> Section:
    """Promoters (9, 10) less detractors (0 to 6), in percent of all answers."""
    promoters = sum(answer.score >= PROMOTER for answer in answers)
    detractors = sum(answer.score <= DETRACTOR for answer in answers)
    score = int(rounded((promoters - detractors) * 100 / len(answers)))
    return {
        "score": score, "said": signed(score), "n": len(answers), "promoters": promoters,
        "passives": len(answers) - promoters - detractors, "detractors": detractors,
    }  # fmt: skip


def _mean(kind: str, name: str, answers: Sequence[Answer]) -> Section | None:
    if len(answers) < ENOUGH_ANSWERS:
        return None
    return {
        "kind": kind,
        "name": name,
        "said": f"{rounded(sum(a.score for a in answers) / len(answers), 1)}",
        "n": len(answers),
    }
