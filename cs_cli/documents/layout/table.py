"""A table as a thing of a scene: its columns and rows measured, its status words with signs, its bars."""

from cs_cli.documents.layout import charts, sizes
from cs_cli.documents.layout.frame import Box
from cs_cli.documents.layout.measure import REGULAR, SEMIBOLD
from cs_cli.documents.layout.scene import Cell, Style, Table, Words
from cs_cli.documents.layout.setting import Ground
from cs_cli.documents.layout.sizes import Look
from cs_cli.documents.look import theme
from cs_cli.documents.source.deck import Block, Run, Runs, plain

_SUB = 0.86
_FIGURES, _SHORTEST = "100%", 24.0


def table_of(block: Block, box: Box, look: Look, ground: Ground) -> Table:
    """The table of a prepared block; a cell that takes too many lines is shortened."""
    wides = sizes.column_widths(block, box.wide, look)
    heights = (sizes.head_height(block, box.wide, look), *sizes.row_heights(block, box.wide, look))
    head = tuple(
        Cell((Words(cell, Style(theme.CAPTION, ground.muted, SEMIBOLD, 1.3), _align(block, n), strong=""),))
        for n, cell in enumerate(block.header)
    )
    rows = tuple(_row(block, row, wides, look, ground) for row in block.rows)
    return Table(
        Box(box.x, box.y, box.wide, sum(heights)), wides, heights, head, rows, look.pad, theme.CELL_GAP,
        _bar_wide(block, wides, look), ground.line, ground.rule,
    )  # fmt: skip


def _bar_wide(block: Block, wides: tuple[float, ...], look: Look) -> float:
    """How wide bars are: as they like, or what their column leaves beside the figures."""
    figures = look.face.width(_FIGURES, look.step.table, SEMIBOLD) + theme.CELL_GAP
    rooms = (wide - figures - theme.CELL_GAP for n, wide in enumerate(wides) if sizes.is_bar(block, n))
    return max(min(sizes.BAR_WIDTH, *rooms, sizes.BAR_WIDTH), _SHORTEST)


def _align(block: Block, n: int) -> str:
    return "left" if sizes.is_bar(block, n) else block.align[n]


def _row(block: Block, row: tuple[Runs, ...], wides: tuple[float, ...], look: Look, ground: Ground) -> tuple[Cell, ...]:
    tone = next((theme.tone_of(plain(cell)) for n, cell in enumerate(row) if sizes.is_pill(block, n)), "")
    return tuple(_cell(block, n, cell, wides[n], tone, look, ground) for n, cell in enumerate(row))


def _cell(block: Block, n: int, cell: Runs, wide: float, tone: str, look: Look, ground: Ground) -> Cell:  # noqa: PLR0913, PLR0917  a cell depends on its table, its row and its page
    size = look.step.table
    colour = ground.ink if n == 0 else ground.body
    if sizes.is_pill(block, n) and (own := theme.tone_of(plain(cell))):
        style = Style(size, ground.tone("good" if own == "track" else own), SEMIBOLD, theme.CELL_LINE, theme.TRACK_TEXT)
        return Cell((Words(cell, style, strong=""),), tone=own)
    style = Style(size, colour, REGULAR, theme.CELL_LINE, theme.TRACK_TEXT)
    share = charts.number(plain(cell)) if sizes.is_bar(block, n) else None
    if share is not None:
        strong = Style(size, ground.ink, SEMIBOLD, theme.CELL_LINE)
        fill = "good" if tone == "track" else tone or "c1"
        return Cell((Words(cell, strong, "right", strong=""),), bar=min(max(share, 0.0), 100.0), fill=fill)
    said = _shortened(cell, wide, look) if sizes.cell_lines(cell, wide, look) > theme.CELL_LINES else cell
    return Cell(_paragraphs(said, style, _align(block, n), ground))


def _paragraphs(cell: Runs, style: Style, align: str, ground: Ground) -> tuple[Words, ...]:
    """A cell's lines; what stands under a bold first line is set smaller and lighter."""
    lines: list[list[Run]] = [[]]
    for run in cell:
        first, *further = run.text.split("\n")
        lines[-1].append(_with(run, first))
        lines += [[_with(run, part)] for part in further]
    under = Style(style.size * _SUB, ground.muted, style.weight, style.leading / _SUB, style.tracking)
    is_sub = len(lines) > 1 and all(run.bold for run in lines[0] if run.text)
    return tuple(
        Words(tuple(line), under if n and is_sub else style, align, strong=ground.ink) for n, line in enumerate(lines)
    )


def _with(run: Run, text: str) -> Run:
    return Run(text, run.bold, run.italic, run.code, run.strike, run.link)


def _shortened(cell: Runs, wide: float, look: Look) -> Runs:
    said, room = plain(cell).replace("\n", " "), max(wide - theme.CELL_GAP, 8.0) * sizes.SAFETY
    return (Run(look.face.in_lines(said, look.step.table, room, theme.CELL_LINES)),)
