"""launchd: a property list for each schedule in the user's LaunchAgents."""

import plistlib
import shlex
import sys
from collections.abc import Sequence
from datetime import time
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from cs_cli import settings
from cs_cli.delivery.schedules import files
from cs_cli.delivery.schedules.entry import Edit, Installed, Job, UnavailableError, complaint, read_back, stem, told

_WEEK = 7


class Launchd:
    """The user's launch agents."""

    name = "launchd"

    def __init__(self) -> None:
        self.folder = Path.home() / "Library" / "LaunchAgents"
        self.keeper = str(self.folder)

    def installed(self) -> list[Installed]:
        """The agents that are ours."""
        return [found for path in files.marked(self.folder, "cs-*.plist") if (found := entry_of(path))]

    def install(self, job: Job) -> list[Edit]:
        """The property list of `job`."""
        return files.edits_to({self.folder / f"{stem(job.schedule)}.plist": document(job)})

    def remove(self, entry: Installed) -> list[Edit]:
        """The property list gone."""
        return files.edits_away([Path(entry.where)])

    def write(self, edits: Sequence[Edit], entry: str) -> list[str]:
        """Take the former agent out of launchd, write the file, and put the new one in."""
        files.refuse_changed(edits)
        whose = _domain()
        told("launchctl", "bootout", f"{whose}/{entry}")  # it is no matter where it was not in
        settings.state_dir().mkdir(mode=0o700, parents=True, exist_ok=True)
        files.write(edits)
        for edit in edits:
            if edit.after is not None and (done := told("launchctl", "bootstrap", whose, edit.path)).returncode:
                raise UnavailableError(
                    f"launchd does not take it: {complaint(done)}",
                    f"The file is written; type: {line_to_type(edit.path)}",
                )
        return []


def line_to_type(path: str) -> str:
    """The line that makes launchd know the agent of a file."""
    return f"launchctl bootstrap gui/$(id -u) {shlex.quote(path)}"


def document(job: Job) -> bytes:
    """The property list of `job`."""
    at = job.schedule.at or time()
    output = str(settings.state_dir().absolute() / f"{stem(job.schedule)}.log")
    # launchd counts the days from Sunday, 0, and leaves keys alone that it does not know.
    agent: dict[str, Any] = {
        "Comment": f"{files.MARK}; take it away: cs schedule remove {job.schedule.name}",
        "Label": stem(job.schedule),
        "ProgramArguments": list(job.words),
        "StartCalendarInterval": [
            {"Weekday": (day + 1) % _WEEK, "Hour": at.hour, "Minute": at.minute} for day in job.schedule.days
        ],
        "StandardOutPath": output,
        "StandardErrorPath": output,
    }
    if job.environment:
        agent["EnvironmentVariables"] = dict(job.environment)
    return plistlib.dumps(agent, sort_keys=False)


def entry_of(path: Path) -> Installed | None:
    """What the agent of a file runs, None where it is not as we write it."""
    try:
        agent = plistlib.loads(path.read_bytes())
        argv = tuple(map(str, agent["ProgramArguments"]))
        moments = agent["StartCalendarInterval"]
        days = tuple(sorted((moment["Weekday"] - 1) % _WEEK for moment in moments))
        times = {time(moment["Hour"], moment["Minute"]) for moment in moments}
        environment = {str(name): str(value) for name, value in agent.get("EnvironmentVariables", {}).items()}
    except (KeyError, TypeError, ValueError, AttributeError, ExpatError, plistlib.InvalidFileException):
        return None
    known = read_back(argv)
    if known is None:
        return None
    schedule, database = known
    at = times.pop() if len(times) == 1 else None
    rule = f"{len(moments)} moments of a week"
    when = schedule._replace(at=at, days=days if at else ())
    return Installed(when, Launchd.name, str(path), rule, database, argv, environment)


def _domain() -> str:
    if sys.platform == "win32":
        raise UnavailableError("Windows has no launchd", "Its own: --windows")
    import os  # noqa: PLC0415  getuid is not there on Windows

    return f"gui/{os.getuid()}"
