"""Files are written whole or not at all, private or as the umask says, and never over somebody's changes."""

import os
import stat
from pathlib import Path

import pytest

from cs_cli import disk
from cs_cli.errors import CannotWriteError
from cs_cli.output.files import ChangedDocumentError, previous_document, write_document


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


def mode(path: Path) -> str:
    return oct(stat.S_IMODE(path.stat().st_mode))


def test_private_files_are_for_their_owner_and_documents_follow_the_umask(tmp_path: Path, state: Path):
    before = os.umask(0o027)
    try:
        disk.write_private(tmp_path / "book.csv", b"data")
        write_document(tmp_path / "deck.html", b"deck", state)
    finally:
        os.umask(before)
    assert mode(tmp_path / "book.csv") == "0o600"
    assert mode(tmp_path / "deck.html") == "0o640"


def test_a_private_file_stays_private_when_it_was_not(tmp_path: Path):
    path = tmp_path / "book.csv"
    path.write_bytes(b"old")
    path.chmod(0o644)
    disk.write_private(path, b"new")
    assert (path.read_bytes(), mode(path)) == (b"new", "0o600")


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_disk_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
):
    path = tmp_path / "deck.html"
    path.write_bytes(b"old")

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, full)
    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(CannotWriteError, match=r"cannot write .*deck.html: No space left on device"):
        disk.replace(path, b"new", disk.DOCUMENT)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_said_to_be_missing(tmp_path: Path, state: Path):
    with pytest.raises(CannotWriteError, match="No such file or directory") as error:
        write_document(tmp_path / "none" / "deck.html", b"deck", state)
    assert error.value.exit_code == 73


def test_a_device_is_written_to_as_it_is(state: Path):
    write_document(Path(os.devnull), b"deck", state)
    assert Path(os.devnull).is_char_device()


def test_what_cs_wrote_is_written_again_without_asking(tmp_path: Path, state: Path):
    path = tmp_path / "deck.html"
    for content in (b"one", b"two", b"three"):
        write_document(path, content, state)
    assert path.read_bytes() == b"three"


def test_what_somebody_changed_or_wrote_is_left_alone_until_forced(tmp_path: Path, state: Path):
    ours, theirs = tmp_path / "ours.md", tmp_path / "theirs.md"
    write_document(ours, b"one", state)
    ours.write_bytes(b"one, and my own words")
    theirs.write_bytes(b"theirs")
    for path in (ours, theirs):
        before = path.read_bytes()
        with pytest.raises(ChangedDocumentError) as error:
            write_document(path, b"two", state)
        assert path.read_bytes() == before
        assert (error.value.exit_code, "--force" in error.value.hints[0]) == (73, True)
        write_document(path, b"two", state, force=True)
        write_document(path, b"three", state)
        assert path.read_bytes() == b"three"


def test_a_document_that_was_deleted_is_written_anew(tmp_path: Path, state: Path):
    path = tmp_path / "deck.html"
    write_document(path, b"one", state)
    path.unlink()
    write_document(path, b"two", state)
    assert path.read_bytes() == b"two"


def test_what_is_remembered_is_private_and_holds_no_name_or_text(tmp_path: Path, state: Path):
    write_document(tmp_path / "ACME secret.html", b"deck", state)
    notes = [note for note in state.rglob("*") if note.is_file()]
    assert [mode(note) for note in notes] == ["0o600"]
    assert b"ACME" not in notes[0].read_bytes()
    assert "ACME" not in notes[0].name


def test_a_state_folder_that_cannot_be_made_does_not_stop_the_document(tmp_path: Path):
    (tmp_path / "state").write_text("a file")
    write_document(tmp_path / "deck.html", b"one", tmp_path / "state")
    assert (tmp_path / "deck.html").read_bytes() == b"one"


def test_a_file_that_cannot_be_read_is_said_to_be_and_left_alone(
    tmp_path: Path, state: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "deck.html"
    path.write_bytes(b"theirs")

    def denied(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "read_bytes", denied)
        with pytest.raises(CannotWriteError, match="Permission denied"):
            write_document(path, b"one", state)
    assert path.read_bytes() == b"theirs"


def test_what_is_to_be_written_again_can_be_read_where_cs_wrote_it(tmp_path: Path, state: Path):
    path = tmp_path / "renewals.ics"
    assert previous_document(path, state) is None
    write_document(path, b"first", state)
    assert previous_document(path, state) == b"first"
    path.write_bytes(b"by hand")
    with pytest.raises(ChangedDocumentError):
        previous_document(path, state)
    assert previous_document(path, state, force=True) == b"by hand"
