"""`cs schedule install / list / remove / run / status`: digests that come by themselves."""

import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cs_cli import settings
from cs_cli.commands.fields import words_below
from cs_cli.commands.options import CsCommand, Listing, YesOption
from cs_cli.commands.scheduling import (
    KEYS,
    PRINTED,
    STATUS_KEYS,
    as_row,
    channels_of,
    empty_environment,
    entries,
    next_said,
    refuse_a_second,
    scheduled,
    standing_rows,
    wanted_schedule,
    zone_of,
)
from cs_cli.context import Cs, Done, ask, say
from cs_cli.domain.schedules import Schedule
from cs_cli.errors import UsageError, sentence_of
from cs_cli.output import render
from cs_cli.screens import schedule as screens

if TYPE_CHECKING:
    from cs_cli.delivery.schedules.entry import Edit, Installed, Job, Scheduler

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="daily, weekly, monthly or one of your own.")]
AtOption = Annotated[str, typer.Option("--at", metavar="HH:MM", help="The time of day.")]
DaysOption = Annotated[
    str | None, typer.Option("--days", metavar="DAYS", help="mon-fri (if not said), mon,wed or all.")
]
ToOption = Annotated[
    list[str] | None,
    typer.Option("--to", metavar="CHANNEL", help="Where it goes (again for more); else it is printed."),
]
WhoseOption = Annotated[str, typer.Option("--owner", metavar="WHO", help="Only this owner's accounts.")]
CronOption = Annotated[bool, typer.Option("--cron", help="A line of your crontab.")]
SystemdOption = Annotated[bool, typer.Option("--systemd", help="A user timer.")]
LaunchdOption = Annotated[bool, typer.Option("--launchd", help="A launch agent (macOS).")]
WindowsOption = Annotated[bool, typer.Option("--windows", help="A task of the Task Scheduler.")]
OutputOption = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write the file of --launchd or --windows there.")
]
DryOption = Annotated[bool, typer.Option("--dry-run", help="Show the change only.")]

schedule = words_below("Digests that come by themselves, by cron, systemd, launchd or the Task Scheduler.")


@schedule.command(cls=CsCommand)
def install(
    ctx: typer.Context,
    name: NameArgument,
    at: AtOption,
    days: DaysOption = None,
    to: ToOption = None,
    owner: WhoseOption = "",
    output: OutputOption = None,
    *,
    cron: CronOption = False,
    systemd: SystemdOption = False,
    launchd: LaunchdOption = False,
    windows: WindowsOption = False,
    yes: YesOption = False,
    dry_run: DryOption = False,
) -> None:
    """Have a digest made at a time of day: shows what it changes, asks, and changes nothing else."""
    from cs_cli.delivery.schedules import choice  # noqa: PLC0415  only what touches a scheduler loads one
    from cs_cli.delivery.schedules.entry import job_for  # noqa: PLC0415  as above

    cs: Cs = ctx.obj
    asked = _one_of({"cron": cron, "systemd": systemd, "launchd": launchd, "windows": windows})
    wanted = wanted_schedule(cs, name, owner, (at, days), to or [])
    job = job_for(wanted, cs.path)
    present = entries(cs, wanted)
    chosen = asked or (present[0].scheduler if present else choice.usual())
    if output or choice.is_elsewhere(chosen):
        _hand_over(job, chosen, output)
        return
    refuse_a_second(present, chosen)
    scheduler = choice.named(chosen, zone_of(cs))
    edits = scheduler.install(job)
    following = next_said(cs, wanted, scheduler)
    if not edits:
        say(f"{wanted.name} is scheduled so by {chosen} already; nothing was changed. {following}")
    elif _is_agreed(cs, edits, scheduler, "install", yes=yes, dry_run=dry_run):
        _write(cs, scheduler, edits, (wanted, f"is scheduled by {chosen}. {following}"))
        _tell_what_is_missing(cs, wanted, chosen)


@schedule.command("list", cls=Listing)
def list_(ctx: typer.Context) -> None:
    """List what is scheduled, by which scheduler, and when it comes next."""
    cs: Cs = ctx.obj
    found = entries(cs)
    rows = [as_row(cs, entry) for entry in found][: cs.limit]
    render.rows(rows, KEYS, cs.format, lambda: screens.listing(rows, cs.local_now))


@schedule.command(cls=CsCommand)
def remove(
    ctx: typer.Context,
    name: NameArgument,
    owner: WhoseOption = "",
    *,
    yes: YesOption = False,
    dry_run: DryOption = False,
) -> None:
    """Take a schedule away; what is not of cs stays as it is."""
    from cs_cli.delivery.schedules import choice  # noqa: PLC0415  as above

    cs: Cs = ctx.obj
    for entry in _distinct(scheduled(cs, name, owner)):
        scheduler = choice.named(entry.scheduler, zone_of(cs))
        edits = scheduler.remove(entry)
        if _is_agreed(cs, edits, scheduler, "remove", yes=yes, dry_run=dry_run):
            _write(cs, scheduler, edits, (entry.schedule, f"is no longer scheduled by {entry.scheduler}."))


