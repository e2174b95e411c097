"""Single rows written by hand: each is validated as its table's model before it is stored or changed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError

from cs_cli.domain.agreement import Agreement, Deal
from cs_cli.domain.money import annual
from cs_cli.errors import BadDataError
from cs_cli.store.accounts import AccountRef, find_account
from cs_cli.store.merging import merge
from cs_cli.store.models import JOURNALLED, Row
from cs_cli.store.renaming import follow
from cs_cli.store.write import Writer

_BESIDE = """
SELECT c.contract, c.product, c.starts_on,
  coalesce(c.ended_on, min(coalesce(c.renews_on, n.starts_on), coalesce(n.starts_on, c.renews_on))),
  c.term_months, c.price_minor, c.price_period_months, c.currency
FROM contract c LEFT JOIN contract n ON n.id = c.renewed_by_id
WHERE c.account_id = :account AND c.id <> :id AND coalesce(c.status, 'active') = 'active'
"""
_MODELS = {str(model.__tablename__): model for model in JOURNALLED if issubclass(model, Row)}


class Entries:
    """The rows of the command that `writer` is the transaction of."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def insert(self, table: str, facts: Mapping[str, Any]) -> int:
        """Store a new row and return its id. Raises BadDataError for a value that the table cannot hold."""
        return int(self._writer.add(_validated(table, facts)).id or 0)

    def row(self, table: str, row_id: int) -> dict[str, Any]:
        """The stored row, as it is in this transaction."""
        return self._writer.get(_MODELS[table], row_id).model_dump()

    def change(self, table: str, row_id: int, facts: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
        """Change a row; returns what differs now, (before, after) by column. Raises BadDataError."""
        row = self._writer.get(_MODELS[table], row_id)
        before = row.model_dump()
        after = _validated(table, {**before, **facts}).model_dump()
        changes = {name: (before[name], after[name]) for name in facts if before[name] != after[name]}
        for name, (_before, value) in changes.items():
            setattr(row, name, value)
        self._writer.session.flush()
        return changes

    def delete(self, table: str, where: str, parameters: Mapping[str, Any]) -> int:
        """Delete the rows of `table` that `where` (our own SQL) names; returns how many there were."""
        return self._writer.sqlite.execute(f"DELETE FROM {table} WHERE {where}", parameters).rowcount  # noqa: S608

    def merge(self, gone: AccountRef, into: AccountRef, on: date) -> None:
        """Give what is recorded of one account to another, and archive it on that day."""
        merge(self._writer.sqlite, gone, into, on)

    def rename(self, account: AccountRef, was: str, name: str) -> None:
        """Let what is recorded of a contact that is called `name` now, and was called otherwise, name them so."""
        follow(self._writer.sqlite, account.account_id, was, name)

    def account(self, said: str) -> AccountRef:
        """The account with that key, alias or whole name. Raises AccountNotFoundError."""
        return find_account(self._writer.sqlite, said, exactly=True)

    def select(self, sql: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """The rows of a query, as they are in this transaction."""
        return self._writer.sqlite.execute(sql, parameters).fetchall()

    def deals_beside(self, account_id: int, row_id: int = 0) -> list[Deal]:
        """The active terms of an account but for the one with `row_id`, each up to where it ends by now."""
        return [
            Deal(
                contract or product or "",
                Agreement(date.fromisoformat(starts), date.fromisoformat(renews) if renews else None, months),
                annual(price, period),
                currency,
            )
            for contract, product, starts, renews, months, price, period, currency in self.select(
                _BESIDE, {"account": account_id, "id": row_id}
            )
        ]


def _validated(table: str, facts: Mapping[str, Any]) -> Row:
    try:
        return _MODELS[table].model_validate(facts)
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        where = ".".join(map(str, problem["loc"]))
        raise BadDataError(f"{where}: {problem['msg']}; nothing was written") from error
