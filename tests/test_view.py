"""Filters by name: saved, used in every list, one within another, edited by hand."""

import pytest


@pytest.fixture
def book(cs, enter):
    with enter:
        enter.account("ACME", owner="me", segment="enterprise")
        enter.account("BREW", owner="me", segment="smb")
        enter.account("COLD", owner="lee", segment="smb")
    return cs


def keys(answer):
    assert answer.code == 0, answer.talk
    return [row["account"] for row in answer.rows]


def by_hand(cs, text):
    (cs.home / "config").mkdir(exist_ok=True)
    (cs.home / "config" / "views.toml").write_text(text, encoding="utf-8")


def test_a_view_is_saved_used_shown_and_removed(book):
    saved = book("view", "save", "mine", "owner:me", "-seg:enterprise")
    file = book.home / "config" / "views.toml"
    assert saved.talk == f"@mine is owner:me -seg:enterprise ({file}). Accounts now: 1\n"
    assert file.stat().st_mode & 0o777 == 0o600
    assert keys(book("accounts", "@mine", "--json")) == ["BREW"]
    assert keys(book("accounts", "@MINE", "seg:enterprise", "--json")) == []
    assert book("view", "show", "mine", "--json").rows == [
        {"view": "mine", "words": ["owner:me", "-seg:enterprise"], "accounts": 1}
    ]
    gone = book("view", "remove", "@mine")
    assert gone.talk == f"@mine is gone from {file}. Take it back: cs view save mine owner:me -seg:enterprise\n"
    assert book("view", "list").text == "No view yet. One: cs view save mine owner:me red\n"


def test_a_view_may_use_another_and_never_itself(book):
    assert book("view", "save", "mine", "owner:me").code == 0
    assert book("view", "save", "small", "@mine", "seg:smb").code == 0
    assert keys(book("accounts", "@small", "--json")) == ["BREW"]
    loop = book("view", "save", "mine", "@small")
    assert (loop.code, loop.talk.splitlines()[0]) == (2, "cs: the view mine is within itself: mine → small → mine")
    assert [row["view"] for row in book("view", "list", "--json").rows] == ["mine", "small"]
    assert "@small" in book("view", "list").text


def test_saving_again_says_what_it_was(book):
    assert book("view", "save", "mine", "owner:me").code == 0
    assert "@mine is seg:smb, before: owner:me" in book("view", "save", "mine", "seg:smb").talk


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["view", "save", "mine", "ar:>5"], 2, '"ar:>5" is not understood: there is no field ar'),
        (["view", "save", "a b", "red"], 2, '"a b" cannot be the name of a view'),
        (["view", "save", "mine", "@other"], 66, 'no view "other"'),
        (["accounts", "@mine"], 66, 'no view "mine"\n  There is none yet: cs view save NAME WORD…'),
        (["accounts", "-@mine"], 2, "a view has several words"),
        (["view", "remove", "mine"], 66, 'no view "mine"'),
        (["view", "show", "mine"], 66, 'no view "mine"'),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(book, words, code, said):
    answer = book(*words)
    assert (answer.code, said in answer.talk) == (code, True), answer.talk
    assert not (book.home / "config" / "views.toml").exists()


def test_an_unknown_view_is_told_the_nearest(book):
    assert book("view", "save", "mine", "red").code == 0
    assert "Did you mean mine?" in book("accounts", "@mien").talk
    assert "There is mine" in book("accounts", "@zzz").talk


def test_comments_and_other_views_stay(book):
    by_hand(book, '# ours\nall = "-tag:x" # everybody\n')
    assert book("view", "save", "mine", "red").code == 0
    text = (book.home / "config" / "views.toml").read_text(encoding="utf-8")
    assert text == '# ours\nall = "-tag:x" # everybody\nmine = "red"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("mine = 3\n", "views.toml: mine must be the words of a filter"),
        ('mine = ""\n', "views.toml: mine must be the words of a filter"),
        ('mine = "owner:\'x"\n', "views.toml: mine cannot be read: No closing quotation"),
        ('mine = "ar:>5"\n', 'views.toml: mine: "ar:>5" is not understood'),
        ('"a b" = "red"\n', "views.toml: a b cannot be the name of a view"),
        ("mine\n", "views.toml cannot be read as TOML"),
    ],
)
def test_a_wrong_line_of_the_file_is_named(book, text, said):
    by_hand(book, text)
    answer = book("accounts", "@mine")
    assert (answer.code, said in answer.talk) == (78, True), answer.talk


def test_a_view_is_checked_where_there_is_no_portfolio_yet(cs):
    assert cs("view", "save", "mine", "ar:>5").code == 2
    assert cs("view", "save", "mine", "arr:>5").code == 0
    assert cs("view", "list", "--json").rows == [{"view": "mine", "words": ["arr:>5"], "accounts": None}]
    assert "@mine" in cs("view", "list").text


def test_a_view_that_another_uses_is_not_removed(book):
    assert book("view", "save", "a", "owner:me").code == 0
    assert book("view", "save", "b", "@A", "seg:smb").code == 0
    refused = book("view", "remove", "a")
    assert refused.code == 2
    assert "@b uses @a; nothing removed" in refused.talk
    assert "cs view remove b" in refused.talk
    assert keys(book("accounts", "@b", "--json")) == ["BREW"]
    assert book("view", "remove", "b").code == 0
    assert book("view", "remove", "a").code == 0


def test_a_view_within_a_missing_one_is_listed_as_broken(book):
    by_hand(book, 'a = "@gone red"\nb = "owner:me"\nc = "ar:>5"\n')
    listed = book("view", "list")
    assert listed.code == 0
    assert 'broken: no view "gone"' in listed.talk
    assert "broken: " in listed.talk.split("@c", 1)[1]
    rows = [(row["view"], row["accounts"]) for row in book("view", "list", "--json").rows]
    assert rows == [("a", None), ("b", 2), ("c", None)]
