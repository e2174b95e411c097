"""`cs digest`: where it goes. What the channels themselves do stands in test_deliver.py."""

import json
import os
import re
import stat

import pytest

TODAY = "2026-11-23"


@pytest.fixture
def book(cs, enter):
    """Something to decide for `me`, something past its end for `lee`, an account of nobody."""
    with enter:
        enter.account("ACME", owner="me")
        enter.account("LUMEN", owner="lee")
        enter.account("STRAY")
        enter.contract("ACME", "2027-03-01", contract="Platform", auto=True, notice=90, arr=160_000)
        enter.contract("LUMEN", "2026-11-15", arr=96_000, currency="EUR")
        enter.contract("STRAY", "2026-11-16", arr=1_000)
    return cs


class Post:
    """The channels that are set up, and what was handed to them; `answers` has by channel what became of it."""

    def __init__(self):
        self.sent, self.answers = [], {}

    def set_up(self, monkeypatch):
        from cs_cli.delivery import deliver as module  # noqa: PLC0415  # only what a test uses is loaded

        known = {
            "mail": module.Channel("mail", "mail", ("ann@example.com", "bo@example.com")),
            "team": module.Channel("team", "slack"),
        }

        def deliver(_database, channel, recipient, what, parcels, clock):
            assert clock.now().tzinfo is not None
            self.sent.append((channel.name, recipient, what, list(parcels)))
            return module.Delivered(*self.answers.get(channel.name, ("sent" if parcels else "empty", None, 0)))

        monkeypatch.setattr(module, "channels", lambda _settings: known)
        monkeypatch.setattr(module, "deliver", deliver)


@pytest.fixture
def post(monkeypatch):
    made = Post()
    made.set_up(monkeypatch)
    return made


def test_each_recipient_of_each_channel_is_handed_the_digest_of_the_day(book, post):
    answer = book("digest", "--to", "mail", "--to", "team")
    assert (answer.code, answer.out) == (0, b"")
    assert [(name, to, tuple(what)) for name, to, what, _parcels in post.sent] == [
        ("mail", "ann@example.com", ("daily", "", "2026-11-23")),
        ("mail", "bo@example.com", ("daily", "", "2026-11-23")),
        ("team", "", ("daily", "", "2026-11-23")),
    ]
    assert [parcel.html is None for *_, parcels in post.sent for parcel in parcels] == [False, False, True]
    assert "The first daily digest: all that stands now." in post.sent[0][3][0].text
    assert answer.talk.splitlines() == ["mail to ann@example.com: sent", "mail to bo@example.com: sent", "team: sent"]


def test_whoever_missed_one_is_told_again(book, enter, post):
    enter.sent("2026-11-20", "decide:ACME:c1:2026-12-01:14", recipient="ann@example.com")
    book("digest", "--to", "mail")
    items = {to: set(parcels[0].items) for _name, to, _what, parcels in post.sent}
    assert items["bo@example.com"] - items["ann@example.com"] == {"decide:ACME:c1:2026-12-01:14"}


def test_an_empty_one_is_handed_over_without_messages(cs, enter, post):
    enter.account("ACME")
    answer = cs("digest", "--to", "team")
    assert [parcels for *_, parcels in post.sent] == [[]]
    assert answer.talk == "team: nothing to say, so none sent\n"


@pytest.mark.parametrize(
    ("mail", "team", "code"), [(75, 0, 75), (75, 69, 69), (78, 75, 78), (0, 77, 77), (69, 77, 77), (0, 0, 0)]
)
def test_one_failure_stops_no_other_and_the_worst_code_is_the_answer(book, post, mail, team, code):
    post.answers = {
        name: ("failed", f"{name}: the service sleeps", code) if code else ("sent", None, 0)
        for name, code in (("mail", mail), ("team", team))
    }
    answer = book("digest", "--to", "mail", "--to", "team", "--quiet")
    assert answer.code == code
    assert len(post.sent) == 3
    expected = ["cs: mail: the service sleeps (ann@example.com)", "cs: mail: the service sleeps (bo@example.com)"]
    assert answer.talk.splitlines() == (expected if mail else []) + (["cs: team: the service sleeps"] if team else [])


def test_on_a_day_off_nothing_is_sent(book, post):
    saturday = book.as_of("2026-11-28", "digest", "--to", "mail")
    assert (saturday.code, post.sent) == (0, [])
    assert saturday.talk == ("Nothing sent: daily is sent on mon, tue, wed, thu, fri, and not on Sat 28 Nov 2026\n")
    assert book.as_of("2026-11-28", "digest", "--to", "mail", "--quiet").talk == ""
    assert book.as_of("2026-11-28", "digest", "weekly", "--to", "mail").code == 0
    assert len(post.sent) == 2


