"""Delivering a digest: claimed, sent with retries, marked; what fails is said and tried again by the next run."""

import hashlib
import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from cs_cli.delivery.channel import Channel, channels, secret_of
from cs_cli.delivery.clock import Clock
from cs_cli.delivery.failure import TRY_AGAIN, UNAVAILABLE, NotSentError, misconfigured
from cs_cli.delivery.letter import AGAIN, Errand, Letter
from cs_cli.delivery.parcel import Parcel
from cs_cli.domain.channels import APPRISE, FILE, MAIL
from cs_cli.store import ledger
from cs_cli.store.ledger import TWICE, Claim, Claimed, Content, Key, Outcome

__all__ = ["Channel", "Clock", "Delivered", "Errand", "channels", "check", "deliver"]
RETRIES = 3
LONGEST_WAIT = 120.0
"""How many seconds a service may ask us to wait; if it wants more, the next run tries again."""
_LOOKS, _PAUSE = 10, 0.5
"""How often, and after how many seconds each, to look whether another run is done."""
_ONCE_MORE = f"so the first run ten minutes from then sends it once more, labelled {AGAIN.strip()}"
_NO_MORE = "so it is not sent again"


class Delivered(NamedTuple):
    """How it went: `sent`, `accepted` (a service promises to post it), `already`, `empty` (there was nothing to say),
    `busy` (another run is at it) or `failed`; the sentence that says why; the exit code.
    """

    state: str
    error: str | None = None
    exit_code: int = 0


class _NotOursError(Exception):
    """Another run took the claim over."""


def deliver(  # noqa: PLR0913, PLR0917  what, where and how: nothing of it is to be left out
    database: Path, channel: Channel, recipient: str, what: Errand, parcels: Sequence[Parcel], clock: Clock
) -> Delivered:
    """Send the parcels of a digest that have not got through yet by `channel` to `recipient`; none: note only that.

    A failure of the channel is told, never raised. Raises what the portfolio says, such as BusyError.
    """
    key = Key(*what, channel.name, recipient)
    if not parcels:
        ledger.nothing_to_say(database, key, clock.now())
        return Delivered("empty")
    claim = _claimed(database, key, parcels, clock)
    if claim.busy:
        return _busy(what)
    if claim.early:
        return Delivered("failed", f"{channel.name}: {claim.early}, {_ONCE_MORE}", TRY_AGAIN)
    done = Delivered("already")
    if claim.parts:
        parts = [(part, parcels[part.part - 1]) for part in claim.parts]
        done = _Run(database, channel, key, what, clock).send(parts)
    if claim.spent and not done.exit_code:
        return Delivered("failed", f"{channel.name}: {claim.spent}, {_NO_MORE}", UNAVAILABLE)
    return done


def _claimed(database: Path, key: Key, parcels: Sequence[Parcel], clock: Clock) -> Claim:
    """What is ours to send; another run that is at it is waited for a little."""
    contents = list(map(_content, parcels))
    claim = ledger.claim(database, key, contents, clock.now())
    for _look in range(_LOOKS):
        if not claim.busy:
            break
        clock.sleep(_PAUSE)
        claim = ledger.claim(database, key, contents, clock.now())
    return claim


def check(channel: Channel) -> str:
    """Go as far as one can without sending: reach the service, verify it, log in; say how far that was.

    Raises NotSentError.
    """
    if channel.fault:
        raise misconfigured(*channel.fault)
    if channel.kind == FILE:
        return f"writes {channel.said['path']}"
    if channel.kind == MAIL:
        from cs_cli.delivery import mail  # noqa: PLC0415  as in _sender

        mail.check(channel)
        login = ", the login works" if channel.said.get("user") else ""
        return f"{channel.said['host']} answers{login}; {len(channel.recipients)} to write to"
    address = secret_of(channel)
    if channel.kind == APPRISE:
        return f'has its address in the secret "{channel.secret}"'
    from cs_cli.delivery import http  # noqa: PLC0415  as in _sender

    return f"{http.check(channel, address)} answers with a certificate that is in order"


