"""One account merged into another: a customer that became part of another one loses nothing, and is one logo."""

import pytest
from conftest import Program
from entries import Entries

MONDAY = "2026-11-23"


@pytest.fixture
def two(cs: Program, enter: Entries) -> Program:
    """ACME with 200 and BETA with 150 a year, each with people, a ticket, a note, usage, a call and a task."""
    for key, arr, contract in (("ACME", 200, "Platform"), ("BETA", 150, "Platform")):
        enter.account(key, f"{key.title()} Ltd", aliases=(f"{key} Trading",))
        enter.contract(key, "2027-03-01", starts="2025-03-01", arr=arr, contract=contract, auto=True)
    enter.contract("BETA", "2027-06-01", starts="2025-06-01", arr=50, product="Seats", auto=True)
    give = {
        "contacts": "account,name,email\nACME,Jo Park,jo@acme.example\nBETA,Jo P.,JO@acme.example\nBETA,Sam Ito,\n",
        "tickets": "account,ticket,opened_at\nACME,7,2026-11-01\nBETA,7,2026-11-02\nBETA,8,2026-11-03\n",
        "measurements": "account,metric,on,value\nACME,logins,2026-11-01,5\nBETA,logins,2026-11-01,7\n",
        "activities": "account,kind,on,summary\nBETA,call,2026-11-05,ROI\n",
        "tasks": "task,account,title,due_on\nt7,BETA,Call,2026-12-01\n",
        "notes": "account,on,text\nBETA,2026-11-01,likes short decks\n",
    }
    for kind, text in give.items():
        path = cs.home / f"{kind}.csv"
        path.write_text(text)
        assert cs("import", str(path)).code == 0
    return cs


def listed(cs: Program, sql: str) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in cs("sql", sql, "--json").rows]


def test_all_that_is_recorded_goes_to_the_other_account_and_undo_brings_it_back(two: Program) -> None:
    before = {name: listed(two, f"SELECT * FROM {name}") for name in ("accounts", "contracts", "contacts", "tickets")}  # noqa: S608
    answer = two("account", "merge", "BETA", "ACME")
    assert answer.talk == (
        "Acme Ltd (ACME): Beta Ltd (BETA) is merged into it; BETA means ACME from now on. Take it back: cs undo\n"
    )
    assert listed(two, "SELECT account, contract, product FROM contracts ORDER BY 2") == [
        ("ACME", "", "Seats"),
        ("ACME", "Platform", None),
        ("ACME", "Platform BETA", None),
    ]
    assert listed(two, "SELECT account, ticket FROM tickets ORDER BY 1, 2") == [
        ("ACME", "7"), ("ACME", "8"), ("ACME", "BETA-7"),
    ]  # fmt: skip
    assert listed(two, "SELECT account, name FROM contacts ORDER BY 2") == [
        ("ACME", "Jo Park"),
        ("ACME", "Sam Ito"),
    ]
    for view in ("activities", "tasks", "notes"):
        assert listed(two, f"SELECT DISTINCT account FROM {view}") == [("ACME",)]  # noqa: S608
    assert listed(two, "SELECT account, value FROM measurements ORDER BY 1") == [("ACME", 5.0), ("BETA", 7.0)]
    assert listed(two, "SELECT account, archived_on, merged_into FROM accounts") == [
        ("ACME", None, None), ("BETA", MONDAY, "ACME"),
    ]  # fmt: skip
    assert two("doctor").code == 0
    assert two("undo").code == 0
    assert before == {name: listed(two, f"SELECT * FROM {name}") for name in before}  # noqa: S608


@pytest.mark.parametrize("said", ["BETA", "beta ltd", "Beta Trading"])
def test_who_names_the_old_account_means_the_new_one(two: Program, said: str) -> None:
    two("account", "merge", "BETA", "ACME")
    assert two("show", said, "--json").rows[0]["account"] == "ACME"
    assert "Acme Ltd (ACME)" in two("log", said, "one team now").talk


