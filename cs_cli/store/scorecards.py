"""The scorecards: the shipped default.toml and the user's own files, which win."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from cs_cli.domain.scorecard import Scorecard
from cs_cli.domain.scorecard_settings import SERVED, scorecard_from
from cs_cli.domain.text import fold
from cs_cli.errors import ConfigError
from cs_cli.store.tomlfile import read_toml

SHIPPED = Path(__file__).parent.parent / "scorecards" / "default.toml"
EXAMPLES = SHIPPED.parent / "examples"
DEFAULT = "default"


@dataclass(frozen=True)
class Scorecards:
    """Which scorecard serves which (folded) product, stage or segment, and which everybody else."""

    default: Scorecard
    by_product: dict[str, Scorecard] = field(default_factory=dict)
    by_stage: dict[str, Scorecard] = field(default_factory=dict)
    by_segment: dict[str, Scorecard] = field(default_factory=dict)

    @property
    def every(self) -> tuple[Scorecard, ...]:
        """All of them, each once."""
        found = [self.default, *self.by_product.values(), *self.by_stage.values(), *self.by_segment.values()]
        return tuple({id(card): card for card in found}.values())

    @property
    def is_one(self) -> bool:
        """Whether the default serves everybody."""
        return not (self.by_product or self.by_stage or self.by_segment)

    def serving(self, segment: str | None, stage: str | None, products: Iterable[str] = ()) -> Scorecard:
        """The scorecard of an account: of a product it has, else of its stage, else of its segment, else the default.

        Letters and accents do not matter; of several products the first by name counts.
        """
        for of, names in ((self.by_product, sorted(products)), (self.by_stage, [stage]), (self.by_segment, [segment])):
            for name in names if of else ():
                if name and (card := of.get(fold(name))) is not None:
                    return card
        return self.default


def load_scorecards(folder: Path) -> Scorecards:
    """The user's scorecards in `folder` (which may be absent) over the shipped default.

    ConfigError where a file is no TOML or has a wrong setting, where two serve the same or one serves nobody.
    """
    default = None
    found: dict[str, dict[str, Scorecard]] = {key: {} for key in SERVED}
    for card in [read_scorecard(path) for path in sorted(folder.glob("*.toml"))]:
        if card.name != DEFAULT:
            _add(found, card, folder)
        elif default is None:
            default = card
        else:
            raise ConfigError(f'two scorecards in {folder} are named "{DEFAULT}"', "Give one of them its segments")
    return Scorecards(default or read_scorecard(SHIPPED), found["products"], found["stages"], found["segments"])


def read_scorecard(path: Path) -> Scorecard:
    """The scorecard in the TOML file at `path`; ConfigError says what is wrong with it, and where."""
    return scorecard_from(read_toml(path), str(path), path.read_text(encoding="utf-8"))


def _add(found: dict[str, dict[str, Scorecard]], card: Scorecard, folder: Path) -> None:
    served = [(key, fold(name)) for key in SERVED for name in getattr(card, key)]
    if not served:
        raise ConfigError(
            f'scorecard "{card.name}" in {folder} serves no segment, stage or product',
            f'Add segments = ["…"] to it, or name it "{DEFAULT}"',
        )
    for key, name in served:
        other = found[key].setdefault(name, card)
        if other is not card:
            raise ConfigError(
                f'scorecards "{other.name}" and "{card.name}" both serve "{name}"',
                f"Leave the {key.removesuffix('s')} in one of them",
            )
