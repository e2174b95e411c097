"""How a native chart is set: its text, its colours, the room of its plot, its axes and its legend."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import NamedTuple

from cs_cli.documents.layout.charts import Chart, label
from cs_cli.documents.layout.frame import ARIAL, Face
from cs_cli.documents.writers.chart_format import number_format
from cs_cli.documents.writers.drawingml import Paint, Paints, contrast, fill, is_dark, quoted

CATEGORY, VALUE = 1001, 1002
AXES = f'<c:axId val="{CATEGORY}"/><c:axId val="{VALUE}"/>'
_KEY_LINE, _NAME_LINE = 1.7, 1.25
_KEY_ROOM = 2.6
_NAME_LINES = 3
_LEGIBLE = 4.5
_NO_LINE = "<a:ln><a:noFill/></a:ln>"


@dataclass(frozen=True, slots=True)
class Pen:
    """How a chart is set: its colours, its typeface and size (in points), the colour of the page, its language.

    `face` is what the widths of the typeface are measured by.
    """

    paints: Paints
    font: str = "Arial"
    size: float = 11.25
    ground: str = "FFFFFF"
    lang: str = "en-US"
    face: Face = ARIAL

    def text(self, paint: Paint, *, bold: bool = False) -> str:
        """The properties of a piece of text: it stands upright, whatever the room."""
        face = f'<a:latin typeface="{quoted(self.font)}"/>'
        size = f'sz="{round(self.size * 100)}" b="{int(bold)}"'
        return (
            '<c:txPr><a:bodyPr rot="0" vert="horz"/><a:lstStyle/><a:p><a:pPr>'
            f"<a:defRPr {size}>{fill(paint)}{face}</a:defRPr></a:pPr>"
            f'<a:endParaRPr lang="{quoted(self.lang)}"/></a:p></c:txPr>'
        )

    @property
    def is_dark(self) -> bool:
        """Whether the page is dark."""
        return is_dark(self.ground)

    @property
    def quiet(self) -> Paint:
        """The colour of scales and names."""
        return self.paints["onmuted" if self.is_dark else "muted"]

    @property
    def strong(self) -> Paint:
        """The colour of figures."""
        return self.paints["white" if self.is_dark else "ink"]

    @property
    def hair(self) -> Paint:
        """The colour of the lines of a scale."""
        return self.paints["online" if self.is_dark else "line"]

    def legible(self, paint: Paint) -> Paint:
        """A series' own colour for the words that name it, or that of figures where it could not be read."""
        return paint if contrast(paint.rgb, self.ground) >= _LEGIBLE else self.strong


class Room(NamedTuple):
    """The size of a chart, and how far the plot stays off each side, in points."""

    wide: float
    high: float
    left: float
    right: float
    top: float
    bottom: float

    @property
    def across(self) -> float:
        """The width of the plot."""
        return max(self.wide - self.left - self.right, 1.0)

    @property
    def down(self) -> float:
        """The height of the plot."""
        return max(self.high - self.top - self.bottom, 1.0)

    def layout(self) -> str:
        """Where the plot stands in the chart."""
        share = {"x": self.left / self.wide, "y": self.top / self.high}
        share |= {"w": self.across / self.wide, "h": self.down / self.high}
        return (
            '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
            f"{_shares(share)}</c:manualLayout></c:layout>"
        )


def _shares(share: dict[str, float]) -> str:
    return "".join(f'<c:{name} val="{value:.5f}"/>' for name, value in share.items())


def key_height(chart: Chart, wide: float, pen: Pen) -> float:
    """The height of a legend over the plot."""
    return ceil(_key_width(chart, pen) / wide) * _KEY_LINE * pen.size


def _key_width(chart: Chart, pen: Pen) -> float:
    return sum(pen.face.width(series.name, pen.size) + _KEY_ROOM * pen.size for series in chart.series)


