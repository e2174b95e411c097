"""The ledger of what was sent."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "sent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False, server_default=sa.text("''")),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False, server_default=sa.text("''")),
        sa.Column("part", sa.Integer(), nullable=False, server_default=sa.text("1")),
        sa.Column("parts", sa.Integer(), nullable=False, server_default=sa.text("1")),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("claimed_at_utc", sa.String(), nullable=False),
        sa.Column("done_at_utc", sa.String(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("items", sa.String(), nullable=False, server_default=sa.text("'[]'")),
        sa.CheckConstraint("state IN ('claimed', 'sent', 'accepted', 'empty', 'failed')", name="state_is_known"),
        sa.CheckConstraint("part BETWEEN 1 AND parts AND tries >= 0", name="parts_are_counted"),
        sa.CheckConstraint("items IN ('[]', '{}') OR json_valid(items)", name="items_is_json"),
        sa.CheckConstraint(
            "strftime('%Y-%m-%dT%H:%M:%SZ', claimed_at_utc) IS claimed_at_utc", name="claimed_at_utc_is_an_instant"
        ),
        sa.CheckConstraint(
            "strftime('%Y-%m-%dT%H:%M:%SZ', done_at_utc) IS done_at_utc", name="done_at_utc_is_an_instant"
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("digest", "owner", "period", "channel", "recipient", "part", name="a_part_is_sent_once"),
        sqlite_autoincrement=True,
    )
