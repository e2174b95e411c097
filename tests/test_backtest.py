"""`cs scorecard backtest`: what became of each band, whether the score predicts; nothing later leaks into it."""

import csv
import io
import shutil
import sys
from collections import Counter
from datetime import date, timedelta

import past_book
import pytest
from conftest import Program

from cs_cli.domain.backtest import Backtest, Observation, observed
from cs_cli.domain.decisions import Decision, Outcome
from cs_cli.domain.health import Band, Snapshot
from cs_cli.domain.suggestion import suggestion
from cs_cli.store.health import HealthDesk

KEYS = [
    "as_of", "horizon_days", "scorecards", "from", "to", "months", "decisions", "lost", "downgraded", "unresolved",
    "too_new", "enough", "bands", "red_to_green", "predictive", "auc", "auc_low", "auc_high", "brier",
    "brier_of_base_rate", "calibration", "measures", "never_mattered",
]  # fmt: skip
BAND_KEYS = [
    "band", "decisions", "lost", "downgraded", "loss_rate", "low", "high", "arr_by_currency", "lost_arr_by_currency",
    "arr_loss_rate", "arr_low", "arr_high",
]  # fmt: skip
DECISION_KEYS = [
    "account", "name", "contract", "looked_on", "decide_on", "health", "band", "coverage", "points", "outcome", "arr",
    "renewed_arr", "currency",
]  # fmt: skip
WEIGHT_KEYS = ["scorecard", "fingerprint", "decisions", "lost", "weights", "folds", "auc_today", "auc_suggested"]


@pytest.fixture(scope="session")
def past_home(tmp_path_factory):
    """A machine with 110 accounts and what became of them in four years; to copy, never to write to."""
    home = tmp_path_factory.mktemp("past")
    for file in past_book.write(home, 110):
        answer = Program(home)("import", str(file))
        assert answer.code == 0, answer.talk
    return home


@pytest.fixture
def past(past_home, tmp_path):
    """The program on a machine of its own that holds that book."""
    return Program(shutil.copytree(past_home, tmp_path / "past"))


def backtest(cs, *words):
    answer = cs("scorecard", "backtest", "--json", *words)
    assert answer.code == 0, answer.talk
    return answer.rows


def imported(cs, name, *rows):
    file = cs.home / f"{name}.csv"
    with file.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows(rows)
    answer = cs("import", str(file))
    assert answer.code == 0, answer.talk


def test_the_keys_of_its_json_are_stable(past):
    [row] = backtest(past)
    assert list(row) == KEYS
    assert [list(band) for band in row["bands"]] == [BAND_KEYS] * 4
    assert list(backtest(past, "--decisions")[0]) == DECISION_KEYS
    assert list(backtest(past, "--suggest-weights")[0]) == WEIGHT_KEYS
    assert past("help", "json", "scorecard", "backtest").talk.endswith(f"{', '.join(WEIGHT_KEYS)}\n")


def test_every_count_can_be_made_from_the_decisions(past):
    [row] = backtest(past)
    decisions = backtest(past, "--decisions")
    by_band = {name: [one for one in decisions if one["band"] == name] for name in list(Band)}
    for band in row["bands"]:
        of = by_band[band["band"]]
        lost = [one for one in of if one["outcome"] == "lost"]
        assert (band["decisions"], band["lost"]) == (len(of), len(lost))
        assert band["downgraded"] == sum(one["outcome"] == "downgraded" for one in of)
        assert band["loss_rate"] == pytest.approx(len(lost) / len(of), abs=1e-6)
        assert band["arr_by_currency"] == {"USD": sum(one["arr"] for one in of)}
        assert band["lost_arr_by_currency"] == {"USD": sum(one["arr"] for one in lost)}
    red, green = (by_band[name] for name in ("red", "green"))
    rates = [sum(one["outcome"] == "lost" for one in of) / len(of) for of in (red, green)]
    assert row["red_to_green"] == pytest.approx(rates[0] / rates[1], abs=1e-5)
    assert row["predictive"] is (rates[0] >= 3 * rates[1]) is True
    graded = [one for one in decisions if one["band"] != "grey"]
    pairs = [
        (one["health"] < other["health"]) + (one["health"] == other["health"]) / 2
        for one in graded
        if one["outcome"] == "lost"
        for other in graded
        if other["outcome"] != "lost"
    ]
    assert row["auc"] == pytest.approx(
        sum(pairs) / len(pairs), abs=0.002
    )  # a list rounds to tenths, the figure does not
    assert row["auc_low"] < row["auc"] < row["auc_high"]


