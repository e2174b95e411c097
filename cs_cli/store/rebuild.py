"""Rebuilding a table in a migration: SQLite itself can neither add a constraint to one that is there nor lift one."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from alembic import op


def extend(table: str, columns: Sequence[str], constraints: Sequence[str]) -> None:
    """Rebuild `table` with more columns after the last and more constraints; its rows, numbers and indexes stay."""
    before, mark, after = _statement(table).partition("\n\tCONSTRAINT ")
    more = "".join(f"\n\t{line}, " for line in columns), "".join(f"\n\t{line}, " for line in constraints)
    remake(table, before + more[0] + more[1].rstrip() + mark + after)


def amend(table: str, changes: Mapping[str, str]) -> None:
    """Rebuild `table` with pieces of its statement replaced; each must stand there once. Rows and indexes stay."""
    statement = _statement(table)
    for old, new in changes.items():
        if statement.count(old) != 1:
            raise LookupError(f"{old!r} does not stand once in the statement of {table}")
        statement = statement.replace(old, new)
    remake(table, statement)


def remake(table: str, statement: str) -> None:
    """Make `table` anew by `statement`, which has all its columns; its rows, numbers and indexes stay."""
    connection = op.get_bind()
    indexes = (
        connection.execute(
            sa.text("SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = :table AND sql IS NOT NULL"),
            {"table": table},
        )
        .scalars()
        .all()
    )
    held = ", ".join(f'"{row[1]}"' for row in connection.exec_driver_sql(f"PRAGMA table_info({table})"))
    connection.exec_driver_sql(f"CREATE TEMP TABLE kept AS SELECT * FROM {table}")  # noqa: S608  our own names
    connection.exec_driver_sql("CREATE TEMP TABLE numbered AS SELECT seq FROM sqlite_sequence WHERE name = ?", (table,))
    op.drop_table(table)
    connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"INSERT INTO {table} ({held}) SELECT {held} FROM temp.kept")  # noqa: S608  as above
    connection.exec_driver_sql("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
    connection.exec_driver_sql("INSERT INTO sqlite_sequence (name, seq) SELECT ?, seq FROM temp.numbered", (table,))
    for again in ("DROP TABLE temp.kept", "DROP TABLE temp.numbered", *indexes):
        connection.exec_driver_sql(again)


def _statement(table: str) -> str:
    made = op.get_bind().execute(
        sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :table"), {"table": table}
    )
    return str(made.scalar_one())
