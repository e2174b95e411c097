"""`cs schedule list` and `status` on a screen, and the change that `install` and `remove` would make."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from difflib import unified_diff
from typing import Any, Protocol

from cs_cli.domain import words
from cs_cli.output.clean import clean
from cs_cli.output.sheet import Cell, Column, Sheet

_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


class _Edit(Protocol):
    @property
    def path(self) -> str: ...
    @property
    def before(self) -> bytes | None: ...
    @property
    def after(self) -> bytes | None: ...


def difference(edits: Iterable[_Edit]) -> str:
    """The edits as a unified difference."""
    lines: list[str] = []
    for edit in edits:
        old, new = (edit.path if held is not None else "/dev/null" for held in (edit.before, edit.after))
        lines += unified_diff(_lines(edit.before), _lines(edit.after), old, new, lineterm="")
    return "".join(f"{clean(line)}\n" for line in lines)


def _lines(held: bytes | None) -> list[str]:
    text = held or b""
    return text.decode("utf-16" if text.startswith(_UTF_16_MARKS) else "utf-8", errors="replace").split("\n")[:-1]


def listing(rows: Sequence[Mapping[str, Any]], now: datetime) -> list[Sheet | str]:
    """What is scheduled."""
    if not rows:
        return ["Nothing is scheduled. Every working day at 07:30: cs schedule install daily --at 07:30"]
    sheet = Sheet((Column(), Column(), Column(wrap=True, keep=10), Column(), Column()), indent=0)
    for row in rows:
        at = f"{row['at']} {row['days']}" if row["at"] else row["rule"]
        following = f"next {moment(_instant(row['next_run']), now)}" if row["next_run"] else "changed by hand"
        sheet.row(
            Cell(_whose(row), "bold"),
            at,
            f"to {', '.join(row['to'])}" if row["to"] else "printed",
            row["scheduler"],
            following,
        )
    return [sheet]


def status(rows: Sequence[Mapping[str, Any]], now: datetime) -> list[Sheet | str]:
    """How each digest stands with each recipient."""
    if not rows:
        return ["Nothing was sent and nothing is scheduled. Look at one first: cs digest"]
    sheet = Sheet((Column(), Column(), Column(flex=True), Column(), Column(wrap=True)), indent=0)
    for row in rows:
        sheet.row(
            Cell(_whose(row), "bold"),
            row["channel"],
            row["recipient"] or "",
            f"arrived {moment(_instant(row['last_success_at']), now)}" if row["last_success_at"] else "never arrived",
            _trouble(row, now),
        )
    return [sheet]


def moment(at: datetime, now: datetime) -> str:
    """`Tue 24 Nov 07:30` in the time zone of `now`."""
    local = at.astimezone(now.tzinfo)
    return f"{words.weekday(local.date())} {local:%H:%M}"


def _trouble(row: Mapping[str, Any], now: datetime) -> str:
    parts = []
    if row["last_failure_at"]:
        parts.append(f"failed {moment(_instant(row['last_failure_at']), now)}: {row['error'] or 'failed'}")
    if row["pending"]:
        parts.append("still to send")
    if row["next_run"]:
        parts.append(f"next {moment(_instant(row['next_run']), now)}")
    return " · ".join(parts)


def _whose(row: Mapping[str, Any]) -> str:
    return f"{row['digest']} ({row['owner']})" if row["owner"] else str(row["digest"])


def _instant(said: str) -> datetime:
    return datetime.fromisoformat(said)
