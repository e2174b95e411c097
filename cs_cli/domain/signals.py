"""What each measure of a scorecard reads from an account's facts: a number and the day it is from."""

from collections.abc import Callable, Collection, Iterable
from datetime import date

from cs_cli.domain.health_facts import Answer, HealthFacts, Medians, Touch, Usage
from cs_cli.domain.scorecard import Measure

Signal = tuple[float | str, date]
Number = tuple[float, date]
SEATS_OF_A_SMALL_ACCOUNT = 100
SMALLEST_BASE = 20
DETRACTORS_UP_TO = 6
PROMOTERS_FROM = 9
SATISFIED_FROM = 4
WORST_NPS = -100
ENOUGH_USERS_PCT = 20


def signal_of(measure: Measure, facts: HealthFacts, today: date) -> Signal | None:
    """The value that `measure` scores and its day; None where it is unknown or has expired."""
    signal = READERS[measure.input](facts, measure, today)
    if signal is None or is_expired(measure, signal[1], today):
        return None
    return signal


def is_expired(measure: Measure, on: date, today: date) -> bool:
    """Whether what is from the day `on` is too old to count."""
    return measure.expires_after_days is not None and (today - on).days > measure.expires_after_days


def is_stale(measure: Measure, on: date, today: date) -> bool:
    """Whether what is from the day `on` counts, but is old enough to be said."""
    return measure.stale_after_days is not None and (today - on).days > measure.stale_after_days


def answers_that_count(answers: tuple[Answer, ...], measure: Measure, today: date) -> tuple[Answer, ...]:
    """The answers that have not expired."""
    return tuple(each for each in answers if not is_expired(measure, each.on, today))


def unhappy_decider(answers: tuple[Answer, ...]) -> Answer | None:
    """The sponsor, buyer or decision-maker with the lowest NPS answer of 0 to 6, if there is one."""
    unhappy = [each for each in answers if each.decides and each.score <= DETRACTORS_UP_TO]
    return min(unhappy, key=_score, default=None)


def net_promoters(scores: Collection[float]) -> float:
    """NPS, -100 to 100: share of 9 and 10 less share of 0 to 6; of at least one score."""
    return 100 * (promoters(scores) - detractors(scores)) / len(scores)


def promoters(scores: Iterable[float]) -> int:
    """How many are 9 or 10 of 10."""
    return sum(score >= PROMOTERS_FROM for score in scores)


def detractors(scores: Iterable[float]) -> int:
    """How many are 0 to 6 of 10."""
    return sum(score <= DETRACTORS_UP_TO for score in scores)


def satisfied_pct(scores: Collection[float]) -> float:
    """CSAT as the share of scores that are 4 or 5 of 5, in percent; of at least one score."""
    return 100 * sum(score >= SATISFIED_FROM for score in scores) / len(scores)


def are_enough(answers: tuple[Answer, ...], measure: Measure, facts: HealthFacts) -> bool:
    """Whether so many answers say something: the measure's minimum, or every fifth user."""
    if not answers:
        return False
    users = facts.seats_used.value if facts.seats_used is not None else 0
    return len(answers) >= measure.min_answers or 0 < users * ENOUGH_USERS_PCT <= len(answers) * 100


def tickets_per_100_seats(facts: HealthFacts, opened: int) -> float:
    """Tickets per 100 seats; an account with fewer seats, or none known, counts as one of 100."""
    return opened * 100 / max(facts.seats or 0, SEATS_OF_A_SMALL_ACCOUNT)


def scores_of(answers: Iterable[Answer]) -> list[float]:
    """Their scores."""
    return [answer.score for answer in answers]


def _score(answer: Answer) -> float:
    return answer.score


def effort(scores: Collection[float]) -> float:
    """CES: the mean of answers from 1 to 7, 7 the easiest; of at least one score."""
    return sum(scores) / len(scores)


def _seats_used(facts: HealthFacts, _measure: Measure, _today: date) -> Number | None:
    used = facts.seats_used
    return (100 * used.value / facts.seats, used.on) if used is not None and facts.seats else None


def usage_read(facts: HealthFacts, measure: Measure) -> Usage | None:
    """The medians that a trend measure compares: of its metric, or of the first that was measured long enough."""
    return facts.trends.get(measure.metric) if measure.metric else facts.usage


def _usage_trend(facts: HealthFacts, measure: Measure, _today: date) -> Number | None:
    usage = usage_read(facts, measure)
    if usage is None or usage.base < SMALLEST_BASE:
        return None
    return 100 * (usage.recent - usage.base) / usage.base, usage.on


def _breadth(facts: HealthFacts, _measure: Measure, _today: date) -> Number | None:
    used, available = facts.features_used, facts.features_available
    if used is None or available is None or not available.value:
        return None
    return 100 * used.value / available.value, used.on


