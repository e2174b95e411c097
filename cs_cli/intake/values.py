"""How the cells of one kind of column are read: strictly, by name of the reason, blank cells as None."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, tzinfo
from decimal import Decimal
from enum import Enum
from typing import Any
from urllib.parse import urlsplit

from cs_cli.domain.agreement import parse_notice
from cs_cli.domain.metrics import folded_word
from cs_cli.domain.money import EXPONENTS
from cs_cli.domain.text import is_key
from cs_cli.intake.amounts import PLAIN, parse_amount, parse_number
from cs_cli.intake.days import Order, parse_day, parse_instant

Parser = Callable[[str], Any]
NO_KEY = "is no account key: letters, digits, . & - and _ only, at most 40"
EVERGREEN = 0
ONCE = 0
LONGEST_TERM = 240
_TRUE = frozenset(["1", "true", "t", "yes", "y", "x", "on", "auto", "ja", "wahr", "oui", "si", "✓", "✔"])
_FALSE = frozenset(["0", "false", "f", "no", "n", "off", "nein", "falsch", "non", "manual", "-"])
_NAMED_TERMS = {
    "month": 1, "monthly": 1, "month-to-month": 1, "month to month": 1, "quarter": 3, "quarterly": 3,
    "half-year": 6, "half-yearly": 6, "semi-annual": 6, "semiannual": 6, "biannual": 6,
    "year": 12, "yearly": 12, "annual": 12, "annually": 12, "1 year": 12, "biennial": 24, "multi-year": None,
}  # fmt: skip
_COUNTED_TERM = re.compile(r"(\d{1,3})\s*-?\s*(m|mo|mos|mth|mths|month|months|y|yr|yrs|year|years|q|quarters?)?\.?")
_WITH_POINT = re.compile(r"\d{1,12}\.\d{1,12}", re.ASCII)
_HOST = re.compile(r"[a-z0-9.-]+")
_MONTHS = {"m": 1, "q": 3, "y": 12}
_CURRENCY_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR"}


class Reads(Enum):
    """What a column holds."""

    TEXT = "a short text, without spaces around it"
    PROSE = "text as it came"
    KEY = "an account key"
    DOMAIN = "a domain"
    DAY = "a date"
    INSTANT = "a date, with or without a time"
    AMOUNT = "an amount of money, not negative"
    SIGNED_AMOUNT = "an amount of money"
    NUMBER = "a number"
    READING = "a number; a word where the name of the metric ends in _status"
    WORD = "a word, kept in lower case"
    PERCENT = "a percentage"
    RATE = "a rate of exchange, above 0"
    COUNT = "a whole number, not negative"
    NOTICE = "a notice period: 60, 60 days, 8w, 30b (business days), 2m"
    FLAG = "true or false"
    TERM = "monthly quarterly annual 18m evergreen"
    PERIOD = "month quarter half-year year 18m once"
    WORDS = "several words separated by ;"
    CURRENCY = "an ISO 4217 code"
    CHOICE = "one of the words listed"
    NUMBERED = "a task number (t31)"


_OF_FEW_VALUES = frozenset(
    (
        Reads.DAY,
        Reads.FLAG,
        Reads.TERM,
        Reads.PERIOD,
        Reads.WORDS,
        Reads.CURRENCY,
        Reads.CHOICE,
        Reads.COUNT,
        Reads.NOTICE,
    )
)
REMEMBERED = 10_000


@dataclass(frozen=True)
class Style:
    """How this table writes dates and decimals, and in which zone its clocks are."""

    order: Order = "dmy"
    mark: str | None = None
    mark_is_sure: bool = False
    comma_is_thousands: bool = True
    zone: tzinfo = UTC


class Remembered(dict[Any, Any]):
    """What a parser said of each text (at most so many), so that a column of few values is read once a value."""

    def __init__(self, parser: Callable[[Any], Any], most: int = REMEMBERED) -> None:
        super().__init__()
        self.parser = parser
        self.most = most

    def __missing__(self, text: Any) -> Any:  # noqa: ANN401  what Parser gives
        found = self.parser(text)
        if len(self) < self.most:
            self[text] = found
        return found


def quick(reads: Reads, parser: Parser) -> Parser:
    """`parser` with a memory where a column of this sort repeats its values."""
    return Remembered(parser, REMEMBERED).__getitem__ if reads in _OF_FEW_VALUES else parser


def parser_of(reads: Reads, style: Style, choices: tuple[str, ...] = ()) -> Parser | None:
    """The function that reads a cell (a ValueError says why it cannot); None where text needs no reading."""
    if reads in (Reads.TEXT, Reads.PROSE):
        return None
    if reads is Reads.CHOICE:
        return lambda text: parse_choice(text, choices)
    if reads is Reads.WORDS:
        return lambda text: parse_words(text, choices)
    styled = _styled(style)
    return styled.get(reads) or _OF_ANY_STYLE[reads]


def _styled(style: Style) -> dict[Reads, Parser]:
    def amount(text: str) -> Any:  # noqa: ANN401  what Parser gives
        return parse_amount(
            text, style.mark, comma_is_thousands=style.comma_is_thousands, mark_is_sure=style.mark_is_sure
        )

    def number(text: str) -> Decimal | None:
        return parse_number(text, style.mark, comma_is_thousands=style.comma_is_thousands)

    def real(text: str) -> float | None:
        if style.mark != "," and PLAIN.fullmatch(text):
            return float(text) + 0
        return None if (found := number(text)) is None else float(found)

    return {
        Reads.DAY: lambda text: parse_day(text, style.order),
        Reads.INSTANT: lambda text: parse_instant(text, style.order, style.zone),
        Reads.SIGNED_AMOUNT: amount,
        Reads.AMOUNT: lambda text: _not_negative_amount(amount(text)),
        Reads.NUMBER: real,
        Reads.READING: real,
        Reads.PERCENT: lambda text: None if (found := number(text)) is None else f"{found.normalize():f}",
        Reads.RATE: lambda text: parse_rate(text, style.mark),
        Reads.COUNT: lambda text: _whole(number(text)),
        Reads.NOTICE: lambda text: parse_notice(text.removesuffix(".0")),
    }


def parse_rate(text: str, mark: str | None = None) -> str | None:
    """A rate of exchange as a decimal number; None for a blank or `N/A`. A point is its decimal mark, but by `mark`."""
    word = text.strip()
    if word.upper() in ("", "N/A"):
        return None
    has_point = mark != "," and _WITH_POINT.fullmatch(word)
    rate = Decimal(word) if has_point else parse_number(text, mark, comma_is_thousands=False)
    if rate is None or rate <= 0:
        raise ValueError("is no rate: a rate is above 0")
    return f"{rate.normalize():f}"


def _not_negative_amount(found: Any) -> Any:  # noqa: ANN401  an Amount or None, passed on
    if found is not None and found.value < 0:
        raise ValueError("is negative")
    return found


def _whole(found: Decimal | None) -> int | None:
    if found is None:
        return None
    if found < 0:
        raise ValueError("is negative")
    if found != found.to_integral_value():
        raise ValueError("is no whole number")
    return int(found)


def parse_flag(text: str) -> bool | None:
    """true/false, yes/no, 1/0, x and their like; None for a blank."""
    word = text.strip().lower()
    if not word:
        return None
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise ValueError("is neither yes nor no")


def parse_months(text: str) -> int | None:
    """Months of a term or period: `annual`, `18m`, `2 years`, `24`; None for a blank."""
    word = text.strip().lower()
    if not word:
        return None
    months = _NAMED_TERMS.get(word)
    if months is None and (found := _COUNTED_TERM.fullmatch(word)):
        months = int(found[1]) * _MONTHS[(found[2] or "m")[0]]
    if months is None or not 0 < months <= LONGEST_TERM:
        raise ValueError("is no term: say monthly, quarterly, annual, 18m or evergreen")
    return months


def parse_term(text: str) -> int | None:
    """Months of a term, 0 for an evergreen one; None for a blank."""
    return EVERGREEN if text.strip().lower() in ("evergreen", "open-ended", "perpetual") else parse_months(text)


def parse_period(text: str) -> int | None:
    """Months of a price period, 0 for `once`; None for a blank."""
    if text.strip().lower().replace(" ", "-") in ("once", "one-time", "one-off"):
        return ONCE
    try:
        return parse_months(text)
    except ValueError:
        raise ValueError("is no period: say month, quarter, half-year, year, 18m or once") from None


def parse_words(text: str, choices: tuple[str, ...] = ()) -> str | None:
    """A JSON array of the parts between `;`, in their order; None where there are none."""
    parts = [part for raw in text.split(";") if (part := raw.strip())]
    if not parts:
        return None
    words = [parse_choice(part, choices) if choices else part for part in parts]
    return json.dumps(words, ensure_ascii=False)


def parse_choice(text: str, choices: tuple[str, ...]) -> str | None:
    """The one of `choices` that the cell names in any case, with spaces or dashes; None for a blank."""
    word = re.sub(r"[\s_]+", "-", text.strip().lower())
    if not word:
        return None
    if word not in choices:
        raise ValueError(f"is none of {', '.join(choices)}")
    return word


def parse_currency(text: str) -> str | None:
    """An ISO 4217 code; None for a blank."""
    word = text.strip().upper()
    code = _CURRENCY_SIGNS.get(word, word)
    if not code:
        return None
    if code not in EXPONENTS:
        raise ValueError("is no currency: say USD, EUR, GBP …")
    return code


def parse_domain(text: str) -> str | None:
    """The host of a web address or domain, without `www.`; None for a blank."""
    word = text.strip().lower()
    if _HOST.fullmatch(word):
        return word.removeprefix("www.")
    host = urlsplit(word if "//" in word else f"//{word}").hostname if word.isprintable() and "[" not in word else word
    return (host or word).removeprefix("www.") or None


def parse_key(text: str) -> str | None:
    """An account key; None for a blank."""
    word = text.strip()
    if word and not is_key(word):
        raise ValueError(NO_KEY)
    return word or None


def parse_task_number(text: str) -> int | None:
    """The number of `t31`; None for a blank."""
    word = text.strip().lower().removeprefix("t")
    if not word:
        return None
    if not (word.isascii() and word.isdigit()) or not 0 < int(word) < 1 << 31:
        raise ValueError("is no task number like t31")
    return int(word)


_OF_ANY_STYLE: dict[Reads, Parser] = {
    Reads.WORD: lambda text: folded_word(text) or None,
    Reads.KEY: parse_key,
    Reads.DOMAIN: parse_domain,
    Reads.FLAG: parse_flag,
    Reads.TERM: parse_term,
    Reads.PERIOD: parse_period,
    Reads.CURRENCY: parse_currency,
    Reads.NUMBERED: parse_task_number,
}
