"""Mail and calendars as a table of activities: of each message and meeting the account, the day, the subject, who."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Any

from cs_cli.domain.addresses import FREEMAIL, Known, Ours, domain_of, known, ours
from cs_cli.domain.identity import hashed_id
from cs_cli.errors import ConfigError
from cs_cli.intake.csvfile import Record
from cs_cli.intake.events import CALENDAR, Calendar, Event
from cs_cli.intake.files import Table
from cs_cli.intake.headers import FROM_LINE, Mail, messages, one_message
from cs_cli.intake.limits import MAIL_LIMIT, MB
from cs_cli.intake.refusals import FileRefusedError
from cs_cli.store.read import Reader

HEADER = ["account", "kind", "on", "summary", "direction", "contacts", "source", "external_id"]
_PEOPLE = """
SELECT c.email, c.account, c.name FROM contacts c JOIN accounts a ON a.account_id = c.account_id
WHERE c.email IS NOT NULL AND a.archived_on IS NULL ORDER BY c.contact_id
"""
_DOMAINS = "SELECT domain, account FROM accounts WHERE domain IS NOT NULL AND archived_on IS NULL"
_SNIFFED = 512
_NAMED = 5
_DOMAINS_KEPT = 10_000
_OUTLOOK = (".msg", ".pst", ".ost", ".olm")
_FIRST_HEADERS = (
    b"return-path:", b"received:", b"from:", b"delivered-to:", b"date:", b"message-id:", b"mime-version:", b"subject:",
    b"to:", b"x-", b"arc-", b"dkim-", b"authentication-results:",
)  # fmt: skip
INTERNAL, NOBODY, SEVERAL = "among yourselves", "of no account", "of several accounts"


@dataclass(frozen=True)
class Correspondents:
    """Who we are, whose addresses are known, in which zone a day is, and until when something has happened."""

    ours: Ours
    known: Known
    zone: tzinfo
    until: datetime

    @property
    def today(self) -> date:
        """The last day on which something has happened."""
        return self.until.astimezone(self.zone).date()


Who = Callable[[], Correspondents]
"""Looks up who writes to whom, when a file of mail asks. Raises ConfigError where no address of one's own is set."""


def correspondents(path: Path, addresses: Iterable[str], zone: tzinfo, until: datetime) -> Who:
    """Who writes to whom, in the portfolio at `path` if there is one; `addresses` are one's own."""

    def look_up() -> Correspondents:
        if not (mine := list(addresses)):
            raise ConfigError(
                "nothing imported: whose mail is it? Without your address nobody knows who wrote to whom",
                "cs config set me.email you@yourcompany.com (several with commas)",
            )
        if not path.exists() or not path.stat().st_size:
            return Correspondents(ours(mine), known([], []), zone, until)
        with closing(Reader(path)) as reader:
            people, domains = reader.tuples(_PEOPLE), reader.tuples(_DOMAINS)
        return Correspondents(
            ours(mine), known([tuple(row) for row in people], [tuple(row) for row in domains]), zone, until
        )

    return look_up


class Seen:
    """The messages and meetings that earlier files of an import have brought, so that none is brought twice."""

    def __init__(self) -> None:
        self._first_in: dict[int, int] = {}

    def is_of(self, file: int, mark: str) -> bool:
        """Whether it is this file that has it first."""
        return self._first_in.setdefault(hash(mark), file) == file


@dataclass
class Left:
    """What was left out of a file, by reason; whose mail it was where it is no account's."""

    reasons: Counter[str] = field(default_factory=Counter)
    domains: Counter[str] = field(default_factory=Counter)
    accounts: Counter[str] = field(default_factory=Counter)
    several: Counter[str] = field(default_factory=Counter)
    read: int = 0


