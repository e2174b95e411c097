"""What the customer's people answered to surveys: only in sums, and only where enough answered."""

from collections.abc import Sequence
from datetime import timedelta

from cs_cli.documents.content.adoption import Section
from cs_cli.documents.content.facts import Answer, Facts
from cs_cli.documents.moments import Period
from cs_cli.documents.numbers import rounded, signed
from cs_cli.domain.signals import detractors, net_promoters, promoters, satisfied_pct
from cs_cli.domain.text import fold

WINDOW_DAYS = 365
ENOUGH_ANSWERS = 3
"""With fewer answers a sum would tell what one person said."""


def voice_of(facts: Facts, period: Period) -> Section | None:
    """NPS, CSAT and CES of the year up to the period's end, the latest answer of each person; None without enough."""
    nps, csat, ces = (_latest(facts, kind, period) for kind in ("nps", "csat", "ces"))
    found = {"nps": _nps(nps) if len(nps) >= ENOUGH_ANSWERS else None, "scores": [*_csat(csat), *_ces(ces)]}
    return found if found["nps"] or found["scores"] else None


def _latest(facts: Facts, kind: str, period: Period) -> list[Answer]:
    """The last answer of each named person, and every answer without a name."""
    first = period.last - timedelta(days=WINDOW_DAYS - 1)
    found = [a for a in facts.answers if a.kind == kind and first <= a.on <= period.last]
    kept = {fold(answer.contact) or n: answer for n, answer in enumerate(found)}
    return list(kept.values())


def _nps(answers: Sequence[Answer]) -> Section:
    """Promoters (9, 10) less detractors (0 to 6), in percent of all answers."""
    marks = [answer.score for answer in answers]
    good, bad, score = promoters(marks), detractors(marks), int(rounded(net_promoters(marks)))
    return {
        "score": score, "said": signed(score), "n": len(marks), "promoters": good,
        "passives": len(marks) - good - bad, "detractors": bad,
    }  # fmt: skip


def _csat(answers: Sequence[Answer]) -> list[Section]:
    """The share of answers that are 4 or 5 of 5."""
    said = satisfied([answer.score for answer in answers])
    how = f"4 or 5 in {len(answers)} answers"
    return [{"kind": "csat", "name": "CSAT", "said": said, "how": how, "n": len(answers)}] if said else []


def satisfied(marks: Sequence[float]) -> str | None:
    """The share of marks that are 4 or 5 of 5, `86%`; None without enough."""
    return f"{rounded(satisfied_pct(marks))}%" if len(marks) >= ENOUGH_ANSWERS else None


def _ces(answers: Sequence[Answer]) -> list[Section]:
    """The mean of the answers."""
    if len(answers) < ENOUGH_ANSWERS:
        return []
    said = f"{rounded(sum(answer.score for answer in answers) / len(answers), 1)}"
    return [{"kind": "ces", "name": "CES", "said": said, "how": f"mean of {len(answers)} answers", "n": len(answers)}]
