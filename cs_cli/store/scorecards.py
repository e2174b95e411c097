"""The scorecards: the shipped default.toml and the user's own files, which win."""

from dataclasses import dataclass, field
from pathlib import Path

from cs_cli.domain.scorecard import Scorecard
from cs_cli.domain.scorecard_settings import scorecard_from
from cs_cli.domain.text import fold
from cs_cli.errors import ConfigError
from cs_cli.store.tomlfile import read_toml

SHIPPED = Path(__file__).parent.parent / "scorecards" / "default.toml"
DEFAULT = "default"


@dataclass(frozen=True)
class Scorecards:
    """Which scorecard serves which (folded) segment, and which everybody else."""

    default: Scorecard
    by_segment: dict[str, Scorecard] = field(default_factory=dict)

    def for_segment(self, segment: str | None) -> Scorecard:
        """The scorecard that names `segment`, whatever its case, else the default."""
        return self.by_segment.get(fold(segment), self.default) if segment and self.by_segment else self.default


def load_scorecards(folder: Path) -> Scorecards:
    """The user's scorecards in `folder` (which may be absent) over the shipped default.

    ConfigError where a file is no TOML or has a wrong setting, where two serve one segment or one none.
    """
    default = None
    by_segment: dict[str, Scorecard] = {}
    for card in [read_scorecard(path) for path in sorted(folder.glob("*.toml"))]:
        if card.name != DEFAULT:
            _add(by_segment, card, folder)
        elif default is None:
            default = card
        else:
            raise ConfigError(f'two scorecards in {folder} are named "{DEFAULT}"', "Give one of them its segments")
    return Scorecards(default or read_scorecard(SHIPPED), by_segment)


def read_scorecard(path: Path) -> Scorecard:
    """The scorecard in the TOML file at `path`; ConfigError says what is wrong with it."""
    return scorecard_from(read_toml(path), str(path))


def _add(by_segment: dict[str, Scorecard], card: Scorecard, folder: Path) -> None:
    if not card.segments:
        raise ConfigError(
            f'scorecard "{card.name}" in {folder} serves no segment',
            f'Add segments = ["…"] to it, or name it "{DEFAULT}"',
        )
    for segment in map(fold, card.segments):
        other = by_segment.setdefault(segment, card)
        if other is not card:
            raise ConfigError(
                f'scorecards "{other.name}" and "{card.name}" both serve "{segment}"',
                "Leave the segment in one of them",
            )
