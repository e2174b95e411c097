"""What `make bench` prints is right; how long things take is never tested."""

import csv
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

BENCH = Path(__file__).parent.parent / "bench"


@pytest.fixture
def bench(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCH))
    import bench  # noqa: PLC0415  a script beside the package, importable from here only

    return bench


@pytest.fixture
def processes(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCH))
    import processes  # noqa: PLC0415  as above

    return processes


@pytest.fixture
def python(processes):
    def case(code, **options):
        return processes.Case(code, (sys.executable, "-c", code), dict(os.environ), **options)

    return case


@pytest.mark.parametrize(("on_terminal", "code"), [(True, 0), (False, 1)])
def test_a_case_writes_to_a_terminal_or_to_nothing(processes, python, on_terminal, code):
    asked = "import os, sys; sys.exit(not (sys.stdout.isatty() and os.get_terminal_size().columns == 100))"
    assert processes.run(python(asked, on_terminal=on_terminal)).code == code


def test_a_terminal_takes_more_than_it_can_hold(processes, python):
    assert processes.run(python("print('x' * 100_000)", on_terminal=True)).code == 0


def test_the_peak_is_the_memory_of_the_process():
    """Asked of a program of its own: on Linux a child's peak begins with the memory of whoever started it."""
    asked = (
        "import os, sys; from processes import Case, run; "
        "print(run(Case('x', (sys.executable, '-c', 'x = bytearray(200 << 20)'), dict(os.environ))).peak_mib)"
    )
    done = subprocess.run([sys.executable, "-c", asked], cwd=BENCH, check=True, capture_output=True)
    assert 200 < float(done.stdout) < 300


def test_what_stands_before_a_case_is_done_before_each_run(processes, python):
    done = []
    results = processes.in_turn([python("pass", before=lambda: done.append(1))], rounds=2)
    assert len(done) == 3  # one to fill caches
    assert results["pass"].code == 0


@pytest.mark.parametrize(("seconds", "middle"), [([3.0, 1.0, 2.0], 2.0), ([4.0, 2.0], 3.0), ([9.0], 9.0)])
def test_the_middle_of_runs_is_their_median(processes, seconds, middle):
    assert processes.middle_of([processes.Run(one, 1, 0) for one in seconds]).seconds == middle


def test_the_worst_exit_code_and_the_highest_peak_stay(processes):
    runs = [processes.Run(1, 10, 0), processes.Run(1, 30, -9), processes.Run(1, 20, 2)]
    middle = processes.middle_of(runs)
    assert (middle.peak_mib, middle.code) == (30, -9)


@pytest.mark.parametrize(
    ("measured", "at_most", "word"), [(1.0, 1.0, "reached"), (1.01, 1.0, "missed"), (249, 250, "reached")]
)
def test_a_target_is_reached_up_to_its_bound(bench, measured, at_most, word):
    assert bench.verdict(measured, at_most) == word


def test_every_target_gets_its_line_with_its_ratio(bench, processes):
    names = {name for target in bench.TARGETS for name in (target.case, target.against)}
    results = dict.fromkeys(names, processes.Run(0.5, 100, 0))
    results[bench.CS_IMPORT] = processes.Run(5.0, 300, 0)
    results[bench.CS_MEASURE] = processes.Run(3.0, 300, 0)
    results[bench.TARGETS[4].case] = processes.Run(0.1, 10, 70)
    lines = list(bench.verdicts(results))[1:]
    assert len(lines) == len(bench.TARGETS) + len(bench.PEAKS)
    words = {line.rsplit(maxsplit=3)[0].strip(): line.split()[-1] for line in lines}
    import_of_accounts = f"{bench.CS_IMPORT}  ÷  {bench.PLAIN_IMPORT}"
    missed = {import_of_accounts: "missed", f"{bench.CS_IMPORT}: peak MiB": "missed"}
    failed = f"{bench.TARGETS[4].case}  ÷  {bench.TARGETS[4].against}"
    assert words == dict.fromkeys(words, "reached") | missed | {failed: "failed"}
    [line] = [line for line in lines if line.startswith(import_of_accounts)]
    assert line.split()[-3:] == ["8.00", "10.00", "missed"]


def test_cases_exist_for_every_target(bench, tmp_path, monkeypatch):
    monkeypatch.setattr(bench, "demo", lambda _cs, folder, accounts, _env: folder / f"{accounts}.db")
    spoken_with = []
    monkeypatch.setattr(
        bench, "spoken_with", lambda _cs, path, activities, _env: spoken_with.append((path, activities))
    )
    monkeypatch.setattr(bench, "_rows_of_json", lambda _env: 7)
    cases = [*bench.portfolio_cases(tmp_path), *bench.import_cases(tmp_path, tmp_path / "file.csv")]
    cases += bench.measure_cases(tmp_path, tmp_path / "file.csv", 3)
    cases += bench.retention_cases(tmp_path, tmp_path / "history.db")
    cases += bench.health_cases(tmp_path, tmp_path / "used.db")
    monkeypatch.setattr(bench, "talk", lambda _cs, folder, accounts, _each, _env: folder / f"talk-{accounts}.db")
    cases += bench.find_cases(tmp_path)
    cases += bench.document_cases("cs", tmp_path, tmp_path / "500.db", {})
    names = {case.name for case in cases}
    assert {name for target in bench.TARGETS for name in (target.case, target.against)} <= names
    assert len(names) == len(cases)
    assert spoken_with == [(tmp_path / "10000.db", 200_000)]


