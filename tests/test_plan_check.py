"""`cs plan ACME --check`: each rule, what breaks it, and that the line it offers can be typed."""

import shlex

import pytest

SOUND = [
    ("objective", "add", "ACME", "Faster", "--measure", "time", "--baseline", "8h", "--target", "2h"),
    ("milestone", "add", "ACME", "First value", "--side", "us", "--kind", "first-value", "--due", "15 dec"),
    ("milestone", "add", "ACME", "Ready", "--side", "them", "--kind", "renewal-ready", "--due", "2 jan"),
    ("commitment", "add", "ACME", "both: agree on dates by 1 dec"),
    ("value", "add", "ACME", "hours", "--agreed-by", "Jo Park"),
]

BROKEN = [
    ("objective", "add", "ACME", "More"),
    ("milestone", "edit", "m1", "--due", "2026-11-20"),
    ("milestone", "edit", "m2", "--side", "us", "--kind", "graduation"),
    ("contact", "edit", "ACME", "jo", "--no-role", "sponsor"),
    ("commitment", "edit", "c1", "--side", "us"),
    ("value", "edit", "v1", "--agreed-by", ""),
    ("commitment", "add", "ACME", "us: fix SSO"),
]


@pytest.fixture
def acme(cs, enter):
    enter.contract("ACME", "2027-06-01", auto=True, notice=90)  # opt-out 3 March, ready by 2 January
    enter.contact("ACME", "Jo Park", roles='["sponsor"]')
    return cs


@pytest.fixture
def sound(acme):
    for line in SOUND:
        assert acme(*line).code == 0
    return acme


def found(cs, *words):
    return [(row["rule"], row["number"]) for row in cs("plan", "ACME", "--check", "--json", *words).rows]


def test_a_sound_plan_lacks_nothing(sound):
    answer = sound("plan", "ACME", "--check", "--fail-on", "any")
    assert (answer.code, answer.text) == (0, "Acme (ACME): the plan lacks nothing that cs looks for.\n")


def test_no_plan_is_one_finding(acme):
    [row] = acme("plan", "ACME", "--check", "--json").rows
    assert (row["rule"], row["command"]) == ("no-plan", "cs plan ACME --template onboarding")


@pytest.mark.parametrize(
    ("words", "broken"),
    [
        (("objective", "drop", "o1", "--because", "x"), [("no-objective", None)]),
        (("objective", "add", "ACME", "More"), [("no-number", "o2"), ("no-baseline", "o2")]),
        (("objective", "edit", "o1", "--target", ""), [("no-number", "o1")]),
        (("objective", "edit", "o1", "--measure", ""), [("no-number", "o1")]),
        (("objective", "edit", "o1", "--baseline", ""), [("no-baseline", "o1")]),
        (("milestone", "edit", "m2", "--side", "us"), [("one-sided", None)]),
        (("milestone", "edit", "m2", "--side", "both"), []),
        (("commitment", "edit", "c1", "--side", "them"), [("one-sided", None)]),
        (("milestone", "edit", "m1", "--kind", ""), [("no-first-value", None)]),
        (("milestone", "edit", "m2", "--due", "3 jan"), [("no-renewal-ready", "m2")]),
        (("milestone", "edit", "m2", "--due", "2026-05-31"), [("no-renewal-ready", "m2"), ("late", "m2")]),
        (("milestone", "drop", "m2"), [("one-sided", None), ("no-renewal-ready", None)]),
        (("milestone", "edit", "m1", "--due", "2026-11-20"), [("late", "m1")]),
        (("commitment", "edit", "c1", "--due", "2026-11-20"), [("late", "c1")]),
        (("commitment", "edit", "c1", "--due", ""), [("no-day", "c1")]),
        (("milestone", "edit", "m1", "--due", ""), [("no-day", "m1")]),
        (("contact", "edit", "ACME", "jo", "--role", "champion"), [("sponsor-is-champion", None)]),
        (("contact", "edit", "ACME", "jo", "--no-role", "sponsor"), [("no-sponsor", None)]),
        (("value", "edit", "v1", "--agreed-by", ""), [("not-agreed", "v1")]),
        (("objective", "done", "o1"), []),
    ],
)
def test_what_breaks_a_rule_is_found(sound, words, broken):
    assert sound(*words).code == 0
    assert found(sound) == broken


def test_what_was_missed_is_not_late_as_well(sound):
    sound("milestone", "edit", "m1", "--due", "2026-11-20")
    assert found(sound) == [("late", "m1")]
    assert sound("milestone", "miss", "m1", "--because", "x", "--change", "y").code == 0
    assert found(sound) == []


def test_a_plan_nobody_touched_for_90_days_is_found(sound):
    assert ("untouched", None) not in found(sound, "--as-of", "2027-02-21")
    assert ("untouched", None) in found(sound, "--as-of", "2027-02-22")


def test_no_decision_asks_for_no_renewal_ready_milestone(sound):
    sound("milestone", "drop", "m2")
    rules = [rule for rule, _ in found(sound, "--as-of", "2027-03-04")]
    assert "no-renewal-ready" not in rules  # the opt-out of 3 March has passed: it renews by itself


@pytest.mark.parametrize(
    ("contract", "deadline"),
    [
        ({"renews": "2027-06-01", "auto": False}, "2 Apr 2027"),
        ({"renews": "2027-06-01", "auto": True}, "2 Apr 2027"),
        ({"renews": "2027-06-01", "auto": True, "notice": 30}, "3 Mar 2027"),
        ({"renews": "2027-01-15", "auto": True, "notice": 30, "months": 3}, None),
        ({"renews": "2026-12-15", "auto": True, "months": 1}, None),
    ],
)
def test_the_deadline_is_60_days_before_the_opt_out_else_the_renewal(cs, enter, contract, deadline):
    enter.contract("ACME", **contract)
    cs("milestone", "add", "ACME", "x")
    said = cs("plan", "ACME", "--check").text
    assert ("no-renewal-ready" in said) is (deadline is not None)
    assert deadline is None or f"no renewal-ready milestone by {deadline}" in said


def test_fail_on_a_rule_or_on_any_exits_1(sound):
    sound("value", "edit", "v1", "--agreed-by", "")
    codes = [sound("plan", "ACME", "--check", *words).code for words in (
        (), ("--fail-on", "any"), ("--fail-on", "not-agreed"), ("--fail-on", "late"), ("--fail-on", "nonsense"),
    )]  # fmt: skip
    assert codes == [0, 1, 1, 0, 2]


def test_the_lines_that_are_offered_are_understood(sound):
    for words in BROKEN:
        assert sound(*words).code == 0
    offered = [row["command"] for row in sound("plan", "ACME", "--check", "--json").rows]
    assert len(offered) == 9
    for line in offered:
        filled = line.replace("--due …", "--due 15jan").replace("by …", "by 15 jan").replace("…", "2")
        answer = sound(*shlex.split(filled)[1:])
        assert answer.code == 0, f"{line}: {answer.talk}"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("ACME", "--check", "--gantt"), "are two answers"),
        (("ACME", "--fail-on", "any"), "--fail-on belongs to --check"),
        (("ACME", "--again"), "--again belongs to a plan template"),
        (("ACME", "--on", "fri", "--check"), "--on belongs to a plan template"),
        (("ACME", "--json"), "has no --format json"),
        (("ACME", "--gantt", "--json"), "has no --format json"),
        (("--templates", "--json"), "has no --format json"),
        (("--check",), "missing argument ACCOUNT"),
    ],
)
def test_what_does_not_go_together_is_said(sound, words, why):
    answer = sound("plan", *words)
    assert answer.code == 2
    assert why in answer.talk
