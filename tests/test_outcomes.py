"""`cs renew`, `churn`, `amend`, `notice`, `winback`: what each writes, from when it counts, what it refuses."""

import pytest
from conftest import Program
from entries import Entries

TODAY = "2026-11-23"
NOTHING = "nothing was written"


@pytest.fixture
def acme(cs: Program, enter: Entries) -> Program:
    """ACME's Platform: annual to 1 March 2027, by itself unless told 89 days before; 100 seats, $160,000."""
    with enter:
        enter.account("ACME", "Acme Corporation")
        enter.contract(
            "ACME", "2027-03-01", contract="Platform", arr=160_000, auto=True, notice=89, seats=100, uplift_pct="3"
        )
    return cs


def typed(cs: Program, *words: str, day: str = TODAY) -> str:
    """What the words say on that day, without how to take it back."""
    answer = cs.as_of(day, *words)
    assert (answer.code, answer.text) == (0, ""), answer.talk
    return answer.talk.replace(" Take it back: cs undo", "").strip()


def refused(cs: Program, *words: str, day: str = TODAY) -> tuple[int, list[str]]:
    """The exit code and the lines of a refusal that wrote nothing."""
    before = ledger(cs)
    answer = cs.as_of(day, *words)
    assert ledger(cs) == before
    return answer.code, answer.talk.splitlines()


def ledger(cs: Program, *names: str) -> list[tuple[object, ...]]:
    """The terms of all contracts by contract and start: the columns `names`, or all that is stored."""
    rows = cs("sql", "select * from contracts order by account, contract, starts_on", "--json").rows
    return [tuple(row[name] for name in names) if names else tuple(row.values()) for row in rows]


def open_on(cs: Program, day: str) -> list[tuple[object, ...]]:
    """What `cs renewals` lists on that day, up to five years ahead."""
    rows = cs.as_of(day, "renewals", "--due", "5y", "--json").rows
    return [(row["contract"], row["renews_on"], row["state"], row["arr"]) for row in rows]


def arr_on(cs: Program, day: str) -> object:
    [row] = cs.as_of(day, "accounts", "--json").rows
    return row["arr"]


def test_a_renewal_closes_the_term_and_begins_the_next_where_it_ends(acme: Program) -> None:
    assert typed(acme, "renew", "ACME", "--arr", "168000") == (
        "Acme Corporation (ACME/Platform): renewed 2027-03-01 to 2028-02-29, $160,000 → $168,000 a year; "
        "next opt-out Fri 3 Dec 2027."
    )
    assert ledger(acme, "starts_on", "renews_on", "ended_on", "outcome", "outcome_on", "arr", "decided_on") == [
        ("2026-03-01", "2027-03-01", "2027-03-01", "renewed", TODAY, 160000.0, None),
        ("2027-03-01", "2028-03-01", None, None, None, 168000.0, TODAY),
    ]
    assert ledger(acme, "next_starts_on", "renewed_by_guess") == [("2027-03-01", 0), (None, 0)]
    assert open_on(acme, TODAY) == [("Platform", "2028-03-01", "open", 168000)]
    assert [arr_on(acme, day) for day in (TODAY, "2027-02-28", "2027-03-01")] == [160000, 160000, 168000]


def test_a_renewal_counts_from_the_day_it_was_agreed(acme: Program) -> None:
    typed(acme, "renew", "ACME", "--on", "2026-11-20")
    assert open_on(acme, "2026-11-19") == [("Platform", "2027-03-01", "open", 160000)]
    assert open_on(acme, "2026-11-20") == [("Platform", "2028-03-01", "open", 164800)]


@pytest.mark.parametrize(
    ("words", "arr", "said"),
    [
        (["--arr", "150,000"], 150000.0, "$160,000 → $150,000 a year"),
        (["--uplift", "5%"], 168000.0, "$160,000 → $168,000 a year (uplift 5 %)"),
        ([], 164800.0, "$160,000 → $164,800 a year (uplift 3 %)"),
        (["--uplift", "0"], 160000.0, "$160,000 a year"),
        (["--seats", "60"], 98880.0, "$160,000 → $98,880 a year (price by seats, 100 → 60; uplift 3 %)"),
        (["--seats", "60", "--arr", "99000"], 99000.0, "$160,000 → $99,000 a year, seats 100 → 60"),
    ],
)
def test_the_price_of_a_renewal_is_what_is_said_else_by_seats_and_uplift(
    acme: Program, words: list[str], arr: float, said: str
) -> None:
    assert f", {said}; next opt-out" in typed(acme, "renew", "ACME", *words)
    assert ledger(acme, "arr")[-1] == (arr,)


def test_without_seats_on_record_seats_leave_the_price_as_it_was(cs: Program, enter: Entries) -> None:
    enter.contract("ACME", "2027-03-01")
    assert "$12,000 a year (the price as it was: no seats were recorded), seats – → 60" in typed(
        cs, "renew", "ACME", "--seats", "60"
    )


@pytest.mark.parametrize(
    ("recorded", "words", "after"),
    [
        ({}, [], ("annual", "2028-03-01")),
        ({"renewal_months": 24}, [], ("24m", "2029-03-01")),
        ({"renewal_months": 24}, ["--term", "quarterly"], ("quarterly", "2027-06-01")),
        ({}, ["--term", "evergreen"], ("evergreen", None)),
    ],
)
def test_the_next_term_is_as_long_as_is_said_else_the_renewal_term_else_the_same(
    cs: Program, enter: Entries, recorded: dict[str, int], words: list[str], after: tuple[object, ...]
) -> None:
    enter.contract("ACME", "2027-03-01", **recorded)
    typed(cs, "renew", "ACME", *words)
    assert ledger(cs, "term", "renews_on")[-1] == after


def test_the_dates_of_renewals_never_drift_from_the_anchor(cs: Program, enter: Entries) -> None:
    enter.contract("ACME", "2026-02-28", starts="2026-01-31", months=1)
    for day in ("2026-02-20", "2026-03-20", "2026-04-20"):
        typed(cs, "renew", "ACME", day=day)
    assert ledger(cs, "starts_on", "anchor_on")[1:] == [
        ("2026-02-28", "2026-01-31"), ("2026-03-31", "2026-01-31"), ("2026-04-30", "2026-01-31"),
    ]  # fmt: skip
    assert ledger(cs, "renews_on")[-1] == ("2026-05-31",)


