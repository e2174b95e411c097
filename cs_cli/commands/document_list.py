"""`cs doc list` and `cs template list`: the templates there are, and what each makes."""

from typing import Any

from cs_cli.context import Cs
from cs_cli.documents.layout.kinds import Kind, kinds
from cs_cli.output import render
from cs_cli.screens import document_list as screens

KEYS = ["name", "about", "audience", "formats", "own", "file"]


def list_documents(cs: Cs) -> None:
    """List the documents that `cs doc NAME ACCOUNT` makes."""
    found = kinds(cs.settings.folder / "templates")
    rows = [_row(kind) for kind in found]
    render.rows(rows[: cs.limit], KEYS, cs.format, lambda: screens.screen(rows[: cs.limit]))


def _row(kind: Kind) -> dict[str, Any]:
    return {
        "name": kind.name,
        "about": kind.about or None,
        "audience": kind.audience,
        "formats": [suffix.lstrip(".") for suffix in kind.suffixes],
        "own": kind.is_own,
        "file": str(kind.path),
    }
