"""What is new in a digest: what no delivered one has told; what is due today or late is always there."""

import pytest

TODAY = "2026-11-23"  # a Monday


def ids(cs, day=TODAY, *words):
    return [row["id"] for row in cs.as_of(day, "digest", *words, "--json").rows]


@pytest.fixture
def book(cs, enter):
    """A renewal to decide on in 8 days, one past its end, a task that is late and one that is due on Wednesday."""
    with enter:
        enter.account("ACME", owner="me")
        enter.account("LUMEN", owner="lee")
        enter.account("QUIET", owner="lee")
        enter.contract("ACME", "2027-03-01", contract="Platform", auto=True, notice=90, arr=160_000)
        enter.contract("LUMEN", "2026-11-15", arr=96_000, currency="EUR")
        enter.task("Sev-1 update to Sam", "2026-11-20", "ACME")
        enter.task("send dates", "2026-11-25", "ACME")
    return cs


def test_an_id_names_kind_account_contract_the_day_and_how_near_it_is(book):
    assert ids(book) == [
        "overdue:LUMEN:c2:2026-11-15:late",
        "decide:ACME:c1:2026-12-01:14",
        "task:ACME:t1:2026-11-20:late",
        "task:ACME:t2:2026-11-25:3",
    ]


def test_what_was_told_is_left_out_but_what_is_late_stays(book, enter):
    enter.sent("2026-11-20", *ids(book))
    assert ids(book) == ["overdue:LUMEN:c2:2026-11-15:late", "task:ACME:t1:2026-11-20:late"]
    said = book.as_of(TODAY, "digest").text.splitlines()
    assert said[1].startswith("Since Fri 20 Nov 07:30. ")
    assert said[1].endswith(" No news: 1 of 3 accounts.")


def test_the_subject_names_what_is_new_before_what_is_there_again(book, enter):
    assert book.as_of(TODAY, "digest").text.startswith("Subject: LUMEN ended 15 Nov, no outcome recorded; ACME opt-out")
    enter.sent("2026-11-20", "overdue:LUMEN:c2:2026-11-15:late", "task:ACME:t1:2026-11-20:late")
    subject = book.as_of(TODAY, "digest").text.splitlines()[0]
    assert subject == (
        "Subject: ACME opt-out in 8d, Tue 1 Dec; no renewal talk; ACME t2 send dates, due Wed; 2 more (Mon 23 Nov)"
    )


def test_what_was_told_once_stays_told(book, enter):
    enter.sent("2026-11-19", "decide:ACME:c1:2026-12-01:14")
    enter.sent("2026-11-20", "task:ACME:t2:2026-11-25:7")
    assert "decide:ACME:c1:2026-12-01:14" not in ids(book)


def test_a_deadline_is_told_again_when_it_comes_nearer(book, enter):
    enter.sent("2026-11-20", *ids(book))
    told = {day: [each for each in ids(book, day) if each.startswith("decide")] for day in ("2026-11-23", "2026-11-24")}
    assert told == {"2026-11-23": [], "2026-11-24": ["decide:ACME:c1:2026-12-01:7"]}
    assert "decide:ACME:c1:2026-12-01:0" in ids(book, "2026-12-01")
    enter.sent("2026-11-30", "decide:ACME:c1:2026-12-01:0")
    assert "decide:ACME:c1:2026-12-01:0" in ids(book, "2026-12-01"), "what is due today is always there"


@pytest.mark.parametrize(("state", "counts"), [("accepted", True), ("failed", False), ("claimed", False)])
def test_only_what_was_delivered_counts(book, enter, state, counts):
    enter.sent("2026-11-20", "decide:ACME:c1:2026-12-01:14", state=state)
    assert ("decide:ACME:c1:2026-12-01:14" not in ids(book)) is counts


def test_what_was_sent_today_is_made_again_word_for_word(book, enter):
    before = book.as_of(TODAY, "digest", "--json").out
    enter.sent(TODAY, *ids(book))
    assert book.as_of(TODAY, "digest", "--json").out == before


