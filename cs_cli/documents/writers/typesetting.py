"""Sheets of a scene as the source of a PDF: typst in code mode, in which every text is a string literal."""

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from math import cos, radians, sin, tan
from typing import Any

from cs_cli.documents.layout.frame import LOGO_PLATE, Box, Face, logo_box
from cs_cli.documents.layout.measure import DISPLAY, REGULAR, SEMIBOLD
from cs_cli.documents.layout.scene import (
    Arc,
    Cell,
    Drawn,
    Ellipse,
    Group,
    Item,
    Line,
    Picture,
    Rect,
    Sheet,
    Sign,
    Style,
    Table,
    Text,
    Words,
)
from cs_cli.documents.look.labels import Labels
from cs_cli.documents.look.theme import Theme
from cs_cli.documents.source.deck import Run, plain
from cs_cli.documents.writers.pictures import chart_picture, colour, drawing

POINT = 0.75
_BASELINE = 0.3638
"""How far a line's baseline lies under its middle, by the size of its letters: as a browser sets Inter."""
_CODE = 0.86
_BAR, _BAR_GAP, _NUMBER = 12.0, 12.0, 54.0
_SIGN, _SIGN_GAP = 0.72, 0.42
_MIME = {"png": "png", "jpeg": "jpeg", "svg": "svg+xml"}
_LOST = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_WHOLE = (
    r"\u0300-\u036f\u0590-\u08ff\u200b-\u200f\u20d0-\u20ff\u2e80-\ud7ff\uf900-\ufaff\ufe00-\ufe0f\U0001f000-\U0003ffff"
)
_BETWEEN = re.compile(f"(?<=[^{_WHOLE}])(?=[^{_WHOLE}])")
"""Where a word may be broken at need: not where letters join, and not where typst breaks by itself."""


def length(pixels: float) -> str:
    """A length of the sheet as points on paper."""
    text = f"{pixels * POINT:.3f}".rstrip("0").rstrip(".")
    return f"{'0' if text == '-0' else text}pt"


def literal(text: str) -> str:
    """Text as a string literal; what no document can hold is left out."""
    bare = _LOST.sub("", text)
    return '"' + bare.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


