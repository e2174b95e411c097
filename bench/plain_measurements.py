"""A CSV of measurements into a table with its unique index: csv, executemany, one transaction. Usage: FILE DATABASE."""

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
    next(rows)
    connection.execute(
        "CREATE TABLE measurement (id INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, metric TEXT NOT NULL, "
        "measured_on DATE NOT NULL, value FLOAT NOT NULL, UNIQUE (account, metric, measured_on))"
    )
    connection.executemany("INSERT INTO measurement (account, metric, measured_on, value) VALUES (?, ?, ?, ?)", rows)
