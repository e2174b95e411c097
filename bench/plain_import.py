"""Importing a CSV with nothing but the standard library: csv, executemany, one transaction. Usage: FILE DATABASE."""

import csv
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

source, database = sys.argv[1:]
with (
    closing(sqlite3.connect(database)) as connection,
    Path(source).open(newline="", encoding="utf-8") as file,
    connection,
):
    rows = csv.reader(file)
    header = next(rows)
    columns = ", ".join(f'"{name}" TEXT' for name in header)
    connection.execute(f"CREATE TABLE accounts (id INTEGER PRIMARY KEY, {columns})")
    names, marks = ", ".join(f'"{name}"' for name in header), ", ".join("?" * len(header))
    connection.executemany(f"INSERT INTO accounts ({names}) VALUES ({marks})", rows)  # noqa: S608  our own header
