"""Makes the master that decks are written on: five layouts with places for title, text, footer and number.

`python docs/master.py` writes it; the same bytes each time.
"""

import sys
from pathlib import Path

from cs_cli.documents.layout.compose import sheets
from cs_cli.documents.layout.frame import Box
from cs_cli.documents.look import theme
from cs_cli.documents.source.parse import parse
from cs_cli.documents.writers.drawingml import fixed_paints
from cs_cli.documents.writers.pptx_colours import PLACES, Scheme, colours_on
from cs_cli.documents.writers.pptx_package import zipped
from cs_cli.documents.writers.pptx_shapes import Drawer
from cs_cli.documents.writers.pptx_text import Hand

PATH = Path(__file__).parent.parent / "cs_cli" / "documents" / "masters" / "cs-master.pptx"
PIXEL = 9525
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
DRAWING = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
SPACES = (
    f"{DRAWING} "
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.presentationml"
THEME_KIND = "application/vnd.openxmlformats-officedocument.theme+xml"
DEFAULTS = (
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
)
GROUP = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>'
    '<a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
)
BODY_FRAME = (
    '<a:bodyPr vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="t"><a:noAutofit/></a:bodyPr>'
)
COUNTER = '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:rPr lang="en-US"/><a:t>1</a:t></a:fld>'
INK, WHITE, QUIET, FAINT = (
    '<a:schemeClr val="tx1"/>', '<a:schemeClr val="bg1"/>', f'<a:srgbClr val="{theme.COLOURS["muted"][1:]}"/>',
    f'<a:srgbClr val="{theme.COLOURS["onmuted"][1:]}"/>',
)  # fmt: skip
TITLE, BODY = Box(64, 42, 1152, 90), Box(64, 166, 1152, 487)
FOOT, NUMBER = Box(64, 678, 1072, 18), Box(1136, 678, 80, 18)
COVER, UNDER = Box(64, 250, 760, 140), Box(64, 412, 760, 70)
PROMPTS = {"title": "Title", "ctrTitle": "Title", "subTitle": "Subtitle", "body": "Text"}
LAYOUTS = ("title", "titleOnly", "obj", "dark", "blank")


def at(box: Box) -> str:
    """Where a shape stands."""
    x, y, wide, high = (round(side * PIXEL) for side in box)
    return f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'


def letters(points: float, colour: str, *, bold: bool = False, more: str = "") -> str:
    """The properties of letters in a style."""
    return f'<a:defRPr sz="{round(points * 100)}" b="{int(bold)}"{more}><a:solidFill>{colour}</a:solidFill></a:defRPr>'


def place(n: int, kind: str, box: Box | None, style: str = "", *, number: int = 0) -> str:
    """A placeholder: its place, its style, and what it says while it is empty."""
    index = f' idx="{number}"' if number else ""
    name = {"ftr": "Footer", "sldNum": "Slide Number"}.get(kind, PROMPTS.get(kind, kind))
    said = f'<a:r><a:rPr lang="en-US"/><a:t>{PROMPTS[kind]}</a:t></a:r>' if kind in PROMPTS else ""
    if kind == "sldNum":
        said = COUNTER
    size = ' sz="quarter"' if kind in {"ftr", "sldNum"} else ""
    list_style = f"<a:lstStyle>{style}</a:lstStyle>" if style else "<a:lstStyle/>"
    spot = f'{at(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>' if box else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{n}" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>'
        f'<p:ph type="{kind}"{size}{index}/></p:nvPr></p:nvSpPr><p:spPr>{spot}</p:spPr>'
        f"<p:txBody>{BODY_FRAME}{list_style}<a:p>{said}</a:p></p:txBody></p:sp>"
    )


def level(n: int, style: str, more: str = "") -> str:
    """The style of one level of a list."""
    return f"<a:lvl{n}pPr{more}>{style}</a:lvl{n}pPr>"


def foot(n: int, colour: str) -> str:
    """Footer and slide number."""
    set_in = letters(9.5, colour).replace("</a:defRPr>", '<a:latin typeface="+mn-lt"/></a:defRPr>')
    left, right = (level(1, set_in, f' algn="{side}"') for side in ("l", "r"))
    return place(n, "ftr", FOOT, left, number=11) + place(n + 1, "sldNum", NUMBER, right, number=12)


