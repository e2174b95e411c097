"""`cs calendar`: deadlines, QBRs and tasks as calendar files that other programs subscribe to."""

import shlex
from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from cs_cli import disk
from cs_cli.commands.options import OwnerOption
from cs_cli.context import Cs, say
from cs_cli.domain import words
from cs_cli.domain.appointments import Appointment, plain
from cs_cli.domain.calendar import parse_window
from cs_cli.domain.editions import Edition, next_edition
from cs_cli.domain.filenames import file_stem
from cs_cli.domain.text import fold
from cs_cli.errors import CannotWriteError, ConfigError, NotFoundError, UsageError
from cs_cli.output import render
from cs_cli.screens import calendar as screens
from cs_cli.settings import state_dir
from cs_cli.store.appointments import appointments_of, changed_at, is_empty, mark_of

SUFFIX, NOBODYS, TITLE = ".ics", "unassigned", "Renewals"
OutputOption = Annotated[
    str | None, typer.Option("-o", "--output", metavar="PATH", help="FILE.ics, a folder for one per owner, or -.")
]
DueOption = Annotated[str, typer.Option("--due", metavar="WINDOW", help="How far ahead: 90d, 6m, 1y, or a date.")]
ForceOption = Annotated[bool, typer.Option("--force", help="Overwrite what cs has not written.")]


