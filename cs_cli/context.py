"""What every command works with: the day, the settings, the portfolio; each opened when first used."""

import os
import shlex
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import Token
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cs_cli import settings as settings_
from cs_cli.domain.calendar import parse_day
from cs_cli.domain.money import HOME
from cs_cli.errors import ConfigError
from cs_cli.output.render import Format
from cs_cli.store.portfolio import Portfolio
from cs_cli.store.read import Reader

if TYPE_CHECKING:
    from cs_cli.delivery.clock import Clock
    from cs_cli.store.write import Writer


class Done(NamedTuple):
    """What a run has done for good, and where to look it up: for whoever could not be answered any more."""

    what: str
    look: str


CHANGED = Done("the change was made", "What was done: cs history")


class Cs:
    """The state of one run. The clock is read here and nowhere else."""

    format = Format.TABLE
    limit: int | None = None
    done: Done | None = None

    def __init__(
        self, words: Sequence[str], *, db: str | None = None, as_of: str | None = None, no_input: bool = False
    ) -> None:
        """`words` are what was typed; `db`, `as_of` and `no_input` the options of these names."""
        self._words = words
        self._db = db
        self._as_of = as_of
        self._no_input = no_input
        self._writes = False
        self._home_before: Token[str] | None = None

    @property
    def words(self) -> list[str]:
        """What was typed after `cs`."""
        return list(self._words)

    @cached_property
    def settings(self) -> settings_.Settings:
        """The user's settings; their home currency comes first wherever this run prints totals."""
        found = settings_.load()
        self._home_before = HOME.set(found.currency)
        return found

    @cached_property
    def now(self) -> datetime:
        """The instant of this run, in UTC."""
        return datetime.now(UTC)

    @cached_property
    def now_utc(self) -> str:
        """This instant as stored: `2026-11-23T07:02:11Z`."""
        return f"{self.now:%Y-%m-%dT%H:%M:%SZ}"

    @property
    def clock(self) -> "Clock":
        """The time as it goes on, for what waits and tries again."""
        import time  # noqa: PLC0415  only a delivery waits

        from cs_cli.delivery.clock import Clock  # noqa: PLC0415  as above

        return Clock(lambda: datetime.now(UTC), time.sleep)

    @cached_property
    def local_now(self) -> datetime:
        """This instant in the user's time zone."""
        return self.local(self.now)

    def day_of(self, at: datetime) -> date:
        """The day of an instant in the user's time zone."""
        return self.local(at).date()

    def local(self, at: datetime) -> datetime:
        """An instant in the user's time zone."""
        name = self.settings["timezone"]
        return at.astimezone(settings_.zone(name, "config") if name else None)

    @cached_property
    def today(self) -> date:
        """The day that the answer is for: --as-of, else today in the user's time zone."""
        if self._as_of is None:
            return self.local_now.date()
        return parse_day(self._as_of, self.local_now.date(), self.settings.fiscal_start)

    @cached_property
    def known_until(self) -> date:
        """Until when agreements count as known: for a past day only those dated by then; else all that are recorded."""
        return self.today if self.today < self.local_now.date() else date.max

    @cached_property
    def path(self) -> Path:
        """The portfolio file: --db, else CS_DB, else the config, else the platform's data folder."""
        said = self._db or os.environ.get("CS_DB")
        if said and "://" in said:
            raise ConfigError(
                f"{said.split('://')[0]} is not supported: a portfolio is one SQLite file", "cs --db PATH …"
            )
        return Path(said).expanduser().absolute() if said else self.settings.database().absolute()

    @property
    def names_a_portfolio(self) -> bool:
        """Whether --db or CS_DB says which portfolio is meant."""
        return bool(self._db or os.environ.get("CS_DB"))

    @cached_property
    def reader(self) -> Reader:
        """The portfolio, for reading. Raises NotFoundError where there is none."""
        return Reader(self.path)

    @cached_property
    def portfolio(self) -> Portfolio:
        """The portfolio on the day that the answer is for."""
        return Portfolio(self.reader, self.today, self.known_until, self.settings)

    @property
    def answered_for_the_past(self) -> bool:
        """Whether the answer shows the portfolio as of a day that has passed; what writes, answers for today."""
        return not self._writes and "known_until" in self.__dict__ and self.known_until == self.today

    @property
    def day_in_words(self) -> bool:
        """Whether the answer is for another day than today's, said as `1 oct` and not as 2027-10-01."""
        if self._as_of is None or "today" not in self.__dict__:
            return False
        return self.today not in (self.local_now.date(), _iso_day(self._as_of))

    @property
    def left_out(self) -> list[str]:
        """What a filter could not be held against, a line each."""
        portfolio = self.__dict__.get("portfolio")
        codes = portfolio.unconverted if portfolio else []
        home = self.settings.currency if codes else ""
        told = "Left out: accounts in {codes}, of which no rate says what they are in {home}: {add}"
        add = f"cs rate add {codes[0]} RATE --in {home}" if codes else ""
        return [told.format(codes=", ".join(codes), home=home, add=add)] if codes else []

    @property
    def is_unattended(self) -> bool:
        """Whether it was said that nobody is there (--no-input), as every schedule says."""
        return self._no_input

    @property
    def can_ask(self) -> bool:
        """Whether somebody is there to answer a question."""
        return not self._no_input and settings_.is_interactive()

    def close(self) -> None:
        """Close what was opened; the run is over."""
        if "reader" in self.__dict__:
            self.reader.close()
        if self._home_before:
            HOME.reset(self._home_before)
            self._home_before = None

    @contextmanager
    def writing(self) -> Iterator["Writer"]:
        """The transaction of this command; leaving it commits one undo step."""
        from cs_cli.store.write import writing  # noqa: PLC0415  SQLModel costs half a second; readers never pay it

        self._writes = True
        self._warn_of_syncing()
        with writing(self.path, f"cs {shlex.join(self._words)}", self.now_utc) as writer:
            writer.today = self.today
            yield writer
        if writer.is_kept:
            self.done = CHANGED
            for line in writer.settled.lines():
                say(line)

    def _warn_of_syncing(self) -> None:
        """Once a day, where the portfolio lies in a folder that a program copies elsewhere."""
        from cs_cli.store.folders import sync_service, told_today  # noqa: PLC0415  as above

        service = sync_service(self.path)
        if service and not told_today(settings_.state_dir(), self.path, self.local_now.date()):
            say(f"cs: {self.path.parent} is copied by {service} while cs writes; what to do: cs doctor")


def _iso_day(said: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(said.strip())
    return None


def say(text: str) -> None:
    """Tell the user something that is not data: one line on stderr, if that can be written."""
    from cs_cli.output.clean import clean  # noqa: PLC0415  a leaf; keeps the import graph one-way

    with suppress(AttributeError, OSError, ValueError):  # nobody listens, and nothing depends on it
        sys.stderr.write(clean(text) + "\n")


def ask_hidden(question: str) -> str:
    """What somebody types in answer to a question on stderr, which the terminal does not show."""
    import getpass  # noqa: PLC0415  hardly ever needed

    from cs_cli.output.clean import clean  # noqa: PLC0415  as above

    return getpass.getpass(f"{clean(question)} ", sys.stderr).strip()


def ask(question: str) -> str:
    """What somebody types in answer to a question on stderr; raises EOFError where nobody can any more."""
    from cs_cli.output.clean import clean  # noqa: PLC0415  as above

    sys.stderr.write(f"{clean(question)} ")
    sys.stderr.flush()
    if not (line := sys.stdin.readline()):
        raise EOFError
    return line.strip()
