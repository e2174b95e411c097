"""What every measure needs to be put in words."""

from dataclasses import dataclass
from datetime import date

from cs_cli.domain.words import near


@dataclass(frozen=True, slots=True)
class Told:
    """A measure in words: its value, where that comes from, what is the matter; or only why it is missing."""

    value: str
    source: str = ""
    reason: str = ""


def number(value: float) -> str:
    """A number for people: `1,250`, `24.5`; at most one decimal, and none that is 0."""
    return f"{value:z,.1f}".removesuffix(".0")


def signed(value: float) -> str:
    """A number with its sign, where it is not 0."""
    return ("+" if value > 0 else "") + number(value)


def span(days: int) -> str:
    """A length in days, or in months where it is a whole number of them: `45d`, `9 months`, `12 months`."""
    if days % 365 == 0:
        return f"{days // 365 * 12} months"
    return f"{days // 30} months" if days % 90 == 0 else f"{days}d"


def missing(why: str) -> Told:
    """The words for a measure without a value."""
    return Told(why)


def too_old(on: date, today: date) -> Told:
    """The words for a measure whose last value has expired."""
    return Told(f"last measured {near(on, today)}")
