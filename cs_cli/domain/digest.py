"""The digest: what to decide, what moved, what is late, what lies ahead; each line says why and what to type."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from cs_cli.domain import money, words
from cs_cli.domain.agenda import Item, Moved
from cs_cli.domain.book import add_up
from cs_cli.domain.renewals import Renewal, is_to_decide

AHEAD = ((0, 30), (31, 60), (61, 90))


class Line(NamedTuple):
    """One line of a section: account, what is so, an amount, the rule behind it, the command that deals with it."""

    account: str
    what: str
    amount: str = ""
    rule: str = ""
    command: str = ""


class Digest(NamedTuple):
    """A digest of one day: its subject, the sections with their lines, and what the book is worth ahead."""

    today: date
    accounts: int
    subject: str
    sections: dict[str, list[Line]]
    ahead: list[tuple[str, str]]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say."""
        return not self.sections


def digest_of(
    today: date, accounts: int, items: Sequence[Item], moved: Sequence[Moved], renewals: Sequence[Renewal]
) -> Digest:
    """The digest of the agenda `items`, the band changes `moved` and the `renewals` of the next 90 days."""
    decide = [_line(item) for item in items if item.kind in ("overdue", "decide")]
    late = [_line(item) for item in items if item.kind == "task" and item.on is not None and item.on < today]
    due = [_line(item) for item in items if _is_due(item, today)]
    sections = {"DECIDE": decide, "MOVED": [_moved(move) for move in moved], "LATE": late, "THIS WEEK": due}
    filled = {title: lines for title, lines in sections.items() if lines}
    return Digest(today, accounts, _subject(today, filled), filled, _ahead(today, renewals))


def _is_due(item: Item, today: date) -> bool:
    """Whether it is for this week: a task, a QBR, a step of a renewal clock."""
    return item.kind == "clock" or (item.kind in ("task", "qbr") and item.on is not None and item.on >= today)


def _line(item: Item) -> Line:
    has_amount = item.arr_minor is not None and item.currency is not None
    amount = money.shown(item.arr_minor or 0, item.currency or "") if has_amount else ""
    return Line(item.account, item.what, amount, item.rule, item.command)


def _moved(move: Moved) -> Line:
    reason = f": {move.reason}" if move.reason else ""
    points = f": {move.points}" if move.points else ""
    what = f"{_band(move.before.band, move.before.whole)} to {_band(move.now.band, move.now.whole)}{reason}"
    return Line(move.account, what, rule=f"health now against a week ago{points}", command=f"cs health {move.account}")


def _band(band: str, score: int | None) -> str:
    return str(band) if score is None or band == "grey" else f"{band} {score}"


def _subject(today: date, sections: dict[str, list[Line]]) -> str:
    first = [f"{line.account} {line.what}".strip() for lines in sections.values() for line in lines]
    said = "; ".join(first[:2]) if first else "nothing due"
    more = f"; {len(first) - 2} more" if len(first) > 2 else ""  # noqa: PLR2004  two are named
    return f"{said}{more} ({words.weekday(today)})"


def _ahead(today: date, renewals: Sequence[Renewal]) -> list[tuple[str, str]]:
    said = []
    for first, last in AHEAD:
        group = [r for r in renewals if first <= (r.decide_on - today).days <= last and is_to_decide(r, today)]
        if group:
            arr = money.totals_shown(add_up({r.term.currency: r.term.arr_minor} for r in group))
            said.append((f"{first}-{last} days", f"{arr} ({len(group)})"))
    return said
