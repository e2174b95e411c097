"""The formats of a document: what the suffix of its file asks for, and who writes it."""

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from cs_cli.documents.look.theme import DEFAULT, Theme
from cs_cli.documents.source.deck import Deck
from cs_cli.errors import UsageError, sentence_of

PAGE = "page"
"""What the front matter says as `kind` of a document that is read and not shown."""


class Dress(NamedTuple):
    """What a document is dressed in beside its words; `tell` hears what its maker should know of the file."""

    theme: Theme = DEFAULT
    master: Path | None = None
    tell: Callable[[str], object] | None = None


PLAIN = Dress()


class Format(NamedTuple):
    """A format: what it is good for, what makes its bytes of a deck cut to its audience, and what it `needs`."""

    meaning: str
    write: Callable[[Deck, Dress], bytes]
    needs: str = ""


def _pptx(deck: Deck, dress: Dress) -> bytes:
    from cs_cli.documents.writers.pptx import write_pptx  # noqa: PLC0415  each writer loads what it alone needs

    return write_pptx(deck, dress.theme, dress.master)


def _html(deck: Deck, dress: Dress) -> bytes:
    from cs_cli.documents.writers.html import write_html  # noqa: PLC0415  as above

    return write_html(deck, dress.theme).encode()


def _pdf(deck: Deck, dress: Dress) -> bytes:
    from cs_cli.documents.writers.pdf import write_pdf  # noqa: PLC0415  as above

    return write_pdf(deck, dress.theme, dress.tell)


def _docx(deck: Deck, dress: Dress) -> bytes:
    from cs_cli.documents.writers.docx import write_docx  # noqa: PLC0415  as above

    return write_docx(deck, dress.theme)


def _markdown(deck: Deck, _dress: Dress) -> bytes:
    from cs_cli.documents.writers.markdown import write_markdown  # noqa: PLC0415  as above

    return write_markdown(deck).encode()


FORMATS = {
    ".pptx": Format("slides to show and to edit in PowerPoint, charts and all", _pptx),
    ".html": Format("one file for the browser: arrow keys, phone, print", _html),
    ".pdf": Format("one slide a page, tagged; needs typst: pip install 'cs-cli[pdf]'", _pdf, needs="typst"),
    ".docx": Format("a document to read and edit in Word", _docx),
    ".md": Format("the source, to edit by hand: cs render FILE.md -o FILE.html", _markdown),
}
SUFFIXES = tuple(FORMATS)


def suffix_of(path: Path) -> str:
    """The suffix of a document's file, in lower case. Raises UsageError where no writer has it."""
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        kinds = sentence_of([f"FILE{known}" for known in SUFFIXES])
        raise UsageError(f'"{path}" ends in no format that I write', f"A document is {kinds}")
    return suffix


def refuse_unready(suffix: str) -> None:
    """Raises ConfigError where what writes this format is not installed."""
    needs = FORMATS[suffix].needs
    if needs and find_spec(needs) is None:
        written(Deck(), suffix)


def default_suffix(deck: Deck) -> str:
    """The format of a document for which none was said."""
    return ".docx" if deck.about("kind") == PAGE else ".pptx"


def written(deck: Deck, suffix: str, dress: Dress = PLAIN) -> bytes:
    """The bytes of a deck that `for_audience` has cut, in the format of `suffix`."""
    return FORMATS[suffix].write(deck, dress)
