"""SQLAlchemy on a connection of ours: for the rows that are entered one by one, and for migrations."""

import sqlite3

from sqlalchemy import Connection, StaticPool, create_engine


def over(connection: sqlite3.Connection) -> Connection:
    """`connection` as SQLAlchemy sees it; its transaction stays ours: nothing is begun, committed or given back."""
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool, pool_reset_on_return=None)
    return engine.connect()