def test_a_lead_gets_one_for_each_owner(book, post):
    assert book("digest", "--per-owner", "--to", "team").code == 0
    told = {what.owner: [item.split(":")[1] for item in parcels[0].items] for _n, _r, what, parcels in post.sent}
    assert told == {"lee": ["LUMEN"], "me": ["ACME"], "(no owner)": ["STRAY"]}
    subjects = [parcels[0].subject for *_, parcels in post.sent]
    assert subjects[0] == "lee: LUMEN ended 15 Nov, no outcome recorded (Mon 23 Nov)"


def test_me_is_the_name_in_the_settings(book, enter, post):
    enter.account("OWN", owner="Ann Lee")
    book("config", "set", "me.name", "Ann Lee")
    book("digest", "--owner", "Ann Lee", "--to", "team")
    assert post.sent[0][2].owner == "ann lee"


def test_a_dry_run_shows_what_would_go_where_and_why_and_sends_nothing(book, enter, post):
    enter.sent(TODAY, "decide:ACME:c1:2026-12-01:14", channel="mail", recipient="bo@example.com")
    before = book.db.read_bytes()
    answer = book.as_of(TODAY, "digest", "--to", "mail", "--to", "team", "--dry-run")
    assert (answer.code, answer.talk, post.sent) == (0, "", [])
    heads = [line for line in answer.text.splitlines() if line.startswith("==")]
    assert heads[0].startswith("== mail to ann@example.com (mail): 3 items, with an HTML part of ")
    assert heads[1:] == [
        "== mail to bo@example.com (mail): nothing, it has got through already",
        "== team (slack): 3 items",
    ]
    assert (
        "* ACME opt-out in 8d, Tue 1 Dec; no renewal talk, $160,000\n    Why: Platform (annual): renews" in answer.text
    )
    slack = json.loads(answer.text.split("== team (slack): 3 items\n")[1].split("\n", 1)[1])
    assert [block["type"] for block in slack["blocks"]][:2] == ["header", "section"]
    assert book.db.read_bytes() == before


def test_a_dry_run_on_the_screen_says_why_each_line_is_there(book):
    said = book.as_of(TODAY, "digest", "--dry-run").text
    assert said.count("    Why: ") == 3
    assert said.startswith("Subject: ")


@pytest.mark.usefixtures("post")
def test_a_dry_run_of_nothing_and_on_a_day_off_says_so(cs, enter):
    enter.account("ACME")
    said = cs.as_of("2026-11-28", "digest", "--to", "team", "--dry-run").text
    why = "daily is sent on mon, tue, wed, thu, fri, and not on Sat 28 Nov 2026"
    assert said.splitlines() == [
        f"Nothing would be sent today: {why}. On one of its days:",
        "== team (slack): nothing, for there is nothing to say; that is recorded",
    ]


def test_a_channel_that_is_none_is_refused_with_those_there_are(book, post):
    answer = book("digest", "--to", "pigeon")
    assert (answer.code, answer.out, post.sent) == (2, b"", [])
    assert answer.talk == (
        'cs: no channel "pigeon" is set up\n  Channels: terminal, file, mail, team\n  To set one up: cs config --help\n'
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--to", "file"], "--to file: which file?"),
        (["--to", "file", "-o", "-"], "--to file: which file?"),
        (["--to", "terminal", "-o", "x.md"], "-o x.md is for --to file, and it goes to terminal"),
        (["--owner", "me", "--per-owner"], "--owner and --per-owner at once"),
        (["--json", "--format", "md"], "two formats at once"),
    ],
)
def test_words_that_do_not_go_together_are_refused(book, words, sentence):
    answer = book("digest", *words)
    assert (answer.code, answer.out) == (2, b"")
    assert sentence in answer.talk


@pytest.mark.parametrize(
    ("name", "start"), [("d.html", "<!doctype html>"), ("d.md", "# LUMEN ended"), ("d.txt", "Subject: LUMEN ended")]
)
def test_a_file_is_written_as_its_name_says_for_the_users_eyes_alone(book, name, start):
    path = book.home / name
    answer = book.as_of(TODAY, "digest", "-o", str(path))
    assert (answer.code, answer.out) == (0, b"")
    assert path.read_text(encoding="utf-8").startswith(start)
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert book.as_of(TODAY, "digest", "--to", "file", "--to", "terminal", "-o", str(path)).text.startswith("Subject")
    path.write_text("mine", encoding="utf-8")
    assert book.as_of(TODAY, "digest", "-o", str(path)).code == 73
    assert path.read_text(encoding="utf-8") == "mine"


