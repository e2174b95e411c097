"""`cs nps`, `cs csat`, `cs ces`: the figure with n, response share and margin; whose answers count."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_cli.commands.voice import CES_KEYS, CSAT_KEYS, NPS_KEYS
from cs_cli.commands.voice_answers import ANSWER_KEYS, COMMENT_KEYS
from cs_cli.domain.voice import MEAN, Answer, ces_of, csat_of, latest, nps_of, rating_of, wilson

TEN = (10, 10, 9, 9, 9, 8, 7, 4, 2, 1)
SCORES = st.lists(st.integers(0, 10), min_size=1, max_size=60)


def whole(answer):
    assert answer.code == 0, answer.talk
    return answer.rows[0]


@pytest.fixture
def book(cs, enter):
    """Two segments, two owners; an account that nobody of answered."""
    with enter:
        enter.account("ACME", segment="enterprise", owner="me")
        enter.account("BETA", segment="smb", owner="lee")
        enter.account("CARL", segment="smb", owner="me")
        for number, score in enumerate(TEN):
            enter.answer("ACME" if number < 7 else "BETA", "nps", score)
    return cs


def test_ten_answers_give_plus_20_and_a_margin_of_54(book):
    row = whole(book("nps", "--json"))
    assert (row["nps"], round(row["margin"]), row["n"]) == (20, 54, 10)
    assert (row["promoters"], row["passives"], row["detractors"]) == (5, 2, 3)
    assert row["margin"] == pytest.approx(100 * 1.96 * sqrt((0.5 + 0.3 - 0.2**2) / 10), abs=1e-6)
    assert "NPS +20 (±54) of 10 answers, 26 Aug to 23 Nov 2026\n" in book("nps").text


def test_a_0_is_a_detractor(cs, enter):
    enter.account("ACME")
    enter.answer("ACME", "nps", 0)
    enter.answer("ACME", "nps", 10)
    row = whole(cs("nps", "--json"))
    assert (row["detractors"], row["nps"]) == (1, 0)


def test_the_keys_are_pinned(book):
    assert list(whole(book("nps", "--json"))) == NPS_KEYS == [
        "by", "group", "from", "to", "nps", "margin", "low", "high", "n", "promoters", "passives", "detractors",
        "answers", "asked", "response_share", "accounts", "accounts_answered", "nps_before", "n_before", "change",
    ]  # fmt: skip
    assert list(whole(book("csat", "--json"))) == CSAT_KEYS == [
        "by", "group", "from", "to", "csat", "method", "margin", "low", "high", "n", "satisfied", "of_tickets",
        "answers", "asked", "response_share", "accounts", "accounts_answered", "csat_before", "n_before", "change",
    ]  # fmt: skip
    assert list(whole(book("ces", "--json"))) == CES_KEYS == [
        "by", "group", "from", "to", "ces", "margin", "low", "high", "n", "easy", "easy_share", "answers", "asked",
        "response_share", "accounts", "accounts_answered", "ces_before", "n_before", "change",
    ]  # fmt: skip
    assert list(whole(book("nps", "ACME", "--json"))) == ANSWER_KEYS == [
        "account", "name", "on", "score", "rating", "contact", "ticket", "counts", "commented",
    ]  # fmt: skip
    assert list(whole(book("nps", "ACME", "--comments", "--json"))) == COMMENT_KEYS == [*ANSWER_KEYS, "comment"]


def test_the_whole_then_each_segment_and_owner(book):
    rows = book("nps", "--json").rows
    assert [(row["by"], row["group"], row["n"]) for row in rows] == [
        (None, None, 10), ("segment", "enterprise", 7), ("segment", "smb", 3), ("owner", "lee", 3), ("owner", "me", 7),
    ]  # fmt: skip
    assert [row["group"] for row in book("nps", "--by", "owner", "--json").rows] == [None, "lee", "me"]


def test_by_account_the_lowest_comes_first_and_who_was_silent_is_left_out(book):
    rows = book("nps", "--by", "account", "--json").rows
    assert [(row["group"], row["nps"]) for row in rows[1:]] == [("BETA", -100), ("ACME", pytest.approx(71.428571))]
    screen = book("nps", "--by", "account").text
    assert "BETA" in screen
    assert "CARL" not in screen


def test_a_group_without_an_answer_is_told_so(book, enter):
    enter.account("DORA", segment="strategic", owner="sam")
    row = next(row for row in book("nps", "--json").rows if row["group"] == "strategic")
    assert (row["nps"], row["margin"], row["n"]) == (None, None, 0)
    [line] = [line for line in book("nps").text.splitlines() if "strategic" in line]
    assert line.split()[:5] == ["strategic", "no", "answer", "–", "0"]


def test_answers_that_are_all_alike_have_no_margin(book):
    row = book("nps", "--by", "account", "--json").rows[1]
    assert (row["n"], row["margin"], row["low"], row["high"]) == (3, None, None, None)


def test_no_answer_is_null_and_never_0(cs, enter):
    enter.account("ACME")
    row = whole(cs("nps", "--json"))
    assert (row["nps"], row["margin"], row["n"], row["accounts"], row["change"]) == (None, None, 0, 1, None)
    assert cs("nps").text == (
        "No NPS answer, 26 Aug to 23 Nov 2026\n"
        "Record one: cs survey ACCOUNT nps 9. Or bring your tool's answers: cs import FILE\n"
    )


def test_where_the_window_is_empty_the_latest_answer_before_it_is_named(cs, enter):
    enter.account("ACME")
    enter.answer("ACME", "nps", 9, "2026-03-02")
    assert "The latest is of Mon 2 Mar 2026. Look further back: cs nps --last 1y\n" in cs("nps").text
    assert whole(cs("nps", "--last", "1y", "--json"))["n"] == 1


def test_the_latest_answer_of_a_person_counts_and_each_without_a_name(cs, enter):
    enter.account("ACME")
    enter.account("BETA")
    enter.contact("ACME", "Jo Park", email="jo@acme.example")
    for account, score, on, contact in (
        ("ACME", 2, "2026-10-01", "Jo Park"), ("ACME", 5, "2026-10-02", "jo park"),
        ("ACME", 9, "2026-11-01", "JO@acme.example"), ("BETA", 3, "2026-10-05", "Jo Park"),
        ("ACME", 8, "2026-10-01", None), ("ACME", 8, "2026-10-01", None),
    ):  # fmt: skip
        enter.answer(account, "nps", score, on, contact=contact)
    row = whole(cs("nps", "--json"))
    assert (row["n"], row["answers"], row["promoters"], row["passives"], row["detractors"]) == (4, 6, 1, 2, 1)
    told = [(row["score"], row["counts"]) for row in cs("nps", "ACME", "--json").rows]
    assert sorted(told) == [(2, False), (5, False), (8, True), (8, True), (9, True)]


def test_who_was_forgotten_is_nobody_and_several_of_them_are_several(cs, enter):
    enter.account("ACME")
    enter.answer("ACME", "nps", 9, "2026-10-01", contact="(forgotten)")
    enter.answer("ACME", "nps", 3, "2026-10-02", contact="(forgotten)")
    assert whole(cs("nps", "--json"))["n"] == 2


def test_the_response_share_is_of_those_asked_where_that_is_recorded(book, enter):
    enter.usage("ACME", "nps_asked", {"2026-10-01": 20, "2026-10-08": 8, "2026-03-01": 500})
    rows = {row["group"]: row for row in book("nps", "--json").rows}
    assert (rows[None]["asked"], rows[None]["response_share"]) == (28, 0.25)  # the 7 answers of ACME alone
    assert (rows["smb"]["asked"], rows["smb"]["response_share"]) == (None, None)
    screen = book("nps").text
    assert "2 of 3 accounts answered; 7 answers of 28 asked, 25%." in screen
    assert "25% of 28 asked" in screen
    assert "1 of 2 accounts" in screen  # smb


def test_without_it_the_accounts_that_answered_are_counted_and_no_share_is_made_up(book):
    row = whole(book("nps", "--json"))
    assert (row["response_share"], row["accounts_answered"], row["accounts"]) == (None, 2, 3)
    said = "2 of 3 accounts answered; how many people were asked is not recorded (measurements nps_asked)."
    assert said in book("nps").text


def test_the_change_is_against_the_window_before(book, enter):
    enter.answer("ACME", "nps", 9, "2026-08-25")  # the last of the 90 days before
    enter.answer("ACME", "nps", 9, "2026-05-28")  # the first
    enter.answer("ACME", "nps", 3, "2026-05-28")
    enter.answer("ACME", "nps", 0, "2026-05-27")  # a day too early
    row = whole(book("nps", "--json"))
    assert (row["nps_before"], row["n_before"], row["change"]) == (
        pytest.approx(33.333333),
        3,
        pytest.approx(-13.333333),
    )
    assert "; was +33 of 3 in the 90 days before" in book("nps").text


@pytest.mark.parametrize(
    ("words", "window"),
    [
        ((), ("2026-08-26", "2026-11-23")),
        (("--last", "1m"), ("2026-10-24", "2026-11-23")),
        (("--last", "2 weeks", "--to", "2026-06-30"), ("2026-06-17", "2026-06-30")),
        (("--from", "1 oct"), ("2026-10-01", "2026-11-23")),
        (("--from", "2026-01-01", "--to", "2026-01-31"), ("2026-01-01", "2026-01-31")),
        (("--as-of", "2026-06-30"), ("2026-04-02", "2026-06-30")),
    ],
)
def test_the_window(book, words, window):
    row = whole(book("nps", "--json", *words))
    assert (row["from"], row["to"]) == window


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--last", "soon"), '"soon" is no length of time'),
        (("--last", "0d"), '"0d" is no length of time'),
        (("--last", "90d", "--from", "1 oct"), "--from and --last each say where it begins"),
        (("--from", "2026-10-02", "--to", "2026-10-01"), "--from 2026-10-02 is after --to 2026-10-01"),
        (("--to", "2026-11-24"), "--to 2026-11-24 is after 2026-11-23, the day that the answer is for"),
        (("--by", "mood"), '--by "mood" is no group'),
        (("ACME", "--by", "owner"), "ACME is one account, and has no groups"),
        (("ACME", "--owner", "me"), "ACME is one account, and has no groups"),
    ],
)
@pytest.mark.parametrize("word", ["nps", "csat", "ces", "support"])
def test_what_cannot_be_asked(book, word, words, said):
    answer = book(word, *words)
    assert answer.code == 2
    assert said in answer.talk


def test_comments_have_no_groups(book):
    answer = book("nps", "--comments", "--by", "owner")
    assert answer.code == 2
    assert "--comments lists answers, which have no groups" in answer.talk


def test_as_of_a_past_day_later_answers_are_not_known(book, enter):
    enter.answer("ACME", "nps", 9, "2026-06-01")
    assert whole(book.as_of("2026-06-30", "nps", "--json"))["n"] == 1


def test_filters_and_nobody(book):
    assert whole(book("nps", "seg:smb", "--json"))["n"] == 3
    assert whole(book("nps", "--owner", "me", "--json"))["n"] == 7
    assert book("nps", "--segment", "nowhere", "--json").rows == []
    assert "No account fits." in book("nps", "--segment", "nowhere").text
    assert book("nps", "NOBODY").code == 66


def test_an_empty_portfolio_says_what_to_do(cs, enter):  # noqa: ARG001  # makes the empty portfolio
    assert "No account yet." in cs("nps").text
    assert cs("nps", "--json").text == "[]\n"


def test_an_archived_account_is_left_out(book):
    assert book("account", "archive", "ACME").code == 0
    assert whole(book("nps", "--json"))["n"] == 3


# One account, and what was said


def test_the_answers_of_an_account_the_newest_first_with_its_nps(cs, enter):
    enter.account("ACME")
    enter.answer("ACME", "nps", 9, "2026-03-01", contact="Sam Ito")
    enter.answer("ACME", "nps", 6, "2026-10-01", contact="Jo Park", comment="Too slow")
    enter.answer("ACME", "nps", 10, "2026-11-01")
    rows = cs("nps", "ACME", "--json").rows
    assert [(row["on"], row["contact"], row["rating"], row["counts"], row["commented"]) for row in rows] == [
        ("2026-11-01", None, "promoter", True, False),
        ("2026-10-01", "Jo Park", "detractor", True, True),
        ("2026-03-01", "Sam Ito", "promoter", False, False),
    ]
    screen = cs("nps", "ACME").text
    assert screen.startswith("ACME  NPS 0 (±139) of 2 answers, 26 Aug to 23 Nov 2026: 1 promoter (9, 10), 0 passives,")
    assert "Too slow" not in screen
    assert screen.endswith("3 answers, internal. 1 with a comment: cs nps ACME --comments\n")
    assert "earlier" in screen
    assert "Too slow" in cs("nps", "ACME", "--comments").text
    assert [row["on"] for row in cs("nps", "ACME", "--from", "1 oct", "--json").rows] == ["2026-11-01", "2026-10-01"]


def test_an_account_without_an_answer_says_how_to_record_one(cs, enter):
    enter.account("ACME")
    assert cs("csat", "ACME").text == "No CSAT answer of ACME. Record one: cs survey ACME csat SCORE\n"
    assert cs("csat", "ACME", "--json").rows == []


def test_an_account_that_answered_long_ago_says_where_to_look(cs, enter):
    enter.account("ACME")
    enter.answer("ACME", "nps", 9, "2026-03-01")
    screen = cs("nps", "ACME").text
    assert "No NPS answer, 26 Aug to 23 Nov 2026" in screen
    assert "Look further back: cs nps ACME --last 1y" in screen


def test_what_they_said_is_listed_only_where_it_is_asked_for(book, enter):
    enter.answer("BETA", "nps", 3, "2026-11-02", contact="Sam Ito", comment="Too many [clicks]\x1b[2J")
    enter.answer("ACME", "nps", 3, "2026-01-02", comment="long ago")
    [row] = book("nps", "--comments", "--json").rows
    assert (row["account"], row["score"], row["contact"], row["counts"]) == ("BETA", 3, "Sam Ito", True)
    screen = book("nps", "--comments").text
    assert "Too many [clicks]" in screen
    assert "\x1b" not in screen
    assert "1 of 11 answers with a comment, 26 Aug to 23 Nov 2026, internal." in screen
    assert "Too many" not in book("nps").text
    assert "No CSAT answer with a comment, 26 Aug to 23 Nov 2026 (0 answers)." in book("csat", "--comments").text


# CSAT and CES


@pytest.fixture
def rated(cs, enter):
    """Three answers of people and two ratings of tickets."""
    with enter:
        enter.account("ACME")
        for score in (5, 4, 2):
            enter.answer("ACME", "csat", score)
        enter.ticket("ACME", "7", "2026-08-01T09:00:00Z", resolved_at_utc="2026-10-02T09:00:00Z", csat=5)
        enter.ticket("ACME", "8", "2026-10-01T09:00:00Z", closed_at_utc="2026-10-03T09:00:00Z", csat=3)
        enter.ticket("ACME", "9", "2026-10-01T09:00:00Z")
    return cs


def test_csat_is_the_share_of_4_and_5_of_answers_and_tickets_with_wilsons_interval(rated):
    row = whole(rated("csat", "--json"))
    assert (row["csat"], row["n"], row["satisfied"], row["of_tickets"], row["method"]) == (0.6, 5, 3, 2, "top2")
    assert (round(row["low"], 3), round(row["high"], 3)) == (0.231, 0.882)
    screen = rated("csat").text
    assert screen.startswith("CSAT 60% (23-88%) of 5 answers,")
    assert "Share of 4 and 5 of 5, 3 of 5; 2 answers as a ticket's rating." in screen


def test_csat_may_be_the_mean_of_5_by_option_or_setting(rated):
    by_option = whole(rated("csat", "--mean", "--json"))
    assert (by_option["csat"], by_option["method"], by_option["satisfied"]) == (0.76, "mean", 3)  # (5+4+2+5+3) / 25
    assert rated("config", "set", "csat", "mean").code == 0
    assert rated("csat", "--json").rows == rated("csat", "--mean", "--json").rows
    assert "Mean ÷ 5 (3 of 5 are 4 or 5);" in rated("csat").text


def test_a_ticket_is_rated_when_it_is_resolved(rated):
    assert whole(rated.as_of("2026-10-02", "csat", "--json"))["of_tickets"] == 1
    numbers = [row["ticket"] for row in rated("csat", "ACME", "--json").rows]
    assert numbers == [None, None, None, "8", "7"]
    assert "ticket #8" in rated("csat", "ACME").text


def test_a_rating_on_another_scale_is_left_out_and_said(rated, enter):
    enter.ticket("ACME", "10", "2026-10-01T09:00:00Z", csat=85)
    assert whole(rated("csat", "--json"))["n"] == 5
    assert "Left out: 1 answer on another scale." in rated("csat").text
    assert "on another scale" in rated("csat", "ACME").text
    assert rated("csat", "ACME", "--json").rows[-1]["rating"] is None


def test_no_other_way_to_reckon_csat_is_known(cs):
    answer = cs("config", "set", "csat", "median")
    assert answer.code == 2
    assert 'csat "median" is no way to reckon it' in answer.talk


def test_ces_is_the_mean_of_1_to_7_and_the_share_of_5_to_7(cs, enter):
    enter.account("ACME")
    for score in (7, 6, 5, 2):
        enter.answer("ACME", "ces", score)
    row = whole(cs("ces", "--json"))
    assert (row["ces"], row["easy"], row["easy_share"], row["n"]) == (5, 3, 0.75, 4)
    assert row["margin"] == pytest.approx(1.96 * sqrt(3.5 / 4), abs=1e-6)  # (4 + 1 + 0 + 9) / 4 = 3.5
    assert cs("ces").text.startswith("CES 5.0 (±1.8) of 4 answers, 26 Aug to 23 Nov 2026\nMean of 1 to 7; 3 of 4 are")


@pytest.mark.parametrize(
    ("kind", "score", "rating"),
    [
        ("nps", 0, "detractor"), ("nps", 6, "detractor"), ("nps", 7, "passive"), ("nps", 8, "passive"),
        ("nps", 9, "promoter"), ("nps", 10, "promoter"), ("csat", 5, "satisfied"), ("csat", 4, "satisfied"),
        ("csat", 3.5, "neutral"), ("csat", 2.9, "dissatisfied"), ("ces", 5, "easy"), ("ces", 4, "neutral"),
        ("ces", 3, "hard"),
    ],
)  # fmt: skip
def test_what_a_score_says(kind, score, rating):
    assert rating_of(kind, score) == rating


# The screen


def test_a_narrow_terminal_keeps_the_figure_its_margin_and_n(demo, on_terminal):
    screen = on_terminal(demo, "nps", columns=50)
    assert all(len(line) <= 50 for line in screen.splitlines())
    assert "±" in screen


def test_a_limit_counts_rows_and_says_what_is_left(book):
    assert len(book("nps", "--limit", "2", "--json").rows) == 2
    assert "3 more: cs nps --all" in book("nps", "--limit", "2").text
    assert "1 more: cs nps ACME --comments --all" in book("nps", "ACME", "--comments", "--limit", "6").text


# The arithmetic


@given(SCORES)
def test_nps_and_its_interval_lie_on_the_scale_in_whatever_order(scores):
    figure = nps_of(scores)
    assert -100 <= figure.value <= 100
    assert figure == nps_of(scores[::-1])
    if figure.margin is not None:
        assert -100 <= figure.low <= figure.value <= figure.high <= 100
        assert figure.margin <= 196 / sqrt(len(scores)) + 1e-9


@given(SCORES, st.integers(0, 59))
def test_a_better_answer_never_lowers_the_nps(scores, place):
    better = [*scores]
    better[place % len(scores)] = 10
    assert nps_of(better).value >= nps_of(scores).value


@given(st.lists(st.integers(1, 5), min_size=1, max_size=60))
def test_csat_lies_in_wilsons_interval(scores):
    figure = csat_of(scores)
    assert 0 <= figure.low <= figure.value + 1e-12
    assert figure.value - 1e-12 <= figure.high <= 1
    assert 0.2 <= csat_of(scores, MEAN).value <= 1
    assert 1 <= ces_of(scores).value <= 5


@pytest.mark.parametrize(("good", "n", "low", "high"), [(5, 10, 0.237, 0.763), (0, 10, 0, 0.278), (10, 10, 0.722, 1)])
def test_wilsons_interval(good, n, low, high):
    assert tuple(round(end, 3) for end in wilson(good, n)) == (low, high)


@given(st.lists(st.tuples(st.integers(1, 3), st.sampled_from(["jo", "sam", None]), st.integers(0, 10)), max_size=30))
def test_each_person_of_an_account_counts_once_and_each_nobody_by_itself(said):
    answers = [Answer(of, who, score, f"2026-01-{day + 1:02}") for day, (of, who, score) in enumerate(said)]
    kept = latest(answers)
    named = {(of, who) for of, who, _ in said if who}
    assert len(kept) == len(named) + sum(who is None for _, who, _ in said)
    assert all(max(a.on for a in answers if a[:2] == each[:2]) == each.on for each in kept if each.person)
