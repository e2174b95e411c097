"""The ledger that a retention is reckoned from: the accounts asked for, what their terms bring, their groups."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from operator import attrgetter

from cs_cli.domain.calendar import Window, trailing_year
from cs_cli.domain.conversion import Conversion, is_within
from cs_cli.domain.retention import COHORT, Bridge, bridges, closes_of
from cs_cli.domain.retention_lines import Line, fx_lines, lines
from cs_cli.domain.revenue import Change, Key, Span, by_account, changes_of, span_of
from cs_cli.domain.trailing import Rates, trailing_rates

COHORTS = "cohort"
GROUPS = ("segment", "owner", "product", "term", COHORTS)


@dataclass(frozen=True)
class Ledger:
    """What the terms of each account (by row id) bring; what figures are told apart by; win-back days; a currency."""

    spans: Mapping[int, Sequence[Span]]
    per: str | None = None
    winback_days: int = 0
    conversion: Conversion | None = None

    @property
    def every(self) -> list[Span]:
        """The spans of all accounts."""
        return [span for of_account in self.spans.values() for span in of_account]

    @cached_property
    def changes(self) -> dict[int, list[Change]]:
        """What changes in each account, in the currencies of its terms."""
        return {account: changes_of(of, _key_of(self.per, of), self.winback_days) for account, of in self.spans.items()}

    def key(self, span: Span) -> Key:
        """What the figures of a span are told apart by."""
        return _key_of(self.per, self.spans[span.account_id])(span)

    def known(self, today: date, known_until: date) -> "Ledger":
        """The same accounts as they were known by a day."""
        return replace(self, spans=by_account(span_of(span.term, today, known_until) for span in self.every))

    def currencies(self, period: Window) -> set[str]:
        """The currencies of what can matter to the figures of a period."""
        reach = self._reach(period)
        return {span.currency for of in self.spans.values() for span in of if is_within(span, *reach)}

    def constant(self, period: Window) -> "Ledger":
        """The ledger in the one currency asked for, at the rates of the opening. Raises NoRateError."""
        return self.at_rates_of(closes_of([period])[0], period)

    def at_rates_of(self, on: date, period: Window, known_until: date = date.min) -> "Ledger":
        """The ledger in the one currency asked for, at the rates of a day, with what is agreed by another.

        Raises NoRateError.
        """
        if self.conversion is None:
            return self
        since, until = self._reach(period)
        until = max(until, known_until)
        spans = {account: self.conversion.spans(of, on, since, until) for account, of in self.spans.items()}
        return replace(self, spans={account: of for account, of in spans.items() if of}, conversion=None)

    def foreign(self) -> "Ledger":
        """The accounts with something in another currency than the one asked for: only theirs is moved by rates."""
        code = self.conversion and self.conversion.currency
        foreign = {account: of for account, of in self.spans.items() if any(span.currency != code for span in of)}
        return replace(self, spans=foreign)

    def bridges(self, periods: Sequence[Window], method: str = COHORT) -> dict[Key, list[Bridge]]:
        """The way of each key through the `periods`, one after the other; converted, each at its own opening rates."""
        if self.conversion is None:
            return bridges(self.changes.values(), closes_of(periods), method)
        found: dict[Key, list[Bridge]] = {}
        for place, period in enumerate(periods):
            for key, row in self._converted(period, method).items():
                found.setdefault(key, [Bridge() for _ in periods])[place] = row
        return found

    def trailing(self, ends: Sequence[date]) -> dict[Key, list[Rates]]:
        """The rates of the twelve months up to each of `ends`; converted, at the rates of the day they begin from."""
        if self.conversion is None:
            return trailing_rates(self.changes.values(), ends)
        found: dict[Key, list[Rates]] = {}
        for place, end in enumerate(ends):
            year = Window(trailing_year(end).start, end)
            constant = self._around(year).constant(year)
            for key, [row] in bridges(constant.changes.values(), closes_of([year])).items():
                rates = found.setdefault(key, [Rates(None, None, None)] * len(ends))
                rates[place] = Rates(row.nrr, row.grr, row.logo_retention)
        return found

    def lines(self, period: Window, method: str) -> list[Line]:
        """The lines behind the figures of one period, in the order of the accounts' keys."""
        closes, constant = closes_of([period]), self.constant(period)
        in_order = dict(sorted(constant.changes.items(), key=lambda item: constant.spans[item[0]][0].account))
        found = lines(in_order, closes, method)
        if self.conversion is not None:
            found += fx_lines(in_order, self.at_rates_of(closes[1], period).changes, closes[1])
        return found

    def _converted(self, period: Window, method: str) -> dict[Key, Bridge]:
        around, closes = self._around(period), closes_of([period])
        start = around.at_rates_of(closes[0], period)
        table = {key: row for key, [row] in bridges(start.changes.values(), closes, method).items()}
        moved = around.foreign()
        before = _levels((of for account, of in start.changes.items() if account in moved.spans), closes[1])
        after = _levels(moved.at_rates_of(closes[1], period).changes.values(), closes[1])
        for key in {**before, **after}:
            table.setdefault(key, Bridge()).fx = after.get(key, 0) - before.get(key, 0)
        return table

    def _around(self, period: Window) -> "Ledger":
        """The ledger without what cannot matter to the period; the first revenue and what was renewed are kept."""
        reach = self._reach(period)
        spans: dict[int, Sequence[Span]] = {}
        for account, of in self.spans.items():
            if within := {span.term.contract_id for span in of if is_within(span, *reach)}:
                within.add(min(of, key=attrgetter("starts_on")).term.contract_id)
                kept = [span for span in of if span.term.contract_id in within or span.term.next_id in within]
                spans[account] = kept
        return replace(self, spans=spans)

    def _reach(self, period: Window) -> tuple[date, date]:
        """From when to when something can matter to the figures of a period."""
        return period.start - timedelta(1 + self.winback_days), period.end + timedelta(self.winback_days)


def _key_of(per: str | None, spans: Sequence[Span]) -> Callable[[Span], Key]:
    """What the figures of an account's `spans` are told apart by."""
    if per == COHORTS:
        first = str(min(span.starts_on for span in spans).year)
        return lambda span: (first, span.currency)
    if per is None:
        keys = {span.currency: (None, span.currency) for span in spans}
        return lambda span: keys[span.currency]
    return lambda span: (getattr(span.term, per), span.currency)


def _levels(accounts: Iterable[Sequence[Change]], close: date) -> dict[Key, int]:
    """What the accounts bring at a close, by key."""
    found: dict[Key, int] = {}
    for changes in accounts:
        for change in changes:
            if change.on <= close:
                found[change.key] = found.get(change.key, 0) + change.minor
    return {key: minor for key, minor in found.items() if minor}
