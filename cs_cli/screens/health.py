"""`cs health` on a screen: by band, the worst first, with what moved and why; in another order with a band a line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from cs_cli.domain import money, words
from cs_cli.domain.book import Worth, add_up
from cs_cli.domain.health import Band, Score
from cs_cli.output.sheet import Cell, Column, Sheet
from cs_cli.screens import bands

WEEK, MONTH, QUARTER = 7, 30, 90
WEEKS = 8
MOVED_POINTS = 5
"""From how many points on an account that kept its band counts as moved."""
SCORE = "score"
"""The order by band, the worst first."""
_BLOCKS = "▁▂▃▄▅▆▇█"
_DROPS = {MONTH: 2, QUARTER: 1}
WORST_FIRST = tuple(Band)
UNKNOWN = Score(None, Band.GREY)
"""The health of a day of which nothing was recorded: a gap."""


@dataclass(slots=True)
class Standing:
    """An account's health now, its main reason, and `past`: the health so many days ago; it moved since `window`."""

    account_id: int
    account: str
    name: str
    owner: str | None
    segment: str | None
    now: Score
    worth: Worth = field(default_factory=Worth)
    reason: str = ""
    past: dict[int, Score] = field(default_factory=dict)
    window: int = WEEK

    @property
    def before(self) -> Score:
        """The health that it is compared with."""
        return self.past.get(self.window, UNKNOWN)

    @property
    def step(self) -> int:
        """Bands gained (or, negative, lost) within the window; 0 where one of the two is grey."""
        before, now = self.before.band, self.now.band
        return 0 if Band.GREY in (before, now) else WORST_FIRST.index(now) - WORST_FIRST.index(before)

    @property
    def points(self) -> float | None:
        """Points gained (or, negative, lost) within the window; None where one of the two is grey."""
        now, before = self.now.tenths, self.before.tenths
        if now is None or before is None or Band.GREY in (self.now.band, self.before.band):
            return None
        return round(now - before, 1)

    @property
    def has_moved(self) -> bool:
        """Whether it is in another band than before the window, or 5 points or more away."""
        is_known = self.window in self.past
        return is_known and (self.before.band is not self.now.band or abs(self.points or 0) >= MOVED_POINTS)


class Look(NamedTuple):
    """What was asked for: against how many days ago, in which order, only who moved; what is to be told.

    `listed` are the accounts that would be shown without a limit.
    """

    window: int = WEEK
    order: str = SCORE
    only_moved: bool = False
    notes: Sequence[str] = ()
    listed: int = 0


PLAIN = Look()


def is_news(each: Standing) -> bool:
    """Whether a short list shows the account: it is red, fell into its band within the week, or is set by hand."""
    return each.now.band is Band.RED or each.step < 0 or each.now.by_hand is not None


def compared(window: int) -> list[int]:
    """The days ago that the columns compare with."""
    return sorted({window, MONTH, QUARTER})


def screen(found: Sequence[Standing], shown: Sequence[Standing], today: date, look: Look = PLAIN) -> list[Sheet | str]:
    """The sheet: `shown` in rows, the others of `found` counted; each band with its ARR."""
    is_flat = look.order != SCORE
    sheet = Sheet(_columns(look.window, is_flat=is_flat))
    sheet.heading(Cell(_moves(found, today, look), "bold"))
    for note in look.notes:
        sheet.heading(note)
    if not is_flat:
        sheet.titles()
    for band in WORST_FIRST:
        _add_band(sheet, band, [each for each in found if each.now.band is band], shown, look)
    if is_flat:
        sheet.titles()
        for each in shown:
            sheet.row(*_row(each, is_flat=True))
        if left := look.listed - len(shown):
            sheet.heading(Cell(f"  {left:,} more: cs health --sort {look.order} --all", "dim"))
    return [sheet, *bands.by_hand_lines(((each.account, each.now) for each in shown), today)]


