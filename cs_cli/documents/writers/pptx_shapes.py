"""Things of a scene as the shapes of a slide: their XML, each with an id, a name and, where it shows, what it says."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from cs_cli.documents.layout.frame import Box
from cs_cli.documents.layout.scene import (
    Arc,
    Drawn,
    Ellipse,
    Group,
    Item,
    Line,
    Picture,
    Rect,
    Sign,
    Table,
    Text,
    Words,
)
from cs_cli.documents.writers.drawingml import faint, fill, quoted
from cs_cli.documents.writers.pptx_table import bars_over, table_grid
from cs_cli.documents.writers.pptx_text import Hand, paragraphs

_ANCHORS = {"top": "t", "middle": "ctr", "bottom": "b"}
_TURN, _WHOLE = 60_000, 360
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_TABLE = "http://schemas.openxmlformats.org/drawingml/2006/table"
_SIGNS = {
    "track": ("ellipse", 0.08, 0.08, 0.84, 0.84), "watch": ("triangle", 0.04, 0.08, 0.92, 0.84),
    "risk": ("rect", 0.125, 0.125, 0.75, 0.75), "info": ("diamond", 0.04, 0.04, 0.92, 0.92),
    "neutral": ("ellipse", 0.15, 0.15, 0.7, 0.7),
}  # fmt: skip
"""The form of each tone, and its place in the sign's box by shares of it."""
_TICK = ((15, 65), (45, 95), (105, 25))
_BARE = 'lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="0"'


