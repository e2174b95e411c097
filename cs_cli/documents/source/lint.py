"""What is wrong with a template, line by line, before a customer finds it."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from jinja2 import TemplateSyntaxError

from cs_cli.documents.content.sample import for_customer, sample
from cs_cli.documents.document import document_of
from cs_cli.documents.layout.pages import pages
from cs_cli.documents.layout.prepare import DRAWN, is_empty
from cs_cli.documents.source.deck import INTERNAL, Deck, Slide, blocks_within, plain
from cs_cli.documents.source.template import environment_of, render_file, shipped_folder
from cs_cli.documents.source.template_names import close_to, unknown_names
from cs_cli.errors import BadDataError

ERROR, WARNING = "error", "warning"
_OPENS = re.compile(r":{3,}\s*([\w-]+)")
_IN_TEMPLATE = re.compile(r"template ([^,]+), line (\d+): (.*)", re.DOTALL)
_IN_OUTPUT = re.compile(r".*?, line (\d+): (.*)", re.DOTALL)
_JINJA = re.compile(r"\{[{%#]")
BLOCKS = DRAWN | {"columns", "notes", "objectives", "health", "timeline", "stakeholders"}

_TELLING = 12
"""So many signs of a line before its first variable tell where it was written."""


class Finding(NamedTuple):
    """Something to mend (`error`) or to look at (`warning`) at a line of a template."""

    line: int
    state: str
    told: str


def findings(path: Path, own: Path | None = None) -> list[Finding]:
    """What is wrong with the template in a file, by line; parts that it includes come from `own` first."""
    return sorted(set(_Linted(path, own).findings()))


@dataclass(frozen=True)
class _Linted:
    path: Path
    own: Path | None

    @cached_property
    def _text(self) -> str:
        return self.path.read_text("utf-8", errors="replace")

    def findings(self) -> Iterator[Finding]:
        environment = environment_of((self.own or self.path.parent, shipped_folder()))
        try:
            tree = environment.parse(self._text)
        except TemplateSyntaxError as error:
            yield Finding(error.lineno, ERROR, error.message or "syntax error")
            return
        unknown = [Finding(line, ERROR, told) for line, told in unknown_names(tree, environment, sample().full)]
        yield from unknown
        yield from self._blocks()
        if not unknown:
            yield from self._when_rendered()

    def _blocks(self) -> Iterator[Finding]:
        for number, line in enumerate(self._text.splitlines(), 1):
            opens = _OPENS.match(line)
            if opens and opens[1] not in BLOCKS:
                close = close_to(opens[1], BLOCKS)
                state = ERROR if close else WARNING
                yield Finding(number, state, f'no block "{opens[1]}"{close or "; it is shown as its table or text"}')

    def _when_rendered(self) -> Iterator[Finding]:
        titles: set[str] = set()
        for data in sample():
            for seen in (data, for_customer(data)):
                source = ""
                try:
                    source = render_file(self.path, seen, self.own)
                    deck = document_of(source, INTERNAL, self.path.name).deck
                except BadDataError as error:
                    yield self._fault(error, source)
                    return
                if data is sample().full:
                    titles |= {plain(slide.title) for slide in deck.slides}
                    yield from self._overflow(deck, source)
                else:
                    yield from self._bare(deck, source, titles)
                if deck.about("audience") == INTERNAL:
                    break

    def _fault(self, error: BadDataError, source: str) -> Finding:
        if found := _IN_TEMPLATE.match(error.sentence):
            return self._in_template(found[1], int(found[2]), found[3])
        found = _IN_OUTPUT.match(error.sentence)
        return Finding(self._line(source, int(found[1])), ERROR, found[2]) if found else Finding(1, ERROR, str(error))

    def _in_template(self, file: str, line: int, told: str) -> Finding:
        """A fault at its line, or at the first where it is in another file that this one includes."""
        if file == self.path.name:
            return Finding(line, ERROR, told)
        return Finding(1, ERROR, f"{file}, line {line}: {told}")

    def _overflow(self, deck: Deck, source: str) -> Iterator[Finding]:
        for page in pages(deck):
            if page.part == 1 and page.parts > 1:
                told = f"{_called(page.slide)} takes {page.parts} pages with the sample"
                yield Finding(self._line_of(page.slide, source), WARNING, told)

    def _bare(self, deck: Deck, source: str, titles: Collection[str]) -> Iterator[Finding]:
        """Slides that say nothing of an empty account; one whose title is its own then has said that it is empty."""
        for slide in deck.slides:
            blocks = [block for top in slide.blocks for block in blocks_within(top)]
            says_nothing = not blocks and plain(slide.title) in titles
            if slide.about("layout") != "title" and (says_nothing or any(map(is_empty, blocks))):
                told = f"{_called(slide)} is bare for an account with nothing on record: leave it out with {{% if %}}"
                yield Finding(self._line_of(slide, source), WARNING, told)

    def _line_of(self, slide: Slide, source: str) -> int:
        return self._line(source, slide.line)

    def _line(self, source: str, number: int) -> int:
        """The line of the template that wrote a line of its output, as far as its words tell; else the first."""
        wrote = source.splitlines()[number - 1 : number + 2]
        for said in wrote:
            if found := self._like(said.strip()):
                return found
        return 1

    def _like(self, said: str) -> int | None:
        lines = self._text.splitlines()
        for number, line in enumerate(lines, 1):
            literal = _JINJA.split(line.strip())[0]
            if said and literal and (line.strip() == said or (len(literal) >= _TELLING and said.startswith(literal))):
                return number
        return None


def _called(slide: Slide) -> str:
    return f'the slide "{plain(slide.title) or slide.about("section")}"'
