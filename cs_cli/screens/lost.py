"""What an account has left lately: in `cs show` and `cs brief`."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from shlex import quote

from cs_cli.domain import money
from cs_cli.domain.book import NONE, standing
from cs_cli.domain.outcomes import ended, lost
from cs_cli.domain.renewals import Term, is_agreed

_YEAR_DAYS = 365


def lost_lines(key: str, terms: Sequence[Term], today: date, known_until: date) -> list[str]:
    """A line for each contract of the account `key` that ended in the last year: why, and how it comes back."""
    known = sorted((term for term in terms if is_agreed(term, known_until)), key=_called)
    gone = [term for _name, same in groupby(known, key=_called) if (term := lost(list(same))) is not None]
    return [
        f"{_called(term) or 'the contract'}, {money.shown(term.arr_minor, term.currency)} a year, {_left(term)}: "
        f"cs winback {quote('/'.join(filter(None, (key, _called(term)))))}"
        for term in sorted(gone, key=ended, reverse=True)
        if standing(term, today, known_until) == NONE and today - timedelta(_YEAR_DAYS) < ended(term) <= today
    ]


def _called(term: Term) -> str:
    return term.contract or term.product or ""


def _left(term: Term) -> str:
    """`churned 2026-10-01 (price), decided 2026-09-15`; `ended 2026-10-01` where it was closed by hand."""
    if term.outcome is None:
        return f"{term.status} {ended(term)}"
    return f"{term.outcome} {ended(term)}{f' ({term.reason})' if term.reason else ''}, decided {term.outcome_on}"
