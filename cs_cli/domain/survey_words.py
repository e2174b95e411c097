"""Answers in words: NPS, CSAT, CES, and whichever of them came last."""

from collections.abc import Callable
from datetime import date

from cs_cli.domain.health_facts import Answer, HealthFacts
from cs_cli.domain.scorecard import Measure
from cs_cli.domain.signals import (
    answers_that_count,
    are_enough,
    effort,
    net_promoters,
    satisfied_pct,
    scores_of,
    survey_read,
    unhappy_decider,
)
from cs_cli.domain.telling import Told, missing, number, signed, span
from cs_cli.domain.words import counted, near


def _nps(facts: HealthFacts, measure: Measure, today: date) -> Told:
    answers = answers_that_count(facts.nps, measure, today)
    if (unhappy := unhappy_decider(answers)) is not None:
        given = f"{number(unhappy.score)} from {unhappy.who}"
        return Told(f"{given} = -100", f"survey {near(unhappy.on, today)}", f"NPS {given}, who decides")
    if not are_enough(answers, measure, facts):
        return _too_few(answers, measure)
    nps = signed(net_promoters(scores_of(answers)))
    return _answered(answers, f"{nps} of {counted(len(answers), 'answer')}", f"NPS {nps}", today)


def _csat(facts: HealthFacts, measure: Measure, today: date) -> Told:
    answers = answers_that_count(facts.csat, measure, today)
    if not are_enough(answers, measure, facts):
        return _too_few(answers, measure)
    share = number(satisfied_pct(scores_of(answers)))
    return _answered(answers, f"{share}% of {counted(len(answers), 'answer')}", f"CSAT {share}%", today)


def _ces(facts: HealthFacts, measure: Measure, today: date) -> Told:
    answers = answers_that_count(facts.ces, measure, today)
    if not are_enough(answers, measure, facts):
        return _too_few(answers, measure)
    mean = number(effort(scores_of(answers)))
    return _answered(answers, f"{mean} of 7, {counted(len(answers), 'answer')}", f"CES {mean}", today)


_KINDS = {"nps": ("NPS", _nps), "csat": ("CSAT", _csat), "ces": ("CES", _ces)}


def _survey(facts: HealthFacts, measure: Measure, today: date) -> Told:
    found = survey_read(facts, measure, today)
    if found is None:
        answers = answers_that_count((*facts.nps, *facts.csat, *facts.ces), measure, today)
        return _too_few(answers, measure)
    kind, _, (scaled, _) = found
    title, tell = _KINDS[kind]
    told = tell(facts, measure, today)
    is_scale = kind != "csat" and "=" not in told.value
    value = f"{title} {told.value} = {number(scaled)}" if is_scale else f"{title} {told.value}"
    return Told(value, told.source, told.reason)


def _answered(answers: tuple[Answer, ...], value: str, matter: str, today: date) -> Told:
    return Told(value, f"survey {near(max(a.on for a in answers), today)}", matter)


def _too_few(answers: tuple[Answer, ...], measure: Measure) -> Told:
    if answers:
        return missing(f"{counted(len(answers), 'answer')}, {measure.min_answers} needed")
    within = f" in {span(measure.expires_after_days)}" if measure.expires_after_days else ""
    return missing(f"no answer{within}")


SURVEY_TELLERS: dict[str, Callable[[HealthFacts, Measure, date], Told]] = {
    "survey": _survey,
    "nps": _nps,
    "csat": _csat,
    "ces": _ces,
}
