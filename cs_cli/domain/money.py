"""Money: whole minor units beside an ISO 4217 code, with the currency's own exponent (USD 2, JPY 0, KWD 3)."""

from contextvars import ContextVar
from decimal import ROUND_HALF_UP, Decimal, localcontext

_OTHER_EXPONENTS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
_TWO = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC "
    "CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD "
    "KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO "
    "NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL "
    "THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD YER ZAR ZMW ZWG"
)
EXPONENTS: dict[str, int] = dict.fromkeys(_TWO.split(), 2) | {
    code: exponent for exponent, codes in _OTHER_EXPONENTS.items() for code in codes.split()
}
_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩"}
MONTHS_A_YEAR = 12
_DIGITS = 60
"""More than the largest amount by the largest number has."""
LARGEST = Decimal(10) ** 13
"""The largest amount there is, in major units."""
HOME = ContextVar("HOME", default="USD")
"""The home currency of this run, for the order in which amounts are printed and for nothing else."""


def unit(currency: str) -> int:
    """How many minor units make one major unit of `currency` (USD 100, JPY 1)."""
    return int(10 ** EXPONENTS[currency])


def to_minor(amount: Decimal, currency: str) -> int:
    """`amount` in whole minor units; ValueError where it has more decimals than the currency."""
    minor = amount.scaleb(EXPONENTS[currency])
    if minor != minor.to_integral_value():
        raise ValueError(f"{currency} has {EXPONENTS[currency]} decimals")
    return int(minor)


def major(minor: int, currency: str) -> int | float:
    """An amount for JSON, in major units: a whole number where it is one (160000), else a float (359.88)."""
    units = unit(currency)
    return minor // units if minor % units == 0 else minor / units


def decimal_text(minor: int, currency: str) -> str:
    """An amount for CSV, in major units without separators: `160000`, `359.88`."""
    value = Decimal(minor).scaleb(-EXPONENTS[currency])
    return f"{value:f}" if minor % unit(currency) else f"{value.to_integral_value():f}"


def shown(minor: int, currency: str) -> str:
    """An amount for people: `$160,000`, `€359.88`, `CHF 1,200`; minor units only where they are not zero."""
    sign = "-" if minor < 0 else ""
    return f"{sign}{_SYMBOLS.get(currency, f'{currency} ')}{plain(abs(minor), currency)}"


def plain(minor: int, currency: str) -> str:
    """The same where the currency stands beside it: `160,000`, `-359.88`."""
    digits = EXPONENTS[currency] if minor % unit(currency) else 0
    return f"{Decimal(minor).scaleb(-EXPONENTS[currency]):,.{digits}f}"


def totals_shown(totals: dict[str, int]) -> str:
    """Amounts of several currencies side by side, never added, HOME first: `$299,000 + €48,000`; `0` without any."""
    return " + ".join(shown(minor, code) for code, minor in sorted(totals.items(), key=_home_first)) or "0"


def _home_first(entry: tuple[str, int]) -> tuple[bool, str]:
    return (entry[0] != HOME.get(), entry[0])


def refuse_no_price(minor: int, currency: str) -> None:
    """Raises ValueError for an amount in minor units that no price can be: below zero, or too large."""
    if minor < 0:
        raise ValueError("is below zero")
    if Decimal(minor).scaleb(-EXPONENTS[currency]) > LARGEST:
        raise ValueError("is too large to be an amount")


def annual(price_minor: int, period_months: int) -> int:
    """ARR in minor units of a recurring price for `period_months` months, half up (100.00 a quarter → 400.00).

    A one-time price (`period_months` 0) is no recurring revenue: 0. Source: docs/metrics.md, ARR.
    """
    if period_months == 0:
        return 0
    return int((Decimal(price_minor) * MONTHS_A_YEAR / period_months).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def scaled(minor: int, by: Decimal | int, of: Decimal | int) -> int:
    """`minor` × `by` / `of` in whole minor units, half up."""
    with localcontext(prec=_DIGITS):
        return int((Decimal(minor) * by / of).quantize(Decimal(1), rounding=ROUND_HALF_UP))
