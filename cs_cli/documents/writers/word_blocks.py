"""The slides of a deck as the text of a Word document, one under the other."""

from collections.abc import Callable, Iterator

from cs_cli.documents.layout import charts, ring
from cs_cli.documents.layout.prepare import cards_as_text, prepared, timeline_as_table
from cs_cli.documents.look.labels import ENGLISH, Labels
from cs_cli.documents.source.deck import (
    INTERNAL,
    Block,
    Deck,
    Para,
    Run,
    Runs,
    Slide,
    blocks_within,
    in_language,
    plain,
)
from cs_cli.documents.writers.drawingml import quoted
from cs_cli.documents.writers.word_parts import CHART_URI, DRAWS
from cs_cli.documents.writers.word_tables import END, Room, facts, metrics, signoff, table
from cs_cli.documents.writers.wordml import At, Flow, Gathered, Marks, paragraph, run, runs, said, words_of

_CALLOUTS = {"good", "watch", "risk", "info", "neutral"}
_EMU = 635
_LOW = 0.42
_CHART_HIGH = 3000
"""The height of a chart, in twentieths of a point."""


class Body:
    """Writes slides into `gathered`, on pages whose text is as wide as `room`; `words` are of the deck's language."""

    def __init__(self, gathered: Gathered, room: Room, words: Labels) -> None:
        self._gathered = gathered
        self._room = room
        self._words = words

    def xml(self, deck: Deck) -> str:
        """Every slide of the deck."""
        marked = deck.about("audience") != INTERNAL
        slides = (in_language(slide, deck.about("lang", ENGLISH)) for slide in deck.slides)
        return "".join(part for n, slide in enumerate(slides) for part in self._slide(slide, n, marked=marked))

    def _slide(self, slide: Slide, n: int, *, marked: bool) -> Iterator[str]:
        """A slide; with `marked` it says so itself where it is internal, which else the head of each page does."""
        is_cover = slide.about("layout") == "title" and n == 0
        badges = "".join(self._badges(slide, marked=marked))
        yield badges
        yield from self._cover(slide) if is_cover else self._headed(slide, tight=bool(badges))
        yield from self._notes(slide)

    def _badges(self, slide: Slide, *, marked: bool) -> Iterator[str]:
        if slide.is_internal and marked:
            yield said("Badge", f"■ {self._words.internal_only}")
        if slide.about("review"):
            yield said("ReviewBadge", f"▲ {self._words.for_review}: {slide.about('review')}")

    def _cover(self, slide: Slide) -> Iterator[str]:
        yield _label(slide.about("section"))
        yield paragraph("Title", runs(slide.title, self._gathered), words_of(slide.title)) if slide.title else ""
        for block in slide.blocks:
            first, *others = block.paras if block.kind == "text" else (Para(()),)
            if first.runs and not (first.head or first.bullet):
                yield paragraph("Subtitle", runs(first.runs, self._gathered), first.text)
                yield Flow(self._gathered).xml(others)
            else:
                yield self._block(block, 2)

    def _headed(self, slide: Slide, *, tight: bool) -> Iterator[str]:
        """A heading and what is under it; it stands close under a badge or a label."""
        section = slide.about("section")
        title = slide.title or ((Run(section),) if section else ())
        label = _label(section, tight=tight) if slide.title else ""
        yield label
        if title:
            near = _NEAR if label or tight else ""
            yield paragraph("Heading1", runs(title, self._gathered), words_of(title), At(after=near))
        heads = [para.head for top in slide.blocks for block in blocks_within(top) for para in block.paras if para.head]
        for block in slide.blocks:
            yield self._block(block, min(heads, default=2))

    def _notes(self, slide: Slide) -> Iterator[str]:
        paras = tuple(para for block in slide.notes for para in block.paras)
        if paras:
            yield said("SpeakerNotes", self._words.notes, Marks(bold=True))
            yield Flow(self._gathered, "SpeakerNotes").xml(paras)

    def _block(self, block: Block, least_head: int) -> str:
        """A block and, of columns, each block in them."""
        if block.kind == "columns":
            return "".join(self._block(held, least_head) for column in block.children for held in column.children)
        tile = self._metrics(_score(block)) if block.kind == "health" and ring.is_drawable(block) else ""
        flat = prepared(_flat(block))
        known = _WRITERS.get(flat.kind)
        return tile + (known(self, flat) if known else Flow(self._gathered, least_head=least_head).xml(flat.paras))

    def _table(self, block: Block) -> str:
        return table(block, self._room, self._gathered)

    def _metrics(self, block: Block) -> str:
        return metrics(block, self._room)

    def _facts(self, block: Block) -> str:
        return facts(block, self._room, self._gathered)

    def _signoff(self, block: Block) -> str:
        return signoff(block, self._room, self._gathered, (self._words.signature, self._words.date))

    def _asks(self, block: Block) -> str:
        """What is asked, numbered, with who and when beside it."""
        rows = tuple(((Run(f"{n}."),), _strong(row[0]), *row[1:]) for n, row in enumerate(block.rows, 1))
        header, align = ((Run("#"),), *block.header), ("left", *block.align)
        return self._table(Block("table", header=header, rows=rows, align=align))

    def _quote(self, block: Block) -> str:
        *quoted_, last = block.paras
        first = quoted_ or [last]
        body = "".join(paragraph("Quote", runs(para.runs, self._gathered), para.text) for para in first)
        return body + (paragraph("QuoteSource", runs(last.runs, self._gathered), last.text) if quoted_ else "")

    def _callout(self, block: Block) -> str:
        tone = next((word for word in block.args if word in _CALLOUTS), "info")
        return Flow(self._gathered, f"Callout{tone.title()}").xml(block.paras) + END

    def _source(self, block: Block) -> str:
        return "".join(paragraph("SourceLine", runs(para.runs, self._gathered), para.text) for para in block.paras)

    def _code(self, block: Block) -> str:
        return said("CodeBlock", block.paras[0].text) + END

    def _cards(self, block: Block) -> str:
        return Flow(self._gathered, least_head=3).xml(cards_as_text(block).paras)

    def _chart(self, block: Block) -> str:
        """The chart under its caption, to be drawn and edited by Word."""
        chart = charts.chart_of(block)
        caption = said("Caption", chart.title) if chart.title else ""
        drawing = _drawing(self._gathered.chart(chart), chart.alt, self._room.twips, high_of(chart))
        return caption + paragraph("Figure", drawing)