def test_a_term_that_rolled_by_itself_is_renewed_from_where_it_is_now(cs: Program, enter: Entries) -> None:
    enter.contract("ACME", "2025-01-10", auto=True)
    assert "renewed 2027-01-10 to 2028-01-09" in typed(cs, "renew", "ACME")
    assert ledger(cs, "renews_on", "ended_on")[0] == ("2025-01-10", "2027-01-10")
    assert ledger(cs, "next_starts_on", "renewed_by_guess")[0] == ("2027-01-10", 0)


def test_a_right_to_leave_within_the_term_is_no_end_for_a_renewal(cs: Program, enter: Entries) -> None:
    enter.contract("ACME", "2028-03-01", starts="2025-03-01", months=36, opt_out_every_months=12, notice=30)
    assert "renewed 2028-03-01 to 2031-02-28" in typed(cs, "renew", "ACME")


def test_a_late_renewal_begins_where_the_old_term_ended_and_was_open_until_it_was_signed(
    cs: Program, enter: Entries
) -> None:
    enter.contract("ACME", "2026-11-15")
    typed(cs, "renew", "ACME")
    assert ledger(cs, "starts_on", "decided_on")[-1] == ("2026-11-15", TODAY)
    assert open_on(cs, "2026-11-20") == [(None, "2026-11-15", "overdue", 12000)]
    assert open_on(cs, TODAY) == [(None, "2027-11-15", "open", 12000)]


def test_renewing_twice_does_not_renew_the_next_term_too(acme: Program) -> None:
    typed(acme, "renew", "ACME")
    assert refused(acme, "renew", "ACME") == (
        65,
        [
            (
                "cs: Acme Corporation (ACME/Platform) is renewed already: its next term begins on 2027-03-01; "
                "nothing renewed"
            ),
            "  To take that renewal back: cs undo 2",
        ],
    )


def test_what_takes_a_renewal_back_names_its_step_whatever_came_after_it(acme: Program) -> None:
    """Step 1 enters ACME, step 2 renews it, step 3 is a task: `cs undo` alone would take the task."""
    typed(acme, "renew", "ACME")
    assert acme.as_of(TODAY, "task", "ACME", "call them", "--due", "fri").code == 0
    assert refused(acme, "renew", "ACME")[1][1] == "  To take that renewal back: cs undo 2"
    assert acme("undo", "2").code == 0
    assert "renewed 2027-03-01" in typed(acme, "renew", "ACME")


def test_where_no_renewal_is_known_all_steps_are_offered(acme: Program, enter: Entries) -> None:
    enter.contract("ACME", "2028-03-01", contract="Platform")
    assert refused(acme, "renew", "ACME")[1][1] == "  To take that renewal back: cs history ACME"


@pytest.mark.parametrize("words", [["renew", "ACME"], ["forecast", "ACME", "likely"]])
def test_a_day_before_the_term_is_called_that(acme: Program, words: list[str]) -> None:
    """A year mistyped: ACME/Platform runs from 2026-03-01."""
    code, lines = refused(acme, *words, "--on", "2025-11-20")
    assert code == 65
    assert "--on 2025-11-20 is before the first day of the term, 2026-03-01; nothing" in lines[0]
    assert "undo" not in "".join(lines)


@pytest.mark.parametrize(
    ("words", "option"),
    [(["notice", "ACME", "--on"], "--on"), (["churn", "ACME", "--reason", "price", "--decided"], "--decided")],
)
def test_nobody_leaves_a_term_before_it_began(acme: Program, words: list[str], option: str) -> None:
    """Its first day is 2026-03-01, with amendments from 2026-11-10 and 2026-11-11, too."""
    for seats, day in (("60", "2026-11-10"), ("70", "2026-11-11")):
        assert refused(acme, *words, "2026-02-28") == (
            65,
            [
                (
                    f"cs: {option} 2026-02-28: the term of Acme Corporation (ACME/Platform) began on 2026-03-01, after "
                    "that; nothing written"
                ),
                "  Another first day? cs contract edit ACME/Platform --starts DATE",
            ],
        )
        typed(acme, "amend", "ACME", "--seats", seats, "--on", day)
    assert "(ACME/Platform): " in typed(acme, *words, "2026-03-01")


def test_a_term_ahead_can_be_left_from_the_day_it_was_agreed(acme: Program) -> None:
    typed(acme, "renew", "ACME", "--on", "2026-11-20")
    code, lines = refused(acme, "notice", "ACME", "--on", "2026-11-19")
    assert (code, "from 2027-03-01 on was agreed on 2026-11-20, after that" in lines[0]) == (65, True)
    assert typed(acme, "notice", "ACME", "--on", "2026-11-20").endswith(
        "received Fri 20 Nov 2026, ends Wed 1 Mar 2028."
    )


def test_all_renews_what_is_up_in_one_step(acme: Program, enter: Entries) -> None:
    with enter:
        enter.contract("ACME", "2026-11-15", contract="Sign")
        enter.contract("ACME", "2027-09-01", contract="Later")
        enter.contract("ACME", None, contract="Open", starts="2026-01-01")
    assert typed(acme, "renew", "ACME", "--all", "--uplift", "10%").splitlines() == [
        (
            "Acme Corporation (ACME/Platform): renewed 2027-03-01 to 2028-02-29, $160,000 → $176,000 a year "
            "(uplift 10 %); next opt-out Fri 3 Dec 2027."
        ),
        (
            "Acme Corporation (ACME/Sign): renewed 2026-11-15 to 2027-11-14, $12,000 → $13,200 a year (uplift 10 %); "
            "to be signed by Mon 15 Nov 2027."
        ),
    ]
    assert acme("undo").code == 0
    assert ledger(acme, "contract", "outcome") == [
        ("Later", None), ("Open", None), ("Platform", None), ("Sign", None),
    ]  # fmt: skip
    typed(acme, "renew", "ACME", "--all")
    assert refused(acme, "renew", "ACME", "--all") == (
        65,
        [
            "cs: Acme Corporation (ACME) has no contract that is up; nothing renewed",
            "  The next is to be decided by 2027-09-01: cs show ACME",
        ],
    )
    for words in (["ACME", "--arr", "5"], ["ACME", "--seats", "5"], ["ACME/Sign"]):
        assert refused(acme, "renew", *words, "--all")[0] == 2


