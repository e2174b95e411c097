"""Why the health of an account is in another band than it was: the cap that came or went, or the measure that moved."""

from typing import NamedTuple

from cs_cli.domain.account_health import CapLine, Health, HealthLine
from cs_cli.domain.health import Band
from cs_cli.domain.telling import number

_AGAINST = {True: "usage -", False: "usage +"}
"""What explains no rise and no fall: usage below its base that gains, or above it that loses."""


class Cause(NamedTuple):
    """What moved a score, and from how many points to how many where that is a measure."""

    reason: str
    points: str = ""


def cause_of(before: Health, now: Health) -> Cause:
    """Why the score went from `before` to `now`: a cap, or the measure that lost (or, upwards, gained) most.

    No reason where the words of it would contradict the way that the score went.
    """
    if before.band is Band.GREY and now.band is Band.GREEN:
        return Cause("")
    if Band.GREY in (before.band, now.band) or _applied(now) is not None:
        return Cause(now.main_reason)
    is_rise = (now.score or 0.0) > (before.score or 0.0)
    lifted = _applied(before)
    if is_rise and lifted is not None:
        return Cause(f"no longer held at {number(lifted.at_most)}: {lifted.told}")
    if before.card != now.card:
        return Cause(now.main_reason)
    pairs = list(zip(before.lines, now.lines, strict=True))
    effects = [_effect(*pair, before.raw or 0.0, now.raw or 0.0) for pair in pairs]
    most = max(effects) if is_rise else min(effects)
    if most == 0 or (most > 0) is not is_rise:
        return Cause(now.main_reason)
    cause = _told(*pairs[effects.index(most)])
    return cause._replace(reason="") if cause.reason.startswith(_AGAINST[is_rise]) else cause


def _applied(health: Health) -> CapLine | None:
    return next((cap for cap in health.caps if cap.applied), None)


def _effect(before: HealthLine, now: HealthLine, mean_before: float, mean_now: float) -> float:
    """Weighed points that a measure adds or takes; where it is missing the mean of the others stands for it."""
    if before.points is None and now.points is None:
        return 0.0
    old = mean_before if before.points is None else before.points
    new = mean_now if now.points is None else now.points
    return (new - old) * now.share


def _told(before: HealthLine, now: HealthLine) -> Cause:
    if now.points is None:
        return Cause(f"{now.title} no longer known: {now.told}")
    was = "missing" if before.points is None else f"{before.points:.1f}"
    return Cause(now.reason, f"{now.title} {was} → {now.points:.1f} points")
