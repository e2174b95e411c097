"""cron: one marked line of the user's crontab for each schedule; every other line stays as it is, byte for byte."""

import re
import shlex
from collections.abc import Sequence
from datetime import time

from cs_cli.delivery.schedules.entry import (
    ChangedMeanwhileError,
    Edit,
    Installed,
    Job,
    UnavailableError,
    complaint,
    is_there,
    read_back,
    told,
)
from cs_cli.domain.schedules import Schedule, days_said
from cs_cli.errors import CannotWriteError, DeniedError

SHELL = "/bin/sh"
END = "\n"
_MARK = "cs schedule:"
_LINE = re.compile(rf"\s*(@\w+\s+|(?:[^\s#@]\S*\s+){{5}})(\S.*) # {_MARK} \S.*", re.ASCII)
_FIELDS, _WEEK = 5, 7


class Cron:
    """The crontab of the user, as the `crontab` program gives and takes it."""

    name = "cron"
    keeper = "your crontab"

    def installed(self) -> list[Installed]:
        """The marked lines."""
        if not is_there("crontab"):
            return []
        try:
            return [found for line in _lines(_present()) if (found := entry_of(line))]
        except DeniedError:  # whoever may have no crontab has nothing in it
            return []

    def install(self, job: Job) -> list[Edit]:
        """The crontab with the line of `job`: in the place of the former one, else at the end."""
        present = _present()
        return _edit(present, with_line(_text(present), line_of(job), job.schedule))

    def remove(self, entry: Installed) -> list[Edit]:
        """The crontab without the lines of that digest and owner."""
        present = _present()
        return _edit(present, without(_text(present), entry.schedule))

    def write(self, edits: Sequence[Edit], entry: str) -> list[str]:  # noqa: ARG002  the crontab is one file
        """Give the new crontab to `crontab`, which checks it. Raises CannotWriteError and ChangedMeanwhileError."""
        for edit in edits:
            if _present() != edit.before:
                raise ChangedMeanwhileError("the crontab")
            done = told("crontab", "-", given=edit.after) if edit.after else told("crontab", "-r")
            if done.returncode:
                raise CannotWriteError(f"crontab takes no such line: {complaint(done)}", "What is there: crontab -l")
        return []


def line_of(job: Job) -> str:
    """The line of the crontab: `30 7 * * 1-5 /…/cs digest daily --db … # cs schedule: daily`."""
    from crontab import CronTab  # type: ignore[import-untyped]  # noqa: PLC0415  loaded only where a line is made

    at = job.schedule.at or time()
    assigned = [f"{name}={value}" for name, value in job.environment.items()]
    command = shlex.join([*(["/usr/bin/env", *assigned] if assigned else []), *job.words])
    made = CronTab(tab="").new(command=command, comment=f"{_MARK} {job.schedule.digest}")
    made.setall(at.minute, at.hour, "*", "*", _days(job.schedule.days))
    rule = made.slices.clean_render()  # its own rendering writes 00:00 on all days as @daily
    return f"{rule}{made.render().removeprefix(made.slices.render())}\n"


def entry_of(line: str) -> Installed | None:
    """What a line of the crontab runs, if it is one of ours."""
    found = _LINE.fullmatch(line)
    if not found:
        return None
    command = found[2].replace("\\%", "%")
    try:
        known = read_back(shlex.split(command))
    except ValueError:  # somebody has broken the quotes
        return None
    if known is None:
        return None
    schedule, database = known
    at, days = _rule(found[1].split())
    rule = " ".join(found[1].split())
    argv = (SHELL, "-c", command)
    return Installed(schedule._replace(at=at, days=days), Cron.name, "crontab", rule, database, argv, {})


def with_line(text: str, line: str, schedule: Schedule) -> str:
    """The crontab `text` with `line` as the only one of the digest and owner of `schedule`."""
    lines = _split(text)
    mine = [number for number, old in enumerate(lines) if _is_of(old, schedule)]
    if not mine:
        return f"{text}{'' if text.endswith(END) or not text else END}{line}"
    lines[mine[0]] = line
    return "".join(old for number, old in enumerate(lines) if number not in mine[1:])


def without(text: str, schedule: Schedule) -> str:
    """The crontab `text` without the lines of the digest and owner of `schedule`."""
    return "".join(line for line in _split(text) if not _is_of(line, schedule))


def _is_of(line: str, schedule: Schedule) -> bool:
    found = entry_of(line.rstrip("\n"))
    return found is not None and found.schedule.name == schedule.name


def _days(days: Sequence[int]) -> str:
    """Days counted from Monday, 0, as cron counts them: from Sunday, 0."""
    return "*" if len(days) == _WEEK else days_said(sorted((day + 1) % _WEEK for day in days), "0123456")


def _rule(fields: Sequence[str]) -> tuple[time | None, tuple[int, ...]]:
    """The time of day and the days of five fields of cron, where they are as simple as ours."""
    from crontab import CronSlices  # noqa: PLC0415  loaded only where a line of ours is read

    if len(fields) < _FIELDS or not (fields[0].isdecimal() and fields[1].isdecimal() and fields[2] == fields[3] == "*"):
        return None, ()
    slices = CronSlices()
    try:
        slices.setall(" ".join(fields))
        days = tuple(sorted({(day - 1) % _WEEK for day in slices[4]}))
        return time(int(fields[1]), int(fields[0])), days
    except (ValueError, KeyError):
        return None, ()


def _present() -> bytes | None:
    """The crontab as it is. Raises UnavailableError without cron, and DeniedError where the user may not have one."""
    if not is_there("crontab"):
        raise UnavailableError("cron is not installed", "On Debian: sudo apt-get install cron")
    done = told("crontab", "-l")
    if done.returncode == 0:
        return done.stdout
    if b"no crontab for" in done.stderr:
        return None
    raise DeniedError(f"the crontab cannot be read: {complaint(done)}", "Who may have one: man crontab")


def _text(present: bytes | None) -> str:
    return (present or b"").decode(errors="surrogateescape")


def _split(text: str) -> list[str]:
    """The lines with their ends; only a line feed ends one, as in cron."""
    return [line for line in re.split(r"(?<=\n)", text) if line]


def _lines(present: bytes | None) -> list[str]:
    return [line.rstrip("\n") for line in _split(_text(present))]


def _edit(present: bytes | None, after: str) -> list[Edit]:
    new = after.encode(errors="surrogateescape")
    return [] if new == (present or b"") else [Edit("crontab", present, new or None)]