def test_all_leaves_out_what_is_under_notice_and_names_it(acme: Program, enter: Entries) -> None:
    enter.contract("ACME", "2026-12-15", contract="Sign")
    typed(acme, "notice", "ACME/Platform")
    assert typed(acme, "renew", "ACME", "--all").splitlines() == [
        (
            "Acme Corporation (ACME/Sign): renewed 2026-12-15 to 2027-12-14, $12,000 a year; "
            "to be signed by Wed 15 Dec 2027."
        ),
        "Acme Corporation (ACME/Platform) is under notice, left out: cs renew ACME/Platform",
    ]
    assert ledger(acme, "contract", "outcome") == [("Platform", None), ("Sign", "renewed"), ("Sign", None)]
    assert refused(acme, "renew", "ACME", "--all") == (
        65,
        [
            "cs: Acme Corporation (ACME) has no contract that is up; nothing renewed",
            "  Acme Corporation (ACME/Platform) is under notice, left out: cs renew ACME/Platform",
            "  cs show ACME",
        ],
    )
    assert "(ACME/Platform): renewed 2027-03-01" in typed(acme, "renew", "ACME/Platform")


def test_terms_that_renew_together_are_brought_to_one_day(acme: Program, enter: Entries) -> None:
    enter.contract("ACME", "2026-12-15", contract="Sign")
    said = typed(acme, "renew", "ACME", "--all", "--renews", "2028-03-01")
    assert "(ACME/Sign): renewed 2026-12-15 to 2028-02-29, $12,000 a year" in said
    assert ledger(acme, "contract", "renews_on", "anchor_on", "term", "arr")[1::2] == [
        ("Platform", "2028-03-01", "2027-03-01", "annual", 164800.0),
        ("Sign", "2028-03-01", "2028-03-01", "annual", 12000.0),
    ]
    assert {row[1] for row in open_on(acme, TODAY)} == {"2028-03-01"}
    typed(acme, "renew", "ACME", "--all", day="2028-01-15")
    assert {row[1] for row in open_on(acme, "2028-03-02")} == {"2029-03-01"}


UNDONE = "nothing renewed"


@pytest.mark.parametrize("day", ["2027-03-01", "2026-12-01"])
def test_a_term_cannot_end_before_it_begins(acme: Program, day: str) -> None:
    assert refused(acme, "renew", "ACME", "--renews", day) == (
        65,
        [f"cs: Acme Corporation (ACME/Platform): the next term begins on 2027-03-01 and cannot end by {day}; {UNDONE}"],
    )


def test_a_ramp_was_agreed_with_its_term(acme: Program) -> None:
    """160,000 in the first half year, 180,000 in the second, 200,000 for the last month: two steps of a ramp."""
    typed(acme, "amend", "ACME", "--arr", "180000", "--on", "2026-09-01", "--ramp")
    typed(acme, "amend", "ACME", "--arr", "200000", "--on", "2027-02-01", "--ramp")
    assert ledger(acme, "starts_on", "ended_on", "decided_on", "outcome_on", "arr") == [
        ("2026-03-01", "2026-09-01", None, "2026-03-01", 160000.0),
        ("2026-09-01", "2027-02-01", "2026-03-01", "2026-03-01", 180000.0),
        ("2027-02-01", None, "2026-03-01", None, 200000.0),
    ]
    assert [arr_on(acme, day) for day in ("2026-08-31", "2026-09-01", "2027-02-01")] == [160000, 180000, 200000]
    [row] = acme("retention", "2026-09", "--json").rows
    assert row["of_which"]["expansion"] == {"seats": 0, "price": 0, "ramp": 20000, "other": 0}


def test_a_term_that_is_renewed_ahead_can_still_be_amended(acme: Program) -> None:
    typed(acme, "renew", "ACME", "--arr", "170000")
    assert typed(acme, "amend", "ACME", "--seats", "120", "--on", "2026-12-15").splitlines() == [
        (
            "Acme Corporation (ACME/Platform): amended from Tue 15 Dec 2026, $160,000 → $192,000 a year "
            "(price by seats, 100 → 120)."
        ),
        "Mind: the term from Mon 1 Mar 2027 stays as it was agreed: cs contract edit ACME/Platform",
    ]
    assert ledger(acme, "starts_on", "ended_on", "renews_on", "seats", "arr", "outcome") == [
        ("2026-03-01", "2026-12-15", "2027-03-01", 100, 160000.0, "amended"),
        ("2026-12-15", "2027-03-01", "2027-03-01", 120, 192000.0, "renewed"),
        ("2027-03-01", None, "2028-03-01", 100, 170000.0, None),
    ]
    assert [arr_on(acme, day) for day in ("2026-12-14", "2026-12-15", "2027-03-01")] == [160000, 192000, 170000]
    assert acme("doctor").code == 0
    assert acme("undo").code == 0
    assert len(ledger(acme)) == 2


def test_one_contract_of_several_is_asked_for_with_lines_to_copy(acme: Program, enter: Entries) -> None:
    enter.contract("ACME", "2027-01-15", contract="Sign")
    for words in (["renew"], ["churn", "--reason", "price", "--decided", "fri"], ["notice"], ["amend", "--seats", "5"]):
        word, *options = words
        code, lines = refused(acme, word, "ACME", *options)
        assert (code, lines[1:]) == (
            66,
            [f"  cs {word} ACME/{name} {' '.join([*options, '--as-of', TODAY])}" for name in ("Platform", "Sign")],
        )
    typed(acme, "churn", "ACME/Sign", "--reason", "price", "--decided", "fri")
    assert "(ACME/Platform): renewed" in typed(acme, "renew", "ACME")


def test_an_outcome_takes_no_part_of_a_name(acme: Program) -> None:
    code, lines = refused(acme, "churn", "acme c", "--reason", "price", "--decided", "fri")
    assert (code, lines[1]) == (66, f"  cs churn ACME --reason price --decided fri --as-of {TODAY}")


def test_a_churn_ends_the_term_at_the_next_day_on_which_they_can_leave(acme: Program) -> None:
    words = ("churn", "ACME", "--reason", "competitor", "--decided", "fri", "--note", "went to Globex")
    assert typed(acme, *words) == (
        "Acme Corporation (ACME/Platform): churns on Mon 1 Mar 2027 (competitor), decided Fri 20 Nov 2026; "
        "$160,000 a year."
    )
    assert ledger(acme, "outcome", "ended_on", "outcome_on", "reason", "outcome_note") == [
        ("churned", "2027-03-01", "2026-11-20", "competitor", "went to Globex")
    ]
    assert (open_on(acme, "2026-11-19"), open_on(acme, "2026-11-20")) == (
        [("Platform", "2027-03-01", "open", 160000)],
        [],
    )
    assert [arr_on(acme, day) for day in (TODAY, "2027-02-28", "2027-03-01")] == [160000, 160000, None]
    assert "churned, until 2027-02-28" in acme.as_of(TODAY, "show", "ACME").text


