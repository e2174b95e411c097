import os
import subprocess
import sys
from pathlib import Path

import pytest
from documents_book import new_book

from cs_cli.documents.source import child
from cs_cli.documents.source.template import (
    Limits,
    find_template,
    is_shipped,
    render,
    rendered,
    shipped_folder,
    template_names,
)
from cs_cli.errors import BadDataError, NotFoundError, sentence_of

DATA = {
    "a": {"name": "Acme *|* <b>", "internal_note": None, "contacts": [{"email": "x@example.com"}]},
    "n": 3,
    "x": None,
    "yes": True,
    "half": 0.5,
    "names": ["a|b", "c"],
}
FAST = Limits(cpu_seconds=2, memory_mb=64, output_mb=1)


@pytest.fixture
def write(tmp_path):
    def written(text, name="mine"):
        path = tmp_path / f"{name}.md.j2"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
        return tmp_path

    return written


def made(folder, text, name="mine"):
    """The template rendered in this process, as the child does it."""
    (folder / f"{name}.md.j2").write_text(text, "utf-8")
    return rendered(f"{name}.md.j2", DATA, (folder, shipped_folder()))


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("{{ a.name }}", r"Acme \*\|\* \<b\>"),
        ("{{ a['name'] }}", r"Acme \*\|\* \<b\>"),
        ("{{ n }} {{ half }} {{ yes }} {{ not yes }} {{ x }}", "3 0.5 yes no –"),
        ("{{ names | join('|') }}", r"a\|b\|c"),
        ("{{ a.name | upper }}", r"ACME \*\|\* \<B\>"),
        ("{{ '**x**' | safe }} ", "**x** "),
        (
            "{% macro m(t) %}**{{ t }}**{% endmacro %}{{ m(a.name) ~ a.name }}",
            r"**Acme \*\|\* \<b\>**Acme \*\|\* \<b\>",
        ),
        ("{% macro m(t) %}{{ t }}{% endmacro %}{{ m('x') + a.name }}", r"xAcme \*\|\* \<b\>"),
        ("{% macro m(t) %}{{ t }}{% endmacro %}{{ [m('x'), a.name] | join('*') }}", r"x\*Acme \*\|\* \<b\>"),
        ("{{ a.name ~ '*' }}", r"Acme \*\|\* \<b\>\*"),
        ("{{ a.name | e }}", r"Acme \*\|\* \<b\>"),
        ("{{ 7 * 7 }}{{ 7 % 4 }}{{ 1 + 1 }}", "4932"),
        (
            "{{ '2027-03-01' | day }} {{ 1240 | counted }} {{ 2 | plural('ticket') }} {{ names | listed }}",
            r"1 Mar 2027 1,240 2 tickets a\|b and c",
        ),
        ("{{ x ~ 'y' }}", "y"),
    ],
)
def test_what_a_template_prints(tmp_path, text, printed):
    assert made(tmp_path, text) == printed


ESCAPES = [
    "{{ a.__class__ }}",
    "{{ a._sa_instance_state }}",
    "{{ a.metadata.tables.keys()|list }}",
    "{{ a.metadata.drop_all }}",
    "{{ a.model_dump() }}",
    "{{ a.sqlmodel_update({'name':'HACKED'}) }}",
    "{{ a.model_fields_set }}",
    "{{ ''.format.__globals__ }}",
    "{{ '{0.__class__.__mro__}'.format(a) }}",
    "{{ ''|attr('__class__') }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ ('{0.__class__}'|attr('format'))(a) }}",
    "{% set f='{0.__class__}'.format %}{{ f(a) }}",
    "{{ ['{0.__class__}']|map('format',a)|list }}",
    "{{ range(10**9) }}",
    "{{ a.contacts.clear() }}",
    "{{ a.contacts.append(1) }}",
    "{{ a.update({'name': 'x'}) }}",
    "{% include '/etc/passwd' %}",
    "{% include '../secret' %}",
    "{% import 'os' as os %}",
    "{{ a.keys }}",
    "{{ a }}",
    "{{ names }}",
    "{{ lipsum.__globals__ }}",
    "{{ joiner }}",
    "{{ a|pprint }}",
    "{{ a|tojson }}",
    "{{ names|random }}",
    "{{ 'x'|urlize }}",
    "{{ a|xmlattr }}",
    "{{ 'a' * 3 }}",
    "{{ '%s' % a }}",
    "{{ [1] * 9 }}",
    "{{ missing }}",
    "{{ a.missing }}",
    "{{ n / 0 }}",
    "{{ n.real.__class__ }}",
    "{{ names.sort() }}",
    "{{ a.name.encode() }}",
    "{% for x in 3 %}{% endfor %}",
    "{{ loop }}",
    "{{ a.__init__ }}",
    "{{ (1).__class__.__base__ }}",
    "{{ namespace.__init__ }}",
]


@pytest.mark.parametrize("attempt", ESCAPES)
def test_an_attempt_to_break_out_is_an_error_that_names_the_line(tmp_path, attempt):
    with pytest.raises(BadDataError, match=r"template mine\.md\.j2, line 3: ") as error:
        made(tmp_path, f"one\ntwo\n{attempt}\n")
    assert error.value.exit_code == 65
    assert error.value.hints[-1].endswith("mine.md.j2")
    assert DATA["a"]["contacts"] == [{"email": "x@example.com"}]


def test_plain_data_is_all_there_is_to_print(tmp_path):
    assert made(tmp_path, "{{ a.contacts[0].email }} {{ a.internal_note }}") == "x@example.com –"


