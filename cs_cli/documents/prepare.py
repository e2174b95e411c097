"""Blocks brought into the few shapes that get drawn: whatever is a table in disguise becomes a table."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from cs_cli.documents import timeline
from cs_cli.documents.deck import Block, Para, Run, Runs, plain

NOTHING = "Nothing recorded yet."
DRAWN = {"metrics", "cards", "chart", "callout", "asks", "signoff", "facts", "source", "table", "text", "quote", "code"}
_TABLES = {"metrics", "chart", "asks", "signoff", "facts", "timeline", "objectives", "health", "table"}


@dataclass(frozen=True, slots=True)
class Tile:
    """One number of a `metrics` block: what it is, its value, what to know about it, and its tone as a status word."""

    name: str
    value: str
    change: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One box of a `cards` block."""

    head: Runs
    paras: tuple[Para, ...]


def prepared(block: Block) -> Block:
    """`block` as one of the kinds in `DRAWN`, or `columns` of such."""
    if block.kind == "columns":
        columns = (replace(column, children=tuple(map(prepared, column.children))) for column in block.children)
        return replace(block, children=tuple(columns))
    if is_empty(block):
        return _empty(block)
    change = _CHANGES.get(block.kind)
    if change:
        return change(block)
    return block if block.kind in DRAWN else replace(block, kind="table" if block.rows else "text")


def is_empty(block: Block) -> bool:
    """Whether it is a table without a row, which is shown as a note that nothing is recorded."""
    return block.kind in _TABLES and not block.rows


def _empty(block: Block) -> Block:
    """A note in the place of a table without rows."""
    title = block.option("title")
    said = f"{title}: {NOTHING[0].lower()}{NOTHING[1:]}" if title else NOTHING
    return Block("callout", (*block.paras, Para((Run(said),))), args=("neutral",))


def _timeline(block: Block) -> Block:
    return block if timeline.is_drawable(block) else timeline_as_table(block)


def timeline_as_table(block: Block) -> Block:
    """The same milestones as rows, for more than a drawing can hold."""
    return _as_table(block, rows=timeline.rows_said(block))


def _cards(block: Block) -> Block:
    return block if cards(block) else replace(block, kind="text")


def _as_table(block: Block, *, rows: tuple[tuple[Runs, ...], ...] | None = None,
              opts: tuple[tuple[str, str], ...] = ()) -> Block:  # fmt: skip
    return Block("table", header=block.header, rows=block.rows if rows is None else rows, align=block.align, opts=opts)


def _objectives(block: Block) -> Block:
    """Objective and measure in one cell, the progress as a bar."""
    names = [plain(cell) for cell in block.header]
    if names[:2] != ["Objective", "Measure"]:
        return _as_table(block, opts=(("bars", "Progress"),))
    rows = tuple((_two_lines(row[0], row[1]), *row[2:]) for row in block.rows)
    header = (block.header[0], *block.header[2:])
    return Block(
        "table", header=header, rows=rows, align=(block.align[0], *block.align[2:]), opts=(("bars", "Progress"),)
    )


def _two_lines(first: Runs, second: Runs) -> Runs:
    return (*(replace(run, bold=True) for run in first), Run("\n"), *second)


def tiles(block: Block) -> tuple[Tile, ...]:
    """The numbers of a `metrics` block."""
    return tuple(Tile(*(plain(cell) for cell in (row + ((),) * 4)[:4])) for row in block.rows)


def cards(block: Block) -> tuple[Card, ...]:
    """The boxes of a `cards` block: each heading starts one; what stands before the first has a box of its own."""
    found: list[Card] = []
    for para in block.paras:
        if para.head or not found:
            found.append(Card(para.runs if para.head else (), ()))
        if not para.head:
            found[-1] = replace(found[-1], paras=(*found[-1].paras, para))
    return tuple(found)


def cards_as_text(block: Block) -> Block:
    """The same words as running text, for cards too long to stand side by side."""
    return Block("text", tuple(replace(para, head=3) if para.head else para for para in block.paras))


_CHANGES: dict[str, Callable[[Block], Block]] = {
    "timeline": _timeline,
    "objectives": _objectives,
    "health": lambda block: _as_table(block, opts=(("bars", "Score"),)),
    "cards": _cards,
}
