"""Sheets for writers with fixed pages: everything stands on its sheet, and every text fits the box it was given."""

from pathlib import Path

import pytest

from cs_cli.documents.layout import sizes
from cs_cli.documents.layout.compose import sheets
from cs_cli.documents.layout.frame import ARIAL, INTER, Box, Frame
from cs_cli.documents.layout.scene import Drawn, Group, Line, Rect, Table, Text, within
from cs_cli.documents.source.deck import INTERNAL, for_audience, plain
from cs_cli.documents.source.parse import parse

DECKS = sorted((Path(__file__).parent / "data" / "decks").glob("*.md"))
SHEETS = {
    "inter": Frame(face=INTER),
    "arial": Frame(face=ARIAL),
    "4:3": Frame(face=ARIAL, high=960, area=Box(64, 200, 1152, 680), title=Box(64, 40, 1152, 140), cover_room=1100),
    "narrow area": Frame(face=ARIAL, area=Box(320, 120, 880, 500), title=Box(320, 30, 700, 80)),
}
SLACK = 3.0


def deck_of(path):
    return for_audience(parse(path.read_text("utf-8"), path.name), INTERNAL)


def texts(sheet):
    for item in within((*sheet.items, *filter(None, (sheet.title, sheet.label, sheet.footer, sheet.number)))):
        if isinstance(item, Text):
            yield item


def text_high(text, face):
    def high(words):
        style = "semibold" if any(run.bold for run in words.runs) else words.style.weight
        room = (text.box.wide - words.inset) / sizes.SAFETY
        count = face.lines(plain(words.runs), words.style.size, room, style, words.style.tracking)
        return count * words.style.size * words.style.leading + words.above

    return sum(map(high, text.words))


@pytest.mark.parametrize("name", SHEETS)
@pytest.mark.parametrize("path", DECKS, ids=lambda path: path.stem)
def test_everything_stands_on_its_sheet(path, name):
    frame = SHEETS[name]
    for n, sheet in enumerate(sheets(deck_of(path), frame), 1):
        for item in within(sheet.items):
            if isinstance(item, Line):
                assert max(item.y1, item.y2) <= frame.high, (n, item)
                continue
            box = item.box
            assert box.x >= -SLACK, (n, item)
            assert box.x + box.wide <= 1280 + SLACK, (n, item)
            assert box.y >= -SLACK, (n, item)
            bottom = frame.area.y + frame.area.high if sheet.layout != "title" else frame.high
            assert box.y + box.high <= bottom + SLACK, (n, item)


@pytest.mark.parametrize("name", SHEETS)
@pytest.mark.parametrize("path", DECKS, ids=lambda path: path.stem)
def test_every_text_fits_its_box(path, name):
    frame = SHEETS[name]
    for n, sheet in enumerate(sheets(deck_of(path), frame), 1):
        for text in texts(sheet):
            assert text_high(text, frame.face) <= text.box.high + 6, (
                n,
                text.box,
                text.words[0].runs[:1],
                text.words[0].style,
            )


@pytest.mark.parametrize("path", DECKS, ids=lambda path: path.stem)
def test_no_table_is_higher_or_wider_than_its_place(path):
    for sheet in sheets(deck_of(path)):
        for table in (item for item in sheet.items if isinstance(item, Table)):
            assert sum(table.widths) == pytest.approx(table.box.wide)
            assert sum(table.heights) == pytest.approx(table.box.high)
            assert len(table.heights) == len(table.rows) + 1


SOURCE = """---
title: "T"
footer: "F"
---
<!-- section: Health -->
<!-- audience: internal -->
<!-- review: why -->
# Health is 85

::: health score=85 band=Healthy change="+6"
| Component | Score | Why |
|---|---:|---|
| Adoption | 91 | used |
:::

---
# People

::: stakeholders
| Name | Role | Influence | Stance |
|---|---|---|---|
| Jo Park | COO | high | supporter |
| Sam Ito | CFO | low | critic |
:::
"""


def words_of(sheet):
    return " ".join(plain(words.runs) for text in texts(sheet) for words in text.words)


def test_a_score_is_a_ring_beside_its_table():
    first, second = sheets(parse(SOURCE))
    ring = next(item for item in first.items if isinstance(item, Group))
    assert ring.alt == "Score 85 of 100; Healthy; +6"
    assert any(isinstance(item, Table) for item in first.items)
    map_ = next(item for item in second.items if isinstance(item, Group))
    assert map_.alt == "Jo Park: influence 5 of 5, stance 4.5 of 5; Sam Ito: influence 1 of 5, stance 1 of 5"


def test_what_is_internal_or_open_is_marked_on_its_page():
    first, second = sheets(parse(SOURCE))
    assert "Internal only" in words_of(first)
    assert "For review" in words_of(first)
    assert "Internal only" not in words_of(second)