class Correspondence:
    """The records of one file of mail or of a calendar, read again whenever they are asked for."""

    def __init__(self, path: Path, who: Correspondents, seen: Seen, number: int) -> None:
        self.path, self.who, self.seen, self.number = path, who, seen, number
        self.left = Left()
        self.calendar = Calendar(path, who.zone) if is_calendar(path) else None
        self.noun = "event" if self.calendar else "message"

    def records(self) -> Iterator[Record]:
        """(number, cells) of what belongs to an account, counted from 1."""
        self.left = Left()
        marks: set[int] = set()
        number = 0
        for cells in self._all():
            mark = f"{cells[-2]}\0{cells[-1]}"
            if hash(mark) in marks or not self.seen.is_of(self.number, mark):
                self.left.reasons["there twice"] += 1
                continue
            marks.add(hash(mark))
            self.left.accounts[cells[0]] += 1
            number += 1
            yield number, cells
        if not self.left.read:
            what = "no calendar with an event" if self.calendar else "no mail"
            raise FileRefusedError(self.path.name, f"there is {what} in it", "Mail is .eml or mbox, a calendar .ics")

    def _all(self) -> Iterator[list[str]]:
        if self.calendar is not None:
            for event in self.calendar.events():
                self.left.read += 1
                yield from self._of_event(self.calendar, event)
            self.left.read += self.calendar.broken
            if self.calendar.broken:
                self.left.reasons["not readable"] += self.calendar.broken
            return
        found = messages(self.path) if _start(self.path).startswith(FROM_LINE) else one_message(self.path)
        for mail in found:
            if mail.sender or mail.recipients:
                self.left.read += 1
                if cells := self._of_mail(mail):
                    yield cells

    def _of_mail(self, mail: Mail) -> list[str] | None:
        is_ours = self.who.ours.has(mail.sender)
        theirs = [each for each in mail.recipients if not self.who.ours.has(each)] if is_ours else [mail.sender]
        day = self._day(mail)
        if mail.automatic or not theirs or day is None:
            reason = "automatic" if mail.automatic else INTERNAL if not theirs else "without a date that has been"
            self.left.reasons[reason] += 1
            return None
        account = self._account(theirs)
        if account is None:
            return None
        names = self.who.known.names(account, [mail.sender, *mail.recipients])
        said = [mail.message_id] if mail.message_id else [mail.sender, str(mail.at), mail.subject, *mail.recipients]
        kind, direction = ("email", "out") if is_ours else ("reply", "in")
        return [account, kind, day.isoformat(), mail.subject, direction, _listed(names), "mail", hashed_id(*said)]

    def _day(self, mail: Mail) -> date | None:
        """The day of a message in one's own zone, if it has been."""
        try:
            day = mail.at.astimezone(self.who.zone).date() if mail.at else None
        except (OverflowError, ValueError):
            return None
        return day if day is not None and day <= self.who.today else None

    def _of_event(self, calendar: Calendar, event: Event) -> Iterator[list[str]]:
        coming = [person for person in event.people if not person.declined]
        theirs = [person.address for person in coming if not self.who.ours.has(person.address)]
        if reason := self._against(event, bool(theirs)):
            self.left.reasons[reason] += 1
            return
        if (account := self._account(theirs)) is None:
            return
        names = _listed(self.who.known.names(account, theirs))
        uid = event.uid or hashed_id(event.summary, str(event.start), *theirs)
        try:
            instances = list(calendar.instances(event, self.who.today))
        except ValueError:
            self.left.reasons["repeated by a rule that is not understood"] += 1
            return
        for mark, at in instances:
            if at > self.who.until:
                self.left.reasons["still to come"] += 1
                continue
            identity = f"{uid}/{mark}" if mark else uid
            day = at.date().isoformat()
            yield [account, "meeting", day, event.summary, "both", names, "calendar", hashed_id(identity)]

    def _against(self, event: Event, theirs: bool) -> str:  # noqa: FBT001  whether somebody of theirs comes
        """Why an event is none to bring, or nothing."""
        outside = any(not self.who.ours.has(person.address) for person in event.people)
        declined = any(person.declined and self.who.ours.is_me(person.address) for person in event.people)
        reasons = {
            "private": event.private,
            "cancelled": event.cancelled,
            "all day": not isinstance(event.start, datetime),
            INTERNAL: not outside,
            "declined by them": not theirs,
            "declined by you": declined,
        }
        return next((reason for reason, holds in reasons.items() if holds), "")

    def _account(self, theirs: list[str]) -> str | None:
        """The account that the addresses are of; where there is none or several, that is counted."""
        found = self.who.known.accounts_of(theirs)
        if len(found) == 1:
            return next(iter(found))
        self.left.reasons[SEVERAL if found else NOBODY] += 1
        if found:
            self.left.several[" or ".join(sorted(found))] += 1
        elif len(self.left.domains) < _DOMAINS_KEPT:
            self.left.domains.update(set(map(domain_of, theirs)))
        return None

    @property
    def count(self) -> int:
        """How many messages or events there are."""
        return self.left.read

    def as_json(self) -> dict[str, Any]:
        """What was left out by reason, whose it may be by domain, what came by account."""
        left = self.left
        return {"left_out": dict(left.reasons), "of_no_account": dict(left.domains), "by_account": dict(left.accounts)}

    def remarks(self) -> list[str]:
        """What there is to say of the file: per account how many, what was left out, whose it may be."""
        left = self.left
        by_account = ", ".join(f"{key} {count}" for key, count in left.accounts.most_common(_NAMED))
        more = f" and {len(left.accounts) - _NAMED} more accounts" if len(left.accounts) > _NAMED else ""
        lines = [f"By account: {by_account}{more}. The subject is kept, never the text"] if by_account else []
        if left.reasons:
            lines.append(f"Left out: {', '.join(f'{count} {why}' for why, count in left.reasons.most_common())}")
        if left.several:
            names = ", ".join(f"{keys} ({count})" for keys, count in left.several.most_common(_NAMED))
            lines.append(f"Of several accounts: {names}. Say whose they are: cs contact add ACCOUNT --name … --email …")
        return [*lines, *_of_nobody(left.domains)]