def test_the_decisions_are_those_of_the_renewal_rate(past):
    [rate] = past("retention", "2025", "--json").rows
    decisions = backtest(past, "--decisions")
    due = [one for one in decisions if "2025-01-01" <= _renewal(one) <= "2025-12-31"]
    assert len(due) == rate["renewals_due"]
    kept = sum(min(one["renewed_arr"], one["arr"]) for one in due)
    assert rate["renewal_gross"] == pytest.approx(kept / sum(one["arr"] for one in due), abs=1e-6)


def _renewal(decision):
    return (date.fromisoformat(decision["decide_on"]) + timedelta(past_book.NOTICE)).isoformat()


def plant(cs):
    """After the day that each decision is looked on, all that tells lost from kept: typed in today, dated later."""
    tables = {
        "measurements": [("account", "metric", "on", "value")],
        "tickets": [("account", "ticket", "opened_at")],
        "surveys": [("account", "contact", "kind", "score", "on")],
        "activities": [("account", "kind", "on", "summary")],
    }
    for number, each in enumerate(backtest(cs, "--decisions")):
        key, is_lost = each["account"], each["outcome"] == "lost"
        for days in (1, 80):
            later = date.fromisoformat(each["looked_on"]) + timedelta(days)
            tables["measurements"].append((key, "seats_used", later, 0 if is_lost else 400))
            for ticket in range(15 if is_lost else 1):
                tables["tickets"].append((key, f"later-{number}-{days}-{ticket}", f"{later}T00:00:00Z"))
            for person in range(3):
                tables["surveys"].append((key, f"Person {person}", "nps", 0 if is_lost else 10, later))
            if not is_lost:
                tables["activities"].append((key, "meeting", later, "they sign"))
    for name, rows in tables.items():
        imported(cs, name, *rows)


def test_what_is_dated_after_the_day_looked_on_moves_no_figure(past, monkeypatch):
    before = backtest(past), backtest(past, "--decisions")
    plant(past)
    assert (backtest(past), backtest(past, "--decisions")) == before
    # the same rows, read on the day of the decision: that reading would have been caught
    on_the_day = HealthDesk.blind
    monkeypatch.setattr(
        HealthDesk, "blind", lambda self, ids, day, **more: on_the_day(self, ids, day + past_book.HORIZON, **more)
    )
    [leaky] = backtest(past)
    assert leaky["auc"] > before[0][0]["auc"] + 0.1
    assert leaky != before[0][0]


@pytest.mark.parametrize(
    "outcome",
    [
        ("contract", "edit", "ACME", "--status", "cancelled"),
        ("contract", "edit", "ACME", "--status", "ended"),
        ("contract", "edit", "ACME", "--no-auto-renew", "--status", "ended"),
        ("notice", "ACME", "--on", "2025-12-01"),
        ("churn", "ACME", "--decided", "2025-12-01", "--reason", "price"),
    ],
    ids=" ".join,
)
def test_how_it_was_decided_does_not_change_the_health_before_it(cs, enter, outcome):
    enter.account("ACME", customer_since="2020-01-01")
    enter.contract("ACME", "2026-03-01", contract="C", auto=True, notice=60, seats=100)
    enter.contract("ACME", "2026-03-01", product="Other", auto=True, notice=60, seats=10)
    enter.usage("ACME", "seats_used", {"2025-09-20": 50})
    enter.ticket("ACME", "T1", "2025-09-01T09:00:00Z", priority="P1")
    health = ("looked_on", "decide_on", "health", "points", "coverage")
    [before] = backtest(cs, "--decisions")
    answer = cs(*(word.replace("ACME", "ACME/C") if word == "ACME" else word for word in outcome))
    assert answer.code == 0, answer.talk
    [after] = backtest(cs, "--decisions")
    assert after["outcome"] == "downgraded"  # the other contract goes on
    assert [after[key] for key in health] == [before[key] for key in health]
    assert after["points"]["seats_used"] == 50  # 50 of 100 seats, 20 % → 0 … 80 % → 100


