"""What leaves the program: nothing that steers a terminal, no line wider than it, no crash for any text or stream."""

import contextlib
import io
import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from conftest import Program, without_the_day
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from cs_cli.output.clean import clean, literal_markdown, one_line
from cs_cli.output.fitting import fit, fit_before, wrapped
from cs_cli.output.render import Format, as_csv, rows, screen_width
from cs_cli.output.sheet import Cell, Column, Sheet, paragraph

ROOT = Path(__file__).parent.parent
TODAY = "2026-11-23"
HOSTILE = (
    "\x1b]0;pwned\x07\x1b]8;;http://evil\x1b\\Acme\x1b]8;;\x1b\\\x1b[2J\x1b]52;c;cm0gLXJm\x07\x9b31m"
    "[/] [/b] [emea] [link=http://evil]x[/link] :computer: \u202eevil"
)
SURVIVES = "[/] [/b] [emea] [link=http://evil]x[/link] :computer: evil"
STEERING = [*range(9), 11, 12, *range(14, 32), 127, *range(128, 160), 0x61C, 0x200E, 0x200F]
STEERING += [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]
STEERS = re.compile(f"[{''.join(map(chr, STEERING))}]")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
WIDTHS = [40, 60, 80, 100, 200]


@given(st.text())
def test_cleaned_text_steers_nothing_and_keeps_the_rest(text):
    assert not STEERS.search(clean(text))
    assert not re.search(r"[\n\t\r]", one_line(text))
    assert clean(clean(text)) == clean(text)
    assert [c for c in clean(text) if c in text] == list(clean(text))


@pytest.mark.parametrize(
    "text", ["Acme", "[emea]", "Éclat", "北星", "נמר", "🌻", "👩\u200d🔬", "a\nb\tc", ":computer:"]
)
def test_harmless_text_is_left_as_it_is(text):
    assert clean(text) == text


def test_a_lone_surrogate_cannot_be_printed_and_is_dropped():
    assert clean("a\ud800b") == "ab"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**x**", r"\*\*x\*\*"),
        ("[a](http://e)", r"\[a\](http://e)"),
        ("<script>", r"\<script\>"),
        ("a|b\nc", r"a\|b c"),
    ],
)
def test_markdown_shows_text_as_it_is(text, expected):
    assert literal_markdown(text) == expected


