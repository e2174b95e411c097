"""A digest as the messages of a channel."""

from collections.abc import Callable
from typing import NamedTuple

from cs_cli.delivery.kinds import file, mail, plain, slack, teams, webhook
from cs_cli.delivery.packing import packed
from cs_cli.delivery.parcel import Parcel
from cs_cli.domain.digest import Digest


class Kind(NamedTuple):
    """How a kind of channel is served: its message, and whether one fits in."""

    parcel: Callable[[Digest], Parcel]
    fits: Callable[[Digest], bool] = bool


KINDS = {
    "mail": Kind(mail.parcel, mail.fits),
    "slack": Kind(slack.parcel, slack.fits),
    "teams": Kind(teams.parcel, teams.fits),
    "webhook": Kind(webhook.parcel),
    "apprise": Kind(plain.text_parcel),
    "file": Kind(file.parcel),
}


def parcels(digest: Digest, kind: str) -> list[Parcel]:
    """The messages that tell `digest` over a channel of that kind (one of KINDS): none where it is empty."""
    if digest.is_empty:
        return []
    return [KINDS[kind].parcel(part) for part in packed(digest, KINDS[kind].fits)]
