"""TOML files that users keep: scorecards, clocks, digests."""

import tomllib
from pathlib import Path
from typing import Any

from cs_cli.errors import ConfigError


def read_toml(path: Path, mend: str = "Mend it, or move it away") -> dict[str, Any]:
    """What the TOML file at `path` says. Raises ConfigError, with `mend` as what to do, where it cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ConfigError(f"{path} cannot be read as TOML: {error}", mend) from error
