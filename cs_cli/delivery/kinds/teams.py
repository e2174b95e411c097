"""A digest as an adaptive card in the envelope that a Teams workflow takes."""

import json
import re
from collections.abc import Iterator
from typing import Any

from cs_cli.delivery.kinds.plain import as_text, ids_of, lead_of, rule_of, subject_of, what_of
from cs_cli.delivery.parcel import Parcel
from cs_cli.domain.digest import Digest
from cs_cli.domain.digest_lines import Line
from cs_cli.domain.invisible import one_line

MOST_BYTES = 28_000
CARD = "application/vnd.microsoft.card.adaptive"
_ALIKE = str.maketrans("*~`<>[]\\", "∗∼ˋ‹›［］＼")  # noqa: RUF001  they look alike and mean nothing
_NO_STOP = {":": "꞉", ".": "․"}  # noqa: RUF001  as above
_BRACE = "｛"  # noqa: RUF001  as above
_FUNCTION = re.compile(r"\{(?=\{)|(?<=[$@])\{")
_SCHEME = re.compile(r"(?i)\b(https?|ftp|mailto|www)([:.])(?=\S)")
_EDGE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_START = re.compile(r"^(\s*)([#>+=-]|\d+[.)])")


def parcel(digest: Digest) -> Parcel:
    """The parcel of a Teams workflow."""
    return Parcel(
        subject_of(digest),
        as_text(digest),
        payload=_payload(digest),
        items=ids_of(digest),
        part=digest.part,
        parts=digest.parts,
    )


def fits(digest: Digest) -> bool:
    """Whether Teams takes it as one message, however its JSON is written."""
    return len(json.dumps(_payload(digest))) <= MOST_BYTES


def _payload(digest: Digest) -> dict[str, Any]:
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "msteams": {"width": "Full"},
        "body": list(_body(digest)),
    }
    return {"type": "message", "attachments": [{"contentType": CARD, "contentUrl": None, "content": card}]}


def _body(digest: Digest) -> Iterator[dict[str, Any]]:
    yield _text(_literal(subject_of(digest)), size="Medium", weight="Bolder")
    yield _text(_literal(lead_of(digest)), isSubtle=True, spacing="Small")
    for section in digest.sections:
        yield _text(_literal(section.title), weight="Bolder", color="Accent", separator=True, spacing="Medium")
        for line in section.lines:
            yield from _line(line)
    if digest.ahead:
        yield _text("AHEAD", weight="Bolder", color="Accent", separator=True, spacing="Medium")
        yield from (_text(f"{each.days}: {_literal(each.worth)}", spacing="Small") for each in digest.ahead)


def _line(line: Line) -> Iterator[dict[str, Any]]:
    head = "  ".join(filter(None, (_literal(line.account), line.amount)))
    if head:
        yield _text(_literal(head), weight="Bolder", spacing="Medium")
    yield _text(_literal(what_of(line)), spacing="None" if head else "Medium")
    yield _text(f"Why: {_literal(rule_of(line))}", size="Small", isSubtle=True, spacing="None")
    yield _text(_literal(line.command), fontType="Monospace", spacing="None")


def _text(text: str, **style: Any) -> dict[str, Any]:  # noqa: ANN401  what the schema allows
    return {"type": "TextBlock", "text": text, "wrap": True} | style


def _literal(text: str) -> str:
    """`text` with the signs of Markdown replaced by ones that look alike, and no web address to make a link of."""
    plain = _EDGE.sub("ˍ", _FUNCTION.sub(_BRACE, one_line(text)).translate(_ALIKE))
    plain = _SCHEME.sub(lambda found: f"{found[1]}{_NO_STOP[found[2]]}", plain)
    return _START.sub("\\1\u2060\\2", plain)
