"""`cs measure ACME seats_used 42`: a reading of a metric; without one, what is measured of an account."""

import shlex
from datetime import date
from difflib import get_close_matches
from typing import Annotated, Any, NamedTuple

import typer

from cs_cli.commands.completion import complete_metric
from cs_cli.commands.options import refuse_format
from cs_cli.commands.recording import account_to_change, recording, told
from cs_cli.commands.today import AccountArgument
from cs_cli.commands.touches import day_said
from cs_cli.context import Cs, say
from cs_cli.domain import words
from cs_cli.domain.metrics import COUNTS, SHIPPED, folded_word, holds_word, named, shipped_metric
from cs_cli.errors import NotFoundError, UsageError
from cs_cli.output import render
from cs_cli.screens import measure as screens
from cs_cli.store.accounts import AccountRef
from cs_cli.store.measurements import measured_metrics, readings

KEYS = ["account", "name", "metric", "on", "value", "word", "age_days", "before", "word_before", "before_on", "change"]
_STORED = (
    "SELECT id, value, word FROM measurement WHERE account_id = :account AND metric = :metric AND measured_on = :on"
)
_UNDONE = "nothing was written"
_NEARLY = 0.75
MetricArgument = Annotated[
    str | None,
    typer.Argument(metavar="[METRIC]", autocompletion=complete_metric, help="seats_used, logins, invoice_status, …"),
]
ValueArgument = Annotated[str | None, typer.Argument(metavar="[VALUE]", help="A number; of a …_status a word.")]
OnOption = Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day of the reading (today).")]
NewOption = Annotated[bool, typer.Option("--new", help="A metric of its own, though another is called nearly so.")]


class _Metric(NamedTuple):
    """A metric by its name; `is_new` where nothing in the portfolio is measured by it yet."""

    name: str
    is_new: bool


def measure(
    ctx: typer.Context,
    account: AccountArgument,
    metric: MetricArgument = None,
    value: ValueArgument = None,
    on: OnOption = None,
    *,
    new: NewOption = False,
) -> None:
    """Record a reading: ACCOUNT seats_used 42; or list what is measured of an account."""
    cs: Cs = ctx.obj
    if metric is not None and value is not None:
        refuse_format(cs, "a reading", f"What is measured: cs measure {shlex.quote(account)} --format {cs.format}")
        _record(cs, account, (metric, value), on, new=new)
        return
    if on or new:
        option = "--on" if on else "--new"
        raise UsageError(
            f"{option} is of a reading, and none is said; {_UNDONE}", f"cs measure {account} seats_used 42"
        )
    ref = cs.portfolio.account(account)
    every = [_row(cs, ref, row) for row in readings(cs.reader, ref.account_id, cs.today)]
    if metric is None:
        _list_latest(cs, ref, every)
    else:
        _list_one(cs, ref, metric, every)


def _list_latest(cs: Cs, ref: AccountRef, every: list[dict[str, Any]]) -> None:
    found = [row for row in every if row["place"] == 1]
    rows = found[: cs.limit]
    render.rows(rows, KEYS, cs.format, lambda: screens.latest(ref.key, rows, len(found), cs.today))


def _list_one(cs: Cs, ref: AccountRef, said: str, every: list[dict[str, Any]]) -> None:
    name = _among(said, {row["metric"]: None for row in every})
    if name is None:
        known = list(dict.fromkeys(row["metric"] for row in every))
        close = get_close_matches(named(said), known, 1, _NEARLY)
        hint = f"cs measure {ref.key} {close[0]}" if close else f"What is measured: cs measure {ref.key}"
        raise NotFoundError(f'no reading of "{said}" at {ref.name} ({ref.key})', hint)
    found = [row for row in every if row["metric"] == name]
    rows = found[: cs.limit]
    render.rows(rows, KEYS, cs.format, lambda: screens.of_one(ref.key, name, rows, len(found), cs.today))


