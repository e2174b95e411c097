"""The success plans of the demo book: those of ACME and of LUMEN, whose QBR is this week."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from cs_cli.demo.story import Row, Story

_DATED = ("created_on", "changed_on")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "objective": (
        "id", "account_id", "quote", "said_by", "said_on", "measure", "unit", "baseline", "target", "due_on", "done_on",
        "evidence", "cadence", *_DATED,
    ),
    "progress": ("account_id", "objective_id", "measured_on", "value", "evidence"),
    "milestone": (
        "id", "account_id", "title", "side", "owner", "kind", "objective_id", "depends_on", "planned_on", "due_on",
        "done_on", "confirmed_by", "missed_on", "because", "change", *_DATED,
    ),
    "commitment": ("account_id", "side", "promise", "owner", "due_on", "done_on", *_DATED),
    "risk": (
        "account_id", "title", "cause", "likelihood", "impact", "mitigation", "owner", "due_on", "shared", *_DATED,
    ),
    "value_item": (
        "account_id", "title", "objective_id", "unit", "baseline", "current", "measured_on", "unit_value_minor",
        "currency", "per", "evidence", "agreed_by", "agreed_on", *_DATED,
    ),
}  # fmt: skip


class Goal(NamedTuple):
    """An objective; days are counted back from the day the book is made for, `readings` are (ago, value)."""

    quote: str
    said_by: str
    said_ago: int
    measure: str
    unit: str | None
    baseline: float
    target: float
    due_in: int
    readings: tuple[tuple[int, float], ...]
    evidence: str
    done_ago: int | None = None


class Step(NamedTuple):
    """A milestone; `of` and `after` are places in its plan, from 0; `missed` is (ago, first due ago, why, change)."""

    title: str
    side: str
    owner: str | None
    due_in: int
    kind: str | None = None
    done_ago: int | None = None
    confirmed_by: str | None = None
    of: int | None = None
    after: tuple[int, ...] = ()
    missed: tuple[int, int, str, str] | None = None


class Vow(NamedTuple):
    """What one side promised."""

    side: str
    promise: str
    owner: str
    made_ago: int
    due_in: int
    done_ago: int | None = None


class Danger(NamedTuple):
    """What may go wrong."""

    title: str
    cause: str
    likelihood: str
    impact: str
    mitigation: str
    owner: str
    due_in: int
    shared: bool = False


class Gain(NamedTuple):
    """What was gained; `unit_value_minor` is negative where less is better."""

    title: str
    of: int
    unit: str
    baseline: float
    current: float
    measured_ago: int
    unit_value_minor: int
    currency: str
    evidence: str
    agreed_by: str
    agreed_ago: int


class Told(NamedTuple):
    """A plan: begun so many days ago, last touched so many days ago."""

    begun_ago: int
    touched_ago: int
    goals: tuple[Goal, ...]
    steps: tuple[Step, ...]
    vows: tuple[Vow, ...]
    dangers: tuple[Danger, ...]
    gains: tuple[Gain, ...]


PLANS: Mapping[str, Told] = {
    "ACME": Told(
        begun_ago=180,
        touched_ago=24,
        goals=(
            Goal("EU plants live before the year is over", "Jo Park", 180, "EU plants live", None, 0, 3, 38,
                ((83, 0), (24, 1)), "Go-live protocol"),
            Goal("Month-end two days faster", "Jo Park", 180, "days to close the month", "days", 6, 4, 129,
                ((150, 6), (54, 5), (24, 5.5)), "Closing calendar"),
            Goal("A week planned in a morning", "Sam Ito", 180, "planning time", "h", 8, 4, -60,
                ((125, 6), (83, 3.5)), "Planning log, Dayton", done_ago=83),
        ),
        steps=(
            Step("Goals of the year agreed", "both", "Jo Park", -176, "kickoff", 180),
            Step("Second shift trained", "us", "me", -118, "first-use", 125, after=(0,)),
            Step("Dayton plans a week in a morning", "both", "Sam Ito", -80, None, 83, None, 2, (1,)),
            Step("EU go-live", "us", "me", 18, "go-live", of=0, after=(2,),
                missed=(24, 25, "test data of the EU plants came late", "data is asked for a month ahead")),
            Step("Month-end closed on the new board", "them", "Sam Ito", 53, of=1, after=(3,)),
        ),
        vows=(
            Vow("us", "a person of ours in the plant in the week of the EU go-live", "me", 24, 18),
            Vow("them", "name a lead for each EU plant", "Sam Ito", 83, -60, 62),
            Vow("both", "agree who decides on the cut-over", "Jo Park", 24, 11),
        ),
        dangers=(
            Danger("The sponsor is out of touch", "No contact since the goals were agreed", "high", "high",
                "Meet Jo Park with the CFO, with the ROI sheet", "me", 11),
            Danger("The cut-over falls into the closing of the year", "EU go-live moved by six weeks", "medium", "high",
                "Cut over by 14 December or in the second week of January", "Sam Ito", 18, shared=True),
        ),
        gains=(
            Gain("planning hours saved in Dayton", 2, "h", 320, 140, 83, -45_00, "USD", "Planning log, Dayton",
                "Sam Ito", 83),
            Gain("late orders avoided", 0, "orders", 64, 22, 54, -250_00, "USD", "Penalties booked by finance",
                "Marek Holub", 45),
        ),
    ),
    "LUMEN": Told(
        begun_ago=210,
        touched_ago=20,
        goals=(
            Goal("Fewer lenses ground twice", "Tove Pettersen", 210, "rework", "%", 6, 3, 38, ((110, 5), (20, 3.8)),
                "Quality report"),
            Goal("Every order has a date we can keep", "Rafael Pettersen", 210, "orders on time", "%", 82, 95, 129,
                ((110, 88), (20, 91)), "Delivery report"),
        ),
        steps=(
            Step("Goals agreed with the plant", "both", "Rafael Pettersen", -200, "kickoff", 201),
            Step("First line plans with it", "them", "Rafael Pettersen", -130, "first-use", 128, None, 1, (0,)),
            Step("All lines plan with it", "us", "me", 66, "graduation", after=(1,)),
        ),
        vows=(
            Vow("us", "a report of rework by line", "me", 60, -30, 33),
            Vow("them", "delivery dates of two suppliers in the plan", "Rafael Pettersen", 60, 21),
        ),
        dangers=(),
        gains=(
            Gain("rework saved", 0, "%", 6, 3.8, 20, -1_900_00, "EUR", "Quality report", "Rafael Pettersen", 20),
        ),
    ),
    "SPRUCE": Told(
        begun_ago=4,
        touched_ago=4,
        goals=(),
        steps=(
            Step("Kick-off held, two sites named", "both", "me", -4, "kickoff", 4),
            Step("Timesheets of both sites loaded", "them", None, 17, "technical", after=(0,)),
            Step("First week planned with it", "us", "me", 31, "first-use", after=(1,)),
            Step("A site plans without paper", "both", "me", 56, "first-value", after=(2,)),
        ),
        vows=(),
        dangers=(),
        gains=(),
    ),
}  # fmt: skip


def rows(stories: Iterable[Story], next_ids: Mapping[str, int]) -> Iterator[tuple[str, Row]]:
    """The rows of the plans, each with its table; `next_ids` are the first ids of objectives and milestones."""
    objective, milestone = next_ids["objective"], next_ids["milestone"]
    for story in stories:
        if (told := PLANS.get(story.customer.key)) is None:
            continue
        yield from _goals(story, told, objective)
        yield from _steps(story, told, objective, milestone)
        yield from _others(story, told, objective)
        objective, milestone = objective + len(told.goals), milestone + len(told.steps)


def _touched(story: Story, told: Told) -> tuple[str, str]:
    return story.day(told.begun_ago), story.day(told.touched_ago)


def _goals(story: Story, told: Told, first: int) -> Iterator[tuple[str, Row]]:
    for number, goal in enumerate(told.goals, first):
        done = None if goal.done_ago is None else story.day(goal.done_ago)
        yield "objective", (
            number, story.account_id, goal.quote, goal.said_by, story.day(goal.said_ago), goal.measure, goal.unit,
            goal.baseline, goal.target, story.day(-goal.due_in), done, goal.evidence, "quarterly",
            *_touched(story, told),
        )  # fmt: skip
        for ago, value in goal.readings:
            yield "progress", (story.account_id, number, story.day(ago), value, goal.evidence)


def _steps(story: Story, told: Told, objective: int, first: int) -> Iterator[tuple[str, Row]]:
    for number, step in enumerate(told.steps, first):
        ago, planned_ago, because, change = step.missed or (None, -step.due_in, None, None)
        yield "milestone", (
            number, story.account_id, step.title, step.side, step.owner, step.kind,
            None if step.of is None else objective + step.of, json.dumps([first + place for place in step.after]),
            story.day(planned_ago), story.day(-step.due_in),
            None if step.done_ago is None else story.day(step.done_ago), step.confirmed_by,
            None if ago is None else story.day(ago), because, change, *_touched(story, told),
        )  # fmt: skip


def _others(story: Story, told: Told, objective: int) -> Iterator[tuple[str, Row]]:
    for vow in told.vows:
        done = None if vow.done_ago is None else story.day(vow.done_ago)
        made = story.day(vow.made_ago)
        dates = (story.day(-vow.due_in), done, made, done or made)
        yield "commitment", (story.account_id, vow.side, vow.promise, vow.owner, *dates)
    for danger in told.dangers:
        *words, due_in, shared = danger
        yield "risk", (story.account_id, *words, story.day(-due_in), shared, *_touched(story, told))
    for gain in told.gains:
        yield "value_item", (
            story.account_id, gain.title, objective + gain.of, gain.unit, gain.baseline, gain.current,
            story.day(gain.measured_ago), gain.unit_value_minor, gain.currency, "month", gain.evidence,
            gain.agreed_by, story.day(gain.agreed_ago), *_touched(story, told),
        )  # fmt: skip
