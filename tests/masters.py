# ruff: noqa: SLF001  python-pptx makes no masters, so its elements are changed
"""Masters of other people: a green one with a side bar, a logo and a sample slide, and the bare one of python-pptx."""

from copy import deepcopy
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree
from pptx import Presentation
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.oxml import parse_xml
from pptx.oxml.shapes.autoshape import CT_Shape
from pptx.util import Emu, Pt

COLOURS = {"dk1": "1B1B1B", "lt1": "FFFFFF", "dk2": "103C2C", "lt2": "F3F1EA", "accent1": "1E7F4F", "accent2": "D98E04",
           "accent3": "2C6E8F", "accent4": "7A4B94", "accent5": "B23A48", "accent6": "E07A5F"}  # fmt: skip
THEME = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
SP = "{http://schemas.openxmlformats.org/presentationml/2006/main}sp"
A = f"{{{DRAWING}}}"
WHITE = (
    f'<a:lvl1pPr xmlns:a="{DRAWING}" algn="l"><a:defRPr sz="4000"><a:solidFill><a:schemeClr val="bg1"/></a:solidFill>'
    "</a:defRPr></a:lvl1pPr>"
)


def bare(folder):
    """python-pptx's own default: 4:3, titles of 44 points, centred."""
    path = folder / "bare.pptx"
    Presentation().save(str(path))
    return path


def brand(folder):
    """16:9, green, serif headings, a bar at the left, a logo at the right, a sample slide with a note."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Pt(960), Pt(540)
    master, layouts = presentation.slide_masters[0], presentation.slide_layouts
    themed(master)
    placed(master)
    for layout in layouts:
        widened(layout)
    become(layouts[6], "Brand dark", layouts[5])
    for layout in (layouts[0], layouts[6]):
        darkened(layout)
    marked(master)
    slide = presentation.slides.add_slide(layouts[1])
    slide.shapes.title.text = "Sample of the brand team"
    slide.notes_slide.notes_text_frame.text = "Never show this"
    presentation.core_properties.author = "Brand Team"
    path = folder / "brand.pptx"
    presentation.save(str(path))
    return path


def themed(master):
    """Its own colours and typefaces."""
    part = master.part.part_related_by(THEME)
    root = parse_xml(part.blob)
    for slot, value in COLOURS.items():
        one = root.find(f".//{A}clrScheme/{A}{slot}")
        one.clear()
        etree.SubElement(one, f"{A}srgbClr", val=value)
    for which, name in (("major", "Times New Roman"), ("minor", "Verdana")):
        root.find(f".//{A}{which}Font/{A}latin").set("typeface", name)
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def placed(master):
    """Its places, beside the bar and the logo."""
    where = {0: (86, 24, 640, 66), 1: (86, 112, 830, 372), 2: (700, 500, 80, 24), 3: (86, 500, 300, 24),
             4: (796, 500, 120, 24)}  # fmt: skip
    for shape in master.placeholders:
        place = where[shape.placeholder_format.idx]
        shape.left, shape.top, shape.width, shape.height = map(Pt, place)
    title = master._element.find(f".//{{*}}titleStyle/{A}lvl1pPr")
    title.set("algn", "l")
    title.find(f"{A}defRPr").attrib.update({"sz": "3200", "b": "1"})


def widened(layout):
    """A 4:3 layout made 16:9."""
    for shape in layout.placeholders:
        if shape._element.spPr.find(f"{A}xfrm") is not None:
            shape.left, shape.width = (Emu(round(side * 4 / 3)) for side in (shape.left, shape.width))


def become(layout, name, like):
    """A layout with the name given and the places of another."""
    layout._element.cSld.set("name", name)
    layout._element.set("type", "cust")
    tree = layout.shapes._spTree
    for sp in tree.findall(SP):
        tree.remove(sp)
    tree.extend(deepcopy(sp) for sp in like.shapes._spTree.iterfind(SP))


def darkened(layout):
    """A dark ground with white titles, without bar and logo."""
    layout.background.fill.solid()
    layout.background.fill.fore_color.theme_color = MSO_THEME_COLOR.TEXT_2
    layout._element.set("showMasterSp", "0")
    for shape in layout.placeholders:
        if shape.placeholder_format.type in {1, 3}:
            shape._element.txBody.find(f"{A}lstStyle").append(parse_xml(WHITE))


def marked(master):
    """The bar at the left, the logo at the right."""
    for n, (place, colour, said) in enumerate(
        [((0, 0, 40, 540), "accent1", ""), ((840, 34, 90, 28), "tx2", "VERDANT")]
    ):
        sp = CT_Shape.new_autoshape_sp(90 + n, f"Brand {n}", "rect", *map(Pt, place))
        sp.spPr.append(parse_xml(f'<a:solidFill xmlns:a="{DRAWING}"><a:schemeClr val="{colour}"/></a:solidFill>'))
        run = f'<a:r xmlns:a="{DRAWING}"><a:rPr lang="en-US" sz="1100" b="1"/><a:t>{said}</a:t></a:r>'
        sp.txBody.find(f"{A}p").append(parse_xml(run))
        master.shapes._spTree.insert(2 + n, sp)


def changed(path, **parts):
    """A copy of a package with the text of some parts changed: `ppt__presentation_xml=lambda text: …`."""
    other = path.with_stem(f"{path.stem}-changed")
    with ZipFile(path) as source, ZipFile(other, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            change = parts.get(name.replace("/", "__").replace(".", "_").strip("[]").replace("[", "").replace("]", ""))
            content = source.read(name)
            target.writestr(name, change(content.decode()).encode() if change else content)
    return other


def only(folder, name):
    """A presentation without layouts that have a title."""
    presentation = Presentation()
    for layout in presentation.slide_layouts:
        tree = layout.shapes._spTree
        for sp in tree.findall(SP):
            mark = sp.find(".//{*}ph")
            if mark is not None and mark.get("type") in {"title", "ctrTitle"}:
                tree.remove(sp)
    path = folder / name
    presentation.save(str(path))
    return path
