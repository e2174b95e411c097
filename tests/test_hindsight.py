"""`cs hindsight ACME`: a loss replayed by date."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from seats import TODAY, by_seats, seated
from test_health_history import say

from cs_cli.commands.hindsight import KEYS
from cs_cli.domain.health import Band, Score
from cs_cli.domain.hindsight import Turn, first_of_last_run, left_green, silence, turned_red

DECIDED = "2026-09-15"
LOST = "lost Platform, $160,000 a year: decided Tue 15 Sep 2026, without it from Tue 1 Dec 2026 (price)"
THEN = "the score said ▲ yellow 60 that day, ■ red from Mon 3 Aug 2026 (43d before)."
TREND = (
    'name = "default"\n[[measure]]\ninput = "usage_trend"\nweight = 1\nrule = "linear"\nzero_at = -50\nfull_at = 0\n'
)


@pytest.fixture
def acme(cs, enter):
    """An account that fell from green to yellow on 1 May, to red on 3 August; and said so on 15 September."""
    by_seats(cs)
    enter.account("ACME", "Acme Corporation")
    used = {"2025-10-01": 90, "2026-04-30": 60, "2026-08-02": 30}  # a band counts from its second day
    seated(enter, "ACME", used, arr=160_000, contract="Platform", renews="2026-12-01", auto=True, notice=60)
    enter.contact("ACME", "Jo Park", roles='["sponsor"]', left_on=date(2026, 6, 20))
    enter.contact("ACME", "Sam Ito")
    return cs


def churn(cs, *words):
    answer = cs.as_of(DECIDED, "churn", "ACME", "--reason", "price", "--decided", DECIDED, *words)
    assert answer.code == 0, answer.talk


def scenes(cs, *words, which="ACME"):
    """Day, kind and what of every row that is no week."""
    rows = cs.as_of(TODAY, "hindsight", which, *words, "--json").rows
    assert all(list(row) == KEYS for row in rows)
    return [(row["on"], row["kind"], row["what"]) for row in rows if row["kind"] != "week"]


def test_from_the_first_sign_to_the_decision(acme):
    churn(acme)
    assert scenes(acme) == [
        ("2026-05-01", "band", "left green for good: 60% of seats used in month 17"),
        ("2026-06-20", "sponsor", "sponsor Jo Park left"),
        ("2026-08-03", "band", "from yellow to red: 30% of seats used in month 20"),
        ("2026-09-15", "decision", "decided to leave"),
    ]


def test_the_row_has_the_loss_the_score_and_how_long_before(acme):
    churn(acme)
    rows = acme.as_of(TODAY, "hindsight", "acme", "--json").rows
    first = rows[0]
    assert {key: first[key] for key in KEYS[:8]} == {
        "account": "ACME",
        "name": "Acme Corporation",
        "contracts": ["Platform"],
        "loss": "churn",
        "decided_on": DECIDED,
        "leaves_on": "2026-12-01",
        "reason": "price",
        "arr_by_currency": {"USD": 160_000},
    }
    assert (first["days_before"], first["health"], first["band"]) == (137, 60.0, "yellow")
    weeks = [row for row in rows if row["kind"] == "week"]
    assert [row["days_before"] for row in weeks] == [7 * n for n in range(19, -1, -1)]
    assert {row["what"] for row in weeks} == {None}


def test_the_screen_says_how_early_it_could_be_seen_and_what_the_score_said(acme):
    churn(acme)
    lines = acme.as_of(TODAY, "hindsight", "ACME").text.splitlines()
    assert [" ".join(line.split()) for line in lines] == [
        f"ACME Acme Corporation {LOST}",
        f"First sign 137d before: left green for good: 60% of seats used in month 17 (Fri 1 May 2026); {THEN}",
        "before on what could be seen reckoned now said then",
        "137d Fri 1 May 2026 left green for good: 60% of seats used in month 17 ▲ yellow 60",
        "87d Sat 20 Jun 2026 sponsor Jo Park left ▲ yellow 60",
        "43d Mon 3 Aug 2026 from yellow to red: 30% of seats used in month 20 ■ red 30",
        "0d Tue 15 Sep 2026 decided to leave ■ red 30",
        "By week: cs health ACME --history --as-of 2026-09-15",
    ]


def test_every_sign_of_a_day_counts_from_its_first_time_in_the_year_before(acme, enter):
    enter.ticket("ACME", "7", "2026-03-02T10:00:00Z", priority="Sev-1")
    enter.ticket("ACME", "8", "2026-04-02T10:00:00Z", priority="Sev-1")
    enter.ticket("ACME", "6", "2026-02-02T10:00:00Z", priority="low")
    for day, score in (("2025-09-01", 1), ("2026-04-10", 6), ("2026-04-11", 0), ("2026-04-01", 7)):
        answer = acme.as_of(day, "survey", "ACME", "nps", str(score), "--who", "Sam Ito")
        assert answer.code == 0, answer.talk
    assert acme.as_of("2026-07-01", "sentiment", "ACME", "red", "--why", "CFO is angry").code == 0
    enter.activity("ACME", "2026-06-01", two_way=True, direction="both")
    churn(acme)
    assert scenes(acme)[:-1] == [
        ("2026-03-02", "ticket", "Sev-1 #7 opened"),
        ("2026-04-10", "detractor", "NPS 6 from Sam Ito"),
        ("2026-05-01", "band", "left green for good: 60% of seats used in month 17"),
        ("2026-06-20", "sponsor", "sponsor Jo Park left"),
        ("2026-07-01", "sentiment", "sentiment red: CFO is angry"),
        ("2026-07-17", "silence", "no two-way contact for 46d, and none up to the decision"),
        ("2026-08-03", "band", "from yellow to red: 30% of seats used in month 20"),
    ]


def test_a_fall_in_usage_counts_from_the_week_that_it_was_not_over_by_then(cs, enter):
    by_seats(cs, TREND)
    enter.account("ACME", "Acme Corporation")
    enter.contract("ACME", "2026-12-01", starts="2025-01-01", contract="Platform")
    first = date(2025, 9, 16)
    weeks = {first + timedelta(7 * n): 100 if n < 44 else 70 for n in range(52)}
    enter.usage("ACME", "logins", {day.isoformat(): value for day, value in weeks.items()})
    churn(cs)
    found = [each for each in scenes(cs) if each[1] == "usage"]
    assert found == [("2026-08-04", "usage", "usage -30% on its own base")]


def test_the_notice_and_the_opt_out_are_signs_of_a_churn(acme):
    answer = acme.as_of("2026-09-01", "notice", "ACME", "--on", "2026-09-01")
    assert answer.code == 0, answer.talk
    answer = acme.as_of("2026-10-20", "churn", "ACME", "--reason", "price", "--decided", "2026-10-20")
    assert answer.code == 0, answer.talk
    found = scenes(acme)
    assert ("2026-09-01", "notice", "notice received") in found
    assert ("2026-10-02", "opt-out", "last day of the opt-out") in found


def test_a_notice_alone_is_a_loss(acme):
    assert acme.as_of(DECIDED, "notice", "ACME", "--on", DECIDED).code == 0
    assert scenes(acme)[-1] == (DECIDED, "decision", "gave notice")
    head = acme.as_of(TODAY, "hindsight", "ACME").text.splitlines()[0]
    assert head.startswith("ACME  Acme Corporation   gave notice of Platform, $160,000 a year: decided Tue 15 Sep 2026")


def test_a_downgrade_is_a_loss_of_the_difference(acme):
    answer = acme.as_of(DECIDED, "renew", "ACME", "--arr", "100000", "--on", DECIDED)
    assert answer.code == 0, answer.talk
    row = acme.as_of(TODAY, "hindsight", "ACME", "--json").rows[-1]
    assert (row["loss"], row["decided_on"], row["leaves_on"], row["arr_by_currency"]) == (
        "downgrade",
        DECIDED,
        "2026-12-01",
        {"USD": 60_000},
    )
    assert row["what"] == "decided to take less"


def test_what_was_said_within_the_week_stands_beside_it(acme):
    churn(acme)
    say(acme, "2026-06-18", 88.0, "green")
    rows = {row["on"]: row for row in acme.as_of(TODAY, "hindsight", "ACME", "--json").rows if row["kind"] != "week"}
    of_june = rows["2026-06-20"]
    assert (of_june["said_on"], of_june["said_health"], of_june["said_band"]) == ("2026-06-18", 88.0, "green")
    assert rows["2026-05-01"]["said_on"] is rows["2026-08-03"]["said_health"] is None
    assert "● green 88" in acme.as_of(TODAY, "hindsight", "ACME").text


def test_the_last_loss_is_replayed_and_the_earlier_are_named(acme, enter):
    seated(enter, "ACME", {}, contract="Analytics", renews="2026-12-15", arr=24_000)
    answer = acme.as_of("2026-08-01", "churn", "ACME/Analytics", "--reason", "budget", "--decided", "2026-08-01")
    assert answer.code == 0, answer.talk
    answer = acme.as_of(DECIDED, "churn", "ACME/Platform", "--reason", "price", "--decided", DECIDED)
    assert answer.code == 0, answer.talk
    assert scenes(acme)[-1][0] == DECIDED
    last = acme.as_of(TODAY, "hindsight", "ACME").text.splitlines()[-1]
    assert last == "1 earlier loss, the last decided Sat 1 Aug 2026: cs hindsight ACME --as-of 2026-08-01"
    assert scenes(acme, which="ACME/analytics")[-1][0] == "2026-08-01"
    assert acme.as_of("2026-08-01", "hindsight", "ACME", "--json").rows[-1]["contracts"] == ["Analytics"]


def test_without_a_loss_there_is_nothing_to_replay(acme):
    answer = acme.as_of(TODAY, "hindsight", "ACME")
    said = "Acme Corporation (ACME): no churn, downgrade or notice on record by Mon 23 Nov 2026.\n"
    assert (answer.code, answer.text) == (0, said)
    assert acme.as_of(TODAY, "hindsight", "ACME", "--json").rows == []
    churn(acme)
    assert acme.as_of("2026-09-14", "hindsight", "ACME").text.startswith("Acme Corporation (ACME): no churn")


def test_a_loss_without_a_sign_says_so(cs, enter):
    enter.account("BARE", "Bare Inc")
    enter.contract("BARE", "2026-10-01", contract="Platform", arr=5_000)
    assert cs.as_of(DECIDED, "churn", "BARE", "--reason", "budget", "--decided", DECIDED).code == 0
    assert "No sign of it in the 12 months before.\n" in cs.as_of(TODAY, "hindsight", "BARE").text


@pytest.mark.parametrize(
    ("which", "told"),
    [
        ("ACME/Nothing", 'Acme Corporation (ACME) has no contract "Nothing"\n  cs hindsight ACME/Platform\n'),
        ("NOBODY", "NOBODY"),
    ],
)
def test_what_is_not_there_is_not_found(acme, which, told):
    answer = acme.as_of(TODAY, "hindsight", which)
    assert (answer.code, answer.out) == (66, b"")
    assert told in answer.talk


@pytest.mark.parametrize("columns", [80, 100, 200])
@pytest.mark.parametrize("account", ["GALLEON", "MARLOW", "TOPIARY"])
def test_it_fits_every_terminal(demo, on_terminal, columns, account):
    lines = on_terminal(demo, "hindsight", account, "--as-of", TODAY, columns=columns).splitlines()
    assert max(map(len, lines)) <= columns


def test_a_loss_of_the_demo_that_was_closed_by_hand_counts_from_its_decision(demo):
    rows = demo.as_of(TODAY, "hindsight", "GALLEON", "--json").rows
    assert (rows[-1]["decided_on"], rows[-1]["loss"], rows[-1]["kind"]) == ("2026-08-03", "churn", "decision")


def score(band):
    return Score(50.0, Band(band))


def turns(*bands):
    days = [date(2026, 1, day) for day in range(1, len(bands))]
    return [Turn(on, score(one), score(other), "") for on, (one, other) in zip(days, pairwise(bands), strict=True)]


@pytest.mark.parametrize(
    ("bands", "left", "red"),
    [
        (["green", "yellow", "red"], 1, 2),
        (["green", "yellow", "green", "yellow"], 3, None),
        (["green", "yellow", "green"], None, None),
        (["yellow", "red", "yellow", "red"], None, 3),
        (["red", "green", "grey"], 2, None),
        (["green"], None, None),
    ],
)
def test_what_lasts_counts_from_its_last_stretch(bands, left, red):
    day = {None: None} | {n: date(2026, 1, n) for n in range(1, 9)}
    found = turns(*bands)
    assert (turn.on if (turn := left_green(found)) else None) == day[left]
    assert (turn.on if (turn := turned_red(found)) else None) == day[red]


def test_the_first_of_the_last_run():
    assert first_of_last_run([1, 5, 2, 6, 7], lambda each: each > 4) == 6
    assert first_of_last_run([1, 5, 2], lambda each: each > 4) is None
    assert first_of_last_run([], bool) is None


@pytest.mark.parametrize(("days", "on"), [(45, None), (46, date(2026, 9, 15))])
def test_silence_begins_on_the_first_day_over_the_limit(days, on):
    decided = date(2026, 9, 15)
    found = silence([decided - timedelta(days), decided + timedelta(1)], decided, 45)
    assert (found.on if found else None) == on
    assert silence([], decided, 45) is None


def test_contracts_lost_on_one_day_are_one_loss_and_currencies_stay_apart(acme, enter):
    seated(enter, "ACME", {}, contract="Analytics", renews="2026-12-15", arr=24_000, currency="EUR")
    for contract in ("Platform", "Analytics"):
        answer = acme.as_of(DECIDED, "churn", f"ACME/{contract}", "--reason", "price", "--decided", DECIDED)
        assert answer.code == 0, answer.talk
    row = acme.as_of(TODAY, "hindsight", "ACME", "--json").rows[-1]
    assert row["contracts"] == ["Analytics", "Platform"]
    assert row["arr_by_currency"] == {"EUR": 24_000, "USD": 160_000}
    assert "earlier loss" not in acme.as_of(TODAY, "hindsight", "ACME").text


@pytest.mark.parametrize("words", [["--arr", "160000"], ["--uplift", "5%"]])
def test_a_renewal_that_keeps_the_arr_or_raises_it_is_no_loss(acme, words):
    answer = acme.as_of(DECIDED, "renew", "ACME", *words, "--on", DECIDED)
    assert answer.code == 0, answer.talk
    assert acme.as_of(TODAY, "hindsight", "ACME", "--json").rows == []


def test_who_left_and_came_back_was_lost_all_the_same(acme):
    churn(acme)
    answer = acme.as_of("2026-12-20", "winback", "ACME")
    assert answer.code == 0, answer.talk
    row = acme.as_of("2026-12-21", "hindsight", "ACME", "--json").rows[-1]
    assert (row["loss"], row["decided_on"]) == ("churn", DECIDED)


def test_undo_takes_the_loss_away_and_redo_brings_it_again(acme):
    churn(acme)
    told = scenes(acme)
    assert acme("undo").code == 0
    assert scenes(acme) == []
    assert acme("redo").code == 0
    assert scenes(acme) == told
