"""`cs milestone add / edit / done / miss / drop`: the dated steps of a plan, and what each waits for."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cs_cli.commands import plan_rows as rows
from cs_cli.commands.fields import Field, Recording, refuse_nothing, said, words_below
from cs_cli.commands.plan_fields import (
    BECAUSE,
    CHANGE,
    DROPPED,
    DUE,
    ON,
    OWNER,
    SHARED,
    WHY_LATE,
    WHY_MISSED,
    needed,
    on,
    read,
)
from cs_cli.commands.plan_rows import MILESTONE, OBJECTIVE, PlanRow, WhichArgument, WhichOnesArgument
from cs_cli.commands.recording import account_to_change, recording
from cs_cli.commands.today import AccountArgument
from cs_cli.context import Cs, say
from cs_cli.domain import words
from cs_cli.domain.plan_progress import WHOSE, looped
from cs_cli.domain.plans import MILESTONES
from cs_cli.errors import BadDataError, UsageError, sentence_of
from cs_cli.store.accounts import AccountRef

if TYPE_CHECKING:
    from cs_cli.store.entries import Entries

FIRST_VALUE = "first-value"
_CONFIRMED = Field("confirmed_by", "Who of the customer confirms it.", "--confirmed-by", metavar="NAME")
_FACTS = (
    Field("side", "Whose it is: us (unless said), them or both."),
    OWNER,
    DUE,
    Field("kind", f"{', '.join(MILESTONES)}."),
    Field("depends_on", "What must be done before it: m3,m4.", "--after", metavar="NUMBERS"),
    Field("objective_id", "The objective that it proves: o1.", "--objective", metavar="NUMBER"),
    SHARED,
)
_PLAIN = tuple(field for field in _FACTS if field.column not in ("depends_on", "objective_id"))
_LINKS = (*_FACTS[4:6],)
TitleArgument = Annotated[list[str], typer.Argument(metavar="TITLE", help="What will be so: EU go-live.")]
milestone = words_below("The dated steps of a plan: add, change, done, miss, drop.")


class Adding(Recording):
    """The options of `cs milestone add`."""

    fields = _FACTS


class Editing(Recording):
    """The options of `cs milestone edit`."""

    fields = (Field("title", "What will be so."), *_FACTS, _CONFIRMED, Field("done_on", '"" opens it again.', "--done"),
        DROPPED, WHY_LATE, CHANGE)  # fmt: skip
    clears = True


class Ending(Recording):
    """The options of `cs milestone done`."""

    fields = (ON, _CONFIRMED)


class Missing(Recording):
    """The options of `cs milestone miss`."""

    fields = (WHY_MISSED, CHANGE, DUE, ON)


class Dropping(Recording):
    """The options of `cs milestone drop`."""

    fields = (BECAUSE, ON)


@milestone.command(cls=Adding)
def add(ctx: typer.Context, account: AccountArgument, title: TitleArgument) -> None:
    """Add a dated step. Prints its number (m7)."""
    from cs_cli.intake.typed import filled_text  # noqa: PLC0415  only writing commands read values

    cs: Cs = ctx.obj
    typed = said(ctx)
    facts = {"side": "us"} | read(cs, typed, _PLAIN) | {"title": filled_text(" ".join(title), "the title")}
    ref = account_to_change(cs, account, "nothing added")
    facts |= links(cs, ref, typed) | {"planned_on": facts.get("due_on")}
    rows.add(cs, MILESTONE, ref, facts, _when(facts))


def _when(facts: Mapping[str, Any]) -> str:
    due = f", due {words.full(facts['due_on'])}" if facts.get("due_on") else ""
    return f", {WHOSE[facts['side']]}{due}"


def links(cs: Cs, ref: AccountRef, typed: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of the objective and of the milestones that a row names; all must be of the account `ref`."""
    found: dict[str, Any] = {}
    if "objective_id" in typed:
        number = typed["objective_id"].strip()
        row = rows.one(cs, OBJECTIVE, [number], "nothing was written") if number else None
        _refuse_other(ref, [row] if row else [])
        found["objective_id"] = row.row_id if row else None
    if "depends_on" in typed:
        numbers = typed["depends_on"].replace(",", " ").replace(";", " ").split()
        before = rows.several(cs, MILESTONE, numbers, "nothing was written") if numbers else []
        _refuse_other(ref, before)
        found["depends_on"] = json.dumps([row.row_id for row in before])
    return found


def _refuse_other(ref: AccountRef, found: Sequence[PlanRow]) -> None:
    for row in found:
        if row.ref.account_id != ref.account_id:
            raise BadDataError(
                f"{row.called} is of {row.ref.key}, {row.ref.name}, not of {ref.key}; nothing was written",
                f"Those of {ref.key}: cs milestones {ref.key} · cs objectives {ref.key}",
            )


@milestone.command(cls=Editing)
def edit(ctx: typer.Context, which: WhichArgument) -> None:
    """Change a step; a field set to "" is cleared, and the day that was agreed first is kept."""
    cs: Cs = ctx.obj
    typed = said(ctx)
    refuse_nothing(typed, "cs milestone edit")
    row = rows.one(cs, MILESTONE, which, "nothing changed")
    plain = [field for field in Editing.fields if field not in _LINKS]
    facts = read(cs, typed, plain) | links(cs, row.ref, typed)
    if "side" in facts and facts["side"] is None:
        raise UsageError("a milestone is somebody's; nothing was written", "Say --side us, them or both")
    with recording(cs) as entries:
        _refuse_loop(entries, row, facts)
        if facts.get("due_on") and entries.row("milestone", row.row_id)["planned_on"] is None:
            facts["planned_on"] = facts["due_on"]
        changes = rows.change(entries, MILESTONE, row.row_id, facts, cs.today)
    rows.told_edit(row, {_NAMES.get(name, name): values for name, values in _worded(changes).items()})


