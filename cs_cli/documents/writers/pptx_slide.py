"""Slides within a presentation: each a part of its own with its placeholders, drawings, charts and notes."""

import re
from collections.abc import Sequence
from functools import partial
from typing import Any

from cs_cli.documents.layout import sizes
from cs_cli.documents.layout.frame import LOGO_PLATE, Box, logo_box
from cs_cli.documents.layout.scene import Drawn, Picture, Rect, Sheet
from cs_cli.documents.look.labels import ENGLISH, labels_of
from cs_cli.documents.look.theme import Theme
from cs_cli.documents.source.deck import Deck, Para, plain
from cs_cli.documents.writers.chart_pen import Pen
from cs_cli.documents.writers.drawingml import is_rightward, quoted, words
from cs_cli.documents.writers.native_chart import native_chart
from cs_cli.documents.writers.pptx_colours import Colours, colours_on
from cs_cli.documents.writers.pptx_image import blip
from cs_cli.documents.writers.pptx_master import Layout, Master, Place
from cs_cli.documents.writers.pptx_shapes import Drawer
from cs_cli.documents.writers.pptx_text import MINOR, Hand, language

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_GROUP = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>'
    '<a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
)
_MAPPED = "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>"
_NUMBER = "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}"
_FIRST_ID = 256
_SMALLEST = 0.7
_CHART_TEXT = 15.0
_SIZE, _USUAL = re.compile(r'<a:defRPr[^>]* sz="(\d+)"'), 18.0


