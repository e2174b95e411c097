"""`cs contact forget WHO`: a person is erased for good; a certificate says what was erased and what may still be."""

import shlex
from collections.abc import Sequence
from pathlib import Path
from sqlite3 import Connection
from typing import Annotated, Any

import typer

from cs_cli import disk, settings
from cs_cli.commands.completion import complete_account, complete_person
from cs_cli.commands.people import contacts_named
from cs_cli.commands.recording import account_to_change
from cs_cli.context import Cs, Done, say
from cs_cli.domain.subject import Contact, Subject
from cs_cli.domain.text import fold
from cs_cli.errors import CannotWriteError, NotFoundError, UsageError
from cs_cli.output import render
from cs_cli.screens import certificate as screens
from cs_cli.store.accounts import AccountRef
from cs_cli.store.subject import SeveralPeopleError, can_be_meant, contacts_of, subject_of

WhoArgument = Annotated[
    str, typer.Argument(metavar="WHO", autocompletion=complete_person, help="Whole name, or e-mail address.")
]
OfOption = Annotated[
    str | None,
    typer.Option("--account", metavar="ACCOUNT", autocompletion=complete_account, help="At which account."),
]
ConfirmOption = Annotated[str | None, typer.Option("--confirm", metavar="NAME", help="The whole name, typed again.")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Only say what would be erased.")]
OutputOption = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write the certificate there; - is stdout.")
]
STDOUT = Path("-")
_DONE = Done("they were erased", "Print the certificate again: the same line once more")


def forget(
    ctx: typer.Context, who: WhoArgument, account: OfOption = None, confirm: ConfirmOption = None, *,
    dry_run: DryRunOption = False, output: OutputOption = None,
) -> None:  # fmt: skip
    """Erase a person everywhere, for good. Prints a certificate."""
    from cs_cli.store import erasure  # noqa: PLC0415  only here

    cs: Cs = ctx.obj
    output = None if output == STDOUT else output
    _ = cs.reader.connection  # there is a portfolio, of this version
    ref = account_to_change(cs, account, "nobody forgotten", exactly=True) if account else None
    subject, since = _subject(cs, who, ref)
    if dry_run:
        would = screens.Erasure(subject, cs.path, cs.now, erasure.survey(cs.reader.connection, subject))
        render.document(screens.preview(would, _line(cs, subject.name)))
        return
    _refuse_unconfirmed(cs, subject, confirm)
    _refuse_output(output)
    cs.reader.close()
    _tell(cs, _erased(cs, who, ref, subject, since), output)


def _subject(cs: Cs, who: str, ref: AccountRef | None) -> tuple[Subject, str | None]:
    """Who is meant, by whole name or address; and since when they are forgotten, if they are. Raises NotFoundError."""
    from cs_cli.store import erasure  # noqa: PLC0415  as above

    connection = cs.reader.connection
    try:
        subject = _found(connection, who, ref)
    except SeveralPeopleError as error:
        raise NotFoundError(f"{error.sentence}; nobody forgotten", *_instead(cs, who, error.found)) from error
    since = erasure.forgotten_on(connection, who, ref.account_id if ref else None)
    if not subject.contacts and not subject.gone and since is None:
        _refuse_stranger(cs, who, ref, subject)
    return subject, since


def _found(connection: Connection, who: str, ref: AccountRef | None) -> Subject:
    account_id = ref.account_id if ref else None
    meant = [each for each in contacts_of(connection, account_id) if each.answers_to(fold(who))]
    return subject_of(connection, who, account_id, meant)


def _instead(cs: Cs, who: str, found: Sequence[Contact]) -> list[str]:
    """What was typed, with each person's whole name and account in turn."""
    at = cs.words.index(who, 1)
    rest = cs.words[at + 1 :]
    people = dict.fromkeys((each.name, each.account) for each in found)
    where = [[] if "--account" in cs.words else ["--account", account] for _, account in people]
    lines = [[*cs.words[:at], name, *said, *rest] for (name, _), said in zip(people, where, strict=True)]
    return [f"cs {shlex.join(line)}" for line in lines[:3]]


