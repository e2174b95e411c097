"""Scores of a large book are remembered, and never when anything they depend on has changed."""

import json
import os
import stat
from pathlib import Path

import pytest
from conftest import Program

from cs_cli.store.memo import WORTH_IT, stamp_of

AS_OF = ("--as-of", "2026-11-23")


@pytest.fixture(scope="module")
def large_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("large")
    assert Program(home)("demo", "--accounts", str(WORTH_IT + 20), "--weeks", "20", *AS_OF).code == 0
    return home


@pytest.fixture
def large(large_home: Path) -> Program:
    return Program(large_home)


def memos(program: Program) -> list[Path]:
    return list((program.home / "state" / "scores").glob("*.json"))


def score(program: Program, account: str) -> float:
    return next(row["health"] for row in program("accounts", "--json", *AS_OF).rows if row["account"] == account)


def test_the_second_look_reads_what_the_first_one_kept(large: Program) -> None:
    assert score(large, "ACME") == 40
    [memo] = memos(large)
    assert stat.S_IMODE(memo.stat().st_mode) == 0o600
    kept = json.loads(memo.read_text())
    memo.write_text(json.dumps(kept | {"scores": [score + 1 for score in kept["scores"]]}))
    assert score(large, "ACME") == 41
    memo.unlink()
    assert score(large, "ACME") == 40


def test_after_a_change_the_list_shows_what_the_account_itself_shows(large: Program) -> None:
    before = score(large, "ACME")
    assert large("log", "ACME", "renewal talked through", "--kind", "call", "--with", "Sam Ito", *AS_OF).code == 0
    [alone] = large("health", "ACME", "--json", *AS_OF).rows
    assert score(large, "ACME") == alone["health"]
    assert large("undo").code == 0
    assert score(large, "ACME") == before


def test_another_scorecard_is_another_score(large: Program) -> None:
    score(large, "ACME")
    folder = large.home / "config" / "scorecards"
    folder.mkdir(parents=True)
    shipped = Path(__file__).parent.parent / "cs_cli" / "scorecards" / "default.toml"
    mine = folder / "default.toml"
    mine.write_text(shipped.read_text().replace("at_most = 40", "at_most = 33"))
    assert score(large, "ACME") == 33
    mine.unlink()
    assert score(large, "ACME") == 40


@pytest.mark.parametrize("broken", [b"", b"{", b"[]", b'{"key": 1}'])
def test_a_broken_memo_is_as_none(large: Program, broken: bytes) -> None:
    first = large("accounts", "--json", *AS_OF)
    for memo in memos(large):
        memo.write_bytes(broken)
    assert large("accounts", "--json", *AS_OF).out == first.out


def test_where_nothing_can_be_kept_the_answer_is_the_same(large: Program) -> None:
    first = large("accounts", "--json", *AS_OF)
    elsewhere = large("accounts", "--json", *AS_OF, env={"CS_STATE_DIR": "/dev/null/nowhere"})
    assert elsewhere.out == first.out


def test_only_the_latest_days_are_kept(large: Program) -> None:
    for day in range(1, 16):
        assert large("accounts", "--json", "--as-of", f"2026-11-{day:02}").code == 0
    assert len(memos(large)) == 12


def test_a_small_book_keeps_nothing(demo: Program) -> None:
    assert demo("accounts", "--json", *AS_OF).code == 0
    assert memos(demo) == []


def test_any_change_of_the_program_is_another_stamp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("domain/text.py", "domain/health.py", "store/views.sql"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("one")
        os.utime(tmp_path / name, (1, 1))
    first = stamp_of(tmp_path)
    (tmp_path / "domain" / "text.py").write_text("seven")
    os.utime(tmp_path / "domain" / "text.py", (1, 1))
    longer = stamp_of(tmp_path)
    os.utime(tmp_path / "store" / "views.sql", (2, 2))
    newer = stamp_of(tmp_path)
    monkeypatch.setattr("cs_cli.store.memo.__version__", "9.9.9")
    assert len({first, longer, newer, stamp_of(tmp_path)}) == 4
    assert stamp_of(tmp_path) == stamp_of(tmp_path)
