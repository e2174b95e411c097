"""`cs contract add / edit`: one term by hand, with everything that follows from it."""

import pytest
from conftest import Program
from entries import Entries

MONDAY = "2026-11-23"


@pytest.fixture
def acme(cs: Program, enter: Entries) -> Program:
    """ACME without a contract; EURO, whose contracts are in euros."""
    with enter:
        enter.account("ACME", "Acme Corporation")
        enter.account("EURO", "Euro SA", currency="EUR")
    return cs


@pytest.fixture
def platform(acme: Program) -> Program:
    """ACME with one annual contract, Platform, that renews by itself on 31 March 2027."""
    answer = acme.as_of(
        MONDAY, "contract", "add", "ACME", "--contract", "Platform", "--renews", "2027-03-31", "--arr", "12000",
        "--auto-renew", "--notice", "60",
    )  # fmt: skip
    assert answer.code == 0, answer.talk
    return acme


def terms(cs: Program, account: str = "ACME") -> list[dict[str, object]]:
    rows = cs("sql", "select * from contracts order by contract_id", "--json").rows
    return [row for row in rows if row["account"] == account]


def added(cs: Program, *words: str, account: str = "ACME") -> dict[str, object]:
    answer = cs.as_of(MONDAY, "contract", "add", account, *words)
    assert answer.code == 0, answer.talk
    return terms(cs, account)[-1]


def of(term: dict[str, object], *names: str) -> tuple[object, ...]:
    return tuple(term[name] for name in names)


def test_the_shortest_contract_is_a_date_and_an_amount(acme: Program) -> None:
    answer = acme.as_of(MONDAY, "contract", "add", "ACME", "--renews", "2027-03-31", "--arr", "12000")
    assert (answer.code, answer.text) == (0, "")
    assert answer.talk == (
        "Acme Corporation (ACME): annual, $12,000 a year, from Tue 31 Mar 2026, to be signed by Wed 31 Mar 2027. "
        "Take it back: cs undo\n"
    )
    [term] = terms(acme)
    assert of(term, "starts_on", "renews_on", "ends_on", "anchor_on", "term_months") == (
        "2026-03-31", "2027-03-31", "2027-03-30", "2026-03-31", 12,
    )  # fmt: skip
    assert of(term, "arr", "price", "price_period", "currency", "auto_renew", "opt_out_on", "status") == (
        12000.0, 12000.0, "year", "USD", 0, None, None,
    )  # fmt: skip
    assert term["assumed"] == '["term", "starts_on", "currency", "auto_renew"]'


def test_every_field_is_stored_as_the_import_would_store_it(acme: Program) -> None:
    term = added(
        acme, "--contract", "Platform", "--product", "Pro", "--ends", "2027-12-31", "--starts", "2025-07-01",
        "--term", "18m",
        "--renewal-term", "annual", "--price", "1,234.50", "--price-period", "quarter", "--billing-period", "month",
        "--currency", "gbp", "--seats", "40", "--auto-renew", "--notice", "30b", "--notice-basis", "last-day",
        "--opt-out-every", "annual", "--uplift", "3.5%", "--live-on", "2025-08-01", "--status", "active",
    )  # fmt: skip
    assert of(term, "contract", "product", "renews_on", "starts_on", "term", "renewal_term") == (
        "Platform", "Pro", "2028-01-01", "2025-07-01", "18m", "annual",
    )  # fmt: skip
    assert of(term, "price_minor", "price_period", "billing_period", "currency", "arr", "seats", "auto_renew") == (
        123450, "quarter", "month", "GBP", 4938.0, 40, 1,
    )  # fmt: skip
    assert of(term, "notice_days", "notice_kind", "notice_basis", "opt_out_every", "uplift_pct", "live_on") == (
        30, "business", "last-day", "annual", "3.5", "2025-08-01",
    )  # fmt: skip
    assert of(term, "opt_out_on", "anchor_on", "assumed", "status") == ("2027-11-19", "2028-01-01", "[]", "active")


