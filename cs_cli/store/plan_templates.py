"""Plan templates: the shipped ones, and the user's own in plans/ beside the config file, which win."""

from pathlib import Path

from cs_cli.domain.plan_templates import PlanTemplate, plan_template_from
from cs_cli.store.tomlfile import read_toml

FOLDER, SUFFIX = "plans", ".toml"
SHIPPED = Path(__file__).parent.parent / FOLDER


def plan_template_names(folder: Path) -> list[str]:
    """The names of all templates; `folder` is that of the config file."""
    return sorted({path.stem for place in (SHIPPED, folder / FOLDER) for path in place.glob(f"*{SUFFIX}")})


def load_plan_template(name: str, folder: Path) -> PlanTemplate:
    """The template with that name, which must be one of `plan_template_names`. Raises ConfigError."""
    own = folder / FOLDER / f"{name}{SUFFIX}"
    path = own if own.exists() else SHIPPED / f"{name}{SUFFIX}"
    return plan_template_from(read_toml(path), name, str(path))
