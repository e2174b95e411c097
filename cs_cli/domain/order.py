"""In which order the lines of the day's list stand."""

from collections.abc import Mapping, Sequence
from datetime import date

from cs_cli.domain.health import Band
from cs_cli.domain.items import TODAY, Item
from cs_cli.domain.ranking import Scale, Weight, urgency_of

_ORDER = (
    "overdue",
    "decide",
    "lapsed",
    "task",
    "promise",
    "awaited",
    "milestone",
    "band",
    "qbr",
    "clock",
    "silent",
    "feed",
)


def pressing(item: Item) -> tuple[bool, int, date, str]:
    """The order of a day's items: for today first, then by kind, day and account."""
    return (item.when != TODAY, _ORDER.index(item.kind), item.on or date.max, item.account)


def ranked(
    items: Sequence[Item], scale: Scale, bands: Mapping[int, Band], arr: Mapping[int, Mapping[str, int]]
) -> list[Item]:
    """`items` with their weight, for today before for this week, the heaviest first; of equal ones as `pressing`.

    A line that names no ARR is about that of its whole account, in `arr`; `bands` are those of the accounts.
    """
    weighed = [item._replace(weight=_weight(item, scale, bands, arr)) for item in items]
    return sorted(weighed, key=lambda item: (item.when != TODAY, _place(item, scale), pressing(item), item.what))


def _weight(item: Item, scale: Scale, bands: Mapping[int, Band], arr: Mapping[int, Mapping[str, int]]) -> Weight:
    of = item.account_id
    band = bands.get(of) if of is not None else None
    about = {item.currency: item.arr_minor} if item.currency and item.arr_minor is not None else arr.get(of or 0, {})
    days = (item.on - scale.today).days if item.on else 0
    return scale.weight(item.urgency or urgency_of(item.kind, days, band), band, about)


def _place(item: Item, scale: Scale) -> tuple[bool, str, int]:
    return item.weight.place(scale.home) if item.weight else (True, "", 0)
