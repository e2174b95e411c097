"""Taking a person out of texts: however their name is written, and nothing besides."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_cli.domain.erasure import FORGOTTEN, Traces, lone_words, traces_of
from cs_cli.domain.telephone import numbers_of
from cs_cli.domain.text import fold

JO = traces_of(["Jo Park"], ["jo.park@acme.example"], ["+1 (555) 010-42"])
EVA = traces_of(["Éva Østlund"], [], [])


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Jo Park called", "(forgotten) called"),
        ("with JO  PARK, later", "with (forgotten), later"),
        ("Park, Jo (COO)", "(forgotten) (COO)"),
        ("Jo\nPark", "(forgotten)"),
        ("Jo Parker and Jojo Park", "Jo Parker and Jojo Park"),
        ("Jo said so", "Jo said so"),
        ("to Jo.Park@ACME.example.", "to (forgotten)."),
        ("to <jo.park@acme.example>;", "to <(forgotten)>;"),
        ("x.jo.park@acme.example jo.park@acme.example.com", "x.jo.park@acme.example jo.park@acme.example.com"),
        ("ring +1 555 01042 or 1-555-010-42", "ring (forgotten) or (forgotten)"),
        ("ticket 155501042 and 2155501042", "ticket (forgotten) and 2155501042"),
        ("hash a155501042f", "hash a155501042f"),
        ("", ""),
    ],
)
def test_a_person_is_found_however_they_are_written(text: str, left: str) -> None:
    assert JO.erase(text) == left


WRITTEN = [
    "+49 (0)171 555-0199", "0171 5550199", "+491715550199", "0049 171 5550199", "(0171) 555 0199",
    "tel:+49-171-555-0199", "+49 (171) 5550199", "0171/5550199", "171 555 0199", "49 171 5550199",
    "00 49 (0) 171 555 0199", "+49 0171 5550199",
]  # fmt: skip


@pytest.mark.parametrize("stored", [each for each in WRITTEN if not each.startswith("49")])
@pytest.mark.parametrize("said", WRITTEN)
def test_a_number_is_one_however_it_is_dialled(stored: str, said: str) -> None:
    """Of one that is kept without + or 00 the country is not known: 49 at its beginning could be an area."""
    traces = traces_of([], [], [stored])
    left = traces.erase(f"ring {said}, not 0171 5550198 on 2026-11-23")
    assert left in (
        f"ring {each}, not 0171 5550198 on 2026-11-23" for each in (FORGOTTEN, f"tel:{FORGOTTEN}", f"49 {FORGOTTEN}")
    )


@pytest.mark.parametrize("said", ["9171 5550199", "0171 55501990", "x0171 5550199", "0171 555", "171 5550198"])
def test_another_number_stays(said: str) -> None:
    assert traces_of([], [], ["+49 (0)171 555-0199"]).erase(said) == said


@pytest.mark.parametrize(
    ("stored", "numbers"),
    [
        ("+1 555 0142", [("1", "5550142")]),
        ("+420 777 123 456 ext. 12", [("420", "777123456")]),
        ("030 1234567 / +7 495 1234567", [("", "301234567"), ("7", "4951234567")]),
        ("0041 44 668 18 00", [("41", "446681800")]),
        ("12 34 56", []), ("", []), ("+", []),
    ],
)  # fmt: skip
def test_a_number_is_its_country_and_the_rest(stored: str, numbers: list[tuple[str, str]]) -> None:
    assert list(numbers_of(stored)) == numbers


@pytest.mark.parametrize("said", ["Éva Østlund", "EVA OSTLUND", "e\u0301va østlund", "Eva\u00a0Ostlund"])
def test_accents_and_strokes_are_folded_and_nothing_else_is_touched(said: str) -> None:
    assert EVA.erase(f"Ångström: {said}, ½") == "Ångström: (forgotten), ½"


def test_single_words_count_only_where_they_are_asked_for() -> None:
    at_home = JO.with_words(["jo", "park"])
    assert at_home.erase("jo: Park's list, Joan, parking") == "(forgotten): (forgotten)'s list, Joan, parking"
    assert at_home.without_names().erase("Jo Park") == "Jo Park"


def test_a_word_in_the_whole_name_of_somebody_else_stays() -> None:
    at_home = JO.with_words(["jo", "park"], ["Jo Miller", "Sam Ito"])
    assert at_home.erase("jo miller, Jo, JO PARK and jo  millers") == (
        "jo miller, (forgotten), (forgotten) and (forgotten)  millers"
    )


@pytest.mark.parametrize(
    ("stored", "left"),
    [
        ('["Jo Park", "Sam"]', '["(forgotten)", "Sam"]'),
        (json.dumps({"Éva Østlund": {"named": ["éva østlund"]}}), '{"(forgotten)": {"named": ["(forgotten)"]}}'),
        (json.dumps({"row": json.dumps(["Jo Park"])}), '{"row": "[\\"(forgotten)\\"]"}'),
        ("[Jo Park", "[(forgotten)"),
        ('[ "Sam" ]', '[ "Sam" ]'),
        ("[1, 2.5, null, true]", "[1, 2.5, null, true]"),
    ],
)  # fmt: skip
def test_in_json_each_text_is_looked_at_and_the_rest_stays_as_it_is(stored: str, left: str) -> None:
    both = traces_of(["Jo Park", "Éva Østlund"], [], [])
    assert both.erase_stored(stored) == left


def test_a_name_of_one_word_and_a_short_number_give_nobody_away() -> None:
    assert traces_of(["Cher"], ["", " "], ["12345"]) == Traces()
    assert Traces().erase("anything 12345") == "anything 12345"


@pytest.mark.parametrize(
    ("names", "others", "words"),
    [
        (["Jo Park"], [], ("jo", "park")),
        (["Jo Park"], ["Jo Miller", "Park Industries"], ()),
        (["Sam de la Cruz"], [], ("sam", "cruz")),
        (["Jean-Luc O'Neil"], ["Luc Neil"], ("jean-luc", "o'neil")),
        (["J. Park 3"], [], ()),
        (["Cher"], [], ("cher",)),
        ([""], [], ()),
    ],
)
def test_lone_words_are_the_first_and_the_last_that_nobody_else_has(
    names: list[str], others: list[str], words: tuple[str, ...]
) -> None:
    assert lone_words(names, others) == words


LETTERS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(before=LETTERS, name=st.sampled_from(["Éva Østlund", "Jo Park", "Łukasz ßtein"]), after=LETTERS)
def test_what_was_erased_is_found_no_more_and_the_rest_is_the_same(before: str, name: str, after: str) -> None:
    traces = traces_of([name], [], [])
    left = traces.erase(f"{before} {name} {after}")
    assert FORGOTTEN in left
    assert not re.search(rf"(?<!\w){re.escape(fold(name))}(?!\w)", fold(left))
    assert traces.erase(left) == left


@given(LETTERS)
def test_a_text_without_the_person_stays_as_it_is(text: str) -> None:
    assert traces_of(["Qwxyz Vbnmk"], ["qq@vv.example"], ["+99 887 766 55"]).erase_stored(text) == text
