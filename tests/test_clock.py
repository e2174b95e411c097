"""`cs clock`: the steps of each renewal, the tasks made of them, what becomes of those, and the lines of `cs today`."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import ROOT, Answer, Program
from entries import Entries
from hypothesis import given
from hypothesis import strategies as st
from test_revenue import term

from cs_cli.domain.clock import HALF_DAYS, TO_DO, StepTask, is_near, read, term_of
from cs_cli.domain.renewals import renewal_of
from cs_cli.store.clocks import load_clocks

TODAY = "2026-11-23"  # a Monday
KEYS = [
    "account", "name", "contract", "owner", "segment", "term", "clock", "decide_kind", "decide_on", "step", "title",
    "days", "on", "days_left", "state", "why", "task", "due_on", "done_on", "moved_to",
]  # fmt: skip
SHIPPED = load_clocks(Path("nowhere"))


@pytest.fixture
def acme(cs: Program, enter: Entries) -> Program:
    """ACME's Platform: annual, opt-out on 3 March 2027, so that T-90 lies on 3 December 2026."""
    with enter:
        enter.account("ACME", "Acme Corporation", owner="lee")
        enter.contract("ACME", "2027-06-01", contract="Platform", auto=True, notice=90)
    return cs


def steps(cs: Program, *words: str, day: str = TODAY) -> list[tuple[object, ...]]:
    """Step, day, state and task of `cs clock` with the words, or of ACME."""
    rows = cs.as_of(day, "clock", *(words or ("ACME",)), "--json").rows
    return [(row["step"], row["on"], row["state"], row["task"]) for row in rows]


def typed(cs: Program, *words: str, day: str = TODAY) -> list[str]:
    """What the words say on that day."""
    answer = cs.as_of(day, *words)
    assert answer.code == 0, answer.talk
    return answer.talk.splitlines()


def create(cs: Program, *words: str, day: str = TODAY) -> list[str]:
    return typed(cs, "clock", *(words or ("ACME",)), "--create-tasks", day=day)


def tasks(cs: Program) -> list[tuple[object, ...]]:
    """Number, step, due day, and the day it was dropped, of all tasks of clocks."""
    sql = "select task, clock_step, due_on, dropped_on from tasks where clock_step is not null order by task_id"
    return [tuple(row.values()) for row in cs("sql", sql, "--json").rows]


def of_today(cs: Program, day: str = TODAY) -> list[tuple[object, ...]]:
    """When, account and what of each clock line of `cs today`."""
    rows = cs.as_of(day, "today", "--json").rows
    return [(row["when"], row["account"], row["what"]) for row in rows if row["kind"] == "clock"]


def refused(answer: Answer, code: int) -> str:
    assert (answer.code, answer.text) == (code, "")
    return answer.talk


def test_the_steps_count_back_from_the_decision(acme: Program) -> None:
    assert steps(acme) == [
        ("baseline", "2026-10-04", "skipped", None),
        ("risk", "2026-11-03", "late", None),
        ("value", "2026-12-03", "ahead", None),
        ("paper", "2027-01-02", "ahead", None),
        ("close", "2027-02-01", "ahead", None),
        ("escalate", "2027-02-17", "ahead", None),
    ]
    [first, *_] = acme.as_of(TODAY, "clock", "ACME", "--json").rows
    assert list(first) == KEYS
    assert first == {
        "account": "ACME", "name": "Acme Corporation", "contract": "Platform", "owner": "lee", "segment": None,
        "term": "annual", "clock": "annual", "decide_kind": "opt-out", "decide_on": "2027-03-03", "step": "baseline",
        "title": "value baseline, stakeholder audit", "days": 150, "on": "2026-10-04", "days_left": -50,
        "state": "skipped", "why": "a later one has come", "task": None, "due_on": None, "done_on": None,
        "moved_to": None,
    }  # fmt: skip


def test_the_screen_names_the_decision_and_what_to_type(acme: Program) -> None:
    head, contract, *_, last = acme.as_of(TODAY, "clock", "acme").text.splitlines()
    assert head == "ACME  Acme Corporation"
    assert contract == 'ACME/Platform (annual): opt-out Wed 3 Mar 2027, in 100d, clock "annual"'
    assert last == "5 steps without a task: cs clock ACME --create-tasks"


