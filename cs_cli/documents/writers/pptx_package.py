"""A presentation as a file: a master opened with care, cleaned of what is its author's, and written again."""

from collections.abc import Mapping
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from cs_cli.documents.source.deck import Deck
from cs_cli.documents.writers.drawingml import words
from cs_cli.errors import BadDataError

_FIRST = ("[Content_Types].xml", "_rels/.rels")
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_EARLIEST = "1980-01-01"
_PLAIN_FILE = 0o600 << 16
_MOST_FILE, _MOST_INSIDE, _MOST_PARTS = 100_000_000, 200_000_000, 5_000
_LOCKED = b"\xd0\xcf\x11\xe0"
_MAIN = b"presentationml.presentation.main+xml"
_TEMPLATE = b"presentationml.template.main+xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_KEPT = ("/officeDocument",)
_FORGOTTEN = ("printerSettings", "commentAuthors", "/authors", "customXml", "handoutMaster", "tags", "revisionInfo",
              "changesInfo", "/slide", "vbaProject")  # fmt: skip
_WRITERS_OWN = (
    "custShowLst",
    "photoAlbum",
    "modifyVerifier",
    "handoutMasterIdLst",
    "custDataLst",
    "smartTags",
    "extLst",
)


def opened(path: Path) -> BytesIO:
    """A master's file, fit to be read as a presentation. Raises BadDataError where it is not one, in one sentence."""
    said = _bytes_of(path)
    if said.startswith(_LOCKED):
        raise _unfit(path, "is protected by a password or of PowerPoint before 2007", "Save it as .pptx without one.")
    try:
        with ZipFile(BytesIO(said)) as package:
            entries = package.infolist()
            if len(entries) > _MOST_PARTS or sum(entry.file_size for entry in entries) > _MOST_INSIDE:
                raise _unfit(path, "unpacks to more than a presentation can be", "Save it again in PowerPoint.")
            kinds = package.read(_FIRST[0])
            if b"macroEnabled" in kinds:
                raise _unfit(path, "holds macros", "Save it as .pptx, which cannot.")
            if _MAIN in kinds:
                return BytesIO(said)
            if _TEMPLATE in kinds:
                parts = {entry.filename: package.read(entry) for entry in entries}
                return BytesIO(zipped(parts | {_FIRST[0]: kinds.replace(_TEMPLATE, _MAIN)}))
    except (BadZipFile, KeyError, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise not_pptx(path) from error
    raise not_pptx(path)


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MOST_FILE:
            raise _unfit(path, "is larger than a master can be", "Take the pictures out of it.")
        return path.read_bytes()
    except OSError as error:
        raise _unfit(path, f"cannot be read: {error.strerror}", "Name a .pptx file with your layouts.") from error


def _unfit(path: Path, why: str, hint: str) -> BadDataError:
    return BadDataError(f"{path} {why}", hint)


def not_pptx(path: Path) -> BadDataError:
    """What to say of a file that no presentation can be read from."""
    return _unfit(path, "is no PowerPoint presentation", "Name a .pptx or .potx file with your layouts.")


def emptied(presentation: Any) -> None:  # noqa: ANN401  python-pptx has no types
    """Takes out of a presentation its slides, its author's traces and every reference to another file."""
    main = presentation.part
    element = main._element  # noqa: SLF001  python-pptx removes no slides
    for child in list(element):
        name = child.tag.rpartition("}")[2]
        if name in _WRITERS_OWN or name == "sldIdLst":
            element.remove(child)
    _dropped(main, lambda kind: any(word in kind for word in _FORGOTTEN) and not kind.endswith("/slideMaster"))
    _dropped(main.package, lambda kind: not kind.endswith(_KEPT))
    for master in presentation.slide_masters:
        for each in (master, *master.slide_layouts):
            _unlinked(each.part)


def _dropped(source: Any, is_out: Any) -> None:  # noqa: ANN401  python-pptx has no types
    for name, relation in list(source._rels.items()):  # noqa: SLF001  python-pptx drops none that XML refers to
        if is_out(relation.reltype):
            source._rels.pop(name)  # noqa: SLF001  as above


def _unlinked(part: Any) -> None:  # noqa: ANN401  python-pptx has no types
    """Takes out what points to another file or to a sample slide."""
    for name, relation in list(part.rels.items()):
        if not relation.is_external and not relation.reltype.endswith(("/slide", "/customXml", "/tags")):
            continue
        for owner in part._element.xpath(f"//*[@*[.='{name}' and namespace-uri()='{_OFFICE}/relationships']]"):  # noqa: SLF001  as above
            _without(owner, name)
        part._rels.pop(name)  # noqa: SLF001  as above


def _without(owner: Any, name: str) -> None:  # noqa: ANN401  an element of lxml
    """An element without its reference `name`, or nothing where it has no other meaning."""
    if owner.tag.endswith("}blip"):
        for key in [key for key, value in owner.attrib.items() if value == name]:
            del owner.attrib[key]
    elif owner.getparent() is not None:
        owner.getparent().remove(owner)


def packed(package: Any, deck: Deck) -> bytes:  # noqa: ANN401  python-pptx has no types
    """The file of a package whose properties are what the deck says of itself."""
    parts = {name: text.encode() for name, text in _properties(deck).items()}
    kinds = {"docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
             "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml"}  # fmt: skip
    for part in package.iter_parts():
        name = str(part.partname)[1:]
        parts[name], kinds[name] = part.blob, part.content_type
        if len(part.rels):
            parts[str(part.partname.rels_uri)[1:]] = part.rels.xml
    parts["[Content_Types].xml"] = _content_types(kinds).encode()
    return zipped(parts)


def _content_types(kinds: Mapping[str, str]) -> str:
    endings = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    for name, kind in sorted(kinds.items()):
        endings.setdefault(name.rpartition(".")[2], kind)
    defaults = "".join(
        f'<Default Extension="{escape(end)}" ContentType="{kind}"/>' for end, kind in sorted(endings.items())
    )
    overrides = "".join(
        f'<Override PartName="/{escape(name)}" ContentType="{kind}"/>'
        for name, kind in sorted(kinds.items())
        if endings[name.rpartition(".")[2]] != kind
    )
    return f'{_HEAD}<Types xmlns="{_TYPES}">{defaults}{overrides}</Types>'


def _properties(deck: Deck) -> dict[str, str]:
    """Title, author and the day of the facts; nothing of who wrote the file, where or when."""
    day = words(deck.about("as_of") or _EARLIEST)
    dates = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:{name}>'
        for name in ("created", "modified")
    )
    core = (
        f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{words(deck.about('title'))}</dc:title><dc:creator>{words(deck.about('author'))}</dc:creator>"
        f"<dc:language>{words(deck.about('lang', 'en'))}</dc:language>{dates}</cp:coreProperties>"
    )
    program = "<Application>Microsoft Office PowerPoint</Application>"
    app = f'{_HEAD}<Properties xmlns="{_OFFICE}/extended-properties">{program}</Properties>'
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    targets = (("officeDocument", f"{_OFFICE}/relationships/officeDocument", "ppt/presentation.xml"),
               ("core", f"{package}/metadata/core-properties", "docProps/core.xml"),
               ("app", f"{_OFFICE}/relationships/extended-properties", "docProps/app.xml"))  # fmt: skip
    relations = "".join(
        f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>' for name, kind, target in targets
    )
    root = f'{_HEAD}<Relationships xmlns="{package}">{relations}</Relationships>'
    return {"docProps/core.xml": core, "docProps/app.xml": app, "_rels/.rels": root}


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """The parts of a package as a file: in one order, of one date, from no particular system."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=6) as package:
        for name in sorted(parts, key=lambda name: (_rank(name), name)):
            entry = ZipInfo(name, _LONG_AGO)
            entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, 3, _PLAIN_FILE
            package.writestr(entry, parts[name])
    return file.getvalue()


def _rank(name: str) -> int:
    return _FIRST.index(name) if name in _FIRST else len(_FIRST)