@schedule.command(cls=CsCommand)
def run(ctx: typer.Context, name: NameArgument, owner: WhoseOption = "") -> int:
    """Run a schedule now, as its scheduler would: the same command with the same empty environment."""
    cs: Cs = ctx.obj
    entry = scheduled(cs, name, owner)[0]
    done = subprocess.run(  # noqa: S603  what the user has installed
        entry.argv, env={**empty_environment(), **entry.environment}, cwd=Path.home(), stdin=subprocess.DEVNULL,
        capture_output=True, check=False,
    )  # fmt: skip
    render.write(done.stdout.decode(errors="replace"))
    for line in done.stderr.decode(errors="replace").splitlines():
        say(line)
    say(f"{entry.schedule.name} was run as {entry.scheduler} runs it: exit code {done.returncode}")
    return done.returncode


@schedule.command(cls=Listing)
def status(ctx: typer.Context) -> None:
    """Show for every digest and channel what arrived last, what failed and what is pending."""
    cs: Cs = ctx.obj
    rows = standing_rows(cs)[: cs.limit]
    render.rows(rows, STATUS_KEYS, cs.format, lambda: screens.status(rows, cs.local_now))


def _one_of(flags: dict[str, bool]) -> str | None:
    """The scheduler whose flag was said. Raises UsageError for two."""
    said = [name for name, is_said in flags.items() if is_said]
    if len(said) > 1:
        raise UsageError(f"--{said[0]} and --{said[1]}: it would come twice", "One of them")
    return said[0] if said else None


def _distinct(entries: "Iterable[Installed]") -> "list[Installed]":
    return list({entry.scheduler: entry for entry in entries}.values())


def _hand_over(job: "Job", chosen: str, output: Path | None) -> None:
    """Print or write the file that another machine's scheduler takes in, and say what to type there."""
    from cs_cli.delivery.schedules import launchd, windows  # noqa: PLC0415  as above
    from cs_cli.delivery.schedules.entry import stem  # noqa: PLC0415  as above
    from cs_cli.output.files import write_document  # noqa: PLC0415  as above

    name = stem(job.schedule)
    if chosen == "launchd":
        content, text = (made := launchd.document(job)), made.decode()
        line = launchd.line_to_type(str(output or f"{name}.plist"))
    elif chosen == "windows":
        content, text = (made := windows.document(job)), made.decode(windows.ENCODING)
        line = windows.line_to_type(name, str(output or f"{name}.xml"))
    else:
        raise UsageError(f"{chosen} takes no file", "-o goes with --launchd or --windows")
    if output:
        write_document(output, content, settings.state_dir())
    else:
        render.document(text)
    say(f"Type there: {line}")
    say("The paths in the file are those of this machine.")


def _is_agreed(cs: Cs, edits: "Sequence[Edit]", scheduler: "Scheduler", word: str, *, yes: bool, dry_run: bool) -> bool:
    """Show the change, and whether it is to be made. Raises UsageError where nobody can be asked, Abort for a no."""
    render.write(screens.difference(edits))
    if yes or dry_run:
        return not dry_run
    if not cs.can_ask:
        raise UsageError(
            f"cs schedule {word} asks before it changes {scheduler.keeper}, and nobody is there", "Say --yes"
        )
    if ask(f"Change {scheduler.keeper} like this? [y/N]").casefold() not in ("y", "yes"):
        raise typer.Abort
    return True


def _write(cs: Cs, scheduler: "Scheduler", edits: "Sequence[Edit]", done: tuple[Schedule, str]) -> None:
    """Make the change, then say of the schedule what is `done` and what is left to type."""
    from cs_cli.delivery.schedules.entry import stem  # noqa: PLC0415  as above

    of, what = done
    left = scheduler.write(edits, stem(of))
    cs.done = Done(f"{scheduler.keeper} was changed", "What is scheduled: cs schedule list")
    for line in (f"{of.name} {what}", *left):
        say(line)


def _tell_what_is_missing(cs: Cs, wanted: Schedule, chosen: str) -> None:
    """What would keep it from arriving, as far as can be seen now."""
    if not cs.path.exists():
        say(f"There is no portfolio at {cs.path} yet: until then it has nothing to report on.")
    elif wanted.owner and not any(map(cs.portfolio.takes(cs.portfolio.filter(wanted.owner)), cs.portfolio.accounts())):
        say(f"No account is {wanted.owner}'s yet: until then it has nothing to report on.")
    unknown = [channel for channel in wanted.to if channel not in (*channels_of(cs), PRINTED)]
    if unknown:
        say(f"{cs.settings.path} knows no channel {sentence_of(unknown)} yet: until then nothing is sent.")
    if not wanted.to and chosen == "cron":
        say("cron mails you what it prints, where the machine can mail; to a channel: --to CHANNEL")
