"""Rows for a test's portfolio, written through the store as commands write them."""

import json
import sqlite3
from contextlib import ExitStack, closing
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

AT = "2026-11-23T07:00:00Z"


class Entries:
    """`enter.account("ACME")`, `enter.contract("ACME", "2027-03-01", auto=True, notice=90)`: one step each.

    `with enter:` makes one step of all that is entered in the block.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.number = count(1)
        self.ids: dict[str, int] = {}
        self._open = ExitStack()
        self._writer: Any = None

    def __enter__(self) -> None:
        self._writer = self._open.enter_context(self._writing())

    def __exit__(self, *trouble: object) -> None:
        self._writer = None
        self._open.__exit__(*trouble)  # type: ignore[arg-type]

    def account(self, key: str, name: str = "", *, aliases: tuple[str, ...] = (), **facts: Any) -> None:
        """An account; `facts` are columns of the table."""
        from cs_cli.domain.text import fold  # noqa: PLC0415  # only what a test uses is loaded
        from cs_cli.store.models import Account, Alias  # noqa: PLC0415

        name = name or key.title()
        row = self._add(Account(key=key, key_folded=fold(key), name=name, name_folded=fold(name), **_days(facts)))
        self.ids[key] = row
        for alias in aliases:
            self._add(Alias(account_id=row, name=alias, folded=fold(alias)))

    def contract(  # noqa: PLR0913  # the columns of a contract
        self,
        account: str,
        renews: str | None = None,
        *,
        starts: str | None = None,
        months: int | None = 12,
        arr: int = 12_000,
        currency: str = "USD",
        auto: bool = False,
        notice: int | None = None,
        notice_kind: str = "calendar",
        notice_basis: str = "renewal-day",
        **facts: Any,
    ) -> None:
        """One term, `arr` in major units of a two-decimal currency; without `renews` an evergreen one."""
        from cs_cli.domain.terms import Notice, anchor_of, start_before  # noqa: PLC0415
        from cs_cli.store.contracts import opt_out_on  # noqa: PLC0415
        from cs_cli.store.models import Contract  # noqa: PLC0415

        if account not in self.ids:
            self.account(account)
        renews_on = date.fromisoformat(renews) if renews else None
        starts_on = date.fromisoformat(starts) if starts else start_before(renews_on or date(2026, 1, 1), months or 12)
        self._add(
            Contract(
                account_id=self.ids[account],
                starts_on=starts_on,
                renews_on=renews_on,
                term_months=months if renews_on else None,
                price_minor=arr * 100,
                currency=currency,
                auto_renew=auto,
                notice_days=notice,
                notice_kind=notice_kind,
                notice_basis=notice_basis,
                opt_out_on=opt_out_on(
                    renews_on, None if notice is None else Notice(notice, notice_kind, notice_basis), auto_renew=auto
                ),
                **{"price_period_months": 12, "anchor_on": anchor_of(starts_on, renews_on, months), **_days(facts)},
            )
        )

    def task(self, title: str, due: str | None = None, account: str | None = None, **facts: Any) -> None:
        """A task that was noted on 1 November 2026."""
        from cs_cli.store.models import Task  # noqa: PLC0415

        due_on = date.fromisoformat(due) if due else None
        of = self.ids[account] if account else None
        self._add(Task(title=title, due_on=due_on, account_id=of, **_days({"created_on": "2026-11-01"} | facts)))

    def activity(self, account: str, on: str, kind: str = "call", **facts: Any) -> None:
        """Something that happened on that day."""
        from cs_cli.store.models import Activity  # noqa: PLC0415

        self._add(Activity(account_id=self.ids[account], happened_on=date.fromisoformat(on), kind=kind, **facts))

    def usage(self, account: str, metric: str, values: dict[str, float]) -> None:
        """Values of a metric by day."""
        from cs_cli.store.models import Measurement  # noqa: PLC0415

        for on, value in values.items():
            day = date.fromisoformat(on)
            self._add(Measurement(account_id=self.ids[account], metric=metric, measured_on=day, value=value))

    def word(self, account: str, metric: str, on: str, word: str) -> None:
        """A metric that is a word, on a day."""
        from cs_cli.store.models import Measurement  # noqa: PLC0415

        day = date.fromisoformat(on)
        self._add(Measurement(account_id=self.ids[account], metric=metric, measured_on=day, word=word))

    def contact(self, account: str, name: str, **facts: Any) -> None:
        """A person."""
        from cs_cli.domain.text import fold  # noqa: PLC0415
        from cs_cli.store.models import Contact  # noqa: PLC0415

        self._add(Contact(account_id=self.ids[account], name=name, name_folded=fold(name), **facts))

    def note(self, account: str, on: str, text: str) -> None:
        """A standing remark."""
        from cs_cli.store.models import Note  # noqa: PLC0415

        self._add(Note(account_id=self.ids[account], noted_on=date.fromisoformat(on), text=text))

    def opportunity(self, account: str, name: str, amount: int | None = 0, *, means: str = "arr", **facts: Any) -> None:
        """An open deal of the CRM, `amount` in major units of a two-decimal currency; an expansion unless said."""
        from cs_cli.store.models import Opportunity  # noqa: PLC0415

        minor = None if amount is None else amount * 100
        said = {"kind": "expansion", "currency": "USD"} | _days(facts)
        row = Opportunity(
            account_id=self.ids[account], opportunity=name, amount_minor=minor, amount_means=means, **said
        )
        self._add(row)

    def ticket(self, account: str, number: str, opened_at: str, **facts: Any) -> None:
        """A support case."""
        from cs_cli.store.models import Ticket  # noqa: PLC0415

        self._add(Ticket(account_id=self.ids[account], ticket=number, opened_at_utc=opened_at, **facts))

    def answer(self, account: str, kind: str, score: float, on: str = "2026-11-01", **facts: Any) -> None:
        """What somebody answered to a survey; `contact` and `comment` may be among the facts."""
        from cs_cli.store.models import Survey  # noqa: PLC0415

        day = date.fromisoformat(on)
        self._add(Survey(account_id=self.ids[account], kind=kind, score=score, answered_on=day, **facts))

    def of_plan(self, table: str, account: str, **facts: Any) -> None:
        """A commitment, milestone, objective, … that was noted on 1 November 2026; `facts` are columns of the table."""
        from cs_cli.store import models  # noqa: PLC0415

        model = next(each for each in models.JOURNALLED if each.__tablename__ == table)
        noted = {"created_on": "2026-11-01", "changed_on": "2026-11-01"}
        self._add(model(account_id=self.ids[account], **_days(noted | facts)))

    def sent(self, period: str, *items: str, state: str = "sent", **where: Any) -> None:
        """A digest of that period that was delivered to Ann by mail at 07:30, and the ids of the lines it told."""
        row = {"digest": "daily", "owner": "", "channel": "mail", "recipient": "ann@example.com", "part": 1} | where
        row |= {"period": period, "parts": row["part"], "content_hash": "-", "state": state}
        row |= {"claimed_at_utc": f"{where.pop('on', period)}T07:30:00Z", "items": json.dumps(items)}
        row["done_at_utc"] = row["claimed_at_utc"]
        row.pop("on", None)
        marks = ", ".join(f":{name}" for name in row)
        with closing(sqlite3.connect(self.path)) as connection, connection:
            connection.execute(f"INSERT INTO sent ({', '.join(row)}) VALUES ({marks})", row)  # noqa: S608  # our own names

    def _writing(self) -> Any:
        from cs_cli.store.write import writing  # noqa: PLC0415

        return writing(self.path, f"cs test {next(self.number)}", AT)

    def _add(self, row: Any) -> int:
        if self._writer is not None:
            return int(self._writer.add(row).id)
        with self._writing() as writer:
            return int(writer.add(row).id)


def _days(facts: dict[str, Any]) -> dict[str, Any]:
    are_days = {name for name in facts if name.endswith("_on") or name == "customer_since"}
    return {name: date.fromisoformat(value) if name in are_days else value for name, value in facts.items()}
