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
        ("us: fix SSO by next friday", Promise("us", "fix SSO", date(2026, 12, 4))),
        ("us: fix SSO by monday next week", Promise("us", "fix SSO", date(2026, 11, 30))),
        ("us: fix SSO by next week", Promise("us", "fix SSO", date(2026, 11, 30))),
        ("us: fix SSO by next month.", Promise("us", "fix SSO", date(2026, 12, 1))),
        ("us: fix SSO by Friday.", Promise("us", "fix SSO", date(2026, 11, 27))),
        ("us: fix SSO before 12 dec", Promise("us", "fix SSO", date(2026, 12, 12))),
        ("us: keep it up until fri", Promise("us", "keep it up", date(2026, 11, 27))),
        ("us: fix SSO on 4 dec", Promise("us", "fix SSO", date(2026, 12, 4))),
        ("us: fix SSO in 2 weeks", Promise("us", "fix SSO", date(2026, 12, 7))),
        ("us: train by 1 dec in q1", Promise("us", "train by 1 dec", date(2027, 3, 31))),
        ("us: let them log in today", Promise("us", "let them log in today", None)),
        ("us: roll out on 3 sites.", Promise("us", "roll out on 3 sites.", None)),
        ("them: a plan by Marketing", Promise("them", "a plan by Marketing", None)),
    ],
)
def test_a_line_says_whose_promise_what_and_by_when(said, meant):
    assert parse_promise(said, MONDAY) == meant


@pytest.mark.parametrize(
    "said", ["us:", "  ", "us: by fri", "by fri", "us: fix SSO by 32 dec", "them: by fri by 2026-13-01",
             "us: fix SSO by friday noon", "us: fix SSO by dec", "us: fix SSO by 3 o'clock",
             "us: fix SSO on Friday noon",
             "us: fix SSO by 12 dec in the EU", "us: fix SSO before mid-nov 3"]
)  # fmt: skip
def test_no_promise_and_no_day_that_there_is_are_refused(said):
    with pytest.raises(UsageError):
        parse_promise(said, MONDAY)


@pytest.mark.parametrize("words", [("commitment", "add", "ACME"), ("meet", "ACME", "--commit")])
def test_words_that_begin_like_a_day_and_are_none_write_nothing_and_say_what_to_type(cs, enter, words):
    enter.account("ACME")
    answer = cs(*words, "us: fix SSO by friday noon")
    assert answer.code == 2
    assert '"friday noon" is no day' in answer.talk
    assert '"us: fix SSO by fri"' in answer.talk
    assert cs("commitments", "ACME", "--json").rows == []


@pytest.mark.parametrize("words", [("commitment", "add", "ACME"), ("meet", "ACME", "--commit")])
def test_a_promise_without_a_day_is_taken_and_told(cs, enter, words):
    enter.account("ACME")
    answer = cs(*words, "them: name a sponsor")
    assert answer.code == 0
    assert "c1 has no day and will not stand in cs today. Give it one: cs commitment edit c1 --due fri" in answer.talk
    assert "no day" not in cs(*words, "us: fix SSO by next friday").talk


def test_a_day_in_the_words_and_another_in_due_are_refused(cs, enter):
    enter.account("ACME")
    answer = cs("commitment", "add", "ACME", "us: fix SSO by 12 dec", "--due", "11 dec")
    assert answer.code == 2
    assert "two days" in answer.talk
    assert cs("commitments", "ACME", "--json").rows == []
    assert cs("commitment", "add", "ACME", "us: fix SSO by 12 dec", "--due", "2026-12-12").code == 0
    assert cs("commitment", "add", "ACME", "us: fix SSO by friday noon", "--due", "fri").code == 0
    due = [(row["promise"], row["due_on"]) for row in cs("commitments", "ACME", "--json").rows]
    assert due == [("fix SSO by friday noon", "2026-11-27"), ("fix SSO", "2026-12-12")]
