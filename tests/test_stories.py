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

    objective = 'cs objective add ACME "Plan a week in a day" --by "Jo Park" --measure "planning time" --baseline 8h'
    assert wednesday(f'{objective} --target "<2h" --due 2027-03-31').text == "o1\n"
    wednesday("cs plan ACME --template onboarding --on 2026-11-25")
    wednesday("cs milestone done m1")
    assert "o1" in wednesday("cs objectives ACME").text
    assert "first value" not in wednesday("cs plan ACME --check").text

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
        "from Wed 23 Dec m3 First team works with it, due Wed 30 Dec",
    ]
    steps = [row["command"].split()[1] for row in cs("history", "--all", "--json").rows]
    assert steps[:3] == ["done", "done", "milestone"]


def test_the_sponsor_leaves(on: Callable[[str], Typed]) -> None:
    before = on("2026-11-02")
    before('cs account add ACME --name "Acme Corporation" --segment enterprise')
    before("cs contract add ACME --contract Platform --starts 2026-11-01 --renews 2027-11-01 --arr 160000")
    before('cs contact add ACME --name "Jo Park" --title COO --role sponsor --role economic-buyer')
    before('cs contact add ACME --name "Sam Ito" --title "Head of Planning" --role champion')
    before("cs log ACME agreed on the goals --call --with jo,sam")
    assert lines(before("cs contacts ACME"))[-2] == "Gaps: one champion only"

    monday = on("2026-11-23")
    assert "Jo Park" in monday("cs contact edit ACME jo --left fri").talk
    gaps = lines(monday("cs contacts ACME"))
    missing = "sponsor left 20 Nov, no successor, economic buyer left 20 Nov, no successor, one champion only"
    assert gaps[-2] == f"Gaps: {missing}"
    assert "sponsor left 20 Nov" in monday("cs show ACME").text
    assert monday("cs task ACME find a sponsor --due fri").text == "t1\n"
    monday("cs sentiment ACME red the sponsor left and nobody told us")
    assert lines(monday("cs sentiment ACME"))[0].endswith("the sponsor left and nobody told us")
    assert monday('cs risk add ACME "nobody decides" --likelihood high --impact high').text == "r1\n"

    wednesday = on("2026-11-25")
    wednesday('cs meet ACME --with sam --commit "them: name a sponsor by 4 dec" Sam takes over for now')
    assert "name a sponsor" in wednesday("cs commitments ACME").text

    december = on("2026-12-05")
    assert lines(december("cs today"))[1:4] == [
        "Act today",
        "○ grey ACME t1 late: find a sponsor, due 27 Nov $160,000 cs done t1",
        "○ grey ACME c1 theirs, late: name a sponsor, due Fri $160,000 cs log ACME --call",
    ]
    december('cs contact add ACME --name "Kim Lee" --title CFO --role sponsor --role economic-buyer')
    december("cs done t1 c1")
    assert lines(december("cs contacts ACME"))[-2] == "Gaps: no contact with the sponsor recorded, one champion only"
    december("cs meet ACME --with kim Kim wants to see the plan")
    assert lines(december("cs contacts ACME"))[-2] == "Gaps: one champion only"
    found = [row["number"] or row["kind"] for row in december("cs find sponsor --json").rows]
    assert found == ["c1", "t1", "sentiment"]
    assert "sponsor" not in december("cs today").text
    assert "t1 find a sponsor" in " ".join(lines(december("cs since 2026-11-23 ACME")))


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
    thursday("cs meet LUMEN --with kim --sentiment green --commit 'them: name two sites by 4 dec' a good review")
    assert "Name two sites" in thursday("cs qbr LUMEN -o -").text
    assert "a good review" not in thursday("cs qbr LUMEN -o -").text
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
