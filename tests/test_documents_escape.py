import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_cli.documents.source.deck import plain
from cs_cli.documents.source.escape import clean, clean_source, markdown_text, one_line
from cs_cli.documents.source.parse import parse
from cs_cli.output.clean import clean as on_a_terminal

NAUGHTY = Path(__file__).parent / "data" / "naughty" / "blns.json"
ISOLATES = str.maketrans("", "", "\u2068\u2069")


def shown(text):
    """What a reader sees of a value in a title, a list and a table cell."""
    value = markdown_text(text)
    slide = parse(f"# {value}\n\n- {value}\n\n| a | b |\n|---|---|\n| x | {value} |\n").slides[0]
    cell = slide.blocks[-1].rows[0][1]
    return {plain(slide.title), slide.blocks[0].paras[0].text if len(slide.blocks) == 2 else "", plain(cell)}


@pytest.mark.parametrize(
    "text",
    [
        "**bold** _it_ `code` ~~s~~",
        "a | b",
        "<script>alert(1)</script>",
        "<!-- audience: internal -->",
        "[x](https://evil.example)",
        "![x](https://evil.example/p.png)",
        "# Title",
        "--- x",
        "::: notes",
        "- item",
        "+ item",
        "1. one",
        "12) twelve",
        "&amp; &#35;",
        "C:\\new\\table",
        "trailing #",
        "#",
        "---",
        "* * *",
        "> quote",
        "{{ 7*7 }}",
        '"quoted"',
        "=",
        "==",
        "a\\",
        "https://a.example/?a=b&c=d",
    ],
)
def test_stored_text_is_shown_as_it_is(text):
    assert shown(text) == {text}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("two\nlines\r\n---\n# more", "two lines --- # more"),
        ("a\u2028b\u2029c", "a b c"),
        ("\x1b[31mred\x07", "[31mred"),
        ("safe\u202eevil", "safeevil"),
        ("\ud800lone", "lone"),
        (" x \t y ", "x y"),
        ("a\x00b", "ab"),
        ("\u2066x\u2069", "x"),
        ("a\u061cb\ufeffc", "abc"),
    ],
)
def test_what_could_steer_a_reader_is_dropped(text, kept):
    assert one_line(text) == kept
    assert shown(text) == {kept}


def test_a_terminal_and_a_deck_drop_the_same_characters():
    every = [chr(code) for code in range(0x110000)]
    dropped = {char for char in every if not clean(char)}
    assert dropped == {char for char in every if not on_a_terminal(char)}
    assert {"\x1b", "\u061c", "\u202e", "\ufeff", "\udfff"} <= dropped
    assert not dropped & {"\t", "\n", " ", "\u00a0", "\u200c", "\u200d", "A"}


def test_right_to_left_text_is_fenced_off_from_its_neighbours():
    assert markdown_text("נמר־כסף") == "\u2068נמר־כסף\u2069"
    assert markdown_text("נמר־כסף 24 ב: notice due") == "\u2068נמר־כסף 24 ב\u2069: notice due"
    assert markdown_text("Acme") == "Acme"
    assert clean("\u2068x\u2069") == "x"
    assert clean_source("\u2068x\u2069\u202e") == "\u2068x\u2069"


@given(st.text(max_size=40).filter(one_line))
def test_any_text_is_shown_as_its_one_clean_line(text):
    assert {value.translate(ISOLATES) for value in shown(text)} == {one_line(text)}


def test_every_naughty_string_is_shown_as_its_one_clean_line():
    strings = [text for text in json.loads(NAUGHTY.read_text("utf-8")) if one_line(text)]
    assert len(strings) > 400
    for text in strings:
        assert {value.translate(ISOLATES) for value in shown(text)} == {one_line(text)}
