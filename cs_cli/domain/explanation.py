"""Health explained: a line for each measure, the caps, what there is to gain, the main reason.

The figures are those of `domain.health`; nothing is scored here.
"""

from dataclasses import dataclass
from datetime import date

from cs_cli.domain.account_health import CapLine, Gain, Health, HealthLine, shown_exactly
from cs_cli.domain.health import (
    NEUTRAL_TENTHS,
    TENTHS,
    Band,
    Score,
    Tally,
    band_of,
    earns_green,
    is_covered,
    stays_green,
    tally_of,
    tenths_of,
    weigh,
)
from cs_cli.domain.health_facts import HealthFacts
from cs_cli.domain.health_words import TITLES, UNITS, Told, number, tell, tell_cap
from cs_cli.domain.scorecard import CONTACT, FULL, Cap, Measure, Scorecard, half_up
from cs_cli.domain.signals import holds, signal_of

SMALLEST_GAIN = 0.5
NEAR_FULL_TENTHS = 900
NAMED = 2


def explain(facts: HealthFacts, card: Scorecard, today: date) -> Health:
    """The health of an account on `today` by `card`, with every step that leads to it."""
    return _Reckoning.of(facts, card, today).health()


def judge(facts: HealthFacts, card: Scorecard, today: date) -> tuple[Score, str]:
    """The score of an account and its main reason, for lists."""
    reckoning = _Reckoning.of(facts, card, today)
    return reckoning.result, reckoning.main_reason(reckoning.cap_lines())


