"""`cs contact export WHO`: everything that is known of a person."""

import pytest
from conftest import Program
from entries import Entries

from cs_cli.commands.access import KEYS


@pytest.fixture
def acme(cs: Program, enter: Entries) -> Program:
    """Jo Park at ACME, named in a call, a survey, a remark at another account and a command."""
    with enter:
        enter.account("ACME", "Acme Corporation")
        enter.account("LUMEN", "Lumen SA")
        enter.contact("ACME", "Jo Park", email="jo@acme.example", roles='["sponsor"]', custom='{"Dept": "Ops"}')
        enter.contact("ACME", "Sam Ito", reports_to="Jo Park")
        enter.contact("LUMEN", "Jo Miller")
        enter.note("LUMEN", "2026-11-02", "Knows jo park well")
        enter.note("LUMEN", "2026-11-03", "Jo Miller decides")
        enter.note("ACME", "2026-11-04", "Jo *decides*")
    assert cs("log", "ACME", "Jo wants ROI", "--kind", "call", "--with", "jo").code == 0
    return cs


def test_everything_that_names_them_is_there_and_nothing_else(acme: Program) -> None:
    [known] = acme("contact", "export", "jo park", "--json").rows
    assert list(known) == KEYS
    assert (known["name"], known["accounts"]) == ("Jo Park", ["ACME"])
    [row] = known["contacts"]
    assert row == {
        "account": "ACME", "name": "Jo Park", "email": "jo@acme.example", "roles": ["sponsor"], "Dept": "Ops",
    }  # fmt: skip
    assert sorted(known["mentions"]) == ["activity", "contact", "note"]
    assert [note["text"] for note in known["mentions"]["note"]] == ["Knows jo park well", "Jo *decides*"]
    assert known["mentions"]["activity"][0]["contacts"] == ["Jo Park"]
    assert [step["command"] for step in known["history"]] == ["cs log ACME 'Jo wants ROI' --kind call --with jo"]


def test_it_is_a_page_to_hand_over(acme: Program) -> None:
    page = acme("contact", "export", "jo@acme.example").text
    assert page.startswith("# What is known of Jo Park\n\n- Printed: Mon 23 Nov 2026, 2026-11-23T")
    for line in (
        "## As a contact of ACME", "- email: jo@acme.example", "- Dept: Ops", "## Standing remarks (2)",
        "- text: Knows jo park well", "- text: Jo \\*decides\\*", "## Other contacts (1)", "- reports to: Jo Park",
        "## Calls, meetings, mails and notes (1)", "## Commands that name them (1)",
    ):  # fmt: skip
        assert line in page, line


def test_a_word_within_the_name_of_somebody_else_is_not_them(acme: Program) -> None:
    page = acme("contact", "export", "Miller", "--account", "lumen").text
    assert "## Standing remarks (1)" in page
    acme("contact", "add", "LUMEN", "--name", "Cher")
    page = acme("contact", "export", "cher").text
    assert "## As a contact of LUMEN" in page


def test_no_row_but_their_own_is_said(cs: Program, enter: Entries) -> None:
    enter.account("ACME")
    enter.contact("ACME", "Jo Park")
    assert "No other row names them." in cs("contact", "export", "jo").text


def test_somebody_who_is_no_contact_is_found_by_name_or_address(acme: Program) -> None:
    acme("log", "LUMEN", "met Ola Nordmann at the fair")
    [known] = acme("contact", "export", "ola nordmann", "--json").rows
    assert (known["contacts"], known["mentions"]["activity"][0]["summary"]) == ([], "met Ola Nordmann at the fair")
    assert "no contact of any account" in acme("contact", "export", "ola nordmann").text


def test_it_goes_into_a_file_of_its_owner_alone(acme: Program) -> None:
    target = acme.home / "jo.md"
    answer = acme("contact", "export", "jo park", "-o", str(target))
    assert (answer.text, answer.talk) == ("", f"Jo Park: {target}\n")
    assert target.read_text().startswith("# What is known of Jo Park")
    assert target.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("jo",), 66, [
            'cs: "jo" fits several people: Jo Park of ACME, Jo Miller of LUMEN',
            "  cs contact export 'Jo Park' --account ACME",
            "  cs contact export 'Jo Miller' --account LUMEN",
        ]),
        (("nix",), 66, ['cs: nobody is called "nix", by whole name or e-mail address', "  Who there is: cs contacts"]),
        (("no body at all",), 66, ['cs: nobody is called "no body at all", by whole name or e-mail address']),
        (("jo", "--account", "NONE"), 66, ['cs: no account "NONE"; nothing printed. All accounts: cs accounts']),
    ],
)  # fmt: skip
def test_whoever_cannot_be_meant_is_told(acme: Program, words: tuple[str, ...], code: int, said: list[str]) -> None:
    answer = acme("contact", "export", *words)
    assert (answer.code, answer.talk.splitlines()[: len(said)]) == (code, said)


def test_nothing_hostile_reaches_the_terminal(acme: Program) -> None:
    acme("contact", "edit", "ACME", "jo park", "--title", "\x1b]0;pwned\x07[/b]")
    page = acme("contact", "export", "jo park").out
    assert b"\x1b" not in page
    assert b"\x07" not in page
