"""The portfolio on a day: what the views say, with the day, the scorecards and the settings applied."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from cs_cli.domain.book import Holding, Worth, holdings, worth_by_account
from cs_cli.domain.calendar import Window
from cs_cli.domain.conditions import OF_HEALTH, Filter, same
from cs_cli.domain.renewals import Renewal, Term, due, horizon, renewal_of
from cs_cli.domain.revenue import Span, by_account, span_of
from cs_cli.domain.text import fold
from cs_cli.settings import Settings
from cs_cli.store.accounts import AccountRef, find_account
from cs_cli.store.read import Reader
from cs_cli.store.terms import COLUMNS, term_of

if TYPE_CHECKING:
    from cs_cli.domain.account_health import Health
    from cs_cli.domain.exchange import Exchange
    from cs_cli.domain.health import Score
    from cs_cli.store.choosing import Chooser
    from cs_cli.store.health import HealthDesk

_NEAR = """
WHERE renews_on IS NOT NULL AND archived_on IS NULL AND (status IS NULL OR status = 'active')
  AND (outcome_on IS NULL OR outcome_on > :known)
  AND (next_known_on IS NULL OR next_known_on > :known)
  AND (renews_on <= :until OR opt_out_on <= :until OR opt_out_every_months IS NOT NULL)
"""

_ACCOUNTS = """
SELECT account_id, account, name, owner, segment FROM accounts
WHERE archived_on IS NULL AND (:id IS NULL OR account_id = :id) ORDER BY account
"""
_FEW = 8
"""So many names are listed where one was typed that nobody has."""
_MANY = 500
"""For more accounts than this all terms are read at once."""


class AccountRow(NamedTuple):
    """An account in a list: its row id, key, name, owner and segment."""

    account_id: int
    key: str
    name: str
    owner: str | None
    segment: str | None


class OfAccount(Protocol):
    """What a filter looks at: a term, an account in a list."""

    @property
    def account_id(self) -> int:
        """The account's row id."""


