"""Numbers as documents print them: rounded half up, and only here, at the very end."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

MINUTES_AN_HOUR, HOURS_A_DAY = 60, 24
_HOURS_AS_DAYS = 48


def rounded(value: float, places: int = 0) -> Decimal:
    """`value` rounded half up (away from zero), to `places` decimals."""
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def percent(part: float, whole: float) -> int | None:
    """`part` of `whole` in whole percent, half up; None where the whole is not positive."""
    return int(rounded(Decimal(str(part)) * 100 / Decimal(str(whole)))) if whole > 0 else None  # type: ignore[arg-type]


def change_pct(now: float, before: float | None) -> int | None:
    """The change from `before` to `now` in whole percent; None without a positive start."""
    return None if before is None else percent(now - before, before)


def counted(value: float) -> str:
    """`1,240`; one decimal where the value is not whole."""
    return f"{rounded(value, 0 if value == round(value) else 1):,}".replace("-", "−")


def plain(value: float) -> str:
    """A number as a chart reads it: `1240`, `5.5`, no more digits than it has."""
    return f"{Decimal(str(value)):f}".removesuffix(".0")


def signed(value: float, unit: str = "") -> str:
    """`+16%`, `−27%`, `0%`."""
    return f"{'+' if value > 0 else ''}{counted(value)}{unit}"


def duration(hours: float) -> str:
    """A span of time in the unit that suits it: `38 min`, `9.4 h`, `3.2 days`."""
    if hours < 1:
        return f"{rounded(hours * MINUTES_AN_HOUR)} min"
    if hours < _HOURS_AS_DAYS:
        return f"{_short(hours)} h"
    return f"{_short(hours / HOURS_A_DAY)} days"


def _short(value: float) -> str:
    return f"{rounded(value, 1)}".removesuffix(".0")


def middle(values: Sequence[float]) -> float | None:
    """The median, or None of nothing."""
    return median(values) if values else None


def listed(names: Iterable[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    found = list(names)
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} {last} {found[-1]}" if found else ""


def plural(count: int, one: str, many: str = "") -> str:
    """`1 ticket`, `2 tickets`, `1,240 tickets`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def capital(said: str) -> str:
    """`said` with its first letter capital and the others as they are."""
    return said[:1].upper() + said[1:]
