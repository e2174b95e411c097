"""An account that is in another band than it was."""

from datetime import date
from typing import NamedTuple

from cs_cli.domain.health import Score


class Moved(NamedTuple):
    """An account's health now and a week ago, why it moved, the points of the measure that did it, and since when.

    `source` is where that measure comes from; nothing where it was a cap.
    """

    account_id: int
    account: str
    now: Score
    before: Score
    reason: str
    points: str = ""
    since: date | None = None
    source: str = ""