def test_a_cap_is_no_input(cs, enter):
    enter.contract("ACME", "2026-03-01", contract="C", auto=True, notice=60, seats=100)
    enter.usage("ACME", "seats_used", {"2025-09-20": 80})
    enter.ticket("ACME", "T1", "2025-08-01T09:00:00Z", priority="P1")
    [one] = backtest(cs, "--decisions")
    [capped] = cs("health", "ACME", "--as-of", one["looked_on"], "--explain", "--json").rows
    assert capped["health"] == 40  # an open P1 of 62 days holds it there
    assert one["health"] > 40
    assert one["points"]["seats_used"] == 100


def test_below_50_losses_or_12_months_there_are_counts_and_no_rates(past, on_terminal):
    [row] = backtest(past, "--as-of", "2023-09-01")
    assert (row["enough"], row["lost"] < 50, row["months"]) == (False, True, 9)
    assert sum(band["decisions"] for band in row["bands"]) == row["decisions"] > 0
    rates = {band[key] for band in row["bands"] for key in ("loss_rate", "low", "high")}
    assert rates == {None}
    told = ("red_to_green", "predictive", "auc", "auc_low", "brier", "brier_of_base_rate", "calibration")
    assert {row[key] for key in told} == {None}
    assert (row["measures"], row["never_mattered"]) == ([], [])
    shown = on_terminal(past, "scorecard", "backtest", "--as-of", "2023-09-01")
    assert f"Not enough to tell: {row['lost']} losses in 9 months." in shown
    assert "%" not in shown.replace("counts", "")
    refused = past("scorecard", "backtest", "--suggest-weights", "--as-of", "2023-09-01")
    assert (refused.code, refused.text) == (78, "")
    assert "not enough to tell" in refused.talk


@pytest.mark.parametrize("columns", [80, 200])
def test_the_screen_says_every_formula(past, on_terminal, columns):
    shown = " ".join(on_terminal(past, "scorecard", "backtest", columns=columns).split())
    [row] = backtest(past)
    assert f"{row['decisions']:,} decisions, {row['lost']} lost" in shown
    for formula in (
        "predictive (from 3 × on)", "Hanley and McNeil", "mean (said − came)²", "better than the base rate",
        "rate: lost ÷ decisions", "Wilson's of 95 %", "loss rate of the worst third by points ÷ that of the rest",
        "without caps, notice, auto-renew and bands set by hand", "on the opt-out date", "docs/health.md",
    ):  # fmt: skip
        assert formula in shown
    assert "never mattered: two-way (its interval holds 0.5)" in shown


def test_seats_and_usage_matter_and_answers_drawn_by_lot_do_not(past):
    [row] = backtest(past)
    by_name = {one["measure"]: one for one in row["measures"]}
    assert by_name["seats_used"]["matters"]
    assert by_name["usage_trend"]["matters"]
    assert by_name["seats_used"]["lift"] > 3
    assert by_name["survey"]["why_not"] == "its interval holds 0.5"
    assert "survey" in row["never_mattered"]


def test_csv_has_a_row_a_band(past):
    rows = list(csv.DictReader(io.StringIO(past("scorecard", "backtest", "--csv").text)))
    assert list(rows[0]) == BAND_KEYS
    assert [row["band"] for row in rows] == ["red", "yellow", "green", "grey"]


