"""A digest as plain text and as Markdown: for a mail's plain part, a file and whatever shows text."""

from collections.abc import Iterator

from cs_cli.delivery.parcel import Parcel
from cs_cli.domain.digest import Digest
from cs_cli.domain.digest_lines import Line
from cs_cli.domain.invisible import literal_markdown, one_line
from cs_cli.domain.words import clipped

LONGEST_WHAT, LONGEST_RULE, LONGEST_SUBJECT = 280, 240, 200
"""Longer text from the portfolio is cut: a line must fit in every message."""


def subject_of(digest: Digest) -> str:
    """The subject: one line without what steers a reader."""
    return clipped(one_line(digest.subject), LONGEST_SUBJECT)


def what_of(line: Line) -> str:
    """What is so, as one line."""
    return clipped(one_line(line.what), LONGEST_WHAT)


def rule_of(line: Line) -> str:
    """Why the line is there, as one line."""
    return clipped(one_line(line.rule), LONGEST_RULE)


def lead_of(digest: Digest) -> str:
    """What is said before the sections."""
    return one_line(digest.lead)


def ids_of(digest: Digest) -> tuple[str, ...]:
    """What counts as told once this digest, or this part of it, is delivered."""
    return tuple(each for line in digest.lines for each in line.ids)


def as_text(digest: Digest) -> str:
    """Plain text below the subject: every line with its amount, why it is there and the command below it."""
    return "\n".join(_text(digest)) + "\n"


def _text(digest: Digest) -> Iterator[str]:
    yield lead_of(digest)
    for section in digest.sections:
        yield from ("", one_line(section.title))
        for line in section.lines:
            head = " ".join(filter(None, (one_line(line.account), what_of(line))))
            yield f"* {head}{f', {line.amount}' if line.amount else ''}"
            yield f"    Why: {rule_of(line)}"
            yield f"    {one_line(line.command)}"
    if digest.ahead:
        yield from ("", "AHEAD", *(f"* {each.days}: {each.worth}" for each in digest.ahead))


def as_markdown(digest: Digest) -> str:
    """Markdown below the subject, a list a section; text from the portfolio is escaped."""
    out = [literal_markdown(digest.lead)]
    for section in digest.sections:
        title = literal_markdown(section.title.capitalize())
        out += [f"## {title}", "\n".join(_md_line(line) for line in section.lines)]
    if digest.ahead:
        out += ["## Ahead", "\n".join(f"- {each.days}: {literal_markdown(each.worth)}" for each in digest.ahead)]
    return "\n\n".join(out) + "\n"


def _md_line(line: Line) -> str:
    amount = f", {literal_markdown(line.amount)}" if line.amount else ""
    command = f" → `{one_line(line.command).replace('`', '')}`" if line.command else ""
    account = f"**{literal_markdown(line.account)}** " if line.account else ""
    return f"- {account}{literal_markdown(line.what)}{amount}{command}  \n  Why: {literal_markdown(line.rule)}"


def text_parcel(digest: Digest) -> Parcel:
    """The parcel of a service that shows plain text."""
    return Parcel(subject_of(digest), as_text(digest), items=ids_of(digest), part=digest.part, parts=digest.parts)
