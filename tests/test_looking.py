"""What `cs find` is asked for, and where that stands in a text."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_cli.domain.looking import composed, excerpt, marks_of, phrases_of
from cs_cli.domain.text import searchable
from cs_cli.store.looking import _as_fts

TEXTS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=40)
SCRIPTS = st.text("aøØłßéÄ会议がคำ \"*:^-()'’½_#", max_size=30)


def bold(text: str, *said: str) -> str:
    """`text` with its marks in brackets."""
    shown = composed(text)
    for start, end in reversed(marks_of(shown, phrases_of(said))):
        shown = f"{shown[:start]}[{shown[start:end]}]{shown[end:]}"
    return shown


@pytest.mark.parametrize(
    ("text", "said", "marked"),
    [
        ("CFO wants ROI", ["roi"], "CFO wants [ROI]"),
        ("the roadmap, and more", ["ROAD"], "the [roadmap], and more"),
        ("abroad", ["road"], "abroad"),
        ("price talk, talk price", ["price talk"], "[price] [talk], talk price"),
        ("price talks", ["price talk"], "price talks"),
        ("price talks", ['"price talk"'], "price talks"),
        ("price talk of a price", ['"price talk"', "of"], "[price] [talk] [of] a price"),
        ("price talks of today", ["price", "to"], "[price] talks of [today]"),
        ("open-ended", ["open-e"], "[open]-[ended]"),
        ("from Øresund to Łódź", ["oresund", "lodz"], "from [Øresund] to [Łódź]"),
        ("Straße", ["strasse"], "[Straße]"),
        ("明日の会议です", ["会议"], "明日の[会][议]です"),
        ("re\u0301sume\u0301 of Jo", ["resume"], "[résumé] of Jo"),
        ("Jo’s price", ["jo's"], "[Jo]’[s] price"),
        ("snake_case", ["case"], "snake_[case]"),
        ("price", ["*"], "price"),
        ("price", [""], "price"),
        ("unclosed phrase", ['"unclosed phrase'], "[unclosed] [phrase]"),
    ],
)
def test_what_was_asked_for_is_marked_where_it_stands(text: str, said: list[str], marked: str) -> None:
    assert bold(text, *said) == marked


@pytest.mark.parametrize(
    ("text", "said", "shown"),
    [
        ("ROI first", "roi", "ROI first"),
        ("a long beginning before the ROI is named", "roi", "…before the ROI is named"),
        ("nothing", "roi", "nothing"),
        ("x" * 40 + "-roi", "roi", f"…{'x' * 15}-roi"),
    ],
)
def test_an_excerpt_begins_a_little_before_the_first_hit(text: str, said: str, shown: str) -> None:
    piece, marks = excerpt(text, marks_of(text, phrases_of([said])), 24)
    assert piece == shown
    assert all(piece[start:end].lower() == said for start, end in marks)


@given(st.lists(TEXTS | SCRIPTS, max_size=4), TEXTS | SCRIPTS)
def test_whatever_is_typed_the_index_understands_it(said: list[str], text: str) -> None:
    index = sqlite3.connect(":memory:")
    index.execute("CREATE VIRTUAL TABLE search USING fts5(folded, tokenize = 'unicode61 remove_diacritics 0')")
    index.execute("INSERT INTO search VALUES (?)", (searchable(text),))
    if phrases := phrases_of(said):
        index.execute(
            "SELECT rowid FROM search WHERE search MATCH ?", (" AND ".join(map(_as_fts, phrases)),)
        ).fetchall()
    shown = composed(text)
    marks = marks_of(shown, phrases)
    assert all(0 <= start < end <= len(shown) for start, end in marks)
    assert marks == sorted(marks)


@given(SCRIPTS)
def test_a_text_is_found_by_its_own_words(text: str) -> None:
    index = sqlite3.connect(":memory:")
    index.execute("CREATE VIRTUAL TABLE search USING fts5(folded, tokenize = 'unicode61 remove_diacritics 0')")
    index.execute("INSERT INTO search VALUES (?)", (searchable(text),))
    if phrases := phrases_of(text.replace('"', " ").split()):
        query = " AND ".join(map(_as_fts, phrases))
        assert index.execute("SELECT count(*) FROM search WHERE search MATCH ?", (query,)).fetchone() == (1,)
