"""`python -m cs_cli`."""

from cs_cli.main import entry

entry()
