"""`cs export csv`: importing what was exported into an empty portfolio gives the same portfolio."""

import csv
import json
import sqlite3
import stat
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from conftest import Program
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cs_cli.domain.formulas import guard, unguard
from cs_cli.domain.text import fold
from cs_cli.intake import apply, export
from cs_cli.intake.bulk import Bulk
from cs_cli.store.write import writing

TABLES = [
    "account",
    "alias",
    "external_ref",
    "contact",
    "contract",
    "measurement",
    "ticket",
    "survey",
    "activity",
    "opportunity",
    "forecast_call",
    "task",
    "rate",
    "note",
]
NOW = "2026-11-23T07:00:00Z"
PAYLOADS = (Path(__file__).parent / "data" / "naughty" / "csv-payload.txt").read_text(encoding="utf-8").splitlines()
NAUGHTY = json.loads((Path(__file__).parent / "data" / "naughty" / "blns.json").read_text(encoding="utf-8"))


def content(db):
    """Every row, custom fields by name, without the step that inserted it."""
    with sqlite3.connect(db) as connection:
        connection.row_factory = sqlite3.Row
        every = {table: connection.execute(f"SELECT * FROM {table} ORDER BY id") for table in TABLES}  # noqa: S608  ours
        return {table: [_row(row) for row in stored] for table, stored in every.items()}


def _row(row):
    plain = {name: row[name] for name in row.keys() if name != "step"}  # noqa: SIM118  a Row iterates over its values
    return plain | ({"custom": json.loads(plain["custom"])} if "custom" in plain else {})


def fill(writer, table, **values):
    rows = Bulk(writer, table)
    rows.insert(values)
    rows.flush()


def exported_again(cs, folder, name):
    """The portfolio that importing everything in `folder` into an empty one gives."""
    other = cs.home / name
    answer = cs("--db", str(other), "import", *sorted(map(str, folder.glob("*.csv"))))
    assert answer.code == 0, answer.talk
    return other


def test_the_demo_book_comes_back_as_it_was(demo):
    folder = demo.home / "out"
    assert demo("export", "csv", "-o", str(folder)).code == 0
    other = exported_again(demo, folder, "other.db")
    before, after = content(demo.db), content(other)
    for table in TABLES:
        assert after[table] == before[table], table
    again = demo("--db", str(other), "import", *sorted(map(str, folder.glob("*.csv"))))
    assert again.text.endswith("Nothing has changed.\n")


def test_the_files_are_for_their_owner_alone_and_may_be_written_again(demo):
    folder = demo.home / "out"
    demo("export", "csv", "-o", str(folder))
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    answer = demo("export", "csv", "-o", str(folder))
    assert (answer.code, answer.out) == (0, b"")
    assert "60 accounts" in answer.talk


def test_a_file_that_somebody_changed_is_left_alone(demo):
    folder = demo.home / "out"
    demo("export", "csv", "-o", str(folder))
    (folder / "accounts.csv").write_text("mine")
    assert demo("export", "csv", "-o", str(folder)).code == 73
    assert (folder / "accounts.csv").read_text() == "mine"
    assert demo("export", "csv", "-o", str(folder), "--force").code == 0


def test_a_folder_that_cannot_be_made_is_73(demo):
    (demo.home / "file").write_text("")
    assert demo("export", "csv", "-o", str(demo.home / "file")).code == 73


def test_without_a_portfolio_there_is_nothing_to_export(cs):
    assert cs("export", "csv", "-o", str(cs.home / "out")).code == 66


def test_a_real_export_of_another_system_comes_back_with_its_ids(cs):
    org = Path(__file__).parent / "data" / "salesforce-org"
    cs("import", *map(str, org.glob("*.csv")))
    folder = cs.home / "out"
    cs("export", "csv", "-o", str(folder))
    other = exported_again(cs, folder, "other.db")
    before, after = content(cs.db), content(other)
    refs = [{(r["kind"], r["source"], r["external_id"]) for r in c.pop("external_ref")} for c in (before, after)]
    assert refs[0] == refs[1]
    assert after == before
    assert cs("--db", str(other), "import", *map(str, org.glob("*.csv"))).text.endswith("Nothing has changed.\n")