def test_after_the_opt_out_a_churn_ends_a_term_later_and_says_so(acme: Program) -> None:
    said = typed(acme, "churn", "ACME", "--reason", "value", "--decided", "2026-12-03", day="2026-12-05").splitlines()
    assert said[0].startswith("Acme Corporation (ACME/Platform): churns on Wed 1 Mar 2028 (value)")
    assert said[1] == (
        "Mind: the opt-out of Wed 2 Dec 2026 had passed, so it runs a term longer, to Wed 1 Mar 2028. "
        "Let go earlier? cs undo, then cs churn ACME/Platform … --on DATE"
    )
    assert ledger(acme, "ended_on") == [("2028-03-01",)]


def test_a_decision_before_the_opt_out_that_is_recorded_after_it_was_in_time(acme: Program) -> None:
    said = typed(acme, "churn", "ACME", "--reason", "value", "--decided", "2026-12-02", day="2026-12-05")
    assert said.startswith("Acme Corporation (ACME/Platform): churns on Mon 1 Mar 2027 (value)")


def test_a_churn_within_the_term_ends_it_on_that_day(acme: Program) -> None:
    typed(acme, "churn", "ACME", "--reason", "merger", "--decided", "fri", "--on", "2026-12-31")
    assert ledger(acme, "ended_on", "renews_on") == [("2026-12-31", "2027-03-01")]
    assert arr_on(acme, "2026-12-31") is None


def test_a_contract_past_its_end_was_lost_at_its_end(cs: Program, enter: Entries) -> None:
    enter.contract("ACME", "2026-11-15")
    said = typed(cs, "churn", "ACME", "--reason", "budget", "--decided", TODAY)
    assert said == "Acme (ACME): churned on Sun 15 Nov 2026 (budget), decided Mon 23 Nov 2026; $12,000 a year."
    assert cs.as_of(TODAY, "today", "--json").rows == []


def test_an_amendment_splits_the_term_and_keeps_its_renewal_date(acme: Program) -> None:
    assert typed(acme, "amend", "ACME", "--seats", "60", "--on", "2026-11-01") == (
        "Acme Corporation (ACME/Platform): amended from Sun 1 Nov 2026, $160,000 → $96,000 a year "
        "(price by seats, 100 → 60); next opt-out Wed 2 Dec 2026."
    )
    assert ledger(acme, "starts_on", "ended_on", "renews_on", "anchor_on", "seats", "arr", "outcome") == [
        ("2026-03-01", "2026-11-01", "2027-03-01", "2026-03-01", 100, 160000.0, "amended"),
        ("2026-11-01", None, "2027-03-01", "2026-03-01", 60, 96000.0, None),
    ]
    assert [arr_on(acme, day) for day in ("2026-10-31", "2026-11-01")] == [160000, 96000]
    assert ledger(acme, "next_starts_on", "renewed_by_guess")[0] == ("2026-11-01", 0)
    typed(acme, "renew", "ACME", "--uplift", "0")
    assert ledger(acme, "starts_on", "renews_on")[-1] == ("2027-03-01", "2028-03-01")


def test_an_amendment_of_seats_and_price_takes_both_as_said(acme: Program) -> None:
    said = typed(acme, "amend", "ACME", "--seats", "120", "--arr", "180000", "--on", "2027-01-01")
    assert "amended from Fri 1 Jan 2027, $160,000 → $180,000 a year, seats 100 → 120;" in said
    assert ledger(acme, "decided_on", "starts_on")[-1] == (TODAY, "2027-01-01")


def test_an_evergreen_contract_can_be_amended_and_left_on_a_day(cs: Program, enter: Entries) -> None:
    enter.contract("ACME", None, starts="2026-01-01", seats=10)
    typed(cs, "amend", "ACME", "--seats", "5", "--on", "2026-06-01")
    code, lines = refused(cs, "churn", "ACME", "--reason", "price", "--decided", "fri")
    assert (code, lines[1]) == (2, "  Say --on DATE")
    typed(cs, "churn", "ACME", "--reason", "price", "--decided", "fri", "--on", "2026-12-01")
    assert ledger(cs, "starts_on", "ended_on", "arr") == [
        ("2026-01-01", "2026-06-01", 12000.0),
        ("2026-06-01", "2026-12-01", 6000.0),
    ]


def test_a_notice_ends_the_contract_at_its_renewal_date(acme: Program) -> None:
    assert typed(acme, "notice", "ACME", "--on", "fri") == (
        "Acme Corporation (ACME/Platform): notice received Fri 20 Nov 2026, ends Mon 1 Mar 2027."
    )
    assert open_on(acme, TODAY) == [("Platform", "2027-03-01", "notice", 160000)]
    assert open_on(acme, "2026-11-19") == [("Platform", "2027-03-01", "open", 160000)]
    again = acme.as_of(TODAY, "notice", "ACME", "--on", "fri")
    assert again.talk == "Acme Corporation (ACME/Platform): nothing to change, it is so already\n"
    typed(acme, "churn", "ACME", "--reason", "price", "--decided", "fri")
    assert ledger(acme, "ended_on") == [("2027-03-01",)]


def test_a_second_notice_changes_the_first_only_where_its_day_is_said(acme: Program) -> None:
    typed(acme, "notice", "ACME", "--on", "2026-11-15")
    assert refused(acme, "notice", "ACME") == (
        65,
        [
            "cs: Acme Corporation (ACME/Platform) gave notice on 2026-11-15 already; nothing written",
            "  On another day? cs notice ACME/Platform --on DATE",
        ],
    )
    assert typed(acme, "notice", "ACME", "--on", "2026-11-20") == (
        "Acme Corporation (ACME/Platform): notice received Fri 20 Nov 2026, not Sun 15 Nov 2026 as was recorded, "
        "ends Mon 1 Mar 2027."
    )


