"""Slides laid out as pages: how dense, how high each block stands, and what goes over to a further page.

Every writer with fixed pages starts from here, so what fits is decided once.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import product

from cs_cli.documents.layout import charts, sizes
from cs_cli.documents.layout.frame import SHEET, Frame
from cs_cli.documents.layout.measure import DISPLAY
from cs_cli.documents.layout.prepare import cards_as_text, prepared, shares, timeline_as_table
from cs_cli.documents.layout.sizes import Look
from cs_cli.documents.look import theme
from cs_cli.documents.look.labels import ENGLISH, Labels, fill, labels_of
from cs_cli.documents.source.deck import Block, Deck, Para, Run, Slide, in_language, plain

COVER = "title"
_WHOLE: dict[str, Callable[[Block], Block]] = {
    "cards": cards_as_text,
    "timeline": timeline_as_table,
    "chart": lambda block: block,
}
"""Blocks that go to a page of their own before they are cut, and what is then cut in their place."""
_COVER_LINES, _TITLE_LINES = 3, 2
_COMPANY = 2
"""The fewest rows of a table on one page, where it goes on over several."""


@dataclass(frozen=True, slots=True)
class Place:
    """A block with the width and height it was given; `columns` are the places within a `columns` block."""

    block: Block
    wide: float
    high: float
    columns: "tuple[tuple[Place, ...], ...]" = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One page of `parts` that a slide takes, the `part`th (from 1), set at `look` with its title at `title_size`."""

    slide: Slide
    title: str
    title_size: float
    look: Look
    places: tuple[Place, ...]
    part: int = 1
    parts: int = 1

    @property
    def is_cover(self) -> bool:
        """Whether it is a title page."""
        return self.slide.about("layout") == COVER

    @property
    def words(self) -> Labels:
        """What is printed on it of our own accord."""
        return labels_of(self.slide.about("lang") or ENGLISH)

    @property
    def label(self) -> str:
        """The small line over the title: the section, and which page of it this is where it takes several."""
        part = fill(self.words.part, n=self.part, count=self.parts) if self.parts > 1 else ""
        return " · ".join(filter(None, (self.slide.about("section"), part)))


def pages(deck: Deck, frame: Frame = SHEET) -> tuple[Page, ...]:
    """Every page of the deck in order, laid out on sheets of `frame`."""
    lang = deck.about("lang") or ENGLISH
    slides = deck.slides if lang == ENGLISH else (in_language(slide, lang) for slide in deck.slides)
    return tuple(page for slide in slides for page in _pages(slide, frame))


def _pages(slide: Slide, frame: Frame) -> tuple[Page, ...]:
    if slide.about("layout") == COVER:
        return (_cover(slide, frame),)
    title, size, high = _title(slide, frame)
    wide, room = frame.area.wide, frame.area.high - high
    blocks = tuple(prepared(block, wide) for block in slide.blocks)
    look = _look(blocks, room, frame)
    if look:
        return (Page(slide, title, size, look, _placed(blocks, wide, room, look)),)
    look = Look(theme.STEPS[theme.COMFORT + 1], theme.CELL_PADS[2], frame)
    room -= 0 if slide.about("section") else theme.LABEL_LINE + theme.LABEL_GAP
    parts = _divided(blocks, room, look)
    return tuple(
        Page(slide, title, size, look, _placed(part, wide, room, look), n, len(parts))
        for n, part in enumerate(parts, 1)
    )


def _title(slide: Slide, frame: Frame) -> tuple[str, float, float]:
    """The title as it fits in two lines, its size, and the height that it takes of the area."""
    said = plain(slide.title)
    if frame.title:
        return *_fitting(said, frame.title.wide, frame.title.high, frame), 0.0
    label = theme.LABEL_LINE + theme.LABEL_GAP if slide.about("section") else 0
    if not said:
        return "", theme.TITLE_SIZES[0], label + theme.TITLE_GAP / 2
    said, size = _fitting(said, frame.area.wide, frame.high, frame)
    count = min(_title_lines(said, size, frame.area.wide, frame), _TITLE_LINES)
    return said, size, label + count * size * theme.TITLE_LINE + theme.TITLE_GAP


