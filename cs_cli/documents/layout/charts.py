"""What a chart shows: a table of points (its first column) and series (every further one); a blank cell is a gap."""

from dataclasses import dataclass, replace

from cs_cli.documents.look import theme
from cs_cli.documents.look.labels import Labels, fill, labels_in
from cs_cli.documents.source.deck import Block, plain

KINDS = {"line": "line_chart", "bar": "bar_chart", "hbar": "bar_chart", "stack": "stacked_chart"}
_MOST = 1e15
_UNSIGNED = str.maketrans("", "", "$€£%,\u00a0 ")


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
    bare = text.translate(_UNSIGNED).replace("\u2212", "-")
    try:
        value = float(bare)
    except ValueError:
        return None
    return value if abs(value) < _MOST else None


def chart_of(block: Block) -> Chart:
    """The chart that a `::: chart` block describes."""
    names = [plain(cell) for cell in block.header[1:]]
    columns = [tuple(number(plain(row[n])) for row in block.rows) for n in range(1, len(names) + 1)]
    labels = tuple(plain(row[0]) for row in block.rows)
    chart = Chart(
        kind=next((word for word in block.args if word in KINDS), "bar"),
        title=block.option("title"),
        labels=labels,
        series=tuple(Series(name, values) for name, values in zip(names, columns, strict=True)),
        unit=block.option("unit"),
        target=block.option("target"),
        zero=block.option("zero", "true") != "false",
        colours=tuple(name for name in block.option("colors").split(",") if name in theme.FILLS),
        alt=block.option("alt"),
    )
    return chart if chart.alt else replace(chart, alt=said(chart, labels_in(block)))


def said(chart: Chart, words: Labels) -> str:
    """The chart in a sentence, made from its numbers, for those who do not see it."""
    parts = []
    for series in chart.series:
        known = [(label, value) for label, value in zip(chart.labels, series.values, strict=True) if value is not None]
        if not known:
            continue
        (first, start), (last, end) = known[0], known[-1]
        span = {"name": series.name, "start": label(start, chart.unit), "first": first}
        whole = fill(words.from_to, **span, end=label(end, chart.unit), last=last)
        parts.append(whole if known[1:] else f"{series.name}: {label(start, chart.unit)} ({first})")
    kind = str(getattr(words, KINDS[chart.kind]))
    head = f"{kind}: {chart.title}" if chart.title else kind
    return f"{head}. {'; '.join(parts) or words.no_data}."


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


def height_of(chart: Chart) -> tuple[float, float]:
    """The least and the preferred height of a drawing in pixels, without its title."""
    if chart.kind == "hbar":
        rows = max(len(chart.labels), 1)
        return rows * 24.0, rows * 44.0
    return 170.0, 330.0
