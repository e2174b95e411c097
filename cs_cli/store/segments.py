"""The segments file: the shipped one or the user's own."""

from collections.abc import Sequence
from pathlib import Path
from shlex import join
from typing import NamedTuple

from cs_cli.domain.conditions import Filter
from cs_cli.domain.segments import Rule, Segments, segments_from
from cs_cli.domain.text import fold
from cs_cli.store.portfolio import Portfolio
from cs_cli.store.tomlfile import read_toml

FILE = "segments.toml"
SHIPPED = Path(__file__).parent.parent / "segments" / FILE


def segments_file(folder: Path) -> Path:
    """The user's own segments.toml in `folder`, else the shipped one."""
    own = folder / FILE
    return own if own.exists() else SHIPPED


def load_segments(folder: Path) -> Segments:
    """The segments of the user's own segments.toml in `folder`, else the shipped ones. Raises ConfigError."""
    path = segments_file(folder)
    return segments_from(read_toml(path), str(path))


class Move(NamedTuple):
    """An account that a rule puts into another segment."""

    account_id: int
    account: str
    name: str
    before: str | None
    after: str
    when: str


def moves(portfolio: Portfolio, rules: Sequence[tuple[Rule, Filter]]) -> list[Move]:
    """The accounts that are in another segment than the first rule that fits them says, by key."""
    accounts = {row.account_id: row for row in portfolio.accounts()}
    left, found = set(accounts), []
    for rule, meant in rules:
        taken = portfolio.chooser.taken(meant, left)
        left -= taken
        found += [
            Move(row.account_id, row.key, row.name, row.segment, rule.segment, join(rule.when))
            for row in map(accounts.__getitem__, taken)
            if fold(row.segment or "") != fold(rule.segment)
        ]
    return sorted(found, key=lambda move: move.account)
