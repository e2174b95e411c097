"""`cs health`: the list by band, the arithmetic, the formats, the alarm."""

import json
import os
import pty
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import Program

from cs_cli.commands.health import EXPLAIN_KEYS, KEYS
from cs_cli.domain.explanation import explain
from cs_cli.domain.health import Band, Score
from cs_cli.domain.health_facts import HealthFacts, Reading, TicketLoad, Touch, Usage
from cs_cli.output.sheet import Cell
from cs_cli.screens import explanation as explanations
from cs_cli.screens.health import MONTH, QUARTER, WEEK, Standing, is_news, screen
from cs_cli.store.scorecards import SHIPPED, read_scorecard

MONDAY = "2026-11-23"
TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def listed(demo_home):
    return {row["account"]: row for row in Program(demo_home).as_of(MONDAY, "health", "--json").rows}


def test_the_list_gives_every_account_with_the_pinned_keys_worst_first(listed):
    assert all(list(row) == KEYS for row in listed.values())
    bands = [row["band"] for row in listed.values()]
    assert bands == sorted(bands, key=["red", "yellow", "green", "grey"].index)
    reds = [row["health"] for row in listed.values() if row["band"] == "red"]
    assert reds == sorted(reds)
    assert {"red", "yellow", "green", "grey"} == set(bands)


def test_one_account_is_the_same_row(demo, listed):
    assert demo.as_of(MONDAY, "health", "acme", "--json").rows == [listed["ACME"]]


def test_a_week_ago_is_what_the_command_said_then(demo, listed):
    before = demo.as_of("2026-11-16", "health", "ACME", "--json").rows[0]
    assert (listed["ACME"]["health_7d"], listed["ACME"]["band_7d"]) == (before["health"], before["band"])
    for key, days in (("health_30d", 30), ("health_90d", 90)):
        then = demo.as_of((TODAY - timedelta(days)).isoformat(), "health", "ACME", "--json").rows[0]
        assert listed["ACME"][key] == then["health"]


def test_no_two_commands_show_two_scores(demo, listed):
    accounts = demo.as_of(MONDAY, "accounts", "--json").rows
    assert {row["account"]: (row["health"], row["band"]) for row in accounts} == {
        row["account"]: (row["health"], row["band"]) for row in listed.values()
    }
    for row in demo.as_of(MONDAY, "renewals", "--json").rows:
        assert (row["health"], row["band"]) == (listed[row["account"]]["health"], listed[row["account"]]["band"])


@pytest.mark.parametrize("band", ["red", "yellow", "green", "grey"])
def test_a_band_filters(demo, listed, band):
    found = demo.as_of(MONDAY, "health", "--band", band, "--format", "jsonl").text.splitlines()
    assert [json.loads(line) for line in found] == [row for row in listed.values() if row["band"] == band]


def test_segment_owner_and_tag_filter(demo, listed):
    found = demo.as_of(MONDAY, "health", "--segment", "enterprise", "--json").rows
    assert found == [row for row in listed.values() if row["segment"] == "enterprise"]
    owner = listed["ACME"]["owner"]
    found = demo.as_of(MONDAY, "health", "--owner", owner, "--limit", "3", "--json").rows
    assert found == [row for row in listed.values() if row["owner"] == owner][:3]
    tagged = {row["account"] for row in demo.as_of(MONDAY, "accounts", "--json").rows if row["tags"]}
    tag = next(row["tags"][0] for row in demo.as_of(MONDAY, "accounts", "--json").rows if row["tags"])
    assert {row["account"] for row in demo.as_of(MONDAY, "health", "--tag", tag, "--json").rows} <= tagged


@pytest.mark.parametrize("words", [["--segment", "nowhere"], ["--explain", "--segment", "nowhere"]])
def test_nothing_found_is_success(demo, words):
    assert demo.as_of(MONDAY, "health", *words).text == "No account fits. Segments: enterprise, mid-market, smb.\n"
    assert demo.as_of(MONDAY, "health", *words, "--json").rows == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--fail-on", "red"], 1),
        (["--band", "yellow", "--fail-on", "red"], 0),
        (["--band", "yellow", "--fail-on", "yellow"], 1),
        (["--band", "red", "--fail-on", "yellow"], 1),
        (["--band", "grey", "--fail-on", "yellow"], 0),
        (["--band", "grey", "--fail-on", "grey"], 1),
        (["--band", "green", "--fail-on", "grey"], 0),
        (["--fail-on", "green"], 2),
        (["--band", "purple"], 2),
        (["NOBODY-AT-ALL"], 66),
    ],
)
def test_the_exit_code_tells_a_finding(demo, words, code):
    answer = demo.as_of(MONDAY, "health", *words)
    assert answer.code == code
    assert bool(answer.text) is (code < 2)


