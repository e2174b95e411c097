"""The health of an account with every step that leads to it, as data: lines, caps, what there is to gain."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from cs_cli.domain.health import Band, Score, band_of
from cs_cli.domain.scorecard import Scorecard, half_up
from cs_cli.domain.telling import number

if TYPE_CHECKING:
    from cs_cli.domain.overrides import ByHand


@dataclass(frozen=True, slots=True)
class HealthLine:
    """One measure: its value in words, its day, its rule, points (one decimal), weight and their product.

    `share` is what it weighs in the whole score, which is its weight where it has no group; `origin` the source of
    its input. A missing measure has no value, day, points, product and reason; `told` says why. `reason` says
    what is the matter.
    """

    measure: str
    title: str
    told: str
    source: str
    rule: str
    weight: int
    share: float
    value: float | str | None = None
    on: date | None = None
    points: float | None = None
    product: float | None = None
    reason: str = ""
    group: str = ""
    is_stale: bool = False
    origin: str = ""


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group: how its points come about, in words, points (one decimal; None where it has none), weight, product."""

    name: str
    told: str
    points: float | None
    weight: float
    product: float | None


@dataclass(frozen=True, slots=True)
class CapLine:
    """Something that holds the score at `at_most`; `applied` on the one that decides, `on_card` on the card's own."""

    told: str
    at_most: float
    band: Band
    until: str
    applied: bool
    on_card: bool = True

    def __str__(self) -> str:
        return f"{self.told} → at most {number(self.at_most)} {self.band.glyph} {self.band}, {self.until}"


@dataclass(frozen=True, slots=True)
class Gain:
    """What one could do and what the score gains by it, after the ones before it."""

    move: str
    points: float
    lifts_cap: bool

    def __str__(self) -> str:
        points = f"{half_up(self.points):.0f}" if self.lifts_cap else f"{half_up(self.points, 1):.1f}"
        return f"{self.move} +{points}"


@dataclass(frozen=True, slots=True)
class Health:
    """The health of an account on a day and all that leads to it.

    `raw` is the score before any cap, `free` its band by itself, `known` how much of the weights was measured.
    """

    score: float | None
    band: Band
    as_of: date
    card: Scorecard
    raw: float | None
    points: float
    weight: float
    known: float
    free: Band
    lines: tuple[HealthLine, ...]
    groups: tuple[GroupLine, ...]
    caps: tuple[CapLine, ...]
    gains: tuple[Gain, ...]
    main_reason: str
    by_hand: "ByHand | None" = None

    @property
    def measured(self) -> "Health":
        """What the measures say: the same without what was set by hand, but for the main reason."""
        by_hand = self.by_hand
        return replace(self, score=by_hand.measured, band=by_hand.measured_band, by_hand=None) if by_hand else self

    @property
    def tenths(self) -> float | None:
        """The score with one decimal, as JSON has it."""
        return Score(self.score, self.band).tenths

    @property
    def whole(self) -> int | None:
        """The score as people see it."""
        return Score(self.score, self.band).whole

    @property
    def coverage(self) -> float:
        """The share of the weights that could be measured, in percent."""
        return 100 * self.known / self.card.total_weight

    @property
    def wanting(self) -> tuple[HealthLine, ...]:
        """The heaviest missing measures that would give a band; none where there is one."""
        known, found = self.known, []
        for line in sorted(self.lines, key=_heaviest_first):
            if line.points is None and known < self.needed:
                known += line.share
                found.append(line)
        return tuple(found)

    @property
    def needed(self) -> float:
        """How much of the weights must be measured for a band."""
        return self.card.coverage_from * self.card.total_weight / 100

    @property
    def is_held(self) -> bool:
        """Whether the band is still that of the days before."""
        return self.free not in (self.band, Band.GREY) and not any(cap.applied for cap in self.caps)

    @property
    def quotient(self) -> str:
        """The division that gives the score: `5,050 ÷ 90 = 56.1, shown as 56 ▲ yellow`."""
        if self.raw is None:
            return f"nothing measured: no score {self.band.glyph} {self.band}"
        divided = f"{self._division} = {shown_exactly(self.raw, self.card)}"
        if self.band is Band.GREY:
            return f"{divided}, shown as {self.band.glyph} {self.band}"
        band = band_of(self.raw, self.card)
        return f"{divided}, shown as {half_up(self.raw):.0f} {band.glyph} {band}"

    @property
    def _division(self) -> str:
        if self.card.combine == "worst":
            return "the worst of them"
        return f"{number(self.points)} ÷ {number(self.weight)}"


def _heaviest_first(line: HealthLine) -> float:
    return -line.share


def shown_exactly(value: float, card: Scorecard) -> str:
    """`value` with one decimal, or as many as show on which side of a band and of a half it lies (74.96)."""
    for decimals in (1, 2, 3):
        rounded = half_up(value, decimals)
        if half_up(rounded) == half_up(value) and band_of(rounded, card) is band_of(value, card):
            break
    return f"{rounded:.{decimals}f}"
