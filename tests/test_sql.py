"""`cs sql`: a question of one's own, under guard."""

import hashlib

import pytest


@pytest.fixture
def book(cs, enter):
    """Two accounts, a contract."""
    with enter:
        enter.account("ACME", "Acme | Corp")
        enter.contract("BETA", "2027-03-01", arr=12_000)
    return cs


def test_an_answer_in_every_format(book):
    query = "select account, name, 1 as one from accounts order by account"
    assert book("sql", query, "--json").rows == [
        {"account": "ACME", "name": "Acme | Corp", "one": 1},
        {"account": "BETA", "name": "Beta", "one": 1},
    ]
    assert book("sql", query, "--csv").text == "account,name,one\nACME,Acme | Corp,1\nBETA,Beta,1\n"
    assert book("sql", query, "--format", "md").text.splitlines()[2] == "| ACME | Acme \\| Corp | 1 |"
    assert (
        book("sql", query).text == "account  name         one\nACME     Acme | Corp    1\nBETA     Beta           1\n"
    )


def test_columns_of_the_same_name_are_told_apart(book):
    assert book("sql", "select 1 as n, 2 as n, 3 as n", "--json").rows == [{"n": 1, "n_2": 2, "n_3": 3}]


def test_every_value_can_be_said_in_json(book):
    found = book("sql", "select x'00ff' as bytes, 9e999 as much, null as none, 1.5 as some", "--json")
    assert found.rows == [{"bytes": "00ff", "much": None, "none": None, "some": 1.5}]


def test_no_rows_is_success(book):
    assert book("sql", "select * from accounts where 0", "--json").text == "[]\n"
    assert book("sql", "select account, name from accounts where 0", "--csv").text == "account,name\n"
    assert book("sql", "select * from accounts where 0").text == "No rows.\n"


def test_a_limit_says_what_is_left(book, on_terminal):
    many = "with recursive c(x) as (select 1 union all select x + 1 from c limit 70) select x from c"
    assert len(book("sql", many, "--json").rows) == 70
    assert book("sql", many, "--limit", "2").text == "x\n1\n2\n68 more: --all, or --limit N\n"
    assert on_terminal(book, "sql", many).splitlines()[-1] == "20 more: --all, or --limit N"
    assert on_terminal(book, "sql", many, "--all").splitlines()[-1] == "70"


@pytest.mark.parametrize(
    "query",
    [
        "attach 'other.db' as other",
        "detach main",
        "pragma journal_mode = wal",
        "pragma table_info(account)",
        "select * from pragma_table_info('account')",
        "insert into account (key) values ('X')",
        "update account set key = 'X'",
        "delete from account",
        "drop table account",
        "create table t (x)",
        "create temp table t (x)",
        "create view v as select 1",
        "vacuum",
        "vacuum into 'copy.db'",
        "begin",
        "savepoint s",
        "reindex",
        "analyze",
        "select load_extension('x')",
        "select writefile('x', 'y')",
    ],
)
def test_whatever_is_more_than_a_question_is_refused(book, query, monkeypatch):
    monkeypatch.chdir(book.home)
    before = hashlib.sha256(book.db.read_bytes()).digest()
    answer = book("sql", query)
    wrong_word = "no such function" in answer.talk  # where SQLite was built without it
    assert (answer.code, answer.out) == (2 if wrong_word else 77, b""), answer.talk
    assert "cs sql only reads" in answer.talk or wrong_word
    assert hashlib.sha256(book.db.read_bytes()).digest() == before
    assert not (book.home / "copy.db").exists()
    assert not (book.home / "other.db").exists()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("selct 1", 'SQL: near "selct": syntax error'),
        ("select * from nowhere", "SQL: no such table: nowhere"),
        ("select colour from accounts", "SQL: no such column: colour"),
        ("select 1; select 2", "one query at a time"),
        ("select :x", "SQL: "),
        ("", "that is no question"),
        ("  ;", "that is no question"),
    ],
)
def test_a_mistake_is_a_usage_error_that_says_where_the_columns_are(book, query, said):
    answer = book("sql", query)
    assert (answer.code, answer.out) == (2, b"")
    assert answer.talk.startswith(f"cs: {said}")
    assert 'cs sql "' in answer.talk.splitlines()[-1]


def test_a_mistake_names_the_columns_of_the_views_it_is_about_or_else_the_views(book):
    lines = book("sql", "select colour from accounts join Tasks using (account_id)").talk.splitlines()
    assert [line.split(":")[0] for line in lines] == [
        "cs",
        "  Columns of accounts",
        "  Columns of tasks",
        "  All views",
    ]
    header = book("sql", "select * from tasks where 0", "--csv").text.strip()
    assert lines[2] == f"  Columns of tasks: {header.replace(',', ', ')}"
    query = lines[3].split('"')[1]
    views = ", ".join(row["name"] for row in book("sql", f"{query} order by 1", "--json").rows)
    lines = book("sql", "select * from nowhere").talk.splitlines()
    assert lines[1:] == [f"  Views: {views}", '  Columns of one: cs sql "select * from accounts" --limit 1']
    assert book("sql", "select * from accounts", "--limit", "1").code == 0


def test_stored_text_lets_nothing_steer_the_terminal(cs, enter):
    enter.account("EVIL", "\x1b]0;pwned\x07Evil\u202e[red]x[/]")
    assert cs("sql", "select name from accounts").text == "name\n]0;pwnedEvil[red]x[/]\n"