@pytest.mark.parametrize(
    ("contract", "first"),
    [
        ({"renews": "2027-12-01"}, ("baseline", "2027-07-04")),  # must be signed: from the renewal date
        ({"renews": "2027-12-01", "auto": True}, ("baseline", "2027-07-04")),  # no notice: the same
        ({"renews": "2027-12-01", "auto": True, "notice": 30}, ("baseline", "2027-06-04")),
        ({"renews": "2027-02-01", "months": 3}, ("baseline", "2026-12-18")),
        ({"renews": "2026-12-31", "months": 1}, ("value", "2026-12-17")),
        ({"renews": "2027-02-01", "months": 6}, ("baseline", "2026-12-18")),  # as quarterly
        ({"renews": "2027-12-01", "months": 18}, ("baseline", "2027-07-04")),  # as annual
        ({"renews": "2028-12-01", "months": 36}, ("checkpoint:1", "2026-12-01")),
        ({"renews": "2028-12-01", "months": 36, "opt_out_every_months": 12, "notice": 0}, ("baseline", "2026-07-04")),
    ],
)
def test_the_clock_goes_by_the_term_that_is_decided_on(
    cs: Program, enter: Entries, contract: dict[str, object], first: tuple[str, str]
) -> None:
    enter.contract("ACME", **contract)  # type: ignore[arg-type]
    assert steps(cs)[0][:2] == first


def test_a_multi_year_term_starts_two_quarters_earlier_and_has_a_checkpoint_a_year(cs: Program, enter: Entries) -> None:
    enter.contract("ACME", "2029-11-01", months=36)
    assert [step[:2] for step in steps(cs)[:4]] == [
        ("checkpoint:1", "2027-11-01"), ("checkpoint:2", "2028-11-01"), ("baseline", "2028-12-06"),
        ("risk", "2029-07-04"),
    ]  # fmt: skip


def test_a_segment_has_its_own_clock_whatever_its_case(cs: Program, enter: Entries) -> None:
    enter.account("ACME", segment="Enterprise")
    enter.contract("ACME", "2027-11-01")
    rows = cs.as_of(TODAY, "clock", "ACME", "--json").rows
    assert [row["clock"] for row in rows] == ["annual-enterprise"] * 6
    assert [row["days"] for row in rows] == [180, 120, 105, 90, 60, 30]


def test_a_lapsed_opt_out_counts_from_the_renewal_and_says_so(cs: Program, enter: Entries) -> None:
    enter.contract("ACME", "2027-02-18", auto=True, notice=90)
    assert steps(cs)[-1][:2] == ("escalate", "2027-02-04")
    said = cs.as_of(TODAY, "clock", "ACME").text
    assert "the opt-out passed on 20 Nov, so days count from the renewal" in said
    day = "2027-02-03"  # T-14 of the renewal is the next day
    assert (of_today(cs, day), steps(cs, "--all", day=day)) == ([], [])


@pytest.mark.parametrize(
    ("contract", "said"),
    [
        ({"renews": "2026-11-15"}, "past its end without an outcome: cs renew ACME"),
        (
            {"renews": "2026-11-15", "notice_received_on": "2026-11-01"},
            "past its end without an outcome: cs churn ACME --reason CODE --decided 2026-11-01",
        ),
        ({"renews": "2027-03-01", "notice_received_on": "2026-11-01"}, "notice received: nothing is left to win here"),
    ],
)
def test_where_nothing_is_left_to_do_no_clock_runs(
    cs: Program, enter: Entries, contract: dict[str, str], said: str
) -> None:
    enter.contract("ACME", **contract)  # type: ignore[arg-type]
    assert steps(cs) == []
    assert said in cs.as_of(TODAY, "clock", "ACME").text
    assert create(cs) == ["Acme: no task to make: each step has one, has passed or is not needed"]


def test_without_a_renewal_there_is_no_clock_to_make_tasks_of(cs: Program, enter: Entries) -> None:
    enter.contract("ACME", None)
    assert steps(cs) == []
    assert "nothing to decide on, so no clock runs." in cs.as_of(TODAY, "clock", "ACME").text
    assert create(cs) == ["Acme: no task to make: nothing to decide on, so no clock runs"]


