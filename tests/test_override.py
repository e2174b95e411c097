"""`cs override`: a band set by hand, with a reason, until a day; it is shown wherever the score is."""

import json
import shlex
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import Program
from documents_book import new_book
from entries import Entries
from hypothesis import given
from hypothesis import strategies as st

from cs_cli.commands.override import KEYS
from cs_cli.documents.document import make_document
from cs_cli.domain.curves import Linear
from cs_cli.domain.health import Band, Score, band_of
from cs_cli.domain.overrides import ByHand, Override, bounds, held, overridden
from cs_cli.domain.scorecard import Measure, Scorecard
from cs_cli.store.memo import WORTH_IT

MONDAY = "2026-11-23"
TODAY = date(2026, 11, 23)
WHY = "board decides Friday"
YELLOW = ("override", "ACME", "yellow", "--why", WHY, "--until", "4 dec")
BY_HAND = {
    "band": "yellow", "why": WHY, "since": MONDAY, "until": "2026-12-04", "measured": 40.0, "measured_band": "red",
}  # fmt: skip
LINE = f"✎ ACME yellow by hand until 4 Dec: {WHY}"
SET = Override(Band.YELLOW, WHY, TODAY, TODAY)


@pytest.fixture
def acme(demo: Program) -> Program:
    """The demo book, ACME (red 40 as measured) set to yellow until 4 December; it was set by hand in spring, too."""
    assert demo.as_of(MONDAY, *YELLOW).code == 0
    return demo


@pytest.fixture
def bare(cs: Program, enter: Entries) -> Program:
    """ACME, of which nothing is measured."""
    enter.account("ACME", "Acme Corporation")
    return cs


def said(cs: Program, day: str, account: str = "ACME") -> tuple[float | None, str]:
    [row] = cs.as_of(day, "health", account, "--json").rows
    return row["health"], row["band"]


def listed(cs: Program, *words: str, day: str = MONDAY) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = cs.as_of(day, "override", *words, "--json").rows
    return rows


# --- the clamp ---------------------------------------------------------------------------------------------------

BANDS = st.sampled_from([Band.RED, Band.YELLOW, Band.GREEN])
VALUES = st.floats(0, 100)
CARDS = (
    st.tuples(st.integers(1, 98), st.integers(1, 99))
    .filter(lambda both: both[0] < both[1])
    .map(
        lambda both: Scorecard(
            "any", (Measure("seats_used", 1, Linear(0, 100)),), green_from=both[1], yellow_from=both[0]
        )
    )
)
CARD = Scorecard("default", (Measure("seats_used", 1, Linear(0, 100)),))


@given(VALUES, BANDS, CARDS)
def test_a_held_score_lies_in_its_band_and_stays_there(value: float, band: Band, card: Scorecard) -> None:
    once = held(value, band, card)
    assert band_of(once, card) is band
    assert held(once, band, card) == once
    least, most = bounds(band, card)
    assert least <= once <= most


@given(VALUES, VALUES, BANDS, CARDS)
def test_holding_keeps_the_order_of_scores(one: float, other: float, band: Band, card: Scorecard) -> None:
    low, high = sorted([one, other])
    assert held(low, band, card) <= held(high, band, card)


@pytest.mark.parametrize(
    ("value", "band", "kept"),
    [
        (40, Band.YELLOW, 50), (88, Band.YELLOW, 74), (60, Band.YELLOW, 60), (74.6, Band.YELLOW, 74),
        (88, Band.RED, 49), (12.5, Band.RED, 12.5), (12.5, Band.GREEN, 75), (88, Band.GREEN, 88),
        (100, Band.GREEN, 100),
    ],
)  # fmt: skip
def test_the_number_is_moved_as_little_as_it_takes(value: float, band: Band, kept: float) -> None:
    measured = Score(value, band_of(value, CARD))
    over = SET._replace(band=band)
    assert overridden(measured, over, CARD) == (kept, band, ByHand(*over, *measured[:2]))


def test_what_is_not_measured_keeps_no_number_and_without_an_override_all_stays() -> None:
    nothing = Score(None, Band.GREY)
    assert overridden(nothing, SET, CARD) == (None, Band.YELLOW, ByHand(*SET, None, Band.GREY))
    assert overridden(nothing, None, CARD) is nothing


# --- setting it --------------------------------------------------------------------------------------------------


