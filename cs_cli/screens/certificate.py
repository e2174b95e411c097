"""The certificate of an erasure, as Markdown: who by hash only, what, where, and what may still be somewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from shlex import quote

from cs_cli.domain import words
from cs_cli.domain.erasure import FORGOTTEN
from cs_cli.domain.subject import Erased, Kept, Subject
from cs_cli.output.clean import literal_markdown

_DELETED = {
    "contact": "rows of contacts",
    "waiting": "imported rows that waited for their account",
    "journal_change": "images of those rows in the journal",
}
_NAMES = {"journal_change": "journal, images", "journal_step": "journal, commands typed", "sent": "ledger of digests"}
_UNKNOWN = (
    "decks, exports, workbooks and calendars that were written to other folders",
    "copies of the portfolio made with `cs backup -o FILE` or by another program",
    "digests and mails that were sent, and what a chat or calendar has received",
    "the history of your shell, in which this very line stands",
    "the system that they were imported from",
)


@dataclass(frozen=True)
class Erasure:
    """One erasure: of whom, in which portfolio, at which instant (UTC), what it took, and where they still are."""

    subject: Subject
    path: Path
    at: datetime
    erased: Erased
    cleaned: Sequence[Path] = ()
    backups: Sequence[Kept] = ()
    others: Sequence[Path] = ()
    uncompacted: str | None = None
    since: str | None = None


def preview(erasure: Erasure, line: str) -> str:
    """What would be erased, and the line that does it."""
    subject = erasure.subject
    alone = ", ".join(f'"{word}"' for word in subject.at_home.words)
    where = _where(subject)
    lines = [f"# Would be erased: {literal_markdown(subject.name)}", "", f"- Account: {where}"]
    if alone and subject.accounts:
        lines.append(f"- In the texts of that account also these words alone: {alone}")
    return "\n".join([*lines, "", *_table(erasure.erased), "", f"It cannot be undone. Do it: `{line}`"])


def certificate(erasure: Erasure) -> str:
    """The certificate."""
    erased, at = erasure.erased, erasure.at
    lines = [
        "# Certificate of erasure", "",
        f"- When: {words.full(at.date())}, {at:%Y-%m-%dT%H:%M:%SZ}",
        f"- Portfolio: `{erasure.path}`",
        f"- Account: {_where(erasure.subject)}",
        f"- Who, by salted SHA-256 only: {', '.join(f'`{each}`' for each in erased.hashes[:2]) or 'known already'}",
    ]  # fmt: skip
    if erasure.since:
        lines.append(f"- Forgotten before, on {erasure.since}: what had come back since is told here")
    lines += ["", "## What was erased", "", *_table(erased), "", *_besides(erasure), "", *_backups(erasure)]
    lines += ["", "## What cs cannot know of", "", *(f"- {each}" for each in _UNKNOWN)]
    lines += [f"- Yours, left alone: `{file}` names them" for file in erasure.others]
    return "\n".join([*lines, "", "This cannot be undone: no undo, redo or import of cs brings them back."])


def _where(subject: Subject) -> str:
    return literal_markdown(", ".join(subject.homes) or "no contact of any; named in texts")


def _table(erased: Erased) -> list[str]:
    rows = [(_DELETED[table], count, "deleted") for table, count in erased.deleted.items() if count]
    texts: dict[str, int] = {}
    for (table, column), count in sorted(erased.changed.items()):
        what = _NAMES.get(table) or f"{table.replace('_', ' ')}, {column.replace('_', ' ')}"
        texts[what] = texts.get(what, 0) + count
    rows += [(what, count, FORGOTTEN) for what, count in texts.items()]
    if not rows:
        return ["Nothing: no row names them."]
    return [
        "| where | rows | now |",
        "| --- | ---: | --- |",
        *(f"| {where} | {n:,} | {now} |" for where, n, now in rows),
    ]


def _besides(erasure: Erasure) -> list[str]:
    lines = ["- The full-text index was made anew."]
    if erasure.uncompacted:
        lines.append(f"- The free space was overwritten, but the file not compacted: {erasure.uncompacted}")
    else:
        lines.append("- The file was written anew without its free space.")
    lines += [f"- Taken out of `{file}`" for file in erasure.cleaned]
    return [*lines, "- Their hashes are kept, so that no import brings them back."]


def _backups(erasure: Erasure) -> list[str]:
    lines = ["## Backups that still hold them", ""]
    if not erasure.backups:
        return [*lines, "None."]
    lines += ["| file | dropped by rotation, at the latest |", "| --- | --- |"]
    for kept in erasure.backups:
        when = kept.drops_on.isoformat() if kept.drops_on else "never by itself"
        lines.append(f"| `{kept.path}` | {when} |")
    deleting = " ".join(quote(str(kept.path)) for kept in erasure.backups)
    lines += ["", "These days hold where something is written every day. Sooner, once you need none of them:", ""]
    lines += [
        f"    rm {deleting}",
        "",
        "After `cs restore` of one of them they are there again: forget them again then.",
    ]
    return lines


def remaining(erasure: Erasure, path: Path) -> str:
    """What to do now, in a sentence behind another; nothing where there is nothing."""
    if not erasure.backups:
        return ""
    there = "A backup" if len(erasure.backups) == 1 else f"{len(erasure.backups)} backups"
    hold = "holds" if len(erasure.backups) == 1 else "hold"
    last = max((kept.drops_on for kept in erasure.backups if kept.drops_on), default=None)
    until = f" until {words.full(last)} at the latest" if last else ""
    return f" {there} in {path.parent / f'{path.stem}-backups'} still {hold} them{until}: delete what you do not need."
