"""`cs find`: where something was said, over everything that people wrote."""

from collections.abc import Callable

import pytest
from conftest import Program
from entries import Entries
from portfolios import by_another_program

from cs_cli.commands.find import KEYS

MONDAY = "2026-11-23"


@pytest.fixture
def acme(cs: Program, enter: Entries) -> Program:
    """Something that says "roi" in every kind of text, at ACME and LUMEN."""
    with enter:
        enter.account("ACME", "Acme Corporation")
        enter.account("LUMEN", "Lumen SA")
        enter.activity("ACME", "2026-11-20", "call", summary="CFO wants ROI", topic="value", contacts='["Jo Park"]')
        enter.activity("LUMEN", "2026-10-01", "email", summary="sent the ROI sheet", shared=True)
        enter.activity("ACME", "2026-12-10", "qbr", summary="roi deck")
        enter.note("ACME", "2026-09-01", "Roi is what they count")
        enter.ticket("ACME", "4711", "2026-08-01T08:00:00Z", subject="ROI report is empty")
        enter.contact("ACME", "Jo Park", title="ROI manager")
        enter.task("send ROI", "2026-11-27", "ACME")
    cs("meet", "ACME", "--commit", "us: ROI by 12 dec", "--sentiment", "red", "--why", "no ROI yet", "--on", "2 nov")
    cs("survey", "ACME", "nps", "3", "--comment", "where is the ROI?", "--on", "3 nov")
    return cs


def hits(cs: Program, *words: str, on: str = MONDAY) -> list[tuple[object, ...]]:
    return [(row["account"], row["kind"], row["number"]) for row in cs.as_of(on, "find", *words, "--json").rows]


def test_every_kind_of_text_is_found_the_newest_first_and_people_last(acme: Program) -> None:
    rows = acme("find", "roi", "--json").rows
    assert [(row["on"], row["kind"], row["number"], row["shared"]) for row in rows] == [
        ("2026-12-10", "qbr", "a3", False),
        ("2026-11-20", "call", "a1", False),
        ("2026-11-03", "survey", None, None),
        ("2026-11-02", "commitment", "c1", True),
        ("2026-11-02", "sentiment", None, False),
        ("2026-11-01", "task", "t1", False),
        ("2026-10-01", "email", "a2", True),
        ("2026-09-01", "note", None, False),
        ("2026-08-01", "ticket", None, None),
        (None, "contact", None, None),
    ]
    assert list(rows[0]) == KEYS
    assert [row["text"] for row in rows[:2]] == ["roi deck", "CFO wants ROI"]
    assert rows[-1]["text"] == "Jo Park · ROI manager"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["cfo", "roi"], [("ACME", "call", "a1")]),
        (["RO", "WANT"], [("ACME", "call", "a1")]),
        (["oi"], []),
        (["wants roi"], [("ACME", "call", "a1")]),
        (["roi wants"], []),
        (['"wants ROI"', "jo"], [("ACME", "call", "a1")]),
        (["roi", "--account", "lumen"], [("LUMEN", "email", "a2")]),
        (["roi", "--kind", "email"], [("LUMEN", "email", "a2")]),
        (["roi", "--kind", "activity", "--since", "fri"], [("ACME", "qbr", "a3"), ("ACME", "call", "a1")]),
        (["roi", "--kind", "note"], [("ACME", "note", None)]),
        (["roi", "--kind", "commitment"], [("ACME", "commitment", "c1")]),
        (["4711"], [("ACME", "ticket", None)]),
        (["value"], [("ACME", "call", "a1")]),
    ],
)
def test_words_are_beginnings_and_all_of_them_and_quotes_make_a_phrase(
    acme: Program, words: list[str], found: list[tuple[str, str, str | None]]
) -> None:
    assert hits(acme, *words) == found


def test_a_day_in_the_past_knows_nothing_later(acme: Program) -> None:
    assert hits(acme, "roi", on="2026-09-30") == [
        ("ACME", "note", None),
        ("ACME", "ticket", None),
        ("ACME", "contact", None),
    ]


@pytest.mark.parametrize("said", ["Øresund", "oresund", "ØRES", "Łódź", "lodz", "strasse", "Straße", "会议", "议"])
def test_letters_of_every_script_are_found(cs: Program, enter: Entries, said: str) -> None:
    enter.account("ACME")
    cs("log", "ACME", "met in Øresund and Łódź, Straße 5, 下午的会议很长")
    assert hits(cs, said) == [("ACME", "note", "a1")]


