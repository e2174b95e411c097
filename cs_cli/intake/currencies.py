"""Amounts of a row in minor units: which currency its cell, its column or its account says."""

from dataclasses import dataclass

from cs_cli.domain.money import EXPONENTS, to_minor
from cs_cli.intake.amounts import DOLLAR, YEN, Amount
from cs_cli.intake.rows import CannotPlanError

_DOLLARS = frozenset(
    [
        "USD",
        "CAD",
        "AUD",
        "NZD",
        "SGD",
        "HKD",
        "MXN",
        "TWD",
        "ARS",
        "CLP",
        "COP",
        "BBD",
        "BSD",
        "BZD",
        "FJD",
        "JMD",
        "TTD",
    ]
)


@dataclass(frozen=True)
class Currencies:
    """The currencies that may be meant, from the nearest: the row's column, the header, what is stored, home."""

    column: str | None
    header: str | None
    stored: str | None
    home: str

    @property
    def default(self) -> str:
        """The currency where the cell itself names none."""
        return self.column or self.header or self.stored or self.home

    @property
    def is_assumed(self) -> bool:
        """Whether nobody said the currency, so that it is the home currency."""
        return not (self.column or self.header or self.stored)

    def of(self, column: str, amount: Amount) -> str:
        """The currency of `amount`. Raises CannotPlanError where the cell and the currency column disagree."""
        sign = amount.currency
        if sign in (DOLLAR, YEN):
            family = _DOLLARS if sign == DOLLAR else ("JPY", "CNY")
            return self.default if self.default in family else "USD" if sign == DOLLAR else "JPY"
        if sign and self.column and sign != self.column:
            raise CannotPlanError(column, f"{amount.value} {sign}", f"but the currency column says {self.column}")
        return sign or self.default

    def minor(self, column: str, amount: Amount, currency: str) -> int:
        """`amount` in whole minor units of `currency`. Raises CannotPlanError for too many decimals."""
        try:
            return to_minor(amount.value, currency)
        except ValueError:
            exponent = EXPONENTS[currency]
            decimals = "no decimals" if exponent == 0 else f"at most {exponent} decimals"
            raise CannotPlanError(
                column, f"{amount.value:f}", f"has too many decimals: {currency} has {decimals}"
            ) from None
