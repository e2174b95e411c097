"""`cs digest`: for a terminal, a mail or a file, run by hand or by cron."""

import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import without_the_day
from markdown_it import MarkdownIt

ROOT = Path(__file__).parent.parent
TODAY = "2026-11-23"
HOSTILE = "<script>alert(1)</script> **bold** [a](http://evil.example) `code` & <b>\x1b[31m"


@pytest.fixture
def book(cs, enter):
    """Something to decide, late, due this week and ahead."""
    with enter:
        enter.account("ACME", "Acme", owner="me")
        enter.account("LUMEN", "Lumen", owner="lee")
        enter.account("QUIET", "Quiet", owner="lee")
        enter.contract("ACME", "2027-03-01", contract="Platform", auto=True, notice=90, arr=160_000)
        enter.contract("LUMEN", "2026-11-15", arr=96_000, currency="EUR")
        enter.contract("QUIET", "2027-01-07", arr=10_000)  # between two steps of its clock
        enter.task("Sev-1 update to Sam", "2026-11-20", "ACME")
        enter.task("send dates", "2026-11-25", "ACME")
        enter.task("order visiting cards", "2026-11-23")
    return cs


def test_the_text_names_what_to_decide_what_is_late_and_what_lies_ahead(book):
    assert (
        book.as_of(TODAY, "digest").text
        == """\
Subject: LUMEN ended 15 Nov, no outcome recorded; ACME opt-out in 8d, Tue 1 Dec; no renewal talk; 3 more (Mon 23 Nov)
Mon 23 Nov 2026. No news: 1 of 3 accounts.
DECIDE     LUMEN       ended 15 Nov, no outcome recorded              €96,000  cs renew LUMEN
           ACME        opt-out in 8d, Tue 1 Dec; no renewal talk     $160,000  cs brief ACME
LATE       ACME        t1 late: Sev-1 update to Sam, due Fri 20 Nov            cs done t1
THIS WEEK              t3 order visiting cards, due today                      cs done t3
           ACME        t2 send dates, due Wed                                  cs done t2
AHEAD      0-30 days   $160,000 (1)
           31-60 days  $10,000 (1)
"""
    )


def test_what_lies_ahead_is_what_the_renewals_of_those_days_add_up_to(demo):
    [ahead] = re.findall(r"AHEAD +0-30 days +(.*) \((\d+)\)", demo.as_of(TODAY, "digest").text)
    renewals = demo.as_of(TODAY, "renewals", "--due", "30d").text
    assert "Opt-out passed in the last 14 days" in renewals
    [decide] = re.findall(r"To decide: (\d+) contracts, (.*?)\. ", renewals)
    assert ahead == decide[::-1]


def test_what_moved_is_said_with_both_scores(demo):
    said = demo.as_of(TODAY, "digest").text
    [line] = [each for each in said.splitlines() if each.split()[:2] == ["MOVED", "ACME"]]
    assert re.search(r"ACME +yellow \d\d to red 40: Sev-1 #4417 open 17d, .* cs health ACME$", line)
    assert re.search(r"\n +KESTREL +green \d\d to yellow \d\d: ", said)


def test_the_cause_of_a_move_is_what_moved(demo):
    said = demo.as_of(TODAY, "digest").text
    assert re.search(r"\n +KESTREL +green 79 to yellow 73: usage -28% on its own base ", said)
    why = demo.as_of(TODAY, "why", "KESTREL").text
    assert "health was green 79 a week ago and is yellow 73: usage trend 50.0 → 25.0 points\n" in why


def test_an_owner_gets_a_digest_of_his_accounts(book):
    said = book.as_of(TODAY, "digest", "--owner", "lee").text
    assert "ACME" not in said
    assert "visiting cards" not in said
    assert "No news: 1 of 2 accounts." in said


def test_nothing_to_say_is_said_unless_quiet(cs, enter):
    enter.account("ACME")
    assert cs.as_of(TODAY, "digest").text == ("Mon 23 Nov 2026. Nothing due. No news: 1 of 1 account.\n")
    quiet = cs.as_of(TODAY, "digest", "--quiet")
    assert (quiet.code, quiet.out, quiet.err) == (0, b"", b"")


def test_quiet_with_something_to_say_says_it(book):
    assert book.as_of(TODAY, "digest", "--quiet").out == book.as_of(TODAY, "digest").out


