"""A real Salesforce data export, and reports of the same: every id kept, nothing merged, in any order."""

import itertools
import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from cs_cli.intake.cells import long_id

DATA = Path(__file__).parent / "data"
ORG = DATA / "salesforce-org"
TABLES = {"account": 94, "contact": 64, "opportunity": 58, "ticket": 40, "waiting": 0}
FILES = ("Account", "Contact", "Opportunity", "Case")


def rows(cs, sql):
    with sqlite3.connect(cs.db) as connection:
        return connection.execute(sql).fetchall()


def counts(cs):
    return {table: rows(cs, f"SELECT count(*) FROM {table}")[0][0] for table in TABLES}  # noqa: S608  our own names


def org(*names):
    return [str(ORG / f"{name}.csv") for name in names]


def content(cs):
    """What the portfolio says, without row ids."""
    return [
        rows(cs, "SELECT account, name, external_id, custom FROM accounts ORDER BY external_id"),
        rows(cs, "SELECT external_id, name, email FROM contacts ORDER BY 1"),
        rows(cs, "SELECT external_id, stage, amount, won, close_on FROM opportunities ORDER BY 1"),
        rows(cs, "SELECT external_id, ticket, opened_at, closed_at, custom FROM tickets ORDER BY 1"),
    ]


def test_the_four_files_in_one_command(cs):
    answer = cs("import", *org(*FILES))
    assert answer.code == 0
    assert counts(cs) == TABLES
    assert "Read Account.csv, 94 rows, Salesforce Account" in answer.text
    assert "94 accounts have no contract: cs import FILE, or cs contract add" in answer.text


@pytest.mark.parametrize("order", list(itertools.permutations(FILES))[::5], ids="-".join)
def test_the_four_files_in_any_order_are_the_same_portfolio(cs, tmp_path, order):
    together = type(cs)(Path(shutil.copytree(cs.home, tmp_path / "together")))
    assert together("import", *org(*FILES)).code == 0
    for name in order:
        assert cs("import", *org(name)).code == 0
    assert counts(cs) == TABLES
    assert content(cs) == content(together)


def test_rows_wait_for_their_accounts_counted_and_named(cs):
    answer = cs("import", *org("Opportunity"))
    assert "58 opportunities wait for accounts not imported yet: 001Nq00000J1MwVIAV," in answer.text
    assert counts(cs) == {**TABLES, "account": 0, "contact": 0, "opportunity": 0, "ticket": 0, "waiting": 58}
    assert cs("import", *org("Opportunity")).text.endswith("Nothing has changed.\n")
    answer = cs("import", *org("Account"))
    assert "Joined 58 opportunities that waited for their accounts" in answer.text
    assert counts(cs)["waiting"] == 0
    assert cs("undo").code == 0
    assert counts(cs)["waiting"] == 58
    assert cs("redo").code == 0
    assert counts(cs)["opportunity"] == 58


def test_names_that_occur_twice_stay_two_accounts_with_keys_of_their_own(cs):
    cs("import", *org("Account"))
    assert rows(
        cs, "SELECT count(DISTINCT account), count(DISTINCT name), count(DISTINCT external_id) FROM accounts"
    ) == [(94, 47, 94)]
    assert rows(cs, "SELECT account FROM accounts WHERE name = 'Abe Sampson' ORDER BY 1") == [
        ("ABE",),
        ("ABE-2",),
    ]


def test_importing_again_changes_nothing_and_undo_empties_the_portfolio(cs):
    cs("import", *org(*FILES))
    before = content(cs)
    assert cs("import", *org(*reversed(FILES))).text.endswith("Nothing has changed.\n")
    assert rows(cs, "SELECT count(*) FROM journal_step") == [(1,)]
    assert cs("undo").code == 0
    assert counts(cs) == dict.fromkeys(TABLES, 0)
    assert cs("redo").code == 0
    assert content(cs) == before


def test_money_and_outcomes_are_those_of_the_export(cs):
    cs("import", *org("Account", "Opportunity"))
    outcomes = "SELECT won, count(*), sum(amount_minor) FROM opportunities GROUP BY won ORDER BY won"
    assert rows(cs, outcomes) == [(None, 24, 74897206), (1, 34, 81400000)]
    assert rows(cs, "SELECT DISTINCT kind FROM opportunities ORDER BY 1") == [("expansion",), ("new",)]


def test_housekeeping_columns_are_no_custom_fields_and_instants_are_utc(cs):
    cs("import", *org("Account", "Case"))
    names = {name for (custom,) in rows(cs, "SELECT custom FROM accounts") for name in json.loads(custom)}
    assert names == {"City", "Phone", "Employees", "Description", "Ownership", "Account type"}
    assert rows(cs, "SELECT min(opened_at), max(closed_at) FROM tickets") == [
        ("2024-07-11T21:22:07Z", "2024-07-11T22:14:41Z")
    ]


def test_deleted_rows_are_left_out_and_counted(cs, tmp_path):
    text = (ORG / "Account.csv").read_text(encoding="utf-8-sig")
    head, first, rest = text.split("\n", 2)
    fields = first.split(",")
    fields[1] = "1"
    path = tmp_path / "Account.csv"
    path.write_text("\n".join([head, ",".join(fields), rest]), encoding="utf-8")
    assert "1 row left out: deleted there" in cs("import", str(path)).text
    assert counts(cs)["account"] == 93