def test_a_file_for_each_owner_has_his_name(cs, enter):
    with enter:
        enter.account("ACME", owner="../lee")
        enter.account("BETA", owner="me")
    assert cs.as_of(TODAY, "digest", "--per-owner", "-o", str(cs.home / "d.json"), "--json").code == 0
    lee, me = sorted(path.name for path in cs.home.glob("d*"))
    assert re.fullmatch(r"d-lee-[0-9a-f]{8}\.json", lee)  # of "../lee" only the letters, and a mark
    assert me == "d-me.json"


def test_the_json_has_the_keys_that_help_names(book):
    rows = book.as_of(TODAY, "digest", "--json").rows
    keys = book("help", "json", "digest").text.split()
    assert [list(row) for row in rows] == [keys] * 3
    acme = next(row for row in rows if row["account"] == "ACME")
    assert acme == acme | {
        "owner": None, "section": "DECIDE", "kind": "decide", "contract": "Platform", "on": "2026-12-01",
        "arr": 160000, "currency": "USD", "command": "cs brief ACME",
    }  # fmt: skip
    assert book("--json", "--as-of", TODAY, "digest").rows == rows
    assert book("--csv", "digest").code == 2
    assert {row["owner"] for row in book.as_of(TODAY, "digest", "--per-owner", "--json").rows} == {
        "lee",
        "me",
        "(no owner)",
    }


def test_an_owner_who_has_no_accounts_is_a_mistake_and_no_quiet_day(book, post):
    answer = book("digest", "--owner", "lea", "--to", "team", "--quiet")
    assert (answer.code, answer.out, post.sent) == (78, b"", [])
    assert answer.talk == 'cs: no account has the owner "lea": nothing to report on\n  Owners: lee, me.\n'


def test_each_owner_without_news_is_named(cs, enter):
    with enter:
        enter.account("ACME", owner="lee")
        enter.account("BETA")
    assert cs.as_of(TODAY, "digest", "--per-owner").text == (
        "lee: Mon 23 Nov 2026. Nothing due. No news: 1 of 1 account.\n\n"
        "(no owner): Mon 23 Nov 2026. Nothing due. No news: 1 of 1 account.\n"
    )


def test_owners_that_look_alike_have_files_of_their_own(cs, enter):
    owners = ["x", "=x", "A b", "a-b", "nobody", None]
    for number, owner in enumerate(owners):
        enter.account(f"ACC{number}", owner=owner)
        enter.contract(f"ACC{number}", "2026-11-15")
    printed, sent = cs.home / "printed", cs.home / "sent"
    printed.mkdir()
    sent.mkdir()
    cs("config", "set", "channel.team.kind", "file")
    cs("config", "set", "channel.team.path", str(sent / "d.md"))
    assert cs.as_of(TODAY, "digest", "--per-owner", "-o", str(printed / "d.md")).code == 0
    assert cs.as_of(TODAY, "digest", "--per-owner", "--to", "team").code == 0
    for folder in (printed, sent):
        told = [path.read_text() for path in folder.iterdir()]
        assert [sum(f"ACC{number}" in text for text in told) for number in range(6)] == [1] * 6


def test_a_file_that_cannot_be_written_is_73_and_stops_no_other(cs, enter):
    enter.contract("ACME", "2026-11-15")
    for name, path in (("bad", "/nodir/x/y.md"), ("good", str(cs.home / "y.md"))):
        cs("config", "set", f"channel.{name}.kind", "file")
        cs("config", "set", f"channel.{name}.path", path)
    answer = cs.as_of(TODAY, "digest", "--to", "bad", "--to", "good")
    assert answer.code == 73
    assert answer.talk.splitlines()[-1] == "good: sent"
    assert (cs.home / "y.md").exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (["--to", "mail"], "nothing that goes to mail is JSON"),
        (["--dry-run"], "--json and --dry-run at once"),
        (["--to", "file", "-o", "both.md"], "-o both.json"),
    ],
)
def test_json_where_there_is_none_is_refused(book, typed, sentence):
    answer = book("digest", "--json", *typed)
    assert (answer.code, answer.out) == (2, b"")
    assert sentence in answer.talk


def test_a_file_of_somebody_else_is_overwritten_with_force_only(book):
    path = book.home / "mine.md"
    path.write_text("mine")
    answer = book("digest", "-o", str(path))
    assert (answer.code, "--force" in answer.talk, path.read_text()) == (73, True, "mine")
    assert book("digest", "-o", str(path), "--force").code == 0
    assert path.read_text().startswith("# ")
