"""What other programs change in the portfolio: triggers in the file itself note it, so that undo can refuse.

A command of ours sets the meta row `writing` inside its transaction; no other program ever sees it there.
"""

from cs_cli.store.tables import JOURNALLED

HOLD = "INSERT INTO meta (key, value) VALUES ('writing', '')"
RELEASE = "DELETE FROM meta WHERE key = 'writing'"


def triggers() -> list[str]:
    """The statements that create the triggers, two for each journalled table."""
    return [
        f"CREATE TRIGGER {table}_{event.lower()}_elsewhere AFTER {event} ON {table} "  # noqa: S608  our own names
        "WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN "
        "INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) "
        f"VALUES ('{table}', OLD.id, OLD.step); END"
        for table in JOURNALLED
        for event in ("UPDATE", "DELETE")
    ]