@given(st.text(st.characters(codec="utf-8"), max_size=60), st.integers(2, 40))
def test_text_that_is_cut_or_wrapped_fits(text, width):
    text = one_line(text)
    assert cell_len(fit(text, width)) <= width
    assert cell_len(fit_before(text, width, ", due ")) <= width
    lines = wrapped(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(cell_len(line) <= max(width, 14) for line in paragraph(text, max(width, 14)))


def test_when_a_task_is_due_is_not_cut():
    assert fit_before("t51 send the QBR deck, meeting on the same day, due Thu", 42, ", due ") == (
        "t51 send the QBR deck, meeting o…, due Thu"
    )
    assert fit_before("was yellow: Sev-1 #4417 open 17d, caps 54 at 40", 34, ", due ") == (
        "was yellow: Sev-1 #4417 open 17d,…"
    )


def test_a_command_to_copy_is_not_torn():
    text = "59 accounts, $1,821,360 + €940,920 + £44,000 ARR. 54 more: cs accounts --all"
    for width in range(28, 76):
        lines = paragraph(text, width)
        assert all(cell_len(line) <= width for line in lines)
        assert any("cs accounts --all" in line for line in lines), width
    text = "Back: cs undo. All steps of this week: cs history --limit 12 --format json. Else nothing"
    assert paragraph(text, 50) == [
        "Back: cs undo. All steps of this week:",
        "  cs history --limit 12 --format json. Else",
        "  nothing",
    ]
    assert paragraph(f"Wide: cs log ACME {'word ' * 20}", 40)[0] == "Wide: cs log ACME word word word word"


CELLS = st.lists(st.sampled_from(["", "x", "Acme Corporation", "北星 ロボット", "🌻 Gardens", "word " * 12, "W" * 60]))
COLUMNS = st.builds(
    Column, right=st.booleans(), drop=st.integers(0, 5), flex=st.booleans(), wrap=st.booleans(),
    keep=st.sampled_from([4, 16, 1000]), below=st.booleans(),
    instead=st.sampled_from(["", "What to type: cs why ACCOUNT"]),
)  # fmt: skip


@given(st.lists(COLUMNS, min_size=1, max_size=7), st.data(), st.sampled_from(WIDTHS))
def test_no_line_of_a_sheet_is_wider_than_the_terminal(columns, data, width):
    sheet = Sheet(columns).heading("A heading that is somewhat longer than forty cells", "ARR")
    for row in data.draw(st.lists(CELLS.map(lambda cells: (cells + [""] * 7)[: len(columns)]), max_size=4)):
        sheet.row(*row)
    for line in sheet.laid_out(width):
        assert cell_len("".join(cell.text for cell in line).rstrip()) <= width


@given(st.lists(st.text(max_size=80), min_size=3, max_size=3))
def test_a_pipe_gets_every_cell_whole_on_one_line(texts):
    sheet = Sheet([Column(drop=1), Column(flex=True), Column(wrap=True, keep=1)]).row(*texts)
    [line] = sheet.laid_out(None)
    assert all(one_line(text) in "".join(cell.text for cell in line) for text in texts if cell_len(text))


def test_what_can_be_spared_is_dropped_before_text_is_cut_and_text_before_a_line_is_cropped():
    columns = [Column(), Column(flex=True, keep=12), Column(drop=2), Column(drop=1), Column(drop=4)]
    sheet = Sheet(columns, indent=0).row("KEY", "a rather long name", "second", "first", "late")

    def at(width):
        return "".join(cell.text for cell in sheet.laid_out(width)[0]).rstrip()

    assert at(48) == "KEY  a rather long name  second  first  late"
    assert at(38) == "KEY  a rather lo…  second  first  late"
    assert at(37) == "KEY  a rather long name  second  late"
    assert at(31) == "KEY  a rather lo…  second  late"
    assert at(30) == "KEY  a rather long name  late"
    assert at(19) == "KEY  a rathe…  late"
    assert at(18) == "KEY  a rather lon…"
    assert at(10) == "KEY  a ra…"


def test_what_is_dropped_goes_below_its_row_or_is_told_once_at_the_end():
    columns = [Column(), Column(drop=2, below=True), Column(drop=1, instead="All: cs why ACCOUNT")]
    sheet = Sheet(columns, indent=1).row("KEY", "cs done t1", "x" * 12).row("OTHER", "", "x")

    def at(width):
        return ["".join(cell.text for cell in line).rstrip() for line in sheet.laid_out(width)]

    assert at(None) == [f" KEY    cs done t1  {'x' * 12}", f" OTHER{' ' * 14}x"]
    assert at(31) == [" KEY    cs done t1", " OTHER", "All: cs why ACCOUNT"]
    assert at(15) == [" KEY", "   cs done t1", " OTHER", "All: cs why", "  ACCOUNT"]


def test_a_dropped_columns_style_goes_with_it():
    sheet = Sheet([Column(), Column(drop=1)], indent=0).row(Cell("KEY", "bold"), Cell("x" * 30, "red"))
    assert [cell.style for cell in sheet.laid_out(10)[0] if cell.text.strip()] == ["bold"]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A portfolio whose texts would like to steer the terminal."""
    program = Program(tmp_path_factory.mktemp("hostile"))
    accounts = "account,name,segment,owner,stage,tags\nEVIL," + f'"{HOSTILE}",' * 4 + f'"{HOSTILE}"\n'
    contracts = f'account,contract,renews_on,arr\nEVIL,"{HOSTILE}",2026-11-15,100\n'
    activities = f'account,kind,on,summary\nEVIL,call,2026-11-20,"{HOSTILE}"\n'
    contacts = f'account,name,title\nEVIL,"{HOSTILE}","{HOSTILE}"\n'
    tickets = f'account,ticket,subject,opened_at\nEVIL,"{HOSTILE}","{HOSTILE}",2026-11-20\n'
    files = {"accounts": accounts, "contracts": contracts, "activities": activities, "contacts": contacts}
    for name, text in (files | {"tickets": tickets}).items():
        path = program.home / f"{name}.csv"
        path.write_text(text, newline="")
        answer = program.as_of(TODAY, "import", str(path))
        assert answer.code == 0, answer.talk
    assert program("account", "edit", "EVIL", "--set", f"{HOSTILE}={HOSTILE}").code == 0
    assert program.as_of(TODAY, "task", "EVIL", HOSTILE, "--due", "2026-11-20").code == 0
    return program


COMMANDS = [
    ("today",), ("why", "EVIL"), ("accounts",), ("show", "EVIL"), ("show", "EVIL", "--slack"), ("brief", "EVIL"),
    ("renewals",), ("health",), ("health", "EVIL", "--explain"), ("contacts",), ("activities",), ("tasks",),
    ("digest",), ("digest", "--format", "md"), ("digest", "--format", "html"), ("history",),
    ("sql", "select * from accounts"), ("accounts", "--csv"), ("accounts", "--format", "md"), ("show", HOSTILE),
    ("accounts", "--owner", HOSTILE), ("show", f"x{HOSTILE}"), ("show", "EVIL", "--csv"),
    ("show", "EVIL", "--format", "md"), ("show", "EVIL", "--json"),
]  # fmt: skip


@pytest.mark.parametrize("env", [{}, {"FORCE_COLOR": "1"}, {"FORCE_COLOR": "1", "COLUMNS": "80"}], ids=str)
@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: " ".join(words)[:20])
def test_no_stored_text_steers_the_terminal(hostile, words, env):
    answer = hostile(*words, "--as-of", TODAY, env=env)
    assert answer.code in (0, 66), answer.talk
    said = COLOUR.sub("", answer.text) if env else answer.text
    assert not STEERS.search(said)
    assert not STEERS.search(answer.talk)
    assert said + answer.talk


def test_brackets_and_emoji_codes_survive(hostile):
    assert SURVIVES in hostile("show", "EVIL", "--slack", "--as-of", TODAY).text
    assert SURVIVES in COLOUR.sub("", hostile("show", "EVIL", "--as-of", TODAY, env={"FORCE_COLOR": "1"}).text)


def test_json_keeps_the_text_as_it_came_and_escapes_it(hostile):
    answer = hostile("accounts", "--json", "--as-of", TODAY)
    assert answer.rows[0]["name"] == HOSTILE
    assert answer.out.isascii()
    assert not STEERS.search(answer.text)


def test_a_dry_run_in_json_is_ascii_like_every_other_answer(hostile):
    sheet = hostile.home / "more.csv"
    sheet.write_text(f'account,name,live_on,Wish\u202e\nMORE,More,"{HOSTILE}",x\n', newline="")
    answer = hostile("import", str(sheet), "--dry-run", "--json")
    assert answer.out.isascii()
    assert "202e" in answer.text
    json.loads(answer.out)


@settings(max_examples=60)
@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1, max_size=3))
def test_any_text_in_any_format_leaves_without_a_crash(texts):
    found = [{"n": number, "text": text} for number, text in enumerate(texts)]
    said = {}
    for fmt in Format:
        said[fmt] = _printed(found, fmt)
        assert not STEERS.search(said[fmt])
    assert [row["text"] for row in json.loads(said[Format.JSON])] == texts
    assert len(said[Format.JSONL].splitlines()) == len(texts)
    assert said[Format.MD].count("\n") == len(texts) + 2
    assert said[Format.TABLE].count("\n") == len(texts)


def _printed(found, fmt):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        rows(found, ["n", "text"], fmt, lambda: [row["text"] for row in found])
    return out.getvalue()


def test_csv_neutralises_formulas_and_joins_lists():
    row = {"name": "=1+1", "tags": ["a", "b"], "arr": -5, "is": True, "by": {"EUR": 1, "USD": 2}, "none": None}
    assert as_csv([row], list(row)) == "name,tags,arr,is,by,none\n'=1+1,a;b,-5,true,EUR 1;USD 2,\n"


LISTS = [
    ("today",), ("accounts",), ("accounts", "--all"), ("renewals",), ("renewals", "--due", "1y"), ("health",),
    ("why", "ACME"), ("digest",), ("help", "all"), ("help", "exit-codes"), ("tasks",), ("contacts",), ("history",),
    ("health", "ACME", "--explain"), ("sql", "select account, name, arr from contracts"),
]  # fmt: skip


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("words", LISTS, ids=" ".join)
def test_no_line_is_wider_than_the_terminal(demo_home, on_terminal, words, columns):
    shown = on_terminal(Program(demo_home), *words, "--as-of", TODAY, columns=columns)
    assert shown.strip()
    for line in shown.splitlines():
        assert cell_len(line) <= columns, line


@pytest.mark.parametrize("words", LISTS, ids=" ".join)
def test_a_pipe_gets_no_colour_and_nothing_cut(demo_home, words):
    said = Program(demo_home)(*words, "--as-of", TODAY).text
    assert "\x1b" not in said
    assert not re.search(r"\w…", said)


@pytest.mark.parametrize("word", ["today", "digest"])
def test_each_line_ends_with_its_command_at_100_columns_and_one_line_says_where_they_are_at_80(
    demo_home, on_terminal, word
):
    demo = Program(demo_home)
    lines = on_terminal(demo, word, "--as-of", TODAY, columns=100).splitlines()
    for end in ("$96,000  cs renew PINECREST", "cs health KESTREL", "cs done t31"):
        assert any(line.endswith(end) for line in lines)
    assert "What to type: cs why ACCOUNT" not in lines
    narrow = on_terminal(demo, word, "--as-of", TODAY, columns=80).splitlines()
    assert "cs renew PINECREST" not in "".join(narrow)
    assert narrow.count("What to type: cs why ACCOUNT") == 1


def test_dates_stand_whole_in_the_day_at_100_columns(demo_home, on_terminal):
    lines = on_terminal(Program(demo_home), "today", "--as-of", TODAY, columns=100).splitlines()
    assert "no two-way contact since 12 Aug, 103d" in next(line for line in lines if "RIPPLEFEN" in line)
    assert ", due 15 Nov " in next(line for line in lines if "T-30 late" in line)


def test_what_mends_a_plan_goes_below_its_finding_where_it_does_not_fit(demo_home, on_terminal):
    assert on_terminal(Program(demo_home), "plan", "ACME", "--check", "--as-of", TODAY, columns=80) == (
        "▲ no-first-value    no milestone is first value\n"
        '  cs milestone add ACME "…" --kind first-value --due …\n'
        "▲ no-renewal-ready  no renewal-ready milestone by 2 Oct, which has passed: 60\n"
        "                    days before the opt-out on 1 Dec\n"
        '  cs milestone add ACME "Renewal ready" --kind renewal-ready --side both --due\n'
        "    2026-11-23\n"
        "Acme Corporation (ACME): 2 findings.\n"
    )


@pytest.mark.parametrize("word", ["objectives", "milestones", "commitments", "risks", "values"])
def test_what_a_plan_says_is_never_cut_short(demo_home, on_terminal, word):
    assert "…" not in on_terminal(Program(demo_home), word, "--as-of", TODAY, columns=80)


def test_contacts_have_their_titles_at_100_columns(demo_home, on_terminal):
    lines = on_terminal(Program(demo_home), "contacts", "--all", "--as-of", TODAY, columns=100).splitlines()
    assert lines[1].split("  ")[0] == "ACME"
    assert "COO" in lines[1]


def test_colour_is_for_terminals_that_have_it(demo_home, on_terminal):
    words = ("accounts", "--as-of", TODAY)
    program = Program(demo_home)
    plain = on_terminal(program, *words)
    assert "\x1b" not in plain
    assert "\x1b" in on_terminal(program, *words, env={})
    assert COLOUR.sub("", on_terminal(program, *words, env={})) == plain
    assert "\x1b" not in on_terminal(program, *words, env={"TERM": "dumb"})
    assert "\x1b" not in on_terminal(program, *words, env={"NO_COLOR": "1", "FORCE_COLOR": "1"})
    assert "\x1b" in on_terminal(program, *words, env={"NO_COLOR": ""})
    assert b"\x1b" in program(*words, env={"FORCE_COLOR": "1"}).out
    assert b"\x1b" in program(*words, env={"CLICOLOR_FORCE": "1"}).out
    assert b"\x1b" not in program(*words, env={"FORCE_COLOR": "1", "NO_COLOR": "1"}).out


def test_a_terminal_that_does_not_say_how_wide_it_is_has_eighty_columns(demo_home, on_terminal):
    program = Program(demo_home)
    assert on_terminal(program, "accounts", columns=0) == on_terminal(program, "accounts", columns=80)
    words = ("accounts", "--as-of", TODAY)
    asked = on_terminal(program, *words, columns=80, env={"NO_COLOR": "1", "COLUMNS": "60"})
    assert asked == on_terminal(program, *words, columns=60)


@pytest.mark.parametrize("said", ["", "wide", "0", "-5", "²"])
def test_a_width_that_is_none_is_ignored_in_a_coloured_pipe(monkeypatch, said):
    monkeypatch.setenv("COLUMNS", said)
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert screen_width() is None


def run(home, *words, **more):
    environment = Program(home)._environment(more.pop("env", {}))  # noqa: SLF001  # the same machine, other streams
    command = [sys.executable, "-m", "cs_cli", *words]
    return subprocess.run(command, env=environment, check=False, cwd=ROOT, stderr=subprocess.PIPE, **more)


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "latin-1", "utf-8"])
@pytest.mark.parametrize("words", [("accounts",), ("today",), ("show", "HOKUSEI"), ("accounts", "--json")])
def test_an_encoding_that_lacks_a_character_escapes_it(demo_home, encoding, words):
    env = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    done = run(demo_home, *words, "--as-of", TODAY, stdout=subprocess.PIPE, env=env)
    assert (done.returncode, without_the_day(done.stderr)) == (0, b"")
    said = done.stdout.decode(encoding)
    if words[0] == "accounts" and len(words) == 1:
        assert ("北星" if encoding == "utf-8" else "\\u5317\\u661f") in said


@pytest.mark.parametrize("limit", ["1", "50"])
def test_whoever_stops_reading_is_left_alone(demo_home, limit):
    reader, writer = os.pipe()
    os.close(reader)
    tomorrow = (datetime.now(UTC) + timedelta(1)).date().isoformat()
    done = run(demo_home, "accounts", "--as-of", tomorrow, "--limit", limit, stdout=writer)
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


def test_head_takes_one_line(demo_home):
    query = ["sql", "select * from measurements"]
    shell = ["/bin/sh", "-c", '"$@" | head -1', "sh", sys.executable, "-m", "cs_cli", *query]
    environment = Program(demo_home)._environment({})  # noqa: SLF001  # as above
    piped = subprocess.run(shell, env=environment, capture_output=True, cwd=ROOT, check=False)
    assert piped.stdout.count(b"\n") == 1
    assert piped.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is a device of Linux")
@pytest.mark.parametrize("words", [("accounts", "--json"), ("sql", "select * from measurements"), ("--help",)])
@pytest.mark.parametrize("env", [{}, {"FORCE_COLOR": "1"}], ids=str)
def test_a_full_disk_is_one_sentence(demo_home, words, env):
    with Path("/dev/full").open("wb") as full:
        done = run(demo_home, *words, stdout=full, env=env)
    assert done.returncode == 73
    lines = done.stderr.decode().splitlines()
    assert [line for line in lines if not line.startswith("As of")] == [
        "cs: cannot write the answer: No space left on device", "  Into a file: cs … > FILE",
    ]  # fmt: skip


@pytest.fixture
def unanswered(demo):
    """`unanswered("undo")` is how those words end where the answer goes to a full disk, but for what they say first."""

    def end(*words):
        with Path("/dev/full").open("wb") as full:
            done = run(demo.home, *words, stdout=full)
        return done.returncode, done.stderr.decode().splitlines()[-2:]

    return end


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is a device of Linux")
def test_what_was_done_before_the_answer_failed_is_not_done_again(demo, unanswered, tmp_path):
    made = ["cs: the change was made, and only the answer cannot be written: No space left on device"]
    made += ["  What was done: cs history"]
    sheet = tmp_path / "more.csv"
    sheet.write_text("account,name,domain\nMORE,More,\n")
    assert unanswered("import", str(sheet)) == (73, made)
    assert demo("show", "MORE").code == 0
    assert unanswered("undo") == (73, made)
    assert demo("show", "MORE").code == 66
    assert unanswered("redo") == (73, made)
    assert demo("show", "MORE").code == 0
    assert unanswered("task", "MORE", "call") == (73, made)
    [task] = demo.as_of("2099-01-01", "tasks", "MORE", "--json").rows  # the other program goes by the real day
    assert task["title"] == "call"
    code, lines = unanswered("backup")
    assert (code, lines[1]) == (73, "  All copies: cs backup --list")
    assert re.fullmatch(r"cs: the copy \S+ was made, and only the answer cannot be written: .*", lines[0])
    assert unanswered("undo", "--dry-run")[1][0] == "cs: cannot write the answer: No space left on device"


def test_who_interrupts_after_the_change_is_told_that_it_was_made(demo, monkeypatch):
    def interrupted(*_rest):
        raise KeyboardInterrupt

    assert demo("account", "edit", "ACME", "--owner", "zoe").code == 0
    monkeypatch.setattr("cs_cli.commands.safety.render.sheets", interrupted)
    answer = demo("undo")
    said = "cs: stopped, but the change was made already\n  What was done: cs history\n"
    assert (answer.code, answer.talk) == (130, said)
    assert demo("undo", "--dry-run").talk == "cs: stopped; nothing was changed\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is a device of Linux")
def test_a_line_of_talk_that_cannot_be_written_fails_nothing(demo):
    with Path("/dev/full").open("wb") as full:
        words = [sys.executable, "-m", "cs_cli", "log", "ACME", "called"]
        environment = demo._environment({"PYTHONUNBUFFERED": ""})  # noqa: SLF001  # as above
        assert subprocess.run(words, env=environment, check=False, cwd=ROOT, stderr=full).returncode == 0
    assert demo("activities", "ACME", "--limit", "1", "--json").rows[0]["summary"] == "called"


def test_a_closed_output_is_one_sentence(demo_home):
    shell = ["/bin/sh", "-c", 'exec "$@" >&-', "sh", sys.executable, "-m", "cs_cli", "accounts"]
    environment = Program(demo_home)._environment({})  # noqa: SLF001  # as above
    done = subprocess.run(shell, env=environment, capture_output=True, cwd=ROOT, check=False)
    assert done.returncode == 73
    assert done.stderr.decode().startswith("cs: standard output is closed")
    assert b"Traceback" not in done.stderr
