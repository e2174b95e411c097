"""`cs contacts`, `cs contact add / edit`: who matters at an account."""

import json
from pathlib import Path

import pytest
from conftest import Program
from entries import Entries

MONDAY = "2026-11-23"


@pytest.fixture
def acme(cs: Program, enter: Entries) -> Program:
    """Jo, a sponsor, and Sam, a champion, at ACME; Kim, a sponsor, at LUMEN."""
    with enter:
        enter.account("ACME", "Acme Corporation")
        enter.account("LUMEN", "Lumen SA")
        enter.contact("ACME", "Jo Park", title="COO", email="jo@acme.example", roles='["sponsor"]')
        enter.contact("ACME", "Sam Øster", roles='["champion", "user"]')
        enter.contact("LUMEN", "Kim Lee", roles='["sponsor"]')
        enter.activity("ACME", "2026-05-27", "call", contacts='["Jo Park", "Sam Øster"]')
        enter.activity("ACME", "2026-10-09", "email", contacts='["Jo Park"]')
    return cs


def test_contacts_have_the_keys_that_scripts_rely_on(acme: Program) -> None:
    assert acme.as_of(MONDAY, "contacts", "ACME", "--json").rows[0] == {
        "account": "ACME",
        "name": "Jo Park",
        "email": "jo@acme.example",
        "title": "COO",
        "roles": ["sponsor"],
        "stance": None,
        "influence": None,
        "sentiment": None,
        "reports_to": None,
        "phone": None,
        "last_touch_on": "2026-05-27",
        "left_on": None,
        "bounced_on": None,
    }


def test_a_mail_of_ours_is_no_contact_and_a_later_call_is_unknown_before_it(acme: Program) -> None:
    rows = acme.as_of("2026-05-26", "contacts", "ACME", "--json").rows
    assert [row["last_touch_on"] for row in rows] == [None, None]


def test_the_list_is_narrowed_by_account_and_role(acme: Program) -> None:
    assert [row["name"] for row in acme("contacts", "--role", "sponsor", "--json").rows] == ["Jo Park", "Kim Lee"]
    assert [row["name"] for row in acme("contacts", "lumen", "--json").rows] == ["Kim Lee"]
    acme("account", "archive", "LUMEN")
    assert [row["name"] for row in acme("contacts", "--role", "sponsor", "--json").rows] == ["Jo Park"]
    answer = acme("contacts", "--role", "boss")
    assert (answer.code, answer.talk.splitlines()[0]) == (2, 'cs: no role "boss"')


def test_the_screen_says_how_long_ago(acme: Program) -> None:
    lines = acme.as_of(MONDAY, "contacts", "--limit", "2").text.splitlines()
    assert lines[1].split("  ")[-1] == "180d ago"
    assert lines[3] == "3 contacts. 1 more: cs contacts --all"
    acme("account", "add", "NEW", "--name", "New")
    assert acme("contacts", "NEW").text.startswith("No contact fits. Add one: cs contact add ")


def test_a_person_is_added_with_their_roles(acme: Program) -> None:
    answer = acme("contact", "add", "acme", "--name", "Lee Á", "--role", "sponsor", "--role", "economic buyer")
    assert answer.talk == "Acme Corporation (ACME): Lee Á added, sponsor, economic-buyer. Take it back: cs undo\n"
    assert answer.text == ""
    row = acme("contacts", "ACME", "--json").rows[-1]
    assert (row["name"], row["roles"]) == ("Lee Á", ["sponsor", "economic-buyer"])
    assert acme("contact", "add", "ACME", "--name", "Al").talk == (
        "Acme Corporation (ACME): Al added. Take it back: cs undo\n"
    )


