"""Charts drawn by hand as SVG: a line with its target, bars, lying bars, stacked bars.

Each is a table: the first column names the points, every further column is a series, a blank cell is a gap.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from math import ceil, floor, log10

from cs_cli.documents import theme
from cs_cli.documents.deck import Block, plain
from cs_cli.documents.measure import SEMIBOLD, shortened, width

FONT = 15.0
_FEW, _MANY = 4, 6
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Series:
    """One column of numbers; None is a gap."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """What a chart shows: `kind` is line, bar, hbar or stack; `target` names the series drawn as a dashed line.

    `colours` are names of the theme's colours, one per series; the scale starts at 0 when `zero`.
    """

    kind: str
    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    target: str = ""
    zero: bool = True
    colours: tuple[str, ...] = ()
    alt: str = ""

    @property
    def values(self) -> list[float]:
        """Every number of every series."""
        return [value for series in self.series for value in series.values if value is not None]


def number(text: str) -> float | None:
    """`text` as a number, with thousands commas, a currency sign or a percent sign; None for anything else."""
    bare = text.strip().replace(",", "").replace("−", "-").strip("$€£%  ")
    try:
        value = float(bare)
    except ValueError:
        return None
    return value if abs(value) < 1e15 else None  # noqa: PLR2004  beyond it a float no longer counts in ones


def chart_of(block: Block) -> Chart:
    """The chart that a `::: chart` block describes."""
    names = [plain(cell) for cell in block.header[1:]]
    columns = [tuple(number(plain(row[n])) for row in block.rows) for n in range(1, len(names) + 1)]
    labels = tuple(plain(row[0]) for row in block.rows)
    chart = Chart(
        kind=next((word for word in block.args if word in _DRAWN), "bar"),
        title=block.option("title"),
        labels=labels,
        series=tuple(Series(name, values) for name, values in zip(names, columns, strict=True)),
        unit=block.option("unit"),
        target=block.option("target"),
        zero=block.option("zero", "true") != "false",
        colours=tuple(name for name in block.option("colors").split(",") if name in theme.FILLS),
        alt=block.option("alt"),
    )
    return chart if chart.alt else replace(chart, alt=said(chart))


def _colours(chart: Chart, otherwise: Sequence[str]) -> list[str]:
    """A colour for each series: as `colors=` says, else in the theme's order."""
    return [(*chart.colours, *otherwise[len(chart.colours) :], *otherwise)[n % len(otherwise)] for n in range(len(chart.series))]


def said(chart: Chart) -> str:
    """The chart in a sentence, made from its numbers, for those who do not see it."""
    parts = []
    for series in chart.series:
        known = [(label, value) for label, value in zip(chart.labels, series.values, strict=True) if value is not None]
        if not known:
            continue
        (first, start), (last, end) = known[0], known[-1]
        span = f"{series.name}: {label(start, chart.unit)} ({first})"
        parts.append(span if len(known) == 1 else f"{span} to {label(end, chart.unit)} ({last})")
    kinds = {"line": "Line chart", "bar": "Bar chart", "hbar": "Bar chart", "stack": "Stacked bar chart"}
    head = f"{kinds[chart.kind]}: {chart.title}" if chart.title else kinds[chart.kind]
    return f"{head}. {'; '.join(parts)}." if parts else f"{head}. No data."


def label(value: float, unit: str = "") -> str:
    """A number as a chart writes it: `1,240`, `$310k`, `96%`, at most one decimal."""
    sign = "−" if value < 0 else ""
    size = abs(value)
    if unit and unit in "$€£":
        return f"{sign}{unit}{_short(size)}"
    text = f"{size:,.0f}" if size == round(size) or size >= 100 else f"{size:,.1f}"  # noqa: PLR2004  three digits are enough
    return f"{sign}{text}{unit}"


def _short(size: float) -> str:
    for limit, letter in ((1e9, "B"), (1e6, "M"), (1e3, "k")):
        if size >= limit:
            return f"{size / limit:.2f}".rstrip("0").rstrip(".") + letter
    return f"{size:,.0f}" if size == round(size) else f"{size:,.2f}"