def _refuse_stranger(cs: Cs, who: str, ref: AccountRef | None, subject: Subject) -> None:
    """Raises NotFoundError where nobody is called that: no contact, and no text names them."""
    from cs_cli.store.erasure import mentions  # noqa: PLC0415  as above

    if not can_be_meant(who) or next(mentions(cs.reader.connection, subject), None) is None:
        where = f" of {ref.name} ({ref.key})" if ref else ""
        raise NotFoundError(
            f'nobody{where} is called "{who}", by whole name or e-mail address; nobody forgotten',
            f"Who there is: cs contacts{f' {ref.key}' if ref else ''}",
        )


def _line(cs: Cs, name: str) -> str:
    """What was typed, ready to be done."""
    words = [word for word in cs.words if word != "--dry-run"]
    return f"cs {shlex.join([*words, '--confirm', name])}"


def _refuse_unconfirmed(cs: Cs, subject: Subject, confirm: str | None) -> None:
    if confirm is None:
        raise UsageError(
            f"forgetting {subject.name} cannot be undone, so the whole name is asked for; nobody forgotten",
            f"First look: cs {shlex.join([*cs.words, '--dry-run'])}",
            f"Do it: {_line(cs, subject.name)}",
        )
    if fold(confirm) != fold(subject.name):
        raise UsageError(
            f'--confirm "{confirm}" is not the whole name; nobody forgotten', f'It is --confirm "{subject.name}"'
        )


def _refuse_output(output: Path | None) -> None:
    """Raises CannotWriteError before anything is erased, where the certificate has no place to go."""
    if output is not None and output.exists():
        raise CannotWriteError(f"{output} exists already; nobody forgotten", "Another name: -o FILE")
    if output is not None and not output.absolute().parent.is_dir():
        raise CannotWriteError(
            f"there is no folder {output.absolute().parent}; nobody forgotten", "Another place: -o FILE"
        )


def _erased(cs: Cs, who: str, ref: AccountRef | None, subject: Subject, since: str | None) -> screens.Erasure:
    from cs_cli.store import erasure, remains  # noqa: PLC0415  as above

    cleaned: list[Path] = []

    def find(connection: Connection) -> Subject:
        """As they are now, should another command have written meanwhile."""
        return _found(connection, who, ref)

    def outside() -> None:
        cleaned.extend(remains.clean_files(settings.state_dir(), subject.everywhere))

    day = cs.local_now.date()
    erased = erasure.erase(cs.path, find, day.isoformat(), outside)
    cs.done = _DONE
    uncompacted = erasure.compact(cs.path)
    return screens.Erasure(
        subject, cs.path, cs.now, erased,
        cleaned=cleaned,
        backups=remains.backups_with(cs.path, subject, day),
        others=remains.files_with(settings.config_dir(), subject.everywhere),
        uncompacted=uncompacted,
        since=since,
    )  # fmt: skip


def _tell(cs: Cs, erasure: screens.Erasure, output: Path | None) -> None:
    text = screens.certificate(erasure)
    if output is None:
        render.document(text)
    else:
        disk.write_private(output.absolute(), text.encode())
        say(f"Certificate: {output}")
    say("They are forgotten, and that cannot be undone." + screens.remaining(erasure, cs.path))


def subject_to_read(cs: Cs, who: str, ref: AccountRef | None) -> Subject:
    """Who is meant, by any part of a name that is unambiguous, or an address. Raises NotFoundError."""
    connection, account_id = cs.reader.connection, ref.account_id if ref else None
    every = contacts_of(connection, account_id)
    rows: list[tuple[Any, ...]] = [(each, each.name, each.name_folded, each.email) for each in every]
    try:
        subject = subject_of(connection, who, account_id, [row[0] for row in contacts_named(who, rows)])
    except SeveralPeopleError as error:
        raise NotFoundError(error.sentence, *_instead(cs, who, error.found)) from error
    if not subject.contacts and not subject.gone:
        _refuse_stranger_read(cs, who, ref, subject)
    return subject


def _refuse_stranger_read(cs: Cs, who: str, ref: AccountRef | None, subject: Subject) -> None:
    try:
        _refuse_stranger(cs, who, ref, subject)
    except NotFoundError as error:
        raise NotFoundError(error.sentence.removesuffix("; nobody forgotten"), *error.hints) from error
