"""Charts drawn by hand as SVG: a line with its target, bars, lying bars, stacked bars."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

from cs_cli.documents.layout.charts import Chart, Series, label
from cs_cli.documents.layout.measure import SEMIBOLD, shortened, width
from cs_cli.documents.look import theme

FONT = 15.0
_STEPS = 4
_NEARLY = 0.999
Point = tuple[float, float]


def svg(chart: Chart, wide: float, high: float, name: str = "") -> str:
    """The chart as one `<svg>` of `wide` by `high`; `name` is the id of what labels it, else it is decoration."""
    inner = "".join(_DRAWN[chart.kind](chart, wide, high)) if chart.values else ""
    role = f'role="img" aria-label="{escape(name)}"' if name else 'aria-hidden="true"'
    return f'<svg viewBox="0 0 {length(wide)} {length(high)}" {role} font-size="{length(FONT)}">{inner}</svg>'


def length(value: float) -> str:
    """A coordinate or a length as a drawing writes it, with at most two decimals."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _text(x: float, y: float, said: str, kind: str, anchor: str = "start") -> str:
    at = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text x="{length(x)}" y="{length(y)}" class="{kind}"{at}>{escape(said, quote=False)}</text>'


def _level(plot: "_Plot", value: float, kind: str) -> str:
    y = length(plot.y(value))
    return f'<line x1="{length(plot.left)}" y1="{y}" x2="{length(plot.right)}" y2="{y}" class="{kind}"/>'


def _box(at: Point, wide: float, high: float, kind: str, curve: float = 0) -> str:
    """A rectangle from its upper left corner `at`."""
    rounded = f' rx="{length(max(min(curve, wide / 2, high / 2), 0))}"' if curve else ""
    size = f'width="{length(max(wide, 0))}" height="{length(max(high, 0))}"'
    return f'<rect x="{length(at[0])}" y="{length(at[1])}" {size}{rounded} class="{kind}"/>'


def scale(low: float, high: float, *, whole: bool) -> list[float]:
    """Round numbers from at most `low` to at least `high`, four to six of them; steps of 1 or more for counts."""
    span = (high - low) or abs(high) or 1
    rough = span / _STEPS
    power = 10.0 ** floor(log10(rough))
    sizes = (size * power for size in (1, 2, 2.5, 5, 10))
    step = next(size for size in sizes if size >= rough * _NEARLY and not (whole and size % 1))
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [n * step for n in range(first, max(last, first + 1) + 1)]


def scale_of(values: Sequence[float], *, zero: bool) -> list[float]:
    """The scale for these values; from 0 with `zero`, or where they stand on both sides of it."""
    low, high = min(values), max(values)
    if zero or low < 0 < high:
        low, high = min(0.0, low), max(0.0, high)
    elif low == high:
        low, high = low - max(1.0, abs(low) * 0.1), high + max(1.0, abs(high) * 0.1)
    return scale(low, high, whole=all(value == round(value) for value in values))


def _axis(chart: Chart, ticks: list[float], plot: "_Plot") -> Iterator[str]:
    for tick in ticks:
        yield _level(plot, tick, "zero" if tick == 0 else "grid")
        yield _text(plot.left - 9, plot.y(tick) + 5, label(tick, chart.unit), "axis", "end")


@dataclass(frozen=True, slots=True)
class _Plot:
    """The inner area of a chart and its value scale."""

    left: float
    right: float
    top: float
    bottom: float
    low: float
    high: float

    def y(self, value: float) -> float:
        return self.bottom - (value - self.low) / (self.high - self.low) * (self.bottom - self.top)


def _plot(chart: Chart, size: Point, ticks: list[float], *, right: float, top: float) -> _Plot:
    """The inner area of a drawing of `size`, with room for the scale at its left and the names under it."""
    left = max(width(label(tick, chart.unit), FONT) for tick in ticks) + 12
    return _Plot(left, size[0] - right, top, size[1] - 28, ticks[0], ticks[-1])


def _names(labels: Sequence[str], xs: Sequence[float], y: float, room: float) -> Iterator[str]:
    """Labels under an axis: all of them, or every nth so that none touches the next."""
    widest = max((width(name, FONT) for name in labels), default=0) + 5
    every = max(1, ceil(min(widest, 140) / max(room, 1)))
    for n, (name, x) in enumerate(zip(labels, xs, strict=True)):
        if (len(labels) - 1 - n) % every == 0:
            yield _text(x, y, shortened(name, FONT, room * every - 6), "axis", "middle")


