"""Starting light: reading loads none of the heavy packages, and each of them is still loaded where it is needed."""

import json
import subprocess
import sys

import pytest
from conftest import ROOT, Program
from workbooks import workbook

TODAY = "2026-11-23"
HEAVY = {
    "alembic", "jinja2", "markdown_it", "pendulum", "pydantic", "python_calamine", "sqlalchemy", "sqlmodel", "tomlkit",
    "xlsxwriter",
    "apprise", "keyring", "smtplib", "urllib3",
}  # fmt: skip
LOADED = """
import sys
from cs_cli.main import main
code = main(sys.argv[1:])
print("\\nLOADED", code, *sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""


def loaded(program, *words, env=None):
    environment = program._environment(env)  # noqa: SLF001  # the same machine, another entry
    command = [sys.executable, "-c", LOADED, *words]
    done = subprocess.run(command, env=environment, capture_output=True, cwd=ROOT, check=False)
    code, *names = done.stderr.decode().rpartition("LOADED ")[2].split()
    assert code == "0", done.stderr.decode()
    return set(names)


READING = [
    ("--version",), ("--help",), ("help", "all"), ("today",), ("why", "ACME"), ("accounts",), ("show", "ACME"),
    ("brief", "ACME"), ("renewals", "--due", "30d"), ("retention",), ("forecast",), ("forecast", "ACME"),
    ("forecast", "--accuracy"), ("clock",), ("clock", "ACME"), ("clock", "ACME/Platform"), ("health",),
    ("health", "ACME", "--explain"), ("health", "--changed", "7d"), ("health", "--sort", "arr"), ("health", "--said"),
    ("health", "ACME", "--history"), ("health", "--migration"), ("hindsight", "GALLEON"),
    ("contacts",), ("activities",), ("tasks",), ("find", "roi"), ("since", "fri"), ("week",), ("sentiment", "ACME"),
    ("nps",), ("csat", "ACME"), ("support",),
    ("digest",), ("digest", "--format", "html"), ("history",),
    ("calendar",), ("config", "show"), ("schedule", "list"), ("schedule", "status"),
    ("sql", "select 1"),
]  # fmt: skip


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_reading_loads_nothing_heavy(demo_home, words):
    names = loaded(Program(demo_home), *words, *(() if words[0][0] == "-" else ("--as-of", TODAY)))
    assert not names & HEAVY


@pytest.mark.parametrize(
    ("words", "unneeded"),
    [
        (("accounts", "--json"), {"csv", "zoneinfo", "icalendar"}),
        (("renewals", "--due", "30d"), {"csv", "zoneinfo", "icalendar"}),
    ],
)
def test_a_list_loads_what_it_prints_with_and_no_more(demo_home, words, unneeded):
    assert not loaded(Program(demo_home), *words) & unneeded


@pytest.mark.parametrize(
    ("words", "packages"),
    [
        (("log", "ACME", "CFO wants ROI"), {"sqlmodel", "sqlalchemy", "pydantic"}),
        (("qbr", "ACME", "-o", "deck.html"), {"jinja2", "markdown_it"}),
        (("config", "set", "me.name", "Ann"), {"tomlkit"}),
        (("accounts", "--csv"), {"csv"}),
        (("forecast", "ACME/Platform", "likely"), {"sqlmodel"}),
        (("calendar",), {"icalendar"}),
    ],
)
def test_each_package_is_loaded_where_it_is_needed(demo, words, packages, monkeypatch):
    monkeypatch.chdir(demo.home)
    if words[0] == "qbr":
        words = ("qbr", "ACME", "-o", str(demo.home / "deck.html"))
    assert packages <= loaded(demo, *words)


def test_making_a_portfolio_an_import_and_an_undo_do_without_the_models(cs):
    book = cs.home / "book.csv"
    book.write_text("Customer,ARR,Renewal date,CSM\nAcme,12000,2027-03-01,me\n", encoding="utf-8")
    heavy = {"alembic", "sqlalchemy", "sqlmodel"}
    assert not loaded(cs, "import", str(book)) & heavy
    assert not loaded(cs, "undo") & heavy
    assert not loaded(cs, "redo") & heavy
    assert [row["account"] for row in json.loads(cs("accounts", "--json").text)] == ["ACME"]


def test_a_workbook_for_finance_loads_its_writer_and_nothing_else_heavy(demo):
    names = loaded(demo, "export", "xlsx", "forecast", "-o", str(demo.home / "forecast.xlsx"))
    assert names & HEAVY == {"xlsxwriter"}


def test_a_workbook_loads_its_reader(cs):
    path = cs.home / "book.xlsx"
    workbook(path, {"Book": [["Customer", "ARR", "Renewal date"], ["Acme", 12000, "2027-03-01"]]})
    assert "python_calamine" in loaded(cs, "import", str(path))
