"""NPS, CSAT and CES of many answers: the figure, its 95 % interval, and which answers count.

Definitions: NPS by Reichheld (The Ultimate Question); CSAT as the share of the two top boxes, or as mean ÷ maximum
where a setting says so; CES as the mean of 1 to 7. Nothing is rounded here.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import fsum, sqrt
from typing import NamedTuple

from cs_cli.domain.moods import SCALES, Scale
from cs_cli.domain.signals import DETRACTORS_UP_TO, PROMOTERS_FROM, SATISFIED_FROM

NPS, CSAT, CES = "nps", "csat", "ces"
TOP2, MEAN = "top2", "mean"
METHODS = (TOP2, MEAN)
"""What CSAT may be: the share of 4 and 5, or the mean ÷ 5."""
EASY_FROM, NEUTRAL_FROM = 5, {CSAT: 3, CES: 4}
_Z = 1.96
"""How many standard errors a 95 % interval reaches to either side."""
_GOOD_FROM = {NPS: PROMOTERS_FROM, CSAT: SATISFIED_FROM, CES: EASY_FROM}
_RATINGS = {
    NPS: ("promoter", "passive", "detractor"), CSAT: ("satisfied", "neutral", "dissatisfied"),
    CES: ("easy", "neutral", "hard"),
}  # fmt: skip


class Answer(NamedTuple):
    """An answer to a survey, or the rating of a `ticket`, of the (ISO) day `on`.

    `person` says whose it is, and is None where nobody can be told from another; `contact` is what is recorded.
    """

    account_id: int
    person: str | None
    score: float
    on: str
    contact: str | None = None
    comment: str | None = None
    ticket: str | None = None


class Figure(NamedTuple):
    """A figure of `n` answers, its 95 % margin (half the interval) and the interval, cut at the scale's ends.

    NPS is -100 to 100, CSAT 0 to 1, CES 1 to 7; None where there is no answer, or nothing to reckon a margin from.
    `good` and `bad` count the answers at either end (see rating_of).
    """

    value: float | None = None
    n: int = 0
    margin: float | None = None
    low: float | None = None
    high: float | None = None
    good: int = 0
    bad: int = 0


def rating_of(kind: str, score: float) -> str:
    """What a score says: promoter, passive or detractor; satisfied, neutral or dissatisfied; easy, neutral or hard."""
    good, neutral, bad = _RATINGS[kind]
    if score >= _GOOD_FROM[kind]:
        return good
    is_bad = score <= DETRACTORS_UP_TO if kind == NPS else score < NEUTRAL_FROM[kind]
    return bad if is_bad else neutral


def nps_of(scores: Sequence[float]) -> Figure:
    """NPS: 100 × (9 and 10 less 0 to 6) ÷ answers, with the margin of a mean of scores that are -1, 0 or 1.

    The margin is 1.96 × √((p + d - (p - d)²) ÷ n), p and d being the shares of promoters and detractors: the variance
    of the answers themselves, divided by n and not by n - 1. Of 10, 10, 9, 9, 9, 8, 7, 4, 2, 1 that is +20 and ±54;
    with n - 1 it would be ±57. Source: the closed form for the variance of the NPS, CYBAEA Journal, 14 January 2016.
    Where all answers are of one kind, nothing can be said of a margin.
    """
    good, bad = _counted(NPS, scores)
    if not (n := len(scores)):
        return Figure()
    score = (good - bad) / n
    alike = n in (good, bad, n - good - bad)
    half = None if alike else 100 * _Z * sqrt(((good + bad) / n - score * score) / n)
    return _ranged(100 * score, n, half, (-100, 100), (good, bad))


def csat_of(scores: Sequence[float], method: str = TOP2) -> Figure:
    """CSAT: the share of 4 and 5, with Wilson's interval; by the method `mean` the mean ÷ 5, with that of a mean."""
    counts = _counted(CSAT, scores)
    if method == MEAN:
        return _mean_of(scores, SCALES[CSAT], SCALES[CSAT].most, counts)
    if not scores:
        return Figure()
    low, high = wilson(counts[0], len(scores))
    return Figure(counts[0] / len(scores), len(scores), (high - low) / 2, low, high, *counts)


def ces_of(scores: Sequence[float]) -> Figure:
    """CES: the mean of 1 to 7 (7 is easy), with the interval of a mean."""
    return _mean_of(scores, SCALES[CES], 1, _counted(CES, scores))