def _columns(window: int, *, is_flat: bool) -> list[Column]:
    return [
        Column(flex=True),
        *([Column()] if is_flat else []),
        Column(title="now", right=True),
        *(
            Column(title=f"{ago}d", right=True, drop=0 if ago == window else _DROPS.get(ago, 0))
            for ago in compared(window)
        ),
        Column(title="8 weeks", drop=3),
        Column(title="ARR", right=True),
        Column(title="decide"),
        Column(title="main reason", flex=True),
    ]


def _moves(found: Sequence[Standing], today: date, look: Look) -> str:
    down, up = sum(each.step < 0 for each in found), sum(each.step > 0 for each in found)
    moved = [f"{words.counted(down, 'account')} down, {up} up"]
    if look.only_moved:
        grey = sum(each.step == 0 and each.before.band is not each.now.band for each in found)
        near = sum(each.has_moved and each.before.band is each.now.band for each in found)
        moved += [f"{grey} to or from grey"] if grey else []
        moved.append(f"{near} more by {MOVED_POINTS} points or more")
    then = today - timedelta(look.window)
    against = words.weekday(then) if look.window <= QUARTER else words.dated(then, today)
    return f"{words.full(today)}, against {against}: {', '.join(moved)}"


def _add_band(sheet: Sheet, band: Band, group: Sequence[Standing], shown: Sequence[Standing], look: Look) -> None:
    if not group:
        return
    worth = add_up(each.worth.arr for each in group)
    arr = f"  {money.totals_shown(worth)}" if worth else ""
    rows = [each for each in shown if each.now.band is band]
    left = len(group) - len(rows)
    hint = f"  too little data: cs health --band {band}" if left and band is Band.GREY else ""
    title = f"{band.glyph} {band:<7} {words.counted(len(group), 'account')}{arr}{_risen(group)}{hint}"
    sheet.heading(Cell(title, bands.STYLES[band]))
    if look.order != SCORE:
        return
    for each in rows:
        sheet.row(*_row(each))
    if rows and left:
        sheet.heading(Cell(f"  {left:,} more{_quiet(group, rows)}   cs health --band {band}", "dim"))


def _risen(group: Iterable[Standing]) -> str:
    up = [f"{each.account} {each.before.whole} → {each.now.whole}" for each in group if each.step > 0]
    return f"  up: {', '.join(up[:3])}{' …' if len(up) > 3 else ''}" if up else ""  # noqa: PLR2004  what a line holds


def _quiet(group: Sequence[Standing], rows: Sequence[Standing]) -> str:
    return "" if any(each.step < 0 for each in group if each not in rows) else ", no band change"


def _row(each: Standing, *, is_flat: bool = False) -> tuple[Cell | str, ...]:
    arr = money.totals_shown(each.worth.arr) if each.worth.arr else ""
    return (
        Cell(each.account, "bold"),
        *([bands.band_word(each.now)] if is_flat else []),
        f"{'–' if each.now.whole is None or each.now.band is Band.GREY else each.now.whole}{bands.mark(each.now)}",
        *(_change(each, ago) for ago in compared(each.window)),
        _weeks(each),
        arr,
        decide(each.worth),
        each.reason,
    )


def _change(each: Standing, ago: int) -> str:
    now, then = each.now.whole, each.past.get(ago, UNKNOWN).whole
    if now is None or then is None or each.now.band is Band.GREY:
        return ""
    return f"{now - then:+d}" if now != then else "0"


def _weeks(each: Standing) -> str:
    if each.now.band is Band.GREY:
        return ""
    past = [each.past.get(WEEK * n) for n in range(WEEKS - 1, 0, -1)]
    return "".join(_block(score) for score in [*past, each.now])


def _block(score: Score | None) -> str:
    if score is None or score.score is None:
        return " "
    return _BLOCKS[min(int(score.score * len(_BLOCKS) / 100), len(_BLOCKS) - 1)]


def decide(worth: Worth) -> str:
    """How long until the next decision of an account: `15d`, `3d late`, `passed`."""
    renewal = worth.next
    if renewal is None:
        return ""
    if renewal.state == "lapsed":
        return "passed"
    return f"{renewal.days_left}d" if renewal.days_left >= 0 else f"{-renewal.days_left}d late"