def test_a_step_before_the_term_began_is_skipped(cs: Program, enter: Entries) -> None:
    enter.contract("ACME", "2027-11-01", starts="2026-11-01", auto=True, notice=270)
    rows = cs.as_of(TODAY, "clock", "ACME", "--json").rows[:3]
    assert [(row["on"], row["state"], row["why"]) for row in rows] == [
        ("2026-09-07", "skipped", "before the term began"), ("2026-10-07", "skipped", "before the term began"),
        ("2026-11-06", "late", None),
    ]  # fmt: skip


def test_a_new_contract_does_not_begin_with_a_late_step(cs: Program, enter: Entries) -> None:
    enter.contract("ACME", "2027-03-01", starts="2026-11-20")
    assert [state for _step, _on, state, _task in steps(cs)] == [*["skipped"] * 2, *["ahead"] * 4]
    assert of_today(cs) == []


def test_one_contract_of_several_is_asked_for_by_name(acme: Program, enter: Entries) -> None:
    enter.contract("ACME", "2026-12-31", contract="Sign", months=1)
    assert len(steps(acme)) == 10
    assert [step[0] for step in steps(acme, "ACME/sign")] == ["value", "paper", "payment", "escalate"]
    assert 'has no contract "Door"' in refused(acme("clock", "ACME/Door"), 66)
    assert "cs clock ACME/Sign --create-tasks" in acme.as_of(TODAY, "clock", "ACME/sign").text


def test_tasks_are_made_of_what_is_to_come_and_of_the_latest_that_has_passed(acme: Program) -> None:
    *said, undo = create(acme)
    assert said[:2] == [
        "Acme Corporation (ACME/Platform): t1: T-120 risk class, health check, due Mon 23 Nov 2026",
        "Acme Corporation (ACME/Platform): t2: T-90 value case or QBR, intent tested, due Thu 3 Dec 2026",
    ]
    assert said[-1] == "Acme Corporation (ACME/Platform): no task for T-150 value baseline, stakeholder audit"
    assert undo == "5 tasks made. Take it back: cs undo"
    assert tasks(acme) == [
        ("t1", "risk", "2026-11-23", None), ("t2", "value", "2026-12-03", None), ("t3", "paper", "2027-01-02", None),
        ("t4", "close", "2027-02-01", None), ("t5", "escalate", "2027-02-17", None),
    ]  # fmt: skip
    [row, *_] = acme("tasks", "--json").rows
    assert (row["title"], row["owner"]) == ("Platform T-120: risk class, health check", "lee")
    assert acme("undo").code == 0
    assert tasks(acme) == []


def test_a_dry_run_says_it_all_and_writes_nothing(acme: Program) -> None:
    said = create(acme, "ACME", "--dry-run")
    assert said[0].endswith("would be made: T-120 risk class, health check, due Mon 23 Nov 2026")
    assert said[-1] == "Nothing was written."
    assert tasks(acme) == []


def test_no_step_gets_a_second_task_whatever_became_of_the_first(acme: Program) -> None:
    create(acme)
    typed(acme, "done", "t1")
    assert create(acme) == ["Acme Corporation: no task to make: each step has one, has passed or is not needed"]
    assert create(acme, day="2027-02-01") == create(acme)
    assert [step[2:] for step in steps(acme)] == [
        ("skipped", None), ("done", "t1"), ("ahead", "t2"), ("ahead", "t3"), ("ahead", "t4"), ("ahead", "t5"),
    ]  # fmt: skip


def test_a_contract_that_rolls_has_a_new_clock_for_its_next_decision(acme: Program) -> None:
    create(acme)
    typed(acme, "done", "t1", "t2", "t3", "t4", day="2027-02-16")
    later = "2027-10-10"  # rolled on 1 June 2027: the next opt-out is 3 March 2028
    assert [step[1:] for step in steps(acme, day=later)] == [
        ("2027-10-05", "late", None), ("2027-11-04", "ahead", None), ("2027-12-04", "ahead", None),
        ("2028-01-03", "ahead", None), ("2028-02-02", "ahead", None), ("2028-02-18", "ahead", None),
    ]  # fmt: skip
    said = create(acme, day=later)
    assert said[-2:] == [
        "Acme Corporation (ACME/Platform): t5 closed: of a decision that has passed",
        "6 tasks made, 1 task closed. Take it back: cs undo",
    ]
    assert tasks(acme)[4:6] == [("t5", "escalate", "2027-02-17", later), ("t6", "baseline", later, None)]
    assert "no task to make" in create(acme, day=later)[0]