def test_a_person_is_changed_field_by_field(acme: Program) -> None:
    answer = acme(
        "contact", "edit", "ACME", "sam oster", "--no-role", "user", "--role", "sponsor", "--stance", "CRITIC",
        "--email", "sam@acme.example", "--name", "Sam Oster",
    )  # fmt: skip
    assert answer.talk == (
        "Acme Corporation (ACME): Sam Øster: name Sam Øster → Sam Oster, email – → sam@acme.example, "
        "stance – → critic, roles champion;user → champion;sponsor. Take it back: cs undo\n"
    )
    row = acme("contacts", "ACME", "--json").rows[1]
    assert (row["name"], row["roles"], row["stance"]) == ("Sam Oster", ["champion", "sponsor"], "critic")
    acme("contact", "edit", "ACME", "sam@acme.example", "--email", "", "--stance", "")
    row = acme("contacts", "ACME", "--json").rows[1]
    assert (row["email"], row["stance"]) == (None, None)


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["add", "ACME"], 2, "cs: a contact needs a name; nobody added"),
        (["add", "ACME", "--name", "jo park"], 65, "cs: jo park is a contact of ACME already; nobody added"),
        (["add", "ACME", "--name", "X", "--email", "x@y"], 2, 'cs: --email "x@y" is no e-mail address'),
        (["add", "ACME", "--name", "X", "--email", "@y.z"], 2, 'cs: --email "@y.z" is no e-mail address'),
        (["add", "ACME", "--name", "X", "--email", "x y@z.a"], 2, 'cs: --email "x y@z.a" is no e-mail address'),
        (["add", "ACME", "--name", "X", "--stance", "hot"], 2, 'cs: --stance "hot" is none of supporter, neutral'),
        (["add", "ACME", "--name", "X", "--role", "boss"], 2, 'cs: --role "boss" is none of sponsor, champion'),
        (["add", "ACNE", "--name", "X"], 66, 'cs: no account "ACNE"; nobody added. Did you mean ACME, Acme Corp'),
        (["edit", "ACME", "jo"], 2, "cs: nothing to change"),
        (["edit", "ACME", "jo", "--name", ""], 2, 'cs: --name "" is blank; nothing was written'),
        (["edit", "ACME", "kim", "--title", "x"], 66, 'cs: "kim" is no contact of ACME; nothing changed. There: Jo'),
        (["edit", "ACME", "ar", "--title", "x"], 66, 'cs: "ar" is no contact of ACME; nothing changed. There: Jo'),
        (["edit", "ACME", "", "--title", "x"], 66, 'cs: "" is no contact of ACME; nothing changed. There: Jo'),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(acme: Program, words: list[str], code: int, sentence: str) -> None:
    before = acme("contacts", "--json").rows
    answer = acme("contact", *words)
    assert (answer.code, answer.talk[: len(sentence)]) == (code, sentence)
    assert acme("contacts", "--json").rows == before


def test_nothing_new_is_no_step(acme: Program) -> None:
    answer = acme("contact", "edit", "ACME", "Jo", "--title", "COO")
    assert answer.talk == "Acme Corporation (ACME): nothing to change, it is so already\n"
    assert "contact edit" not in acme("history").text


def test_the_word_alone_prints_its_help(acme: Program) -> None:
    answer = acme("contact")
    assert (answer.code, answer.talk) == (0, "")
    assert "add     Add a person to an account." in answer.text


