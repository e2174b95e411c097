"""How each kind that belongs to an account is stored, and what makes two of its rows the same one."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cs_cli.domain.text import fold

Facts = dict[str, Any]


@dataclass(frozen=True)
class Shape:
    """How a kind's rows are stored: columns of other names, what finds the stored row, what makes two rows one."""

    table: str
    renamed: Mapping[str, str] = field(default_factory=dict)
    probe: tuple[str, ...] = ("account_id",)
    keys: Callable[[Facts], list[Hashable]] = lambda facts: [tuple(sorted(facts.items()))]
    unique: bool = False


def _contact_keys(facts: Facts) -> list[Hashable]:
    by_name: list[Hashable] = [("name", facts["name_folded"])]
    return [("email", fold(facts["email"])), *by_name] if facts.get("email") else by_name


def _survey_keys(facts: Facts) -> list[Hashable]:
    who = facts.get("contact")
    asked = (facts["kind"], facts["answered_on"])
    return [(*asked, fold(who))] if who else [(*asked, None, facts["score"], facts.get("comment"))]


def _task_keys(facts: Facts) -> list[Hashable]:
    """By title and day; a row of a file that names no day means any task of that title."""
    exact: list[Hashable] = [(facts["title"], facts["created_on"])] if facts.get("created_on") else []
    return exact if exact and "step" not in facts else [*exact, (facts["title"], None)]


_OF_A_CALL = (
    "contract_id", "called_on", "renews_on", "category", "flat_category", "arr_minor", "currency", "evidence", "reason",
    "owner",
)  # fmt: skip
"""All of a call: it never changes, so another one is a new one."""
_INSTANTS = ("opened_at", "first_reply_at", "resolved_at", "closed_at", "reopened_at")
SHAPES = {
    "contacts": Shape("contact", keys=_contact_keys),
    "measurements": Shape(
        "measurement", {"on": "measured_on"}, ("account_id", "metric", "measured_on"),
        lambda f: [(f["metric"], f["measured_on"])], unique=True,
    ),
    "tickets": Shape(
        "ticket", {name: f"{name}_utc" for name in _INSTANTS}, ("account_id", "ticket"), lambda f: [f["ticket"]],
        unique=True,
    ),
    "surveys": Shape("survey", {"on": "answered_on"}, ("account_id", "kind", "answered_on"), _survey_keys),
    "activities": Shape(
        "activity", {"on": "happened_on"}, ("account_id", "happened_on"),
        lambda f: [(f["kind"], f["happened_on"], f.get("summary"))],
    ),
    "opportunities": Shape("opportunity", keys=lambda f: [f["opportunity"]]),
    "forecast_calls": Shape(
        "forecast_call", {"on": "called_on", "decision_on": "renews_on"}, ("contract_id", "called_on"),
        lambda f: [tuple(f.get(name) for name in _OF_A_CALL)],
    ),
    "tasks": Shape("task", probe=("title",), keys=_task_keys),
    "notes": Shape("note", {"on": "noted_on"}, keys=lambda f: [(f["noted_on"], f["text"])]),
}  # fmt: skip
