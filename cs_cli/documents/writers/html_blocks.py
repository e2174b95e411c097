"""The blocks of a slide as HTML."""

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby

from cs_cli.documents.layout import chart_svg, charts, ring, sizes, standing, timeline
from cs_cli.documents.layout.frame import Box
from cs_cli.documents.layout.measure import shortened
from cs_cli.documents.layout.pages import Place
from cs_cli.documents.layout.prepare import Card, Tile, cards, tiles
from cs_cli.documents.layout.sizes import Look
from cs_cli.documents.look import theme
from cs_cli.documents.look.labels import Labels, labels_in
from cs_cli.documents.source.deck import Block, Para, Run, Runs, plain
from cs_cli.documents.writers.styles import Styles, rem
from cs_cli.documents.writers.svg import SIGNS, svg

_PHONE = 340.0
_ALIGN = {"right": "end", "center": "mid", "left": ""}


def runs(said: Runs) -> str:
    """Text in its styles."""
    return "".join(_run(run) for run in said)


def _run(run: Run) -> str:
    html = escape(run.text, quote=False).replace("\n", "<br>")
    for wanted, tag in ((run.code, "code"), (run.strike, "s"), (run.italic, "em"), (run.bold, "strong")):
        html = f"<{tag}>{html}</{tag}>" if wanted else html
    return f'<a href="{escape(run.link)}" rel="noreferrer">{html}</a>' if run.link else html


def flow(paras: tuple[Para, ...], kind: str, head: str = "h3") -> str:
    """Paragraphs, headings (as `head`) and lists under each other."""
    return f'<div class="{kind}">{"".join(_flowing(paras, head))}</div>'


def _flowing(paras: Iterable[Para], head: str) -> Iterator[str]:
    for (kind, level), group in groupby(paras, key=lambda para: (_list_kind(para), para.level)):
        if not kind:
            yield from (_alone(para, head) for para in group)
            continue
        items = "".join(f"<li>{_number(para)}{runs(para.runs)}</li>" for para in group)
        inset = f' class="in{min(level, 3)}"' if level else ""
        yield f"<{kind}{inset}>{items}</{kind}>"


def _list_kind(para: Para) -> str:
    return "" if not para.bullet else "ul" if para.bullet == "-" else "ol"


def _number(para: Para) -> str:
    return "" if para.bullet == "-" else f'<span class="no">{escape(para.bullet)}</span>'


def _alone(para: Para, head: str) -> str:
    if para.head:
        return f'<{head} class="head">{runs(para.runs)}</{head}>'
    return f"<p{_class(f'in{min(para.level, 3)}' if para.level else '')}>{runs(para.runs)}</p>"


def glyph(tone: str) -> str:
    """The sign of a tone: a form besides the colour."""
    return f'<svg class="glyph" viewBox="0 0 12 12" aria-hidden="true">{SIGNS[tone]}</svg>'


def paint(colour: str) -> str:
    """A colour of the theme as the page's styles name it."""
    return f"var(--{'body-c' if colour == 'body' else 'good' if colour == 'track' else colour})"


def _drawing(kind: str, drawn: str, said: str) -> str:
    return f'<figure class="{kind}" role="img" aria-label="{escape(said)}">{drawn}</figure>'


def pill(word: str) -> str:
    """A status word with its sign and colour, or the word alone when it has no tone."""
    tone = theme.tone_of(word)
    said = escape(word, quote=False)
    return f'<span class="pill t-{tone}">{glyph(tone)}{said}</span>' if tone else said