def test_it_is_one_step_with_the_full_name_and_can_be_taken_back(demo: Program) -> None:
    before = demo.as_of(MONDAY, "health", "ACME", "--json").rows
    answer = demo.as_of(MONDAY, *YELLOW)
    assert (answer.code, answer.text) == (0, "")
    assert answer.talk == (
        f"Acme Corporation (ACME): yellow by hand from Mon 23 Nov until Fri 4 Dec: {WHY} (measured red 40). "
        "Take it back: cs undo\n"
    )
    assert said(demo, MONDAY) == (50, "yellow")
    assert demo("undo").code == 0
    assert demo.as_of(MONDAY, "health", "ACME", "--json").rows == before
    assert demo("redo").code == 0
    assert said(demo, MONDAY) == (50, "yellow")
    assert "band set by hand" in demo("undo").text


def test_a_reason_that_names_the_day_in_two_words_is_understood(bare: Program) -> None:
    assert bare.as_of(MONDAY, "override", "ACME", "amber", "--why", WHY, "--until", "4", "dec").code == 0
    [row] = listed(bare)
    assert (row["band"], row["until"], row["measured"], row["measured_band"]) == ("yellow", "2026-12-04", None, "grey")


@pytest.mark.parametrize(
    ("words", "code", "sentence", "hint"),
    [
        (
            "ACME yellow", 2, "why? A band set by hand has its reason; nothing was written",
            'cs override ACME yellow --why "…" --until 2w',
        ),
        (
            "ACME yellow --until 4dec", 2, "why? A band set by hand has its reason; nothing was written",
            'cs override ACME yellow --until 4dec --why "…"',
        ),
        (
            "ACME yellow --why 'the board'", 2,
            "until when? A band set by hand ends, at most 180 days ahead; nothing was written",
            "cs override ACME yellow --why 'the board' --until 2w",
        ),
        (
            "ACME yellow --why x --until 2027-05-23", 2,
            '--until "2027-05-23" is Sun 23 May 2027, more than 180 days ahead; nothing was written',
            "At most --until 2027-05-22; set it again when that day comes",
        ),
        (
            "ACME yellow --why x --until 2026-11-22", 2,
            '--until "2026-11-22" is Sun 22 Nov 2026, which has passed; nothing was written', "Like --until 2w",
        ),
        (
            "ACME yellow --why x --until 2w --on tomorrow", 2,
            '--on "tomorrow" is Tue 24 Nov 2026, still to come; nothing was written', "Like --on mon, or leave it out",
        ),
        (
            "ACME grey --why x --until 2w", 2, '"grey" is no band to set by hand; nothing was written',
            "One of green, yellow, red",
        ),
        (
            "ACME yellow the board --until 2w", 2, '"the" is a word too many; nothing was written',
            "The reason: --why 'the board'",
        ),
        ("ACME red --why '' --until 2w", 2, '--why "" is blank; nothing was written', "Leave it out, or say a value"),
        ("ACME --why x", 2, "--why is of a band, and none is said; nothing was written",
         "cs override ACME yellow --why x --until 2w"),
        ("--on fri", 2, "--on is of a band, and none is said; nothing was written",
         'cs override ACME yellow --why "…" --until 2w --on fri'),
        ("--lift", 2, "--lift is of an account; nothing was written", "cs override ACCOUNT --lift"),
        ("ACME red --lift", 2, "--lift ends a band set by hand and takes no red; nothing was written",
         "cs override ACME --lift"),
        ("ACME --lift --until 2w", 2, "--lift ends a band set by hand and takes no --until; nothing was written",
         "cs override ACME --lift"),
        ("ACME --lift --all-time", 2, "--all-time is of the list; nothing was written", "cs override ACME"),
        ("ACME --lift --json", 2, "cs override with a band or --lift answers with one line and has no --format json",
         "What is set: cs override ACME --format json"),
        ("ACME --lift", 66, "no band of ACME is set by hand; nothing was written", "What was: cs override ACME"),
        ("ZZZ red --why x --until 2w", 66, 'no account "ZZZ"; nothing was written. All accounts: cs accounts', None),
    ],
)  # fmt: skip
def test_a_mistake_is_one_sentence_and_writes_nothing(
    bare: Program, words: str, code: int, sentence: str, hint: str | None
) -> None:
    before = bare.db.read_bytes()
    answer = bare("override", *shlex.split(words))
    first, *more = answer.talk.splitlines()
    assert (answer.code, first, [line.strip() for line in more]) == (code, f"cs: {sentence}", [hint] if hint else [])
    assert bare.db.read_bytes() == before


