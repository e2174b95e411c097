"""The channels of the settings, and sending over them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from cs_cli.delivery.parcel import Parcel
from cs_cli.errors import UsageError
from cs_cli.settings import Settings


class Channel(NamedTuple):
    """A channel by the name it has, its kind (mail, slack, teams, webhook, apprise or file), whom it reaches."""

    name: str
    kind: str
    recipients: tuple[str, ...] = ("",)
    fault: str | None = None


class Clock(NamedTuple):
    """`now()` is this instant in UTC, `sleep(seconds)` comes back that much later."""

    now: Callable[[], datetime]
    sleep: Callable[[float], None]


class Errand(NamedTuple):
    """What is sent: which digest, whose, of which period."""

    digest: str
    owner: str
    period: str


class Delivered(NamedTuple):
    """How it went: sent, accepted, failed, already or busy; what went wrong, and the exit code."""

    state: str
    error: str | None = None
    exit_code: int = 0


def channels(settings: Settings) -> dict[str, Channel]:  # noqa: ARG001  no channel can be configured
    """The channels that are configured, by name."""
    return {}


def deliver(  # noqa: PLR0913, PLR0917  an errand has these
    database: Path,  # noqa: ARG001
    channel: Channel,
    recipient: str,  # noqa: ARG001
    what: Errand,  # noqa: ARG001
    parcels: Sequence[Parcel],  # noqa: ARG001
    clock: Clock,  # noqa: ARG001
) -> Delivered:
    """Refuses every channel."""
    raise UsageError(f'no channel "{channel.name}"', "Channels: cs config")
