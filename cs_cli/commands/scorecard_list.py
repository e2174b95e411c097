"""`cs scorecard list`: the scorecards in force, whom each serves, and the examples to begin from."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from cs_cli.context import Cs
from cs_cli.domain.scorecard import Scorecard
from cs_cli.domain.scorecard_settings import SERVED
from cs_cli.output import render
from cs_cli.screens import scorecards as screens
from cs_cli.store.scorecards import (
    DEFAULT,
    SHIPPED,
    Scorecards,
    assembled,
    example_names,
    own_files,
    read_scorecard,
    shipped_file,
)
from cs_cli.store.scoring import Scoring

KEYS = ["scorecard", "in_force", "file", "serves", "accounts", "measures", "fingerprint"]


def list_(ctx: typer.Context) -> None:
    """List the scorecards, whom each serves, and the examples to begin one from."""
    cs: Cs = ctx.obj
    folder = cs.settings.folder / "scorecards"
    own = [(path, read_scorecard(path)) for path in own_files(folder)]
    cards = assembled((card for _, card in own), folder)
    shipped = [] if any(card.name == DEFAULT for _, card in own) else [(SHIPPED, cards.default)]
    count = served(cs, cards) if cs.path.exists() else None
    rows = [_row(path, card, count) for path, card in [*shipped, *own]]
    examples = [read_scorecard(path) for name in example_names() if (path := shipped_file(name))]
    shown = [*rows, *(_example(card) for card in examples)]
    names = [card.name for card in examples]
    render.rows(
        shown[: cs.limit], KEYS, cs.format, lambda: screens.listed(rows[: cs.limit], names, folder, bool(shipped))
    )


def served(cs: Cs, cards: Scorecards) -> Counter[int]:
    """How many accounts each of `cards`, by its id(), serves now."""
    scoring = Scoring(cs.reader.connection, cards, cs.settings)
    return Counter(id(scoring.card_of(row.account_id, cs.today)) for row in cs.portfolio.accounts())


def whom(card: Scorecard) -> Sequence[str]:
    """Whom a scorecard serves: `segment enterprise`, or everybody else."""
    named = [f"{key.removesuffix('s')} {name}" for key in SERVED for name in getattr(card, key)]
    return ["everybody else"] if card.name == DEFAULT else named


def _row(path: Path, card: Scorecard, count: Counter[int] | None) -> dict[str, Any]:
    return {
        "scorecard": card.name,
        "in_force": True,
        "file": None if path == SHIPPED else str(path),
        "serves": whom(card),
        "accounts": None if count is None else count[id(card)],
        "measures": [measure.name for measure in card.measures],
        "fingerprint": card.fingerprint,
    }


def _example(card: Scorecard) -> dict[str, Any]:
    return {**_row(SHIPPED, card, None), "in_force": False, "serves": []}
