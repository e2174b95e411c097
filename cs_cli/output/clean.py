"""Stored text on its way out: nothing in it may steer a terminal. The same rules as for what is sent."""

from cs_cli.domain.invisible import clean, literal_markdown, one_line

__all__ = ["clean", "literal_markdown", "one_line"]
