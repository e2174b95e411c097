"""No internal field and nothing of another account reaches a customer: docs/templates.md says which is which."""

import re
import sqlite3
from pathlib import Path

import pytest
from documents_book import new_book
from documents_text import bytes_in, made, words_in

from cs_cli.documents.formats import SUFFIXES
from cs_cli.documents.source.template import template_names

PAGE = Path(__file__).parent.parent / "docs" / "templates.md"
SEEN_BY = dict(re.findall(r"^\| (\w+\.\w+) \| (customer|internal) \|", PAGE.read_text("utf-8"), re.MULTILINE))
VIEWS = (
    "accounts",
    "contracts",
    "contacts",
    "measurements",
    "tickets",
    "surveys",
    "activities",
    "opportunities",
    "forecast_calls",
    "tasks",
    "notes",
    "sentiments",
    "objectives",
    "progress_readings",
    "milestones",
    "commitments",
    "risks",
    "value_items",
    "health",
    "health_overrides",
)
PLAN_TEXTS = {
    "objective": ("quote", "said_by", "measure", "unit", "evidence", "cadence"),
    "progress": ("evidence",),
    "milestone": ("title", "owner", "because", "change"),
    "commitment": ("promise", "owner", "because", "change"),
    "risk": ("title", "cause", "mitigation", "owner"),
    "value_item": ("title", "unit", "evidence", "agreed_by"),
}
"""What a customer may read of their plan, where it is shared."""
VIEW_OF = {"progress": "progress_readings", "value_item": "value_items"}
PLAN_FIELDS = [f"{VIEW_OF.get(table, f'{table}s')}.{each}" for table, columns in PLAN_TEXTS.items() for each in columns]
SAME_AGAIN = re.compile(r"_id$|_folded$|_minor$")


def mark(field):
    """A text that occurs nowhere else: it names its field, and has no character that is escaped."""
    return f"MARK{field.replace('.', 'X').replace('_', 'Y')}END"


def custom(view):
    return f'{{"{mark(view + ".custom")}": "{mark(view + ".custom")}"}}'