def test_the_file_to_import_has_as_many_accounts_as_asked_for(bench, tmp_path):
    file = bench.accounts_csv(tmp_path / "accounts.csv", 50)
    with file.open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len({row["account"] for row in rows}) == len({row["external_id"] for row in rows}) == 50
    assert len(rows[0]) >= 12
    subprocess.run([sys.executable, BENCH / "plain_import.py", file, tmp_path / "plain.db"], check=True)
    with closing(sqlite3.connect(tmp_path / "plain.db")) as connection:
        assert connection.execute("SELECT count(*), min(account) FROM accounts").fetchone() == (50, "A000000")


def test_the_measurements_to_import_are_read_by_both(bench, processes, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    file = bench.measurements_csv(home / "measurements.csv", 5, 3)
    for case in bench.measure_cases(home, file, 5):
        assert processes.run(case).code == 0
    said = [rows_of(home / name, "SELECT value FROM measurement") for name in ("plain-measured.db", "measured.db")]
    assert len(said[0]) == 60
    assert said[0] == said[1]


def test_a_portfolio_gets_as_many_activities_as_asked_for(bench, demo):
    cs = [sys.executable, "-m", "cs_cli"]
    [(there,)] = rows_of(demo.db, "SELECT count(*) FROM activity")
    bench.spoken_with(cs, demo.db, there + 200, demo._environment({}))  # noqa: SLF001  # the environment of that machine
    assert rows_of(demo.db, "SELECT count(*) FROM activity") == [(there + 200,)]
    [(accounts,)] = rows_of(demo.db, "SELECT count(DISTINCT account_id) FROM activity")
    assert accounts > 50


def rows_of(path, sql):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def test_the_file_to_import_can_be_imported(bench, cs, tmp_path):
    file = bench.accounts_csv(tmp_path / "accounts.csv", 50)
    answer = cs("import", str(file))
    assert answer.code == 0, answer.talk
    with closing(sqlite3.connect(cs.db)) as connection:
        assert connection.execute("SELECT count(*), count(customer_since) FROM accounts").fetchone() == (50, 50)


def test_the_demo_to_measure_is_one_of_its_own(bench, tmp_path):
    path = bench.demo([sys.executable, "-m", "cs_cli"], tmp_path, 2, bench.environment(tmp_path))
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT key FROM account").fetchall() == [("ACME",), ("PINECREST",)]


def test_the_history_to_measure_is_read_by_both(bench, processes, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    path = bench.history([sys.executable, "-m", "cs_cli"], home, 30, 10, bench.environment(home))
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*), count(renewed_by_id) FROM contract").fetchone() == (297, 265)
    plain, ours, _json = bench.retention_cases(home, path)
    assert processes.run(plain).code == 0
    answer = subprocess.run(
        [sys.executable, "-m", "cs_cli", *ours.command[1:], "--json"],
        env=dict(ours.env),
        check=True,
        capture_output=True,
    )
    assert answer.stdout.count(b'"from"') == 3 * 120


def test_the_talk_to_look_in_has_a_rare_word(bench, tmp_path, monkeypatch):
    monkeypatch.setattr("books.RARITY", 25)
    home = tmp_path / "home"
    home.mkdir()
    path = bench.talk([sys.executable, "-m", "cs_cli"], home, 5, 20, bench.environment(home))
    answer = subprocess.run(
        [sys.executable, "-m", "cs_cli", "--db", str(path), *bench.FIND.split()[1:], "--json"],
        env=bench.environment(home),
        check=True,
        capture_output=True,
    )
    assert answer.stdout.count(b"chrysalis") == 4


def test_the_used_portfolio_has_its_weeks_and_a_past_to_compare_with(bench, processes, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    path = bench.used([sys.executable, "-m", "cs_cli"], home, 20, 26, bench.environment(home))
    [(accounts,)] = rows_of(path, "SELECT count(*) FROM account")
    assert rows_of(path, "SELECT count(*) FROM measurement") == [(accounts * 6 * 26,)]
    for case in bench.health_cases(home, path):
        assert processes.run(case).code == 0
    said = subprocess.run(
        [sys.executable, "-m", "cs_cli", "health", "--as-of", "2026-11-23", "--json"],
        env=bench.environment(home, path), check=True, capture_output=True,
    )  # fmt: skip
    assert {row["band"] for row in json.loads(said.stdout)} > {"red", "yellow"}


def test_the_environment_is_that_of_a_user(bench, tmp_path, monkeypatch):
    monkeypatch.setenv("CS_DB", "mine.db")
    monkeypatch.setenv("CS_CONFIG_DIR", "mine")
    env = bench.environment(tmp_path)
    assert env["HOME"] == str(tmp_path)
    assert not [name for name in env if name.startswith("CS_")]
