"""File names made of people's names: safe on every system, and never the same for two people."""

import re
from hashlib import sha256

from cs_cli.domain.text import fold

LONGEST = 60
_PLAIN = re.compile(r"(?!.* [0-9a-f]{8}$)[a-z0-9]+( [a-z0-9]+)*")
_DEVICES = frozenset(["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))])


def file_stem(name: str, taken: str = "") -> str:
    """`ann-lee` of `Ann Lee`; of a name that is not letters, digits and spaces alone the start and a hash.

    Names that fold to the same give the same; others never do. `taken` is a stem that no name may get.
    """
    folded = fold(name)
    slug = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")
    if _PLAIN.fullmatch(folded) and len(slug) <= LONGEST and slug not in _DEVICES | {taken}:
        return slug
    mark = sha256(folded.encode("utf-8", "replace")).hexdigest()[:8]
    return f"{slug[: LONGEST - 9].rstrip('-') or 'owner'}-{mark}"
