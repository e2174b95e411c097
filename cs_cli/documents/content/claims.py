"""What a document says, claim by claim, with the rows on record that each rests on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cs_cli.documents.layout.prepare import tiles
from cs_cli.documents.source.deck import Block, Deck, Slide, blocks_within, plain

EVIDENCE = "evidence"
"""What a slide says of itself: on which evidence of the context it rests, by name, with commas."""
BACKED, UNVERIFIED, OPEN = "backed", "unverified", "review"
_NO_CLAIM = {"source", "facts", "signoff", "asks", "code"}
_COVER, _NONE = "title", "none"


@dataclass(frozen=True, slots=True)
class Source:
    """Rows of one system: what was asked of them, of which days, read when; `stale` says why they are old."""

    name: str
    system: str
    field: str
    window: str
    read_on: str
    rule: str
    stale: str
    rows: tuple[Mapping[str, Any], ...]

    @property
    def said(self) -> str:
        """`support desk · priority · Q3 2026`."""
        return " · ".join(filter(None, (self.system, self.field, self.window)))


@dataclass(frozen=True, slots=True)
class Claim:
    """Something that slide `slide` (from 1) says: its `kind` is title, tile, finding or row."""

    slide: int
    section: str
    kind: str
    said: str
    sources: tuple[Source, ...]
    review: str = ""

    @property
    def state(self) -> str:
        """Whether it is `backed`, rests on nothing (`unverified`), or waits for somebody to look (`review`)."""
        return OPEN if self.review else BACKED if self.sources else UNVERIFIED


def claims_of(deck: Deck, evidence: Mapping[str, Mapping[str, Any]], reviews: Mapping[int, str]) -> list[Claim]:
    """Every claim of a deck, in its order.

    `evidence` is what the context holds under that name; `reviews` says why slides, by number, are open for review.
    """
    return [
        Claim(n, slide.about("section"), kind, said, sources, reviews.get(n, ""))
        for n, slide in enumerate(deck.slides, 1)
        if slide.about("layout") != _COVER and slide.about("claims") != _NONE
        for sources in [tuple(_sources(slide, evidence))]
        for kind, said in _said(slide)
    ]


def _sources(slide: Slide, evidence: Mapping[str, Mapping[str, Any]]) -> Iterator[Source]:
    names = (name.strip() for name in slide.about(EVIDENCE).split(","))
    for name in names:
        if held := evidence.get(name):
            words = {key: str(held.get(key) or "") for key in ("system", "field", "window", "read_on", "rule", "stale")}
            yield Source(name=name, rows=tuple(held.get("rows") or ()), **words)


def _said(slide: Slide) -> Iterator[tuple[str, str]]:
    if title := plain(slide.title):
        yield "title", title
    for top in slide.blocks:
        for block in blocks_within(top):
            yield from () if block.kind in _NO_CLAIM else _of_block(block)


def _of_block(block: Block) -> Iterator[tuple[str, str]]:
    if block.kind == "metrics":
        yield from (("tile", _joined((tile.name, tile.value, tile.change))) for tile in tiles(block))
        return
    yield from (("finding", para.text) for para in block.paras if not para.head and para.text.strip())
    yield from (("row", _joined([plain(cell) for cell in row])) for row in block.rows)


def _joined(cells: Sequence[str]) -> str:
    return " · ".join(" ".join(cell.split()) for cell in cells if cell.strip())