@pytest.mark.parametrize("said", ["Éva Østlund", "éva østlund", "EVA  OSTLUND", "Eva.Ostlund@acme.example"])
def test_whoever_is_named_by_name_or_mail_is_the_same_person_on_every_screen(
    cs: Program, enter: Entries, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(cs.scored_by("enterprise", "default").home)
    enter.contract("ACME", "2027-03-01", seats=100)
    enter.contact("ACME", "Éva Østlund", email="eva.ostlund@acme.example", roles='["sponsor"]')
    enter.activity("ACME", "2026-11-01", contacts=json.dumps([said]))
    day = ("--as-of", "2026-11-23")
    [contact] = cs("contacts", "ACME", "--json", *day).rows
    [shown] = cs("show", "ACME", "--json", *day).rows
    [health] = cs("health", "ACME", "--explain", "--json", *day).rows
    [sponsor] = [line for line in health["measures"] if line["measure"] == "sponsor"]
    assert cs("qbr", "ACME", "-o", "deck.md", *day).code == 0
    assert (contact["last_touch_on"], shown["people"][0]["last_touch_on"]) == ("2026-11-01", "2026-11-01")
    assert sponsor["told"].startswith("Éva Østlund")
    assert "| **Éva Østlund** | Executive sponsor | 1 Nov 2026 |" in (cs.home / "deck.md").read_text("utf-8")


def named(acme: Program) -> list[object]:
    """Every name of Sam's that is recorded at ACME, but for the contact's own; and when they were last spoken with."""
    words = [
        "SELECT contacts FROM activities", "SELECT reports_to FROM contacts WHERE name = 'Jo Park'",
        "SELECT contact FROM surveys", "SELECT contact FROM sentiments", "SELECT said_by FROM objectives",
        "SELECT owner FROM milestones", "SELECT confirmed_by FROM milestones", "SELECT owner FROM commitments",
        "SELECT owner FROM risks", "SELECT agreed_by FROM value_items",
    ]  # fmt: skip
    found = [row for sql in words for row in acme("sql", sql, "--json").rows]
    sam = acme("contacts", "ACME", "--role", "champion", "--json").rows
    return [value for row in found for value in row.values()] + [row["last_touch_on"] for row in sam]


@pytest.fixture
def sam(cs: Program, enter: Entries) -> Program:
    """Sam Ito, a champion, is named wherever a person can be; Pat's risk is nobody's."""
    with enter:
        enter.account("ACME", "Acme Corporation")
        enter.account("LUMEN", "Lumen SA")
        enter.contact("ACME", "Sam Ito", email="sam@acme.example", roles='["champion"]')
        enter.contact("ACME", "Jo Park", reports_to="SAM ITO")
        enter.activity("ACME", "2026-05-27", "call", contacts='["Jo Park", "sam ito"]')
        enter.activity("LUMEN", "2026-05-28", "call", contacts='["Sam Ito"]')
        enter.of_plan("survey", "ACME", kind="nps", answered_on="2026-05-01", score=9, contact="Sam Ito")
        enter.of_plan("sentiment", "ACME", mood="green", why="glad", felt_on="2026-05-27", contact="Sam Ito")
        enter.of_plan("objective", "ACME", quote="Plan in a day", said_by="Sam Ito")
        enter.of_plan("milestone", "ACME", title="Go-live", owner="Sam Ito", confirmed_by="Sam Ito", side="them")
        enter.of_plan("commitment", "ACME", promise="data", owner="Sam Ito", side="them")
        enter.of_plan("risk", "ACME", title="late data", owner="Sam Itoh")
        enter.of_plan("value_item", "ACME", title="hours", agreed_by="Sam Ito", agreed_on="2026-05-27")
    return cs


def all_of(name: str) -> list[object]:
    """What `named` finds where Sam has that name."""
    return [
        f'["Jo Park","{name}"]', '["Sam Ito"]', *[name] * 7, "Sam Itoh", name, "2026-05-27",
    ]  # fmt: skip


def test_whoever_is_renamed_keeps_their_touches_and_their_place_in_the_plan(sam: Program) -> None:
    before = named(sam)
    assert sam("contact", "edit", "ACME", "sam", "--name", "Sam Ito-Berg").code == 0
    assert named(sam) == all_of("Sam Ito-Berg")
    assert [row["kind"] for row in sam("find", "Ito-Berg", "--json").rows].count("call") == 1
    assert sam("undo").code == 0
    assert named(sam) == before
    assert sam("doctor").code == 0


@pytest.mark.parametrize("again", [1, 2])
def test_an_import_that_renames_somebody_does_so_too(sam: Program, tmp_path: Path, again: int) -> None:
    people = tmp_path / "people.csv"
    people.write_text("account,name,email,title\nACME,Sam B. Ito,sam@acme.example,COO\n")
    for _ in range(again):
        assert sam("import", str(people)).code == 0
    assert named(sam) == all_of("Sam B. Ito")


def test_what_a_namesake_may_have_said_stays_theirs(sam: Program, enter: Entries) -> None:
    enter.contact("ACME", "Sam Ito", email="other@acme.example")
    assert sam("contact", "edit", "ACME", "sam@acme.example", "--name", "Sam Ito-Berg").code == 0
    assert sam("sql", "SELECT contacts FROM activities WHERE account = 'ACME'", "--json").rows == [
        {"contacts": '["Jo Park", "sam ito"]'}
    ]