class _Run(NamedTuple):
    """One digest by one channel to one recipient."""

    database: Path
    channel: Channel
    key: Key
    what: Errand
    clock: Clock

    def send(self, parts: Sequence[tuple[Claimed, Parcel]]) -> Delivered:
        """Send part after part; after one that fails the others wait for the next run."""
        states = set()
        for number, (claimed, parcel) in enumerate(parts):
            try:
                states.add(self._send(claimed, parcel))
            except _NotOursError:
                return _busy(self.what)
            except NotSentError as error:
                for later, _parcel in parts[number + 1 :]:
                    self._mark_failed(later, error)
                return self._failed(error, claimed)
        return Delivered("accepted" if "accepted" in states else "sent")

    def _send(self, claimed: Claimed, parcel: Parcel) -> str:
        """Try until it is sent, marked in the ledger. Raises NotSentError (marked, too) or _NotOursError."""
        for left in reversed(range(RETRIES + 1)):
            if not ledger.begin_try(self.database, self.key, claimed, self.clock.now()):
                raise _NotOursError
            claimed = claimed._replace(tries=claimed.tries + 1)
            letter = Letter(parcel, self.key.recipient, self.what, self.database, self.clock.now(), claimed.again)
            try:
                state = _by(self.channel, letter)
            except NotSentError as error:
                wait = error.wait if error.wait is not None else _back_off(RETRIES - left)
                if not (left and error.is_worth_a_retry and wait <= LONGEST_WAIT):
                    self._mark_failed(claimed._replace(arrivals=claimed.arrivals + error.may_have_arrived), error)
                    raise
                self.clock.sleep(wait)
            else:
                ledger.mark(self.database, self.key, claimed, Outcome(state), self.clock.now())
                return state
        raise AssertionError

    def _mark_failed(self, claimed: Claimed, error: NotSentError) -> None:
        ledger.mark(self.database, self.key, claimed, Outcome("failed", error.whole), self.clock.now())

    def _failed(self, error: NotSentError, claimed: Claimed) -> Delivered:
        """What is said of a failure; `claimed` is the part as it was before it was tried."""
        said = f"{self.key.channel}: {error.whole}"
        if not error.may_have_arrived:
            return Delivered("failed", said, error.exit_code)
        if claimed.arrivals + 1 == TWICE:
            return Delivered("failed", f"{said}; it may have arrived twice, {_NO_MORE}", UNAVAILABLE)
        return Delivered("failed", f"{said}; it may have arrived, {_ONCE_MORE}", error.exit_code)


def _by(channel: Channel, letter: Letter) -> str:
    if channel.fault:
        raise misconfigured(*channel.fault)
    return _sender(channel.kind)(channel, letter)


def _sender(kind: str) -> Callable[[Channel, Letter], str]:
    """What sends by a kind of channel."""
    if kind == MAIL:
        from cs_cli.delivery import mail  # noqa: PLC0415  loads smtplib and email, which a post or a file need not

        return mail.send
    if kind == FILE:
        from cs_cli.delivery import file  # noqa: PLC0415  as above, for symmetry

        return file.write
    from cs_cli.delivery import chat  # noqa: PLC0415  as above

    return chat.notify if kind == APPRISE else chat.post


def _busy(what: Errand) -> Delivered:
    said = f"another run is sending {what.digest} of {what.period}, or was stopped at it less than ten minutes ago"
    return Delivered("busy", said, TRY_AGAIN)


def _back_off(tries: int) -> float:
    """Seconds to wait after so many retries: about 1, 2, 4, never the same for two programs."""
    return 2.0**tries * random.uniform(0.5, 1.5)  # noqa: S311  no secret


def _content(parcel: Parcel) -> Content:
    whole = json.dumps([parcel.subject, parcel.text, parcel.html, parcel.payload], sort_keys=True)
    return Content(hashlib.sha256(whole.encode()).hexdigest(), json.dumps(parcel.items))
