"""`cs qbr --all --due 1q -o decks/`: the document of every account that fits, made by two processes."""

import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from datetime import date
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import typer

from cs_cli import disk, settings
from cs_cli.commands.filtering import chosen_of, nothing_fits
from cs_cli.commands.making import Asked, dress_of, make, suffix_asked
from cs_cli.context import Cs, Done
from cs_cli.domain import words as words_
from cs_cli.domain.calendar import parse_window
from cs_cli.domain.conditions import Filter
from cs_cli.errors import CsError, UsageError
from cs_cli.output import render
from cs_cli.output.files import ChangedDocumentError, write_document
from cs_cli.output.progress import progress
from cs_cli.screens import document_batch as screens
from cs_cli.store.accounts import AccountRef
from cs_cli.store.notebook import DECKS, note
from cs_cli.store.portfolio import Portfolio
from cs_cli.store.read import Reader

KEYS = ["account", "name", "outcome", "path", "why"]
MADE, LEFT_OUT, FAILED = "made", "left out", "failed"
WORKERS = 2
"""More than two gain nothing: the disk and the memory are shared."""
_ALONE = 4
"""Up to so many documents are made here: two processes need longer to start."""


class Many(NamedTuple):
    """What was typed about the accounts that are meant, and the format of their documents."""

    due: str | None = None
    form: str | None = None
    owner: str | None = None
    segment: str | None = None
    band: str | None = None
    tag: str | None = None


class Job(NamedTuple):
    """What a worker must know: the portfolio on its day, and what to make of each account, where."""

    database: Path
    today: date
    known_until: date
    settings: settings.Settings
    state: Path
    asked: Asked
    folder: Path
    suffix: str


class Outcome(NamedTuple):
    """What became of one account's document."""

    account: AccountRef
    outcome: str
    path: Path | None = None
    why: str | None = None


def write_many(cs: Cs, words: Sequence[str] | None, asked: Asked, many: Many) -> None:
    """Write the documents of all accounts that fit, and list what became of each. Raises typer.Exit(1) on a failure."""
    job = _job(cs, asked, many)
    chosen = chosen_of(cs, words, owner=many.owner, segment=many.segment, band=many.band, tag=many.tag)
    accounts = _accounts(cs, chosen, many.due)
    if not accounts:
        render.rows([], KEYS, cs.format, lambda: [nothing_fits(cs, chosen)])
        return
    outcomes: list[Outcome] = []
    try:
        _gather(cs, job, accounts, outcomes)
    finally:
        if asked.is_review:
            made = [str(outcome.account.account_id) for outcome in outcomes if outcome.outcome == MADE]
            note(cs.path, settings.state_dir(), DECKS, made, cs.local_now.date())
    outcomes.sort(key=lambda outcome: outcome.account.key)
    rows = [_row(outcome) for outcome in outcomes]
    render.rows(rows[: cs.limit], KEYS, cs.format, lambda: screens.screen(rows, job.folder, cs.limit))
    if any(outcome.outcome == FAILED for outcome in outcomes):
        raise typer.Exit(1)


def _gather(cs: Cs, job: Job, accounts: Sequence[AccountRef], outcomes: list[Outcome]) -> None:
    """Add what became of each account to `outcomes`, telling on the way how far it is."""
    made = 0
    cs.done = Done("documents that were begun have been written", f"They lie in {job.folder}")
    with progress("documents", len(accounts), _ALONE + 1) as advance:
        for outcome in _made(cs.portfolio, job, accounts):
            outcomes.append(outcome)
            advance(1)
            if outcome.outcome == MADE:
                made += 1
                cs.done = Done(f"{words_.counted(made, 'document')} had been written", f"They lie in {job.folder}")