def _fitting(said: str, wide: float, high: float, frame: Frame) -> tuple[str, float]:
    """The title in the largest size that takes one line, or two, in this room; shortened where none does."""
    one = [(size, 1) for size in theme.TITLE_SIZES[:2]]
    for size, most in (*one, *((size, _TITLE_LINES) for size in theme.TITLE_SIZES)):
        count = _title_lines(said, size, wide, frame)
        if count <= most and count * size * theme.TITLE_LINE <= high:
            return said, size
    most = _TITLE_LINES if _TITLE_LINES * size * theme.TITLE_LINE <= high else 1
    return frame.face.in_lines(said, size, wide * sizes.SAFETY, most, DISPLAY, theme.TRACK_TITLE), size


def _title_lines(said: str, size: float, room: float, frame: Frame) -> int:
    return frame.face.lines(said, size, room * sizes.SAFETY, DISPLAY, theme.TRACK_TITLE)


def _cover(slide: Slide, frame: Frame) -> Page:
    """A title page: the name as large as three lines allow, the lines under it, the facts at the foot."""
    said, wide = plain(slide.title), frame.cover_room
    fitting = (size for size in theme.COVER_SIZES if _title_lines(said, size, wide, frame) <= _COVER_LINES)
    size = next(fitting, theme.COVER_SIZES[-1])
    said = frame.face.in_lines(said, size, wide * sizes.SAFETY, _COVER_LINES, DISPLAY, theme.TRACK_TITLE)
    look = Look(theme.STEPS[0], theme.CELL_PADS[0], frame)
    blocks = (prepared(block, frame.area.wide) for block in slide.blocks)
    places = tuple(Place(block, frame.area.wide, 0) for block in blocks)
    return Page(slide, said, size, look, places)


def _look(blocks: Sequence[Block], room: float, frame: Frame) -> Look | None:
    """The roomiest look in which everything fits on one page: large type first, then generous rows."""
    for steps, wish in product((theme.STEPS[: theme.COMFORT + 1], theme.STEPS), (0.55, 0.0)):
        for step in steps:
            fitting = [pad for pad in theme.CELL_PADS if _need(blocks, Look(step, pad, frame), wish) <= room]
            if fitting:
                return Look(step, fitting[-1], frame)
    return None


def _need(blocks: Sequence[Block], look: Look, wish: float) -> float:
    """The height blocks need when drawings get `wish` of the way to their best; cards rather hold larger type."""
    size = sizes.stack(blocks, look.frame.area.wide, look)
    held = (sizes.height(block, look.frame.area.wide, look) for block in blocks if block.kind == "cards")
    return size.least + (size.wish - size.least - sum(card.wish - card.least for card in held)) * wish


def _placed(blocks: Sequence[Block], wide: float, room: float, look: Look) -> tuple[Place, ...]:
    """Blocks under each other; spare height goes to those that wish for it, then to charts, which fill any room."""
    needs = [sizes.height(block, wide, look) for block in blocks]
    spare = max(0.0, room - sum(need.least for need in needs) - theme.BLOCK_GAP * max(len(blocks) - 1, 0))
    wished = sum(need.wish - need.least for need in needs)
    granted = min(1.0, spare / wished) if wished else 0.0
    endless = [n for n, block in enumerate(blocks) if _is_endless(block)]
    more = max(0.0, spare - wished) / len(endless) if endless else 0.0
    high = [
        need.least + (need.wish - need.least) * granted + (more if n in endless else 0.0)
        for n, need in enumerate(needs)
    ]
    return tuple(_place(block, wide, tall, look) for block, tall in zip(blocks, high, strict=True))


def _is_endless(block: Block) -> bool:
    if block.kind == "columns":
        return any(_is_endless(held) for column in block.children for held in column.children)
    return block.kind == "chart" and charts.chart_of(block).kind != "hbar"


def _place(block: Block, wide: float, high: float, look: Look) -> Place:
    if block.kind != "columns":
        return Place(block, wide, high)
    rooms = zip(block.children, shares(block, wide), strict=True)
    return Place(block, wide, high, tuple(_placed(column.children, room, high, look) for column, room in rooms))