def test_a_notice_alone_ends_no_evergreen_contract(cs: Program, enter: Entries) -> None:
    enter.contract("ACME", None, starts="2026-01-01")
    assert refused(cs, "notice", "ACME", "--on", "fri") == (
        65,
        [
            "cs: Acme (ACME) is evergreen, and no date says when a notice ends it; no notice recorded",
            "  First day without it: cs churn ACME --reason CODE --decided 2026-11-20 --on DATE",
        ],
    )


def test_an_amendment_that_changes_nothing_splits_no_term(acme: Program) -> None:
    said = "Acme Corporation (ACME/Platform): nothing to change, it is so already"
    before = ledger(acme)
    for words in (["--seats", "100"], ["--arr", "160,000"], ["--seats", "100", "--arr", "160000"]):
        assert typed(acme, "amend", "ACME", *words) == said
    assert ledger(acme) == before
    assert len(acme("history", "--json").rows) == 1
    assert "amended from" in typed(acme, "amend", "ACME", "--seats", "120", "--arr", "160000")


def test_a_notice_after_the_opt_out_ends_the_next_term_and_says_so(acme: Program) -> None:
    said = typed(acme, "notice", "ACME", day="2026-12-05").splitlines()
    assert said == [
        "Acme Corporation (ACME/Platform): notice received Sat 5 Dec 2026, ends Wed 1 Mar 2028.",
        "Mind: the opt-out of Wed 2 Dec 2026 had passed, so it renews on Mon 1 Mar 2027 and ends a term later.",
    ]
    assert open_on(acme, "2026-12-05") == [("Platform", "2028-03-01", "notice", 160000)]


def test_a_customer_who_is_back_begins_a_new_term(cs: Program, enter: Entries) -> None:
    enter.contract("ACME", "2026-08-15", contract="Platform", arr=20_000)
    typed(cs, "churn", "ACME", "--reason", "service", "--decided", "2026-08-01")
    assert typed(cs, "winback", "ACME", "--arr", "18000", "--term", "monthly", "--on", "2026-11-01") == (
        "Acme (ACME/Platform): back 2026-11-01 to 2026-11-30, $20,000 → $18,000 a year; to be signed by Tue 1 Dec 2026."
    )
    assert ledger(cs, "starts_on", "ended_on", "outcome", "next_starts_on") == [
        ("2025-08-15", "2026-08-15", "churned", None),
        ("2026-11-01", None, None, None),
    ]
    assert [arr_on(cs, day) for day in ("2026-08-14", "2026-10-31", "2026-11-01")] == [20000, None, 18000]


def test_who_is_back_within_the_grace_has_left_all_the_same(cs: Program, enter: Entries) -> None:
    enter.contract("ACME", "2026-11-15", contract="Platform")
    typed(cs, "churn", "ACME", "--reason", "service", "--decided", "2026-11-01")
    typed(cs, "winback", "ACME", "--on", "2026-11-20")
    assert ledger(cs, "outcome", "next_starts_on") == [("churned", None), (None, None)]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["renew", "ACME", "--term", "0m"], 2, '--term "0m" is no term: say monthly, quarterly, annual'),
        (["renew", "ACME", "--arr", "5 XYZ"], 2, '--arr "5 XYZ"'),
        (["renew", "ACME", "--arr", "5", "--uplift", "5%"], 2, "both --arr and --uplift; nothing written"),
        (["renew", "ACME", "--uplift", ""], 2, '--uplift "" is blank; nothing was written'),
        (["renew", "ACME", "--uplift", "%"], 2, '--uplift "" cannot be blank'),
        (["renew", "ACME", "--on", ""], 2, '--on "" is blank; nothing was written'),
        (["renew", "ACME", "--renews", " "], 2, '--renews " " is blank; nothing was written'),
        (["renew", "ACME", "--notice", ""], 2, '--notice "" is blank; nothing was written'),
        (
            ["renew", "ACME", "--uplift", "-101%"], 2,
            "uplift -101 % makes -$1,600, which is below zero; nothing was written",
        ),
        (
            ["renew", "ACME", "--uplift", "5000000000000%"], 2,
            "uplift 5000000000000 % makes $8,000,000,000,160,000, which is too large to be an amount",
        ),
        (["renew", "ACME", "--seats", "9999999999999"], 2, "which is too large to be an amount"),
        (["amend", "ACME", "--seats", "9999999999999"], 2, "price by seats, 100 → 9999999999999 makes $"),
        (["forecast", "--due", ""], 2, '--due "" is blank; nothing was written'),
        (["renew", "ACME", "--term", "monthly"], 65, "a notice of 89 days is longer than the monthly term"),
        (["renew", "ACME", "--on", "tomorrow"], 2, '--on "tomorrow" is 2026-11-24, after 2026-11-23'),
        (["churn", "ACME", "--decided", "fri"], 2, "why did they leave?"),
        (["churn", "ACME", "--decided", "fri", "--reason", "bored"], 2, 'no reason "bored"; nothing written'),
        (["churn", "ACME", "--reason", "price"], 2, "when did they decide?"),
        (["churn", "ACME", "--reason", "price", "--decided", "tomorrow"], 2, '--decided "tomorrow" is 2026-11-24'),
        (
            ["churn", "ACME", "--reason", "price", "--decided", "fri", "--on", "2026-03-01"],
            65, "Acme Corporation (ACME/Platform) began on 2026-03-01 and cannot have ended by 2026-03-01",
        ),
        (
            ["churn", "ACME", "--reason", "price", "--decided", "fri", "--on", "2026-11-01"],
            65, "Acme Corporation (ACME/Platform) ends on 2026-11-01, and they decided on 2026-11-20, after that",
        ),
        (["amend", "ACME"], 2, "what changes? nothing amended"),
        (["amend", "ACME", "--seats", "-5"], 2, '--seats "-5"'),
        (["amend", "ACME", "--seats", "60", "--on", "2026-03-01"], 65, "2026-03-01 is not after the first day"),
        (["amend", "ACME", "--seats", "60", "--on", "2027-03-01"], 65, "the term ends on 2027-03-01"),
        (["notice", "ACME", "--on", "tomorrow"], 2, '--on "tomorrow" is 2026-11-24'),
        (["winback", "ACME"], 65, "Acme Corporation (ACME/Platform) has not churned; nothing written"),
        (["renew", "NOBODY"], 66, 'no account "NOBODY"; nothing renewed'),
        (["renew", "ACME/Sign"], 66, 'Acme Corporation (ACME) has no contract "Sign"; nothing renewed. One of:'),
    ],
)  # fmt: skip
def test_what_cannot_be_is_one_sentence_and_writes_nothing(
    acme: Program, words: list[str], code: int, said: str
) -> None:
    found, lines = refused(acme, *words)
    assert found == code, lines
    assert said in lines[0]


