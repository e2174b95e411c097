"""`cs scorecard`: the scorecards listed, begun, checked against the book, and tried without saving."""

import pytest

from cs_cli.commands.scorecard_check import KEYS as CHECK_KEYS
from cs_cli.commands.scorecard_list import KEYS as LIST_KEYS
from cs_cli.commands.scorecard_try import KEYS as TRY_KEYS
from cs_cli.store.scorecards import EXAMPLES, SHIPPED, example_names, load_scorecards, read_scorecard

MONDAY = "2026-11-23"
SEATS = '[[measure]]\ninput = "seats_used"\nweight = 30\nrule = "linear"\nzero_at = 0\nfull_at = 100\n'
TICKETS = (
    '[[measure]]\ninput = "tickets"\nweight = 70\nrule = "bands"\n'
    "bands = [{ up_to = 0, points = 60 }, { points = 0 }]\n"
)


def folder_of(cs):
    return cs.home / "config" / "scorecards"


def put(cs, file, text):
    folder_of(cs).mkdir(parents=True, exist_ok=True)
    path = folder_of(cs) / file
    path.write_text(text, encoding="utf-8")
    return path


def card(name, *measures, segments='segments = ["smb"]'):
    return f'name = "{name}"\n{segments}\n{"".join(measures)}'


@pytest.fixture
def book(cs, enter):
    """ACME uses 80 of 100 seats and has a ticket, BETA uses 40, COLD is not measured; two segments."""
    with enter:
        enter.account("ACME", "Acme Corp", segment="Enterprise", stage="adopting")
        enter.account("BETA", "Beta Ltd", segment="smb")
        enter.account("COLD", "Cold Storage", segment="smb")
        enter.contract("ACME", "2027-01-31", arr=50_000, seats=100, product="Flow")
        enter.contract("BETA", "2027-01-31", arr=10_000, seats=100, currency="EUR")
        enter.usage("ACME", "seats_used", {"2026-11-22": 80})
        enter.usage("BETA", "seats_used", {"2026-11-22": 40, "2026-11-21": 40})
        enter.usage("BETA", "api_calls", {"2026-11-22": 7})
        enter.ticket("ACME", "1", "2026-11-20T08:00:00Z")
    return cs


def test_without_files_of_ones_own_the_default_serves_everybody(book):
    first, *examples = book("scorecard", "list", "--json").rows
    assert first == {
        "scorecard": "default",
        "in_force": True,
        "file": None,
        "serves": ["everybody else"],
        "accounts": 3,
        "measures": ["seats_used", "usage_trend", "tickets", "two_way", "survey"],
        "fingerprint": read_scorecard(SHIPPED).fingerprint,
    }
    assert [row["scorecard"] for row in examples] == example_names()
    assert {(row["in_force"], row["accounts"]) for row in examples} == {(False, None)}
    assert list(first) == LIST_KEYS
    assert "comes with cs" in book("scorecard", "list").text


def test_each_scorecard_says_whom_it_serves_and_how_many_that_are(book):
    put(book, "big.toml", card("big", SEATS, segments='segments = ["enterprise"]'))
    put(book, "mine.toml", card("default", SEATS, segments=""))
    put(book, "flow.toml", card("flow", TICKETS, segments='products = ["Flow", "Pulse"]'))
    found = {row["scorecard"]: row for row in book("scorecard", "list", "--json").rows if row["in_force"]}
    assert {name: (row["serves"], row["accounts"]) for name, row in found.items()} == {
        "big": (["segment enterprise"], 0),
        "default": (["everybody else"], 2),
        "flow": (["product Flow", "product Pulse"], 1),
    }
    assert found["flow"]["file"] == str(folder_of(book) / "flow.toml")
    assert "Another one in" in book("scorecard", "list").text


