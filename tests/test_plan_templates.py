"""A plan begun from a template: dated, one undo step, never twice by mistake; one's own files say what is wrong."""

from datetime import date

import pytest

from cs_cli.domain.plan_templates import PlannedMilestone, dated


@pytest.fixture
def acme(cs, enter):
    enter.account("ACME", kickoff_on="2026-12-01")
    enter.contract("ACME", "2027-12-01", auto=True, notice=90)  # opt-out 2 September 2027
    return cs


def own(cs, name, text):
    folder = cs.home / "config" / "plans"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")


def milestones(cs):
    return cs("milestones", "ACME", "--json").rows


def test_onboarding_is_dated_from_the_kick_off(acme):
    answer = acme("plan", "ACME", "--template", "onboarding")
    assert answer.code == 0, answer.talk
    assert "plan begun from onboarding: 6 milestones, 1 objective to fill. Take it back: cs undo" in answer.talk
    rows = milestones(acme)
    assert [(row["kind"], row["due_on"], row["after"]) for row in rows] == [
        ("kickoff", "2026-12-01", []),
        ("technical", "2026-12-22", ["m1"]),
        ("first-use", "2027-01-05", ["m2"]),
        ("first-value", "2027-02-01", ["m3"]),  # 30 January is a Saturday
        ("graduation", "2027-03-01", ["m4"]),
        ("renewal-ready", "2027-06-18", ["m5"]),  # 75 days before 2 September is Saturday 19 June
    ]
    [objective] = acme("objectives", "--json").rows
    assert objective["shared"] is False
    assert [row["rule"] for row in acme("plan", "ACME", "--check", "--json").rows] == [
        "no-number", "no-baseline", "no-sponsor",
    ]  # fmt: skip


def test_it_is_one_step_to_take_back(acme):
    acme("plan", "ACME", "--template", "onboarding")
    assert acme("undo").code == 0
    assert milestones(acme) == []
    assert acme("objectives", "--json").rows == []
    assert acme("redo").code == 0
    assert len(milestones(acme)) == 6


def test_twice_only_when_asked(acme):
    acme("plan", "ACME", "--template", "onboarding")
    again = acme("plan", "ACME", "--template", "onboarding")
    assert again.code == 65
    assert "has milestones of onboarding already: m1, m2, m3, m4, m5, m6; no plan begun" in again.talk
    assert len(milestones(acme)) == 6
    assert acme("plan", "ACME", "--template", "onboarding", "--again").code == 0
    assert len(milestones(acme)) == 12


def test_a_dry_run_writes_nothing(acme):
    answer = acme("plan", "ACME", "--template", "onboarding", "--dry-run")
    assert "First value, confirmed by the customer" in answer.text
    assert "nothing written" in answer.talk
    assert milestones(acme) == []


def test_another_day_to_count_from(acme):
    acme("plan", "ACME", "--template", "onboarding", "--on", "2027-01-04")
    assert milestones(acme)[0]["due_on"] == "2027-01-04"


def test_renewal_counts_back_from_the_decision(acme):
    acme("plan", "ACME", "--template", "renewal")
    assert [row["due_on"] for row in milestones(acme)][:2] == ["2027-05-20", "2027-06-21"]


def test_adoption_counts_from_today(acme):
    acme("plan", "ACME", "--template", "adoption")
    assert milestones(acme)[0]["due_on"] == "2026-11-30"


@pytest.mark.parametrize(
    ("name", "why"), [("onboarding", "the kick-off, and none is recorded"), ("renewal", "and none lies ahead")]
)
def test_without_a_day_to_count_from_it_says_which(cs, enter, name, why):
    enter.account("ACME")
    answer = cs("plan", "ACME", "--template", name)
    assert answer.code == 2
    assert why in answer.talk
    assert cs("plan", "ACME", "--template", name, "--on", "2026-12-01").code == 0
    undated = [row for row in milestones(cs) if row["due_on"] is None]
    assert len(undated) == (1 if name == "onboarding" else 0)  # without a contract there is no day to be ready by


