"""A digest as the messages of every kind of channel: whatever the portfolio holds, limits are kept and text is text."""

import json
import re
import subprocess
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cs_cli.delivery.kinds import mail
from cs_cli.delivery.parcels import KINDS, parcels
from cs_cli.domain.digest import Ahead, Digest, News, Section
from cs_cli.domain.digest_lines import Line
from cs_cli.domain.invisible import STEERING

NAUGHTY = json.loads((Path(__file__).parent / "data" / "naughty" / "blns.json").read_text(encoding="utf-8"))
INJECTIONS = [
    "<!channel> <!here|x> <@U024BE7LH> <#C024BE7LR> <https://evil.example|click>",
    "*bold* _slanted_ ~gone~ `code` :fire: > quoted",
    "[click](https://evil.example) ![x](https://evil.example/x.png) <https://evil.example>",
    "<at>Everyone</at> {{DATE(2026-11-23T06:08:39Z, SHORT)}} ${title} @{triggerBody()}",
    "<script>alert(1)</script><img src=x onerror=alert(1)>&lt;b&gt; \" ' </td></table>",
    "# heading\n- list\n1. list\n--- \x1b[31m\x9b31m\u202egnorw\u202c\u2066",
    "]( javascript:alert(1) [ref]: https://evil.example www.evil.example mailto:a@evil.example",
]
ANY_TEXT = st.one_of(st.sampled_from(NAUGHTY), st.sampled_from(INJECTIONS), st.text(max_size=400))
KEY = st.from_regex(r"[A-Z][A-Z0-9_&.-]{0,39}", fullmatch=True)


@st.composite
def lines(draw):
    number = draw(st.integers(0, 10**9))
    return Line(
        f"task:{number}", "task", draw(KEY | st.just("")), f"t3 late: {draw(ANY_TEXT)}", f"ticket {draw(ANY_TEXT)}",
        f"cs done t{number}", date(2026, 11, 20), draw(ANY_TEXT), draw(st.none() | st.integers(0, 10**12)), "EUR",
        tells=tuple(draw(st.lists(st.just("older:1"), max_size=2))),
    )  # fmt: skip


def digest_of(*sections, owner="", headline="ACME is due"):
    return Digest(
        "daily", "2026-11-23", date(2026, 11, 23), owner, 42, headline, "Mon 23 Nov", ("Mon 23 Nov 2026.", "No news."),
        tuple(Section(title, tuple(found)) for title, found in sections),
        (Ahead(0, 30, 5, {"USD": 29900000, "EUR": 4800000}),),
        News(at=datetime(2026, 11, 20, 7, 30, tzinfo=UTC), new=[("SPRUCE", {"USD": 6400000})]),
    )  # fmt: skip


DIGESTS = st.builds(
    lambda some, more, owner, headline: digest_of(("DECIDE", some), ("L*TE", more), owner=owner, headline=headline),
    st.lists(lines(), min_size=1, max_size=40),
    st.lists(lines(), min_size=1, max_size=5),
    ANY_TEXT,
    ANY_TEXT,
)
LONG = digest_of(
    *(
        (title, [
            Line(f"{title}:{n}", "task", f"KEY{n // 3}", "due " + "x<&_*" * 60, "rule " + "y&" * 120, f"cs done t{n}")
            for n in range(150)
        ])
        for title in ("LATE", "THIS WEEK")
    )
)  # fmt: skip


def words_of(parcel):
    """Everything in a message that a program or a person reads."""
    return [parcel.subject, parcel.text, parcel.html or "", *strings(parcel.payload)]


def strings(part):
    if isinstance(part, str):
        return [part]
    below = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    return [each for inner in below for each in strings(inner)]


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=60)
@given(digest=DIGESTS)
def test_every_line_is_in_one_message_and_nothing_steers_the_reader(kind, digest):
    made = parcels(digest, kind)
    told = [item for parcel in made for item in parcel.items]
    assert sorted(told) == sorted(item for line in digest.lines for item in line.ids)
    assert [(parcel.part, parcel.parts) for parcel in made] == [(n, len(made)) for n in range(1, len(made) + 1)]
    for parcel in made:
        for text in words_of(parcel):
            assert not STEERING.keys() & set(map(ord, text))
        assert "\n" not in parcel.subject
        json.dumps(parcel.payload)


