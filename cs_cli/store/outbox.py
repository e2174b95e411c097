"""What was delivered, as the ledger tells it: for each recipient of a digest the last success and what is pending."""

from datetime import date
from typing import NamedTuple

from cs_cli.store.read import Reader


class Standing(NamedTuple):
    """How a digest stands with one recipient; instants as stored (`…Z`), `pending` counts the messages still to go."""

    digest: str
    owner: str
    channel: str
    recipient: str
    last_success_at: str | None
    last_failure_at: str | None
    error: str | None
    pending: int


_STANDING = """
SELECT digest, owner, channel, recipient,
  max(done_at) FILTER (WHERE state IN ('sent', 'accepted', 'empty')),
  max(coalesce(done_at, claimed_at)) FILTER (WHERE state = 'failed'),
  (SELECT f.error FROM deliveries f WHERE f.state = 'failed' AND (f.digest, f.owner, f.channel, f.recipient)
    = (d.digest, d.owner, d.channel, d.recipient) ORDER BY coalesce(f.done_at, f.claimed_at) DESC LIMIT 1),
  count(*) FILTER (WHERE state IN ('claimed', 'failed'))
FROM deliveries d WHERE date(claimed_at) <= :today
GROUP BY digest, owner, channel, recipient ORDER BY digest, owner, channel, recipient
"""


def standing(reader: Reader, today: date) -> list[Standing]:
    """How every digest stands with everyone it was sent to until `today`."""
    return [Standing(*row) for row in reader.tuples(_STANDING, {"today": today.isoformat()})]
