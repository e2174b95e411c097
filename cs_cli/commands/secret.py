"""What `cs config secret` does: keep a secret, list the names, take one out."""

import sys

import typer

from cs_cli.context import Cs, ask_hidden, say
from cs_cli.domain.channels import APPRISE, MAIL, POSTED, kind_of
from cs_cli.errors import NotFoundError, UsageError
from cs_cli.output import render
from cs_cli.screens import config as screens

SECRET_KEYS = ["name", "origin"]


def keep_secret(cs: Cs, name: str, *, in_file: bool) -> None:
    """Ask for a secret, or read it from a pipe, and keep it. Raises UsageError."""
    from cs_cli.delivery import secrets  # noqa: PLC0415  only here

    secrets.check_name(name)
    where = secrets.keep(name, _typed(cs, name), in_file=in_file)
    say(f"The secret {name} is kept in {where}.")
    if where == secrets.KEYRING:
        say(f"A job of cron has no keyring; for it, in a private file: cs config secret {name} --file")


def _typed(cs: Cs, name: str) -> str:
    if cs.can_ask:
        try:
            return ask_hidden(f"{name}:")
        except EOFError:
            raise typer.Abort from None
    if sys.stdin is None or sys.stdin.isatty():
        raise UsageError("nobody can be asked for the secret", f"From a pipe: … | cs config secret {name}")
    return sys.stdin.read().rstrip("\r\n")


def remove_secret(name: str) -> None:
    """Take a secret out. Raises NotFoundError where there is none, or only one that a variable names."""
    from cs_cli.delivery import secrets  # noqa: PLC0415  only here

    if not secrets.remove(name):
        where = secrets.origin(name)
        raise NotFoundError(
            f'no secret "{name}" in the keyring or in {secrets.path()}',
            f"It comes from {where}, which {secrets.variable(name)} names" if where else "cs config secret --list",
        )
    say(f"The secret {name} is taken out.")


def list_secrets(cs: Cs) -> None:
    """Print the names of the secrets, with where each comes from; those that a channel lacks, too."""
    from cs_cli.delivery import secrets  # noqa: PLC0415  only here

    used = [
        str(said.get("secret") or name)
        for name, said in cs.settings.channels.items()
        if kind_of(name, said) in (*POSTED, APPRISE) or (kind_of(name, said) == MAIL and said.get("user"))
    ]
    rows = [{"name": name, "origin": secrets.origin(name)} for name in secrets.names(used)][: cs.limit]
    render.rows(rows, SECRET_KEYS, cs.format, lambda: screens.secrets(rows))