class LeftAloneError(CannotWriteError):
    """A calendar lies there that the one to be written does not continue."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path} {what}, so it was left alone", "Overwrite it: --force. Or another name: -o FILE")


class Issue(NamedTuple):
    """What calendars are made of: the appointments, whose they can be (None: nobody's), whose alone are wanted.

    `at` is the instant of the portfolio's last change, `mark` tells the portfolio from others.
    """

    appointments: Sequence[Appointment]
    owners: Sequence[str | None]
    only: str | None
    today: date
    until: date
    at: datetime
    mark: str

    def after(self, last: Edition, name: str, appointments: Iterable[Appointment]) -> Edition:
        """The edition that comes after `last`."""
        return Edition(name, next_edition(last, appointments, self.today, self.until, self.at))

    def continues(self, last: Edition) -> bool:
        """Whether `last` is of the same portfolio."""
        return all(event.uid.endswith(f"@{self.mark}") for event in last.events)

    def first(self) -> Edition:
        """All of it where nothing was published before."""
        return self.after(Edition("", ()), title_of(self.only) if self.only else TITLE, self.appointments)


class Target(NamedTuple):
    """A calendar's file: what it says now, and what lay there before."""

    path: Path
    edition: Edition
    content: bytes
    before: bytes | None

    @property
    def is_new(self) -> bool:
        """Whether there is anything to write."""
        return self.content != self.before


def calendar(
    ctx: typer.Context,
    output: OutputOption = None,
    owner: OwnerOption = None,
    due: DueOption = "1y",
    *,
    force: ForceOption = False,
) -> None:
    """Write deadlines, QBRs and tasks as a calendar to subscribe to."""
    cs: Cs = ctx.obj
    until = parse_window(due, cs.today, cs.settings.fiscal_start).end
    folder = output is not None and _is_folder(output)
    issue = _issue(cs, owner, until)
    if output is None and render.is_terminal():
        render.sheets(screens.screen(issue.first().events, issue.today, until, shlex.join(["cs", *cs.words])))
    elif output is None or output == "-":
        _print(issue.first())
    elif folder:
        _write_folder(issue, Path(output), force=force)
    else:
        _write_file(issue, Path(output), force=force)


def _is_folder(output: str) -> bool:
    """Whether `output` means a folder. Raises UsageError where it is neither that nor FILE.ics."""
    path = Path(output)
    if output == "-" or (path.suffix.lower() == SUFFIX and not path.is_dir()):
        return False
    if path.suffix and not path.is_dir() and not output.endswith("/"):
        raise UsageError(f'"{output}" is neither FILE.ics nor a folder', "Like cs calendar -o renewals.ics")
    return True


def _issue(cs: Cs, owner: str | None, until: date) -> Issue:
    """What is to be published of the owner's accounts, or of all. Raises ConfigError, NotFoundError."""
    portfolio = cs.portfolio
    if is_empty(cs.reader):
        raise ConfigError(
            f"no accounts in {cs.path}: nothing for a calendar", "Another portfolio: cs calendar --db PATH"
        )
    chosen = portfolio.owner_meant(owner)
    found = [each for each in appointments_of(portfolio) if chosen in (None, fold(each.owner or ""))]
    of_accounts = [plain(row.owner) or None for row in portfolio.accounts()]
    owners = [*(name for name in of_accounts if chosen in (None, fold(name or ""))), *(each.owner for each in found)]
    if chosen is not None and not owners:
        others = portfolio.instead(portfolio.filter(owner))
        raise NotFoundError(f'no account of "{owner}"; nothing written', f"All accounts: cs accounts.{others}")
    only = None if chosen is None else spelled(owners)
    return Issue(found, owners, only, cs.today, until, changed_at(cs.reader), mark_of(cs.reader))


def spelled(owners: Iterable[str | None]) -> str:
    """An owner's name: of several ways in which it is spelled always the same."""
    return min(filter(None, owners), default=NOBODYS)


def title_of(owner: str) -> str:
    """The name of an owner's calendar."""
    return f"{TITLE}: {owner}"


def _print(edition: Edition) -> None:
    from cs_cli.delivery.ics import as_ics  # noqa: PLC0415  icalendar, for a calendar only

    render.write_bytes(as_ics(edition))


def _write_file(issue: Issue, path: Path, *, force: bool) -> None:
    from cs_cli.output.files import write_document  # noqa: PLC0415  only where a file is written

    target = _target(issue, path, issue.first().name, issue.appointments, force=force)
    if target.is_new:
        write_document(path, target.content, state_dir(), force=True)
    _tell(str(path), [target])


def _write_folder(issue: Issue, folder: Path, *, force: bool) -> None:
    from cs_cli.output.files import write_folder  # noqa: PLC0415  only where files are written

    owners: dict[str, set[str | None]] = {}
    for owner in issue.owners:
        owners.setdefault(_file_of(owner), set()).add(owner)
    appointments: dict[str, list[Appointment]] = {}
    for each in issue.appointments:
        appointments.setdefault(_file_of(each.owner), []).append(each)
    titles = {file: title_of(spelled(names)) for file, names in owners.items()}
    if issue.only is None:
        titles |= dict(_of_former_owners(issue, folder, titles))
    targets = [
        _target(issue, folder / file, title, appointments.get(file, ()), force=force)
        for file, title in sorted(titles.items())
    ]
    changed = {target.path.name: target.content for target in targets if target.is_new}
    write_folder(folder, changed, state_dir(), force=True, mode=disk.DOCUMENT)
    _tell(str(folder), targets)


def _file_of(owner: str | None) -> str:
    return f"{file_stem(owner, NOBODYS) if owner else NOBODYS}{SUFFIX}"


def _of_former_owners(issue: Issue, folder: Path, present: Container[str]) -> Iterator[tuple[str, str]]:
    """File and title of the other owners' calendars that lie in `folder` as `cs` wrote them."""
    from cs_cli.delivery.ics import ForeignCalendarError, read_ics  # noqa: PLC0415  as above
    from cs_cli.output.files import previous_document  # noqa: PLC0415  as above

    for path in (path for path in folder.glob(f"*{SUFFIX}") if path.name not in present):
        try:
            last = read_ics(previous_document(path, state_dir()) or b"")
        except (CannotWriteError, ForeignCalendarError):
            continue
        owner = last.name.removeprefix(title_of(""))
        if owner != last.name and path.name in (_file_of(owner), _file_of(None)) and issue.continues(last):
            yield path.name, last.name


def _target(issue: Issue, path: Path, name: str, appointments: Sequence[Appointment], *, force: bool) -> Target:
    from cs_cli.delivery.ics import as_ics  # noqa: PLC0415  as above
    from cs_cli.output.files import previous_document  # noqa: PLC0415  as above

    before = previous_document(path, state_dir(), force=force)
    last = Edition(name, ()) if before is None else _last(issue, path, name, before, force=force)
    edition = issue.after(last, name, appointments)
    return Target(path, edition, as_ics(edition), before)


def _last(issue: Issue, path: Path, name: str, before: bytes, *, force: bool) -> Edition:
    """The edition that the calendar `name` at `path` continues; with `force` none where it is not ours.

    Raises LeftAloneError where it is another calendar: all of it would be called off.
    """
    from cs_cli.delivery.ics import ForeignCalendarError, read_ics  # noqa: PLC0415  as above

    try:
        last = read_ics(before)
    except ForeignCalendarError as error:
        if force:
            return Edition(name, ())
        raise LeftAloneError(path, "cannot be read as a calendar of cs") from error
    if not force and not issue.continues(last):
        raise LeftAloneError(path, "is the calendar of another portfolio")
    if not force and fold(last.name) != fold(name):
        raise LeftAloneError(path, f'is the calendar "{last.name}", not "{name}"')
    return last if issue.continues(last) else Edition(name, ())


def _tell(where: str, targets: Sequence[Target]) -> None:
    """What was written; of a calendar that is as it was only to somebody who looks on."""
    changed = [target for target in targets if target.is_new]
    if not changed and not render.is_terminal():
        return
    dates = sum(not event.is_cancelled for target in targets for event in target.edition.events)
    cancelled = sum(event.is_cancelled for target in targets for event in target.edition.events)
    off = f", {cancelled} called off" if cancelled else ""
    files = f" in {words.counted(len(targets), 'file')}" if len(targets) > 1 else ""
    news = f"{len(changed)} of them changed" if changed and len(targets) > 1 else "" if changed else "nothing changed"
    say(f"{where}: {words.counted(dates, 'date')}{off}{files}{f'; {news}' if news else ''}")
