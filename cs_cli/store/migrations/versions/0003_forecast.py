"""Forecast calls, rates of exchange, tasks of the renewal clock, accounts merged into another."""

import sqlalchemy as sa
from alembic import op

from cs_cli.store.rebuild import extend

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    extend(
        "account",
        ["merged_into_id INTEGER"],
        [
            "CONSTRAINT what_was_merged_is_archived CHECK (merged_into_id IS NULL OR archived_on IS NOT NULL)",
            "FOREIGN KEY(merged_into_id) REFERENCES account (id)",
        ],
    )
    extend(
        "task",
        ["contract_id INTEGER", "clock_step VARCHAR", "dropped_on DATE"],
        [
            "CONSTRAINT a_clock_step_is_of_a_contract CHECK (clock_step IS NULL OR contract_id IS NOT NULL)",
            "CONSTRAINT dropped_on_is_a_day CHECK (date(dropped_on) IS dropped_on)",
            "FOREIGN KEY(contract_id) REFERENCES contract (id)",
        ],
    )
    op.create_index(
        "task_contract", "task", ["contract_id"], unique=False, sqlite_where=sa.text("contract_id IS NOT NULL")
    )
    _forecast_call()
    _rate()


def _forecast_call() -> None:
    known = "('commit', 'likely', 'risk', 'omitted')"
    op.create_table(
        "forecast_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("renews_on", sa.Date(), nullable=False),
        sa.Column("called_on", sa.Date(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("flat_category", sa.String(), nullable=True),
        sa.Column("arr_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.CheckConstraint(f"category IN {known}", name="category_is_known"),
        sa.CheckConstraint(f"flat_category IN {known}", name="flat_category_is_known"),
        sa.CheckConstraint("arr_minor >= 0", name="a_called_amount_is_not_negative"),
        sa.CheckConstraint("date(called_on) IS called_on", name="called_on_is_a_day"),
        sa.CheckConstraint("date(renews_on) IS renews_on", name="renews_on_is_a_day"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"]),
        sa.ForeignKeyConstraint(["currency"], ["currency.code"]),
        sa.ForeignKeyConstraint(["step"], ["journal_step.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("forecast_call_account", "forecast_call", ["account_id"], unique=False)
    op.create_index("forecast_call_contract", "forecast_call", ["contract_id", "called_on"], unique=False)


def _rate() -> None:
    op.create_table(
        "rate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("in_currency", sa.String(), nullable=False),
        sa.Column("rated_on", sa.Date(), nullable=False),
        sa.Column("rate", sa.String(), nullable=False),
        sa.CheckConstraint("CAST(rate AS REAL) > 0", name="a_rate_is_positive"),
        sa.CheckConstraint("currency <> in_currency", name="a_rate_is_between_two_currencies"),
        sa.CheckConstraint("date(rated_on) IS rated_on", name="rated_on_is_a_day"),
        sa.ForeignKeyConstraint(["currency"], ["currency.code"]),
        sa.ForeignKeyConstraint(["in_currency"], ["currency.code"]),
        sa.ForeignKeyConstraint(["step"], ["journal_step.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("currency", "in_currency", "rated_on", name="one_rate_a_day"),
        sqlite_autoincrement=True,
    )