@pytest.mark.parametrize(
    ("words", "opt_out"),
    [
        (["--auto-renew", "--notice", "60"], "2027-01-30"),
        (["--auto-renew", "--notice", "2m"], "2027-01-31"),
        (["--auto-renew", "--notice", "8w"], "2027-02-03"),
        (["--auto-renew", "--notice", "5b"], "2027-03-24"),
        (["--auto-renew", "--notice", "60", "--notice-basis", "last-day"], "2027-01-29"),
        (["--notice", "60"], None),
        (["--auto-renew"], None),
        (["--no-auto-renew", "--notice", "60"], None),
    ],
)
def test_the_opt_out_date_follows_from_notice_and_renewal(acme: Program, words: list[str], opt_out: str | None) -> None:
    assert added(acme, "--renews", "2027-03-31", "--arr", "1", *words)["opt_out_on"] == opt_out


@pytest.mark.parametrize(
    ("words", "minor", "period", "currency"),
    [
        (["--arr", "12,000"], 1_200_000, "year", "EUR"),
        (["--arr", "12k"], 1_200_000, "year", "EUR"),
        (["--arr", "€12.000,50"], 1_200_050, "year", "EUR"),
        (["--arr", "$500"], 50_000, "year", "USD"),
        (["--arr", "500 GBP"], 50_000, "year", "GBP"),
        (["--arr", "12000", "--currency", "JPY"], 12_000, "year", "JPY"),
        (["--arr", "1.125", "--currency", "KWD", "--term", "annual"], None, "", ""),
        (["--price", "100"], 10_000, "year", "EUR"),
        (["--price", "100", "--term", "monthly"], 10_000, "month", "EUR"),
        (["--price", "100", "--price-period", "once"], 10_000, "once", "EUR"),
        (["--arr", "0"], 0, "year", "EUR"),
    ],
)
def test_an_amount_is_whole_minor_units_in_the_currency_that_is_nearest(
    acme: Program, words: list[str], minor: int | None, period: str, currency: str
) -> None:
    if minor is None:
        assert acme("contract", "add", "EURO", "--renews", "2027-03-31", *words).code == 2
        return
    term = added(acme, "--renews", "2027-03-31", *words, account="EURO")
    assert of(term, "price_minor", "price_period", "currency") == (minor, period, currency)


