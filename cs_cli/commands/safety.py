"""`cs undo`, `redo`, `history`, `backup`, `restore`, `doctor`: nothing is lost for good."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from cs_cli import settings
from cs_cli.commands.completion import complete_account
from cs_cli.commands.options import YesOption, refuse_format
from cs_cli.context import CHANGED, Cs, Done, ask, say
from cs_cli.errors import NotFoundError, UsageError
from cs_cli.output import render
from cs_cli.screens import safety as screens
from cs_cli.store import backup as backups
from cs_cli.store.accounts import find_account

HISTORY_KEYS = ("step", "at", "command", "user", "host", "version", "undone_at")
BACKUP_KEYS = ("file", "made_at", "reason", "size")
DOCTOR_KEYS = ("check", "serious", "what", "fix")
_OF_ACCOUNT = "WHERE step IN (SELECT step FROM touched WHERE account_id = :account_id)"
_AFTER_UNDO = "Forward again: cs redo. One step further back: cs undo. All steps: cs history"
_AFTER_REDO = "Back again: cs undo. All steps: cs history"

StepArgument = Annotated[int | None, typer.Argument(metavar="[N]", help="Which step (cs history); the newest if none.")]
AccountArgument = Annotated[
    str | None,
    typer.Argument(metavar="[ACCOUNT]", autocompletion=complete_account, help="Only what touched this account."),
]
FileArgument = Annotated[str, typer.Argument(metavar="FILE", help="A backup, by its path or its name in the list.")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")]
ListOption = Annotated[bool, typer.Option("--list", help="List the backups there are.")]
OutputOption = Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Where to; yours to keep.")]
RepairOption = Annotated[bool, typer.Option("--repair", help="Compute again what follows from other fields.")]


def undo(ctx: typer.Context, step: StepArgument = None, *, dry_run: DryRunOption = False) -> None:
    """Take the last command back, or step N; says what was put back."""
    from cs_cli.store import write  # noqa: PLC0415  SQLModel costs half a second; readers never pay it

    cs: Cs = ctx.obj
    _ = cs.reader.connection  # there is a portfolio
    done = write.undo(cs.path, step, cs.now_utc, dry_run=dry_run)
    cs.done = None if dry_run else CHANGED
    word, hint = ("Would be undone", "Do it: the same without --dry-run") if dry_run else ("Undone", _AFTER_UNDO)
    render.sheets(screens.report(word, done, cs.local_now, hint, render.screen_width()))


def redo(ctx: typer.Context, *, dry_run: DryRunOption = False) -> None:
    """Bring back what the last `cs undo` took."""
    from cs_cli.store import write  # noqa: PLC0415  as above

    cs: Cs = ctx.obj
    _ = cs.reader.connection
    done = write.redo(cs.path, dry_run=dry_run)
    cs.done = None if dry_run else CHANGED
    word, hint = ("Would be redone", "Do it: the same without --dry-run") if dry_run else ("Redone", _AFTER_REDO)
    render.sheets(screens.report(word, done, cs.local_now, hint, render.screen_width()))


def history(ctx: typer.Context, account: AccountArgument = None) -> None:
    """List the commands that changed the portfolio, the newest first."""
    cs: Cs = ctx.obj
    where = _OF_ACCOUNT if account else ""
    of = {"account_id": find_account(cs.reader.connection, account).account_id} if account else {}
    found = cs.reader.rows(f"SELECT {', '.join(HISTORY_KEYS)} FROM history {where} ORDER BY step DESC", of)  # noqa: S608  ours
    rows = [_as_of(cs, row) for row in found if _is_until(cs, row["at"])]
    shown = rows[: cs.limit]
    render.rows(
        shown, HISTORY_KEYS, cs.format,
        lambda: screens.history(shown, cs.local_now, len(rows) - len(shown)) if rows else ["Nothing was changed yet."],
    )  # fmt: skip


def _as_of(cs: Cs, step: dict[str, Any]) -> dict[str, Any]:
    """A step as it stood on the day: what was undone later, was not undone."""
    undone = step["undone_at"]
    return {**step, "undone_at": undone if undone and _is_until(cs, undone) else None}


def _is_until(cs: Cs, instant: str) -> bool:
    """Whether the instant lies on the day of the answer or before, in the user's time zone."""
    return datetime.fromisoformat(instant).astimezone(cs.local_now.tzinfo).date() <= cs.today


def backup(ctx: typer.Context, *, show: ListOption = False, output: OutputOption = None) -> None:
    """Copy the portfolio, check the copy and print its path; or list the copies there are."""
    cs: Cs = ctx.obj
    if show:
        _list_backups(cs)
        return
    refuse_format(cs, "cs backup", "The copies there are: cs backup --list --json")
    _ = cs.reader.connection  # there is a portfolio, of this version
    made = backups.make(cs.path, "by-hand", output.expanduser().absolute() if output else None)
    if output is None:
        backups.thin_out(cs.path)
    cs.done = Done(f"the copy {made} was made", "All copies: cs backup --list")
    render.write(f"{made}\n")


def _list_backups(cs: Cs) -> None:
    found = [
        {"file": b.path.name, "made_at": f"{b.made_at:%Y-%m-%dT%H:%M:%SZ}", "reason": b.reason, "size": b.size}
        for b in backups.all_of(cs.path)
    ][: cs.limit]
    folder = backups.folder_of(cs.path)
    render.rows(
        found, BACKUP_KEYS, cs.format,
        lambda: screens.backups(found, cs.local_now, str(folder)) if found else [f"No backup in {folder} yet."],
    )  # fmt: skip


def restore(ctx: typer.Context, file: FileArgument, *, yes: YesOption = False) -> None:
    """Put a backup in the place of the portfolio; the present one is kept as a backup."""
    cs: Cs = ctx.obj
    copy = _backup_called(cs, file)
    rows = sum(backups.examine(copy).values())
    if not yes:
        _confirm(cs, f"Put {copy.name} ({rows:,} rows) in the place of {cs.path}? Type restore to do it:")
    kept = backups.restore(copy, cs.path)
    say(f"Restored {cs.path} from {copy.name}." + (f" What was there: cs restore {kept.name}" if kept else ""))


def _backup_called(cs: Cs, file: str) -> Path:
    for path in (Path(file).expanduser().absolute(), backups.folder_of(cs.path) / file):
        if path.is_file():
            return path
    raise NotFoundError(f'no backup "{file}"', "The backups: cs backup --list")


def _confirm(cs: Cs, question: str) -> None:
    if not cs.can_ask:
        raise UsageError("cs restore asks before it replaces the portfolio, and nobody is there", "Say --yes")
    if ask(question).lower() != "restore":
        raise typer.Abort


def doctor(ctx: typer.Context, *, repair: RepairOption = False) -> int:
    """Look for what may cost money or data; exit 1 if there is anything, each with one fix."""
    from cs_cli.store.doctor import examine  # noqa: PLC0415  only here

    cs: Cs = ctx.obj
    if repair:
        from cs_cli.store import write  # noqa: PLC0415  as above

        write.repair(cs.path)
    ours = [settings.state_dir() / "faults.log", *(settings.config_dir() / f"{n}.toml" for n in ("config", "secrets"))]
    found = examine(cs.path, ours)
    rows = [asdict(finding) for finding in found.findings][: cs.limit]
    render.rows(rows, DOCTOR_KEYS, cs.format, lambda: screens.diagnosis(found, cs.today))
    return 1 if found.serious else 0
