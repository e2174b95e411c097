"""`cs contacts`, `cs contact add / edit`: who matters at an account."""

import json

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
    monkeypatch.chdir(cs.home)
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
