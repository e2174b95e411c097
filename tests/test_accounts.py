import pytest
from portfolios import by_another_program

TODAY = "2026-11-23"
KEYS = [
    "account", "name", "owner", "segment", "stage", "tags", "arr", "currency", "arr_by_currency", "renews_on",
    "decide_on", "health", "band", "band_by_hand", "last_touch_on",
]  # fmt: skip


@pytest.fixture
def names(cs, enter):
    """Accounts whose names can be told apart, or not."""
    with enter:
        enter.account("ACME", "Acme Corporation", aliases=("Rocket Works", "RWK"), domain="acme.example")
        enter.account("ACME-LABS", "Acme Labs", domain="labs.example")
        enter.account("ORESUND", "Øresund Maritime")
        enter.account("ECLAT", "Éclat Straße 9")
        enter.account("BLUE", "Blue Harbor", country="DE")
        enter.account("HARBOR-2", "Harbor", custom='{"BillingCity": "Oslo"}')
        enter.account("TWIN", "Twin", domain="twin.example")
        enter.account("TWIN-2", "Twin", region="EMEA")
        enter.account("NORTH", "北星 Robotics")
        enter.account("OLD", "Oldtimer", archived_on="2026-01-01")
    return cs


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("ACME", "ACME"),  # the key before the start of a word
        ("acme", "ACME"),
        ("  Acme  ", "ACME"),
        ("acme corporation", "ACME"),
        ("rocket works", "ACME"),  # an alias
        ("rwk", "ACME"),
        ("rocket", "ACME"),  # the start of a word of it
        ("ACME LABS", "ACME-LABS"),
        ("lab", "ACME-LABS"),
        ("oresund", "ORESUND"),
        ("Øresund", "ORESUND"),
        ("maritime", "ORESUND"),
        ("éclat strasse 9", "ECLAT"),
        ("straße", "ECLAT"),
        ("harbor", "HARBOR-2"),  # a whole name before the start of a word
        ("arbor-2", "HARBOR-2"),  # any part
        ("ritim", "ORESUND"),
        ("北", "NORTH"),
        ("twin-2", "TWIN-2"),
        ("old", "OLD"),  # archived: by its whole key or name only
        ("oldtimer", "OLD"),
    ],
)
def test_reading_takes_any_form_that_means_one_account(names, said, key):
    answer = names.as_of(TODAY, "show", said, "--json")
    assert answer.code == 0, answer.talk
    assert answer.rows[0]["account"] == key


@pytest.mark.parametrize(
    ("said", "offered"),
    [
        ("twin", "TWIN"),  # an exact key wins over the two names
        ("acm", ["ACME (Acme Corporation, acme.example)", "ACME-LABS (Acme Labs, labs.example)"]),
        ("harb", ["BLUE (Blue Harbor, DE)", "HARBOR-2 (Harbor, Oslo)"]),
    ],
)
def test_several_hits_are_offered_with_city_or_domain(names, said, offered):
    answer = names.as_of(TODAY, "show", said)
    if isinstance(offered, str):
        assert answer.code == 0
        return
    assert (answer.code, answer.out) == (66, b"")
    assert answer.talk == f'cs: "{said}" fits several accounts\n  Which one: {" or ".join(offered)}?\n'


def test_a_name_that_two_accounts_have_is_not_guessed(cs, enter):
    with enter:
        enter.account("A-1", "Twin", domain="one.example")
        enter.account("A-2", "Twin")
    answer = cs.as_of(TODAY, "show", "twin")
    assert answer.code == 66
    assert "A-1 (Twin, one.example) or A-2 (Twin)" in answer.talk


def test_many_hits_are_counted(cs, enter):
    with enter:
        for number in range(8):
            enter.account(f"ACME-{number}")
    assert "ACME-4 (Acme-4) or 3 more?" in cs.as_of(TODAY, "show", "acm").talk


