"""What is in a document's file, whatever its format: every byte of it unpacked, and every word that somebody reads."""

import io
import re
from collections.abc import Iterator
from functools import cache
from zipfile import ZipFile, is_zipfile

from lxml import etree

from cs_cli.documents.document import make_document
from cs_cli.documents.formats import SUFFIXES, written
from cs_cli.documents.source.template import template_names
from cs_cli.errors import BadDataError

OFFICE = (".pptx", ".docx")
BROKEN = re.compile(r"[\s\u200b\u00ad]+")
"""What a PDF puts into a word that is too long for its line."""
OWN_STYLE = re.compile(r"<style>.*?</style>|<script>.*?</script>", re.DOTALL)
READ_IN = ("descr", "title", "name", "val")
"""Attributes that hold words for a reader, alternative texts among them."""


def made(review, names=None, suffixes=SUFFIXES):
    """The bytes of each template in each format, by (template, suffix); without internal ones for a customer."""
    found = {}
    for name in names or template_names():
        try:
            deck = make_document(name, review).deck
        except BadDataError as error:
            if "internal audience only" not in error.sentence:
                raise
            continue
        found |= {(name, suffix): written(deck, suffix) for suffix in suffixes}
    return found


def members(content: bytes, at: str = "") -> Iterator[tuple[str, bytes]]:
    """The parts of a zip file by their path, those of the workbooks within it too; any other file is one part."""
    if not is_zipfile(io.BytesIO(content)):
        yield at, content
        return
    with ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            yield from members(archive.read(name), f"{at}/{name}")


def bytes_in(content: bytes) -> bytes:
    """Every byte, and the name of every part."""
    found = b"\n".join(name.encode() + b"\n" + part for name, part in members(content))
    if not content.startswith(b"%PDF"):
        return found
    text = _pdf(content)
    return found + text.encode() + BROKEN.sub("", text).encode()


def words_in(content: bytes, suffix: str) -> str:
    """Every word that a reader of the file, of its properties or of its alternative texts finds."""
    if suffix in OFFICE:
        return "\n".join(word for name, part in members(content) for word in (name, *_xml_words(part)))
    return _pdf(content) if suffix == ".pdf" else OWN_STYLE.sub("", content.decode())


def _xml_words(part: bytes) -> Iterator[str]:
    if not part.lstrip().startswith(b"<"):
        return
    root = etree.fromstring(part)
    yield "".join(root.itertext())
    for one in root.iter(etree.Element):
        yield from (value for key, value in one.attrib.items() if etree.QName(key).localname in READ_IN)


@cache
def _pdf(content: bytes) -> str:
    from pypdf import PdfReader  # noqa: PLC0415  only where there is a PDF

    reader = PdfReader(io.BytesIO(content))
    texts = [page.extract_text() for page in reader.pages]
    return "\n".join([*texts, *(f"{key} {value}" for key, value in (reader.metadata or {}).items())])
