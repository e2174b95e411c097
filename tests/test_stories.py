"""Whole days of a CSM, typed one line after the other, as they would be read over somebody's shoulder."""

import shlex
from collections.abc import Callable, Sequence

import pytest
from conftest import Answer, Program

Typed = Callable[[str], Answer]


@pytest.fixture
def on(cs: Program) -> Callable[[str], Typed]:
    """`typed = on("2026-11-23")`, then `typed("cs today")`: what was typed on that day, each line without a mistake."""

    def day(said: str) -> Typed:
        def typed(line: str) -> Answer:
            word, *words = shlex.split(line)
            assert word == "cs"
            answer = cs.as_of(said, *words)
            assert answer.code == 0, answer.talk
            return answer

        return typed

    return day


def lines(answer: Answer) -> Sequence[str]:
    """What was answered, without doubled spaces."""
    return [" ".join(line.split()) for line in answer.text.splitlines()]


def test_first_week_with_a_new_customer(cs: Program, on: Callable[[str], Typed]) -> None:
    monday = on("2026-11-23")
    monday('cs account add ACME --name "Acme Corporation" --segment enterprise --customer-since 2026-11-23')
    monday("cs contract add ACME --contract Platform --starts 2026-11-23 --renews 2027-11-23 --arr 160000 --auto-renew "
           "--notice 90")  # fmt: skip
    monday('cs contact add ACME --name "Jo Park" --title COO --role sponsor')
    monday('cs contact add ACME --name "Sam Ito" --role champion')
    assert monday('cs task ACME "kick-off call" --due wed').text == "t1\n"
    assert monday('cs task ACME "usage report" --due fri --every 1m').text == "t2\n"
    assert lines(monday("cs today"))[1:] == [
        "This week",
        "○ grey ACME t1 kick-off call, due Wed $160,000 cs done t1",
        "○ grey ACME t2 usage report, due Fri $160,000 cs done t2",
        "Why a line is here: cs why ACCOUNT",
    ]

    wednesday = on("2026-11-25")
    wednesday("cs log ACME Jo wants first results by January --kind meeting --with jo;sam --task 'send plan' --due mon")
    assert wednesday("cs done t1").talk.startswith("Acme Corporation (ACME): t1 done: kick-off call.")
    assert "t3" in wednesday("cs tasks ACME").text

    friday = on("2026-11-27")
    assert friday("cs done t2").talk == (
        "Acme Corporation (ACME): t2 done: usage report; next: t4, due Sun 27 Dec 2026. Take it back: cs undo\n"
    )
    assert "Jo Park" in friday("cs show ACME").text
    assert lines(friday("cs today"))[1:3] == [
        "This week",
        "○ grey ACME t3 send plan, due Mon $160,000 cs done t3",
    ]

    monday = on("2026-11-30")
    monday("cs done t3")
    assert lines(monday("cs today"))[1:] == ["1 account: nothing due this week."]
    why = lines(monday("cs why ACME"))
    assert why[1:4] == [
        "Nothing is due here this week.",
        "from Sun 20 Dec t4 usage report, due Sun 27 Dec",
        "from Sat 9 Jan 2027 no two-way contact since Wed 25 Nov, if nobody speaks with them by then",
    ]
    assert [row["command"].split()[1] for row in cs("history", "--all", "--json").rows][:3] == ["done", "done", "done"]


def test_the_morning_of_a_qbr(cs: Program, on: Callable[[str], Typed]) -> None:
    before = on("2026-11-02")
    before('cs account add LUMEN --name "Lumen Optics" --segment enterprise')
    before("cs contract add LUMEN --contract Platform --starts 2026-11-01 --renews 2027-11-01 --arr 48000 --seats 40")
    before('cs contact add LUMEN --name "Kim Lee" --role sponsor')
    before("cs log LUMEN agreed on goals for the quarter --kind call --with kim")
    before("cs log LUMEN quarterly review in Berlin --kind qbr --on 2026-11-26")

    monday = on("2026-11-23")
    assert lines(monday("cs today"))[1:3] == [
        "This week",
        "○ grey LUMEN QBR Thu 26 Nov, no deck yet $48,000 cs qbr LUMEN",
    ]
    why = monday("cs why LUMEN").text
    assert "a QBR is recorded for 2026-11-26, and no deck was made here yet" in why

    thursday = on("2026-11-26")
    assert "Lumen Optics" in thursday("cs brief LUMEN").text
    deck = cs.home / "lumen.html"
    assert thursday(f"cs qbr LUMEN -o {deck}").text == f"{deck}\n"
    assert deck.read_text(encoding="utf-8").count("Lumen Optics") > 0
    assert "no deck yet" not in thursday("cs today").text
    thursday("cs log LUMEN Kim wants two more sites --kind meeting --with kim --topic value --task 'offer two sites' "
             "--due mon")  # fmt: skip
    assert lines(thursday("cs today"))[1:3] == [
        "This week",
        "○ grey LUMEN t1 offer two sites, due Mon $48,000 cs done t1",
    ]


def test_a_task_that_nobody_wants_to_do(on: Callable[[str], Typed], cs: Program) -> None:
    monday = on("2026-11-23")
    monday('cs account add ACME --name "Acme Corporation"')
    monday("cs task ACME ask for a reference --due fri")
    monday("cs snooze t1 2w")
    monday("cs snooze t1 4w")
    refused = cs.as_of("2026-12-21", "snooze", "t1", "2w")
    assert refused.code == 2
    _what, _do, drop, _wait = (line.strip() for line in refused.talk.splitlines())
    december = on("2026-12-21")
    december(drop.replace("…", "they never give references"))
    assert "nothing due this week" in december("cs today").text
    assert cs("undo").code == 0
    assert "t1 ask for a reference, due today" in december("cs today").text
