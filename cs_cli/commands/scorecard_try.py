"""`cs scorecard try`: who would change band by other weights or by another scorecard; nothing is saved."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from cs_cli.commands.filtering import FilterArgument, chosen_of, nothing_fits
from cs_cli.commands.options import BandOption, OwnerOption, SegmentOption, TagOption
from cs_cli.commands.scorecard_list import whom
from cs_cli.context import Cs
from cs_cli.domain import money
from cs_cli.domain.book import Worth
from cs_cli.domain.health import Score
from cs_cli.domain.scorecard import Scorecard
from cs_cli.domain.scorecard_settings import SERVED
from cs_cli.domain.text import fold
from cs_cli.domain.trying import card_with, parse_weight, reweighed
from cs_cli.errors import NotFoundError, UsageError, sentence_of
from cs_cli.output import render
from cs_cli.screens import scorecards as screens
from cs_cli.screens.health import WORST_FIRST
from cs_cli.store.portfolio import AccountRow
from cs_cli.store.scorecards import DEFAULT, Scorecards, example_names, read_scorecard, shipped_file
from cs_cli.store.scoring import Scoring

KEYS = [
    "account",
    "name",
    "owner",
    "segment",
    "scorecard",
    "from",
    "to",
    "health_from",
    "health_to",
    "arr",
    "currency",
    "arr_by_currency",
    "decide_on",
    "days_left",
]
WeightOption = Annotated[
    list[str] | None,
    typer.Option("--weight", metavar="NAME=N", help="Another weight of a measure or a group (again for more)."),
]
FileOption = Annotated[
    str | None, typer.Option("--scorecard", metavar="FILE", help="Another scorecard: a file, or an example's name.")
]
NameOption = Annotated[
    str | None, typer.Option("--scorecard-name", metavar="NAME", help="In which scorecard, where several have it.")
]


class Change(NamedTuple):
    """An account's health now and as it would be, by the scorecard of that name."""

    row: AccountRow
    now: Score
    then: Score
    scorecard: str
    worth: Worth


def try_(
    ctx: typer.Context,
    words: FilterArgument = None,
    *,
    weight: WeightOption = None,
    scorecard: FileOption = None,
    scorecard_name: NameOption = None,
    owner: OwnerOption = None,
    segment: SegmentOption = None,
    band: BandOption = None,
    tag: TagOption = None,
) -> None:
    """Show who would change band by other weights or another scorecard. Nothing is saved."""
    cs: Cs = ctx.obj
    weights = dict(map(parse_weight, weight or ()))
    if not (weights or scorecard):
        raise UsageError("nothing to try", "Like cs scorecard try --weight seats_used=40, or --scorecard FILE")
    tried, what = _tried(cs, weights, scorecard, scorecard_name)
    chosen = chosen_of(cs, words, owner=owner, segment=segment, tag=tag, band=band)
    meant = list(filter(cs.portfolio.takes(chosen), cs.portfolio.accounts()))
    if not meant:
        render.rows([], KEYS, cs.format, lambda: [nothing_fits(cs, chosen)])
        return
    every = _changes(cs, meant, tried)
    found = [each for each in every if each.now.band is not each.then.band]
    found.sort(key=_worst_first)
    rows = [_row(each) for each in found[: cs.limit]]
    totals = [screens.Total.of(band, every) for band in WORST_FIRST]
    render.rows(rows, KEYS, cs.format, lambda: screens.tried(rows, len(found), totals, what))


