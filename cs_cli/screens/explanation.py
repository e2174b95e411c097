"""`cs health --explain` on a screen: every step of the score, so that it can be redone by hand."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from cs_cli.domain import words
from cs_cli.domain.account_health import Gain, Health, HealthLine
from cs_cli.domain.health import Score
from cs_cli.domain.health_words import number
from cs_cli.domain.overrides import step_of
from cs_cli.output.sheet import Cell, Column, Sheet
from cs_cli.screens import bands
from cs_cli.screens.health import WEEK, Standing

_COLUMNS = (
    Column(title="measure"),
    Column(title="value, from", flex=True),
    Column(drop=1),
    Column(title="rule", flex=True),
    Column(title="points", right=True),
    Column(title="weight", right=True),
    Column(title="=", right=True),
)


def screen(found: Sequence[tuple[Standing, Health]]) -> list[Sheet | str]:
    """For each account its arithmetic, an empty line between two."""
    parts: list[Sheet | str] = []
    for each, told in found:
        parts += [*([""] if parts else []), *_account(each, told)]
    return parts


def _account(each: Standing, told: Health) -> list[Sheet | str]:
    sheet = Sheet(_COLUMNS, indent=0)
    sheet.heading(_head(each, told))
    sheet.titles()
    for line in told.lines:
        sheet.row(*_line(line))
    covered = f"coverage {told.weight} of {told.card.total_weight}"
    sheet.row("sum", "", "", covered, "", str(told.weight), Cell(number(told.points), "bold"))
    bounds = f"(green from {told.card.green_from}, yellow from {told.card.yellow_from})"
    said = told.measured
    steps = [f"{said.quotient}   {bounds}", *_caps(said), *_by_hand(told)]
    return [sheet, *steps, *_wanting(said), *_gains(said.gains)]


def _by_hand(told: Health) -> Iterable[str]:
    if told.by_hand:
        yield step_of(Score(told.score, told.band, told.by_hand), told.card, told.as_of)


def _head(each: Standing, told: Health) -> Cell:
    band, before = bands.band(told), bands.band(each.past[WEEK])
    week_ago = words.short(told.as_of - timedelta(WEEK))
    return Cell(
        f"{each.account}  {band.text}   {words.full(told.as_of)}   scorecard {told.card.name} ({told.card.fingerprint})"
        f"   {week_ago}: {before.text}",
        band.style,
    )


def _line(line: HealthLine) -> tuple[Cell | str, ...]:
    if line.points is None:
        return (line.title, line.told, "", Cell(line.rule, "dim"), "–", f"({line.weight})", "–")
    product = number(line.product or 0.0)
    return (line.title, line.told, line.source, line.rule, f"{line.points:.1f}", f"× {line.weight}", product)


def _caps(told: Health) -> Iterable[str]:
    if told.band == "grey" and told.raw is not None:
        yield f"grey: less than {told.card.coverage_from}% of the weights could be measured"
    for cap in told.caps:
        if cap.on_card or told.band != "grey":
            yield f"cap: {cap}"


def _wanting(told: Health) -> Iterable[str]:
    if told.wanting:
        measures = " · ".join(f"{line.title} {line.weight}" for line in told.wanting)
        known = f"{told.weight} of {told.card.total_weight} known, {told.card.weight_for_a_band} needed"
        yield f"To get a band ({known}): {measures}   cs help formats"


def _gains(gains: Sequence[Gain]) -> Iterable[str]:
    if not gains:
        return
    lifted = sum(gain.lifts_cap for gain in gains)
    moves = [f"then {gain}" if n == lifted and lifted else str(gain) for n, gain in enumerate(gains)]
    yield f"To gain: {' · '.join(moves)}"