def test_a_task_that_was_put_off_into_the_next_term_is_of_the_old_decision(acme: Program) -> None:
    create(acme)
    typed(acme, "snooze", "t5", "2027-10-20")
    assert [task for *_step, task in steps(acme, day="2027-10-10")] == [None] * 6
    assert any("t5 closed: of a decision" in line for line in create(acme, day="2027-10-10"))


def test_an_amendment_of_a_rolled_contract_begins_no_clock_with_old_tasks(acme: Program) -> None:
    create(acme)
    typed(acme, "done", "t1", "t2", "t3", "t4", day="2027-02-16")
    typed(acme, "amend", "ACME", "--arr", "15000", "--on", "2027-09-01", day="2027-09-01")
    assert [task for *_step, task in steps(acme, day="2027-10-10")] == [None] * 6
    assert any("t5 closed: of a decision" in line for line in create(acme, day="2027-10-10"))


def test_what_an_outcome_closes_is_dropped_on_the_day_of_the_answer(acme: Program) -> None:
    create(acme)
    typed(acme, "renew", "ACME", day="2026-12-01")
    assert {row[3] for row in tasks(acme)} == {"2026-12-01"}
    assert len(acme.as_of("2026-11-30", "tasks", "--json").rows) == 5
    assert acme.as_of("2026-12-01", "tasks", "--json").rows == []


def test_tasks_made_stay_where_an_outcome_has_closed_them_since(acme: Program) -> None:
    create(acme)
    typed(acme, "renew", "ACME")
    assert "5 rows changed since" in refused(acme("undo", "2"), 65)


def test_a_term_whose_renewal_date_is_typed_over_for_the_next_year_has_a_new_clock(acme: Program) -> None:
    create(acme)
    assert acme.as_of("2027-06-02", "contract", "edit", "ACME", "--renews", "2028-06-01").code == 0
    assert {step[2:] for step in steps(acme, day="2027-06-02")} == {("ahead", None)}


def test_tasks_move_with_a_decision_that_moved_but_for_those_that_were_put_off(acme: Program) -> None:
    create(acme)
    typed(acme, "snooze", "t3", "2027-01-20")
    assert acme.as_of(TODAY, "contract", "edit", "ACME", "--notice", "80").code == 0
    rows = acme.as_of(TODAY, "clock", "ACME", "--json").rows
    assert [(row["task"], row["on"], row["due_on"], row["moved_to"]) for row in rows[1:]] == [
        ("t1", "2026-11-13", "2026-11-23", None),
        ("t2", "2026-12-13", "2026-12-03", "2026-12-13"),
        ("t3", "2027-01-12", "2027-01-20", None),
        ("t4", "2027-02-11", "2027-02-01", "2027-02-11"),
        ("t5", "2027-02-27", "2027-02-17", "2027-02-27"),
    ]
    assert "3 tasks to move with the decision" in acme.as_of(TODAY, "clock", "ACME").text
    said = create(acme)
    assert said[0] == "Acme Corporation (ACME/Platform): t2 due Sun 13 Dec 2026, not 2026-12-03"
    assert said[-1] == "3 tasks moved. Take it back: cs undo"
    assert [due for _task, _step, due, _dropped in tasks(acme)] == [
        "2026-11-23", "2026-12-13", "2027-01-20", "2027-02-11", "2027-02-27",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "dropped"),
    [
        (("renew", "ACME"), TODAY),
        (("churn", "ACME", "--reason", "price", "--decided", TODAY), TODAY),
        (("notice", "ACME"), TODAY),
        (("contract", "edit", "ACME", "--status", "ended"), TODAY),
    ],
)
def test_an_outcome_closes_what_is_left_in_its_own_undo_step(
    acme: Program, words: tuple[str, ...], dropped: str
) -> None:
    create(acme)
    typed(acme, "done", "t1")
    assert typed(acme, *words)[0] == "4 clock tasks closed: t2, t3, t4, t5."
    assert [row[3] for row in tasks(acme)] == [None, *[dropped] * 4]
    assert acme("tasks", "--json").rows == []
    assert [row["tasks"] for row in acme.as_of(TODAY, "show", "ACME", "--json").rows] == [[]]
    assert [row["task"] for row in acme.as_of("2026-11-22", "tasks", "--json").rows] == []
    assert acme("undo").code == 0
    assert len(acme("tasks", "--json").rows) == 4