def test_an_evergreen_contract_needs_a_start_and_no_end(acme: Program) -> None:
    term = added(acme, "--term", "evergreen", "--starts", "2025-01-31", "--price", "100", "--notice", "90")
    assert of(term, "renews_on", "term", "price_period", "opt_out_on") == (None, "evergreen", "year", None)


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["--renews", "2027-03-31"], 2, "cs: what does it bring? nothing written"),
        (["--arr", "1"], 2, "cs: when does it renew? nothing written"),
        (["--arr", "1", "--price", "1", "--renews", "eom"], 2, "cs: both --price and --arr; nothing written"),
        (["--arr", "1", "--ends", "eom", "--renews", "eom"], 2, "cs: both --renews and --ends; nothing written"),
        (["--arr", "1", "--renews", "eom", "--price-period", "month"], 2, "cs: --price-period goes with --price"),
        (["--arr", "1", "--renews", "eom", "--term", "evergreen"], 2, "cs: an evergreen contract neither renews nor"),
        (["--arr", "1", "--term", "evergreen"], 2, "cs: when does it start? nothing written"),
        (["--arr", "1", "--renews", "someday"], 2, 'cs: --renews "someday" is no day I know; nothing was written'),
        (["--arr", "1", "--renews", "1990-02-28"], 2, 'cs: --renews "1990-02-28" is Wed 28 Feb 1990, more than 10 y'),
        (["--arr", "1", "--ends", "2047-02-28"], 2, 'cs: --ends "2047-02-28" is Thu 28 Feb 2047, more than 20 years'),
        (["--arr", "1", "--renews", "2027-02-29"], 2, 'cs: --renews "2027-02-29" is no day: day is out of range'),
        (["--arr", "NaN", "--renews", "eom"], 2, 'cs: --arr "NaN" is no amount; nothing was written'),
        (["--arr", "1e5", "--renews", "eom"], 2, 'cs: --arr "1e5" is written with an exponent: write it out'),
        (["--arr", "-5", "--renews", "eom"], 2, 'cs: --arr "-5" is negative; nothing was written'),
        (["--arr", "12.000", "--renews", "eom"], 2, 'cs: --arr "12.000" is it 12 or 12,000? Write it without sep'),
        (["--arr", "5.5555", "--renews", "eom"], 2, 'cs: --arr "5.5555" has too many decimals: USD has at most 2'),
        (["--arr", "5.5", "--currency", "JPY", "--renews", "eom"], 2, 'cs: --arr "5.5" has too many decimals: JPY'),
        (["--arr", "$5", "--currency", "EUR", "--renews", "eom"], 2, 'cs: --arr "5 $" does not fit --currency EUR'),
        (["--arr", "5 GBP", "--currency", "EUR", "--renews", "eom"], 2, 'cs: --arr "5 GBP" does not fit --currency'),
        (["--arr", "", "--renews", "eom"], 2, 'cs: --arr "" is blank; nothing was written'),
        (["--arr", "1", "--renews", "eom", "--contract", ""], 2, 'cs: --contract "" is blank; nothing was written'),
        (["--arr", "1", "--currency", "ZZZ", "--renews", "eom"], 2, 'cs: --currency "ZZZ" is no currency: say USD'),
        (["--arr", "1", "--renews", "eom", "--term", "0m"], 2, 'cs: --term "0m" is no term: say monthly'),
        (["--arr", "1", "--renews", "eom", "--term", ""], 2, 'cs: --term "" is blank; nothing was written'),
        (["--arr", "1", "--renews", "eom", "--renewal-term", "evergreen"], 2, 'cs: --renewal-term "evergreen" is no'),
        (["--arr", "1", "--renews", "eom", "--seats", "1.5"], 2, 'cs: --seats "1.5" is no whole number'),
        (["--arr", "1", "--renews", "eom", "--seats", "-1"], 2, 'cs: --seats "-1" is negative'),
        (["--arr", "1", "--renews", "eom", "--notice", "soon"], 2, 'cs: --notice "soon" is no notice period: say 60'),
        (["--arr", "1", "--renews", "eom", "--status", "lost"], 2, 'cs: --status "lost" is none of active, ended'),
        (["--arr", "1", "--renews", "eom", "--price-period", "x"], 2, 'cs: --price-period "x" is no period: say'),
        (
            ["--arr", "1", "--renews", "eom", "--term", "monthly", "--notice", "60"], 65,
            "cs: a notice of 60 days is longer than the monthly term; nothing written",
        ),
        (
            ["--arr", "1", "--ends", "2026-12-31", "--starts", "2027-01-01"], 65,
            "cs: its last day, 2026-12-31, is before its first, 2027-01-01; nothing written",
        ),
    ],
)  # fmt: skip
def test_a_term_that_cannot_be_is_refused_in_one_sentence(
    acme: Program, words: list[str], code: int, sentence: str
) -> None:
    answer = acme.as_of(MONDAY, "contract", "add", "ACME", *words)
    assert (answer.code, answer.talk[: len(sentence)]) == (code, sentence)
    assert len(answer.talk.splitlines()) <= 2
    assert terms(acme) == []


@pytest.mark.parametrize("said", ["01.03.2027", "03/04/2027"])
def test_a_day_that_is_not_understood_names_the_forms_that_are(acme: Program, said: str) -> None:
    answer = acme.as_of(MONDAY, "contract", "add", "ACME", "--arr", "1", "--renews", said)
    assert answer.code == 2
    assert answer.talk == (
        f'cs: --renews "{said}" is no day I know; nothing was written\n'
        "  Say 2026-12-01, 1 dec, fri, 2w, eom, q1, fy27\n"
    )


def test_terms_of_one_contract_do_not_overlap(platform: Program) -> None:
    words = ["contract", "add", "ACME", "--contract", "platform", "--arr", "1"]
    answer = platform("contract", "add", "ACME", "--contract", "platform", "--renews", "2027-12-31", "--arr", "1")
    assert answer.code == 65
    assert answer.talk == (
        "cs: ACME/platform has a term from 2026-03-31 to 2027-03-30 already, and this one would overlap it; nothing "
        "written\n  Another contract beside it: --contract NAME. To change that one: cs contract edit ACME/platform\n"
    )
    assert platform(*words, "--renews", "2028-03-31").code == 0
    assert platform(*words, "--renews", "2027-12-31", "--status", "draft").code == 0
    assert platform("contract", "add", "ACME", "--renews", "2027-12-31", "--arr", "1").code == 0
    answer = platform("contract", "add", "ACME", "--term", "evergreen", "--starts", "2020-01-01", "--arr", "1")
    assert answer.talk.startswith("cs: ACME has a term from 2025-12-31 to 2027-12-30 already")
    assert (
        platform(
            "contract", "add", "ACME", "--product", "X", "--term", "evergreen", "--starts", "2020-01-01", "--arr", "1"
        ).code
        == 0
    )
    answer = platform("contract", "add", "ACME", "--product", "X", "--renews", "2030-12-31", "--arr", "1")
    assert answer.talk.startswith("cs: ACME/X has a term from 2020-01-01 on already")


