"""Undo and redo bring back exactly what was there, whatever was written, or refuse and say why."""

import sqlite3
from contextlib import closing, suppress
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from portfolios import (
    NOW,
    TODAY,
    account,
    add_accounts,
    add_task,
    by_another_program,
    cell,
    contents,
    contract,
    import_accounts,
    insert_accounts,
    one_step,
)

from cs_cli.errors import BadDataError
from cs_cli.store import tables, write
from cs_cli.store.conflicts import ChangedSinceError
from cs_cli.store.journal import NothingToUndoError
from cs_cli.store.models import (
    JOURNALLED,
    Account,
    Alias,
    Contact,
    Contract,
    ExternalRef,
    HealthSnapshot,
    Measurement,
    Note,
    Task,
)

ANY_FLOAT = st.floats(allow_nan=False, allow_infinity=False)
ANY_TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1).filter(str.strip)
START = date(2025, 1, 31)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "p.db"


class AnyHistory(RuleBasedStateMachine):
    """Random commands, undone and redone in between: at each depth the portfolio is what it was at that depth."""

    @initialize()
    def open(self) -> None:
        self.folder = TemporaryDirectory()
        self.path = Path(self.folder.name) / "p.db"
        add_accounts(self.path, "ACME")
        self.states: list[Any] = [contents(self.path)]
        self.undone: list[Any] = []

    def teardown(self) -> None:
        self.folder.cleanup()

    def step(self, change: Any) -> None:
        with one_step(self.path) as writer:
            change(writer)
        now = contents(self.path)
        if now != self.states[-1]:
            self.states.append(now)
            self.undone.clear()

    def ids(self, table: str) -> list[int]:
        return [row[0] for row in self.states[-1][table]]

    @rule(name=ANY_TEXT, value=ANY_FLOAT, rows=st.integers(1, 3))
    def insert(self, name: str, value: float, rows: int) -> None:
        def change(writer: Any) -> None:
            n = writer.next_id("account")
            owner = writer.add(account(f"K{n}", name=name, custom="{}"))
            columns = ("account_id", "metric", "measured_on", "value")
            many = [(owner.id, "logins", str(TODAY - timedelta(day)), value + day) for day in range(rows)]
            writer.insert_many("measurement", columns, many)
            writer.add(Alias(account_id=owner.id, name=name, folded=name))
            writer.add(ExternalRef(kind="accounts", source="crm", external_id=f"x{n}", row_id=owner.id))

        self.step(change)

    @rule(pick=st.randoms(use_true_random=False), months=st.integers(1, 30), product=st.sampled_from([None, "Core"]))
    def add_a_term(self, pick: Any, months: int, product: str | None) -> None:
        starts = START + timedelta(30 * pick.randint(0, 40))
        renews = (starts + timedelta(30 * months)).isoformat()
        owner = pick.choice(self.ids("account"))
        self.step(lambda writer: writer.add(contract(owner, starts.isoformat(), renews, product=product)))

    @rule(pick=st.randoms(use_true_random=False), name=ANY_TEXT, value=ANY_FLOAT)
    def change_rows(self, pick: Any, name: str, value: float) -> None:
        def change(writer: Any) -> None:
            writer.get(Account, pick.choice(self.ids("account"))).name = name
            if terms := self.ids("contract"):
                term = writer.get(Contract, pick.choice(terms))
                term.account_id, term.seats = pick.choice(self.ids("account")), pick.randint(0, 9)
            if found := self.ids("measurement"):
                writer.get(Measurement, pick.choice(found)).value = value

        self.step(change)

    @precondition(lambda self: len(self.ids("account")) > 1)
    @rule(pick=st.randoms(use_true_random=False))
    def swap_keys(self, pick: Any) -> None:
        one, other = pick.sample(self.ids("account"), 2)

        def change(writer: Any) -> None:
            keys = {i: writer.get(Account, i).key_folded for i in (one, other)}
            for row_id, key in ((one, "on the way"), (other, keys[one]), (one, keys[other])):
                writer.get(Account, row_id).key_folded = key
                writer.session.flush()

        self.step(change)

    @rule(score=st.floats(0, 100), pick=st.randoms(use_true_random=False))
    def replace_the_snapshot(self, score: float, pick: Any) -> None:
        owner = pick.choice(self.ids("account"))

        def change(writer: Any) -> None:
            writer.sqlite.execute("DELETE FROM health_snapshot WHERE account_id = ?", (owner,))
            row = HealthSnapshot(
                account_id=owner, computed_on=TODAY, score=score, band="green", coverage=100.0, scorecard="default"
            )
            writer.add(row)

        self.step(change)

    @precondition(lambda self: self.ids("contract") or self.ids("measurement"))
    @rule(pick=st.randoms(use_true_random=False))
    def delete(self, pick: Any) -> None:
        table = pick.choice([t for t in ("contract", "measurement") if self.ids(t)])
        gone = pick.choice(self.ids(table))

        def change(writer: Any) -> None:
            writer.sqlite.execute("UPDATE contract SET renewed_by_id = NULL WHERE renewed_by_id = ?", (gone,))
            writer.sqlite.execute(f"DELETE FROM {table} WHERE id = ?", (gone,))  # noqa: S608  one of two names

        self.step(change)

    @precondition(lambda self: len(self.states) > 1)
    @rule(times=st.integers(1, 4))
    def undo(self, times: int) -> None:
        for _ in range(min(times, len(self.states) - 1)):
            write.undo(self.path, None, NOW)
            self.undone.append(self.states.pop())
            assert contents(self.path) == self.states[-1]

    @precondition(lambda self: self.undone)
    @rule(times=st.integers(1, 4))
    def redo(self, times: int) -> None:
        for _ in range(min(times, len(self.undone))):
            write.redo(self.path)
            self.states.append(self.undone.pop())
            assert contents(self.path) == self.states[-1]


