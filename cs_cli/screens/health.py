"""`cs health` on a screen: by band, the worst first, with what moved and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from cs_cli.domain import money, words
from cs_cli.domain.book import Worth, add_up
from cs_cli.domain.health import Band, Score
from cs_cli.output.sheet import Cell, Column, Sheet
from cs_cli.screens import bands

WEEK, MONTH, QUARTER = 7, 30, 90
WEEKS = 8
_BLOCKS = "▁▂▃▄▅▆▇█"
_COLUMNS = (
    Column(flex=True),
    Column(title="now", right=True),
    Column(title="7d", right=True),
    Column(title="30d", right=True, drop=2),
    Column(title="90d", right=True, drop=1),
    Column(title="8 weeks", drop=3),
    Column(title="ARR", right=True),
    Column(title="decide"),
    Column(title="main reason", flex=True),
)
WORST_FIRST = tuple(Band)


@dataclass(slots=True)
class Standing:
    """An account's health now, its main reason, and `past`: the health so many days ago."""

    account_id: int
    account: str
    name: str
    owner: str | None
    segment: str | None
    now: Score
    worth: Worth = field(default_factory=Worth)
    reason: str = ""
    past: dict[int, Score] = field(default_factory=dict)

    @property
    def step(self) -> int:
        """Bands gained (or, negative, lost) within the week; 0 where one of the two is grey."""
        before, now = self.past[WEEK].band, self.now.band
        return 0 if Band.GREY in (before, now) else WORST_FIRST.index(now) - WORST_FIRST.index(before)


def is_news(each: Standing) -> bool:
    """Whether a short list shows the account: it is red, or it fell into its band within the week."""
    return each.now.band is Band.RED or each.step < 0


def screen(found: Sequence[Standing], shown: Sequence[Standing], today: date) -> list[Sheet | str]:
    """The sheet: `shown` in rows, the others of `found` counted; each band with its ARR."""
    sheet = Sheet(_COLUMNS)
    sheet.heading(Cell(_moves(found, today), "bold"))
    sheet.titles()
    for band in WORST_FIRST:
        _add_band(sheet, band, [each for each in found if each.now.band is band], shown)
    return [sheet]


def _moves(found: Sequence[Standing], today: date) -> str:
    down, up = sum(each.step < 0 for each in found), sum(each.step > 0 for each in found)
    moved = f"{words.counted(down, 'account')} down, {up} up"
    return f"{words.full(today)}, against {words.weekday(today - timedelta(WEEK))}: {moved}"


def _add_band(sheet: Sheet, band: Band, group: Sequence[Standing], shown: Sequence[Standing]) -> None:
    if not group:
        return
    worth = add_up(each.worth.arr for each in group)
    arr = f"  {money.totals_shown(worth)}" if worth else ""
    rows = [each for each in shown if each.now.band is band]
    left = len(group) - len(rows)
    hint = f"  too little data: cs health --band {band}" if left and band is Band.GREY else ""
    title = f"{band.glyph} {band:<7} {words.counted(len(group), 'account')}{arr}{_risen(group)}{hint}"
    sheet.heading(Cell(title, bands.STYLES[band]))
    for each in rows:
        sheet.row(*_row(each))
    if rows and left:
        sheet.heading(Cell(f"  {left:,} more{_quiet(group, rows)}   cs health --band {band}", "dim"))


def _risen(group: Iterable[Standing]) -> str:
    up = [f"{each.account} {each.past[WEEK].whole} → {each.now.whole}" for each in group if each.step > 0]
    return f"  up: {', '.join(up[:3])}{' …' if len(up) > 3 else ''}" if up else ""  # noqa: PLR2004  what a line holds


def _quiet(group: Sequence[Standing], rows: Sequence[Standing]) -> str:
    return "" if any(each.step < 0 for each in group if each not in rows) else ", no band change"


def _row(each: Standing) -> tuple[Cell | str, ...]:
    arr = money.totals_shown(each.worth.arr) if each.worth.arr else ""
    return (
        Cell(each.account, "bold"),
        "–" if each.now.whole is None or each.now.band is Band.GREY else str(each.now.whole),
        *(_change(each, ago) for ago in (WEEK, MONTH, QUARTER)),
        _weeks(each),
        arr,
        decide(each.worth),
        each.reason,
    )


def _change(each: Standing, ago: int) -> str:
    now, then = each.now.whole, each.past[ago].whole
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