def _job(cs: Cs, asked: Asked, many: Many) -> Job:
    """Everything that concerns all documents is refused before the first is begun."""
    from cs_cli.documents.formats import refuse_unready  # noqa: PLC0415  documents, only where they are made
    from cs_cli.documents.source.template import find_template  # noqa: PLC0415  Jinja, for documents only

    if asked.output == "-":
        raise UsageError("many documents do not fit on stdout", "Into a folder: -o decks/")
    suffix = suffix_asked(f"x.{(many.form or 'pptx').lstrip('.')}") or ""
    find_template(asked.template, cs.settings.folder / "templates")
    dress_of(asked, cs.settings)
    refuse_unready(suffix)
    folder = Path(asked.output or ".")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise disk.cannot_write(folder, error, "-o FOLDER") from error
    return Job(cs.path, cs.today, cs.known_until, cs.settings, settings.state_dir(), asked, folder, suffix)


def _accounts(cs: Cs, chosen: Filter, due: str | None) -> list[AccountRef]:
    """The accounts that fit, by key; with `due` those that decide on something within that window."""
    if due is not None:
        window = parse_window(due, cs.today, cs.settings.fiscal_start)
        meant = {renewal.term.account_id for renewal in cs.portfolio.renewals_of(chosen, window)}
        return [_ref(row) for row in cs.portfolio.accounts() if row.account_id in meant]
    takes = cs.portfolio.takes(chosen)
    return [_ref(row) for row in cs.portfolio.accounts() if takes(row)]


def _ref(row: Any) -> AccountRef:  # noqa: ANN401  an AccountRow
    return AccountRef(row.account_id, row.key, row.name)


def _made(portfolio: Portfolio, job: Job, accounts: Sequence[AccountRef]) -> Iterator[Outcome]:
    """The documents as they are done; on Ctrl-C those that are begun are finished and the others are not begun."""
    if len(accounts) <= _ALONE:
        yield from (outcome_of(portfolio, job, account) for account in accounts)
        return
    pool = ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn"), initializer=_leave_stopping_to_us)
    try:
        asked = {pool.submit(_by_worker, job, account): account for account in accounts}
        for done in as_completed(asked):
            try:
                yield done.result()
            except BrokenProcessPool:
                yield Outcome(asked[done], FAILED, why="the process that made it ended; try again")
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _leave_stopping_to_us() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _by_worker(job: Job, account: AccountRef) -> Outcome:
    portfolio = Portfolio(_opened(job.database), job.today, job.known_until, job.settings)
    return outcome_of(portfolio, job, account)


@cache
def _opened(database: Path) -> Reader:
    """The portfolio as a worker reads it until it ends."""
    return Reader(database)


def outcome_of(portfolio: Portfolio, job: Job, account: AccountRef) -> Outcome:
    """Make and write one document; what goes wrong with it is its outcome."""
    try:
        return _written(portfolio, job, account)
    except ChangedDocumentError as error:
        return Outcome(account, LEFT_OUT, why=f"{error.sentence}; overwrite it: --force")
    except CsError as error:
        return Outcome(account, FAILED, why="; ".join((error.sentence, *error.hints[:1])))
    except Exception as error:  # noqa: BLE001  one account, whatever is wrong with it, does not stop the others
        return Outcome(account, FAILED, why=f"{type(error).__name__}: {error}")


def _written(portfolio: Portfolio, job: Job, account: AccountRef) -> Outcome:
    from cs_cli.documents.file_names import file_name, inside  # noqa: PLC0415  only where a document is made
    from cs_cli.documents.formats import written  # noqa: PLC0415  as above

    made = make(portfolio, account, replace(job.asked, output=None))
    if made.is_bare:
        return Outcome(account, LEFT_OUT, why="nothing that it shows is recorded")
    path = inside(job.folder, file_name(account.key, job.asked.template, job.today, job.suffix))
    write_document(
        path, written(made.deck, job.suffix, dress_of(job.asked, job.settings, None)), job.state, force=job.asked.force
    )
    is_open = any(slide.about("review") for slide in made.deck.slides)
    return Outcome(account, MADE, path, "open for review" if is_open else None)


def _row(outcome: Outcome) -> dict[str, Any]:
    return {
        "account": outcome.account.key,
        "name": outcome.account.name,
        "outcome": outcome.outcome,
        "path": str(outcome.path) if outcome.path else None,
        "why": outcome.why,
    }