@pytest.mark.parametrize("words", [("digest",), ("digest", "--quiet"), ("digest", "--format", "html")])
def test_a_digest_of_no_accounts_is_a_mistake_of_configuration(cs, words):
    answer = cs(*words)
    assert (answer.code, answer.out) == (78, b"")
    assert (
        answer.talk == f"cs: no accounts in {cs.db}: nothing to report on\n  Another portfolio: cs digest --db PATH\n"
    )


def test_a_portfolio_whose_accounts_are_archived_has_none(cs, enter):
    enter.account("GONE", archived_on="2026-01-01")
    assert cs.as_of(TODAY, "digest").code == 78


def test_a_format_that_is_none_is_refused(book):
    answer = book.as_of(TODAY, "digest", "--format", "pdf")
    assert (answer.code, answer.out) == (2, b"")
    assert answer.talk == 'cs: no digest format "pdf"\n  One of text, md, html\n'


@pytest.fixture
def hostile(cs, enter):
    """Titles and contracts that would like to be markup."""
    with enter:
        enter.account("EVIL", HOSTILE)
        enter.contract("EVIL", "2026-11-15", contract=f"- {HOSTILE}")
        enter.task(HOSTILE, "2026-11-20", "EVIL")
    return cs


def test_markdown_shows_stored_text_as_it_is(hostile):
    said = hostile.as_of(TODAY, "digest", "--format", "md").text
    assert "\x1b" not in said
    page = MarkdownIt("commonmark").render(said)
    assert "<script" not in page
    assert "<a " not in page
    assert "evil.example" in page
    assert set(re.findall(r"<strong>(.*?)</strong>", page)) == {"EVIL"}
    assert {code.split()[0] for code in re.findall(r"<code>(.*?)</code>", page)} == {"cs"}
    assert "<h1>EVIL ended 15 Nov" in page


def test_markdown_has_a_heading_for_each_section(book):
    said = book.as_of(TODAY, "digest", "--format", "md").text
    assert [line for line in said.splitlines() if line.startswith("## ")] == [
        "## Decide", "## Late", "## This week", "## Ahead",
    ]  # fmt: skip
    assert "- 0-30 days: $160,000 (1)" in said


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


def test_html_stands_on_its_own_and_shows_stored_text_as_it_is(hostile):
    said = hostile.as_of(TODAY, "digest", "--format", "html").text
    page = Page(said)
    names = {tag for tag, _ in page.tags}
    assert not names & {"script", "a", "link", "img", "iframe", "form"}
    assert all(not key.startswith(("on", "src", "href")) for _, attrs in page.tags for key in attrs)
    policies = [attrs["content"] for _, attrs in page.tags if attrs.get("http-equiv") == "Content-Security-Policy"]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'"]
    assert any("<script>alert(1)</script> **bold**" in words for words in page.words)
    assert "\x1b" not in said
    assert said.startswith("<!doctype html>")


def test_text_lets_nothing_steer_the_terminal(hostile):
    assert "\x1b" not in hostile.as_of(TODAY, "digest").text


def _command():
    script = Path(sys.executable).with_name("cs")
    return [str(script)] if script.exists() else [sys.executable, "-m", "cs_cli"]


@pytest.mark.parametrize("words", [["--quiet"], ["--format", "html"], ["--format", "md"]])
def test_cron_runs_it_with_an_empty_environment_and_nothing_to_read_from(demo_home, tmp_path, words):
    folder = tmp_path / ".local" / "share" / "cs-cli"
    folder.mkdir(parents=True)
    shutil.copy(demo_home / "portfolio.db", folder / "portfolio.db")
    closed = ["/bin/sh", "-c", 'exec "$@" <&-', "sh"]
    bare = ["/usr/bin/env", "-i", f"HOME={tmp_path}", "PATH=/usr/bin:/bin"]
    done = subprocess.run(
        [*closed, *bare, *_command(), "digest", "--as-of", TODAY, *words], capture_output=True, cwd=ROOT, check=False
    )
    assert (done.returncode, without_the_day(done.stderr)) == (0, b"")
    assert "opt-out in 8d, Tue 1 Dec" in done.stdout.decode()
    assert "ZEPHYR" in done.stdout.decode()