def test_a_shorter_term_takes_a_shorter_notice_with_it(acme: Program) -> None:
    typed(acme, "renew", "ACME", "--term", "monthly", "--notice", "10")
    assert ledger(acme, "term", "notice_days") == [("annual", 89), ("monthly", 10)]


@pytest.mark.parametrize("word", ["renew", "amend", "notice", "churn"])
def test_of_a_contract_that_has_churned_nothing_is_open(acme: Program, word: str) -> None:
    why = ["--reason", "price", "--decided", "fri"]
    typed(acme, "churn", "ACME", *why)
    options = {"churn": why, "amend": ["--seats", "5"]}.get(word, [])
    code, [first, then] = refused(acme, word, "ACME", *options)
    assert code == 65
    assert first.startswith("cs: Acme Corporation (ACME/Platform) has churned, without it from 2027-03-01 on; ")
    assert then == "  Back again? cs winback ACME/Platform"


def test_nobody_comes_back_before_leaving(acme: Program) -> None:
    typed(acme, "churn", "ACME", "--reason", "price", "--decided", "fri")
    code, lines = refused(acme, "winback", "ACME", "--on", "2027-02-01")
    assert (code, lines[1]) == (65, "  To take the churn itself back: cs undo 2")
    assert "back 2027-03-01 to 2028-02-29" in typed(acme, "winback", "ACME")


def test_an_evergreen_contract_is_not_renewed(cs: Program, enter: Entries) -> None:
    enter.contract("ACME", None, starts="2026-01-01")
    code, lines = refused(cs, "renew", "ACME")
    assert (code, lines) == (
        65,
        [
            "cs: Acme (ACME) is evergreen and never renews; nothing renewed",
            "  Other seats or price: cs amend ACME --on DATE",
        ],
    )


def test_an_account_without_a_contract_has_nothing_to_renew(cs: Program, enter: Entries) -> None:
    enter.account("ACME", "Acme")
    assert refused(cs, "renew", "ACME") == (
        66,
        ["cs: Acme (ACME) has no contract; nothing renewed", "  cs contract add ACME --renews DATE --arr AMOUNT"],
    )


def test_a_term_that_is_recorded_already_is_the_renewal(acme: Program, enter: Entries) -> None:
    enter.contract("ACME", "2027-12-01", contract="Platform", starts="2027-06-01", months=6)
    code, lines = refused(acme, "renew", "ACME")
    assert code == 65
    assert "is renewed already: its next term begins on 2027-06-01" in lines[0]


def test_terms_of_one_contract_never_overlap(cs: Program, enter: Entries) -> None:
    with enter:
        enter.contract("ACME", None, starts="2026-01-01", contract="Platform")
        enter.contract("ACME", "2026-11-01", starts="2026-10-01", months=1, contract="Platform", status="ended")
    code, lines = refused(cs, "winback", "ACME")
    assert (code, lines[0]) == (
        65,
        "cs: ACME/Platform has a term from 2026-01-01 already, and this one would overlap it; nothing written",
    )


def test_a_term_that_was_renewed_early_stands_in_no_way(cs: Program, enter: Entries) -> None:
    with enter:
        enter.contract("ACME", "2026-11-15", contract="Platform")
        enter.contract("ACME", "2027-11-01", contract="Platform", starts="2026-11-01")
    assert "amended from Tue 10 Nov 2026" in typed(cs, "amend", "ACME", "--arr", "5", "--on", "2026-11-10")


def test_two_contracts_without_a_name_are_to_be_named_first(cs: Program, enter: Entries) -> None:
    with enter:
        enter.contract("ACME", "2027-03-01", arr=5)
        enter.contract("ACME", "2027-02-01", arr=6)
    code, lines = refused(cs, "renew", "ACME")
    assert (code, lines) == (
        65,
        [
            "cs: Acme (ACME) has 2 terms that run side by side; nothing renewed",
            "  Name them apart first: cs contract edit ACME --contract NAME",
        ],
    )
    assert cs.as_of(TODAY, "contract", "edit", "ACME", "--contract", "A").code == 0
    assert "(ACME/A): renewed" in typed(cs, "renew", "ACME/A")


def test_the_reasons_are_completed(cs: Program) -> None:
    from cs_cli.commands.completion import complete_reason  # noqa: PLC0415

    assert list(complete_reason("P")) == ["product-gap", "price"]
    assert cs("churn", "--help").text.count("champion-loss") == 1


@pytest.fixture
def told(acme: Program, enter: Entries) -> Program:
    """Every outcome there is, on anchors that the dates alone do not show."""
    enter.contract("ACME", "2026-06-30", starts="2026-04-30", months=2, contract="Odd", anchor_on="2025-12-31")
    typed(acme, "renew", "ACME/Odd", "--on", "2026-06-20")
    typed(acme, "amend", "ACME/Platform", "--seats", "60", "--on", "2026-11-01")
    typed(acme, "renew", "ACME/Platform")
    typed(acme, "churn", "ACME/Odd", "--reason", "price", "--decided", "2026-08-20", "--note", "=2+2; a, b")
    typed(acme, "winback", "ACME/Odd")
    return acme


def test_outcomes_survive_an_export_and_an_import(told: Program) -> None:
    folder = told.home / "out"
    assert told("export", "csv", "-o", str(folder)).code == 0
    other = str(told.home / "other.db")
    files = sorted(map(str, folder.glob("*.csv")))
    assert told("--db", other, "import", *files).code == 0
    sql = ("sql", "select * from contracts order by contract_id", "--json")
    assert told("--db", other, *sql).rows == told(*sql).rows
    assert told("--db", other, "import", *files).text.endswith("Nothing has changed.\n")


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ("churned,,2026-11-01", "ended_on"),
        (",2026-11-15,2026-11-01", "outcome"),
        ("churned,2026-11-15,", "outcome_on"),
        ("churned,2024-11-15,2024-11-01", "starts_on"),
        ("left,2026-11-15,2026-11-01", "outcome"),
    ],
)
def test_half_an_outcome_in_a_file_is_refused(cs: Program, enter: Entries, cells: str, column: str) -> None:
    enter.account("ACME")
    file = cs.home / "contracts.csv"
    head = "account,starts_on,renews_on,arr,outcome,ended_on,outcome_on"
    file.write_text(f"{head}\nACME,2025-11-15,2026-11-15,5,{cells}\n")
    answer = cs("import", str(file))
    assert answer.code == 65
    assert column in answer.text + answer.talk
    assert ledger(cs) == []


