"""Alembic's entry: runs inside the transaction that cs_cli.store.migrate opened."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=False)
context.run_migrations()
