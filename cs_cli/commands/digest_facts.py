"""What a digest is made of, gathered from the portfolio: as much as its sections need."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from cs_cli.commands.clocks import book_of
from cs_cli.commands.today import held_back, moved_of
from cs_cli.context import Cs
from cs_cli.domain.conditions import Filter
from cs_cli.domain.digest import Digest, News, digest_of
from cs_cli.domain.digest_lines import Known, Who
from cs_cli.domain.digest_settings import Definition
from cs_cli.domain.moved import Moved
from cs_cli.domain.period import last_day, missed, period_of
from cs_cli.domain.segments import PLAIN
from cs_cli.errors import ConfigError
from cs_cli.settings import state_dir
from cs_cli.store.agenda import meetings, promised
from cs_cli.store.days import Days
from cs_cli.store.deliveries import Told, last_told
from cs_cli.store.digest_facts import new_accounts, newest, severe_cases
from cs_cli.store.read import NoPortfolioError
from cs_cli.store.segments import load_segments

NOBODY = "(no owner)"
"""Whose digest it is that has the accounts without an owner; people may well be called nobody."""


class EmptyPortfolioError(ConfigError):
    """A digest of nothing: most likely cron looks at another file than the one that is used by day."""

    def __init__(self, path: object) -> None:
        super().__init__(f"no accounts in {path}: nothing to report on", "Another portfolio: cs digest --db PATH")


class NoAccountsError(ConfigError):
    """A digest for an owner who has no accounts: most likely the name is another."""

    def __init__(self, owner: str | None, instead: str) -> None:
        super().__init__(f'no account has the owner "{owner}": nothing to report on', *filter(None, [instead.strip()]))


class DigestDesk:
    """Makes the digests of a run, of one or several owners and for one or several channels."""

    def __init__(self, cs: Cs, definition: Definition) -> None:
        """Raises EmptyPortfolioError."""
        self.cs = cs
        self.definition = definition
        self.days = Days(cs.reader, cs.today)
        try:
            self.accounts = cs.portfolio.accounts()
        except NoPortfolioError as error:
            raise EmptyPortfolioError(cs.path) from error
        if not self.accounts:
            raise EmptyPortfolioError(cs.path)
        self._known: dict[tuple[str | None, date | None], Known] = {}

    def owners(self) -> list[str]:
        """Whose accounts there are, each owner once; NOBODY last, where some have none."""
        return sorted({row.owner or NOBODY for row in self.accounts}, key=lambda owner: (owner == NOBODY, owner))

    def digest(self, owner: str | None, to: tuple[str, str] | None = None) -> Digest:
        """The digest of an owner's accounts, or of all; `to` is the channel and recipient that it is made for.

        Raises NoAccountsError.
        """
        told = last_told(self.cs.reader, self.definition.name, self.errand_owner(owner), self.period, to)
        since = last_day(told.period) if told else None
        key = (owner, since)
        if key not in self._known:
            self._known[key] = self._gathered(owner, since)
        known = self._known[key]
        if not known.accounts:
            raise NoAccountsError(owner, self.cs.portfolio.instead(self._filter(owner)))
        return digest_of(self.definition, self.cs.today, known, self._news(told, known, to), owner or "")

    @property
    def period(self) -> str:
        """The period that the digest is for."""
        return period_of(self.definition, self.cs.today)

    def errand_owner(self, owner: str | None) -> str:
        """The owner as the ledger knows him: folded, `me` by his name; nothing for a digest of all accounts."""
        return "" if owner is None else NOBODY if owner == NOBODY else self.cs.portfolio.owner_meant(owner) or ""

    def _filter(self, owner: str | None) -> Filter:
        return self.cs.portfolio.filter("" if owner == NOBODY else owner)

    def _news(self, told: Told | None, known: Known, to: tuple[str, str] | None) -> News:
        if told is None:
            return News(is_first=to is not None)
        new = new_accounts(self.cs.reader, f"{told.at:%Y-%m-%dT%H:%M:%SZ}")
        worth = self.cs.portfolio.worth
        return News(
            at=self.cs.local(told.at),
            told=told.items,
            covers=missed(self.definition, told.period, self.cs.today),
            new=[(key, worth[of].arr if of in worth else {}) for of, key in new.items() if of in known.accounts],
        )

    def _gathered(self, owner: str | None, since: date | None) -> Known:
        meant = list(filter(self.cs.portfolio.takes(self._filter(owner)), self.accounts))
        keys = {row.account_id: row.key for row in meant}
        shown = {rule.show for rule in self.definition.sections}
        renewals = [r for of, worth in self.cs.portfolio.worth.items() if of in keys for r in worth.renewals]
        moved = {days: held_back(self.cs, list(moved_of(self.cs, keys, days))) for days in self._days_of("moved")}
        known = Known(
            accounts={row.account_id: Who(row.key, row.segment) for row in meant},
            renewals=renewals,
            talked=self.days.talked(),
            touched=self.days.last_touch() if "silent" in shown else {},
            tasks=[t for t in self.days.tasks() if _is_meant(t.account_id, keys, owner)],
            meetings=[m for m in meetings(self.days, self.cs.path, state_dir()) if m.account_id in keys],
            promised=[p for p in promised(self.cs.reader, self.cs.today) if p.account_id in keys],
            clocks=book_of(self.cs, renewals).readings if shown & {"overdue_tasks", "this_week"} else (),
            moved={days: list(self._dated(moves, days)) for days, (moves, _broken) in moved.items()},
            broken=list(dict.fromkeys(each for _moves, broken in moved.values() for each in broken)),
            since=since,
            limits=load_segments(self.cs.settings.folder) if "silent" in shown else PLAIN,
        )
        return self._with_data(known, shown)

    def _with_data(self, known: Known, shown: set[str]) -> Known:
        if "severe_tickets" in shown:
            first = self.cs.today - timedelta(max(self._days_of("severe_tickets")))
            first = min(first, known.since) if known.since else first
            known = known._replace(cases=severe_cases(self.cs.reader, first, self.cs.today))
        return known._replace(newest=newest(self.cs.reader, self.cs.today)) if "stale" in shown else known

    def _days_of(self, show: str) -> set[int]:
        return {rule.within_days for rule in self.definition.sections if rule.show == show}

    def _dated(self, moved: Sequence[Moved], days: int) -> Iterator[Moved]:
        """The band changes of so many days, each with the first day of the band it is in."""
        moves = {move.account_id: move for move in moved}
        since = dict.fromkeys(moves, self.cs.today)
        lasting = set(moves)
        for day in (self.cs.today - timedelta(ago) for ago in range(1, days)):
            scores = self.cs.portfolio.scores(lasting, day)
            lasting = {of for of in lasting if scores[of].band == moves[of].now.band}
            since |= dict.fromkeys(lasting, day)
        return (move._replace(since=since[of]) for of, move in moves.items())


def _is_meant(account_id: int | None, keys: dict[int, str], owner: str | None) -> bool:
    return owner is None if account_id is None else account_id in keys