@pytest.mark.parametrize(
    ("row", "changed"),
    [
        ("Acme,160000,2027-03-01", None),
        ("Acme,170000,2028-03-01", ("2027-03-01", "2028-03-01", 170000.0)),
    ],
)
def test_a_sheet_that_comes_again_means_the_term_with_its_renewal_date(
    cs: Program, row: str, changed: tuple[str, str, float] | None
) -> None:
    file = cs.home / "book.csv"
    file.write_text("Customer,ARR,Renewal date\nAcme,160000,2027-03-01\n")
    assert cs.as_of(TODAY, "import", str(file)).code == 0
    typed(cs, "renew", "Acme")
    before = ledger(cs, "starts_on", "renews_on", "arr")
    file.write_text(f"Customer,ARR,Renewal date\n{row}\n")
    assert cs.as_of(TODAY, "import", str(file)).code == 0
    after = ledger(cs, "starts_on", "renews_on", "arr")
    assert after == ([before[0], changed] if changed else before)


def test_a_sheet_after_an_amendment_changes_the_term_that_runs_not_what_was_before(cs: Program) -> None:
    file = cs.home / "book.csv"
    file.write_text("Customer,ARR,Renewal date\nAcme,160000,2027-03-01\n")
    assert cs.as_of(TODAY, "import", str(file)).code == 0
    typed(cs, "amend", "Acme", "--arr", "96000", "--on", "2026-11-01")
    file.write_text("Customer,ARR,Renewal date\nAcme,99000,2027-03-01\n")
    assert cs.as_of(TODAY, "import", str(file)).code == 0
    assert ledger(cs, "starts_on", "ended_on", "arr") == [
        ("2026-03-01", "2026-11-01", 160000.0), ("2026-11-01", None, 99000.0),
    ]  # fmt: skip


def test_a_crm_row_follows_its_contract_into_the_next_term(cs: Program, enter: Entries) -> None:
    enter.account("ACME")
    file = cs.home / "contracts.csv"
    head = "account,contract,starts_on,renews_on,arr,source,external_id"
    file.write_text(f"{head}\nACME,P,2026-03-01,2027-03-01,5,crm,1\n")
    assert cs("import", str(file)).code == 0
    typed(cs, "renew", "ACME", "--arr", "6")
    file.write_text(f"{head}\nACME,P,2027-03-01,2028-03-01,7,crm,1\n")
    answer = cs("import", str(file))
    assert answer.code == 0, answer.talk
    assert ledger(cs, "starts_on", "renews_on", "arr", "outcome") == [
        ("2026-03-01", "2027-03-01", 5.0, "renewed"), ("2027-03-01", "2028-03-01", 7.0, None),
    ]  # fmt: skip


def test_a_sheet_with_the_date_to_which_a_term_rolled_means_that_term(cs: Program, enter: Entries) -> None:
    enter.contract("ACME", "2026-01-10", auto=True)
    typed(cs, "renew", "ACME")
    file = cs.home / "book.csv"
    file.write_text("Customer,ARR,Renewal date\nAcme,12000,2027-01-10\n")
    assert cs.as_of(TODAY, "import", str(file)).code == 0
    assert ledger(cs, "starts_on", "ended_on") == [("2025-01-10", "2027-01-10"), ("2027-01-10", None)]


def test_an_edit_of_something_else_leaves_the_anchor(cs: Program, enter: Entries) -> None:
    enter.contract("ACME", "2026-06-30", starts="2026-04-30", months=2, auto=True, anchor_on="2025-12-31")
    assert cs.as_of("2026-05-01", "contract", "edit", "ACME", "--seats", "5").code == 0
    assert ledger(cs, "anchor_on", "seats") == [("2025-12-31", 5)]


def test_nobody_has_to_decide_about_what_has_an_outcome(acme: Program) -> None:
    typed(acme, "renew", "ACME")
    rows = acme("sql", "select starts_on from renewals", "--json").rows
    assert [row["starts_on"] for row in rows] == ["2027-03-01"]


def test_the_seats_of_what_was_lost_are_no_longer_paid_for(acme: Program, enter: Entries) -> None:
    with enter:
        enter.contract("ACME", "2027-06-01", contract="Sign", seats=20)
        enter.usage("ACME", "seats_used", {"2026-11-20": 15})
    typed(acme, "churn", "ACME/Platform", "--reason", "price", "--decided", "fri", "--on", "2026-11-22")
    said = acme.as_of(TODAY, "health", "ACME", "--explain").text
    assert "15 of 20" in said


def test_the_doctor_names_what_is_assumed_of_a_contract_once(cs: Program) -> None:
    typed(cs, "account", "add", "ACME", "--name", "Acme")
    typed(cs, "contract", "add", "ACME", "--contract", "Platform", "--renews", "2027-03-01", "--arr", "5")
    typed(cs, "renew", "ACME")
    [said] = [row["what"] for row in cs("doctor", "--json").rows if row["check"] == "assumed"]
    assert said == "1 contract stands on assumptions (auto_renew, currency, term): ACME/Platform"


@pytest.fixture
def multi(cs: Program, enter: Entries) -> Program:
    """MULTI: three years from 1 June 2025, $48,000; it may leave on each 1 June, told 60 days before (2 April)."""
    enter.contract(
        "MULTI", "2028-06-01", starts="2025-06-01", months=36, arr=48_000, auto=True, notice=60, opt_out_every_months=12
    )
    return cs


AMENDED_FROM = ["2026-06-01", "2026-09-15", "2027-03-01", "2027-06-01", "2027-09-01"]
NEVER_COMES = "Mind: the amendment that was agreed from {} on never comes and is taken out."


def decisions(cs: Program, day: str = TODAY) -> list[tuple[object, ...]]:
    """What is to decide and until when, as `cs renewals` has it."""
    rows = cs.as_of(day, "renewals", "--due", "5y", "--json").rows
    return [(row["decide_kind"], row["decide_on"], row["renews_on"], row["state"]) for row in rows]


