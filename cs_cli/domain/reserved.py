"""The words of the command line: none of them can be the key of an account."""

_WORDS = """
account accounts activities amend backup brief calendar churn clock config contact contacts contract contracts csat
demo digest doc doctor done export find forecast health help history import init log measure meet milestone
notice nps objective opportunities outreach plan qbr rate rates redo render renew renewals restore retention risk
schedule scorecard sentiment send sent show since snooze sql survey surveys task tasks template tickets today undo
value week why winback
add all archive backtest cancel check copy create csv delete edit forget install json list me merge none path put remove
rename run secret set status try xlsx
"""
COMMAND_WORDS = frozenset(_WORDS.split())
"""Those of today and those that are planned: a key chosen now must not stand in a later command's way."""


def is_reserved(key: str) -> bool:
    """Whether `key` is a word of the command line, in any case."""
    return key.casefold() in COMMAND_WORDS