def layout(kind: str) -> str:
    """One layout."""
    name = {"title": "Title", "titleOnly": "Title Only", "obj": "Content", "dark": "Dark", "blank": "Blank"}[kind]
    dark = '<p:bg><p:bgPr><a:solidFill><a:schemeClr val="tx2"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'
    white = level(1, letters(27, WHITE, bold=True))
    if kind == "title":
        under = level(1, letters(18, FAINT), ' marL="0" indent="0"')
        shapes = arcs() + place(30, "ctrTitle", COVER, level(1, letters(48, WHITE, bold=True)))
        shapes += place(31, "subTitle", UNDER, under, number=1)
    else:
        shapes = "" if kind == "blank" else place(2, "title", TITLE, white if kind == "dark" else "")
        shapes += place(3, "body", BODY, number=1).replace('type="body" ', "") if kind == "obj" else ""
        shapes += foot(4, FAINT if kind == "dark" else QUIET)
    ground = dark if kind in {"title", "dark"} else ""
    known = f' type="{kind}"' if kind != "dark" else ' userDrawn="1"'
    return (
        f'{HEAD}<p:sldLayout {SPACES}{known} preserve="1"><p:cSld name="{name}">{ground}<p:spTree>{GROUP}{shapes}'
        "</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )


def arcs() -> str:
    """The rings at the right of a title page."""
    values = {slot: fixed_paints(theme.COLOURS)[name].rgb for slot, name in PLACES.items()}
    values |= {"tx1": values["dk1"], "bg1": values["lt1"], "tx2": values["dk2"], "bg2": values["lt2"]}
    colours = colours_on(values["tx2"], Scheme(values), theme.COLOURS, is_ours=True, turned=False)
    hand = Hand(colours.paints, colours.inks, 0.75, "en-US", lambda link: link)
    (cover,) = sheets(parse("<!-- layout: title -->\n# Title\n"))
    return Drawer(hand, lambda _: "", lambda _: "").drawn(cover.arcs)


def master() -> str:
    """The master of the layouts."""
    shapes = place(2, "title", TITLE) + place(3, "body", BODY, number=1)
    shapes += foot(4, QUIET).replace('idx="11"', 'idx="3"').replace('idx="12"', 'idx="4"')
    ids = "".join(f'<p:sldLayoutId id="{2147483649 + n}" r:id="rId{n + 1}"/>' for n in range(len(LAYOUTS)))
    names = {"dk1": "tx1", "lt1": "bg1", "dk2": "tx2", "lt2": "bg2"}
    colours = "".join(f' {names.get(slot, slot)}="{slot}"' for slot in PLACES)
    return (
        f'{HEAD}<p:sldMaster {SPACES}><p:cSld><p:bg><p:bgPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill>'
        f"<a:effectLst/></p:bgPr></p:bg><p:spTree>{GROUP}{shapes}</p:spTree></p:cSld><p:clrMap{colours}/>"
        f"<p:sldLayoutIdLst>{ids}</p:sldLayoutIdLst><p:txStyles>{styles()}</p:txStyles></p:sldMaster>"
    )


def styles() -> str:
    """How titles, lists and other text are set."""
    fonts = '<a:latin typeface="+m{0}-lt"/><a:ea typeface="+m{0}-ea"/><a:cs typeface="+m{0}-cs"/></a:defRPr>'

    def set_in(points: float, which: str, *, bold: bool = False) -> str:
        more = ' kern="1200"' + (' spc="-40"' if bold else "")
        return letters(points, INK, bold=bold, more=more).replace("</a:defRPr>", fonts.format(which))

    tight = '<a:lnSpc><a:spcPct val="100000"/></a:lnSpc><a:spcBef><a:spcPts val="{}"/></a:spcBef>'
    title = level(1, f"{tight.format(0)}<a:buNone/>{set_in(27, 'j', bold=True)}", ' algn="l" rtl="0"')
    points = ((1, 17), (2, 15), (3, 14), (4, 13), (5, 13))
    bullet = '<a:buFont typeface="Arial"/><a:buChar char="•"/>'
    body = "".join(
        level(
            n,
            f"{tight.format(600)}{bullet}{set_in(size, 'n')}",
            f' marL="{247650 * n}" indent="-247650" algn="l" rtl="0"',
        )
        for n, size in points
    )
    other = level(1, set_in(18, "n"), ' marL="0" algn="l" rtl="0"')
    return f"<p:titleStyle>{title}</p:titleStyle><p:bodyStyle>{body}</p:bodyStyle><p:otherStyle>{other}</p:otherStyle>"


def theme_part() -> str:
    """Colours, typefaces and plain effects."""
    hexes = {name: paint.rgb for name, paint in fixed_paints(theme.COLOURS).items()}
    colours = "".join(f'<a:{slot}><a:srgbClr val="{hexes[name]}"/></a:{slot}>' for slot, name in PLACES.items())
    font = '<a:latin typeface="Arial"/><a:ea typeface=""/><a:cs typeface="Arial"/>'
    solid = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="{{}}" cap="flat" cmpd="sng" algn="ctr">{solid}<a:prstDash val="solid"/></a:ln>'
    lines = "".join(line.format(wide) for wide in (9525, 19050, 28575))
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'{HEAD}<a:theme {DRAWING} name="cs"><a:themeElements><a:clrScheme name="cs">{colours}</a:clrScheme>'
        f'<a:fontScheme name="cs"><a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont></a:fontScheme>'
        f'<a:fmtScheme name="cs"><a:fillStyleLst>{solid * 3}</a:fillStyleLst><a:lnStyleLst>{lines}</a:lnStyleLst>'
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst><a:bgFillStyleLst>{solid * 3}</a:bgFillStyleLst>"
        "</a:fmtScheme></a:themeElements></a:theme>"
    )


