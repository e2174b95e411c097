"""Who is missing among an account's people, who reports to whom; and how the screens and JSON say it."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import Program
from entries import Entries
from hypothesis import given
from hypothesis import strategies as st

from cs_cli.domain.people import Person, gaps, influence_of, is_circle, reporting_line, stance_of

TODAY = date(2026, 11, 23)
MONDAY = "2026-11-23"


def person(name: str, *roles: str, last: str | None = "2026-11-01", **facts: Any) -> Person:
    """A contact of ACME; `left` and `bounced` are days."""
    days = {f"{what}_on": date.fromisoformat(facts.pop(what)) for what in ("left", "bounced") if what in facts}
    number = sum(map(ord, name))
    spoken = date.fromisoformat(last) if last else None
    return Person(1, "ACME", number, name, roles=roles, last_on=spoken, **days, **facts)


FULL = [
    person("Jo Park", "sponsor"), person("Sam Ito", "champion"), person("Kim Lo", "champion"),
    person("Al Roe", "economic-buyer"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("people", "missing"),
    [
        ([], ["nobody recorded"]),
        (FULL, []),
        (FULL[1:], ["no sponsor"]),
        (FULL[:1] + FULL[3:], ["no champion"]),
        (FULL[:3], ["no economic buyer"]),
        (FULL[:2] + FULL[3:], ["one champion only"]),
        ([person("Jo Park", "sponsor", left="2026-10-04"), *FULL[1:]], ["sponsor left 4 Oct, no successor"]),
        ([person("Jo Park", "sponsor", left="2026-11-24"), *FULL[1:]], []),
        ([person("Jo Park", "sponsor", left="2025-10-04"), person("X", "sponsor"), *FULL[1:]], []),
        ([*FULL, person("Di", "billing", left="2025-10-04")], ["billing left 4 Oct 2025, no successor"]),
        ([*FULL, person("Di", "user", left="2026-10-04")], []),
        ([person("Jo Park", "sponsor", last="2026-08-25"), *FULL[1:]], []),
        ([person("Jo Park", "sponsor", last="2026-08-24"), *FULL[1:]], ["sponsor silent for 91d (over 90d)"]),
        ([person("Jo Park", "sponsor", last=None), *FULL[1:]], ["no contact with the sponsor recorded"]),
        ([person("Jo Park", "sponsor", last=None), *FULL], []),
        ([person("Jo Park", "sponsor", "champion"), FULL[3]],
            ["sponsor and champion are one person", "one champion only"]),
        ([FULL[0], *(person(p.name, *p.roles, last="2026-08-24") for p in FULL[1:])],
            ["only Jo Park spoke with us in 90d"]),
        ([person("Jo Park", "sponsor", bounced="2026-10-04"), *FULL[1:]], ["mail to the sponsor bounced 4 Oct"]),
        ([person("Jo Park", "user", bounced="2026-10-04"), *FULL], []),
    ],
)  # fmt: skip
def test_each_gap_has_its_words(people: list[Person], missing: list[str]) -> None:
    assert [gap.words for gap in gaps(people, TODAY, 90)] == missing


def test_a_segment_without_a_limit_lets_a_sponsor_be_silent() -> None:
    assert gaps([person("Jo Park", "sponsor", last=None), *FULL[1:]], TODAY, None) == []


@pytest.mark.parametrize(
    ("said", "shown"), [("HIGH", "high"), (" Médium", "medium"), ("low", "low"), ("Board", "Board"), (None, None)]
)
def test_influence_is_one_of_three_or_kept_as_said(said: str | None, shown: str | None) -> None:
    assert influence_of(said) == shown


@pytest.mark.parametrize(
    ("facts", "stance"),
    [
        ({"stance": "critic", "sentiment": "happy"}, "critic"),
        ({"sentiment": "Amber"}, "neutral"),
        ({"sentiment": "red"}, "critic"),
        ({"sentiment": "wants ROI"}, None),
        ({}, None),
    ],
)
def test_a_usual_word_of_sentiment_stands_in_for_the_stance(facts: dict[str, str], stance: str | None) -> None:
    assert stance_of(person("Jo", **facts)) == stance


def line(people: list[Person]) -> list[tuple[int, str, str]]:
    return [(placed.depth, placed.person.name, placed.note) for placed in reporting_line(people)]


def test_the_reporting_line_is_a_tree_by_name_or_address() -> None:
    people = [
        person("Sam Ito", reports_to="JO PARK"), person("Jo Park", email="jo@acme.example"),
        person("Kim Lo", reports_to="sam ito"), person("Al Roe", reports_to="Jo@acme.example"),
        person("Di Fe", reports_to="Nobody Here"),
    ]  # fmt: skip
    assert line(people) == [
        (0, "Jo Park", ""), (1, "Sam Ito", ""), (2, "Kim Lo", ""), (1, "Al Roe", ""),
        (0, "Di Fe", "reports to Nobody Here, no contact"),
    ]  # fmt: skip


def test_a_circle_is_told_and_everybody_is_there_once() -> None:
    people = [person("A", reports_to="B"), person("B", reports_to="A"), person("C", reports_to="C")]
    assert line(people) == [
        (0, "A", "reports to B, a circle"), (1, "B", ""), (0, "C", "reports to C, a circle"),
    ]  # fmt: skip


NAMES = st.sampled_from([*"ABCDEF", None])


@given(st.lists(NAMES, min_size=6, max_size=6))
def test_whoever_reports_to_whom_each_has_one_place(heads: list[str | None]) -> None:
    people = [person(name, reports_to=head) for name, head in zip("ABCDEF", heads, strict=True)]
    assert sorted(placed.person.name for placed in reporting_line(people)) == list("ABCDEF")
    reports = dict(zip("ABCDEF", heads, strict=True))
    for name, head in reports.items():
        told = any(placed.person.name == name and "circle" in placed.note for placed in reporting_line(people))
        assert not told or (head is not None and is_circle(name, head, reports))


@pytest.fixture
def acme(cs: Program, enter: Entries) -> Program:
    """Four people at ACME, an enterprise: a silent sponsor, a champion, a critic, one who left; LUMEN with nobody."""
    with enter:
        enter.account("ACME", "Acme Corporation", segment="enterprise")
        enter.account("LUMEN", "Lumen SA")
        enter.contract("ACME", "2027-03-01", arr=100_000)
        enter.contract("LUMEN", "2027-03-01", arr=200_000)
        enter.contact("ACME", "Al Roe", roles='["economic-buyer"]', left_on=date(2026, 10, 4))
        enter.contact("ACME", "Jo Park", title="COO", roles='["sponsor"]', influence="High", stance="supporter")
        enter.contact("ACME", "Sam Ito", roles='["champion", "user"]', reports_to="jo park", sentiment="happy")
        enter.contact("ACME", "Kim Lo", stance="critic", influence="Board", bounced_on=date(2026, 11, 2))
        enter.activity("ACME", "2026-05-27", contacts='["Jo Park", "Sam Ito"]')
        enter.activity("ACME", "2026-10-09", contacts='["Sam Ito"]')
    return cs


GAPS = ["economic buyer left 4 Oct, no successor", "sponsor silent for 180d (over 90d)", "one champion only"]


def test_contacts_names_the_gaps_and_lists_last_who_left(acme: Program) -> None:
    shown = acme.as_of(MONDAY, "contacts", "ACME").text
    assert [" ".join(each.split()) for each in shown.splitlines()] == [
        "account name title roles email last contact",
        "ACME Jo Park COO sponsor 180d ago",
        "ACME Sam Ito champion, user 45d ago",
        "ACME Kim Lo never, mail bounced 2 Nov",
        "ACME Al Roe economic-buyer never, left 4 Oct",
        f"Gaps: {', '.join(GAPS)}",
        "4 contacts.",
    ]
    rows = acme.as_of(MONDAY, "contacts", "ACME", "--json").rows
    assert [(row["name"], row["left_on"], row["bounced_on"]) for row in rows[2:]] == [
        ("Kim Lo", None, "2026-11-02"), ("Al Roe", "2026-10-04", None),
    ]  # fmt: skip


def test_before_they_left_they_are_there(acme: Program) -> None:
    lines = acme.as_of("2026-10-03", "contacts", "ACME").text.splitlines()
    assert lines[1].startswith("ACME     Al Roe")
    assert lines[5] == "Gaps: sponsor silent for 129d (over 90d), one champion only"


@pytest.mark.parametrize("word", ["show", "brief"])
def test_show_and_brief_say_who_left_and_what_is_missing(acme: Program, word: str) -> None:
    text = acme.as_of(MONDAY, word, "ACME").text
    assert "Jo Park, COO, sponsor: 27 May, 180d ago ▲ over 90d\n" in text
    assert "Al Roe, economic-buyer: no contact recorded, left 4 Oct\n" in text
    assert "gaps: economic buyer left 4 Oct, no successor, one champion only\n" in text
    assert acme.as_of(MONDAY, word, "ACME", "--json").rows[0]["gaps"] == GAPS


def test_show_of_somebody_with_everybody_names_no_gap(cs: Program, enter: Entries) -> None:
    enter.account("ACME")
    for name, role in (("Jo", "sponsor"), ("Sam", "champion"), ("Kim", "champion"), ("Al", "economic-buyer")):
        enter.contact("ACME", name, roles=json.dumps([role]))
    enter.activity("ACME", "2026-11-20", contacts='["Jo", "Sam"]')
    assert "gaps" not in cs.as_of(MONDAY, "show", "ACME").text
    assert "Gaps" not in cs.as_of(MONDAY, "contacts", "ACME").text
    assert cs.as_of(MONDAY, "contacts", "--gaps").text.startswith("Nobody is missing anywhere: ")
    assert cs.as_of(MONDAY, "contacts", "--gaps", "--json").rows == []


def test_the_gaps_of_the_book_are_listed_worth_first(acme: Program) -> None:
    acme("account", "add", "SMALL", "--name", "Small")
    rows = acme.as_of(MONDAY, "contacts", "--gaps", "--json").rows
    assert [(row["account"], row["arr"], row["people"], row["left"], row["gaps"]) for row in rows] == [
        ("LUMEN", 200_000, 0, 0, ["nobody recorded"]),
        ("ACME", 100_000, 3, 1, GAPS),
        ("SMALL", None, 0, 0, ["nobody recorded"]),
    ]
    lines = acme.as_of(MONDAY, "contacts", "--gaps", "--limit", "1").text.splitlines()
    assert lines[1].split()[:4] == ["LUMEN", "Lumen", "SA", "$200,000"]
    assert lines[2:] == ["3 accounts with gaps. 2 more: cs contacts --gaps --all", "Who: cs contacts LUMEN --map"]
    assert [row["account"] for row in acme("contacts", "acme", "--gaps", "--json").rows] == ["ACME"]


def test_a_single_thread_alone_comes_last_and_a_rate_ranks_across_currencies(cs: Program, enter: Entries) -> None:
    with enter:
        for key, arr, currency in (("BIG", 900_000, "USD"), ("HOME", 50_000, "USD"), ("EURO", 48_000, "EUR")):
            enter.account(key)
            enter.contract(key, "2027-03-01", arr=arr, currency=currency)
        for name, role in (("Jo", "sponsor"), ("Sam", "champion"), ("Al", "economic-buyer")):
            enter.contact("BIG", name, roles=json.dumps([role]))
        enter.activity("BIG", "2026-11-20", contacts='["Jo", "Sam"]')

    def listed() -> list[tuple[str, list[str]]]:
        return [(row["account"], row["gaps"]) for row in cs.as_of(MONDAY, "contacts", "--gaps", "--json").rows]

    nobody, single = ["nobody recorded"], ["one champion only"]
    assert listed() == [("HOME", nobody), ("EURO", nobody), ("BIG", single)]
    assert cs.as_of(MONDAY, "rate", "add", "EUR", "1.10", "--on", "2026-11-20").code == 0
    assert listed() == [("EURO", nobody), ("HOME", nobody), ("BIG", single)]


def test_the_limit_is_that_of_the_segment(acme: Program) -> None:
    (acme.home / "config").mkdir()
    own = ["[default]", "silent_after_days = 9", "[segment.enterprise]", "silent_after_days = 9"]
    lines = "\n".join([*own, "sponsor_silent_after_days = 200"])
    (acme.home / "config" / "segments.toml").write_text(lines)
    assert "silent" not in acme.as_of(MONDAY, "contacts", "ACME").text
    assert "▲ over" not in acme.as_of(MONDAY, "show", "ACME").text


def test_the_map_shows_influence_against_stance_and_who_reports_to_whom(acme: Program) -> None:
    shown = acme.as_of(MONDAY, "contacts", "ACME", "--map").text
    assert shown.splitlines() == [
        "Acme Corporation (ACME): who decides, internal",
        "influence  supporter             neutral               critic",
        "high       Jo Park (sponsor)",
        "medium",
        "low",
        "Board                                                  Kim Lo",
        "not said   Sam Ito (champion,",
        "           user)",
        "",
        "Reporting line",
        "  Jo Park: COO · sponsor",
        '    Sam Ito: champion, user · "happy"',
        "  Kim Lo: mail bounced 2 Nov",
        "  Al Roe: economic-buyer · left 4 Oct",
    ]
    assert len(acme("contacts", "ACME", "--map", "--json").rows) == 4
    assert acme("contacts", "LUMEN", "--map").text.splitlines()[1] == "Nobody recorded yet: cs contact add --help"


def test_the_map_is_never_wider_than_80_cells(acme: Program, on_terminal: Callable[..., str]) -> None:
    acme("contact", "add", "ACME", "--name", "Bartholomäus von Hohenlohe-Langenburg 会议会议会议会议会议会议会议")
    acme("contact", "add", "ACME", "--name", "W" * 70, "--influence", "chairman of the supervisory board")
    for shown in (acme("contacts", "ACME", "--map").text, on_terminal(acme, "contacts", "ACME", "--map", columns=80)):
        grid = shown.split("Reporting line")[0]
        assert max(map(len, grid.splitlines())) <= 80
        assert "W" * 14 in grid


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--map",), "cs: a map is of one account"),
        (("ACME", "--map", "--gaps"), "cs: --map, --gaps and --role are three answers"),
        (("--gaps", "--role", "sponsor"), "cs: --map, --gaps and --role are three answers"),
        (("ACME", "--map", "--role", "sponsor"), "cs: --map, --gaps and --role are three answers"),
    ],
)
def test_what_does_not_go_together_is_refused(acme: Program, words: tuple[str, ...], said: str) -> None:
    answer = acme("contacts", *words)
    assert (answer.code, answer.talk.splitlines()[0]) == (2, said)


@pytest.mark.parametrize(
    ("words", "left_on"),
    [
        (("--left",), "2026-11-23"),
        (("--left", "--title", "COO"), "2026-11-23"),
        (("--left", "4 oct"), "2026-10-04"),
        (("--left", "fri"), "2026-11-20"),
        (("--left", "2026-12-01"), "2026-12-01"),
        (("--left", "-3d"), "2026-11-20"),
        (("--left", ""), None),
    ],
)
def test_somebody_left_today_or_on_a_day(acme: Program, words: tuple[str, ...], left_on: str | None) -> None:
    answer = acme.as_of(MONDAY, "contact", "edit", "ACME", "sam", *words)
    assert answer.code == 0, answer.talk
    rows = {row["name"]: row for row in acme("contacts", "ACME", "--json").rows}
    assert rows["Sam Ito"]["left_on"] == left_on


def test_left_and_bounced_are_echoed_cleared_and_undone(acme: Program) -> None:
    answer = acme.as_of(MONDAY, "contact", "edit", "ACME", "al", "--left", "", "--bounced", "1 nov")
    assert answer.talk == (
        "Acme Corporation (ACME): Al Roe: left_on 2026-10-04 → –, bounced_on – → 2026-11-01. Take it back: cs undo\n"
    )
    acme("undo")
    row = acme("contacts", "ACME", "--json").rows[-1]
    assert (row["name"], row["left_on"], row["bounced_on"]) == ("Al Roe", "2026-10-04", None)
    answer = acme("contact", "edit", "ACME", "al", "--left", "never")
    assert (answer.code, answer.talk.splitlines()[0]) == (2, 'cs: --left "never" is no day I know; nothing was written')


def test_whom_somebody_reports_to_is_told_by_full_name(acme: Program) -> None:
    answer = acme("contact", "edit", "ACME", "kim", "--reports-to", "jo")
    assert "reports_to – → Jo Park" in answer.talk
    answer = acme("contact", "add", "ACME", "--name", "Di Fe", "--reports-to", "Boss Man", "--influence", "HIGH")
    assert answer.talk.splitlines()[1] == (
        "Boss Man is no contact of ACME; to have them in the reporting line: "
        "cs contact add ACME --name 'Boss Man'"
    )  # fmt: skip
    rows = {row["name"]: row for row in acme("contacts", "ACME", "--json").rows}
    assert (rows["Kim Lo"]["reports_to"], rows["Di Fe"]["reports_to"]) == ("Jo Park", "Boss Man")
    assert rows["Di Fe"]["influence"] == "high"
    acme("contact", "edit", "ACME", "kim", "--reports-to", "")
    assert "Kim Lo: mail" in acme.as_of(MONDAY, "contacts", "ACME", "--map").text


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("Sam Ito", ["cs: Sam Ito reports to them already, so they cannot report to Sam Ito; nothing changed",
                     "  Who reports to whom: cs contacts ACME --map"]),
        ("Jo Park", ["cs: nobody reports to themselves, and Jo Park is who you change; nothing changed"]),
        ("jo", ["cs: nobody reports to themselves, and Jo Park is who you change; nothing changed"]),
    ],
)  # fmt: skip
def test_a_circle_is_refused(acme: Program, head: str, said: list[str]) -> None:
    answer = acme("contact", "edit", "ACME", "Jo Park", "--reports-to", head)
    assert (answer.code, answer.talk.splitlines()) == (65, said)


def test_the_line_of_the_handbook_works_on_the_demo(demo: Program) -> None:
    page = (Path(__file__).parent.parent / "docs" / "people.md").read_text(encoding="utf-8")
    [line] = [part for part in page.split("`") if "--reports-to sam" in part]
    assert demo.as_of(MONDAY, *line.split()[1:]).code == 0, line


def test_a_new_name_is_followed_by_those_who_report_to_it(acme: Program) -> None:
    acme("contact", "edit", "ACME", "jo park", "--name", "Jo Parker")
    rows = {row["name"]: row for row in acme("contacts", "ACME", "--json").rows}
    assert rows["Sam Ito"]["reports_to"] == "Jo Parker"
    acme("undo")
    rows = {row["name"]: row for row in acme("contacts", "ACME", "--json").rows}
    assert rows["Sam Ito"]["reports_to"] == "jo park"


def test_left_and_bounced_are_imported_and_exported(acme: Program) -> None:
    file = acme.home / "people.csv"
    file.write_text("account,name,Left on,Email Bounced Date\nACME,Sam Ito,2026-11-01,\nACME,Jo Park,,2026-11-02\n")
    assert "Email Bounced Date→bounced_on" in acme("import", str(file)).text
    assert acme("export", "csv", "-o", str(acme.home / "out")).code == 0
    written = (acme.home / "out" / "contacts.csv").read_text()
    assert "left_on,bounced_on" in written
    again = Program(acme.home / "again")
    again.home.mkdir()
    for name in ("accounts", "contacts"):
        assert again("import", str(acme.home / "out" / f"{name}.csv")).code == 0
    assert again("contacts", "--json").rows == [
        row | {"last_touch_on": None} for row in acme.as_of(MONDAY, "contacts", "--json").rows
    ]
