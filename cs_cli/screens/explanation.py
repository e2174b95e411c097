"""`cs health --explain` on a screen: every step of the score, so that it can be redone by hand."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from math import ceil

from cs_cli.domain import words
from cs_cli.domain.account_health import Gain, GroupLine, Health, HealthLine
from cs_cli.domain.health import Score
from cs_cli.domain.overrides import step_of
from cs_cli.domain.telling import number
from cs_cli.output.sheet import Cell, Column, Sheet
from cs_cli.screens import bands
from cs_cli.screens.health import UNKNOWN, WEEK, Standing

NEUTRAL = 50
"""The points of what is missing where a scorecard counts it."""
_COLUMNS = (
    Column(title="measure"),
    Column(title="value, from", flex=True, wrap=True),
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
    for row in _rows(told):
        sheet.row(*row)
    covered = f"coverage {number(told.known)} of {told.card.total_weight}"
    sheet.row("sum", "", "", covered, "", number(told.weight), Cell(number(told.points), "bold"))
    bounds = f"(green from {told.card.green_from}, yellow from {told.card.yellow_from})"
    said = told.measured
    steps = [f"{said.quotient}   {bounds}", *_held(said), *_caps(said), *_by_hand(told)]
    return [sheet, *steps, *_wanting(said), *_gains(said.gains)]


def _rows(told: Health) -> Iterable[tuple[Cell | str, ...]]:
    """The measures in the order in which they are summed up; a group after its measures, which are indented."""
    groups = {group.name: group for group in told.groups}
    is_neutral = told.card.missing == "neutral"
    for line in told.lines:
        if not line.group:
            yield _line(line, is_neutral=is_neutral)
        elif group := groups.pop(line.group, None):
            for each in told.lines:
                if each.group == group.name:
                    yield _line(each, is_neutral=is_neutral)
            yield _group(group)


def _group(group: GroupLine) -> tuple[Cell | str, ...]:
    if group.points is None:
        return (Cell(group.name, "bold"), "", "", Cell(group.told, "dim"), "–", f"({number(group.weight)})", "–")
    product = number(group.product or 0.0)
    return (Cell(group.name, "bold"), "", "", group.told, f"{group.points:.1f}", f"× {number(group.weight)}", product)


def _held(told: Health) -> Iterable[str]:
    if told.is_held:
        now = f"{told.free.glyph} {told.free}"
        yield f"held at {told.band.glyph} {told.band}: today would be {now}, which counts from the second day on"


def _by_hand(told: Health) -> Iterable[str]:
    if told.by_hand:
        yield step_of(Score(told.score, told.band, told.by_hand), told.card, told.as_of)


def _head(each: Standing, told: Health) -> Cell:
    band, before = bands.band(told), bands.band(each.past.get(WEEK, UNKNOWN))
    week_ago = words.short(told.as_of - timedelta(WEEK))
    return Cell(
        f"{each.account}  {band.text}   {words.full(told.as_of)}   scorecard {told.card.name} ({told.card.fingerprint})"
        f"   {week_ago}: {before.text}",
        band.style,
    )


def _line(line: HealthLine, *, is_neutral: bool) -> tuple[Cell | str, ...]:
    title = f"  {line.title}" if line.group else line.title
    if line.points is None and is_neutral:
        neutral = number(NEUTRAL * line.weight)
        return (title, line.told, "", Cell(line.rule, "dim"), f"{NEUTRAL:.1f}", f"× {line.weight}", neutral)
    if line.points is None:
        return (title, line.told, "", Cell(line.rule, "dim"), "–", f"({line.weight})", "–")
    product = number(line.product or 0.0)
    return (title, line.told, line.source, line.rule, f"{line.points:.1f}", f"× {line.weight}", product)


def _caps(told: Health) -> Iterable[str]:
    if told.band == "grey" and told.raw is not None:
        few = f"less than {told.card.coverage_from}% of the weights could be measured"
        young = f"no band in the first {told.card.grey_first_days} days"
        yield f"grey: {few if told.known < told.needed else young}"
    for cap in told.caps:
        if cap.on_card or told.band != "grey":
            yield f"{'cap' if cap.on_card else 'limit'}: {cap}"


def _wanting(told: Health) -> Iterable[str]:
    if told.wanting:
        measures = " · ".join(f"{line.title} {number(line.share)}" for line in told.wanting)
        known = f"{number(told.known)} of {told.card.total_weight} known, {number(ceil(told.needed))} needed"
        yield f"To get a band ({known}): {measures}   cs help formats"


def _gains(gains: Sequence[Gain]) -> Iterable[str]:
    if not gains:
        return
    lifted = sum(gain.lifts_cap for gain in gains)
    moves = [f"then {gain}" if n == lifted and lifted else str(gain) for n, gain in enumerate(gains)]
    yield f"To gain: {' · '.join(moves)}"