def test_a_reason_of_several_lines_is_said_in_one(bare: Program) -> None:
    answer = bare.as_of(MONDAY, "override", "ACME", "red", "--why", "no\x1b[31m sponsor\n\tleft", "--until", "2w")
    assert ": no[31m sponsor left (measured grey). Take it back: cs undo\n" in answer.talk
    assert "\x1b" not in bare.as_of(MONDAY, "accounts").text


def test_180_days_ahead_and_today_itself_are_taken(bare: Program) -> None:
    for until in ("2027-05-22", MONDAY):
        assert bare.as_of(MONDAY, "override", "ACME", "red", "--why", "x", "--until", until).code == 0
    assert [row["days_left"] for row in listed(bare)] == [0]


# --- when it holds -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2026-11-22", "red"), (MONDAY, "yellow"), ("2026-11-30", "yellow"), ("2026-12-04", "yellow"),
     ("2026-12-05", "red")],
)  # fmt: skip
def test_it_holds_from_its_first_to_its_last_day(acme: Program, day: str, expected: str) -> None:
    assert said(acme, day)[1] == expected


def test_it_may_begin_in_the_past(demo: Program) -> None:
    assert demo.as_of(MONDAY, *YELLOW, "--on", "20 nov").code == 0
    [row] = demo.as_of("2026-11-19", "health", "ACME", "--json").rows
    assert row["by_hand"] is None
    for day in ("2026-11-20", MONDAY):
        [row] = demo.as_of(day, "health", "ACME", "--json").rows
        assert row["by_hand"]["since"] == "2026-11-20"
    assert listed(demo)[0]["since"] == "2026-11-20"


def test_a_new_one_ends_the_one_before_it(acme: Program) -> None:
    answer = acme.as_of("2026-11-25", "override", "acme", "green", "--why", "signed", "--until", "2w")
    assert "green by hand from Wed 25 Nov until Wed 9 Dec, in place of the one before: signed (measured" in answer.talk
    assert [said(acme, day)[1] for day in ("2026-11-24", "2026-11-25", "2026-12-09")] == ["yellow", "green", "green"]
    rows = listed(acme, "ACME", day="2026-11-25")[:2]
    assert [(row["band"], row["in_force"], row["lifted_on"]) for row in rows] == [
        ("green", True, None),
        ("yellow", False, "2026-11-25"),
    ]
    seen_before = listed(acme, "ACME", day="2026-11-24")[0]
    assert (seen_before["in_force"], seen_before["lifted_on"]) == (True, None)
    assert acme("undo").code == 0
    assert said(acme, "2026-11-25")[1] == "yellow"


def test_one_that_is_backdated_before_the_one_in_force_leaves_nothing_of_that(acme: Program) -> None:
    assert acme.as_of(MONDAY, "override", "ACME", "green", "--why", "x", "--until", "2w", "--on", "16 nov").code == 0
    assert [row["band"] for row in listed(acme)] == ["green"]
    assert listed(acme, "--all-time")[1]["lifted_on"] == MONDAY
    assert said(acme, "2026-12-04")[1] == "green"


def test_lifting_ends_it_today(acme: Program) -> None:
    answer = acme.as_of("2026-11-25", "override", "ACME", "--lift")
    measured = said(acme, "2026-11-25")
    assert answer.talk == (
        f"Acme Corporation (ACME): no longer set by hand; measured {measured[1]} {measured[0]:.0f}. "
        "Take it back: cs undo\n"
    )
    assert [said(acme, day)[1] for day in ("2026-11-24", "2026-11-25")] == ["yellow", "red"]
    assert listed(acme, day="2026-11-25") == []
    assert acme.as_of("2026-11-25", "override", "ACME", "--lift").code == 66


def test_of_two_that_a_merge_brings_together_the_one_set_last_holds(cs: Program, enter: Entries) -> None:
    with enter:
        enter.account("ACME", "Acme Corporation")
        enter.account("BETA", "Beta")
    assert cs.as_of("2026-11-20", "override", "ACME", "red", "--why", "x", "--until", "2w").code == 0
    assert cs.as_of(MONDAY, "override", "BETA", "green", "--why", "y", "--until", "2w").code == 0
    assert cs.as_of(MONDAY, "account", "merge", "BETA", "ACME").code == 0
    assert said(cs, MONDAY) == (None, "green")
    assert said(cs, "2026-11-21") == (None, "red")
    assert cs.as_of(MONDAY, "override", "ACME", "--lift").code == 0
    assert listed(cs) == []


