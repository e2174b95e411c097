"""Markdown source, as a template writes it and a person edits it, read into a `Deck`.

Front matter and slides stand between `---` lines, `<!-- key: value -->` says something about a slide,
`::: name` … `:::` is a block. A `columns` block holds other blocks, its columns divided by `+++`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, NoReturn

from cs_cli.documents.layout.charts import number
from cs_cli.documents.source.deck import CUSTOMER, INTERNAL, Block, Deck, Para, Run, Runs, Slide, blocks_within, plain
from cs_cli.documents.source.escape import clean_source
from cs_cli.documents.source.inline import blocks_of
from cs_cli.errors import BadDataError

_BREAK = re.compile(r"-{3,}\s*$")
_CODE = re.compile(r" {0,3}(`{3,}|~{3,})")
_OPEN = re.compile(r":{3,}\s*([\w-]+)(.*)$")
_CLOSE = re.compile(r":{3,}\s*$")
_INDENTED = re.compile(r"[ >*+-]+:{3,}")
NOTES = "notes"
_COLUMN = re.compile(r"\+{3,}\s*$")
_PAIR = re.compile(r"([\w.-]+)\s*:\s*(.*)$", re.DOTALL)
_WORD = re.compile(r"""(?:([\w-]+)=)?(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))""")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"\s*(?:#.*)?$')
_BACKSLASHED = re.compile(r"\\(.)")


class _Line(NamedTuple):
    number: int
    text: str


@dataclass(frozen=True)
class _Source:
    """The lines of a document and its name for error messages."""

    name: str

    def wrong(self, line: int, what: str, *hints: str) -> NoReturn:
        raise BadDataError(f"{self.name}, line {line}: {what}", *hints)


def parse(source: str, name: str = "document") -> Deck:
    """The deck that `source` describes; BadDataError names the line (and `name`) of what cannot be read."""
    where = _Source(name)
    lines = [_Line(n, clean_source(text)) for n, text in enumerate(source.splitlines(), 1)]
    meta, body = _front_matter(lines, where)
    return Deck(meta, tuple(_slide(part, where) for part in _parts(body) if any(line.text.strip() for line in part)))


def _front_matter(lines: list[_Line], where: _Source) -> tuple[tuple[tuple[str, str], ...], list[_Line]]:
    if not lines or not _BREAK.match(lines[0].text):
        return (), lines
    end = next((n for n, line in enumerate(lines[1:], 1) if _BREAK.match(line.text)), None)
    if end is None:
        where.wrong(1, "the front matter is not closed", "Close it with a line of three dashes.")
    said = [line for line in lines[1:end] if line.text.strip() and not line.text.lstrip().startswith("#")]
    return tuple(_meta(line, where) for line in said), lines[end + 1 :]


def _meta(line: _Line, where: _Source) -> tuple[str, str]:
    pair = _PAIR.match(line.text.strip())
    if not pair:
        where.wrong(line.number, f'"{line.text.strip()}" is not "key: value"')
    key, value = pair[1].casefold(), pair[2].strip()
    quoted = _QUOTED.match(value)
    value = quoted[1] if quoted else value.split(" #")[0].strip()
    value = _unescaped(value)
    if key == "audience" and value not in {CUSTOMER, INTERNAL}:
        where.wrong(line.number, f'audience is "customer" or "internal", not "{value}"')
    return key, value


def _unescaped(text: str) -> str:
    return _BACKSLASHED.sub(r"\1", text)


def _parts(lines: list[_Line]) -> Iterator[list[_Line]]:
    part: list[_Line] = []
    for line, in_code in _with_code(lines):
        if not in_code and _BREAK.match(line.text):
            yield part
            part = []
        else:
            part.append(line)
    yield part


def _with_code(lines: Sequence[_Line]) -> Iterator[tuple[_Line, bool]]:
    """Each line, and whether it belongs to a code fence."""
    fence = ""
    for line in lines:
        mark = _CODE.match(line.text)
        yield line, bool(fence or mark)
        if not fence and mark:
            fence = mark[1]
        elif fence and mark and mark[1].startswith(fence):
            fence = ""


def _slide(lines: list[_Line], where: _Source) -> Slide:
    meta, rest = _comments(lines, where)
    blocks = _Fences(rest, where).blocks()
    title, blocks = _titled(blocks)
    notes = tuple(replace(held, kind="text") for block in blocks for held in blocks_within(block) if held.kind == NOTES)
    start = next(line.number for line in lines if line.text.strip())
    return Slide(title, meta, _without_notes(blocks), notes, start)


def _without_notes(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks, and those within their columns, that are no notes."""
    kept = (block for block in blocks if block.kind != NOTES)
    return tuple(replace(block, children=_without_notes(block.children)) if block.children else block for block in kept)


