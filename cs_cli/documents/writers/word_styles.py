"""The named styles of a Word document: who restyles one restyles every place that it is used in."""

from collections.abc import Mapping
from typing import NamedTuple

from cs_cli.documents.writers.drawingml import quoted
from cs_cli.documents.writers.word_parts import DECLARED, MAIN

TONES = ("good", "watch", "risk", "info", "neutral")
_SPACED = '<w:spacing w:before="{}" w:after="{}"/>'


class _Style(NamedTuple):
    """A paragraph style: `at` are its paragraph properties, `set_` its run properties."""

    name: str
    at: str = ""
    set_: str = ""
    based: str = "Normal"
    follows: str = ""


def styles(colours: Mapping[str, str], lang: str) -> str:
    """The part `word/styles.xml`: sizes and distances here, colours and fonts of the theme."""
    known = {name: value.removeprefix("#") for name, value in colours.items()}
    body = (_defaults(known, lang), _NORMAL, _NO_LIST, _TABLE_NORMAL)
    found = (_paragraph(style, each) for style, each in _paragraphs(known).items())
    return f"{DECLARED}<w:styles {MAIN}>{''.join((*body, *found, *_characters(known), _table(known)))}</w:styles>"


_NORMAL = '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
_NO_LIST = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:semiHidden/></w:style>'
)
_TABLE_NORMAL = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:semiHidden/>'
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
    '<w:left w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
    "</w:tblPr></w:style>"
)


def _defaults(colours: dict[str, str], lang: str) -> str:
    fonts = (
        '<w:rFonts w:asciiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia" w:hAnsiTheme="minorHAnsi" '
        'w:cstheme="minorBidi"/>'
    )
    said = f'<w:lang w:val="{quoted(lang)}" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts}{_colour(colours['body'], 'text2')}{_size(10)}{said}</w:rPr>"
        '</w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="288" w:lineRule="auto"/></w:pPr>'
        "</w:pPrDefault></w:docDefaults>"
    )


def _colour(rgb: str, name: str = "") -> str:
    return f'<w:color w:val="{rgb}"{f" w:themeColor={chr(34)}{name}{chr(34)}" if name else ""}/>'


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


_BOLD = "<w:b/><w:bCs/>"
_HEADING_FONT = (
    '<w:rFonts w:asciiTheme="majorHAnsi" w:eastAsiaTheme="majorEastAsia" w:hAnsiTheme="majorHAnsi" '
    'w:cstheme="majorBidi"/>'
)


def _paragraphs(colours: dict[str, str]) -> dict[str, _Style]:
    ink, muted = _colour(colours["ink"], "text1"), _colour(colours["muted"])
    return {
        "Title": _Style("Title", '<w:keepNext/><w:spacing w:before="60" w:after="120" w:line="240" w:lineRule="auto"/>',
                        _HEADING_FONT + _BOLD + ink + _size(28), follows="Subtitle"),
        "Subtitle": _Style("Subtitle", _SPACED.format(0, 240), muted + _size(14), follows="Normal"),
        **{f"Heading{n}": _heading(n, ink) for n in (1, 2, 3)},
        "SectionLabel": _Style("Section Label", "<w:keepNext/>" + _SPACED.format(400, 20),
                               _BOLD + _colour(colours["c1"], "accent1") + _size(9), follows="Heading1"),
        "Badge": _Style("Badge", "<w:keepNext/>" + _boxed(colours["risk-bg"]) + _SPACED.format(400, 60) + _INSET,
                        _BOLD + _colour(colours["risk"]) + _size(8.5)),
        "ReviewBadge": _Style("Review Badge", _boxed(colours["watch-bg"]), _colour(colours["watch"]), based="Badge"),
        "ListBullet": _Style("List Bullet", _listed(1) + '<w:spacing w:after="60"/><w:contextualSpacing w:val="0"/>'),
        "ListNumber": _Style("List Number", '<w:spacing w:after="60"/><w:contextualSpacing w:val="0"/>'),
        "Quote": _Style("Quote", "<w:keepNext/>" + _SPACED.format(60, 60), _BOLD + ink + _size(12)),
        "QuoteSource": _Style("Quote Source", _SPACED.format(0, 160), muted + _size(9)),
        "Caption": _Style("caption", "<w:keepNext/>" + _SPACED.format(120, 60), _BOLD + muted + _size(8.5)),
        "SourceLine": _Style("Source Line", '<w:spacing w:before="100" w:after="80" w:line="252" w:lineRule="auto"/>',
                             muted + _size(8)),
        "CodeBlock": _Style("Code Block", _boxed(colours["surface"]) + _INSET, _MONO + _size(8.5)),
        "Figure": _Style("Figure", "<w:keepLines/>" + _SPACED.format(0, 120)),
        "TableText": _Style("Table Text", '<w:spacing w:before="0" w:after="0" w:line="259" w:lineRule="auto"/>',
                            _size(9)),
        "TableHeading": _Style("Table Heading", "<w:keepNext/>", _BOLD + muted + _size(8.5), based="TableText"),
        "TableEnd": _Style("Table End", '<w:spacing w:before="0" w:after="0" w:line="180" w:lineRule="exact"/>',
                           _size(4)),
        "MetricName": _Style("Metric Name", '<w:keepNext/><w:spacing w:before="80" w:after="0"/>', muted + _size(8.5)),
        "MetricValue": _Style("Metric Value", "<w:keepNext/>" + _SPACED.format(0, 20), _BOLD + ink + _size(17)),
        "MetricChange": _Style("Metric Change", _SPACED.format(0, 80), _BOLD + muted + _size(8.5)),
        **{f"Callout{tone.title()}": _Style(f"Callout {tone.title()}", _boxed(colours[f"{tone}-bg"])
                                            + _SPACED.format(0, 60) + _INSET) for tone in TONES},
        "SpeakerNotes": _Style("Speaker Notes", _boxed(colours["surface"]) + _SPACED.format(0, 40) + _INSET,
                               _size(9)),
        "Header": _Style("header", _SPACED.format(0, 0), _BOLD + _colour(colours["risk"]) + _size(8.5)),
        "Footer": _Style("footer", _SPACED.format(0, 0), muted + _size(8)),
    }  # fmt: skip


