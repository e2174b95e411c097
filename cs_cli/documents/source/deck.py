"""The slide model: what a document says, before anybody decides how it looks."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

CUSTOMER = "customer"
INTERNAL = "internal"
REVIEW = "review"
"""What a slide says of itself that somebody must look at before a customer does: why."""
NOT_RECORDED = "cause and change are not recorded"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style; `link` is an http(s) or mailto address."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    strike: bool = False
    link: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Para:
    """One paragraph, list item (`bullet` is `-` or a number such as `3.`) or heading (`head` 1 to 6)."""

    runs: Runs
    bullet: str = ""
    level: int = 0
    head: int = 0

    @property
    def text(self) -> str:
        """The words alone."""
        return plain(self.runs)


@dataclass(frozen=True, slots=True)
class Block:
    """One thing on a slide: paragraphs, a table, or a named `:::` block that holds either or other blocks.

    `kind` is `text`, `quote`, `code`, `table` or the name after `:::`; `args` are its bare words, `opts` its
    `key=value` words. `align` has one of `left center right` per column. `children` are the columns of `columns`, each
    a `column`.
    """

    kind: str
    paras: tuple[Para, ...] = ()
    header: tuple[Runs, ...] = ()
    rows: tuple[tuple[Runs, ...], ...] = ()
    align: tuple[str, ...] = ()
    args: tuple[str, ...] = ()
    opts: tuple[tuple[str, str], ...] = ()
    children: "tuple[Block, ...]" = ()

    def option(self, name: str, default: str = "") -> str:
        """The value of `name=`, or `default`."""
        return dict(self.opts).get(name, default)


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide; `meta` are its `<!-- key: value -->` lines, `notes` what the speaker sees, `line` where it starts."""

    title: Runs = ()
    meta: tuple[tuple[str, str], ...] = ()
    blocks: tuple[Block, ...] = ()
    notes: tuple[Block, ...] = ()
    line: int = field(default=1, compare=False)

    def about(self, key: str) -> str:
        """The value of a meta line, or an empty string."""
        return dict(self.meta).get(key, "")

    @property
    def is_internal(self) -> bool:
        """Whether the slide is marked for the vendor's own eyes."""
        return self.about("audience") == INTERNAL


@dataclass(frozen=True, slots=True)
class Deck:
    """A whole document; `meta` is its front matter (`title`, `footer`, `lang`, ...)."""

    meta: tuple[tuple[str, str], ...] = ()
    slides: tuple[Slide, ...] = ()

    def about(self, key: str, default: str = "") -> str:
        """The value of a front matter line, or `default`."""
        return dict(self.meta).get(key, default)


def plain(runs: Runs) -> str:
    """The words of `runs` without their styles."""
    return "".join(run.text for run in runs)


def in_language(slide: Slide, lang: str) -> Slide:
    """The slide with itself and every block knowing the language of what they print, as `lang`."""
    blocks = tuple(_in_language(block, lang) for block in slide.blocks)
    return replace(slide, meta=(("lang", lang), *slide.meta), blocks=blocks)


def _in_language(block: Block, lang: str) -> Block:
    children = tuple(_in_language(child, lang) for child in block.children)
    return replace(block, children=children, opts=(("lang", lang), *block.opts))


def for_audience(deck: Deck, audience: str) -> Deck:
    """What `audience` (`customer` or `internal`) may see: a customer gets no internal slide and no speaker note.

    Of why a slide is open for review they get a word and no reason: that is ours. Every writer is given the result of
    this function and nothing else.
    """
    if audience == INTERNAL:
        return deck
    return replace(deck, slides=tuple(_for_customer(slide) for slide in deck.slides if not slide.is_internal))


TOLD = {"layout", "section", "evidence", "claims", "review", "lang"}
"""What a slide says of itself that a customer's file may hold; any other line is the author's own."""


def _for_customer(slide: Slide) -> Slide:
    meta = tuple((key, _reason(said) if key == "review" else said) for key, said in slide.meta if key in TOLD)
    return replace(slide, meta=meta, notes=())


def _reason(said: str) -> str:
    """A reason for review as a customer's file holds it: nothing of what somebody wrote."""
    return NOT_RECORDED if "not recorded" in said else "for review"


def blocks_within(block: Block) -> Iterator[Block]:
    """`block` and everything it holds, outermost first."""
    yield block
    for child in block.children:
        yield from blocks_within(child)


def texts(deck: Deck) -> Iterator[str]:
    """Every piece of text of the deck, in reading order, options and labels included."""
    yield from (value for _, value in deck.meta)
    for slide in deck.slides:
        yield plain(slide.title)
        yield from (value for _, value in slide.meta)
        for top in (*slide.blocks, *slide.notes):
            yield from (text for block in blocks_within(top) for text in _texts(block))


def _texts(block: Block) -> Iterator[str]:
    yield from (value for _, value in block.opts)
    yield from (para.text for para in block.paras)
    yield from (plain(cell) for row in (block.header, *block.rows) for cell in row)
