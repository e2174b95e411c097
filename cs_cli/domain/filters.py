"""The language of filters: `red seg:enterprise arr:>50k -tag:pilot`, words and pairs that an account must fit.

Every word must fit. `a,b` is one or the other, `-word` (or `!word`) neither of them; `@name` is a view, whose words
have taken its place before they come here.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cs_cli.domain import filter_values as values
from cs_cli.domain.conditions import Condition, Filter, Test
from cs_cli.domain.filter_values import Calendar, Reads
from cs_cli.domain.text import fold
from cs_cli.errors import UsageError

BANDS = ("red", "yellow", "green", "grey")
NOT = ("-", "!")
VIEW = "@"
_PAIR = re.compile(r"([a-z_]+)(:|>=|<=|=|>|<)(.*)", re.DOTALL | re.IGNORECASE)
_LENGTH = re.compile(r"\d{1,4}[dwmqy]", re.IGNORECASE)
_THOUSANDS = re.compile(r"\d,\d{3}(?!\d)")


class Field(NamedTuple):
    """A field: how its values are read, an example, what it is; `also` are its other names."""

    reads: Reads
    example: str
    meaning: str
    also: tuple[str, ...] = ()


FIELDS: Mapping[str, Field] = {
    "account": Field(values.part, "account:brew", "a part of the key, the name or another name", ("name", "key")),
    "owner": Field(values.text, "owner:me", "whose account it is"),
    "segment": Field(values.text, "seg:enterprise", "the segment", ("seg",)),
    "tag": Field(values.text, "tag:pilot", "one of the tags", ("tags",)),
    "stage": Field(values.text, "stage:onboarding", "the stage"),
    "region": Field(values.text, "region:emea", "the region"),
    "country": Field(values.text, "country:de", "the country"),
    "industry": Field(values.text, "industry:brewing", "the industry"),
    "since": Field(values.past, "since:<1y", "customer for how long, or since when", ("customer",)),
    "touch": Field(values.past, "touch:14d", "the last two-way contact: within so long, or when"),
    "silent": Field(values.silence, "silent:>45d", "for how long there was no two-way contact"),
    "arr": Field(values.number, "arr:>50k", "the ARR, in your home currency"),
    "renews": Field(values.day, "renews:2027-01..2027-03", "when a contract renews"),
    "decide": Field(values.day, "decide:<30d", "when to decide on a contract"),
    "term": Field(values.term, "term:monthly", "the length of a contract's term"),
    "seats": Field(values.number, "seats:>=100", "the seats of its contracts"),
    "band": Field(values.one_of(*BANDS), "band:red,yellow", "the band of its health; a band may stand alone: red"),
    "health": Field(values.number, "health:<60", "its health, 0 to 100"),
}
_NAMES = {name: field for field, known in FIELDS.items() for name in (field, *known.also)}
_LISTED = "What is understood: cs help filters"


def is_filter(word: str) -> bool:
    """Whether a word can be nothing but part of a filter: a pair, a band, a view, something negated."""
    pair = _PAIR.fullmatch(word)
    return word.startswith((*NOT, VIEW)) or _is_band(word) or (pair is not None and _is_pair(pair[1], pair[2]))


def _is_band(word: str) -> bool:
    return all(fold(each) in BANDS for each in word.split(","))


def _is_pair(name: str, sign: str) -> bool:
    return sign == ":" or name.lower() in _NAMES


def parse_filter(words: Sequence[str], calendar: Calendar) -> Filter:
    """The filter that words make. Raises UsageError with the word that is not understood and what would be."""
    return Filter(tuple(_condition(word, calendar) for word in words))


def _condition(word: str, calendar: Calendar) -> Condition:
    negated = word.startswith(NOT)
    positive = word[1:] if negated else word
    if not positive.strip() or positive.startswith((*NOT, VIEW)):
        raise UsageError(f'"{word}" is no word of a filter', _LISTED)
    found = _PAIR.fullmatch(positive)
    if found is None or not _is_pair(found[1], found[2]):
        return _bare(word, positive, calendar)._replace(negated=negated)
    name, sign, said = found[1].lower(), found[2], found[3]
    if name not in _NAMES:
        raise _unknown(word, name)
    tests = _tests(word, _NAMES[name], said if sign == ":" else f"{sign}{said}", calendar)
    return Condition(_NAMES[name], tests, negated)


def _bare(word: str, positive: str, calendar: Calendar) -> Condition:
    """A band, or a part of the account's name."""
    if _is_band(positive):
        return Condition("band", _tests(word, "band", positive, calendar))
    if _LENGTH.fullmatch(positive):
        raise UsageError(
            f'"{word}" is a length of time, and not said of what', f"Like decide:{positive} or --due {positive}"
        )
    parts = positive.split(",")
    if any(map(_is_band, parts)):
        raise UsageError(f'"{word}" is a band or a name, and only one field at a time', "Like band:red, or account:red")
    return Condition("account", _tests(word, "account", positive, calendar))


def _tests(word: str, name: str, said: str, calendar: Calendar) -> tuple[Test, ...]:
    field = FIELDS[name]
    try:
        if name in ("arr", "seats") and _THOUSANDS.search(said):
            raise ValueError("has a comma, which means or: write 50000 or 50k")  # noqa: TRY301  told as the others are
        parts = [part.strip() for part in said.split(",")]
        if not all(parts):
            raise ValueError("is not said")  # noqa: TRY301  as above
        return tuple(field.reads(part, calendar) for part in parts)
    except ValueError as error:
        raise UsageError(f'"{word}" is not understood: {name} {error}', f"Like {field.example}. {_LISTED}") from error
    except UsageError as error:
        raise UsageError(f'"{word}" is not understood: {error.sentence}', f"Like {field.example}. {_LISTED}") from error


def _unknown(word: str, name: str) -> UsageError:
    from difflib import get_close_matches  # noqa: PLC0415  only for a field that is not there

    close = [_NAMES[near] for near in get_close_matches(name, _NAMES, n=2)]
    offer = f"Did you mean {' or '.join(f'{near}:' for near in dict.fromkeys(close))}? " if close else ""
    return UsageError(f'"{word}" is not understood: there is no field {name}', f"{offer}Fields: {', '.join(FIELDS)}")