def test_amounts_of_two_currencies_stand_side_by_side(cs, enter, on_terminal):
    enter.contract("ACME", "2026-01-01", auto=True, arr=1_000)
    enter.contract("EURO", "2026-01-01", auto=True, arr=2_000, currency="EUR")
    [row] = backtest(cs)
    assert row["bands"][3]["arr_by_currency"] == {"EUR": 2_000, "USD": 1_000}
    shown = on_terminal(cs, "scorecard", "backtest")
    assert shown.index("$1,000") < shown.index("€2,000")


def test_a_scorecard_of_a_file_judges_every_account(past):
    [row] = backtest(past, "--scorecard", seats_only(past.home / "seats.toml"))
    assert [one["measure"] for one in row["measures"]] == ["seats_used"]
    assert row["scorecards"][0]["scorecard"] == "seats"
    assert row["auc"] == row["measures"][0]["auc"]  # one measure is the whole score


def seats_only(path, *, zero_at=20, full_at=80, head=""):
    rule = f'rule = "linear"\nzero_at = {zero_at}\nfull_at = {full_at}\n'
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'name = "{path.stem}"\n{head}\n[[measure]]\ninput = "seats_used"\nweight = 1\n{rule}')
    return str(path)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--horizon", "soon"), 2, '--horizon "soon" is no length of time'),
        (("--horizon", "0d"), 2, "the day of the decision itself"),
        (("--horizon", "90"), 2, '--horizon "90" is no length of time'),
        (("--scorecard", "none.toml"), 66, "no file none.toml"),
        (("--decisions", "--suggest-weights"), 2, "two answers"),
    ],
)
def test_nonsense_is_told(cs, enter, words, code, said):
    enter.account("ACME")
    answer = cs("scorecard", "backtest", *words)
    assert (answer.code, answer.text) == (code, "")
    assert said in answer.talk


def test_where_nothing_was_decided_yet_it_says_what_to_record(cs, enter):
    enter.account("ACME")
    assert cs("scorecard", "backtest").code == 0  # no contract at all
    enter.contract("ACME", "2027-03-01")
    for words in ((), ("--decisions",)):
        answer = cs("scorecard", "backtest", *words)
        assert answer.code == 0
        assert answer.text == (
            "No decision by Mon 23 Nov 2026 of which the outcome is known. "
            "Record what was decided: cs renew, cs churn, cs import\n"
        )
    [row] = backtest(cs)
    assert (row["decisions"], row["from"], row["months"], row["enough"]) == (0, None, 0, False)


def test_the_word_alone_lists_what_is_below_it(cs):
    assert "backtest" in cs("scorecard").text


def test_a_terminal_shows_the_first_decisions_and_counts_the_others(past, on_terminal):
    shown = on_terminal(past, "scorecard", "backtest", "--decisions", "--limit", "3", columns=120)
    left = len(backtest(past, "--decisions")) - 3
    assert f"{left} more: cs scorecard backtest --decisions --all" in shown


def test_suggested_weights_share_the_same_total_and_change_nothing(past, on_terminal):
    before = past("health", "--json").out
    [row] = backtest(past, "--suggest-weights")
    weights = {one["measure"]: (one["weight"], one["suggested"], one["coefficient"]) for one in row["weights"]}
    assert sum(today for today, _suggested, _c in weights.values()) == 100
    assert sum(suggested for _today, suggested, _c in weights.values()) == 100
    assert all(suggested == 0 for _today, suggested, coefficient in weights.values() if coefficient <= 0)
    assert weights["seats_used"][1] > weights["seats_used"][0]  # it is what the losses of this book go by
    assert row["folds"] == 5
    assert 0.5 < row["auc_today"] <= row["auc_suggested"] + 0.05
    assert backtest(past, "--suggest-weights") == [row]
    shown = " ".join(on_terminal(past, "scorecard", "backtest", "--suggest-weights").split())
    assert "This changes nothing: the weights are yours to set." in shown
    assert "logistic regression (L2, C = 1)" in shown
    clipped = [one for one, (_t, _s, coefficient) in weights.items() if coefficient < 0]
    assert ("clipped to 0, since more points went with more losses" in shown) is bool(clipped)
    assert past("health", "--json").out == before


