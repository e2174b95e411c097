"""A document: a template and the data of an account, made into a deck that its audience may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cs_cli.documents.deck import INTERNAL, REVIEW, Deck, Slide, for_audience, plain
from cs_cli.documents.parse import parse
from cs_cli.documents.template import SUFFIX, render
from cs_cli.documents.writers.markdown import write_markdown
from cs_cli.errors import BadDataError

HINTS = 3
"""So many lines say what to type."""


@dataclass(frozen=True, slots=True)
class Document:
    """A deck cut to its audience."""

    deck: Deck

    @property
    def markdown(self) -> str:
        """The Markdown it is written in."""
        return write_markdown(self.deck)


def make_document(
    name: str, review: Mapping[str, Any], own_templates: Path | None = None, language: str | None = None
) -> Document:
    """The document that template `name` makes of what `build_review` returned, for the audience named there.

    What is told in no template stands in the front matter besides: for whom it is, about whom, by whom, and its day;
    `language` goes before the template's own. Raises NotFoundError for an unknown template, BadDataError for a fault in
    it or in the Markdown it writes, and where an internal template is asked for a customer.
    """
    audience = str(review["audience"])
    made = document_of(render(name, review, own_templates), audience, f"what {name}{SUFFIX} wrote")
    facts = {"as_of": review["as_of"], "account": review["account"]["name"], "author": _author(review)}
    about = dict(made.deck.meta)
    about |= {key: value for key, value in (facts | {"audience": audience}).items() if key not in about}
    about |= {"lang": language} if language else {}
    return Document(replace(made.deck, meta=tuple((key, value) for key, value in about.items() if value)))


def _author(review: Mapping[str, Any]) -> str:
    return ", ".join(filter(None, (review["vendor"]["name"], review["vendor"]["company"])))


def document_of(source: str, audience: str, name: str = "document") -> Document:
    """The document that Markdown source describes, cut to `audience`; errors call the source `name`."""
    deck = parse(source, name)
    if audience != INTERNAL and deck.about("audience") == INTERNAL:
        raise BadDataError(f"{name} is marked for an internal audience only", "Make it with --internal.")
    return Document(for_audience(deck, audience))


def open_slides(deck: Deck) -> list[tuple[int, Slide]]:
    """The slides, by their number from 1, that are marked for review."""
    return [(n, slide) for n, slide in enumerate(deck.slides, 1) if slide.about(REVIEW)]


def refuse_open(deck: Deck, to_type: Sequence[str] = ()) -> None:
    """Raises BadDataError where a slide is still open for review, naming it, and what `to_type`, else why it is open."""
    found = open_slides(deck)
    if not found:
        return
    said = "; ".join(f"slide {n} ({plain(slide.title) or slide.about('section')})" for n, slide in found)
    hints = to_type or [f"{slide.about(REVIEW)}: settle it, then take its review line out" for _, slide in found]
    more = [f"and {len(hints) - HINTS} more"] if len(hints) > HINTS else []
    raise BadDataError(f"open for review: {said}; nothing was written", *hints[:HINTS], *more)