def test_the_default_has_five_measures(demo):
    assert demo.as_of(MONDAY, "health", "ACME", "--explain").text == (
        "ACME  ■ red 40   Mon 23 Nov 2026   scorecard default (ded1)   16 Nov: ▲ yellow 58\n"
        "measure      value, from                                  rule                points  weight      =\n"
        "seats used   248 of 400 = 62%          usage 22 Nov       20%→0 … 80%→100       70.0    × 30  2,100\n"
        "usage trend  1,250 → 1,000: -20%       key events 22 Nov  -25% to -10% → 50     50.0    × 20  1,000\n"
        "tickets      22 in 90d, 5.5/100 seats                     4 to 6 → 50           50.0    × 20  1,000\n"
        "two-way      call 9 Oct, 45d ago                          halves every 45d      50.0    × 15    750\n"
        "survey       no answer in 9 months                        missing: left out        –    (15)      –\n"
        "sum                                                       coverage 85 of 100              85  4,850\n"
        "4,850 ÷ 85 = 57.1, shown as 57 ▲ yellow   (green from 75, yellow from 50)\n"
        "cap: Sev-1 #4417 open since 6 Nov, 17d > 14d → at most 40 ■ red, until it closes\n"
        "To gain: close #4417 +17 · then call Sam Ito +8.8\n"
    )


def test_the_arithmetic_of_acme_is_printed_to_the_letter(demo):
    demo.scored_by("enterprise")
    assert demo.as_of(MONDAY, "health", "ACME", "--explain").text == (
        "ACME  ■ red 40   Mon 23 Nov 2026   scorecard enterprise (917c)   16 Nov: ▲ yellow 55\n"
        "measure      value, from                                  rule                points  weight      =\n"
        "seats used   248 of 400 = 62%          usage 22 Nov       20%→0 … 80%→100       70.0    × 30  2,100\n"
        "usage trend  1,250 → 1,000: -20%       key events 22 Nov  -25% to -10% → 50     50.0    × 20  1,000\n"
        "tickets      22 in 90d, 5.5/100 seats                     4 to 6 → 50           50.0    × 20  1,000\n"
        "two-way      call 9 Oct, 45d ago                          halves every 45d      50.0    × 10    500\n"
        "sponsor      Jo Park 27 May, 180d ago                     halves every 90d      25.0    × 10    250\n"
        "NPS          no answer in 9 months                        missing: left out        –    (10)      –\n"
        "sum                                                       coverage 90 of 100              90  4,850\n"
        "4,850 ÷ 90 = 53.9, shown as 54 ▲ yellow   (green from 75, yellow from 50)\n"
        "cap: Sev-1 #4417 open since 6 Nov, 17d > 14d → at most 40 ■ red, until it closes\n"
        "To gain: close #4417 +14 · then meet Jo Park +8.3 · call Sam Ito +5.6\n"
    )


def test_a_sponsor_who_leaves_makes_no_account_healthier(demo):
    demo.scored_by("enterprise")
    before = demo.as_of(MONDAY, "health", "ACME", "--explain", "--json").rows[0]
    before_that_day = demo.as_of("2026-10-03", "health", "ACME", "--explain").text
    assert demo.as_of(MONDAY, "contact", "edit", "ACME", "jo", "--left", "4 oct").code == 0
    after = demo.as_of(MONDAY, "health", "ACME", "--explain", "--json").rows[0]
    assert (after["raw"], after["health"], after["weight"]) == (before["raw"], before["health"], before["weight"])
    told = demo.as_of(MONDAY, "health", "ACME", "--explain").text.splitlines()
    assert "sponsor      Jo Park 27 May, left 4 Oct " in told[6]
    assert told[6].endswith("halves every 90d      25.0    × 10    250")
    assert told[-1] == "To gain: close #4417 +14 · then meet a new sponsor +8.3 · call Sam Ito +5.6"
    assert demo.as_of("2026-10-03", "health", "ACME", "--explain").text == before_that_day