def test_weights_are_suggested_for_one_scorecard_only(past, on_terminal):
    keys = [f"A{number:04}" for number in range(4)]
    imported(past, "accounts", ("account", "name", "segment"), *((key, f"Customer {key}", "smb") for key in keys))
    seats_only(past.home / "config" / "scorecards" / "smb.toml", head='segments = ["smb"]')
    [row], [every] = backtest(past, "--suggest-weights"), backtest(past)
    assert [card["scorecard"] for card in every["scorecards"]] == ["default", "smb"]
    left = every["decisions"] - row["decisions"]
    assert left > 0
    shown = on_terminal(past, "scorecard", "backtest", "--suggest-weights")
    assert f"without {left} decisions of accounts with a scorecard of their own: --scorecard FILE" in shown


@pytest.fixture
def unmeasured(enter):
    """50 lost contracts of which nothing was measured; `unmeasured(kept=250)` adds some that went on before them."""

    def entered(kept=0):
        with enter:
            for number in range(50 + kept):
                end = {"status": "ended"} if number < 50 else {"auto": True}
                day = f"202{6 if number < 50 else 5}-05-0{number % 9 + 1}"
                first = number == (50 if kept else 0)
                renews = "2025-04-01" if first else day
                enter.contract(f"A{number}", renews, starts="2023-01-01", months=24, **end)

    return entered


def test_where_nothing_was_measured_no_figure_is_made_up(cs, unmeasured, on_terminal):
    unmeasured(kept=250)
    [row] = backtest(cs)
    assert (row["enough"], row["lost"], row["bands"][3]["decisions"]) == (True, 50, 300)  # all grey
    assert [row[key] for key in ("red_to_green", "predictive", "auc", "brier", "calibration")] == [None] * 5
    shown = " ".join(on_terminal(cs, "scorecard", "backtest").split())
    assert "red ÷ green n/a cannot be told: red or green has no decision" in shown
    assert "AUC n/a of those with a band all were lost, or none" in shown
    assert "Brier" not in shown
    weights = " ".join(on_terminal(cs, "scorecard", "backtest", "--suggest-weights").split())
    assert "Nothing to suggest: of no measure did more points go with fewer losses." in weights
    assert "clipped" not in weights
    assert "AUC n/a: no split in time has lost and kept decisions on both sides" in weights


def test_where_all_were_lost_no_weights_can_be_learned(cs, unmeasured):
    unmeasured()
    answer = cs("scorecard", "backtest", "--suggest-weights")
    assert (answer.code, answer.text) == (78, "")
    assert answer.talk.startswith("cs: nothing to tell apart: no decision was kept\n")


