"""t31 is a task, m7 a milestone: what a letter and a number mean."""

import pytest

from cs_cli.domain.numbered import parse_number


@pytest.mark.parametrize(
    ("said", "letters", "meant"),
    [
        ("m7", "tm", ("milestone", 7)),
        ("T31", "tm", ("task", 31)),
        (" 31 ", "tm", ("task", 31)),
        ("v2", "v", ("value_item", 2)),
    ],
)
def test_a_letter_and_a_number_name_a_row(said, letters, meant):
    assert parse_number(said, letters) == meant


@pytest.mark.parametrize("said", ["", "m", "m0", "m-1", "x7", "mm7", "m²", "m99999999999", "o7"])
def test_anything_else_is_refused_with_an_example(said):
    with pytest.raises(ValueError, match="is no number like t7 or m7"):
        parse_number(said, "tm")
