"""What comes first on the day's list: urgency × ARR × risk, across currencies at recorded rates."""

from datetime import date

import pytest
from conftest import Program
from entries import Entries
from hypothesis import given
from hypothesis import strategies as st

from cs_cli.domain.exchange import Exchange, Quote
from cs_cli.domain.health import Band
from cs_cli.domain.items import TODAY, WEEK, Item
from cs_cli.domain.order import ranked
from cs_cli.domain.ranking import RISK, Scale, explained, urgency_of

DAY = date(2026, 11, 23)
MONDAY = "2026-11-23"
EURO = Quote("EUR", "USD", date(2026, 10, 31), "1.10")
PLAIN = Scale(Exchange(()), "USD", DAY)
WITH_EURO = Scale(Exchange([EURO]), "USD", DAY)


@pytest.mark.parametrize(
    ("kind", "days", "urgency"),
    [
        ("overdue", -400, 10), ("decide", 0, 50), ("decide", 1, 30),
        ("decide", 2, 9), ("decide", 3, 9), ("decide", 4, 7), ("decide", 7, 7), ("decide", 8, 5), ("decide", 14, 5),
        ("task", -1, 4), ("task", 0, 3), ("task", 1, 2),
        ("promise", -30, 4), ("promise", 0, 3), ("promise", 7, 2),
        ("milestone", -1, 4), ("milestone", 0, 3), ("milestone", 7, 2),
        ("awaited", -1, 2),
        ("qbr", 0, 3), ("qbr", 3, 2),
        ("clock", -1, 2), ("clock", 0, 2), ("clock", 1, 1),
        ("silent", -80, 1), ("feed", -9, 1),
    ],
)  # fmt: skip
def test_urgency_goes_by_kind_and_day(kind: str, days: int, urgency: int) -> None:
    assert urgency_of(kind, days) == urgency


@pytest.mark.parametrize(("band", "urgency"), [(Band.RED, 3), (Band.YELLOW, 2), (None, 1)])
def test_a_fall_to_red_is_more_urgent_than_one_to_yellow(band: Band | None, urgency: int) -> None:
    assert urgency_of("band", 0, band) == urgency


@pytest.mark.parametrize(
    ("scale", "arr", "said"),
    [
        (PLAIN, {"USD": 160_000_00}, "urgency 5 × $160,000 × risk 3 (red) = 2,400,000"),
        (PLAIN, {"USD": 160_000_49}, "urgency 5 × $160,000 × risk 3 (red) = 2,400,000"),
        (PLAIN, {"USD": 160_000_50}, "urgency 5 × $160,001 × risk 3 (red) = 2,400,015"),
        (PLAIN, {"USD": 0}, "urgency 5 × $0 × risk 3 (red) = 0"),
        (PLAIN, {"EUR": 48_000_00}, "urgency 5 × €48,000 × risk 3 (red) = 720,000"),
        (PLAIN, {"USD": 1_000_00, "EUR": 48_000_00}, "urgency 5 × $1,000 × risk 3 (red) = 15,000"),
        (PLAIN, {"JPY": 2_000_000}, "urgency 5 × ¥2,000,000 × risk 3 (red) = 30,000,000"),
        (PLAIN, {}, "urgency 5 × risk 3 (red) = 15, no ARR"),
        (
            WITH_EURO,
            {"EUR": 48_000_00},
            "urgency 5 × ≈ $52,800 (€48,000 at the rate of 2026-10-31) × risk 3 (red) = 792,000",
        ),
        (
            WITH_EURO,
            {"EUR": 48_000_00, "USD": 1_000_00, "GBP": 7_00},
            "urgency 5 × ≈ $53,800 ($1,000 + €48,000 + £7 at the rate of 2026-10-31) × risk 3 (red) = 807,000",
        ),
    ],
)
def test_the_factors_can_be_multiplied_by_hand(scale: Scale, arr: dict[str, int], said: str) -> None:
    assert explained(scale.weight(5, Band.RED, arr), Band.RED) == said


def test_a_line_about_no_account_has_no_band() -> None:
    assert explained(PLAIN.weight(1, None, {}), None) == "urgency 1 × risk 1 = 1, no ARR"


def line(of: int, arr: int, currency: str = "USD", when: str = TODAY) -> Item:
    return Item(when, "task", of, f"A{of}", f"t{of}", "", "", DAY, arr * 100, currency)


def order(scale: Scale, items: list[Item], bands: dict[int, Band] | None = None) -> list[str]:
    return [item.account for item in ranked(items, scale, bands or {}, {})]


@given(st.permutations([line(of, of * 100, when=TODAY if of % 2 else WEEK) for of in range(1, 7)]))
def test_the_order_never_hangs_on_how_the_lines_came(items: list[Item]) -> None:
    assert order(PLAIN, items) == ["A5", "A3", "A1", "A6", "A4", "A2"]