class Portfolio:
    """What is true on `today`; agreements count as known until `known_until`."""

    def __init__(self, reader: Reader, today: date, known_until: date, settings: Settings) -> None:
        self.reader = reader
        self.today = today
        self.known_until = known_until
        self.settings = settings
        self._scored: dict[date, dict[int, Score]] = {}

    def account(self, said: str, *, exactly: bool = False) -> AccountRef:
        """The account that `said` means. Raises AccountNotFoundError."""
        return find_account(self.reader.connection, said, exactly=exactly)

    def filter(self, owner: str | None = None, segment: str | None = None, tag: str | None = None) -> Filter:
        """The filter that the options ask for; `me` is the name in the settings, where one is set."""
        asked = {"owner": self.owner_meant(owner), "segment": segment or None, "tag": tag or None}
        return Filter(tuple(same(field, said) for field, said in asked.items() if said is not None))

    def owner_meant(self, said: str | None) -> str | None:
        """The owner that is meant, folded: for `me` the name in the settings, where one is set."""
        known = fold(said) if said is not None else None
        mine = self.settings["me.name"]
        return fold(str(mine)) if known == "me" and mine and not self._is_owner("me") else known

    def _is_owner(self, name: str) -> bool:
        return bool(self.reader.value("SELECT 1 FROM accounts WHERE owner = :name", {"name": name}))

    def accounts(self, only: int | None = None) -> list[AccountRow]:
        """The accounts that are not archived, by key; or of these `only` the one with that row id."""
        return [AccountRow(*row) for row in self.reader.tuples(_ACCOUNTS, {"id": only})]

    def instead(self, chosen: Filter) -> str:
        """Who or what there is, where no account has the owner or segment chosen: ` Owners: lee, me.`, or nothing."""
        wanted = [(column, said) for column in ("owner", "segment") for said in chosen.names(column)]
        return "".join(dict.fromkeys(self._names_of(column, said) for column, said in wanted))

    def _names_of(self, column: str, said: str) -> str:
        sql = f"SELECT DISTINCT {column} FROM accounts WHERE archived_on IS NULL AND {column} <> '' ORDER BY 1"  # noqa: S608  ours
        names = [str(name) for (name,) in self.reader.tuples(sql)]
        if said in map(fold, names) or not 0 < len(names) <= _FEW:
            return ""
        return f" {column.title()}s: {', '.join(names)}."

    @cached_property
    def chooser(self) -> "Chooser":
        """Who looks up what filters ask for; opened by the first answer that has one."""
        from cs_cli.store.choosing import Chooser  # noqa: PLC0415  most lists are about all accounts

        return Chooser(self)

    def takes(self, chosen: Filter, among: Iterable[int] | None = None) -> Callable[[OfAccount], bool]:
        """Whether something belongs to an account that is meant; only those `among` are asked, where that is said."""
        if chosen.is_everything:
            return bool  # no term is false, and 100,000 of them are asked
        taken = self.chooser.taken(chosen, among)
        return lambda asked: asked.account_id in taken

    @property
    def unconverted(self) -> list[str]:
        """The currencies of accounts that a filter left out, because no rate says what their ARR is at home."""
        return sorted(self.chooser.unconverted) if "chooser" in self.__dict__ else []

    @cached_property
    def exchange(self) -> "Exchange":
        """What the recorded rates say of every currency at home."""
        from cs_cli.store.rates import exchange  # noqa: PLC0415  only amounts that are compared need them

        currencies = {str(code) for (code,) in self.reader.tuples("SELECT DISTINCT currency FROM contracts")}
        return exchange(self.reader, currencies, self.settings.currency)

    def spans(self, takes: Callable[[Term], bool]) -> dict[int, list[Span]]:
        """What each account's terms bring and when, by row id; what an archived account brought counts, too."""
        return by_account(span_of(term, self.today, self.known_until) for term in filter(takes, self.terms("")))

    def terms(
        self, where: str = "WHERE archived_on IS NULL", parameters: Mapping[str, Any] | None = None
    ) -> list[Term]:
        """The recorded terms; `where` is over the view `contracts`."""
        return self.reader.made(term_of, f"SELECT {COLUMNS} FROM contracts {where}", parameters or {})  # noqa: S608  ours

    def terms_of(self, account: AccountRef) -> list[Term]:
        """The recorded terms of one account, the latest first."""
        return self.terms("WHERE account_id = :id ORDER BY starts_on DESC, contract", {"id": account.account_id})

    def held_by(self, account: AccountRef) -> list[Holding]:
        """The terms of one account that are in force or to be decided on."""
        return list(holdings(self.terms_of(account), self.today, self.known_until))

    def renewals(self, window: Window, by: str = "decide", takes: Callable[[Term], bool] = bool) -> list[Renewal]:
        """The renewals to look at in `window`, in order (cs_cli.domain.renewals.due)."""
        near = self.terms(_NEAR, {"known": self.known_until.isoformat(), "until": horizon(window).isoformat()})
        found = (renewal_of(term, self.today, self.known_until) for term in near if takes(term))
        return due((renewal for renewal in found if renewal is not None), window, by)

    def renewals_of(self, chosen: Filter, window: Window, by: str = "decide") -> list[Renewal]:
        """The renewals of the accounts that a filter means; what it asks of renewals is asked of each of them."""
        if chosen.is_everything:
            return self.renewals(window, by)
        from cs_cli.store.choosing import OF_RENEWALS, asked_of  # noqa: PLC0415  most lists are of all

        of_each = chosen.only(OF_RENEWALS)
        found = self.renewals(window, by, self.takes(chosen.without((*OF_HEALTH, *OF_RENEWALS))))
        found = [renewal for renewal in found if of_each.is_everything or of_each.fits(asked_of(renewal))]
        takes = self.takes(chosen.only(OF_HEALTH), {renewal.term.account_id for renewal in found})
        return [renewal for renewal in found if takes(renewal.term)]

    @cached_property
    def worth(self) -> dict[int, Worth]:
        """What each account that is not archived is worth, by row id."""
        return worth_by_account(self.terms(), self.today, self.known_until)

    def worth_of(self, account: AccountRef) -> Worth:
        """What one account is worth."""
        return worth_by_account(self.terms_of(account), self.today, self.known_until).get(account.account_id, Worth())

    def worths(self, account_ids: Sequence[int]) -> dict[int, Worth]:
        """What each of the accounts (by row id) is worth; those without a contract are not in it."""
        if len(account_ids) > _MANY:
            return self.worth
        terms = self.terms("WHERE account_id IN (SELECT value FROM json_each(:ids))", {"ids": str(list(account_ids))})
        return worth_by_account(terms, self.today, self.known_until)

    @cached_property
    def health(self) -> "HealthDesk":
        """Who scores and explains the accounts; opened by the first answer that shows health."""
        from cs_cli.store.health import HealthDesk  # noqa: PLC0415  lists without health do without it

        return HealthDesk(self.reader, self.settings)

    def scores(self, account_ids: Iterable[int], today: date | None = None) -> "dict[int, Score]":
        """The health of the accounts named (by row id), on the portfolio's day or another."""
        wanted = list(account_ids)
        known = self._scored.setdefault(today or self.today, {})
        if missing := [account_id for account_id in wanted if account_id not in known]:
            known |= self.health.scores(missing, today or self.today)
        return {account_id: known[account_id] for account_id in wanted}

    def past(self, account_ids: Iterable[int], day: date) -> "dict[int, Score]":
        """The health of the accounts on a day gone by, as lists compare with it; of a large book with gaps."""
        wanted = list(account_ids)
        return self.scores(wanted, day) if day >= self.today else self.health.past(wanted, day)

    def explained(self, account_id: int, today: date | None = None) -> "Health":
        """The health of one account, with all that leads to it."""
        return self.health.explained([account_id], today or self.today)[account_id]
