"""What the rows of every table are written on: the transaction, the accounts, the home currency, the day."""

from dataclasses import dataclass

from cs_cli.intake.identity import Accounts
from cs_cli.store.tombstones import Tombstones
from cs_cli.store.write import Writer


@dataclass(frozen=True)
class Ground:
    """`home` is the home currency, `today` the ISO day on which a task that names none was made; `forgotten` are the
    people that no import brings back.
    """

    writer: Writer
    accounts: Accounts
    home: str
    today: str
    forgotten: Tombstones
