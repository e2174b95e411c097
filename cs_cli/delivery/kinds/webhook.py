"""A digest as a JSON document: for programs, and for `cs digest --json`."""

from typing import Any

from cs_cli.delivery.kinds.plain import as_text, ids_of, subject_of
from cs_cli.delivery.parcel import Parcel
from cs_cli.domain import money
from cs_cli.domain.digest import Ahead, Digest
from cs_cli.domain.digest_lines import Line
from cs_cli.domain.invisible import one_line

SCHEMA = "cs.digest/1"


def parcel(digest: Digest) -> Parcel:
    """The parcel of a webhook: one document, whatever its size."""
    return Parcel(subject_of(digest), as_text(digest), payload=payload_of(digest), items=ids_of(digest))


def payload_of(digest: Digest) -> dict[str, Any]:
    """The document: dates ISO, amounts in major units beside their currency."""
    at, covers = digest.news.at, digest.news.covers
    return {
        "schema": SCHEMA,
        "digest": digest.name,
        "owner": one_line(digest.owner) or None,
        "period": digest.period,
        "on": digest.today.isoformat(),
        "subject": subject_of(digest),
        "lead": one_line(digest.lead),
        "since": at.isoformat(timespec="seconds") if at else None,
        "covers": [day.isoformat() for day in covers] if covers else None,
        "accounts": digest.accounts,
        "new_accounts": [{"account": key, "arr": _amounts(arr)} for key, arr in digest.news.new],
        "sections": [
            {"title": one_line(section.title), "lines": [row_of(line) for line in section.lines]}
            for section in digest.sections
        ],
        "ahead": [_ahead(each) for each in digest.ahead],
    }


def row_of(line: Line) -> dict[str, Any]:
    """One line."""
    has_amount = line.arr_minor is not None and line.currency is not None
    return {
        "id": one_line(line.id),
        "kind": line.kind,
        "account": one_line(line.account) or None,
        "contract": one_line(line.contract) or None,
        "on": line.on.isoformat() if line.on else None,
        "what": one_line(line.what),
        "arr": money.major(line.arr_minor or 0, line.currency or "") if has_amount else None,
        "currency": line.currency if has_amount else None,
        "rule": one_line(line.rule),
        "command": one_line(line.command),
    }


def _ahead(each: Ahead) -> dict[str, Any]:
    return {
        "from_days": each.first, "to_days": each.last, "contracts": each.contracts, "arr": _amounts(each.arr),
    }  # fmt: skip


def _amounts(arr: dict[str, int]) -> list[dict[str, Any]]:
    return [{"amount": money.major(minor, code), "currency": code} for code, minor in arr.items()]