_NAMES = {"depends_on": "after", "objective_id": "objective"}


def _worded(changes: Mapping[str, tuple[Any, Any]]) -> dict[str, tuple[Any, Any]]:
    def said_of(name: str, value: Any) -> Any:  # noqa: ANN401  any cell
        if name == "depends_on":
            return ", ".join(f"m{each}" for each in json.loads(value))
        return f"o{value}" if name == "objective_id" and value else value

    return {name: (said_of(name, old), said_of(name, new)) for name, (old, new) in changes.items()}


def _refuse_loop(entries: "Entries", row: PlanRow, facts: Mapping[str, Any]) -> None:
    if "depends_on" not in facts:
        return
    every = entries.select(
        "SELECT id, depends_on FROM milestone WHERE account_id = :account", {"account": row.ref.account_id}
    )
    after = {row_id: json.loads(listed) for row_id, listed in every} | {row.row_id: json.loads(facts["depends_on"])}
    if looped(after, row.row_id):
        names = sentence_of([f"m{each}" for each in after[row.row_id]], "and")
        raise BadDataError(
            f"{row.called} would wait for itself: it comes after {names}, which waits for it; nothing changed",
            f"What waits for what: cs milestones {row.ref.key} --gantt",
        )


@milestone.command(cls=Ending)
def done(ctx: typer.Context, which: WhichOnesArgument) -> None:
    """Say that a step is done; first value is confirmed by somebody of the customer's."""
    cs: Cs = ctx.obj
    typed = said(ctx)
    found = rows.several(cs, MILESTONE, which, "nothing changed")
    facts = {"done_on": on(cs, typed)} | read(cs, typed, [_CONFIRMED])
    by = f", confirmed by {facts['confirmed_by']}" if facts.get("confirmed_by") else ""
    for row in rows.finish(cs, MILESTONE, found, facts, f"done on {words.full(facts['done_on'])}{by}"):
        _tell_open(cs, row)
        _tell_too_early(cs, row, facts["done_on"])
        _ask_who_confirms(cs, row)


_OPEN_BEFORE = """
SELECT b.number, b.title FROM milestones m, json_each(m.depends_on) d JOIN milestones b ON b.milestone_id = d.value
WHERE m.number = :number AND b.done_on IS NULL AND b.dropped_on IS NULL ORDER BY b.milestone_id
"""


def _tell_open(cs: Cs, row: PlanRow) -> None:
    open_before = [f'{number} "{title}"' for number, title in cs.reader.tuples(_OPEN_BEFORE, {"number": row.number})]
    if open_before:
        verb = "is" if len(open_before) == 1 else "are"
        say(f"Mind: {row.called} comes after {sentence_of(open_before, 'and')}, which {verb} not done")


_SINCE = """
SELECT min(day) FROM (SELECT customer_since AS day FROM accounts WHERE account_id = :account
UNION ALL SELECT min(starts_on, coalesce(decided_on, starts_on)) FROM contracts WHERE account_id = :account)
"""


def _tell_too_early(cs: Cs, row: PlanRow, done_on: date) -> None:
    since = cs.reader.value(_SINCE, {"account": row.ref.account_id})
    if since and done_on < (first := date.fromisoformat(since)):
        say(
            f"Mind: {row.called} is done on {words.full(done_on)}, before {row.ref.name} was a customer: "
            f"{words.full(first)}. Another day: cs milestone edit {row.number} --done DATE"
        )


def _ask_who_confirms(cs: Cs, row: PlanRow) -> None:
    sql = "SELECT 1 FROM milestones WHERE number = :number AND kind = :kind AND confirmed_by IS NULL"
    if cs.reader.value(sql, {"number": row.number, "kind": FIRST_VALUE}):
        say(f'First value is what the customer says it is. Who does: cs milestone edit {row.number} --confirmed-by "…"')


@milestone.command(cls=Missing)
def miss(ctx: typer.Context, which: WhichArgument) -> None:
    """Record that a step was missed: why, what you change, and the new day where there is one."""
    cs: Cs = ctx.obj
    typed = said(ctx)
    needed(
        typed, BECAUSE, CHANGE,
        like='cs milestone miss m7 --because "no test data" --change "data is asked for at kick-off" --due "15 jan"',
    )  # fmt: skip
    row = rows.one(cs, MILESTONE, which, "nothing changed")
    facts, what = missed(cs, typed)
    rows.refuse_ahead(cs, MILESTONE, row, typed.get("due_on"))
    rows.finish(cs, MILESTONE, [row], facts, what)


def missed(cs: Cs, typed: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """The columns of what was missed, and how to say it. Raises UsageError for a new day that has passed."""
    facts = read(cs, typed, [BECAUSE, CHANGE, DUE]) | {"missed_on": on(cs, typed)}
    due = facts.get("due_on")
    if due is not None and due <= facts["missed_on"]:
        raise UsageError(f"--due {due} is not after {facts['missed_on']}; nothing was written", "Say the new day")
    return facts, f"missed: {facts['because']}" + (f"; now due {words.full(due)}" if due else "")


@milestone.command(cls=Dropping)
def drop(ctx: typer.Context, which: WhichOnesArgument) -> None:
    """Take a step out of the plan; it stays on record."""
    cs: Cs = ctx.obj
    typed = said(ctx)
    found = rows.several(cs, MILESTONE, which, "nothing changed")
    facts = {"dropped_on": on(cs, typed)} | read(cs, typed, [BECAUSE])
    rows.finish(cs, MILESTONE, found, facts, "dropped" + (f": {facts['because']}" if facts.get("because") else ""))
