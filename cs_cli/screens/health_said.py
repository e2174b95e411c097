"""`cs health --said` on a screen: what was said, what is reckoned now, and why they may differ."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, Protocol

from cs_cli.domain import words
from cs_cli.domain.health import Band, Score, Snapshot
from cs_cli.domain.scorecard import Scorecard
from cs_cli.domain.telling import number
from cs_cli.output.sheet import Cell, Column, Sheet
from cs_cli.screens import bands

_COLUMNS = (
    Column(flex=True),
    Column(title="on"),
    Column(title="said by", drop=1),
    Column(title="said"),
    Column(title="reckoned now"),
    Column(title="why", wrap=True),
)


class Recorded(Protocol):
    """A record of an account's health."""

    @property
    def scorecard(self) -> str:
        """The name of the scorecard."""

    @property
    def fingerprint(self) -> str | None:
        """What tells its rules from others; None where it was not kept."""

    @property
    def points(self) -> Mapping[str, float]:
        """The points of each measure that was known."""


class _Line(NamedTuple):
    """One line of the sheet."""

    account: str
    on: date
    by: str
    said: Score
    now: Score
    why: str


def screen(rows: Sequence[Mapping[str, Any]], limit: int | None, today: date) -> list[Sheet | str]:
    """A line an account, and how many said otherwise."""
    other = sum(row["differs"] for row in rows)
    sheet = Sheet(_COLUMNS)
    accounts = words.counted(len(rows), "account")
    sheet.heading(Cell(f"On record by {words.full(today)}: {accounts}, {other} reckoned otherwise now", "bold"))
    sheet.titles()
    for line in map(_line, rows[:limit]):
        said, now = bands.band(line.said), bands.band(line.now)
        sheet.row(Cell(line.account, "bold"), words.near(line.on, today), line.by, said, now, line.why)
    left = len(rows) - len(rows[:limit])
    return [sheet, *([f"  {left:,} more: cs health --said --all"] if left else [])]


def _line(row: Mapping[str, Any]) -> _Line:
    said, now = Score(row["said_health"], Band(row["said_band"])), Score(row["health"], Band(row["band"]))
    return _Line(row["account"], date.fromisoformat(row["on"]), row["said_by"], said, now, row["why"] or "the same")


def why(record: Recorded, now: Snapshot, card: Scorecard) -> str:
    """Why a record and what is reckoned now may differ: other rules, or rows that came since and are dated before."""
    if record.fingerprint is None and record.scorecard == card.name:
        rules = "maybe other rules: no fingerprint was kept"
    elif (record.scorecard, record.fingerprint) != (card.name, card.fingerprint):
        rules = (
            f"other rules: {_card(record.scorecard, record.fingerprint)} then, {_card(card.name, card.fingerprint)} now"
        )
    else:
        rules = ""
    moved = "; ".join(_moved(record.points, now.points))
    if rules:
        return f"{rules}{f' ({moved})' if moved else ''}"
    return (
        f"rows that came later: {moved}" if moved else "rows that came later: caps, roles, segments or a band by hand"
    )


def _card(name: str, fingerprint: str | None) -> str:
    return f"{name} ({fingerprint})" if fingerprint else name


def _moved(then: Mapping[str, float], now: Mapping[str, float]) -> Iterable[str]:
    """`tickets 75 → 50`, of the measures whose points differ."""
    for measure in dict.fromkeys((*then, *now)):
        before, after = then.get(measure), now.get(measure)
        if before != after:
            yield f"{measure.replace('_', ' ')} {_points(before)} → {_points(after)}"


def _points(points: float | None) -> str:
    return "missing" if points is None else number(points)
