"""Health explained: a line for each measure, the caps, what there is to gain, the main reason.

The figures are those of `domain.health`; nothing is scored here.
"""

from dataclasses import dataclass
from datetime import date

from cs_cli.domain.account_health import CapLine, Gain, GroupLine, Health, HealthLine, shown_exactly
from cs_cli.domain.cap_words import tell_cap
from cs_cli.domain.caps import holds
from cs_cli.domain.curves import Words
from cs_cli.domain.health import Band, Score, Verdict, band_of, banded, given_by, is_young, weigh
from cs_cli.domain.health_facts import HealthFacts
from cs_cli.domain.health_words import tell
from cs_cli.domain.scorecard import FULL, Cap, Line, Measure, Scorecard, curve_of, half_up
from cs_cli.domain.signals import is_stale, signal_of
from cs_cli.domain.telling import Told, number
from cs_cli.domain.weighing import (
    TENTHS,
    Sums,
    is_covered,
    known_of,
    limit_with_neutral,
    limit_without_contact,
    sums,
    value_of,
    weighed_line,
    without_contact,
)

SMALLEST_GAIN = 0.5
NEAR_FULL_TENTHS = 900
NAMED = 2
_LEFT_OUT = {
    "redistribute": "missing: left out",
    "neutral": "missing: counts as 50",
    "suppress": "missing: its group has no score",
    "zero": "missing: weighs nothing",
}


def explain(facts: HealthFacts, card: Scorecard, today: date, held: Band | None = None) -> Health:
    """The health of an account on `today` by `card`, with every step; `held` is the band that the days before hold."""
    return _Reckoning.of(facts, card, today, held).health()


def judge(facts: HealthFacts, card: Scorecard, today: date, held: Band | None = None) -> tuple[Score, str]:
    """The score of an account and its main reason, for lists."""
    reckoning = _Reckoning.of(facts, card, today, held)
    return reckoning.result, reckoning.main_reason(reckoning.cap_lines())


