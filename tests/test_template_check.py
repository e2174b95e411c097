"""`cs template check`: what is wrong with a template, by its line; and the sample it is held against."""

from pathlib import Path

import pytest
from conftest import Program
from documents_book import new_book, rich

from cs_cli.documents.content.sample import described, sample
from cs_cli.documents.source.lint import findings
from cs_cli.documents.source.template import find_template, template_names

HEAD = '---\ntitle: "{{ account.name }}"\n---\n'
MORE = "# Support\n\n- {{ account.name }}\n"


def found_in(folder: Path, text: str) -> list[tuple[int, str, str]]:
    path = folder / "mine.md.j2"
    path.write_text(text, "utf-8")
    return [tuple(each) for each in findings(path)]


@pytest.mark.parametrize("name", template_names())
def test_no_shipped_template_has_an_error_or_a_bare_slide(name: str) -> None:
    told = [each for each in findings(find_template(name)) if each.state == "error" or "is bare" in each.told]
    assert told == []


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("# {% if %}\n", 1, "Expected an expression"),
        ("# {{ acount.name }}\n", 1, 'no variable "acount": did you mean "account"?'),
        ("\n# {{ account.nmae }}\n", 2, '"account" has no "nmae": did you mean "name"?'),
        ("{% if nothing_of_the_kind %}x{% endif %}\n", 1, 'no variable "nothing_of_the_kind"'),
        (
            "{% for row in plan.risks %}\n- {{ row.ownr }}\n{% endfor %}\n",
            2,
            '"row" has no "ownr": did you mean "owner"?',
        ),
        ("{% set first = plan.risks | first %}\n- {{ first.ownr }}\n", 2, '"first" has no "ownr"'),
        ('- {{ plan["valeu"] }}\n', 1, '"plan" has no "valeu": did you mean "value"?'),
        ("- {{ plan.risks[0].ownr }}\n", 1, 'has no "ownr"'),
        ("# {{ account.name | uper }}\n", 1, 'no filter "uper": did you mean "upper"?'),
        ("{% if account.name is strng %}x{% endif %}\n", 1, 'no test "strng": did you mean "string"?'),
        ("\n::: metrcs\n| a |\n|---|\n| b |\n:::\n", 2, 'no block "metrcs": did you mean "metrics"?'),
        ("# A\n\n::: metrics\n| a |\n|---|\n| b |\n", 3, "::: metrics is not closed"),
        ("# A\n:::\n", 2, '":::" closes a block, but none is open'),
        ("# {{ account.name }}\n\n{{ 1 // 0 }}\n", 3, "division"),
        ("# A\n\n{{ account }}\n", 3, "cannot be printed"),
        ("# A\n{% include 'nowhere.md.j2' %}\n", 2, 'there is no template "nowhere.md.j2"'),
        ("{% if adoption %}{{ adoption.users + none }}{% endif %}\n", 1, "can only concatenate"),
        ("- {{ tiles[0].name }}\n", 1, "has no element 0"),
    ],
)
def test_a_fault_is_told_by_its_line(tmp_path: Path, text: str, line: int, told: str) -> None:
    found = found_in(tmp_path, text)
    assert [(each[0], each[1]) for each in found] == [(line, "error")]
    assert told in found[0][2]


@pytest.mark.parametrize(
    "text",
    [
        HEAD + MORE,
        "{% set n = namespace(x=0) %}{% for x in range(2) %}{% set n.x = n.x + 1 %}{% endfor %}# {{ n.x }}\n\n- a\n",
        "{% if tiles %}{% set few = 1 %}{% endif %}# {% if few is defined %}{{ few }}{% endif %}T\n\n- a\n",
        "{% macro row(one) %}{{ one.anything }}{% endmacro %}# A\n\n- b\n",
        "{% for key, value in account.items() %}\n- {{ key }} {{ value }}\n{% endfor %}\n",
        "# A\n\n- {% if internal is defined %}{{ internal.health }}{% endif %} x\n",
        "---\naudience: internal\n---\n# A\n\n- {{ internal.band }}\n",
        "# A\n\n::: bunting\nwords\n:::\n",
    ],
)
def test_what_is_right_is_no_error(tmp_path: Path, text: str) -> None:
    assert [each for each in found_in(tmp_path, text) if each[1] == "error"] == []


def test_a_block_of_another_name_is_a_warning_where_none_comes_close(tmp_path: Path) -> None:
    assert found_in(tmp_path, "# A\n\n::: bunting\nwords\n:::\n") == [
        (3, "warning", 'no block "bunting"; it is shown as its table or text')
    ]


def test_a_slide_without_data_is_a_warning(tmp_path: Path) -> None:
    rows = "{% for row in plan.risks if plan %}\n| {{ row.risk }} |\n{% endfor %}\n"
    text = f"# First\n\n- a\n\n---\n# Our risks\n\n{{% if plan %}}\n| a |\n|---|\n{rows}{{% endif %}}\n"
    [(line, state, told)] = found_in(tmp_path, text)
    assert (line, state) == (6, "warning")
    assert told.startswith('the slide "Our risks" is bare for an account with nothing on record')


def test_a_slide_that_goes_over_is_a_warning(tmp_path: Path) -> None:
    rows = "{% for n in range(60) %}\n| {{ n }} | {{ account.name }} |\n{% endfor %}"
    [(line, state, told)] = found_in(tmp_path, f"# Long\n\n| n | a |\n|---|---|\n{rows}\n")
    assert (line, state) == (1, "warning")
    assert "pages with the sample" in told


def test_the_command_lists_by_file_and_ends_with_65(cs: Program) -> None:
    folder = cs.home / "config" / "templates"
    folder.mkdir(parents=True)
    (folder / "good.md.j2").write_text(HEAD + MORE)
    assert (cs("template", "check").code, "nothing found" in cs("template", "check").text) == (0, True)
    (folder / "bad.md.j2").write_text("# {{ acount }}\n")
    answer = cs("template", "check", "--json")
    assert answer.code == 65
    assert [(Path(row["file"]).name, row["line"], row["state"]) for row in answer.rows] == [("bad.md.j2", 1, "error")]
    shown = cs("template", "check", "bad")
    assert shown.code == 65
    assert '1  ■ error  no variable "acount": did you mean "account"?' in shown.text
    assert "1 error: such a template makes no document" in shown.text
    assert cs("template", "check", "qbr").code == 0
    assert cs("template", "check", str(folder / "bad.md.j2")).code == 65


@pytest.mark.parametrize(("words", "said"), [((), "no template of your own"), (("nothing",), 'no template "nothing"')])
def test_where_there_is_nothing_to_check_it_says_so(cs: Program, words: tuple[str, ...], said: str) -> None:
    answer = cs("template", "check", *words)
    assert (answer.code, said in answer.talk) == (66, True)


def test_the_sample_has_every_key_that_an_account_has(tmp_path: Path) -> None:
    """The page docs/context.md is made of it, so a key that is missing there is missing here."""
    known = {path for path, _, _ in described(sample().full)}
    for n, book in enumerate((rich(tmp_path, 4), rich(_folder(tmp_path, "many"), 40), _named(tmp_path))):
        seen = {path for path, _, _ in described(book.review("internal")) if not path.startswith("evidence.")}
        assert seen - known == set(), n


def _folder(folder: Path, name: str) -> Path:
    (folder / name).mkdir()
    return folder / name


def _named(folder: Path):
    book = new_book(_folder(folder, "named"))
    book.account()
    return book
