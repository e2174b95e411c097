"""Rebuilding a table in a migration: SQLite itself cannot add a constraint to one that is there."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op


def extend(table: str, columns: Sequence[str], constraints: Sequence[str]) -> None:
    """Rebuild `table` with more columns after the last and more constraints; its rows, numbers and indexes stay."""
    connection = op.get_bind()
    of_table = {"table": table}
    made = connection.execute(sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :table"), of_table)
    before, mark, after = made.scalar_one().partition("\n\tCONSTRAINT ")
    more = "".join(f"\n\t{line}, " for line in columns), "".join(f"\n\t{line}, " for line in constraints)
    indexes = (
        connection.execute(
            sa.text("SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = :table AND sql IS NOT NULL"),
            of_table,
        )
        .scalars()
        .all()
    )
    held = ", ".join(f'"{row[1]}"' for row in connection.exec_driver_sql(f"PRAGMA table_info({table})"))
    connection.exec_driver_sql(f"CREATE TEMP TABLE kept AS SELECT * FROM {table}")  # noqa: S608  our own names
    connection.exec_driver_sql("CREATE TEMP TABLE numbered AS SELECT seq FROM sqlite_sequence WHERE name = ?", (table,))
    op.drop_table(table)
    connection.exec_driver_sql(before + more[0] + more[1].rstrip() + mark + after)
    connection.exec_driver_sql(f"INSERT INTO {table} ({held}) SELECT {held} FROM temp.kept")  # noqa: S608  as above
    connection.exec_driver_sql("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
    connection.exec_driver_sql("INSERT INTO sqlite_sequence (name, seq) SELECT ?, seq FROM temp.numbered", (table,))
    for statement in ("DROP TABLE temp.kept", "DROP TABLE temp.numbered", *indexes):
        connection.exec_driver_sql(statement)
