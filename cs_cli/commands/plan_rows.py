"""What `cs objective`, `milestone`, `commitment`, `risk` and `value` share: finding rows, storing them, saying so."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from shlex import join
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cs_cli.commands.completion import complete_row
from cs_cli.commands.people import contacts_named
from cs_cli.commands.recording import account_to_change, recording, told, told_changes
from cs_cli.context import Cs, say
from cs_cli.domain import words
from cs_cli.domain.numbered import parse_number
from cs_cli.domain.text import fold
from cs_cli.errors import BadDataError, NotFoundError, UsageError
from cs_cli.output import render
from cs_cli.store.accounts import AccountRef

if TYPE_CHECKING:
    from cs_cli.store.entries import Entries

_LONGEST_TITLE = 60
_PEOPLE = ("owner", "said_by", "confirmed_by", "agreed_by")
WhichArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="[ACCOUNT] NUMBER", autocompletion=complete_row, help="Its number; the account may stand before."
    ),
]
WhichOnesArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="[ACCOUNT] NUMBER…", autocompletion=complete_row, help="Numbers; the account may stand before."
    ),
]


@dataclass(frozen=True, slots=True)
class Noun:
    """A sort of plan row: its word, the plural that lists it, its letter, its table, the column of its title."""

    word: str
    plural: str
    letter: str
    table: str
    title: str


OBJECTIVE = Noun("objective", "objectives", "o", "objective", "quote")
MILESTONE = Noun("milestone", "milestones", "m", "milestone", "title")
COMMITMENT = Noun("commitment", "commitments", "c", "commitment", "promise")
RISK = Noun("risk", "risks", "r", "risk", "title")
VALUE = Noun("value", "values", "v", "value_item", "title")
_VIEWS = {noun.word: "value_items" if noun is VALUE else noun.plural for noun in (OBJECTIVE, MILESTONE, COMMITMENT,
    RISK, VALUE)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A stored row as it was found: its id, whose it is, how people call it."""

    row_id: int
    ref: AccountRef
    number: str
    title: str

    @property
    def called(self) -> str:
        """Number and title, for a line that says what was done."""
        return f'{self.number} "{words.clipped(self.title, _LONGEST_TITLE)}"'


def one(cs: Cs, noun: Noun, which: Sequence[str], undone: str) -> PlanRow:
    """The one row that was typed, with or without its account before it. Raises UsageError, NotFoundError."""
    found = several(cs, noun, which, undone)
    if len(found) > 1:
        raise UsageError(f"one {noun.word} at a time; {undone}", f"Its number: cs {noun.plural}")
    return found[0]


def several(cs: Cs, noun: Noun, which: Sequence[str], undone: str) -> list[PlanRow]:
    """The rows that were typed, each once; an account before them must be theirs. Raises as `one`."""
    said, of = list(which), None
    if len(said) > 1 and not _is_number(noun, said[0]):
        of = account_to_change(cs, said.pop(0), undone)
    found = list({row.row_id: row for row in (_row(cs, noun, each, undone) for each in said)}.values())
    for row in found:
        if of is not None and row.ref != of:
            raise NotFoundError(
                f"{row.number} is a {noun.word} of {row.ref.key}, {row.ref.name}, not of {of.key}; {undone}",
                f"Those of {of.key}: cs {noun.plural} {of.key}",
            )
    return found


def _is_number(noun: Noun, said: str) -> bool:
    try:
        parse_number(said, noun.letter)
    except ValueError:
        return False
    return True


def _row(cs: Cs, noun: Noun, said: str, undone: str) -> PlanRow:
    try:
        _table, row_id = parse_number(said, noun.letter)
    except ValueError as error:
        raise UsageError(f'"{said}" {error}; {undone}', f"Numbers: cs {noun.plural}") from error
    number = f"{noun.letter}{row_id}"
    sql = f"SELECT account_id, account, name, {noun.title} FROM {_VIEWS[noun.word]} WHERE number = :number"  # noqa: S608  ours
    rows = cs.reader.tuples(sql, {"number": number})
    if not rows:
        raise NotFoundError(f'no {noun.word} "{said}"; {undone}', f"Numbers: cs {noun.plural}")
    [(account_id, account, name, title)] = rows
    return PlanRow(row_id, AccountRef(account_id, account, name), number, title)


def add(
    cs: Cs,
    noun: Noun,
    ref: AccountRef,
    facts: Mapping[str, Any],
    said: str = "",
    also: "Callable[[Entries, PlanRow], None] | None" = None,
) -> PlanRow:
    """Store a new row (and what is to be stored `also`), print its number, say so; `said` follows its title."""
    with recording(cs) as entries:
        named = _full_names(entries, ref.account_id, facts, facts)
        row_id = entries.insert(noun.table, new_row(cs.today, ref, {**facts, **named}))
        row = PlanRow(row_id, ref, f"{noun.letter}{row_id}", str(facts[noun.title]))
        if also is not None:
            also(entries, row)
    render.write(f"{row.number}\n")
    told(ref, f"{noun.word} {row.called} added{said}")
    if facts.get("shared", noun is not RISK):
        line = f"cs {noun.word} edit {row.number} --internal"
        say(f"{row.number} is shared: the customer reads it in qbr and plan. To keep it: {line}")
    return row


def tell_no_day(number: str) -> None:
    """Say of a promise that nobody will be reminded of it, and what to type."""
    say(f"{number} has no day and will not stand in cs today. Give it one: cs commitment edit {number} --due fri")