def _comments(lines: list[_Line], where: _Source) -> tuple[tuple[tuple[str, str], ...], list[_Line]]:
    """What `<!-- key: value -->` lines say, and the other lines; any other comment is dropped."""
    meta: list[tuple[str, str]] = []
    rest: list[_Line] = []
    comment: list[_Line] = []
    for line, in_code in _with_code(lines):
        if not comment and (in_code or not line.text.startswith("<!--")):
            rest.append(line)
            continue
        comment.append(line)
        if "-->" in line.text:
            said = "\n".join(part.text for part in comment)[4:].split("-->")[0].strip()
            if len(comment) == 1 and _PAIR.match(said):
                meta.append(_meta(_Line(line.number, said), where))
            comment = []
    if comment:
        where.wrong(comment[0].number, "the comment is not closed", "Close it with -->.")
    return tuple(meta), rest


def _titled(blocks: tuple[Block, ...]) -> tuple[Runs, tuple[Block, ...]]:
    """The first `#` heading, and the blocks without it."""
    for n, block in enumerate(blocks):
        for m, para in enumerate(block.paras if block.kind == "text" else ()):
            if para.head == 1:
                left = replace(block, paras=block.paras[:m] + block.paras[m + 1 :])
                return para.runs, (*blocks[:n], *((left,) if left.paras else ()), *blocks[n + 1 :])
    return (), blocks


class _Fences:
    """A walk over the lines of one slide that understands `:::`."""

    def __init__(self, lines: list[_Line], where: _Source) -> None:
        self._where = where
        self._left = iter(list(_with_code(lines)))

    def blocks(self) -> tuple[Block, ...]:
        found: list[Block] = []
        text: list[_Line] = []
        for line, in_code in self._left:
            if not in_code and _INDENTED.match(line.text):
                self._where.wrong(
                    line.number, '":::" stands at the beginning of its line', "Take away what is before it."
                )
            if in_code or not line.text.startswith(":::"):
                text.append(line)
                continue
            found += _leaf(text)
            text = []
            found.append(self._named(line))
        return (*found, *_leaf(text))

    def _named(self, line: _Line) -> Block:
        opening = _OPEN.match(line.text)
        if not opening:
            self._where.wrong(line.number, '":::" closes a block, but none is open')
        args, opts = _words(opening[2])
        kind = opening[1].casefold()
        block = Block(NOTES if kind == "note" else kind, args=args, opts=opts)
        return self._columns(line, block) if block.kind == "columns" else self._data(line, block)

    def _columns(self, opening: _Line, block: Block) -> Block:
        columns: list[list[Block]] = [[]]
        text: list[_Line] = []
        for line, in_code in self._left:
            closes = not in_code and _CLOSE.match(line.text)
            divides = not in_code and _COLUMN.match(line.text)
            opens = not in_code and _OPEN.match(line.text)
            if not (closes or divides or opens):
                text.append(line)
                continue
            columns[-1] += _leaf(text)
            text = []
            if closes:
                return replace(block, children=tuple(Block("column", children=tuple(held)) for held in columns))
            if divides:
                columns.append([])
            else:
                columns[-1].append(self._named(line))
        return self._unclosed(opening, block)

    def _data(self, opening: _Line, block: Block) -> Block:
        text: list[_Line] = []
        for line, in_code in self._left:
            if not in_code and _CLOSE.match(line.text):
                return self._filled(opening, block, _leaf(text))
            if not in_code and _OPEN.match(line.text):
                self._where.wrong(
                    line.number,
                    f"{_said(block)} (line {opening.number}) cannot hold another block",
                    f'Close it with ":::" before line {line.number}; only columns hold blocks.',
                )
            text.append(line)
        return self._unclosed(opening, block)

    def _unclosed(self, opening: _Line, block: Block) -> NoReturn:
        self._where.wrong(opening.number, f"{_said(block)} is not closed", 'Close it with ":::" on a line of its own.')

    def _filled(self, opening: _Line, block: Block, held: tuple[Block, ...]) -> Block:
        """A named block with the paragraphs and the table found between its fences."""
        tables = [inner for inner in held if inner.kind == "table"]
        if len(tables) > 1:
            self._where.wrong(opening.number, f"{_said(block)} holds {len(tables)} tables, and can hold one")
        table = tables[0] if tables else Block("table")
        if block.kind == "chart":
            self._check_numbers(opening, table)
        paras = tuple(para for inner in held for para in _as_paras(inner))
        return replace(block, paras=paras, header=table.header, rows=table.rows, align=table.align)

    def _check_numbers(self, opening: _Line, table: Block) -> None:
        for cell in (plain(cell) for row in table.rows for cell in row[1:]):
            if cell.strip() and number(cell) is None:
                self._where.wrong(opening.number, f'::: chart: "{cell}" is not a number', "A blank cell is a gap.")


def _said(block: Block) -> str:
    return f"::: {block.kind}"


def _words(said: str) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """The bare words and the `key=value` pairs after a block's name."""
    found = [(m[1] or "", _unescaped(m[2]) if m[2] is not None else m[3]) for m in _WORD.finditer(said)]
    return tuple(value for key, value in found if not key), tuple((key, value) for key, value in found if key)


def _leaf(lines: list[_Line]) -> tuple[Block, ...]:
    source = "\n".join(line.text for line in lines)
    return blocks_of(source) if source.strip() else ()


def _as_paras(block: Block) -> tuple[Para, ...]:
    if block.kind != "code":
        return block.paras
    return tuple(replace(para, runs=(Run(para.text, code=True),)) for para in block.paras)
