"""Calls, meetings, mails and notes of the demo book, and what people answered when asked."""

import json
from collections.abc import Iterator
from random import Random

from cs_cli.demo.customers import Moment
from cs_cli.demo.story import Row, Story, pick
from cs_cli.demo.words import COMMENTS, INTERNAL_NOTES, MAILS, TALKS, TOPICS_OF_A_QBR
from cs_cli.domain.calendar import fiscal_quarter

COLUMNS = ("account_id", "kind", "happened_on", "summary", "direction", "topic", "contacts", "shared")
SURVEY_COLUMNS = ("account_id", "contact", "kind", "score", "answered_on", "comment")
DAYS_BETWEEN_TALKS = {"enterprise": 17, "mid-market": 34, "smb": 62}
QUARTERS_BETWEEN_QBRS = {"enterprise": 1, "mid-market": 2, "smb": 0}
QBR_DAYS_INTO_QUARTER = (26, 44)
KINDS = (("call", 45), ("meeting", 30), ("reply", 25))
TOPICS = (
    ("adoption", 30), ("value", 22), ("training", 18), ("renewal", 12), ("roadmap", 12), ("escalation", 6),
)  # fmt: skip
SURVEY_EVERY = 180
ANSWERS = {"enterprise": (8, 14), "mid-market": (3, 7), "smb": (2, 4)}
PROMOTER_FROM, FAIR_FROM = 9, 7
SATISFIED_ABOVE = 6.5


def rows(story: Story) -> Iterator[Row]:
    """The activities of a customer."""
    dice = story.dice("contact")
    past = (*_told(story, dice), *_qbrs(story, dice), *_talks(story, dice), *_mails(story, dice))
    for moment in (*past, *_planned(story)):
        direction = moment.direction or ("out" if moment.kind == "email" else None)
        yield (
            story.account_id, moment.kind, story.day(moment.ago), moment.summary, direction, moment.topic,
            json.dumps(moment.people, ensure_ascii=False), moment.shared,
        )  # fmt: skip


def _told(story: Story, dice: Random) -> list[Moment]:
    """What the customer's condition says there was: the last talk, and the last one with the sponsor."""
    customer, condition = story.customer, story.customer.condition
    if customer.moments:
        return list(customer.moments)
    moments = [_talk(story, story.since(condition.two_way), dice)] if condition.two_way is not None else []
    sponsors = story.people_with("sponsor")
    if condition.sponsor is not None and sponsors:
        text = dice.choice(TALKS["value"]).format(who=_first(sponsors[0]))
        people = (sponsors[0], *story.people_with("champion")[:1])
        moments.append(Moment(story.since(condition.sponsor), "meeting", text, "value", people))
    return moments


def _talk(story: Story, ago: int, dice: Random) -> Moment:
    kind, topic = pick(dice, KINDS), pick(dice, TOPICS)
    people = story.people_with("champion", "user", "technical") or ["The team"]
    who = people[0] if dice.random() < 0.6 else dice.choice(people)  # noqa: PLR2004  most talks are with the champion
    known = (who,) if who != "The team" else ()
    text = dice.choice(TALKS[topic]).format(who=_first(who))
    return Moment(ago, kind, text, topic, known, "in" if kind == "reply" else None)


def _talks(story: Story, dice: Random) -> Iterator[Moment]:
    """Older talks, more often with larger customers."""
    told = max((m.ago for m in story.customer.moments), default=story.customer.condition.two_way)
    if told is None:
        return
    gap = DAYS_BETWEEN_TALKS[story.customer.segment]
    ago = float(told)
    while (ago := ago + 3 + dice.expovariate(1 / gap)) < story.reach:
        yield _talk(story, int(ago), dice)


def _planned(story: Story) -> Iterator[Moment]:
    """The QBR that lies ahead, if one does."""
    if story.customer.qbr_in is not None:
        people = tuple(story.people_with("sponsor", "champion"))
        yield Moment(-story.customer.qbr_in, "qbr", TOPICS_OF_A_QBR, "value", people)


def _qbrs(story: Story, dice: Random) -> Iterator[Moment]:
    """The reviews of past quarters, with the sponsor where the sponsor was still to be seen."""
    every = QUARTERS_BETWEEN_QBRS[story.customer.segment]
    condition = story.customer.condition
    if not every or condition.two_way is None:
        return
    ago, quarter = (story.as_of - fiscal_quarter(story.as_of).start).days, 0
    while ago < story.reach:
        when = ago - dice.randint(*QBR_DAYS_INTO_QUARTER)
        if quarter % every == 0 and when > condition.two_way:
            sponsors = story.people_with("sponsor") if when > (condition.sponsor or 0) else []
            people = (*sponsors[:1], *story.people_with("champion", "user"))
            yield Moment(when, "qbr", TOPICS_OF_A_QBR, "value", people)
        quarter += 1
        ago = (story.as_of - fiscal_quarter(story.as_of).start).days + 91 * quarter


def _mails(story: Story, dice: Random) -> Iterator[Moment]:
    """Mails sent, answered or not, and a note to oneself here and there."""
    gap = DAYS_BETWEEN_TALKS[story.customer.segment] * 1.6
    champion = tuple(story.people_with("champion")[:1])
    ago = float(story.customer.usage_ended_ago)
    while (ago := ago + 1 + dice.expovariate(1 / gap)) < story.reach:
        if dice.randrange(8):
            topic = dice.choice(sorted(MAILS))
            yield Moment(int(ago), "email", dice.choice(MAILS[topic]), topic, champion)
        else:
            yield Moment(int(ago), "note", dice.choice(INTERNAL_NOTES), "adoption")


def surveys(story: Story) -> Iterator[Row]:
    """NPS twice a year and, with each, satisfaction with the service."""
    mean = story.customer.condition.nps
    if mean is None:
        return
    dice = story.dice("surveys")
    ended = max(story.customer.usage_ended_ago - 1, 0)
    waves = story.customer.nps_ages or range(dice.randint(12, 150) + ended, story.reach, SURVEY_EVERY)
    for ago in waves:
        if ago < story.days:
            yield from _wave(story, ago, mean, dice)


def _wave(story: Story, ago: int, mean: float, dice: Random) -> Iterator[Row]:
    people = story.people_with("champion", "user", "technical", "sponsor")
    sponsors = story.people_with("sponsor")
    answers = dice.randint(*ANSWERS[story.customer.segment])
    for number in range(answers):
        on = story.day(min(ago + dice.randint(0, 9), story.days))
        who = people[number] if number < len(people) else None
        spread = 0.0 if who in sponsors else 1.3
        score = min(max(round(dice.gauss(mean, spread)), 0), 10)
        yield (story.account_id, who, "nps", float(score), on, _comment(score, dice))
        if number < 3:  # noqa: PLR2004  the first few are asked about the service too
            yield (story.account_id, who, "csat", _rating(mean, dice), on, None)


def _rating(mean: float, dice: Random) -> float:
    best, falling = (5, 1.4) if mean > SATISFIED_ABOVE else (4, 0.9)
    return float(max(best - int(dice.expovariate(falling)), 1))


def _comment(score: int, dice: Random) -> str | None:
    if dice.randrange(3):
        return None
    mood = "happy" if score >= PROMOTER_FROM else "fair" if score >= FAIR_FROM else "unhappy"
    return dice.choice(COMMENTS[mood])


def _first(name: str) -> str:
    return name.split(maxsplit=1)[0]