SAME = ["contract", "add", "ACME", "--renews", "2027-03-31", "--arr", "$12,000"]


def test_a_contract_that_is_recorded_is_not_added_once_more(platform: Program) -> None:
    answer = platform.as_of(MONDAY, *SAME, "--seats", "5")
    assert (answer.code, answer.out) == (65, b"")
    assert answer.talk == (
        "cs: ACME/Platform renews on 2027-03-31 for $12,000 a year already; nothing added\n"
        "  Another contract beside it: give this one a name: --contract NAME\n"
        "  If it is that one: cs contract edit ACME/Platform --renews 2027-03-31 --arr '$12,000' --seats 5 "
        "--as-of 2026-11-23\n"
    )
    assert len(terms(platform)) == 1


def test_one_that_has_no_name_must_get_one_before_its_like_is_added(platform: Program) -> None:
    platform("contract", "edit", "ACME", "--contract", "")
    answer = platform(*SAME, "--contract", "Analytics")
    assert answer.code == 65
    assert answer.talk == (
        "cs: ACME renews on 2027-03-31 for $12,000 a year already; nothing added\n"
        "  Another contract beside it: first cs contract edit ACME --contract NAME\n"
        "  If it is that one: cs contract edit ACME --renews 2027-03-31 --arr '$12,000' --contract Analytics\n"
    )
    assert platform("contract", "edit", "ACME", "--contract", "Platform").code == 0
    assert platform(*SAME, "--contract", "Analytics").code == 0
    assert [term["contract"] for term in terms(platform)] == ["Platform", "Analytics"]


@pytest.mark.parametrize(
    "words",
    [
        ["--renews", "2027-04-30", "--arr", "12000", "--product", "X"],
        ["--renews", "2027-03-31", "--arr", "12001"],
        ["--renews", "2027-03-31", "--arr", "12000", "--currency", "EUR"],
        ["--renews", "2027-03-31", "--arr", "12000", "--status", "draft"],
        ["--renews", "2027-03-31", "--price", "12000", "--price-period", "once"],
    ],
)
def test_another_day_amount_or_currency_is_another_contract(platform: Program, words: list[str]) -> None:
    answer = platform("contract", "add", "ACME", *words)
    assert answer.code == 0, answer.talk
    assert len(terms(platform)) == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["--term", "36m", "--starts", "2026-03-01", "--renews", "2029-03-01", "--opt-out-every", "annual",
             "--notice", "60", "--auto-renew"],
            "36m, $1 a year, from Sun 1 Mar 2026, renews Thu 1 Mar 2029, opt-out by Thu 31 Dec 2026",
        ),
        (
            ["--renews", "2025-03-01", "--notice", "60", "--auto-renew"],
            "annual, $1 a year, from Fri 1 Mar 2024, renews Mon 1 Mar 2027, opt-out by Thu 31 Dec 2026",
        ),
        (
            ["--renews", "2026-12-01", "--notice", "60", "--auto-renew"],
            "annual, $1 a year, from Mon 1 Dec 2025, renews Tue 1 Dec 2026, opt-out passed on Fri 2 Oct 2026",
        ),
        (["--renews", "2026-12-01", "--status", "draft", "--notice", "60", "--auto-renew"],
         "annual, $1 a year, from Mon 1 Dec 2025, renews Tue 1 Dec 2026"),
    ],
)  # fmt: skip
def test_what_is_confirmed_is_the_opt_out_that_comes_next(acme: Program, words: list[str], said: str) -> None:
    answer = acme.as_of(MONDAY, "contract", "add", "ACME", "--arr", "1", *words)
    assert answer.talk == f"Acme Corporation (ACME): {said}. Take it back: cs undo\n"
    answer = acme.as_of(MONDAY, "contract", "edit", "ACME", "--notice", "30")
    rows = acme.as_of(MONDAY, "renewals", "--due", "1y", "--json").rows
    assert not rows or f" → {rows[0]['opt_out_on']}. Take it back" in answer.talk


def test_a_draft_stands_in_nobodys_way(acme: Program) -> None:
    words = ["contract", "add", "ACME", "--renews", "2027-12-31", "--arr", "1"]
    assert [acme(*words, *more).code for more in (["--status", "draft"], [], [])] == [0, 0, 65]


