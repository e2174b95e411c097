"""What each measure of a scorecard reads from an account's facts: a number and the day it is from."""

from collections.abc import Callable, Collection, Iterable
from datetime import date

from cs_cli.domain.health_facts import Answer, HealthFacts, Touch
from cs_cli.domain.scorecard import Cap, Measure

Signal = tuple[float, date]
SEATS_OF_A_SMALL_ACCOUNT = 100
SMALLEST_BASE = 20
DETRACTORS_UP_TO = 6
PROMOTERS_FROM = 9
SATISFIED_FROM = 4
WORST_NPS = -100
ENOUGH_USERS_PCT = 20
ACTIVATED_FROM_PCT = 10


def signal_of(measure: Measure, facts: HealthFacts, today: date) -> Signal | None:
    """The value that `measure` scores and its day; None where it is unknown or has expired."""
    signal = READERS[measure.input](facts, measure, today)
    if signal is None or is_expired(measure, signal[1], today):
        return None
    return signal


def is_expired(measure: Measure, on: date, today: date) -> bool:
    """Whether what is from the day `on` is too old to count."""
    return measure.expires_after_days is not None and (today - on).days > measure.expires_after_days


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


def _seats_used(facts: HealthFacts, _measure: Measure, _today: date) -> Signal | None:
    used = facts.seats_used
    return (100 * used.value / facts.seats, used.on) if used is not None and facts.seats else None


def _usage_trend(facts: HealthFacts, _measure: Measure, _today: date) -> Signal | None:
    usage = facts.usage
    if usage is None or usage.base < SMALLEST_BASE:
        return None
    return 100 * (usage.recent - usage.base) / usage.base, usage.on


def _features_used(facts: HealthFacts, _measure: Measure, _today: date) -> Signal | None:
    used, available = facts.features_used, facts.features_available
    if used is None or available is None or not available.value:
        return None
    return 100 * used.value / available.value, used.on


def _tickets(facts: HealthFacts, _measure: Measure, _today: date) -> Signal | None:
    load = facts.tickets
    return None if load is None else (tickets_per_100_seats(facts, load.opened), load.on)


def _two_way(facts: HealthFacts, _measure: Measure, today: date) -> Signal | None:
    return _age(facts.two_way, today)


def _sponsor(facts: HealthFacts, _measure: Measure, today: date) -> Signal | None:
    return _age(facts.sponsor, today)


def _age(touch: Touch | None, today: date) -> Signal | None:
    return None if touch is None else ((today - touch.on).days, touch.on)


def _nps(facts: HealthFacts, measure: Measure, today: date) -> Signal | None:
    if not facts.nps:
        return None
    answers = answers_that_count(facts.nps, measure, today)
    if (unhappy := unhappy_decider(answers)) is not None:
        return WORST_NPS, unhappy.on
    return (net_promoters(scores_of(answers)), _latest(answers)) if are_enough(answers, measure, facts) else None


def _csat(facts: HealthFacts, measure: Measure, today: date) -> Signal | None:
    answers = answers_that_count(facts.csat, measure, today)
    return (satisfied_pct(scores_of(answers)), _latest(answers)) if are_enough(answers, measure, facts) else None


def _latest(answers: tuple[Answer, ...]) -> date:
    return max(each.on for each in answers)


READERS: dict[str, Callable[[HealthFacts, Measure, date], Signal | None]] = {
    "seats_used": _seats_used,
    "usage_trend": _usage_trend,
    "features_used": _features_used,
    "tickets": _tickets,
    "two_way": _two_way,
    "sponsor": _sponsor,
    "nps": _nps,
    "csat": _csat,
}


def holds(cap: Cap, facts: HealthFacts, today: date) -> bool:
    """Whether `cap` holds the score of these facts down."""
    return CAP_READERS[cap.when](facts, cap, today)


def is_not_activated(facts: HealthFacts) -> bool:
    """Whether a first-term account with a planned go-live is measured, but uses (almost) nothing.

    Activated is whoever has an activation date, or uses at least a tenth of the seats; not measured is not
    the same as not used.
    """
    if facts.activated_on is not None or not facts.first_term or facts.seats_used is None:
        return False
    used = facts.seats_used.value
    return used * 100 < ACTIVATED_FROM_PCT * facts.seats if facts.seats else used == 0


def _severe_ticket(facts: HealthFacts, cap: Cap, today: date) -> bool:
    if not facts.severe:
        return False
    return any((today - each.opened_on).days > cap.after_days for each in facts.severe)


def _not_activated(facts: HealthFacts, cap: Cap, today: date) -> bool:
    live = facts.go_live_on
    return live is not None and (today - live).days > cap.after_days and is_not_activated(facts)


def _auto_renew_off(facts: HealthFacts, cap: Cap, today: date) -> bool:
    off = facts.auto_renew_off_on
    return off is not None and (today - off).days >= cap.after_days


CAP_READERS: dict[str, Callable[[HealthFacts, Cap, date], bool]] = {
    "severe_ticket": _severe_ticket,
    "not_activated": _not_activated,
    "auto_renew_off": _auto_renew_off,
}