def filled(book, key, name):
    """An account with every field filled; numbers that are internal are odd enough to be looked for."""
    own = {
        cell: mark(f"accounts.{cell}")
        for cell in ("domain", "segment", "stage", "owner", "industry", "region", "country", "timezone")
    }
    account = book.account(
        key,
        name,
        tags=f'["{mark("accounts.tags")}"]',
        custom=custom("accounts"),
        currency="USD",
        customer_since="2023-03-01",
        kickoff_on="2023-03-08",
        live_on="2023-04-15",
        activated_on="1987-05-06",
        **own,
    )
    book.put("alias", account_id=account, name=mark("accounts.aliases"), folded=mark("accounts.aliases").lower())
    book.put(
        "external_ref",
        kind="accounts",
        source=mark("accounts.source"),
        external_id=mark(f"accounts.external_id{key}"),
        row_id=account,
    )
    contract = book.contract(
        account,
        product=mark("contracts.product"),
        contract=mark("contracts.contract"),
        seats=400,
        uplift_pct=mark("contracts.uplift_pct"),
        live_on="1987-05-07",
        custom=custom("contracts"),
        assumed=f'["{mark("contracts.assumed")}"]',
        decided_on="1987-05-08",
        outcome="churned",
        outcome_on="1987-05-09",
        ended_on="2041-07-13",
        reason="champion-loss",
        outcome_note=mark("contracts.outcome_note"),
    )
    book.put(
        "contact",
        account_id=account,
        name=mark("contacts.name"),
        name_folded="x",
        title=mark("contacts.title"),
        email=mark("contacts.email"),
        roles='["sponsor", "champion", "economic-buyer", "decision-maker"]',
        stance="critic",
        influence=mark("contacts.influence"),
        sentiment=mark("contacts.sentiment"),
        reports_to=mark("contacts.reports_to"),
        phone=mark("contacts.phone"),
        custom=custom("contacts"),
    )
    for metric in ("active_users", "seats_used", "features_used", "features_available", "MARKmetric"):
        book.usage(account, metric, {"2026-06-20": 300, "2026-09-20": 330})
    book.ticket(
        account,
        mark("tickets.ticket"),
        "2026-08-01",
        subject=mark("tickets.subject"),
        type=mark("tickets.type"),
        status=mark("tickets.status"),
        priority="P1",
        custom=custom("tickets"),
        contacts_count=98761,
    )
    for n in range(3):
        book.answered(
            account,
            "nps",
            9,
            "2026-08-01",
            f"{mark('surveys.contact')}{n}",
            comment=mark("surveys.comment"),
            custom=custom("surveys"),
        )
    for kind, direction in (("meeting", "both"), ("note", None), ("email", "out")):
        book.met(
            account,
            "2026-08-05",
            [mark("contacts.name"), "MARKstranger"],
            kind,
            summary=mark("activities.summary"),
            direction=direction,
            topic=mark("activities.topic"),
            custom=custom("activities"),
        )
    book.put(
        "opportunity",
        account_id=account,
        opportunity=mark("opportunities.opportunity"),
        kind="expansion",
        stage=mark("opportunities.stage"),
        amount_minor=98765432_00,
        currency="USD",
        close_on="1987-05-09",
        category=mark("opportunities.category"),
        custom=custom("opportunities"),
    )
    book.put(
        "forecast_call",
        account_id=account,
        contract_id=contract,
        renews_on="1987-05-11",
        called_on="1987-05-12",
        category="risk",
        arr_minor=98765431_00,
        currency="USD",
        evidence=mark("forecast_calls.evidence"),
        reason=mark("forecast_calls.reason"),
        owner=mark("forecast_calls.owner"),
    )
    book.put(
        "task",
        account_id=account,
        title=mark("tasks.title"),
        owner=mark("tasks.owner"),
        created_on="2026-01-01",
        due_on="1987-05-10",
        snoozes=0,
        contract_id=contract,
        clock_step=mark("tasks.clock_step"),
        every=mark("tasks.every"),
        anchor_on="1987-05-10",
        because=mark("tasks.because"),
    )
    plan_of(book, account)
    book.put("note", account_id=account, noted_on="2026-08-01", text=mark("notes.text"))
    book.put(
        "health_snapshot",
        account_id=account,
        computed_on="2026-11-22",
        score=13.37,
        band="red",
        coverage=91.0,
        scorecard=mark("health.scorecard"),
        fingerprint=mark("health.fingerprint"),
        inputs=f'{{"note": "{mark("health.inputs")}"}}',
    )
    book.put(
        "health_override",
        account_id=account,
        set_on="2026-11-20",
        until_on="2026-12-19",
        band="red",
        why=mark("health_overrides.why"),
    )
    book.put(
        "measurement",
        account_id=account,
        metric="invoice_status",
        measured_on="2026-11-20",
        word=mark("measurements.word"),
    )


def plan_of(book, account):
    """A sentiment, and a success plan: what is shared, what is not, what was dropped, what came later."""
    book.put(
        "sentiment",
        account_id=account,
        felt_on="2026-08-01",
        mood="red",
        why=mark("sentiments.why"),
        contact=mark("sentiments.contact"),
    )
    shared_plan(book, account)
    hidden_plan(book, account, "MARKunshared", shared=0)
    hidden_plan(book, account, "MARKdropped", shared=1, dropped_on="2026-08-01")
    hidden_plan(book, account, "MARKlater", shared=1, created_on="2026-12-01")


def said_in(view, before, *columns):
    return {column: before + mark(f"{view}.{column}") for column in columns}


