"""The segments file: the shipped one or the user's own."""

from pathlib import Path

from cs_cli.domain.segments import Segments, segments_from
from cs_cli.store.tomlfile import read_toml

FILE = "segments.toml"
SHIPPED = Path(__file__).parent.parent / "segments" / FILE


def load_segments(folder: Path) -> Segments:
    """The segments of the user's own segments.toml in `folder`, else the shipped ones. Raises ConfigError."""
    own = folder / FILE
    path = own if own.exists() else SHIPPED
    return segments_from(read_toml(path), str(path))
