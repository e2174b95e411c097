"""Folders that a program copies elsewhere while we write: a database in one of them gets torn."""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from hashlib import sha256
from pathlib import Path

from cs_cli.disk import write_private
from cs_cli.errors import CannotWriteError

_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "davfs", "fuse.sshfs", "fuse.rclone"})
_BY_NAME = (
    (re.compile(r"Dropbox( \(.+\))?", re.IGNORECASE), "Dropbox"),
    (re.compile(r"OneDrive( - .+)?", re.IGNORECASE), "OneDrive"),
    (re.compile(r"(Google Drive|GoogleDrive(-.+)?|My Drive)", re.IGNORECASE), "Google Drive"),
    (re.compile(r"(iCloud ?Drive|Mobile Documents)", re.IGNORECASE), "iCloud"),
    (re.compile(r"Nextcloud|ownCloud|pCloudDrive|MEGA|Box Sync", re.IGNORECASE), "a sync client"),
)
_BY_MARK = ((".stfolder", "Syncthing"), (".dropbox.cache", "Dropbox"))
_CONFLICT = re.compile(r"\(.*conflicted copy.*\)|\.sync-conflict-|\(.*in conflict.*\)|_conflict-\d", re.IGNORECASE)


def sync_service(path: Path, environment: Mapping[str, str] = os.environ, mounts: str | None = None) -> str | None:
    """What copies the folder of `path` elsewhere (`Dropbox`, `OneDrive`, `a network mount`, …), if anything does.

    `mounts` is the text of /proc/mounts; by default it is read where there is one.
    """
    folder = Path(os.path.realpath(path.parent))
    for inner in (folder, *folder.parents):
        found = _by_name(inner) or _by_mark(inner) or _by_environment(inner, environment)
        if found:
            return found
    text = _mounts() if mounts is None else mounts
    return "a network mount" if _is_on_network(folder, text) else None


def _by_name(folder: Path) -> str | None:
    if folder.name == "CloudStorage" and folder.parent.name == "Library":
        return "iCloud, OneDrive or Google Drive"
    return next((service for name, service in _BY_NAME if name.fullmatch(folder.name)), None)


def _by_mark(folder: Path) -> str | None:
    return next((service for mark, service in _BY_MARK if (folder / mark).exists()), None)


def _by_environment(folder: Path, environment: Mapping[str, str]) -> str | None:
    named = [Path(value) for key, value in environment.items() if key.upper().startswith("ONEDRIVE") and value]
    return "OneDrive" if any(folder == Path(os.path.realpath(root)) for root in named) else None


def _mounts() -> str:
    try:
        return Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _is_on_network(folder: Path, mounts: str) -> bool:
    """Whether the innermost mount that holds `folder` is a network file system, or the path is a Windows share."""
    fields = [line.split() for line in mounts.splitlines()]
    points = {Path(f[1].replace("\\040", " ")): f[2] for f in fields if len(f) > 2}  # noqa: PLR2004  point and type
    kind = next((points[inner] for inner in (folder, *folder.parents) if inner in points), "")
    return kind in _NETWORK or str(folder).startswith("\\\\")


def told_today(state: Path, path: Path, today: date) -> bool:
    """Whether the owner of the portfolio at `path` was warned today; from now on they were. `state` is our folder."""
    note = state / "warned" / sha256(os.fsencode(path)).hexdigest()[:32]
    if note.exists() and note.read_text(encoding="ascii") == today.isoformat():
        return True
    with suppress(OSError, CannotWriteError):  # then the warning comes more often
        note.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(note, today.isoformat().encode())
    return False


def conflict_copies(path: Path) -> Iterator[Path]:
    """Copies of the portfolio that a sync client made because two machines wrote: each holds what others lack."""
    for file in sorted(path.parent.glob(f"{_literal(path.stem)}*")):
        if _CONFLICT.search(file.name):
            yield file


def _literal(name: str) -> str:
    return "".join(f"[{c}]" if c in "[]*?" else c for c in name)
