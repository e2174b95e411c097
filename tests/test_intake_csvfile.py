"""CSV: encodings, delimiters, quotes, and the line that every mistake is on."""

import csv
import json
from io import StringIO
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_cli.intake.csvfile import delimiter_of, open_csv
from cs_cli.intake.refusals import FileRefusedError, UnbalancedQuoteError, UnknownEncodingError

SPECTRUM = Path(__file__).parent / "data" / "csv-spectrum"


def records(path, encoding=None):
    return list(open_csv(path, encoding).records())


def written(tmp_path, content):
    path = tmp_path / "file.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("name", sorted(path.stem for path in (SPECTRUM / "csvs").glob("*.csv")))
def test_awkward_files_are_read_as_a_correct_reader_reads_them(name):
    header, *rows = [cells for _line, cells in records(SPECTRUM / "csvs" / f"{name}.csv")]
    expected = json.loads((SPECTRUM / "json" / f"{name}.json").read_text())
    found = [dict(zip(header, row, strict=True)) for row in rows]
    if name == "location_coordinates":  # its JSON names another telephone number
        expected["Contact Phone Number"] = "2095257564"
    assert found == (expected if isinstance(expected, list) else [expected])


WORDS = {
    "utf-8": "Ørsted 北", "utf-8-sig": "Ørsted 北", "utf-16": "Ørsted 北", "utf-32": "Ørsted 北", "cp1252": "Müller €",
    "cp1250": "Łódź", "iso-8859-1": "Müller", "iso-8859-15": "Müller €", "cp1251": "Привет", "shift_jis": "日本",
    "mac-roman": "Müller",
}  # fmt: skip


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", ":", "^"])
@pytest.mark.parametrize("encoding", WORDS)
def test_every_encoding_and_delimiter_is_read(tmp_path, encoding, delimiter):
    lines = [["name", "arr", "owner"], [WORDS[encoding], "1", "me"], ["Acme", "2", "lee"]]
    path = written(tmp_path, "\n".join(delimiter.join(line) for line in lines).encode(encoding))
    said = None if encoding.startswith("utf") else encoding
    assert [cells for _line, cells in records(path, said)] == lines


def test_a_file_that_is_not_utf8_stops_with_three_readings_of_its_first_strange_line(tmp_path):
    path = written(tmp_path, b"name,arr\nAcme,1\nM\xfcller,2\n")
    with pytest.raises(UnknownEncodingError) as refused:
        records(path)
    assert refused.value.sentence == "nothing imported: file.csv: line 3 is not UTF-8. Which of these reads right?"
    assert refused.value.hints[0] == "--encoding cp1252     Müller,2"
    assert len(refused.value.hints) == 3


@pytest.mark.parametrize(
    ("content", "encoding", "reason"),
    [
        (b"a,b\n1,\x81\n", "cp1252", "line 2 is not cp1252"),
        (b"a,b\n1,2\n", "klingon", 'no encoding "klingon"'),
        (b"a,b\n1,\x00\n", None, "line 2 has a NUL character"),
        (b"\xff\xfea\x00,", None, "line 1 is not utf-16"),
        ("a,b\n1," + "x" * 32_768, None, "line 2: a cell is longer than 32,767 characters"),
    ],
)
def test_what_cannot_be_read_is_refused_by_line(tmp_path, content, encoding, reason):
    with pytest.raises(FileRefusedError, match=reason):
        records(written(tmp_path, content), encoding)


@pytest.mark.parametrize(
    ("content", "opened"),
    [
        ('a,b\n1,2\n"3,4\n5,6\n7,8\n', 3),
        ('a,b\n"one\ntwo","three\nfour,5\n', 3),
        ('a,b\n"Acme" Inc,5\n', 2),
        ('a,b\n1,"x""\ny,z\n', 2),
        ('a,b\n1,"x"\n2,"un\nbal"anced"\n', 3),
    ],
)
def test_an_unbalanced_quote_is_reported_at_the_line_where_it_opened(tmp_path, content, opened):
    with pytest.raises(UnbalancedQuoteError, match=f"opens on line {opened} "):
        records(written(tmp_path, content))


def test_a_line_sep_names_the_delimiter_and_is_no_data(tmp_path):
    assert records(written(tmp_path, "sep=;\r\na;b\r\n1,5;2\r\n")) == [(2, ["a", "b"]), (3, ["1,5", "2"])]


def test_records_know_the_line_they_begin_on(tmp_path):
    path = written(tmp_path, 'a,b\n"1\n2",3\n\n4,5\n')
    assert records(path) == [(1, ["a", "b"]), (2, ["1\n2", "3"]), (4, []), (5, ["4", "5"])]


@pytest.mark.parametrize(
    ("sample", "delimiter"),
    [
        ("name;arr\nMüller, Sons;1,5\nFoo, Inc;2,5\n", ";"),
        ("name,note\nAcme,a;b;c\nFoo,d\n", ","),
        ("when|what\n10:30|x\n11:30|y\n", "|"),
        ("time: of day,x\n1,2\n", ","),
    ],
)
def test_the_delimiter_is_the_one_that_gives_every_row_the_width_of_the_header(sample, delimiter):
    assert delimiter_of(sample) == delimiter


def test_a_single_column_is_not_split(tmp_path):
    assert records(written(tmp_path, "name\nFoo, Inc.\nBar; Ltd\n"))[1:] == [(2, ["Foo, Inc."]), (3, ["Bar; Ltd"])]


def test_a_sample_that_is_cut_leaves_its_last_record_out():
    assert delimiter_of("a,b\n1,2\n3;4;5;6", cut=True) == ","


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])), min_size=3, max_size=3)
    )
)
def test_what_a_csv_writer_wrote_is_read_back(tmp_path_factory, rows):
    out = StringIO()
    csv.writer(out).writerows([["one", "two", "three"], *rows])
    path = tmp_path_factory.mktemp("csv") / "file.csv"
    path.write_bytes(out.getvalue().encode())
    assert [cells for _line, cells in records(path)][1:] == rows


@given(st.lists(st.lists(st.text("a \r\n\"'é;", max_size=5), min_size=2, max_size=2), max_size=20))
def test_every_record_knows_the_line_on_which_it_begins(tmp_path_factory, rows):
    text = StringIO(newline="")
    csv.writer(text).writerows([["name", "note"], *rows])
    path = written(tmp_path_factory.mktemp("csv"), text.getvalue())
    one_by_one, line = [], 1
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines)
        for row in reader:
            one_by_one.append((line, row))
            line = reader.line_num + 1
    with mock.patch("cs_cli.intake.csvfile._TOGETHER", 3):
        assert records(path) == one_by_one
