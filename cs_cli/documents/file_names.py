"""What the file of a document is called, whatever the account's key: safe on every system, and inside its folder."""

import re
from datetime import date
from hashlib import sha256
from pathlib import Path

from cs_cli.domain.text import fold
from cs_cli.errors import CannotWriteError

_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_SIGNS = re.compile(r"[^a-z0-9]+")
_LONGEST = 60
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
"""Names that Windows keeps for itself, whatever stands behind their first dot."""


def file_name(key: str, document: str, day: date, suffix: str) -> str:
    """`ACME-qbr-2026-11-23.pptx`: of no two accounts is it the same, in any case and on any system."""
    return f"{safe(key)}-{safe(document)}-{day}{suffix}"


def safe(name: str) -> str:
    """`name` where every file system takes it; otherwise what is left of it in `a-z0-9-`, and a mark of its own."""
    if _SAFE.fullmatch(name) and name.partition(".")[0].casefold() not in _DEVICES:
        return name
    mark = sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    slug = _SIGNS.sub("-", fold(name)).strip("-")[: _LONGEST - len(mark) - 1].strip("-")
    return f"{slug}-{mark}" if slug else mark


def inside(folder: Path, name: str) -> Path:
    """The path of `name` in `folder`. Raises CannotWriteError where that would lead out of the folder."""
    path = folder / name
    if path.is_symlink() or path.resolve().parent != folder.resolve():
        raise CannotWriteError(f"{path} leads out of its folder; nothing was written", "Another place: -o FILE")
    return path
