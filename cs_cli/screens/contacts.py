"""`cs contacts` on a screen: the people, and the accounts where somebody is missing."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from cs_cli.domain import money, words
from cs_cli.domain.people import Gap, Person, marks
from cs_cli.output.sheet import Cell, Column, Sheet

_COLUMNS = (
    Column(title="account"), Column(title="name", flex=True), Column(title="title", wrap=True, drop=2, keep=16),
    Column(title="roles", wrap=True), Column(title="email", drop=1, flex=True), Column(title="last contact", wrap=True),
)  # fmt: skip
_GAPS = (
    Column(title="account"), Column(title="name", flex=True, drop=2), Column(title="ARR", right=True),
    Column(title="people", right=True, drop=3), Column(title="missing", wrap=True, keep=24),
)  # fmt: skip


def screen(people: Sequence[Person], total: int, missing: Sequence[Gap], today: date) -> list[Sheet | str]:
    """The sheet of `people`, `total` having been found, and what is missing among those of one account."""
    if not total:
        return ['No contact fits. Add one: cs contact add ACCOUNT --name "Jo Park" --role sponsor']
    sheet = Sheet(_COLUMNS, indent=0).titles()
    for person in people:
        last = person.last_on.isoformat() if person.last_on else None
        sheet.row(
            Cell(person.account, "bold"), person.name, person.title or "", ", ".join(person.roles), person.email or "",
            ", ".join([ago(last, today), *marks(person, today)]),
        )  # fmt: skip
    more = f" {total - len(people):,} more: cs contacts --all" if total > len(people) else ""
    gaps = [f"Gaps: {', '.join(gap.words for gap in missing)}"] if missing else []
    return [sheet, *gaps, f"{words.counted(total, 'contact')}.{more}"]


def ago(day: str | None, today: date) -> str:
    """`3d ago`, `in 2d`, or `never`."""
    return words.distance((date.fromisoformat(day) - today).days, past="ago") if day else "never"


def gap_screen(rows: Sequence[dict[str, Any]], total: int) -> list[Sheet | str]:
    """The accounts where somebody is missing, of `total`."""
    if not rows:
        return ["Nobody is missing anywhere: each account has a sponsor you speak with, a champion and a buyer."]
    sheet = Sheet(_GAPS, indent=0).titles()
    for row in rows:
        sheet.row(
            Cell(row["account"], "bold"), row["name"], money.totals_shown(row["_arr"]) if row["_arr"] else "–",
            str(row["people"]), ", ".join(row["gaps"]),
        )  # fmt: skip
    more = f" {total - len(rows):,} more: cs contacts --gaps --all" if total > len(rows) else ""
    return [
        sheet,
        f"{words.counted(total, 'account')} with gaps.{more}",
        f"Who: cs contacts {rows[0]['account']} --map",
    ]