def _row(cs: Cs, ref: AccountRef, row: dict[str, Any]) -> dict[str, Any]:
    is_counted = row["value"] is not None and row["before"] is not None
    age = (cs.today - date.fromisoformat(row["on"])).days
    change = row["value"] - row["before"] if is_counted else None
    return {"account": ref.key, "name": ref.name, **row, "age_days": age, "change": change}


def _record(cs: Cs, account: str, typed: tuple[str, str], on: str | None, *, new: bool) -> None:
    ref = account_to_change(cs, account, _UNDONE)
    metric = _metric_said(cs, ref, *typed, new=new)
    value, word = _reading_said(metric.name, typed[1])
    day = day_said(cs, on, "Like --on fri", _UNDONE)
    facts = {"value": value, "word": word}
    with recording(cs) as entries:
        whose = {"account": ref.account_id, "metric": metric.name, "on": day.isoformat()}
        stored = next(iter(entries.select(_STORED, whose)), None)
        if stored is None:
            entries.insert(
                "measurement", {**facts, "account_id": ref.account_id, "metric": metric.name, "measured_on": day}
            )
        else:
            entries.change("measurement", stored[0], facts)
    now = _shown(value, word)
    if stored is None:
        told(ref, f"{metric.name} {now} on {words.full(day)}{', a new metric' if metric.is_new else ''}")
    elif stored[1:] == (value, word):
        say(f"{ref.name} ({ref.key}): nothing to change, {metric.name} of {words.full(day)} is {now} already")
    else:
        told(ref, f"{metric.name} {_shown(*stored[1:])} → {now} on {words.full(day)}")


def _metric_said(cs: Cs, ref: AccountRef, said: str, value: str, *, new: bool) -> _Metric:
    """The metric that is meant. Raises UsageError for no name, and for one that may be a slip of the pen."""
    from cs_cli.intake.typed import filled_text  # noqa: PLC0415  only writing commands read values

    name = named(filled_text(said, "the metric"))
    if not any(c.isalpha() for c in name):
        turned = shipped_metric(value)
        hint = f"cs measure {ref.key} {turned} {said}" if turned else f"cs measure {ref.key} seats_used 42"
        raise UsageError(f'"{said}" is no name of a metric; {_UNDONE}', hint)
    measured = measured_metrics(cs.reader)
    known = _among(said, dict.fromkeys([*measured, *SHIPPED])) or shipped_metric(said)
    if known:
        return _Metric(known, is_new=False)
    close = get_close_matches(name, [*SHIPPED, *measured], 1, _NEARLY)
    if close and not new:
        raise UsageError(
            f'no metric "{said}" yet; {_UNDONE}. Did you mean {close[0]}?',
            f"cs measure {ref.key} {close[0]} {shlex.quote(value)}",
            f"A metric of its own: cs measure {ref.key} {name} {shlex.quote(value)} --new",
        )
    return _Metric(name, is_new=True)


def _among(said: str, known: dict[str, None]) -> str | None:
    """The one of `known` that is called so, in any case and with spaces or dashes for its underscores."""
    if said in known:
        return said
    return next((name for name in known if named(name) == named(said)), None)


def _reading_said(metric: str, said: str) -> tuple[float | None, str | None]:
    """The number or the word of a reading. Raises UsageError for what `metric` cannot be."""
    from cs_cli.intake.kinds import MEASUREMENTS  # noqa: PLC0415  only writing commands read values
    from cs_cli.intake.typed import NotUnderstoodError, filled_text, read_column  # noqa: PLC0415  as above

    text = filled_text(said, metric)
    if holds_word(metric):
        return None, folded_word(text)
    value: float = read_column(MEASUREMENTS, "value", text, metric)
    if value < 0 and metric in COUNTS:
        raise NotUnderstoodError(metric, said, "is negative: nothing is counted below 0")
    return value, None


def _shown(value: float | None, word: str | None) -> str:
    return word or screens.number(value or 0)