def test_two_customers_that_become_one_are_a_contraction_and_no_churn(two: Program) -> None:
    """200 + 150 (+ 50) becomes 300: 100 contraction (docs/metrics.md)."""
    two("account", "merge", "BETA", "ACME", "--on", "2026-10-01")
    two("churn", "ACME/Platform BETA", "--reason", "merger", "--decided", "2026-10-01", "--on", "2026-11-01")
    two("amend", "ACME/Platform", "--arr", "250", "--on", "2026-11-01")
    [row] = two("retention", "2026-11", "--json").rows
    figures = ("start_arr", "expansion", "contraction", "churn", "end_arr", "accounts_start", "accounts_end")
    assert [row[name] for name in figures] == [400, 0, 100, 0, 300, 1, 1]


@pytest.mark.parametrize(
    ("kind", "text", "code", "said"),
    [
        ("tickets", "account,ticket,opened_at\nBETA,9,2026-11-04\n", 0, "1 new"),
        ("contracts", "account,contract,renews_on,price\nBETA,Platform,2027-03-01,9\n", 65, '"BETA" was merged'),
        ("contracts", "account,contract,renews_on,price,external_id\nBETA,X,2027-03-01,9,77\n", 0, "1 new"),
        ("book", "name,arr,renewal date\nBeta Ltd,9,2027-03-01\n", 65, "was merged into ACME: say ACME"),
    ],
)  # fmt: skip
def test_what_an_import_says_of_the_old_account_goes_to_the_new_one_unless_it_may_be_another_contract(
    two: Program, kind: str, text: str, code: int, said: str
) -> None:
    two("account", "merge", "BETA", "ACME")
    path = two.home / f"{kind}-again.csv"
    path.write_text(text)
    answer = two("import", str(path))
    assert answer.code == code, answer.talk
    assert said in answer.text + answer.talk
    assert listed(two, "SELECT count(*) FROM contracts WHERE account = 'BETA'") == [(0,)]
    assert listed(two, "SELECT count(*) FROM tickets WHERE account = 'BETA'") == [(0,)]


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("BETA", "BETA"), 2, "cs: Beta Ltd (BETA) is one account already; nothing merged"),
        (("BETA", "NOBODY"), 66, 'cs: no account "NOBODY"; nothing merged'),
        (("BET", "ACME"), 66, 'cs: no account "BET"; nothing merged'),
        (("BETA", "ACME", "--on", "2026-12-01"), 2, 'cs: --on "2026-12-01" is 2026-12-01, after 2026-11-23'),
    ],
)  # fmt: skip
def test_what_cannot_be_merged_is_one_sentence(two: Program, words: tuple[str, ...], code: int, sentence: str) -> None:
    answer = two("account", "merge", *words)
    assert answer.code == code
    assert answer.talk.startswith(sentence)
    assert listed(two, "SELECT count(*) FROM accounts WHERE merged_into IS NOT NULL") == [(0,)]


def test_nothing_is_merged_into_what_is_off_the_lists_and_chains_end_at_the_last(two: Program, enter: Entries) -> None:
    enter.account("OMEGA")
    two("account", "archive", "OMEGA")
    refused = two("account", "merge", "BETA", "OMEGA")
    assert (refused.code, refused.talk.splitlines()[0]) == (65, "cs: Omega (OMEGA) is archived; nothing merged")
    two("account", "edit", "OMEGA", "--no-archived")
    assert two("account", "merge", "BETA", "ACME").code == 0
    assert two("account", "merge", "ACME", "OMEGA").code == 0
    assert two("show", "BETA", "--json").rows[0]["account"] == "OMEGA"
    assert two("account", "merge", "BETA", "OMEGA").code == 2


def test_a_merged_account_survives_an_export_and_an_import(two: Program) -> None:
    two("account", "merge", "BETA", "ACME")
    folder = two.home / "out"
    assert two("export", "csv", "-o", str(folder)).code == 0
    other = str(two.home / "other.db")
    files = [str(path) for path in sorted(folder.glob("*.csv"))]
    answer = two("import", *files, "--db", other)
    assert answer.code == 0, answer.talk
    assert (
        two("sql", "SELECT * FROM accounts", "--csv", "--db", other).text
        == two("sql", "SELECT * FROM accounts", "--csv").text
    )
    again = two("import", *files)
    assert again.text.endswith("Nothing has changed.\n")