def svg(chart: Chart, wide: float, high: float, name: str = "") -> str:
    """The chart as one `<svg>` of `wide` by `high`; `name` is the id of what labels it, else it is decoration."""
    inner = "".join(_DRAWN[chart.kind](chart, wide, high)) if chart.values else ""
    role = f'role="img" aria-label="{escape(name)}"' if name else 'aria-hidden="true"'
    return f'<svg viewBox="0 0 {_n(wide)} {_n(high)}" {role} font-size="{_n(FONT)}">{inner}</svg>'


def _n(value: float) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _text(x: float, y: float, said: str, kind: str = "", anchor: str = "") -> str:
    kinds = f' class="{kind}"' if kind else ""
    at = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text x="{_n(x)}" y="{_n(y)}"{kinds}{at}>{escape(said, quote=False)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" class="{kind}"/>'


def _box(x: float, y: float, wide: float, high: float, kind: str, round_: float = 0) -> str:
    curve = f' rx="{_n(min(round_, wide / 2, high / 2))}"' if round_ else ""
    return f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(max(wide, 0))}" height="{_n(max(high, 0))}"{curve} class="{kind}"/>'


def scale(low: float, high: float, whole: bool) -> list[float]:
    """Round numbers from at most `low` to at least `high`, four to six of them; steps of 1 or more for counts."""
    span = (high - low) or abs(high) or 1
    rough = span / _FEW
    power = 10.0 ** floor(log10(rough))
    step = next(size * power for size in (1, 2, 2.5, 5, 10) if size * power >= rough * 0.999)
    if whole:
        step = max(1.0, float(ceil(step)))
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [n * step for n in range(first, max(last, first + 1) + 1)]


def _scale_of(values: Sequence[float], zero: bool) -> list[float]:
    low, high = min(values), max(values)
    if zero or low < 0 < high:
        low, high = min(0.0, low), max(0.0, high)
    elif low == high:
        low, high = low - max(1.0, abs(low) * 0.1), high + max(1.0, abs(high) * 0.1)
    return scale(low, high, all(value == round(value) for value in values))


def _axis(chart: Chart, ticks: list[float], plot: "_Plot") -> Iterator[str]:
    for tick in ticks:
        yield _line(plot.left, plot.y(tick), plot.right, plot.y(tick), "zero" if tick == 0 else "grid")
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


def _plot(chart: Chart, wide: float, high: float, ticks: list[float], *, right: float, top: float) -> _Plot:
    left = max(width(label(tick, chart.unit), FONT) for tick in ticks) + 12
    return _Plot(left, wide - right, top, high - 28, ticks[0], ticks[-1])


def _names(labels: Sequence[str], xs: Sequence[float], y: float, room: float) -> Iterator[str]:
    """Labels under an axis: all of them, or every nth so that none touches the next."""
    widest = max((width(name, FONT) for name in labels), default=0) + 5
    every = max(1, ceil(min(widest, 140) / max(room, 1)))
    for n, (name, x) in enumerate(zip(labels, xs, strict=True)):
        if (len(labels) - 1 - n) % every == 0:
            yield _text(x, y, shortened(name, FONT, room * every - 6), "axis", "middle")


def _drawn_line(chart: Chart, wide: float, high: float) -> Iterator[str]:
    ticks = _scale_of(chart.values, chart.zero)
    last = [(series.name, _last(series, list(range(len(series.values))))[1]) for series in chart.series]
    ends = [f"{name} {label(value, chart.unit)}" for name, value in last if value is not None]
    right = min(wide * 0.34, max((width(end, FONT, SEMIBOLD) for end in ends), default=0) + 20)
    plot = _plot(chart, wide, high, ticks, right=right, top=14)
    yield from _axis(chart, ticks, plot)
    step = (plot.right - plot.left - 20) / max(len(chart.labels) - 1, 1)
    xs = [plot.left + 10 + n * step for n in range(len(chart.labels))]
    yield from _names(chart.labels, xs, high - 8, step)
    colours = _colours(chart, theme.SERIES)
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
            yield f'<circle cx="{_n(piece[0][0])}" cy="{_n(piece[0][1])}" r="4" class="{kind} dot"/>'
        elif piece:
            points = " ".join(f"{_n(x)},{_n(y)}" for x, y in piece)
            yield f'<polyline points="{points}" class="{kind}"/>'


