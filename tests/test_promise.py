"""A promise in one line: whose it is, what, by when."""

from datetime import date

import pytest

from cs_cli.domain.promise import Promise, parse_promise
from cs_cli.errors import UsageError

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("us: fix SSO by 12 dec", Promise("us", "fix SSO", date(2026, 12, 12))),
        ("them: name a sponsor by fri", Promise("them", "name a sponsor", date(2026, 11, 27))),
        ("Both: agree on dates", Promise("both", "agree on dates", None)),
        ("send the sheet, by tomorrow", Promise("us", "send the sheet", date(2026, 11, 24))),
        ("them: sign-off by the board", Promise("them", "sign-off by the board", None)),
        ("İstanbul site up by fri", Promise("us", "İstanbul site up", date(2026, 11, 27))),
        ("us: bypass SSO by fri", Promise("us", "bypass SSO", date(2026, 11, 27))),
        ("stand by them by 2w", Promise("us", "stand by them", date(2026, 12, 7))),
        ("SSO: fix it BY eom", Promise("us", "SSO: fix it", date(2026, 11, 30))),
    ],
)
def test_a_line_says_whose_promise_what_and_by_when(said, meant):
    assert parse_promise(said, MONDAY) == meant


@pytest.mark.parametrize(
    "said", ["us:", "  ", "us: by fri", "by fri", "us: fix SSO by 32 dec", "them: by fri by 2026-13-01"]
)
def test_no_promise_and_no_day_that_there_is_are_refused(said):
    with pytest.raises(UsageError):
        parse_promise(said, MONDAY)