def test_an_amendment_hands_the_tasks_on_to_the_next_term(acme: Program) -> None:
    create(acme)
    typed(acme, "done", "t1")
    said = typed(acme, "amend", "ACME", "--arr", "15000")
    assert said[0] == "4 clock tasks taken over by the next term: t2, t3, t4, t5."
    assert [step[3] for step in steps(acme)[1:]] == ["t1", "t2", "t3", "t4", "t5"]
    assert "no task to make" in create(acme)[0]
    assert acme("undo").code == 0
    assert [step[3] for step in steps(acme)[1:]] == ["t1", "t2", "t3", "t4", "t5"]


@pytest.mark.parametrize("on", ["2026-05-15", "2026-06-01", "2026-09-15", "2027-02-01", "2027-06-01"])
@pytest.mark.parametrize("yearly", [None, 12])
def test_an_amendment_moves_no_step_of_a_long_term(cs: Program, enter: Entries, on: str, yearly: int | None) -> None:
    enter.contract(
        "ACME", "2028-06-01", starts="2025-06-01", months=36, auto=True, notice=60, opt_out_every_months=yearly
    )
    days = (TODAY, "2027-07-01", "2028-01-10")
    before = [steps(cs, day=day) for day in days]
    if not yearly:
        checkpoints = [(step, on) for step, on, _state, _task in before[0] if step.startswith("checkpoint")]
        assert checkpoints == [("checkpoint:1", "2026-06-01"), ("checkpoint:2", "2027-06-01")]
    typed(cs, "amend", "ACME", "--arr", "15000", "--on", on)
    assert [steps(cs, day=day) for day in days] == before


def test_the_checkpoint_task_of_a_long_term_stays_with_it_when_it_is_amended(cs: Program, enter: Entries) -> None:
    enter.contract("ACME", "2028-06-01", starts="2025-06-01", months=36, auto=True, notice=60)
    create(cs)
    made = steps(cs)
    assert ("checkpoint:2", "2027-06-01", "ahead") in [step[:3] for step in made]
    typed(cs, "amend", "ACME", "--arr", "15000", "--on", "2026-09-15")
    assert steps(cs) == made
    assert "no task to make" in create(cs)[0]


def test_the_checkpoints_of_a_stub_term_count_back_from_its_renewal_date(cs: Program, enter: Entries) -> None:
    enter.contract("ACME", "2028-06-01", starts="2025-06-20", months=36, auto=True)
    expected = ["2026-06-01", "2027-06-01"]
    assert [on for step, on, *_ in steps(cs) if step.startswith("checkpoint")] == expected
    typed(cs, "amend", "ACME", "--arr", "15000", "--on", "2026-05-15")
    assert [on for step, on, *_ in steps(cs) if step.startswith("checkpoint")] == expected


def test_an_import_that_brings_the_renewal_closes_what_is_left(acme: Program) -> None:
    create(acme)
    file = acme.home / "contracts.csv"
    file.write_text("account,contract,starts_on,renews_on,arr\nACME,Platform,2027-06-01,2028-06-01,12000\n")
    assert "5 clock tasks closed: t1, t2, t3, t4, t5." in typed(acme, "import", str(file))
    assert {row[3] for row in tasks(acme)} == {TODAY}
    assert acme("undo").code == 0
    assert {row[3] for row in tasks(acme)} == {None}


def test_a_dry_run_of_an_import_closes_nothing(acme: Program) -> None:
    create(acme)
    file = acme.home / "contracts.csv"
    file.write_text("account,contract,starts_on,renews_on,arr\nACME,Platform,2027-06-01,2028-06-01,12000\n")
    typed(acme, "import", str(file), "--dry-run")
    assert {row[3] for row in tasks(acme)} == {None}


def test_the_tasks_of_a_clock_survive_an_export_and_an_import(acme: Program, enter: Entries) -> None:
    enter.contract("ACME", "2026-12-31", months=1)
    create(acme)
    typed(acme, "renew", "ACME/Platform")
    folder = acme.home / "out"
    assert acme("export", "csv", "-o", str(folder)).code == 0
    other = ("--db", str(acme.home / "other.db"))
    files = sorted(map(str, folder.glob("*.csv")))
    assert acme(*other, "import", *files).code == 0
    sql = ("sql", "select * from tasks order by task_id", "--json")
    assert acme(*other, *sql).rows == acme(*sql).rows
    assert acme(*other, "import", *files).text.endswith("Nothing has changed.\n")