def test_a_term_that_follows_renews_the_one_before(platform: Program) -> None:
    platform("contract", "add", "ACME", "--contract", "Platform", "--renews", "2028-03-31", "--arr", "13000")
    assert [term["next_starts_on"] for term in terms(platform)] == ["2027-03-31", None]


def test_an_edit_recomputes_what_follows(platform: Program) -> None:
    answer = platform.as_of(MONDAY, "contract", "edit", "ACME/plat", "--renews", "2027-06-30", "--notice", "2m")
    assert answer.talk == (
        "Acme Corporation (ACME/Platform): starts_on 2026-03-31 → 2026-06-30, renews_on 2027-03-31 → 2027-06-30, "
        "notice 60 days from the renewal-day → 2 months from the renewal-day, opt_out 2027-01-30 → 2027-04-30. "
        "Take it back: cs undo\n"
    )
    [term] = terms(platform)
    assert of(term, "starts_on", "anchor_on", "opt_out_on") == ("2026-06-30", "2026-06-30", "2027-04-30")
    platform("contract", "edit", "ACME", "--starts", "2026-03-31")
    platform("contract", "edit", "ACME", "--renews", "2027-03-31", "--no-auto-renew")
    [term] = terms(platform)
    assert of(term, "starts_on", "anchor_on", "opt_out_on", "assumed") == (
        "2026-03-31", "2026-03-31", None, '["term", "currency"]',
    )  # fmt: skip
    platform("contract", "edit", "ACME", "--renews", "2027-05-15")
    [term] = terms(platform)
    assert of(term, "starts_on", "anchor_on") == ("2026-03-31", "2027-05-15")


@pytest.fixture
def renewed(acme: Program) -> Program:
    """ACME with a monthly contract whose currency nobody said, in its first term and in the one it was renewed for."""
    added(
        acme, "--contract", "Analytics", "--term", "monthly", "--renews", "2026-12-15", "--arr", "24000", "--auto-renew"
    )
    assert acme.as_of(MONDAY, "renew", "ACME/Analytics").code == 0
    return acme


def test_what_is_settled_of_one_term_is_settled_of_the_others_that_assumed_it(renewed: Program) -> None:
    assert [term["assumed"] for term in terms(renewed)] == ['["starts_on", "currency"]', '["currency"]']
    answer = renewed.as_of(MONDAY, "contract", "edit", "ACME/Analytics", "--currency", "USD")
    assert answer.talk == "Acme Corporation (ACME/Analytics): no longer only assumed: currency. Take it back: cs undo\n"
    assert [term["assumed"] for term in terms(renewed)] == ['["starts_on"]', "[]"]
    again = renewed.as_of(MONDAY, "contract", "edit", "ACME/Analytics", "--currency", "USD")
    assert again.talk == "Acme Corporation (ACME/Analytics): nothing to change, it is so already\n"
    assert "currency" not in renewed.as_of(MONDAY, "qbr", "ACME", "-o", "-").talk
    assert renewed("undo").code == 0
    assert [term["assumed"] for term in terms(renewed)] == ['["starts_on", "currency"]', '["currency"]']


def test_the_currency_that_was_assumed_wrongly_is_put_right_in_all_terms(renewed: Program) -> None:
    renewed.as_of(MONDAY, "contract", "edit", "ACME/Analytics", "--currency", "EUR", "--starts", "2026-11-15")
    assert [of(term, "arr", "currency", "assumed") for term in terms(renewed)] == [(24000.0, "EUR", "[]")] * 2


def test_a_term_settled_by_itself_leaves_other_contracts_and_what_was_said_alone(renewed: Program) -> None:
    added(renewed, "--contract", "Platform", "--renews", "2027-03-31", "--arr", "12000", "--currency", "EUR")
    added(renewed, "--contract", "Studio", "--renews", "2027-05-31", "--arr", "9000")
    renewed.as_of(MONDAY, "contract", "edit", "ACME/Studio", "--no-auto-renew", "--term", "annual")
    answer = renewed.as_of(MONDAY, "contract", "edit", "ACME/Analytics", "--currency", "USD", "--term", "monthly")
    assert "no longer only assumed: currency." in answer.talk
    assert [of(term, "contract", "currency", "assumed") for term in terms(renewed)[2:]] == [
        ("Platform", "EUR", '["term", "starts_on", "auto_renew"]'), ("Studio", "USD", '["starts_on", "currency"]'),
    ]  # fmt: skip