def test_milestones_in_the_past_only_when_the_day_is_said(cs, enter):
    enter.account("ACME", "Acme Corporation", kickoff_on="2023-03-08")
    answer, like = cs("plan", "ACME", "--template", "onboarding"), "cs plan ACME --template onboarding --on"
    begins = "begins on 2023-03-08, before 2026-11-23"
    assert (answer.code, answer.talk.splitlines()) == (
        2,
        [
            f"cs: Acme Corporation (ACME): onboarding counted from 2023-03-08 {begins}; no plan begun",
            f"  Say from when: {like} today, or all the same {like} 2023-03-08",
        ],
    )
    assert milestones(cs) == []
    assert cs("plan", "ACME", "--template", "onboarding", "--on", "today").code == 0
    assert min(row["due_on"] for row in milestones(cs) if row["due_on"]) == "2026-11-23"
    assert cs("plan", "ACME", "--template", "onboarding", "--again", "--on", "2023-03-08").code == 0
    assert min(row["due_on"] for row in milestones(cs) if row["due_on"]) == "2023-03-08"


def test_the_templates_are_listed_with_ones_own(acme):
    own(acme, "pilot", 'meaning = "six weeks"\nanchor = "today"\n[[milestone]]\nid="a"\ntitle="A"\nside="us"\nday=7\n')
    listed = acme("plan", "--templates").text
    assert [line.split()[0] for line in listed.splitlines()[:4]] == ["adoption", "onboarding", "pilot", "renewal"]
    assert "six weeks" in listed
    assert acme("plan", "ACME", "--template", "pilot").code == 0
    assert [row["title"] for row in milestones(acme)] == ["A"]


def test_ones_own_wins_over_the_shipped_one(acme):
    own(acme, "onboarding", 'meaning = "x"\nanchor = "today"\n[[milestone]]\nid="a"\ntitle="Ours"\nside="us"\n')
    acme("plan", "ACME", "--template", "onboarding")
    assert [(row["title"], row["due_on"]) for row in milestones(acme)] == [("Ours", None)]


HEAD = 'meaning = "x"\nanchor = "today"\n'
STEP = '[[milestone]]\nid = "a"\ntitle = "A"\nside = "us"\n'


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("meaning = 1\n", "meaning must be"),
        ('meaning = "x"\nanchor = "moon"\n', "anchor must be kickoff, decision or today"),
        (HEAD, "milestone must be a list of tables, at least one"),
        (HEAD + "x = 1\n" + STEP, "x is no setting of a plan template"),
        (HEAD + STEP + "day = 5000\n", "day must be a whole number"),
        (HEAD + STEP + 'kind = "party"\n', "kind must be kickoff"),
        (HEAD + STEP + "day = 1\nbefore_decision = 2\n", "before_decision and day are two days"),
        (HEAD + STEP + 'after = ["b"]\n', 'after names "b"'),
        (HEAD + STEP + STEP, 'id "a" stands twice'),
        (HEAD + '[[milestone]]\nid = "a"\ntitle = "A"\nside = "me"\n', "side must be us, them or both"),
        (HEAD + '[[objective]]\nquote = " "\n' + STEP, "quote must be"),
        (HEAD + '[[objective]]\nquote = "x"\nshared = 1\n' + STEP, "shared must be true or false"),
        ("meaning = [", "cannot be read as TOML"),
    ],
)
def test_a_fault_in_ones_own_file_names_file_and_key(acme, text, key):
    own(acme, "mine", text)
    answer = acme("plan", "ACME", "--template", "mine")
    assert answer.code == 78
    assert "plans/mine.toml" in answer.talk.replace("\\", "/")
    assert key in answer.talk
    assert milestones(acme) == []


def test_a_document_template_is_still_one(acme):
    unknown = acme("plan", "ACME", "--template", "nothing", "-o", "-")
    assert unknown.code == 66
    assert "--template adoption, onboarding or renewal" in unknown.talk
    document = acme("plan", "ACME", "--template", "qbr", "-o", "-")
    assert document.code == 0
    assert "<html" in document.text


@pytest.mark.parametrize(
    ("day", "before", "due"),
    [(0, None, "2026-12-05"), (None, 30, "2027-05-28"), (None, None, None)],
)
def test_a_day_on_a_weekend_moves_to_monday_and_a_deadline_to_friday(day, before, due):
    step = PlannedMilestone("a", "A", "us", None, day, before, (), shared=True)
    monday = {"2026-12-05": date(2026, 12, 7), "2027-05-28": date(2027, 5, 28), None: None}[due]
    assert dated(step, date(2026, 12, 5), date(2027, 6, 28)) == monday
    assert before is None or dated(step, date(2026, 12, 5), None) is None
