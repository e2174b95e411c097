"""Reading rows with nothing but the standard library. Usage: DATABASE SQL."""

import sqlite3
import sys
from contextlib import closing

database, sql = sys.argv[1:]
with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
    rows = connection.execute(sql).fetchall()