@dataclass(frozen=True, slots=True)
class _Reckoning:
    """One scoring: points in tenths beside the card's measures, the caps that hold, the result."""

    facts: HealthFacts
    card: Scorecard
    today: date
    tenths: list[int | None]
    caps: list[Cap]
    tally: Tally
    result: Score

    @classmethod
    def of(cls, facts: HealthFacts, card: Scorecard, today: date) -> "_Reckoning":
        tenths = [tenths_of(measure, facts, today) for measure in card.measures]
        caps = sorted((cap for cap in card.caps if holds(cap, facts, today)), key=_at_most)
        return cls(facts, card, today, tenths, caps, *_weighed(tenths, caps, card))

    def health(self) -> Health:
        told = [tell(measure, self.facts, self.today) for measure in self.card.measures]
        caps = self.cap_lines()
        return Health(
            score=self.result.score,
            band=self.result.band,
            as_of=self.today,
            card=self.card,
            raw=self.raw,
            points=self.tally.points / TENTHS,
            weight=self.tally.weight,
            lines=tuple(map(self.line, self.card.measures, self.tenths, told)),
            caps=caps,
            gains=self.gains(),
            main_reason=self.main_reason(caps),
        )

    @property
    def raw(self) -> float | None:
        return self.tally.points / (self.tally.weight * TENTHS) if self.tally.weight else None

    def line(self, measure: Measure, tenths: int | None, told: Told) -> HealthLine:
        title = TITLES[measure.input]
        signal = signal_of(measure, self.facts, self.today)
        if signal is None or tenths is None:
            return HealthLine(measure.input, title, told.value, "", "missing: left out", measure.weight)
        return HealthLine(
            measure=measure.input,
            title=title,
            told=told.value,
            source=told.source,
            rule=measure.rule.told(signal[0], UNITS.get(measure.input, "")),
            weight=measure.weight,
            value=signal[0],
            on=signal[1],
            points=tenths / TENTHS,
            product=tenths * measure.weight / TENTHS,
            reason=told.reason,
        )

    def cap_lines(self) -> tuple[CapLine, ...]:
        lowest = self.result.score if self.raw is not None and self.result.score != self.raw else None
        found = []
        held = [(each, True) for each in self.held_by_caps()] + [(each, False) for each in self.held_below_green()]
        for (told, at_most, until), on_card in held:
            applied = at_most == lowest
            lowest = None if applied else lowest
            found.append(CapLine(told, at_most, band_of(at_most, self.card), until, applied, on_card))
        return tuple(found)

    def held_by_caps(self) -> list[tuple[str, int, str]]:
        words = [(tell_cap(cap, self.facts, self.today), cap) for cap in self.caps]
        return [(told.fact, cap.at_most, told.until) for told, cap in words]

    def held_below_green(self) -> list[tuple[str, int, str]]:
        tally, card, held = self.tally, self.card, []
        if self.raw is None or self.raw < card.green_from:
            return []
        if not stays_green(tally, card, card.total_weight):
            lacking = card.total_weight - tally.weight
            points = tally.points / TENTHS + NEUTRAL_TENTHS / TENTHS * lacking
            value = shown_exactly(points / card.total_weight, card)
            told = f"with the missing at 50 points: {number(points)} ÷ {card.total_weight} = {value}"
            held.append((told, card.green_from - 1, f"until measured: {', '.join(self.missing_titles())}"))
        if not earns_green(tally, card):
            held.append((self.without_contact(), card.green_from - 1, "contact alone earns no green"))
        return held

    def without_contact(self) -> str:
        points, weight = self.tally.hard_points / TENTHS, self.tally.hard_weight
        if not weight:
            return "nothing but contact measured"
        value = shown_exactly(points / weight, self.card)
        return f"without contact: {number(points)} ÷ {weight} = {value}"

    def missing_titles(self) -> list[str]:
        both = zip(self.card.measures, self.tenths, strict=True)
        lacking = sorted((m for m, tenths in both if tenths is None), key=_heaviest_first)
        return [TITLES[measure.input] for measure in lacking]

    def gains(self) -> tuple[Gain, ...]:
        if self.result.band is Band.GREY:
            return ()
        tenths, caps, now = list(self.tenths), list(self.caps), self.result.score or 0.0
        found = []
        for cap in self.caps:
            caps.remove(cap)
            then = _weighed(tenths, caps, self.card)[1].score or 0.0
            found.append(Gain(tell_cap(cap, self.facts, self.today).move, then - now, lifts_cap=True))
            now = then
        for move, places in self.calls().items():
            for at in places:
                tenths[at] = FULL * TENTHS
            then = _weighed(tenths, caps, self.card)[1].score or 0.0
            found.append(Gain(move, then - now, lifts_cap=False))
            now = then
        return tuple(gain for gain in found if gain.points >= SMALLEST_GAIN)

    def calls(self) -> dict[str, list[int]]:
        """Whom to meet or call, and which measures that would fill, the most lost first."""
        found: dict[str, list[int]] = {}
        for at, measure in sorted(enumerate(self.card.measures), key=self.lost_at, reverse=True):
            if measure.input in CONTACT:
                found.setdefault(_call(measure, self.facts), []).append(at)
        return found

    def lost_at(self, entry: tuple[int, Measure]) -> int:
        return (FULL * TENTHS - (self.tenths[entry[0]] or 0)) * entry[1].weight

    def main_reason(self, caps: tuple[CapLine, ...]) -> str:
        if self.caps and (caps[0].applied or self.result.band is Band.GREY):
            return self.cap_reason()
        if not is_covered(self.tally, self.card, self.card.total_weight):
            return self.too_little()
        if any(line.applied for line in caps):
            return self.below_green()
        return self.weakest_reason()

    def weakest_reason(self) -> str:
        """What is the matter with the measure that loses most; one near full points only where all are."""
        both = enumerate(zip(self.card.measures, self.tenths, strict=True))
        known = [(at, measure, tenths) for at, (measure, tenths) in both if tenths is not None]
        lacking = [each for each in known if each[2] < NEAR_FULL_TENTHS]
        lost, at = max(((self.lost_at((at, m)), at) for at, m, _tenths in lacking or known), key=_lost_most)
        reason = tell(self.card.measures[at], self.facts, self.today).reason
        if lacking:
            return reason
        return f"near full points, least: {reason}" if lost else "full points"

    def cap_reason(self) -> str:
        short = tell_cap(self.caps[0], self.facts, self.today).reason
        if self.raw is None or self.raw <= self.caps[0].at_most:
            return short
        return f"{short}, caps {half_up(self.raw):.0f} at {self.caps[0].at_most}"

    def too_little(self) -> str:
        known = 100 * self.tally.weight / self.card.total_weight
        missing = self.missing_titles()
        more = f" and {len(missing) - NAMED} more" if len(missing) > NAMED else ""
        if not known:
            return "nothing measured yet"
        return f"{known:.0f}% known, missing {', '.join(missing[:NAMED])}{more}"

    def below_green(self) -> str:
        if stays_green(self.tally, self.card, self.card.total_weight):
            return "green by contact alone"
        return f"too little known for green: {', '.join(self.missing_titles()[:NAMED])}"


def _weighed(tenths: list[int | None], caps: list[Cap], card: Scorecard) -> tuple[Tally, Score]:
    tally = tally_of(tenths, card.measures)
    return tally, weigh(tally, [cap.at_most for cap in caps], card, card.total_weight)


def _call(measure: Measure, facts: HealthFacts) -> str:
    last = facts.sponsor
    gone = last.who if last is not None and last.left_on is not None else ""
    sponsor = last.who if last is not None and not gone else ""
    other = facts.two_way.who if facts.two_way is not None and facts.two_way.who != gone else ""
    if measure.input == "sponsor" or (sponsor and sponsor == other):
        return f"meet {sponsor or ('a new sponsor' if gone else 'the sponsor')}"
    return f"call {other or 'somebody'}"


def _at_most(cap: Cap) -> int:
    return cap.at_most


def _heaviest_first(measure: Measure) -> int:
    return -measure.weight


def _lost_most(entry: tuple[int, int]) -> tuple[int, int]:
    return entry[0], -entry[1]
