"""The ledger of what was sent: a part is claimed before it goes out and marked after, so that two runs send it once."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from cs_cli.store import versions
from cs_cli.store.connect import transaction
from cs_cli.store.troubles import in_our_words

CLAIM = timedelta(minutes=10)
"""How long a claim stands without a new try; after that whoever made it is taken to be dead."""
TWICE = 2
"""How often a part may have arrived at most: after that it is sent no more."""
_ARRIVED = ("", "; it may have arrived", "; it may have arrived twice")
"""What the error of a part ends with, by how often it may have arrived."""
_BEGUN = "it was being sent and nobody said how that ended"
DONE = ("sent", "accepted")
_OF = "digest = ? AND owner = ? AND period = ? AND channel = ? AND recipient = ?"
_ROWS = f"SELECT part, state, claimed_at_utc, error, tries FROM sent WHERE {_OF}"  # noqa: S608  our own words
_OVER = f"DELETE FROM sent WHERE {_OF} AND part > ? AND state NOT IN ('sent', 'accepted')"  # noqa: S608  as above
_CLAIM = """
INSERT INTO sent (digest, owner, period, channel, recipient, part, parts, content_hash, items, state, claimed_at_utc)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'claimed', ?)
ON CONFLICT DO UPDATE SET parts = excluded.parts, content_hash = excluded.content_hash, items = excluded.items,
  state = 'claimed', claimed_at_utc = excluded.claimed_at_utc, done_at_utc = NULL
"""
_TRY = f"""
UPDATE sent SET tries = tries + 1, claimed_at_utc = ?, error = ?
WHERE {_OF} AND part = ? AND state = 'claimed' AND tries = ?
"""  # noqa: S608  as above
_HOLD = f"UPDATE sent SET claimed_at_utc = ? WHERE {_OF} AND part > ? AND state = 'claimed'"  # noqa: S608  as above
_MARK = f"""
UPDATE sent SET state = ?, error = ?, done_at_utc = ? WHERE {_OF} AND part = ? AND state = 'claimed' AND tries = ?
"""  # noqa: S608  as above
_SPEND = f"""
UPDATE sent SET state = 'failed', done_at_utc = ? WHERE {_OF} AND state = 'claimed' AND error LIKE ?
"""  # noqa: S608  as above
_EMPTY = """
INSERT INTO sent (digest, owner, period, channel, recipient, content_hash, state, claimed_at_utc, done_at_utc)
VALUES (?, ?, ?, ?, ?, '', 'empty', ?, ?)
ON CONFLICT DO UPDATE SET done_at_utc = excluded.done_at_utc, state = 'empty', items = '[]',
  error = CASE WHEN instr(error, '; it may have arrived') THEN error END
WHERE state NOT IN ('sent', 'accepted')
"""


class Key(NamedTuple):
    """Whose parts: a digest of an owner for a period, by a channel to a recipient."""

    digest: str
    owner: str
    period: str
    channel: str
    recipient: str


class Content(NamedTuple):
    """What a part holds: the hash of all of it, and the ids of its lines as JSON."""

    content_hash: str
    items: str


class Claimed(NamedTuple):
    """A part that is ours to send: its number, how often it was tried, how often it may have arrived before."""

    part: int
    tries: int
    arrivals: int

    @property
    def again(self) -> bool:
        """Whether it is labelled as a repeat."""
        return self.arrivals > 0


class Outcome(NamedTuple):
    """How a part fared: `sent`, `accepted`, or `failed` with the reason."""

    state: str
    error: str | None = None


class Claim(NamedTuple):
    """What there is to send; `busy` where another run is at it; `early` is the error of a part that may have arrived
    less than ten minutes ago, `spent` that of a part that may have arrived twice.
    """

    parts: tuple[Claimed, ...]
    busy: bool = False
    early: str | None = None
    spent: str | None = None


def claim(path: Path, key: Key, contents: Sequence[Content], now: datetime) -> Claim:
    """Claim every part that has not got through yet and may be sent, or none where another run holds one or where one
    may have arrived only just now. Raises BusyError.
    """
    with beside_the_journal(path) as connection:
        held = {row[0]: row[1:] for row in connection.execute(_ROWS, key)}
        fresh = [(state, error) for state, at, error, _tries in held.values() if at > _instant(now - CLAIM)]
        if any(state == "claimed" for state, _error in fresh):
            return Claim((), busy=True)
        if early := [error for _state, error in fresh if _arrivals(error) == 1]:
            return Claim((), early=early[0])
        connection.execute(_OVER, (*key, len(contents)))
        connection.execute(_SPEND, (_instant(now), *key, f"%{_ARRIVED[TWICE]}"))
        ours, spent = [], None
        for part, content in enumerate(contents, 1):
            state, _at, error, tries = held.get(part, ("", "", None, 0))
            arrivals = _arrivals(error)
            if state not in DONE and arrivals == TWICE:
                spent = spent or error
            elif state not in DONE:
                connection.execute(_CLAIM, (*key, part, len(contents), *content, _instant(now)))
                ours.append(Claimed(part, tries, arrivals))
        return Claim(tuple(ours), spent=spent)


def _arrivals(error: str | None) -> int:
    """How often a part may have arrived, by its error."""
    return next((times for times in (TWICE, 1) if (error or "").endswith(_ARRIVED[times])), 0)


def begin_try(path: Path, key: Key, claimed: Claimed, now: datetime) -> bool:
    """Note that a part goes out now, and may have arrived if nothing else is noted; False where the claim is no longer
    ours.
    """
    with beside_the_journal(path) as connection:
        error = _BEGUN + _ARRIVED[claimed.arrivals + 1]
        ours = connection.execute(_TRY, (_instant(now), error, *key, claimed.part, claimed.tries)).rowcount == 1
        if ours:
            connection.execute(_HOLD, (_instant(now), *key, claimed.part))
        return ours


def mark(path: Path, key: Key, claimed: Claimed, outcome: Outcome, now: datetime) -> None:
    """Note how a claimed part fared, if the claim is still ours; an error says how often it may have arrived."""
    error = outcome.error and outcome.error + _ARRIVED[claimed.arrivals]
    with beside_the_journal(path) as connection:
        connection.execute(_MARK, (outcome.state, error, _instant(now), *key, claimed.part, claimed.tries))


def nothing_to_say(path: Path, key: Key, now: datetime) -> None:
    """Note that the digest of that period had nothing to say."""
    with beside_the_journal(path) as connection:
        connection.execute(_EMPTY, (*key, _instant(now), _instant(now)))


def _instant(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


@contextmanager
def beside_the_journal(path: Path) -> Iterator[sqlite3.Connection]:
    """A transaction that is no undo step and touches no row that the journal watches."""
    if not versions.is_current(path):
        from cs_cli.store import migrate  # noqa: PLC0415  hardly ever needed

        migrate.bring_up_to_date(path)
    with in_our_words(path), transaction(path) as connection:
        yield connection