def test_a_clock_task_of_no_known_term_is_refused(acme: Program) -> None:
    file = acme.home / "tasks.csv"
    file.write_text(
        "account,title,due_on,contract,contract_starts_on,clock_step\nACME,ask,2026-12-01,Door,2026-06-01,a\n"
    )
    answer = acme("import", str(file))
    assert answer.code == 65
    assert "has no term that starts on that day" in answer.text + answer.talk
    assert tasks(acme) == []


def test_a_dropped_task_is_neither_done_nor_put_off(acme: Program) -> None:
    create(acme)
    typed(acme, "renew", "ACME")
    why = "what became of the renewal had made it needless"
    assert typed(acme, "done", "t2") == [f"Acme Corporation (ACME): t2 was dropped on Mon 23 Nov 2026: {why}"]
    assert f"t2 was dropped on 2026-11-23: {why}; nothing put off" in refused(acme("snooze", "t2", "2w"), 65)


@pytest.mark.parametrize(
    ("day", "line"),
    [
        ("2026-11-02", ("week", "ACME", "T-120 risk class, health check, due Tue")),
        ("2026-11-03", ("today", "ACME", "T-120 risk class, health check, due today")),
        ("2026-11-17", ("today", "ACME", "T-120 late: risk class, health check, due 3 Nov")),
        ("2026-11-18", None),
        ("2026-11-26", ("week", "ACME", "T-90 value case or QBR, intent tested, due 3 Dec")),
        ("2026-10-27", ("week", "ACME", "T-120 risk class, health check, due 3 Nov")),
        ("2026-10-26", None),
        ("2027-02-17", None),  # the decision itself is on the list now
    ],
)
def test_a_step_is_on_the_list_from_a_week_before_to_a_fortnight_after(
    acme: Program, day: str, line: tuple[str, str, str] | None
) -> None:
    assert of_today(acme, day) == ([line] if line else [])


def test_a_line_names_its_rule_and_goes_once_the_task_is_made(acme: Program) -> None:
    day = "2026-11-03"
    [row] = acme.as_of(day, "today", "--json").rows
    assert row["rule"] == (
        'Platform (annual): T-120 of the opt-out on 2027-03-03 is 2026-11-03, by the clock "annual"; it has no task'
    )
    assert (row["command"], row["on"], row["arr"]) == ("cs clock ACME", day, 12000)
    create(acme, day=day)
    assert [(r["kind"], r["what"]) for r in acme.as_of(day, "today", "--json").rows] == [
        ("task", "t1 Platform T-120: risk class, health check, due today")
    ]


def test_a_step_is_in_the_digest_too(acme: Program) -> None:
    [line] = [line for line in acme.as_of("2026-11-03", "digest").text.splitlines() if line.startswith("THIS WEEK")]
    assert line.split()[:4] == ["THIS", "WEEK", "ACME", "T-120"]


def test_many_steps_are_five_lines_and_one_for_the_rest(cs: Program, enter: Entries) -> None:
    with enter:
        for number in range(8):
            enter.contract(f"C{number}", f"2027-03-{23 + number % 2}")  # T-120: 23 and 24 November
    lines = of_today(cs)
    assert [(when, account) for when, account, _what in lines] == [
        ("today", "C0"), ("today", "C2"), ("today", "C4"), ("today", "C6"), ("week", "C1"), ("week", ""),
    ]  # fmt: skip
    assert lines[-1][2] == "3 more steps of the renewal clock"
    assert [row["account"] for row in cs.as_of(TODAY, "clock", "--json").rows] == [
        "C0", "C2", "C4", "C6", "C1", "C3", "C5", "C7",
    ]  # fmt: skip


def _healthy(enter: Entries, key: str) -> None:
    enter.account(key, live_on="2025-01-01")
    enter.contact(key, "Ann Lee", roles='["sponsor"]')
    enter.activity(key, "2026-11-20", contacts='["Ann Lee"]')
    enter.usage(key, "active_users", {str(date(2026, 7, 6) + timedelta(7 * week)): 50 for week in range(20)})
    enter.usage(key, "seats_used", {"2026-11-20": 90})
    enter.ticket(key, "1", "2026-11-01T08:00:00Z", resolved_at_utc="2026-11-02T08:00:00Z")


