import pytest

from cs_cli.documents.document import document_of
from cs_cli.documents.source.deck import CUSTOMER, INTERNAL, for_audience, texts
from cs_cli.documents.source.parse import parse
from cs_cli.documents.writers.html import write_html
from cs_cli.errors import BadDataError

SOURCE = """\
# For everybody

::: notes
Whispered to the speaker.
:::

---
<!-- audience: internal -->
# For our own eyes
"""


def test_a_customer_gets_neither_internal_slides_nor_notes():
    deck = for_audience(parse(SOURCE), CUSTOMER)
    assert [slide.title[0].text for slide in deck.slides] == ["For everybody"]
    assert deck.slides[0].notes == ()


def test_an_internal_audience_gets_everything():
    assert for_audience(parse(SOURCE), INTERNAL) == parse(SOURCE)


@pytest.mark.parametrize("words", ["Whispered", "our own eyes"])
def test_no_writer_sees_what_the_audience_may_not(words):
    made = document_of(SOURCE, CUSTOMER)
    assert words not in made.markdown
    assert words not in write_html(made.deck)
    assert words in document_of(SOURCE, INTERNAL).markdown
    assert words in write_html(document_of(SOURCE, INTERNAL).deck)


def test_an_internal_document_is_refused_for_a_customer():
    source = "---\naudience: internal\n---\n# Ours\n"
    with pytest.raises(BadDataError, match="internal audience only") as refused:
        document_of(source, CUSTOMER)
    assert refused.value.hints == ("Make it with --internal.",)
    assert document_of(source, INTERNAL).deck.slides


@pytest.mark.parametrize("word", ["Internal", "intern", "everybody"])
def test_an_unknown_audience_is_an_error_and_never_shown(word):
    with pytest.raises(BadDataError, match=f'line 1: audience is "customer" or "internal", not "{word}"'):
        parse(f"<!-- audience: {word} -->\n# Ours\n")


def test_texts_are_everything_that_is_said():
    chart = '::: chart bar title="E"\n| F | G |\n|---|---|\n| H | 1 |\n:::\n'
    source = f"---\ntitle: A\n---\n<!-- section: B -->\n# C\n\nD\n\n{chart}"
    assert [text for text in texts(parse(source)) if text] == ["A", "C", "B", "D", "E", "F", "G", "H", "1"]
