"""TOML files that users keep: scorecards, clocks, digests."""

import tomllib
from pathlib import Path
from typing import Any

from cs_cli import disk
from cs_cli.errors import CannotWriteError, ConfigError


def read_toml(path: Path, mend: str = "Mend it, or move it away") -> dict[str, Any]:
    """What the TOML file at `path` says. Raises ConfigError, with `mend` as what to do, where it cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ConfigError(f"{path} cannot be read as TOML: {error}", mend) from error


def copy_shipped(shipped: Path, own: Path) -> None:
    """Begin the user's `own` file with what is `shipped`. Raises CannotWriteError, also where it is there already."""
    begin(own, shipped.read_bytes())


def begin(own: Path, content: bytes) -> None:
    """Begin the user's `own` file with `content`. Raises CannotWriteError, also where it is there already."""
    if own.exists():
        raise CannotWriteError(f"{own} is there already and was left alone", "Move it away to start from the shipped")
    try:
        own.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise disk.cannot_write(own.parent, error) from error
    disk.write_private(own, content)
