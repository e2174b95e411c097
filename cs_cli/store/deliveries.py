"""What was told before: the deliveries of a digest, from the ledger."""

import json
from datetime import datetime
from typing import NamedTuple

from cs_cli.store.read import Reader

_DELIVERED = """
SELECT period, coalesce(done_at, claimed_at) AS at, items FROM deliveries
WHERE digest = :digest AND owner = :owner AND period < :before AND state IN ('sent', 'accepted', 'empty')
  AND (:channel IS NULL OR channel = :channel AND recipient = :recipient)
ORDER BY period DESC, at DESC
"""
_PARTS = """
SELECT part FROM deliveries WHERE digest = :digest AND owner = :owner AND period = :period AND channel = :channel
  AND recipient = :recipient AND state IN ('sent', 'accepted')
"""


class Told(NamedTuple):
    """The period and the instant of the last delivery, and the ids of all lines that were ever told."""

    period: str
    at: datetime
    items: frozenset[str]


def last_told(reader: Reader, digest: str, owner: str, before: str, to: tuple[str, str] | None = None) -> Told | None:
    """What was delivered of `digest` for `owner` in the periods before that one; None where nothing was.

    `to` is a channel and a recipient: whoever did not get one is told again. None is whoever got it.
    """
    channel, recipient = to or (None, None)
    said = {"digest": digest, "owner": owner, "before": before, "channel": channel, "recipient": recipient}
    rows = reader.tuples(_DELIVERED, said)
    if not rows:
        return None
    period, at, _items = rows[0]
    items = frozenset(str(item) for *_, each in rows for item in json.loads(each))
    return Told(period, datetime.fromisoformat(at), items)


def parts_sent(reader: Reader, digest: str, owner: str, period: str, to: tuple[str, str]) -> set[int]:
    """The parts of that digest that have got through to a channel and recipient, and are not sent again."""
    said = {"digest": digest, "owner": owner, "period": period, "channel": to[0], "recipient": to[1]}
    return {part for (part,) in reader.tuples(_PARTS, said)}