def _divided(blocks: Sequence[Block], room: float, look: Look) -> list[list[Block]]:
    """Blocks dealt out to as many pages as they need, a lone table in even parts, a last source line with the last."""
    flat = [held for block in blocks for held in _flat(block)]
    if len(flat) > 1 and flat[-1].kind == "source":
        high = sizes.height(flat[-1], look.frame.area.wide, look).least + theme.BLOCK_GAP
        *others, last = _divided(flat[:-1], room - high, look)
        return [*others, [*last, flat[-1]]]
    parts = _dealt(flat, room, look)
    if len(flat) > 1:
        return parts
    tighter = [room * share / 20 for share in range(19, 4, -1)]
    even = parts
    for less in tighter:
        again = _dealt(flat, less, look)
        if len(again) > len(parts):
            break
        even = again
    return even


def _flat(block: Block) -> tuple[Block, ...]:
    return tuple(held for column in block.children for held in column.children) if block.children else (block,)


def _dealt(blocks: Sequence[Block], room: float, look: Look) -> list[list[Block]]:
    done: list[list[Block]] = [[]]
    left = room
    waiting = list(blocks)
    while waiting:
        block = waiting.pop(0)
        need = sizes.height(block, look.frame.area.wide, look).least
        if need <= left:
            done[-1].append(block)
            left -= need + theme.BLOCK_GAP
            continue
        fresh = not done[-1]
        head, rest = _cut(block, left, look, force=fresh)
        waiting[:0] = rest
        if head:
            done[-1].append(head)
        if waiting and (head or not fresh):
            done.append([])
            left = room
    return done


def _cut(block: Block, room: float, look: Look, *, force: bool) -> tuple[Block | None, list[Block]]:
    """The part of `block` that fits in `room`, and what is left of it.

    With `force`, where not even its first piece fits, that piece alone, to be cut smaller or to stay as it is.
    """
    if block.kind in _WHOLE:
        if not force:
            return None, [block]
        block = _WHOLE[block.kind](block)
    pieces = _pieces(block)
    count = bisect_right(range(1, pieces), room, key=lambda n: _part_height(block, n, look)) if pieces else 0
    count = _without_strays(count, pieces, force=force) if block.rows else count
    if count:
        return _taken(block, 0, count, look), [_taken(block, count, pieces, look)]
    if not force:
        return None, [block]
    if pieces > 1:
        return None, [_taken(block, 0, 1, look), _taken(block, 1, pieces, look)]
    return _halves(block)


def _without_strays(count: int, pieces: int, *, force: bool) -> int:
    """How many rows of `pieces` stay here where `count` fit, so that none stands alone; `force` keeps some at least."""
    together = min(count, pieces - _COMPANY)
    return together if together >= _COMPANY else count * force


def _halves(block: Block) -> tuple[Block | None, list[Block]]:
    """A single paragraph too long for a page, in two halves; anything else stays whole."""
    said = block.paras[0].text if len(block.paras) == 1 else ""
    between = next((gap for gap in ("\n", " ") if gap in said), "")
    words = said.split(between) if between else list(said)
    if len(words) < 2:  # noqa: PLR2004  one letter has no halves
        return block, []
    halves = words[: len(words) // 2], words[len(words) // 2 :]
    return None, [replace(block, paras=(_reworded(block.paras[0], between.join(half)),)) for half in halves]


def _reworded(para: Para, text: str) -> Para:
    return replace(para, runs=(Run(text),))


def _pieces(block: Block) -> int:
    return len(block.rows) if block.rows else len(block.paras)


def _part_height(block: Block, count: int, look: Look) -> float:
    return sizes.height(_taken(block, 0, count, look), look.frame.area.wide, look).least


def _taken(block: Block, start: int, end: int, look: Look) -> Block:
    if block.rows:
        return replace(block, rows=block.rows[start:end], opts=_with_widths(block, look))
    return replace(block, paras=block.paras[start:end])


def _with_widths(block: Block, look: Look) -> tuple[tuple[str, str], ...]:
    """The options with the widths of the whole table, so that all its parts stand alike."""
    if block.kind != "table" or block.option("widths"):
        return block.opts
    wides = sizes.column_widths(block, look.frame.area.wide, look)
    return (*block.opts, ("widths", ",".join(f"{wide:.1f}" for wide in wides)))
