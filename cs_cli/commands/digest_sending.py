"""Sending a digest: to each recipient of each channel what is new there, and what a dry run says of that."""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cs_cli.commands.digest_facts import DigestDesk
from cs_cli.context import Cs, say
from cs_cli.domain import words
from cs_cli.domain.digest_settings import DAYS, Definition
from cs_cli.domain.period import runs_on
from cs_cli.errors import CsError, UsageError
from cs_cli.screens import digest as screens
from cs_cli.store.deliveries import parts_sent

if TYPE_CHECKING:
    from cs_cli.delivery.deliver import Channel, Delivered

_WORSE = (0, 75, 69, 73, 77, 78)
"""Exit codes: what is wrong for good is worse than what may work in a moment."""
_SAID = {"accepted": "accepted, to be posted", "already": "got through before", "empty": "nothing to say, so none sent"}


def channels_named(cs: Cs, names: Sequence[str]) -> "list[Channel]":
    """The channels of these names. Raises UsageError."""
    if not names:
        return []
    from cs_cli.delivery.deliver import channels  # noqa: PLC0415  only what sends loads the means to

    known = channels(cs.settings)
    for name in names:
        if name not in known:
            others = f"Channels: {', '.join(['terminal', 'file', *known])}"
            raise UsageError(f'no channel "{name}" is set up', others, "To set one up: cs config --help")
    return [known[name] for name in names]


def day_off(cs: Cs, definition: Definition) -> str | None:
    """Why no such digest is sent today, if it is not one of its days."""
    if runs_on(definition, cs.today):
        return None
    days = ", ".join(name for number, name in enumerate(DAYS) if number in definition.days)
    holidays = f", less the public holidays of {definition.holidays}" if definition.holidays else ""
    return f"{definition.name} is sent on {days}{holidays}, and not on {words.full(cs.today)}"


def send(cs: Cs, desk: DigestDesk, owners: Sequence[str | None], to: "Sequence[Channel]", *, quiet: bool) -> int:
    """Deliver to every recipient of every channel, say how it went, and return the worst exit code."""
    if why := day_off(cs, desk.definition):
        if not quiet:
            say(f"Nothing sent: {why}")
        return 0
    codes = [0]
    got_through = False
    for channel, recipient, owner in _errands(owners, to):
        done = _deliver(cs, desk, owner, channel, recipient)
        codes.append(done.exit_code)
        got_through |= not done.exit_code
        if done.exit_code:
            say(f"cs: {done.error}{f' ({recipient})' if recipient else ''}")
        elif not quiet:
            say(f"{_place(channel, recipient, owner)}: {_SAID.get(done.state, done.state)}")
    if got_through and cs.is_unattended and cs.today == cs.local_now.date():
        _record_health(cs, desk)
    return max(codes, key=_WORSE.index)


def _record_health(cs: Cs, desk: DigestDesk) -> None:
    """Keep what was said today of every account of the book; the digest is out, whatever becomes of that."""
    from cs_cli.store.snapshots import record_book  # noqa: PLC0415  most runs of a digest print

    try:
        record_book(cs.path, cs.portfolio.health.scoring, [row.account_id for row in desk.accounts], cs.today)
    except (CsError, sqlite3.Error, OSError) as error:
        say(f"cs: the health of {words.full(cs.today)} was not recorded: {error}")


def _errands(owners: Sequence[str | None], to: "Sequence[Channel]") -> "Iterator[tuple[Channel, str, str | None]]":
    return ((channel, recipient, owner) for channel in to for recipient in channel.recipients for owner in owners)


def _place(channel: "Channel", recipient: str, owner: str | None) -> str:
    whose = f", the accounts of {owner}" if owner else ""
    return f"{channel.name}{f' to {recipient}' if recipient else ''}{whose}"


def _deliver(cs: Cs, desk: DigestDesk, owner: str | None, channel: "Channel", recipient: str) -> "Delivered":
    from cs_cli.delivery.deliver import Errand, deliver  # noqa: PLC0415  as above
    from cs_cli.delivery.parcels import parcels  # noqa: PLC0415  as above

    made = desk.digest(owner, (channel.name, recipient))
    errand = Errand(desk.definition.name, desk.errand_owner(owner), desk.period)
    return deliver(cs.path, channel, recipient, errand, parcels(made, channel.kind), cs.clock)


def shown(cs: Cs, desk: DigestDesk, owners: Sequence[str | None], to: "Sequence[Channel]") -> Iterator[str]:
    """What `send` would send and where, word for word."""
    from cs_cli.delivery.parcels import parcels  # noqa: PLC0415  as above

    if why := day_off(cs, desk.definition):
        yield f"Nothing would be sent today: {why}. On one of its days:"
    for channel, recipient, owner in _errands(owners, to):
        place = f"{_place(channel, recipient, owner)} ({channel.kind})"
        if channel.fault:
            yield f"== {place}: cannot be used yet: {channel.fault.sentence}"
        sent = parts_sent(
            cs.reader, desk.definition.name, desk.errand_owner(owner), desk.period, (channel.name, recipient)
        )
        yield from screens.as_sent(place, parcels(desk.digest(owner, (channel.name, recipient)), channel.kind), sent)