def test_a_length_is_settled_of_every_term_that_has_it(acme: Program) -> None:
    added(acme, "--contract", "Core", "--renews", "2026-12-15", "--arr", "24000", "--currency", "USD", "--auto-renew")
    assert acme.as_of(MONDAY, "renew", "ACME/Core").code == 0
    assert acme.as_of(MONDAY, "contract", "edit", "ACME/Core", "--term", "annual").code == 0
    assert [of(term, "term", "assumed") for term in terms(acme)] == [("annual", '["starts_on"]'), ("annual", "[]")]


def test_a_price_is_edited_by_itself_by_period_or_by_currency(platform: Program) -> None:
    platform("contract", "edit", "ACME", "--price", "1000", "--price-period", "month")
    assert of(terms(platform)[0], "price", "price_period", "arr") == (1000.0, "month", 12000.0)
    platform("contract", "edit", "ACME", "--price", "1100")
    assert of(terms(platform)[0], "price", "price_period", "arr") == (1100.0, "month", 13200.0)
    platform("contract", "edit", "ACME", "--price-period", "quarter")
    assert of(terms(platform)[0], "price", "arr") == (1100.0, 4400.0)
    platform("contract", "edit", "ACME", "--currency", "JPY")
    assert of(terms(platform)[0], "price_minor", "currency", "assumed") == (1100, "JPY", '["term", "starts_on"]')
    platform("contract", "edit", "ACME", "--arr", "9000")
    assert of(terms(platform)[0], "price_minor", "price_period", "currency") == (9000, "year", "JPY")


def test_a_blank_clears_what_may_be_blank(platform: Program) -> None:
    platform("contract", "edit", "ACME", "--seats", "5", "--product", "Pro", "--uplift", "3", "--status", "active")
    platform(
        "contract", "edit", "ACME", "--seats", "", "--product", "", "--uplift", "", "--status", "", "--notice", "",
        "--notice-basis", "", "--contract", "",
    )  # fmt: skip
    [term] = terms(platform)
    names = ("seats", "product", "uplift_pct", "status", "notice_days", "opt_out_on", "contract", "notice_basis")
    assert of(term, *names) == (None, None, None, None, None, None, "", "renewal-day")
    answer = platform("contract", "edit", "ACME", "--starts", "")
    assert (answer.code, answer.talk) == (
        2, 'cs: --starts "" cannot be blank; nothing was written\n  How to say it: cs contract edit --help\n',
    )  # fmt: skip


def test_a_contract_becomes_evergreen_and_comes_back(platform: Program) -> None:
    platform("contract", "edit", "ACME", "--term", "evergreen")
    assert of(terms(platform)[0], "term", "renews_on", "starts_on", "opt_out_on") == (
        "evergreen",
        None,
        "2026-03-31",
        None,
    )
    assert platform("contract", "edit", "ACME", "--term", "annual").code == 2
    platform("contract", "edit", "ACME", "--term", "annual", "--ends", "2027-03-30")
    assert of(terms(platform)[0], "term", "renews_on") == ("annual", "2027-03-31")


def test_a_notice_they_gave_is_a_past_day(platform: Program) -> None:
    answer = platform.as_of(MONDAY, "contract", "edit", "ACME", "--notice-received", "fri")
    assert answer.talk == (
        "Acme Corporation (ACME/Platform): notice_received_on – → 2026-11-20. Take it back: cs undo\n"
    )
    [row] = platform.as_of(MONDAY, "renewals", "--due", "1y", "--json").rows
    assert row["state"] == "notice"
    platform("contract", "edit", "ACME", "--notice-received", "")
    assert terms(platform)[0]["notice_received_on"] is None