TestAnyHistory = AnyHistory.TestCase
TestAnyHistory.settings = settings(
    max_examples=10, stateful_step_count=15, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


def test_the_journalled_tables_are_the_same_with_and_without_models():
    names = tuple(str(model.__tablename__) for model in JOURNALLED)
    assert names == tables.JOURNALLED


@pytest.mark.parametrize("value", [0.1 + 0.2, 1e306 * 1.1491352064683578, 5e-324, -1.7976931348623157e308, 1 / 3])
def test_a_float_comes_back_to_its_last_bit(path: Path, value: float):
    owner = add_accounts(path, "ACME")[0]
    with one_step(path) as writer:
        writer.add(Measurement(account_id=owner, metric="logins", measured_on=TODAY, value=value))
    write.undo(path, None, NOW)
    write.redo(path)
    assert cell(path, "SELECT value FROM measurement") == value


def test_a_bulk_import_journals_nothing_per_inserted_row(path: Path):
    import_accounts(path, 500)
    assert cell(path, "SELECT count(*) FROM journal_change") == 0
    assert cell(path, "SELECT count(*) FROM journal_step") == 1


def test_an_update_that_changes_nothing_is_no_step(path: Path):
    add_accounts(path, "ACME")
    with one_step(path, "cs account edit ACME") as writer:
        writer.sqlite.execute("UPDATE account SET name = name")
    assert cell(path, "SELECT count(*) FROM journal_step") == 1


def test_an_error_in_a_command_leaves_no_step_behind(path: Path):
    add_accounts(path, "ACME")
    before = contents(path)
    with suppress(ZeroDivisionError), one_step(path) as writer:
        writer.add(account("OTHER"))
        raise ZeroDivisionError
    assert contents(path) == before
    assert cell(path, "SELECT count(*) FROM journal_step") == 1
    assert cell(path, "SELECT count(*) FROM meta WHERE key = 'writing'") == 0


def test_a_row_the_portfolio_refuses_is_bad_data_and_nothing_is_written(path: Path):
    add_accounts(path, "ACME")
    with pytest.raises(BadDataError, match=r"account.key_folded"):
        add_accounts(path, "NEW", "ACME")
    assert cell(path, "SELECT count(*) FROM account") == 1


def test_steps_are_undone_newest_first_and_redone_in_the_order_they_were_undone(path: Path):
    for key in ("A", "B", "C"):
        add_accounts(path, key)
    assert [write.undo(path, n, NOW).step for n in (2, None, None)] == [2, 3, 1]
    assert [write.redo(path).step for _ in range(3)] == [1, 3, 2]
    with pytest.raises(NothingToUndoError, match="nothing to redo"):
        write.redo(path)


def test_an_older_step_can_be_undone_alone(path: Path):
    add_accounts(path, "A")
    add_accounts(path, "B")
    report = write.undo(path, 1, NOW)
    assert report.removed == {"account": 1}
    assert [row[2] for row in contents(path)["account"]] == ["B"]


def test_nothing_to_undo_is_said_for_an_unknown_step_and_for_one_undone_already(path: Path):
    add_accounts(path, "A")
    with pytest.raises(NothingToUndoError, match="there is no step 7"):
        write.undo(path, 7, NOW)
    with pytest.raises(NothingToUndoError, match="there is no step 0"):
        write.undo(path, 0, NOW)
    write.undo(path, None, NOW)
    with pytest.raises(NothingToUndoError, match="undone already"):
        write.undo(path, 1, NOW)
    with pytest.raises(NothingToUndoError, match="nothing to undo"):
        write.undo(path, None, NOW)


def test_a_dry_run_says_the_same_and_changes_nothing(path: Path):
    add_accounts(path, "A")
    before = path.read_bytes()
    assert write.undo(path, None, NOW, dry_run=True).removed == {"account": 1}
    assert path.read_bytes() == before
    write.undo(path, None, NOW)
    before = path.read_bytes()
    assert write.redo(path, dry_run=True).brought == {"account": 1}
    assert path.read_bytes() == before


def test_a_deleted_row_comes_back_and_goes_again(path: Path):
    add_accounts(path, "ACME")
    add_task(path)
    before = contents(path)
    with one_step(path, "cs forget t1") as writer:
        writer.sqlite.execute("DELETE FROM task")
    after = contents(path)
    assert write.undo(path, None, NOW).brought == {"task": 1}
    assert contents(path) == before
    assert write.redo(path).removed == {"task": 1}
    assert contents(path) == after


def refused(path: Path, step: int) -> str:
    """The rows that stand against undoing `step`, which changes nothing."""
    before = contents(path)
    with pytest.raises(ChangedSinceError) as refusal:
        write.undo(path, step, NOW)
    assert contents(path) == before
    return refusal.value.hints[0]


def rename(path: Path, row_id: int, name: str) -> None:
    with one_step(path, f"cs account edit --name {name}") as writer:
        writer.get(Account, row_id).name = name


def test_undo_is_refused_where_a_later_step_changed_a_row_that_it_inserted(path: Path):
    row_id = add_accounts(path, "ACME")[0]
    rename(path, row_id, "Acme Inc")
    assert refused(path, 1) == "ACME, by step 2 (cs account edit --name Acme Inc)"


def test_undo_is_refused_where_a_later_step_changed_a_row_that_it_changed(path: Path):
    row_id = add_accounts(path, "ACME")[0]
    rename(path, row_id, "One")
    rename(path, row_id, "Two")
    assert refused(path, 2) == "ACME, by step 3 (cs account edit --name Two)"


def test_undo_is_refused_where_a_later_step_deleted_a_row_that_it_inserted(path: Path):
    add_accounts(path, "ACME")
    add_task(path, "call")
    with one_step(path, "cs forget t1") as writer:
        writer.sqlite.execute("DELETE FROM task")
    assert refused(path, 2) == "t1, by step 3 (cs forget t1)"


def test_undo_is_refused_where_rows_of_later_steps_hang_on_its_rows(path: Path):
    owner = add_accounts(path, "ACME")[0]
    with one_step(path, "cs contact add ACME Sam") as writer:
        writer.add(Contact(account_id=owner, name="Sam", name_folded="sam"))
    with one_step(path, "cs import crm.csv") as writer:
        writer.add(ExternalRef(kind="accounts", source="crm", external_id="001", row_id=owner))
    assert refused(path, 1) == (
        "ACME contact Sam, by step 2 (cs contact add ACME Sam); external ref 001, by step 3 (cs import crm.csv)"
    )


def test_a_refusal_names_five_rows_and_counts_the_others(path: Path):
    owner = add_accounts(path, "ACME")[0]
    with one_step(path, "cs import notes.csv") as writer:
        for n in range(8):
            writer.add(Note(account_id=owner, noted_on=TODAY, text=f"note {n}"))
    rows = refused(path, 1)
    assert rows.count("by step 2") == 5
    assert rows.endswith("; and 3 more")


@pytest.mark.parametrize("change", ["UPDATE account SET name = 'Hand'", "DELETE FROM account"])
def test_undo_is_refused_where_another_program_changed_what_it_inserted(path: Path, change: str):
    add_accounts(path, "ACME")
    by_another_program(path, change)
    label = "ACME" if change.startswith("UPDATE") else "account 1"
    assert refused(path, 1) == f"{label}, by another program"


def test_undo_is_refused_where_another_program_changed_what_it_changed(path: Path):
    row_id = add_accounts(path, "ACME")[0]
    rename(path, row_id, "Acme Inc")
    by_another_program(path, "UPDATE account SET name = 'Hand'")
    assert refused(path, 2) == "ACME, by another program"


def test_what_cs_itself_changes_is_not_taken_for_another_program(path: Path):
    row_id = add_accounts(path, "ACME")[0]
    rename(path, row_id, "Acme Inc")
    write.undo(path, None, NOW)
    write.redo(path)
    assert cell(path, "SELECT count(*) FROM changed_elsewhere") == 0


def test_redo_is_refused_where_a_row_has_changed_or_its_place_is_taken(path: Path):
    row_id = add_accounts(path, "ACME")[0]
    rename(path, row_id, "One")
    write.undo(path, None, NOW)
    rename(path, row_id, "Two")
    with pytest.raises(ChangedSinceError) as refusal:
        write.redo(path)
    assert refusal.value.hints[0] == "ACME, by step 3 (cs account edit --name Two)"
    add_accounts(path, "NEW")
    write.undo(path, None, NOW)
    add_accounts(path, "NEW")
    with pytest.raises(ChangedSinceError, match=r"step 4 .* stays: 1 row changed since"):
        write.redo(path)


def test_a_report_tells_fields_by_their_names_with_lists_and_custom_fields_apart(path: Path):
    with one_step(path, "cs account add ACME") as writer:
        row_id = writer.add(account("ACME", tags='["key"]', custom='{"Mood": "fine", "Tier": 1}')).id
    with one_step(path, "cs account edit ACME") as writer:
        row = writer.get(Account, row_id)
        row.tags, row.custom, row.owner = '["key", "emea"]', '{"Mood": "cross"}', "lee"
    report = write.undo(path, None, NOW)
    assert [(f.row, f.field, f.old, f.new) for f in report.fields] == [
        ("ACME", "owner", "lee", None),
        ("ACME", "tags", ["key", "emea"], ["key"]),
        ("ACME", "Mood", "cross", "fine"),
        ("ACME", "Tier", None, 1),
    ]


def test_a_step_of_an_older_schema_is_undone_though_the_table_has_a_column_more(path: Path):
    row_id = add_accounts(path, "ACME")[0]
    rename(path, row_id, "Acme Inc")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "UPDATE journal_change SET before = json_remove(before, '$.region'), after = json_remove(after, '$.region')"
        )
    write.undo(path, None, NOW)
    assert cell(path, "SELECT name FROM account") == "Acme"