_MONO = '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/>'
_INSET = '<w:ind w:left="140" w:right="140"/>'
_HEADINGS = {1: (16, 400, 100), 2: (12, 240, 60), 3: (10.5, 180, 40)}


def _heading(n: int, ink: str) -> _Style:
    points, before, after = _HEADINGS[n]
    at = (
        f'<w:keepNext/><w:keepLines/><w:spacing w:before="{before}" w:after="{after}" w:line="252" '
        f'w:lineRule="auto"/><w:outlineLvl w:val="{n - 1}"/>'
    )
    return _Style(f"heading {n}", at, _HEADING_FONT + _BOLD + ink + _size(points), follows="Normal")


def _listed(number: int) -> str:
    return f'<w:numPr><w:numId w:val="{number}"/></w:numPr>'


def _boxed(rgb: str) -> str:
    """A shaded box with some room around its words."""
    sides = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="{space}" w:color="{rgb}"/>'
                    for side, space in (("top", 6), ("left", 7), ("bottom", 6), ("right", 7)))  # fmt: skip
    return f'<w:pBdr>{sides}</w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="{rgb}"/>'


def _paragraph(style: str, each: _Style) -> str:
    follows = f'<w:next w:val="{each.follows}"/>' if each.follows else ""
    at = f"<w:pPr>{each.at}</w:pPr>" if each.at else ""
    set_ = f"<w:rPr>{each.set_}</w:rPr>" if each.set_ else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{style}"><w:name w:val="{each.name}"/>'
        f'<w:basedOn w:val="{each.based}"/>{follows}<w:qFormat/>{at}{set_}</w:style>'
    )


def _characters(colours: dict[str, str]) -> list[str]:
    set_ = {f"Status {tone.title()}": _BOLD + _colour(colours[tone]) for tone in TONES}
    set_ |= {"Strong Cell": _BOLD + _colour(colours["ink"], "text1"), "Code Text": _MONO}
    set_ |= {"Hyperlink": _colour(colours["c1"], "accent1") + '<w:u w:val="single"/>'}
    return [
        f'<w:style w:type="character" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="DefaultParagraphFont"/><w:rPr>{said}</w:rPr></w:style>'
        for name, said in set_.items()
    ]


def _table(colours: dict[str, str]) -> str:
    """Rules under the head and between rows, nothing else."""
    line, ink = colours["line"], colours["ink"]
    rules = "".join(
        f'<w:{side} w:val="single" w:sz="6" w:space="0" w:color="{line}"/>' for side in ("bottom", "insideH")
    )
    margins = "".join(f'<w:{side} w:w="{wide}" w:type="dxa"/>'
                      for side, wide in (("top", 70), ("left", 0), ("bottom", 70), ("right", 110)))  # fmt: skip
    return (
        '<w:style w:type="table" w:styleId="DocumentTable"><w:name w:val="Document Table"/>'
        '<w:basedOn w:val="TableNormal"/><w:qFormat/>'
        f"<w:tblPr><w:tblBorders>{rules}</w:tblBorders><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
        '<w:tblStylePr w:type="firstRow"><w:tblPr/><w:tcPr><w:tcBorders>'
        f'<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{ink}"/></w:tcBorders><w:vAlign w:val="bottom"/>'
        "</w:tcPr></w:tblStylePr></w:style>"
    )
