"""A book that is scored by one thing: the share of 100 seats that each account uses is its health."""

from collections.abc import Mapping
from typing import Any

CARD = 'name = "default"\n[[measure]]\ninput = "seats_used"\nweight = 1\nrule = "linear"\nzero_at = 0\nfull_at = 100\n'
TODAY = "2026-11-23"


def by_seats(cs: Any, card: str = CARD) -> None:
    """Let the program of a test score by the seats used alone."""
    folder = cs.home / "config" / "scorecards"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "default.toml").write_text(card, encoding="utf-8")


def seated(enter: Any, account: str, used: Mapping[str, float], *, arr: int = 12_000, **facts: Any) -> None:
    """An account with 100 seats from 2025-01-01 on, of which so many are used from each day on."""
    renews = facts.pop("renews", "2027-03-01")
    enter.contract(account, renews, starts="2025-01-01", seats=100, arr=arr, **facts)
    enter.usage(account, "seats_used", dict(used))
