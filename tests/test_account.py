"""`cs account add / edit / archive`: accounts by hand."""

import pytest
from conftest import Program

from cs_cli.app import WORDS, command_of
from cs_cli.domain.reserved import COMMAND_WORDS, is_reserved

MONDAY = "2026-11-23"


@pytest.fixture
def acme(cs: Program) -> Program:
    """A portfolio made by hand, with ACME in it."""
    answer = cs("account", "add", "ACME", "--name", "Acme Corporation", "--alias", "Coyote Supplies", "--tag", "vip")
    assert answer.code == 0, answer.talk
    return cs


def stored(cs: Program, key: str) -> dict[str, object]:
    return next(row for row in cs("sql", "select * from accounts", "--json").rows if row["account"] == key)


def test_the_first_account_makes_the_portfolio_and_says_what_comes_next(cs: Program) -> None:
    answer = cs("account", "add", "ACME", "--name", "Acme Corporation")
    assert (answer.code, answer.text) == (0, "")
    assert answer.talk == (
        "Acme Corporation (ACME): added. Take it back: cs undo\n"
        "Its contract: cs contract add ACME --renews DATE --arr AMOUNT\n"
    )
    assert cs.db.stat().st_mode & 0o777 == 0o600


def test_every_field_is_stored_as_the_import_would_store_it(acme: Program) -> None:
    words = [
        "--name", "Zoë & Cie", "--domain", "https://www.zoe.example/home", "--segment", "smb", "--stage", "adoption",
        "--owner", "lee", "--industry", "retail", "--region", "EMEA", "--country", "France",
        "--timezone", "Europe/Paris", "--currency", "eur", "--customer-since", "1 mar", "--kickoff-on", "2026-03-02",
        "--live-on", "2026-04-01", "--activated-on", "2026-05-01", "--parent", "coyote supplies", "--tag", "a;b",
        "--tag", "c", "--set", "Mood= happy", "--set", "Mood 2=a=b",
    ]  # fmt: skip
    answer = acme.as_of(MONDAY, "account", "add", *words)
    assert answer.code == 0, answer.talk
    row = stored(acme, "ZOE")
    assert row | {"account_id": 0} == row | {
        "account": "ZOE", "name": "Zoë & Cie", "domain": "zoe.example", "segment": "smb", "stage": "adoption",
        "owner": "lee", "industry": "retail", "region": "EMEA", "country": "France", "timezone": "Europe/Paris",
        "currency": "EUR", "customer_since": "2026-03-01", "kickoff_on": "2026-03-02", "live_on": "2026-04-01",
        "activated_on": "2026-05-01", "parent": "ACME", "tags": '["a", "b", "c"]',
        "custom": '{"Mood": "happy", "Mood 2": "a=b"}', "archived_on": None, "account_id": 0,
    }  # fmt: skip


def test_a_key_is_made_from_the_name(acme: Program) -> None:
    for name, key in [("Globex GmbH", "GLOBEX"), ("Søren & Co", "SOREN"), ("Today Ltd", "TODAY-2")]:
        assert acme("account", "add", "--name", name).talk.startswith(f"{name} ({key}): added.")


def test_an_account_answers_to_its_aliases(acme: Program) -> None:
    assert acme("log", "coyote supplies", "x").code == 0
    acme("account", "edit", "ACME", "--no-alias", "COYOTE supplies", "--alias", "Road Runner")
    assert acme("log", "coyote supplies", "x").code == 66
    assert acme("log", "road runner", "x").code == 0


def test_an_edit_says_what_was_changed_and_a_blank_clears(acme: Program) -> None:
    acme("account", "edit", "ACME", "--owner", "lee", "--domain", "acme.example", "--set", "Mood=happy")
    answer = acme(
        "account", "edit", "ACME", "--owner", "me", "--domain", "", "--set", "Mood=", "--tag", "x", "--no-tag", "VIP"
    )
    assert answer.talk == (
        "Acme Corporation (ACME): domain acme.example → –, owner lee → me, tags vip → x, custom Mood=happy → –. "
        "Take it back: cs undo\n"
    )
    row = stored(acme, "ACME")
    assert (row["domain"], row["owner"], row["tags"], row["custom"]) == (None, "me", '["x"]', "{}")
    acme("undo")
    assert stored(acme, "ACME")["owner"] == "lee"


def test_an_account_can_be_called_anew(acme: Program) -> None:
    answer = acme("account", "edit", "acme", "--key", "COYOTE", "--name", "Coyote [Inc]")
    assert answer.talk == (
        "Acme Corporation (ACME): name Acme Corporation → Coyote [Inc], key ACME → COYOTE. Take it back: cs undo\n"
    )
    assert acme("log", "coyote [inc]", "x").code == 0
    assert acme("account", "edit", "COYOTE", "--key", "coyote").code == 0


