"""The digests: those that come with the program and the user's own files, which win."""

import re
from pathlib import Path

from cs_cli.domain.digest_settings import SHIPPED_NAMES, Definition, definition_from
from cs_cli.errors import UsageError
from cs_cli.store.tomlfile import read_toml

SHIPPED = Path(__file__).parent.parent / "digests"
_NAME = re.compile(r"\w[\w-]{0,40}")


def digest_names(folder: Path) -> list[str]:
    """The digests there are: the shipped ones, then those of the user's `folder`, which may be absent."""
    own = sorted(path.stem for path in folder.glob("*.toml") if _NAME.fullmatch(path.stem))
    return list(dict.fromkeys([*SHIPPED_NAMES, *own]))


def load_digest(name: str, folder: Path) -> Definition:
    """The digest called `name`, the user's before the shipped one.

    UsageError where there is none; ConfigError where its file is no TOML or has a wrong setting.
    """
    known = digest_names(folder)
    if name not in known:
        raise UsageError(f'no digest "{name}"', f"Digests: {', '.join(known)}. One of your own: {folder}/NAME.toml")
    own = folder / f"{name}.toml"
    path = own if own.exists() else SHIPPED / f"{name}.toml"
    instead = ", or move it away to use the digest that comes with cs" if name in SHIPPED_NAMES else ""
    return definition_from(read_toml(path, f"Mend it{instead}"), name, str(path))
