"""Write what the program can tell about itself: the pages and pictures in docs that nobody types.

And cs_cli/store/schema.sql, the tables that the migrations end with: a new portfolio is made from it; and
cs_cli/documents/content/sample.json, what templates are checked against.

`--check` writes nothing and fails where a file differs from what the program says now.
"""

import contextlib
import io
import json
import os
import re
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from cs_cli.app import WORDS, command_tree
from cs_cli.main import main
from cs_cli.output.tables import picture
from cs_cli.store.views import views_sql

DOCS = Path(__file__).parent
SCHEMA = DOCS.parent / "cs_cli" / "store" / "schema.sql"
SAMPLE = DOCS.parent / "cs_cli" / "documents" / "sample.json"
AS_OF = "2026-11-23"
EXAMPLE = 40
WIDTH = 100
PICTURES = {
    "today": ["today"],
    "renewals": ["renewals", "--due", "30d"],
    "health": ["health", "ACME", "--explain"],
}
_INDEX = "SELECT sql FROM sqlite_master WHERE name = 'search'"
_VIEW = re.compile(r"((?:^--[^\n]*\n)+)CREATE VIEW (\w+)", re.MULTILINE)


def run(*words: str, colour: bool = False) -> str:
    """What `cs` prints for `words` on the demo of AS_OF, as on a terminal of WIDTH cells."""
    os.environ["COLUMNS"] = str(WIDTH)
    os.environ.pop("FORCE_COLOR", None)
    os.environ["NO_COLOR"] = "" if colour else "1"
    if colour:
        os.environ["FORCE_COLOR"] = "1"
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = main([*words, "--as-of", AS_OF])
    if code:
        sys.exit(f"cs {' '.join(words)} ended with {code}")
    return out.getvalue()