def test_without_a_portfolio_nobody_is_counted(cs):
    assert cs("scorecard", "list", "--json").rows[0]["accounts"] is None
    assert cs("scorecard", "copy", "gitlab").code == 0
    assert cs("scorecard", "list").code == 0
    assert cs("scorecard", "check").text == "gitlab.toml  ok  serves segment gitlab; 7 measures\n"


@pytest.mark.parametrize(
    ("words", "file", "name", "segments"),
    [
        (["default"], "default", "default", ()),
        (["default", "--segment", "Enterprise"], "enterprise", "enterprise", ("Enterprise",)),
        (["default", "--as", "smb"], "smb", "smb", ("smb",)),
        (["default", "--as", "big", "--segment", "a", "--segment", 'say "b"'], "big", "big", ("a", 'say "b"')),
        (["gitlab"], "gitlab", "gitlab", ("gitlab",)),
        (["gitlab", "--as", "mid", "--segment", "mid-market"], "mid", "mid", ("mid-market",)),
        (["totango", "--as", "default"], "default", "default", ()),
    ],
)
def test_a_copy_is_a_file_that_works_under_its_name_for_its_segments(cs, words, file, name, segments):
    answer = cs("scorecard", "copy", *words)
    path = folder_of(cs) / f"{file}.toml"
    assert (answer.code, answer.text) == (0, f"{path}\n")
    assert answer.talk.endswith("Then: cs scorecard check\n")
    made = read_scorecard(path)
    assert (made.name, made.segments) == (name, segments)
    assert path.stat().st_mode & 0o077 == 0
    before = path.read_bytes()
    assert cs("scorecard", "copy", *words).code == 73
    assert path.read_bytes() == before


def test_a_copy_keeps_every_rule_and_comment(cs):
    cs("scorecard", "copy", "default", "--as", "mine", "--segment", "enterprise")
    shipped, made = SHIPPED.read_text("utf-8"), (folder_of(cs) / "mine.toml").read_text("utf-8")
    assert made == shipped.replace('name = "default"', 'name = "mine"\nsegments = ["enterprise"]')


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["nope"], 66, "There are default, churnzero, enterprise, gainsight, gitlab, totango and totango-worst"),
        (["default", "--as", "../up"], 2, '"../up" can be no name of a file; nothing was written'),
        (["default", "--as", "default", "--segment", "smb"], 2, "serves everybody else, no segment"),
        (["default", "--segment", " "], 2, "is blank"),
    ],
)
def test_a_copy_that_cannot_be_is_refused_and_nothing_is_written(cs, words, code, said):
    answer = cs("scorecard", "copy", *words)
    assert answer.code == code
    assert said in answer.talk
    assert not folder_of(cs).exists()


def test_a_copy_that_would_serve_whom_another_serves_is_not_begun(cs):
    assert cs("scorecard", "copy", "gitlab", "--segment", "smb").code == 0
    answer = cs("scorecard", "copy", "totango", "--segment", "SMB")
    assert answer.code == 78
    assert 'scorecards "gitlab" and "totango" both serve "smb"' in answer.talk
    assert [path.name for path in folder_of(cs).iterdir()] == ["gitlab.toml"]


@pytest.mark.parametrize("name", ["default", *example_names()])
def test_whatever_comes_with_cs_can_be_copied_and_passes_the_check(cs, name):
    assert cs("scorecard", "copy", name).code == 0
    answer = cs("scorecard", "check", "--json")
    assert (answer.code, [row["state"] for row in answer.rows]) == (0, ["ok"])
    load_scorecards(folder_of(cs))


def test_with_nothing_to_check_it_says_how_to_begin(cs):
    answer = cs("scorecard", "check")
    assert answer.code == 0
    assert answer.text.endswith("Begin one: cs scorecard copy default\n")
    assert cs("scorecard", "check", "--json").rows == []
    assert cs("scorecard", "check", "gone.toml").code == 66


