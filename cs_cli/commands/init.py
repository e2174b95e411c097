"""`cs init`: who you are and where the portfolio lies, written into the config file."""

from typing import Annotated

import typer

from cs_cli import settings
from cs_cli.commands.config import refuse_synced
from cs_cli.context import Cs, ask, say
from cs_cli.errors import UsageError
from cs_cli.screens.today import first_steps

NameOption = Annotated[str | None, typer.Option("--name", help="Your name.")]
CompanyOption = Annotated[str | None, typer.Option("--company", help="Your company's name.")]
TimezoneOption = Annotated[str | None, typer.Option("--timezone", help="Like Europe/Berlin.")]
CurrencyOption = Annotated[
    str | None, typer.Option("--currency", metavar="ISO", help="Your home currency: USD, EUR, …")
]
KnowinglyOption = Annotated[
    bool, typer.Option("--i-know-this-folder-syncs", help="Keep the portfolio in a synced folder all the same.")
]
_QUESTIONS = {
    "me.name": "Your name, for documents and --owner me",
    "me.company": "Your company",
    "timezone": "Your time zone",
    "currency": "Home currency",
}


def init(
    ctx: typer.Context,
    name: NameOption = None,
    company: CompanyOption = None,
    timezone: TimezoneOption = None,
    currency: CurrencyOption = None,
    *,
    knowingly: KnowinglyOption = False,
) -> None:
    """Set up: asks your name, company, time zone and currency; says where the portfolio lies."""
    cs: Cs = ctx.obj
    path = cs.path
    refuse_synced(path, knowingly=knowingly)
    said = {"me.name": name, "me.company": company, "timezone": timezone, "currency": currency}
    answers = {key: value if value is not None else _answer(cs, key) for key, value in said.items()}
    for key, value in answers.items():
        if value:
            settings.check(key, value, where="cs init")
    is_new = not path.exists()
    with cs.writing():
        pass  # makes the portfolio, or brings it up to date; without a change it is no step
    for key, value in {**answers, "database": str(path)}.items():
        if value:
            settings.save(key, value)
    _tell(cs, is_new=is_new)


def _answer(cs: Cs, key: str) -> str | None:
    """What is asked for, if somebody can be asked; the present setting for an empty answer."""
    known = cs.settings[key]
    if not cs.can_ask:
        return str(known) if key in cs.settings.said else None
    suggested = known or (_machine_zone() if key == "timezone" else "")
    while True:
        said = ask(f"{_QUESTIONS[key]}{f' [{suggested}]' if suggested else ''}:") or suggested
        try:
            return str(settings.check(key, said, where="cs init")) if said else None
        except UsageError as error:
            say(f"cs: {error.sentence}. {error.hints[-1]}")


def _machine_zone() -> str:
    """The machine's time zone by name (UTC where it does not say)."""
    import pendulum  # noqa: PLC0415  only here

    return str(pendulum.now().timezone_name)


def _tell(cs: Cs, *, is_new: bool) -> None:
    say(f"Settings: {settings.config_dir() / 'config.toml'}")
    say(f"Portfolio: {cs.path}{' (new)' if is_new else ''}")
    if not cs.reader.value("SELECT 1 FROM accounts"):
        for line in first_steps():
            say(line)
    say("Account keys by the tab key, once: cs --install-completion")