def test_amounts_keep_their_minor_units_whatever_the_currency(cs, tmp_path):
    accounts, contracts = tmp_path / "accounts.csv", tmp_path / "contracts.csv"
    accounts.write_text("account,name,domain\nACME,Acme,\n")
    contracts.write_text(
        "account,contract,renews_on,price,currency,price_period,uplift_pct\n"
        "ACME,K,2027-01-31,359.8880,KWD,quarter,3.1250\n"
        "ACME,J,2027-01-31,18000000,JPY,year,\nACME,E,2027-01-31,29.99,EUR,month,5\n"
    )
    assert cs("import", str(accounts), str(contracts)).code == 0
    folder = cs.home / "out"
    cs("export", "csv", "-o", str(folder))
    with (folder / "contracts.csv").open(newline="") as file:
        found = [(row["price"], row["arr"], row["uplift_pct"]) for row in csv.DictReader(file)]
    assert found == [
        ("359.8880", "1439.552".ljust(9, "0"), "3.1250"),
        ("18000000", "18000000", ""),
        ("29.99", "359.88", "5"),
    ]
    assert content(exported_again(cs, folder, "other.db")) == content(cs.db)


def test_no_text_begins_a_formula_and_telephone_numbers_survive(cs, tmp_path):
    contacts = tmp_path / "contacts.csv"
    names = [*PAYLOADS, "+49 30 1234", "-5", "@sum", "＝1+1", "'quoted", "''=x", "plain"]  # noqa: RUF001  full-width
    with contacts.open("w", newline="") as file:
        csv.writer(file).writerows(
            [["account", "name", "phone", "Wish"], *(["ACME", guard(n), guard(n), guard(n)] for n in names)]
        )
    accounts = tmp_path / "accounts.csv"
    accounts.write_text("account,name,domain\nACME,Acme,\n")
    assert cs("import", str(accounts), str(contacts)).code == 0
    with sqlite3.connect(cs.db) as connection:
        assert [name for (name,) in connection.execute("SELECT phone FROM contact ORDER BY id")] == names
    folder = cs.home / "out"
    cs("export", "csv", "-o", str(folder))
    with (folder / "contacts.csv").open(newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))]  # noqa: RUF001
    assert content(exported_again(cs, folder, "other.db")) == content(cs.db)


@given(st.text())
def test_the_guard_of_any_text_is_taken_off_again(text):
    assert unguard(guard(text)) == text


TEXT = st.text(
    st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=40
) | st.sampled_from([text for text in NAUGHTY if text and "\0" not in text and len(text) < 2000])
WORD = TEXT.map(str.strip).filter(bool)
NAMES = WORD.map(lambda text: " ".join(text.split())).filter(bool)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(
    names=st.lists(NAMES, min_size=1, max_size=3),
    texts=st.tuples(st.lists(WORD, min_size=4, max_size=4), st.lists(TEXT, min_size=3, max_size=3)),
    fields=st.dictionaries(WORD, WORD, max_size=3),
    numbers=st.tuples(
        st.floats(allow_nan=False, allow_infinity=False, min_value=-1e9, max_value=1e9), st.integers(0, 10**12)
    ),
)
def test_any_text_comes_back_exactly(tmp_path_factory, names, texts, fields, numbers):
    (words, proses), (score, minor) = texts, numbers
    folder = tmp_path_factory.mktemp("round")
    first, second = folder / "first.db", folder / "second.db"
    custom = json.dumps(fields)
    with writing(first, "fill", NOW) as writer:
        for number, name in enumerate(names, 1):
            named = {"key": f"K{number}", "key_folded": f"k{number}", "name": name, "name_folded": fold(name)}
            fill(writer, "account", **named, owner=words[0], custom=custom)
        mine = {"account_id": 1, "custom": custom}
        fill(writer, "contact", name=names[0], name_folded=fold(names[0]), title=words[1], phone=words[2], **mine)
        fill(writer, "note", account_id=1, noted_on="2026-01-01", text=f"x{proses[0]}")
        fill(writer, "measurement", account_id=1, metric="m", measured_on="2026-01-01", value=score)
        fill(writer, "opportunity", opportunity=words[3], amount_minor=minor, currency="KWD", **mine)
        for text in proses:
            fill(writer, "activity", kind="call", happened_on="2026-01-01", summary=text, **mine)
    with sqlite3.connect(first) as connection:
        for name, text, _count in export.files_of(connection):
            (folder / name).write_bytes(text.encode())
    options = apply.Options()
    opened = apply.open_import(sorted(folder.glob("*.csv")), [], options)
    with writing(second, "import", NOW) as writer:
        apply.write_import(writer, opened, options)
        assert not [outcome.rejected for outcome in opened.outcomes if outcome.rejected]
    assert content(second) == content(first)


