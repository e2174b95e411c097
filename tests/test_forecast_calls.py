"""`cs forecast ACME commit`: what a call is, what it lacks, what is no call; `cs forecast ACME`: all there were."""

import pytest
from conftest import Program
from entries import Entries

from cs_cli.domain.forecast import IN_THE_CRM, category_of

TODAY = "2026-11-23"


@pytest.fixture
def acme(cs: Program, enter: Entries) -> Program:
    """ACME's Platform is to be signed by 1 January 2027: 39 days ahead."""
    with enter:
        enter.account("ACME", "Acme Corporation", owner="lee")
        enter.contract("ACME", "2027-01-01", contract="Platform", arr=160_000)
    return cs


def calls(cs: Program, *names: str) -> list[tuple[object, ...]]:
    """Every row of forecast_calls, in the order in which it was stored."""
    rows = cs("sql", "select * from forecast_calls order by call_id", "--json").rows
    return [tuple(row[name] for name in names) if names else tuple(row.values()) for row in rows]


def called(cs: Program, *words: str, day: str = TODAY) -> list[str]:
    """What the words say on that day."""
    answer = cs.as_of(day, "forecast", *words)
    assert (answer.code, answer.text) == (0, ""), answer.talk
    return answer.talk.splitlines()


def refused(cs: Program, *words: str, day: str = TODAY) -> tuple[int, list[str]]:
    """The exit code and the lines of a refusal that stored nothing."""
    before = calls(cs)
    answer = cs.as_of(day, "forecast", *words)
    assert calls(cs) == before
    assert answer.out == b""
    return answer.code, answer.talk.splitlines()


def test_a_call_is_a_row_of_its_own_and_one_step_to_undo(acme):
    [line] = called(acme, "ACME", "commit", "--evidence", "order form out", "--flat", "likely")
    assert line == (
        "Acme Corporation (ACME/Platform): called commit, flat likely for Fri 1 Jan 2027, $160,000 a year. "
        "Take it back: cs undo"
    )
    names = ("account", "contract", "on", "renews_on", "category", "flat_category", "arr", "evidence", "owner")
    assert calls(acme, *names) == [
        ("ACME", "Platform", TODAY, "2027-01-01", "commit", "likely", 160000.0, "order form out", "lee"),
    ]
    assert "1 forecast call removed." in acme("undo").text
    assert calls(acme) == []


LEFT_OUT = "Left out, as monthly: 1 called renewal. With them: cs forecast --include-monthly\n"


def test_a_call_of_a_monthly_contract_says_where_it_counts_and_the_forecast_what_it_leaves_out(acme, enter):
    with enter:
        enter.contract("ACME", "2026-12-15", contract="Analytics", months=1, arr=24_000, auto=True)
    assert "Left out" not in acme.as_of(TODAY, "forecast").text
    called(acme, "ACME/Platform", "likely", "--evidence", "x")
    said = called(acme, "ACME/Analytics", "likely", "--evidence", "they said so")
    assert said[1:] == ["Mind: monthly contracts count only in: cs forecast --include-monthly"]
    for words in ((), ("--explain",), ("arr:>1",), ("--due", "30d")):
        assert LEFT_OUT in acme.as_of(TODAY, "forecast", *words).text
    for words in (("--include-monthly",), ("arr:<1",), ("--due", "7d")):
        assert "Left out" not in acme.as_of(TODAY, "forecast", *words).text


def test_nothing_is_overwritten_and_the_answer_says_what_was_called_before(acme):
    called(acme, "ACME", "likely", "--evidence", "x", "--on", "2026-11-02")
    [line] = called(acme, "ACME", "risk", "--reason", "budget cut", "--arr", "120k")
    assert line == (
        "Acme Corporation (ACME/Platform): called risk for Fri 1 Jan 2027, $120,000 a year, was likely on "
        "Mon 2 Nov 2026. Take it back: cs undo"
    )
    assert calls(acme, "on", "category", "reason", "arr") == [
        ("2026-11-02", "likely", None, 160000.0), (TODAY, "risk", "budget cut", 120000.0),
    ]  # fmt: skip


def test_as_of_is_the_day_of_a_call_and_on_is_a_day_that_has_been(acme):
    called(acme, "ACME", "likely", "--evidence", "x", day="2026-11-05")
    assert calls(acme, "on") == [("2026-11-05",)]
    assert refused(acme, "ACME", "likely", "--on", "2026-11-24")[0] == 2


