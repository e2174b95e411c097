"""The series of a native chart as its part holds them: name, look, labels, the points with their gaps."""

from collections.abc import Sequence

from cs_cli.documents.layout.charts import Chart, Series, label
from cs_cli.documents.layout.measure import SEMIBOLD
from cs_cli.documents.look import theme
from cs_cli.documents.writers.chart_book import cells, said
from cs_cli.documents.writers.chart_format import number_format
from cs_cli.documents.writers.chart_pen import Pen
from cs_cli.documents.writers.drawingml import Paint, fill, over, quoted, solid, words

_POINT = 12700
_USUAL = 11.25
_UNSEEN = 1e-4


def known(series: Series) -> list[int]:
    """The places of the points that a series has."""
    return [n for n, value in enumerate(series.values) if value is not None]


def last(series: Series) -> float:
    """The last value that a series has; 0 where it has none."""
    return next((value for value in reversed(series.values) if value is not None), 0.0)


def target_paint(pen: Pen) -> Paint:
    """The grey of a plan, the same whatever colours a master has."""
    return solid(theme.COLOURS["onmuted" if pen.is_dark else "muted"])


def line_series(chart: Chart, n: int, pen: Pen, paint: Paint, labels: str) -> str:
    """A line, dashed where it is the plan, with a dot at its end and on every lone point."""
    aimed = chart.series[n].name == chart.target
    dash = '<a:prstDash val="dash"/>' if aimed else ""
    stroke = f'<a:ln w="{_stroke(1.4 if aimed else 2.1, pen)}" cap="rnd">{fill(paint)}{dash}<a:round/></a:ln>'
    points = known(chart.series[n])
    alone = {at for at in points if at - 1 not in points and at + 1 not in points}
    dots = sorted(alone if aimed else {*alone, *points[-1:]})
    marked = "".join(
        f'<c:dPt><c:idx val="{at}"/>{_dot(paint)}<c:bubble3D val="0"/><c:spPr>{stroke}</c:spPr></c:dPt>' for at in dots
    )
    return (
        f'<c:ser>{_named(chart, n)}<c:spPr>{stroke}</c:spPr><c:marker><c:symbol val="none"/></c:marker>{marked}{labels}'
        f'{_data(chart, n)}<c:smooth val="0"/></c:ser>'
    )


def bar_series(chart: Chart, n: int, paint: Paint, labels: str) -> str:
    """Bars of one colour."""
    look = f'<c:spPr>{fill(paint)}</c:spPr><c:invertIfNegative val="0"/>'
    return f"<c:ser>{_named(chart, n)}{look}{labels}{_data(chart, n)}</c:ser>"


def end_label(chart: Chart, n: int, pen: Pen, paint: Paint, shift: float, *, named: bool) -> str:  # noqa: PLR0913  all that a label depends on
    """The last value of a line beside its end, `shift` of the chart's height further down; with its name if `named`."""
    points = known(chart.series[n])
    if not points:
        return f"<c:dLbls>{_shows()}</c:dLbls>"
    place = f'<c:manualLayout><c:x val="0"/><c:y val="{shift:.5f}"/></c:manualLayout>' if abs(shift) > _UNSEEN else ""
    form = number_format(chart.unit, [last(chart.series[n])])
    one = (
        f'<c:dLbl><c:idx val="{points[-1]}"/>{f"<c:layout>{place}</c:layout>" if place else ""}{_form(form)}'
        f"<c:spPr><a:noFill/></c:spPr>{pen.text(pen.legible(paint), bold=chart.series[n].name != chart.target)}"
        f'<c:dLblPos val="r"/>{_shows(value=True, name=named)}<c:separator> </c:separator></c:dLbl>'
    )
    return f'<c:dLbls>{one}{_shows()}<c:showLeaderLines val="0"/></c:dLbls>'


def value_labels(chart: Chart, n: int, pen: Pen, room: float) -> str:
    """Every bar's value at its end, where the widest of them has `room`."""
    values = [value for value in chart.series[n].values if value is not None]
    if _widest(chart, values, pen) > room:
        return f"<c:dLbls>{_shows()}</c:dLbls>"
    return _labels(number_format(chart.unit, values), "outEnd", pen, pen.strong)


def inner_labels(chart: Chart, n: int, pen: Pen, paint: Paint, *, room: float, least: float) -> str:  # noqa: PLR0913  all that a label depends on
    """Every piece's value in its middle, where the widest has `room`; those under `least` have no height for one."""
    values = [value for value in chart.series[n].values if value is not None and value >= least]
    if _widest(chart, values, pen) > room:
        return f"<c:dLbls>{_shows()}</c:dLbls>"
    return _labels(number_format(chart.unit, values, least), "ctr", pen, over(paint, pen.paints))


def _widest(chart: Chart, values: Sequence[float], pen: Pen) -> float:
    return max((pen.face.width(label(value, chart.unit), pen.size, SEMIBOLD) for value in values), default=0.0)


def _labels(form: str, place: str, pen: Pen, paint: Paint) -> str:
    text = f"{_form(form)}<c:spPr><a:noFill/></c:spPr>{pen.text(paint, bold=True)}"
    return f'<c:dLbls>{text}<c:dLblPos val="{place}"/>{_shows(value=True)}</c:dLbls>'


def _form(form: str) -> str:
    return f'<c:numFmt formatCode="{quoted(form)}" sourceLinked="0"/>'


def _shows(*, value: bool = False, name: bool = False) -> str:
    marks = {"LegendKey": 0, "Val": int(value), "CatName": 0, "SerName": int(name), "Percent": 0, "BubbleSize": 0}
    return "".join(f'<c:show{mark} val="{on}"/>' for mark, on in marks.items())


def _stroke(thick: float, pen: Pen) -> int:
    """A thickness in points as EMU, less where the type is smaller."""
    return round(thick * _POINT * min(pen.size / _USUAL, 1.0))


def _dot(paint: Paint) -> str:
    look = f"<c:spPr>{fill(paint)}<a:ln>{fill(paint)}</a:ln></c:spPr>"
    return f'<c:marker><c:symbol val="circle"/><c:size val="7"/>{look}</c:marker>'


def _named(chart: Chart, n: int) -> str:
    cache = f'<c:ptCount val="1"/><c:pt idx="0"><c:v>{words(said(chart.series[n].name))}</c:v></c:pt>'
    name = f"<c:strRef><c:f>{cells(n + 1, 1, 1)}</c:f><c:strCache>{cache}</c:strCache></c:strRef>"
    return f'<c:idx val="{n}"/><c:order val="{n}"/><c:tx>{name}</c:tx>'


def _data(chart: Chart, n: int) -> str:
    rows = len(chart.labels) + 1
    names = [(at, words(said(name))) for at, name in enumerate(chart.labels)]
    values = [(at, repr(value)) for at, value in enumerate(chart.series[n].values) if value is not None]
    known_names = f"<c:strCache>{_points(names, rows - 1)}</c:strCache>"
    known_values = f"<c:numCache><c:formatCode>General</c:formatCode>{_points(values, rows - 1)}</c:numCache>"
    return (
        f"<c:cat><c:strRef><c:f>{cells(0, 2, rows)}</c:f>{known_names}</c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>{cells(n + 1, 2, rows)}</c:f>{known_values}</c:numRef></c:val>"
    )


def _points(values: Sequence[tuple[int, str]], count: int) -> str:
    return f'<c:ptCount val="{count}"/>' + "".join(f'<c:pt idx="{at}"><c:v>{text}</c:v></c:pt>' for at, text in values)