def shared_plan(book, account):
    """What the customer may see, beside what they may not see of it."""
    own = {"account_id": account, "created_on": "2026-01-01", "changed_on": "1987-05-13", "shared": 1}
    said = said_in("objectives", "", "quote", "said_by", "measure", "unit", "evidence", "cadence", "because")
    days = {"said_on": "2026-01-02", "due_on": "2026-12-31"}
    book.put("objective", **own, **said, **days)
    objective = book.put("objective", **own, **said, **days, baseline=10, target=2)
    for on, value in (("2026-08-01", 6), ("2026-09-01", 1), ("2026-12-02", 98765.25)):
        shows = mark("progress_readings.evidence") if on < "2026-12" else "MARKlater reading"
        reading = {"measured_on": on, "value": value, "evidence": shows}
        book.put("progress", account_id=account, objective_id=objective, **reading)
    said = said_in("milestones", "", "title", "owner", "confirmed_by", "because", "change")
    of = {"side": "us", "kind": "first-value", "objective_id": objective, "depends_on": "[98767]"}
    missed = {"planned_on": "2026-08-07", "due_on": "2026-12-11", "missed_on": "2026-08-08"}
    book.put("milestone", **own, **said, **of, **missed)
    said = said_in("commitments", "", "promise", "owner", "because", "change")
    book.put("commitment", **own, **said, side="them", due_on="2026-08-07", missed_on="2026-08-08")
    said = said_in("risks", "", "title", "cause", "mitigation", "owner", "because")
    book.put("risk", **own, **said, likelihood="high", impact="high", due_on="2026-12-14")
    said = said_in("value_items", "", "title", "unit", "evidence", "agreed_by")
    amounts = {"baseline": 40, "current": 12, "unit_value_minor": -4500, "currency": "USD", "per": "month"}
    agreed = {"measured_on": "2026-08-18", "agreed_on": "2026-08-19"}
    book.put("value_item", **own, **said, **amounts, **agreed, objective_id=objective)


def hidden_plan(book, account, before, **how):
    """A row of each kind that no customer may see, each text with `before` in it."""
    risk = {"account_id": account, "created_on": "2026-01-01", "changed_on": "1987-05-13"} | how
    risk["closed_on"] = risk.pop("dropped_on", None)
    own = {"account_id": account, "created_on": "2026-01-01", "changed_on": "1987-05-13"} | how
    days = {"due_on": "1987-05-14"}
    said = said_in("objectives", before, "quote", "said_by", "measure", "unit", "evidence", "cadence", "because")
    objective = book.put("objective", **own, **days, **said, baseline=98763.25, target=98764.25)
    shows = before + mark("progress_readings.evidence")
    reading = {"measured_on": "1987-05-18", "value": 98765.25, "evidence": shows}
    book.put("progress", account_id=account, objective_id=objective, **reading)
    said = said_in("milestones", before, "title", "owner", "confirmed_by", "because", "change")
    of = {"side": "us", "kind": "first-value", "objective_id": objective, "depends_on": "[98767]"}
    when = {"planned_on": "1987-05-19", "missed_on": "2026-12-20" if before == "MARKlater" else "2026-08-20"}
    book.put("milestone", **own, **days, **said, **of, **when)
    said = said_in("commitments", before, "promise", "owner", "because", "change")
    book.put("commitment", **own, **days, **said, side="them", missed_on=when["missed_on"])
    said = said_in("risks", before, "title", "cause", "mitigation", "owner", "because")
    book.put("risk", **risk, **said, likelihood="high", impact="high", due_on="1987-05-14")
    said = said_in("value_items", before, "title", "unit", "evidence", "agreed_by")
    amounts = {"baseline": 98763.5, "current": 98764.5, "unit_value_minor": 9876543_00, "currency": "USD"}
    agreed = {"per": "month", "measured_on": "2026-12-18" if before == "MARKlater" else None, "agreed_on": "1987-05-19"}
    book.put("value_item", **own, **said, **amounts, **agreed, objective_id=objective)


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    book = new_book(tmp_path_factory.mktemp("canary"))
    filled(book, "ACME", "Acme Corporation")
    filled(book, "OTHER", "MARKother account")
    with sqlite3.connect(
        book.path
    ) as connection:  # everything the other account shares with ours gets a mark of its own
        other = connection.execute("SELECT id FROM account WHERE key = 'OTHER'").fetchone()[0]
        for table, column in (
            ("contract", "product"),
            ("contract", "contract"),
            ("contact", "name"),
            ("contact", "title"),
            ("ticket", "ticket"),
            ("ticket", "subject"),
            *((table, column) for table, columns in PLAN_TEXTS.items() for column in columns),
        ):
            connection.execute(f"UPDATE {table} SET {column} = 'MARKother ' || {column} WHERE account_id = ?", (other,))  # noqa: S608
        connection.execute("UPDATE account SET parent_id = ? WHERE key = 'ACME'", (other,))
    connection.close()
    return book