def test_the_explanation_as_json_can_be_redone(demo, listed):
    for row in demo.as_of(MONDAY, "health", "--explain", "--json").rows:
        assert list(row) == EXPLAIN_KEYS
        known = [measure for measure in row["measures"] if measure["points"] is not None]
        assert round(sum(measure["product"] for measure in known), 1) == row["points"]
        assert row["raw"] is None or row["raw"] == pytest.approx(row["points"] / row["weight"])
        assert (row["health"], row["main_reason"]) == (
            listed[row["account"]]["health"],
            listed[row["account"]]["main_reason"],
        )
        assert not row["caps"] or sum(cap["applied"] for cap in row["caps"]) <= 1


def test_grey_says_why(demo, listed):
    grey = next(row["account"] for row in listed.values() if row["band"] == "grey")
    text = demo.as_of(MONDAY, "health", grey, "--explain").text
    assert "grey: less than 70% of the weights could be measured\n" in text


def test_without_a_cap_there_is_no_then(demo):
    for row in demo.as_of(MONDAY, "health", "--explain", "--json").rows:
        if row["to_gain"] and not row["caps"]:
            break
    text = demo.as_of(MONDAY, "health", row["account"], "--explain").text
    assert f"\nTo gain: {row['to_gain'][0]['move']} +" in text


def test_grey_says_what_to_measure_and_nothing_of_points_to_gain():
    today = Touch("call", TODAY, "Jo")
    told = explain(HealthFacts(two_way=today, sponsor=today), read_scorecard(SHIPPED), TODAY)
    assert list(explanations.screen([(standing("X", GREY, GREY), told)]))[1:] == [
        "1,500 ÷ 15 = 100.0, shown as ○ grey   (green from 75, yellow from 50)",
        "grey: less than 70% of the weights could be measured",
        "To get a band (15 of 100 known, 70 needed): seats used 30 · usage trend 20 · tickets 20   cs help formats",
    ]


def test_of_nothing_measured_a_call_promises_no_points(cs, enter):
    enter.account("BARE")
    said = cs.as_of(MONDAY, "health", "BARE", "--explain").text
    assert said.endswith(
        "nothing measured: no score ○ grey   (green from 75, yellow from 50)\n"
        "To get a band (0 of 100 known, 70 needed): seats used 30 · usage trend 20 · tickets 20   cs help formats\n"
    )
    assert cs.as_of(MONDAY, "health", "BARE", "--explain", "--json").rows[0]["to_gain"] == []


def test_with_nothing_to_gain_nothing_is_said():
    today = Touch("call", TODAY, "Jo")
    facts = HealthFacts(100, Reading(90, TODAY), usage=Usage("logins", 150, 100, TODAY), two_way=today, sponsor=today)
    told = explain(replace(facts, tickets=TicketLoad(1, TODAY)), read_scorecard(SHIPPED), TODAY)
    *_, last = explanations.screen([(standing("X", GREEN, GREEN), told)])
    assert last.startswith("8,500 ÷ 85 = 100.0, shown as 100 ● green")


def test_several_explanations_stand_apart(demo):
    text = demo.as_of(MONDAY, "health", "--explain", "--limit", "2").text
    assert len(text.split("\n\n")) == 2


def test_csv_and_markdown_have_the_same_columns(demo, listed):
    head, *rows = demo.as_of(MONDAY, "health", "--csv").text.splitlines()
    assert (head, len(rows)) == (",".join(KEYS), len(listed))
    head = demo.as_of(MONDAY, "health", "--format", "md").text.splitlines()[0]
    assert head == f"| {' | '.join(KEYS)} |"


def test_a_users_scorecard_counts_and_a_wrong_one_is_named(demo):
    folder = demo.home / "config" / "scorecards"
    folder.mkdir(parents=True)
    card = 'name = "big"\nsegments = ["Enterprise"]\n[[measure]]\ninput = "tickets"\nweight = 1\nrule = "linear"\n'
    (folder / "big.toml").write_text(card + "zero_at = 11\nfull_at = 0\n")
    told = demo.as_of(MONDAY, "health", "ACME", "--explain", "--json").rows[0]
    assert (told["scorecard"], told["health"]) == ("big", 50.0)
    (folder / "big.toml").write_text(card)
    answer = demo.as_of(MONDAY, "health")
    assert answer.code == 78
    assert "big.toml:3: measure 1: zero_at must be a number" in answer.talk


def standing(account: str, now: Score, week: Score, **past: Score) -> Standing:
    other = {MONTH: past.get("month", week), QUARTER: past.get("quarter", week)}
    return Standing(1, account, account, None, None, now, reason="the reason", past={WEEK: week, **other})


