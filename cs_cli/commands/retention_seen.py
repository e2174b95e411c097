"""`cs retention --explain`, and what is looked up beside the bridge of one period."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from cs_cli.commands import retention_rows as rows_of
from cs_cli.commands.retention_rows import EXPLAIN_KEYS, keys
from cs_cli.context import Cs
from cs_cli.domain.at_risk import Flags, Loss, at_risk, detections, told_losses
from cs_cli.domain.closing import Closing, closings, signed_later
from cs_cli.domain.ledger import Ledger
from cs_cli.domain.lifetime import lifetime_of
from cs_cli.domain.renewal_rate import Due, Rate, due_in, rates, signed_elsewhere
from cs_cli.domain.retention import CHURN, CONTRACTION, closes_of, losses
from cs_cli.domain.retention_lines import Line
from cs_cli.domain.revenue import Key
from cs_cli.output import render
from cs_cli.screens import retention_lines as screens
from cs_cli.screens.retention import Book, Table
from cs_cli.screens.retention_figures import Figures
from cs_cli.store.flags import flags


class Seen(NamedTuple):
    """Of one period: the ledger at the opening's and at the closing's rates, the renewals due, each account's loss."""

    book: Book
    opening: Ledger
    closing: Ledger
    due: list[Due]
    lost: Mapping[str, Mapping[int, int]]
    flags: Flags
    known_until: date

    @property
    def close(self) -> date:
        """The day of the closing."""
        return self.book.period.end

    def losses(self) -> list[Loss]:
        """What each account lost, since when, and its flag."""
        return told_losses(self.opening.changes, self.lost, closes_of([self.book.period]), self.flags)

    def figures(self, table: Table) -> dict[str, Figures]:
        """What is told of each currency of the table beside its bridge."""
        elsewhere = signed_elsewhere(self.book.period, self.opening.every, monthly=self.book.include_monthly)
        renewal, saved = rates(self.due, *elsewhere), rates(at_risk(self.due, self.flags, self.book.today))
        detected, margin = detections(self.losses()), self.book.margin
        closing = closings(self.closing.every, self.close, self.known_until)
        return {
            currency: Figures(
                renewal.get(currency, Rate()),
                saved.get(currency, Rate()),
                detected.get(currency),
                closing.get(currency, Closing()),
                lifetime_of(row, self.book.period, margin) if margin is not None else None,
            )
            for (_group, currency), [row] in table.items()
        }


def looked_up(cs: Cs, book: Book, ledger: Ledger) -> Seen:
    """What one period's figures are made of. Raises NoRateError."""
    closes = closes_of([book.period])
    opening = ledger.constant(book.period)
    known_until = min(cs.known_until, closes[1]) if closes[1] < cs.today else cs.known_until
    return Seen(
        book,
        opening,
        ledger.at_rates_of(closes[1], book.period, known_until),
        due_in(book.period, opening.every, cs.today, monthly=book.include_monthly),
        losses(opening.changes, closes, book.method),
        flags(cs.reader, cs.today),
        known_until,
    )


def explained(cs: Cs, book: Book, ledger: Ledger) -> None:
    """The contracts behind each figure, then what was up for renewal and what is signed and starts later."""
    seen = looked_up(cs, book, ledger)
    told = sorted(_told(seen, ledger), key=lambda one: place(book, one.line.key))
    due = sorted(seen.due, key=lambda one: place(book, (None, one.span.currency)))
    signed = signed_later(seen.closing.every, seen.close, seen.known_until)
    signed.sort(key=lambda one: place(book, (None, one.currency)))
    shown = screens.Explained(*_limited(cs.limit, told, [(one, seen.flags.of_due(one)) for one in due], signed))
    rows = [
        *(rows_of.line_row(book, one) for one in shown.lines),
        *(rows_of.due_row(book, one, seen.opening.key(one.span), flagged_on) for one, flagged_on in shown.due),
        *(rows_of.signed_row(book, one, seen.closing.key(one.span)) for one in shown.signed),
    ]
    hidden = len(told) + len(due) + len(signed) - len(rows)
    render.rows(rows, keys(EXPLAIN_KEYS, book.per), cs.format, lambda: screens.screen(book, shown, hidden))


def place(book: Book, key: Key) -> tuple[bool, str, bool, str]:
    """Where a key stands: by group, then the home currency first."""
    group, currency = key
    return group is None, group or "", currency != book.home, currency


def _told(seen: Seen, ledger: Ledger) -> list[screens.Told]:
    """The lines of the bridge with the names of their accounts, and since when a loss was flagged."""
    first = {account: of[0] for account, of in ledger.spans.items()}
    flagged = {(loss.account_id, loss.currency): loss.flagged_on for loss in seen.losses()}

    def told(line: Line) -> screens.Told:
        is_loss = line.figure in (CONTRACTION, CHURN)
        flagged_on = flagged.get((line.account_id, line.key[1])) if is_loss else None
        return screens.Told(first[line.account_id].account, first[line.account_id].term.name, line, flagged_on)

    return [told(line) for line in ledger.lines(seen.book.period, seen.book.method)]


def _limited(limit: int | None, *lists: Sequence[Any]) -> list[Sequence[Any]]:
    """The first `limit` entries over all lists, one after the other."""
    shown, left = [], sum(map(len, lists)) if limit is None else limit
    for entries in lists:
        shown.append(entries[:left])
        left -= len(shown[-1])
    return shown
