"""A figure that a sum needs is on every screen: what is too wide is turned, a line for each figure."""

import re
from typing import Any

import pytest

TODAY = "2026-11-23"
YEAR = "2026"
Told = list[dict[str, str]]


def turned(lines: list[str], first: str) -> Told:
    """The figures of each column of a turned table, by their names; `first` is that of the first line of figures."""
    found: Told = []
    for place, line in enumerate(lines):
        if line.startswith(first):
            above = lines[place - 1]
            edges = [match.end() for match in re.finditer(r"\S+(?: \S+)*", above)]
            of_band: Told = [{"": above[:edge].split("  ")[-1].strip()} for edge in edges]
            for row in lines[place:]:
                if not (name := re.match(r"[A-Za-z]+(?: [a-z]+)?(?=  |$)", row)) or row.startswith("  "):
                    break
                starts = [name.end(), *edges]
                for told, start, edge in zip(of_band, starts, edges, strict=False):
                    told[name[0]] = row[start:edge].strip()
            found += of_band
    return found


def minor(said: str) -> int:
    """`-1,234.50` without its separators, nothing as 0, in hundredths."""
    return round(float(said.replace(",", "") or 0) * 100)


@pytest.mark.parametrize("columns", [60, 80])
@pytest.mark.parametrize("per", ["quarter", "month"])
def test_a_narrow_forecast_has_every_figure_of_its_sums(demo, on_terminal, columns, per):
    words = ("forecast", "--per", per, "--as-of", TODAY)
    lines = on_terminal(demo, *words, columns=columns).splitlines()
    assert all(len(line) <= columns for line in lines)
    assert not any("…" in line for line in lines[: lines.index(next(one for one in lines if "The range" in one))])
    found = turned(lines, "contracts")
    rows: list[dict[str, Any]] = [row for row in demo(*words, "--json").rows if row["contracts"]]
    assert len(found) == len(rows)
    names = {"at stake": "atr"} | {name: name for name in ("renewed", "lost", "commit", "likely", "risk", "uncalled")}
    for told, row in zip(found, rows, strict=True):
        shown = {name: minor(told.get(name, "")) / 100 for name in (*names, "low", "mid", "high")}
        assert shown == {name: row[key] for name, key in names.items()} | {n: row[n] for n in ("low", "mid", "high")}
        assert shown["low"] == shown["renewed"] + shown["commit"]
        assert shown["mid"] == shown["low"] + shown["likely"]
        assert shown["high"] == shown["mid"] + shown["risk"] + shown["uncalled"]


def test_what_is_at_risk_and_what_is_lost_are_on_a_narrow_screen(demo, on_terminal):
    lines = [line.split() for line in on_terminal(demo, "forecast", "--as-of", TODAY, columns=80).splitlines()]
    assert ["risk", "292,000"] in lines
    assert ["lost", "57,000"] in lines
    assert ["high", "499,360", "400,280", "518,120", "442,680"] in lines


def test_a_wide_forecast_has_a_line_for_each_period(demo, on_terminal):
    lines = [line.split() for line in on_terminal(demo, "forecast", "--as-of", TODAY, columns=100).splitlines()]
    assert [
        "Q1",
        "2027",
        "282,280",
        "54,000",
        "57,000",
        "48,000",
        "61,280",
        "62,000",
        "102,000",
        "163,280",
        "225,280",
    ] in (lines)


@pytest.mark.parametrize("more", ["--monthly", "--monthly --in USD", "--per owner", "--per segment"])
@pytest.mark.parametrize("columns", [60, 80])
def test_every_line_of_a_narrow_retention_adds_up(demo, on_terminal, more, columns):
    lines = on_terminal(demo, "retention", YEAR, *more.split(), "--as-of", TODAY, columns=columns).splitlines()
    assert all(len(line) <= columns for line in lines)
    found = turned(lines, "opening")
    assert len(found) >= 8
    moved = ("opening", "new", "returned", "expansion", "contraction", "churn", "fx")
    for told in found:
        assert sum(minor(told.get(name, "")) for name in moved) == minor(told["closing"]), told
        assert re.fullmatch(r"[0-9.]+%|n/a", told["NRR"])
        assert {"GRR", "logos", "accounts"} <= told.keys()
    assert any(told["churn"] for told in found)


def test_each_month_is_named_in_its_column(demo, on_terminal):
    lines = on_terminal(demo, "retention", YEAR, "--monthly", "--in", "USD", "--as-of", TODAY, columns=80).splitlines()
    found = turned(lines, "opening")
    assert [told[""] for told in found[:2]] == ["Jan 2026", "Feb 2026"]
    assert len(found) == 12


def test_a_long_name_is_shortened_where_it_heads_a_column(cs, enter, on_terminal):
    enter.account("ALPHA", segment="companies of the upper middle")
    enter.contract("ALPHA", "2026-03-01", arr=1_000)
    words = ("retention", YEAR, "--per", "segment", "--as-of", TODAY)
    assert "companies of…" in on_terminal(cs, *words, columns=60)


def test_no_row_is_no_fault(demo, on_terminal):
    assert "8 more: --all" in on_terminal(demo, "retention", "--per", "segment", "--limit", "0", columns=40)
