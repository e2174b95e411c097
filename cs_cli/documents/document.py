"""A document: a template and the data of an account, made into a deck that its audience may see."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from cs_cli.documents.source.deck import INTERNAL, REVIEW, Deck, for_audience, plain
from cs_cli.documents.source.parse import parse
from cs_cli.documents.source.template import SUFFIX, render
from cs_cli.documents.writers.markdown import write_markdown
from cs_cli.errors import BadDataError

HINTS = 3
"""So many lines say what to type."""


class Review(NamedTuple):
    """A slide, by its number from 1 and its title, that is open for review: why, which is for our own eyes."""

    slide: int
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Document:
    """A deck cut to its audience, and what of it is open for review."""

    deck: Deck
    reviews: tuple[Review, ...] = ()

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
    return replace(made, deck=replace(made.deck, meta=tuple((key, value) for key, value in about.items() if value)))


def _author(review: Mapping[str, Any]) -> str:
    return ", ".join(filter(None, (review["vendor"]["name"], review["vendor"]["company"])))


def document_of(source: str, audience: str, name: str = "document") -> Document:
    """The document that Markdown source describes, cut to `audience`; errors call the source `name`."""
    deck = parse(source, name)
    if audience != INTERNAL and deck.about("audience") == INTERNAL:
        raise BadDataError(f"{name} is marked for an internal audience only", "Make it with --internal.")
    seen = for_audience(deck, audience)
    return Document(seen, tuple(_reviews(seen, deck)))


def _reviews(seen: Deck, whole: Deck) -> Iterator[Review]:
    """Why slides are open says the deck as it was written: a customer's says it no more."""
    why = {slide.line: slide.about(REVIEW) for slide in whole.slides}
    for n, slide in enumerate(seen.slides, 1):
        if slide.about(REVIEW):
            yield Review(n, plain(slide.title) or slide.about("section"), why[slide.line])


def refuse_open(document: Document, to_type: Sequence[str] = ()) -> None:
    """Raises BadDataError where a slide is open for review, naming it, and what `to_type`, else why it is open."""
    if not document.reviews:
        return
    said = "; ".join(f"slide {review.slide} ({review.title})" for review in document.reviews)
    hints = to_type or [f"{review.why}: settle it, then take its review line out" for review in document.reviews]
    more = [f"and {len(hints) - HINTS} more"] if len(hints) > HINTS else []
    raise BadDataError(f"open for review: {said}; nothing was written", *hints[:HINTS], *more)