def test_what_is_wrong_is_told_of_every_file_and_of_each_of_its_tables(book):
    bad = put(
        book,
        "bad.toml",
        'name = "bad"\nsegments = ["smb"]\ncoverage_from = "all"\n'
        '[[measure]]\ninput = "tickets"\nweight = "70"\n'
        '[[measure]]\ninput = "seats_used"\nweight = 30\nrule = "points"\npoints = [[5, 0], [1, 9]]\n'
        '[[group]]\nname = "use"\nweight = 1.5\n',
    )
    worse = put(book, "worse.toml", 'name = "worse\n')
    capped = put(book, "capped.toml", card("capped", SEATS) + '[[cap]]\nwhen = "mood"\nat_most = 3\n')
    good = put(book, "good.toml", card("good", SEATS))
    answer = book("scorecard", "check", "--json")
    assert answer.code == 78
    assert [(row["file"], row["state"]) for row in answer.rows] == [
        *[(str(bad), "wrong")] * 4,
        (str(capped), "wrong"),
        (str(good), "ok"),
        (str(worse), "wrong"),
    ]
    assert [row["told"] for row in answer.rows if row["file"] == str(bad)] == [
        f"{bad}:6: measure 1: weight must be a whole number from 0 to 1000",
        f"{bad}:11: measure 2: points must go up: two pairs or more, each value above the one before",
        f"{bad}:14: group 1: weight must be a whole number from 0 to 1000",
        f"{bad}:3: coverage_from must be a whole number from 1 to 100",
    ]
    assert answer.rows[4]["told"].startswith(f"{capped}:10: cap 1: when must be severe_ticket, not_activated")
    assert "cannot be read as TOML" in answer.rows[-1]["told"]
    assert list(answer.rows[0]) == CHECK_KEYS
    told = book("scorecard", "check").text
    assert "bad.toml     wrong  bad.toml:6: measure 1: weight must be" in told


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ("measure = 3\n", "it.toml:3: measure must be a list of tables"),
        ("measure = [3]\n", "it.toml: measure 1 must be a table of settings"),
        ("", "it.toml:1: measure must be a list of tables, at least one"),
    ],
)
def test_what_is_no_table_is_told_once(cs, tables, said):
    put(cs, "it.toml", f'name = "it"\nsegments = ["smb"]\n{tables}')
    answer = cs("scorecard", "check", "--json")
    assert answer.code == 78
    [row] = answer.rows
    assert row["told"].removeprefix(f"{folder_of(cs)}/").startswith(said)


def test_what_nobody_has_is_a_finding(book):
    missing = card(
        "small",
        SEATS,
        '[[measure]]\ninput = "metric"\nmetric = "api_cals"\nweight = 5\nrule = "linear"\nzero_at = 0\nfull_at = 9\n',
        '[[measure]]\ninput = "nps"\nweight = 5\nrule = "linear"\nzero_at = -50\nfull_at = 50\n',
        segments='segments = ["smb", "smbb"]',
    )
    path = put(book, "small.toml", missing)
    answer = book.as_of(MONDAY, "scorecard", "check", "--json")
    assert answer.code == 1
    assert [row["told"] for row in answer.rows] == [
        'no account has the segment "smbb"; did you mean smb? There are Enterprise, smb',
        'no account has the metric "api_cals"; did you mean api_calls? There are api_calls, seats_used',
        "nps is missing for 2 of the 2 accounts it serves",
    ]
    assert {(row["file"], row["scorecard"], row["state"]) for row in answer.rows} == {(str(path), "small", "finding")}


@pytest.mark.parametrize(
    ("served", "said"),
    [
        ('stages = ["adopting"]', "serves stage adopting, 1 account; 1 measure"),
        ('stages = ["live"]', 'no account has the stage "live"; there are adopting'),
        ('products = ["FLOW"]', "serves product FLOW, 1 account; 1 measure"),
        ('products = ["Flo"]', 'no account has the product "Flo"; did you mean Flow? There are Flow'),
    ],
)
def test_stages_and_products_that_nobody_has_are_told(book, served, said):
    put(book, "it.toml", card("it", SEATS, segments=served))
    [row] = book.as_of(MONDAY, "scorecard", "check", "--json").rows
    assert row["told"] == said


