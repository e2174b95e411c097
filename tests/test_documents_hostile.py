"""Strings that break other programs, as the name of everything: each file opens, and they are text in it."""

import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from zipfile import ZipFile

import pytest
from documents_book import new_book
from documents_text import OFFICE, made, members
from lxml import etree
from pypdf import PdfReader

from cs_cli.documents.source.template import template_names

NAUGHTY = Path(__file__).parent / "data" / "naughty"
STRINGS = [text for text in json.loads((NAUGHTY / "blns.json").read_text("utf-8")) if text.strip()]
FORMULAS = [line for line in (NAUGHTY / "csv-payload.txt").read_text("utf-8").splitlines() if line.strip()]
ESCAPES = (
    "\x1b]0;pwned\x07\x1b]8;;http://evil\x1b\\Acme\x1b]8;;\x1b\\\x1b[2J\x1b]52;c;cm0gLXJm\x07\x9b31m",
    "[link=http://evil]x[/link] :computer: \u202eevil\u202c", "</script><script>alert(1)</script>", "]]>", "&#x41;",
    '=HYPERLINK("http://evil","x")', "=cmd|' /C calc'!A0", "\\*x*\\", "{{ 7*7 }}{% include 'x' %}", "a\ud800b",
    "---\n# x\n::: notes", "| a | b |", '"); #panic("x")', '#read("/etc/passwd")', "<!-- audience: internal -->",
)  # fmt: skip
EVERY = [*ESCAPES, *FORMULAS, *STRINGS]
SAMPLE = [*ESCAPES, *FORMULAS[::20], *STRINGS[::40]]
BIDI = re.compile("[\u202a-\u202e\u061c]")
STEERING = re.compile("[\u202a-\u202e\u061c\x00-\x08\x0b\x0c\x0e-\x1f]")
DANGEROUS, LINKS = ("script", "img", "iframe", "object", "embed", "base", "form"), ("href", "src", "srcdoc")
SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def named(folder, strings):
    """A portfolio with an account whose every text is one of `strings`, in turn."""
    book, said = new_book(folder), iter(strings * 40)

    def word():
        return next(said).encode("utf-8", "replace").decode().replace("\0", "") or "x"

    account = book.account(name=word(), customer_since="2020-01-01", kickoff_on="2020-02-01", live_on="2020-06-01")
    book.contract(account, product=word(), seats=10)
    book.usage(account, "active_users", {"2026-06-20": 100, "2026-07-20": 0, "2026-09-20": 120})
    book.usage(account, "seats_used", {"2026-09-20": 9})
    own = {"account_id": account, "created_on": "2026-01-01", "changed_on": "2026-01-01", "shared": 1}
    for n in range(6):
        book.contact(account, f"{word()} {n}", title=word(), roles=["sponsor"] if n == 0 else ["user"])
        book.ticket(account, f"{n} {word()}", "2026-08-01", priority=word(), subject=word(), because=word())
        book.met(account, f"2026-08-0{n + 1}", [word()], summary=word())
        book.answered(account, "nps", 9, "2026-08-01")
        days = {"due_on": "2026-12-11"}
        book.put(
            "milestone", **own, **days, title=word(), owner=word(), side="us", missed_on="2026-08-08", because=word()
        )
        book.put("commitment", **own, **days, promise=word(), owner=word(), side="them")
        book.put("risk", **own, **days, title=word(), cause=word(), mitigation=word(), owner=word())
        book.put("objective", **own, **days, quote=word(), said_by=word(), measure=word(), unit=word(), evidence=word())
    return book


@pytest.fixture(scope="module")
def documents(tmp_path_factory):
    return made(named(tmp_path_factory.mktemp("hostile"), SAMPLE).review("internal"))


def trouble(content, suffix):
    """What is wrong with a document: parts that do not open, links, formulas, steering characters, markup of data."""
    return list(OPENED[suffix](content))


def office(content):
    with ZipFile(io.BytesIO(content)) as archive:
        if archive.testzip():
            yield "a part is broken"
    for name, part in members(content):
        if not name.endswith((".xml", ".rels")):
            continue
        root = etree.fromstring(part)
        yield from (f"{name}: a formula" for _ in root.iter(f"{SPREADSHEET}f", f"{SPREADSHEET}hyperlink"))
        outside = [one.get("Target") for one in root.iter(RELATIONS) if one.get("TargetMode") == "External"]
        yield from (f"{name}: a link to {target}" for target in outside)
        if STEERING.search("".join(root.itertext())):
            yield f"{name}: steers its reader"


class Tags(HTMLParser):
    """The scripts, pictures, frames, handlers and links of a page."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        names = [name for name, value in attrs if name.startswith("on") or (name in LINKS and value[:1] != "#")]
        self.found += [tag for tag in [tag] if tag in DANGEROUS] + names


def page(content):
    text = content.decode()
    tags = Tags()
    tags.feed(text)
    if STEERING.search(text):
        yield "steers its reader"
    if tags.found != ["script"]:
        yield f"markup of data: {tags.found}"


def paper(content):
    reader = PdfReader(io.BytesIO(content), strict=True)
    for sheet in reader.pages:
        if BIDI.search(sheet.extract_text()):  # of letters whose typeface names none, a reader sees numbers
            yield "steers its reader"
        for note in sheet.get("/Annots") or ():
            if "/URI" in str(note.get_object()):
                yield "a link"


def source(content):
    if STEERING.search(content.decode()):
        yield "steers its reader"


OPENED = dict.fromkeys(OFFICE, office) | {".html": page, ".pdf": paper, ".md": source}


@pytest.mark.parametrize("name", template_names())
def test_a_sample_of_hostile_strings_is_text_in_every_format(documents, name):
    of = {suffix: content for (template, suffix), content in documents.items() if template == name}
    assert set(of) == set(OPENED)
    assert [(suffix, each) for suffix, content in of.items() for each in trouble(content, suffix)] == []


@pytest.mark.real
@pytest.mark.parametrize("part", range(12))
def test_every_hostile_string_is_text_in_every_template_and_format(tmp_path, part):
    for (name, suffix), content in made(named(tmp_path, EVERY[part::12]).review("internal")).items():
        assert trouble(content, suffix) == [], (name, suffix)


def test_what_is_looked_for_can_be_found():
    """A link, a formula, a script and a steering character are found where there are any."""
    link = b'<Relationships xmlns="%s"><Relationship Target="http://evil" TargetMode="External"/></Relationships>'
    cells = b'<c xmlns="%s"><f>1+1</f>\xe2\x80\xae</c>' % SPREADSHEET[1:-1].encode()
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("a.rels", link % RELATIONS.split("}", maxsplit=1)[0][1:].encode())
        archive.writestr("b.xml", cells)
    assert trouble(file.getvalue(), ".pptx") == [
        "/a.rels: a link to http://evil", "/b.xml: a formula", "/b.xml: steers its reader",
    ]  # fmt: skip
    assert trouble(b"<script></script><a href=x onclick=y>", ".html") == [
        "markup of data: ['script', 'href', 'onclick']"
    ]
    assert trouble("\u202e".encode(), ".md") == ["steers its reader"]
