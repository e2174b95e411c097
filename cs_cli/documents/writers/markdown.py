"""A deck as the Markdown it was read from: `parse` of the result is the same deck again."""

import re
from collections.abc import Iterable, Iterator

from cs_cli.documents.source.deck import Block, Deck, Para, Run, Runs, Slide
from cs_cli.documents.source.escape import escaped

_DELIMITERS = {"left": "---", "center": ":-:", "right": "---:"}
_PLAIN_WORD = re.compile(r"[^\s\"\\=]+")
_PLAIN_VALUE = re.compile(r"[^\s\"\\#][^\"\\#]*[^\s\"\\#]|[^\s\"\\#]")


def write_markdown(deck: Deck) -> str:
    """The deck as Markdown source; give it what `for_audience` returned."""
    slides = "\n---\n".join(_slide(slide) for slide in deck.slides)
    if not deck.meta:
        return slides
    return "\n".join(("---", *(f"{key}: {_quoted(value)}" for key, value in deck.meta), "---", slides))


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _slide(slide: Slide) -> str:
    parts = [f"<!-- {key}: {_comment(value)} -->" for key, value in slide.meta]
    parts += [f"# {_runs(slide.title)}"] if slide.title else []
    notes = [_fenced("notes", "\n\n".join(_block(block) for block in slide.notes))] if slide.notes else []
    head = "\n".join(parts)
    return "\n\n".join(filter(None, (head, *map(_block, slide.blocks), *notes))) + "\n"


def _comment(value: str) -> str:
    return value if _PLAIN_VALUE.fullmatch(value) and ">" not in value else _quoted(value).replace(">", "\\>")


def _block(block: Block) -> str:
    if block.kind == "text":
        return _paras(block.paras)
    if block.kind == "quote":
        return "\n".join(f"> {line}".rstrip() for line in _paras(block.paras).split("\n"))
    if block.kind == "code":
        return "\n".join((f"```{' '.join(block.args)}", *(para.text for para in block.paras), "```"))
    if block.kind == "table" and not (block.args or block.opts or block.paras):
        return _table(block)
    if block.kind == "columns":
        inner = "\n\n+++\n\n".join("\n\n".join(map(_block, column.children)) for column in block.children)
        return _fenced(_opening(block), inner, colons=5)
    return _fenced(_opening(block), "\n\n".join(filter(None, (_paras(block.paras), _table(block)))))


def _opening(block: Block) -> str:
    words = (word if _PLAIN_WORD.fullmatch(word) else _quoted(word) for word in block.args)
    pairs = (f"{key}={value if _PLAIN_WORD.fullmatch(value) else _quoted(value)}" for key, value in block.opts)
    return " ".join((block.kind, *words, *pairs))


def _fenced(opening: str, inner: str, colons: int = 3) -> str:
    return "\n".join(filter(None, (f"{':' * colons} {opening}", inner, ":" * colons)))


def _table(block: Block) -> str:
    if not block.header:
        return ""
    lines = [block.header, *block.rows]
    written = ["| " + " | ".join(map(_cell, cells)) + " |" for cells in lines]
    rule = "|" + "|".join(_DELIMITERS[align] for align in block.align) + "|"
    return "\n".join((written[0], rule, *written[1:]))


def _cell(runs: Runs) -> str:
    return _runs(
        tuple(Run(run.text.replace("\n", " "), run.bold, run.italic, run.code, run.strike, run.link) for run in runs)
    )


def _paras(paras: Iterable[Para]) -> str:
    text, before = "", None
    for para in paras:
        tight = before is not None and before.bullet and para.bullet
        text += ("" if before is None else "\n" if tight else "\n\n") + _para(para)
        before = para
    return text


def _para(para: Para) -> str:
    said = _runs(para.runs)
    inset = "    " * para.level
    if para.head:
        return f"{'#' * para.head} {said}"
    mark = f"{para.bullet:<4}" if para.bullet else ""
    return f"{inset}{mark}{said}"


def _runs(runs: Runs) -> str:
    return "".join(_marked(runs))


def _marked(runs: Runs) -> Iterator[str]:
    for run in runs:
        said = _code(run.text) if run.code else escaped(run.text).replace('\\"', '"').replace("\n", "\\\n")
        for wanted, mark in ((run.strike, "~~"), (run.italic, "*"), (run.bold, "**")):
            said = f"{mark}{said}{mark}" if wanted else said
        yield f"[{said}](<{run.link}>)" if run.link else said


def _code(text: str) -> str:
    ticks = "`"
    while ticks in text:
        ticks += "`"
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{space}{text}{space}{ticks}"
