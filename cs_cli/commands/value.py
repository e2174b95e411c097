"""`cs value add / edit / drop`: what the customer gained, what a unit of it is worth, who agreed and when."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from cs_cli.commands import plan_rows as rows
from cs_cli.commands.fields import Field, Recording, refuse_nothing, said, words_below
from cs_cli.commands.milestone import links
from cs_cli.commands.plan_fields import DROPPED, ON, SHARED, amount, as_number, on, quantities, read
from cs_cli.commands.plan_rows import VALUE, WhichArgument, WhichOnesArgument
from cs_cli.commands.recording import account_to_change, recording
from cs_cli.commands.today import AccountArgument
from cs_cli.context import Cs, say
from cs_cli.domain import money
from cs_cli.domain.value import less_is_better
from cs_cli.errors import UsageError

_LESS = Field("less", "Less is better (else by the objective, or the way it went).", "--less/--more", switch=True)
_PLAIN = (
    Field("per", "once, month, quarter or year: how often the gain comes.", metavar="PERIOD"),
    Field("evidence", "What shows it."),
    Field("agreed_by", "Who of the customer agreed.", metavar="NAME"),
    Field("agreed_on", "When (today; fri is the last one).", metavar="DATE"),
    Field("measured_on", "When --current was measured (today).", "--on", metavar="DATE"),
    SHARED,
)
_FACTS = (
    Field("baseline", "Where it stood: 40h.", metavar="NUMBER"),
    Field("current", "Where it stands: 12h.", metavar="NUMBER"),
    _LESS,
    Field("unit_value_minor", "What one unit is worth: 45.", "--unit-value", metavar="AMOUNT"),
    Field("currency", "USD, EUR, …; the account's where left out.", metavar="ISO"),
    Field("objective_id", "The objective that it proves: o1.", "--objective", metavar="NUMBER"),
    *_PLAIN,
)
TitleArgument = Annotated[list[str], typer.Argument(metavar="TITLE", help="What is gained: planning hours saved.")]
value = words_below("What the customer gained: add, change, drop.")


class Adding(Recording):
    """The options of `cs value add`."""

    fields = _FACTS


class Editing(Recording):
    """The options of `cs value edit`."""

    fields = (Field("title", "What is gained."), *_FACTS, DROPPED)
    clears = True


class Dropping(Recording):
    """The options of `cs value drop`."""

    fields = (ON,)


@value.command(cls=Adding)
def add(ctx: typer.Context, account: AccountArgument, title: TitleArgument) -> None:
    """Note what the customer gained, (baseline - current) × unit value. Prints its number (v1)."""
    from cs_cli.intake.typed import filled_text  # noqa: PLC0415  only writing commands read values

    cs: Cs = ctx.obj
    typed = said(ctx)
    facts = read(cs, typed, _PLAIN) | {"title": filled_text(" ".join(title), "the title")}
    ref = account_to_change(cs, account, "nothing added")
    facts |= links(cs, ref, {name: typed[name] for name in ("objective_id",) if name in typed})
    facts |= _reckoned(cs, ref.account_id, typed, {}, facts)
    row = rows.add(cs, VALUE, ref, facts)
    _tell_worth(cs, row.number)


@value.command(cls=Editing)
def edit(ctx: typer.Context, which: WhichArgument) -> None:
    """Change a value item; a field set to "" is cleared."""
    cs: Cs = ctx.obj
    typed = said(ctx)
    refuse_nothing(typed, "cs value edit")
    row = rows.one(cs, VALUE, which, "nothing changed")
    facts = read(cs, typed, [*_PLAIN, Editing.fields[0], DROPPED])
    facts |= links(cs, row.ref, {name: typed[name] for name in ("objective_id",) if name in typed})
    with recording(cs) as entries:
        stored = entries.row("value_item", row.row_id)
        facts |= _reckoned(cs, row.ref.account_id, typed, stored, facts)
        changes = rows.change(entries, VALUE, row.row_id, facts, cs.today)
    rows.told_edit(row, _worded(changes, stored | facts))
    _tell_worth(cs, row.number)


@value.command(cls=Dropping)
def drop(ctx: typer.Context, which: WhichOnesArgument) -> None:
    """Take a value item out of the plan; it stays on record."""
    cs: Cs = ctx.obj
    found = rows.several(cs, VALUE, which, "nothing changed")
    rows.finish(cs, VALUE, found, {"dropped_on": on(cs, said(ctx))}, "dropped")


def _reckoned(
    cs: Cs, account_id: int, typed: Mapping[str, Any], stored: Mapping[str, Any], facts: Mapping[str, Any]
) -> dict[str, Any]:
    """The columns of numbers, unit value and agreement. Raises UsageError."""
    numbers, unit = quantities(typed, stored.get("unit"), ("baseline", "current"))
    found: dict[str, Any] = {name: as_number(numbers[name]) for name in ("baseline", "current") if name in numbers}
    if numbers:
        found["unit"] = unit
    if numbers.get("current") is not None:
        found["measured_on"] = facts.get("measured_on", cs.today)
    whole = {**stored, **facts, **found}
    if typed.get("unit_value_minor") == "":
        found |= {"unit_value_minor": None, "currency": None}
    elif "unit_value_minor" in typed or "currency" in typed or ("less" in typed and stored.get("unit_value_minor")):
        found |= _worth(cs, account_id, typed, stored, whole)
    return found | _agreement(cs, typed, stored, facts)


def _worth(
    cs: Cs, account_id: int, typed: Mapping[str, Any], stored: Mapping[str, Any], whole: Mapping[str, Any]
) -> dict[str, Any]:
    """The unit value with the sign of its gain, and its currency."""
    said_currency = _currency(typed["currency"]) if typed.get("currency") else None
    if "unit_value_minor" in typed:
        worth, beside = amount(typed["unit_value_minor"], "--unit-value")
        currency = said_currency or _currency(beside) or stored.get("currency") or _of_account(cs, account_id)
        if worth <= 0:
            raise UsageError("--unit-value must be above 0; nothing was written", "Which way is a gain: --less, --more")
        try:
            minor = money.to_minor(worth, currency)
        except ValueError as error:
            raise UsageError(f"--unit-value {worth}: {error}; nothing was written") from error
    elif stored.get("unit_value_minor"):
        minor, currency = abs(stored["unit_value_minor"]), said_currency or stored["currency"]
    else:
        raise UsageError("--currency is that of --unit-value; nothing was written", "Like --unit-value 45")
    return {"unit_value_minor": -minor if _falls(cs, typed, stored, whole) else minor, "currency": currency}


def _falls(cs: Cs, typed: Mapping[str, Any], stored: Mapping[str, Any], whole: Mapping[str, Any]) -> bool:
    """Whether less is better: as typed, as stored, by the objective, by the way that it went."""
    aim = None
    if whole.get("objective_id"):
        sql = "SELECT baseline, target FROM objectives WHERE objective_id = :id"
        aim = next((pair for pair in cs.reader.tuples(sql, {"id": whole["objective_id"]}) if None not in pair), None)
    baseline, current = whole.get("baseline"), whole.get("current")
    moved = None if baseline is None or current is None else (baseline, current)
    known = stored["unit_value_minor"] < 0 if stored.get("unit_value_minor") else None
    try:
        return less_is_better(typed.get("less", known), aim, moved)
    except ValueError as error:
        raise UsageError(f"--unit-value: it {error}; nothing was written") from error


def _agreement(cs: Cs, typed: Mapping[str, Any], stored: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    if typed.get("agreed_by") == "":
        return {"agreed_by": None, "agreed_on": None}
    by, when = facts.get("agreed_by"), facts.get("agreed_on")
    if when is not None and not (by or stored.get("agreed_by")):
        raise UsageError("--agreed-on needs to know who agreed; nothing was written", 'Say --agreed-by "Jo Park"')
    return {"agreed_on": when or cs.today} if by else {}


def _currency(said: str | None) -> str | None:
    from cs_cli.intake.typed import NotUnderstoodError  # noqa: PLC0415  only writing commands read values
    from cs_cli.intake.values import parse_currency  # noqa: PLC0415  as above

    try:
        return parse_currency(said) if said else None
    except ValueError as error:
        raise NotUnderstoodError("--currency", str(said), str(error)) from error


def _of_account(cs: Cs, account_id: int) -> str:
    sql = "SELECT currency FROM accounts WHERE account_id = :id"
    return str(cs.reader.value(sql, {"id": account_id}) or cs.settings.currency)


def _worded(changes: Mapping[str, tuple[Any, Any]], now: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Changes with the unit value in major units."""
    found = dict(changes)
    if "unit_value_minor" in found:
        currency = now["currency"] or "USD"
        pair = (None if each is None else money.shown(abs(each), currency) for each in found.pop("unit_value_minor"))
        before, after = pair
        found["unit value"] = before, after
    if "objective_id" in found:
        before, after = (f"o{each}" if each else None for each in found.pop("objective_id"))
        found["objective"] = before, after
    return found


def _tell_worth(cs: Cs, number: str) -> None:
    from cs_cli.store.plans import Plans  # noqa: PLC0415  only here

    item = next((item for item in Plans(cs.reader, max(cs.today, cs.local_now.date())).values() if item.number == number
        ), None)  # fmt: skip
    if item is None or item.amount_minor is None or item.currency is None:
        return
    way = "less is better" if item.less_is_better else "more is better"
    per = f" per {item.per}" if item.per and item.per != "once" else ""
    yearly = (
        f", {money.shown(item.yearly_minor, item.currency)} a year" if item.yearly_minor and per != " per year" else ""
    )
    say(f"{item.formula} = {money.shown(item.amount_minor, item.currency)}{per}{yearly} ({way})")
