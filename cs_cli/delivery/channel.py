"""A channel as configured: where its messages go and by what means."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cs_cli.delivery import secrets
from cs_cli.delivery.failure import NotSentError
from cs_cli.domain.channels import MAIL, Fault, fault_of, kind_of
from cs_cli.errors import CsError
from cs_cli.settings import Settings


@dataclass(frozen=True)
class Channel:
    """A channel: its name, kind and recipients (`("",)` where it has one place to go to), and what was set for it.

    `fault` is what keeps it from being used, with the line to type; a delivery by it fails with that.
    """

    name: str
    kind: str
    recipients: tuple[str, ...] = ("",)
    said: Mapping[str, Any] = field(default_factory=dict)
    allow_hosts: tuple[str, ...] = ()
    ca_file: Path | None = None
    fault: Fault | None = None

    @property
    def secret(self) -> str:
        """The name of the secret that holds its password or address."""
        return str(self.said.get("secret") or self.name)


def channels(settings: Settings) -> dict[str, Channel]:
    """The channels of the config file by name, in its order; those that cannot be used yet say why (`fault`)."""
    return {name: _channel(name, said, settings) for name, said in settings.channels.items()}


def _channel(name: str, said: Mapping[str, Any], settings: Settings) -> Channel:
    kind = kind_of(name, said) or ""
    to = tuple(dict.fromkeys(said.get("to") or ())) if kind == MAIL else ()
    ca_file = settings["delivery.ca_file"]
    return Channel(
        name,
        kind,
        to or ("",),
        said,
        tuple(settings["delivery.allow_hosts"]),
        Path(ca_file).expanduser() if ca_file else None,
        fault_of(name, said),
    )


def secret_of(channel: Channel) -> secrets.Secret:
    """The secret of a channel. Raises NotSentError where it is not to be had."""
    try:
        return secrets.read(channel.secret)
    except CsError as error:
        raise NotSentError(error.exit_code, error.sentence, *error.hints) from None
