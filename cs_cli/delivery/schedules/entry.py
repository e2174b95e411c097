"""What every scheduler is given to run, and what is read back from it."""

import argparse
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple, Protocol

from cs_cli import settings
from cs_cli.domain.schedules import Schedule
from cs_cli.errors import CsError, TryAgainError, UsageError

FOLDERS = {"CONFIG": settings.config_dir, "DATA": settings.data_dir, "STATE": settings.state_dir}
_NAMES_A_FILE = re.compile(r"CS_SECRET_[A-Z0-9_]+_FILE")
WAIT = 30
"""Seconds to wait for a scheduler's own program."""


class UnavailableError(CsError):
    """The scheduler's program is not there, or does not do what it is told."""

    exit_code = 69


class Job(NamedTuple):
    """What is to be run when: the command's words, absolute, and what it needs of the environment."""

    schedule: Schedule
    words: tuple[str, ...]
    environment: Mapping[str, str]


class Installed(NamedTuple):
    """An entry of a scheduler that is ours: `where` it stands, and its rule of time as it stands there.

    `argv` is what the scheduler runs with `environment`; `zone` is the time zone that it is told, if any.
    """

    schedule: Schedule
    scheduler: str
    where: str
    rule: str
    database: str
    argv: tuple[str, ...]
    environment: Mapping[str, str]
    zone: str = ""


class Edit(NamedTuple):
    """A file (or the crontab) as it is and as it will be; None where there is none."""

    path: str
    before: bytes | None
    after: bytes | None


class ChangedMeanwhileError(TryAgainError):
    """Somebody else has changed what was shown before it was agreed to."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} was changed meanwhile; nothing was written", "Look at it again: the same command")


class Scheduler(Protocol):
    """One of cron, systemd, launchd and the Task Scheduler."""

    name: str
    keeper: str

    def installed(self) -> list[Installed]:
        """The entries that are ours."""

    def install(self, job: Job) -> list[Edit]:
        """What has to be written so that `job` is run, and nothing else of the same digest and owner; maybe nothing."""

    def remove(self, entry: Installed) -> list[Edit]:
        """What has to be written so that `entry` is no longer run."""

    def write(self, edits: Sequence[Edit], entry: str) -> list[str]:
        """Do it for the entry of that name; the answer says what is left for the user to type or to know."""


def job_for(schedule: Schedule, database: Path) -> Job:
    """What a scheduler runs for `schedule`. Raises UsageError where something cannot be written into one line."""
    options = [*([f"--owner={schedule.owner}"] if schedule.owner else [])]
    for channel in schedule.to:
        options += ["--to", channel]
    words = (*program(), "digest", schedule.digest, "--db", str(database), *options, "--quiet", "--no-input")
    environment = _environment()
    for text in (*words, *environment.values()):
        if re.search("[\x00-\x1f\x7f\ud800-\udfff]", text):
            raise UsageError(f"{text!r} cannot stand in a schedule", "A path or name on one line, in UTF-8")
    return Job(schedule, words, environment)


def _environment() -> dict[str, str]:
    """The variables that say where things lie, as absolute paths; of a secret the file's name, never what is in it."""
    folders = {
        f"CS_{name}_DIR": folder()
        for name, folder in FOLDERS.items()
        if os.environ.get(f"CS_{name}_DIR") or os.environ.get(f"XDG_{name}_HOME")
    }
    files = {
        name: Path(said).expanduser() for name, said in os.environ.items() if said and _NAMES_A_FILE.fullmatch(name)
    }
    return {name: str(path.absolute()) for name, path in sorted((folders | files).items())}


def program() -> list[str]:
    """How this very `cs` is run from anywhere."""
    script = Path(sys.executable).with_name("cs.exe" if os.name == "nt" else "cs")
    return [str(script)] if script.is_file() else [sys.executable, "-m", "cs_cli"]


def read_back(words: Sequence[str]) -> tuple[Schedule, str] | None:
    """The schedule, without its time, and the portfolio that a command's words name; None where it makes no digest."""
    if "digest" not in words[:-1]:
        return None
    after = list(words[words.index("digest") + 1 :])
    parser = argparse.ArgumentParser(add_help=False, exit_on_error=False, allow_abbrev=False)
    parser.add_argument("--db", default="")
    parser.add_argument("--owner", default="")
    parser.add_argument("--to", action="append", default=[])
    try:
        said, _ = parser.parse_known_args(after[1:])
    except argparse.ArgumentError:
        return None
    return Schedule(after[0], said.owner, None, (), tuple(said.to)), said.db


def stem(schedule: Schedule) -> str:
    """`cs-daily` or `cs-daily.ann`: a name for files that is the same every time, and another for another owner."""
    return "cs-" + ".".join(_plain(part) for part in (schedule.digest, schedule.owner) if part)


def _plain(text: str) -> str:
    plain = re.sub(r"[^a-z0-9-]+", "-", text.casefold()).strip("-")
    return plain if plain == text else f"{plain}-{sha256(text.encode()).hexdigest()[:6]}"


def is_there(name: str) -> bool:
    """Whether the scheduler's program `name` is on the PATH."""
    return shutil.which(name) is not None


def told(*words: str, given: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run a scheduler's own program, in English. Raises UnavailableError where it is missing or does not answer."""
    try:
        return subprocess.run(  # noqa: S603  a program of the scheduler, by its name
            [shutil.which(words[0]) or words[0], *words[1:]],
            input=given,
            stdin=subprocess.DEVNULL if given is None else None,
            capture_output=True,
            check=False,
            timeout=WAIT,
            env=os.environ | {"LC_ALL": "C"},
        )
    except OSError as error:
        raise UnavailableError(f"{words[0]} cannot be run: {error.strerror}", "Is it installed?") from error
    except subprocess.TimeoutExpired as error:
        raise UnavailableError(f"{words[0]} did not answer within {WAIT} seconds", "Try again") from error


def complaint(done: subprocess.CompletedProcess[bytes]) -> str:
    """The first line that a program had to say against it."""
    lines = done.stderr.decode(errors="replace").split("\n")
    return next((line.strip() for line in lines if line.strip()), f"it ended with {done.returncode}")
