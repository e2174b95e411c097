"""A sample of what a template sees, with every key there is: what templates are checked against."""

import json
from collections.abc import Iterable, Iterator
from copy import deepcopy
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

FILE = "sample.json"
NAMES = {str: "text", bool: "yes or no", int: "number", float: "number", dict: "section", list: "list"}


class Sample(NamedTuple):
    """The data of an account with everything on record, and of one with a name only; both with the part `internal`."""

    full: dict[str, Any]
    empty: dict[str, Any]


@cache
def sample() -> Sample:
    """The shipped sample, made of the demo by `make docs`; not to be changed."""
    return Sample(**json.loads((files("cs_cli.documents") / FILE).read_text("utf-8")))


def for_customer(data: dict[str, Any]) -> dict[str, Any]:
    """`data` as a customer's document gets it: without what is internal."""
    return {key: value for key, value in data.items() if key != "internal"} | {"audience": "customer"}


def united(many: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The first of `many`, with what it lacks taken from the others: keys, and values where it has none."""
    found: dict[str, Any] = {}
    for one in many:
        found = _with(found, one)
    return found


def _with(one: Any, other: Any) -> Any:  # noqa: ANN401  any plain data
    if isinstance(one, dict) and isinstance(other, dict):
        return {key: _with(one.get(key), other.get(key)) for key in [*one, *(key for key in other if key not in one)]}
    if isinstance(one, list) and isinstance(other, list) and one:
        whole = united([*one, *other]) if all(isinstance(row, dict) for row in (*one, *other)) else {}
        return [_with(row, whole) for row in one] if whole else one
    return deepcopy(other) if one in (None, "", [], {}) else one


def described(data: Any, path: str = "") -> Iterator[tuple[str, str, Any]]:  # noqa: ANN401  any plain data
    """Every key in plain data by its path (`plan.risks[].owner`), with what its value is and an example."""
    if isinstance(data, dict):
        for key, value in data.items():
            at = f"{path}.{key}" if path else key
            yield at, kind_of(value), value
            yield from described(value, at)
    elif isinstance(data, list):
        rows = [row for row in data if isinstance(row, dict)]
        yield from described(united(rows), f"{path}[]") if rows else ()


def kind_of(value: Any) -> str:  # noqa: ANN401  as above
    """What a value is, in the words of docs/context.md."""
    if isinstance(value, list):
        inner = {kind_of(each) for each in value}
        return f"list of {'sections' if inner == {'section'} else inner.pop() + 's' if len(inner) == 1 else 'rows'}"
    return NAMES.get(type(value), "none")
