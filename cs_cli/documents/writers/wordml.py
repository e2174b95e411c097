"""Text as Word writes it: runs and paragraphs, and what a document gathers on its way (links, lists, charts)."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from cs_cli.documents.layout.charts import Chart
from cs_cli.documents.source.deck import Para, Run, Runs, plain
from cs_cli.documents.source.escape import passages
from cs_cli.documents.writers.drawingml import is_rightward, words

BULLETS = 1
_ISOLATES = str.maketrans("", "", "\u2066\u2067\u2068\u2069")
_OPPOSITE = {"left": "right", "right": "left", "center": "center"}
_FIRST_IDEOGRAPH, _FIRST_EMOJI = 0x2E80, 0x1F000
_DEEPEST = 3


class Marks(NamedTuple):
    """How a run is set: a character style by its id, what stands out, and a size in half points if not the style's."""

    style: str = ""
    bold: bool = False
    italic: bool = False
    strike: bool = False
    size: int = 0


PLAIN = Marks()


@dataclass
class Gathered:
    """What the body refers to: addresses, the first number of each numbered list, and charts, in their order."""

    links: list[str] = field(default_factory=list)
    lists: list[int] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)

    def link(self, address: str) -> str:
        """The relationship id of an address."""
        if address not in self.links:
            self.links.append(address)
        return f"rIdLink{self.links.index(address) + 1}"

    def numbered(self, start: int) -> int:
        """The id of a new list whose first number is `start`."""
        self.lists.append(start)
        return BULLETS + len(self.lists)

    def chart(self, chart: Chart) -> int:
        """The number of a new chart, from 1."""
        self.charts.append(chart)
        return len(self.charts)


def run(text: str, marks: Marks = PLAIN) -> str:
    """Plain text as runs, one for each stretch of a direction."""
    return "".join(_directed(part, marks, is_rtl=is_rtl) for is_rtl, part in passages(text.translate(_ISOLATES)))


def _directed(text: str, marks: Marks, *, is_rtl: bool) -> str:
    properties = "".join((
        f'<w:rStyle w:val="{marks.style}"/>' if marks.style else "",
        '<w:rFonts w:hint="eastAsia"/>' if any(map(_is_east_asian, text)) else "",
        "<w:b/><w:bCs/>" if marks.bold else "",
        "<w:i/><w:iCs/>" if marks.italic else "",
        "<w:strike/>" if marks.strike else "",
        f'<w:sz w:val="{marks.size}"/><w:szCs w:val="{marks.size}"/>' if marks.size else "",
        "<w:rtl/>" if is_rtl else "",
    ))  # fmt: skip
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{_broken(text)}</w:r>"


def _broken(text: str) -> str:
    """Text with its line breaks and tabs as elements."""
    return "<w:br/>".join("<w:tab/>".join(map(_text, line.split("\t"))) for line in text.split("\n"))


def _text(text: str) -> str:
    return f'<w:t xml:space="preserve">{words(text)}</w:t>' if text else ""


def _is_east_asian(char: str) -> bool:
    return _FIRST_IDEOGRAPH <= ord(char) < _FIRST_EMOJI and unicodedata.east_asian_width(char) in "WF"


def runs(said: Runs, gathered: Gathered, style: str = "") -> str:
    """Text in its styles, with its links."""
    return "".join(_run(each, gathered, style) for each in said)


def _run(each: Run, gathered: Gathered, style: str) -> str:
    named = "CodeText" if each.code else "Hyperlink" if each.link else style
    written = run(each.text, Marks(named, each.bold, each.italic, each.strike))
    return f'<w:hyperlink r:id="{gathered.link(each.link)}">{written}</w:hyperlink>' if each.link else written


class At(NamedTuple):
    """How a paragraph stands beside its style; `before` and `after` the direction is where the schema has the rest."""

    align: str = ""
    before: str = ""
    after: str = ""


def paragraph(style: str, inner: str, said: str = "", at: At | None = None) -> str:
    """A paragraph of `style` around runs; `said` are its words, which decide its direction: it begins at the left."""
    is_rtl, at = is_rightward(said), at or At()
    physical = _OPPOSITE[at.align or "left"] if is_rtl else at.align
    properties = "".join((
        f'<w:pStyle w:val="{style}"/>' if style else "", at.before, "<w:bidi/>" if is_rtl else "", at.after,
        f'<w:jc w:val="{physical}"/>' if physical else "",
    ))  # fmt: skip
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def said(style: str, text: str, marks: Marks = PLAIN) -> str:
    """A paragraph of plain text."""
    return paragraph(style, run(text, marks), text)


class Flow:
    """Paragraphs, headings and lists under each other; a numbered list goes on as long as its numbers do."""

    def __init__(self, gathered: Gathered, style: str = "", least_head: int = 2) -> None:
        self._gathered = gathered
        self._style = style
        self._least_head = least_head
        self._open: dict[int, tuple[int, int]] = {}

    def xml(self, paras: Iterable[Para]) -> str:
        """The paragraphs one after the other."""
        return "".join(map(self._para, paras))

    def _para(self, para: Para) -> str:
        level = min(para.level, _DEEPEST)
        if not para.bullet and not level:
            self._open = {}
        inner = runs(para.runs, self._gathered)
        if para.head:
            return paragraph("Heading2" if para.head <= self._least_head else "Heading3", inner, para.text)
        if not para.bullet:
            inset = f'<w:ind w:left="{340 * level}"/>' if level else ""
            return paragraph(self._style, inner, para.text, At(after=inset))
        return self._item(para, inner, level)

    def _item(self, para: Para, inner: str, level: int) -> str:
        number = BULLETS if para.bullet == "-" else self._number(int(para.bullet.rstrip(".")), level)
        listed = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        style = self._style or ("ListBullet" if para.bullet == "-" else "ListNumber")
        inset = f'<w:ind w:left="{340 * (level + 1) + 120}" w:hanging="340"/>' if self._style else ""
        return paragraph(style, inner, para.text, At(before=listed, after=inset))

    def _number(self, value: int, level: int) -> int:
        """The list that an item with this number goes on with, or a new one."""
        number, last = self._open.get(level, (0, -1))
        if last + 1 != value:
            number = self._gathered.numbered(value)
        self._open = {deep: held for deep, held in self._open.items() if deep < level} | {level: (number, value)}
        return number


def words_of(said: Runs) -> str:
    """The words of runs, to find their direction by."""
    return plain(said).translate(_ISOLATES)