def test_one_of_several_contracts_is_named(platform: Program) -> None:
    added(platform, "--product", "Analytics", "--renews", "2027-01-15", "--arr", "1", "--term", "monthly")
    added(platform, "--renews", "2027-01-15", "--arr", "2")
    answer = platform.as_of(MONDAY, "contract", "edit", "acme", "--seats", "5")
    assert answer.code == 66
    assert (
        answer.talk
        == (
            "cs: Acme Corporation (ACME) has several contracts; nothing changed. One of:\n"
            f"  cs contract edit ACME/ --seats 5 --as-of {MONDAY}\n"
            f"  cs contract edit ACME/Platform --seats 5 --as-of {MONDAY}\n"
        )
        or "ACME/Analytics" in answer.talk
    )
    for which, contract in [("acme/analytics", 1), ("acme/form", 0), ("ACME/", 2)]:
        assert platform.as_of(MONDAY, "contract", "edit", which, "--seats", str(contract + 7)).code == 0
        assert terms(platform)[contract]["seats"] == contract + 7
    answer = platform("contract", "edit", "ACME/none", "--seats", "5")
    assert (answer.code, answer.talk.splitlines()[0]) == (
        66, 'cs: Acme Corporation (ACME) has no contract "none"; nothing changed. One of:',
    )  # fmt: skip
    answer = platform("contract", "edit", "ACMEE/Platform", "--seats", "5")
    assert answer.talk.splitlines()[1] == "  cs contract edit ACME/Platform --seats 5"


def test_of_several_terms_the_one_in_force_is_meant_or_that_of_the_day_that_is_said(platform: Program) -> None:
    added(platform, "--contract", "Platform", "--renews", "2028-03-31", "--arr", "1")
    platform.as_of(MONDAY, "contract", "edit", "ACME", "--seats", "5")
    platform.as_of("2027-05-01", "contract", "edit", "ACME", "--seats", "6")
    assert [term["seats"] for term in terms(platform)] == [5, 6]


def test_an_account_without_a_contract_says_how_to_add_one(acme: Program) -> None:
    answer = acme("contract", "edit", "ACME", "--seats", "5")
    assert answer.code == 66
    assert answer.talk == (
        "cs: Acme Corporation (ACME) has no contract; nothing changed\n"
        "  cs contract add ACME --renews DATE --arr AMOUNT\n"
    )
    assert acme("contract", "edit", "ACME").talk == "cs: nothing to change\n  Say what: cs contract edit --help\n"


def test_the_same_again_is_no_step(platform: Program) -> None:
    answer = platform("contract", "edit", "ACME", "--seats", "")
    assert answer.talk == "Acme Corporation (ACME/Platform): nothing to change, it is so already\n"
    platform("undo")
    assert terms(platform) == []


BUSINESS = ("contract", "add", "ACME", "--arr", "12000", "--renews", "2027-01-04", "--notice", "10b", "--auto-renew")


def stored_opt_out(cs):
    """As another program reads it, and as `cs` computes it: they are the same."""
    [stored] = cs("sql", "SELECT opt_out_on FROM contracts", "--json").rows
    [row] = cs("renewals", "--due", "1y", "--json").rows
    assert stored["opt_out_on"] == row["opt_out_on"]
    return row["opt_out_on"]


def test_business_days_of_notice_know_the_public_holidays_of_the_accounts_country(cs, enter):
    enter.account("ACME", country="DE")
    assert "opt-out by Thu 17 Dec 2026" in cs(*BUSINESS).talk
    assert stored_opt_out(cs) == "2026-12-17"
    assert "10 business days in DE of notice is 2026-12-17" in cs.as_of("2026-12-10", "why", "ACME").text
    assert cs("doctor").code == 0


def test_another_country_moves_the_opt_out_and_undo_moves_it_back(cs, enter):
    enter.account("ACME", country="Germany")
    cs(*BUSINESS)
    assert cs("account", "edit", "ACME", "--country", "GB").code == 0
    assert stored_opt_out(cs) == "2026-12-16"
    assert cs("undo").code == 0
    assert stored_opt_out(cs) == "2026-12-17"
    assert cs("doctor").code == 0


def test_an_imported_country_moves_the_opt_out(cs, enter):
    enter.account("ACME", "Acme")
    cs(*BUSINESS)
    assert stored_opt_out(cs) == "2026-12-21"
    (cs.home / "accounts.csv").write_text("account,name,country\nACME,Acme,DE\n")
    assert cs("import", str(cs.home / "accounts.csv")).code == 0
    assert stored_opt_out(cs) == "2026-12-17"


def test_doctor_names_the_accounts_whose_holidays_are_not_known(cs, enter):
    enter.account("ACME", country="Atlantis")
    cs(*BUSINESS)
    found = {row["check"]: row for row in cs("doctor", "--json").rows}
    assert found["holidays"]["what"].endswith("where no country is known: ACME")
    assert found["holidays"]["fix"] == "cs account edit ACME --country DE"