def _metric(facts: HealthFacts, measure: Measure, _today: date) -> Signal | None:
    name = measure.metric or measure.input
    if measure.is_word:
        return facts.words.get(name)
    reading = facts.readings.get(name)
    return None if reading is None else (reading.value, reading.on)


def _tickets(facts: HealthFacts, _measure: Measure, _today: date) -> Number | None:
    load = facts.tickets
    return None if load is None else (tickets_per_100_seats(facts, load.opened), load.on)


def _severe_age(facts: HealthFacts, _measure: Measure, today: date) -> Number | None:
    if facts.severe:
        return max((today - each.opened_on).days for each in facts.severe), today
    return None if facts.tickets is None else (0, facts.tickets.on)


def _response(facts: HealthFacts, _measure: Measure, _today: date) -> Number | None:
    return _median(facts.response)


def _resolution(facts: HealthFacts, _measure: Measure, _today: date) -> Number | None:
    return _median(facts.resolution)


def _median(found: Medians | None) -> Number | None:
    return None if found is None else (found.hours, found.on)


def _two_way(facts: HealthFacts, _measure: Measure, today: date) -> Number | None:
    return _age(facts.two_way, today)


def _sponsor(facts: HealthFacts, _measure: Measure, today: date) -> Number | None:
    return _age(facts.sponsor, today)


def _age(touch: Touch | None, today: date) -> Number | None:
    return None if touch is None else ((today - touch.on).days, touch.on)


def _sponsor_present(facts: HealthFacts, _measure: Measure, today: date) -> Number | None:
    seat = facts.sponsor_seat
    if seat is None:
        return None
    return (0 if seat.gone_on is None else (today - seat.gone_on).days), today


def _sentiment(facts: HealthFacts, _measure: Measure, _today: date) -> Signal | None:
    return facts.sentiment


def _plan(facts: HealthFacts, _measure: Measure, _today: date) -> Number | None:
    due = facts.milestones
    return None if due is None else (100 * due.done / due.due, due.on)


def _nps(facts: HealthFacts, measure: Measure, today: date) -> Number | None:
    if not facts.nps:
        return None
    answers = answers_that_count(facts.nps, measure, today)
    if (unhappy := unhappy_decider(answers)) is not None:
        return WORST_NPS, unhappy.on
    return (net_promoters(scores_of(answers)), _latest(answers)) if are_enough(answers, measure, facts) else None


def _csat(facts: HealthFacts, measure: Measure, today: date) -> Number | None:
    if not facts.csat:
        return None
    answers = answers_that_count(facts.csat, measure, today)
    return (satisfied_pct(scores_of(answers)), _latest(answers)) if are_enough(answers, measure, facts) else None


def _ces(facts: HealthFacts, measure: Measure, today: date) -> Number | None:
    if not facts.ces:
        return None
    answers = answers_that_count(facts.ces, measure, today)
    return (effort(scores_of(answers)), _latest(answers)) if are_enough(answers, measure, facts) else None


def survey_read(facts: HealthFacts, measure: Measure, today: date) -> tuple[str, float, Number] | None:
    """The kind of survey answered last (enough times), its figure, and that on a scale of 0 to 100 with its day.

    NPS -50 to 50, CSAT 0 to 100 % and CES 1 to 7 are 0 to 100; of kinds answered on one day the worst counts.
    """
    found = []
    for kind, read, scaled in (("nps", _nps, _nps_scaled), ("csat", _csat, float), ("ces", _ces, _ces_scaled)):
        signal = read(facts, measure, today)
        if signal is not None:
            found.append((kind, signal[0], (min(max(scaled(signal[0]), 0.0), 100.0), signal[1])))
    return max(found, key=_newest_worst, default=None)


def _newest_worst(entry: tuple[str, float, Number]) -> tuple[date, float]:
    (scaled, on) = entry[2]
    return on, -scaled


def _nps_scaled(nps: float) -> float:
    return nps + 50


def _ces_scaled(mean: float) -> float:
    return 100 * (mean - 1) / 6


def _survey(facts: HealthFacts, measure: Measure, today: date) -> Number | None:
    found = survey_read(facts, measure, today)
    return None if found is None else found[2]


def _latest(answers: tuple[Answer, ...]) -> date:
    return max(each.on for each in answers)


READERS: dict[str, Callable[[HealthFacts, Measure, date], Signal | None]] = {
    "seats_used": _seats_used,
    "usage_trend": _usage_trend,
    "breadth": _breadth,
    "metric": _metric,
    "tickets": _tickets,
    "severe_age": _severe_age,
    "response": _response,
    "resolution": _resolution,
    "survey": _survey,
    "nps": _nps,
    "csat": _csat,
    "ces": _ces,
    "two_way": _two_way,
    "sponsor": _sponsor,
    "sponsor_present": _sponsor_present,
    "sentiment": _sentiment,
    "plan": _plan,
    "invoice_status": _metric,
}