def _of_nobody(domains: Mapping[str, int]) -> Iterator[str]:
    companies = [(name, count) for name, count in Counter(domains).most_common() if name not in FREEMAIL]
    if companies:
        listed = ", ".join(f"{name} {count}" for name, count in companies[:_NAMED])
        more = f" and {len(companies) - _NAMED} more" if len(companies) > _NAMED else ""
        yield f"Of no account: {listed}{more}. Whose is it? cs account edit ACCOUNT --domain {companies[0][0]}"
    if personal := sum(count for name, count in domains.items() if name in FREEMAIL):
        yield f"Of private mailboxes that are no contact's: {personal}. One: cs contact add ACCOUNT --name … --email …"


def _listed(names: list[str]) -> str:
    return ";".join(name.replace(";", ",") for name in names)


def _start(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_SNIFFED).removeprefix(b"\xef\xbb\xbf").lstrip()


def is_calendar(path: Path) -> bool:
    """Whether a file is a calendar, by how it begins or is called."""
    return path.suffix.lower() in (".ics", ".ical", ".ifb") or _start(path).upper().startswith(CALENDAR)


def is_correspondence(path: Path) -> bool:
    """Whether a file is mail or a calendar. Raises FileRefusedError for what Outlook alone can read."""
    suffix = path.suffix.lower()
    if not path.is_file():
        return False
    if suffix in _OUTLOOK:
        raise FileRefusedError(
            path.name, "only Outlook reads such a file", "Save the mail as .eml, a calendar as .ics."
        )
    if suffix in (".csv", ".tsv", ".txt", ".xlsx"):
        return False
    start = _start(path)
    return suffix in (".eml", ".mbox") or is_calendar(path) or start.startswith(FROM_LINE) or _is_header(start)


def _is_header(start: bytes) -> bool:
    return start.lower().startswith(_FIRST_HEADERS) and b"," not in start.partition(b":")[0]


def correspondence_table(path: Path, who: Correspondents, seen: Seen, number: int) -> Table:
    """A file of mail or of a calendar as a table. Raises FileRefusedError for one that is not what it is called."""
    if path.stat().st_size > MAIL_LIMIT:
        raise FileRefusedError(path.name, f"it is larger than {MAIL_LIMIT // MB:,} MB", "Import it in parts.")
    source = Correspondence(path, who, seen, number)
    return Table(path, None, HEADER, 0, source, comma_is_thousands=False, told=source)