def test_what_nothing_answers_to_is_offered_what_comes_close(names):
    answer = names.as_of(TODAY, "show", "acmee", "--slack")
    assert (answer.code, answer.out) == (66, b"")
    assert answer.talk.splitlines()[:2] == ['cs: no account "acmee"', "  Did you mean ACME?"]
    assert answer.talk.splitlines()[2] == f"  cs show ACME --slack --as-of {TODAY}"
    assert names.as_of(TODAY, "show", "zzz").talk == 'cs: no account "zzz"\n  All accounts: cs accounts\n'
    assert names.as_of(TODAY, "show", " ").code == 66


def test_an_archived_account_is_not_found_by_a_part_of_its_name(names):
    assert names.as_of(TODAY, "show", "oldt").code == 66


def test_the_keys_of_a_row_are_pinned_in_their_order(cs, enter):
    with enter:
        enter.account("ACME", "Acme", owner="me", segment="smb", stage="renewal", tags='["eu", "vip"]')
        enter.contract("ACME", "2027-03-01", arr=12_000, auto=True, notice=90)
        enter.activity("ACME", "2026-10-09")
        enter.activity("ACME", "2026-11-20", "email")  # outbound: no contact
        enter.account("BARE")
    rows = cs.as_of(TODAY, "accounts", "--json").rows
    assert [list(row) for row in rows] == [KEYS, KEYS]
    assert rows[0] == {
        "account": "ACME", "name": "Acme", "owner": "me", "segment": "smb", "stage": "renewal", "tags": ["eu", "vip"],
        "arr": 12000, "currency": "USD", "arr_by_currency": {"USD": 12000}, "renews_on": "2027-03-01",
        "decide_on": "2026-12-01", "health": rows[0]["health"], "band": rows[0]["band"],
        "band_by_hand": None, "last_touch_on": "2026-10-09",
    }  # fmt: skip
    assert rows[1] == dict.fromkeys(KEYS) | {
        "account": "BARE", "name": "Bare", "tags": [], "arr_by_currency": {}, "band": "grey",
    }  # fmt: skip
    assert "ACME,Acme,me,smb,renewal,eu;vip,12000,USD,USD 12000," in cs.as_of(TODAY, "accounts", "--csv").text


@pytest.fixture
def three(cs, enter):
    """One account of each owner and segment, and one that is archived."""
    with enter:
        enter.account("ACME", owner="me", segment="Enterprise", tags='["EU"]')
        enter.account("BETA", owner="Lee", segment="smb")
        enter.account("GAMMA")
        enter.account("GONE", archived_on="2026-01-01")
    return cs


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], ["ACME", "BETA", "GAMMA"]),
        (["--owner", "me"], ["ACME"]),
        (["--owner", "lee"], ["BETA"]),
        (["--owner", "nobody"], []),
        (["--segment", "ENTERPRISE"], ["ACME"]),
        (["--tag", "eu"], ["ACME"]),
        (["--tag", "apac"], []),
        (["--band", "grey"], ["ACME", "BETA", "GAMMA"]),
        (["--band", "red"], []),
        (["--limit", "2"], ["ACME", "BETA"]),
    ],
)
def test_what_the_options_choose(three, words, expected):
    assert [row["account"] for row in three.as_of(TODAY, "accounts", "--json", *words).rows] == expected


def test_what_is_left_and_what_is_found_is_said(three):
    assert three.as_of(TODAY, "accounts", "--limit", "1").text.splitlines()[-1] == (
        "3 accounts, 0 ARR. 2 more: cs accounts --all"
    )
    assert three.as_of(TODAY, "accounts", "--owner", "nobody").text == "No account fits. Owners: Lee, me.\n"
    assert three.as_of(TODAY, "accounts", "--owner", "me").text.splitlines()[-1].startswith("1 account, ")


