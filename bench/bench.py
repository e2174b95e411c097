"""How fast `cs` is, side by side with what one would use instead; run by `make bench`, `--quick` for fewer runs.

Whole processes, in turn, their output thrown away, medians. From 500 accounts on scores are remembered until
something changes: `first look` is the answer before that, everything else the one after. A ratio says more than
milliseconds: those depend on the machine, and on what else it does.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from shutil import copyfile, rmtree
from tempfile import TemporaryDirectory

from books import MONDAY, RARE, accounts_csv, demo, history, measurements_csv, spoken_with, talk, used
from documents import BATCH_MB, HTML, IMPORT_PPTX, PPTX, SHOW, batch, document_cases, per_deck
from processes import Case, Run, in_turn

from cs_cli.store.portfolio import COLUMNS

HERE = Path(__file__).parent
BIN = Path(sys.executable).parent
PYTHON, CS, SQLITE_UTILS = sys.executable, str(BIN / "cs"), str(BIN / "sqlite-utils")
SMALL, LARGE, ROWS, CSV_ROWS = 500, 10_000, 60, 100_000
ACTIVITIES = 200_000
"""So many has the large portfolio."""
# Columns of `cs renewals` that the view has too: eight of the table, all of the JSON.
TABLE_COLUMNS = "account, name, contract, term, auto_renew, opt_out_on, renews_on, arr"
JSON_COLUMNS = (
    "account, name, contract, product, owner, segment, term, term_months, auto_renew, notice_days, starts_on, "
    "renews_on, opt_out_on, arr, currency"
)
BARE, PIPE, TERMINAL = "python -c pass", "", " [terminal]"
LIMIT = f"cs renewals --due 30d --limit {ROWS}"
JSON_RENEWALS = "cs renewals --due 30d --json"
UTILS_TABLE = f"sqlite-utils query -t, {ROWS} rows"
UTILS_JSON = "sqlite-utils query, as many rows"
CS_IMPORT, PLAIN_IMPORT = f"cs import, {CSV_ROWS:,} accounts", "csv + executemany, the same file"
YEARS = 10
RETENTION = f"cs retention --monthly, {LARGE:,} accounts, {YEARS} years"
RETENTION_JSON, PLAIN_READ = f"{RETENTION}, --json", "sqlite3, the same rows into Python"
PER_ACCOUNT = 20
FIND = f"cs find {RARE}"
WEEKS = 25
CS_MEASURE, PLAIN_MEASURE = "cs import, 1,000,000 measurements", "csv + executemany, the same measurements"
USED_WEEKS, USED_METRICS = 104, 6
HEALTH = f"cs health, first look, {LARGE:,} accounts × {USED_METRICS} metrics × {USED_WEEKS} weeks"
LATELY = "sqlite3, the measurements of the last 120 days into Python"
PEAKS = {CS_IMPORT: 250, CS_MEASURE: 300, HEALTH: 300, f"{HEALTH}{TERMINAL}": 300}
"""At most so many MiB."""


@dataclass(frozen=True, slots=True)
class Target:
    """`case` may take at most `times` as long as `against`."""

    case: str
    against: str
    times: float


TARGETS = (
    Target(f"{LIMIT} @{SMALL:,}", f"{UTILS_TABLE} @{SMALL:,}", 1.0),
    Target(f"{LIMIT} @{SMALL:,}{TERMINAL}", f"{UTILS_TABLE} @{SMALL:,}{TERMINAL}", 1.0),
    Target(f"{LIMIT} @{LARGE:,}", f"{LIMIT} @{SMALL:,}", 1.5),
    Target(f"{LIMIT} @{LARGE:,}{TERMINAL}", f"{LIMIT} @{SMALL:,}{TERMINAL}", 1.5),
    Target(f"{JSON_RENEWALS} @{LARGE:,}", f"{UTILS_JSON} @{LARGE:,}", 1.0),
    Target(f"cs today @{LARGE:,}", f"cs health @{LARGE:,}", 1.5),
    Target(RETENTION, PLAIN_READ, 3.0),
    Target(RETENTION_JSON, PLAIN_READ, 3.0),
    Target(HEALTH, LATELY, 3.0),
    Target(f"{HEALTH}{TERMINAL}", LATELY, 3.0),
    Target(PPTX, IMPORT_PPTX, 5.0),
    Target(HTML, SHOW, 2.5),
    Target(CS_IMPORT, PLAIN_IMPORT, 8.0),
    Target(CS_MEASURE, PLAIN_MEASURE, 6.0),
    Target(f"{FIND} @{LARGE:,}", f"{FIND} @{SMALL:,}", 1.5),
)


def main() -> None:
    """Measure and print; the exit code is 0 whatever came out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="3 runs of each command instead of 11, 1 import instead of 3"
    )
    quick = parser.parse_args().quick
    rounds, imports = (3, 1) if quick else (11, 3)
    with TemporaryDirectory() as folder:
        home = Path(folder)
        print(f"{platform.platform()}, {os.cpu_count()} CPUs, Python {platform.python_version()}; {rounds} runs each")
        results = in_turn([*start_up_cases(home), *portfolio_cases(home)], rounds)
        show(results, BARE)
        path = history([CS], home, LARGE, YEARS, environment(home))
        retained = in_turn(retention_cases(home, path), rounds)
        print(
            f"\n{LARGE:,} accounts with {YEARS} years of terms, {path.stat().st_size / 1e6:.1f} MB; {rounds} runs each"
        )
        show(retained, PLAIN_READ)
        path = used([CS], home, LARGE, USED_WEEKS, environment(home))
        looked = in_turn(health_cases(home, path), rounds)
        print(f"\n{LARGE:,} accounts, {path.stat().st_size / 1e6:.1f} MB of measurements; {rounds} runs each")
        show(looked, LATELY)
        path.unlink()
        found = in_turn([*find_cases(home)], rounds)
        print(f"\n{SMALL:,} and {LARGE:,} accounts with {PER_ACCOUNT} activities each; {rounds} runs each")
        show(found, f"{FIND} @{SMALL:,}")
        made = documents(home, rounds)
        file = accounts_csv(home / "accounts.csv", CSV_ROWS)
        imported = in_turn(import_cases(home, file), imports)
        print(f"\nA file of {CSV_ROWS:,} accounts, {file.stat().st_size / 1e6:.1f} MB; {imports} runs each")
        show(imported, PLAIN_IMPORT)
        file = measurements_csv(home / "measurements.csv", LARGE, WEEKS)
        measured = in_turn(measure_cases(home, file), imports)
        print(
            f"\nA file of measurements of {LARGE:,} accounts, {file.stat().st_size / 1e6:.1f} MB; {imports} runs each"
        )
        show(measured, PLAIN_MEASURE)
    for line in verdicts(results | retained | looked | found | made | imported | measured):
        print(line)


