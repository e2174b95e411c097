"""The portfolio's own formats: the kinds of table, their columns and the headers that people give them.

Declared once: the reader recognises a kind by its header, the export writes it, the documentation lists it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from cs_cli.domain.forecast import CATEGORIES
from cs_cli.domain.money import EXPONENTS
from cs_cli.domain.outcomes import OUTCOMES, REASONS
from cs_cli.domain.roles import ROLES
from cs_cli.intake.values import Reads

EURO = "EUR"


@dataclass(frozen=True)
class Column:
    """One column: its name, what it holds, the other headers it is known by, and the words it may hold."""

    name: str
    reads: Reads = Reads.TEXT
    synonyms: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    exported: bool = True


@dataclass(frozen=True)
class Kind:
    """One kind of table. `required`: of each group one column must be there. `custom`: unknown columns are kept.

    `also` is what else is read as this kind.
    """

    name: str
    table: str
    columns: tuple[Column, ...]
    required: tuple[tuple[str, ...], ...]
    custom: bool = True
    also: str = ""

    def column(self, name: str) -> Column | None:
        """The column of that name."""
        return next((column for column in self.columns if column.name == name), None)


def folded(header: str) -> str:
    """A header for comparing: lower case, words apart, without what stands in brackets (`ARR (EUR)` → `arr`)."""
    plain = re.sub(r"\([^)]*\)|\[[^]]*]", " ", header) if not header.startswith(("(", "[")) else header
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", plain.removesuffix("__c").removesuffix(" *"))
    return " ".join(re.sub(r"[^\w%#]+|_+", " ", spaced).lower().split())


def _c(name: str, reads: Reads = Reads.TEXT, also: str = "", choices: tuple[str, ...] = ()) -> Column:
    return Column(name, reads, tuple(word.strip() for word in also.split(",") if word.strip()), choices)


def _hidden(name: str, reads: Reads = Reads.TEXT, also: str = "") -> Column:
    return Column(name, reads, tuple(word.strip() for word in also.split(",") if word.strip()), exported=False)


_SOURCE = (
    _c("source"),
    _c("external_id", also="crm id, salesforce id, sfdc id, hubspot id, record id"),
)
_ACCOUNT_SOURCE = (
    _c("source"),
    _c("external_id", also="crm id, salesforce id, sfdc id, sfdc account id, hubspot id, record id, account id, "
       "customer id, company id, client id"),
)  # fmt: skip
_NAMES = "customer, client, company, account name, company name, customer name, client name, organisation, organization"
_OF_ACCOUNT = _c("account", also=f"{_NAMES}, account key, customer key, company domain name")
_OF_ACCOUNT_ID = _hidden("account_id")

_ACCOUNT_FACTS = (
    _c("domain", Reads.DOMAIN, "website, web site, company domain, company domain name, url, homepage, email domain"),
    _c("segment", also="tier, customer segment, account tier, size segment"),
    _c("stage", also="lifecycle stage, lifecycle, customer stage, journey stage, customer journey stage, phase"),
    _c("owner", also="csm, customer success manager, success manager, csm name, csm owner, account owner, "
       "account manager, owner name, assigned to, cs owner, responsible"),
    _c("industry", also="vertical, sector"),
    _c("region", also="territory, geo, area"),
    _c("country", also="billing country, country region"),
    _c("timezone", also="time zone, tz"),
)  # fmt: skip
_CURRENCY = _c("currency", Reads.CURRENCY, "currency code, currency iso code, ccy, arr currency, amount currency")
_ACCOUNT_DATES = (
    _c("customer_since", Reads.DAY, "client since, since, original contract date, first contract date"),
    _c("kickoff_on", Reads.DAY, "kickoff, kick off, kickoff date, kick off date"),
    _c("activated_on", Reads.DAY, "activated, activation date"),
)
_ACCOUNT_LIVE = _c("live_on", Reads.DAY, "go live, go live date, golive, live date, launch date")
_ACCOUNT_LINKS = (
    _c("parent", also="parent account, parent company, ultimate parent"),
    _c("tags", Reads.WORDS, "tag, labels"),
    _c("aliases", Reads.WORDS, "also known as, aka, other names"),
    _c("archived_on", Reads.DAY),
    _c("merged_into"),
)

_CONTRACT_FACTS = (
    _c("contract", also="contract id, contract number, contract name, subscription, subscription id, agreement"),
    _c("product", also="plan, product name, sku, package, edition"),
    _c("renews_on", Reads.DAY, "renewal date, renewal, renews, next renewal, next renewal date, contract renewal date, "
       "renew date, renewal due, renewal day, date of renewal, upcoming renewal date"),
    _c("ends_on", Reads.DAY, "end, ends, end date, contract end, contract end date, expiry, expiry date, expires, "
       "expires on, expiration, expiration date, term end, term end date, subscription end date"),
    _c("starts_on", Reads.DAY, "start, starts, start date, contract start, contract start date, term start, "
       "term start date, subscription start date"),
    _c("term", Reads.TERM, "contract term, term length, contract length, subscription term, initial term, term months"),
    _c("renewal_term", Reads.TERM),
    _c("price", Reads.AMOUNT, "contract value, contract amount, fee, subscription price"),
    _c("arr", Reads.AMOUNT, "annual recurring revenue, acv, annual contract value, annual value, "
       "current arr, total arr, annual revenue recurring, yearly value"),
    _c("price_period", Reads.PERIOD, "price per, period"),
    _c("billing_period", Reads.PERIOD, "billing, billing frequency, billing cycle"),
    _c(
        "seats",
        Reads.COUNT,
        "licenses, licences, licensed seats, license count, seat count, # seats, number of seats, users",
    ),
    _c("auto_renew", Reads.FLAG, "auto renewal, autorenew, autorenewal, auto renews, renews automatically"),
    _c("notice_days", Reads.NOTICE, "notice, notice period, notice period days, notice in days, cancellation notice, "
       "opt out days, opt out notice"),
    _c("notice_kind", Reads.CHOICE, "notice unit", ("calendar", "business", "months")),
    _c("notice_basis", Reads.CHOICE, "", ("renewal-day", "last-day")),
    _c("opt_out_every", Reads.TERM, "break clause every"),
    _c("uplift_pct", Reads.PERCENT, "uplift, uplift %, price increase, price increase %"),
    _c("status", Reads.CHOICE, "contract status", ("active", "ended", "cancelled", "draft")),
)  # fmt: skip
_MRR = _hidden("mrr", Reads.AMOUNT, "monthly recurring revenue, current mrr, total mrr")
_CONTRACT_RECORD = (
    _c("decided_on", Reads.DAY),
    _c("notice_received_on", Reads.DAY),
    _c("ended_on", Reads.DAY),
    _c("outcome", Reads.CHOICE, "", OUTCOMES),
    _c("outcome_on", Reads.DAY),
    _c("reason", Reads.CHOICE, "", REASONS),
    _c("outcome_note", Reads.PROSE),
    _c("anchor_on", Reads.DAY),
    _c("assumed", Reads.WORDS),
)

ACCOUNTS = Kind(
    "accounts", "account",
    (_c("account", Reads.KEY, "account key, customer key, key"), _c("name", also=_NAMES), *_ACCOUNT_FACTS, _CURRENCY,
     *_ACCOUNT_DATES[:2], _ACCOUNT_LIVE, _ACCOUNT_DATES[2], *_ACCOUNT_LINKS[:2], *_ACCOUNT_SOURCE, *_ACCOUNT_LINKS[2:],
     _hidden("parent_id")),
    (("account",), ("name",)),
)  # fmt: skip
CONTRACTS = Kind(
    "contracts", "contract",
    (_OF_ACCOUNT, *_CONTRACT_FACTS[:11], _CURRENCY, *_CONTRACT_FACTS[11:18], _ACCOUNT_LIVE, _CONTRACT_FACTS[18],
     *_SOURCE, *_CONTRACT_RECORD, _OF_ACCOUNT_ID, _MRR),
    (("account", "account_id"), ("renews_on", "ends_on", "term"), ("price", "arr", "mrr")),
)  # fmt: skip
BOOK = Kind(
    "book", "account",
    (_c("account", also="account key, customer key, key"), _c("name", also=_NAMES), *_ACCOUNT_FACTS, _CURRENCY,
     *_ACCOUNT_DATES, *_ACCOUNT_LINKS[:3], *_CONTRACT_FACTS, _ACCOUNT_LIVE, *_ACCOUNT_SOURCE, _hidden("parent_id"),
     _MRR),
    (("name", "account"), ("arr", "price", "mrr"), ("renews_on", "ends_on")),
)  # fmt: skip
CONTACTS = Kind(
    "contacts", "contact",
    (_OF_ACCOUNT, _c("name", also="contact, contact name, full name, person"),
     _c("email", also="e mail, email address, mail"), _c("title", also="job title, position, function"),
     _c("roles", Reads.WORDS, "role, buying role", ROLES),
     _c("stance", Reads.CHOICE, "", ("supporter", "neutral", "critic")), _c("influence"), _c("sentiment"),
     _c("reports_to", also="reports to, manager"), _c("phone", also="phone number, telephone, mobile, business phone"),
     _c("left_on", Reads.DAY, "left, left company on, left the company on, leave date, date left, departed on"),
     _c("bounced_on", Reads.DAY, "bounced, email bounced date, email bounced on, bounce date, hard bounced on"),
     *_SOURCE, _OF_ACCOUNT_ID, _hidden("first_name", also="first name, given name"),
     _hidden("last_name", also="last name, surname, family name")),
    (("account", "account_id"), ("name", "last_name")),
)  # fmt: skip
_WHEN_MEASURED = "date, day, measured on, week, week ending, week of, month, month ending, period, snapshot date"
MEASUREMENTS = Kind(
    "measurements", "measurement",
    (_OF_ACCOUNT, _c("metric", also="measure, kpi, metric name"), _c("on", Reads.DAY, _WHEN_MEASURED),
     _c("value", Reads.READING, "metric value, count"), _OF_ACCOUNT_ID),
    (("account", "account_id"), ("metric",), ("on",), ("value",)), custom=False,
    also="Read too: a row an account, a column a metric (kind usage): Account, Date, active_users, seats_used, …",
)  # fmt: skip
TICKETS = Kind(
    "tickets", "ticket",
    (_OF_ACCOUNT, _c("ticket", also="ticket id, ticket number, case number, case id, number"),
     _c("subject", also="title, summary, ticket name"), _c("type", also="ticket type, category"),
     _c("priority", also="severity, sev, urgency"),
     _c("opened_at", Reads.INSTANT, "opened, created, created at, create date, created date, date time opened"),
     _c("first_reply_at", Reads.INSTANT, "first reply, first response at"),
     _c("resolved_at", Reads.INSTANT, "resolved, resolved on, solved at"),
     _c("closed_at", Reads.INSTANT, "closed, closed on, close date, closed date, date time closed"),
     _c("reopened_at", Reads.INSTANT, "reopened"), _c("contacts_count", Reads.COUNT, "contacts"),
     _c("status", also="state, ticket status"), _c("csat", Reads.NUMBER, "satisfaction"),
     _c("because"), _c("change"), *_SOURCE, _OF_ACCOUNT_ID),
    (("account", "account_id"), ("ticket",), ("opened_at",)),
)  # fmt: skip
SURVEYS = Kind(
    "surveys", "survey",
    (_OF_ACCOUNT, _c("contact", also="respondent, contact name, email"),
     _c("kind", Reads.CHOICE, "survey, survey type, type", ("nps", "csat", "ces")), _c("score", Reads.NUMBER, "rating"),
     _c("on", Reads.DAY, "date, responded at, response date, answered on"),
     _c("comment", Reads.PROSE, "feedback, verbatim"),
     *_SOURCE, _OF_ACCOUNT_ID),
    (("account", "account_id"), ("kind",), ("score",), ("on",)),
)  # fmt: skip
ACTIVITIES = Kind(
    "activities", "activity",
    (_OF_ACCOUNT, _c("kind", Reads.CHOICE, "type, activity type", ("call", "meeting", "email", "reply", "note", "qbr")),
     _c("on", Reads.DAY, "date, activity date, day"),
     _c("summary", Reads.PROSE, "subject, description, comments, notes"),
     _c("direction", Reads.CHOICE, "", ("in", "out", "both")), _c("topic"),
     _c("contacts", Reads.WORDS, "attendees, participants, people"),
     _c("shared", Reads.FLAG), *_SOURCE, _OF_ACCOUNT_ID),
    (("account", "account_id"), ("kind",), ("on",)),
)  # fmt: skip
OPPORTUNITIES = Kind(
    "opportunities", "opportunity",
    (_OF_ACCOUNT, _c("opportunity", also="opportunity name, deal, deal name"),
     _c("kind", Reads.CHOICE, "opportunity type, deal type", ("renewal", "expansion", "new")),
     _c("stage", also="deal stage, stage name"), _c("amount", Reads.SIGNED_AMOUNT, "deal amount"),
     _c("amount_means", Reads.CHOICE, "", ("arr", "mrr", "tcv")), _CURRENCY,
     _c("close_on", Reads.DAY, "close date, closes, expected close"), _c("category", also="forecast category"),
     _c("won", Reads.FLAG), *_SOURCE, _OF_ACCOUNT_ID, _hidden("closed", Reads.FLAG)),
    (("account", "account_id"), ("opportunity",)),
)  # fmt: skip
FORECAST_CALLS = Kind(
    "forecast_calls", "forecast_call",
    (_OF_ACCOUNT, _c("contract"), _c("contract_starts_on", Reads.DAY), _c("on", Reads.DAY, "called on"),
     _c("decision_on", Reads.DAY), _c("category", Reads.CHOICE, "", CATEGORIES),
     _c("flat_category", Reads.CHOICE, "", CATEGORIES), _c("called", Reads.AMOUNT), _CURRENCY,
     _c("evidence", Reads.PROSE), _c("reason", Reads.PROSE), _c("owner"), _OF_ACCOUNT_ID),
    (("account", "account_id"), ("contract_starts_on",), ("on",), ("decision_on",), ("category",), ("called",)),
    custom=False,
    also="`decision_on` is the renewal date that the call was about, `called` the ARR that was expected of it.",
)  # fmt: skip
TASKS = Kind(
    "tasks", "task",
    (_c("task", Reads.NUMBERED), _c("account", also=_NAMES), _c("title", also="to do, subject"),
     _c("owner", also="assigned to"),
     _c("created_on", Reads.DAY, "created"), _c("due_on", Reads.DAY, "due, due date, due by"),
     _c("done_on", Reads.DAY, "done, completed, completed on"), _c("snoozes", Reads.COUNT),
     _c("dropped_on", Reads.DAY, "dropped"), _c("contract"), _c("contract_starts_on", Reads.DAY), _c("clock_step")),
    (("title",), ("due_on", "task")), custom=False,
)  # fmt: skip
NOTES = Kind(
    "notes", "note",
    (_OF_ACCOUNT, _c("on", Reads.DAY, "date, noted on"), _c("text", Reads.PROSE, "note"), _OF_ACCOUNT_ID),
    (("account", "account_id"), ("on",), ("text",)), custom=False,
)  # fmt: skip

_RATED_ON = _c("on", Reads.DAY, "date, day, rate date, rated on, valid from")
RATES = Kind(
    "rates", "rate",
    (_c("currency", Reads.CURRENCY, "from, from currency, base, base currency, currency code"),
     _c("in_currency", Reads.CURRENCY, "in, to, to currency, quote currency, target currency"), _RATED_ON,
     _c("rate", Reads.RATE, "exchange rate, conversion rate, fx rate")),
    (("currency",), ("on",), ("rate",)), custom=False,
    also="A blank in_currency is the home currency. Read too: the reference rates of the European Central Bank "
    "(Date,USD,JPY,…), a row a day, a column a currency, what one euro was worth in it; N/A for none.",
)  # fmt: skip
RATES_A_DAY = Kind(
    "rates", "rate", (_RATED_ON, *(_c(code, Reads.RATE) for code in EXPONENTS if code != EURO)),
    (("on",), tuple(code for code in EXPONENTS if code != EURO)), custom=False,
)  # fmt: skip
"""The file of the European Central Bank: a row a day, a column a currency, what one euro was worth in it."""

# In this order: accounts come before what belongs to them, and contracts before the rest.
KINDS = (
    ACCOUNTS, BOOK, CONTRACTS, CONTACTS, MEASUREMENTS, TICKETS, SURVEYS, ACTIVITIES, OPPORTUNITIES,
    FORECAST_CALLS, TASKS, NOTES, RATES,
)  # fmt: skip


def kind_named(name: str) -> Kind | None:
    """The kind of that name."""
    return next((kind for kind in KINDS if kind.name == name), None)


def missing(kind: Kind, columns: Iterable[str]) -> list[str]:
    """The required columns of `kind` that `columns` lack: `renews_on or ends_on`."""
    there = set(columns)
    return [
        " or ".join(c for c in group if not _is_hidden(kind, c)) for group in kind.required if not there & set(group)
    ]


def required_said(kind: Kind) -> str:
    """The required columns of `kind` in words: `name or account, arr or price, renews_on or ends_on`."""
    return ", ".join(missing(kind, ()))


def _is_hidden(kind: Kind, name: str) -> bool:
    column = kind.column(name)
    return column is None or not column.exported
