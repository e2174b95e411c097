from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_cli.documents.source.deck import Block, Deck, Para, Run, Slide
from cs_cli.documents.source.parse import parse
from cs_cli.documents.writers.markdown import write_markdown

DECKS = sorted((Path(__file__).parent / "data" / "decks").glob("*.md"))

words = st.text(st.sampled_from(list('aé北\\`*_[]<>|~&"#+-.:1(){}!=')), min_size=1, max_size=8)
said = st.lists(words, min_size=1, max_size=3).map(" ".join)
values = said.map(str.strip).filter(lambda text: text and " #" not in text)
runs = st.builds(lambda text: (Run(text),), said)
styled = st.builds(Run, words, bold=st.booleans(), strike=st.sampled_from([True])).map(
    lambda run: (Run("x "), run, Run(" y"))
)
paras = st.lists(st.builds(Para, runs | styled), min_size=1, max_size=3).map(tuple)
names = st.sampled_from(["callout", "source", "cards", "novelty"])


@st.composite
def tables(draw, kind="table"):
    count = draw(st.integers(1, 3))
    row = st.lists(runs, min_size=count, max_size=count).map(tuple)
    align = st.lists(st.sampled_from(["left", "center", "right"]), min_size=count, max_size=count).map(tuple)
    return Block(kind, header=draw(row), rows=tuple(draw(st.lists(row, max_size=3))), align=draw(align))


blocks = (
    st.builds(Block, names, paras, opts=st.lists(st.tuples(st.just("title"), said), max_size=1).map(tuple)) | tables()
)
slides = st.builds(
    Slide,
    runs,
    st.lists(st.tuples(st.just("section"), values), max_size=1).map(tuple),
    st.lists(blocks, max_size=3).map(tuple),
)


@given(
    st.builds(
        Deck,
        st.lists(st.tuples(st.just("title"), said), max_size=1).map(tuple),
        st.lists(slides, min_size=1, max_size=3).map(tuple),
    )
)
def test_what_is_written_reads_as_the_same_deck(deck):
    assert parse(write_markdown(deck)) == deck


@pytest.mark.parametrize("path", DECKS, ids=lambda path: path.stem)
def test_a_real_deck_survives_writing(path):
    deck = parse(path.read_text("utf-8"))
    assert len(deck.slides) >= 9
    assert parse(write_markdown(deck)) == deck


def test_lists_code_columns_and_notes_survive_writing():
    source = (
        "# T\n\n- a\n- b\n    - c\n\n1. d\n\n```py\nx = '|'\n```\n\n> q\n>\n> by\n\n::::: columns 1:2\nleft `a``b` [l](<https://a.example>)\n"
        "+++\n::: callout\nx\n:::\n:::::\n\n::: notes\nhm\n:::\n"
    )
    assert parse(write_markdown(parse(source))) == parse(source)