def test_which_term_renews_which_is_computed_again_after_an_undo_out_of_order(path: Path):
    owner = add_accounts(path, "ACME")[0]
    for starts, renews in (("2025-01-01", "2026-01-01"), ("2026-01-01", "2027-01-01"), ("2026-01-20", "2027-01-20")):
        with one_step(path) as writer:
            writer.add(contract(owner, starts, renews, product="Core"))
    followers = "SELECT group_concat(coalesce(renewed_by_id, 0)) FROM (SELECT * FROM contract ORDER BY id)"
    assert cell(path, followers) == "2,0,0"
    write.undo(path, 3, NOW)
    assert cell(path, followers) == "3,0"
    write.redo(path)
    assert cell(path, followers) == "2,0,0"


def test_a_contract_that_moves_to_another_account_leaves_no_link_behind(path: Path):
    one, other = add_accounts(path, "ONE", "OTHER")
    with one_step(path) as writer:
        writer.add(contract(one, "2025-01-01", "2026-01-01", product="Core"))
        writer.add(contract(other, "2026-01-01", "2027-01-01", product="Core"))
    with one_step(path) as writer:
        writer.get(Contract, 2).account_id = one
    assert cell(path, "SELECT renewed_by_id FROM contract WHERE id = 1") == 2


def test_a_task_number_is_never_used_twice(path: Path):
    assert add_task(path) == 1
    write.undo(path, None, NOW)
    assert add_task(path) == 2


def test_ten_thousand_rows_are_undone_and_redone_as_they_were(path: Path):
    add_accounts(path, "ACME")
    with one_step(path, "cs import accounts.csv") as writer:
        insert_accounts(writer, 10_000)
        writer.sqlite.execute("UPDATE account SET segment = 'smb' WHERE step = 1")
    full = contents(path)
    write.undo(path, None, NOW)
    assert len(contents(path)["account"]) == 1
    write.redo(path)
    assert contents(path) == full


def test_undo_of_a_task_names_it_by_its_number(path: Path):
    add_task(path, "call", due_on=TODAY)
    with one_step(path, "cs snooze t1 1d") as writer:
        writer.get(Task, 1).snoozes = 1
    assert [(f.row, f.field, f.old, f.new) for f in write.undo(path, None, NOW).fields] == [("t1", "snoozes", 1, 0)]
