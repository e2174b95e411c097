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


NESTED = "# A\n\n::::: columns 6:6\n::: {name}\nSECRET\n:::\n+++\nSeen\n:::::\n"


@pytest.mark.parametrize("name", ["notes", "Notes", "note"])
def test_notes_within_columns_are_for_the_speaker_alone(name):
    deck = parse(NESTED.format(name=name))
    assert "SECRET" in [para.text for block in deck.slides[0].notes for para in block.paras]
    assert "SECRET" not in list(texts(for_audience(deck, CUSTOMER)))


@pytest.mark.parametrize("before", ["- ", "> ", "  "])
def test_a_block_begins_its_line(before):
    with pytest.raises(BadDataError, match='line 3: ":::" stands at the beginning of its line'):
        parse(f"# A\n\n{before}::: notes\n{before}SECRET\n{before}:::\n")


def test_a_customer_gets_no_line_that_is_the_authors_own():
    deck = parse("<!-- Note: SECRET -->\n<!-- section: Seen -->\n# A\n")
    assert for_audience(deck, CUSTOMER).slides[0].meta == (("section", "Seen"),)


def test_the_word_audience_counts_in_any_case():
    with pytest.raises(BadDataError, match='not "Internal"'):
        parse("<!-- Audience: Internal -->\n# A\n")
    assert parse("<!-- AUDIENCE: internal -->\n# A\n").slides[0].is_internal