@pytest.mark.parametrize("other", [{"digest": "weekly"}, {"owner": "lee"}])
def test_another_digest_or_owner_has_its_own_news(book, enter, other):
    enter.sent("2026-11-20", *ids(book), **other)
    assert len(ids(book)) == 4


def test_printing_and_writing_move_nothing(book):
    before = book.db.read_bytes()
    first = book.as_of(TODAY, "digest").out
    book.as_of(TODAY, "digest", "-o", str(book.home / "digest.html"))
    assert book.as_of(TODAY, "digest").out == first
    assert book.db.read_bytes() == before


def test_a_weekly_one_tells_everything_again(book, enter):
    before = ids(book, TODAY, "weekly")
    enter.sent("2026-W47", *before, digest="weekly", on="2026-11-20")
    assert ids(book, TODAY, "weekly") == before


def test_missed_days_are_named(book, enter):
    enter.sent("2026-11-18", *ids(book))
    assert "\nCovers Thu 19 Nov to Mon 23 Nov. " in book.as_of(TODAY, "digest").text


def test_an_account_that_came_since_is_named_with_what_it_is_worth(book, enter):
    enter.sent("2026-11-22", *ids(book))
    assert (
        "New:" not in book.as_of("2026-11-24", "digest").text.split("\n")[1].replace("New: ACME, $160,000", "New:")[:0]
    )
    said = book.as_of("2026-11-24", "digest").text
    assert "New: ACME, $160,000; LUMEN, €96,000; QUIET. No news" in said  # entered on the 23rd
    enter.sent("2026-11-23", on="2026-11-24")
    assert "New:" not in book.as_of("2026-11-24", "digest").text


def test_what_happened_more_than_a_week_ago_is_summed_up_after_a_long_gap(cs, enter):
    enter.sent("2026-10-20")
    for key, opened in (("ALFA", "2026-10-28"), ("BETA", "2026-11-02"), ("GAMMA", "2026-11-21")):
        enter.account(key)
        enter.ticket(key, f"7{key[0]}", f"{opened}T08:00:00Z", priority="P1", subject="down")
    said = cs.as_of(TODAY, "digest").text
    assert "before Mon 16 Nov: 2, of ALFA, BETA" in said
    assert "GAMMA  Sev-1 #7G open since Sat: down" in said
    [summary] = [row for row in cs.as_of(TODAY, "digest", "--json").rows if row["kind"] == "older"]
    assert summary["rule"] == "2 of these are older than 7 days, and nothing was delivered since 2026-10-20"


def test_nothing_new_is_one_quiet_line(cs, enter):
    with enter:
        enter.account("ACME")
        enter.task("send dates", "2026-11-27", "ACME")
    enter.sent("2026-11-20", "task:ACME:t1:2026-11-27:7", "feed:x")
    [line] = cs.as_of(TODAY, "digest").text.splitlines()
    assert line == "Since Fri 20 Nov 07:30. Nothing due. New: ACME. No news: 1 of 1 account."
    assert cs.as_of(TODAY, "digest", "--quiet").out == b""
    assert cs.as_of(TODAY, "digest", "--json").text == "[]\n"


def test_each_step_that_is_late_is_told_every_day_and_one_ahead_once(cs, enter):
    with enter:
        for number in range(7):
            enter.contract(f"C{number}", "2027-03-19")  # T-120: 19 November
        enter.contract("NEXT", "2027-03-26")  # T-120: 26 November
    late = [(each["section"], each["account"]) for each in cs.as_of(TODAY, "digest", "--json").rows]
    assert late == [*(("LATE", f"C{number}") for number in range(7)), ("THIS WEEK", "NEXT")]
    said = cs.as_of(TODAY, "digest").text
    assert "due Thu 19 Nov" in said
    assert "more step" not in said
    told = ids(cs)
    assert len(set(told)) == 8
    enter.sent("2026-11-20", *told)
    assert ids(cs) == told[:7]
