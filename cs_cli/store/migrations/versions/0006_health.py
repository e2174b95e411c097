"""Health: measures that hold a word, bands set by hand, and recorded scores that name their rules and outlive undo."""

from alembic import op

from cs_cli.store.rebuild import amend

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    amend(
        "measurement",
        {
            "value FLOAT NOT NULL, ": "value FLOAT, \n\tword VARCHAR, ",
            "\n\tCONSTRAINT measured_on": (
                "\n\tCONSTRAINT a_number_or_a_word CHECK ((value IS NULL) <> (word IS NULL)), "
                "\n\tCONSTRAINT word_is_filled CHECK (trim(word) <> ''), \n\tCONSTRAINT measured_on"
            ),
        },
    )
    amend(
        "health_snapshot",
        {
            "step INTEGER NOT NULL": "step INTEGER",
            "inputs VARCHAR DEFAULT '{}' NOT NULL, ": "inputs VARCHAR DEFAULT '{}' NOT NULL, \n\tfingerprint VARCHAR, ",
            "\n\tFOREIGN KEY(account_id) REFERENCES account (id), ": "",
        },
    )
    op.execute(OVERRIDE)
    op.execute("CREATE INDEX health_override_account ON health_override (account_id)")


OVERRIDE = """CREATE TABLE health_override (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    step INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    set_on DATE NOT NULL,
    until_on DATE NOT NULL,
    lifted_on DATE,
    band VARCHAR NOT NULL,
    why VARCHAR NOT NULL,
    CONSTRAINT band_is_known CHECK (band IN ('green', 'yellow', 'red')),
    CONSTRAINT why_is_filled CHECK (trim(why) <> ''),
    CONSTRAINT set_on_is_a_day CHECK (date(set_on) IS set_on),
    CONSTRAINT until_on_is_a_day CHECK (date(until_on) IS until_on),
    CONSTRAINT lifted_on_is_a_day CHECK (date(lifted_on) IS lifted_on),
    CONSTRAINT it_ends_after_it_begins CHECK (until_on >= set_on),
    FOREIGN KEY(step) REFERENCES journal_step (id),
    FOREIGN KEY(account_id) REFERENCES account (id)
)"""