def _ends(chart: Chart, xs: list[float], plot: _Plot, wide: float) -> Iterator[str]:
    """The last known value of each series beside its line, moved apart where two would touch."""
    colours = _colours(chart, theme.SERIES)
    ends = []
    for n, series in enumerate(chart.series):
        x, value = _last(series, xs)
        ends += [(plot.y(value), n, x, value)] if value is not None else []
    ends.sort()
    ys = _apart([y for y, *_ in ends], FONT * 1.25, plot.top, plot.bottom)
    for y, (at, n, x, value) in zip(ys, ends, strict=True):
        aimed = chart.series[n].name == chart.target
        if not aimed:
            yield f'<circle cx="{_n(x)}" cy="{_n(at)}" r="5" class="f-{colours[n]}"/>'
        room = wide - x - 14 - width(f" {label(value, chart.unit)}", FONT, SEMIBOLD)
        said = f"{shortened(chart.series[n].name, FONT, room, SEMIBOLD)} {label(value, chart.unit)}"
        yield _text(x + 12, y + 5, said, "end-target" if aimed else f"end t-{colours[n]}")


def _last(series: Series, xs: list[float]) -> tuple[float, float | None]:
    """Where a series ends, and its last known value."""
    known = [(x, value) for x, value in zip(xs, series.values, strict=True) if value is not None]
    return known[-1] if known else (0.0, None)


def _apart(ys: list[float], gap: float, top: float, bottom: float) -> list[float]:
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
        yield _box(x, 3, 13, 13, f"f-{colour}", 3)
        yield _text(x + 19, 15, name, "axis")
        x += 19 + width(name, FONT) + 22


def _drawn_stack(chart: Chart, wide: float, high: float) -> Iterator[str]:
    colours = _colours(chart, theme.STACK)
    columns = list(zip(*(series.values for series in chart.series), strict=True))
    totals = [sum(max(value or 0.0, 0.0) for value in column) for column in columns]
    ticks = _scale_of([*totals, 0.0], zero=True)
    plot = _plot(chart, wide, high, ticks, right=4, top=56)
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
        yield _box(x - thick / 2, top, thick, bottom - top - (1 if base else 0), f"f-{colour}")
        said = label(value, chart.unit)
        if len(chart.series) > 1 and bottom - top > FONT + 5 and width(said, FONT) < thick - 4:
            yield _text(x, (top + bottom) / 2 + 5, said, "on-light" if colour in theme.LIGHT_FILLS else "on-dark", "middle")
        base += value


def _drawn_bar(chart: Chart, wide: float, high: float) -> Iterator[str]:
    several = len(chart.series) > 1
    ticks = _scale_of(chart.values, zero=True)
    plot = _plot(chart, wide, high, ticks, right=4, top=56 if several else 26)
    colours = _colours(chart, theme.SERIES)
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
            yield _box(x + shift, top, thick - 1, bottom - top, f"f-{colour}", 3)
            if width(label(value, chart.unit), FONT, SEMIBOLD) < max(thick, slot * 0.9 / len(chart.series)):
                yield _text(x + shift + thick / 2, top - 7, label(value, chart.unit), "total", "middle")


def _drawn_hbar(chart: Chart, wide: float, high: float) -> Iterator[str]:
    series = chart.series[0]
    known = [value for value in series.values if value is not None]
    most = max([*known, 100.0 if chart.unit == "%" else 0.0]) or 1.0
    widest = max(width(name, FONT) for name in chart.labels)
    left = min(widest + 16, wide * 0.42)
    figures = max(width(label(value, chart.unit), FONT, SEMIBOLD) for value in known) + 12
    slot = min(high / len(chart.labels), 46)
    for n, (name, value) in enumerate(zip(chart.labels, series.values, strict=True)):
        y = slot * (n + 0.5)
        yield _text(0, y + 5, shortened(name, FONT, left - 12), "name")
        yield _box(left, y - 7, wide - left - figures, 14, "f-line", 5)
        if value is not None:
            long = max(value, 0) / most * (wide - left - figures)
            yield _box(left, y - 7, max(long, 2), 14, "f-c1", 5)
            yield _text(wide, y + 5, label(value, chart.unit), "total", "end")


def height_of(chart: Chart) -> tuple[float, float]:
    """The least and the preferred height of a drawing in pixels, without its title."""
    if chart.kind == "hbar":
        rows = max(len(chart.labels), 1)
        return rows * 24.0, rows * 44.0
    return 170.0, 330.0


_DRAWN = {"line": _drawn_line, "bar": _drawn_bar, "hbar": _drawn_hbar, "stack": _drawn_stack}
