"""Why the health of an account is in another band than it was: the cap that came or went, or the measure that moved."""

from typing import NamedTuple

from cs_cli.domain.account_health import CapLine, Health, HealthLine
from cs_cli.domain.health import Band
from cs_cli.domain.telling import number

_AGAINST = {True: "usage -", False: "usage +"}
"""What explains no rise and no fall: usage below its base that gains, or above it that loses."""


_SILENCE = ("no two-way contact", "no contact")
"""What a contact is called by its age, which is no reason for a rise."""


class Cause(NamedTuple):
    """What moved a score, and from how many points to how many where that is a measure."""

    reason: str
    points: str = ""


def cause_of(before: Health, now: Health) -> Cause:
    """Why the score went from `before` to `now`: a hand, a cap, or the measure that lost (or, upwards, gained) most.

    No reason where the words of it would contradict the way that the score went.
    """
    if now.by_hand or before.by_hand:
        return Cause(now.main_reason if now.by_hand else f"no longer {before.band} by hand: {now.main_reason}")
    if before.card != now.card:
        return Cause(f"scored by {now.card.name}, before by {before.card.name}")
    if Band.GREY in (before.band, now.band):
        return Cause("" if now.band is Band.GREEN else now.main_reason)
    return _moved(before, now)


def _moved(before: Health, now: Health) -> Cause:
    """Why a score went from one day to another by the same rules."""
    is_rise, lifted = _is_rise(before, now), _applied(before)
    if is_rise and lifted is not None:
        return Cause(f"no longer held at {number(lifted.at_most)}: {lifted.told}")
    if not is_rise and _applied(now) is not None:
        return Cause(now.main_reason)
    mover = _mover(before, now)
    if mover is None:
        return Cause(now.main_reason)
    cause = _told(*mover, is_rise=is_rise)
    return cause._replace(reason="") if cause.reason.startswith(_AGAINST[is_rise]) else cause


def moved_by(before: Health, now: Health) -> str:
    """The source of the measure that is the cause; nothing where it is a cap. What is grey now, by what it lost."""
    if before.card != now.card:
        return ""
    if now.band is Band.GREY:
        lost = [old for old, new in _pairs(before, now) if old.points is not None and new.points is None]
        return max(lost, key=_share).origin if lost else ""
    is_held = _applied(before if _is_rise(before, now) else now) is not None
    mover = None if is_held else _mover(before, now)
    return mover[1].origin if mover else ""


def _is_rise(before: Health, now: Health) -> bool:
    return (now.score or 0.0) > (before.score or 0.0)


def _pairs(before: Health, now: Health) -> list[tuple[HealthLine, HealthLine]]:
    return list(zip(before.lines, now.lines, strict=True))


def _share(line: HealthLine) -> float:
    return line.share


def _mover(before: Health, now: Health) -> tuple[HealthLine, HealthLine] | None:
    """The measure that moved the score most its way; None where none did."""
    pairs, is_rise = _pairs(before, now), _is_rise(before, now)
    effects = [_effect(*pair, before.raw or 0.0, now.raw or 0.0) for pair in pairs]
    most = max(effects) if is_rise else min(effects)
    return None if most == 0 or (most > 0) is not is_rise else pairs[effects.index(most)]


def _applied(health: Health) -> CapLine | None:
    return next((cap for cap in health.caps if cap.applied), None)


def _effect(before: HealthLine, now: HealthLine, mean_before: float, mean_now: float) -> float:
    """Weighed points that a measure adds or takes; where it is missing the mean of the others stands for it."""
    if before.points is None and now.points is None:
        return 0.0
    old = mean_before if before.points is None else before.points
    new = mean_now if now.points is None else now.points
    return (new - old) * now.share


def _told(before: HealthLine, now: HealthLine, *, is_rise: bool) -> Cause:
    if now.points is None:
        return Cause(f"{now.title} no longer known: {now.told}")
    was = "missing" if before.points is None else f"{before.points:.1f}"
    reason = f"{now.title}: {now.told}" if is_rise and now.reason.startswith(_SILENCE) else now.reason
    return Cause(reason, f"{now.title} {was} → {now.points:.1f} points")