@dataclass(frozen=True, slots=True)
class _Reckoning:
    """One scoring: points in tenths beside the card's measures, the caps that hold, the result."""

    facts: HealthFacts
    card: Scorecard
    today: date
    tenths: list[int | None]
    caps: list[Cap]
    sums: Sums
    verdict: Verdict
    result: Score

    @classmethod
    def of(cls, facts: HealthFacts, card: Scorecard, today: date, held: Band | None) -> "_Reckoning":
        tenths = given_by(facts, card, today)
        caps = sorted((cap for cap in card.caps if holds(cap, facts, card, today)), key=_at_most)
        verdict = weigh(tenths, map(_at_most, caps), card, is_young=is_young(facts, card, today))
        return cls(facts, card, today, tenths, caps, sums(tenths, card), verdict, banded(verdict, card, held))

    def health(self) -> Health:
        told = [tell(measure, self.facts, self.today) for measure in self.card.measures]
        caps = self.cap_lines()
        return Health(
            score=self.result.score,
            band=self.result.band,
            as_of=self.today,
            card=self.card,
            raw=self.raw,
            points=self.shown(self.sums.points / TENTHS),
            weight=self.shown(self.sums.weight),
            known=self.shown(known_of(self.tenths, self.card)),
            free=self.verdict.free,
            lines=tuple(map(self.line, range(len(told)), self.card.measures, self.tenths, told)),
            groups=tuple(self.group(line) for line in self.card.lines if line.is_group),
            caps=caps,
            gains=self.gains(),
            main_reason=self.main_reason(caps),
        )

    def shown(self, weighed: float) -> float:
        """A weight (or a product) in the card's own figures."""
        value = weighed / (1 if self.card.combine == "worst" else self.card.unit)
        return int(value) if value == int(value) else value

    @property
    def raw(self) -> float | None:
        return value_of(self.sums, self.card) if self.sums.weight else None

    def line(self, at: int, measure: Measure, tenths: int | None, told: Told) -> HealthLine:
        share = self.card.shares[at] / self.card.unit
        signal = signal_of(measure, self.facts, self.today)
        if signal is None or tenths is None:
            left_out = _LEFT_OUT[self.card.missing]
            known = measure.name, measure.title, told.value, "", left_out, measure.weight, share
            return HealthLine(*known, group=measure.group, origin=measure.of.source)
        return HealthLine(
            measure=measure.name,
            title=measure.title,
            told=told.value,
            source=told.source,
            rule=self.rule(measure, signal[0]),
            weight=measure.weight,
            share=share,
            value=signal[0],
            on=signal[1],
            points=tenths / TENTHS,
            product=tenths * measure.weight / TENTHS,
            reason=told.reason,
            group=measure.group,
            is_stale=is_stale(measure, signal[1], self.today),
            origin=measure.of.source,
        )

    def rule(self, measure: Measure, value: float | str) -> str:
        """The curve in words, for a value that it gives points."""
        curve = curve_of(measure, self.facts.months_on(self.today))
        if isinstance(value, str):
            return curve.told_of(value) if isinstance(curve, Words) else ""
        return "" if curve is None or isinstance(curve, Words) else curve.told(value, measure.of.unit)

    def group(self, line: Line) -> GroupLine:
        """How the points of a group come about."""
        tenths, weight = weighed_line(line, self.tenths, self.card)
        points = None if tenths is None else tenths / TENTHS
        product = None if tenths is None else self.shown(tenths * weight / TENTHS)
        return GroupLine(line.name, self.combined(line, points), points, self.shown(weight), product)

    def combined(self, line: Line, points: float | None) -> str:
        """The division that gives the points of a group: `310 ÷ 5 = 62.0`."""
        if points is None:
            return "nothing measured" if self.card.missing != "suppress" else "not all of it measured"
        if line.combine == "worst":
            return "the worst of them"
        neutral = FULL // 2 if self.card.missing == "neutral" else None
        both = [(neutral if (t := self.tenths[at]) is None else t / TENTHS, self.card.measures[at].weight)
                for at in line.places]  # fmt: skip
        present = [(each, weight) for each, weight in both if each is not None]
        total, weights = sum(each * weight for each, weight in present), sum(weight for _, weight in present)
        decimals = 1 if self.card.round_to == "tenth" else 2
        rounded = "" if decimals == 1 else f", rounded {points:.0f}"
        return f"{number(total)} ÷ {weights} = {half_up(total / weights, decimals):.{decimals}f}{rounded}"

    def cap_lines(self) -> tuple[CapLine, ...]:
        lowest = self.result.score if self.raw is not None and self.result.score != self.raw else None
        found = []
        held = [(each, True) for each in self.held_by_caps()] + [(each, False) for each in self.held_below_green()]
        for (told, at_most, until), on_card in held:
            applied = at_most == lowest
            lowest = None if applied else lowest
            found.append(CapLine(told, at_most, band_of(at_most, self.card), until, applied, on_card))
        return tuple(found)

    def held_by_caps(self) -> list[tuple[str, float, str]]:
        words = [(tell_cap(cap, self.facts, self.card, self.today), cap) for cap in self.caps]
        return [(told.fact, cap.at_most, told.until) for told, cap in words]

    def held_below_green(self) -> list[tuple[str, float, str]]:
        card, held = self.card, []
        if self.raw is None or self.raw <= card.green_from - 1:
            return []
        limit = limit_with_neutral(self.tenths, card)
        if limit is not None and limit < self.raw:
            told = f"with the missing at 50 points: {self.divided(sums(self.tenths, card, is_neutral=True))}"
            held.append((told, limit, f"until measured: {', '.join(self.missing_titles())}"))
        limit = limit_without_contact(self.tenths, card)
        if limit is not None and limit < self.raw:
            hard = without_contact(self.tenths, card)
            told = f"without contact: {self.divided(hard)}" if hard.weight else "nothing but contact measured"
            held.append((told, limit, "contact alone earns no green"))
        return held

    def divided(self, found: Sums) -> str:
        value = shown_exactly(value_of(found, self.card), self.card)
        if self.card.combine == "worst":
            return f"the worst of them = {value}"
        return f"{number(self.shown(found.points / TENTHS))} ÷ {number(self.shown(found.weight))} = {value}"

    def missing_titles(self) -> list[str]:
        both = zip(self.card.measures, self.tenths, self.card.shares, strict=True)
        lacking = sorted(((m, share) for m, tenths, share in both if tenths is None), key=_heaviest_first)
        return [measure.title for measure, _ in lacking]

    def gains(self) -> tuple[Gain, ...]:
        if self.result.band is Band.GREY:
            return ()
        tenths, caps, now = list(self.tenths), list(self.caps), self.result.score or 0.0
        found = []
        for cap in self.caps:
            caps.remove(cap)
            then = weigh(tenths, map(_at_most, caps), self.card).score or 0.0
            move = tell_cap(cap, self.facts, self.card, self.today).move
            found.append(Gain(move, then - now, lifts_cap=True))
            now = then
        for move, places in self.calls().items():
            for at in places:
                tenths[at] = FULL * TENTHS
            then = weigh(tenths, map(_at_most, caps), self.card).score or 0.0
            found.append(Gain(move, then - now, lifts_cap=False))
            now = then
        return tuple(gain for gain in found if gain.points >= SMALLEST_GAIN)

    def calls(self) -> dict[str, list[int]]:
        """Whom to meet or call, and which measures that would fill, the most lost first."""
        found: dict[str, list[int]] = {}
        for at, measure in sorted(enumerate(self.card.measures), key=self.lost_at, reverse=True):
            if measure.is_contact:
                found.setdefault(_call(measure, self.facts), []).append(at)
        return found

    def lost_at(self, entry: tuple[int, Measure]) -> int:
        return (FULL * TENTHS - (self.tenths[entry[0]] or 0)) * self.card.shares[entry[0]]

    def main_reason(self, caps: tuple[CapLine, ...]) -> str:
        if self.caps and (caps[0].applied or self.result.band is Band.GREY):
            return self.cap_reason()
        if self.result.band is Band.GREY:
            return self.too_little()
        if any(line.applied for line in caps) and (self.raw or 0) >= self.card.green_from:
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
        short = tell_cap(self.caps[0], self.facts, self.card, self.today).reason
        if self.raw is None or self.raw <= self.caps[0].at_most:
            return short
        return f"{short}, caps {half_up(self.raw):.0f} at {self.caps[0].at_most}"

    def too_little(self) -> str:
        known = FULL * known_of(self.tenths, self.card) / (self.card.total_weight * self.card.unit)
        if is_covered(self.tenths, self.card) and self.sums.weight:
            return f"in its first {self.card.grey_first_days} days"
        missing = self.missing_titles()
        more = f" and {len(missing) - NAMED} more" if len(missing) > NAMED else ""
        if not known:
            return "nothing measured yet"
        return f"{known:.0f}% known, missing {', '.join(missing[:NAMED])}{more}"

    def below_green(self) -> str:
        if limit_with_neutral(self.tenths, self.card) is None:
            return "green by contact alone"
        return f"too little known for green: {', '.join(self.missing_titles()[:NAMED])}"


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


def _heaviest_first(entry: tuple[Measure, int]) -> int:
    return -entry[1]


def _lost_most(entry: tuple[int, int]) -> tuple[int, int]:
    return entry[0], -entry[1]