class Slides:
    """The slides of one file: `add` them in order, then `finish`."""

    def __init__(self, presentation: Any, master: Master, deck: Deck, theme: Theme) -> None:  # noqa: ANN401  python-pptx has no types
        self._main = presentation.part
        self._package = presentation.part.package
        self._master = master
        self._deck = deck
        self._theme = theme
        self._words = labels_of(deck.about("lang", ENGLISH))
        self._lang = language(deck.about("lang", "en"))
        self._taken = {str(part.partname) for part in self._package.iter_parts()}
        self._ids: list[str] = []
        self._images: dict[bytes, Any] = {}

    def add(self, sheet: Sheet) -> None:
        """One more slide."""
        from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE  # noqa: PLC0415  only decks need python-pptx

        layout = self._master.layouts[sheet.layout]
        part = self._part("/ppt/slides/slide{}.xml", CONTENT_TYPE.PML_SLIDE, b"")
        part.relate_to(layout.part, RELATIONSHIP_TYPE.SLIDE_LAYOUT)
        part.blob = self._xml(sheet, layout, part).encode()
        if sheet.notes:
            self._note(sheet.notes, part)
        self._ids.append(self._main.relate_to(part, RELATIONSHIP_TYPE.SLIDE))

    def finish(self) -> None:
        """Puts the slides in order."""
        listed = self._main._element.get_or_add_sldIdLst()  # noqa: SLF001  python-pptx adds slides of its own only
        for n, name in enumerate(self._ids, _FIRST_ID):
            listed._add_sldId(id=n, rId=name)  # noqa: SLF001  as above

    def _part(self, name: str, kind: str, blob: bytes) -> Any:  # noqa: ANN401  python-pptx has no types
        from pptx.opc.package import Part  # noqa: PLC0415  only decks need python-pptx
        from pptx.opc.packuri import PackURI  # noqa: PLC0415  as above

        free = next(one for n in range(1, len(self._taken) + 2) if (one := name.format(n)) not in self._taken)
        self._taken.add(free)
        return Part(PackURI(free), kind, self._package, blob)

    def _xml(self, sheet: Sheet, layout: Layout, part: Any) -> str:  # noqa: ANN401  python-pptx has no types
        drawer = self._drawer(colours_on(layout.ground, self._master.scheme, self._theme.colours,
                                         is_ours=self._master.is_ours, turned=sheet.is_dark), part)  # fmt: skip
        shapes = self._title(sheet, layout, drawer)
        if sheet.label:
            shapes += drawer.text(sheet.label)
        shapes += self._logo(sheet, drawer) + drawer.drawn(sheet.items) + self._foot(sheet, layout, drawer)
        return f"{_HEAD}<p:sld {_SPACES}><p:cSld><p:spTree>{_GROUP}{shapes}</p:spTree></p:cSld>{_MAPPED}</p:sld>"

    def _logo(self, sheet: Sheet, drawer: Drawer) -> str:
        """The theme's logo, where the master has none of its own."""
        logo = self._theme.logo
        if not logo or not self._master.is_ours:
            return ""
        is_cover = sheet.layout == "title"
        box = logo_box(logo, is_cover=is_cover)
        edge = LOGO_PLATE if is_cover else LOGO_PLATE / 2
        plate = Rect(Box(box.x - edge, box.y - edge, box.wide + 2 * edge, box.high + 2 * edge), "white", edge)
        picture = Picture(box, logo.data, logo.kind, self._words.logo)
        return drawer.drawn((plate, picture) if sheet.is_dark else (picture,))

    def _drawer(self, colours: Colours, part: Any) -> Drawer:  # noqa: ANN401  python-pptx has no types
        from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE  # noqa: PLC0415  only decks need python-pptx

        scale = self._master.scale
        pen = Pen(colours.paints, MINOR, _CHART_TEXT * scale, colours.ground, self._lang, self._master.frame.face)

        def linked(address: str) -> str:
            return str(part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))

        def charted(item: Drawn) -> str:
            wide, high = item.box.wide * scale, item.box.high * scale
            made = native_chart(item.chart, wide, high, pen, self._deck.about("as_of"))
            chart = self._part("/ppt/charts/chart{}.xml", CONTENT_TYPE.DML_CHART, made.xml)
            book = self._part("/ppt/embeddings/Microsoft_Excel_Sheet{}.xlsx", CONTENT_TYPE.SML_SHEET, made.book)
            chart.relate_to(book, RELATIONSHIP_TYPE.PACKAGE)
            return str(part.relate_to(chart, RELATIONSHIP_TYPE.CHART))

        def kept(ending: str, kind: str, data: bytes) -> str:
            image = self._images.get(data) or self._part(f"/ppt/media/image{{}}.{ending}", kind, data)
            self._images[data] = image
            return str(part.relate_to(image, RELATIONSHIP_TYPE.IMAGE))

        return Drawer(Hand(colours.paints, colours.inks, scale, self._lang, linked), charted, partial(blip, keep=kept))

    def _title(self, sheet: Sheet, layout: Layout, drawer: Drawer) -> str:
        """The title in its placeholder; another's master keeps its place, letters and colour."""
        place = layout.place("title", "ctrTitle")
        if not sheet.title or not place:
            return ""
        if self._master.is_ours or sheet.layout == "title":
            inner = drawer.body(sheet.title.words, sheet.title.anchor)
            return _placed(drawer.named("Title"), place.marks, drawer.at(sheet.title.box), inner)
        said = plain(sheet.title.words[0].runs)
        size = min(sheet.title.words[0].style.size, layout.title_size)
        marks = f' sz="{drawer.hand.size(size)}"' if size < layout.title_size else ""
        return _placed(drawer.named("Title"), place.marks, "", self._plainly(said, marks))

    def _plainly(self, said: str, marks: str = "", field: str = "", style: str = "<a:lstStyle/>") -> str:
        """Words as a placeholder has them set; `style` repeats its layout, as not every program looks there."""
        look = f'<a:rPr lang="{quoted(self._lang)}"{marks}/><a:t>{words(said)}</a:t>'
        run = f'<a:fld id="{_NUMBER}" type="{field}">{look}</a:fld>' if field else f"<a:r>{look}</a:r>"
        way = '<a:pPr rtl="1"/>' if is_rightward(said) else ""
        return f"<p:txBody><a:bodyPr><a:noAutofit/></a:bodyPr>{style}<a:p>{way}{run}</a:p></p:txBody>"

    def _foot(self, sheet: Sheet, layout: Layout, drawer: Drawer) -> str:
        """Footer and number where the layout has places for them."""
        found = ""
        for kind, text, field in (("ftr", sheet.footer, ""), ("sldNum", sheet.number, "slidenum")):
            place = layout.place(kind)
            if text and place:
                said, marks = self._fitting(plain(text.words[0].runs), place)
                name = drawer.named("Slide Number" if field else "Footer")
                found += _placed(name, place.marks, "", self._plainly(said, marks, field, place.style))
        return found

    def _fitting(self, said: str, place: Place) -> tuple[str, str]:
        """A footer as it fits in its place, set smaller where it must be; its size if that is not the place's own."""
        size = _SIZE.search(place.style)
        points = int(size[1]) / 100 if size else _USUAL
        face, room = self._master.frame.face, place.box.wide * sizes.SAFETY
        fits = room / max(face.width(said, points / self._master.scale), 1.0)
        if fits >= 1:
            return said, ""
        points = max(points * fits, points * _SMALLEST)
        return face.shortened(said, points / self._master.scale, room), f' sz="{int(points * 100)}"'

    def _spoken(self, para: Para) -> str:
        said = words(("• " if para.bullet else "") + para.text)
        return f'<a:p><a:r><a:rPr lang="{quoted(self._lang)}"/><a:t>{said}</a:t></a:r></a:p>'

    def _note(self, notes: Sequence[Para], slide: Any) -> None:  # noqa: ANN401  python-pptx has no types
        """What is said aloud, under the picture of the slide."""
        from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE  # noqa: PLC0415  only decks need python-pptx

        kind = CONTENT_TYPE.PML_NOTES_SLIDE
        said = "".join(self._spoken(para) for para in notes)
        shapes = (
            '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide Image 1"/><p:cNvSpPr><a:spLocks noGrp="1" noRot="1" '
            'noChangeAspect="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldImg"/></p:nvPr></p:nvSpPr><p:spPr/></p:sp>'
            '<p:sp><p:nvSpPr><p:cNvPr id="3" name="Notes 2"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>'
            '<p:ph type="body" idx="1"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>'
            f"{said}</p:txBody></p:sp>"
        )
        xml = f"{_HEAD}<p:notes {_SPACES}><p:cSld><p:spTree>{_GROUP}{shapes}</p:spTree></p:cSld>{_MAPPED}</p:notes>"
        part = self._part("/ppt/notesSlides/notesSlide{}.xml", kind, xml.encode())
        part.relate_to(self._main.notes_master_part, RELATIONSHIP_TYPE.NOTES_MASTER)
        part.relate_to(slide, RELATIONSHIP_TYPE.SLIDE)
        slide.relate_to(part, RELATIONSHIP_TYPE.NOTES_SLIDE)


def _placed(named: str, marks: str, place: str, body: str) -> str:
    return (
        f'<p:sp><p:nvSpPr>{named}<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph{marks}/></p:nvPr>'
        f"</p:nvSpPr><p:spPr>{place}</p:spPr>{body}</p:sp>"
    )
