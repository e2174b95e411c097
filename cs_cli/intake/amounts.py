"""Numbers as people and programs write them, read exactly: never a float, never a guess between 12 and 12,000."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from cs_cli.domain.money import EXPONENTS, LARGEST
from cs_cli.intake.workbook import Number

_BODY = re.compile(r"-?(?:\d[\d.,]*|[.,]\d+)")
PLAIN = re.compile(r"-?\d{1,12}(?:\.(?:\d{1,2}|\d{4,9}))?", re.ASCII)
"""A number that can be read in one way only."""
_EXPONENT = re.compile(r"-?[\d.,]+e[+-]?\d+", re.IGNORECASE)
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f"), " ")
_MINUS = dict.fromkeys(map(ord, "\u2212\u2012\u2013\ufe63\uff0d"), "-")
_APOSTROPHES = dict.fromkeys(map(ord, "'\u2019"), None)
_PLAIN = _SPACES | _MINUS
_SIGNS = {"€": "EUR", "£": "GBP", "₹": "INR", "₩": "KRW", "US$": "USD", "C$": "CAD", "A$": "AUD", "NZ$": "NZD"}
_AFFIX = re.compile(r"([^\d.,()+-]*)([\d.,'\u2019 ()-]*?)\s*([^\d.,()]*)")
_GROUP = 3
DOLLAR, YEN = "$", "¥"


class Amount(NamedTuple):
    """A number in major units, and the currency that its cell says (`$` and `¥` stay signs: several use them)."""

    value: Decimal
    currency: str | None


@dataclass
class AmountColumn:
    """What a column's values say about its decimal mark."""

    marks: set[str] = field(default_factory=set)

    def observe(self, values: Iterable[str]) -> None:
        """Look at (distinct) values of the column."""
        for value in values:
            if type(value) is Number:
                continue
            if PLAIN.fullmatch(value):
                if "." in value:
                    self.marks.add(".")
            elif (body := _body_for_evidence(value)) and (mark := decimal_mark(body)) in (".", ","):
                self.marks.add(mark)

    def mark(self, said: str | None) -> str | None:
        """The decimal mark: the one `said`, else the only one the column shows, else None."""
        return said or (next(iter(self.marks)) if len(self.marks) == 1 else None)


def _body_for_evidence(value: str) -> str | None:
    try:
        return split(value)[0]
    except ValueError:
        return None


def decimal_mark(body: str) -> str | None:
    """The mark that `body` can only mean: `.` or `,`; blank where there is none, None where it may be either."""
    dots, commas = body.count("."), body.count(",")
    if dots and commas:
        return "." if body.rindex(".") > body.rindex(",") else ","
    if not dots and not commas:
        return ""
    sign = "." if dots else ","
    whole, _, after = body.lstrip("-").rpartition(sign)
    if dots + commas > 1:
        return "," if sign == "." else "."
    ambiguous = len(after) == _GROUP and 0 < len(whole) <= _GROUP and whole != "0"
    return None if ambiguous else sign


def split(text: str) -> tuple[str, str | None]:
    """(digits with separators and a leading `-`, currency or None) of a cell. Raises ValueError with the reason."""
    plain = text.translate(_PLAIN).strip()
    refuse_by_name(plain)
    negative = plain.startswith("(") and plain.endswith(")")
    if negative:
        plain = plain[1:-1].strip()
    if plain.startswith(("-", "+")):
        negative, plain = negative or plain[0] == "-", plain[1:].strip()
    found = _AFFIX.fullmatch(plain)
    if found is None:
        raise ValueError("is no number")
    body = _without_spaces(found[2].translate(_APOSTROPHES).strip())
    if body.startswith("-"):
        negative, body = True, body[1:].strip()
    currency, thousand = _affixes(found[1].strip(), found[3].strip())
    if not _BODY.fullmatch(body):
        raise ValueError("is no number")
    return ("-" if negative else "") + (f"{body}k" if thousand else body), currency


def refuse_by_name(text: str) -> None:
    """Raises ValueError for what other programs take for a number: NaN, Infinity, exponents, underscores."""
    lowered = text.lower().lstrip("+-")
    if lowered in ("nan", "inf", "infinity"):
        raise ValueError("is no amount")
    if _EXPONENT.fullmatch(text):
        raise ValueError("is written with an exponent: write it out")
    if not any(character.isdigit() for character in text):
        raise ValueError("is no number")
    if "_" in text:
        raise ValueError("has an underscore: write the digits alone")


