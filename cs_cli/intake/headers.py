"""The headers of mail: of one message (.eml), or of each in a file of many (mbox). Bodies are never kept."""

import re
from collections.abc import Iterator
from datetime import datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.parser import BytesHeaderParser
from email.policy import compat32
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple

from cs_cli.intake.limits import HEADERS_LIMIT, LINE_LIMIT

FROM_LINE = b"From "
_AUTOMATIC = ("bulk", "junk", "auto_reply", "list")
_SUBJECT_LENGTH = 300
_ADDRESSES_LIMIT = 500


class Mail(NamedTuple):
    """What the headers of one message say; `at` is None where its date cannot be read."""

    message_id: str
    sender: str
    recipients: tuple[str, ...]
    at: datetime | None
    subject: str
    automatic: bool


def one_message(path: Path) -> Iterator[Mail]:
    """The message in an .eml file."""
    with path.open("rb") as file:
        yield read_headers(_headers(file))


def messages(path: Path) -> Iterator[Mail]:
    """The messages of an mbox file, one at a time: of each its headers are read, at most 256 KB of them."""
    with path.open("rb") as file:
        is_after_blank = True
        while line := file.readline(LINE_LIMIT):
            if is_after_blank and line.startswith(FROM_LINE):
                yield read_headers(_headers(file))
                is_after_blank = True
                continue
            is_after_blank = not line.strip(b"\r\n") and line.endswith(b"\n")


def _headers(file: BinaryIO) -> bytes:
    """The lines up to a blank one; what is over the limit is read and left out."""
    found: list[bytes] = []
    size = 0
    while (line := file.readline(LINE_LIMIT)) and line.strip(b"\r\n"):
        size += len(line)
        if size <= HEADERS_LIMIT:
            found.append(line)
    return b"".join(found)


def read_headers(content: bytes) -> Mail:
    """What headers say, however broken they are."""
    parsed = BytesHeaderParser(policy=compat32).parsebytes(content)
    found: dict[str, list[str]] = {}
    for name, value in parsed.raw_items():
        found.setdefault(name.lower(), []).append(_text(str(value)))
    senders = _addresses(found, "from") or _addresses(found, "sender")
    return Mail(
        message_id=_first(found, "message-id").strip("<> \t")[:_SUBJECT_LENGTH],
        sender=senders[0] if senders else "",
        recipients=tuple(_addresses(found, "to", "cc", "bcc")),
        at=_instant(_first(found, "date")),
        subject=plain(_decoded(_first(found, "subject"))),
        automatic=_is_automatic(found),
    )


def _text(value: str) -> str:
    """A header as text: bytes above ASCII are UTF-8, else Latin-1."""
    raw = value.encode("ascii", "surrogateescape") if not value.isascii() else None
    if raw is None:
        return value
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _first(found: dict[str, list[str]], name: str) -> str:
    return found.get(name, [""])[0]


def _addresses(found: dict[str, list[str]], *names: str) -> list[str]:
    """The addresses in those headers, each once, folded."""
    values = [" ".join(value.split()) for name in names for value in found.get(name, ())]
    listed = [address.strip().casefold() for _name, address in getaddresses(values) if "@" in address]
    return list(dict.fromkeys(listed))[:_ADDRESSES_LIMIT]


def _instant(said: str) -> datetime | None:
    try:
        return parsedate_to_datetime(said)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _is_automatic(found: dict[str, list[str]]) -> bool:
    """Whether a machine sent it: the answer of somebody away, a newsletter, word of mail that did not get through."""
    replied = _first(found, "auto-submitted").strip().lower() or "no"
    return (
        replied != "no"
        or _first(found, "precedence").strip().lower() in _AUTOMATIC
        or "x-autoreply" in found
        or bool(re.match(r"\s*multipart/report", _first(found, "content-type"), re.IGNORECASE))
    )


def _decoded(value: str) -> str:
    """The text of encoded words; what cannot be decoded stays as it is, or loses what is no text."""
    try:
        parts = decode_header(" ".join(value.split()))
    except (HeaderParseError, ValueError):
        return value
    return "".join(part if isinstance(part, str) else _of_charset(part, charset) for part, charset in parts)


def _of_charset(part: bytes, charset: str | None) -> str:
    try:
        return part.decode(charset or "utf-8", "replace")
    except (LookupError, ValueError):
        return part.decode("latin-1")


def plain(text: str) -> str:
    """A subject in one line, without what is no character, cut to a length."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= _SUBJECT_LENGTH else f"{line[: _SUBJECT_LENGTH - 1]}…"