def test_a_book_and_the_export_meet_by_name_where_the_name_is_there_once(cs, tmp_path):
    book = tmp_path / "book.csv"
    book.write_text("Customer,ARR,Renewal date\nAbe Sampson,1,2027-01-31\nSolo Ltd,2,2027-01-31\n", encoding="utf-8")
    export = tmp_path / "Account.csv"
    head = "Id,Name,BillingCity,ParentId\n"
    ids = [f"001Nq00000HwuT{n}" for n in range(3)]
    export.write_text(
        f"{head}{ids[0]},Abe Sampson,A,\n{ids[1]},Abe Sampson,B,\n{ids[2]},Solo Ltd,C,{ids[0]}\n", encoding="utf-8"
    )
    cs("import", str(book))
    answer = cs("import", str(export))
    assert f"Known by name or domain, now by id too: SOLO = {long_id(ids[2])}" in answer.text
    assert counts(cs)["account"] == 4
    assert rows(cs, "SELECT parent FROM accounts WHERE account = 'SOLO'") == [("ABE-2",)]


def test_parents_that_the_export_lacks_are_counted(cs, tmp_path):
    export = tmp_path / "Account.csv"
    export.write_text("Id,Name,BillingCity,ParentId\n001Nq00000HwuT1,Acme,A,001Nq00000HwuT9\n", encoding="utf-8")
    assert "1 parent account not found: not in this export" in cs("import", str(export)).text


def test_a_report_with_labels_and_short_ids_is_the_same_account(cs, tmp_path):
    cs("import", *org("Account"))
    report = tmp_path / "report.csv"
    report.write_text(
        '"Account ID","Account Name","Billing City","Employees"\n"001Nq00000HwuT4","Sample Account","Here","7"\n\n'
        '"Grand Totals (1 records)"\n"Confidential Information - Do Not Distribute"\n',
        encoding="utf-8",
    )
    answer = cs("import", str(report))
    assert "1 account: 0 new, 1 changed, 0 unchanged" in answer.text
    assert 'Stopped at the footer: "Grand Totals (1 records)"' in answer.text


def test_own_columns_make_an_account_export_a_book(cs, tmp_path):
    export = tmp_path / "Account.csv"
    export.write_text(
        "Id,Name,BillingCity,ARR__c,Renewal_Date__c,CSM__c,Health__c\n001Nq00000HwuT4,Acme,X,12000,2027-01-31,me,ok\n",
        encoding="utf-8",
    )
    assert cs("import", str(export)).code == 0
    assert rows(cs, "SELECT account, arr, renews_on, owner FROM contracts") == [("ACME", 12000.0, "2027-01-31", "me")]
    assert rows(cs, "SELECT custom, external_id FROM accounts") == [
        ('{"City": "X", "Health__c": "ok"}', "001Nq00000HwuT4IAJ")
    ]


def test_hostile_opportunities_and_ids_that_name_nothing_wait(cs):
    folder = DATA / "salesforce-recipes"
    answer = cs("import", *(str(folder / f"{name}.csv") for name in ("Accounts", "Contacts", "Opportunities")))
    assert answer.code == 0
    assert (
        "150 contacts wait for accounts not imported yet: @AccountRef10, @AccountRef1, @AccountRef22 …" in answer.text
    )
    assert "50 opportunities wait" in answer.text
    assert counts(cs) == {"account": 50, "contact": 0, "opportunity": 0, "ticket": 0, "waiting": 200}


def test_a_waiting_row_that_cannot_be_written_is_refused_at_once(cs, tmp_path):
    export = tmp_path / "Opportunity.csv"
    head = "Id,AccountId,Name,StageName,CloseDate,Amount\n"
    export.write_text(f"{head}006Nq00000BGi8P,001Nq00000HwuT4,Deal,Won,2027-01-31,1.2345\n", encoding="utf-8")
    answer = cs("import", str(export))
    assert answer.code == 65
    assert "has too many decimals" in answer.talk


def test_contracts_of_another_system_wait_too(cs, tmp_path):
    folder = cs.home / "config" / "mappings"
    folder.mkdir(parents=True)
    (folder / "crm.toml").write_text(
        """
        system = "crm"
        [[table]]
        kind = "accounts"
        known_by = [["Company No"]]
        columns = {external_id = ["Company No"], name = ["Company"]}
        [[table]]
        kind = "contracts"
        known_by = [["Contract No"]]
        [table.columns]
        external_id = ["Contract No"]
        account_id = ["Company Ref"]
        price = ["Value"]
        renews_on = ["Renews"]
        """
    )
    contracts, accounts = tmp_path / "contracts.csv", tmp_path / "accounts.csv"
    contracts.write_text("Contract No,Company Ref,Value,Renews\nC1,7,1200,2027-01-31\nC2,7,5,\n", encoding="utf-8")
    accounts.write_text("Company No,Company\n7,Acme\n", encoding="utf-8")
    assert "2 contracts wait" in cs("import", str(contracts)).text
    assert "Joined 1 contract that waited" in cs("import", str(accounts)).text
    assert rows(cs, "SELECT account, price, external_id FROM contracts") == [("ACME", 1200.0, "C1")]
    assert counts(cs)["waiting"] == 1


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("001Nq00000HwuT4", "001Nq00000HwuT4IAJ"),
        ("006Nq00000BGi8P", "006Nq00000BGi8PIAT"),
        ("001Nq00000HwuT4IAJ", "001Nq00000HwuT4IAJ"),
        ("@AccountRef10", "@AccountRef10"),
        (" ", None),
    ],
)
def test_short_ids_get_their_three_check_letters(short, long):
    assert long_id(short) == long