@pytest.mark.parametrize("kind", KINDS)
def test_a_long_digest_is_cut_between_accounts(kind):
    made = parcels(LONG, kind)
    assert (len(made) > 1) is (kind in {"mail", "slack", "teams"})
    assert [item for parcel in made for item in parcel.items] == [line.id for line in LONG.lines]
    places = [{(item.split(":")[0], int(item.split(":")[1]) // 3) for item in parcel.items} for parcel in made]
    assert sum(map(len, places)) == len(set().union(*places)), "an account's lines of a section stay together"
    assert [parcel.subject.endswith(f"({parcel.part} of {len(made)})") for parcel in made] == [len(made) > 1] * len(
        made
    )
    for parcel in made:
        assert ("AHEAD" in "".join(words_of(parcel)).upper()) is (parcel.part == 1)


@pytest.mark.parametrize("kind", KINDS)
def test_one_account_with_more_than_a_message_holds_is_cut_between_lines(kind):
    digest = digest_of(("LATE", [line._replace(account="ACME") for line in LONG.lines]))
    made = parcels(digest, kind)
    assert [item for parcel in made for item in parcel.items] == [line.id for line in LONG.lines]


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_digest_is_no_message(kind):
    assert parcels(digest_of(), kind) == []


class Page(HTMLParser):
    """The tags and the text of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.words = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)


OURS = {
    "html", "head", "meta", "title", "style", "body", "table", "tbody", "tr", "td", "p", "h1", "h2", "b", "code",
    "span",
}  # fmt: skip


@settings(max_examples=60)
@given(digest=DIGESTS)
def test_a_mail_has_no_markup_but_ours_and_nothing_remote(digest):
    for parcel in parcels(digest, "mail"):
        page = Page(parcel.html)
        assert {tag for tag, _ in page.tags} <= OURS
        allowed = {
            "style", "class", "role", "cellpadding", "cellspacing", "border", "width", "align", "bgcolor", "charset",
            "http-equiv", "content", "name", "lang",
        }  # fmt: skip
        assert {name for _tag, attrs in page.tags for name in attrs} <= allowed
        assert "url(" not in "".join(str(attrs) for _tag, attrs in page.tags)
        assert len(parcel.html.encode()) <= 100_000


def test_mails_hold_to_100_kilobytes_and_are_not_cut_smaller_than_need_be():
    sizes = [len(parcel.html.encode()) for parcel in parcels(LONG, "mail")]
    assert max(sizes) <= 100_000
    assert all(one + other > 100_000 for one, other in pairwise(sizes))


def test_a_mail_says_the_same_in_text_and_looks_right_where_the_style_sheet_is_dropped():
    digest = digest_of(("DECIDE", [
        Line("a", "due", "ACME", "opt-out in 8d", "renews on 2027-03-01", "cs brief ACME", None, "", 16000000, "USD"),
    ]))  # fmt: skip
    [parcel] = parcels(digest, "mail")
    assert parcel.text == (
        "Mon 23 Nov 2026. No news.\n\nDECIDE\n* ACME opt-out in 8d, $160,000\n    Why: renews on 2027-03-01\n"
        "    cs brief ACME\n\nAHEAD\n* 0-30 days: $299,000 + €48,000 (5)\n"
    )
    bare = Page(re.sub(r"<style>.*?</style>", "", parcel.html, flags=re.DOTALL))
    said = " ".join(bare.words)
    for piece in ("ACME is due", "ACME", "opt-out in 8d", "$160,000", "renews on", "cs brief ACME", "0-30 days"):
        assert piece in said
    assert all("style" in attrs for tag, attrs in bare.tags if tag in {"h1", "h2", "p", "code"})
    assert "@media (prefers-color-scheme:dark)" in parcel.html.replace(": dark", ":dark")
    assert parcel.subject == "ACME is due (Mon 23 Nov)"


MRKDWN = re.compile(r"[*~`]|(?<![^\W_])_|_(?![^\W_])|<|>|&(?!amp;|lt;|gt;)")


@settings(max_examples=60)
@given(digest=DIGESTS)
def test_slack_takes_it_and_makes_no_mention_link_or_markup_of_it(digest):
    for parcel in parcels(digest, "slack"):
        blocks = parcel.payload["blocks"]
        assert len(blocks) <= 50
        assert len(json.dumps(blocks, ensure_ascii=False)) + len(parcel.payload["text"]) <= 13_200
        header, *sections = blocks
        assert header["text"]["type"] == "plain_text"
        assert 0 < len(header["text"]["text"]) <= 150
        assert not set("<>") & set(header["text"]["text"])
        for section in sections:
            text = section["text"]["text"]
            assert section["text"]["verbatim"] is True
            assert 0 < len(text) <= 3_000
            plain = re.sub(r"^\*[^*\n]+\*|\n`[^`\n]*`$", "", text, flags=re.MULTILINE)
            assert not MRKDWN.search(plain), plain
            assert not re.search(r":[\w+'-]+:", plain)


def test_slack_holds_to_its_limits():
    made = parcels(LONG, "slack")
    assert all(len(parcel.payload["blocks"]) <= 50 for parcel in made)
    assert all(len(json.dumps(parcel.payload, ensure_ascii=False)) <= 13_200 for parcel in made)


RENDERED = {"p", "br"}


@settings(max_examples=60)
@given(digest=DIGESTS)
def test_teams_takes_it_and_makes_no_mention_link_or_markup_of_it(digest):
    for parcel in parcels(digest, "teams"):
        assert len(json.dumps(parcel.payload)) <= 28_000
        [attachment] = parcel.payload["attachments"]
        assert parcel.payload["type"] == "message"
        assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
        card = attachment["content"]
        assert (card["type"], card["version"]) == ("AdaptiveCard", "1.4")
        assert "entities" not in card.get("msteams", {})
        for block in card["body"]:
            assert block["type"] == "TextBlock"
            text = block["text"]
            page = Page(MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(text))
            assert {tag for tag, _ in page.tags} <= RENDERED, text
            assert not re.search(r"<at>|\{\{|[$@]\{", text)
            assert not re.search(r"(?i)\b(https?|ftp|mailto|www)[:.]\S", text), "what a client would make a link of"


def test_teams_holds_to_its_limit():
    sizes = [len(json.dumps(parcel.payload)) for parcel in parcels(LONG, "teams")]
    assert max(sizes) <= 28_000
    assert all(one + other > 28_000 for one, other in pairwise(sizes))


def test_a_key_with_a_line_below_stays_a_command_to_copy():
    digest = digest_of(("LATE", [Line("a", "task", "ACME_EU", "t1 late", "rule", "cs brief ACME_EU")]))
    assert "`cs brief ACME_EU`" in json.dumps(parcels(digest, "slack")[0].payload)
    assert '"cs brief ACME_EU"' in json.dumps(parcels(digest, "teams")[0].payload)


def test_a_webhook_gets_dates_and_money_as_data():
    line = Line(
        "decide:ACME:c1:2026-12-01:14", "decide", "ACME", "opt-out in 8d", "why", "cs brief ACME", date(2026, 12, 1),
        "Platform", 35988, "USD",
    )  # fmt: skip
    [parcel] = parcels(digest_of(("DECIDE", [line])), "webhook")
    payload = json.loads(json.dumps(parcel.payload))
    assert payload == payload | {
        "schema": "cs.digest/1", "digest": "daily", "owner": None, "period": "2026-11-23", "on": "2026-11-23",
        "since": "2026-11-20T07:30:00+00:00", "covers": None, "accounts": 42, "subject": "ACME is due (Mon 23 Nov)",
        "new_accounts": [{"account": "SPRUCE", "arr": [{"amount": 64000, "currency": "USD"}]}],
        "ahead": [{
            "from_days": 0, "to_days": 30, "contracts": 5,
            "arr": [{"amount": 299000, "currency": "USD"}, {"amount": 48000, "currency": "EUR"}],
        }],
    }  # fmt: skip
    [section] = payload["sections"]
    assert section["lines"] == [{
        "id": "decide:ACME:c1:2026-12-01:14", "kind": "decide", "account": "ACME", "contract": "Platform",
        "on": "2026-12-01", "what": "opt-out in 8d", "arr": 359.88, "currency": "USD", "rule": "why",
        "command": "cs brief ACME",
    }]  # fmt: skip


@settings(max_examples=60)
@given(digest=DIGESTS)
def test_markdown_of_a_file_has_no_markup_but_ours(digest):
    [parcel] = parcels(digest, "file")
    page = Page(MarkdownIt("commonmark").render(parcel.text))
    assert {tag for tag, _ in page.tags} <= {"p", "h2", "ul", "li", "strong", "code", "br"}


@pytest.mark.real
@pytest.mark.parametrize("width", [600, 360])
@pytest.mark.parametrize("has_style", [True, False])
def test_a_mail_is_not_wider_than_the_screen(needs, tmp_path, width, has_style):
    hostile = [line._replace(what="due " + "x" * 270) for line in LONG.sections[0].lines[:3]]
    page = re.sub(r"<meta http-equiv[^>]*>", "", mail.html_of(digest_of(("LATE", hostile))))
    if not has_style:
        page = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    measure = "<script>e=document.documentElement;document.title=`${e.scrollWidth} of ${e.clientWidth}`</script></body>"
    (tmp_path / "mail.html").write_text(page.replace("</body>", measure), encoding="utf-8")
    frame = tmp_path / "frame.html"
    frame.write_text(
        f"<iframe width={width} height=9000 style='border:0' src='mail.html'></iframe><script>onload=()=>"
        "document.body.dataset.said=frames[0].document.title</script>",
        encoding="utf-8",
    )
    command = [needs("chromium"), "--headless", "--no-sandbox", "--allow-file-access-from-files", "--dump-dom"]
    done = subprocess.run(
        [*command, f"--user-data-dir={tmp_path}/profile", frame.as_uri()], capture_output=True, check=True, timeout=60
    )
    assert f'data-said="{width} of {width}"' in done.stdout.decode()