def wilson(good: int, n: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share of `good` among `n` (at least one), both 0 to 1.

    E. B. Wilson, Probable Inference (1927): unlike share ± margin it stays between 0 and 1 and holds for few answers.
    """
    share, square = good / n, _Z * _Z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = _Z * sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def is_on_scale(kind: str, score: float) -> bool:
    """Whether a score can be one of its kind; a rating of 85 is of another scale."""
    return SCALES[kind].least <= score <= SCALES[kind].most


def latest(answers: Iterable[Answer]) -> list[Answer]:
    """The answers that count, of `answers` by day: the last of each account's person, and each that names nobody."""
    kept: dict[tuple[int, str | int], Answer] = {}
    for number, answer in enumerate(answers):
        kept[answer.account_id, number if answer.person is None else answer.person] = answer
    return list(kept.values())


class Heard:
    """The answers of a window by account: the scores that count, all that came, how many that count are of tickets."""

    def __init__(self, answers: Iterable[Answer]) -> None:
        """`answers` are by day."""
        every = list(answers)
        self.scores: dict[int, list[float]] = {}
        self.tickets: Counter[int] = Counter()
        self.received = Counter(answer.account_id for answer in every)
        for answer in latest(every):
            self.scores.setdefault(answer.account_id, []).append(answer.score)
            if answer.ticket is not None:
                self.tickets[answer.account_id] += 1


class Voice(NamedTuple):
    """What a group of accounts answered, and in the window before; `asked` is how many people were, None if unknown.

    `answers` counts all that came, `answers_of_asked` those of the accounts where it is recorded how many were asked;
    `answered` the accounts with an answer, of `accounts`; `tickets` the ratings of tickets among the figure's answers.
    """

    by: str | None
    group: str | None
    figure: Figure
    before: Figure
    answers: int
    asked: float | None
    answers_of_asked: int
    accounts: int
    answered: int
    tickets: int

    @property
    def response_share(self) -> float | None:
        """Answers ÷ people asked; None where that is not recorded."""
        return self.answers_of_asked / self.asked if self.asked else None

    @property
    def change(self) -> float | None:
        """The figure less that of the window before; None where either has no answer."""
        now, then = self.figure.value, self.before.value
        return None if now is None or then is None else now - then

    @property
    def is_silent(self) -> bool:
        """Whether nobody answered in either window, and nobody was asked."""
        return not (self.answers or self.before.n or self.asked)


def voice_of(
    group: tuple[str | None, str | None],
    members: Sequence[int],
    heard: tuple[Heard, Heard],
    asked: Mapping[int, float],
    figure_of: Callable[[Sequence[float]], Figure],
) -> Voice:
    """What the accounts `members` (row ids) answered in a window and the one before, those of `asked` having been."""
    now, then = heard
    known = [of for of in members if of in asked]
    return Voice(
        *group,
        figure=figure_of([score for of in members for score in now.scores.get(of, ())]),
        before=figure_of([score for of in members for score in then.scores.get(of, ())]),
        answers=sum(now.received[of] for of in members),
        asked=sum(asked[of] for of in known) if known else None,
        answers_of_asked=sum(now.received[of] for of in known),
        accounts=len(members),
        answered=sum(of in now.scores for of in members),
        tickets=sum(now.tickets[of] for of in members),
    )


def _counted(kind: str, scores: Iterable[float]) -> tuple[int, int]:
    """How many answers are good, how many bad."""
    found: Counter[str] = Counter()
    for score, number in Counter(scores).items():
        found[rating_of(kind, score)] += number
    return found[_RATINGS[kind][0]], found[_RATINGS[kind][2]]


def _mean_of(scores: Sequence[float], scale: Scale, whole: int, counts: tuple[int, int]) -> Figure:
    """The mean of `scores` ÷ `whole`, and how far 1.96 standard errors reach; no margin where all are alike."""
    if not scores:
        return Figure()
    n = len(scores)
    mean = fsum(scores) / n
    spread = fsum((score - mean) ** 2 for score in scores) / n
    half = None if min(scores) == max(scores) else _Z * sqrt(spread / n) / whole
    return _ranged(mean / whole, n, half, (scale.least / whole, scale.most / whole), counts)


def _ranged(value: float, n: int, half: float | None, ends: tuple[float, float], counts: tuple[int, int]) -> Figure:
    """A figure with the interval of `half` to either side, cut at the ends of its scale."""
    if half is None:
        return Figure(value, n, None, None, None, *counts)
    return Figure(value, n, half, max(ends[0], value - half), min(ends[1], value + half), *counts)
