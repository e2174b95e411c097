"""Names as people type them: folded for finding, shortened to keys."""

import re
import unicodedata
from collections.abc import Container
from itertools import count

from cs_cli.domain.reserved import is_reserved

# What NFKD leaves alone although people type it without the stroke or ligature.
_STROKES = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ħ": "h",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ð": "d",
        "ŧ": "t",
        "\u2019": "'",
        "\u2018": "'",
    },
)
_LEGAL_FORMS = frozenset(
    [
        "ab",
        "ag",
        "as",
        "asa",
        "bv",
        "co",
        "company",
        "corp",
        "corporation",
        "gmbh",
        "group",
        "holding",
        "holdings",
        "inc",
        "incorporated",
        "kg",
        "limited",
        "llc",
        "llp",
        "ltd",
        "nv",
        "oy",
        "oyj",
        "plc",
        "pty",
        "sa",
        "sarl",
        "sas",
        "se",
        "spa",
        "srl",
        "the",
    ],
)
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
"""A sign of a script that puts no spaces between words."""
KEY_LENGTH = 24
_LONGEST_KEY = 40
_KEY = re.compile(rf"[^\W_][\w.&-]{{0,{_LONGEST_KEY - 1}}}")


def fold(text: str) -> str:
    """`text` for comparing: without case, accents, strokes and doubled spaces (`Øresund  École` → `oresund ecole`)."""
    if text.isascii():
        return " ".join(text.lower().split())
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c for c in plain if not unicodedata.combining(c)).translate(_STROKES)
    return " ".join(kept.casefold().split())


def searchable(text: str) -> str:
    """`text` folded for finding words; each sign of a script without spaces is one (`会议`: `会 议`)."""
    folded = fold(text)
    return folded if folded.isascii() else UNSPACED.sub(r" \g<0> ", folded)


def core_of(name: str) -> str:
    """What is left of a company's name without its legal form and signs (`Ruff Brewery, Inc.` → `RUFF BREWERY`)."""
    words = _key_words(name)
    return " ".join([word for word in words if word.lower() not in _LEGAL_FORMS] or words)


def is_key(text: str) -> bool:
    """Whether `text` can be an account key: letters, digits, `.`, `&`, `-` and `_`, at most 40, no space or slash."""
    return (text.isalnum() and len(text) <= _LONGEST_KEY) or _KEY.fullmatch(text) is not None


def key_from_name(name: str, taken: Container[str]) -> str:
    """A short readable key for `name`, free and no command word (`Acme Corporation` → `ACME`, then `ACME-2`)."""
    words = _key_words(name)
    meaningful = [w for w in words if w.lower() not in _LEGAL_FORMS] or words or ["CUSTOMER"]
    for length in range(1, len(meaningful) + 1):
        key = "-".join(meaningful[:length])[:KEY_LENGTH].rstrip("-.&")
        if len(key) >= min(3, len("-".join(meaningful))) and key not in taken and not is_reserved(key):
            return key
    return numbered("-".join(meaningful), taken)


def numbered(key: str, taken: Container[str]) -> str:
    """`key` with the first number that is free: `ACME-2`, `ACME-3`."""
    stem = key[: KEY_LENGTH - 5].rstrip("-.&")
    number = next(number for number in count(2) if f"{stem}-{number}" not in taken)
    return f"{stem}-{number}"


def _key_words(name: str) -> list[str]:
    plain = fold(name).replace("'", "").replace("’", "").upper()
    return [word.strip("&") for word in re.split(r"[^\w&]+|_+", plain) if word.strip("&")]