def new_row(today: date, ref: AccountRef, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a row that stands in the plan from `today` on."""
    return {**facts, "account_id": ref.account_id, "created_on": today, "changed_on": today}


def change(entries: "Entries", noun: Noun, row_id: int, facts: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Change a row and note that it was touched; returns what differs now. Nothing is written where nothing does.

    Raises BadDataError where a missed row would lose why, or what changes.
    """
    before = entries.row(noun.table, row_id)
    _refuse_unexplained(noun, row_id, {**before, **facts})
    facts = {**facts, **_full_names(entries, before["account_id"], facts, {**before, **facts})}
    differing = {name: value for name, value in facts.items() if before[name] != value}
    if not differing:
        return {}
    touched = {"changed_on": max(before["changed_on"], today)}
    changes = entries.change(noun.table, row_id, differing | touched)
    return {name: values for name, values in changes.items() if name != "changed_on"}


def _refuse_unexplained(noun: Noun, row_id: int, after: Mapping[str, Any]) -> None:
    if after.get("missed_on") and not (after["because"] and after["change"]):
        number = f"{noun.letter}{row_id}"
        raise BadDataError(
            f"{number} was missed on {after['missed_on']} and keeps why and what changes; nothing changed",
            f'In other words: cs {noun.word} edit {number} --because "…" --change "…"',
        )


_CONTACTS = "SELECT id, name, name_folded, email FROM contact WHERE account_id = :account ORDER BY id"
_COLLEAGUES = "SELECT owner FROM account UNION SELECT owner FROM task"


def _full_names(
    entries: "Entries", account_id: int, facts: Mapping[str, Any], row: Mapping[str, Any]
) -> dict[str, str]:
    """Whom `facts` name, by the full name of the one contact that fits; what fits none or several is left as typed.

    The owner of what is ours in `row` is one of us, as is whoever has accounts or tasks.
    """
    said = {name: facts[name] for name in _PEOPLE if facts.get(name)}
    if row.get("side") == "us" or fold(said.get("owner", "")) in _colleagues(entries, said):
        said.pop("owner", None)
    known = entries.select(_CONTACTS, {"account": account_id}) if said else []
    fitting = {name: contacts_named(typed, known) for name, typed in said.items()}
    return {name: str(found[0][1]) for name, found in fitting.items() if len(found) == 1}


def _colleagues(entries: "Entries", said: Mapping[str, str]) -> set[str]:
    rows = entries.select(_COLLEAGUES, {}) if "owner" in said else []
    return {fold(owner) for (owner,) in rows if owner}


def told_edit(row: PlanRow, changes: Mapping[str, tuple[Any, Any]]) -> None:
    """Say which columns of a row were changed."""
    told_changes(row.ref, changes, of=row.called)


def refuse_ahead(cs: Cs, noun: Noun, row: PlanRow, later: str | None) -> None:
    """Raises BadDataError where an open row's day is still to come: nobody has missed it; `later` is its new day."""
    sql = (
        f"SELECT due_on FROM {_VIEWS[noun.word]} WHERE number = :number AND due_on > :today "  # noqa: S608  ours
        "AND done_on IS NULL AND dropped_on IS NULL AND missed_on IS NULL"
    )
    if due := cs.reader.value(sql, {"number": row.number, "today": cs.today.isoformat()}):
        raise BadDataError(
            f"{row.called} is due {words.full(date.fromisoformat(due))}, still to come: it is not missed; "
            "nothing changed",
            f"Another day: {join(['cs', noun.word, 'edit', row.number, '--due', later or 'DATE'])}",
        )


def finish(cs: Cs, noun: Noun, found: Iterable[PlanRow], facts: Mapping[str, Any], said: str) -> list[PlanRow]:
    """Write the same `facts` into each row and say what became of it; returns the rows that were changed.

    A row that has its end already keeps its day. Raises BadDataError for one that ended otherwise.
    """
    with recording(cs) as entries:
        changed = [row for row in found if _finish(entries, noun, row, facts, cs.today)]
    for row in changed[:-1]:
        say(f"{row.ref.name} ({row.ref.key}): {row.called} {said}")
    if changed:
        told(changed[-1].ref, f"{changed[-1].called} {said}")
    return changed


def _finish(entries: "Entries", noun: Noun, row: PlanRow, facts: Mapping[str, Any], today: date) -> bool:
    stored = entries.row(noun.table, row.row_id)
    _refuse_ended(noun, row, stored, facts)
    end = next(name for name in facts if name in _ENDS)
    is_over = stored[end] is not None and end != "missed_on"
    changes = change(entries, noun, row.row_id, {**facts, end: stored[end]} if is_over else facts, today)
    if is_over:
        more = f"; {', '.join(changes)} changed" if changes else "; nothing changed"
        say(f"{row.ref.name} ({row.ref.key}): {row.called} has been {_ENDS[end]} since {stored[end]}{more}")
    return bool(changes) and not is_over


_ENDS = {"done_on": "done", "missed_on": "missed", "dropped_on": "dropped", "closed_on": "closed"}


def _refuse_ended(noun: Noun, row: PlanRow, stored: Mapping[str, Any], facts: Mapping[str, Any]) -> None:
    """Raises BadDataError where a dropped row would get a second end, or a done one would be missed or dropped."""
    for column, option in (("dropped_on", "--dropped"), ("done_on", "--done")):
        if stored.get(column) and column not in facts:
            raise BadDataError(
                f"{row.called} has been {_ENDS[column]} since {stored[column]}; nothing changed",
                f'To take it up again: cs {noun.word} edit {row.number} {option} ""',
            )
