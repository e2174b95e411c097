"""Plain Markdown between the `:::` fences, read into paragraphs, lists and tables."""

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from cs_cli.documents.source.deck import Block, Para, Run, Runs

_OFF = ["lheading", "code", "reference", "image", "hr"]
_LINKS = ("http://", "https://", "mailto:")
_ALIGN = {"text-align:left": "left", "text-align:center": "center", "text-align:right": "right"}


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable(_OFF)


@lru_cache(maxsize=1024)
def blocks_of(source: str) -> tuple[Block, ...]:
    """The blocks of a piece of Markdown: neighbouring paragraphs and lists are one `text` block."""
    return tuple(_joined(_Tokens(_reader().parse(source)).blocks()))


def _joined(blocks: Iterable[Block]) -> Iterator[Block]:
    held: tuple[Para, ...] = ()
    for block in blocks:
        if block.kind == "text":
            held += block.paras
            continue
        if held:
            yield Block("text", held)
        held = ()
        yield block
    if held:
        yield Block("text", held)


class _Tokens:
    """A walk over markdown-it's flat list of tokens."""

    def __init__(self, tokens: list[Token]) -> None:
        self._left = iter(tokens)

    def blocks(self, until: str = "") -> Iterator[Block]:
        for token in self._left:
            if token.type == until:
                return
            yield from self._block(token)

    def _block(self, token: Token) -> Iterator[Block]:
        if token.type == "table_open":
            yield self._table()
        elif token.type == "blockquote_open":
            inner = tuple(self.blocks("blockquote_close"))
            yield Block("quote", tuple(para for block in inner for para in block.paras))
            yield from (block for block in inner if block.kind == "table")
        elif token.type == "fence":
            yield Block("code", (Para((Run(token.content.rstrip("\n")),)),), args=tuple(token.info.split()))
        elif token.type in {"bullet_list_open", "ordered_list_open"}:
            yield from self._list(token, 0)
        elif token.type == "heading_open":
            yield Block("text", (Para(self._runs(), head=int(token.tag[1])),))
        elif token.type == "paragraph_open":
            yield Block("text", (Para(self._runs()),))

    def _runs(self) -> Runs:
        return runs_of(next(self._left).children or [])

    def _list(self, opening: Token, level: int) -> Iterator[Block]:
        number = int(opening.attrGet("start") or 1)
        numbered = opening.type == "ordered_list_open"
        for token in self._left:
            if token.type == opening.type.replace("_open", "_close"):
                return
            if token.type == "list_item_open":
                yield from self._item(f"{number}." if numbered else "-", level)
                number += 1

    def _item(self, bullet: str, level: int) -> Iterator[Block]:
        for token in self._left:
            if token.type == "list_item_close":
                return
            if token.type in {"paragraph_open", "heading_open"}:
                yield Block("text", (Para(self._runs(), bullet, level + (not bullet)),))
                bullet = ""
            elif token.type in {"bullet_list_open", "ordered_list_open"}:
                yield from self._list(token, level + 1)
            else:
                yield from self._block(token)

    def _table(self) -> Block:
        rows: list[list[Runs]] = []
        align: list[str] = []
        for token in self._left:
            if token.type == "table_close":
                break
            if token.type == "tr_open":
                rows.append([])
            elif token.type in {"th_open", "td_open"}:
                rows[-1].append(self._runs())
                align.append(_ALIGN.get(str(token.attrGet("style")), "left"))
        header = tuple(rows[0])
        return Block("table", header=header, rows=tuple(map(tuple, rows[1:])), align=tuple(align[: len(header)]))


def runs_of(tokens: Iterable[Token]) -> Runs:
    """Inline tokens as runs; neighbours of the same style are one run."""
    runs: list[Run] = []
    for run in _styled(tokens):
        same = runs and _style(runs[-1]) == _style(run)
        runs[-1:] = [_merged(runs[-1], run)] if same else [*runs[-1:], run]
    return tuple(runs)


def _style(run: Run) -> tuple[bool, bool, bool, bool, str]:
    return run.bold, run.italic, run.code, run.strike, run.link


def _merged(first: Run, second: Run) -> Run:
    return Run(first.text + second.text, *_style(first))


_SWITCHES = {"strong": 0, "em": 1, "s": 2}


def _styled(tokens: Iterable[Token]) -> Iterator[Run]:
    depth, link = [0, 0, 0], ""
    for token in tokens:
        name, _, edge = token.type.rpartition("_")
        if name in _SWITCHES:
            depth[_SWITCHES[name]] += 1 if edge == "open" else -1
        elif name == "link":
            link = _allowed(str(token.attrGet("href") or "")) if edge == "open" else ""
        elif text := "\n" if token.type == "hardbreak" else " " if token.type == "softbreak" else token.content:
            bold, italic, strike = map(bool, depth)
            yield Run(text, bold, italic, token.type == "code_inline", strike, link)


def _allowed(address: str) -> str:
    return address if address.lower().startswith(_LINKS) else ""
