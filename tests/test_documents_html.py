import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from documents_book import rich

from cs_cli.documents.document import document_of, make_document
from cs_cli.documents.source.deck import INTERNAL, for_audience
from cs_cli.documents.source.parse import parse
from cs_cli.documents.writers.html import write_html

DECKS = Path(__file__).parent / "data" / "decks"
VOID = {"meta", "br", "col"}


def html_of(source):
    return write_html(for_audience(parse(source), INTERNAL))


@pytest.fixture(scope="module")
def sample():
    return html_of((DECKS / "qbr.md").read_text("utf-8"))


class Reading(HTMLParser):
    """The elements of a page with their attributes, and whether every one that opens also closes."""

    def __init__(self, page):
        super().__init__()
        self.open, self.found = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def all(self, tag):
        return [attrs for name, attrs in self.found if name == tag]


def digest(text):
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def test_the_policy_admits_exactly_the_style_and_the_script_of_the_page(sample):
    policy = Reading(sample).all("meta")[1]["content"]
    (style,) = re.findall(r"<style>(.*?)</style>", sample, re.DOTALL)
    (script,) = re.findall(r"<script>(.*?)</script>", sample, re.DOTALL)
    assert policy == (
        f"default-src 'none'; style-src {digest(style)}; script-src {digest(script)}; font-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def test_nothing_needs_a_style_attribute_or_the_network(sample):
    reading = Reading(sample)
    assert not [attrs for _, attrs in reading.found if "style" in attrs or any(name.startswith("on") for name in attrs)]
    assert not [
        tag for tag, attrs in reading.found if tag in {"link", "img", "iframe", "object", "use"} or "src" in attrs
    ]
    assert not re.search(r"https?://|//[a-z]|@import", re.sub(r"base64,[^)]+", "", sample))
    assert re.findall(r"url\((?!data:font/woff2)", sample) == []


def test_every_element_that_opens_closes(sample):
    assert Reading(sample).open == []


def test_what_those_hear_who_do_not_see_the_deck(sample):
    reading = Reading(sample)
    assert reading.all("html") == [{"lang": "en"}]
    assert len(reading.all("h1")) == 1
    assert [attrs["aria-label"] for attrs in reading.all("section")] == [f"Slide {n} of 13" for n in range(1, 14)]
    pictures = [attrs for attrs in reading.all("svg") if attrs.get("role") == "img"]
    assert len(pictures) == 4
    assert pictures[0]["aria-label"].startswith(
        "Line chart: Monthly active users. Active users: 548 (Oct) to 812 (Sep); "
    )
    assert all(
        attrs.get("role") == "img" or attrs.get("aria-hidden") == "true" or "viewbox" in attrs
        for attrs in reading.all("svg")
    )
    assert sample.count('<div class="data"><table>') == 5
    assert {attrs["scope"] for attrs in reading.all("th")} == {"col", "row"}


def test_status_is_a_sign_and_a_word_and_a_colour():
    page = html_of("# T\n\n| What | Status |\n|---|---|\n| a | At risk |\n| b | Odd |\n")
    assert '<span class="pill t-watch"><svg class="glyph"' in page
    assert "At risk</span>" in page
    assert '<td data-label="Status">Odd</td>' in page


def test_internal_slides_wear_a_badge_and_notes_are_for_the_key_n():
    page = html_of("<!-- audience: internal -->\n# T\n\n::: notes\nWhisper\n:::\n")
    assert page.count("Internal only</p>") == 1
    assert re.search(r'<aside class="notes" hidden aria-label="Speaker notes">.*Whisper.*</aside>', page)


def test_a_slide_over_several_pages_numbers_its_label_and_repeats_its_head():
    rows = "".join(f"| r{n} | x |\n" for n in range(30))
    page = html_of(
        f"<!-- section: Support -->\n# T\n\n| a | b |\n|---|---|\n{rows}\n---\n# U\n\n| c | d |\n|---|---|\n{rows}"
    )
    assert re.findall(r'<p class="label">([^<]*)</p>', page) == [f"Support · {n} of 3" for n in (1, 2, 3)] + [
        f"{n} of 3" for n in (1, 2, 3)
    ]
    assert page.count('<th scope="col">a</th>') == 3


def test_every_kind_of_block_is_written():
    page = html_of(
        "# T\n\nSaid **b** *i* ~~s~~ `c` [l](https://a.example)\\\nnext\n\n- one\n    - two\n\n1. three\n\n    more\n\n"
        "## H\n\n```\nx < y\n```\n\n> q\n\n> p\n>\n> by\n\n"
        "::: callout nonsense\nc\n:::\n\n::: facts\n| L | V |\n|---|---|\n| a | b |\n:::\n\n"
        "::: signoff\n| N |\n|---|\n| Jo |\n:::\n\n"
        "::: cards numbered\nFirst\n### C\n- x\n:::\n\n::: novelty\nnew\n:::\n"
    )
    for part in (
        "<p>Said <strong>b</strong> <em>i</em> <s>s</s> <code>c</code> ",
        '<a href="https://a.example" rel="noreferrer">l</a><br>next</p>',
        "<ul><li>one</li></ul>",
        '<ul class="in1"><li>two</li></ul>',
        '<ol><li><span class="no">3.</span>three</li></ol>'.replace("3.", "1."),
        '<p class="in1">more</p>',
        '<h2 class="head">H</h2>',
        "<pre>x &lt; y</pre>",
        '<p class="by">by</p>',
        'class="callout flow info"',
        "<dt>a</dt><dd>b</dd>",
        '<p class="name">Jo</p>',
        '<span class="no">1</span><div class="flow"><p>First</p></div>',
        '<span class="no">2</span><h3 class="head">C</h3>',
        "<p>new</p>",
    ):
        assert part in page, part


def test_a_title_page_and_a_page_without_a_title():
    page = html_of(
        "<!-- layout: title -->\n# Acme\n\nSaid\n\n::: facts\n| L | V |\n|---|---|\n| a | b |\n:::\n\n---\nJust text\n"
    )
    assert '<h1>Acme</h1><div class="flow"><p>Said</p></div>' in page
    assert page.count("<h2>") == 0
    assert 'class="slide light' in page
    assert " bare" in page


def test_a_cell_of_more_than_six_lines_is_clamped_and_stays_whole_for_readers():
    words = " ".join(f"word{n}" for n in range(400))
    page = html_of(f"# T\n\n| a | b |\n|---|---|\n| {words} | x |\n")
    assert f'<div class="clamp">{words}</div>' in page


def test_stored_text_cannot_become_markup(tmp_path):
    book = rich(tmp_path, rows=0)
    evil = '</section><script>alert(1)</script> "x" <img src=x onerror=alert(1)> ::: notes'
    account = book.account("EVIL", evil)
    book.contact(account, "<b onclick=alert(1)>Jo</b>", title="](https://evil.example) | --- |")
    book.ticket(account, "<!-- audience: internal -->", "2026-11-01", subject="# no title\n---\n::: notes")
    page = write_html(make_document("qbr", book.review(key="EVIL")).deck)
    reading = Reading(page)
    assert len(reading.all("script")) == 1
    assert not reading.all("img") + reading.all("b") + reading.all("a")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "# no title --- ::: notes" in page
    assert reading.open == []


def test_the_extended_letters_are_embedded_only_where_needed():
    plain, text, title = (html_of(source) for source in ("# A\n\nb\n", "# A\n\nZieliński\n", "# Zieliński\n"))
    assert [page.count("@font-face") for page in (plain, text, title)] == [3, 5, 6]
    assert html_of("# A\n\n::: metrics\n| M | V |\n|---|---|\n| a | ł1 |\n:::\n").count("@font-face") == 6


def test_a_deck_stays_under_200_kilobytes(sample, tmp_path):
    assert len(sample.encode()) < 200_000
    assert len(write_html(make_document("qbr", rich(tmp_path).review()).deck).encode()) < 140_000


def test_a_document_without_a_title_has_a_name():
    assert "<title>Document</title>" in html_of("# T\n")
    assert "<title>A &amp; B</title>" in html_of('---\ntitle: "A & B"\n---\n# T\n')


def test_an_empty_document_is_a_page_without_slides():
    assert document_of("", INTERNAL).deck.slides == ()
    assert "<section" not in html_of("")


def test_titles_on_dark_ground_are_white():
    [rule] = re.findall(r"[^{}]*\.dark h1,[^{}]*\{([^}]*)\}", html_of("# T\n"))
    assert rule == "color:#fff"
