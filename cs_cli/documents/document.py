"""A document: a template and the data of an account, made into a deck that its audience may see."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cs_cli.documents.deck import INTERNAL, Deck, for_audience
from cs_cli.documents.parse import parse
from cs_cli.documents.template import SUFFIX, render
from cs_cli.documents.writers.markdown import write_markdown
from cs_cli.errors import BadDataError


@dataclass(frozen=True, slots=True)
class Document:
    """A deck cut to its audience, and the Markdown it is written in."""

    markdown: str
    deck: Deck


def make_document(name: str, review: Mapping[str, Any], own_templates: Path | None = None) -> Document:
    """The document that template `name` makes of what `build_review` returned, for the audience named there.

    Raises NotFoundError for an unknown template, BadDataError for a fault in it or in the Markdown it writes, and where
    an internal template is asked for a customer.
    """
    return document_of(render(name, review, own_templates), str(review["audience"]), f"what {name}{SUFFIX} wrote")


def document_of(source: str, audience: str, name: str = "document") -> Document:
    """The document that Markdown source describes, cut to `audience`; errors call the source `name`."""
    deck = parse(source, name)
    if audience != INTERNAL and deck.about("audience") == INTERNAL:
        raise BadDataError(f"{name} is marked for an internal audience only", "Make it with --internal.")
    seen = for_audience(deck, audience)
    return Document(write_markdown(seen), seen)
