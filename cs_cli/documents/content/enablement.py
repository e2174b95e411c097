"""Enablement: who was trained, and how many are trained or certified where somebody measures it."""

from cs_cli.documents.content.adoption import Section
from cs_cli.documents.content.facts import Facts, Measurement
from cs_cli.documents.content.people import KINDS
from cs_cli.documents.moments import Period
from cs_cli.documents.numbers import counted

METRICS = {"trained_users": "People trained", "certified_users": "People certified"}
"""The measured numbers that a customer may read here."""


def enablement_of(facts: Facts, period: Period) -> Section | None:
    """The sessions from the period's first day on and the numbers measured in it; None without either."""
    held = [each for each in facts.trainings if each.on >= period.first]
    sessions = [
        {"on": each.on.isoformat(), "kind": KINDS[each.kind], "what": each.said, "with": ", ".join(each.contacts)}
        for each in reversed(held)
    ]
    numbers = [row for metric in METRICS if (row := _number(facts, metric, period))]
    if not (sessions or numbers):
        return None
    return {"sessions": sessions, "count": sum(period.holds(each.on) for each in held), "numbers": numbers}


def _number(facts: Facts, metric: str, period: Period) -> Section | None:
    readings = [each for each in facts.measurements if each.metric == metric]
    inside = [each for each in readings if period.holds(each.on)]
    if not inside:
        return None
    before = [each for each in readings if each.on < period.first]
    return {
        "name": METRICS[metric], "value": counted(inside[-1].value), "on": inside[-1].on.isoformat(),
        "before": _said(before),
    }  # fmt: skip


def _said(before: list[Measurement]) -> str | None:
    return counted(before[-1].value) if before else None
