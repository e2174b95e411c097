"""Telephone numbers, compared by what is dialled: +49 (0)171 555-0199, 0171 5550199 and 0049 171 5550199 are one."""

import re
from collections.abc import Iterator
from typing import NamedTuple

LEAST_DIGITS = 7
"""A telephone number has at least so many digits that count; fewer are too common in texts."""
BETWEEN = "[ ().\\-/\u2010-\u2015]*"
"""What may stand between two digits of a number."""
_BETWEEN_NUMBERS = re.compile(r"(?=\+)|[^\W\d_]+|[,;|]")
_NATIONAL_ZERO = re.compile(r"\(\s*0\s*\)")
_ABROAD = re.compile(r"\s*(?:\+|\(?\s*\+|00(?=[\s1-9]))")
_TWO_DIGITS = frozenset(map(str, (
    20, 27, *range(30, 35), 36, 39, 40, 41, *range(43, 50), *range(51, 59), *range(60, 67), 81, 82, 84, 86,
    *range(90, 96), 98,
)))  # fmt: skip
"""The codes of countries that have two digits; 1 and 7 have one, all others three."""


class Number(NamedTuple):
    """A telephone number: the digits of its country, where these are known, and those that follow, without a 0."""

    country: str
    rest: str

    @property
    def pattern(self) -> str:
        """A regular expression for every way of writing it."""
        zero = rf"(?:\(?0\)?{BETWEEN})?"
        code = BETWEEN.join(self.country) if self.country else r"\d{1,3}"
        abroad = rf"(?:\(?(?:\+|0{BETWEEN}0){BETWEEN}{code}{BETWEEN}{'|' + code + BETWEEN if self.country else ''})?"
        return rf"(?<![\w+])\(?{abroad}{zero}{BETWEEN.join(self.rest)}(?!\w)"

    @property
    def kept(self) -> tuple[str, ...]:
        """What is remembered of it, for `asked` to find."""
        if self.country:
            return self.country + self.rest, f"0{self.rest}"
        return f"0{self.rest}", f"*{self.rest}"

    @property
    def asked(self) -> tuple[str, ...]:
        """What to look for among what is `kept` of others, to know whether it is one of theirs."""
        if self.country:
            return self.country + self.rest, f"*{self.rest}"
        return f"0{self.rest}", self.rest


def digits_of(phone: str) -> str:
    """The digits of a text."""
    return "".join(re.findall(r"\d", phone))


def numbers_of(text: str) -> Iterator[Number]:
    """The telephone numbers in what somebody wrote as one: `+49 171 5550199, ext. 12`; short ones are none."""
    for part in _BETWEEN_NUMBERS.split(text):
        if len(digits_of(part)) >= LEAST_DIGITS and len((number := _number(part)).rest) >= LEAST_DIGITS:
            yield number


def _number(part: str) -> Number:
    """A number as it is written: with its country after + or 00, else as it is dialled within the country."""
    abroad = _ABROAD.match(part)
    if not abroad:
        return Number("", digits_of(part).lstrip("0"))
    digits = digits_of(_NATIONAL_ZERO.sub("", part[abroad.end() :]))
    length = 1 if digits[:1] in ("1", "7") else 2 if digits[:2] in _TWO_DIGITS else 3
    country, rest = digits[:length], digits[length:].removeprefix("0")
    return Number(country, rest) if len(rest) >= LEAST_DIGITS else Number("", digits)