RED, YELLOW, GREEN = Score(40.0, Band.RED), Score(60.4, Band.YELLOW), Score(80.5, Band.GREEN)
GREY, NOTHING = Score(60.0, Band.GREY), Score(None, Band.GREY)


def texts(found: list[Standing], shown: list[Standing]) -> list[str]:
    [sheet] = screen(found, shown, TODAY)
    return ["".join(cell.text for cell in line if isinstance(cell, Cell)).rstrip() for line in sheet.laid_out(100)]


def test_a_short_list_shows_red_and_what_fell():
    assert [is_news(standing("X", now, week)) for now, week in [(RED, RED), (YELLOW, GREEN), (YELLOW, RED)]] == [
        True,
        True,
        False,
    ]
    assert not is_news(standing("X", GREY, GREEN))


def test_the_screen_counts_moves_and_what_it_leaves_out():
    found = [
        standing("DOWN", RED, GREEN, month=NOTHING),
        standing("FELL", YELLOW, GREEN),
        standing("SAME", YELLOW, YELLOW),
        *[standing(f"UP{n}", GREEN, YELLOW) for n in range(4)],
        standing("DIM", GREY, NOTHING),
    ]
    assert texts(found, found[:2]) == [
        "Mon 23 Nov 2026, against Mon 16 Nov: 2 accounts down, 4 up",
        "        now   7d  30d  90d  8 weeks   ARR  decide  main reason",
        "■ red     1 account",
        "  DOWN   40  -41       -41        ▇▄               the reason",
        "▲ yellow  2 accounts",
        "  FELL   60  -21  -21  -21        ▇▅               the reason",
        "  1 more, no band change   cs health --band yellow",
        "● green   4 accounts  up: UP0 60 → 81, UP1 60 → 81, UP2 60 → 81 …",
        "○ grey    1 account  too little data: cs health --band grey",
    ]


def at_a_terminal(home, columns: int, *words: str) -> list[str]:
    """The lines that `cs` prints on a terminal of so many columns."""
    pid, terminal = pty.fork()
    if pid == 0:  # pragma: no cover  the child is another program
        env = {"HOME": str(home), "CS_DB": str(home / "portfolio.db"), "CS_CONFIG_DIR": str(home / "config")}
        env |= {
            "COLUMNS": str(columns),
            "NO_COLOR": "1",
            "PYTHONPATH": str(Path(__file__).parent.parent),
            "PATH": os.environ["PATH"],
        }
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # after that Monday the day is said, which is no line of the list
        os.execve(sys.executable, [sys.executable, "-m", "cs_cli", *words], env)  # noqa: S606  the program itself
    written = b""
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:
            break
        if not part:
            break
        written += part
    os.waitpid(pid, 0)
    os.close(terminal)
    return written.decode().replace("\r", "").splitlines()


@pytest.mark.parametrize(("columns", "gone"), [(100, []), (80, ["30d", "90d", "8 weeks"])])
def test_a_terminal_shows_what_is_news_and_fits(demo_home, listed, columns, gone):
    lines = at_a_terminal(demo_home, columns, "health", "--as-of", MONDAY)
    assert max(map(len, lines)) <= columns
    assert not [title for title in gone if title in lines[1]]
    greens = [row["account"] for row in listed.values() if row["band"] == "green"]
    assert not [line for line in lines if line.split()[0] in greens and "→" not in line]
    assert [line for line in lines if line.endswith("no band change   cs health --band yellow")]


def test_a_terminal_shows_a_band_in_full(demo_home, listed):
    lines = at_a_terminal(demo_home, 100, "health", "--band", "green", "--as-of", MONDAY)
    assert len(lines) == 3 + sum(row["band"] == "green" for row in listed.values())


def test_a_missing_measure_that_counts_as_50_stands_in_the_printed_sum(cs, enter):
    cs.scored_by("enterprise", "default")
    card = cs.home / "config" / "scorecards" / "enterprise.toml"
    card.write_text(f'missing = "neutral"\n{card.read_text("utf-8")}', "utf-8")
    enter.account("ACME")
    enter.activity("ACME", "2026-11-23")
    lines = cs.as_of(MONDAY, "health", "ACME", "--explain").text.splitlines()
    products = [line.split()[-1].replace(",", "") for line in lines if " × " in line]
    assert any("missing: counts as 50" in line and line.endswith("50.0    × 30  1,500") for line in lines)
    assert any(line.startswith("sum") and line.endswith(f"{sum(map(float, products)):,.0f}") for line in lines)
