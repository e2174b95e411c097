"""Other weights in a scorecard, to try: which scorecard is meant, and what it is with them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches

from cs_cli.domain.scorecard import Scorecard
from cs_cli.domain.scorecard_settings import HEAVIEST
from cs_cli.errors import UsageError, sentence_of


def parse_weight(said: str) -> tuple[str, int]:
    """`adoption=40` as name and weight. Raises UsageError."""
    name, equals, number = (part.strip() for part in said.rpartition("="))
    if not (name and equals):
        raise UsageError(f'"{said}" is no weight', "Like --weight seats_used=40")
    if not (number.isascii() and number.isdecimal()) or int(number) > HEAVIEST:
        raise UsageError(
            f'the weight "{number}" of {name} must be a whole number from 0 to {HEAVIEST}',
            "Like --weight seats_used=40",
        )
    return name.lower().replace(" ", "_"), int(number)


def names_of(card: Scorecard) -> list[str]:
    """What of a scorecard has a weight: its groups and measures."""
    return [*(group.name for group in card.groups), *(measure.name for measure in card.measures)]


def card_with(cards: Sequence[Scorecard], names: Sequence[str]) -> Scorecard:
    """The one of `cards` that has all these `names`. Raises UsageError with what there is."""
    known = {_plain(name): name for card in cards for name in names_of(card)}
    for name in names:
        if name not in known:
            close = get_close_matches(name, known, n=2)
            meant = [f"Did you mean {sentence_of([known[each] for each in close])}?"] if close else []
            there = "; ".join(f"{card.name}: {', '.join(names_of(card))}" for card in cards)
            raise UsageError(f'no measure and no group is named "{name}"', *meant, f"There are, in {there}")
    fitting = [card for card in cards if set(names) <= set(map(_plain, names_of(card)))]
    if not fitting:
        raise UsageError(f"no scorecard has {sentence_of(list(names), 'and')} together", "Try them one scorecard each")
    if len(fitting) > 1:
        several = sentence_of([card.name for card in fitting], "and")
        raise UsageError(
            f"several scorecards have {sentence_of(list(names), 'and')}: {several}",
            f"Say which: --scorecard-name {fitting[0].name}",
        )
    return fitting[0]


def reweighed(card: Scorecard, weights: Mapping[str, int]) -> Scorecard:
    """The scorecard with other weights of some groups or measures. Raises UsageError where they make no score."""
    measures, groups = [_plain(each.name) for each in card.measures], [_plain(each.name) for each in card.groups]
    if both := next((name for name in weights if name in measures and name in groups), None):
        raise UsageError(f'"{both}" is a group and a measure of {card.name}', "Give the measure a name of its own")
    tried = replace(
        card,
        measures=tuple(replace(m, weight=weights.get(_plain(m.name), m.weight)) for m in card.measures),
        groups=tuple(replace(g, weight=weights.get(_plain(g.name), g.weight)) for g in card.groups),
    )
    for line in tried.lines:
        if line.is_group and not sum(tried.measures[at].weight for at in line.places):
            raise UsageError(f"the weights in the group {line.name} of {card.name} sum to 0", "Leave one above 0")
    if not tried.total_weight:
        raise UsageError(f"the weights of {card.name} sum to 0", "Leave one above 0")
    return tried


def _plain(name: str) -> str:
    return name.lower().replace(" ", "_")
