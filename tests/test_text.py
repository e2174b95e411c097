import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_cli.domain import words
from cs_cli.domain.calendar import date
from cs_cli.domain.formulas import guard, unguard
from cs_cli.domain.reserved import is_reserved
from cs_cli.domain.text import fold, is_key, key_from_name


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Acme", "acme"),
        ("  ACME   Corp ", "acme corp"),
        ("Éclat", "eclat"),
        ("Øresund École", "oresund ecole"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("Æther", "aether"),
        ("İstanbul", "istanbul"),
        ("ﬁne", "fine"),
        ("\uff21\uff23\uff2d\uff25", "acme"),
        ("北星", "北星"),
        ("e\u0301clat", "eclat"),
    ],
)
def test_names_are_compared_without_case_accents_and_strokes(typed, folded):
    assert fold(typed) == folded


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("key", ["ACME", "A", "acme-2", "AT&T", "R2.D2", "ÉCLAT", "北星", "a_b", "X" * 40])
def test_what_can_be_a_key(key):
    assert is_key(key)


@pytest.mark.parametrize("key", ["", "-a", "_a", "a b", "a/b", "X" * 41, "a;b", ".", "a\n", "[a]"])
def test_what_cannot_be_a_key(key):
    assert not is_key(key)


@pytest.mark.parametrize(
    ("name", "taken", "key"),
    [
        ("Acme Corporation", [], "ACME"),
        ("Acme Corporation", ["ACME"], "ACME-2"),
        ("Acme Rockets Inc.", ["ACME"], "ACME-ROCKETS"),
        ("Acme Rockets Inc.", ["ACME", "ACME-ROCKETS"], "ACME-ROCKETS-2"),
        ("The Company", [], "THE"),
        ("Møller & Søn A/S", [], "MOLLER"),
        ("O'Neill Ltd", [], "ONEILL"),
        ("!!!", [], "CUSTOMER"),
        ("!!!", ["CUSTOMER"], "CUSTOMER-2"),
        ("B & Co", [], "B"),
        ("A B C", [], "A-B"),
        ("Status Labs", [], "STATUS-LABS"),
        ("Renewals Inc.", [], "RENEWALS-2"),
        ("Renewals Inc.", ["RENEWALS-2"], "RENEWALS-3"),
    ],
)
def test_a_key_is_made_of_the_telling_words_of_a_name(name, taken, key):
    assert key_from_name(name, taken) == key


@given(st.text(max_size=60), st.sets(st.sampled_from(["ACME", "CUSTOMER", "A", "A-2"])))
def test_a_made_key_is_a_key_and_free(name, taken):
    key = key_from_name(name, taken)
    assert key not in taken
    assert is_key(key)
    assert not is_reserved(key)


@pytest.mark.parametrize("word", ["renewals", "Today", "IMPORT", "add"])
def test_words_of_the_command_line_are_no_keys(word):
    assert is_reserved(word)
    assert not is_reserved(f"{word}-2")


MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (words.weekday(MONDAY), "Mon 23 Nov"),
        (words.full(MONDAY), "Mon 23 Nov 2026"),
        (words.month(MONDAY), "Nov 2026"),
        (words.near(date(2026, 12, 1), MONDAY), "1 Dec"),
        (words.near(date(2027, 1, 1), MONDAY), "1 Jan 2027"),
        (words.close(date(2026, 11, 27), MONDAY), "Fri"),
        (words.close(date(2026, 11, 17), MONDAY), "Tue"),
        (words.close(MONDAY, MONDAY), "today"),
        (words.close(date(2026, 11, 16), MONDAY), "16 Nov"),
        (words.close(date(2026, 11, 30), MONDAY), "30 Nov"),
        (words.distance(8), "in 8d"),
        (words.distance(8, width=2), "in  8d"),
        (words.distance(0), "today"),
        (words.distance(-8), "8d late"),
        (words.distance(-3, past="ago"), "3d ago"),
        (words.counted(1, "contract"), "1 contract"),
        (words.counted(0, "contract"), "0 contracts"),
        (words.counted(1200, "contract"), "1,200 contracts"),
        (words.counted(2, "opportunity", "opportunities"), "2 opportunities"),
    ],
)
def test_days_distances_and_counts_in_words(said, expected):
    assert said == expected


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1", "'quoted", "'=1"])
def test_what_a_spreadsheet_would_run_stays_text(text):
    assert guard(text) == f"'{text}"
    assert unguard(guard(text)) == text


@pytest.mark.parametrize("value", ["Acme", "1-2", "", -5, -1.5, None, True])
def test_what_is_harmless_stays_as_it_is(value):
    assert guard(value) is value


@given(st.text(max_size=20))
def test_guarded_text_is_read_back_as_it_was(text):
    assert unguard(guard(text)) == text
