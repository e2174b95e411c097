"""Documents: why a ticket fell short and what changes, as milestones and promises have it."""

from cs_cli.store.rebuild import extend

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    extend("ticket", ["because VARCHAR", "change VARCHAR"], [])
