"""The tables. Dates are ISO days, instants ISO text in UTC (`…Z`), money whole minor units beside its currency.

Reading commands never import this module: they use the documented views (views.sql). Values from outside pass a
plain Pydantic model first; the CHECK constraints keep other tools from storing what `cs` cannot read.
"""

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from cs_cli.domain.forecast import CATEGORIES
from cs_cli.domain.outcomes import OUTCOMES, REASONS
from cs_cli.domain.plans import LEVELS, MILESTONES, PERIODS, SIDES


def is_day(*columns: str) -> list[CheckConstraint]:
    """CHECKs that each of `columns` is a real ISO day or null."""
    return [CheckConstraint(f"date({c}) IS {c}", name=f"{c}_is_a_day") for c in columns]


def is_instant(*columns: str) -> list[CheckConstraint]:
    """CHECKs that each of `columns` is a UTC instant like 2026-11-23T07:02:11Z, or null."""
    form = "%Y-%m-%dT%H:%M:%SZ"
    return [CheckConstraint(f"strftime('{form}', {c}) IS {c}", name=f"{c}_is_an_instant") for c in columns]


def is_one_of(column: str, *values: str) -> CheckConstraint:
    """A CHECK that `column` is null or one of `values`."""
    listed = ", ".join(f"'{v}'" for v in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_is_known")


def is_json(*columns: str) -> list[CheckConstraint]:
    """CHECKs that each of `columns` is JSON text; the empty ones of almost every row are known without parsing."""
    return [CheckConstraint(f"{c} IN ('[]', '{{}}') OR json_valid({c})", name=f"{c}_is_json") for c in columns]


def is_filled(column: str) -> CheckConstraint:
    """A CHECK that `column` is more than blanks."""
    return CheckConstraint(f"trim({column}) <> ''", name=f"{column}_is_filled")


def table_args(*constraints: Any) -> tuple[Any, ...]:  # noqa: ANN401  SQLAlchemy's own types are not narrower
    """`__table_args__` of a table whose row ids are never used twice."""
    return (*constraints, {"sqlite_autoincrement": True})


def of_new_rows(value: str | int) -> Any:  # noqa: ANN401  SQLModel's own type is Any
    """A column that has `value` where a new row does not say, whoever inserts it."""
    literal = f"'{value}'" if isinstance(value, str) else str(int(value))
    return Field(default=value, sa_column_kwargs={"server_default": text(literal)})


class Currency(SQLModel, table=True):
    """ISO 4217: how many minor units make one unit of each currency."""

    code: str = Field(primary_key=True)
    exponent: int
    unit: int


class Meta(SQLModel, table=True):
    """Facts of the file itself: its schema number, the program that last wrote it."""

    key: str = Field(primary_key=True)
    value: str


class JournalStep(SQLModel, table=True):
    """One writing command: what undo takes back as a whole."""

    __tablename__: ClassVar[Any] = "journal_step"
    __table_args__ = table_args(*is_instant("at_utc", "undone_at_utc"))

    id: int | None = Field(default=None, primary_key=True)
    at_utc: str
    command: str
    user: str
    host: str
    version: str
    undone_at_utc: str | None = None
    undone_no: int | None = None


class JournalChange(SQLModel, table=True):
    """One changed or deleted row of a step, as JSON before and after; undo adds the images of inserted rows."""

    __tablename__: ClassVar[Any] = "journal_change"
    __table_args__ = table_args(
        is_one_of("kind", "insert", "update", "delete"),
        Index("journal_change_step", "step"),
        Index("journal_change_row", "table_name", "row_id"),
        Index("journal_change_account", "account_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    step: int = Field(foreign_key="journal_step.id")
    table_name: str
    row_id: int
    account_id: int | None = None
    kind: str
    before: str | None = None
    after: str | None = None


class ChangedElsewhere(SQLModel, table=True):
    """A row that another program changed or deleted, and the step that had inserted it; triggers write this."""

    __tablename__: ClassVar[Any] = "changed_elsewhere"

    table_name: str = Field(primary_key=True)
    row_id: int = Field(primary_key=True)
    step: int | None = None


class Row(SQLModel):
    """What every journalled row has: its id and the step that inserted it."""

    id: int | None = Field(default=None, primary_key=True)
    step: int = Field(default=0, foreign_key="journal_step.id")


class Account(Row, table=True):
    """A customer: the account."""

    __table_args__ = table_args(
        is_filled("key"),
        is_filled("name"),
        *is_day("customer_since", "kickoff_on", "live_on", "activated_on", "archived_on"),
        *is_json("tags", "custom"),
        Index("account_key", "key_folded", unique=True),
        Index("account_name", "name_folded"),
        Index("account_parent", "parent_id", sqlite_where=text("parent_id IS NOT NULL")),
        CheckConstraint("merged_into_id IS NULL OR archived_on IS NOT NULL", name="what_was_merged_is_archived"),
    )

    key: str
    key_folded: str
    name: str
    name_folded: str
    domain: str | None = None
    segment: str | None = None
    stage: str | None = None
    owner: str | None = None
    industry: str | None = None
    region: str | None = None
    country: str | None = None
    timezone: str | None = None
    currency: str | None = Field(default=None, foreign_key="currency.code")
    customer_since: date | None = None
    kickoff_on: date | None = None
    live_on: date | None = None
    activated_on: date | None = None
    archived_on: date | None = None
    parent_id: int | None = Field(default=None, foreign_key="account.id")
    tags: str = of_new_rows("[]")
    custom: str = of_new_rows("{}")
    merged_into_id: int | None = Field(default=None, foreign_key="account.id")


class OfAccount(Row):
    """A row that belongs to one account."""

    account_id: int = Field(foreign_key="account.id")


class Alias(OfAccount, table=True):
    """Another name by which an account is called."""

    __table_args__ = table_args(
        is_filled("name"), Index("alias_folded", "folded"), Index("alias_account", "account_id")
    )

    name: str
    folded: str


class ExternalRef(Row, table=True):
    """The id that another system gave a row: (kind, source, external id) → row."""

    __tablename__: ClassVar[Any] = "external_ref"
    __table_args__ = table_args(
        UniqueConstraint("kind", "source", "external_id", name="external_ref_is_unique"),
        Index("external_ref_row", "kind", "row_id"),
    )

    kind: str
    source: str
    external_id: str
    row_id: int


class Waiting(Row, table=True):
    """An imported row whose account has not been imported yet; it joins the account when that one comes."""

    __table_args__ = table_args(
        UniqueConstraint("kind", "source", "external_id", name="waiting_is_unique"),
        Index("waiting_account", "source", "account_ref"),
        *is_json("row"),
    )

    kind: str
    source: str
    account_ref: str
    external_id: str
    row: str


class Contact(OfAccount, table=True):
    """A person at an account."""

    __table_args__ = table_args(
        is_filled("name"),
        is_one_of("stance", "supporter", "neutral", "critic"),
        *is_day("left_on", "bounced_on"),
        *is_json("roles", "custom"),
        Index("contact_account", "account_id"),
    )

    name: str
    name_folded: str
    email: str | None = None
    title: str | None = None
    roles: str = of_new_rows("[]")
    stance: str | None = None
    influence: str | None = None
    sentiment: str | None = None
    reports_to: str | None = None
    phone: str | None = None
    custom: str = of_new_rows("{}")
    left_on: date | None = None
    bounced_on: date | None = None


class Contract(OfAccount, table=True):
    """One term of one contract: from `starts_on` up to, not including, `renews_on`.

    Anchor, term, price and price period are separate facts; `opt_out_on` and `renewed_by_id` follow from them and
    are kept by the writer (cs_cli/store/contracts.py), so that readers need no calendar. An outcome closes the term:
    it runs up to, not including, `ended_on`, which was decided on `outcome_on`.
    """

    __table_args__ = table_args(
        *is_day("starts_on", "renews_on", "anchor_on", "opt_out_on", "live_on", "decided_on", "notice_received_on"),
        *is_day("ended_on", "outcome_on"),
        CheckConstraint("renews_on > starts_on", name="a_term_ends_after_it_starts"),
        CheckConstraint("ended_on > starts_on", name="an_outcome_ends_a_term_after_its_start"),
        CheckConstraint(
            "(outcome IS NULL) = (ended_on IS NULL) AND (outcome IS NULL) = (outcome_on IS NULL)",
            name="an_outcome_has_its_days",
        ),
        CheckConstraint("(term_months IS NULL) = (renews_on IS NULL)", name="only_an_evergreen_never_renews"),
        CheckConstraint(
            "term_months > 0 AND renewal_months > 0 AND opt_out_every_months > 0", name="months_are_positive"
        ),
        CheckConstraint("price_minor >= 0 AND price_period_months >= 0", name="a_price_is_not_negative"),
        CheckConstraint("notice_days >= 0 AND seats >= 0", name="counts_are_not_negative"),
        is_one_of("notice_kind", "calendar", "business", "months"),
        is_one_of("notice_basis", "renewal-day", "last-day"),
        is_one_of("status", "active", "ended", "cancelled", "draft"),
        is_one_of("outcome", *OUTCOMES),
        is_one_of("reason", *REASONS),
        *is_json("assumed", "custom"),
        Index("contract_account", "account_id"),
        Index("contract_renewed_by", "renewed_by_id"),
    )

    contract: str = of_new_rows("")
    product: str | None = None
    starts_on: date
    renews_on: date | None = None
    anchor_on: date
    term_months: int | None = None
    renewal_months: int | None = None
    price_minor: int
    price_period_months: int
    billing_period_months: int | None = None
    currency: str = Field(foreign_key="currency.code")
    seats: int | None = None
    auto_renew: bool = of_new_rows(value=False)
    notice_days: int | None = None
    notice_kind: str = of_new_rows("calendar")
    notice_basis: str = of_new_rows("renewal-day")
    opt_out_every_months: int | None = None
    uplift_pct: str | None = None
    live_on: date | None = None
    status: str | None = None
    decided_on: date | None = None
    notice_received_on: date | None = None
    opt_out_on: date | None = None
    renewed_by_id: int | None = Field(default=None, foreign_key="contract.id")
    renewed_by_guess: bool = of_new_rows(value=False)
    assumed: str = of_new_rows("[]")
    custom: str = of_new_rows("{}")
    ended_on: date | None = None
    outcome: str | None = None
    outcome_on: date | None = None
    reason: str | None = None
    outcome_note: str | None = None


class Opportunity(OfAccount, table=True):
    """A renewal, expansion or new deal as the CRM has it."""

    __table_args__ = table_args(
        *is_day("close_on"),
        is_one_of("kind", "renewal", "expansion", "new"),
        is_one_of("amount_means", "arr", "mrr", "tcv"),
        *is_json("custom"),
        Index("opportunity_account", "account_id"),
    )

    opportunity: str
    kind: str | None = None
    stage: str | None = None
    amount_minor: int | None = None
    amount_means: str | None = None
    currency: str | None = Field(default=None, foreign_key="currency.code")
    close_on: date | None = None
    category: str | None = None
    won: bool | None = None
    custom: str = of_new_rows("{}")


class ForecastCall(OfAccount, table=True):
    """What was said on a day to become of one term's renewal; never changed, so that calls can be held to account."""

    __tablename__: ClassVar[Any] = "forecast_call"
    __table_args__ = table_args(
        *is_day("called_on", "renews_on"),
        is_one_of("category", *CATEGORIES),
        is_one_of("flat_category", *CATEGORIES),
        CheckConstraint("arr_minor >= 0", name="a_called_amount_is_not_negative"),
        Index("forecast_call_contract", "contract_id", "called_on"),
        Index("forecast_call_account", "account_id"),
    )

    contract_id: int = Field(foreign_key="contract.id")
    renews_on: date
    called_on: date
    category: str
    flat_category: str | None = None
    arr_minor: int
    currency: str = Field(foreign_key="currency.code")
    evidence: str | None = None
    reason: str | None = None
    owner: str | None = None


class Rate(Row, table=True):
    """What one unit of `currency` was worth in `in_currency` on a day, as a decimal number."""

    __table_args__ = table_args(
        *is_day("rated_on"),
        CheckConstraint("currency <> in_currency", name="a_rate_is_between_two_currencies"),
        CheckConstraint("CAST(rate AS REAL) > 0", name="a_rate_is_positive"),
        UniqueConstraint("currency", "in_currency", "rated_on", name="one_rate_a_day"),
    )

    currency: str = Field(foreign_key="currency.code")
    in_currency: str = Field(foreign_key="currency.code")
    rated_on: date
    rate: str


class Measurement(OfAccount, table=True):
    """A metric's value on a day (active_users, seats_used, …): a number, or a word where its name ends in _status."""

    __table_args__ = table_args(
        is_filled("metric"),
        is_filled("word"),
        CheckConstraint("(value IS NULL) <> (word IS NULL)", name="a_number_or_a_word"),
        *is_day("measured_on"),
        UniqueConstraint("account_id", "metric", "measured_on", name="one_value_a_day"),
    )

    metric: str
    measured_on: date
    value: float | None = None
    word: str | None = None


class Ticket(OfAccount, table=True):
    """A support case."""

    __table_args__ = table_args(
        *is_instant("opened_at_utc", "first_reply_at_utc", "resolved_at_utc", "closed_at_utc", "reopened_at_utc"),
        UniqueConstraint("account_id", "ticket", name="one_ticket_of_a_number"),
        *is_json("custom"),
    )

    ticket: str
    subject: str | None = None
    type: str | None = None
    priority: str | None = None
    opened_at_utc: str
    first_reply_at_utc: str | None = None
    resolved_at_utc: str | None = None
    closed_at_utc: str | None = None
    reopened_at_utc: str | None = None
    contacts_count: int | None = None
    status: str | None = None
    csat: float | None = None
    custom: str = of_new_rows("{}")
    because: str | None = None
    change: str | None = None


class Survey(OfAccount, table=True):
    """One answer to an NPS, CSAT or CES question."""

    __table_args__ = table_args(
        *is_day("answered_on"),
        is_one_of("kind", "nps", "csat", "ces"),
        Index("survey_account", "account_id", "kind", "answered_on"),
        *is_json("custom"),
    )

    contact: str | None = None
    kind: str
    score: float
    answered_on: date
    comment: str | None = None
    custom: str = of_new_rows("{}")


class Activity(OfAccount, table=True):
    """A call, meeting, mail, reply, note or QBR; people call it by its number (a12). Internal unless shared."""

    __table_args__ = table_args(
        *is_day("happened_on"),
        is_one_of("kind", "call", "meeting", "email", "reply", "note", "qbr"),
        is_one_of("direction", "in", "out", "both"),
        Index("activity_account", "account_id", "happened_on"),
        *is_json("contacts", "custom"),
    )

    kind: str
    happened_on: date
    summary: str | None = None
    direction: str | None = None
    topic: str | None = None
    contacts: str = of_new_rows("[]")
    custom: str = of_new_rows("{}")
    shared: bool = of_new_rows(value=False)


class Task(Row, table=True):
    """Something to do by a day; people call it by its number (t31), which is its id and never used twice.

    A step of the renewal clock names its term and the step; what an outcome made needless was dropped, not done. One
    that comes again `every` so often counts its days from `anchor_on`; `because` says why it was put off or dropped.
    """

    __table_args__ = table_args(
        is_filled("title"),
        *is_day("due_on", "done_on", "created_on", "dropped_on", "anchor_on"),
        CheckConstraint("(every IS NULL) = (anchor_on IS NULL)", name="what_comes_again_has_its_first_day"),
        CheckConstraint("clock_step IS NULL OR contract_id IS NOT NULL", name="a_clock_step_is_of_a_contract"),
        Index("task_account", "account_id"),
        Index("task_contract", "contract_id", sqlite_where=text("contract_id IS NOT NULL")),
    )

    account_id: int | None = Field(default=None, foreign_key="account.id")
    title: str
    owner: str | None = None
    created_on: date
    due_on: date | None = None
    done_on: date | None = None
    snoozes: int = of_new_rows(0)
    contract_id: int | None = Field(default=None, foreign_key="contract.id")
    clock_step: str | None = None
    dropped_on: date | None = None
    every: str | None = None
    anchor_on: date | None = None
    because: str | None = None


class Note(OfAccount, table=True):
    """A standing remark about an account: internal, always."""

    __table_args__ = table_args(is_filled("text"), *is_day("noted_on"), Index("note_account", "account_id"))

    noted_on: date
    text: str


class Sentiment(OfAccount, table=True):
    """How a CSM feels about an account on a day, and why: internal, always."""

    __table_args__ = table_args(
        is_one_of("mood", "green", "yellow", "red"),
        is_filled("why"),
        *is_day("felt_on"),
        Index("sentiment_account", "account_id", "felt_on"),
    )

    felt_on: date
    mood: str
    why: str
    contact: str | None = None


class OfPlan(OfAccount):
    """A row of a success plan: since when it stands there, when it was last touched, whether the customer sees it."""

    created_on: date
    changed_on: date
    shared: bool = of_new_rows(value=True)


class Objective(OfPlan, table=True):
    """What the customer wants, in their words, and by what measure it counts as reached; people call it o3."""

    __table_args__ = table_args(
        is_filled("quote"),
        *is_day("created_on", "changed_on", "said_on", "due_on", "done_on", "dropped_on"),
        Index("objective_account", "account_id"),
    )

    quote: str
    said_by: str | None = None
    said_on: date | None = None
    measure: str | None = None
    unit: str | None = None
    baseline: float | None = None
    target: float | None = None
    due_on: date | None = None
    evidence: str | None = None
    cadence: str | None = None
    done_on: date | None = None
    dropped_on: date | None = None
    because: str | None = None


class Progress(OfAccount, table=True):
    """Where an objective's measure stood on a day, and what shows it."""

    __table_args__ = table_args(
        *is_day("measured_on"),
        Index("progress_account", "account_id"),
        UniqueConstraint("objective_id", "measured_on", name="one_reading_a_day"),
    )

    objective_id: int = Field(foreign_key="objective.id")
    measured_on: date
    value: float
    evidence: str | None = None


class Milestone(OfPlan, table=True):
    """A dated step of a success plan, ours, theirs or joint; people call it m7. First agreed for `planned_on`."""

    __table_args__ = table_args(
        is_filled("title"),
        is_one_of("side", *SIDES),
        is_one_of("kind", *MILESTONES),
        *is_day("created_on", "changed_on", "planned_on", "due_on", "done_on", "missed_on", "dropped_on"),
        CheckConstraint("missed_on IS NULL OR because IS NOT NULL", name="what_was_missed_says_why"),
        *is_json("depends_on"),
        Index("milestone_account", "account_id"),
    )

    title: str
    side: str
    owner: str | None = None
    kind: str | None = None
    objective_id: int | None = Field(default=None, foreign_key="objective.id")
    depends_on: str = of_new_rows("[]")
    planned_on: date | None = None
    due_on: date | None = None
    done_on: date | None = None
    confirmed_by: str | None = None
    missed_on: date | None = None
    because: str | None = None
    change: str | None = None
    dropped_on: date | None = None


class Commitment(OfPlan, table=True):
    """What one side promised the other, or both each other, by a day; people call it c4."""

    __table_args__ = table_args(
        is_filled("promise"),
        is_one_of("side", *SIDES),
        *is_day("created_on", "changed_on", "due_on", "done_on", "missed_on", "dropped_on"),
        Index("commitment_account", "account_id"),
    )

    side: str
    promise: str
    owner: str | None = None
    activity_id: int | None = Field(default=None, foreign_key="activity.id")
    due_on: date | None = None
    done_on: date | None = None
    missed_on: date | None = None
    because: str | None = None
    change: str | None = None
    dropped_on: date | None = None


class Risk(OfPlan, table=True):
    """What may go wrong, how likely, how bad, and what is done about it; people call it r2. Internal unless shared."""

    __table_args__ = table_args(
        is_filled("title"),
        is_one_of("likelihood", *LEVELS),
        is_one_of("impact", *LEVELS),
        *is_day("created_on", "changed_on", "due_on", "closed_on"),
        Index("risk_account", "account_id"),
    )

    title: str
    cause: str | None = None
    likelihood: str | None = None
    impact: str | None = None
    mitigation: str | None = None
    owner: str | None = None
    due_on: date | None = None
    closed_on: date | None = None
    because: str | None = None
    shared: bool = of_new_rows(value=False)


class ValueItem(OfPlan, table=True):
    """What the customer gained: baseline, current, what one unit is worth, who agreed and when; people call it v1."""

    __tablename__: ClassVar[Any] = "value_item"
    __table_args__ = table_args(
        is_filled("title"),
        is_one_of("per", *PERIODS),
        *is_day("created_on", "changed_on", "measured_on", "agreed_on", "dropped_on"),
        CheckConstraint("(unit_value_minor IS NULL) = (currency IS NULL)", name="a_unit_value_has_its_currency"),
        CheckConstraint("(agreed_by IS NULL) = (agreed_on IS NULL)", name="an_agreement_has_its_day"),
        Index("value_item_account", "account_id"),
    )

    title: str
    objective_id: int | None = Field(default=None, foreign_key="objective.id")
    unit: str | None = None
    baseline: float | None = None
    current: float | None = None
    measured_on: date | None = None
    unit_value_minor: int | None = None
    currency: str | None = Field(default=None, foreign_key="currency.code")
    per: str | None = None
    evidence: str | None = None
    agreed_by: str | None = None
    agreed_on: date | None = None
    dropped_on: date | None = None


class Forgotten(SQLModel, table=True):
    """Somebody who was erased: a salted hash of a name or address, so that no import brings them back. Never undone."""

    __table_args__ = table_args(*is_day("forgotten_on"))

    id: int | None = Field(default=None, primary_key=True)
    salt: str
    hash: str
    forgotten_on: date


class HealthOverride(OfAccount, table=True):
    """A band set by hand, with its reason, until a day; `lifted_on` where somebody ended it before."""

    __tablename__: ClassVar[Any] = "health_override"
    __table_args__ = table_args(
        is_one_of("band", "green", "yellow", "red"),
        is_filled("why"),
        *is_day("set_on", "until_on", "lifted_on"),
        CheckConstraint("until_on >= set_on", name="it_ends_after_it_begins"),
        Index("health_override_account", "account_id"),
    )

    set_on: date
    until_on: date
    lifted_on: date | None = None
    band: str
    why: str


class HealthSnapshot(SQLModel, table=True):
    """The health of an account as it was said on a day, with its inputs.

    `step` is the import that recorded it, which undo takes along. What a digest has said has none, and stays.
    """

    __tablename__: ClassVar[Any] = "health_snapshot"
    __table_args__ = table_args(
        *is_day("computed_on"),
        is_one_of("band", "green", "yellow", "red", "grey"),
        CheckConstraint("score BETWEEN 0 AND 100 AND coverage BETWEEN 0 AND 100", name="a_score_is_of_100"),
        UniqueConstraint("account_id", "computed_on", name="one_snapshot_a_day"),
        *is_json("inputs"),
    )

    id: int | None = Field(default=None, primary_key=True)
    step: int | None = Field(default=None, foreign_key="journal_step.id")
    account_id: int
    computed_on: date
    score: float | None = None
    band: str
    coverage: float
    scorecard: str
    inputs: str = of_new_rows("{}")
    fingerprint: str | None = None


class Sent(SQLModel, table=True):
    """One message of a digest to one recipient: claimed before it is sent, marked after. Never undone."""

    __table_args__ = table_args(
        *is_instant("claimed_at_utc", "done_at_utc"),
        is_one_of("state", "claimed", "sent", "accepted", "empty", "failed"),
        CheckConstraint("part BETWEEN 1 AND parts AND tries >= 0", name="parts_are_counted"),
        UniqueConstraint("digest", "owner", "period", "channel", "recipient", "part", name="a_part_is_sent_once"),
        *is_json("items"),
    )

    id: int | None = Field(default=None, primary_key=True)
    digest: str
    owner: str = of_new_rows("")
    period: str
    channel: str
    recipient: str = of_new_rows("")
    part: int = of_new_rows(1)
    parts: int = of_new_rows(1)
    content_hash: str
    state: str
    tries: int = of_new_rows(0)
    claimed_at_utc: str
    done_at_utc: str | None = None
    error: str | None = None
    items: str = of_new_rows("[]")


# Parents before children: the order in which rows can be inserted; the reverse is the order of deletion.
JOURNALLED: tuple[type[Row | HealthSnapshot], ...] = (
    Account,
    Alias,
    ExternalRef,
    Waiting,
    Contact,
    Contract,
    Opportunity,
    ForecastCall,
    Rate,
    Measurement,
    Ticket,
    Survey,
    Activity,
    Task,
    Note,
    Sentiment,
    Objective,
    Progress,
    Milestone,
    Commitment,
    Risk,
    ValueItem,
    HealthOverride,
    HealthSnapshot,
)