@dataclass(slots=True)
class Drawer:
    """Draws on one slide; `charted` keeps a chart and gives its relationship, `pictured` an image and its reference."""

    hand: Hand
    charted: Callable[[Drawn], str]
    pictured: Callable[[Picture], str]
    last_id: int = 1

    def drawn(self, items: Iterable[Item]) -> str:
        """The shapes of `items`, the first at the back."""
        return "".join(self._drawn(item) for item in items)

    def named(self, kind: str, said: str = "") -> str:
        """The next id with a name made of it; `said` is what it shows, in words."""
        self.last_id += 1
        alt = f' descr="{quoted(said)}"' if said else ""
        return f'<p:cNvPr id="{self.last_id}" name="{kind} {self.last_id}"{alt}/>'

    def _drawn(self, item: Item) -> str:
        return _FORMS[type(item)](self, item)

    def at(self, box: Box, tag: str = "a", more: str = "") -> str:
        """Where a shape stands."""
        x, y, wide, high = (self.hand.emu(side) for side in box)
        place = f'<a:off x="{x}" y="{y}"/><a:ext cx="{max(wide, 0)}" cy="{max(high, 0)}"/>'
        return f"<{tag}:xfrm{more}>{place}</{tag}:xfrm>"

    def _look(self, item: Rect | Ellipse) -> str:
        inner = fill(self.hand.paints[item.fill] if item.fill else None)
        return inner + self._stroke(item.edge, item.thick, is_faint=isinstance(item, Ellipse) and item.faint)

    def _stroke(self, colour: str, thick: float, ends: str = "", *, is_faint: bool = False) -> str:
        if not colour:
            return "<a:ln><a:noFill/></a:ln>"
        paint = self.hand.paints[colour]
        return f'<a:ln w="{self.hand.emu(thick)}"{ends}>{fill(faint(paint) if is_faint else paint)}</a:ln>'

    def _shape(self, kind: str, box: Box, form: str, look: str, adjust: str = "") -> str:
        return (
            f"<p:sp><p:nvSpPr>{self.named(kind)}<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>{self.at(box)}"
            f'<a:prstGeom prst="{form}"><a:avLst>{adjust}</a:avLst></a:prstGeom>{look}</p:spPr>'
            f"<p:txBody><a:bodyPr {_BARE}/><a:lstStyle/><a:p/></p:txBody></p:sp>"
        )

    def rect(self, item: Rect) -> str:
        look = self._look(item)
        if not item.radius:
            return self._shape("Rectangle", item.box, "rect", look)
        share = item.radius / max(min(item.box.wide, item.box.high), 1.0)
        adjust = f'<a:gd name="adj" fmla="val {round(min(share, 0.5) * 100_000)}"/>'
        return self._shape("Rectangle", item.box, "roundRect", look, adjust)

    def ellipse(self, item: Ellipse) -> str:
        return self._shape("Ellipse", item.box, "ellipse", self._look(item))

    def arc(self, item: Arc) -> str:
        """A stroke by its two angles; a whole turn is an ellipse, as an arc cannot end where it begins."""
        if item.sweep >= _WHOLE:
            return self._shape("Arc", item.box, "ellipse", fill(None) + self._stroke(item.colour, item.thick))
        ends = (item.start % _WHOLE, (item.start + item.sweep) % _WHOLE)
        adjust = "".join(f'<a:gd name="adj{n}" fmla="val {round(end * _TURN)}"/>' for n, end in enumerate(ends, 1))
        look = fill(None) + self._stroke(item.colour, item.thick, ends=' cap="rnd"')
        return self._shape("Arc", item.box, "arc", look, adjust)

    def line(self, item: Line) -> str:
        left, top = min(item.x1, item.x2), min(item.y1, item.y2)
        box = Box(left, top, abs(item.x2 - item.x1), abs(item.y2 - item.y1))
        flip = ' flipV="1"' if (item.x2 - item.x1) * (item.y2 - item.y1) < 0 else ""
        return (
            f"<p:cxnSp><p:nvCxnSpPr>{self.named('Line')}<p:cNvCxnSpPr/><p:nvPr/></p:nvCxnSpPr><p:spPr>"
            f'{self.at(box, more=flip)}<a:prstGeom prst="line"><a:avLst/></a:prstGeom>'
            f"{self._stroke(item.colour, item.thick)}</p:spPr></p:cxnSp>"
        )

    def text(self, item: Text) -> str:
        return (
            f'<p:sp><p:nvSpPr>{self.named("Text")}<p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr>'
            f'{self.at(item.box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr>'
            f"{self.body(item.words, item.anchor)}</p:sp>"
        )

    def body(self, found: tuple[Words, ...], anchor: str = "top") -> str:
        """The words of a shape: they wrap in it and keep their size."""
        frame = f'<a:bodyPr wrap="square" {_BARE} anchor="{_ANCHORS[anchor]}"><a:noAutofit/></a:bodyPr>'
        return f"<p:txBody>{frame}<a:lstStyle/>{paragraphs(found, self.hand)}</p:txBody>"

    def sign(self, item: Sign) -> str:
        """A drawn form, which no typeface can move or lack."""
        x, y, wide, high = item.box
        colour = item.colour or ("good" if item.tone == "track" else item.tone)
        if item.tone == "good":
            return self._tick(item.box, colour)
        form, left, top, across, down = _SIGNS[item.tone]
        box = Box(x + left * wide, y + top * high, across * wide, down * high)
        hollow = item.tone == "neutral"
        look = fill(None if hollow else self.hand.paints[colour])
        return self._shape("Sign", box, form, look + self._stroke(colour if hollow else "", wide * 0.15))

    def _tick(self, box: Box, colour: str) -> str:
        tags = zip(("moveTo", "lnTo", "lnTo"), _TICK, strict=True)
        points = "".join(f'<a:{tag}><a:pt x="{x}" y="{y}"/></a:{tag}>' for tag, (x, y) in tags)
        return (
            f"<p:sp><p:nvSpPr>{self.named('Sign')}<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>{self.at(box)}"
            '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
            f'<a:path w="120" h="120" fill="none">{points}</a:path></a:pathLst></a:custGeom>{fill(None)}'
            f"{self._stroke(colour, box.wide / 6)}</p:spPr>"
            f"<p:txBody><a:bodyPr {_BARE}/><a:lstStyle/><a:p/></p:txBody></p:sp>"
        )

    def table(self, item: Table) -> str:
        heads = [run.text for cell in item.head for words in cell.words for run in words.runs]
        said = f"{', '.join(filter(None, heads))}: {len(item.rows)}"
        grid = table_grid(item, self.hand)
        return (
            f"<p:graphicFrame><p:nvGraphicFramePr>{self.named('Table', said)}<p:cNvGraphicFramePr>"
            '<a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>'
            f'{self.at(item.box, "p")}<a:graphic><a:graphicData uri="{_TABLE}">{grid}</a:graphicData></a:graphic>'
            f"</p:graphicFrame>{self.drawn(bars_over(item))}"
        )

    def chart(self, item: Drawn) -> str:
        chart = f'<c:chart xmlns:c="{_CHART}" r:id="{self.charted(item)}"/>'
        return (
            f"<p:graphicFrame><p:nvGraphicFramePr>{self.named('Chart', item.chart.alt)}<p:cNvGraphicFramePr/><p:nvPr/>"
            f'</p:nvGraphicFramePr>{self.at(item.box, "p")}<a:graphic><a:graphicData uri="{_CHART}">{chart}'
            "</a:graphicData></a:graphic></p:graphicFrame>"
        )

    def picture(self, item: Picture) -> str:
        return (
            f'<p:pic><p:nvPicPr>{self.named("Picture", item.alt)}<p:cNvPicPr><a:picLocks noChangeAspect="1"/>'
            f"</p:cNvPicPr><p:nvPr/></p:nvPicPr><p:blipFill>{self.pictured(item)}<a:stretch>"
            f"<a:fillRect/></a:stretch></p:blipFill><p:spPr>{self.at(item.box)}"
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
        )

    def group(self, item: Group) -> str:
        x, y, wide, high = (self.hand.emu(side) for side in item.box)
        place = f'<a:off x="{x}" y="{y}"/><a:ext cx="{wide}" cy="{high}"/>'
        inner = place.replace("a:off", "a:chOff").replace("a:ext", "a:chExt")
        return (
            f"<p:grpSp><p:nvGrpSpPr>{self.named('Drawing', item.alt)}<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>"
            f"<p:grpSpPr><a:xfrm>{place}{inner}</a:xfrm></p:grpSpPr>{self.drawn(item.items)}</p:grpSp>"
        )


_FORMS: dict[type, Callable[[Drawer, Any], str]] = {
    Text: Drawer.text, Rect: Drawer.rect, Ellipse: Drawer.ellipse, Arc: Drawer.arc, Line: Drawer.line,
    Sign: Drawer.sign, Table: Drawer.table, Drawn: Drawer.chart, Picture: Drawer.picture, Group: Drawer.group,
}  # fmt: skip