@pytest.fixture(scope="module")
def documents(book):
    """Every template in every format, for the customer."""
    return made(book.review())


@pytest.fixture(scope="module")
def unpacked(documents):
    """Every byte of them, in small letters, by template and format."""
    return {which: bytes_in(content).lower() for which, content in documents.items()}


@pytest.fixture(scope="module")
def read(documents):
    """Every word of them that somebody reads, by template and format."""
    return {which: words_in(content, which[1]) for which, content in documents.items()}


def test_every_template_is_looked_at_in_every_format(documents, book):
    internal = made(book.review("internal"))
    assert set(internal) == {(name, suffix) for name in template_names() for suffix in SUFFIXES}
    assert set(documents) >= {(name, suffix) for name in ("qbr", "plan") for suffix in SUFFIXES}


def test_the_table_names_every_column_that_there_is(book):
    with sqlite3.connect(book.path) as connection:
        real = {f"{view}.{row[1]}" for view in VIEWS for row in connection.execute(f"PRAGMA table_info({view})")}
    connection.close()
    assert {field for field in real if not SAME_AGAIN.search(field) or field.endswith("external_id")} == set(SEEN_BY)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_text_field_that_a_customer_may_see_is_seen(unpacked, suffix):
    wanted = {"contracts.product", "contacts.name", "contacts.title", "tickets.ticket", "tickets.subject"}
    wanted |= set(PLAN_FIELDS)
    assert all(SEEN_BY[field] == "customer" for field in wanted)
    assert {field for field in wanted if mark(field).lower().encode() in unpacked["qbr", suffix]} == wanted


@pytest.mark.parametrize("field", [field for field, who in SEEN_BY.items() if who == "internal"])
def test_no_internal_field_is_in_any_byte(unpacked, field):
    assert [which for which, content in unpacked.items() if mark(field).lower().encode() in content] == []


@pytest.mark.parametrize(
    "words",
    [
        "MARKother",
        "MARKunshared",
        "MARKdropped",
        "MARKlater",
        "MARKstranger",
        "MARKmetric",
        "1987",
        "13.37",
        "98761",
        "98763",
        "98764",
        "98767",
        "9876543",
        "98,765",
        "98765432",
        "98765431",
        "ACME-",
        "critic",
        "champion",
        "economic",
        "decision-maker",
        "Champion",
        " red",
        "health",
        "Health",
        "churn",
        "forecast",
        "ARR",
        "expansion",
        "sentiment",
        "influence",
        "stance",
        "OTHER",
    ],
)
def test_no_word_of_ours_is_in_a_customers_document(read, words):
    assert [which for which, text in read.items() if words in text] == []


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_marks_are_there_to_be_found(book, suffix):
    """What is looked for above is in the portfolio, and most of it in the internal deck, in every format."""
    found = bytes_in(made(book.review("internal"), ["qbr"], [suffix])["qbr", suffix]).decode("utf-8", "replace")
    for field in (
        "contacts.influence",
        "contacts.sentiment",
        "activities.summary",
        "opportunities.opportunity",
        "tasks.title",
        "risks.title",
    ):
        assert mark(field) in found
    assert "MARKunshared" + mark("milestones.title") in found
    assert "MARKdropped" not in found
    stored = book.path.read_bytes()
    texts = [field for field, who in SEEN_BY.items() if who == "internal" and mark(field).encode() in stored]
    assert len(texts) >= 50
    hidden = [b"MARKunshared" + mark(field).encode() for field in PLAN_FIELDS]
    assert len(hidden) == 23
    assert [each for each in hidden if each not in stored] == []
    assert b"MARKother" in stored