def test_monthly_contracts_of_green_accounts_are_one_line(cs: Program, enter: Entries) -> None:
    with enter:
        for key in ("FERN", "MOSS"):
            _healthy(enter, key)
            enter.contract(key, "2026-11-26", months=1, auto=True, seats=100)
        enter.contract("REED", "2026-11-26", months=1, auto=True)
    assert [row["band"] for row in cs.as_of(TODAY, "accounts", "--json").rows] == ["green", "green", "grey"]
    assert of_today(cs) == [
        ("today", "REED", "T-3 check the payment method, due today"),
        ("week", "", "monthly, all green: 2 contracts to decide on, $24,000, next 26 Nov"),
    ]
    assert [row["account"] for row in cs.as_of(TODAY, "clock", "--json").rows] == ["REED", "REED"]
    assert [row["state"] for row in cs.as_of(TODAY, "clock", "FERN", "--json").rows] == [
        "skipped", "skipped", "today", "ahead",
    ]  # fmt: skip


def test_tasks_for_all_accounts_are_those_of_the_week(cs: Program, enter: Entries) -> None:
    with enter:
        enter.account("ACME", owner="lee")
        enter.contract("ACME", "2027-03-24")  # T-120 tomorrow
        enter.contract("BETA", "2027-03-10")  # T-120 on the 10th
        enter.contract("COVE", "2027-05-10")  # T-150 on 11 December
    assert create(cs, "--owner", "lee", "--dry-run")[0].startswith("Acme (ACME): would be made: T-120")
    assert [line.split(":")[0] for line in create(cs, "--owner", "lee")[:1]] == ["Acme (ACME)"]
    assert typed(cs, "clock", "--create-tasks")[-1] == "1 task made. Take it back: cs undo"
    assert tasks(cs) == [("t1", "risk", "2026-11-24", None), ("t2", "risk", TODAY, None)]
    assert [step[3] for step in steps(cs, "--all")] == ["t2", "t1"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("ACME", "--owner", "lee"), 2, "--owner and --segment choose among all accounts, and ACME is one"),
        (("ACME", "--dry-run"), 2, "--dry-run goes with --create-tasks"),
        (("ACME", "--create-tasks", "--json"), 2, "cs clock --create-tasks answers with one line"),
        (("ACME", "--copy"), 2, "--copy copies a file and does nothing else"),
        (("NOBODY",), 66, 'no account "NOBODY"'),
        (("", "--create-tasks"), 66, 'no account ""'),
    ],
)
def test_what_makes_no_sense_is_refused(acme: Program, words: tuple[str, ...], code: int, said: str) -> None:
    assert said in refused(acme("clock", *words), code)
    assert tasks(acme) == []


def test_an_empty_portfolio_has_nothing_due(cs: Program, enter: Entries) -> None:
    assert enter
    assert cs("clock").text == "No step of a renewal clock is due within a week.\n"
    assert cs("clock", "--json").text == "[]\n"


def test_the_shipped_clock_is_copied_once_and_ones_own_wins(acme: Program) -> None:
    path = acme.home / "config" / "clock.toml"
    assert acme("clock", "--copy").text == f"{path}\n"
    assert path.read_text() == (ROOT / "cs_cli" / "clocks" / "clock.toml").read_text()
    assert "is there already and was left alone" in refused(acme("clock", "--copy"), 73)
    path.write_text(
        '[[clock]]\nname = "mine"\nterms = ["annual"]\n[[clock.step]]\nid = "a"\ntitle = "ask"\ndays = 90\n'
    )
    assert steps(acme) == [("a", "2026-12-03", "ahead", None)]
    path.write_text("")
    assert steps(acme) == []
    assert "no clock serves annual terms: cs clock --copy" in acme.as_of(TODAY, "clock", "ACME").text
    assert of_today(acme, "2026-11-03") == []