def test_a_word_that_no_metric_holds_is_told(book):
    words = (
        '[[measure]]\ninput = "metric"\nmetric = "contract_status"\nweight = 5\nrule = "words"\npoints = { ok = 1 }\n'
    )
    put(book, "it.toml", card("it", SEATS, words))
    told = [row["told"] for row in book.as_of(MONDAY, "scorecard", "check", "--json").rows]
    assert told == ['no account has the metric "contract_status"; there is none at all']


@pytest.mark.usefixtures("enter")
def test_a_book_without_accounts_has_no_findings(cs):
    assert cs("scorecard", "copy", "gitlab").code == 0
    assert cs("scorecard", "check").text == "gitlab.toml  ok  serves segment gitlab, 0 accounts; 7 measures\n"


def test_two_that_serve_the_same_are_wrong_and_files_can_be_checked_alone(book):
    one, two = put(book, "a.toml", card("a", SEATS)), put(book, "b.toml", card("a", SEATS))
    answer = book.as_of(MONDAY, "scorecard", "check", "--json")
    assert answer.code == 78
    assert [(row["file"], row["state"], row["told"]) for row in answer.rows] == [
        (str(one), "ok", "serves segment smb, 2 accounts; 1 measure"),
        (str(two), "wrong", 'scorecards named "a" both serve "smb"'),
    ]
    assert book.as_of(MONDAY, "scorecard", "check", str(two)).code == 0


def test_other_weights_show_who_would_change_band_and_save_nothing(book):
    """ACME: (30 × 80 + 70 × 0) ÷ 100 = 24, without tickets 80; BETA: (30 × 40 + 70 × 60) ÷ 100 = 54, without 40."""
    put(book, "all.toml", card("default", SEATS, TICKETS, segments=""))
    before = book.as_of(MONDAY, "health", "--json").rows
    answer = book.as_of(MONDAY, "scorecard", "try", "--weight", "tickets=0", "--json")
    assert answer.rows[0] == {
        "account": "BETA", "name": "Beta Ltd", "owner": None, "segment": "smb", "scorecard": "default",
        "from": "yellow", "to": "red", "health_from": 54.0, "health_to": 40.0, "arr": 10000, "currency": "EUR",
        "arr_by_currency": {"EUR": 10000}, "decide_on": "2027-01-31", "days_left": 69,
    }  # fmt: skip
    assert [(row["account"], row["from"], row["to"]) for row in answer.rows] == [
        ("BETA", "yellow", "red"), ("ACME", "red", "green"), ("COLD", "yellow", "grey"),
    ]  # fmt: skip
    assert {row["account"]: (row["health_from"], row["health_to"]) for row in answer.rows} == {
        "BETA": (54.0, 40.0), "ACME": (24.0, 80.0), "COLD": (60.0, None),
    }  # fmt: skip
    assert all(list(row) == TRY_KEYS for row in answer.rows)
    assert book.as_of(MONDAY, "health", "--json").rows == before
    text = book.as_of(MONDAY, "scorecard", "try", "--weight", "tickets=0").text
    assert "3 accounts would change band. Nothing was saved." in text
    assert [line.split()[1:4] for line in text.splitlines() if line[:1] in "■▲●○"] == [
        ["red", "1", "1"], ["yellow", "2", "0"], ["green", "0", "1"], ["grey", "0", "1"],
    ]  # fmt: skip


def test_the_accounts_can_be_filtered_and_nobody_may_be_moved(book):
    put(book, "all.toml", card("default", SEATS, TICKETS, segments=""))
    found = book.as_of(MONDAY, "scorecard", "try", "seg:enterprise", "--weight", "tickets=0", "--json").rows
    assert [row["account"] for row in found] == ["ACME"]
    same = book.as_of(MONDAY, "scorecard", "try", "--weight", "tickets=70")
    assert "Nobody would change band. Nothing was saved." in same.text
    nobody = book.as_of(MONDAY, "scorecard", "try", "seg:gold", "--weight", "tickets=0")
    assert (nobody.code, nobody.text) == (0, "No account fits. Segments: Enterprise, smb.\n")
    short = book.as_of(MONDAY, "scorecard", "try", "--weight", "tickets=0", "--limit", "1")
    assert "3 accounts would change band. 2 more: --all. Nothing was saved." in short.text