def documents(home: Path, rounds: int) -> dict[str, Run]:
    """Measure decks, one and many, and print them; returned are the runs that targets are about."""
    database = demo([CS], home, SMALL, environment(home))
    env = environment(home, database)
    made = in_turn(document_cases(CS, home, database, env), rounds)
    print(f"\nDocuments of {SMALL:,} accounts; {rounds} runs each")
    show(made, IMPORT_PPTX)
    for name, most, each in per_deck(made):
        print(f"{f'{name}: ms each':105}{most:>8}{each:>8.1f}  {verdict(each, most)}")
    for suffix in ("pptx", "html"):
        whole = batch(CS, home, env, suffix)
        name = f"cs qbr --all --as {suffix}, {SMALL:,} accounts"
        cores = whole.cpu_seconds / whole.seconds
        print(f"{f'{name}: {whole.seconds:.1f} s, {cores:.2f} cores; peak MB':105}{BATCH_MB:>8}{whole.peak_mb:>8.0f}"
              f"  {'failed' if whole.code else verdict(whole.peak_mb, BATCH_MB)}")  # fmt: skip
    return made


def environment(home: Path, database: Path | None = None) -> dict[str, str]:
    """The environment of a user whose home is empty: no `CS_…` variable but the portfolio's, and no pandas or numpy.

    The tests need those; sqlite-utils loads them where they are, for nothing that is asked of it here.
    """
    absent = home / "absent"
    absent.mkdir(exist_ok=True)
    for name in ("pandas", "numpy"):
        (absent / f"{name}.py").write_text(f"raise ImportError('{name} is not for a comparison')\n")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CS_", "XDG_"))}
    return kept | {"HOME": str(home), "PYTHONPATH": str(absent)} | ({"CS_DB": str(database)} if database else {})