class Blocks:
    """Writes placed blocks, headings as `head`; what each needs of its own goes into `styles`."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.head = "h3"

    def html(self, place: Place, look: Look) -> str:
        """The block at `place` set in `look`."""
        return str(getattr(self, f"_{place.block.kind}")(place, look))

    def _text(self, place: Place, _: Look) -> str:
        return flow(place.block.paras, "text flow", self.head)

    def _quote(self, place: Place, _: Look) -> str:
        paras = place.block.paras
        said = [f"<p>{runs(para.runs)}</p>" for para in (paras if len(paras) == 1 else paras[:-1])]
        by = [f'<p class="by">{runs(paras[-1].runs)}</p>'] if len(paras) > 1 else []
        return f'<blockquote class="quote flow">{"".join((*said, *by))}</blockquote>'

    def _code(self, place: Place, _: Look) -> str:
        return f"<pre>{escape(place.block.paras[0].text, quote=False)}</pre>"

    def _callout(self, place: Place, _: Look) -> str:
        tone = next((word for word in place.block.args if word in {"good", "watch", "risk", "info", "neutral"}), "info")
        return flow(place.block.paras, f"callout flow {tone}", self.head)

    def _source(self, place: Place, _: Look) -> str:
        return f'<div class="source">{"".join(f"<p>{runs(para.runs)}</p>" for para in place.block.paras)}</div>'

    def _columns(self, place: Place, look: Look) -> str:
        grid = self._grid(*(wide for column in place.columns for wide in (column[0].wide if column else 1.0,)))
        inner = "".join(f'<div class="column">{"".join(self.html(held, look) for held in column)}</div>'
                        for column in place.columns)  # fmt: skip
        return f'<div class="columns {grid}">{inner}</div>'

    def _grid(self, *wides: float) -> str:
        return self.styles.of("grid-template-columns:" + " ".join(f"minmax(0,{wide:.5g}fr)" for wide in wides))

    def _metrics(self, place: Place, look: Look) -> str:
        _, wide = sizes.tile_room(place.block, place.wide)
        _, across = sizes.tile_grid(place.block, place.wide)
        found = tiles(place.block)
        value = self.styles.of(f"font-size:{rem(sizes.value_size(place.block, place.wide, look))}")
        items = "".join(_tile(tile, value, wide, sizes.value_size(place.block, place.wide, look)) for tile in found)
        return f'<ul class="metrics {self._grid(*[1.0] * across)}">{items}</ul>'

    def _cards(self, place: Place, _look: Look) -> str:
        found = cards(place.block)
        rows, _ = sizes.card_room(place.block, place.wide)
        across = -(-len(found) // rows)
        high = self.styles.of(f"min-height:{rem(place.high)}")
        numbered = "numbered" in place.block.args
        items = "".join(_card(card, n if numbered else 0, self.head) for n, card in enumerate(found, 1))
        return f'<div class="cards {self._grid(*[1.0] * across)} {high}">{items}</div>'

    def _facts(self, place: Place, _: Look) -> str:
        _rows, across = sizes.in_rows(len(place.block.rows), sizes.FACTS_A_ROW)
        items = "".join(f"<div><dt>{runs(row[0])}</dt><dd>{runs(row[1]) if row[1:] else ''}</dd></div>"
                        for row in place.block.rows)  # fmt: skip
        return f'<dl class="facts {self._grid(*[1.0] * max(across, 3))}">{items}</dl>'

    def _asks(self, place: Place, _: Look) -> str:
        items = "".join(_ask(row, n, labels_in(place.block).by) for n, row in enumerate(place.block.rows, 1))
        return f'<ol class="asks">{items}</ol>'

    def _signoff(self, place: Place, _: Look) -> str:
        signers = "".join(_signer(row, labels_in(place.block)) for row in place.block.rows)
        return f'<div class="signoff">{signers}</div>'

    def _chart(self, place: Place, _look: Look) -> str:
        chart = charts.chart_of(place.block)
        title = f"<figcaption>{escape(chart.title, quote=False)}</figcaption>" if chart.title else ""
        high = place.high - sizes.title_height(place.block)
        _, wish = charts.height_of(chart)
        drawn = min(high, wish) if chart.kind == "hbar" else high
        wide = chart_svg.svg(chart, place.wide, drawn, chart.alt).replace("<svg ", '<svg class="wide" ', 1)
        narrow = chart_svg.svg(chart, _PHONE, min(wish, 260) if chart.kind != "hbar" else wish)
        narrow = narrow.replace("<svg ", '<svg class="narrow" ', 1)
        return (
            f'<figure class="chart">{title}{wide}{narrow}<div class="data">{_plain_table(place.block)}</div></figure>'
        )

    def _timeline(self, place: Place, look: Look) -> str:
        rows = timeline.rows_said(place.block)
        said = Block("table", header=place.block.header, rows=rows, align=place.block.align)
        box = Box(0, 0, place.wide, place.high)
        drawn = svg(timeline.items(place.block, box, look.face), box, paint, "timeline")
        return f'<figure class="timeline">{drawn}<div class="data">{_plain_table(said)}</div></figure>'

    def _ring(self, place: Place, look: Look) -> str:
        box = Box(0, 0, place.wide, place.high)
        return _drawing("ring", svg(ring.items(place.block, box, look.face), box, paint), ring.said(place.block))

    def _standing(self, place: Place, look: Look) -> str:
        box = Box(0, 0, place.wide, place.high)
        drawn = svg(standing.items(place.block, box, look.face), box, paint)
        return _drawing("standing", drawn, standing.said(place.block))

    def _table(self, place: Place, look: Look) -> str:
        block = place.block
        wides = sizes.column_widths(block, place.wide, look)
        cols = "".join(f'<col class="{self.styles.of(f"width:{wide / place.wide * 100:.3f}%")}">' for wide in wides)
        rows = "".join(f"<tr>{_cells(block, row, wides, look)}</tr>" for row in block.rows)
        return f"<table>{_caption(block)}<colgroup>{cols}</colgroup>{_head(block)}<tbody>{rows}</tbody></table>"


def _tile(tile: Tile, value: str, wide: float, size: float) -> str:
    name = escape(shortened(tile.name, sizes.LABEL, wide * 1.8), quote=False)
    number = escape(shortened(tile.value, size, wide, "display", theme.TRACK_VALUE), quote=False)
    tone = theme.tone_of(tile.status)
    change = escape(shortened(tile.change, sizes.CHANGE, wide * 1.7, "semibold"), quote=False)
    sign = glyph(tone) if tone and tone != "neutral" and change else ""
    shade = f" t-{tone}" if sign else ""
    return (f'<li><p class="name">{name}</p><p class="value {value}">{number}</p>'
            f'<p class="change{shade}">{sign}{change}</p></li>')  # fmt: skip


def _card(card: Card, n: int, tag: str) -> str:
    number = f'<span class="no">{n}</span>' if n else ""
    head = f'<{tag} class="head">{runs(card.head)}</{tag}>' if card.head else ""
    return f'<div class="card">{number}{head}{flow(card.paras, "flow", tag)}</div>'


def _ask(row: tuple[Runs, ...], n: int, word: str) -> str:
    what, who, by = ((*row, (), (), ()))[:3]
    when = f"{escape(word, quote=False)} {runs(by)}" if by else ""
    return (f'<li><span class="no" aria-hidden="true">{n}</span><span class="what">{runs(what)}</span>'
            f'<span class="who"><b>{runs(who)}</b>{when}</span></li>')  # fmt: skip


def _signer(row: tuple[Runs, ...], words: Labels) -> str:
    name, *rest = row
    said = "".join(f"<p>{runs(cell)}</p>" for cell in rest)
    spans = "".join(f"<span>{escape(word, quote=False)}</span>" for word in (words.signature, words.date))
    lines = f'<div class="lines">{spans}</div>'
    return f'<div><p class="name">{runs(name)}</p>{said}{lines}</div>'


def _caption(block: Block) -> str:
    return f"<caption>{escape(block.option('title'), quote=False)}</caption>" if block.option("title") else ""


def _head(block: Block) -> str:
    cells = zip(block.header, block.align, strict=True)
    heads = "".join(f'<th scope="col"{_class("" if sizes.is_bar(block, n) else _ALIGN[align])}>{runs(cell)}</th>'
                    for n, (cell, align) in enumerate(cells))  # fmt: skip
    return f"<thead><tr>{heads}</tr></thead>"


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""


def _cells(block: Block, row: tuple[Runs, ...], wides: tuple[float, ...], look: Look) -> str:
    cells = []
    tone = next((theme.tone_of(plain(cell)) for n, cell in enumerate(row) if sizes.is_pill(block, n)), "")
    for n, cell in enumerate(row):
        inner = _cell(block, n, cell, tone)
        if sizes.cell_lines(cell, wides[n], look, pill=sizes.is_pill(block, n)) > theme.CELL_LINES:
            inner = f'<div class="clamp">{inner}</div>'
        name = _class(_ALIGN[block.align[n]])
        head = escape(plain(block.header[n]))
        cells.append(f'<th scope="row"{name}>{inner}</th>' if n == 0 else f'<td{name} data-label="{head}">{inner}</td>')
    return "".join(cells)


def _cell(block: Block, n: int, cell: Runs, tone: str) -> str:
    said = plain(cell)
    if sizes.is_pill(block, n):
        return pill(said)
    share = charts.number(said) if sizes.is_bar(block, n) else None
    if share is None:
        return runs(cell)
    drawn = _bar(min(max(share, 0), 100), f"f-{tone or 'c1'}")
    return f'<span class="bar">{drawn}<span>{runs(cell)}</span></span>'


def _bar(share: float, fill: str) -> str:
    boxes = (f'<rect width="{wide:g}" height="12" class="{kind}"/>' for wide, kind in ((100, "f-line"), (share, fill)))
    return f'<svg viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">{"".join(boxes)}</svg>'


def _plain_table(block: Block) -> str:
    """A table without any layout: what a drawing shows, in words."""
    heads = [escape(plain(cell)) for cell in block.header]
    rows = "".join(f"<tr>{_plain_cells(row, heads)}</tr>" for row in block.rows)
    titles = "".join(f'<th scope="col">{head}</th>' for head in heads)
    return f"<table><thead><tr>{titles}</tr></thead><tbody>{rows}</tbody></table>"


def _plain_cells(row: tuple[Runs, ...], heads: list[str]) -> str:
    first, *others = zip(row, heads, strict=True)
    cells = (f'<td data-label="{head}">{runs(cell)}</td>' for cell, head in others)
    return f'<th scope="row">{runs(first[0])}</th>{"".join(cells)}'
