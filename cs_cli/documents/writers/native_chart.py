"""Charts as Office draws and edits them: the chart part of a deck or a Word document, and the workbook behind it."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from cs_cli.documents.layout.chart_svg import apart, colours_of, scale_of
from cs_cli.documents.layout.charts import Chart, label
from cs_cli.documents.layout.measure import SEMIBOLD
from cs_cli.documents.look import theme
from cs_cli.documents.writers.chart_book import chart_book
from cs_cli.documents.writers.chart_pen import (
    AXES,
    Pen,
    Room,
    category_axis,
    hidden_axis,
    key,
    key_height,
    names_under,
    scale_width,
    value_axis,
)
from cs_cli.documents.writers.chart_series import (
    bar_series,
    end_label,
    inner_labels,
    known,
    last,
    line_series,
    target_paint,
    value_labels,
)
from cs_cli.documents.writers.drawingml import Paint, quoted

BOOK_ID = "rId1"
_NAMESPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_WIDEST_NAMES = 0.42
_THICKEST, _TALLEST_SLOT = 4.2, 3.1
_BESIDE, _PILED, _LYING = 0.66, 0.62, 0.6
_MOST_GAP = 500
Size = tuple[float, float]


class Native(NamedTuple):
    """A chart part, which refers to its workbook by the relationship `BOOK_ID`, and that workbook."""

    xml: bytes
    book: bytes


def native_chart(chart: Chart, wide: float, high: float, pen: Pen, as_of: str = "") -> Native:
    """The chart in a room of `wide` by `high` points; `as_of` (ISO) is the day that its workbook says it was made."""
    plot = _DRAWN[chart.kind](chart, (wide, high), pen)
    xml = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<c:chartSpace {_NAMESPACES}><c:date1904 val="0"/>'
        f'<c:lang val="{quoted(pen.lang)}"/><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/>{plot}'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{pen.text(pen.quiet)}"
        f'<c:externalData r:id="{BOOK_ID}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )
    return Native(xml.encode(), chart_book(chart, as_of))


def _area(room: Room, inner: str) -> str:
    return f"<c:plotArea>{room.layout()}{inner}<c:spPr><a:noFill/></c:spPr></c:plotArea>"


def _line(chart: Chart, size: Size, pen: Pen) -> str:
    ticks = scale_of(chart.values or [0.0], zero=chart.zero)
    count = max(len(chart.labels), 1)
    left = scale_width(chart, ticks, pen)
    ends = _end_width(chart, pen, named=True)
    named = ends <= size[0] * _WIDEST_NAMES
    ends = ends if named else _end_width(chart, pen, named=False)
    half = 1 / (2 * count)
    right = max((ends - (size[0] - left) * half) / (1 - half), pen.size * 0.5)
    names = names_under(chart.labels, (size[0] - left - right) / count, pen)
    head = pen.size * 0.8 if named else key_height(chart, size[0] - left - right, pen)
    room = Room(*size, left, right, head, names.height(pen))
    lines = _lines(chart, _paints(chart, pen, theme.SERIES), _shifts(chart, ticks, room, pen), pen, named=named)
    kind = '<c:grouping val="standard"/><c:varyColors val="0"/>'
    plot = f'<c:lineChart>{kind}{lines}<c:marker val="1"/>{AXES}</c:lineChart>'
    axes = category_axis(pen, every=names.every) + value_axis(chart, ticks, pen)
    return _area(room, plot + axes) + ("" if named else key(chart, room, pen))


def _lines(chart: Chart, paints: Sequence[Paint], shifts: Sequence[float], pen: Pen, *, named: bool) -> str:
    return "".join(
        line_series(chart, n, pen, paint, end_label(chart, n, pen, paint, shifts[n], named=named))
        for n, paint in enumerate(paints)
    )


def _paints(chart: Chart, pen: Pen, otherwise: Sequence[str]) -> list[Paint]:
    """A colour for each series, grey for the plan."""
    return [
        target_paint(pen) if series.name == chart.target else pen.paints[name]
        for series, name in zip(chart.series, colours_of(chart, otherwise), strict=True)
    ]


def _end_width(chart: Chart, pen: Pen, *, named: bool) -> float:
    """The width that the labels at the ends of lines take, with the names of the lines or without."""
    ends = [(series.name if named else "", label(last(series), chart.unit)) for series in chart.series if known(series)]
    return max((pen.face.width(" ".join(end), pen.size, SEMIBOLD) for end in ends), default=0.0) + pen.size * 1.4


def _shifts(chart: Chart, ticks: Sequence[float], room: Room, pen: Pen) -> list[float]:
    """How far down each end label goes so that none touches another, as a share of the chart's height."""

    def at(value: float) -> float:
        return room.top + room.down * (1 - (value - ticks[0]) / (ticks[-1] - ticks[0]))

    ends = sorted((at(last(series)), n) for n, series in enumerate(chart.series) if known(series))
    moved = apart([y for y, _ in ends], pen.size * 1.35, room.top, room.high - room.bottom)
    shifts = [0.0] * len(chart.series)
    for (y, n), new in zip(ends, moved, strict=True):
        shifts[n] = (new - y) / room.high
    return shifts