def _drawn_line(chart: Chart, wide: float, high: float) -> Iterator[str]:
    ticks = scale_of(chart.values, zero=chart.zero)
    last = [(series.name, _last(series, list(range(len(series.values))))[1]) for series in chart.series]
    ends = [f"{name} {label(value, chart.unit)}" for name, value in last if value is not None]
    right = min(wide * 0.42, max((width(end, FONT, SEMIBOLD) for end in ends), default=0) + 20)
    plot = _plot(chart, (wide, high), ticks, right=right, top=14)
    yield from _axis(chart, ticks, plot)
    step = (plot.right - plot.left - 20) / max(len(chart.labels) - 1, 1)
    xs = [plot.left + 10 + n * step for n in range(len(chart.labels))]
    yield from _names(chart.labels, xs, high - 8, step)
    colours = colours_of(chart, theme.SERIES)
    for series, colour in zip(chart.series, colours, strict=True):
        yield from _path(series, xs, plot, "target" if series.name == chart.target else f"l-{colour}")
    yield from _ends(chart, xs, plot, wide)


def _path(series: Series, xs: list[float], plot: _Plot, kind: str) -> Iterator[str]:
    pieces: list[list[Point]] = [[]]
    for x, value in zip(xs, series.values, strict=True):
        if value is None:
            pieces.append([])
        else:
            pieces[-1].append((x, plot.y(value)))
    for piece in pieces:
        if len(piece) == 1:
            yield f'<circle cx="{length(piece[0][0])}" cy="{length(piece[0][1])}" r="4" class="{kind} dot"/>'
        elif piece:
            points = " ".join(f"{length(x)},{length(y)}" for x, y in piece)
            yield f'<polyline points="{points}" class="{kind}"/>'


def _ends(chart: Chart, xs: list[float], plot: _Plot, wide: float) -> Iterator[str]:
    """The last known value of each series beside its line, moved apart where two would touch."""
    colours = colours_of(chart, theme.SERIES)
    ends = []
    for n, series in enumerate(chart.series):
        x, value = _last(series, xs)
        ends += [(plot.y(value), n, x, value)] if value is not None else []
    ends.sort()
    ys = apart([y for y, *_ in ends], FONT * 1.25, plot.top, plot.bottom)
    for y, (at, n, x, value) in zip(ys, ends, strict=True):
        aimed = chart.series[n].name == chart.target
        if not aimed:
            yield f'<circle cx="{length(x)}" cy="{length(at)}" r="5" class="f-{colours[n]}"/>'
        room = wide - x - 14 - width(f" {label(value, chart.unit)}", FONT, SEMIBOLD)
        said = f"{shortened(chart.series[n].name, FONT, room, SEMIBOLD)} {label(value, chart.unit)}"
        yield _text(x + 12, y + 5, said, "end-target" if aimed else f"end t-{colours[n]}")


def _last(series: Series, xs: list[float]) -> tuple[float, float | None]:
    """Where a series ends, and its last known value."""
    known = [(x, value) for x, value in zip(xs, series.values, strict=True) if value is not None]
    return known[-1] if known else (0.0, None)


def apart(ys: list[float], gap: float, top: float, bottom: float) -> list[float]:
    """Heights in order, moved so that none is closer than `gap` to the next and all end above `bottom`."""
    moved: list[float] = []
    for y in ys:
        moved.append(max(y, moved[-1] + gap) if moved else max(y, top))
    over = max(0.0, (moved[-1] - bottom) if moved else 0.0)
    return [y - over for y in moved]


def _legend(chart: Chart, colours: Sequence[str], wide: float) -> Iterator[str]:
    x = 0.0
    each = wide / max(len(chart.series), 1)
    for series, colour in zip(chart.series, colours, strict=False):
        name = shortened(series.name, FONT, each - 34)
        yield _box((x, 3), 13, 13, f"f-{colour}", 3)
        yield _text(x + 19, 15, name, "axis")
        x += 19 + width(name, FONT) + 22


