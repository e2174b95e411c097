import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_cli.documents.source.deck import Block, Para, Run, plain
from cs_cli.documents.source.parse import parse
from cs_cli.errors import BadDataError, CsError


def blocks(source):
    return parse(source).slides[0].blocks


def kinds(source):
    return [block.kind for block in blocks(source)]


def test_front_matter_slides_and_meta():
    deck = parse(
        '---\ntitle: "A \\"b\\" c"  # the title\nlang: de # German\n\n# a comment\n---\n'
        "<!-- layout: dark -->\n# One\n---\n# Two\n"
    )
    assert deck.meta == (("title", 'A "b" c'), ("lang", "de"))
    assert [(plain(slide.title), slide.about("layout"), slide.line) for slide in deck.slides] == [
        ("One", "dark", 7),
        ("Two", "", 10),
    ]


def test_a_rule_of_dashes_divides_slides_also_directly_under_text():
    assert [plain(slide.title) for slide in parse("# One\ntext\n---\n# Two\n").slides] == ["One", "Two"]


def test_dashes_within_code_do_not_divide():
    deck = parse("# One\n\n```\n---\n::: no\n<!-- a: b -->\n```\n")
    assert len(deck.slides) == 1
    assert deck.slides[0].blocks == (Block("code", (Para((Run("---\n::: no\n<!-- a: b -->"),)),)),)


def test_styles_lists_and_headings():
    text = blocks(
        "Plain **bold** *it* ~~gone~~ `code` [site](https://a.example)\\\nnext\n\n"
        "- one\n  - two\n\n3. three\n\n## Head\n"
    )[0]
    assert text.paras == (
        Para(
            (
                Run("Plain "),
                Run("bold", bold=True),
                Run(" "),
                Run("it", italic=True),
                Run(" "),
                Run("gone", strike=True),
                Run(" "),
                Run("code", code=True),
                Run(" "),
                Run("site", link="https://a.example"),
                Run("\nnext"),
            )
        ),
        Para((Run("one"),), "-"),
        Para((Run("two"),), "-", 1),
        Para((Run("three"),), "3."),
        Para((Run("Head"),), head=2),
    )


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "ftp://a.example", "data:text/html,x", "file:///etc/passwd", "//a.example"]
)
def test_only_web_and_mail_addresses_are_links(address):
    runs = blocks(f"[site](<{address}>)")[0].paras[0].runs
    assert all(run.link == "" for run in runs)


@pytest.mark.parametrize(
    "source", ["<script>alert(1)</script>", "a <b onclick=x>b</b>", "![a](https://a.example/x.png)", "&copy;"]
)
def test_html_images_and_odd_text_stay_text(source):
    found = blocks(source)
    assert [block.kind for block in found] == ["text"]
    assert not any(run.link for para in found[0].paras for run in para.runs if source.startswith("<"))


def test_a_table_keeps_its_alignment_and_a_ragged_row_its_width():
    table = blocks("| a | b | c |\n|---|:-:|--:|\n| 1 | x \\| y |\n")[0]
    assert table.align == ("left", "center", "right")
    assert [plain(cell) for cell in table.rows[0]] == ["1", "x | y", ""]


def test_a_block_has_words_and_options():
    block = blocks(
        '::: chart line title="Active \\"users\\"" zero=false colors=c1,c2\n| a | b |\n|---|---|\n| x | 1 |\n:::\n'
    )[0]
    assert (block.kind, block.args, block.opts) == (
        "chart",
        ("line",),
        (("title", 'Active "users"'), ("zero", "false"), ("colors", "c1,c2")),
    )


def test_columns_hold_blocks_and_close_with_any_number_of_colons():
    for colons in (":::", ":::::"):
        source = f"{colons} columns 7:5\nleft\n\n::: callout good\nin\n:::\n+++\n| a |\n|---|\n| 1 |\n{colons}\n"
        (columns,) = blocks(source)
        assert columns.args == ("7:5",)
        assert [[held.kind for held in column.children] for column in columns.children] == [
            ["text", "callout"],
            ["table"],
        ]


def test_a_block_of_an_unknown_name_keeps_its_text_and_table():
    block = blocks("::: novelty\nSaid\n\n| a |\n|---|\n| 1 |\n:::\n")[0]
    assert (block.kind, block.paras[0].text, plain(block.rows[0][0])) == ("novelty", "Said", "1")


def test_code_within_a_block_is_kept_as_code():
    assert blocks("::: callout\n```\nrun\n```\n:::\n")[0].paras == (Para((Run("run", code=True),)),)


def test_a_quote_keeps_its_lines_and_a_table_in_it_stands_beside_it():
    assert kinds("> said\n>\n> by whom\n") == ["quote"]
    assert kinds("> | a |\n> |---|\n> | 1 |\n") == ["quote", "table"]


def test_comments_that_say_nothing_are_dropped():
    assert parse("<!-- a note\nover two lines -->\n<!-- todo -->\n# Title\n").slides[0].meta == ()


def test_items_of_a_list_may_hold_paragraphs_and_tables():
    assert kinds("- one\n\n  more\n\n  > q\n") == ["text", "quote"]
    assert blocks("- one\n\n  more\n")[0].paras == (Para((Run("one"),), "-"), Para((Run("more"),), "", 1))


@pytest.mark.parametrize(
    ("source", "line", "what"),
    [
        ("---\ntitle: x\n", 1, "the front matter is not closed"),
        ("---\nno colon\n---\n", 2, '"no colon" is not "key: value"'),
        ("# A\n\n::: metrics\n| a |\n", 3, "::: metrics is not closed"),
        ("# A\n\n::: columns\n::: callout\nx\n:::\n", 3, "::: columns is not closed"),
        ("# A\n---\n\n::: callout\n::: chart bar\n:::\n:::\n", 5, "::: callout (line 4) cannot hold another block"),
        ("# A\n:::\n", 2, '":::" closes a block, but none is open'),
        ("# A\n<!-- never\n", 2, "the comment is not closed"),
        ("::: chart bar\n| a | b |\n|---|---|\n| x | many |\n:::\n", 1, '::: chart: "many" is not a number'),
        (
            "::: table\n| a |\n|---|\n| 1 |\n\ntext\n\n| b |\n|---|\n| 2 |\n:::\n",
            1,
            "::: table holds 2 tables, and can hold one",
        ),
    ],
)
def test_an_error_names_its_line(source, line, what):
    with pytest.raises(BadDataError) as error:
        parse(source, "deck.md")
    assert error.value.sentence == f"deck.md, line {line}: {what}"


@given(st.text(alphabet=st.sampled_from(list('#-:+|>`*_~<!\\ \n1.a[](){}="é北\u2068')), max_size=60))
def test_any_text_is_a_deck_or_an_error_with_its_line(source):
    try:
        parse(source)
    except CsError as error:
        assert ", line " in error.sentence  # noqa: PT017  either is right