@pytest.mark.parametrize(
    ("text", "line"), [("a\n{% if %}\n", 2), ("a\nb\n{{ 1 +\n", 3), ("{% nope %}", 1), ("\n{{ 1 | nope }}", 2)]
)
def test_a_syntax_error_names_its_line(tmp_path, text, line):
    with pytest.raises(BadDataError, match=f"template mine.md.j2, line {line}: "):
        made(tmp_path, text)


BOMBS = [
    ("{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}", "more time"),
    ("{% macro m() %}{{ m() }}{% endmacro %}\n{{ m() }}", "calls itself without end"),
    ("{% for i in range(99999) %}0123456789abcdef{% endfor %}", "more than 1 MB"),
    (
        "{% set ns = namespace(x=['0123456789']) %}{% for i in range(40) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
        "more memory",
    ),
    ("{{ '%01000000000d'|format(1) }}", "No filter named 'format'"),
    ("{{ 'a' * 10**9 }}", "is for numbers"),
]


@pytest.mark.parametrize(("bomb", "what"), BOMBS)
def test_a_bomb_in_a_template_of_ones_own_is_an_error_that_names_the_line(write, bomb, what):
    with pytest.raises(BadDataError, match=what) as error:
        render("mine", DATA, write(f"one\n{bomb}\n"), FAST)
    assert "template mine.md.j2, line " in error.value.sentence
    assert error.value.sentence.split("line ")[1][0] in "23"


def test_a_template_of_ones_own_is_rendered_in_a_child_with_all_its_text(write):
    assert render("mine", DATA | {"name": "Øresund 北 \ud800"}, write("{{ name }} – é\n")) == "Øresund 北 – é\n"


def test_an_error_in_the_child_is_the_same_as_here(write):
    folder = write("{{ missing }}")
    with pytest.raises(BadDataError) as error:
        render("mine", DATA, folder)
    assert error.value.sentence == "template mine.md.j2, line 1: 'missing' is undefined"
    assert error.value.hints == (f"The file: {folder / 'mine.md.j2'}",)


def test_ones_own_template_wins_and_may_include_another(write):
    folder = write("own {% include 'part.md.j2' %}", "qbr")
    write("and {{ n }}", "part")
    assert find_template("qbr", folder) == folder / "qbr.md.j2"
    assert render("qbr", DATA, folder) == "own and 3"


def test_an_unchanged_copy_counts_as_shipped(write):
    folder = write(find_template("plan").read_text("utf-8"), "plan")
    assert is_shipped(find_template("plan", folder))
    write("changed", "plan")
    assert not is_shipped(find_template("plan", folder))


def test_a_part_of_ones_own_is_taken_and_makes_the_template_ones_own(write):
    folder = write("# {{ account.name }}, my cover\n", "parts/cover")
    shipped = find_template("qbr", folder)
    assert shipped.parent == shipped_folder()
    assert not is_shipped(shipped, folder)
    write((shipped_folder() / "parts" / "cover.md.j2").read_text("utf-8"), "parts/cover")
    assert is_shipped(shipped, write("{{ n }}", "parts/a_part_that_nobody_ships"))


def test_the_part_of_ones_own_is_what_the_shipped_template_shows(write, tmp_path):
    book = new_book(tmp_path)
    book.account()
    folder = write("# {{ account.name }}, my cover\n", "parts/cover")
    assert "# Acme Corporation, my cover" in render("qbr", book.review(), folder)


def test_a_change_in_a_template_is_seen(write):
    assert render("mine", DATA, write("one")) == "one"
    assert render("mine", DATA, write("two")) == "two"


@pytest.mark.parametrize("name", ["nope", "../qbr", "/etc/passwd", ""])
def test_an_unknown_template_is_an_error_with_the_names_there_are(tmp_path, name):
    with pytest.raises(NotFoundError) as error:
        find_template(name, tmp_path)
    assert error.value.hints == (f"There are {sentence_of(template_names(), 'and')}.",)


def test_the_names_are_the_shipped_ones_and_ones_own(write):
    assert set(template_names()) >= {"ebr", "plan", "qbr", "qbr-15", "value"}
    assert set(template_names(write("x"))) == {"mine", *template_names()}


def test_templates_are_found_inside_the_package_where_it_is_installed(tmp_path, monkeypatch):
    here = shipped_folder()
    assert here == Path(__file__).parent.parent / "templates"
    inside = tmp_path / "cs_cli" / "templates"
    inside.mkdir(parents=True)
    monkeypatch.setattr(
        "cs_cli.documents.source.template.__file__", str(tmp_path / "cs_cli" / "documents" / "source" / "template.py")
    )
    assert shipped_folder() == inside


def test_the_child_answers_with_text_or_error(write):
    asked = {"file": "mine.md.j2", "data": DATA, "folders": [str(write("{{ n }}"))]}
    assert child.answer(asked, 10) == {"text": "3"}
    write("{{ m }}", "other")
    assert child.answer(asked | {"file": "other.md.j2"}, 10)["error"].endswith("'m' is undefined")


def test_a_child_that_dies_is_an_error(write, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(BadDataError, match="went over its limits"):
        render("mine", DATA, write("x"))


def test_a_child_that_hangs_is_an_error(write, monkeypatch, tmp_path):
    script = tmp_path / "sleeper"
    script.write_text("#!/bin/sh\nexec sleep 60\n")
    script.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(script))
    with pytest.raises(BadDataError, match="takes too long"):
        render("mine", DATA, write("x"), Limits(cpu_seconds=-1))


def test_documents_are_not_imported_by_a_reading_command():
    heavy = ("jinja2", "markdown_it", "cs_cli.documents")
    code = f"import sys, cs_cli.main; print([m for m in sys.modules if m.startswith({heavy})])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
    )
    assert done.stdout.strip() == "[]"
