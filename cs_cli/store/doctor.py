"""What may cost money or data, each with one fix; and what is good to know, such as values that were assumed.

The derived columns are recomputed and compared, and the newest backup is restored for rehearsal.
"""

import os
import shlex
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from cs_cli.errors import CsError
from cs_cli.store import backup, consistency, views
from cs_cli.store.folders import conflict_copies, sync_service
from cs_cli.store.read import Reader
from cs_cli.store.troubles import DamagedError, NotAPortfolioError

_OTHERS = 0o077
_BACKUP_MAY_LAG = timedelta(days=1)
"""How much later than the last backup the portfolio may have been written: each day's first write makes one."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the doctor saw; `serious` ones may cost money or data, the others are good to know."""

    check: str
    what: str
    fix: str
    serious: bool = True


@dataclass(slots=True)
class Diagnosis:
    """Everything that was seen, and the portfolio's facts by name."""

    findings: list[Finding] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)

    @property
    def serious(self) -> list[Finding]:
        """The findings that may cost money or data."""
        return [finding for finding in self.findings if finding.serious]


def examine(path: Path, private: Iterable[Path] = ()) -> Diagnosis:
    """Look at the portfolio at `path`, its folder and its backups; `private` are further files of ours.

    Raises NotFoundError where there is no portfolio, ConfigError for another program's file or a newer one's.
    """
    found, reader = Diagnosis(), Reader(path)
    try:
        found.facts |= _facts(reader)
        with closing(backup.open_existing(path)) as connection:  # a read-only one skips the CHECKs
            connection.execute("PRAGMA query_only = ON")
            found.findings += [Finding(*seen) for seen in consistency.examine(connection)]
    except (sqlite3.DatabaseError, DamagedError) as error:
        if getattr(error, "sqlite_errorname", "") == "SQLITE_NOTADB":
            raise NotAPortfolioError(path) from error
        damage = error if isinstance(error, DamagedError) else DamagedError(path, error)
        found.findings.append(Finding("integrity", damage.sentence, "cs backup --list, then cs restore FILE"))
    finally:
        reader.close()
    for check in (_sync, _modes, _journal, _backups, _rehearsal):
        found.findings += check(path, found.facts, private)
    return found


def _facts(reader: Reader) -> dict[str, str]:
    mode = str(reader.connection.execute("PRAGMA journal_mode").fetchone()[0])
    return {
        "accounts": str(reader.value("SELECT count(*) FROM accounts")),
        "schema": str(views.SCHEMA),
        "sqlite": sqlite3.sqlite_version,
        "journal": mode,
        "written": str(reader.value("SELECT max(at) FROM history") or ""),
    }


def _sync(path: Path, _facts: dict[str, str], _private: Iterable[Path]) -> Iterator[Finding]:
    if service := sync_service(path):
        yield Finding(
            "folder", f"{path.parent} is copied by {service} while cs writes: such a copy can be torn or put back",
            f"Move {path.name} to a folder of this machine, then: cs config set database PATH",
        )  # fmt: skip
    for copy in conflict_copies(path):
        yield Finding(
            "folder", f"{copy.name} is a second portfolio that a sync client made; what it holds is missing here",
            f"Compare: cs history --db {shlex.quote(str(copy))}; then move it away",
        )  # fmt: skip


def _modes(path: Path, _facts: dict[str, str], private: Iterable[Path]) -> Iterator[Finding]:
    if os.name == "nt":  # pragma: no cover  Windows keeps others out by the profile's rights
        return
    folder = backup.folder_of(path)
    files = [path, *(b.path for b in backup.all_of(path)), *private]
    yield from _readable([file for file in files if file.exists()], "600")
    yield from _readable([folder] if folder.exists() else [], "700")
    mode = path.parent.stat().st_mode
    if mode & 0o022 and not mode & 0o1000:
        yield Finding(
            "modes", f"others on this machine may replace files in {path.parent}",
            f"chmod go-w {shlex.quote(str(path.parent))}",
        )  # fmt: skip


def _readable(paths: list[Path], mode: str) -> Iterator[Finding]:
    if open_ones := [path for path in paths if path.stat().st_mode & _OTHERS]:
        names = ", ".join(path.name for path in open_ones[:3]) + (", …" if len(open_ones) > 3 else "")  # noqa: PLR2004
        fix = f"chmod {mode} {shlex.join(map(str, open_ones))}"
        yield Finding("modes", f"others on this machine can read {names}", fix)


def _journal(_path: Path, facts: dict[str, str], _private: Iterable[Path]) -> Iterator[Finding]:
    if facts.get("journal") == "wal":
        yield Finding(
            "journal", "another program switched the file to WAL, whose three files must never be copied apart",
            "Close that program, then: cs doctor --repair",
        )  # fmt: skip


def _backups(path: Path, facts: dict[str, str], _private: Iterable[Path]) -> Iterator[Finding]:
    kept, written = backup.all_of(path), facts.get("written")
    facts["backup"] = f"{kept[0].made_at:%Y-%m-%dT%H:%M:%SZ}" if kept else ""
    last = kept[0].made_at if kept else datetime.now(UTC) - _BACKUP_MAY_LAG
    if written and datetime.fromisoformat(written) - last > _BACKUP_MAY_LAG:
        since = f"since {last:%Y-%m-%d}" if kept else "at all"
        yield Finding("backup", f"no backup {since}, though the portfolio was written {written[:10]}", "cs backup")


def _rehearsal(path: Path, facts: dict[str, str], _private: Iterable[Path]) -> Iterator[Finding]:
    """Restore the newest backup into a throw-away folder and read it."""
    kept = backup.all_of(path)
    if not kept:
        return
    try:
        with TemporaryDirectory(prefix="cs-") as folder:
            trial = Path(folder) / "trial.db"
            backup.put_back(kept[0].path, trial)
            backup.examine(trial)
        facts["rehearsal"] = "ok"
    except (CsError, sqlite3.Error, OSError) as error:
        why = error.sentence if isinstance(error, CsError) else error
        yield Finding("rehearsal", f"{kept[0].path.name} cannot be restored: {why}", "cs backup")
