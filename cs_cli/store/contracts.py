"""What follows from a contract's facts and is kept beside them: the opt-out date, and which term renewed it."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from operator import itemgetter
from sqlite3 import Connection
from typing import Any

from cs_cli.domain.outcomes import CHURNED
from cs_cli.domain.terms import BUSINESS, Notice, TermFacts, links

_BUSINESS = """
SELECT c.id, c.renews_on, c.notice_days, c.notice_basis, c.opt_out_on, a.country
FROM contract c JOIN account a ON a.id = c.account_id
WHERE c.notice_kind = 'business' AND c.notice_days IS NOT NULL AND c.renews_on IS NOT NULL AND c.auto_renew
  AND :step IN (c.step, a.step,
    (SELECT max(j.step) FROM journal_change j WHERE j.table_name = 'contract' AND j.row_id = c.id),
    (SELECT max(j.step) FROM journal_change j WHERE j.table_name = 'account' AND j.row_id = a.id))
"""
_TERMS = """
SELECT account_id, id, starts_on, renews_on, contract, product, coalesce(status, 'active') <> 'draft' AS standing,
  ended_on, outcome, renewed_by_id, renewed_by_guess
FROM contract WHERE account_id IN (SELECT value FROM json_each(?)) ORDER BY account_id
"""


def opt_out_on(renews_on: date | None, notice: Notice | None, *, auto_renew: bool) -> date | None:
    """The opt-out date of a term: only an auto-renewing contract with a notice period has one."""
    if renews_on is None or notice is None or not auto_renew:
        return None
    return notice.deadline(renews_on)


def count_business_days(connection: Connection, step: int) -> None:
    """Put right the opt-out dates that `step` touched, its accounts' too, where public holidays move them."""
    for row_id, renews_on, length, basis, stored, country in connection.execute(_BUSINESS, {"step": step}).fetchall():
        right = Notice(length, BUSINESS, basis, country).deadline(date.fromisoformat(renews_on)).isoformat()
        if right != stored:
            connection.execute("UPDATE contract SET opt_out_on = ? WHERE id = ?", (right, row_id))


def relink(connection: Connection, account_ids: Iterable[int]) -> None:
    """Recompute, for the accounts named, which term renewed which; only what differs is written."""
    connection.executemany(
        "UPDATE contract SET renewed_by_id = ?, renewed_by_guess = ? WHERE id = ?",
        wrong_links(connection, account_ids),
    )


def wrong_links(connection: Connection, account_ids: Iterable[int]) -> list[tuple[int | None, int, int]]:
    """The terms of the accounts named whose stored renewal is not what follows: (right one, guess, the term)."""
    rows = connection.execute(_TERMS, (str(sorted(account_ids)),)).fetchall()
    wrong: list[tuple[int | None, int, int]] = []
    for _account, of_account in groupby(rows, key=itemgetter(0)):
        terms = list(of_account)
        found = links([_facts(row) for row in terms]) if len(terms) > 1 else {}
        for row in terms:
            link = found.get(row[1])
            right = (link.successor, int(link.guess)) if link else (None, 0)
            if right != row[-2:]:
                wrong.append((*right, row[1]))
    return wrong


def _facts(row: tuple[Any, ...]) -> TermFacts:
    _account, key, starts_on, renews_on, contract, product, standing, ended_on, outcome, *_linked = row
    return TermFacts(
        key,
        date.fromisoformat(starts_on),
        date.fromisoformat(renews_on) if renews_on else None,
        contract,
        product,
        standing=bool(standing),
        ended_on=date.fromisoformat(ended_on) if ended_on else None,
        is_lost=outcome == CHURNED,
    )