ONE = 'name = "mine"\nterms = ["annual"]\n'
STEP = '[[clock.step]]\nid = "a"\ntitle = "ask"\ndays = 9\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nonsense", "cannot be read as TOML"),
        (f"[[clock]]\n{ONE}{STEP}colour = 1\n", "clock 1: step 1: colour is no setting of a clock"),
        (f"[[clock]]\n{ONE}{STEP}[[klock]]\n", ": klock is no setting of a clock"),
        (f"[[clock]]\n{ONE}", "clock 1: step must be a list of tables, at least one"),
        (f"[[clock]]\n{ONE}{STEP.replace('9', '-1')}", "step 1: days must be a whole number from 0 to 365"),
        (
            f"[[clock]]\n{ONE}{STEP.replace('9', '183')}",
            "step 1: days must be at most 182: half of the shortest annual",
        ),
        (
            f'[[clock]]\nname = "m"\nterms = ["annual", "monthly"]\n{STEP.replace("9", "16")}',
            "step 1: days must be at most 15: half of the shortest monthly term",
        ),
        (f"[[clock]]\n{ONE}{STEP}{STEP}", "clock 1: step has the id a twice"),
        (f"[[clock]]\n{ONE}" + STEP.replace('"a"', '"A b"'), "step 1: id must be small letters, digits and hyphens"),
        (f'[[clock]]\n{ONE}{STEP}every = "year"\n', "step 1: days and every cannot both be there"),
        (f'[[clock]]\n{ONE}{STEP}unless = "red"\n', "step 1: unless must be green"),
        (f'[[clock]]\nname = "m"\nterms = ["weekly"]\n{STEP}', "clock 1: terms must name some of monthly, quarterly"),
        (f'[[clock]]\nname = "m"\n{STEP}', "clock 1: terms must name some of monthly, quarterly, annual, multi-year"),
        (
            f'[[clock]]\n{ONE}{STEP}[[clock]]\nname = "b"\nterms = ["annual"]\n{STEP}',
            'clock 2: terms annual for everybody else is served by "mine" already',
        ),
        (f"[[clock]]\n{ONE}{STEP}[[clock]]\n{ONE}{STEP}", 'clock 2: name "mine" is the name of an earlier clock'),
    ],
)
def test_a_wrong_clock_is_one_sentence_with_file_and_setting(acme: Program, text: str, said: str) -> None:
    path = acme.home / "config" / "clock.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    talk = refused(acme("clock", "ACME"), 78)
    assert str(path) in talk
    assert said in talk
    assert len(talk.splitlines()) == 2


@given(
    months=st.sampled_from([1, 2, 3, 6, 12, 18, 24, 36]),
    starts=st.dates(date(2020, 1, 1), date(2026, 1, 1)),
    ahead=st.integers(0, 3000),
    auto=st.booleans(),
)
def test_no_step_is_made_twice_and_a_late_start_gives_one_day_of_late_tasks(
    months: int, starts: date, ahead: int, *, auto: bool
) -> None:
    from cs_cli.domain.calendar import add_months  # noqa: PLC0415

    today = starts + timedelta(ahead)
    known = term(str(starts), str(add_months(starts, months)), auto=auto, months=months)
    renewal = renewal_of(known, today)
    if renewal is None or renewal.state != "open":
        return
    clock = SHIPPED.of(renewal)
    first = read(renewal, clock, [], today)
    made = [
        StepTask(number, 0, point.step, today, max(point.on, today)) for number, point in enumerate(first.to_make())
    ]
    assert len({point.on for point in first.to_make() if point.on < today}) <= 1
    again = read(renewal, clock, made, today)
    assert (again.to_make(), again.moved(), again.left) == ([], [], [])
    tomorrow = renewal_of(known, renewal.renews_on + timedelta(1))
    if tomorrow is not None and auto:
        following = read(tomorrow, clock, made, renewal.renews_on + timedelta(1))
        assert {point.state for point in following.points} <= {*TO_DO, "skipped"}
        assert list(following.left) == made


@given(months=st.sampled_from([1, 3, 6, 12, 18, 24, 36]), left=st.integers(0, 800))
def test_the_quick_look_of_the_day_misses_no_step(months: int, left: int) -> None:
    today = date(2026, 11, 23)
    known = term("2025-01-01", str(today + timedelta(left)), months=months)
    renewal = renewal_of(known, today)
    assert renewal is not None
    due = read(renewal, SHIPPED.of(renewal), [], today).due(today)
    assert all(is_near(point.on, today) for point in due)
    assert not due or SHIPPED.may_be_due(renewal)


def test_no_shipped_step_lies_further_back_than_half_the_term() -> None:
    assert HALF_DAYS == {"monthly": 15, "quarterly": 45, "annual": 182, "multi-year": 365}
    assert [term_of(months) for months in (1, 2, 3, 11, 12, 23, 24)] == [
        "monthly", "monthly", "quarterly", "quarterly", "annual", "annual", "multi-year",
    ]  # fmt: skip
