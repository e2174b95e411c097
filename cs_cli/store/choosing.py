"""Which accounts a filter means: of each only what the filter asks for is looked up, the cheapest first."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cs_cli.domain.book import NONE, holdings
from cs_cli.domain.conditions import EVERGREEN, Filter
from cs_cli.domain.money import unit
from cs_cli.domain.renewals import Renewal
from cs_cli.domain.text import fold
from cs_cli.store.days import LAST_TOUCH

if TYPE_CHECKING:
    from cs_cli.store.portfolio import Portfolio

OF_RENEWALS = ("renews", "decide", "term")
"""What a list of renewals asks of each of them, and other lists of any of an account's contracts."""
_NAMES = ("owner", "segment", "stage", "region", "country", "industry")
_TAGS = "SELECT a.account_id, t.value FROM accounts a, json_each(a.tags) t"
_CALLED = """
SELECT account_id, account, name FROM accounts UNION ALL
SELECT a.account_id, t.value, t.value FROM accounts a, json_each(a.aliases) t
"""
Found = Mapping[int, Collection[Any]]
"""By account, the values of one field; an account without any may be left out."""


def asked_of(renewal: Renewal) -> dict[str, Collection[Any]]:
    """What a filter may ask of a renewal, by field."""
    return {"renews": (renewal.renews_on,), "decide": (renewal.decide_on,), "term": (renewal.months or EVERGREEN,)}


class Chooser:
    """Looks up, for the accounts of one portfolio, what filters ask."""

    def __init__(self, portfolio: "Portfolio") -> None:
        self._of = portfolio
        self.unconverted: set[str] = set()
        """The currencies of accounts that were left out, because no rate says what their ARR is at home."""

    def taken(self, chosen: Filter, among: Iterable[int] | None = None) -> set[int]:
        """The accounts (by row id) that a filter means, of all or of those `among`."""
        left = (
            set(among)
            if among is not None
            else {of for (of,) in self._of.reader.tuples("SELECT account_id FROM accounts")}
        )
        for each in sorted(chosen.conditions, key=lambda condition: _ORDER.index(condition.field)):
            if each.field == "arr":
                left -= self._of_unknown_worth(left)
            found = _LOOKED_UP[each.field](self, each.field, left)
            left = {of for of in left if each.fits(found.get(of, ()))}
        return left

    def _named(self, column: str, _among: Collection[int]) -> Found:
        rows = self._of.reader.tuples(f"SELECT account_id, {column} FROM accounts")  # noqa: S608  one of ours
        return {of: (folded,) for of, name in rows if (folded := fold(name or ""))}

    def _called(self, _field: str, _among: Collection[int]) -> Found:
        found: dict[int, list[str]] = {}
        for of, *names in self._of.reader.tuples(_CALLED):
            found.setdefault(of, []).extend(map(fold, names))
        return found

    def _tags(self, _field: str, _among: Collection[int]) -> Found:
        found: dict[int, list[str]] = {}
        for of, tag in self._of.reader.tuples(_TAGS):
            found.setdefault(of, []).append(fold(str(tag)))
        return found

    def _since(self, _field: str, _among: Collection[int]) -> Found:
        return self._days("SELECT account_id, customer_since FROM accounts WHERE customer_since IS NOT NULL")

    def _touched(self, _field: str, _among: Collection[int]) -> Found:
        return self._days(LAST_TOUCH)

    def _days(self, sql: str) -> Found:
        rows = self._of.reader.tuples(sql, {"today": self._of.today.isoformat()})
        return {of: (date.fromisoformat(on),) for of, on in rows}

    def _renewals(self, field: str, _among: Collection[int]) -> Found:
        return {
            of: [r.renews_on if field == "renews" else r.decide_on for r in worth.renewals]
            for of, worth in self._of.worth.items()
        }

    def _held(self, field: str, _among: Collection[int]) -> Found:
        """The lengths, or the seats, of the contracts in force; the seats of an account are added up."""
        found: dict[int, list[int]] = {}
        for held in holdings(self._of.terms(), self._of.today, self._of.known_until):
            if held.stands == NONE:
                continue
            of = found.setdefault(held.term.account_id, [])
            if field == "term":
                of.append((held.renewal.months if held.renewal else held.term.term_months) or EVERGREEN)
            elif held.term.seats is not None:
                of[:] = [sum(of) + held.term.seats]
        return found

    def _arr(self, _field: str, among: Collection[int]) -> Found:
        arr = self._of.worth
        return {of: (amount,) for of in among if of in arr and (amount := self._at_home(arr[of].arr)) is not None}

    def _of_unknown_worth(self, among: Collection[int]) -> set[int]:
        """Those whose ARR no rate can tell in the home currency."""
        worth = self._of.worth
        unknown = {of for of in among if of in worth and self._at_home(worth[of].arr) is None}
        home = self._of.settings.currency
        self.unconverted |= {code for of in unknown for code in worth[of].arr if code != home}
        return unknown

    def _at_home(self, arr: Mapping[str, int]) -> Decimal | None:
        home = self._of.settings.currency
        total = 0
        for code, minor in arr.items():
            if code == home:
                total += minor
            elif self._of.exchange.rate(code, home, self._of.today) is None:
                return None
            else:
                total += self._of.exchange.converted(minor, code, home, self._of.today)
        return Decimal(total) / unit(home)

    def _health(self, field: str, among: Collection[int]) -> Found:
        live = {row.account_id for row in self._of.accounts()}
        scores = self._of.scores(of for of in among if of in live)
        if field == "band":
            return {of: (score.band.value,) for of, score in scores.items()}
        return {of: (score.tenths,) for of, score in scores.items() if score.tenths is not None}


_LOOKED_UP: Mapping[str, Callable[[Chooser, str, Collection[int]], Found]] = {
    **dict.fromkeys(_NAMES, Chooser._named),  # noqa: SLF001  the class's own table
    "account": Chooser._called,  # noqa: SLF001  as above
    "tag": Chooser._tags,  # noqa: SLF001  as above
    "since": Chooser._since,  # noqa: SLF001  as above
    "touch": Chooser._touched,  # noqa: SLF001  as above
    "silent": Chooser._touched,  # noqa: SLF001  as above
    "renews": Chooser._renewals,  # noqa: SLF001  as above
    "decide": Chooser._renewals,  # noqa: SLF001  as above
    "arr": Chooser._arr,  # noqa: SLF001  as above
    "term": Chooser._held,  # noqa: SLF001  as above
    "seats": Chooser._held,  # noqa: SLF001  as above
    "band": Chooser._health,  # noqa: SLF001  as above
    "health": Chooser._health,  # noqa: SLF001  as above
}
_ORDER = list(_LOOKED_UP)
