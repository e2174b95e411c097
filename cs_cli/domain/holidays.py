"""Public holidays: which days are no business days in a country, as the `holidays` library knows them."""

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from cs_cli.domain.text import fold

if TYPE_CHECKING:
    from holidays import HolidayBase


def country_code(said: str) -> str | None:
    """The ISO 3166 code of a country named by its code or its English name; None for one that is not known."""
    from holidays.registry import COUNTRIES  # noqa: PLC0415  a tenth of a second, for notices in business days only

    return _codes(tuple(COUNTRIES.values())).get(_letters(said))


def business_day_before(day: date, count: int, country: str) -> date:
    """The `count`-th business day before `day` where `country` (its code) has its weekend and its public holidays."""
    return _calendar(country).get_nth_working_day(day, -count) if count else day


def is_holiday(day: date, country: str) -> bool:
    """Whether `day` is a public holiday in `country` (its code)."""
    return day in _calendar(country)


@cache
def _codes(countries: tuple[tuple[str, ...], ...]) -> dict[str, str]:
    return {_letters(name): names[1] for names in countries for name in names}


def _letters(name: str) -> str:
    return "".join(filter(str.isalpha, fold(name)))


@cache
def _calendar(country: str) -> "HolidayBase":
    from holidays import country_holidays  # noqa: PLC0415  as above

    return country_holidays(country)
