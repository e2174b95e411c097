"""`cs contact forget WHO`: nothing of a person is left, and nothing brings them back."""

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from conftest import ROOT, Program
from entries import Entries

from cs_cli.domain.erasure import FORGOTTEN
from cs_cli.domain.text import fold
from cs_cli.store import backup, erasure, remains
from cs_cli.store.columns import texts_of

NAME, MAIL, PHONE = "Zuzana Qvist", "zuzana.qvist@acme.example", "+420 777 123 456"
WHO = ("contact", "forget", NAME)
SURE = (*WHO, "--confirm", NAME)
TABLES = """
SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'search%'
"""


@pytest.fixture
def acme(cs: Program, enter: Entries) -> Program:
    """Zuzana at ACME, named in every kind of text, typed through the real commands and by an import."""
    enter.account("ACME", "Acme Corporation")
    enter.account("LUMEN", "Lumen SA")
    enter.contract("ACME", "2027-03-01", contract="Platform")
    for words in (
        ("contact", "add", "ACME", "--name", NAME, "--email", MAIL, "--phone", PHONE, "--role", "sponsor"),
        ("contact", "add", "ACME", "--name", "Sam Ito", "--reports-to", NAME),
        ("log", "ACME", f"Called {PHONE}, {NAME.upper()} wants ROI", "--kind", "call", "--with", "zuzana"),
        ("log", "LUMEN", f"{NAME} recommended us; her mail is {MAIL}"),
        ("task", "ACME", "send Zuzana the ROI sheet"),
        ("account", "edit", "ACME", "--set", f"Champion={NAME}"),
        ("contact", "edit", "ACME", "zuzana", "--sentiment", "Zuzana is happy"),
        ("forecast", "ACME/Platform", "likely", "--evidence", "qvist said so"),
    ):
        assert cs(*words).code == 0, cs(*words).talk
    return cs


def everything(cs: Program) -> dict[str, bytes]:
    """What lies on the machine, by path; backups apart."""
    files = (path for path in cs.home.rglob("*") if path.is_file() and "-backups" not in str(path))
    return {str(path.relative_to(cs.home)): path.read_bytes() for path in files}


def holding(cs: Program, *canaries: str) -> list[str]:
    """The files that have one of the canaries in any case, and every word of them that may stand alone."""
    found = [canary.lower().encode() for canary in canaries]
    return sorted(
        name for name, content in everything(cs).items() if any(canary in content.lower() for canary in found)
    )


def test_after_forgetting_no_file_has_the_name_the_mail_or_the_number(acme: Program) -> None:
    state, config = acme.home / "state", acme.home / "config"
    state.mkdir(exist_ok=True)
    config.mkdir(exist_ok=True)
    (state / "faults.log").write_text(f"--- KeyError: '{NAME}' <{MAIL}>\n")
    (state / "deeper").mkdir()
    (state / "deeper" / "x.json").write_text(json.dumps({"who": MAIL, "when": "today"}))
    assert holding(acme, NAME, MAIL, PHONE, "zuzana", "qvist") == [
        "portfolio.db",
        "state/deeper/x.json",
        "state/faults.log",
    ]
    answer = acme(*SURE)
    assert answer.code == 0, answer.talk
    assert holding(acme, NAME, MAIL, PHONE, "zuzana", "qvist", "777 123", "777123") == []
    assert (state / "faults.log").read_text() == "--- KeyError: '(forgotten)' <(forgotten)>\n"
    assert "Zuzana" not in answer.text.replace(str(acme.home), "")


def test_every_text_column_of_the_schema_is_erased(acme: Program) -> None:
    """A canary in each text column of each table, also of those that no command fills yet."""
    with closing(sqlite3.connect(acme.db)) as connection:
        planted = plant(connection)
    assert len(planted) > 80
    assert acme(*SURE).talk.startswith("They are forgotten")
    with closing(sqlite3.connect(acme.db)) as connection:
        for table, column in planted:
            cells = [str(cell) for (cell,) in connection.execute(f'SELECT "{column}" FROM {table}')]  # noqa: S608  # of the file
            assert not any(fold(NAME) in fold(cell) for cell in cells), (table, column)


