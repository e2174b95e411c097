"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

CURRENCIES = {
    0: ("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
    2: (
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF "
        "CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD "
        "HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK "
        "MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD "
        "RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS "
        "UAH USD UYU UZS VED VES WST XCD YER ZAR ZMW ZWG"
    ),
    3: ("BHD IQD JOD KWD LYD OMR TND"),
    4: ("CLF UYW"),
}


def upgrade() -> None:
    op.create_table(
        "currency",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("exponent", sa.Integer(), nullable=False),
        sa.Column("unit", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "journal_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at_utc", sa.String(), nullable=False),
        sa.Column("command", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("undone_at_utc", sa.String(), nullable=True),
        sa.Column("undone_no", sa.Integer(), nullable=True),
        sa.CheckConstraint("strftime('%Y-%m-%dT%H:%M:%SZ', at_utc) IS at_utc", name="at_utc_is_an_instant"),
        sa.CheckConstraint(
            "strftime('%Y-%m-%dT%H:%M:%SZ', undone_at_utc) IS undone_at_utc",
            name="undone_at_utc_is_an_instant",
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "changed_elsewhere",
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("table_name", "row_id"),
    )
    op.create_table(
        "meta",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("key_folded", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_folded", sa.String(), nullable=False),
        sa.Column("domain", sa.String(), nullable=True),
        sa.Column("segment", sa.String(), nullable=True),
        sa.Column("stage", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("industry", sa.String(), nullable=True),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("timezone", sa.String(), nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("customer_since", sa.Date(), nullable=True),
        sa.Column("kickoff_on", sa.Date(), nullable=True),
        sa.Column("live_on", sa.Date(), nullable=True),
        sa.Column("activated_on", sa.Date(), nullable=True),
        sa.Column("archived_on", sa.Date(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("tags", sa.String(), nullable=False, server_default=sa.text("'[]'")),
        sa.Column("custom", sa.String(), nullable=False, server_default=sa.text("'{}'")),
        sa.CheckConstraint("trim(key) <> ''", name="key_is_filled"),
        sa.CheckConstraint("trim(name) <> ''", name="name_is_filled"),
        sa.CheckConstraint("date(activated_on) IS activated_on", name="activated_on_is_a_day"),
        sa.CheckConstraint("date(archived_on) IS archived_on", name="archived_on_is_a_day"),
        sa.CheckConstraint("date(customer_since) IS customer_since", name="customer_since_is_a_day"),
        sa.CheckConstraint("date(kickoff_on) IS kickoff_on", name="kickoff_on_is_a_day"),
        sa.CheckConstraint("date(live_on) IS live_on", name="live_on_is_a_day"),
        sa.CheckConstraint("custom IN ('[]', '{}') OR json_valid(custom)", name="custom_is_json"),
        sa.CheckConstraint("tags IN ('[]', '{}') OR json_valid(tags)", name="tags_is_json"),
        sa.ForeignKeyConstraint(
            ["currency"],
            ["currency.code"],
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["step"],
            ["journal_step.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("account_key", "account", ["key_folded"], unique=True)
    op.create_index("account_name", "account", ["name_folded"], unique=False)
    op.create_index(
        "account_parent", "account", ["parent_id"], unique=False, sqlite_where=sa.text("parent_id IS NOT NULL")
    )
    op.create_table(
        "external_ref",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["step"],
            ["journal_step.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("kind", "source", "external_id", name="external_ref_is_unique"),
        sqlite_autoincrement=True,
    )
    op.create_index("external_ref_row", "external_ref", ["kind", "row_id"], unique=False)
    op.create_table(
        "journal_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=True),
        sa.Column("after", sa.String(), nullable=True),
        sa.CheckConstraint("kind IN ('insert', 'update', 'delete')", name="kind_is_known"),
        sa.ForeignKeyConstraint(
            ["step"],
            ["journal_step.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("journal_change_account", "journal_change", ["account_id"], unique=False)
    op.create_index("journal_change_row", "journal_change", ["table_name", "row_id"], unique=False)
    op.create_index("journal_change_step", "journal_change", ["step"], unique=False)
    op.create_table(
        "waiting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("account_ref", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("row", sa.String(), nullable=False),
        sa.CheckConstraint("row IN ('[]', '{}') OR json_valid(row)", name="row_is_json"),
        sa.ForeignKeyConstraint(
            ["step"],
            ["journal_step.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("kind", "source", "external_id", name="waiting_is_unique"),
        sqlite_autoincrement=True,
    )
    op.create_index("waiting_account", "waiting", ["source", "account_ref"], unique=False)
    op.create_table(
        "activity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("summary", sa.String(), nullable=True),
        sa.Column("direction", sa.String(), nullable=True),
        sa.Column("topic", sa.String(), nullable=True),
        sa.Column("contacts", sa.String(), nullable=False, server_default=sa.text("'[]'")),
        sa.Column("custom", sa.String(), nullable=False, server_default=sa.text("'{}'")),
        sa.CheckConstraint("direction IN ('in', 'out', 'both')", name="direction_is_known"),
        sa.CheckConstraint("kind IN ('call', 'meeting', 'email', 'reply', 'note', 'qbr')", name="kind_is_known"),
        sa.CheckConstraint("date(happened_on) IS happened_on", name="happened_on_is_a_day"),
        sa.CheckConstraint("contacts IN ('[]', '{}') OR json_valid(contacts)", name="contacts_is_json"),
        sa.CheckConstraint("custom IN ('[]', '{}') OR json_valid(custom)", name="custom_is_json"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["step"],
            ["journal_step.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("activity_account", "activity", ["account_id", "happened_on"], unique=False)
    op.create_table(
        "alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.CheckConstraint("trim(name) <> ''", name="name_is_filled"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["step"],
            ["journal_step.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("alias_account", "alias", ["account_id"], unique=False)
    op.create_index("alias_folded", "alias", ["folded"], unique=False)
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_folded", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("roles", sa.String(), nullable=False, server_default=sa.text("'[]'")),
        sa.Column("stance", sa.String(), nullable=True),
        sa.Column("influence", sa.String(), nullable=True),
        sa.Column("sentiment", sa.String(), nullable=True),
        sa.Column("reports_to", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("custom", sa.String(), nullable=False, server_default=sa.text("'{}'")),
        sa.CheckConstraint("stance IN ('supporter', 'neutral', 'critic')", name="stance_is_known"),
        sa.CheckConstraint("trim(name) <> ''", name="name_is_filled"),
        sa.CheckConstraint("custom IN ('[]', '{}') OR json_valid(custom)", name="custom_is_json"),
        sa.CheckConstraint("roles IN ('[]', '{}') OR json_valid(roles)", name="roles_is_json"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["step"],
            ["journal_step.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("contact_account", "contact", ["account_id"], unique=False)
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
    op.create_table(
        "health_snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("computed_on", sa.Date(), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("band", sa.String(), nullable=False),
        sa.Column("coverage", sa.Float(), nullable=False),
        sa.Column("scorecard", sa.String(), nullable=False),
        sa.Column("inputs", sa.String(), nullable=False, server_default=sa.text("'{}'")),
        sa.CheckConstraint("band IN ('green', 'yellow', 'red', 'grey')", name="band_is_known"),
        sa.CheckConstraint("date(computed_on) IS computed_on", name="computed_on_is_a_day"),
        sa.CheckConstraint("inputs IN ('[]', '{}') OR json_valid(inputs)", name="inputs_is_json"),
        sa.CheckConstraint("score BETWEEN 0 AND 100 AND coverage BETWEEN 0 AND 100", name="a_score_is_of_100"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["step"],
            ["journal_step.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("account_id", "computed_on", name="one_snapshot_a_day"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "measurement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("measured_on", sa.Date(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.CheckConstraint("trim(metric) <> ''", name="metric_is_filled"),
        sa.CheckConstraint("date(measured_on) IS measured_on", name="measured_on_is_a_day"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["step"],
            ["journal_step.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("account_id", "metric", "measured_on", name="one_value_a_day"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.CheckConstraint("trim(text) <> ''", name="text_is_filled"),
        sa.CheckConstraint("date(noted_on) IS noted_on", name="noted_on_is_a_day"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["step"],
            ["journal_step.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("note_account", "note", ["account_id"], unique=False)
    op.create_table(
        "opportunity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("opportunity", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("stage", sa.String(), nullable=True),
        sa.Column("amount_minor", sa.Integer(), nullable=True),
        sa.Column("amount_means", sa.String(), nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("close_on", sa.Date(), nullable=True),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("won", sa.Boolean(), nullable=True),
        sa.Column("custom", sa.String(), nullable=False, server_default=sa.text("'{}'")),
        sa.CheckConstraint("amount_means IN ('arr', 'mrr', 'tcv')", name="amount_means_is_known"),
        sa.CheckConstraint("kind IN ('renewal', 'expansion', 'new')", name="kind_is_known"),
        sa.CheckConstraint("date(close_on) IS close_on", name="close_on_is_a_day"),
        sa.CheckConstraint("custom IN ('[]', '{}') OR json_valid(custom)", name="custom_is_json"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["currency"],
            ["currency.code"],
        ),
        sa.ForeignKeyConstraint(
            ["step"],
            ["journal_step.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("opportunity_account", "opportunity", ["account_id"], unique=False)
    op.create_table(
        "survey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("contact", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("comment", sa.String(), nullable=True),
        sa.Column("custom", sa.String(), nullable=False, server_default=sa.text("'{}'")),
        sa.CheckConstraint("kind IN ('nps', 'csat', 'ces')", name="kind_is_known"),
        sa.CheckConstraint("date(answered_on) IS answered_on", name="answered_on_is_a_day"),
        sa.CheckConstraint("custom IN ('[]', '{}') OR json_valid(custom)", name="custom_is_json"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["step"],
            ["journal_step.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("survey_account", "survey", ["account_id", "kind", "answered_on"], unique=False)
    op.create_table(
        "task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("snoozes", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.CheckConstraint("trim(title) <> ''", name="title_is_filled"),
        sa.CheckConstraint("date(created_on) IS created_on", name="created_on_is_a_day"),
        sa.CheckConstraint("date(done_on) IS done_on", name="done_on_is_a_day"),
        sa.CheckConstraint("date(due_on) IS due_on", name="due_on_is_a_day"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["step"],
            ["journal_step.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("task_account", "task", ["account_id"], unique=False)
    op.create_table(
        "ticket",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("ticket", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("type", sa.String(), nullable=True),
        sa.Column("priority", sa.String(), nullable=True),
        sa.Column("opened_at_utc", sa.String(), nullable=False),
        sa.Column("first_reply_at_utc", sa.String(), nullable=True),
        sa.Column("resolved_at_utc", sa.String(), nullable=True),
        sa.Column("closed_at_utc", sa.String(), nullable=True),
        sa.Column("reopened_at_utc", sa.String(), nullable=True),
        sa.Column("contacts_count", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(), nullable=True),
        sa.Column("csat", sa.Float(), nullable=True),
        sa.Column("custom", sa.String(), nullable=False, server_default=sa.text("'{}'")),
        sa.CheckConstraint(
            "strftime('%Y-%m-%dT%H:%M:%SZ', closed_at_utc) IS closed_at_utc",
            name="closed_at_utc_is_an_instant",
        ),
        sa.CheckConstraint(
            "strftime('%Y-%m-%dT%H:%M:%SZ', first_reply_at_utc) IS first_reply_at_utc",
            name="first_reply_at_utc_is_an_instant",
        ),
        sa.CheckConstraint(
            "strftime('%Y-%m-%dT%H:%M:%SZ', opened_at_utc) IS opened_at_utc",
            name="opened_at_utc_is_an_instant",
        ),
        sa.CheckConstraint(
            "strftime('%Y-%m-%dT%H:%M:%SZ', reopened_at_utc) IS reopened_at_utc",
            name="reopened_at_utc_is_an_instant",
        ),
        sa.CheckConstraint(
            "strftime('%Y-%m-%dT%H:%M:%SZ', resolved_at_utc) IS resolved_at_utc",
            name="resolved_at_utc_is_an_instant",
        ),
        sa.CheckConstraint("custom IN ('[]', '{}') OR json_valid(custom)", name="custom_is_json"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["step"],
            ["journal_step.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("account_id", "ticket", name="one_ticket_of_a_number"),
        sqlite_autoincrement=True,
    )

    currency = sa.table("currency", sa.column("code"), sa.column("exponent"), sa.column("unit"))
    op.bulk_insert(
        currency,
        [
            {"code": code, "exponent": exponent, "unit": 10**exponent}
            for exponent, codes in CURRENCIES.items()
            for code in codes.split()
        ],
    )