def relations(*targets: tuple[str, str]) -> str:
    """The relationships of a part, numbered in order."""
    each = "".join(
        f'<Relationship Id="rId{n}" Type="{kind if "/" in kind else f"{OFFICE}/{kind}"}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{each}</Relationships>'


def presentation() -> str:
    """The presentation, without a slide."""
    return (
        f'{HEAD}<p:presentation {SPACES} saveSubsetFonts="1"><p:sldMasterIdLst><p:sldMasterId id="2147483648" '
        'r:id="rId1"/></p:sldMasterIdLst><p:sldSz cx="12192000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/>'
        '<p:defaultTextStyle><a:defPPr><a:defRPr lang="en-US"/></a:defPPr></p:defaultTextStyle></p:presentation>'
    )


def parts() -> dict[str, str]:
    """Every file of the package."""
    kinds = {"ppt/presentation.xml": "presentation.main", "ppt/slideMasters/slideMaster1.xml": "slideMaster"}
    kinds |= {f"ppt/slideLayouts/slideLayout{n}.xml": "slideLayout" for n in range(1, len(LAYOUTS) + 1)}
    kinds |= {f"ppt/{name}.xml": name for name in ("presProps", "viewProps", "tableStyles")}
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{KIND}.{kind}+xml"/>' for name, kind in kinds.items()
    )
    overrides += f'<Override PartName="/ppt/theme/theme1.xml" ContentType="{THEME_KIND}"/>'
    files = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types">{DEFAULTS}{overrides}</Types>',
        "_rels/.rels": relations(("officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": presentation(),
        "ppt/_rels/presentation.xml.rels": relations(
            ("slideMaster", "slideMasters/slideMaster1.xml"), ("theme", "theme/theme1.xml"),
            ("presProps", "presProps.xml"), ("viewProps", "viewProps.xml"), ("tableStyles", "tableStyles.xml"),
        ),
        "ppt/presProps.xml": f"{HEAD}<p:presentationPr {SPACES}/>",
        "ppt/viewProps.xml": f"{HEAD}<p:viewPr {SPACES}/>",
        "ppt/tableStyles.xml": f'{HEAD}<a:tblStyleLst {DRAWING} def="{{2D5ABB26-0587-4C30-8999-92F81FD0307C}}"/>',
        "ppt/theme/theme1.xml": theme_part(),
        "ppt/slideMasters/slideMaster1.xml": master(),
        "ppt/slideMasters/_rels/slideMaster1.xml.rels": relations(
            *(("slideLayout", f"../slideLayouts/slideLayout{n}.xml") for n in range(1, len(LAYOUTS) + 1)),
            ("theme", "../theme/theme1.xml"),
        ),
    }  # fmt: skip
    for n, kind in enumerate(LAYOUTS, 1):
        files[f"ppt/slideLayouts/slideLayout{n}.xml"] = layout(kind)
        files[f"ppt/slideLayouts/_rels/slideLayout{n}.xml.rels"] = relations(
            ("slideMaster", "../slideMasters/slideMaster1.xml")
        )
    return files


def made() -> bytes:
    """The master as a file."""
    return zipped({name: text.encode() for name, text in parts().items()})


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(0 if PATH.read_bytes() == made() else f"{PATH} is not what docs/master.py makes")
    PATH.parent.mkdir(exist_ok=True)
    PATH.write_bytes(made())
