"""The Task Scheduler of Windows: a task as XML, which `schtasks` takes in."""

import shlex
import subprocess
from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path
from xml.etree import ElementTree as ET

from cs_cli import settings
from cs_cli.delivery.schedules import files
from cs_cli.delivery.schedules.entry import Edit, Installed, Job, UnavailableError, complaint, read_back, stem, told

SPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"
ENCODING = "utf-16"
"""The one that schtasks itself writes and always reads."""
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SETTINGS = {
    "MultipleInstancesPolicy": "IgnoreNew",
    "DisallowStartIfOnBatteries": "false",
    "StopIfGoingOnBatteries": "false",
    "StartWhenAvailable": "true",
    "ExecutionTimeLimit": "PT1H",
}


class TaskScheduler:
    """The user's tasks; the XML of each is kept in the state folder."""

    name = "windows"
    keeper = "the Task Scheduler"

    def __init__(self) -> None:
        self.folder = settings.state_dir().absolute() / "schedules"

    def installed(self) -> list[Installed]:
        """The tasks that we have kept."""
        return [found for path in files.marked(self.folder, "cs-*.xml", ENCODING) if (found := entry_of(path))]

    def install(self, job: Job) -> list[Edit]:
        """The task of `job`."""
        return files.edits_to({self.folder / f"{stem(job.schedule)}.xml": document(job)}, ENCODING)

    def remove(self, entry: Installed) -> list[Edit]:
        """The task gone."""
        return files.edits_away([Path(entry.where)])

    def write(self, edits: Sequence[Edit], entry: str) -> list[str]:
        """Write the XML and let `schtasks` take it in, or take the task away."""
        files.refuse_changed(edits)
        gone = all(edit.after is None for edit in edits)
        if gone:
            _schtasks("/Delete", "/TN", entry, "/F")
        files.write(edits)
        for edit in edits:
            if edit.after is not None:
                _schtasks(*_create(entry, edit.path))
        return []


def line_to_type(entry: str, path: str) -> str:
    """The line that makes the Task Scheduler know the task of a file."""
    return subprocess.list2cmdline(["schtasks", *_create(entry, path)])


def document(job: Job) -> bytes:
    """The task of `job`; `Data` keeps the command's words as they are."""
    at = job.schedule.at or time()
    task = ET.Element("Task", {"version": "1.2", "xmlns": SPACE})
    _text(task, "RegistrationInfo/Description", f"{files.MARK}; take it away: cs schedule remove {job.schedule.name}")
    trigger = _text(task, "Triggers/CalendarTrigger")
    _text(trigger, "StartBoundary", f"2026-01-01T{at:%H:%M}:00")
    weekly = _text(trigger, "ScheduleByWeek")
    _text(weekly, "DaysOfWeek")
    for day in job.schedule.days:
        _text(weekly, f"DaysOfWeek/{_DAYS[day]}")
    _text(weekly, "WeeksInterval", "1")
    for name, value in _SETTINGS.items():
        _text(task, f"Settings/{name}", value)
    _text(task, "Data", shlex.join(job.words))
    _text(task, "Actions/Exec/Command", job.words[0])
    _text(task, "Actions/Exec/Arguments", subprocess.list2cmdline(job.words[1:]))
    ET.indent(task)
    made: bytes = ET.tostring(task, encoding=ENCODING)
    return made + "\n".encode("utf-16-le")


def entry_of(path: Path) -> Installed | None:
    """What the task of a file runs, None where it is not as we write it."""
    try:
        task = ET.fromstring(path.read_bytes())  # noqa: S314  a file of the user's own, in their own state folder
        argv = tuple(shlex.split(_said(task, "Data")))
        at = datetime.fromisoformat(_said(task, "Triggers/CalendarTrigger/StartBoundary")).time()
        days = task.findall(f".//{{{SPACE}}}DaysOfWeek/*")
        named = tuple(sorted(_DAYS.index(day.tag.rpartition("}")[2]) for day in days))
    except (ET.ParseError, ValueError):
        return None
    known = read_back(argv)
    if known is None:
        return None
    schedule, database = known
    when = schedule._replace(at=at, days=named)
    return Installed(when, TaskScheduler.name, str(path), f"{at:%H:%M}", database, argv, {})


def _said(task: ET.Element, path: str) -> str:
    return task.findtext("/".join(f"{{{SPACE}}}{name}" for name in path.split("/"))) or ""


def _text(parent: ET.Element, path: str, text: str | None = None) -> ET.Element:
    """The element at `path` below `parent`, its last step new, with `text`."""
    *above, last = path.split("/")
    for name in above:
        found = parent.find(name)
        parent = ET.SubElement(parent, name) if found is None else found
    made = ET.SubElement(parent, last)
    made.text = text
    return made


def _create(entry: str, path: str) -> list[str]:
    return ["/Create", "/TN", entry, "/XML", path, "/F"]


def _schtasks(*words: str) -> None:
    done = told("schtasks", *words)
    if done.returncode:
        raise UnavailableError(f"the Task Scheduler does not take it: {complaint(done)}", "Try again")