def test_a_chart_stands_under_its_title():
    source = '# A\n\n::: chart bar title="Users"\n| M | U |\n|---|---:|\n| Jan | 5 |\n:::\n'
    (sheet,) = sheets(parse(source))
    title, drawn = sheet.items
    assert plain(title.words[0].runs) == "Users"
    assert isinstance(drawn, Drawn)
    assert drawn.box.y == title.box.y + 30


def test_cards_stand_on_a_surface_of_their_own():
    (sheet,) = sheets(parse("# A\n\n::: cards numbered\n### One\nSaid\n\n### Two\nMore\n:::\n"))
    surfaces = [item for item in sheet.items if isinstance(item, Rect)]
    assert [item.fill for item in surfaces] == ["surface", "surface"]
    assert surfaces[0].box.x + surfaces[0].box.wide < surfaces[1].box.x


NAMES = (
    "Société Générale d’Électrification et de Télécommunications de la Vallée",
    "北星机器人技术股份有限公司北星机器人技术股份有限公司",
    "نمر للبرمجيات والخدمات",
    "תוכנה ושירותים בע״מ",
    "🌻🌻 Brightside 🌻",
    "x" * 120,
)


def strange(name):
    rows = "\n".join(f"| {name} {n} | {name} | {n * 1000} | Late |" for n in range(40))
    dates = "\n".join(f"| 2026-{n:02}-01 | {name} | {name} | Late |" for n in range(1, 10))
    return f"""---
title: "{name}"
footer: "{name} · {name} · {name}"
---
<!-- layout: title -->
<!-- section: {name} -->
# {name} {name}

{name} {name}

::: facts
| Label | Value |
|---|---|
| {name} | {name} |
| B | {name} |
| C | {name} |
| D | {name} |
:::

---
<!-- section: {name} -->
# {name} {name} {name}

| What | Who | Count | Status |
|---|---|---:|---|
{rows}

---
# {name}

::: metrics
| M | V | C | S |
|---|---|---|---|
| {name} | {name} | {name} | good |
| {name} | 1 | {name} | risk |
| {name} | 1 | {name} |  |
| {name} | 1 | {name} | watch |
| {name} | 1 | {name} | watch |
:::

::: cards
### {name}
- {name} {name}

### {name}
- {name}
:::

---
# {name}

::: timeline today=2026-05-01
| Date | Milestone | Owner | Status |
|---|---|---|---|
{dates}
:::

---
<!-- layout: dark -->
# {name}

::: asks
| What | Who | By |
|---|---|---|
| {name} | {name} | {name} |
| {name} {name} | {name} | 1 Jan 2027 |
:::

::: signoff
| Name | Role | For |
|---|---|---|
| {name} | {name} | {name} |
| {name} | {name} | {name} |
:::

---
# {name}

::::: columns 7:5
::: chart line title="{name}"
| Month | {name} |
|---|---:|
| {name} | 0 |
:::
+++
::: callout risk
{name} {name} {name}
:::

> {name} {name}
>
> {name}
:::::

::: source
{name} {name} {name}
:::
"""


@pytest.mark.parametrize("frame", SHEETS)
@pytest.mark.parametrize("name", NAMES, ids=["long", "chinese", "arabic", "hebrew", "emoji", "unbroken"])
def test_strange_names_stay_on_their_sheets_and_in_their_boxes(name, frame):
    frame = SHEETS[frame]
    for n, sheet in enumerate(sheets(parse(strange(name)), frame), 1):
        bottom = frame.area.y + frame.area.high if sheet.layout != "title" else frame.high
        for item in within(sheet.items):
            if not isinstance(item, Line):
                assert item.box.y + item.box.high <= bottom + SLACK, (n, item)
        for text in texts(sheet):
            assert text_high(text, frame.face) <= text.box.high + 6, (
                n,
                text.box,
                text.words[0].runs[:1],
                text.words[0].style,
            )


@pytest.mark.parametrize(("room", "is_whole"), [(1152, True), (420, False)])
def test_a_bar_leaves_room_for_its_figure(room, is_whole):
    head = "| Objective | Before | Now | Target | By | Progress | Status |\n|---|---:|---:|---:|---|---:|---|\n"
    rows = "| Planning time of the whole plant | 8 h | 3.5 h | 4 h | 24 Sep 2026 | 113% | Done |\n"
    frame = Frame(face=ARIAL, area=Box(64, 42, room, 611))
    (sheet,) = sheets(parse(f"# A\n\n::: table bars=Progress\n{head}{rows}:::\n"), frame)
    table = next(item for item in sheet.items if isinstance(item, Table))
    figure = frame.face.width("113%", table.rows[0][5].words[0].style.size, "semibold")
    assert table.bar + figure <= table.widths[5] or table.bar == 24
    assert (table.bar == sizes.BAR_WIDTH) is is_whole