def test_next_to_decide_is_said_in_words(cs, enter):
    with enter:
        enter.contract("A", "2027-03-01", auto=True, notice=90)
        enter.contract("B", "2026-12-15")
        enter.contract("C", "2026-12-15", auto=True)
        enter.contract("D", "2026-11-15")
        enter.contract("E", "2027-01-10", auto=True, notice_received_on="2026-11-01")
        enter.contract("F", None)
    said = [line.split("$12,000", 1)[1].strip() for line in cs.as_of(TODAY, "accounts").text.splitlines()[1:7]]
    assert [each.removesuffix("never").strip() for each in said] == [
        "opt-out 1 Dec", "sign by 15 Dec", "renews 15 Dec", "ended 15 Nov", "ends 10 Jan 2027", "",
    ]  # fmt: skip


def test_a_past_day_counts_what_was_known_then_and_says_what_is_as_now(cs, enter):
    with enter:
        enter.account("ACME", owner="me")
        enter.contract("ACME", "2021-01-01", arr=10)
        enter.activity("ACME", "2020-05-01")
        enter.activity("ACME", "2020-07-01")
    answer = cs.as_of("2020-06-01", "accounts", "--json")
    [row] = answer.rows
    assert (row["arr"], row["last_touch_on"], row["owner"]) == (10, "2020-05-01", "me")
    assert answer.talk == "As of Mon 1 Jun 2020: owner, segment and stage have no date and are as they are now.\n"


def test_the_accounts_of_a_portfolio_that_is_not_there(cs):
    answer = cs("accounts")
    assert answer.code == 66
    assert "Start with your own sheet: cs import FILE" in answer.talk


def test_the_home_currency_comes_first_in_every_total(cs, enter):
    with enter:
        enter.account("ACME")
        enter.contract("ACME", "2027-03-01", contract="A", arr=2_000)
        enter.contract("ACME", "2027-03-01", contract="B", arr=1_000, currency="EUR")
    assert cs("accounts").text.splitlines()[-1] == "1 account, $2,000 + €1,000 ARR."
    assert cs("config", "set", "currency", "EUR").code == 0
    for words in (["accounts"], ["today"], ["show", "ACME"], ["show", "ACME", "--slack"], ["health"]):
        assert "€1,000 + $2,000" in cs(*words).text, words
    assert cs("config", "set", "currency", "USD").code == 0
    assert cs("accounts").text.splitlines()[-1] == "1 account, $2,000 + €1,000 ARR."


def test_a_name_that_nobody_has_is_answered_with_those_there_are(cs, enter):
    with enter:
        for number in range(9):
            enter.account(f"A{number}", owner=("lee", "me")[number % 2], segment=f"s{number}")
    assert cs("accounts", "--owner", "nobody").text == "No account fits. Owners: lee, me.\n"
    assert cs("health", "--owner", "nobody").text == "No account fits. Owners: lee, me.\n"
    assert cs("health", "--owner", "nobody", "--explain", "--json").rows == []
    assert cs("renewals", "--owner", "nobody", "--due", "2027-01-01").text == (
        "No renewal to decide on by 2027-01-01. Owners: lee, me.\n"
    )
    assert cs("accounts", "--segment", "none").text == "No account fits.\n"
    assert cs("account", "archive", "A8").code == 0
    assert (
        cs("accounts", "--segment", "none").text
        == f"No account fits. Segments: {', '.join(f's{n}' for n in range(8))}.\n"
    )
    assert cs("accounts", "--owner", "LEE", "--tag", "none").text == "No account fits.\n"
    assert cs("renewals", "--owner", "lee").text.startswith("No renewal to decide on by 2027-02-21.\n")


def test_text_that_is_no_utf8_is_shown_as_far_as_it_is(cs, enter):
    with enter:
        enter.account("ACME", "Acme")
        enter.contract("ACME", "2027-03-01", product="Core")
    by_another_program(cs.db, "UPDATE contract SET product = CAST(X'436fff7265' AS TEXT)")
    [row] = cs.as_of(TODAY, "renewals", "--due", "1y", "--json").rows
    assert row["product"] == "Co\ufffdre"


@pytest.mark.parametrize("words", [["accounts"], ["accounts", "red"], ["health"]])
def test_an_empty_portfolio_says_what_to_type(cs, enter, words):
    with enter:
        pass
    assert cs(*words).text == "No account yet. Bring your own: cs import FILE; look around first: cs demo\n"
