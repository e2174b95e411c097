"""Outcomes: how a term ended, when that was decided, and why."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute("CREATE TEMP TABLE kept AS SELECT * FROM contract")
    op.execute("CREATE TEMP TABLE numbered AS SELECT seq FROM sqlite_sequence WHERE name = 'contract'")
    columns = ", ".join(row[1] for row in op.get_bind().exec_driver_sql("PRAGMA table_info(contract)"))
    op.drop_table("contract")
    _create()
    op.execute(f"INSERT INTO contract ({columns}) SELECT {columns} FROM temp.kept")  # noqa: S608  our own names
    op.execute("DELETE FROM sqlite_sequence WHERE name = 'contract'")
    op.execute("INSERT INTO sqlite_sequence (name, seq) SELECT 'contract', seq FROM temp.numbered")
    op.execute("DROP TABLE temp.kept")
    op.execute("DROP TABLE temp.numbered")


def _create() -> None:
    op.create_table(
        "contract",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("contract", sa.String(), nullable=False, server_default=sa.text("''")),
        sa.Column("product", sa.String(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("renews_on", sa.Date(), nullable=True),
        sa.Column("anchor_on", sa.Date(), nullable=False),
        sa.Column("term_months", sa.Integer(), nullable=True),
        sa.Column("renewal_months", sa.Integer(), nullable=True),
        sa.Column("price_minor", sa.Integer(), nullable=False),
        sa.Column("price_period_months", sa.Integer(), nullable=False),
        sa.Column("billing_period_months", sa.Integer(), nullable=True),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("auto_renew", sa.Boolean(), nullable=False, server_default=sa.text("0")),
        sa.Column("notice_days", sa.Integer(), nullable=True),
        sa.Column("notice_kind", sa.String(), nullable=False, server_default=sa.text("'calendar'")),
        sa.Column("notice_basis", sa.String(), nullable=False, server_default=sa.text("'renewal-day'")),
        sa.Column("opt_out_every_months", sa.Integer(), nullable=True),
        sa.Column("uplift_pct", sa.String(), nullable=True),
        sa.Column("live_on", sa.Date(), nullable=True),
        sa.Column("status", sa.String(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("notice_received_on", sa.Date(), nullable=True),
        sa.Column("opt_out_on", sa.Date(), nullable=True),
        sa.Column("renewed_by_id", sa.Integer(), nullable=True),
        sa.Column("renewed_by_guess", sa.Boolean(), nullable=False, server_default=sa.text("0")),
        sa.Column("assumed", sa.String(), nullable=False, server_default=sa.text("'[]'")),
        sa.Column("custom", sa.String(), nullable=False, server_default=sa.text("'{}'")),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("outcome_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("outcome_note", sa.String(), nullable=True),
        sa.CheckConstraint("outcome IN ('renewed', 'amended', 'churned')", name="outcome_is_known"),
        sa.CheckConstraint(
            "reason IN ('value', 'product-gap', 'champion-loss', 'budget', 'competitor', 'merger', 'price', 'service')",
            name="reason_is_known",
        ),
        sa.CheckConstraint("date(ended_on) IS ended_on", name="ended_on_is_a_day"),
        sa.CheckConstraint("date(outcome_on) IS outcome_on", name="outcome_on_is_a_day"),
        sa.CheckConstraint("ended_on > starts_on", name="an_outcome_ends_a_term_after_its_start"),
        sa.CheckConstraint(
            "(outcome IS NULL) = (ended_on IS NULL) AND (outcome IS NULL) = (outcome_on IS NULL)",
            name="an_outcome_has_its_days",
        ),
        sa.CheckConstraint("notice_basis IN ('renewal-day', 'last-day')", name="notice_basis_is_known"),
        sa.CheckConstraint("notice_kind IN ('calendar', 'business', 'months')", name="notice_kind_is_known"),
        sa.CheckConstraint("status IN ('active', 'ended', 'cancelled', 'draft')", name="status_is_known"),
        sa.CheckConstraint("(term_months IS NULL) = (renews_on IS NULL)", name="only_an_evergreen_never_renews"),
        sa.CheckConstraint("date(anchor_on) IS anchor_on", name="anchor_on_is_a_day"),
        sa.CheckConstraint("date(decided_on) IS decided_on", name="decided_on_is_a_day"),
        sa.CheckConstraint("date(live_on) IS live_on", name="live_on_is_a_day"),
        sa.CheckConstraint("date(notice_received_on) IS notice_received_on", name="notice_received_on_is_a_day"),
        sa.CheckConstraint("date(opt_out_on) IS opt_out_on", name="opt_out_on_is_a_day"),
        sa.CheckConstraint("date(renews_on) IS renews_on", name="renews_on_is_a_day"),
        sa.CheckConstraint("date(starts_on) IS starts_on", name="starts_on_is_a_day"),
        sa.CheckConstraint("assumed IN ('[]', '{}') OR json_valid(assumed)", name="assumed_is_json"),
        sa.CheckConstraint("custom IN ('[]', '{}') OR json_valid(custom)", name="custom_is_json"),
        sa.CheckConstraint("notice_days >= 0 AND seats >= 0", name="counts_are_not_negative"),
        sa.CheckConstraint("price_minor >= 0 AND price_period_months >= 0", name="a_price_is_not_negative"),
        sa.CheckConstraint("renews_on > starts_on", name="a_term_ends_after_it_starts"),
        sa.CheckConstraint(
            "term_months > 0 AND renewal_months > 0 AND opt_out_every_months > 0", name="months_are_positive"
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["currency"],
            ["currency.code"],
        ),
        sa.ForeignKeyConstraint(
            ["renewed_by_id"],
            ["contract.id"],
        ),
        sa.ForeignKeyConstraint(
            ["step"],
            ["journal_step.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("contract_account", "contract", ["account_id"], unique=False)
    op.create_index("contract_renewed_by", "contract", ["renewed_by_id"], unique=False)
