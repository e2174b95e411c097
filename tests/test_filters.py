"""The filter language: what each word means, in every list, and what is said of a word that means nothing."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from cs_cli.domain.conditions import Filter
from cs_cli.domain.filter_values import Calendar
from cs_cli.domain.filters import FIELDS, is_filter, parse_filter
from cs_cli.errors import UsageError

TODAY = date(2026, 11, 23)
CALENDAR = Calendar(TODAY)
LISTS = ("accounts", "renewals", "health", "contacts", "tasks", "activities", "clock", "today")


def day(said):
    return date.fromisoformat(said)


def fits(word, *values):
    [condition] = parse_filter([word], CALENDAR).conditions
    return condition.fits(values)


@pytest.mark.parametrize(
    ("word", "values", "meant"),
    [
        ("seg:enterprise", ["enterprise"], True),
        ("segment:ENTERPRISE", ["enterprise"], True),
        ("seg:ent", ["enterprise"], False),
        ("seg:ent*", ["enterprise"], True),
        ("seg:smb,enterprise", ["enterprise"], True),
        ("-seg:smb,enterprise", ["enterprise"], False),
        ("!seg:smb", ["enterprise"], True),
        ("owner:none", [], True),
        ("owner:none", ["lee"], False),
        ("-owner:none", ["lee"], True),
        ("tag:pilot", ["beta", "pilot"], True),
        ("-tag:pilot", [], True),
        ("red", ["red"], True),
        ("red,yellow", ["yellow"], True),
        ("-green", ["red"], True),
        ("oresund", ["cph", "oresund maritime"], True),
        ("arr:>50k", [Decimal(50_000)], False),
        ("arr:>50k", [Decimal(50_001)], True),
        ("arr:>=50k", [Decimal(50_000)], True),
        ("arr>=1.5m", [Decimal(1_500_000)], True),
        ("arr:<50K", [Decimal(50_000)], False),
        ("arr:<=50k", [Decimal(50_000)], True),
        ("arr:=50k", [Decimal(50_000)], True),
        ("arr:10k..50k", [Decimal(10_000)], True),
        ("arr:10k..", [Decimal(9_999)], False),
        ("arr:..10k", [Decimal(10_000)], True),
        ("arr:none", [], True),
        ("arr:<1k", [], False),
        ("term:monthly", [12, 1], True),
        ("term:>12m", [12], False),
        ("term:<12m", [-1], False),
        ("term:evergreen", [-1], True),
        ("term:none", [], True),
        ("decide:30d", [TODAY + timedelta(30)], True),
        ("decide:<30d", [TODAY + timedelta(30)], False),
        ("decide:<30d", [TODAY - timedelta(3)], True),
        ("decide:30d", [TODAY - timedelta(3)], False),
        ("decide:-7d", [TODAY - timedelta(3)], True),
        ("renews:2027-01..2027-03", [day("2027-03-31")], True),
        ("renews:2027-01..2027-03", [day("2027-04-01")], False),
        ("renews:>2027-01", [day("2027-01-31")], False),
        ("renews:>=2027-01", [day("2027-01-01")], True),
        ("renews:q1", [day("2027-02-01")], True),
        ("renews:q1 2028", [day("2028-02-01")], True),
        ("renews:2027", [day("2027-12-31")], True),
        ("renews:fy27", [day("2027-12-31")], True),
        ("renews:eom", [day("2026-11-30")], True),
        ("renews:1 dec", [day("2026-12-01")], True),
        ("renews:none", [], True),
        ("silent:>45d", [TODAY - timedelta(45)], False),
        ("silent:>45d", [TODAY - timedelta(46)], True),
        ("silent:45d", [TODAY - timedelta(45)], True),
        ("silent:>45d", [], True),
        ("silent:<45d", [], False),
        ("silent:30d..60d", [TODAY - timedelta(40)], True),
        ("silent:30d..60d", [TODAY - timedelta(61)], False),
        ("touch:14d", [TODAY - timedelta(14)], True),
        ("touch:14d", [TODAY - timedelta(15)], False),
        ("touch:>=2026-11-01", [day("2026-11-01")], True),
        ("touch:q3", [day("2026-09-30")], True),
        ("touch:none", [], True),
        ("since:>2y", [day("2024-11-22")], True),
        ("since:>2y", [day("2024-11-23")], False),
        ("customer:2025", [day("2025-06-01")], True),
        ("health:<60", [59.9], True),
    ],
)
def test_what_a_word_means(word, values, meant):
    assert fits(word, *values) is meant


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("segmnt:x", "there is no field segmnt"),
        ("zzz:1", "there is no field zzz"),
        ("arr:50,000", "arr has a comma, which means or: write 50000 or 50k"),
        ("arr:lots", "arr must be a number, like 50000, 50k, >1.5m or 10k..50k"),
        ("arr:..", "arr has no end: say a..b, a.. or ..b"),
        ("arr:9..1", "arr ends before it begins"),
        ("seg:", "segment is not said"),
        ("seg:a,,b", "segment is not said"),
        ("seg:>b", "segment is a text, and texts are not compared"),
        ("band:pink", "band must be red, yellow, green or grey"),
        ("term:short", "term must be a term, like monthly"),
        ("decide:<2x", "decide must be a day or a period, like <30d"),
        ("decide:30", "decide must be a day or a period, like <30d"),
        ("silent:2026-10", "silent must be a length of time, like 45d, >6w or 30d..90d"),
        ("silent:9999y", "silent"),
        ("-", "is no word of a filter"),
        ("--red", "is no word of a filter"),
        ("", "is no word of a filter"),
        ("red,acme", "is a band or a name"),
        ("30d", "is a length of time, and not said of what"),
    ],
)
def test_a_word_that_is_not_understood_is_named_with_what_would_be(word, said):
    with pytest.raises(UsageError) as raised:
        parse_filter(["red", word], CALENDAR)
    assert f'"{word}"' in raised.value.sentence
    assert said in raised.value.sentence
    assert raised.value.hints


def test_the_nearest_field_is_offered():
    with pytest.raises(UsageError) as raised:
        parse_filter(["segmnt:x"], CALENDAR)
    assert raised.value.hints[0].startswith("Did you mean segment:")


@given(st.text(max_size=40))
def test_any_word_is_understood_or_refused_by_name(word):
    try:
        assert len(parse_filter([word], CALENDAR).conditions) == 1
    except UsageError as error:
        assert f'"{word}"' in error.sentence  # noqa: PT017  # either is right


@given(st.sampled_from(list(FIELDS)), st.text("0123456789<>=.,kmdwy-qnoe ", max_size=12))
def test_any_value_is_understood_or_refused_by_name(field, value):
    try:
        parse_filter([f"{field}:{value}"], CALENDAR)
    except UsageError as error:
        assert f'"{field}:{value}"' in error.sentence  # noqa: PT017  # either is right


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_range_holds_what_lies_between_its_ends(low, high, value):
    low, high = sorted((low, high))
    assert fits(f"arr:{low}..{high}", Decimal(value)) is (low <= value <= high)
    assert fits(f"-arr:{low}..{high}", Decimal(value)) is not (low <= value <= high)


@given(st.integers(1, 3000), st.integers(0, 3000))
def test_silence_is_the_days_since_and_touch_is_its_other_side(days, ago):
    last = TODAY - timedelta(ago)
    assert fits(f"silent:>{days}d", last) is (ago > days)
    assert fits(f"touch:<={days}d", last) is (ago <= days)


@pytest.mark.parametrize("word", ["red", "-x:y", "@mine", "seg:x", "nope:x", "arr>5", "!red", "red,grey"])
def test_what_can_be_nothing_but_a_filter(word):
    assert is_filter(word)


@pytest.mark.parametrize("word", ["ACME", "acme corp", "Éclat", "a>b", "ACME/Platform", "2026-06"])
def test_what_may_be_the_name_of_an_account(word):
    assert not is_filter(word)


def test_a_filter_without_words_means_everybody():
    assert parse_filter([], CALENDAR) == Filter()
    assert Filter().is_everything


@pytest.fixture
def book(cs, enter):
    with enter:
        enter.account("ACME", "Acme Corp", owner="Ann Lee", segment="enterprise", tags='["pilot"]', country="DE")
        enter.account("BREW", "Ruff Brewery", owner="lee", segment="smb", aliases=("Barrel",))
        enter.account("COLD", "Cold Storage", owner="Ann Lee", segment="smb", customer_since="2026-06-01")
        enter.account("GONE", "Gone Ltd", owner="lee", segment="smb", archived_on="2026-01-01")
        enter.contract("ACME", "2026-12-15", arr=60_000, seats=100)
        enter.contract("ACME", "2026-12-01", arr=5_000, months=1, product="Extra", seats=20)
        enter.contract("BREW", "2027-01-31", arr=40_000)
        enter.contract("COLD", "2027-03-31", arr=70_000, currency="EUR")
        for key in ("ACME", "BREW", "COLD"):
            enter.contact(key, f"Jo Park {key}")
            enter.task("call", "2026-11-24", key)
        enter.task("tidy up", "2026-11-24")
        enter.activity("ACME", "2026-10-01")
        enter.activity("BREW", "2026-11-20")
        enter.activity("COLD", "2026-11-20", kind="email")
    return cs


def keys(answer):
    assert answer.code == 0, answer.talk
    return sorted({row["account"] for row in answer.rows})


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ([], "ACME BREW COLD"),
        (["seg:enterprise"], "ACME"),
        (["--segment", "smb"], "BREW COLD"),
        (["brew"], "BREW"),
        (["barrel"], "BREW"),
        (["-brew"], "ACME COLD"),
        (["-tag:pilot"], "BREW COLD"),
        (["tag:pilot"], "ACME"),
        (["owner:ann lee"], "ACME COLD"),
        (["country:de"], "ACME"),
        (["since:<1y"], "COLD"),
        (["arr:>50k"], "ACME"),
        (["arr:65k"], "ACME"),
        (["arr:<50k"], "BREW"),
        (["-arr:<50k"], "ACME"),
        (["seats:>100"], "ACME"),
        (["term:annual"], "ACME BREW COLD"),
        (["term:monthly"], "ACME"),
        (["renews:2026-12"], "ACME"),
        (["decide:none"], ""),
        (["silent:>30d"], "ACME COLD"),
        (["touch:7d"], "BREW"),
        (["grey"], "ACME BREW COLD"),
        (["health:none"], "COLD"),
        (["red"], ""),
        (["seg:x", "brew"], ""),
        (["seg:smb", "--owner", "lee"], "BREW"),
        (["--", "-tag:pilot"], "BREW COLD"),
        (["acme,brew"], "ACME BREW"),
    ],
)
def test_accounts_takes_words_and_options_alike(book, words, found):
    assert keys(book("accounts", "--json", *words)) == found.split()


@pytest.mark.parametrize("word", LISTS)
def test_every_list_takes_the_same_words(book, word):
    answer = book(word, "-tag:pilot", "brew,acme", "--json")
    assert set(keys(answer)) <= {"BREW"}
    assert answer.rows or word == "clock"


@pytest.mark.parametrize("word", ["health", "contacts", "tasks", "activities", "clock"])
def test_one_word_that_can_be_an_account_is_that_account(book, word):
    assert set(keys(book(word, "ruff", "--json"))) <= {"BREW"}
    wrong = book(word, "ACNE")
    assert wrong.code == 66
    assert 'no account "ACNE"' in wrong.talk


def test_tasks_of_no_account_are_in_no_filtered_list(book):
    assert {row["account"] for row in book("tasks", "--json").rows} == {None, "ACME", "BREW", "COLD"}
    assert keys(book("tasks", "arr:>1", "--json")) == ["ACME", "BREW"]


def test_what_is_asked_of_contracts_is_asked_of_each_renewal_in_their_list(book):
    found = book("renewals", "--due", "1y", "term:monthly", "--json").rows
    assert [(row["account"], row["product"]) for row in found] == [("ACME", "Extra")]
    assert keys(book("renewals", "--due", "1y", "decide:<30d", "--json")) == ["ACME"]
    assert keys(book("renewals", "--due", "1y", "-renews:2027-01", "--json")) == ["ACME", "COLD"]


def test_an_amount_that_no_rate_tells_at_home_is_left_out_and_said(book):
    answer = book("accounts", "arr:>1", "--json")
    assert keys(answer) == ["ACME", "BREW"]
    assert answer.talk == (
        "Left out: accounts in EUR, of which no rate says what they are in USD: cs rate add EUR RATE --in USD\n"
    )
    assert book("rate", "add", "EUR", "1.10", "--in", "USD", "--on", "2026-11-01").code == 0
    answer = book("accounts", "arr:>75k", "--json")
    assert (keys(answer), answer.talk) == (["COLD"], "")


def test_me_is_the_name_in_the_settings(book):
    assert book("config", "set", "me.name", "Ann Lee").code == 0
    assert keys(book("accounts", "owner:me", "--json")) == ["ACME", "COLD"]
    assert keys(book("accounts", "-owner:me", "--json")) == ["BREW"]


def test_forecast_and_retention_take_a_filter_beside_their_own_words(book):
    assert [row["currency"] for row in book("forecast", "seg:enterprise", "--json").rows][:1] == ["USD"]
    assert {row["currency"] for row in book("retention", "seg:smb", "2026", "-brew", "--json").rows} == {"EUR"}
    assert book("forecast", "--accuracy", "q3", "seg:smb", "--json").code == 0
    assert book("forecast", "ACME", "--json").code == 0
    assert "no period I know" in book("retention", "ACME").talk


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["accounts", "-x"], "No such option: -x"),
        (["accounts", "-json"], "No such option"),
        (["accounts", "zz:1"], '"zz:1" is not understood: there is no field zz'),
        (["accounts", "--owner", "-lee"], ""),
        (["tasks", "arr:x"], '"arr:x" is not understood: arr must be a number'),
    ],
)
def test_what_is_no_filter_is_said_so(book, words, said):
    assert said in book(*words).talk


def test_an_empty_answer_names_the_segments_there_are(book):
    assert book("accounts", "seg:entreprise").text == "No account fits. Segments: enterprise, smb.\n"
    assert book("accounts", "-seg:smb", "-seg:enterprise").text == "No account fits.\n"


def test_help_lists_every_field(cs):
    told = cs("help", "filters").text
    assert all(field.example in told for field in FIELDS.values())


def test_completion_offers_fields_views_and_accounts(book):
    assert book("view", "save", "mine", "red").code == 0
    offered = {
        begun: book.process(
            env={"_CS_COMPLETE": "complete_bash", "COMP_WORDS": f"cs accounts {begun}", "COMP_CWORD": "2"}
        )
        for begun in ("ren", "@m", "ac")
    }
    assert offered["ren"].text.split() == ["renews:"]
    assert offered["@m"].text.split() == ["@mine"]
    assert "acme" in offered["ac"].text.lower()


def test_the_page_on_filters_names_every_field():
    page = (ROOT / "docs" / "filters.md").read_text(encoding="utf-8")
    assert [name for name, field in FIELDS.items() for each in (name, *field.also) if f"`{each}`" not in page] == []
