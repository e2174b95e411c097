"""What a customer gained, in money: the gain in units × what one unit is worth."""

from decimal import Decimal
from typing import NamedTuple

from cs_cli.domain.money import MONTHS_A_YEAR, plain, scaled
from cs_cli.domain.quantity import exact, shown

PERIODS_A_YEAR = {"month": MONTHS_A_YEAR, "quarter": 4, "year": 1}


class ValueItem(NamedTuple):
    """A value item: `unit_value_minor` is what one unit more is worth, so it is negative where less is better."""

    number: str
    account_id: int
    account: str
    name: str
    title: str
    objective: str | None
    unit: str | None
    baseline: float | None
    current: float | None
    measured_on: str | None
    unit_value_minor: int | None
    currency: str | None
    per: str | None
    evidence: str | None
    agreed_by: str | None
    agreed_on: str | None
    shared: bool
    touched_on: str

    @property
    def less_is_better(self) -> bool | None:
        """Whether a fall is a gain; None where no unit value says so."""
        return None if self.unit_value_minor is None else self.unit_value_minor < 0

    @property
    def gain(self) -> Decimal | None:
        """The units gained; negative where it got worse, None where something is not known."""
        if self.baseline is None or self.current is None or self.unit_value_minor is None:
            return None
        moved = exact(self.current) - exact(self.baseline)
        return -moved if self.less_is_better else moved

    @property
    def amount_minor(self) -> int | None:
        """What the gain is worth `per` its period (or once), in minor units, half up."""
        return self._worth(1)

    @property
    def yearly_minor(self) -> int | None:
        """The same for a year; None for what is gained once."""
        times = PERIODS_A_YEAR.get(self.per or "")
        return self._worth(times) if times else None

    def _worth(self, times: int) -> int | None:
        if (gain := self.gain) is None or self.unit_value_minor is None:
            return None
        return scaled(abs(self.unit_value_minor), gain * times, 1)

    @property
    def formula(self) -> str | None:
        """How the amount is reckoned: `(40 h - 12 h) × USD 45 per month`."""
        if self.gain is None or self.unit_value_minor is None or self.currency is None:
            return None
        baseline, current = shown(self.baseline, self.unit), shown(self.current, self.unit)
        first, second = (baseline, current) if self.less_is_better else (current, baseline)
        per = f" per {self.per}" if self.per in PERIODS_A_YEAR else ""
        return f"({first} - {second}) × {self.currency} {plain(abs(self.unit_value_minor), self.currency)}{per}"


def less_is_better(said: bool | None, aim: tuple[float, float] | None, moved: tuple[float, float] | None) -> bool:  # noqa: FBT001
    """Whether a fall counts as a gain: as `said`, else by the objective's `aim`, else as it `moved` so far.

    `aim` is (baseline, target), `moved` (baseline, current). Raises ValueError where none of them tells.
    """
    if said is not None:
        return said
    for pair in (aim, moved):
        if pair is not None and pair[0] != pair[1]:
            return pair[1] < pair[0]
    raise ValueError("is a gain when it falls or when it rises? Say --less or --more")
