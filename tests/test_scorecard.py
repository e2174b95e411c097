"""Scorecards from TOML: the shipped one, a user's own, and what is refused."""

import tomllib
from pathlib import Path

import pytest

from cs_cli.domain.curves import Bands, Linear, Recency, Step
from cs_cli.domain.scorecard import Cap, Measure, Scorecard
from cs_cli.domain.scorecard_settings import scorecard_from
from cs_cli.errors import ConfigError
from cs_cli.store.scorecards import SHIPPED, load_scorecards, read_scorecard

SMALL = """
name = "small"
segments = ["SMB"]
green_from = 80
yellow_from = 40
coverage_from = 50

[[measure]]
input = "nps"
weight = 60
rule = "linear"
zero_at = -50
full_at = 50
expires_after_days = 90
min_answers = 2

[[measure]]
input = "two_way"
weight = 25
rule = "recency"
half_life_days = 30

[[measure]]
input = "tickets"
weight = 15
rule = "bands"
bands = [{ up_to = 2, points = 100 }, { below = 2.5, points = 50 }, { points = 0 }]

[[cap]]
when = "severe_ticket"
after_days = 7
at_most = 30

[[cap]]
when = "auto_renew_off"
at_most = "yellow"

[[cap]]
when = "not_activated"
at_most = "red"
"""


def from_toml(text: str) -> Scorecard:
    return scorecard_from(tomllib.loads(text), "small.toml")


def test_every_setting_arrives():
    assert from_toml(SMALL) == Scorecard(
        name="small",
        measures=(
            Measure("nps", 60, Linear(-50, 50), expires_after_days=90, min_answers=2),
            Measure("two_way", 25, Recency(30)),
            Measure("tickets", 15, Bands((Step(2, True, 100), Step(2.5, False, 50), Step(None, False, 0)))),  # noqa: FBT003
        ),
        caps=(Cap("severe_ticket", 30, 7), Cap("auto_renew_off", 79), Cap("not_activated", 39)),
        green_from=80,
        yellow_from=40,
        coverage_from=50,
        segments=("SMB",),
    )


def test_the_shipped_scorecard_weighs_100_and_greens_from_75():
    card = read_scorecard(SHIPPED)
    assert (card.name, card.total_weight, card.green_from, card.yellow_from) == ("default", 100, 75, 50)
    assert [(cap.when, cap.at_most, cap.after_days) for cap in card.caps] == [
        ("severe_ticket", 40, 14),
        ("not_activated", 49, 60),
        ("sponsor_gone", 74, 45),
        ("auto_renew_off", 74, 0),
    ]


def test_the_fingerprint_changes_with_any_setting():
    one, other = from_toml(SMALL), from_toml(SMALL.replace("weight = 60", "weight = 61"))
    assert one.fingerprint == from_toml(SMALL).fingerprint != other.fingerprint
    assert len(one.fingerprint) == 4