@pytest.mark.parametrize("on", AMENDED_FROM)
@pytest.mark.parametrize("ramp", [(), ("--ramp",)])
def test_an_amendment_leaves_the_rights_to_leave_where_they_are(multi: Program, on: str, ramp: tuple[str, ...]) -> None:
    days = [TODAY, "2027-04-02", "2027-04-03", "2027-06-01", "2027-06-02", "2028-04-03"]
    before = [decisions(multi, day) for day in days]
    assert before[0] == [("opt-out", "2027-04-02", "2027-06-01", "open")]
    assert "next opt-out Fri 2 Apr 2027" in typed(multi, "amend", "MULTI", "--arr", "60000", "--on", on, *ramp)
    assert [decisions(multi, day) for day in days] == before


@pytest.mark.parametrize(
    ("on", "until", "arr"),
    [
        ("2026-09-15", ["2026-09-15", "2027-06-01"], 60000),
        ("2027-03-01", ["2027-03-01", "2027-06-01"], 60000),
        ("2027-06-01", ["2027-06-01"], 48000),
        ("2027-09-01", ["2027-06-01"], 48000),
    ],
)
def test_who_leaves_an_amended_contract_does_so_on_the_day_as_agreed(
    multi: Program, on: str, until: list[str], arr: int
) -> None:
    typed(multi, "amend", "MULTI", "--arr", "60000", "--on", on)
    amended = ledger(multi)
    said = typed(multi, "churn", "MULTI", "--reason", "price", "--decided", "2026-11-20").splitlines()
    assert "churns on Tue 1 Jun 2027 (price)" in said[0]
    assert f"${arr:,} a year" in said[0]
    assert ("never comes" in said[-1]) == (on >= "2027-06-01")
    assert ledger(multi, "ended_on") == [(day,) for day in until]
    assert [arr_on(multi, day) for day in ("2027-05-31", "2027-06-01")] == [arr, None]
    [row] = multi.as_of("2027-07-01", "retention", "2027-06", "--json").rows
    assert (row["churn"], row["renewal_atr"]) == (arr, arr)
    assert "(MULTI): back 2027-06-01" in typed(multi, "winback", "MULTI")
    for _step in range(2):
        assert multi("undo").code == 0
    assert ledger(multi) == amended
    assert multi("doctor").code == 0


def test_an_amendment_that_never_comes_leaves_tasks_and_calls_with_the_contract(multi: Program) -> None:
    typed(multi, "amend", "MULTI", "--arr", "60000", "--on", "2027-09-01")
    typed(multi, "forecast", "MULTI", "likely", "--evidence", "x")
    assert multi.as_of(TODAY, "clock", "MULTI", "--create-tasks").code == 0
    said = typed(multi, "notice", "MULTI").splitlines()
    assert said[0].startswith("6 clock tasks closed: ")
    assert said[1:] == [
        "Multi (MULTI): notice received Mon 23 Nov 2026, ends Tue 1 Jun 2027.",
        NEVER_COMES.format("Wed 1 Sep 2027"),
    ]
    assert decisions(multi) == [("sign-by", "2027-06-01", "2027-06-01", "notice")]
    [june] = multi.as_of("2027-07-01", "retention", "2027-06", "--json").rows
    assert june["churn"] == 48000
    [row] = multi.as_of(TODAY, "forecast", "--explain", "--json").rows
    assert (row["renews_on"], row["atr"], row["outcome"], row["category"]) == ("2027-06-01", 48000, "lost", "likely")
    assert multi("doctor").code == 0


def test_a_notice_in_time_for_a_later_right_to_leave_keeps_the_amendment(multi: Program) -> None:
    typed(multi, "amend", "MULTI", "--arr", "60000", "--on", "2027-09-01")
    said = typed(multi, "notice", "MULTI", "--on", "2027-04-03", day="2027-04-03").splitlines()
    assert "ends Thu 1 Jun 2028" in said[0]
    assert "opt-out of Fri 2 Apr 2027 had passed" in said[1]
    assert [arr_on(multi, day) for day in ("2027-08-31", "2027-09-01")] == [48000, 60000]


def test_an_evergreen_contract_is_left_before_its_amendment_begins(cs: Program, enter: Entries) -> None:
    enter.contract("EVER", None, starts="2025-01-01", arr=5000)
    typed(cs, "amend", "EVER", "--arr", "9000", "--on", "2027-03-01")
    said = typed(cs, "churn", "EVER", "--reason", "budget", "--decided", "fri", "--on", "2027-01-01").splitlines()
    assert said == [
        "Ever (EVER): churns on Fri 1 Jan 2027 (budget), decided Fri 20 Nov 2026; $5,000 a year.",
        NEVER_COMES.format("Mon 1 Mar 2027"),
    ]
    assert ledger(cs, "starts_on", "ended_on", "outcome") == [("2025-01-01", "2027-01-01", "churned")]


def test_a_contract_that_is_amended_ahead_is_renewed_at_the_amended_price(cs: Program, enter: Entries) -> None:
    enter.contract("DOWN", "2026-12-01", arr=100_000, seats=100)
    typed(cs, "amend", "DOWN", "--seats", "120", "--on", "2026-11-26")
    assert typed(cs, "renew", "DOWN") == (
        "Down (DOWN): renewed 2026-12-01 to 2027-11-30, $120,000 a year; to be signed by Wed 1 Dec 2027."
    )
    assert ledger(cs, "starts_on", "ended_on", "outcome", "arr") == [
        ("2025-12-01", "2026-11-26", "amended", 100000.0),
        ("2026-11-26", "2026-12-01", "renewed", 120000.0),
        ("2026-12-01", None, None, 120000.0),
    ]
    assert [arr_on(cs, day) for day in ("2026-11-25", "2026-11-26", "2026-12-01")] == [100000, 120000, 120000]
    code, lines = refused(cs, "renew", "DOWN")
    assert (code, lines[0]) == (
        65,
        "cs: Down (DOWN) is renewed already: its next term begins on 2026-12-01; nothing renewed",
    )


def test_all_that_is_up_has_what_is_amended_ahead_in_it(cs: Program, enter: Entries) -> None:
    enter.contract("DOWN", "2026-12-01", arr=100_000, contract="A")
    enter.contract("DOWN", "2026-12-01", arr=10_000, contract="B")
    typed(cs, "amend", "DOWN/A", "--arr", "120000", "--on", "2026-11-26")
    assert [line.partition(":")[0] for line in typed(cs, "renew", "DOWN", "--all").splitlines()] == [
        "Down (DOWN/A)", "Down (DOWN/B)",
    ]  # fmt: skip