@dataclass(slots=True)
class Setter:
    """Sets sheets; a heading never leaves a level out, and `level` is that of the last one."""

    theme: Theme
    words: Labels
    face: Face
    level: int = 0
    is_dark: bool = False

    def pages(self, sheets: Sequence[Sheet], high: float) -> Iterator[str]:
        """The source of every page, in order."""
        for n, sheet in enumerate(sheets):
            self.is_dark = sheet.is_dark
            inner = "\n".join(self._sheet(sheet, is_first=n == 0))
            yield f"#page(height: {length(high)}, fill: {self._paint(sheet.ground)}, {{\n{inner}\n}})"

    def _sheet(self, sheet: Sheet, *, is_first: bool) -> Iterator[str]:
        yield from map(self._item, sheet.arcs)
        yield from self._logo(sheet)
        yield from (self._item(text) for text in (sheet.label,) if text)
        if sheet.title:
            yield self._text(sheet.title, title=1 if is_first else 2)
        yield from map(self._item, sheet.items)
        yield from (f"pdf.artifact({self._item(text)})" for text in (sheet.footer, sheet.number) if text)

    def _logo(self, sheet: Sheet) -> Iterator[str]:
        logo = self.theme.logo
        if not logo:
            return
        is_cover = sheet.layout == "title"
        box = logo_box(logo, is_cover=is_cover)
        if sheet.is_dark:
            edge = LOGO_PLATE if is_cover else LOGO_PLATE / 2
            plate = Box(box.x - edge, box.y - edge, box.wide + 2 * edge, box.high + 2 * edge)
            yield self._rect(Rect(plate, "white", 8))
        yield self._picture(Picture(box, logo.data, logo.kind, self.words.logo))

    def _paint(self, name: str) -> str:
        return f'rgb("{colour(self.theme, name)}")'

    def _item(self, item: Item) -> str:
        drawn: dict[type, Callable[[Any], str]] = {
            Text: self._text, Rect: self._rect, Ellipse: self._ellipse, Arc: self._arc, Line: self._line,
            Sign: self._sign, Table: self._table, Drawn: self._chart, Picture: self._picture, Group: self._group,
        }  # fmt: skip
        return drawn[type(item)](item)

    def _stroke(self, name: str, thick: float, more: str = "") -> str:
        return f"(paint: {self._paint(name)}, thickness: {length(thick)}{more})" if name else "none"

    def _fill(self, name: str) -> str:
        return self._paint(name) if name else "none"

    def _rect(self, item: Rect) -> str:
        box, curve = item.box, min(item.radius, item.box.wide / 2, item.box.high / 2)
        look = f"fill: {self._fill(item.fill)}, stroke: {self._stroke(item.edge, item.thick)}"
        return _placed(box, f"rect({_size(box)}, radius: {length(curve)}, {look})")

    def _ellipse(self, item: Ellipse) -> str:
        fill, stroke = self._fill(item.fill), self._stroke(item.edge, item.thick)
        if item.faint:
            stroke = f"{length(item.thick)} + {self._paint(item.edge)}.transparentize(40%)"
        return _placed(item.box, f"ellipse({_size(item.box)}, fill: {fill}, stroke: {stroke})")

    def _line(self, item: Line) -> str:
        ends = f"start: ({length(item.x1)}, {length(item.y1)}), end: ({length(item.x2)}, {length(item.y2)})"
        return _placed(Box(0, 0, 0, 0), f"line({ends}, stroke: {self._stroke(item.colour, item.thick)})")

    def _arc(self, item: Arc) -> str:
        stroke = self._stroke(item.colour, item.thick, ', cap: "round"')
        return _placed(Box(0, 0, 0, 0), f"curve(stroke: {stroke}, {', '.join(_bends(item))})")

    def _sign(self, item: Sign) -> str:
        return _placed(item.box, self._form(item.tone, item.colour or item.tone, min(item.box.wide, item.box.high)))

    def _form(self, tone: str, name: str, side: float) -> str:
        """The form of a tone in a square."""

        def at(*points: tuple[float, float]) -> str:
            return ", ".join(f"({length(x * side / 12)}, {length(y * side / 12)})" for x, y in points)

        paint = self._paint(name)
        if tone == "good":
            first, second, third = (at(point) for point in ((1.5, 6.5), (4.5, 9.5), (10.5, 2.5)))
            stroke = f"{length(side / 6)} + {paint}"
            return f"curve(stroke: {stroke}, curve.move({first}), curve.line({second}), curve.line({third}))"
        if tone in {"track", "neutral"}:
            inset = side / 12 if tone == "track" else side * 1.8 / 12
            look = f"fill: {paint}" if tone == "track" else f"stroke: {length(side * 0.15)} + {paint}"
            return f"pad({length(inset)}, circle(radius: {length(side / 2 - inset)}, {look}))"
        corners = {
            "watch": ((6, 1), (11.5, 11), (0.5, 11)),
            "risk": ((1.5, 1.5), (10.5, 1.5), (10.5, 10.5), (1.5, 10.5)),
            "info": ((6, 0.5), (11.5, 6), (6, 11.5), (0.5, 6)),
        }[tone]
        return f"polygon(fill: {paint}, {at(*corners)})"

    def _chart(self, item: Drawn) -> str:
        return _image(item.box, chart_picture(item, self.theme), item.chart.alt)

    def _group(self, item: Group) -> str:
        return _image(item.box, drawing(item, self.theme, is_dark=self.is_dark), item.alt)

    def _picture(self, item: Picture) -> str:
        """A picture by way of an SVG that holds it: a text literal has no room for other bytes."""
        data = b64encode(item.data).decode()
        size = f'width="{item.box.wide:g}" height="{item.box.high:g}"'
        held = f'<image {size} href="data:image/{_MIME[item.kind]};base64,{data}"/>'
        return _image(item.box, f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{held}</svg>', item.alt)

    def _text(self, item: Text, title: int = 0) -> str:
        anchor = {"top": "top", "middle": "horizon", "bottom": "bottom"}[item.anchor]
        inner = "".join(self._paragraphs(item.words, item.box.wide, title))
        return _placed(item.box, f"block({_size(item.box)}, align({anchor}, {{{inner}}}))")

    def _paragraphs(self, words: Iterable[Words], wide: float, title: int = 0) -> Iterator[str]:
        for is_list, group in groupby(words, key=lambda each: (bool(each.bullet), each.bullet == "-", each.inset)):
            held = list(group)
            yield self._list(held, wide) if is_list[0] else "".join(self._alone(each, wide, title) for each in held)

    def _alone(self, words: Words, wide: float, title: int) -> str:
        """One paragraph or heading."""
        runs = self._runs(words, wide - words.inset)
        level = title or (min(words.head, self.level + 1) if words.head > 1 else 0)
        if level:
            self.level = level = min(level, self.level + 1)
            runs = f"heading(level: {level}, {runs})"
        inset = f"inset: (left: {length(words.inset)}), " if words.inset else ""
        return f"block(width: 100%, above: {length(words.above)}, {inset}align({words.align}, {runs}));"

    def _list(self, items: list[Words], wide: float) -> str:
        """Items under each other, their signs hung in the margin."""
        first = items[0]
        hang = min(first.inset, 26.0)
        held = ", ".join(self._runs(each, wide - each.inset) for each in items)
        look = (
            f"indent: {length(first.inset - hang)}, body-indent: 0pt, tight: false, "
            f"spacing: {length(items[-1].above or first.above)}"
        )
        if first.bullet == "-":
            kind = f"list(marker: {self._mark(first, '•', hang)}, {look}, {held})"
        else:
            start = first.bullet.rstrip(".)")
            number = f"n => {self._mark(first, None, hang)}"
            kind = f"enum(start: {start}, numbering: {number}, number-align: start, {look}, {held})"
        return f"block(width: 100%, above: {length(first.above)}, align(left, {kind}));"

    def _mark(self, words: Words, sign: str | None, hang: float) -> str:
        style = Style(words.style.size, "c1", SEMIBOLD, words.style.leading)
        said = literal(sign) if sign else "str(n) + " + literal(words.bullet[-1:])
        colour = style.colour if words.style.colour != "white" else "white"
        return f"box(width: {length(hang)}, align(left, text({self._look(style, colour)}, {said})))"

    def _runs(self, words: Words, wide: float) -> str:
        style = words.style
        wordings = "; ".join(filter(None, (self._run(run, words, wide) for run in words.runs)))
        return f"text({self._look(style, style.colour)}, {{{wordings}}})"

    def _look(self, style: Style, name: str) -> str:
        over = style.leading / 2 + _BASELINE
        fonts = (
            (self.theme.heading, self.theme.body, "Inter Display") if style.weight == DISPLAY else (self.theme.body,)
        )
        family = ", ".join(literal(font) for font in (*fonts, "Inter") if font)
        return (
            f"font: ({family},), size: {length(style.size)}, fill: {self._paint(name)}, "
            f"weight: {400 if style.weight == REGULAR else 600}, tracking: {style.tracking:g}em, "
            f"top-edge: {over:.4f}em, bottom-edge: {over - style.leading:.4f}em"
        )

    def _run(self, run: Run, words: Words, wide: float) -> str:
        style = words.style
        weight = SEMIBOLD if run.bold and style.weight == REGULAR else style.weight
        breakable = partial(self._breakable, style=style, weight=weight, wide=wide)
        said = "; linebreak(); ".join(f"text({literal(breakable(part))})" for part in run.text.split("\n"))
        if run.code:
            said = f'text(font: ("DejaVu Sans Mono", "Inter"), size: {_CODE}em, {{{said}}})'
        if run.bold and style.weight == REGULAR:
            strong = f", fill: {self._paint(words.strong)}" if words.strong else ""
            said = f"text(weight: 600{strong}, {{{said}}})"
        said = f'text(style: "italic", {{{said}}})' if run.italic else said
        said = f"strike({{{said}}})" if run.strike else said
        return f"link({literal(run.link)}, {self._linked(said)})" if run.link else said

    def _linked(self, said: str) -> str:
        paint = self._paint("white" if self.is_dark else "info")
        return f"underline(offset: 0.15em, text(fill: {paint}, {{{said}}}))"

    def _breakable(self, text: str, style: Style, weight: str, wide: float) -> str:
        """`text` with places to break in words wider than their box, which would run out of it."""
        parts = re.split(r"(\s+)", text)
        return "".join(
            _BETWEEN.sub("\u200b", part) if self.face.width(part, style.size, weight, style.tracking) > wide else part
            for part in parts
        )

    def _table(self, item: Table) -> str:
        wides = ", ".join(length(wide) for wide in item.widths)
        highs = ", ".join(length(high) for high in item.heights)
        rule, line = self._stroke(item.rule, 1.6), self._stroke(item.line, 1)
        head = ", ".join(self._cell(cell, n, item, "bottom") for n, cell in enumerate(item.head))
        rows = "".join(f", {self._row(row, item)}, table.hline(stroke: {line})" for row in item.rows)
        return _placed(
            item.box,
            f"table(columns: ({wides},), rows: ({highs},), inset: 0pt, stroke: none, "
            f"table.header({head}), table.hline(stroke: {rule}){rows})",
        )

    def _row(self, row: tuple[Cell, ...], item: Table) -> str:
        return ", ".join(self._cell(cell, n, item, "horizon") for n, cell in enumerate(row))

    def _cell(self, cell: Cell, n: int, table: Table, anchor: str) -> str:
        gap = 0.0 if n == len(table.widths) - 1 else table.gap
        wide = max(table.widths[n] - gap, 1.0)
        under = 12.8 if anchor == "bottom" else 0.0
        return (
            f"table.cell(align: left + {anchor}, inset: (right: {length(gap)}, bottom: {length(under)}), "
            f"{{{self._cell_inner(cell, wide, table)}}})"
        )

    def _cell_inner(self, cell: Cell, wide: float, table: Table) -> str:
        if cell.bar is not None:
            return self._bar(cell, wide, table)
        if not cell.tone:
            return "".join(self._paragraphs(cell.words, wide))
        [words] = cell.words
        side = words.style.size * _SIGN
        drawn = self._form(cell.tone, words.style.colour, side)
        sign = f"box(width: {length(side)}, height: {length(side)}, {drawn})"
        room = wide - side - words.style.size * _SIGN_GAP
        said = f"grid(columns: (auto, 1fr), column-gutter: {length(words.style.size * _SIGN_GAP)}, align: left, "
        high = length(words.style.size * words.style.leading)
        said += f"box(height: {high}, align(horizon, {sign})), {self._runs(words, room)})"
        return said

    def _bar(self, cell: Cell, wide: float, table: Table) -> str:
        long = max(min(table.bar, wide - _BAR_GAP - _NUMBER), 1.0)
        share = Box(0, 0, long * (cell.bar or 0.0) / 100, _BAR)
        whole = self._rect(Rect(Box(0, 0, long, _BAR), "online" if self.is_dark else "line", 5))
        filled = self._rect(Rect(share, cell.fill, 5)) if cell.bar else ""
        drawn = f"box(width: {length(long)}, height: {length(_BAR)}, {{{whole}\n{filled}}})"
        number = self._runs(cell.words[0], _NUMBER)
        columns = f"columns: ({length(long)}, {length(_NUMBER)}), column-gutter: {length(_BAR_GAP)}"
        return f"grid({columns}, align: (left + horizon, right + horizon), {drawn}, {number})"


def _placed(box: Box, inner: str) -> str:
    return f"place(top + left, dx: {length(box.x)}, dy: {length(box.y)}, {inner})"


def _size(box: Box) -> str:
    return f"width: {length(max(box.wide, 0))}, height: {length(max(box.high, 0))}"


def _image(box: Box, drawn: str, alt: str) -> str:
    return _placed(box, f'image(bytes({literal(drawn)}), format: "svg", {_size(box)}, alt: {literal(alt)})')


def _bends(item: Arc) -> Iterator[str]:
    """The arc as curves of at most a quarter turn each."""
    box = item.box
    parts = max(1, -int(-abs(item.sweep) // 90))
    step = radians(item.sweep / parts)
    reach = 4 / 3 * tan(step / 4)

    def at(turn: float, along: float = 0.0) -> str:
        x, y = cos(turn) - along * sin(turn), sin(turn) + along * cos(turn)
        return f"({length(box.x + box.wide / 2 * (1 + x))}, {length(box.y + box.high / 2 * (1 + y))})"

    start = radians(item.start)
    yield f"curve.move({at(start)})"
    for n in range(parts):
        first, last = start + n * step, start + (n + 1) * step
        yield f"curve.cubic({at(first, reach)}, {at(last, -reach)}, {at(last)})"


def whole_text(sheets: Iterable[Sheet]) -> str:
    """Every character that a typeface must have."""
    return "".join(sorted({char for sheet in sheets for said in _said(sheet) for char in said}))


def _said(sheet: Sheet) -> Iterator[str]:
    edges = (text for text in (sheet.title, sheet.label, sheet.footer, sheet.number) if text)
    for item in (*edges, *sheet.items):
        yield from _said_in(item)


def _said_in(item: Item) -> Iterator[str]:
    match item:
        case Text():
            yield from (plain(words.runs) for words in item.words)
        case Group():
            yield from (said for held in item.items for said in _said_in(held))
        case Table():
            rows = (item.head, *item.rows)
            yield from (plain(words.runs) for row in rows for cell in row for words in cell.words)
        case Drawn():
            yield from (*item.chart.labels, *(series.name for series in item.chart.series))
        case _:
            pass