def start_up_cases(home: Path) -> list[Case]:
    """What starting costs, with and without what `cs` is built on."""
    env = environment(home)
    return [
        Case(BARE, (PYTHON, "-c", "pass"), env),
        Case("python -I -c pass", (PYTHON, "-I", "-c", "pass"), env),
        Case(f"Typer and a Rich table, {ROWS} × 8", (PYTHON, str(HERE / "hello.py")), env),
        Case("cs --version", (CS, "--version"), env),
    ]


def portfolio_cases(home: Path) -> Iterator[Case]:
    """The reading commands on two portfolios, and sqlite-utils on the same files."""
    for accounts in (SMALL, LARGE):
        database = demo([CS], home, accounts, environment(home))
        if accounts == LARGE:
            spoken_with([CS], database, ACTIVITIES, environment(home))
        env, at = environment(home, database), f" @{accounts:,}"
        table, as_many = _select(TABLE_COLUMNS, ROWS), _select(JSON_COLUMNS, _rows_of_json(env))
        for where, on_terminal in ((PIPE, False), (TERMINAL, True)):
            utils = (SQLITE_UTILS, "query", str(database), table, "-t")
            yield Case(f"{UTILS_TABLE}{at}{where}", utils, env, on_terminal)
            yield Case(f"{LIMIT}{at}{where}", _words(LIMIT), env, on_terminal)
            yield Case(f"cs renewals --due 30d{at}{where}", _words("cs renewals --due 30d"), env, on_terminal)
        yield Case(f"{UTILS_JSON}{at}", (SQLITE_UTILS, "query", str(database), as_many), env)
        forget = partial(rmtree, home / "forgotten", ignore_errors=True)
        first = env | {"CS_STATE_DIR": str(home / "forgotten")}
        yield Case(f"{JSON_RENEWALS}, first look{at}", _words(JSON_RENEWALS), first, before=forget)
        for words in (JSON_RENEWALS, "cs accounts", "cs health", "cs show ACME", "cs today"):
            yield Case(f"{words}{at}", _words(words), env)


def health_cases(home: Path, database: Path) -> list[Case]:
    """The morning check of a large book on a day on which nothing is remembered, and the plain reading of its usage."""
    state = home / "unremembered"
    env = environment(home, database) | {"CS_STATE_DIR": str(state)}
    forget, words = partial(rmtree, state, ignore_errors=True), _words(f"cs health --as-of {MONDAY}")
    lately = f"SELECT * FROM measurement WHERE measured_on > '{MONDAY - timedelta(120)}'"  # noqa: S608  our own day
    return [
        Case(LATELY, (PYTHON, str(HERE / "plain_read.py"), str(database), lately), env),
        Case(HEALTH, words, env, before=forget),
        Case(f"{HEALTH}{TERMINAL}", words, env, on_terminal=True, before=forget),
    ]


def find_cases(home: Path) -> Iterator[Case]:
    """Looking for a word that one activity in two thousand has, in two portfolios."""
    for accounts in (SMALL, LARGE):
        database = talk([CS], home, accounts, PER_ACCOUNT, environment(home))
        yield Case(f"{FIND} @{accounts:,}", _words(FIND), environment(home, database))


