"""The milestones as bars: one line each, today's line through all, at any width, in ASCII where it is a pipe."""

import pytest

TODAY = "2026-11-23"


@pytest.fixture
def acme(cs, enter):
    enter.account("ACME")
    cs.as_of("2026-10-05", "milestone", "add", "ACME", "Kick-off", "--due", "2026-10-15")
    cs.as_of("2026-10-05", "milestone", "add", "ACME", "Data of all plants is loaded and checked", "--due",
        "2026-11-13", "--after", "m1")  # fmt: skip
    cs.as_of("2026-10-05", "milestone", "add", "ACME", "Go-live", "--due", "11 dec", "--after", "m2")
    cs.as_of("2026-10-05", "milestone", "add", "ACME", "Review", "--due", "2026-10-30")
    cs.as_of("2026-10-05", "milestone", "add", "ACME", "Case study")
    cs.as_of("2026-10-20", "milestone", "done", "m1")
    cs.as_of("2026-10-30", "milestone", "miss", "m4", "--because", "ill", "--change", "a deputy")
    return cs


def test_in_a_pipe_it_is_ascii(acme):
    screen = acme("milestones", "ACME", "--gantt").text
    assert screen.isascii() or "…" in screen
    lines = screen.splitlines()
    assert [line.split()[0] for line in lines[1:-1]] == ["m1", "m4", "m2", "m3", "m5"]
    done, missed, late, ahead, undated = lines[1:-1]
    assert "=" in done
    assert done.endswith("done 20 Oct")
    assert "x" in missed.split("Review")[1]
    assert missed.endswith("missed 30 Oct")
    assert "!" in late
    assert late.endswith("late 10d after m1")
    assert ahead.endswith("due 11 Dec after m2")
    assert undated.endswith("no day")
    columns = {line.index("|") for line in (missed, ahead, undated)}
    assert len(columns) == 1
    assert lines[-1] == "= done  - ahead  ! late  x missed  | today, Mon 23 Nov"


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_on_a_terminal_it_fits_and_says_state_in_words(acme, on_terminal, columns):
    screen = on_terminal(acme, "plan", "ACME", "--gantt", columns=columns, env={"NO_COLOR": "1"})
    lines = screen.splitlines()
    assert "█" in screen
    if columns >= 80:
        assert max(map(len, lines)) <= columns
        assert "▓" in next(line for line in lines if "late" in line)


def test_of_nothing_it_says_what_to_type(cs, enter):
    enter.account("ACME")
    assert "cs plan ACME --template onboarding" in cs("milestones", "ACME", "--gantt").text
    assert cs("milestones", "--gantt").code == 2


def test_one_day_is_a_bar_of_one_sign(cs, enter):
    enter.account("ACME")
    cs("milestone", "add", "ACME", "Now", "--due", "today")
    assert "|" in cs("milestones", "ACME", "--gantt").text
