"""What the file of a document is called: safe on every system, its own for every account, inside its folder."""

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_cli.documents.file_names import file_name, inside, safe
from cs_cli.errors import CannotWriteError

DAY = date(2026, 11, 23)
NAMES = (
    "ACME", "ACME.EU", "acme-2", "CON", "con.x", "LPT1", "aux", "../../etc/passwd", "/etc/passwd", "..", ".", "",
    "a b", "A&B", "a/b", "a\\b", "a:b", "😀" * 300, "x" * 300, "Ö\u0308resund", "\u00d6resund", "O\u0308resund",
    "北星", "نمر", "trailing.", "nul\x00byte", "two\nlines", "\u202eevil", "-rf", "*?<>|",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_taken_by_every_file_system(name, tmp_path):
    called = file_name(name, "qbr", DAY, ".pptx")
    assert called.isascii()
    assert len(called) <= 120
    assert not set(called) & set('/\\:*?"<>|\0 \n')
    assert called.partition(".")[0].casefold() not in {"con", "aux", "nul", "lpt1"}
    assert called[0].isalnum()
    assert inside(tmp_path, called).parent == tmp_path
    (tmp_path / called).write_bytes(b"x")


def test_no_two_names_are_the_same_even_where_case_does_not_count():
    for one, other in combinations(NAMES, 2):
        assert safe(one).casefold() != safe(other).casefold(), (one, other)


def test_a_usual_key_stays_as_it_is():
    assert file_name("ACME", "qbr", DAY, ".pptx") == "ACME-qbr-2026-11-23.pptx"
    assert file_name("Ruff-2.eu", "plan", DAY, ".docx") == "Ruff-2.eu-plan-2026-11-23.docx"


@given(st.text(max_size=80))
def test_any_name_is_safe(name):
    assert safe(name)
    assert set(safe(name)) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")
    assert len(safe(name)) <= 60


def test_a_link_is_not_followed_out_of_the_folder(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "ACME-qbr.pptx").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CannotWriteError, match="leads out"):
        inside(tmp_path / "out", "ACME-qbr.pptx")
    with pytest.raises(CannotWriteError, match="leads out"):
        inside(tmp_path / "out", "../ACME-qbr.pptx")
