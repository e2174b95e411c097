"""What an import says: what was read and how it was understood, what is new and changed, what the files never said."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from cs_cli.domain.money import major, shown, totals_shown
from cs_cli.domain.text import fold
from cs_cli.domain.words import counted
from cs_cli.intake import usage_report
from cs_cli.intake.apply import Import
from cs_cli.intake.files import CUSTOM
from cs_cli.intake.kinds import ACCOUNTS, BOOK, RATES_A_DAY, Kind
from cs_cli.intake.refusals import visible
from cs_cli.intake.rows import RowReader
from cs_cli.intake.tally import Change, Money, Outcome, Tally

NOUNS = {
    "accounts": "account", "contracts": "contract", "contacts": "contact", "measurements": "measurement",
    "tickets": "ticket", "surveys": "survey answer", "activities": "activity", "opportunities": "opportunity",
    "forecast_calls": "forecast call", "tasks": "task", "notes": "note", "rates": "rate",
}  # fmt: skip
_PLURALS = {"activity": "activities", "opportunity": "opportunities"}
_NAMED = 3
_LISTED = 6
_ASSUMED = {
    "term": "annual", "starts_on": "a start by whole terms before the renewal", "currency": "the home currency",
    "price_period": "a price per term", "auto_renew": "no auto-renewal",
}  # fmt: skip
_HIDDEN_RENAMES = ("external_id", "account_id", "parent_id")


def number_of(count: int, kind: str) -> str:
    """`1 opportunity`, `58 opportunities`."""
    noun = NOUNS[kind]
    return counted(count, noun, _PLURALS.get(noun, ""))


def lines_of(opened: Import, *, dry_run: bool) -> list[str]:
    """The answer, line by line, all but the totals of the portfolio."""
    lines: list[str] = []
    for reader, outcome in zip(opened.readers, opened.outcomes, strict=True):
        lines += [_read(reader), _counted(reader, outcome, dry_run=dry_run), *_diff(outcome, dry_run=dry_run)]
        lines += _remarks(reader, outcome)
    lines += [f"Not read, no kind I know: {visible(name)}" for name in opened.skipped]
    if opened.joined.joined:
        parts = [number_of(tally.new, tally.kind) for tally in opened.joined.tallies.values() if tally.new]
        lines.append(
            f"Joined {', '.join(parts) or counted(opened.joined.joined, 'row')} that waited for their accounts"
        )
    lines += _on_forgotten(opened.joined)
    return lines


def _read(reader: RowReader) -> str:
    match, table = reader.match, reader.table
    of_rates = "rates of one euro in each currency" if match.kind is RATES_A_DAY else ""
    what = of_rates or match.title or usage_report.kind_said(match)
    one_per = ", one per account" if match.kind is BOOK else f", {what}"
    name = f'"{visible(table.sheet)}"' if table.sheet is not None else visible(table.path.name)
    if table.told:
        return f"Read {name}, {counted(table.told.count, table.told.noun)}"
    renamed = ", ".join(_renamed(reader))
    return f"Read {name}, {counted(reader.count, 'row')}{one_per}" + (f". {renamed}" if renamed else "")


def _renamed(reader: RowReader) -> Iterable[str]:
    match, header = reader.match, reader.table.header
    for place, column in sorted(match.columns.items()):
        name = header[place]
        same = fold(name.replace(" ", "_")) == column and column != "arr"
        if match.title or same or name == column or column in _HIDDEN_RENAMES:
            continue
        price = "price a year" if column == "arr" else column
        yield f"{visible(name, 30)}→{price}" + (f" in {match.currency}" if column == "arr" and match.currency else "")


def _counted(reader: RowReader, outcome: Outcome, *, dry_run: bool) -> str:
    if reader.match.kind is BOOK:
        counts = _of_book(outcome)
    else:
        counts = [_of_tally(tally) for tally in outcome.tallies.values()]
    custom = [f'"{visible(name, 30)}"' for name in reader.filled_custom]
    if custom:
        listed = ", ".join(custom[:_LISTED]) + (f" and {len(custom) - _LISTED} more" if len(custom) > _LISTED else "")
        counts.append(f"{listed} kept as {'a custom field' if len(custom) == 1 else 'custom fields'}")
    return ("Would be: " if dry_run else "") + "; ".join(counts)


def _of_book(outcome: Outcome) -> list[str]:
    accounts, contracts = outcome.tally("accounts"), outcome.tally("contracts")
    touched = accounts.changed_accounts | contracts.changed_accounts
    fresh = [name for name in contracts.new_names if name.partition("/")[0] not in accounts.new_names]
    changed = len(touched | {name.partition("/")[0] for name in fresh})
    there = accounts.new + accounts.changed + accounts.unchanged
    unchanged = there - accounts.new - changed
    counts = [f"{accounts.new} new{_names(accounts.new_names, accounts.new)}, {changed} changed, {unchanged} unchanged"]
    if fresh:
        counts.append(f"new terms: {', '.join(fresh[:_LISTED])}" + (" …" if len(fresh) > _LISTED else ""))
    return counts


def _of_tally(tally: Tally) -> str:
    there = tally.new + tally.changed + tally.unchanged
    names = _names(tally.new_names, tally.new) if tally.kind == "accounts" else ""
    return (
        f"{number_of(there, tally.kind)}: {tally.new} new{names}, {tally.changed} changed, {tally.unchanged} unchanged"
    )


def _names(names: Sequence[str], count: int) -> str:
    return f" ({', '.join(names)})" if 0 < count <= _NAMED else ""


def _diff(outcome: Outcome, *, dry_run: bool) -> list[str]:
    changes = [change for tally in outcome.tallies.values() for change in tally.changes]
    if dry_run:
        tallies = [tally for tally in outcome.tallies.values() if tally.kind in ("accounts", "contracts")]
        new = [f"  {name} new {NOUNS[tally.kind]}" for tally in tallies for name in tally.new_names]
        return [*new, *(f"  {change_said(change)}" for change in changes)]
    if not changes:
        return []
    left = sum(tally.changed_fields for tally in outcome.tallies.values()) - _LISTED
    more = f" · {left} more: cs undo --dry-run" if left > 0 else ""
    return ["  " + " · ".join(change_said(change) for change in changes[:_LISTED]) + more]


def change_said(change: Change) -> str:
    """`ACME seats 380→400`, `ACME/Platform auto_renew yes→no`."""
    name = f"{change.account}/{change.label}" if change.label else change.account
    column = change.column.removesuffix("_utc")
    before, after = _value(change, change.before), _value(change, change.after)
    return f"{visible(name, 40)} {visible(column, 30)} {before}→{after}".strip()


def _value(change: Change, value: Any) -> str:  # noqa: ANN401  any cell
    if value is None:
        return "–"
    if isinstance(value, Money):
        return shown(value.minor, value.currency)
    if change.column == "auto_renew":
        return "yes" if value else "no"
    return visible(str(value), 40)


def _remarks(reader: RowReader, outcome: Outcome) -> list[str]:
    told = reader.table.told.remarks() if reader.table.told else []
    return [
        *told,
        *_on_accounts(outcome),
        *_on_waiting(reader, outcome),
        *_on_reading(reader, outcome),
        *_on_forgotten(outcome),
    ]


def _on_accounts(outcome: Outcome) -> Iterator[str]:
    if outcome.assumed:
        parts = [f"{_ASSUMED.get(name, name)} ({count}×)" for name, count in outcome.assumed.items()]
        yield f"Assumed, where nothing said otherwise: {', '.join(parts)}"
    if outcome.not_begun:
        yield f"Counted from its assumed start on: {_some(outcome.not_begun)}. Earlier? Say it in a column starts_on"
    if outcome.linked:
        pairs = ", ".join(f"{key} = {external_id}" for key, external_id in outcome.linked[:_LISTED])
        yield f"Known by name or domain, now by id too: {pairs}" + (" …" if len(outcome.linked) > _LISTED else "")
    if outcome.alike:
        pairs = _some([f"{key} and {other}" for key, other in outcome.alike])
        yield f"Kept apart, though named alike: {pairs}. If one customer: cs undo, and its key in a column account"
    if outcome.archived:
        yield f"Archived, and so in no list: {_some(outcome.archived)}"


def _on_waiting(reader: RowReader, outcome: Outcome) -> Iterator[str]:
    if outcome.waiting:
        names = ", ".join(visible(name, 30) for name in list(outcome.waiting_for)[:_NAMED])
        more = " …" if len(outcome.waiting_for) > _NAMED else ""
        kind = number_of(outcome.waiting, reader.match.kind.name)
        yield f"{kind} wait for accounts not imported yet: {names}{more}"
    if outcome.unresolved_parents:
        yield f"{counted(outcome.unresolved_parents, 'parent account')} not found: not in this export"


def _on_reading(reader: RowReader, outcome: Outcome) -> Iterator[str]:
    for column, order, sample in reader.orders:
        said = "day/month" if order == "dmy" else "month/day"
        yield f'Dates in "{visible(column, 30)}" read as {said}, as {visible(sample, 20)} says'
    left = [name for name in reader.match.ignored if name not in reader.numeric]
    if left and not reader.match.title:
        yield f"Not kept: {', '.join(visible(name, 30) for name in left)}"
    yield from usage_report.remarks(reader)
    if reader.deleted:
        yield f"{counted(reader.deleted, 'row')} left out: deleted there"
    if outcome.total_line is not None:
        yield f"Line {outcome.total_line} left out: it is the sum of the lines above"
    if reader.table.footer is not None:
        yield f'Stopped at the footer: "{visible(reader.table.footer, 50)}"'


def _on_forgotten(outcome: Outcome) -> Iterator[str]:
    if outcome.forgotten:
        yield f"{counted(outcome.forgotten, 'contact')} left out: forgotten, and not brought back"
    if outcome.cleaned:
        yield f"{counted(outcome.cleaned, 'row')} without the name of somebody who was forgotten"


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:_LISTED]) + (f" and {len(names) - _LISTED} more" if len(names) > _LISTED else "")


def totals(before: Mapping[str, int], after: Mapping[str, int], opt_outs: int, without: int) -> list[str]:
    """The last lines: ARR before and after by currency, opt-outs ahead, accounts that have no contract yet."""
    lines = []
    if after or before:
        was, now = totals_shown(dict(before)), totals_shown(dict(after))
        arr = f"ARR {now}" if was == now else f"ARR {was} → {now}"
        lines.append(f"{arr}. Opt-outs in the next 30 days: {opt_outs}" + (" (cs renewals)" if opt_outs else ""))
    if without:
        have = "account has" if without == 1 else "accounts have"
        lines.append(f"{without:,} {have} no contract: cs import FILE, or cs contract add")
    return lines


def as_json(opened: Import) -> list[dict[str, Any]]:
    """A dry run as data: for each table its counts, how its header was understood, every new row and changed field."""
    joined = {tally.kind: tally.new for tally in opened.joined.tallies.values() if tally.new}
    return [
        _table(reader, outcome) | ({"joined": joined} if reader.match.kind in (ACCOUNTS, BOOK) else {})
        for reader, outcome in zip(opened.readers, opened.outcomes, strict=True)
    ]


def _table(reader: RowReader, outcome: Outcome) -> dict[str, Any]:
    header, match = reader.table.header, reader.match
    return {
        "file": reader.table.path.name,
        "sheet": reader.table.sheet,
        "kind": match.kind.name,
        "source": match.system or None,
        "rows": reader.count,
        "bad": len(reader.left_out) + len(outcome.rejected),
        "waiting": outcome.waiting,
        "missing_from_file": outcome.not_in_file,
        "columns": {header[place]: column for place, column in sorted(match.columns.items())},
        "custom": [name.removeprefix(CUSTOM) for name in reader.filled_custom],
        "ignored": list(match.ignored),
        "assumed": outcome.assumed,
        "counts": {
            t.kind: {"new": t.new, "changed": t.changed, "unchanged": t.unchanged} for t in outcome.tallies.values()
        },
        "new": {t.kind: t.new_names for t in outcome.tallies.values()},
        "changes": [_change(change) for tally in outcome.tallies.values() for change in tally.changes],
        "rejected": [
            {
                "line": fault.line,
                "place": fault.place,
                "column": fault.column,
                "value": fault.value,
                "reason": fault.reason,
            }
            for rejected in sorted([*reader.left_out, *outcome.rejected])
            for fault in rejected.faults
        ],
        **(reader.table.told.as_json() if reader.table.told else {}),
    }


def _change(change: Change) -> dict[str, Any]:
    plain = {name: major(*value) if isinstance(value, Money) else value for name, value in change._asdict().items()}
    return {
        "account": plain["account"],
        "row": plain["label"],
        **{name: plain[name] for name in ("column", "before", "after")},
    }


def changes_anything(opened: Import) -> bool:
    """Whether an import has written something."""
    outcomes = (*opened.outcomes, opened.joined)
    return any(outcome.wrote or outcome.joined for outcome in outcomes) or any(
        tally.new or tally.changed for outcome in outcomes for tally in outcome.tallies.values()
    )


def of_portfolio(kinds: Iterable[Kind]) -> bool:
    """Whether one of `kinds` brings accounts or contracts."""
    return any(kind.name in ("accounts", "contracts", "book") for kind in kinds)


def of_contracts(kinds: Iterable[Kind]) -> bool:
    """Whether one of `kinds` brings contracts."""
    return any("arr" in (column.name for column in kind.columns) for kind in kinds)
