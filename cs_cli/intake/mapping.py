"""Which column of a file is which of ours: by the header's own words, or by a mapping file for another system."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import NamedTuple

from cs_cli.domain.metrics import shipped_metric
from cs_cli.domain.money import EXPONENTS
from cs_cli.intake.files import CUSTOM
from cs_cli.intake.kinds import (
    ACCOUNTS,
    BOOK,
    CONTRACTS,
    EURO,
    KINDS,
    MEASUREMENTS,
    RATES,
    RATES_A_DAY,
    Kind,
    folded,
    missing,
)
from cs_cli.intake.refusals import SeveralKindsError, UnknownTableError
from cs_cli.intake.usage import NAME, USAGE, columns_of, kind_said, metrics_of, without
from cs_cli.intake.values import Reads, parse_currency

REASON = "cs: reason"
"""The column of a file to mend that says why each row was refused; it is not read again."""
_BRACKETS = re.compile(r"[(\[]\s*([A-Za-z]{3}|[$€£¥₹])\s*[)\]]")
_ALSO = ((BOOK, ACCOUNTS), (RATES_A_DAY, RATES), (USAGE, MEASUREMENTS))
"""What is read as the second of each pair, too."""
_CODE = re.compile("[A-Z]{3}")
_MONEY = (Reads.AMOUNT, Reads.SIGNED_AMOUNT)


@dataclass(frozen=True)
class Match:
    """How a header is understood: for each position one of our columns, a custom field, or neither."""

    kind: Kind
    columns: Mapping[int, str]
    custom: Mapping[int, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    literal: int = 0
    currency: str | None = None
    system: str = ""
    title: str = ""
    deleted: int | None = None
    long_ids: bool = False
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def position(self, column: str) -> int | None:
        """Where `column` stands in the header."""
        return next((place for place, name in self.columns.items() if name == column), None)

    @property
    def is_complete(self) -> bool:
        """Whether every required column is there; a mapping for another system says itself what it needs."""
        lacks = missing(self.kind, self.columns.values())
        return bool(self.title) or not lacks or (lacks == ["account"] and self._lists_customers)

    @property
    def _lists_customers(self) -> bool:
        """Whether these are customers without keys: a name and what is known of accounts, nothing of other kinds."""
        if self.kind is not ACCOUNTS:
            return False
        others = [kind for kind in KINDS if kind not in (ACCOUNTS, RATES)]
        of_others = any(_by_synonym(kind, header)[0] for header in self.custom.values() for kind in others)
        return not of_others and (len(self.columns) > 1 or self.literal == 0)

    @property
    def may_be_usage(self) -> bool:
        """Whether these customers without keys have a metric beside them: usage, more likely than their new names."""
        lacks_keys = not self.title and missing(self.kind, self.columns.values()) == ["account"]
        return lacks_keys and any(shipped_metric(header) for header in self.custom.values())

    @property
    def fit(self) -> tuple[int, int]:
        """The smaller, the better: columns not understood, then columns understood."""
        return (len(self.custom) + len(self.ignored) if not self.title else len(self.custom), -len(self.columns))


@dataclass(frozen=True)
class TableMapping:
    """One table of another system: a `[[table]]` of a mapping file, headers squeezed (`Close Date` = `CloseDate`)."""

    system: str
    title: str
    kind: Kind
    known_by: tuple[frozenset[str], ...]
    columns: Mapping[str, str]
    custom: Mapping[str, str]
    ignored: frozenset[str]
    deleted: str | None
    long_ids: bool
    words: Mapping[str, Mapping[str, str]]

    def fits(self, header: Iterable[str]) -> bool:
        """Whether the header has one of each group of headers that the table is known by."""
        there = {squeezed(name) for name in header}
        return all(there & group for group in self.known_by)


def squeezed(header: str) -> str:
    """A header without case, spaces and signs."""
    return re.sub(r"[\W_]+", "", header).lower()


def match_kind(kind: Kind, header: Sequence[str]) -> Match:
    """`header` read as a table of `kind`: exact names first, then the other words for a column."""
    columns: dict[int, str] = {}
    currency = None
    for place, name in enumerate(header):
        column = kind.column(name)
        if column and (column.exported or column.synonyms):
            columns[place] = name
    literal = len(columns)
    for place, name in enumerate(header):
        if place in columns or name.startswith(CUSTOM):
            continue
        found, its_currency = _by_synonym(kind, name)
        if found and found not in columns.values():
            columns[place] = found
            currency = currency or its_currency
    rest = {place: name for place, name in enumerate(header) if place not in columns and name not in ("", REASON)}
    custom = {place: name.removeprefix(CUSTOM) for place, name in rest.items()} if kind.custom else {}
    ignored = () if kind.custom else tuple(rest.values())
    return _named_by_account(Match(kind, columns, custom, ignored, literal, currency))


def _by_synonym(kind: Kind, header: str) -> tuple[str | None, str | None]:
    """(column, currency in the header): `ARR (EUR)` and `ARR EUR` are `arr` in EUR."""
    word = folded(header)
    bracket = _BRACKETS.search(header)
    said = _currency(bracket[1]) if bracket else None
    first, _, last = word.rpartition(" ")
    for column in kind.columns:
        if not column.exported and not column.synonyms:
            continue
        words = (column.name.replace("_", " "), *column.synonyms)
        if word in words:
            return column.name, said if column.reads in _MONEY else None
        if column.reads in _MONEY and first.removesuffix(" in") in words and _currency(last):
            return column.name, _currency(last)
    return None, None


def _currency(text: str) -> str | None:
    sign = parse_currency(text) if not text.isalpha() else text.upper()
    return sign if sign in EXPONENTS else None


def _named_by_account(match: Match) -> Match:
    """A book that names its accounts in a column `Account` means their names."""
    place = match.position("account")
    if match.kind is not BOOK or place is None or "name" in match.columns.values():
        return match
    return replace(match, columns={**match.columns, place: "name"})


def match_mapping(mapping: TableMapping, header: Sequence[str]) -> Match:
    """`header` read by a mapping for another system; columns it does not list go by our own words for them."""
    columns: dict[int, str] = {}
    custom: dict[int, str] = {}
    unlisted: dict[int, str] = {}
    ignored = []
    for place, name in enumerate(header):
        word = squeezed(name)
        if (column := mapping.columns.get(word)) and column not in columns.values():
            columns[place] = column
        elif word in mapping.custom:
            custom[place] = mapping.custom[word]
        elif word in mapping.ignored or column or name == REASON:
            ignored.append(name)
        elif name:
            unlisted[place] = name
    kind, own = _own_words(mapping.kind, columns, unlisted)
    custom |= {place: name for place, name in unlisted.items() if place not in own}
    deleted = next((i for i, name in enumerate(header) if squeezed(name) == mapping.deleted), None)
    return Match(
        kind, columns | own, custom if kind.custom else {}, tuple(ignored), len(columns), None, mapping.system,
        mapping.title, deleted, mapping.long_ids, mapping.words,
    )  # fmt: skip


def _own_words(kind: Kind, known: Mapping[int, str], unlisted: Mapping[int, str]) -> tuple[Kind, dict[int, str]]:
    """(kind, columns by our own words): `ARR__c` and `Renewal_Date__c` make a table of accounts a book."""
    for wider in (BOOK, kind) if kind is ACCOUNTS else (kind,):
        own: dict[int, str] = {}
        for place, name in unlisted.items():
            found, _ = _by_synonym(wider, name)
            if found and found not in (*known.values(), *own.values()):
                own[place] = found
        if not missing(wider, (*known.values(), *own.values())) or wider is kind:
            return wider, own
    raise AssertionError(kind)


def match_usage(header: Sequence[str], asked: Collection[str] = (), *, dateless: bool = False) -> Match | None:
    """`header` read as a wide usage table, if it is one: an account, a day (or `dateless`), and metrics."""
    columns = columns_of(header, asked)
    there = columns.values()
    if "account" not in there or not metrics_of(there) or not (dateless or "on" in there):
        return None
    rest = [name for place, name in enumerate(header) if place not in columns and name not in ("", REASON)]
    return Match(USAGE, columns, ignored=tuple(rest))


class Asked(NamedTuple):
    """What the command line says of a table: `system` is auto, cs (our own kinds only) or the name of a mapping.

    `kind` is what --as says; `metrics` are columns of usage tables that are metrics, beside the shipped ones.
    """

    system: str = "auto"
    kind: str | None = None
    metrics: Collection[str] = ()


AS_IT_IS = Asked()


def recognise(file: str, header: Sequence[str], mappings: Sequence[TableMapping], asked: Asked = AS_IT_IS) -> Match:
    """How to read `header`: as one of our kinds, or by one of `mappings`.

    Raises UnknownTableError with what is missing, SeveralKindsError where two kinds fit alike.
    """
    wanted = kind_said(asked.kind) if asked.kind else None
    others = [match_mapping(m, header) for m in mappings if asked.system in ("auto", m.system) and m.fits(header)]
    ours = _by_our_words(header, wanted, asked.metrics) if asked.system in ("auto", "cs") else []
    found = [m for m in (*ours, *others) if m.is_complete and wanted in (None, m.kind, _also(m.kind, wanted))]
    found = [m for m in found if wanted or not m.may_be_usage]
    if not found and wanted is USAGE:
        raise UnknownTableError(file, header, without(header, asked.metrics), NAME)
    if not found and ours and match_usage(header, asked.metrics, dateless=True):
        raise UnknownTableError(
            file, header, ["a date (--as usage, where it has none; --as accounts for a list of customers)"], NAME
        )
    if not found:
        raise _unknown(file, header, ours)
    return _best(file, sorted(found, key=lambda m: (m.fit, not m.title)))


def _by_our_words(header: Sequence[str], wanted: Kind | None, metrics: Collection[str]) -> list[Match]:
    ours = [match_kind(kind, header) for kind in KINDS if kind is wanted or not wanted]
    if wanted in (None, RATES) and _is_a_column_a_currency(header):
        ours.append(match_kind(RATES_A_DAY, header))
    wide = match_usage(header, metrics, dateless=wanted is USAGE) if wanted in (None, USAGE, MEASUREMENTS) else None
    return [*ours, wide] if wide else ours


def _also(kind: Kind, wanted: Kind | None) -> Kind | None:
    return wanted if (kind, wanted) in _ALSO else None


def _is_a_column_a_currency(header: Sequence[str]) -> bool:
    """Whether all but one are currencies, some of them no more, without the euro that is priced in them."""
    words = [name for name in header if name and name != REASON]
    codes = [name for name in words if _CODE.fullmatch(name)]
    is_of_codes = len(codes) == len(words) - 1 and sum(code in EXPONENTS for code in codes) > 1
    return is_of_codes and EURO not in codes


def _best(file: str, found: list[Match]) -> Match:
    first = found[0]
    alike = [match for match in found if match.fit == first.fit]
    kinds = {match.kind for match in alike}
    if kinds == {BOOK, CONTRACTS}:
        literal = all(match.literal == len(match.columns) for match in alike)
        return next(match for match in alike if match.kind is (CONTRACTS if literal else BOOK))
    if len(kinds) > 1:
        raise SeveralKindsError(file, sorted(kind.name for kind in kinds))
    return first


def _unknown(file: str, header: Sequence[str], ours: Sequence[Match]) -> UnknownTableError:
    closest = min(ours, key=lambda m: (len(missing(m.kind, m.columns.values())), m.fit), default=None)
    if closest is None or not closest.columns:
        return UnknownTableError(file, header, [], None)
    lacks = [_with_guess(closest, group) for group in missing(closest.kind, closest.columns.values())]
    return UnknownTableError(file, header, lacks, closest.kind.name)


def _with_guess(match: Match, group: str) -> str:
    columns = [column for column in match.kind.columns if column.name in group.split(" or ")]
    words = [word for column in columns for word in (column.name.replace("_", " "), *column.synonyms)]
    for header in (*match.custom.values(), *match.ignored):
        if get_close_matches(folded(header), words, 1, 0.75):
            return f'{group} (is it "{header}"?)'
    return group
