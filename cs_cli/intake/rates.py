"""Rates of exchange of a file: a rate a row, or a day a row with a column for each currency."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cs_cli.domain.money import EXPONENTS
from cs_cli.intake.bulk import Bulk
from cs_cli.intake.ground import Ground
from cs_cli.intake.kinds import EURO
from cs_cli.intake.rows import CannotPlanError, Refuse, Row
from cs_cli.intake.tally import Outcome

_STORED = "SELECT currency, in_currency, rated_on, id, rate, step FROM rate"


class _Place(NamedTuple):
    """What there is one rate of."""

    currency: str
    in_currency: str
    on: str

    def __str__(self) -> str:
        return f"{self.currency} in {self.in_currency} {self.on}"


class RatePlan:
    """Plans and writes rates; of a pair and day there is one, so that importing twice changes nothing."""

    def __init__(self, ground: Ground, outcome: Outcome, refuse: Refuse) -> None:
        """`refuse` hears of each row that does not fit."""
        self.ground = ground
        self.refuse = refuse
        self.tally = outcome.tally("rates")
        self.rows = Bulk(ground.writer, "rate")
        stored = ground.writer.sqlite.execute(_STORED)
        self._stored = {_Place(*place): (row_id, rate, step) for *place, row_id, rate, step in stored}

    def write(self, rows: Sequence[Row]) -> None:
        """Insert or change the rates of each row."""
        for row in rows:
            try:
                for place, rate in list(self._read(row)):
                    self._write(place, rate)
            except CannotPlanError as error:
                self.refuse(row, error)
        self.rows.flush()

    def _read(self, row: Row) -> Iterator[tuple[_Place, str]]:
        on = row.values.get("on")
        if on is None:
            raise CannotPlanError("on", "", "is missing")
        if on > self.ground.today:
            raise CannotPlanError("on", on, "lies ahead: a rate is known on its day")
        if "currency" in row.values or "rate" in row.values:
            for name in ("currency", "rate"):
                if name not in row.values:
                    raise CannotPlanError(name, "", "is missing")
            yield self._place(row.values["currency"], row.values.get("in_currency"), on), row.values["rate"]
        else:
            for code, rate in row.values.items():
                if code in EXPONENTS:
                    yield self._place(EURO, code, on), rate

    def _place(self, currency: str, in_currency: str | None, on: str) -> _Place:
        place = _Place(currency, in_currency or self.ground.home, on)
        if place.currency == place.in_currency:
            raise CannotPlanError("currency", currency, "is the currency it is in: a rate is between two")
        return place

    def _write(self, place: _Place, rate: str) -> None:
        row_id, before, step = self._stored.get(place, (None, rate, None))
        if row_id is None:
            facts = {"currency": place.currency, "in_currency": place.in_currency, "rated_on": place.on, "rate": rate}
            self._stored[place] = (self.rows.insert(facts), rate, self.ground.writer.step)
            self.tally.insert(str(place))
            return
        if before != rate and step == self.ground.writer.step:
            raise CannotPlanError("rate", rate, f"but this import has {before} for {place} already")
        changes = {"rate": rate} if before != rate else {}
        self.tally.update(str(place), "", {"rate": before}, changes)
        self.rows.update(row_id, changes)
        self._stored[place] = (row_id, rate, self.ground.writer.step)
