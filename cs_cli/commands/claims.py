"""`cs qbr ACME --check`: every claim of a document, with the rows that it rests on."""

from collections.abc import Mapping, Sequence
from typing import Any

import typer

from cs_cli.context import Cs
from cs_cli.documents.content.claims import BACKED, Claim, claims_of
from cs_cli.documents.document import Document
from cs_cli.output import render
from cs_cli.screens import claims as screens

KEYS = ["slide", "section", "kind", "claim", "state", "why", "evidence", "sources", "read_on", "rows", "data"]


def show_claims(cs: Cs, document: Document, evidence: Mapping[str, Mapping[str, Any]]) -> None:
    """List the claims of a document. Raises typer.Exit(1) where one rests on nothing, or is open for review."""
    why = {review.slide: review.why for review in document.reviews}
    rows = [_row(claim) for claim in claims_of(document.deck, evidence, why)]
    render.rows(rows[: cs.limit], KEYS, cs.format, lambda: screens.screen(rows[: cs.limit], rows))
    if any(row["state"] != BACKED for row in rows):
        raise typer.Exit(1)


def _row(claim: Claim) -> dict[str, Any]:
    return {
        "slide": claim.slide,
        "section": claim.section or None,
        "kind": claim.kind,
        "claim": claim.said,
        "state": claim.state,
        "why": claim.review or None,
        "evidence": [source.name for source in claim.sources],
        "sources": [source.said for source in claim.sources],
        "read_on": _latest([source.read_on for source in claim.sources]),
        "rows": sum(len(source.rows) for source in claim.sources),
        "data": {source.name: list(source.rows) for source in claim.sources},
    }


def _latest(days: Sequence[str]) -> str | None:
    return max(filter(None, days), default=None)
