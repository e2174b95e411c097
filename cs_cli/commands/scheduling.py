"""What is scheduled, what may be, and when it comes next: for the words of `cs schedule`."""

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cs_cli import settings
from cs_cli.context import Cs
from cs_cli.domain.schedules import WORKING_DAYS, Schedule, days_said, next_run, parse_at, parse_days
from cs_cli.errors import NotFoundError, UsageError, sentence_of
from cs_cli.screens import schedule as screens
from cs_cli.store.digests import digest_names, load_digest
from cs_cli.store.read import NoPortfolioError

if TYPE_CHECKING:
    from cs_cli.delivery.schedules.entry import Installed, Scheduler

KEYS = ["digest", "owner", "at", "days", "to", "scheduler", "next_run", "database", "rule", "where", "command"]
STATUS_KEYS = [
    "digest", "owner", "channel", "recipient", "last_success_at", "last_failure_at", "error", "pending", "next_run",
]  # fmt: skip
PRINTED = "terminal"


def wanted_schedule(cs: Cs, name: str, owner: str, when: tuple[str, str | None], to: Sequence[str]) -> Schedule:
    """The schedule that was typed; `when` is the time and the days. Raises UsageError, ConfigError."""
    at, days = when
    load_digest(known(cs, name), cs.settings.folder / "digests")
    _refuse_nobody(cs, owner)
    channels = reachable(cs, to)
    said = usual_days(known(cs, name), printed=not channels) if days is None else days
    return Schedule(name, owner, parse_at(at), parse_days(said), channels)


def _refuse_nobody(cs: Cs, owner: str) -> None:
    """Raises UsageError for an owner who has no account, where there is a portfolio to ask."""
    if not owner or not cs.path.exists():
        return
    chosen = cs.portfolio.filter(owner)
    if not any(map(cs.portfolio.takes(chosen), cs.portfolio.accounts())):
        raise UsageError(f'no account has the owner "{owner}"; nothing scheduled', cs.portfolio.instead(chosen).strip())


def usual_days(digest: str, *, printed: bool) -> str:
    """The days of a schedule that names none. Raises UsageError where a monthly digest would be printed every day.

    A channel gets each period once however often it is run: the working days after a missed one make up for it.
    """
    if printed and digest == "monthly":
        raise UsageError(
            "monthly is printed whenever it runs; only a channel gets it once a month", "--to CHANNEL, or --days DAYS"
        )
    return "mon" if printed and digest == "weekly" else WORKING_DAYS


def known(cs: Cs, name: str) -> str:
    """`name` if there is a digest of that name. Raises UsageError."""
    names = digest_names(cs.settings.folder / "digests")
    if name in names:
        return name
    raise UsageError(f'no digest "{name}"', f"There is {sentence_of(names, 'and')}")


def reachable(cs: Cs, to: Sequence[str]) -> tuple[str, ...]:
    """The channels `to`, each once. Raises UsageError for one that the config does not know."""
    names = channels_of(cs)
    for channel in to:
        if channel == "file" and channel not in names:
            raise UsageError("--to file: which file?", "A channel of kind file has its own: docs/reminders.md")
        if names and channel not in (*names, PRINTED):
            raise UsageError(f'no channel "{channel}"', f"Channels in {cs.settings.path}: {', '.join(names)}")
    return tuple(dict.fromkeys(to))


def channels_of(cs: Cs) -> list[str]:
    """The names of the tables `[channel.NAME]` in the config."""
    return sorted(cs.settings.channels)


def zone_of(cs: Cs) -> str:
    return cs.settings["timezone"] or ""


def entries(cs: Cs, like: Schedule | None = None) -> "list[Installed]":
    """What is installed, or what of it is the same digest for the same owner as `like`."""
    from cs_cli.delivery.schedules import choice  # noqa: PLC0415  as above

    return [entry for entry in choice.installed(zone_of(cs)) if like is None or entry.schedule.name == like.name]