def key(chart: Chart, room: Room, pen: Pen) -> str:
    """The legend over the plot, from its left."""
    share = {"x": room.left / room.wide, "y": 0.0, "w": min(_key_width(chart, pen), room.across) / room.wide}
    share["h"] = key_height(chart, room.across, pen) / room.high
    return (
        '<c:legend><c:legendPos val="t"/><c:layout><c:manualLayout><c:xMode val="edge"/><c:yMode val="edge"/>'
        f'{_shares(share)}</c:manualLayout></c:layout><c:overlay val="0"/>{pen.text(pen.quiet)}</c:legend>'
    )


def scale_width(chart: Chart, ticks: Sequence[float], pen: Pen) -> float:
    """The width that the numbers of a scale take."""
    return max(pen.face.width(label(tick, chart.unit), pen.size) for tick in ticks) + pen.size * 0.9


class Names(NamedTuple):
    """How the names under an axis are set: every nth of them, in how many lines."""

    every: int
    lines: int

    def height(self, pen: Pen) -> float:
        """The height they take."""
        return (self.lines * _NAME_LINE + 0.75) * pen.size


def names_under(labels: Sequence[str], slot: float, pen: Pen) -> Names:
    """Every name, on up to three lines where each of its words has room; else every nth, on one line."""
    room = max(slot - pen.size * 0.5, 1.0)
    words = max((pen.face.width(word, pen.size) for name in labels for word in name.split()), default=0.0)
    most = max((pen.face.lines(name, pen.size, room) for name in labels), default=1)
    if words <= room and most <= _NAME_LINES:
        return Names(1, most)
    widest = max(pen.face.width(name, pen.size) for name in labels) + pen.size * 0.5
    return Names(max(1, ceil(min(widest, pen.size * 9) / max(slot, 1.0))), 1)


def category_axis(pen: Pen, *, lying: bool = False, every: int = 1) -> str:
    """The axis of names; on a chart of lying bars it runs from the top down."""
    order, side = ("maxMin", "l") if lying else ("minMax", "b")
    line = _NO_LINE if lying else f'<a:ln w="9525">{fill(pen.quiet)}</a:ln>'
    skip = f'<c:tickLblSkip val="{every}"/>' if every > 1 else ""
    return (
        f'<c:catAx><c:axId val="{CATEGORY}"/><c:scaling><c:orientation val="{order}"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{side}"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:spPr>{line}</c:spPr>'
        f'{pen.text(pen.quiet)}<c:crossAx val="{VALUE}"/><c:crosses val="autoZero"/><c:auto val="0"/>'
        f'<c:lblAlgn val="ctr"/><c:lblOffset val="100"/>{skip}<c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def value_axis(chart: Chart, ticks: Sequence[float], pen: Pen) -> str:
    """The scale at the left with a hairline at each of its numbers."""
    shown = number_format(chart.unit, ticks)
    return (
        f'<c:valAx><c:axId val="{VALUE}"/>{_scaling(ticks[0], ticks[-1])}<c:delete val="0"/><c:axPos val="l"/>'
        f'<c:majorGridlines><c:spPr><a:ln w="6350">{fill(pen.hair)}</a:ln></c:spPr></c:majorGridlines>'
        f'<c:numFmt formatCode="{quoted(shown)}" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:spPr>{_NO_LINE}</c:spPr>{pen.text(pen.quiet)}'
        f'<c:crossAx val="{CATEGORY}"/><c:crosses val="autoZero"/><c:crossBetween val="between"/>'
        f'<c:majorUnit val="{ticks[1] - ticks[0]:.10g}"/></c:valAx>'
    )


def hidden_axis(low: float, high: float) -> str:
    """A scale that is not drawn, as every bar says its own value."""
    return (
        f'<c:valAx><c:axId val="{VALUE}"/>{_scaling(low, high)}<c:delete val="1"/><c:axPos val="t"/>'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="nextTo"/><c:crossAx val="{CATEGORY}"/><c:crosses val="autoZero"/>'
        '<c:crossBetween val="between"/></c:valAx>'
    )


def _scaling(low: float, high: float) -> str:
    ends = f'<c:max val="{high:.10g}"/><c:min val="{low:.10g}"/>'
    return f'<c:scaling><c:orientation val="minMax"/>{ends}</c:scaling>'