@pytest.mark.parametrize(
    ("setting", "instead", "sentence"),
    [
        ('name = "small"', "name = 3", "small.toml: name must be a text"),
        ('name = "small"', 'name = " "', "small.toml: name must be a text"),
        ('["SMB"]', '"SMB"', "small.toml: segments must be a list of texts"),
        ('["SMB"]', "[1]", "small.toml: segments must be a list of texts"),
        (
            "green_from = 80",
            "green_from = 40",
            "small.toml: green_from must be a whole number from 41 to 100",
        ),
        ("green_from = 80", "green_form = 80", "small.toml: green_form is no setting of a scorecard"),
        (
            "yellow_from = 40",
            "yellow_from = 40.5",
            "small.toml: yellow_from must be a whole number from 1 to 99",
        ),
        (
            "weight = 25",
            "weight = true",
            "small.toml: measure 2: weight must be a whole number from 0 to 1000",
        ),
        ("weight = 25", "weight = -1", "small.toml: measure 2: weight must be a whole number from 0 to 1000"),
        ("weight = 25", "", "small.toml: measure 2: weight must be a whole number from 0 to 1000"),
        (
            'input = "nps"',
            'input = "mood"',
            "small.toml: measure 1: input must be seats_used, usage_trend, breadth",
        ),
        (
            'input = "nps"',
            'input = "usage_trend"',
            "small.toml: measure 1: min_answers is no setting of a scorecard",
        ),
        ('input = "tickets"', 'input = "nps"', "small.toml: measure has nps twice"),
        (
            'rule = "linear"',
            'rule = "cubic"',
            "small.toml: measure 1: rule must be linear, points, bands, recency, trend, words or by_age",
        ),
        ("full_at = 50", "full_at = -50", "small.toml: measure 1: full_at must differ from zero_at"),
        ("full_at = 50", "full_at = nan", "small.toml: measure 1: full_at must be a number"),
        ("full_at = 50", 'full_at = "50"', "small.toml: measure 1: full_at must be a number"),
        ("below = 2.5", "below = 1", "small.toml: measure 3: bands must go up"),
        ("below = 2.5, points = 50", "points = 50", "small.toml: measure 3: bands must go up"),
        (
            "{ points = 0 }",
            "{ up_to = 9, points = 0 }",
            "small.toml: measure 3: bands must end with one that has no",
        ),
        ("{ points = 0 }", "3", "small.toml: measure 3: bands 3 must be a table of settings"),
        ("points = 100", "points = 101", "small.toml: measure 3: bands 1: points must be from 0 to 100"),
        ("up_to = 2,", "up_to = 2, below = 2,", "small.toml: measure 3: bands 1: below is no setting"),
        ("at_most = 30", "at_most = 101", "small.toml: cap 1: at_most must be a whole number from 0 to 100"),
        ('at_most = "red"', 'at_most = "green"', "small.toml: cap 3: at_most must be red or yellow"),
        (
            'when = "auto_renew_off"',
            'when = "mood"',
            "small.toml: cap 2: when must be severe_ticket, not_activated, auto_renew_off",
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_place(setting, instead, sentence):
    assert setting in SMALL
    with pytest.raises(ConfigError) as refused:
        from_toml(SMALL.replace(setting, instead))
    assert refused.value.sentence.startswith(sentence)
    assert refused.value.hints == ("Mend small.toml, or move it away to use the scorecard that comes with cs",)


@pytest.mark.parametrize("measures", ["", "measure = []", "measure = 3"])
def test_a_scorecard_measures_something(measures):
    with pytest.raises(ConfigError, match="measure must be a list of tables, at least one"):
        from_toml(f'name = "x"\n{measures}')


def put(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


def test_without_own_scorecards_the_shipped_one_serves_everybody(tmp_path):
    cards = load_scorecards(tmp_path / "absent")
    assert cards.serving("enterprise", None) is cards.serving(None, None) is cards.default
    assert cards.default == read_scorecard(SHIPPED)


def test_a_scorecard_serves_its_segments_whatever_their_case(tmp_path):
    put(tmp_path, "small.toml", SMALL)
    cards = load_scorecards(tmp_path)
    assert cards.serving("smb", None).name == "small"
    assert cards.serving("enterprise", None) is cards.serving("", "") is cards.default


def test_a_users_default_replaces_the_shipped_one(tmp_path):
    put(tmp_path, "mine.toml", SMALL.replace('"small"', '"default"'))
    assert load_scorecards(tmp_path).serving("anything", None).green_from == 80


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        (
            {"a.toml": SMALL, "b.toml": SMALL.replace('"small"', '"other"')},
            'scorecards "small" and "other" both serve "smb"',
        ),
        ({"a.toml": SMALL.replace('segments = ["SMB"]', "")}, 'scorecard "small" in .* serves no segment'),
        (
            {name: SMALL.replace('"small"', '"default"') for name in ("a.toml", "b.toml")},
            'two scorecards in .* are named "default"',
        ),
        ({"a.toml": "name ="}, "a.toml cannot be read as TOML: Invalid value"),
    ],
)
def test_scorecards_that_contradict_each_other_are_refused(tmp_path, files, sentence):
    for name, text in files.items():
        put(tmp_path, name, text)
    with pytest.raises(ConfigError, match=sentence):
        load_scorecards(tmp_path)


@pytest.mark.parametrize("settings", ["yellow_from = 90\ngreen_from = 75", "yellow_from = 90", "yellow_from = 75"])
def test_yellow_begins_below_green(settings):
    with pytest.raises(ConfigError, match=r"small.toml: (green|yellow)_from must be"):
        from_toml(SMALL.replace("green_from = 80\nyellow_from = 40", settings))
