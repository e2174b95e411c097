"""`cs today` and `cs why` on a screen."""

import shlex
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from cs_cli.domain import money, words
from cs_cli.domain.agenda import churn_line
from cs_cli.domain.book import Worth
from cs_cli.domain.coming import Coming
from cs_cli.domain.items import TODAY, Item
from cs_cli.domain.ranking import explained
from cs_cli.domain.renewals import Renewal
from cs_cli.output.sheet import Cell, Column, Sheet
from cs_cli.screens import bands

_COLUMNS = (
    Column(),
    Column(flex=True),
    Column(flex=True, keep=36, tail=", due "),
    Column(right=True),
    Column(drop=1, instead="What to type: cs why ACCOUNT"),
)
_STALE_DAYS = 1


class Totals(NamedTuple):
    """What the first line says: accounts, ARR per currency, how much of it is past its end, the last import.

    And how many `lines` are to follow at most.
    """

    accounts: int
    arr: dict[str, int]
    past_end: dict[str, int]
    imported_on: date | None
    lines: int | None = None


def first_steps(missing: Path | None = None) -> Iterable[str]:
    """What to type on an empty portfolio, or where there is none yet (`missing` is its path)."""
    return (
        f"No portfolio at {missing} yet. Next:" if missing else "An empty portfolio. Next:",
        "  cs import book.xlsx     your own sheet: name, ARR, renewal date; or a Salesforce export",
        '  cs account add ACME --name "Acme Corporation"',
        "  cs demo                 look around first, in a portfolio of its own",
    )


def today(
    items: Sequence[Item],
    scores: Mapping[int, Any],
    arr: Mapping[int, dict[str, int]],
    totals: Totals,
    day: date,
) -> list[Sheet | str]:
    """The day's list; `arr` has each account's ARR for the lines that are about the account as a whole."""
    shown = items[: totals.lines]
    parts: list[Sheet | str] = [_first_line(totals, day)]
    sheet = Sheet(_COLUMNS)
    for title, group in (
        ("Act today", [item for item in shown if item.when == TODAY]),
        ("This week", [item for item in shown if item.when != TODAY]),
    ):
        if group:
            sheet.heading(Cell(title, "bold"))
            for item in group:
                if item.account or item.kind == "task":
                    sheet.row(*_row(item, scores, arr))
                else:
                    sheet.heading(f"  {item.what}: {item.command}")
    left = [f"{len(items) - len(shown):,} more: cs today --all"] if len(items) > len(shown) else []
    by_hand = bands.by_hand_lines(
        ((item.account, scores[item.account_id]) for item in shown if item.account_id is not None), day
    )
    return [*parts, sheet, *by_hand, *left, _last_line(items, totals)]


def _last_line(items: Sequence[Item], totals: Totals) -> str:
    busy = {item.account_id for item in items} - {None}
    quiet = totals.accounts - len(busy)
    kind = "other account" if busy else "account"
    rest = [f"{words.counted(quiet, kind)}: nothing due this week."] if quiet else []
    return " ".join(
        [*rest, *_across(items), *(["Why a line is here: cs why ACCOUNT"] if items and totals.accounts else [])]
    )


def _across(items: Sequence[Item]) -> list[str]:
    """How amounts of several currencies were ranked."""
    weights = [item.weight for item in items if item.weight]
    currencies = {weight.currency for weight in weights} - {None}
    if len(currencies) > 1:
        return ["Ranked within each currency, for lack of a rate: cs rates."]
    return ["Ranked across currencies ≈ at recorded rates."] if any(each.is_converted for each in weights) else []


def _first_line(totals: Totals, day: date) -> str:
    said = [words.full(day), words.counted(totals.accounts, "account")]
    if totals.arr:
        ended = f", {money.totals_shown(totals.past_end)} past its end" if totals.past_end else ""
        said.append(f"{money.totals_shown(totals.arr)} ARR{ended}")
    if totals.imported_on and (day - totals.imported_on).days > _STALE_DAYS:
        said.append(f"last import {(day - totals.imported_on).days}d ago")
    return " · ".join(said)


def _row(item: Item, scores: Mapping[int, Any], arr: Mapping[int, dict[str, int]]) -> Iterable[Cell | str]:
    of_account = arr.get(item.account_id) if item.account_id is not None else None
    if item.arr_minor is not None and item.currency:
        amount = money.shown(item.arr_minor, item.currency)
    else:
        amount = money.totals_shown(of_account) if of_account else ""
    band = bands.band_word(scores[item.account_id]) if item.account_id is not None else Cell("")
    return band, Cell(item.account, "bold"), item.what, amount, Cell(item.command, "cyan")


_WHY = (Column(), Column(wrap=True))


def why(
    account: Any,  # noqa: ANN401  as above
    items: Sequence[Item],
    health: Any,  # noqa: ANN401  as above
    worth: Worth,
    coming: Sequence[Coming],
) -> list[Sheet | str]:
    """Why an account is on the list (or is not, and what is `coming`), its health's main reason, and lines to copy."""
    head = Sheet((), indent=0).heading(Cell(f"{account.key}  {account.name}", "bold"), bands.band(health))
    sheet = Sheet(_WHY)
    for item in items:
        sheet.heading(Cell(f"{'Act today' if item.when == TODAY else 'This week'}: {item.what}", "bold"))
        sheet.row("because", item.rule)
        if item.weight:
            sheet.row("ranked", explained(item.weight, health.band if item.account_id is not None else None))
        for line in _next_lines(item, worth):
            sheet.row("type", Cell(line, "cyan"))
    if not items:
        sheet.heading("Nothing is due here this week.")
    for each in coming:
        sheet.row(f"from {words.dated(each.on, health.as_of)}", each.what)
    sheet.heading(Cell("Health", "bold"))
    sheet.row("because", health.main_reason or "nothing stands out")
    sheet.row("type", Cell(f"cs health {account.key} --explain", "cyan"))
    return [head, sheet]


def _next_lines(item: Item, worth: Worth) -> list[str]:
    ended = [r for r in worth.renewals if r.state == "overdue" and r.decide_on == item.on and item.kind == "overdue"]
    return [line for renewal in ended for line in _outcomes(renewal)] or [item.command]


def _outcomes(renewal: Renewal) -> list[str]:
    """What to type where a contract past its end was renewed as it was, and where it was lost; the likely one first."""
    account = renewal.term.account
    named = shlex.quote(f"{account}/{renewal.contract}" if renewal.contract else account)
    lines = [f"cs renew {named}   (it was renewed)", f"{churn_line(renewal)}   (it was lost)"]
    return lines[::-1] if renewal.term.notice_received_on else lines
