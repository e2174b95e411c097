"""How long an account may be silent, by its segment: the shipped limits, one's own file, what is wrong in it."""

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