@pytest.mark.parametrize(
    ("said", "category"),
    [
        ("Pipeline", "risk"), ("Best Case", "likely"), ("Most Likely", "likely"), ("Commit", "commit"),
        ("Omitted", "omitted"), ("At Risk", "risk"),
        ("OMIT", "omitted"), ("PIPELINE", "risk"), ("BEST_CASE", "likely"), ("COMMIT", "commit"),
        ("best-case", "likely"), ("mostlikely", "likely"), ("risk", "risk"), ("Maybe", None), ("", None),
    ],
)  # fmt: skip
def test_a_crms_words_mean_our_categories_whatever_their_case_and_signs(said, category):
    assert category_of(said) == category


def test_our_categories_are_words_of_a_crm():
    assert all(category_of(word) == category for category, word in IN_THE_CRM.items() if category)


@pytest.mark.parametrize("words", [("Best", "Case"), ("best_case",), ("MOST LIKELY",)])
def test_a_crms_words_are_understood_where_they_are_typed(acme, words):
    called(acme, "ACME", *words, "--evidence", "x")
    assert calls(acme, "category") == [("likely",)]


@pytest.mark.parametrize(
    ("words", "command"),
    [
        (("closed",), "cs renew ACME"),
        (("CLOSED",), "cs renew ACME"),
        (("Closed", "Lost"), "cs churn ACME --reason CODE --decided DATE"),
        (("closed-won",), "cs renew ACME"),
    ],
)
def test_an_outcome_is_no_call_and_the_line_that_records_it_is_offered(acme, words, command):
    code, lines = refused(acme, "ACME", *words)
    assert (code, lines) == (2, [f'cs: "{" ".join(words)}" is an outcome, not a call; nothing called', f"  {command}"])


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("sure",), 'no category "sure"; nothing called'),
        (("risk",), "what puts it at risk? nothing called"),
        (("pipeline",), "what puts it at risk? nothing called"),
        (("risk", "--reason", " "), '--reason " " is blank; nothing was written'),
        (("likely", "--evidence", ""), '--evidence "" is blank; nothing was written'),
        (("likely", "--flat", "commit"), "--flat commit promises more than likely: who renews flat, renews"),
        (("likely", "--flat", "closed"), '"closed" is an outcome, not a call; nothing called'),
        (("likely", "--arr", "lots"), '--arr "lots"'),
        (("likely", "--arr", "-5"), '--arr "-5" is negative'),
        (("likely", "--arr", "5 EUR"), '--arr "5 EUR"'),
        (("likely", "--arr", "5.005"), '--arr "5.005"'),
    ],
)
def test_what_cannot_be_called_is_one_sentence(acme, words, sentence):
    code, lines = refused(acme, "ACME", *words)
    assert code == 2
    assert lines[0].startswith(f"cs: {sentence}")


def test_one_contract_of_several_is_asked_for_with_lines_to_copy(acme, enter):
    enter.contract("ACME", "2027-02-01", contract="Data")
    code, lines = refused(acme, "ACME", "likely", "--evidence", "new buyer")
    assert (code, lines) == (66, [
        "cs: Acme Corporation (ACME) has several contracts; nothing called. One of:",
        "  cs forecast ACME/Data likely --evidence 'new buyer' --as-of 2026-11-23",
        "  cs forecast ACME/Platform likely --evidence 'new buyer' --as-of 2026-11-23",
    ])  # fmt: skip
    called(acme, "ACME/Data", "likely", "--evidence", "new buyer")
    assert calls(acme, "contract") == [("Data",)]


def test_a_part_of_a_name_is_offered_and_not_taken(acme):
    code, lines = refused(acme, "Acm", "likely")
    assert code == 66
    assert "nothing called" in lines[0]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"renews": None}, "is evergreen and never renews"),
        ({"price_period_months": 0}, "has a one-time price and brings no ARR"),
        ({"auto": True, "notice": 60}, "its opt-out passed on 2026-11-02, so it renews by itself on 2027-01-01"),
        ({"notice_received_on": "2026-11-01"}, "has given notice and counts as lost"),
        ({"starts": "2026-12-01", "decided_on": "2026-11-01", "renews": "2027-12-01"}, "is settled: its next term"),
        ({"outcome": "churned", "outcome_on": TODAY, "ended_on": "2027-01-01", "reason": "price"}, "has churned"),
    ],
)
def test_what_is_decided_or_never_renews_cannot_be_called(cs, enter, facts, sentence):
    renews = facts.pop("renews", "2027-01-01")
    enter.contract("ACME", renews, **facts)
    code, lines = refused(cs, "ACME", "commit")
    assert code == 65
    assert sentence in lines[0]
    assert " cs " in lines[1]


ORDER_FORM = "no evidence; in the last 45 days a commit rests on an order form"
IN_WRITING = "no evidence; a commit rests on the buyer's word, price and term in writing"
TOO_EARLY = "more than 91 days ahead at most likely"
DEPENDS = "no evidence; likely names the one thing it depends on, and by when"


