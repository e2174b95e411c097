"""A deck as a Word document: flowing text in named styles, tables, charts that Word edits; nothing but what it shows.

The file is written part by part as text: the same deck gives the same bytes.
"""

from collections.abc import Iterator
from typing import NamedTuple

from cs_cli.documents.layout.charts import Chart
from cs_cli.documents.look.labels import ENGLISH, Labels, labels_of
from cs_cli.documents.look.theme import DEFAULT, Logo, Theme
from cs_cli.documents.source.deck import INTERNAL, Deck
from cs_cli.documents.writers import word_parts as parts
from cs_cli.documents.writers.archive import packed
from cs_cli.documents.writers.chart_pen import Pen
from cs_cli.documents.writers.drawingml import fixed_paints
from cs_cli.documents.writers.word_blocks import Body, high_of
from cs_cli.documents.writers.word_styles import styles
from cs_cli.documents.writers.word_tables import Room
from cs_cli.documents.writers.wordml import Gathered

CHART_SIZE = 8.5
"""The points of a chart's words."""
_FONT = "Arial"
_LOGO_WIDE, _LOGO_HIGH = 1_524_000, 304_800
"""The most room of a logo: 120 by 24 points, in EMU."""
_TOP, _SIDE, _EDGE = 1304, 1247, 624


class Paper(NamedTuple):
    """A sheet, in twentieths of a point."""

    wide: int
    high: int

    @property
    def room(self) -> Room:
        """How wide its text is."""
        return Room(self.wide - 2 * _SIDE)


PAPERS = {"a4": Paper(11906, 16838), "letter": Paper(12240, 15840)}


def write_docx(deck: Deck, theme: Theme = DEFAULT) -> bytes:
    """The deck as a Word document; give it what `for_audience` returned. Front matter `paper: letter` leaves A4."""
    deck = theme.worn_by(deck)
    paper = PAPERS.get(deck.about("paper").casefold(), PAPERS["a4"])
    gathered = Gathered()
    body = Body(gathered, paper.room, labels_of(deck.about("lang", ENGLISH))).xml(deck)
    return packed(dict(_parts(deck, theme, paper, body, gathered)))


def _parts(deck: Deck, theme: Theme, paper: Paper, body: str, gathered: Gathered) -> Iterator[tuple[str, bytes]]:
    secret, logo = is_internal(deck), _logo_of(theme)
    has_header = secret or logo is not None
    lang = parts.language_of(deck.about("lang", ENGLISH))
    text, heading = theme.body or _FONT, theme.heading or theme.body or _FONT
    texts = {
        "[Content_Types].xml": parts.content_types(
            len(gathered.charts), logo.kind if logo else "", has_header=has_header
        ),
        "_rels/.rels": parts.of_package(),
        "docProps/app.xml": parts.app(),
        "docProps/core.xml": parts.core(deck),
        "word/document.xml": _document(body, paper, has_header=has_header),
        "word/_rels/document.xml.rels": parts.of_document(gathered.links, len(gathered.charts), has_header=has_header),
        "word/styles.xml": styles(theme.colours, lang),
        "word/numbering.xml": parts.numbering(gathered.lists),
        "word/settings.xml": parts.settings(lang),
        "word/fontTable.xml": parts.font_table((heading, text, "Courier New")),
        "word/footer.xml": parts.footer(deck.about("footer"), paper.room.twips),
        "word/theme/theme1.xml": parts.theme_part(theme.colours, heading, text),
    }
    yield from ((name, text.encode()) for name, text in texts.items())
    if has_header:
        yield from _header(labels_of(lang), paper.room, logo, secret=secret)
    for n, chart in enumerate(gathered.charts, 1):
        pen = Pen(fixed_paints(theme.colours), text, CHART_SIZE, lang=lang)
        yield from _chart(n, chart, paper.room, pen, deck.about("as_of"))


def _logo_of(theme: Theme) -> Logo | None:
    """The theme's logo where it is a picture that every Word shows: of a drawing (svg) it has none."""
    return theme.logo if theme.logo and theme.logo.kind in {"png", "jpeg"} else None


def _header(words: Labels, room: Room, logo: Logo | None, *, secret: bool) -> Iterator[tuple[str, bytes]]:
    """What stands over every page: that it is internal, and the logo."""
    said = f"■ {words.internal_only}" if secret else ""
    if logo is None:
        yield "word/header.xml", parts.header(said, room.twips).encode()
        return
    scale = min(_LOGO_WIDE / logo.wide, _LOGO_HIGH / logo.high)
    picture = parts.logo(round(logo.wide * scale), round(logo.high * scale), words.logo)
    name = f"media/logo.{logo.kind}"
    yield "word/header.xml", parts.header(said, room.twips, picture).encode()
    yield "word/_rels/header.xml.rels", parts.relationships([(parts.LOGO_ID, "image", name)]).encode()
    yield f"word/{name}", logo.data


def _chart(n: int, chart: Chart, room: Room, pen: Pen, as_of: str) -> Iterator[tuple[str, bytes]]:
    """A chart as Word draws and edits it, and the workbook behind it."""
    from cs_cli.documents.writers.native_chart import BOOK_ID, native_chart  # noqa: PLC0415  37 ms of workbook for charts alone

    drawn = native_chart(chart, room.twips / 20, high_of(chart) / 20, pen, as_of)
    book = parts.relationships([(BOOK_ID, "package", f"../embeddings/chart{n}.xlsx")])
    yield f"word/charts/chart{n}.xml", drawn.xml
    yield f"word/charts/_rels/chart{n}.xml.rels", book.encode()
    yield f"word/embeddings/chart{n}.xlsx", drawn.book


def is_internal(deck: Deck) -> bool:
    """Whether a page of it shows what no customer may see."""
    return deck.about("audience") == INTERNAL or any(slide.is_internal or slide.notes for slide in deck.slides)


def _document(body: str, paper: Paper, *, has_header: bool) -> str:
    over = '<w:headerReference w:type="default" r:id="rIdHeader"/>' if has_header else ""
    return (
        f"{parts.DECLARED}<w:document {parts.MAIN} {parts.REFERS} {parts.DRAWS}><w:body>{body}<w:sectPr>{over}"
        f'<w:footerReference w:type="default" r:id="rId5"/><w:pgSz w:w="{paper.wide}" w:h="{paper.high}"/>'
        f'<w:pgMar w:top="{_TOP}" w:right="{_SIDE}" w:bottom="{_SIDE}" w:left="{_SIDE}" w:header="{_EDGE}" '
        f'w:footer="{_EDGE}" w:gutter="0"/></w:sectPr></w:body></w:document>'
    )
