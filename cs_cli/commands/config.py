"""`cs config set / show / path / secret / check`: the settings, the secrets, whether a channel works."""

from pathlib import Path
from typing import Annotated, Any

import typer

from cs_cli import settings
from cs_cli.commands.fields import words_below
from cs_cli.commands.options import CsCommand, Listing, refuse_format
from cs_cli.commands.secret import keep_secret, list_secrets, remove_secret
from cs_cli.context import Cs, say
from cs_cli.domain.channels import FIELDS, fault_of
from cs_cli.errors import ConfigError, NotFoundError, UsageError
from cs_cli.output import render
from cs_cli.screens import config as screens

KEYS = ["key", "value", "origin"]
KeyArgument = Annotated[
    str, typer.Argument(metavar="KEY", autocompletion=lambda: list(settings.SETTINGS), help="me.name, currency, …")
]
ValueArgument = Annotated[str, typer.Argument(metavar="VALUE")]
OriginOption = Annotated[bool, typer.Option("--origin", help="Say where each value comes from.")]

NameArgument = Annotated[list[str] | None, typer.Argument(metavar="[NAME]", help="The channel's name, like slack.")]
ListOption = Annotated[bool, typer.Option("--list", help="The names there are, and where each comes from.")]
RemoveOption = Annotated[bool, typer.Option("--remove", help="Take it out of the keyring and the file.")]
FileOption = Annotated[bool, typer.Option("--file", help="Keep it in secrets.toml, which a job without keyring reads.")]
ChannelArgument = Annotated[str, typer.Argument(metavar="CHANNEL")]

config = words_below("Your name, company, time zone, home currency, fiscal year; channels and secrets; the portfolio.")


@config.command("set", cls=CsCommand)
def set_(ctx: typer.Context, key: KeyArgument, value: ValueArgument) -> None:
    """Change a setting; "" takes it back. All keys: cs config show."""
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
    default = f": {shown(now[key])}, the default" if now[key] else ""
    said = f"now {shown(now[key])}" if value else f"{'no longer' if key in before.said else 'not'} set{default}"
    old = f", before: {shown(before[key])}" if key in before.said else ""
    say(f"{key} is {said}{old} ({path})")
    _tell_fault(key, now)


def _tell_fault(key: str, now: settings.Settings) -> None:
    """What the channel of `key` still lacks."""
    if key.startswith(settings.CHANNEL):
        name = key.split(".")[1]
        if said := now.channels.get(name):
            fault = fault_of(name, said)
            say(": ".join(fault) if fault else f"Does it work? cs config check {name}")


def shown(value: Any) -> str:  # noqa: ANN401  a setting is text, a number or a list
    """A value of a setting as it is typed: a list with commas."""
    return ", ".join(value) if isinstance(value, (list, tuple)) else str(value)


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
        for key in [*settings.SETTINGS, *(key for key in cs.settings.said if key.startswith(settings.CHANNEL))]
    ]
    database = next(row for row in rows if row["key"] == "database")
    database["value"] = str(cs.path)
    if cs.names_a_portfolio:
        database["origin"] = "--db or CS_DB"
    found: list[dict[str, Any]] = rows[: cs.limit]
    meanings = {key: setting.meaning for key, setting in settings.SETTINGS.items()}
    meanings |= {row["key"]: FIELDS[row["key"].split(".")[2]] for row in rows if row["key"] not in meanings}
    render.rows(
        found, KEYS, cs.format,
        lambda: screens.screen([row | {"value": shown(row["value"] or "")} for row in found], meanings, origin=origin),
    )  # fmt: skip


@config.command(cls=Listing)
def secret(
    ctx: typer.Context,
    name: NameArgument = None,
    *,
    show: ListOption = False,
    remove: RemoveOption = False,
    in_file: FileOption = False,
) -> None:
    """Keep a password or a secret address.

    It is asked for, or read from a pipe, and never shown.
    """
    cs: Cs = ctx.obj
    if name and len(name) > 1:
        raise UsageError(
            "a secret is never typed into a command, where the shell's history keeps it; nothing was kept",
            "It is asked for: cs config secret NAME. Or from a pipe: … | cs config secret NAME",
        )
    if show:
        list_secrets(cs)
        return
    refuse_format(cs, "cs config secret", "The names there are: cs config secret --list --json")
    if not name:
        raise UsageError("which secret?", "Like cs config secret slack. The names there are: cs config secret --list")
    if remove:
        remove_secret(name[0])
    else:
        keep_secret(cs, name[0], in_file=in_file)


@config.command(cls=CsCommand)
def check(ctx: typer.Context, channel: ChannelArgument) -> None:
    """Try a channel without sending anything.

    Its host is looked up and its certificate checked; of a mail server the login is tried, too.
    """
    from cs_cli.delivery import deliver  # noqa: PLC0415  only here

    cs: Cs = ctx.obj
    known = deliver.channels(cs.settings)
    if channel not in known:
        offer = f"There are {', '.join(known)}" if known else "Make one: cs config set channel.mail.host HOST"
        raise NotFoundError(f'no channel "{channel}"', offer)
    render.write(f"{channel}: {deliver.check(known[channel])}\n")


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
