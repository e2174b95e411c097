"""Documents for customers: never written over what somebody has changed by hand.

What `cs` wrote last to each path is remembered by its hash in the state folder, outside the portfolio.
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from cs_cli import disk
from cs_cli.errors import CannotWriteError


class ChangedDocumentError(CannotWriteError):
    """The document was changed by hand, or something else lies there."""

    def __init__(self, path: Path, elsewhere: str = "Or another name: -o FILE") -> None:
        super().__init__(f"{path} is not as cs wrote it, so it was left alone", f"Overwrite it: --force. {elsewhere}")


def write_document(path: Path, content: bytes, state: Path, *, force: bool = False, mode: int = disk.DOCUMENT) -> None:
    """Write a document at `path`, its mode less the user's umask; `state` is the state folder.

    Raises ChangedDocumentError where a file lies there that is not what `cs` last wrote to it, unless `force`; and
    CannotWriteError. In both cases the old file is untouched.
    """
    if not force and _is_somebody_elses(path, _note(path, state)):
        raise ChangedDocumentError(path)
    disk.replace(path, content, mode)
    _remember(_note(path, state), content)


def previous_document(path: Path, state: Path, *, force: bool = False) -> bytes | None:
    """What `cs` last wrote at `path` and is to write again; None where there is nothing.

    Raises ChangedDocumentError where something else lies there, unless `force`; and CannotWriteError.
    """
    if not force and _is_somebody_elses(path, _note(path, state)):
        raise ChangedDocumentError(path)
    return _present(path)


def write_folder(
    folder: Path, files: Mapping[str, bytes], state: Path, *, force: bool = False, mode: int = disk.PRIVATE
) -> None:
    """Write the `files` (by name) into `folder`, which is made if it is missing; who may read them, says `mode`.

    All of them are looked at before the first is written. Raises ChangedDocumentError and CannotWriteError.
    """
    try:
        folder.mkdir(mode=mode | (mode & 0o444) >> 2, parents=True, exist_ok=True)
    except OSError as error:
        raise disk.cannot_write(folder, error, "-o DIR") from error
    for path in map(folder.joinpath, files):
        if path.is_dir():
            raise CannotWriteError(f"cannot write {path}: it is a folder; nothing was written", "Another place: -o DIR")
        if not force and _is_somebody_elses(path, _note(path, state)):
            raise ChangedDocumentError(path, "Or into another folder: -o DIR")
    for name, content in files.items():
        write_document(folder / name, content, state, force=True, mode=mode)


def _present(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError as error:
        raise disk.cannot_write(path, error) from error


def _is_somebody_elses(path: Path, note: Path) -> bool:
    present = _present(path)
    if present is None:
        return False
    return not note.exists() or note.read_text(encoding="ascii") != sha256(present).hexdigest()


def _note(path: Path, state: Path) -> Path:
    """Where the hash of what `cs` last wrote to `path` is kept."""
    name = sha256(os.fsencode(path.absolute())).hexdigest()
    return state / "documents" / name[:32]


def _remember(note: Path, content: bytes) -> None:
    with suppress(OSError, CannotWriteError):  # the document lies there; without the note the next one asks for --force
        note.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        disk.write_private(note, sha256(content).hexdigest().encode())
