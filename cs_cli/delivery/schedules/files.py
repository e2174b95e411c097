"""Schedulers that keep each entry in files of its own: written whole, and never over somebody else's."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from cs_cli import disk
from cs_cli.delivery.schedules.entry import ChangedMeanwhileError, Edit
from cs_cli.errors import CannotWriteError

MARK = "Written by cs schedule"


def content(path: Path) -> bytes | None:
    """What the file at `path` holds, None where there is none. Raises CannotWriteError where it cannot be read."""
    try:
        return path.read_bytes() if path.exists() else None
    except OSError as error:
        raise CannotWriteError(f"{path} cannot be read: {error.strerror}", "Whose is the file?") from error


def marked(folder: Path, pattern: str, encoding: str = "utf-8") -> list[Path]:
    """The files of `folder` that we have written."""
    return [path for path in sorted(folder.glob(pattern)) if _is_ours(content(path), encoding)]


def edits_to(files: Mapping[Path, bytes], encoding: str = "utf-8") -> list[Edit]:
    """The edits that lead to `files`. Raises CannotWriteError where one of them is there and not ours."""
    edits = [Edit(str(path), content(path), after) for path, after in files.items()]
    for edit in edits:
        if edit.before is not None and not _is_ours(edit.before, encoding):
            raise CannotWriteError(f"{edit.path} is there and not from cs, so it was left alone", "Move it away first")
    return [edit for edit in edits if edit.before != edit.after]


def edits_away(paths: Sequence[Path]) -> list[Edit]:
    """The edits that take the files away."""
    return [Edit(str(path), before, None) for path in paths if (before := content(path)) is not None]


def refuse_changed(edits: Sequence[Edit]) -> None:
    """Raises ChangedMeanwhileError where a file is no longer as it was shown."""
    for edit in edits:
        if content(Path(edit.path)) != edit.before:
            raise ChangedMeanwhileError(edit.path)


def write(edits: Sequence[Edit]) -> None:
    """Write the files, or take them away. Raises CannotWriteError."""
    for edit in edits:
        path = Path(edit.path)
        try:
            if edit.after is None:
                path.unlink(missing_ok=True)
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                disk.replace(path, edit.after, disk.DOCUMENT)
        except OSError as error:
            raise disk.cannot_write(path, error, "--cron") from error


def _is_ours(held: bytes | None, encoding: str) -> bool:
    return held is not None and MARK in held.decode(encoding, errors="replace")