def import_cases(home: Path, file: Path) -> list[Case]:
    """The same file into a new portfolio, and into a new table by the standard library."""
    ours, theirs = home / "imported.db", home / "plain.db"
    return [
        Case(
            PLAIN_IMPORT, (PYTHON, str(HERE / "plain_import.py"), str(file), str(theirs)), environment(home),
            before=lambda: theirs.unlink(missing_ok=True),
        ),
        Case(
            CS_IMPORT, (CS, "import", str(file)), environment(home, ours), before=lambda: ours.unlink(missing_ok=True)
        ),
    ]  # fmt: skip


def measure_cases(home: Path, file: Path, accounts: int = LARGE) -> list[Case]:
    """The same file into a portfolio that has its accounts and nothing else, and into a new table."""
    ours, theirs, empty = home / "measured.db", home / "plain-measured.db", home / "of-accounts.db"
    told = accounts_csv(home / "measured-accounts.csv", accounts)
    subprocess.run((CS, "import", str(told)), env=environment(home, empty), check=True, capture_output=True)
    return [
        Case(
            PLAIN_MEASURE, (PYTHON, str(HERE / "plain_measurements.py"), str(file), str(theirs)), environment(home),
            before=lambda: theirs.unlink(missing_ok=True),
        ),
        Case(
            CS_MEASURE, (CS, "import", str(file)), environment(home, ours), before=partial(_copied, empty, ours)
        ),
    ]  # fmt: skip


def retention_cases(home: Path, database: Path) -> list[Case]:
    """Ten years month by month, and the plain reading of the rows that it takes."""
    env, words = (
        environment(home, database),
        (CS, "retention", "--monthly", "--from", "2017-01-01", "--to", "2026-12-31"),
    )
    sql = f"SELECT {COLUMNS} FROM contracts"  # noqa: S608  constants of the program
    return [
        Case(PLAIN_READ, (PYTHON, str(HERE / "plain_read.py"), str(database), sql), env),
        Case(RETENTION, words, env),
        Case(RETENTION_JSON, (*words, "--json"), env),
    ]


def show(results: dict[str, Run], base: str) -> None:
    """Print the results with their ratios to `base`."""
    print(f"{'':58}{'ms':>8}{'ratio':>8}{'MiB':>6}")
    for name, run in results.items():
        failed = f"  exit {run.code}" if run.code else ""
        ratio = run.seconds / results[base].seconds
        print(f"{name:58}{run.seconds * 1000:>8.1f}{ratio:>8.2f}{run.peak_mib:>6.0f}{failed}")


def verdicts(results: dict[str, Run]) -> Iterator[str]:
    """A line for each target: what was to be reached, what was."""
    yield f"\n{'Targets':105}{'at most':>8}{'is':>8}"
    for target in TARGETS:
        case, against = results[target.case], results[target.against]
        ratio = case.seconds / against.seconds
        word = "failed" if case.code or against.code else verdict(ratio, target.times)
        yield f"{f'{target.case}  ÷  {target.against}':105}{target.times:>8.2f}{ratio:>8.2f}  {word}"
    for name, most in PEAKS.items():
        peak = results[name].peak_mib
        word = "failed" if results[name].code else verdict(peak, most)
        yield f"{f'{name}: peak MiB':105}{most:>8}{peak:>8.0f}  {word}"


def verdict(measured: float, at_most: float) -> str:
    """`reached` or `missed`."""
    return "reached" if measured <= at_most else "missed"


def _copied(source: Path, target: Path) -> None:
    copyfile(source, target)


def _select(columns: str, rows: int) -> str:
    return f"SELECT {columns} FROM renewals ORDER BY renews_on LIMIT {rows}"  # noqa: S608  constants of this module


def _words(said: str) -> Sequence[str]:
    return (CS, *said.split()[1:])


def _rows_of_json(env: dict[str, str]) -> int:
    done = subprocess.run(_words(JSON_RENEWALS), env=env, check=True, capture_output=True)
    return len(json.loads(done.stdout))


if __name__ == "__main__":
    main()
