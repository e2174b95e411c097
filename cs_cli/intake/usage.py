"""Wide usage tables: a row an account (and day), a column a metric; read as the measurements that they are."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cs_cli.domain.metrics import SHIPPED, holds_word, named, shipped_metric
from cs_cli.intake.kinds import MEASUREMENTS, Column, Kind, folded, kind_named
from cs_cli.intake.values import Reads

NAME = "usage"
"""What --as and a mapping file call the kind."""


@dataclass(frozen=True)
class UsageKind(Kind):
    """Measurements with a column for each metric."""

    def column(self, name: str) -> Column | None:
        """The account, the day, or the column of the metric `name`."""
        if (found := super().column(name)) or name in _OF_READINGS:
            return found
        return Column(name, Reads.WORD if holds_word(name) else Reads.NUMBER)


_OF_READINGS = ("metric", "value", "")
_WHOSE_AND_WHEN = ("account", "on", "account_id")
USAGE = UsageKind(
    MEASUREMENTS.name, MEASUREMENTS.table,
    tuple(column for column in MEASUREMENTS.columns if column.name in _WHOSE_AND_WHEN),
    (("account", "account_id"),), custom=False,
    also=f"And a column for each metric: {', '.join(SHIPPED)}, or one that --metric names. A blank cell is a gap.",
)  # fmt: skip


def kind_said(name: str) -> Kind | None:
    """The kind of that name, `usage` among them."""
    return USAGE if name == NAME else kind_named(name)


def columns_of(header: Sequence[str], asked: Collection[str]) -> dict[int, str]:
    """Which of our columns each place of a wide table holds; of metrics the shipped ones and those `asked` for.

    Empty where the header has a column of metrics: that is no wide table.
    """
    wanted = set(map(named, asked))
    found: dict[int, str] = {}
    for place, name in enumerate(header):
        ours = next((c for c in ("metric", "account", "on") if _is_called(name, c)), None)
        if ours == "metric":
            return {}
        column = ours or (named(name) if named(name) in wanted else shipped_metric(name))
        if column and column not in found.values():
            found[place] = column
    return found


def without(header: Sequence[str], asked: Collection[str]) -> list[str]:
    """What the columns of a header lack to be a wide table, in words."""
    columns = columns_of(header, asked).values()
    lacks = [] if "account" in columns else ["account"]
    return lacks if metrics_of(columns) else [*lacks, "a metric (name its column: --metric COLUMN)"]


def metrics_of(columns: Collection[str]) -> list[str]:
    """The metrics among the columns of a wide table."""
    return [column for column in columns if column not in _WHOSE_AND_WHEN]


def readings_of(values: dict[str, Any], day: str | None) -> Iterator[dict[str, Any]]:
    """The measurements of one row, of `day` where the table has no days; a blank cell is none."""
    whose = ({"on": day} if day else {}) | {name: values[name] for name in _WHOSE_AND_WHEN if name in values}
    for metric in metrics_of(values):
        yield {**whose, "metric": metric, "value": values[metric]}


def _is_called(header: str, column: str) -> bool:
    known = MEASUREMENTS.column(column)
    assert known is not None  # noqa: S101  one of ours
    return folded(header) in (known.name.replace("_", " "), *known.synonyms)