# --- the list ----------------------------------------------------------------------------------------------------


def test_the_list_has_its_keys_and_what_the_measures_say(acme: Program) -> None:
    assert listed(acme) == [
        {"account": "ACME", "name": "Acme Corporation", **BY_HAND, "lifted_on": None, "in_force": True, "days_left": 11}
    ]
    assert list(listed(acme)[0]) == KEYS
    lines = acme.as_of(MONDAY, "override").text.splitlines()
    assert lines[1].split("  ")[0] == "ACME"
    assert [part in lines[1] for part in ("▲ yellow", "■ red 40", "23 Nov", "4 Dec", "11d left", WHY)] == [True] * 6
    assert lines[2] == "1 band set by hand, internal. 1 past one: cs override --all-time."


def test_the_past_ones_are_in_the_list_of_all_time_and_in_that_of_an_account(acme: Program) -> None:
    day = "2026-12-06"
    assert acme.as_of(day, "override").text == (
        "No band is set by hand. 2 past ones: cs override --all-time. "
        'Set one: cs override ACME yellow --why "…" --until 2w\n'
    )
    for words in (("--all-time",), ("ACME",)):
        assert [(row["band"], row["measured"], row["days_left"]) for row in listed(acme, *words, day=day)] == [
            ("yellow", None, None),
            ("red", None, None),
        ]
        assert "4 Dec  ended" in acme.as_of(day, "override", *words).text
    assert acme.as_of(day, "override", "BOREAL").text == (
        'No band of BOREAL was set by hand. Set one: cs override BOREAL yellow --why "…" --until 2w\n'
    )


def test_a_list_that_is_cut_says_how_to_see_the_rest(acme: Program) -> None:
    for account in ("BOREAL", "KESTREL"):
        assert acme.as_of(MONDAY, "override", account, "red", "--why", "x", "--until", MONDAY).code == 0
    lines = acme.as_of(MONDAY, "override", "--limit", "1").text.splitlines()
    assert "today is the last day" in lines[1]
    assert lines[2] == "3 bands set by hand, internal. 2 more: cs override --all"
    assert (
        acme.as_of(MONDAY, "override", "--all-time", "--limit", "1").text.splitlines()[2].endswith("--all-time --all")
    )


# --- wherever the score shows ------------------------------------------------------------------------------------


def test_every_command_shows_the_band_that_was_set_and_the_reason(acme: Program) -> None:
    words = [["accounts"], ["renewals"], ["today"], ["why", "ACME"], ["show", "ACME"], ["brief", "ACME"],
             ["forecast", "--explain"]]  # fmt: skip
    for each in words:
        rows = [row for row in acme.as_of(MONDAY, *each, "--json").rows if row["account"] == "ACME"]
        assert rows, each
        assert {(row["health"], row["band"], row["band_by_hand"]) for row in rows} == {(50.0, "yellow", WHY)}, each
        others = [row for row in acme.as_of(MONDAY, *each, "--json").rows if row["account"] != "ACME"]
        assert {row["band_by_hand"] for row in others} <= {None}


@pytest.mark.parametrize("words", ["accounts", "renewals --due 30d", "today", "forecast", "forecast --explain"])
def test_a_list_marks_the_score_and_ends_with_who_why_and_until_when(acme: Program, words: str) -> None:
    lines = acme.as_of(MONDAY, *words.split()).text.splitlines()
    assert lines.count(LINE) == 1
    rows = [line for line in lines[: lines.index(LINE)] if " ACME " in line]
    assert rows
    assert all("▲ yellow" in row and "✎" in row for row in rows)
    assert all("✎" not in line for line in lines if "ACME" not in line)


def test_the_list_of_health_ends_with_it_too_because_a_narrow_screen_cuts_reasons(
    acme: Program, on_terminal: Callable[..., str]
) -> None:
    shown = on_terminal(acme, "health", "--as-of", MONDAY, columns=80).splitlines()
    [row] = [line for line in shown if line.startswith("  ACME")]
    assert "50 ✎" in row
    assert WHY not in row
    assert shown[-1] == LINE


def test_one_account_shows_both(acme: Program) -> None:
    reason = f"set by hand until 4 Dec: {WHY} (measured red 40)"
    for words in (
        ["show", "ACME"],
        ["show", "ACME", "--slack"],
        ["brief", "ACME"],
        ["why", "ACME"],
        ["health", "ACME"],
    ):
        text = acme.as_of(MONDAY, *words).text
        assert reason in text, words
        assert "50 ✎" in text, words