def plant(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Put the name into every text column that takes it, in a row made for that where there is none."""
    connection.execute("INSERT INTO meta (key, value) VALUES ('writing', '')")
    planted = []
    for table, texts in texts_of(connection).items():
        if not connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]:  # noqa: S608  # of the file
            insert_row(connection, table)
        for column in texts.columns:
            for text in (f"to {NAME}", json.dumps([f"to {NAME}"])):
                try:
                    sql = f"UPDATE {table} SET {column} = ? WHERE rowid = (SELECT max(rowid) FROM {table})"  # noqa: S608  # ours
                    connection.execute(sql, (text,))
                except sqlite3.IntegrityError:
                    continue
                planted.append((table, column))
                break
    connection.execute("DELETE FROM meta WHERE key = 'writing'")
    connection.commit()
    return planted


def insert_row(connection: sqlite3.Connection, table: str) -> None:
    """A row with something in each column that must have something."""
    said: dict[str, Any] = {
        "kind": "nps", "mood": "red", "side": "us", "state": "sent", "step": 1, "account_id": 1, "band": "red",
        "part": 1, "currency": "EUR", "in_currency": "USD", "objective_id": 1, "row": "{}", "rate": "1.1",
    }  # fmt: skip
    columns = connection.execute(
        "SELECT name, type FROM pragma_table_info(?) WHERE (\"notnull\" OR name = 'word') AND name <> 'id'", (table,)
    )
    by_type = {"DATE": "2026-11-01", "INTEGER": 1, "FLOAT": 1.0, "BOOLEAN": 0}
    values = {
        name: said.get(name, "2026-11-01T08:00:00Z" if name.endswith("_utc") else by_type.get(kind, "[]"))
        for name, kind in columns
    }
    if table == "measurement":
        values["word"] = "paid"  # a number or a word, one of them
    marks = ", ".join("?" * len(values))
    names = ", ".join(f'"{name}"' for name in values)
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values()))  # noqa: S608  # of the file


def test_what_stands_beside_the_name_stays(acme: Program) -> None:
    acme(*SURE)
    activities = {row["account"]: row for row in acme("activities", "--json").rows}
    assert activities["ACME"]["summary"] == "Called (forgotten), (forgotten) wants ROI"
    assert activities["ACME"]["contacts"] == [FORGOTTEN]
    assert activities["LUMEN"]["summary"] == "(forgotten) recommended us; her mail is (forgotten)"
    assert [row["title"] for row in acme("tasks", "--json").rows] == ["send (forgotten) the ROI sheet"]
    [sam] = acme("contacts", "--json").rows
    assert (sam["name"], sam["reports_to"]) == ("Sam Ito", FORGOTTEN)
    assert "cs contact edit ACME '(forgotten)' --sentiment" in acme("history").text
    assert acme("show", "ACME", "--json").rows[0]["custom"] == {"Champion": FORGOTTEN}


def test_the_certificate_names_nobody_and_counts_everything(acme: Program) -> None:
    answer = acme(*SURE)
    for line in (
        "# Certificate of erasure",
        "- When: Mon 23 Nov 2026, 2026-11-23T",
        "- Account: Acme Corporation (ACME)",
        "| rows of contacts | 1 | deleted |",
        "| activity, summary | 2 | (forgotten) |",
        "| task, title | 1 | (forgotten) |",
        "| forecast call, evidence | 1 | (forgotten) |",
        "| journal, commands typed |",
        "## Backups that still hold them",
        "This cannot be undone",
    ):
        assert line in answer.text, line
    assert "they are forgotten, and that cannot be undone." in answer.talk.lower()
    with closing(sqlite3.connect(acme.db)) as connection:
        hashes = [row[0] for row in connection.execute("SELECT hash FROM forgotten")]
        salts = {row[0] for row in connection.execute("SELECT salt FROM forgotten")}
    assert any(each in answer.text for each in hashes)
    assert len(salts) == 1
    assert all(len(each) == 64 for each in hashes)


def test_the_certificate_goes_into_a_file_that_is_not_there_yet(acme: Program) -> None:
    target = acme.home / "certificate.md"
    assert acme(*SURE, "-o", str(acme.home / "none" / "x.md")).code == 73
    target.write_text("mine")
    answer = acme(*SURE, "-o", str(target))
    assert (answer.code, answer.talk.splitlines()[0]) == (73, f"cs: {target} exists already; nobody forgotten")
    assert acme("contacts", "--json").rows[0]["name"] == NAME
    target.unlink()
    answer = acme(*SURE, "-o", str(target))
    assert (answer.code, answer.text) == (0, "")
    assert target.read_text().startswith("# Certificate of erasure")
    assert target.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (WHO, 2, ["cs: forgetting Zuzana Qvist cannot be undone, so the whole name is asked for; nobody forgotten",
            "  First look: cs contact forget 'Zuzana Qvist' --dry-run",
            "  Do it: cs contact forget 'Zuzana Qvist' --confirm 'Zuzana Qvist'"]),
        ((*WHO, "--confirm", "Zuzana"), 2, ['cs: --confirm "Zuzana" is not the whole name; nobody forgotten',
            '  It is --confirm "Zuzana Qvist"']),
        (("contact", "forget", "Zuzana", "--confirm", NAME), 66, [
            'cs: nobody is called "Zuzana", by whole name or e-mail address; nobody forgotten',
            "  Who there is: cs contacts"]),
        (("contact", "forget", "Jo", "--account", "ACME"), 66, [
            'cs: nobody of Acme Corporation (ACME) is called "Jo", by whole name or e-mail address; nobody forgotten',
            "  Who there is: cs contacts ACME"]),
        (("contact", "forget", NAME, "--account", "acm"), 66, []),
    ],
)  # fmt: skip
def test_nobody_is_forgotten_by_half_a_name_or_without_a_second_one(
    acme: Program, words: tuple[str, ...], code: int, said: list[str]
) -> None:
    before = everything(acme)
    answer = acme(*words)
    assert answer.code == code
    assert answer.talk.splitlines()[: len(said)] == said
    assert everything(acme) == before


def test_a_dry_run_says_what_would_go_and_changes_nothing(acme: Program) -> None:
    before = everything(acme)
    answer = acme(*WHO, "--dry-run")
    assert answer.code == 0
    assert "# Would be erased: Zuzana Qvist" in answer.text
    assert 'also these words alone: "zuzana", "qvist"' in answer.text
    assert "| activity, summary | 2 | (forgotten) |" in answer.text
    assert "Do it: `cs contact forget 'Zuzana Qvist' --confirm 'Zuzana Qvist'`" in answer.text
    assert everything(acme) == before


def test_two_people_of_one_name_are_two_and_one_address_is_one(acme: Program) -> None:
    acme("contact", "add", "LUMEN", "--name", NAME, "--email", "zq@lumen.example")
    answer = acme(*SURE)
    assert (answer.code, answer.talk.splitlines()) == (66, [
        'cs: "Zuzana Qvist" fits several people: Zuzana Qvist of ACME, Zuzana Qvist of LUMEN; nobody forgotten',
        "  cs contact forget 'Zuzana Qvist' --account ACME --confirm 'Zuzana Qvist'",
        "  cs contact forget 'Zuzana Qvist' --account LUMEN --confirm 'Zuzana Qvist'",
    ])  # fmt: skip
    assert acme(*SURE, "--account", "ACME").code == 0
    assert [(row["account"], row["name"]) for row in acme("contacts", "--json").rows] == [
        ("ACME", "Sam Ito"), ("LUMEN", NAME),
    ]  # fmt: skip
    assert acme("activities", "LUMEN", "--json").rows[0]["summary"] == f"{NAME} recommended us; her mail is (forgotten)"


def test_the_same_address_at_two_accounts_is_the_same_person(acme: Program) -> None:
    acme("contact", "add", "LUMEN", "--name", "Z. Qvist", "--email", MAIL)
    assert acme("contact", "forget", MAIL, "--confirm", NAME).code == 0
    assert [row["name"] for row in acme("contacts", "--json").rows] == ["Sam Ito"]


def test_an_address_and_a_number_of_a_whole_team_are_nobodys(acme: Program) -> None:
    for name in (NAME, "Ola Nordmann"):
        facts = ("--email", "team@lumen.example", "--phone", "+420 999 888 777")
        assert acme("contact", "add", "LUMEN", "--name", name, *facts).code == 0
    answer = acme("contact", "forget", "team@lumen.example", "--confirm", NAME)
    assert answer.talk.splitlines()[0] == (
        'cs: "team@lumen.example" fits several people: Zuzana Qvist of LUMEN, Ola Nordmann of LUMEN; nobody forgotten'
    )
    assert acme(*SURE, "--account", "LUMEN").code == 0
    [ola] = acme("contacts", "LUMEN", "--json").rows
    assert (ola["name"], ola["email"], ola["phone"]) == ("Ola Nordmann", "team@lumen.example", "+420 999 888 777")


def test_a_word_that_another_contact_has_too_stays(acme: Program) -> None:
    acme("contact", "add", "ACME", "--name", "Zuzana Novak")
    acme(*SURE)
    assert [row["title"] for row in acme("tasks", "--json").rows] == ["send Zuzana the ROI sheet"]
    assert "qvist" not in acme("forecast", "ACME", "--json").text


def test_somebody_who_is_no_contact_is_forgotten_too(acme: Program) -> None:
    acme("log", "ACME", "met Ola Nordmann <ola@nordmann.example> at the fair")
    assert acme("contact", "forget", "Ola Nordmann", "--confirm", "Ola Nordmann").code == 0
    assert acme("contact", "forget", "ola@nordmann.example", "--confirm", "OLA@nordmann.example").code == 0
    assert acme("activities", "ACME", "--json").rows[0]["summary"] == "met (forgotten) <(forgotten)> at the fair"


@pytest.mark.parametrize("steps", [1, 3, 8])
def test_undo_and_redo_of_earlier_steps_work_and_bring_nobody_back(acme: Program, steps: int) -> None:
    acme(*SURE)
    for _ in range(steps):
        answer = acme("undo")
        assert answer.code == 0, answer.talk
        assert "zuzana" not in answer.text.lower()
    assert holding(acme, "zuzana", "qvist", MAIL) == []
    for _ in range(steps):
        assert acme("redo").code == 0
    assert holding(acme, "zuzana", "qvist", MAIL) == []
    assert [row["name"] for row in acme("contacts", "ACME", "--json").rows] == ["Sam Ito"]
    assert acme("tasks", "--json").rows[0]["title"] == "send (forgotten) the ROI sheet"


def test_a_step_undone_before_the_erasure_brings_nobody_back_after_it(cs: Program, enter: Entries) -> None:
    enter.account("ACME", "Acme Corporation")
    (cs.home / "contacts.csv").write_text(f"account,name,email\nACME,{NAME},{MAIL}\nACME,Sam Ito,sam@acme.example\n")
    assert cs("import", str(cs.home / "contacts.csv")).code == 0
    assert cs("undo").code == 0
    (cs.home / "contacts.csv").unlink()
    assert cs(*SURE).code == 0
    assert cs("contact", "forget", MAIL, "--confirm", MAIL).code == 0
    assert cs("redo").code == 0
    assert holding(cs, "zuzana", "qvist") == []
    assert "Sam Ito" in [row["name"] for row in cs("contacts", "--json").rows]


FRIEDA = ("--name", "Frieda Knopfler", "--email", "fk@acme.example", "--phone", "+1 555 014 2233")


@pytest.mark.parametrize("by", ["hand", "import"])
@pytest.mark.parametrize("since", [False, True])
def test_of_a_contact_taken_back_the_address_and_the_number_are_erased_too(
    cs: Program, enter: Entries, by: str, *, since: bool
) -> None:
    """`since`: somebody else has come since, whose row has the number of the one taken back."""
    enter.account("ACME", "Acme Corporation")
    enter.account("LUMEN", "Lumen SA")
    file = cs.home / "contacts.csv"
    file.write_text("account,name,email,phone,source,external_id\nACME,{},{},{},crm,frieda-1\n".format(*FRIEDA[1::2]))
    assert cs(*(("contact", "add", "ACME", *FRIEDA) if by == "hand" else ("import", str(file)))).code == 0
    file.unlink()
    cs("undo")
    cs("log", "LUMEN", "write to fk@acme.example or +1 (555) 014-2233")
    if since:
        cs("contact", "add", "ACME", "--name", "Ola Nordmann")
    answer = cs("contact", "forget", "Frieda Knopfler", "--account", "ACME", "--confirm", "Frieda Knopfler")
    assert answer.code == 0, answer.talk
    for _ in range(3):
        assert holding(cs, "frieda", "fk@acme", "014 2233", "0142233") == []
        cs("redo")
    assert [row["name"] for row in cs("contacts", "--json").rows] == ["Ola Nordmann"] * since


def test_what_a_renaming_taken_back_had_made_of_them_is_theirs_too(acme: Program) -> None:
    facts = ("--name", "Samuel Zornbach", "--email", "sz@other.example", "--phone", "+1 555 077 7888")
    assert acme("contact", "edit", "ACME", "sam", *facts).code == 0
    assert acme("log", "ACME", "Zornbach said", "--note").code == 0
    acme("undo")
    acme("undo")
    assert acme("contact", "forget", "Sam Ito", "--account", "ACME", "--confirm", "Sam Ito").code == 0
    for _ in range(3):
        assert holding(acme, "zornbach", "sz@other", "077 7888", "0777888") == []
        acme("redo")
    assert [row["name"] for row in acme("contacts", "ACME", "--json").rows] == [NAME]


def test_a_renaming_taken_back_to_the_name_of_somebody_else_leaves_them_alone(acme: Program) -> None:
    acme("contact", "edit", "ACME", "sam", "--name", NAME)
    acme("undo")
    assert acme("contact", "forget", "Sam Ito", "--confirm", "Sam Ito").code == 0
    assert acme("activities", "LUMEN", "--json").rows[0]["summary"].startswith(NAME)
    assert [row["title"] for row in acme("tasks", "--json").rows] == ["send Zuzana the ROI sheet"]


def test_two_people_taken_back_who_have_one_name_are_two(cs: Program, enter: Entries) -> None:
    for key in ("ACME", "LUMEN"):
        enter.account(key)
        cs("contact", "add", key, "--name", NAME)
        cs("undo")
    answer = cs(*SURE)
    assert answer.code == 66
    assert "fits several people: Zuzana Qvist of ACME, Zuzana Qvist of LUMEN; nobody forgotten" in answer.talk
    assert cs(*SURE, "--account", "LUMEN").code == 0


def test_the_other_rows_of_a_step_can_still_be_taken_back(cs: Program, enter: Entries) -> None:
    enter.account("ACME", "Acme Corporation")
    lines = f"account,name,email,title\nACME,{NAME},{MAIL},COO\nACME,Sam Ito,sam@acme.example,Planner\n"
    (cs.home / "contacts.csv").write_text(lines)
    cs("import", str(cs.home / "contacts.csv"))
    (cs.home / "contacts.csv").write_text(lines.replace("COO", "CEO").replace("Planner", f"Deputy of {NAME}"))
    cs("import", str(cs.home / "contacts.csv"))
    cs(*SURE)
    [sam] = cs("contacts", "--json").rows
    assert sam["title"] == "Deputy of (forgotten)"
    cs("undo")
    [sam] = cs("contacts", "--json").rows
    assert sam["title"] == "Planner"
    cs("undo")
    assert cs("contacts", "--json").rows == []
    cs("redo")
    cs("redo")
    assert cs("contacts", "--json").rows[0]["title"] == "Deputy of (forgotten)"


LEFT_OUT, CLEANED = (
    "2 contacts left out: forgotten, and not brought back",
    "without the name of somebody who was forgotten",
)
FILES = {
    "contacts": (
        ["account,name,email", "ACME,{name},", "ACME,Other Name,{mail}", "ACME,Sam Ito,sam@acme.example"], LEFT_OUT,
    ),
    "activities": (
        ["account,kind,on,summary,contacts", "ACME,call,2026-11-02,{name} called from {phone},{name};Sam Ito",
            "ACME,call,2026-11-03,Sam called,Sam Ito"], f"1 row {CLEANED}",
    ),
    "surveys": (
        ["account,contact,kind,score,on,comment", "ACME,{name},nps,9,2026-11-02,Qvist likes it",
            "ACME,{mail},nps,3,2026-11-04,"], f"2 rows {CLEANED}",
    ),
    "tasks": (["account,title,due_on", "ACME,call {name} back,2026-12-01"], f"1 row {CLEANED}"),
    "notes": (["account,on,text", 'ACME,2026-11-02,"Qvist, Zuzana decides; zuzana."'], f"1 row {CLEANED}"),
    "tickets": (["account,ticket,subject,opened_at", "ACME,77,[{mail}] no login,2026-11-02"], f"1 row {CLEANED}"),
    "book": (
        ["account,name,arr,renews_on,Champion", "ACME,Acme Corporation,12000,2027-03-01,{name}"], f"1 row {CLEANED}",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", FILES)
def test_no_import_brings_them_back(acme: Program, kind: str) -> None:
    acme(*SURE)
    lines, said = FILES[kind]
    file = acme.home / "again.csv"
    for _ in range(2):
        file.write_text("\n".join([*lines, ""]).format(name=NAME, mail=MAIL.upper(), phone=PHONE.replace(" ", "")))
        answer = acme("import", str(file), "--as", kind)
        assert answer.code == 0, answer.talk
        assert said in answer.text
        file.unlink()
        assert holding(acme, "zuzana", "qvist", "777123456") == []
    assert ", 0 changed" in answer.text
    assert "0 new, " in answer.text


NUMBERS = [
    "0171 5550199", "+491715550199", "0049 171 5550199", "(0171) 555 0199", "tel:+49-171-555-0199",
    "+49 (0)171 555-0199",
]  # fmt: skip


def test_a_number_is_erased_and_kept_out_however_it_is_written(acme: Program) -> None:
    acme("contact", "edit", "ACME", "zuzana", "--phone", "+49 (0)171 555-0199")
    for number in NUMBERS:
        acme("log", "ACME", f"ring {number}")
    acme(*SURE)
    file = acme.home / "again.csv"
    file.write_text("".join(["account,on,text\n", *(f"ACME,2026-11-02,{n} 2026 ring {n} 12\n" for n in NUMBERS)]))
    assert f"6 rows {CLEANED}" in acme("import", str(file), "--as", "notes").text
    file.unlink()
    left = b"".join(everything(acme).values())
    assert [number for number in NUMBERS if number.removeprefix("tel:").encode() in left] == []
    assert [bare for bare in (b"5550199", b"555 0199", b"555-0199") if bare in left] == []
    assert acme("find", "0199").text.startswith("Nothing says")
    acme("contact", "add", "ACME", "--name", "Ola Nordmann", "--phone", "0171 5550199")
    file.write_text("account,on,text\nACME,2026-11-03,Ola has 0171 5550199\n")
    assert CLEANED not in acme("import", str(file), "--as", "notes").text


STRANGERS = ["Qvist, Zuzana", "Dr. Zuzana Qvist", "Zuzana A. Qvist", "Z. Q.", "(forgotten)"]


@pytest.mark.parametrize("name", STRANGERS)
def test_a_contact_with_their_name_in_the_own_one_or_their_number_stays_out(acme: Program, name: str) -> None:
    acme(*SURE)
    file = acme.home / "again.csv"
    file.write_text(f'account,name,phone\nACME,"{name}",{PHONE}\nACME,Ola Nordmann,\n')
    assert "1 contact left out: forgotten, and not brought back" in acme("import", str(file), "--as", "contacts").text
    assert [row["name"] for row in acme("contacts", "ACME", "--json").rows] == ["Sam Ito", "Ola Nordmann"]


def test_a_touch_of_somebody_forgotten_is_nobodys(acme: Program) -> None:
    acme(*SURE)
    acme("contact", "add", "ACME", "--name", FORGOTTEN)
    rows = {row["name"]: row for row in acme("contacts", "ACME", "--json").rows}
    assert "2026-11-23" not in rows[FORGOTTEN].values()


def test_a_dash_is_standard_output(acme: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(acme.home)
    assert acme("contact", "export", NAME, "-o", "-").text == acme("contact", "export", NAME).text
    assert acme(*SURE, "-o", "-").text.startswith("# Certificate of erasure")
    assert not Path("-").exists()


def test_of_mail_and_meetings_no_id_is_kept_that_names_them(acme: Program) -> None:
    acme("config", "set", "me.email", "ann@vendor.example")
    file, message = acme.home / "one.eml", f"20261120.{MAIL}"
    headers = f"From: {MAIL}\nTo: ann@vendor.example\nSubject: plan\nDate: Fri, 20 Nov 2026 10:00:00 +0000\n"
    file.write_text(f"{headers}Message-ID: <{message}>\n\nx\n")
    assert "1 new" in acme("import", str(file)).text
    with closing(sqlite3.connect(acme.db)) as connection:
        [(kept,)] = connection.execute("SELECT external_id FROM external_ref WHERE source = 'mail'").fetchall()
        assert kept.startswith("cs-")
        connection.execute("UPDATE external_ref SET external_id = ? WHERE source = 'mail'", (message,))
        connection.commit()
    file.unlink()
    acme(*SURE)
    assert holding(acme, "zuzana") == []
    with closing(sqlite3.connect(acme.db)) as connection:
        assert connection.execute("SELECT external_id FROM external_ref WHERE source = 'mail'").fetchall() == [(kept,)]


def test_whom_somebody_adds_by_hand_is_there_again_and_imports_know_them(acme: Program) -> None:
    acme(*SURE)
    acme("contact", "add", "ACME", "--name", NAME, "--email", MAIL)
    file = acme.home / "again.csv"
    file.write_text(f"account,name,email,title\nACME,{NAME},{MAIL},COO\n")
    answer = acme("import", str(file))
    assert "1 contact: 0 new, 1 changed, 0 unchanged" in answer.text
    assert "forgotten" not in answer.text
    file.write_text(f"account,on,text\nACME,2026-11-02,Zuzana <{MAIL}> decides\n")
    acme("import", str(file), "--as", "notes")
    assert f"Zuzana <{MAIL}> decides" in acme("brief", "ACME").text


def test_a_row_that_waited_for_its_account_does_not_bring_them_back(cs: Program, enter: Entries) -> None:
    enter.account("ACME", "Acme Corporation")
    contacts = cs.home / "Contact.csv"
    accounts = cs.home / "Account.csv"
    contacts.write_text(
        "Id,AccountId,LastName,FirstName,Name,Email,EmailBouncedDate\n"
        f"0035g00000AAAAAAA1,0015g00000AAAAAAA1,Qvist,Zuzana,{NAME},{MAIL},\n"
        "0035g00000AAAAAAA2,0015g00000AAAAAAA1,Ito,Sam,Sam Ito,sam@beta.example,2026-10-04T08:00:00.000Z\n"
    )
    assert cs("import", str(contacts)).code == 0
    assert cs("contact", "forget", MAIL, "--confirm", MAIL).code == 0
    assert cs(*SURE).code == 66
    answer = cs("import", str(contacts))
    assert "1 contact left out: forgotten, and not brought back" in answer.text
    contacts.unlink()
    accounts.write_text("Id,Name\n0015g00000AAAAAAA1,Beta\n")
    assert cs("import", str(accounts)).code == 0
    [sam] = cs("contacts", "--json").rows
    assert (sam["name"], sam["bounced_on"]) == ("Sam Ito", "2026-10-04")
    assert holding(cs, "zuzana.qvist") == []


def test_who_is_named_only_for_the_account_stays_out_when_it_comes(cs: Program, enter: Entries) -> None:
    enter.account("BETA", "Beta")
    enter.contact("BETA", NAME)
    assert cs(*SURE).code == 0
    contacts = cs.home / "Contact.csv"
    contacts.write_text(
        f"Id,AccountId,LastName,FirstName,Name\n0035g00000AAAAAAA1,0015g00000AAAAAAA1,Qvist,Zuzana,{NAME}\n"
    )
    assert "wait for accounts" in cs("import", str(contacts)).text
    (cs.home / "Account.csv").write_text("Id,Name\n0015g00000AAAAAAA1,Beta\n")
    answer = cs("import", str(cs.home / "Account.csv"))
    assert "1 contact left out: forgotten, and not brought back" in answer.text
    assert cs("contacts", "--json").rows == []


def test_backups_are_listed_with_the_day_on_which_they_go(acme: Program) -> None:
    made = acme("backup").text.strip()
    clean = backup.folder_of(acme.db) / "2020-01-01T000000Z-by-hand.db"
    with closing(sqlite3.connect(clean)) as connection:
        connection.execute("CREATE TABLE x (y VARCHAR)")
    damaged = backup.folder_of(acme.db) / "2020-01-02T000000Z-damaged.db"
    damaged.write_text(f"no database of {NAME}")
    answer = acme(*SURE)
    assert f"| `{made}` | 20" in answer.text
    assert str(damaged) in answer.text
    assert str(clean) not in answer.text
    assert "    rm " in answer.text
    assert "still hold them until" in answer.talk


def test_the_day_a_backup_goes_is_the_day_on_which_rotation_drops_it(tmp_path: Path) -> None:
    """Played out: a backup a day from the day on, thinned out as the program does."""
    path = tmp_path / "portfolio.db"
    path.write_bytes(b"x" * 1000)
    folder = backup.folder_of(path)
    folder.mkdir()
    first = folder / "2026-11-23T080000Z-daily.db"
    month_end = folder / "2026-10-31T080000Z-daily.db"
    for file in (first, month_end):
        file.write_bytes(b"")
    told = remains.drop_days(path, date(2026, 11, 23))
    gone: dict[Path, date] = {}
    for days in range(1, 500):
        at = datetime(2026, 11, 23, 8) + timedelta(days)  # noqa: DTZ001  # the name's own form
        (folder / f"{at:%Y-%m-%d}T080000Z-daily.db").write_bytes(b"")
        gone |= dict.fromkeys((file for file in backup.thin_out(path) if file in (first, month_end)), at.date())
    assert told == gone


def test_no_backup_is_made_that_would_keep_them(acme: Program) -> None:
    shutil.rmtree(backup.folder_of(acme.db), ignore_errors=True)
    answer = acme(*SURE)
    assert backup.all_of(acme.db) == []
    assert "## Backups that still hold them\n\nNone." in answer.text


def test_a_file_of_the_users_own_is_told_and_left_alone(acme: Program) -> None:
    own = acme.home / "config" / "templates" / "mine.md"
    own.parent.mkdir(parents=True)
    own.write_text(f"Dear {NAME}")
    answer = acme(*SURE)
    assert f"- Yours, left alone: `{own}` names them" in answer.text
    assert own.read_text() == f"Dear {NAME}"


def test_the_same_line_again_prints_a_certificate_again(acme: Program) -> None:
    acme(*SURE)
    answer = acme(*SURE)
    assert answer.code == 0
    assert "- Forgotten before, on 2026-11-23" in answer.text
    assert "Nothing: no row names them." in answer.text


PROGRAM = "import sys; from cs_cli.main import main; sys.exit(main())"


@pytest.mark.parametrize("seed", range(3))
def test_killed_at_any_moment_they_are_there_or_they_are_gone(acme: Program, seed: int) -> None:
    with closing(sqlite3.connect(acme.db)) as connection:
        connection.execute("INSERT INTO meta (key, value) VALUES ('writing', '')")
        connection.executemany(
            "INSERT INTO note (step, account_id, noted_on, text) VALUES (1, 1, '2026-11-01', ?)",
            [(f"{number} {NAME} said {'so ' * 200}",) for number in range(3000)],
        )
        connection.execute("DELETE FROM meta WHERE key = 'writing'")
        connection.commit()
    start = shutil.copy(acme.db, acme.home / "start")
    began = time.monotonic()
    assert acme.process(*SURE).code == 0
    lasts, moments = time.monotonic() - began, Random(seed)  # noqa: S311  # moments, no secrets
    for _ in range(4):
        for file in acme.home.glob("portfolio.db*"):
            file.unlink()
        shutil.copy(start, acme.db)
        run_and_kill(acme, moments.uniform(0.3, 1.0) * lasts)
        there = len(acme("contacts", "--json").rows) == 2
        with closing(sqlite3.connect(acme.db)) as connection:
            named = connection.execute("SELECT count(*) FROM note WHERE text LIKE ?", (f"%{NAME}%",)).fetchone()[0]
            assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert named == (3000 if there else 0)
        (acme.home / "start").rename(acme.home / "portfolio-backups-start")
        assert there or holding(acme, "zuzana", "qvist") in ([], ["portfolio.db-journal"])
        (acme.home / "portfolio-backups-start").rename(acme.home / "start")


def run_and_kill(cs: Program, after: float) -> None:
    """Run the words in a process of its own and kill it after so many seconds."""
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(cs.home), "CS_DB": str(cs.db), "PYTHONPATH": str(ROOT)}
    environment |= {"CS_STATE_DIR": str(cs.home / "state"), "CS_CONFIG_DIR": str(cs.home / "config")}
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *SURE],
        cwd=cs.home, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        try:
            process.wait(timeout=after)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)


def test_an_account_that_was_merged_is_theirs_too(acme: Program) -> None:
    acme("log", "LUMEN", "Zuzana moved over")
    assert acme("account", "merge", "LUMEN", "ACME").code == 0
    acme(*SURE)
    assert holding(acme, "zuzana", "qvist") == []
    answer = acme("undo")
    assert answer.code == 0, answer.talk


def test_names_they_had_before_go_too_and_not_whoever_had_the_place_before(cs: Program, enter: Entries) -> None:
    enter.account("ACME", "Acme Corporation")
    cs("contact", "add", "ACME", "--name", "Ola Nordmann")
    cs("contact", "edit", "ACME", "ola", "--name", "Zuzana Novak", "--email", "zn@acme.example")
    cs("contact", "edit", "ACME", "zuzana", "--name", NAME, "--email", MAIL)
    cs("log", "ACME", "Zuzana Novak took over from Ola Nordmann, zn@acme.example")
    cs(*SURE)
    assert (
        cs("activities", "ACME", "--json").rows[0]["summary"] == "(forgotten) took over from Ola Nordmann, (forgotten)"
    )


def test_a_portfolio_that_another_command_holds_is_busy(acme: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cs_cli.store.versions.BUSY_TIMEOUT_MS", 10)
    with closing(sqlite3.connect(acme.db, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert acme(*SURE).code == 75
    assert acme("contacts", "--json").rows[0]["name"] == NAME


def test_where_the_file_cannot_be_compacted_the_certificate_says_so(
    acme: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path) -> str:
        return "database is locked"

    compact: Callable[[Path], str] = refuse
    monkeypatch.setattr("cs_cli.store.erasure.compact", compact)
    assert "the file not compacted: database is locked" in acme(*SURE).text
    assert holding(acme, "zuzana", "qvist") == []


def test_two_ids_that_become_one_stay_two_and_a_broken_command_is_read_as_text(acme: Program) -> None:
    with closing(sqlite3.connect(acme.db)) as connection:
        connection.execute("INSERT INTO meta (key, value) VALUES ('writing', '')")
        connection.executemany(
            "INSERT INTO external_ref (step, kind, source, external_id, row_id) VALUES (1, 'notes', 's', ?, 1)",
            [(NAME,), (NAME.upper(),)],
        )
        connection.execute("UPDATE journal_step SET command = ? WHERE id = 1", (f'cs log "{NAME}',))
        connection.execute("DELETE FROM meta WHERE key = 'writing'")
        connection.commit()
    assert acme(*SURE).code == 0
    with closing(sqlite3.connect(acme.db)) as connection:
        ids = [each for (each,) in connection.execute("SELECT external_id FROM external_ref ORDER BY id")]
        assert ids == [FORGOTTEN, f"{FORGOTTEN} 2"]
        assert connection.execute("SELECT command FROM journal_step WHERE id = 1").fetchone() == (
            f'cs log "{FORGOTTEN}',
        )


def test_a_file_that_cannot_be_opened_is_not_compacted_and_says_why(tmp_path: Path) -> None:
    assert erasure.compact(tmp_path / "none" / "x.db") == "unable to open database file"