@contextlib.contextmanager
def demo() -> Iterator[Path]:
    """A portfolio of its own with the demo of AS_OF."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo.db"
        os.environ |= {"CS_DB": str(path), "CS_CONFIG_DIR": folder, "CS_STATE_DIR": folder, "CS_DATA_DIR": folder}
        with contextlib.redirect_stderr(io.StringIO()):
            run("demo")
        yield path


def commands_page() -> str:
    """Every word with its help."""
    parts = ["# Commands", "Generated from the program (`make docs`). `cs help all` lists the same words.", ""]
    tree = command_tree()
    panels: dict[str, list[str]] = {}
    for word in WORDS:
        command = tree.get_command(None, word)
        panels.setdefault(command.rich_help_panel, []).extend(_help_of(command, f"cs {word}"))
    for panel, entries in panels.items():
        parts += [f"## {panel}", "", *entries]
    return "\n".join(parts).rstrip() + "\n"


def _help_of(command: object, path: str) -> list[str]:
    with command.make_context(path, [], resilient_parsing=True, terminal_width=WIDTH) as context:  # type: ignore[attr-defined]
        entries = [f"### `{path}`", "", "```text", context.get_help().rstrip(), "```", ""]
        for name in command.list_commands(context) if hasattr(command, "list_commands") else []:
            entries += _help_of(command.get_command(context, name), f"{path} {name}")  # type: ignore[attr-defined]
    return entries


def data_model_page(path: Path) -> str:
    """Every view with what it holds and its columns, every table with what it is for."""
    from cs_cli.store import models  # noqa: PLC0415  after the environment is set

    parts = [
        "# Data model",
        "Generated from `cs_cli/store/views.sql` and `models.py` (`make docs`).",
        "",
        "The views are the read interface: `cs sql`, BI tools and the program itself read these. They know no clock;",
        "what depends on the day is added by the program (`cs help json WORD`). Read-only from elsewhere:",
        "`sqlite3 'file:portfolio.db?mode=ro'`.",
        "",
        "## Views",
        "",
    ]
    with contextlib.closing(sqlite3.connect(path)) as connection:
        for comment, view in _VIEW.findall(views_sql()):
            columns = [f"`{row[1]}`" for row in connection.execute(f"PRAGMA table_info({view})")]
            text = " ".join(line.removeprefix("--").strip() for line in comment.strip().splitlines())
            parts += [f"### {view}", "", text, "", ", ".join(columns), ""]
    parts += ["## Tables", "", "| table | what a row is |", "| --- | --- |"]
    for model in (
        models.Currency,
        models.Meta,
        models.JournalStep,
        models.JournalChange,
        models.ChangedElsewhere,
        *models.JOURNALLED,
    ):
        first = " ".join((model.__doc__ or "").split("\n\n")[0].split())
        parts.append(f"| {model.__tablename__} | {first} |")
    return "\n".join(parts) + "\n"


def formats_page() -> str:
    """Every kind of table that `cs import` reads and `cs export csv` writes, with the headers of its columns."""
    from cs_cli.intake.kinds import KINDS, required_said  # noqa: PLC0415  after the environment is set

    parts = [
        "# Formats",
        "Generated from `cs_cli/intake/kinds.py` (`make docs`). What `cs import` reads and `cs export csv` writes;",
        "`cs help formats KIND` says the same.",
        "",
        "A table's kind is known by its header, never by its file's name. Headers are compared without case and signs,",
        "and a column may have one of its other headers. Any other column is kept as a custom field.",
        "",
    ]
    for kind in KINDS:
        parts += [f"## {kind.name}", "", f"Must have {required_said(kind)}.", ""]
        parts += ["| column | holds | other headers |", "| --- | --- | --- |"]
        for column in kind.columns:
            if column.exported:
                holds = " ".join(column.choices) or column.reads.value
                parts.append(f"| {column.name} | {holds} | {', '.join(column.synonyms)} |")
        parts += ["", kind.also, ""] if kind.also else [""]
    return "\n".join(parts).rstrip() + "\n"


def schema() -> str:
    """The tables that the migrations end with, and the rows that they bring."""
    from cs_cli.store.migrate import upgrade  # noqa: PLC0415  after the environment is set

    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        upgrade(connection)
        index = connection.execute(_INDEX).fetchone()[0]
        shadows = re.compile(r"""(CREATE TABLE|INSERT INTO) ['"]search_|INSERT INTO sqlite_master""")
        every = [line for line in connection.iterdump() if not shadows.match(line)]
        made = [*(line for line in every if line.startswith(("CREATE", "INSERT"))), f"{index};"]
    return "\n".join(["-- Written by `make docs` from the migrations; not to be edited.", *made]) + "\n"


def samples(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a template sees of an account with everything on record, and of one with a name only."""
    from cs_cli.documents.content.context import build_review  # noqa: PLC0415  after the environment is set
    from cs_cli.documents.content.sample import united  # noqa: PLC0415  as above
    from cs_cli.settings import Settings  # noqa: PLC0415  as above
    from cs_cli.store.portfolio import Portfolio  # noqa: PLC0415  as above
    from cs_cli.store.read import Reader  # noqa: PLC0415  as above

    with contextlib.redirect_stderr(io.StringIO()):
        run("account", "add", "NAMED", "--name", "Named Only")
    reader = Reader(path)
    portfolio = Portfolio(reader, date.fromisoformat(AS_OF), date.max, Settings(path, {"me.name": "Ann Lee"}))
    keys = [row.key for row in portfolio.accounts()]
    of = {key: build_review(portfolio, portfolio.account(key, exactly=True), "internal") for key in keys}
    reader.close()
    empty = of.pop("NAMED")
    return united([of.pop("ACME"), *of.values()]), empty


def context_page(full: dict[str, Any]) -> str:
    """Every key that a template may use."""
    from cs_cli.documents.content.context import VERSION  # noqa: PLC0415  after the environment is set
    from cs_cli.documents.content.sample import described  # noqa: PLC0415  as above

    parts = [
        "# What a template sees",
        f"Generated from the program (`make docs`): version {VERSION} of the context, for every format.",
        "It is plain data, and a template can neither change it nor reach beyond it. `context_version` rises when",
        "a key is taken out or means something else; new keys may come at any time. A section without data is empty:",
        "ask `{% if adoption %}`. `x[].y` is the key `y` of each row of `x`. What begins with `internal` is there with",
        "`--internal` only. More on what the sections mean: [templates](templates.md).",
        "",
        "| key | holds | for example |",
        "| --- | --- | --- |",
    ]
    parts += [f"| `{at}` | {holds} | {_example(value)} |" for at, holds, value in described(full)]
    return "\n".join(parts) + "\n"


def _example(value: object) -> str:
    if isinstance(value, dict | list) or value is None or value == "":
        return ""
    said = " ".join(str(value).split())
    said = f"{said[:EXAMPLE]}…" if len(said) > EXAMPLE else said
    return f"`{said.replace('|', '/').replace('`', '')}`"


def pages() -> dict[Path, str]:
    """Every generated file and its content."""
    with demo() as path:
        made = {DOCS / "commands.md": commands_page(), DOCS / "data-model.md": data_model_page(path)}
        made[DOCS / "formats.md"] = formats_page()
        for name, words in PICTURES.items():
            title = f"cs {' '.join(words)}"
            made[DOCS / "pictures" / f"{name}.svg"] = picture(run(*words, colour=True), title, WIDTH)
        full, empty = samples(path)
    made[DOCS / "context.md"] = context_page(full)
    made[SAMPLE] = json.dumps({"full": full, "empty": empty}, indent=1, ensure_ascii=False) + "\n"
    return made


def go(*, check: bool) -> int:
    """Write the files, or tell which are out of date."""
    tables = schema()
    if not check:
        SCHEMA.write_text(tables, encoding="utf-8")
    made = {SCHEMA: tables, **pages()}
    if check:
        stale = [path for path, text in made.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
        for path in stale:
            print(f"out of date: {path.relative_to(DOCS.parent)} (make docs)")
        return 1 if stale else 0
    for path, text in made.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(go(check="--check" in sys.argv))