@pytest.mark.parametrize("count", [1, 3])
def test_the_same_row_twice_stays_two_rows(cs, tmp_path, count):
    accounts, notes = tmp_path / "accounts.csv", tmp_path / "notes.csv"
    accounts.write_text("account,name,domain\nACME,Acme,\n")
    notes.write_text("account,on,text\n" + "ACME,2026-01-01,Hm\n" * count)
    cs("import", str(accounts), str(notes))
    folder = cs.home / "out"
    cs("export", "csv", "-o", str(folder))
    assert len(content(exported_again(cs, folder, "other.db"))["note"]) == count


def test_where_one_file_is_somebody_elses_none_is_written(demo):
    folder = demo.home / "my files"
    answer = demo("export", "csv", "-o", str(folder))
    assert answer.talk.endswith(f"Into another portfolio: cs --db FILE import '{folder}'/*.csv\n")
    before = (folder / "accounts.csv").read_bytes()
    with (folder / "tasks.csv").open("a") as file:
        file.write("mine\n")
    assert demo("account", "edit", "ACME", "--owner", "zoe").code == 0
    answer = demo("export", "csv", "-o", str(folder))
    assert (answer.code, answer.talk.splitlines()) == (
        73,
        [
            f"cs: {folder}/tasks.csv is not as cs wrote it, so it was left alone",
            "  Overwrite it: --force. Or into another folder: -o DIR",
        ],
    )
    assert (folder / "accounts.csv").read_bytes() == before
    (folder / "tasks.csv").unlink()
    (folder / "tasks.csv").mkdir()
    answer = demo("export", "csv", "-o", str(folder), "--force")
    assert (answer.code, answer.talk.splitlines()[-1]) == (73, "  Another place: -o DIR")
    assert (folder / "accounts.csv").read_bytes() == before


def test_one_row_is_counted_as_one(cs, enter):
    with enter:
        enter.account("ACME")
        enter.activity("ACME", "2026-11-20")
        enter.contact("ACME", "Jo")
        enter.contact("ACME", "Sam")
    folder = cs.home / "out"
    assert cs("export", "csv", "-o", str(folder)).talk.startswith(f"{folder}: 1 account, 2 contacts, 1 activity. Into")
    answer = cs("export", "csv", "-o", str(cs.db))
    assert (answer.code, answer.talk) == (73, f"cs: cannot write {cs.db}: File exists\n  Another place: -o DIR\n")


EXPONENTS = {"USD": 2, "JPY": 0, "KWD": 3}
FACTORS = {"month": 12, "quarter": 4, "half-year": 2, "year": 1, "18m": Decimal(12) / 18}
PRICES = st.lists(
    st.tuples(st.sampled_from(sorted(EXPONENTS)), st.integers(0, 10**9), st.sampled_from(sorted(FACTORS))),
    min_size=1,
    max_size=12,
)


@settings(max_examples=20)
@given(PRICES)
def test_what_is_imported_summed_and_exported_is_what_decimal_makes_of_it(tmp_path_factory, prices):
    """The input are the prices; the sums by currency are computed here with `decimal`, to the minor unit."""
    cs = Program(tmp_path_factory.mktemp("sums"))
    lines, sums, texts = [], {}, []
    for number, (currency, minor, period) in enumerate(prices):
        unit = Decimal(1).scaleb(-EXPONENTS[currency])
        price = minor * unit
        arr = (price * FACTORS[period]).quantize(unit, ROUND_HALF_UP)
        sums[currency] = sums.get(currency, Decimal(0)) + arr
        texts.append(price)
        lines.append(f"ACME,C{number},2026-01-01,2027-01-01,annual,{price:.4f},{period},{currency}\n")
    path = cs.home / "contracts.csv"
    path.write_text("account,contract,starts_on,renews_on,term,price,price_period,currency\n" + "".join(lines))
    assert cs("account", "add", "ACME", "--name", "Acme").code == 0
    assert cs("import", str(path)).code == 0
    wanted = {currency: float(total) for currency, total in sums.items()}
    [account] = cs.as_of("2026-11-23", "accounts", "--json").rows
    assert account["arr_by_currency"] == wanted
    retained = cs("retention", "2026-06", "--json").rows
    assert {row["currency"]: row["end_arr"] for row in retained} == {c: total for c, total in wanted.items() if total}
    cs("export", "csv", "-o", str(cs.home / "out"))
    with (cs.home / "out" / "contracts.csv").open(newline="") as file:
        found = sorted(csv.DictReader(file), key=lambda row: int(row["contract"][1:]))
    assert [Decimal(row["price"]) for row in found] == texts
