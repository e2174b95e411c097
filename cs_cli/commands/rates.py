"""`cs rates`, `cs rate add / edit / remove`: what a currency was worth in another, by day."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from cs_cli.commands.fields import words_below
from cs_cli.commands.options import CsCommand
from cs_cli.commands.recording import recording
from cs_cli.context import Cs, say
from cs_cli.domain import words
from cs_cli.domain.calendar import parse_past_day
from cs_cli.errors import BadDataError, NotFoundError, UsageError
from cs_cli.output import render
from cs_cli.screens import rates as screens
from cs_cli.store.rates import newest

if TYPE_CHECKING:
    from cs_cli.store.entries import Entries

KEYS = ["currency", "in_currency", "rate", "on", "days"]
_OF_DAY = "currency = :currency AND in_currency = :in_currency AND rated_on = :on"
_NEWEST = """
SELECT rated_on FROM rate WHERE currency = :currency AND in_currency = :in_currency AND rated_on <= :on
ORDER BY rated_on DESC LIMIT 1
"""
CurrencyArgument = Annotated[str, typer.Argument(metavar="CURRENCY", help="Of which one unit is priced: EUR.")]
RateArgument = Annotated[str, typer.Argument(metavar="RATE", help="What one unit is worth: 1.0821.")]
InOption = Annotated[str | None, typer.Option("--in", metavar="ISO", help="In which currency; the home currency.")]
OnOption = Annotated[str | None, typer.Option("--on", metavar="DATE", help="Of which day; today.")]
WhichOption = Annotated[str | None, typer.Option("--on", metavar="DATE", help="That of this day; the newest.")]

rate = words_below("Add, change or remove a rate of exchange.")


class Place(NamedTuple):
    """Of what there is one rate: a pair of currencies and a day."""

    currency: str
    in_currency: str
    on: date

    def __str__(self) -> str:
        return f"{self.currency} in {self.in_currency} of {words.full(self.on)}"


def rates(ctx: typer.Context) -> None:
    """List the newest rate of each pair of currencies, with its day and age."""
    cs: Cs = ctx.obj
    found = [
        {
            "currency": quote.currency,
            "in_currency": quote.in_currency,
            "rate": float(quote.rate),
            "on": quote.on.isoformat(),
            "days": (cs.today - quote.on).days,
            "_rate": quote.rate,
        }
        for quote in newest(cs.reader, cs.today)
    ]
    shown = found[: cs.limit]
    render.rows(shown, KEYS, cs.format, lambda: screens.screen(shown, len(found), cs.settings.currency))


@rate.command(cls=CsCommand)
def add(
    ctx: typer.Context, currency: CurrencyArgument, value: RateArgument, into: InOption = None, on: OnOption = None
) -> None:
    """Add a rate: cs rate add EUR 1.0821 says that one euro is worth so much in the home currency."""
    cs: Cs = ctx.obj
    place, number = _place(cs, currency, into, on, "nothing added"), _number(value)
    facts = {"currency": place.currency, "in_currency": place.in_currency, "rated_on": place.on, "rate": number}
    with recording(cs) as entries:
        if (known := _stored(entries, place)) is not None:
            raise BadDataError(
                f"1 {place.currency} is {known[1]} {place.in_currency} on {place.on} already; nothing added",
                f"To change it: cs rate edit {place.currency} {number} --in {place.in_currency} --on {place.on}",
            )
        entries.insert("rate", facts)
    say(f"1 {place.currency} = {number} {place.in_currency} from {words.full(place.on)}. Take it back: cs undo")


@rate.command(cls=CsCommand)
def edit(
    ctx: typer.Context, currency: CurrencyArgument, value: RateArgument, into: InOption = None, on: WhichOption = None
) -> None:
    """Change a rate that is recorded, the newest where no day is said."""
    cs: Cs = ctx.obj
    place, number = _place(cs, currency, into, on, "nothing changed"), _number(value)
    with recording(cs) as entries:
        place, row_id, before = _meant(entries, place, on, "nothing changed")
        changes = entries.change("rate", row_id, {"rate": number})
    after = f"{before} → {number}. Take it back: cs undo" if changes else "nothing to change, it is so already"
    say(f"{place}: {after}")


@rate.command(cls=CsCommand)
def remove(ctx: typer.Context, currency: CurrencyArgument, into: InOption = None, on: WhichOption = None) -> None:
    """Remove a rate that is recorded, the newest where no day is said."""
    cs: Cs = ctx.obj
    place = _place(cs, currency, into, on, "nothing removed")
    with recording(cs) as entries:
        place, row_id, before = _meant(entries, place, on, "nothing removed")
        entries.delete("rate", "id = :id", {"id": row_id})
    say(f"{place}: {before}, removed. Take it back: cs undo")


def currency_of(said: str, option: str, undone: str) -> str:
    """The ISO code that `said` is. Raises UsageError."""
    from cs_cli.domain.money import EXPONENTS  # noqa: PLC0415  as the rest: only where currencies are typed

    code = said.strip().upper()
    if code not in EXPONENTS:
        raise UsageError(f'{option} "{said}" is no currency{undone}', "Its ISO 4217 code: USD, EUR, GBP, …")
    return code


def _place(cs: Cs, currency: str, into: str | None, on: str | None, undone: str) -> Place:
    of = currency_of(currency, "the currency", f"; {undone}")
    home = currency_of(into, "--in", f"; {undone}") if into is not None else cs.settings.currency
    if of == home:
        where = "--in" if into is not None else "the home currency"
        raise UsageError(
            f"{of} in {home}: a rate is between two currencies ({where} is {home}); {undone}",
            f"Like cs rate add {'EUR' if home != 'EUR' else 'USD'} 1.0821 --in {home}",
        )
    day = parse_past_day(on, cs.today, cs.settings.fiscal_start) if on else cs.today
    if day > cs.today:
        raise UsageError(f'--on "{on}" is {day}, after {cs.today}; {undone}', "A rate is known on its day")
    return Place(of, home, day)


def _number(said: str) -> str:
    from cs_cli.intake.kinds import RATES  # noqa: PLC0415  only writing commands read values
    from cs_cli.intake.typed import NotUnderstoodError, read_column  # noqa: PLC0415  as above

    if (number := read_column(RATES, "rate", said, "the rate")) is None:
        raise NotUnderstoodError("the rate", said, "is blank")
    return str(number)


def _stored(entries: "Entries", place: Place) -> tuple[Any, ...] | None:
    """(row id, rate) of what is recorded there."""
    facts = {"currency": place.currency, "in_currency": place.in_currency, "on": place.on.isoformat()}
    return next(iter(entries.select(f"SELECT id, rate FROM rate WHERE {_OF_DAY}", facts)), None)  # noqa: S608  ours


def _meant(entries: "Entries", place: Place, on: str | None, undone: str) -> tuple[Place, int, str]:
    """The rate that is recorded, of the day said or the newest: where, its row id, its value. Raises NotFoundError."""
    facts = {"currency": place.currency, "in_currency": place.in_currency, "on": place.on.isoformat()}
    days = entries.select(_NEWEST, facts)
    meant = place._replace(on=date.fromisoformat(days[0][0])) if days and not on else place
    if (known := _stored(entries, meant)) is None:
        of_day = f" of {place.on}" if on else ""
        raise NotFoundError(
            f"no rate of {place.currency} in {place.in_currency}{of_day} is recorded; {undone}", "All: cs rates"
        )
    return meant, int(known[0]), str(known[1])
