"""A digest as Slack blocks: headings, a section a line; text from the portfolio is text, whatever it looks like."""

import json
import re
from collections.abc import Iterator
from typing import Any

from cs_cli.delivery.kinds.plain import as_text, ids_of, lead_of, rule_of, subject_of, what_of
from cs_cli.delivery.parcel import Parcel
from cs_cli.domain.digest import Digest
from cs_cli.domain.digest_lines import Line
from cs_cli.domain.invisible import one_line
from cs_cli.domain.words import clipped

MOST_BLOCKS, LONGEST_SECTION, LONGEST_HEADER, MOST_CHARACTERS = 50, 3_000, 150, 13_000
_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_ALIKE = str.maketrans("*~`", "∗∼ˋ")  # noqa: RUF001  they look alike and mean nothing
_EDGE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_COLON = "꞉"  # noqa: RUF001  as above
_EMOJI = re.compile(r":(?=[\w+'-]+:)")


def parcel(digest: Digest) -> Parcel:
    """The parcel of a Slack webhook. `text` is what a notification shows."""
    payload = {"text": _literal(subject_of(digest)), "blocks": list(_blocks(digest))}
    return Parcel(
        subject_of(digest),
        as_text(digest),
        payload=payload,
        items=ids_of(digest),
        part=digest.part,
        parts=digest.parts,
    )


def fits(digest: Digest) -> bool:
    """Whether Slack takes it as one message."""
    blocks = list(_blocks(digest))
    size = sum(len(json.dumps(block, ensure_ascii=False)) for block in blocks)
    return len(blocks) <= MOST_BLOCKS and size <= MOST_CHARACTERS - len(_literal(subject_of(digest)))


def _blocks(digest: Digest) -> Iterator[dict[str, Any]]:
    header = _EMOJI.sub(_COLON, clipped(subject_of(digest), LONGEST_HEADER)).translate(str.maketrans("<>", "‹›"))  # noqa: RUF001  as above
    yield {"type": "header", "text": {"type": "plain_text", "text": header, "emoji": False}}
    yield _section(_literal(lead_of(digest)))
    for section in digest.sections:
        yield _section(f"*{_literal(section.title)}*")
        yield from map(_line, section.lines)
    if digest.ahead:
        yield _section("\n".join(["*AHEAD*", *(f"{each.days}: {_literal(each.worth)}" for each in digest.ahead)]))


def _section(text: str) -> dict[str, Any]:
    """`verbatim`: Slack makes no link or name of what looks like one."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _line(line: Line) -> dict[str, Any]:
    account = f"*{_literal(line.account)}* " if line.account else ""
    amount = f", {_literal(line.amount)}" if line.amount else ""
    return _section(f"{account}{_literal(what_of(line))}{amount}\nWhy: {_literal(rule_of(line))}\n`{_code(line)}`")


def _literal(text: str) -> str:
    """`text` with the signs of Slack's markup replaced by ones that look alike and mean nothing."""
    return _EDGE.sub("ˍ", _EMOJI.sub(_COLON, one_line(text)).translate(_ALIKE)).translate(_ESCAPED)


def _code(line: Line) -> str:
    """The command for a code span, in which only these signs mean something."""
    return one_line(line.command).replace("`", "").translate(_ESCAPED)
