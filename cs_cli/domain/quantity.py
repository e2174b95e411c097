"""Numbers with their units as people type them: `8h`, `<2h`, `40%`, `1.2k`, `$45`."""

import re
from decimal import Decimal
from typing import NamedTuple

LARGEST = Decimal(10) ** 13
LONGEST_UNIT = 24
_TYPED = re.compile(
    r"(?P<sign><=|>=|≤|≥|<|>)?\s*(?P<minus>[-−])?(?P<before>[$€£¥₹])?\s*(?P<number>(?:\d[\d,]*(?:\.\d+)?|\.\d+))"
    r"(?P<thousand>k(?![^\W\d_]))?\s*(?P<unit>\D*)",
    re.IGNORECASE,
)
_EITHER = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
_SIGNS = frozenset("$€£¥₹")
_CLOSE = frozenset("%")


class Quantity(NamedTuple):
    """A number and its unit ("h", "%", "$"), None where none was said; `sign` is the `<` or `>` before it."""

    value: Decimal
    unit: str | None = None
    sign: str = ""


def parse_quantity(said: str) -> Quantity:
    """What `8 h`, `<2h`, `40%`, `1.2k` or `$1,200` says. Raises ValueError with a phrase to follow what was said."""
    found = _TYPED.fullmatch(" ".join(said.split()))
    if found is None:
        raise ValueError("is no number with a unit, like 8h, 40% or 1.2k")
    if found["before"] and found["unit"]:
        raise ValueError(f"has two units, {found['before']} and {found['unit'].strip()}")
    value = _number(found["number"]) * (1000 if found["thousand"] else 1)
    value = -value if found["minus"] else value
    if abs(value) > LARGEST:
        raise ValueError("is too large to be measured")
    unit = found["before"] or found["unit"].strip() or None
    if unit and len(unit) > LONGEST_UNIT:
        raise ValueError(f"has a unit of more than {LONGEST_UNIT} characters")
    return Quantity(value, unit, {"≤": "<", "≥": ">"}.get(sign := found["sign"] or "", sign[:1]))


def _number(text: str) -> Decimal:
    if _EITHER.fullmatch(text):
        raise ValueError(f"is it {text.partition('.')[0]} or {text.replace('.', ',')}? Write it without separators")
    if "," in text and not _GROUPED.fullmatch(text):
        raise ValueError("is no number: write decimals with a point, like 2.5")
    return Decimal(text.replace(",", ""))


def one_unit(known: str | None, *typed: Quantity) -> str | None:
    """The unit that `known` and all of `typed` are in; where one says none, that of the others. Raises ValueError."""
    for quantity in typed:
        if known and quantity.unit and quantity.unit.casefold() != known.casefold():
            raise ValueError(f"is in {quantity.unit}, and the measure in {known}: say them in one unit")
        known = known or quantity.unit
    return known


def shown(value: float | None, unit: str | None = None) -> str:
    """A number for people: `8 h`, `40%`, `$1,200`, `2.5`; `–` for none."""
    if value is None:
        return "–"
    number = f"{exact(value):,f}"
    number = number.rstrip("0").rstrip(".") if "." in number else number
    if unit in _SIGNS:
        return f"-{unit}{number[1:]}" if number.startswith("-") else f"{unit}{number}"
    return f"{number}{unit}" if unit in _CLOSE else f"{number} {unit}" if unit else number


def exact(value: float) -> Decimal:
    """The decimal number that a stored one was read from."""
    return Decimal(str(value))
