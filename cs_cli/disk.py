"""Files on the disk: written whole or not at all, and still there after a power cut."""

import os
import stat
from pathlib import Path

from cs_cli.errors import CannotWriteError

PRIVATE, DOCUMENT = 0o600, 0o666


def write_private(path: Path, content: bytes) -> None:
    """Write data at `path`, readable by its owner alone. Raises CannotWriteError; the old file is untouched then."""
    replace(path, content, PRIVATE)


def replace(path: Path, content: bytes, mode: int) -> None:
    """Put `content` in the place of the file at `path`; `mode` is that of the new file, less the user's umask.

    It goes to a temporary file beside the target, is forced to the disk and renamed: what was there before stays byte
    for byte until then. Raises CannotWriteError.
    """
    try:
        if path.exists() and not stat.S_ISREG(path.stat().st_mode):
            path.write_bytes(content)  # a pipe or a device such as /dev/stdout has nothing to keep whole
            return
        _replace(path, content, mode)
    except OSError as error:
        raise cannot_write(path, error) from error


def _replace(path: Path, content: bytes, mode: int) -> None:
    part = path.with_name(f".cs-{os.urandom(6).hex()}.part")
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` survive a power cut, where the platform can."""
    if os.name == "nt":  # pragma: no cover  Windows cannot open a folder
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def cannot_write(path: Path, error: OSError, elsewhere: str = "-o FILE") -> CannotWriteError:
    """The error that says why `path` cannot be written, and how another place is named."""
    return CannotWriteError(f"cannot write {path}: {error.strerror}", f"Another place: {elsewhere}")