@pytest.mark.parametrize(
    "said", ['"', '""', "*", "NEAR(", ":", "folded:roi", "a OR", "NOT", "^roi", "(", "';--", "{x}"]
)
def test_signs_are_no_query_language(acme: Program, said: str) -> None:
    answer = acme("find", "--", said)
    assert (answer.code, answer.talk) == (0, "")
    assert acme("find", "--json", "--", said).code == 0


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ([], 2, "cs: Missing argument 'WORDS'"),
        (["roi", "--kind", "lunch"], 2, 'cs: --kind "lunch" is none I know'),
        (["roi", "--account", "zzz"], 66, 'cs: no account "zzz"'),
        (["roi", "--since", "tomorrow"], 2, 'cs: "tomorrow" is 2026-11-24, after 2026-11-23'),
    ],
)
def test_a_mistake_is_one_sentence(acme: Program, words: list[str], code: int, said: str) -> None:
    answer = acme.as_of(MONDAY, "find", *words)
    assert (answer.code, answer.talk.splitlines()[0]) == (code, said)


def test_a_line_names_day_account_number_kind_and_who_may_see_it(acme: Program) -> None:
    lines = acme("find", "ROI", "--kind", "activity").text.splitlines()
    assert lines[1].split() == ["2026-11-20", "ACME", "a1", "call", "CFO", "wants", "ROI", "internal"]
    assert lines[2].split()[-1] == "shared"
    assert lines[3] == "3 hits."
    assert acme("find", "ROI", "--limit", "1").text.splitlines()[-1] == "10 hits. 9 more: --all"
    nothing = 'Nothing says "zebra". A word is found by its beginning; several must all be there.\n'
    assert acme("find", "zebra").text == nothing


def test_on_a_terminal_the_hit_is_bold_and_in_sight(
    cs: Program, enter: Entries, on_terminal: Callable[..., str]
) -> None:
    enter.account("ACME")
    enter.activity("ACME", "2026-11-20", summary=f"{'word ' * 30}and the ROI of it {'more ' * 30}")
    shown = on_terminal(cs, "find", "roi", columns=80, env={"FORCE_COLOR": "1"}).splitlines()[0]
    assert "the \x1b[1mROI\x1b[0m of" in shown
    narrow = on_terminal(cs, "find", "word", columns=70, env={"FORCE_COLOR": "1"}).splitlines()[0]
    assert "\x1b[1mword\x1b[0m \x1b[1mword" in narrow
    assert "…" in narrow
    plain = on_terminal(cs, "find", "roi", columns=80).splitlines()[0]
    assert "…" in plain.split("internal")[0]
    assert "ROI" in plain


def test_what_is_of_an_archived_account_says_so(acme: Program) -> None:
    assert acme("account", "archive", "LUMEN").code == 0
    assert "LUMEN (archived)" in acme("find", "sheet").text
    assert [row["archived_on"] is None for row in acme("find", "sheet", "--json").rows] == [False]


def test_what_is_undone_is_not_found_until_it_is_redone(acme: Program) -> None:
    acme("log", "ACME", "chrysalis")
    assert hits(acme, "chrys") == [("ACME", "note", "a5")]
    acme("undo")
    assert hits(acme, "chrys") == []
    acme("redo")
    assert hits(acme, "chrys") == [("ACME", "note", "a5")]
    acme("edit", "a5", "butterfly")
    assert (hits(acme, "chrys"), hits(acme, "butter")) == ([], [("ACME", "note", "a5")])


def test_what_another_program_wrote_is_found_after_a_repair(acme: Program) -> None:
    by_another_program(
        acme.db, "INSERT INTO note (account_id, noted_on, text, step) VALUES (1, '2026-11-01', 'moth', 1)"
    )
    by_another_program(acme.db, "UPDATE activity SET summary = 'caterpillar' WHERE id = 1")
    by_another_program(acme.db, "DELETE FROM ticket")
    answer = acme("doctor", "--json")
    assert answer.code == 1
    assert [row["what"] for row in answer.rows if row["check"] == "index"] == [
        "cs find does not look in what the tables hold: 1 row missing, 1 row that is gone",
        "1 row that another program changed: cs find goes by the old words",
    ]
    assert (hits(acme, "moth"), hits(acme, "caterpillar"), hits(acme, "cfo")) == ([], [], [("ACME", "call", "a1")])
    assert acme("doctor", "--repair").code == 0
    assert (hits(acme, "moth"), hits(acme, "caterpillar")) == ([("ACME", "note", None)], [("ACME", "call", "a1")])
    assert hits(acme, "cfo") == []