def _tried(
    cs: Cs, weights: dict[str, int], file: str | None, only: str | None
) -> tuple[Scorecards, list[str]]:  # fmt: skip
    """The scorecards with what is to be tried in its place, and lines on what that is."""
    cards = cs.portfolio.health.scoring.cards
    if file is not None:
        card, is_for_all = _of_file(file)
        told = f"{card.name} ({card.fingerprint})"
        if weights:
            card = reweighed(card, _in_one([card], weights))
        on = "on every account" if is_for_all else f"on whom it serves: {', '.join(whom(card))}"
        return _placed(cards, card, is_for_all=is_for_all), [f"Tried {told}{_said(weights)} {on}"]
    known = [card for card in cards.every if only is None or fold(card.name) == fold(only)]
    if not known:
        names = sentence_of([card.name for card in cards.every], "and")
        raise UsageError(f'no scorecard is named "{only}"', f"There are {names}: cs scorecard list")
    before = card_with(known, list(weights))
    after = reweighed(before, weights)
    told = f"Tried {before.name} ({before.fingerprint}){_said(weights)} ({after.fingerprint})"
    return cards.with_instead(before, after), [told]


def _in_one(cards: Sequence[Scorecard], weights: dict[str, int]) -> dict[str, int]:
    card_with(cards, list(weights))
    return weights


def _said(weights: dict[str, int]) -> str:
    return f" with {', '.join(f'{name} {number}' for name, number in weights.items())}" if weights else ""


def _of_file(said: str) -> tuple[Scorecard, bool]:
    """The scorecard in a file, or the example of that name; and whether it is to be tried on every account.

    So are examples, and what says of nobody that it serves them.
    """
    path = Path(said).expanduser()
    if path.is_file():
        card = read_scorecard(path)
        return card, not whom(card)
    if shipped := shipped_file(said):
        return read_scorecard(shipped), said != DEFAULT
    examples = sentence_of([DEFAULT, *example_names()], "and")
    raise NotFoundError(f"no file {said}, and no scorecard of that name comes with cs", f"There are {examples}")


def _placed(cards: Scorecards, card: Scorecard, *, is_for_all: bool) -> Scorecards:
    """The scorecards with `card` for whom it serves, in the place of one of that name, or alone."""
    if is_for_all:
        return Scorecards(card)
    if card.name == DEFAULT:
        return replace(cards, default=card)
    named = {key: {fold(name): card for name in getattr(card, key)} for key in SERVED}
    left = [
        {name: other for name, other in by.items() if other.name != card.name}
        for by in (cards.by_product, cards.by_stage, cards.by_segment)
    ]
    products, stages, segments = (
        by | named[key] for by, key in zip(left, ("products", "stages", "segments"), strict=True)
    )
    return Scorecards(cards.default, products, stages, segments)


def _changes(cs: Cs, meant: Sequence[AccountRow], tried: Scorecards) -> list[Change]:
    ids = [row.account_id for row in meant]
    scoring = Scoring(cs.reader.connection, tried, cs.settings)
    now, worths = cs.portfolio.scores(ids), cs.portfolio.worths(ids)
    then = cs.portfolio.health.said(scoring.scores(ids, cs.today), scoring, cs.today)
    return [
        Change(row, now[key], then[key], scoring.card_of(key, cs.today).name, worths.get(key, Worth()))
        for key, row in zip(ids, meant, strict=True)
    ]


def _worst_first(each: Change) -> tuple[int, float, str]:
    return WORST_FIRST.index(each.then.band), each.then.score or 0.0, each.row.key


def _row(each: Change) -> dict[str, Any]:
    minor, currency = each.worth.only()
    following = each.worth.next
    return {
        "account": each.row.key,
        "name": each.row.name,
        "owner": each.row.owner,
        "segment": each.row.segment,
        "scorecard": each.scorecard,
        "from": each.now.band.value,
        "to": each.then.band.value,
        "health_from": each.now.tenths,
        "health_to": each.then.tenths,
        "arr": None if minor is None or currency is None else money.major(minor, currency),
        "currency": currency,
        "arr_by_currency": {code: money.major(amount, code) for code, amount in sorted(each.worth.arr.items())},
        "decide_on": following.decide_on.isoformat() if following else None,
        "days_left": following.days_left if following else None,
        "_of": each,
    }
