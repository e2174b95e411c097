"""The words of the command line: none of them can be the key of an account."""

_WORDS = """
account accounts activities amend backup brief calendar ces churn clock commitment commitments config contact contacts
contract contracts csat demo digest doc doctor done export find forecast health help hindsight history import init
log measure meet milestone milestones notice nps objective objectives opportunities outreach override plan qbr
rate rates redo
render renew renewals restore retention risk risks schedule scorecard segments send sent sentiment show since
snooze sql support survey surveys task tasks template ticket tickets today ttv undo value values view week why winback
add all apply archive backtest cancel check copy create csv delete drop edit forget install json list me merge miss none
path put remove rename run save secret set status try xlsx
"""
COMMAND_WORDS = frozenset(_WORDS.split())
"""Those of today and those that are planned: a key chosen now must not stand in a later command's way."""


def is_reserved(key: str) -> bool:
    """Whether `key` is a word of the command line, in any case."""
    return key.casefold() in COMMAND_WORDS