def test_without_the_extra_the_line_to_install_it_is_said(past, monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn", None)
    answer = past("scorecard", "backtest", "--suggest-weights")
    assert (answer.code, answer.text) == (78, "")
    assert answer.talk == "cs: scikit-learn is not installed\n  pip install 'cs-cli[science]'\n"
    assert backtest(past)[0]["enough"]  # the back-test itself needs nothing


def one(number, band, *, lost=False, points=None, on=None):
    decide_on = on or date(2024, 1, 1) + timedelta(number)
    outcome = Outcome.LOST if lost else Outcome.RENEWED
    of = Decision(number, f"A{number}", "", "", decide_on - past_book.HORIZON, decide_on, "USD", 100, 100, outcome)
    return Observation(of, Snapshot(50.0, band, 100.0, points or {}, {}))


def test_the_earlier_half_says_what_the_later_half_is_judged_by():
    # earlier: 1 of 2 red lost, 0 of 2 green; later: red lost, red kept, green kept, yellow kept (never seen: base rate)
    bands = [Band.RED, Band.RED, Band.GREEN, Band.GREEN, Band.RED, Band.RED, Band.GREEN, Band.YELLOW]
    found = Backtest([one(at, band, lost=at in (0, 4)) for at, band in enumerate(bands)], []).calibration
    assert found is not None
    assert (found.earlier, found.later, found.base_rate) == (4, 4, 0.25)
    assert [(each.band, each.predicted, each.came.rate) for each in found.bins] == [
        (Band.RED, 0.5, 0.5),
        (Band.YELLOW, 0.25, 0.0),
        (Band.GREEN, 0.0, 0.0),
    ]
    assert found.brier == pytest.approx((0.25 + 0.25 + 0 + 0.0625) / 4)
    assert found.base == pytest.approx((0.5625 + 3 * 0.0625) / 4)


def test_decisions_of_one_day_are_not_split():
    day = date(2024, 1, 1)
    assert Backtest([one(at, Band.RED, lost=at == 0, on=day) for at in range(4)], []).calibration is None


@pytest.mark.parametrize(
    ("red", "green", "predictive", "ratio"),
    [
        ((30, 100), (10, 100), True, 3.0),
        ((29, 100), (10, 100), False, 2.9),
        ((60, 100), (0, 100), True, None),  # of green nothing was lost
        ((0, 100), (60, 100), False, 0.0),
        ((60, 100), (0, 0), None, None),  # nothing was green
    ],
)
def test_predictive_is_a_red_that_is_lost_three_times_as_often(red, green, predictive, ratio):
    rows = [one(at, Band.RED, lost=at < red[0]) for at in range(red[1])]
    rows += [one(400 + at, Band.GREEN, lost=at < green[0]) for at in range(green[1])]
    rows += [one(900 + at, Band.GREY, lost=True) for at in range(50)]  # enough losses to tell, and apart
    found = Backtest(rows, [])
    assert found.is_enough
    assert found.is_predictive is predictive
    assert found.ratio == (None if ratio is None else pytest.approx(ratio))


@pytest.mark.parametrize(
    ("points", "why"),
    [
        ([None] * 4, "never known"),
        ([50] * 4, "always 50 points"),
        ([10, None, 20, None], "known of kept or of lost ones only"),
        ([10, 10, 10, 20], "its interval holds 0.5"),
        ([10, 90, 20, 80], ""),
        ([90, 10, 80, 20], ""),
    ],
)
def test_a_measure_matters_if_it_tells_lost_from_kept(points, why):
    rows = [
        one(at, Band.RED, lost=at % 2 == 0, points={} if each is None else {"nps": each})
        for at, each in enumerate(points)
    ]
    [row] = Backtest(rows, ["nps"]).by_measure
    assert (row.why, row.matters) == (why, not why)
    assert row.is_reversed is (points == [90, 10, 80, 20])


def test_a_measure_the_wrong_way_round_is_said_to_be(past, on_terminal):
    upside_down = seats_only(past.home / "down.toml", zero_at=80, full_at=20)
    shown = on_terminal(past, "scorecard", "backtest", "--scorecard", upside_down, columns=200)
    assert "the wrong way round: more points, more losses" in shown
    assert "not predictive" in shown
    weights = on_terminal(past, "scorecard", "backtest", "--scorecard", upside_down, "--suggest-weights")
    assert "Nothing to suggest: of no measure did more points go with fewer losses." in weights
    assert "clipped to 0, since more points went with more losses: seats used" in " ".join(weights.split())


def test_accounts_are_looked_at_once_a_day_however_many_there_are():
    days = Counter()

    def look(ids, day):
        days[day] += 1
        return {key: Snapshot(None, Band.GREY, 0.0, {}, {}) for key in ids}

    same_day = [one(number, Band.RED, on=date(2025, 1, number % 3 + 1)).decision for number in range(30)]
    assert len(observed(same_day, look)) == 30
    assert days == {date(2025, 1, on) - past_book.HORIZON: 1 for on in (1, 2, 3)}


def test_a_fold_of_one_kind_is_no_judge():
    rows = [one(number, Band.RED, lost=number < 4, points={"nps": number}) for number in range(8)]
    found = suggestion(rows, {"nps": 10}, lambda *_: [1.0], lambda count: [(range(4), range(4, count))])
    assert (found.folds, found.auc_today, found.auc_suggested) == (0, None, None)
