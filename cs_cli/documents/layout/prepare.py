"""Blocks brought into the few shapes that get drawn: whatever is a table in disguise becomes a table."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from cs_cli.documents.layout import ring, standing, timeline
from cs_cli.documents.look import theme
from cs_cli.documents.look.labels import fill, heads, labels_in
from cs_cli.documents.source.deck import Block, Para, Run, Runs, plain

DRAWN = {
    "metrics", "cards", "chart", "callout", "asks", "signoff", "facts", "source", "table", "text", "quote", "code",
    "timeline", "ring", "standing",
}  # fmt: skip
_TABLES = {
    "metrics", "chart", "asks", "signoff", "facts", "timeline", "objectives", "health", "stakeholders", "table",
}  # fmt: skip


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


def prepared(block: Block, room: float = theme.ROOM) -> Block:
    """`block`, in this room, as one of the kinds in `DRAWN`, or `columns` of such."""
    if block.kind == "columns":
        rooms = zip(block.children, shares(block, room), strict=True)
        columns = (
            replace(column, children=tuple(prepared(held, wide) for held in column.children)) for column, wide in rooms
        )
        return replace(block, children=tuple(columns))
    if is_empty(block):
        return _empty(block)
    change = _CHANGES.get(block.kind)
    if change:
        return change(block, room)
    return block if block.kind in DRAWN else replace(block, kind="table" if block.rows else "text")


def is_empty(block: Block) -> bool:
    """Whether it is a table without a row, which is shown as a note that nothing is recorded."""
    return block.kind in _TABLES and not block.rows


def _empty(block: Block) -> Block:
    """A note in the place of a table without rows."""
    title = block.option("title")
    words = labels_in(block)
    said = fill(words.nothing_yet_of, title=title) if title else words.nothing_yet
    return Block("callout", (*block.paras, Para((Run(said),))), args=("neutral",))


def _timeline(block: Block, room: float) -> Block:
    return block if timeline.is_drawable(block, room) else timeline_as_table(block)


def timeline_as_table(block: Block) -> Block:
    """The same milestones as rows, for more than a drawing can hold."""
    return _as_table(block, rows=timeline.rows_said(block))


def _cards(block: Block, _room: float) -> Block:
    return block if cards(block) else replace(block, kind="text")


def _as_table(block: Block, *, rows: tuple[tuple[Runs, ...], ...] | None = None,
              opts: tuple[tuple[str, str], ...] = ()) -> Block:  # fmt: skip
    return Block("table", header=block.header, rows=block.rows if rows is None else rows, align=block.align, opts=opts)


def _health(block: Block, _room: float) -> Block:
    """The score as a ring beside the table that makes it."""
    table = _as_table(block, opts=(("bars", ",".join(sorted(heads("score")))),))
    return _beside(ring.of(block), table, "3:9") if ring.is_drawable(block) else table


def _stakeholders(block: Block, _room: float) -> Block:
    """Where people stand, drawn, beside the list of them."""
    table = _as_table(block)
    return _beside(replace(block, kind="standing"), table, "6:6") if standing.is_drawable(block) else table


def _beside(drawn: Block, table: Block, parts: str) -> Block:
    columns = Block("column", children=(drawn,)), Block("column", children=(table,))
    return Block("columns", args=(parts,), children=columns)


def shares(block: Block, room: float) -> tuple[float, ...]:
    """The width of each column of a `columns` block (`columns 7:5`; equal without numbers)."""
    said = [float(part) for part in (block.args[0] if block.args else "").split(":") if part.isdecimal() and int(part)]
    count = len(block.children)
    parts = said if len(said) == count else [1.0] * count
    free = room - theme.COLUMN_GAP * (count - 1)
    return tuple(free * part / sum(parts) for part in parts)


def _objectives(block: Block, _room: float) -> Block:
    """Objective and measure in one cell, the progress as a bar."""
    opts = (("bars", ",".join(sorted(heads("progress")))),)
    first, second = [plain(cell) for cell in (*block.header, (), ())[:2]]
    if first not in heads("objective") or second not in heads("measure"):
        return _as_table(block, opts=opts)
    rows = tuple((_two_lines(row[0], row[1]), *row[2:]) for row in block.rows)
    header = (block.header[0], *block.header[2:])
    return Block("table", header=header, rows=rows, align=(block.align[0], *block.align[2:]), opts=opts)


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


_CHANGES: dict[str, Callable[[Block, float], Block]] = {
    "timeline": _timeline,
    "objectives": _objectives,
    "health": _health,
    "stakeholders": _stakeholders,
    "cards": _cards,
}