def _without_spaces(body: str) -> str:
    parts = body.split(" ")
    grouped = len(parts) > 1 and all(len(re.split("[.,]", part)[0]) == _GROUP for part in parts[1:])
    return "".join(parts) if grouped else body


def _affixes(before: str, after: str) -> tuple[str | None, bool]:
    thousand = after.lower() == "k" or after.lower().startswith("k ")
    words = [before.upper(), (after[1:] if thousand else after).strip().upper()]
    currencies = [_currency(word) for word in words if word]
    if len(currencies) > 1 and currencies[0] != currencies[1] and currencies[0] != DOLLAR:
        raise ValueError("names two currencies")
    return (currencies[-1] if currencies else None), thousand


def _currency(word: str) -> str:
    if word in EXPONENTS or word in (DOLLAR, YEN):
        return word
    if word in _SIGNS:
        return _SIGNS[word]
    raise ValueError("is no number" if len(word) != _GROUP or not word.isalpha() else f"{word} is no currency")


def _shown(sign: str) -> str:
    """The currency of a cell's format. Raises ValueError for a sign that several currencies, or none, go by."""
    try:
        return _currency(sign.upper())
    except ValueError:
        raise ValueError(f'is shown in "{sign}": say the currency in a column currency') from None


def parse_amount(
    text: str, mark: str | None, *, comma_is_thousands: bool = True, mark_is_sure: bool = True
) -> Amount | None:
    """A number with the currency of its cell, or None for a blank. Raises ValueError with the reason.

    `mark` is the column's decimal mark. Without one, `12,000` is twelve thousand only where `comma_is_thousands`
    (a file that separates its cells with `;` writes decimals with a comma), and `12.000` is refused. Where the mark
    is not sure, because only other cells of the column show it, `150,000` is not taken for 150 with three decimals.
    """
    if type(text) is Number:
        return Amount(Decimal(text), _shown(text.currency) if text.currency else None)
    if not text.strip():
        return None
    body, currency = split(text)
    digits, thousand = (body[:-1], True) if body.endswith("k") else (body, False)
    own = decimal_mark(digits)
    if own is None and mark and mark in digits and not mark_is_sure:
        raise ValueError(_either(digits))
    value = _value(digits, _decided(digits, own, mark, comma_is_thousands=comma_is_thousands))
    if thousand:
        value *= 1000
    if abs(value) > LARGEST:
        raise ValueError("is too large to be an amount")
    return Amount(value, currency)


def _decided(digits: str, own: str | None, mark: str | None, *, comma_is_thousands: bool) -> str:
    if own is not None:
        if own and mark and own != mark:
            raise ValueError(f'does not fit the decimal mark "{mark}"')
        return own or "."
    if mark:
        return mark
    if "," in digits and comma_is_thousands:
        return "."
    raise ValueError(_either(digits))


def _either(digits: str) -> str:
    short, long = digits.replace(",", ".").partition(".")[0], digits.replace(".", ",")
    return f"is it {short} or {long}? Say --decimal . or --decimal ,"


def _value(digits: str, mark: str) -> Decimal:
    whole, _, fraction = digits.partition(mark)
    groups = re.split("[.,]", whole.lstrip("-"))
    if len(groups) > 1 and (not 0 < len(groups[0]) <= _GROUP or any(len(group) != _GROUP for group in groups[1:])):
        raise ValueError("is no number: its thousands are not groups of three")
    if re.search("[.,]", fraction):
        raise ValueError("is no number")
    sign = "-" if whole.startswith("-") else ""
    return Decimal(f"{sign}{''.join(groups) or '0'}.{fraction or '0'}").normalize() + 0


def parse_number(text: str, mark: str | None, *, comma_is_thousands: bool = True) -> Decimal | None:
    """A plain number, or None for a blank; a currency is refused. Raises ValueError with the reason."""
    if type(text) is Number:
        return Decimal(text)
    amount = parse_amount(text.strip().removesuffix("%"), mark, comma_is_thousands=comma_is_thousands)
    if amount is not None and amount.currency:
        raise ValueError("is an amount of money, not a number")
    return amount.value if amount else None