def scheduled(cs: Cs, name: str, owner: str) -> "list[Installed]":
    """The entries of that digest and owner, at least one. Raises NotFoundError."""
    like = Schedule(name, owner, None, (), ())
    if found := entries(cs, like):
        return found
    names = sorted({entry.schedule.name for entry in entries(cs)})
    raise NotFoundError(
        f"{like.name} is not scheduled",
        f"Scheduled: {', '.join(names)}" if names else f"Schedule it: cs schedule install {like.name} --at 07:30",
    )


def refuse_a_second(present: "Sequence[Installed]", chosen: str) -> None:
    """Raises UsageError where the digest is scheduled elsewhere, or more than once."""
    if not present or (len(present) == 1 and present[0].scheduler == chosen):
        return
    name = present[0].schedule.name
    by = sentence_of(sorted({entry.scheduler for entry in present}), "and")
    often = f"{len(present)} times " if len(present) > 1 else ""
    raise UsageError(f"{name} is scheduled {often}by {by} already", f"Take it away first: cs schedule remove {name}")


def next_said(cs: Cs, wanted: Schedule, scheduler: "Scheduler") -> str:
    """When it comes next, in the user's time zone; and by whose clock, where that is another one."""
    goes_by = zone_of(cs) if scheduler.name == "systemd" else ""
    moment = _placed_next(cs, wanted, goes_by)
    if not moment:
        return ""
    said = f"Next: {screens.moment(moment, cs.local_now)}"
    if cs.local(moment).time() == wanted.at:
        return said
    return f"{said} in {zone_of(cs)}: {scheduler.name} goes by this machine's clock, where that is {wanted.at:%H:%M}"


def _placed_next(cs: Cs, of: Schedule, zone: str) -> datetime | None:
    """The next run in UTC of a schedule that goes by `zone`, or by the machine's clock."""
    where = settings.zone(zone, "the schedule") if zone else None

    def placed(reading: datetime) -> datetime:
        return reading.replace(tzinfo=where) if where else reading.astimezone()

    return next_run(of, cs.now, placed)


def as_row(cs: Cs, entry: "Installed") -> dict[str, Any]:
    """One line of the list with KEYS."""
    of = entry.schedule
    moment = _placed_next(cs, of, entry.zone)
    return {
        "digest": of.digest,
        "owner": of.owner or None,
        "at": f"{of.at:%H:%M}" if of.at else None,
        "days": days_said(of.days) if of.days else None,
        "to": list(of.to),
        "scheduler": entry.scheduler,
        "next_run": f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else None,
        "database": entry.database,
        "rule": entry.rule,
        "where": entry.where,
        "command": list(entry.argv),
    }


def standing_rows(cs: Cs) -> list[dict[str, Any]]:
    """What the ledger knows, and after it what is scheduled and was never sent."""
    from cs_cli.store.outbox import standing  # noqa: PLC0415  only this answer reads the ledger

    coming = {
        (entry.schedule.digest, entry.schedule.owner, channel): as_row(cs, entry)["next_run"]
        for entry in entries(cs)
        for channel in entry.schedule.to
    }
    try:
        known = standing(cs.reader, cs.today)
    except NoPortfolioError:
        known = []
    rows = [{**one._asdict(), "next_run": coming.get((one.digest, one.owner, one.channel))} for one in known]
    told = {(one.digest, one.owner, one.channel) for one in known}
    for (digest, owner, channel), next_at in coming.items():
        if (digest, owner, channel) not in told:
            never = dict.fromkeys(STATUS_KEYS) | {
                "digest": digest,
                "owner": owner,
                "channel": channel,
                "pending": False,
            }
            rows.append({**never, "next_run": next_at})
    return [{**row, "owner": row["owner"] or None, "recipient": row["recipient"] or None} for row in rows]


def empty_environment() -> dict[str, str]:
    """What cron gives a job, and nothing else; Windows cannot do without its own."""
    if os.name == "nt":
        return dict(os.environ)
    home = str(Path.home())
    user = os.environ.get("LOGNAME") or os.environ.get("USER") or ""
    kept = {"HOME": home, "PATH": "/usr/bin:/bin", "SHELL": "/bin/sh", "PWD": home}
    return kept | ({"LOGNAME": user} if user else {})
