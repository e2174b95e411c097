"""The kinds of documents there are: what the first lines of each template say of it."""

import re
from pathlib import Path
from typing import NamedTuple

from cs_cli.documents.formats import PAGE, SUFFIXES
from cs_cli.documents.source.deck import CUSTOMER
from cs_cli.documents.source.template import find_template, is_shipped, template_names

_ABOUT = re.compile(r"\{#-?\s*about:\s*(.*?)\s*-?#\}", re.DOTALL)
_SAID = re.compile(r'^(audience|kind):\s*"?(\w+)"?\s*$', re.MULTILINE)
_HEAD = 4000
_OF_PAGES = (".docx", ".pdf", ".md", ".html", ".pptx")


class Kind(NamedTuple):
    """A document by its name: what it is and for whom, and the formats that suit it, the best first."""

    name: str
    about: str
    audience: str
    suffixes: tuple[str, ...]
    is_own: bool
    path: Path


def kinds(own: Path | None = None) -> list[Kind]:
    """Every kind of document by name; the user's own templates lie in `own`."""
    return [_kind(name, find_template(name, own)) for name in template_names(own)]


def _kind(name: str, path: Path) -> Kind:
    head = path.read_text("utf-8", errors="replace")[:_HEAD]
    about = _ABOUT.match(head)
    said = dict(_SAID.findall("".join(head.split("\n---", 2)[:2])))
    wanted = _OF_PAGES if said.get("kind") == PAGE else SUFFIXES
    suffixes = tuple(suffix for suffix in wanted if suffix in SUFFIXES)
    words = " ".join(about[1].split()) if about else ""
    return Kind(name, words, said.get("audience", CUSTOMER), suffixes, not is_shipped(path), path)
