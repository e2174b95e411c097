"""The digest on a screen, in a pipe and as a page, and what a dry run shows of it."""

import json
from collections.abc import Iterator, Sequence

from cs_cli.delivery.kinds.mail import page
from cs_cli.delivery.kinds.plain import as_markdown as markdown_below
from cs_cli.delivery.kinds.plain import as_text, subject_of
from cs_cli.delivery.parcel import Parcel
from cs_cli.domain import words
from cs_cli.domain.digest import Digest
from cs_cli.domain.invisible import literal_markdown, one_line
from cs_cli.output.sheet import Cell, Column, Sheet

_COLUMNS = (
    Column(),
    Column(),
    Column(wrap=True, keep=34),
    Column(right=True, drop=2),
    Column(drop=1, instead="What to type: cs why ACCOUNT"),
)


def as_sheets(digest: Digest) -> list[Sheet | str]:
    """Plain text, an account a line; where there is nothing to say, that in one line."""
    if digest.is_empty:
        span, *more = digest.said
        whose = f"{digest.owner}: " if digest.owner else ""
        return [f"{whose}{' '.join([span, 'Nothing due.', *more])}"]
    sheet = Sheet(_COLUMNS, indent=0)
    for section in digest.sections:
        for number, line in enumerate(section.lines):
            label = Cell(section.title if number == 0 else "", "bold")
            sheet.row(label, Cell(line.account, "bold"), line.what, line.amount, Cell(line.command, "cyan"))
    for number, each in enumerate(digest.ahead):
        sheet.row(Cell("" if number else "AHEAD", "bold"), each.days, each.worth, "", "")
    return [f"Subject: {digest.subject}", digest.lead, sheet]


def as_markdown(digest: Digest) -> str:
    """Markdown with the subject as its title."""
    return f"# {literal_markdown(digest.subject)}\n\n{markdown_below(digest)}"


def as_html(digest: Digest) -> str:
    """A page on its own: no script, no remote part."""
    return page(digest)


def as_plain(digest: Digest) -> str:
    """The subject, then the text of a mail: each line with why it is there."""
    return f"Subject: {subject_of(digest)}\n{as_text(digest)}"


def as_sent(place: str, parcels: Sequence[Parcel], sent: set[int]) -> Iterator[str]:
    """What goes to `place` (`mail (mail) to ann@example.com`), message by message; the parts `sent` do not go again."""
    if not parcels:
        yield f"== {one_line(place)}: nothing, for there is nothing to say; that is recorded"
    for parcel in parcels:
        part = f", {parcel.part} of {parcel.parts}" if parcel.parts > 1 else ""
        if parcel.part in sent:
            yield f"== {one_line(place)}{part}: nothing, it has got through already"
            continue
        counted = words.counted(len(parcel.items), "item")
        html = f", with an HTML part of {len(parcel.html.encode()):,} bytes" if parcel.html else ""
        yield f"== {one_line(place)}{part}: {counted}{html}"
        yield f"Subject: {parcel.subject}"
        if parcel.payload is None:
            yield parcel.text.rstrip()
        else:
            yield json.dumps(parcel.payload, indent=1, ensure_ascii=False)
