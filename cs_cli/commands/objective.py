"""`cs objective add / edit / done / drop`: what the customer wants, in their words, and by what measure."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cs_cli.commands import plan_rows as rows
from cs_cli.commands.fields import Field, Recording, refuse_nothing, said, words_below
from cs_cli.commands.plan_fields import (
    BECAUSE,
    DROPPED,
    DUE,
    ON,
    SHARED,
    as_number,
    needed,
    on,
    quantities,
    read,
)
from cs_cli.commands.plan_rows import OBJECTIVE, PlanRow, WhichArgument, WhichOnesArgument
from cs_cli.commands.recording import account_to_change, recording
from cs_cli.commands.today import AccountArgument
from cs_cli.context import Cs, say
from cs_cli.domain import words
from cs_cli.domain.plan_progress import Reading
from cs_cli.domain.quantity import Quantity, shown
from cs_cli.errors import UsageError

if TYPE_CHECKING:
    from cs_cli.store.entries import Entries

_FACTS = (
    Field("said_by", "Who said it.", "--by"),
    Field("said_on", "When (today; fri is the last one).", "--said", metavar="DATE"),
    Field("measure", "What is measured: planning time."),
    Field("baseline", "Where it stood: 8h, 40%, 1.2k.", metavar="NUMBER"),
    Field("target", "Where it is to go: <2h.", metavar="NUMBER"),
    Field("current", "Where it stands: noted with its day, nothing is overwritten.", metavar="NUMBER"),
    DUE,
    Field("evidence", "What shows it: a report, a screen; of --current, what shows that."),
    Field("cadence", "How often you look at it: quarterly."),
    SHARED,
)
QuoteArgument = Annotated[list[str], typer.Argument(metavar="QUOTE", help="What they want, in their words.")]
_LAST = """
SELECT value FROM progress WHERE objective_id = :id AND measured_on <= :on ORDER BY measured_on DESC LIMIT 1
"""
_FULL = '--measure "planning time" --baseline 8h --target "<2h" --due "end of q3"'
objective = words_below("What the customer wants: add, change, measure, done, drop.")


class Adding(Recording):
    """The options of `cs objective add`."""

    fields = _FACTS


class Editing(Recording):
    """The options of `cs objective edit`."""

    fields = (Field("quote", "In their words."), *_FACTS, ON, Field("done_on", '"" opens it again.', "--done"), DROPPED)
    clears = True


class Ending(Recording):
    """The options of `cs objective done`."""

    fields = (ON, Field("evidence", "What shows it."))


class Dropping(Recording):
    """The options of `cs objective drop`."""

    fields = (BECAUSE, ON)


@objective.command(cls=Adding)
def add(ctx: typer.Context, account: AccountArgument, quote: QuoteArgument) -> None:
    """Note what the customer wants. Prints its number (o3)."""
    from cs_cli.intake.typed import filled_text  # noqa: PLC0415  only writing commands read values

    cs: Cs = ctx.obj
    typed = said(ctx)
    numbers, unit = quantities(typed, None)
    facts = read(cs, typed, _FACTS) | _measure({}, numbers, unit) | {"quote": filled_text(" ".join(quote), "the quote")}
    if "said_by" in facts:
        facts.setdefault("said_on", cs.today)
    ref = account_to_change(cs, account, "nothing added")
    current = numbers.get("current")
    shows = facts.pop("evidence", None) if current else None

    def measured(entries: "Entries", row: PlanRow) -> None:
        if current is not None:
            _note(entries, row, Reading(cs.today, float(current.value), shows))

    rows.add(cs, OBJECTIVE, ref, facts, _aim(facts), measured)


def _aim(facts: Mapping[str, Any]) -> str:
    """`, planning time 8 h → 2 h, due Thu 31 Dec 2026`, as far as it was said."""
    measure = facts.get("measure") or ""
    numbers = [facts.get("baseline"), facts.get("target")]
    way = " → ".join(shown(each, facts.get("unit")) for each in numbers) if any(n is not None for n in numbers) else ""
    aim = " ".join(filter(None, (measure, way)))
    return (f", {aim}" if aim else "") + (f", due {words.full(facts['due_on'])}" if facts.get("due_on") else "")


def _measure(stored: Mapping[str, Any], numbers: Mapping[str, Quantity | None], unit: str | None) -> dict[str, Any]:
    """The columns of baseline, target and unit. Raises UsageError where the sign of the target contradicts them."""
    facts: dict[str, Any] = {name: as_number(numbers[name]) for name in ("baseline", "target") if name in numbers}
    baseline, target = facts.get("baseline", stored.get("baseline")), numbers.get("target")
    if target is not None and target.sign and baseline is not None:
        goal = float(target.value)
        if (baseline < goal) if target.sign == "<" else (baseline > goal):
            raise UsageError(
                f"--target {target.sign}{shown(goal, unit)} is reached by the baseline, {shown(baseline, unit)}, "
                "already; nothing was written",
                f"Like cs objective add ACME … {_FULL}",
            )
    return facts | ({"unit": unit} if numbers and unit != stored.get("unit") else {})


@objective.command(cls=Editing)
def edit(ctx: typer.Context, which: WhichArgument) -> None:
    """Change an objective; --current notes where its measure stands on a day (--on)."""
    cs: Cs = ctx.obj
    typed = said(ctx)
    refuse_nothing(typed, "cs objective edit")
    if "on" in typed and not typed.get("current"):
        raise UsageError("--on is the day of --current; nothing was written", "Like cs objective edit o3 --current 4h")
    row = rows.one(cs, OBJECTIVE, which, "nothing changed")
    facts = read(cs, typed, [field for field in Editing.fields if field is not ON])
    measured_on = on(cs, typed)
    noted: dict[str, tuple[Any, Any]] = {}
    with recording(cs) as entries:
        stored = entries.row("objective", row.row_id)
        numbers, unit = quantities(typed, stored["unit"], ("baseline", "target"))
        facts |= _measure(stored, numbers, unit)
        if (current := numbers.get("current")) is not None:
            reading = Reading(measured_on, float(current.value), facts.pop("evidence", None))
            before = _note(entries, row, reading)
            noted["current"] = shown(before, unit), f"{shown(reading.value, unit)} on {words.full(measured_on)}"
            facts["changed_on"] = max(stored["changed_on"], cs.today)
        changes = rows.change(entries, OBJECTIVE, row.row_id, facts, cs.today)
    rows.told_edit(row, noted | changes)


def _note(entries: "Entries", row: PlanRow, reading: Reading) -> float | None:
    """Note where the measure stood on a day; a reading of the same day is replaced. Returns the last one until then."""
    where = {"id": row.row_id, "on": reading.on.isoformat()}
    last = entries.select(_LAST, where)
    same = entries.select("SELECT id FROM progress WHERE objective_id = :id AND measured_on = :on", where)
    facts = {"value": reading.value} | ({"evidence": reading.evidence} if reading.evidence is not None else {})
    if same:
        entries.change("progress", same[0][0], facts)
    else:
        of = {"objective_id": row.row_id, "account_id": row.ref.account_id, "measured_on": reading.on}
        entries.insert("progress", facts | of)
    return last[0][0] if last else None


@objective.command(cls=Ending)
def done(ctx: typer.Context, which: WhichOnesArgument) -> None:
    """Say that the customer has what they wanted."""
    cs: Cs = ctx.obj
    typed = said(ctx)
    found = rows.several(cs, OBJECTIVE, which, "nothing changed")
    facts = {"done_on": on(cs, typed)} | read(cs, typed, Ending.fields[1:])
    for row in rows.finish(cs, OBJECTIVE, found, facts, f"reached on {words.full(facts['done_on'])}"):
        if not cs.reader.value("SELECT 1 FROM progress_readings WHERE objective = :of", {"of": row.number}):
            say(f"Nothing shows it yet. Where it stands: cs objective edit {row.number} --current … --evidence …")


@objective.command(cls=Dropping)
def drop(ctx: typer.Context, which: WhichOnesArgument) -> None:
    """Take an objective out of the plan; it stays on record with the reason."""
    cs: Cs = ctx.obj
    typed = said(ctx)
    needed(typed, BECAUSE, like='cs objective drop o3 --because "the plant was sold"')
    found = rows.several(cs, OBJECTIVE, which, "nothing changed")
    facts = {"dropped_on": on(cs, typed), **read(cs, typed, [BECAUSE])}
    rows.finish(cs, OBJECTIVE, found, facts, f"dropped: {facts['because']}")