def test_an_archived_account_is_off_all_lists_and_can_come_back(acme: Program) -> None:
    assert acme.as_of(MONDAY, "account", "archive", "Acme Corporation").talk == (
        "Acme Corporation (ACME): archived, off all lists. Take it back: cs undo\n"
    )
    assert acme("accounts", "--json").rows == []
    assert acme("account", "archive", "ACME").talk == (
        "Acme Corporation (ACME) is archived already. Back on the lists: cs account edit ACME --no-archived\n"
    )
    acme("account", "edit", "ACME", "--no-archived")
    assert [row["account"] for row in acme("accounts", "--json").rows] == ["ACME"]
    acme.as_of(MONDAY, "account", "edit", "ACME", "--archived")
    assert stored(acme, "ACME")["archived_on"] == MONDAY


def test_only_a_whole_name_is_archived(acme: Program) -> None:
    answer = acme("account", "archive", "acme corp")
    assert (answer.code, answer.talk.splitlines()[1:]) == (66, ["  cs account archive ACME"])


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["add", "NEW"], 2, "cs: an account needs a name; nothing added"),
        (["add", "NEW", "--name", " "], 2, 'cs: --name " " is blank; nothing was written'),
        (["add", "acme", "--name", "X"], 65, "cs: the key ACME is taken, by Acme Corporation; nothing written"),
        (["add", "two words", "--name", "X"], 2, 'cs: "two words" is no key: letters, digits'),
        (["add", "a/b", "--name", "X"], 2, 'cs: "a/b" is no key: letters, digits'),
        (["add", "Renewals", "--name", "X"], 2, 'cs: "Renewals" is a word of the command line and cannot be a key'),
        (["add", "--name", "ACME corporation"], 65, "cs: there is ACME, also called ACME corporation; nothing added"),
        (["add", "NEW", "--name", "X", "--alias", "acme"], 65, 'cs: "acme" is what ACME, Acme Corporation, is called'),
        (["add", "NEW", "--name", "X", "--alias", ""], 2, 'cs: --alias "" is blank; nothing was written'),
        (["add", "NEW", "--name", "X", "--parent", "acm"], 66, 'cs: no account "acm"'),
        (["add", "NEW", "--name", "X", "--currency", "XXX"], 2, 'cs: --currency "XXX" is no currency: say USD'),
        (["add", "NEW", "--name", "X", "--timezone", "Paris"], 2, 'cs: --timezone: timezone "Paris" is unknown'),
        (["add", "NEW", "--name", "X", "--live-on", "2026-02-30"], 2, 'cs: --live-on "2026-02-30" is no day: day is'),
        (["add", "NEW", "--name", "X", "--set", "Mood"], 2, 'cs: --set "Mood" names no field; nothing written'),
        (["edit", "ACME"], 2, "cs: nothing to change"),
        (["edit", "ACME", "--name", ""], 2, 'cs: --name "" is blank; nothing was written'),
        (["edit", "ACME", "--key", "log"], 2, 'cs: "log" is a word of the command line and cannot be a key'),
        (["edit", "ACME", "--parent", "ACME"], 65, "cs: ACME cannot stand below ACME, which stands below it"),
        (["edit", "ACMEE", "--owner", "x"], 66, 'cs: no account "ACMEE"; nothing changed. Did you mean ACME'),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(acme: Program, words: list[str], code: int, sentence: str) -> None:
    before = acme("sql", "select * from accounts", "--json").rows
    answer = acme("account", *words)
    assert (answer.code, answer.talk[: len(sentence)]) == (code, sentence)
    assert acme("sql", "select * from accounts", "--json").rows == before


def test_no_account_stands_above_itself(acme: Program) -> None:
    acme("account", "add", "SUB", "--name", "Sub", "--parent", "ACME")
    acme("account", "add", "SUBSUB", "--name", "Subsub", "--parent", "SUB")
    answer = acme("account", "edit", "ACME", "--parent", "SUBSUB")
    assert (answer.code, answer.talk) == (65, "cs: ACME cannot stand below SUBSUB, which stands below it\n")
    acme("account", "edit", "SUB", "--parent", "")
    assert stored(acme, "SUB")["parent"] is None


def test_nothing_new_is_no_step(acme: Program) -> None:
    steps = len(acme("history", "--json").rows)
    assert acme("account", "edit", "ACME", "--tag", "vip").talk == (
        "Acme Corporation (ACME): nothing to change, it is so already\n"
    )
    assert len(acme("history", "--json").rows) == steps


def test_a_hostile_name_is_stored_as_it_came_and_never_reaches_the_terminal(cs: Program) -> None:
    name = "\x1b]0;pwned\x07[/b] Acme \u202e"
    answer = cs("account", "add", "EVIL", "--name", name)
    assert answer.talk.startswith("]0;pwned[/b] Acme  (EVIL): added.")
    assert stored(cs, "EVIL")["name"] == name.strip()


def test_every_word_of_the_tree_is_refused_as_a_key() -> None:
    words = set(WORDS)
    for word in WORDS:
        command = command_of(word)
        words |= set(command.list_commands(None)) if hasattr(command, "list_commands") else set()
    assert words - COMMAND_WORDS == set()
    assert is_reserved("Renewals")
    assert not is_reserved("ACME")
