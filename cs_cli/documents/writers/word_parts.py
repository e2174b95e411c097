"""The parts of a Word file around its text: theme, numbering, settings, properties, and what refers to what."""

import re
from collections.abc import Mapping, Sequence

from cs_cli.documents.source.deck import Deck
from cs_cli.documents.writers.drawingml import quoted, words

DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
MAIN = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
REFERS = f'xmlns:r="{_OFFICE}/relationships"'
DRAWS = f'xmlns:wp="{_DRAWING}/wordprocessingDrawing" xmlns:a="{_DRAWING}/main" xmlns:c="{_DRAWING}/chart"'
CHART_URI = f"{_DRAWING}/chart"
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_PLACES = {"en": "en-US", "de": "de-DE"}
"""Where a language is spoken whose place nobody says."""
_KINDS = ("styles", "numbering", "settings", "fontTable", "footer")
_LEVELS = 4
LOGO_ID = "rIdLogo"
_LOGO_NUMBER = 9001
"""Past the numbers of all charts: no two drawings of a file may share one."""


def language_of(said: str) -> str:
    """A language as Word knows it; English where nothing known was said."""
    name = said.strip().replace("_", "-")
    return _PLACES.get(name, name) if _LANGUAGE.fullmatch(name) else _PLACES["en"]


def content_types(charts: int, picture: str, *, has_header: bool) -> str:
    """What kind of part each file is; `picture` is the kind of the logo (png, jpeg), or nothing."""
    kinds = [("/word/document.xml", f"{_WORD}.document.main+xml")]
    kinds += [(f"/word/{name}.xml", f"{_WORD}.{name}+xml") for name in (*_KINDS, *(["header"] if has_header else []))]
    kinds += [("/word/theme/theme1.xml", "application/vnd.openxmlformats-officedocument.theme+xml")]
    kinds += [(f"/word/charts/chart{n}.xml", "application/vnd.openxmlformats-officedocument.drawingml.chart+xml")
              for n in range(1, charts + 1)]  # fmt: skip
    kinds += [("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml")]
    kinds += [("/docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml")]
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    defaults = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    defaults |= {"xlsx": sheet} if charts else {}
    defaults |= {picture: f"image/{picture}"} if picture else {}
    said = "".join(f'<Default Extension="{name}" ContentType="{kind}"/>' for name, kind in defaults.items())
    said += "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in kinds)
    return f'{DECLARED}<Types xmlns="{_PACKAGE}/content-types">{said}</Types>'


def relationships(rows: Sequence[tuple[str, str, str]]) -> str:
    """Rows of id, kind and target; a kind of its own `hyperlink` leaves the file."""
    said = "".join(
        f'<Relationship Id="{name}" Type="{_kind(kind)}" Target="{quoted(target)}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if kind == 'hyperlink' else ''}/>"
        for name, kind, target in rows
    )
    return f'{DECLARED}<Relationships xmlns="{_PACKAGE}/relationships">{said}</Relationships>'


def _kind(kind: str) -> str:
    return (
        f"{_PACKAGE}/relationships/metadata/{kind}" if kind == "core-properties" else f"{_OFFICE}/relationships/{kind}"
    )


def of_package() -> str:
    """The relationships of the file as a whole."""
    return relationships([
        ("rId1", "officeDocument", "word/document.xml"), ("rId2", "core-properties", "docProps/core.xml"),
        ("rId3", "extended-properties", "docProps/app.xml"),
    ])  # fmt: skip


def of_document(links: Sequence[str], charts: int, *, has_header: bool) -> str:
    """The relationships of the text."""
    rows = [(f"rId{n}", kind, f"{kind}.xml") for n, kind in enumerate(_KINDS, 1)]
    rows += [
        ("rIdTheme", "theme", "theme/theme1.xml"),
        *([("rIdHeader", "header", "header.xml")] if has_header else []),
    ]
    rows += [(f"rIdLink{n}", "hyperlink", address) for n, address in enumerate(links, 1)]
    rows += [(f"rIdChart{n}", "chart", f"charts/chart{n}.xml") for n in range(1, charts + 1)]
    return relationships(rows)


def core(deck: Deck) -> str:
    """Title, author and the day of the data; no other date and no other name."""
    said = [("dc:title", deck.about("title")), ("dc:subject", deck.about("account")),
            ("dc:creator", deck.about("author")), ("dc:language", deck.about("lang", "en"))]  # fmt: skip
    texts = "".join(f"<{name}>{words(value)}</{name}>" for name, value in said if value)
    as_of = deck.about("as_of")
    dates = "".join(f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{quoted(as_of)}T00:00:00Z</dcterms:{name}>'
                    for name in ("created", "modified")) if as_of else ""  # fmt: skip
    return (
        f'{DECLARED}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{texts}{dates}</cp:coreProperties>'
    )


def app() -> str:
    """The program's name, and nothing about the machine."""
    return f'{DECLARED}<Properties xmlns="{_OFFICE}/extended-properties"><Application>cs</Application></Properties>'


def theme_part(colours: Mapping[str, str], heading: str, body: str) -> str:
    """The theme that styles and charts refer to: a user recolours the document by choosing another."""
    names = {"dk1": "ink", "lt1": "white", "dk2": "body", "lt2": "surface"}
    names |= {f"accent{n}": f"c{n}" for n in range(1, 7)} | {"hlink": "c1", "folHlink": "c4"}
    scheme = "".join(f'<a:{name}><a:srgbClr val="{colours[said].removeprefix("#")}"/></a:{name}>'
                     for name, said in names.items())  # fmt: skip
    fonts = "".join(f'<a:{kind}Font><a:latin typeface="{quoted(font)}"/><a:ea typeface=""/>'
                    f'<a:cs typeface="{quoted(font)}"/></a:{kind}Font>'
                    for kind, font in (("major", heading), ("minor", body)))  # fmt: skip
    return (
        f'{DECLARED}<a:theme xmlns:a="{_DRAWING}/main" name="Document"><a:themeElements>'
        f'<a:clrScheme name="Document">{scheme}</a:clrScheme><a:fontScheme name="Document">{fonts}</a:fontScheme>'
        f"{_FORMATS}</a:themeElements></a:theme>"
    )


