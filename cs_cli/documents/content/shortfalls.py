"""What fell short, ours first, then what both of us and what the customer did not do in time: from the record alone.

A row whose cause or change is not recorded leaves its slide open for review.
"""

import shlex
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from cs_cli.documents.content.adoption import Section
from cs_cli.documents.content.facts import text
from cs_cli.documents.content.support import REOPENED
from cs_cli.documents.moments import day_said, iso_said
from cs_cli.documents.numbers import capital, listed, plural
from cs_cli.domain.plan_progress import DONE, LATE, MISSED, Plan, Step
from cs_cli.domain.text import fold

WE, TOGETHER, YOU = "we", "together", "you"
_ORDER = (WE, TOGETHER, YOU)
_SIDES = {"us": WE, "both": TOGETHER, "them": YOU}
_NAMED = 3
TICKET = "ticket"
NOT_RECORDED = "not recorded"
"""What a reason for review says of a cause or a change; `for_audience` lets a customer read no more of it."""


class Shortfall(NamedTuple):
    """One thing that fell short: `row` is what a customer may read of it, `number` what we type for it."""

    row: Section
    number: str

    @property
    def missing(self) -> list[str]:
        """What of cause and change is not recorded."""
        return [said for said, field in (("cause", "because"), ("change", "change")) if not self.row[field]]

    @property
    def open(self) -> str:
        """What is missing, in a sentence without a command; empty where nothing is."""
        missing = self.missing
        return f"{self.row['called']}: {listed(missing)} {_are(missing)} {NOT_RECORDED}" if missing else ""

    def command(self, key: str) -> str:
        """The line that records what is missing, in the portfolio in which the account has that key."""
        kind = self.row["kind"]
        words = [kind, key, self.number] if kind == TICKET else [kind, "edit", self.number]
        options = [f'--{"because" if said == "cause" else "change"} "…"' for said in self.missing]
        return " ".join(["cs", *map(shlex.quote, words), *options])


def _are(missing: Sequence[str]) -> str:
    return "are" if len(missing) > 1 else "is"


def fell_short(plan: Plan, tickets: Iterable[Section], since: date, as_of: date, us: str) -> list[Shortfall]:
    """All of it from `since` to `as_of`, what is shared alone: ours, both of us, theirs; steps before tickets."""
    steps = [("milestone", step) for step in plan.milestones] + [("commitment", step) for step in plan.commitments]
    found = [_of_step(kind, step, as_of, us) for kind, step in steps if step.shared and _is_short(step, since, as_of)]
    found += [_of_ticket(ticket, us) for ticket in tickets]
    return sorted(found, key=lambda each: _ORDER.index(each.row["whose"]))


def _is_short(step: Step, since: date, as_of: date) -> bool:
    """Whether a step came late or not at all; one that is late today counts however old it is."""
    state = step.state(as_of)
    if state == LATE:
        return True
    if state == DONE and step.done_on:
        return step.done_on >= since and step.done_on > (_due(step) or date.max)
    return step.missed_on is not None and step.missed_on >= since


def _due(step: Step) -> date | None:
    """The day that was agreed: the first one, where that was missed."""
    return (step.planned_on if step.missed_on else None) or step.due_on


def _of_step(kind: str, step: Step, as_of: date, us: str) -> Shortfall:
    due = _due(step)
    moved = step.due_on if step.missed_on and step.due_on and step.due_on > step.missed_on else None
    said = text(step.title)
    owner = us if fold(text(step.owner)) == "me" else text(step.owner)
    row = {
        "kind": kind, "what": said, "called": f"“{said}”", "whose": _SIDES[step.side], "owner": owner,
        "due_on": iso_said(None if due == moved else due), "done_on": iso_said(step.done_on), "by": iso_said(moved),
        **_cost(step, None if due == moved else due, moved, as_of), "when": _when(step, due, moved, as_of),
        "because": text(step.because), "change": text(step.change),
    }  # fmt: skip
    return Shortfall(row, step.number)


def _cost(step: Step, due: date | None, moved: date | None, as_of: date) -> Section:
    """What it costs, in days, alone (`amount`) and in words; only that it was missed where no day tells."""
    until, tail = (step.done_on, " late") if step.done_on else (moved, " later") if moved else (as_of, " late so far")
    days = (until - due).days if due else 0
    amount = plural(days, "day") if days > 0 else "missed"
    return {"amount": amount, "cost": f"{amount}{tail}" if days > 0 else amount}


def _when(step: Step, due: date | None, moved: date | None, as_of: date) -> str:
    """`due 24 Jul 2026, done 11 Sep 2026`."""
    days = [f"due {_said(due)}"] if due and due != moved else []
    if step.done_on:
        days.append(f"done {_said(step.done_on)}")
    elif moved:
        days.append(f"now due {_said(moved)}")
    elif step.state(as_of) == MISSED:
        days.append("not done")
    else:
        days.append("not done yet")
    return ", ".join(days)


def _of_ticket(ticket: Section, us: str) -> Shortfall:
    ended = f"resolved {day_said(ticket['resolved_on'])}" if ticket["resolved_on"] else "open"
    opened = f"opened {day_said(ticket['opened_on'])}"
    row = {
        "kind": TICKET, "what": " ".join(filter(None, (ticket["ticket"], ticket["subject"]))),
        "called": f"ticket {ticket['ticket']}", "whose": WE, "owner": us, "due_on": None,
        "done_on": ticket["resolved_on"], "by": None, "cost": ticket["cost"],
        "amount": "opened again" if ticket["why"] == REOPENED else ticket["took"],
        "when": opened if ended == "open" and ticket["status"] != "Open" else f"{opened}, {ended}",
        "because": ticket["because"], "change": ticket["change"],
    }  # fmt: skip
    return Shortfall(row, ticket["ticket"])


def open_for_review(found: Iterable[Shortfall]) -> str:
    """What keeps the slide of shortfalls open, without any command; empty where nothing does."""
    return _joined([each.open for each in found if each.missing])


def commands_for_review(found: Iterable[Shortfall], key: str) -> list[Section]:
    """The same, each with the line that settles it: for our own eyes, as it holds the account's key."""
    return [{"what": each.open, "command": each.command(key)} for each in found if each.missing]


def _joined(said: Sequence[str]) -> str:
    more = [f"and {len(said) - _NAMED} more"] if len(said) > _NAMED else []
    return "; ".join([*said[:_NAMED], *more])


def changes_of(rows: Sequence[Section]) -> list[Section]:
    """What we change, at most three: a dated, owned change for what fell short, each once, ours first."""
    found: dict[str, Section] = {}
    for row in rows:
        if row["change"] and fold(row["change"]) not in found:
            change = capital(row["change"])
            said = {"what": change, "after": row["what"], "who": row["owner"], "by": row["by"]}
            found[fold(row["change"])] = said
    return list(found.values())[:_NAMED]


def _said(on: date | None) -> str:
    return day_said(iso_said(on))