@pytest.mark.parametrize(
    ("days_before", "words", "lacking"),
    [
        ("2026-10-01", ["commit", "--evidence", "x"], [TOO_EARLY]),  # 92 days
        ("2026-10-02", ["commit", "--evidence", "x"], []),  # 91
        ("2026-10-01", ["commit"], [TOO_EARLY, IN_WRITING]),
        ("2026-11-16", ["commit"], [IN_WRITING]),  # 46
        ("2026-11-17", ["commit"], [ORDER_FORM]),  # 45
        ("2026-11-17", ["likely"], [DEPENDS]),
        ("2026-10-01", ["likely", "--evidence", "x"], []),
        ("2026-12-01", ["best case", "--evidence", "x"], []),  # 31
        ("2026-12-02", ["best case", "--evidence", "x"], ["best case is no call in the last 30 days: commit or risk?"]),
        ("2026-12-02", ["likely", "--evidence", "x"], []),
        ("2027-01-01", ["commit", "--evidence", "x"], []),  # the day itself
        ("2027-01-02", ["commit", "--evidence", "x"], ["past its end and unsigned: risk"]),
        ("2027-01-02", ["likely"], ["past its end and unsigned: risk"]),
        ("2027-01-02", ["risk", "--reason", "x"], []),
        ("2026-10-01", ["omitted"], []),
    ],
)
def test_what_a_call_lacks_is_a_warning_with_a_line_to_type_and_never_a_refusal(acme, days_before, words, lacking):
    _told, *minds = called(acme, "ACME", *words, day=days_before)
    assert [line.partition(": cs forecast ")[0] for line in minds] == [f"Mind: {text}" for text in lacking]
    assert all(": cs forecast ACME/Platform " in line for line in minds)
    assert len(calls(acme)) == 1


def test_with_an_opt_out_the_days_are_counted_to_it(cs, enter):
    enter.contract("ACME", "2027-03-01", auto=True, notice=90)  # opt-out 1 December
    assert ORDER_FORM in called(cs, "ACME", "commit")[1]


@pytest.mark.parametrize(
    ("words", "day", "text"),
    [
        (["commit", "--evidence", "x"], "2026-12-23", None),
        (["commit", "--evidence", "x"], "2026-12-24", "evidence is 31 days old"),
        (["likely", "--evidence", "x"], "2026-12-01", None),
        (["likely", "--evidence", "x"], "2026-12-02", "called before the last 30 days, now commit or risk"),
        (["commit", "--evidence", "x"], "2027-01-02", "past its end and unsigned: risk"),
    ],
)
def test_a_standing_call_grows_old(acme, words, day, text):
    called(acme, "ACME", *words)
    [row] = acme.as_of(day, "forecast", "--explain", "--json").rows
    assert row["warnings"] == ([text] if text else [])


def test_an_account_tells_every_call_and_how_it_stands_now(acme, enter):
    enter.contract("ACME", "2027-06-01", contract="Data", arr=9_000)
    called(acme, "ACME/Platform", "likely", "--evidence", "waits for budget", "--on", "2026-11-02")
    called(acme, "ACME/Platform", "risk", "--reason", "budget")
    assert acme.as_of(TODAY, "forecast", "ACME").text.splitlines() == [
        "Acme Corporation (ACME), Mon 23 Nov 2026",
        "ACME/Platform  risk        sign by 2027-01-01, in 39d   $160,000",
        "ACME/Data      not called  sign by 2027-06-01, in 190d    $9,000",
        "Calls, the latest first",
        "  2026-11-23  risk    $160,000  ACME/Platform of 2027-01-01  reason: budget",
        "  2026-11-02  likely  $160,000  ACME/Platform of 2027-01-01  waits for budget",
        'Call it: cs forecast ACME/Platform risk --reason "…"',
    ]
    rows = acme.as_of(TODAY, "forecast", "acm", "--json").rows
    assert [(row["on"], row["category"], row["stands"], row["outcome"]) for row in rows] == [
        (TODAY, "risk", True, "open"), ("2026-11-02", "likely", False, "open"),
    ]  # fmt: skip
    assert [row["category"] for row in acme.as_of("2026-11-22", "forecast", "ACME", "--json").rows] == ["likely"]
    assert acme.as_of(TODAY, "forecast", "ACME/data", "--json").rows == []
    acme.as_of(TODAY, "renew", "ACME/Platform")
    assert {row["outcome"] for row in acme.as_of(TODAY, "forecast", "ACME", "--json").rows} == {"signed"}


def test_an_account_or_contract_that_is_not_there(acme):
    assert refused(acme, "ACME/Nope")[0] == 66
    assert refused(acme, "NOBODY")[0] == 66