def test_the_morning_check_lists_it_though_it_is_not_red(acme: Program, on_terminal: Callable[..., str]) -> None:
    assert acme.as_of(MONDAY, "override", "LUMEN", "green", "--why", "x", "--until", "2w").code == 0
    shown = on_terminal(acme, "health", "--as-of", MONDAY, columns=200)
    assert any("LUMEN" in line and "✎" in line for line in shown.splitlines())


def test_the_explanation_ends_its_arithmetic_with_the_hand(acme: Program) -> None:
    lines = acme.as_of(MONDAY, "health", "ACME", "--explain").text.splitlines()
    assert lines[0].startswith("ACME  ▲ yellow 50 ✎   Mon 23 Nov 2026")
    at = lines.index(
        f"set by hand on 23 Nov: at yellow 50..74 → ▲ yellow 50, until Fri 4 Dec: {WHY}",
    )
    assert lines[at - 1].startswith("cap: Sev-1 #4417 open since 6 Nov, 17d > 14d → at most 40 ■ red")
    assert lines[at + 1].startswith("To gain: close #4417 +")
    [row] = acme.as_of(MONDAY, "health", "ACME", "--explain", "--json").rows
    assert row["by_hand"] == BY_HAND
    assert (row["health"], row["band"]) == (50.0, "yellow")
    assert [cap["applied"] for cap in row["caps"]] == [True]


@pytest.mark.parametrize(("band", "span"), [("red", "red 0..49 → ■ red"), ("green", "green 75..100 → ● green")])
def test_the_span_of_each_band_is_printed(demo: Program, band: str, span: str) -> None:
    assert demo.as_of(MONDAY, "override", "ACME", band, "--why", "x", "--until", "2w").code == 0
    assert f"set by hand on 23 Nov: at {span} " in demo.as_of(MONDAY, "health", "ACME", "--explain").text


def test_a_grey_account_says_so_beside_the_band_that_was_set(bare: Program) -> None:
    assert bare.as_of(MONDAY, "override", "ACME", "red", "--why", "they left", "--until", "2w").code == 0
    [row] = bare.as_of(MONDAY, "health", "ACME", "--json").rows
    assert (row["health"], row["band"], row["by_hand"]["measured"]) == (None, "red", None)
    assert row["main_reason"] == "set by hand until 7 Dec: they left (measured grey)"
    lines = bare.as_of(MONDAY, "health", "ACME", "--explain").text
    assert "nothing measured: no score ○ grey" in lines
    assert "set by hand on 23 Nov: at red 0..49 → ■ red, until Mon 7 Dec: they left" in lines


def test_filters_and_alarms_go_by_the_band_that_was_set(acme: Program) -> None:
    assert acme.as_of(MONDAY, "health", "ACME", "--fail-on", "red").code == 0
    assert "ACME" in [row["account"] for row in acme.as_of(MONDAY, "accounts", "yellow", "--json").rows]
    assert "ACME" not in [row["account"] for row in acme.as_of(MONDAY, "accounts", "red", "--json").rows]


def test_a_move_into_or_out_of_a_band_set_by_hand_says_so(demo: Program) -> None:
    assert demo.as_of(MONDAY, "override", "LUMEN", "red", "--why", "the CFO left", "--until", "25 nov").code == 0
    [line] = [row["what"] for row in demo.as_of(MONDAY, "today", "--json").rows
              if (row["account"], row["kind"]) == ("LUMEN", "band")]  # fmt: skip
    assert line.startswith("was green: set by hand until 25 Nov: the CFO left (measured green ")
    [event] = [row["what"] for row in demo.as_of("2026-11-26", "since", "26 nov", "LUMEN", "--json").rows
               if row["kind"] == "health"]  # fmt: skip
    assert event.startswith("green ")
    assert ", was red 49: no longer red by hand: " in event


# --- when it has ended -------------------------------------------------------------------------------------------


def ended(cs: Program, day: str) -> list[tuple[str, str]]:
    rows = cs.as_of(day, "today", "--json").rows
    return [(row["when"], row["what"]) for row in rows if (row["account"], row["kind"]) == ("ACME", "band")]


def test_the_days_list_says_for_a_week_that_it_has_ended(acme: Program) -> None:
    assert ended(acme, "2026-12-04") == []
    for day in ("2026-12-05", "2026-12-11"):
        [(when, what)] = ended(acme, day)
        assert what.startswith("override ended 4 Dec: now red ")
        assert when == "today"
    assert ended(acme, "2026-12-12") == []
    rule = f"yellow was set by hand from 2026-11-23 until 2026-12-04: {WHY}"
    assert rule in [row["rule"] for row in acme.as_of("2026-12-05", "why", "ACME", "--json").rows]


