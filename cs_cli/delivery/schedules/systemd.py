"""systemd: a user timer that makes up for one run that was missed, and the service it starts."""

import os
import re
import shlex
from collections.abc import Sequence
from datetime import time
from pathlib import Path

from cs_cli.delivery.schedules import files
from cs_cli.delivery.schedules.entry import (
    Edit,
    Installed,
    Job,
    UnavailableError,
    complaint,
    is_there,
    read_back,
    stem,
    told,
)
from cs_cli.domain.schedules import days_said, parse_days
from cs_cli.errors import UsageError

_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_RULE = re.compile(r"(?:([A-Za-z.,]+) )?\*-\*-\* (\d\d):(\d\d)(?::00)?(?: (\S+))?")
_PLAIN = re.compile(r"[\w@%+=:,./-]+", re.ASCII)
_SERVICE = """\
# {mark}; take it away: cs schedule remove {name}
[Unit]
Description=cs digest {digest}

[Service]
Type=oneshot
{environment}ExecStart={command}
"""
_TIMER = """\
# {mark}; take it away: cs schedule remove {name}
[Unit]
Description=cs digest {digest}

[Timer]
OnCalendar={rule}
Persistent=true

[Install]
WantedBy=timers.target
"""


class Systemd:
    """The user's own units; `zone` is the time zone that they go by (`""`: the machine's)."""

    name = "systemd"

    def __init__(self, zone: str = "") -> None:
        self.zone = zone
        home = os.environ.get("XDG_CONFIG_HOME")
        self.folder = (Path(home) if home else Path.home() / ".config") / "systemd" / "user"
        self.keeper = str(self.folder)

    def installed(self) -> list[Installed]:
        """The timers that are ours."""
        return [found for path in files.marked(self.folder, "cs-*.timer") if (found := entry_of(path))]

    def install(self, job: Job) -> list[Edit]:
        """The service and the timer of `job`."""
        name = stem(job.schedule)
        service, timer = units_of(job, self.zone)
        return files.edits_to(
            {self.folder / f"{name}.service": service.encode(), self.folder / f"{name}.timer": timer.encode()}
        )

    def remove(self, entry: Installed) -> list[Edit]:
        """Both files gone."""
        timer = Path(entry.where)
        return files.edits_away([timer.with_suffix(".service"), timer])

    def write(self, edits: Sequence[Edit], entry: str) -> list[str]:
        """Write the units and let the user's manager know; without one, the lines to type."""
        files.refuse_changed(edits)
        timer = f"{entry}.timer"
        answers = manager_answers()
        if all(edit.after is None for edit in edits):
            if answers:
                _systemctl("disable", "--now", timer)
            (self.folder / "timers.target.wants" / timer).unlink(missing_ok=True)
            files.write(edits)
            if answers:
                _systemctl("daemon-reload")
            return []
        files.write(edits)
        steps = [("daemon-reload",), ("enable", "--now", timer)]
        if not answers:
            return [
                "systemd does not answer here. Where it runs for you, type:",
                *(f"  systemctl --user {shlex.join(s)}" for s in steps),
            ]
        for step in [*steps, ("restart", timer)]:
            _systemctl(*step)
        return ["It runs while you are logged in. Also when you are not: loginctl enable-linger"]


def manager_answers() -> bool:
    """Whether systemd runs units for this user now."""
    try:
        return is_there("systemctl") and told("systemctl", "--user", "show-environment").returncode == 0
    except UnavailableError:
        return False


def units_of(job: Job, zone: str) -> tuple[str, str]:
    """The text of the service and of the timer."""
    schedule = job.schedule
    at = schedule.at or time()
    said = {"mark": files.MARK, "name": schedule.name, "digest": schedule.digest.replace("%", "%%")}
    rule = f"{days_said(schedule.days, _NAMES, '..')} *-*-* {at:%H:%M}:00{f' {zone}' if zone else ''}"
    environment = "".join(f"Environment={_quoted(f'{name}={value}')}\n" for name, value in job.environment.items())
    command = " ".join([_quoted(job.words[0]), *(_quoted(word.replace("$", "$$")) for word in job.words[1:])])
    return _SERVICE.format(**said, environment=environment, command=command), _TIMER.format(**said, rule=rule)


def entry_of(timer: Path) -> Installed | None:
    """What the timer at that path starts, None where the units are not as we write them."""
    try:
        rule = _read(timer)["OnCalendar"]
        service = _read(timer.with_suffix(".service"))
        first, *rest = _unquoted(service["ExecStart"])
        environment = dict(pair.split("=", 1) for pair in _unquoted(service.get("Environment", "")))
    except (KeyError, ValueError, OSError):
        return None
    argv = (first, *(word.replace("$$", "$") for word in rest))
    known = read_back(argv)
    if known is None:
        return None
    schedule, database = known
    at, days, zone = _read_rule(rule)
    when = schedule._replace(at=at, days=days)
    return Installed(when, Systemd.name, str(timer), rule, database, argv, environment, zone)


def _read_rule(rule: str) -> tuple[time | None, tuple[int, ...], str]:
    found = _RULE.fullmatch(rule)
    try:
        days = parse_days((found[1] or "all").replace("..", "-")) if found else ()
        return (time(int(found[2]), int(found[3])), days, found[4] or "") if found else (None, (), "")
    except (UsageError, ValueError):
        return None, (), ""


def _read(unit: Path) -> dict[str, str]:
    """The keys of a unit; what is said more than once becomes one line."""
    found: dict[str, str] = {}
    for line in unit.read_text(encoding="utf-8").split("\n"):
        key, is_key, value = line.partition("=")
        if is_key and not line.startswith(("#", ";")):
            found[key.strip()] = f"{found.get(key.strip(), '')} {value.strip()}".strip()
    return found


def _quoted(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return escaped if _PLAIN.fullmatch(escaped) else f'"{escaped}"'


def _unquoted(line: str) -> list[str]:
    return [word.replace("%%", "%") for word in shlex.split(line)]


def _systemctl(*words: str) -> None:
    done = told("systemctl", "--user", *words)
    if done.returncode:
        raise UnavailableError(
            f"systemctl --user {shlex.join(words)}: {complaint(done)}", "The units are written; type it yourself"
        )
