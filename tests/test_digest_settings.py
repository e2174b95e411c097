"""Digests as TOML: those that come with cs, one's own, and what is wrong with one."""

import tomllib

import pytest

from cs_cli.domain.digest_settings import TITLES, definition_from
from cs_cli.store.digests import SHIPPED, digest_names, load_digest

SMALL = 'period = "day"\nonly_new = true\n[[section]]\nshow = "decisions"\nwithin_days = 30\n'


@pytest.fixture
def own(cs, enter):
    """`own("friday", TOML)` puts a digest of one's own where it belongs."""
    enter.account("ACME")

    def put(name, text):
        folder = cs.home / "config" / "digests"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
        return folder / f"{name}.toml"

    return put


def test_the_shipped_ones_are_a_day_a_week_and_a_month(tmp_path):
    made = {name: load_digest(name, tmp_path) for name in digest_names(tmp_path)}
    assert {name: (each.period, each.only_new) for name, each in made.items()} == {
        "daily": ("day", True),
        "weekly": ("week", False),
        "monthly": ("month", False),
    }
    assert {rule.show for each in made.values() for rule in each.sections} == set(TITLES)
    assert sorted(path.stem for path in SHIPPED.glob("*.toml")) == ["daily", "monthly", "weekly"]


def test_ones_own_is_another_digest_and_wins_over_a_shipped_one(cs, enter, own):
    enter.contract("ACME", "2027-02-05", arr=10_000)
    own("friday", SMALL.replace("within_days = 30", 'within_days = 90\ntitle = "COMING"'))
    assert "COMING  ACME  sign by in 74d, Fri 5 Feb" in cs("digest", "friday").text
    assert "ACME" not in cs("digest").text.replace("AHEAD", "")
    own("daily", SMALL.replace("30", "80"))
    assert "DECIDE  ACME  sign by in 74d" in cs("digest").text


def test_a_name_that_is_none_is_refused_with_those_there_are(cs, own):
    own("friday", SMALL)
    for name in ("fridy", "../config", "daily.toml"):
        answer = cs("digest", name)
        assert (answer.code, answer.out) == (2, b"")
        assert f'cs: no digest "{name}"\n  Digests: daily, weekly, monthly, friday.' in answer.talk


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ("period = ", "cannot be read as TOML"),
        (SMALL.replace('"day"', '"hour"'), "own.toml: period must be day, week or month"),
        (SMALL.replace("true", '"yes"'), "own.toml: only_new must be true or false"),
        ('days = "mon-frx"\n' + SMALL, 'own.toml: days must be weekdays, like "mon-fri" or "mon,thu"'),
        ('days = ""\n' + SMALL, 'own.toml: days must be weekdays, like "mon-fri" or "mon,thu"'),
        ('holidays = "Narnia"\n' + SMALL, 'own.toml: holidays "Narnia" is no country'),
        (
            'perod = "day"\n' + SMALL,
            "own.toml: perod is no setting of a digest; here there are period, only_new, days,",
        ),
        (SMALL.replace('"decisions"', '"gossip"'), "own.toml: section 1: show must be decisions, lapsed,"),
        (SMALL.replace("30", "0"), "own.toml: section 1: within_days must be a whole number from 1 to 366"),
        (SMALL.replace("within_days", "after_days"), "own.toml: section 1: after_days is no setting of a digest; here"),
        (SMALL.replace("30", f'3\ntitle = "{"T" * 41}"'), "own.toml: section 1: title must have at most 40 characters"),
        ('period = "day"\n', "own.toml: section must be a list of tables, at least one"),
        (SMALL + '[[section]]\nshow = "stale"\n', "own.toml: section 2: older_than_days must give days for some of"),
        (SMALL + '[[section]]\nshow = "stale"\nolder_than_days = { moods = 3 }\n', "older_than_days must give days"),
        (SMALL + '[[section]]\nshow = "ahead"\nwindows = [60, 30]\n', "section 2: windows must go up"),
        (SMALL + '[[section]]\nshow = "ahead"\nwindows = ["30"]\n', "windows must be a list of whole numbers"),
        (SMALL + '[[section]]\nshow = "silent"\nsegments = { smb = "x" }\n', "segments must be a table of whole"),
    ],
)
def test_what_is_wrong_is_one_sentence_with_file_and_key_and_what_is_allowed(cs, own, wrong, sentence):
    path = own("own", wrong)
    answer = cs("digest", "own")
    assert (answer.code, answer.out) == (78, b"")
    assert str(path) in answer.talk
    assert sentence in answer.talk
    assert "comes with cs" not in answer.talk
    assert len(answer.talk.splitlines()) <= 3


def test_the_shipped_files_say_nothing_that_is_not_read():
    for path in SHIPPED.glob("*.toml"):
        assert definition_from(tomllib.loads(path.read_text(encoding="utf-8")), path.stem, str(path)).name == path.stem