def test_what_is_tried_is_what_the_file_gives_once_it_says_so(book):
    path = put(book, "all.toml", card("default", SEATS, TICKETS, segments=""))
    rows = book.as_of(MONDAY, "scorecard", "try", "--weight", "seats_used=100", "--weight", "tickets=10", "--json").rows
    tried = {row["account"]: (row["health_to"], row["to"]) for row in rows}
    path.write_text(card("default", SEATS.replace("30", "100", 1), TICKETS.replace("70", "10", 1), segments=""))
    after = {row["account"]: (row["health"], row["band"]) for row in book.as_of(MONDAY, "health", "--json").rows}
    assert tried
    assert tried.items() <= after.items()


def test_a_band_that_is_set_by_hand_stays_whatever_is_tried(book):
    put(book, "all.toml", card("default", SEATS, TICKETS, segments=""))
    words = ["override", "ACME", "yellow", "--why", "new sponsor", "--until", "2027-01-15"]
    assert book.as_of(MONDAY, *words).code == 0
    rows = book.as_of(MONDAY, "scorecard", "try", "--weight", "tickets=0", "--json").rows
    assert [row["account"] for row in rows] == ["BETA", "COLD"]


GROUPED = (
    'name = "grouped"\nsegments = ["enterprise"]\n[[group]]\nname = "use"\nweight = 50\n[[group]]\nname = "help"\n'
    f'weight = 50\n{SEATS}group = "use"\n{TICKETS}group = "help"\n'
)


def test_a_groups_weight_can_be_tried(book):
    put(book, "grouped.toml", GROUPED)
    rows = book.as_of(MONDAY, "scorecard", "try", "--weight", "help=0", "--json").rows
    assert [(row["account"], row["scorecard"], row["health_from"], row["health_to"]) for row in rows] == [
        ("ACME", "grouped", 40.0, 80.0)
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "nothing to try"),
        (["--weight", "tickets"], '"tickets" is no weight'),
        (["--weight", "=4"], '"=4" is no weight'),
        (["--weight", "tickets=many"], 'the weight "many" of tickets must be a whole number from 0 to 1000'),
        (["--weight", "tickets=-4"], 'the weight "-4" of tickets must be a whole number'),
        (["--weight", "tickets=4.5"], 'the weight "4.5" of tickets must be a whole number'),
        (["--weight", "tickets=1001"], 'the weight "1001" of tickets must be a whole number'),
        (["--weight", "ticket=4"], "Did you mean tickets?"),
        (
            ["--weight", "adoption=4"],
            "in default: seats_used, usage_trend, tickets, two_way, survey; grouped: use, help,",
        ),
        (["--weight", "seats_used=4"], "several scorecards have seats_used: default and grouped"),
        (["--weight", "seats_used=4", "--scorecard-name", "mine"], "There are default and grouped"),
        (
            ["--weight", "seats_used=0", "--scorecard-name", "grouped"],
            "the weights in the group use of grouped sum to 0",
        ),
        (["--weight", "use=0", "--weight", "help=0"], "the weights of grouped sum to 0"),
        (["--weight", "use=1", "--weight", "survey=1"], "no scorecard has use and survey together"),
    ],
)
def test_what_cannot_be_tried_is_refused_with_what_to_type(book, words, said):
    put(book, "grouped.toml", GROUPED)
    answer = book.as_of(MONDAY, "scorecard", "try", *words)
    assert answer.code == 2
    assert said in answer.talk