def test_without_a_rate_each_currency_has_its_own_order_and_what_has_no_arr_stands_last() -> None:
    bare = Item(TODAY, "task", None, "", "t9", "", "", DAY)
    items = [bare, line(1, 900, "EUR"), line(2, 100, "EUR"), line(3, 500), line(4, 700), line(5, 1, "CHF")]
    assert order(PLAIN, items) == ["A4", "A3", "A5", "A1", "A2", ""]


def test_with_a_rate_they_stand_together() -> None:
    assert order(WITH_EURO, [line(1, 600, "EUR"), line(2, 650), line(3, 700)]) == ["A3", "A1", "A2"]


def test_risk_counts() -> None:
    bands = {1: Band.GREEN, 2: Band.YELLOW, 3: Band.RED, 4: Band.GREY}
    assert order(PLAIN, [line(of, 100) for of in (1, 2, 3, 4)], bands) == ["A3", "A2", "A4", "A1"]
    assert RISK[Band.RED] > RISK[Band.YELLOW] == RISK[Band.GREY] > RISK[Band.GREEN]


def ranks(cs: Program) -> list[tuple[int, str, int, float, str, bool]]:
    keys = ("rank", "account", "urgency", "ranked_arr", "ranked_currency", "converted")
    return [tuple(row[key] for key in keys) for row in cs.as_of(MONDAY, "today", "--json").rows]


def test_a_book_of_two_currencies_is_ranked_in_the_home_currency_once_a_rate_is_known(
    cs: Program, enter: Entries
) -> None:
    with enter:
        enter.contract("ACME", "2026-11-15", arr=50_000)
        enter.contract("LUMEN", "2026-11-15", arr=48_000, currency="EUR")
    assert ranks(cs) == [(1, "ACME", 10, 50_000, "USD", False), (2, "LUMEN", 10, 48_000, "EUR", False)]
    assert "Ranked within each currency, for lack of a rate: cs rates." in cs.as_of(MONDAY, "today").text
    assert cs.as_of(MONDAY, "rate", "add", "EUR", "1.10", "--on", "2026-11-20").code == 0
    assert ranks(cs) == [(1, "LUMEN", 10, 52_800, "USD", True), (2, "ACME", 10, 50_000, "USD", False)]
    assert "Ranked across currencies ≈ at recorded rates." in cs.as_of(MONDAY, "today").text
    assert "€48,000" in cs.as_of(MONDAY, "today").text
    said = cs.as_of(MONDAY, "why", "LUMEN").text
    assert "urgency 10 × ≈ $52,800 (€48,000 at the rate of 2026-11-20) × risk 2 (grey) = 1,056,000" in said
    assert ranks_before(cs, "2026-11-19") == ["USD", "EUR"]


def ranks_before(cs: Program, day: str) -> list[str]:
    """The currencies by which a day is ranked: a rate counts from its day on."""
    return [row["ranked_currency"] for row in cs.as_of(day, "today", "--json").rows]


def test_what_must_be_decided_today_comes_before_what_can_wait(cs: Program, enter: Entries) -> None:
    with enter:
        enter.contract("LATE", "2026-11-15", arr=50_000)
        enter.contract("TODAY", "2026-12-23", arr=20_000, auto=True, notice=30)
        enter.contract("NEXT", "2026-12-24", arr=20_000, auto=True, notice=30)
        enter.contract("SOON", "2026-12-25", arr=50_000, auto=True, notice=30)
    assert [(account, urgency) for _rank, account, urgency, *_rest in ranks(cs)] == [
        ("TODAY", 50), ("NEXT", 30), ("LATE", 10), ("SOON", 9),
    ]  # fmt: skip
    said = cs.as_of(MONDAY, "why", "TODAY").text
    assert "urgency 50 × $20,000 × risk 2 (grey) = 2,000,000" in said


def test_the_demo_begins_as_the_day_does(demo: Program) -> None:
    rows = demo.as_of(MONDAY, "today", "--json").rows
    assert [(row["account"], row["kind"]) for row in rows[:3]] == [
        ("PINECREST", "overdue"),
        ("ACME", "decide"),
        ("ACME", "task"),
    ]
    week = [row["account"] for row in rows if row["when"] == "week"]
    assert week.index("KESTREL") < week.index("TIDEWATER") < week.index("LUMEN")
    for when in ("today", "week"):
        products = [row["product"] for row in rows if row["when"] == when and row["ranked_currency"]]
        assert products == sorted(products, reverse=True)
    assert [row["rank"] for row in rows] == list(range(1, len(rows) + 1))
    for row in rows:
        assert row["product"] == pytest.approx(row["urgency"] * (row["ranked_arr"] or 1) * row["risk"])
