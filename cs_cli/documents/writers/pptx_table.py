"""A table of a slide: rows as high as layout measured them, a line under each, signs and bars in the cells."""

from collections.abc import Iterator
from dataclasses import replace

from cs_cli.documents.layout.frame import Box
from cs_cli.documents.layout.scene import Cell, Rect, Table, Words
from cs_cli.documents.source.deck import Run
from cs_cli.documents.writers.drawingml import fill
from cs_cli.documents.writers.pptx_text import Hand, paragraphs

SIGNS = {"good": "✓", "track": "●", "watch": "▲", "risk": "■", "info": "◆", "neutral": "○"}
_PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_BAR, _BESIDE = 9.0, 10.0
_NO_EDGES = "".join(f'<a:ln{side} w="0"><a:noFill/></a:ln{side}>' for side in ("L", "R", "T"))


def table_grid(item: Table, hand: Hand) -> str:
    """The grid of a table: its columns, its head, its rows."""
    columns = "".join(f'<a:gridCol w="{hand.emu(wide)}"/>' for wide in item.widths)
    rows = "".join(
        _row(cells, high, item, hand, is_head=n == 0)
        for n, (cells, high) in enumerate(zip((item.head, *item.rows), item.heights, strict=True))
    )
    look = f'<a:tblPr firstRow="1"><a:tableStyleId>{_PLAIN}</a:tableStyleId></a:tblPr>'
    return f"<a:tbl>{look}<a:tblGrid>{columns}</a:tblGrid>{rows}</a:tbl>"


def _row(cells: tuple[Cell, ...], high: float, item: Table, hand: Hand, *, is_head: bool) -> str:
    last = len(cells) - 1
    inner = "".join(_cell(cell, item, hand, is_head=is_head, is_last=n == last) for n, cell in enumerate(cells))
    return f'<a:tr h="{hand.emu(high)}">{inner}</a:tr>'


def _cell(cell: Cell, item: Table, hand: Hand, *, is_head: bool, is_last: bool) -> str:
    left = item.bar + _BESIDE if cell.bar is not None else 0.0
    right = 0.0 if is_last else item.gap
    sides = f'marL="{hand.emu(left)}" marR="{hand.emu(right)}" marT="0" marB="0" anchor="ctr"'
    line = fill(hand.paints[item.rule if is_head else item.line])
    edge = f'<a:lnB w="{hand.emu(1.6 if is_head else 1.0)}" cap="flat" cmpd="sng" algn="ctr">{line}</a:lnB>'
    said = paragraphs(tuple(_signed(cell)), hand)
    return (
        f'<a:tc><a:txBody><a:bodyPr wrap="square"/><a:lstStyle/>{said}</a:txBody>'
        f"<a:tcPr {sides}>{_NO_EDGES}{edge}<a:noFill/></a:tcPr></a:tc>"
    )


def _signed(cell: Cell) -> Iterator[Words]:
    """The words of a cell: its sign before the first of them, a figure beside its bar from the left."""
    for n, each in enumerate(cell.words):
        sign = (Run(f"{SIGNS[cell.tone]} "),) if cell.tone and not n else ()
        yield replace(each, runs=(*sign, *each.runs), align="left" if cell.bar is not None else each.align)


def bars_over(item: Table) -> Iterator[Rect]:
    """The bars of a table, which stand over its cells."""
    y = item.box.y + item.heights[0]
    for cells, high in zip(item.rows, item.heights[1:], strict=True):
        x = item.box.x
        for cell, wide in zip(cells, item.widths, strict=True):
            if cell.bar is not None:
                yield from _bar(cell, Box(x, y + high / 2 - _BAR / 2, item.bar, _BAR))
            x += wide
        y += high


def _bar(cell: Cell, box: Box) -> Iterator[Rect]:
    yield Rect(box, "line", _BAR / 2)
    if cell.bar:
        yield Rect(box._replace(wide=max(box.wide * cell.bar / 100, _BAR)), cell.fill, _BAR / 2)