_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_FORMATS = (
    f'<a:fmtScheme name="Document"><a:fillStyleLst>{_FILL * 3}</a:fillStyleLst>'
    f"<a:lnStyleLst>{f'<a:ln>{_FILL}</a:ln>' * 3}</a:lnStyleLst>"
    f"<a:effectStyleLst>{'<a:effectStyle><a:effectLst/></a:effectStyle>' * 3}</a:effectStyleLst>"
    f"<a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst></a:fmtScheme>"
)


def settings(lang: str) -> str:
    """Word of today, so that it opens the file as its own."""
    versions = (("compatibilityMode", "15"), ("overrideTableStyleFontSizeAndJustification", "1"),
                ("enableOpenTypeFeatures", "1"), ("doNotFlipMirrorIndents", "1"))  # fmt: skip
    compat = "".join(f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" '
                     f'w:val="{value}"/>' for name, value in versions)  # fmt: skip
    return (
        f'{DECLARED}<w:settings {MAIN}><w:defaultTabStop w:val="720"/><w:characterSpacingControl '
        f'w:val="doNotCompress"/><w:compat>{compat}</w:compat><w:themeFontLang w:val="{quoted(lang)}"/>'
        '<w:clrSchemeMapping w:bg1="light1" w:t1="dark1" w:bg2="light2" w:t2="dark2" w:accent1="accent1" '
        'w:accent2="accent2" w:accent3="accent3" w:accent4="accent4" w:accent5="accent5" w:accent6="accent6" '
        'w:hyperlink="hyperlink" w:followedHyperlink="followedHyperlink"/><w:decimalSymbol w:val="."/>'
        '<w:listSeparator w:val=","/></w:settings>'
    )


def font_table(fonts: Sequence[str]) -> str:
    """The fonts that the document is written in."""
    said = "".join(f'<w:font w:name="{quoted(font)}"/>' for font in dict.fromkeys(fonts))
    return f"{DECLARED}<w:fonts {MAIN}>{said}</w:fonts>"


def numbering(starts: Sequence[int]) -> str:
    """The bullets, and a numbered list for each first number."""
    lists = "".join(_numbered(n, start) for n, start in enumerate(starts, 2))
    abstract = f"{_abstract(0, 'bullet')}{_abstract(1, 'decimal')}"
    bullets = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    return f"{DECLARED}<w:numbering {MAIN}>{abstract}{bullets}{lists}</w:numbering>"


def _abstract(number: int, kind: str) -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{"•–"[n % 2] if kind == "bullet" else f"%{n + 1}."}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{340 * (n + 1)}" w:hanging="340"/></w:pPr></w:lvl>'
        for n in range(_LEVELS)
    )
    kind_of_list = '<w:multiLevelType w:val="hybridMultilevel"/>'
    return f'<w:abstractNum w:abstractNumId="{number}">{kind_of_list}{levels}</w:abstractNum>'


def _numbered(number: int, start: int) -> str:
    first = "".join(f'<w:lvlOverride w:ilvl="{n}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
                    for n in range(_LEVELS))  # fmt: skip
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="1"/>{first}</w:num>'


def footer(text: str, room: int) -> str:
    """The footer's words, and the number of the page at the right."""
    tab = f'<w:pPr><w:pStyle w:val="Footer"/><w:tabs><w:tab w:val="right" w:pos="{room}"/></w:tabs></w:pPr>'
    said = f'<w:r><w:t xml:space="preserve">{words(text)}</w:t></w:r>' if text else ""
    page = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    return f"{DECLARED}<w:ftr {MAIN}><w:p>{tab}{said}<w:r><w:tab/></w:r>{page}</w:p></w:ftr>"


def header(text: str, room: int, picture: str = "") -> str:
    """A line over every page, a picture at its right."""
    said = f'<w:r><w:t xml:space="preserve">{words(text)}</w:t></w:r>' if text else ""
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{room}"/></w:tabs>' if picture else ""
    line = (
        f'<w:p><w:pPr><w:pStyle w:val="Header"/>{tabs}</w:pPr>{said}{picture and f"<w:r><w:tab/></w:r>{picture}"}</w:p>'
    )
    return f"{DECLARED}<w:hdr {MAIN} {REFERS} {DRAWS}>{line}</w:hdr>"


def logo(wide: int, high: int, alt: str) -> str:
    """A picture of this size (in EMU) that the header refers to as `LOGO_ID`."""
    about = f'<wp:docPr id="{_LOGO_NUMBER}" name="{quoted(alt)}" descr="{quoted(alt)}"/>'
    shape = (
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
    )
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{wide}" cy="{high}"/>{about}<wp:cNvGraphicFramePr/><a:graphic>'
        f'<a:graphicData uri="{_DRAWING}/picture"><pic:pic xmlns:pic="{_DRAWING}/picture">'
        f'<pic:nvPicPr><pic:cNvPr id="{_LOGO_NUMBER}" name="{quoted(alt)}"/>'
        f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{LOGO_ID}"/><a:stretch><a:fillRect/></a:stretch>'
        f"</pic:blipFill>{shape}</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