def test_one_that_was_lifted_or_followed_is_not_said_to_have_ended(acme: Program) -> None:
    assert acme.as_of("2026-12-04", "override", "ACME", "--lift").code == 0
    assert not [what for _, what in ended(acme, "2026-12-05") if "override ended" in what]
    assert acme("undo").code == 0
    assert acme.as_of("2026-12-05", "override", "ACME", "green", "--why", "x", "--until", "2w").code == 0
    assert ended(acme, "2026-12-05") == []


# --- what else knows it ------------------------------------------------------------------------------------------


def test_what_an_import_records_is_the_band_as_it_was_said(cs: Program, enter: Entries) -> None:
    enter.account("ACME", "Acme Corporation")
    enter.contract("ACME", "2027-03-01", seats=100)
    assert cs.as_of(MONDAY, "override", "ACME", "red", "--why", WHY, "--until", "2w").code == 0
    file = cs.home / "usage.csv"
    file.write_text("account,metric,on,value\nACME,seats_used,2026-11-20,80\n", encoding="utf-8")
    assert cs.as_of(MONDAY, "import", str(file)).code == 0
    [row] = cs("sql", "SELECT score, band, inputs FROM health_history", "--json").rows
    assert (row["score"], row["band"], json.loads(row["inputs"])) == (
        49,
        "red",
        {"seats_used": {"points": 100.0, "value": 80.0}},
    )


def test_the_reason_is_found_and_is_forgotten_with_a_person(cs: Program, enter: Entries) -> None:
    enter.account("ACME", "Acme Corporation")
    assert cs("contact", "add", "ACME", "--name", "Jo Park", "--email", "jo.park@acme.example").code == 0
    why = "Jo Park signs on Friday"
    assert cs.as_of(MONDAY, "override", "ACME", "yellow", "--why", why, "--until", "2w").code == 0
    [hit] = cs.as_of(MONDAY, "find", "signs", "--kind", "override", "--json").rows
    assert (hit["account"], hit["on"], hit["text"], hit["shared"]) == ("ACME", MONDAY, why, False)
    assert cs("contact", "forget", "Jo Park", "--confirm", "Jo Park").code == 0
    assert [row["why"] for row in listed(cs)] == ["(forgotten) signs on Friday"]
    assert b"Jo Park" not in cs.db.read_bytes()
    assert cs.as_of(MONDAY, "find", "park", "--json").rows == []


def test_it_is_in_the_internal_deck_and_in_no_other(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    account = book.account("ACME", "Acme Corporation")
    book.contract(account)
    book.healthy(account)
    of = {"account_id": account, "set_on": "2026-06-01", "until_on": "2026-12-31", "band": "red", "why": "they leave"}
    book.put("health_override", **of)
    internal = book.review("internal")["internal"]
    assert internal["band"] == "red"
    assert internal["band_by_hand"].startswith("set by hand until 31 Dec: they leave (measured green ")
    assert "Band set by hand until 31 Dec: they leave" in make_document("qbr", book.review("internal")).markdown
    assert "they leave" not in make_document("qbr", book.review()).markdown


def test_scores_that_are_remembered_neither_hide_nor_keep_it(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    large = Program(home)
    assert large.as_of(MONDAY, "demo", "--accounts", str(WORTH_IT + 1), "--weeks", "20").code == 0

    def acme() -> tuple[float, str]:
        rows = {row["account"]: row for row in large.as_of(MONDAY, "accounts", "--json").rows}
        return rows["ACME"]["health"], rows["ACME"]["band"]

    def remembered() -> dict[str, Any]:
        newest = max((home / "state" / "scores").glob("*.json"), key=lambda path: path.stat().st_mtime_ns)
        kept: dict[str, Any] = json.loads(newest.read_text())
        return {name: kept[name] for name in ("ids", "scores", "bands")}

    assert acme() == (40, "red")
    measured = remembered()
    assert large.as_of(MONDAY, *YELLOW).code == 0
    assert (acme(), acme()) == ((50, "yellow"), (50, "yellow"))
    assert remembered() == measured
    assert large.as_of(MONDAY, "override", "ACME", "--lift").code == 0
    assert (acme(), acme()) == ((40, "red"), (40, "red"))
