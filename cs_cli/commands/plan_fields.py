"""The options of plan rows, read into columns: texts, days, numbers with units, words out of a few."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from cs_cli.commands.fields import Field
from cs_cli.context import Cs
from cs_cli.domain import words
from cs_cli.domain.calendar import parse_day, parse_past_day
from cs_cli.domain.plans import LEVELS, MILESTONES, PERIODS, SIDES
from cs_cli.domain.promise import SIDES_SAID
from cs_cli.domain.quantity import Quantity, one_unit, parse_quantity
from cs_cli.errors import UsageError

_SHARED = "--shared/--internal"
SHARED = Field("shared", "The customer reads it in qbr and plan, unless --internal.", _SHARED, switch=True)
KEPT = Field("shared", "Only with --shared the customer reads it in qbr and plan.", _SHARED, switch=True)
DUE = Field("due_on", "By when: 11 dec, next fri, eoq, 2w.", "--due", metavar="DATE")
BECAUSE = Field("because", "Why.")
_READ = "The customer reads it where the row is shared."
WHY_MISSED = Field("because", f"Why. {_READ}")
WHY_LATE = Field("because", f"Why it was missed or late. {_READ}")
CHANGE = Field("change", f"What you change, so that it does not happen again. {_READ}")
ON = Field("on", "The day it was (today; fri is the last one).", metavar="DATE")
DROPPED = Field("dropped_on", '"" takes it up again.', "--dropped", metavar="DATE")
OWNER = Field("owner", "Who does it: a name; me.")
QUANTITIES = ("baseline", "target", "current")
_AHEAD = frozenset({"due_on"})
_CHOICES: Mapping[str, Sequence[str]] = {
    "side": SIDES,
    "kind": MILESTONES, "likelihood": LEVELS, "impact": LEVELS, "per": PERIODS,
}  # fmt: skip


def read(cs: Cs, typed: Mapping[str, Any], fields: Sequence[Field]) -> dict[str, Any]:
    """The columns of what was typed of `fields`, but for numbers with units; a blank is None, which clears.

    Raises UsageError.
    """
    own = {field.column: field for field in fields if field.column not in QUANTITIES}
    return {name: _read(cs, own[name], said) for name, said in typed.items() if name in own}


def _read(cs: Cs, field: Field, said: Any) -> Any:  # noqa: ANN401  what the column holds
    from cs_cli.intake.typed import stored_text  # noqa: PLC0415  only writing commands read values

    if field.switch:
        return said
    if not (text := stored_text(said, field.option)):
        return None
    if field.column.endswith("_on"):
        return day(cs, text, field.option, ahead=field.column in _AHEAD)
    if (choices := _CHOICES.get(field.column)) is not None:
        known = SIDES_SAID if field.column == "side" else {choice: choice for choice in choices}
        return _one_of(text, known, field.option, choices)
    if field.column == "owner" and text == "me":
        return cs.settings["me.name"] or text
    return text


def day(cs: Cs, said: str, option: str, *, ahead: bool = False) -> date:
    """A day: the next to come (`ahead`), else the latest up to today. Raises UsageError for one still to come."""
    parse = parse_day if ahead else parse_past_day
    found = parse(said, cs.today, cs.settings.fiscal_start)
    if not ahead and found > max(cs.today, cs.local_now.date()):
        raise UsageError(f'{option} "{said}" is {words.full(found)}, still to come; nothing was written')
    return found


def on(cs: Cs, typed: Mapping[str, Any]) -> date:
    """The day that --on says, else today."""
    return day(cs, typed["on"], "--on") if "on" in typed else cs.today


def needed(typed: Mapping[str, Any], *fields: Field, like: str) -> None:
    """Raises UsageError where one of `fields` was not typed; `like` is the line to type."""
    missing = [field.option for field in fields if field.column not in typed]
    if missing:
        raise UsageError(f"{' and '.join(missing)} must be said; nothing was written", f"Like {like}")


def _one_of(said: str, known: Mapping[str, str], option: str, choices: Sequence[str]) -> str:
    folded = "-".join(said.lower().split())
    if folded not in known:
        raise UsageError(f'{option} "{said}" is none of {", ".join(choices)}; nothing was written')
    return known[folded]


def quantities(
    typed: Mapping[str, Any], unit: str | None, renew: Sequence[str] = ()
) -> tuple[dict[str, Quantity | None], str | None]:
    """The numbers that were typed, by option, and the unit that they are all in: `unit`, where one is known.

    Where all of `renew` are typed, the unit may be another one. A blank is None. Raises UsageError.
    """
    found: dict[str, Quantity | None] = {}
    known = None if renew and all(typed.get(name) for name in renew) else unit
    for name in QUANTITIES:
        if name in typed:
            found[name] = quantity = _understood(f"--{name}", typed[name], parse_quantity) if typed[name] else None
            if quantity is not None:
                known = _understood(f"--{name}", typed[name], partial(_unit, known, quantity))
    return found, known


def _unit(known: str | None, quantity: Quantity, _said: str) -> str | None:
    return one_unit(known, quantity)


def _understood(option: str, said: str, parse: Callable[[str], Any]) -> Any:  # noqa: ANN401  what `parse` gives
    from cs_cli.intake.typed import NotUnderstoodError  # noqa: PLC0415  only writing commands read values

    try:
        return parse(said)
    except ValueError as error:
        raise NotUnderstoodError(option, said, str(error)) from error


def as_number(quantity: Quantity | None) -> float | None:
    """A quantity as it is stored."""
    return None if quantity is None else float(quantity.value)


def amount(said: str, option: str) -> tuple[Decimal, str | None]:
    """An amount of money, and the currency that stands with it ("USD", "€"). Raises UsageError."""
    from cs_cli.intake.amounts import parse_amount  # noqa: PLC0415  only writing commands read values

    found = _understood(option, said, lambda text: parse_amount(text, None))
    return found.value, found.currency