def _standing(chart: Chart, size: Size, pen: Pen) -> str:
    """Bars beside each other."""
    ticks = scale_of(chart.values or [0.0], zero=True)
    keyed = len(chart.series) > 1
    room, slot, names = _columns(chart, size, ticks, pen, keyed=keyed, over=1.6)
    count = max(len(chart.series), 1)
    thick = min(slot * _BESIDE / count, _THICKEST * pen.size)
    fits = max(thick, slot * 0.9 / count)
    bars = "".join(
        bar_series(chart, n, paint, value_labels(chart, n, pen, fits))
        for n, paint in enumerate(_paints(chart, pen, theme.SERIES))
    )
    plot = _bars("col", "clustered", bars, slot / thick - count) + category_axis(pen, every=names)
    return _area(room, plot + value_axis(chart, ticks, pen)) + (key(chart, room, pen) if keyed else "")


def _piled(chart: Chart, size: Size, pen: Pen) -> str:
    """Bars on top of each other, those under 0 below it."""
    columns = list(zip(*(series.values for series in chart.series), strict=True))
    sums = [sum(side(value or 0.0, 0.0) for value in column) for column in columns for side in (max, min)]
    ticks = scale_of([0.0, *sums], zero=True)
    room, slot, names = _columns(chart, size, ticks, pen, keyed=True, over=0.6)
    thick = min(slot * _PILED, _THICKEST * pen.size)
    least = (ticks[-1] - ticks[0]) / room.down * pen.size * 1.35
    bars = "".join(
        bar_series(chart, n, paint, inner_labels(chart, n, pen, paint, room=thick, least=least))
        for n, paint in enumerate(_paints(chart, pen, theme.STACK))
    )
    plot = _bars("col", "stacked", bars, slot / thick - 1) + category_axis(pen, every=names)
    return _area(room, plot + value_axis(chart, ticks, pen)) + key(chart, room, pen)


def _columns(  # noqa: PLR0913  all that the room depends on
    chart: Chart, size: Size, ticks: Sequence[float], pen: Pen, *, keyed: bool, over: float
) -> tuple[Room, float, int]:
    """The room of standing bars, the width each name has, and how many names there are to one that is shown."""
    left = scale_width(chart, ticks, pen)
    slot = (size[0] - left - 2) / max(len(chart.labels), 1)
    names = names_under(chart.labels, slot, pen)
    head = key_height(chart, size[0] - left, pen) if keyed else 0.0
    return Room(*size, left, 2, head + over * pen.size, names.height(pen)), slot, names.every


def _lying(chart: Chart, size: Size, pen: Pen) -> str:
    """Bars from the left, the first at the top; each says its value at its end."""
    keyed = len(chart.series) > 1
    head = key_height(chart, size[0], pen) if keyed else 0.0
    count = max(len(chart.labels), 1)
    widest = max((pen.face.width(name, pen.size) for name in chart.labels), default=0.0)
    left = min(widest + pen.size, max(size[0] * _WIDEST_NAMES, pen.size * 11))
    slot = min((size[1] - head) / count, _TALLEST_SLOT * pen.size * max(len(chart.series), 1))
    room = Room(*size, left, 0, head, size[1] - head - slot * count)
    low, high = min([0.0, *chart.values]), max([0.0, *chart.values, *([100.0] if chart.unit == "%" else [])])
    figures = max((pen.face.width(label(value, chart.unit), pen.size, SEMIBOLD) for value in chart.values), default=0.0)
    high = high or 1.0
    high += (high - low) * (figures + pen.size) / max(room.across - figures - pen.size, pen.size)
    bars = "".join(
        bar_series(chart, n, paint, value_labels(chart, n, pen, room.across))
        for n, paint in enumerate(_paints(chart, pen, theme.SERIES))
    )
    gap = len(chart.series) * (1 / _LYING - 1)
    axes = category_axis(pen, lying=True) + hidden_axis(low, high)
    return _area(room, _bars("bar", "clustered", bars, gap) + axes) + (key(chart, room, pen) if keyed else "")


def _bars(direction: str, grouping: str, bars: str, gap: float) -> str:
    """`gap` is the room between two names, in bars."""
    between = round(min(max(gap * 100, 0), _MOST_GAP))
    return (
        f'<c:barChart><c:barDir val="{direction}"/><c:grouping val="{grouping}"/><c:varyColors val="0"/>{bars}'
        f'<c:gapWidth val="{between}"/><c:overlap val="{100 if grouping == "stacked" else 0}"/>{AXES}</c:barChart>'
    )


_DRAWN: dict[str, Callable[[Chart, Size, Pen], str]] = {
    "line": _line,
    "bar": _standing,
    "hbar": _lying,
    "stack": _piled,
}
