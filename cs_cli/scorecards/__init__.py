"""The scorecards: the shipped default.toml and the user's own files, which win."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cs_cli.domain.scorecard import Scorecard
from cs_cli.domain.scorecard_settings import scorecard_from
from cs_cli.domain.text import fold
from cs_cli.errors import ConfigError

SHIPPED = Path(__file__).with_name("default.toml")
DEFAULT = "default"


@dataclass(frozen=True)
class Scorecards:
    """Which scorecard serves which segment."""

    default: Scorecard
    others: tuple[Scorecard, ...] = ()

    def for_segment(self, segment: str | None) -> Scorecard:
        """The scorecard that names `segment` (whatever its case), else the default."""
        return self._by_segment.get(fold(segment), self.default) if segment and self.others else self.default

    @cached_property
    def _by_segment(self) -> dict[str, Scorecard]:
        found: dict[str, Scorecard] = {}
        for card in self.others:
            for segment in map(fold, card.segments):
                if segment in found:
                    raise ConfigError(
                        f'scorecards "{found[segment].name}" and "{card.name}" both serve "{segment}"',
                        "Leave the segment in one of them",
                    )
                found[segment] = card
        return found


def load_scorecards(folder: Path) -> Scorecards:
    """The user's scorecards in `folder` (which may be absent) over the shipped default.

    ConfigError where a file is no TOML, has a wrong setting, or serves no segment although not the default.
    """
    cards = [read_scorecard(path) for path in sorted(folder.glob("*.toml"))]
    own = [card for card in cards if card.name == DEFAULT]
    if len(own) > 1:
        raise ConfigError(
            f'two scorecards in {folder} are named "{DEFAULT}"', "Give one of them its segments"
        )
    return Scorecards(own[0] if own else read_scorecard(SHIPPED), tuple(_with_segments(cards, folder)))


def read_scorecard(path: Path) -> Scorecard:
    """The scorecard in the TOML file at `path`; ConfigError says what is wrong with it."""
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ConfigError(f"{path} cannot be read as TOML: {error}", "Mend it, or move it away") from error
    return scorecard_from(settings, str(path))


def _with_segments(cards: Iterable[Scorecard], folder: Path) -> Iterable[Scorecard]:
    for card in cards:
        if card.name != DEFAULT:
            if not card.segments:
                raise ConfigError(
                    f'scorecard "{card.name}" in {folder} serves no segment',
                    'Add segments = ["…"], or name it "default"',
                )
            yield card
