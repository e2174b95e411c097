"""`cs config set / show / path`: the settings."""

from pathlib import Path
from typing import Annotated, Any

import typer

from cs_cli import settings
from cs_cli.commands.fields import words_below
from cs_cli.commands.options import CsCommand, Listing
from cs_cli.context import Cs, say
from cs_cli.errors import ConfigError
from cs_cli.output import render
from cs_cli.screens import config as screens

KEYS = ["key", "value", "origin"]
KeyArgument = Annotated[
    str, typer.Argument(metavar="KEY", autocompletion=lambda: list(settings.SETTINGS), help="me.name, currency, …")
]
ValueArgument = Annotated[str, typer.Argument(metavar="VALUE")]
OriginOption = Annotated[bool, typer.Option("--origin", help="Say where each value comes from.")]

config = words_below("Your name, company, time zone, home currency, fiscal year; where the portfolio lies.")


@config.command("set", cls=CsCommand)
def set_(ctx: typer.Context, key: KeyArgument, value: ValueArgument) -> None:
    """Change a setting (cs config show lists them); "" takes it back."""
    from cs_cli.intake.typed import stored_text  # noqa: PLC0415  only writing commands read values

    cs: Cs = ctx.obj
    before = cs.settings
    settings.check_key(key, where="cs config set")
    value = stored_text(value, key)
    if key == "database" and value:
        value = str(Path(value).expanduser().absolute())
        refuse_synced(Path(value))
    path = settings.save(key, value) if value else settings.unset(key)
    now = settings.load()
    default = f": {now[key]}, the default" if now[key] else ""
    said = f"now {now[key]}" if value else f"{'no longer' if key in before.said else 'not'} set{default}"
    old = f", before: {before[key]}" if key in before.said else ""
    say(f"{key} is {said}{old} ({path})")


@config.command(cls=Listing)
def show(ctx: typer.Context, *, origin: OriginOption = False) -> None:
    """List the settings and what they are set to."""
    cs: Cs = ctx.obj
    rows = [
        {
            "key": key,
            "value": cs.settings[key],
            "origin": str(cs.settings.path) if key in cs.settings.said else "default",
        }
        for key in settings.SETTINGS
    ]
    database = next(row for row in rows if row["key"] == "database")
    database["value"] = str(cs.path)
    if cs.names_a_portfolio:
        database["origin"] = "--db or CS_DB"
    shown: list[dict[str, Any]] = rows[: cs.limit]
    meanings = {key: setting.meaning for key, setting in settings.SETTINGS.items()}
    render.rows(shown, KEYS, cs.format, lambda: screens.screen(shown, meanings, origin=origin))


@config.command(cls=CsCommand)
def path(ctx: typer.Context) -> None:  # noqa: ARG001  every command is given its context
    """Print where the config file is."""
    render.write(f"{settings.config_dir() / 'config.toml'}\n")


def refuse_synced(path: Path, *, knowingly: bool = False) -> None:
    """Raises ConfigError where another program copies the folder of the portfolio, unless that is known."""
    from cs_cli.store.folders import sync_service  # noqa: PLC0415  only where a portfolio is placed

    service = sync_service(path)
    if service and not knowingly:
        raise ConfigError(
            f"{path.parent} is copied by {service}, which can tear a database; nothing was set",
            "Another place: cs init --db PATH. This one all the same: cs init --db PATH --i-know-this-folder-syncs",
        )