_NEAR = '<w:spacing w:before="40"/>'
_WRITERS: dict[str, Callable[[Body, Block], str]] = {
    name: getattr(Body, f"_{name}")
    for name in ("table", "metrics", "facts", "signoff", "asks", "quote", "callout", "source", "code", "cards", "chart")
}


def high_of(chart: charts.Chart) -> int:
    """How high a chart stands, in twentieths of a point: bars that lie take a line each."""
    if chart.kind != "hbar":
        return _CHART_HIGH
    return round(charts.height_of(chart)[1] * _LOW * 20) + 200


def _label(section: str, *, tight: bool = False) -> str:
    return paragraph("SectionLabel", run(section), section, At(after=_NEAR if tight else "")) if section else ""


def _flat(block: Block) -> Block:
    """A block with what a page draws as its table: dates in a list, no bars."""
    if block.kind == "timeline" and block.rows:
        return timeline_as_table(block)
    if block.kind in {"stakeholders", "health"} and block.rows:
        return Block("table", header=block.header, rows=block.rows, align=block.align)
    return block


def _strong(cell: Runs) -> Runs:
    return (Run(plain(cell), bold=True),)


def _score(block: Block) -> Block:
    """A score as a tile, its band and change under it."""
    band = block.option("band")
    under = ", ".join(filter(None, (band, block.option("change"))))
    said_ = ("Health", f"{block.option('score')} of 100", under, ring.tone_of(band))
    return Block("metrics", rows=(tuple((Run(text),) for text in said_),))


def _drawing(number: int, alt: str, wide: int, high: int) -> str:
    return (
        f'<w:r><w:drawing><wp:inline {DRAWS} distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{wide * _EMU}" cy="{high * _EMU}"/><wp:docPr id="{number}" name="Chart {number}" '
        f'descr="{quoted(alt)}"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{CHART_URI}">'
        f'<c:chart r:id="rIdChart{number}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )
