"""How long an account may be silent, by its segment: the shipped limits, one's own file, what is wrong in it."""

from pathlib import Path

import pytest

from cs_cli.domain.segments import Limits, segments_from
from cs_cli.errors import ConfigError
from cs_cli.store.segments import load_segments


@pytest.mark.parametrize(
    ("segment", "limits"),
    [
        ("strategic", Limits(21, 60)),
        ("Enterprise", Limits(45, 90)),
        ("tech-touch", Limits(120, None)),
        ("gold", Limits(75, 90)),
        (None, Limits(75, 90)),
    ],
)
def test_each_segment_has_its_limits_and_what_is_not_named_the_default(tmp_path, segment, limits):
    assert load_segments(tmp_path).limits(segment) == limits


def test_a_file_of_ones_own_wins_as_a_whole(tmp_path):
    own = "[default]\nsilent_after_days = 30\n[segment.gold]\nsilent_after_days = 7\n"
    (tmp_path / "segments.toml").write_text(own, encoding="utf-8")
    segments = load_segments(tmp_path)
    assert segments.limits("gold") == Limits(7, None)
    assert segments.limits("strategic") == Limits(30, None)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "s.toml: default: silent_after_days must be a whole number from 1 to 3650"),
        ({"default": {"silent_after_days": 0}}, "s.toml: default: silent_after_days must be a whole number"),
        ({"default": 3}, "s.toml: default must be a table of settings"),
        ({"default": {"silent_after_days": 9, "days": 1}}, "s.toml: default: days is no setting of a segments file"),
        ({"default": {"silent_after_days": 9}, "segment": {"x": []}}, "s.toml: segment.x must be a table of settings"),
        ({"default": {"silent_after_days": 9}, "segments": {}}, "s.toml: segments is no setting of a segments file"),
    ],
)
def test_what_is_wrong_in_the_file_is_named(values, said):
    with pytest.raises(ConfigError) as raised:
        segments_from(values, "s.toml")
    assert raised.value.sentence.startswith(said)


def test_a_toml_file_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / "segments.toml").write_text("[default", encoding="utf-8")
    with pytest.raises(ConfigError, match="cannot be read as TOML"):
        load_segments(tmp_path)


RULES = """[default]
silent_after_days = 60
[segment.enterprise]
when = "arr:>=50k"
silent_after_days = 45
[segment.smb]
when = "arr:>0"
"""


@pytest.fixture
def book(cs, enter):
    with enter:
        enter.account("ACME", "Acme Corp", segment="smb")
        enter.account("BREW", "Brewery")
        enter.account("COLD", "Cold Storage", segment="Enterprise")
        enter.account("NEW", "New Ltd", segment="gold")
        enter.contract("ACME", "2027-01-31", arr=50_000)
        enter.contract("BREW", "2027-01-31", arr=1_000)
        enter.contract("COLD", "2027-01-31", arr=90_000)
    (cs.home / "config").mkdir()
    (cs.home / "config" / "segments.toml").write_text(RULES, encoding="utf-8")
    return cs


def test_the_first_rule_that_fits_says_who_would_move(book):
    assert book("segments", "check", "--json").rows == [
        {"account": "ACME", "name": "Acme Corp", "from": "smb", "to": "enterprise", "when": "'arr:>=50k'"},
        {"account": "BREW", "name": "Brewery", "from": None, "to": "smb", "when": "'arr:>0'"},
    ]
    assert "2 accounts would move. Move them: cs segments apply" in book("segments", "check").text
    assert "would move" in book("segments", "apply", "--dry-run").text


def test_applying_the_rules_is_one_step_back(book):
    moved = book("segments", "apply")
    assert moved.talk == (
        "Acme Corp (ACME): segment smb → enterprise\nBrewery (BREW): segment – → smb\n"
        "2 accounts moved. Take it back: cs undo\n"
    )
    segments = {row["account"]: row["segment"] for row in book("accounts", "--json").rows}
    assert segments == {"ACME": "enterprise", "BREW": "smb", "COLD": "Enterprise", "NEW": "gold"}
    assert book("segments", "apply").talk == "Nobody moves: every account is where the rules say\n"
    assert book("segments", "check").text == "Nobody would move: every account is where the rules say.\n"
    assert book("undo").code == 0
    assert {row["account"]: row["segment"] for row in book("accounts", "--json").rows}["ACME"] == "smb"
    assert book("redo").code == 0


def test_the_segments_are_listed_with_their_limits_rules_and_accounts(book):
    assert [tuple(row.values()) for row in book("segments", "--json").rows] == [
        ("enterprise", 1, 45, None, "'arr:>=50k'"),
        ("smb", 1, 60, None, "'arr:>0'"),
        ("gold", 1, 60, None, None),
    ]
    text = book("segments").text
    assert "1 account in none. Who would move by the rules: cs segments check" in text


@pytest.mark.parametrize(
    ("rule", "code", "said"),
    [
        ('when = "ar:>5"', 78, 'segments.toml: segment.smb: when: "ar:>5" is not understood'),
        ("when = 5", 78, "segment.smb: when must be the words of a filter"),
        ('when = ""', 78, "segment.smb: when must be the words of a filter"),
        ('when = "owner:\'x"', 78, 'segment.smb: when "owner:\'x" cannot be read: No closing quotation'),
        ('when = "seg:x"', 78, "when asks for a segment, which is what it is to say"),
        ("silent_after_days = 3", 78, "has no rule: no segment in it says when"),
    ],
)
def test_a_wrong_rule_is_named(book, rule, code, said):
    text = f"[default]\nsilent_after_days = 60\n[segment.smb]\n{rule}\n"
    (book.home / "config" / "segments.toml").write_text(text, encoding="utf-8")
    answer = book("segments", "check")
    assert (answer.code, said in answer.talk) == (code, True), answer.talk


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["move"], '"move" is nothing that segments do'),
        (["copy", "--json"], "cs segments copy answers with one line"),
        (["--dry-run"], "--dry-run goes with apply"),
        (["apply", "--json"], "cs segments apply answers with one line"),
    ],
)
def test_what_segments_cannot_do_is_said(book, words, said):
    answer = book("segments", *words)
    assert (answer.code, said in answer.talk) == (2, True)


def test_a_file_of_ones_own_begins_as_a_copy_and_the_shipped_one_is_left_alone(cs, enter):
    enter.account("ACME", segment="enterprise")
    own = cs.home / "config" / "segments.toml"
    alone = cs("segments").text.splitlines()
    assert alone[-2:] == [
        f"From the shipped file. Begin your own: cs segments copy writes {own}",
        f'A rule is a line when = "arr:>=100k" in {own}.',
    ]
    assert f"cs segments copy writes {own}" in cs("segments", "check").talk
    assert (cs("segments", "copy").text, load_segments(own.parent)) == (f"{own}\n", load_segments(cs.home))
    assert f"From {own}. A rule is a line" in cs("segments").text
    again = cs("segments", "copy")
    assert (again.code, f"{own} is there already" in again.talk) == (73, True)


def test_the_file_of_the_handbook_is_valid(cs, enter):
    with enter:
        enter.account("ACME")
        enter.contract("ACME", "2027-01-31", arr=120_000)
    page = (Path(__file__).parent.parent / "docs" / "filters.md").read_text(encoding="utf-8")
    (cs.home / "config").mkdir()
    (cs.home / "config" / "segments.toml").write_text(page.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    [move] = cs("segments", "check", "--json").rows
    assert (move["account"], move["to"], move["when"]) == ("ACME", "enterprise", "'arr:>=100k'")
