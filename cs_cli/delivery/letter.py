"""One message on its way: what it holds, whose it is, and whether it may have arrived before."""

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from cs_cli.delivery.parcel import Parcel

AGAIN = "(again) "
"""What a message begins with that may be there already."""


class Errand(NamedTuple):
    """What is delivered: a digest by name, of an owner's accounts (`""` is everybody's), for a period."""

    digest: str
    owner: str
    period: str


class Letter(NamedTuple):
    """A parcel for one recipient."""

    parcel: Parcel
    recipient: str
    errand: Errand
    database: Path
    at: datetime
    again: bool = False

    @property
    def subject(self) -> str:
        """The subject on one line, labelled if this may be a repeat."""
        said = "".join(char if char.isprintable() else " " for char in self.parcel.subject)
        return (AGAIN if self.again else "") + " ".join(said.split())
