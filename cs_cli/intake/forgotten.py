"""Rows without the people who were forgotten: a contact stays out, a text goes in without their name."""

from collections.abc import Iterator

from cs_cli.domain.erasure import FORGOTTEN
from cs_cli.intake.identity import Accounts
from cs_cli.intake.kinds import ACCOUNTS, BOOK, CONTACTS, Kind
from cs_cli.intake.rows import Row
from cs_cli.intake.tally import Outcome
from cs_cli.intake.waiting import located
from cs_cli.store.columns import LISTED, OURS
from cs_cli.store.tombstones import Tombstones

_FINDING = frozenset({"account", "account_id", "parent", "parent_id", "source", "currency", "task"})
"""Columns that say which row is meant, or whose."""


def account_of(row: Row, kind: Kind, accounts: Accounts, system: str) -> int | None:
    """The account of a row where it is here already."""
    if kind in (ACCOUNTS, BOOK):
        said = row.values.get("account") or row.values.get("name")
        return accounts.find(said) if said else None
    found = located(row, accounts, system)
    return found if found is None else accounts.home_of(found)


def cleaned(row: Row, account_id: int | None, kind: Kind, known: Tombstones, outcome: Outcome) -> Iterator[Row]:
    """The row without those who were forgotten, or nothing where it is about one of them; `outcome` counts both."""
    if kind is CONTACTS and _is_forgotten(row, account_id, known):
        outcome.forgotten += 1
        return
    values = {name: _value(kind, name, value, account_id, known) for name, value in row.values.items()}
    custom = {known.clean(name, account_id): known.clean(text, account_id) for name, text in row.custom.items()}
    if values == row.values and custom == row.custom:
        yield row
    else:
        outcome.cleaned += 1
        yield row._replace(values=values, custom=custom)


def is_clean(row: Row, account_id: int | None, kind: Kind, known: Tombstones) -> bool:
    """Whether no value of the row has somebody in it who was forgotten."""
    return all(_value(kind, name, value, account_id, known) == value for name, value in row.values.items())


def _is_forgotten(row: Row, account_id: int | None, known: Tombstones) -> bool:
    """Whether a contact has the address or the number of somebody who was forgotten, or their name in the own one."""
    parts = [row.values[name] for name in ("first_name", "last_name") if name in row.values]
    name = row.values.get("name") or " ".join(parts)
    return (
        known.knows_person(name, row.values.get("email"), account_id)
        or known.knows_number(row.values.get("phone") or "")
        or FORGOTTEN in known.clean(name, account_id)
    )


def _value(kind: Kind, name: str, value: object, account_id: int | None, known: Tombstones) -> object:
    if not isinstance(value, str) or name in _FINDING:
        return value
    if name == "external_id":
        return known.clean(value, None)
    return known.clean(value, account_id, alone=name not in LISTED and (kind.table, name) not in OURS)