def _drawn_stack(chart: Chart, wide: float, high: float) -> Iterator[str]:
    colours = colours_of(chart, theme.STACK)
    columns = list(zip(*(series.values for series in chart.series), strict=True))
    totals = [sum(max(value or 0.0, 0.0) for value in column) for column in columns]
    ticks = scale_of([*totals, 0.0], zero=True)
    plot = _plot(chart, (wide, high), ticks, right=4, top=56)
    yield from _legend(chart, colours, wide)
    yield from _axis(chart, ticks, plot)
    slot = (plot.right - plot.left) / len(columns)
    thick = min(slot * 0.62, 64)
    xs = [plot.left + slot * (n + 0.5) for n in range(len(columns))]
    yield from _names(chart.labels, xs, high - 8, slot)
    for x, column, total in zip(xs, columns, totals, strict=True):
        yield from _pile(chart, plot, x, thick, list(zip(column, colours, strict=True)))
        yield _text(x, plot.y(total) - 8, label(total, chart.unit), "total", "middle")


def _pile(chart: Chart, plot: _Plot, x: float, thick: float, column: list[tuple[float | None, str]]) -> Iterator[str]:
    base = 0.0
    for value, colour in column:
        if not value or value < 0:
            continue
        top, bottom = plot.y(base + value), plot.y(base)
        yield _box((x - thick / 2, top), thick, bottom - top - (1 if base else 0), f"f-{colour}")
        said = label(value, chart.unit)
        if len(chart.series) > 1 and bottom - top > FONT + 5 and width(said, FONT) < thick - 4:
            yield _text(
                x, (top + bottom) / 2 + 5, said, "on-light" if colour in theme.LIGHT_FILLS else "on-dark", "middle"
            )
        base += value


def _drawn_bar(chart: Chart, wide: float, high: float) -> Iterator[str]:
    several = len(chart.series) > 1
    ticks = scale_of(chart.values, zero=True)
    plot = _plot(chart, (wide, high), ticks, right=4, top=56 if several else 26)
    colours = colours_of(chart, theme.SERIES)
    if several:
        yield from _legend(chart, colours, wide)
    yield from _axis(chart, ticks, plot)
    slot = (plot.right - plot.left) / len(chart.labels)
    thick = min(slot * 0.66 / len(chart.series), 64)
    xs = [plot.left + slot * (n + 0.5) for n in range(len(chart.labels))]
    yield from _names(chart.labels, xs, high - 8, slot)
    for n, (series, colour) in enumerate(zip(chart.series, colours, strict=True)):
        shift = (n - len(chart.series) / 2) * thick
        for x, value in zip(xs, series.values, strict=True):
            if value is None:
                continue
            top, bottom = sorted((plot.y(value), plot.y(0)))
            yield _box((x + shift, top), thick - 1, bottom - top, f"f-{colour}", 3)
            if width(label(value, chart.unit), FONT, SEMIBOLD) < max(thick, slot * 0.9 / len(chart.series)):
                yield _text(x + shift + thick / 2, top - 7, label(value, chart.unit), "total", "middle")


def _drawn_hbar(chart: Chart, wide: float, high: float) -> Iterator[str]:
    series = chart.series[0]
    known = [value for value in series.values if value is not None]
    most = max([*known, 100.0 if chart.unit == "%" else 0.0]) or 1.0
    widest = max(width(name, FONT) for name in chart.labels)
    left = min(widest + 16, max(wide * 0.42, 172))
    figures = max(width(label(value, chart.unit), FONT, SEMIBOLD) for value in known) + 12
    slot = min(high / len(chart.labels), 46)
    for n, (name, value) in enumerate(zip(chart.labels, series.values, strict=True)):
        y = slot * (n + 0.5)
        yield _text(0, y + 5, shortened(name, FONT, left - 12), "name")
        yield _box((left, y - 7), wide - left - figures, 14, "f-line", 5)
        if value is not None:
            long = max(value, 0) / most * (wide - left - figures)
            yield _box((left, y - 7), max(long, 2), 14, "f-c1", 5)
            yield _text(wide, y + 5, label(value, chart.unit), "total", "end")


def colours_of(chart: Chart, otherwise: Sequence[str]) -> list[str]:
    """A colour for each series: as `colors=` says, else in the theme's order."""
    return [
        (*chart.colours, *otherwise[len(chart.colours) :], *otherwise)[n % len(otherwise)]
        for n in range(len(chart.series))
    ]


_DRAWN: dict[str, Callable[[Chart, float, float], Iterator[str]]] = {
    "line": _drawn_line,
    "bar": _drawn_bar,
    "hbar": _drawn_hbar,
    "stack": _drawn_stack,
}