def test_a_name_that_is_a_group_and_a_measure_is_not_guessed(book):
    put(book, "both.toml", GROUPED.replace('"help"', '"tickets"'))
    answer = book.as_of(MONDAY, "scorecard", "try", "--weight", "tickets=1", "--scorecard-name", "grouped")
    assert answer.code == 2
    assert '"tickets" is a group and a measure of grouped' in answer.talk


def test_of_several_scorecards_the_named_one_is_tried(book):
    put(book, "grouped.toml", GROUPED)
    answer = book.as_of(MONDAY, "scorecard", "try", "--weight", "tickets=1", "--scorecard-name", "Grouped")
    assert answer.code == 0
    assert answer.text.startswith("Tried grouped (")


def test_a_whole_scorecard_is_tried_on_whom_it_serves(book, tmp_path):
    put(book, "all.toml", card("default", SEATS, TICKETS, segments=""))
    file = tmp_path / "draft.toml"
    file.write_text(card("draft", SEATS))
    answer = book.as_of(MONDAY, "scorecard", "try", "--scorecard", str(file), "--json")
    assert {row["account"]: row["health_to"] for row in answer.rows} == {"BETA": 40.0, "COLD": None}
    told = book.as_of(MONDAY, "scorecard", "try", "--scorecard", str(file), "--weight", "seats_used=3").text
    assert "with seats_used 3 on whom it serves: segment smb" in told.splitlines()[0]
    assert book.as_of(MONDAY, "scorecard", "try", "--scorecard", str(file), "--weight", "nps=3").code == 2
    file.write_text(card("draft", SEATS, segments=""))
    answer = book.as_of(MONDAY, "scorecard", "try", "--scorecard", str(file), "--json")
    assert {row["account"]: row["health_to"] for row in answer.rows} == {"ACME": 80.0, "BETA": 40.0, "COLD": None}
    file.write_text(card("default", SEATS, segments=""))
    put(book, "smb.toml", card("smb", TICKETS))
    answer = book.as_of(MONDAY, "scorecard", "try", "--scorecard", str(file), "--json")
    assert {row["account"]: row["health_to"] for row in answer.rows} == {"ACME": 80.0}


def test_a_draft_takes_the_place_of_the_one_of_its_name(book, tmp_path):
    put(book, "mine.toml", card("mine", TICKETS))
    file = tmp_path / "draft.toml"
    file.write_text(card("mine", TICKETS, segments='segments = ["enterprise"]'))
    rows = book.as_of(MONDAY, "scorecard", "try", "--scorecard", str(file), "--json").rows
    assert {row["account"]: (row["to"], row["scorecard"]) for row in rows} == {
        "ACME": ("red", "mine"), "BETA": ("grey", "default"), "COLD": ("grey", "default"),
    }  # fmt: skip


def test_an_example_is_tried_by_its_name_on_every_account(book):
    answer = book.as_of(MONDAY, "scorecard", "try", "--scorecard", "totango-worst")
    assert answer.code == 0
    assert answer.text.splitlines()[0].endswith("on every account")
    assert book.as_of(MONDAY, "scorecard", "try", "--scorecard", "default").code == 0
    absent = book("scorecard", "try", "--scorecard", "gone.toml")
    assert (absent.code, "There are default, churnzero" in absent.talk) == (66, True)
    wrong = put(book, "wrong", "name = 3")
    assert book("scorecard", "try", "--scorecard", str(wrong)).code == 78


def test_every_screen_fits_a_narrow_terminal(book, on_terminal):
    put(book, "all.toml", card("default", SEATS, TICKETS, segments=""))
    for words in (["list"], ["try", "--weight", "tickets=0"]):
        shown = on_terminal(book, "scorecard", *words, "--as-of", MONDAY, columns=60)
        assert max(map(len, shown.splitlines())) <= 60


def test_the_examples_lie_beside_the_default():
    assert {path.parent for path in EXAMPLES.glob("*.toml")} == {SHIPPED.parent / "examples"}
