"""`cs nps`, `cs csat` and `cs ces` on a screen."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from cs_cli.domain import words
from cs_cli.domain.calendar import Window
from cs_cli.domain.voice import CES, CSAT, MEAN, NPS, TOP2, Answer, Figure, Voice
from cs_cli.output.sheet import Cell, Column, Sheet

Parts = list[Sheet | str]
FigureOf = Callable[[Sequence[float]], Figure]


class Question(NamedTuple):
    """What is asked today: the kind of survey, the window, by which group; `is_dated` where the window was typed."""

    kind: str
    today: date
    window: Window
    by: str | None
    comments: bool
    is_dated: bool
    method: str = TOP2

    @property
    def name(self) -> str:
        """`NPS`."""
        return self.kind.upper()

    def holds(self, answer: Answer) -> bool:
        """Whether an answer is of the window."""
        return self.window.start.isoformat() <= answer.on <= self.window.end.isoformat()

    @property
    def span(self) -> str:
        """`26 Aug to 23 Nov 2026`, with both years where they are two."""
        start, end = self.window
        return f"{words.near(start, end)} to {words.short(end)} {end.year}"


def screen(question: Question, found: Sequence[Voice], limit: int | None, outside: int, last: date | None) -> Parts:
    """The whole, then each group; `outside` answers fit no scale, the `last` one before is told where there is none."""
    whole = found[0]
    parts: Parts = [*_headline(question, whole)]
    shown = found[1:][: None if limit is None else max(limit - 1, 0)]
    if whole.figure.n and (groups := _worth_telling(shown, question.by)):
        parts.append(_table(question, whole, groups))
    by = f" --by {question.by}" if question.by else ""
    if len(shown) < len(found) - 1:
        parts.append(f"{len(found) - 1 - len(shown):,} more: cs {question.kind}{by} --all")
    if outside:
        parts.append(f"Left out: {words.counted(outside, 'answer')} on another scale.")
    return [*parts, *(_notes(question) if whole.figure.n else _none_yet(question, last))]


def shown(question: Question, value: float | None) -> str:
    """A figure: `+20`, `86%`, `5.4`; `no answer` where there is none."""
    if value is None:
        return "no answer"
    if question.kind == NPS:
        number = rounded(value)
        return f"{number:+}" if number else "0"
    return f"{rounded(100 * value)}%" if question.kind == CSAT else f"{rounded(value, 1)}"


def interval(question: Question, figure: Figure) -> str:
    """`±54`, `±0.3`, `49-94%`; `–` where nothing can be said."""
    if figure.margin is None or figure.low is None or figure.high is None:
        return "–"
    if question.kind == CSAT:
        return f"{rounded(100 * figure.low)}-{rounded(100 * figure.high)}%"
    return f"±{rounded(figure.margin, 1 if question.kind == CES else 0)}"


def rounded(value: float, places: int = 0) -> Decimal:
    """`value` rounded half up, away from zero."""
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def ends(question: Question, figure: Figure) -> str:
    """`52 promoters (9, 10), 22 passives, 10 detractors (0 to 6)`."""
    if question.kind == NPS:
        passive = figure.n - figure.good - figure.bad
        return (
            f"{words.counted(figure.good, 'promoter')} (9, 10), {words.counted(passive, 'passive')}, "
            f"{words.counted(figure.bad, 'detractor')} (0 to 6)"
        )
    if question.kind == CSAT:
        good = f"{figure.good:,} of {figure.n:,}"
        return f"mean ÷ 5 ({good} are 4 or 5)" if question.method == MEAN else f"share of 4 and 5 of 5, {good}"
    share = f", {rounded(100 * figure.good / figure.n)}%" if figure.n else ""
    return f"mean of 1 to 7; {figure.good:,} of {figure.n:,} are 5 to 7{share}"


def headline(question: Question, figure: Figure) -> str:
    """`NPS +20 (±54) of 10 answers, 26 Aug to 23 Nov 2026`."""
    if not figure.n:
        return f"No {question.name} answer, {question.span}"
    margin = interval(question, figure)
    told = f" ({margin})" if margin != "–" else ""
    number = words.counted(figure.n, "answer")
    return f"{question.name} {shown(question, figure.value)}{told} of {number}, {question.span}"


def _headline(question: Question, whole: Voice) -> list[str]:
    days = (question.window.end - question.window.start).days + 1
    before = f"{_before(question, whole)} in the {words.counted(days, 'day')} before" if whole.before.n else ""
    line = f"{headline(question, whole.figure)}{f'; {before}' if before else ''}"
    if not whole.figure.n:
        return [line]
    told = ends(question, whole.figure)
    tickets = f"; {words.counted(whole.tickets, 'answer')} as a ticket's rating" if whole.tickets else ""
    return [line, f"{told[0].upper()}{told[1:]}{tickets}. {_response(question, whole)}"]


def _response(question: Question, whole: Voice) -> str:
    answered = f"{whole.answered:,} of {words.counted(whole.accounts, 'account')} answered"
    if whole.response_share is None or whole.asked is None:
        return f"{answered}; how many people were asked is not recorded (measurements {question.kind}_asked)."
    return f"{answered}; {whole.answers_of_asked:,} answers of {whole.asked:,.0f} asked, {_share(whole)}."


def _share(each: Voice) -> str:
    return "" if each.response_share is None else f"{rounded(100 * each.response_share)}%"


def _before(question: Question, each: Voice) -> str:
    """`was +12 of 25`."""
    return f"was {shown(question, each.before.value)} of {each.before.n:,}"


def _worth_telling(found: Sequence[Voice], by: str | None) -> list[Voice]:
    """The groups of what was asked for, or of what divides the book at all."""
    several = Counter(each.by for each in found)
    return [each for each in found if by or several[each.by] > 1]


def _table(question: Question, whole: Voice, groups: Sequence[Voice]) -> Sheet:
    columns = (
        Column(title=""), Column(title=question.name, right=True), Column(title="95%", right=True),
        Column(title="n", right=True), Column(title="response", drop=2), Column(title="before", drop=1),
        Column(title="change", right=True, drop=3),
    )  # fmt: skip
    sheet = Sheet(columns, indent=0).titles()
    _add(sheet, question, whole, Cell("all", "bold"))
    by = None
    for each in groups:
        if each.by != by and not question.by:
            sheet.heading(f"by {each.by}", style="dim")
        by = each.by
        name = each.group or f"no {each.by}"
        _add(sheet, question, each, Cell(name if question.by else f"  {name}"))
    return sheet


def _add(sheet: Sheet, question: Question, each: Voice, name: Cell) -> None:
    response = "" if each.by == "account" else f"{each.answered:,} of {words.counted(each.accounts, 'account')}"
    if each.response_share is not None:
        response = f"{_share(each)} of {each.asked:,.0f} asked"
    sheet.row(
        name, shown(question, each.figure.value), interval(question, each.figure), f"{each.figure.n:,}", response,
        _before(question, each) if each.before.n else "–", _change(question, each),
    )  # fmt: skip


def _change(question: Question, each: Voice) -> str:
    if each.change is None:
        return "–"
    number = rounded(each.change if question.kind != CSAT else 100 * each.change, 1 if question.kind == CES else 0)
    return f"{number:+}" if number else "0"


def _notes(question: Question) -> list[str]:
    kind = question.kind
    interval_is = "95% is Wilson's interval" if kind == CSAT and question.method == TOP2 else "95% is the margin"
    return [
        f"{interval_is}. The latest answer of each person counts, and each without a name.",
        f"Its answers: cs {kind} ACCOUNT. What they said: cs {kind} --comments",
    ]


def _none_yet(question: Question, last: date | None) -> list[str]:
    if last:
        return [f"The latest is of {words.full(last)}. Look further back: cs {question.kind} --last 1y"]
    score = {NPS: 9, CSAT: 5, CES: 6}[question.kind]
    return [f"Record one: cs survey ACCOUNT {question.kind} {score}. Or bring your tool's answers: cs import FILE"]
