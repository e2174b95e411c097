import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_cli.documents.layout import sizes
from cs_cli.documents.layout.pages import pages
from cs_cli.documents.layout.timeline import milestones
from cs_cli.documents.look import theme
from cs_cli.documents.source.deck import plain
from cs_cli.documents.source.parse import parse


def of(source):
    return pages(parse(source))


def rows(count, text="Row {n}"):
    body = "\n".join(f"| {text.format(n=n)} | Owner {n} |" for n in range(count))
    return f"# Title\n\n| Action | Owner |\n|---|---|\n{body}\n"


def held(found):
    """The first cells of the tables on each page."""
    return [[plain(row[0]) for place in page.places for row in place.block.rows] for page in found]


def bottom(page):
    """Where the last block of a page ends, from the top of the sheet."""
    label = theme.LABEL_LINE + theme.LABEL_GAP if page.slide.about("section") else 0
    need = sizes.stack([place.block for place in page.places], theme.ROOM, page.look).least
    return theme.TOP + label + page.title_size * theme.TITLE_LINE + theme.TITLE_GAP + need


@pytest.mark.parametrize(("count", "parts"), [(1, 1), (14, 1), (40, 4), (120, 11)])
def test_a_long_table_goes_on_over_further_pages_each_row_once(count, parts):
    found = of(rows(count))
    assert abs(len(found) - parts) <= 1
    assert [cell for page in held(found) for cell in page] == [f"Row {n}" for n in range(count)]
    assert [(page.part, page.parts) for page in found] == [(n + 1, len(found)) for n in range(len(found))]


def test_the_parts_of_a_table_are_of_even_length_and_have_the_same_columns():
    found = of(rows(40))
    counts = [len(page) for page in held(found)]
    assert max(counts) - min(counts) <= len(found)
    assert len({place.block.option("widths") for page in found for place in page.places}) == 1


def test_no_row_stands_alone_on_a_page_between_other_blocks():
    for lines in range(8, 30):
        said = "\n\n".join(f"Line {n}" for n in range(lines))
        found = of(f"# T\n\n{said}\n\n| A | B |\n|---|---|\n| 1 | x |\n| 2 | x |\n| 3 | x |\n\nThe end\n")
        tables = [len(place.block.rows) for page in found for place in page.places if place.block.rows]
        assert tables == [3], lines


def test_the_last_row_of_a_table_has_company():
    for lines in range(12):
        said = "\n\n".join(f"Line {n}" for n in range(lines))
        counts = [len(page) for page in held(of(f"{rows(34)}\n{said}\n"))]
        assert 1 not in counts, lines


def test_cards_rather_hold_larger_type_than_stand_high():
    card = "### Head\n" + "\n\n".join("Some words that say what fell short" for _ in range(7))
    tiles = "::: metrics\n| Measure | Value |\n|---|---|\n| Users | 5 |\n| Seats | 5 |\n:::"
    (page,) = of(f"# Title\n\n{tiles}\n\n::: cards\n{card}\n\n{card}\n:::\n")
    assert page.look.step == theme.STEPS[0]


@pytest.mark.parametrize(("count", "share"), [(1, 0.5), (2, 0.5), (3, 1 / 3), (4, 0.25)])
def test_the_line_over_a_lone_tile_does_not_cross_the_slide(count, share):
    tiles = "\n".join(f"| Tile {n} | {n} |" for n in range(count))
    (page,) = of(f"# T\n\n::: metrics\n| Measure | Value |\n|---|---|\n{tiles}\n:::\n")
    _, wide = sizes.tile_room(page.places[0].block, theme.ROOM)
    assert wide == pytest.approx((theme.ROOM + theme.TILE_GAP) * share - theme.TILE_GAP)


def test_few_rows_are_set_larger_than_many():
    few, many = of(rows(3))[0], of(rows(16))[0]
    assert few.look.step.table > many.look.step.table
    assert few.look.pad > many.look.pad


@pytest.mark.parametrize(
    "source",
    [
        rows(
            40,
            "A rather long subject that wraps in its cell as it goes on and on and on, number {n}, until it needs some",
        ),
        "# T\n\n" + "\n\n".join(f"Paragraph {n} " + "word " * 60 for n in range(12)),
        "# T\n\n" + "word " * 1500,
        "# T\n\n" + "x" * 9000,
        "# T\n\n::: cards\nBefore all\n" + "- line of text\n" * 40 + ":::\n",
        "# T\n\n" + "\n".join(f"- item {n} " + "word " * 12 for n in range(40)),
        "# T\n\n::: cards\n" + "\n".join(f"### Card {n}\n" + "- a line of text\n" * 12 for n in range(6)) + "\n:::\n",
        "# T\n\n::: metrics\n| M | V | C | S |\n|---|---|---|---|\n"
        + "\n".join(f"| M{n} | {n} | c | |" for n in range(40))
        + "\n:::\n",
        "# T\n\n::: callout\n"
        + "\n\n".join("word " * 50 for _ in range(9))
        + "\n:::\n\n::: chart line\n| a | b |\n|---|---|\n| x | 1 |\n:::\n",
        "# T\n\n::: chart hbar\n| a | b |\n|---|---|\n" + "\n".join(f"| n{n} | {n} |" for n in range(60)) + "\n:::\n",
        "<!-- layout: dark -->\n# T\n\n::: asks\n| Ask | Owner | By |\n|---|---|---|\n"
        + "\n".join(f"| Ask {n} | me | now |" for n in range(12))
        + "\n:::\n",
        "# T\n\n::::: columns\n"
        + rows(30).split("\n\n", 1)[1]
        + "\n+++\n"
        + rows(30).split("\n\n", 1)[1]
        + "\n:::::\n",
        "# T\n\n> " + "quoted " * 400 + "\n>\n> by whom\n",
        "# T\n\n```\n" + "code\n" * 90 + "```\n",
        "# T\n\n::: signoff\n| N | R |\n|---|---|\n"
        + "| a | b |\n" * 9
        + ":::\n\n::: facts\n| L | V |\n|---|---|\n"
        + "| a | b |\n" * 9
        + ":::\n",
    ],
)
def test_what_is_too_much_for_a_page_goes_on_and_no_page_overflows(source):
    found = of(source)
    assert len(found) > 1
    assert all(bottom(page) <= theme.BOTTOM + 0.5 for page in found)


def test_every_word_of_a_divided_text_is_there_once():
    source = "# T\n\n" + " ".join(f"w{n}" for n in range(1500))
    said = " ".join(para.text for page in of(source) for place in page.places for para in place.block.paras)
    assert said.split() == [f"w{n}" for n in range(1500)]


@given(
    st.lists(st.sampled_from(["text", "table", "metrics", "cards", "chart", "callout"]), min_size=1, max_size=6),
    st.integers(0, 30),
)
def test_any_mixture_of_blocks_is_laid_out_within_its_pages(kinds, count):
    made = {
        "text": "word " * 20 * (count + 1),
        "table": rows(count).split("\n\n", 1)[1],
        "callout": "::: callout\nSaid\n:::",
        "metrics": "::: metrics\n| M | V |\n|---|---|\n" + "".join(f"| a{n} | {n} |\n" for n in range(count)) + ":::",
        "cards": "::: cards\n" + "".join(f"### C{n}\nwords\n" for n in range(count % 7)) + ":::",
        "chart": "::: chart bar\n| a | b |\n|---|---|\n" + "".join(f"| a{n} | {n} |\n" for n in range(count)) + ":::",
    }
    for page in of("# T\n\n" + "\n\n".join(made[kind] for kind in kinds)):
        assert bottom(page) <= theme.BOTTOM + 0.5


def test_a_title_is_one_line_then_smaller_then_two_lines_then_shortened():
    def title(text):
        return of(f"# {text}\n")[0]

    assert title("Short").title_size == 36
    assert (
        title("A title of middling length that is just a little too wide for the largest type of all").title_size == 33
    )
    long = title("word " * 30)
    assert long.title.endswith("word")
    absurd = title("word " * 200)
    assert absurd.title.endswith("…")
    assert absurd.title_size == theme.TITLE_SIZES[-1]


def test_the_name_on_a_title_page_is_as_large_as_three_lines_allow():
    def size(name):
        return of(f"<!-- layout: title -->\n# {name}\n\nSaid\n")[0].title_size

    assert size("Acme") == 64 > size("Worshipful Company of Lighthouse Keepers, Semaphore and Signal Trustees, Limited")
    assert of("<!-- layout: title -->\n# " + "Name " * 99)[0].title.endswith("…")


@pytest.mark.parametrize(
    "kind", ["metrics", "chart bar", "asks", "signoff", "facts", "timeline", "objectives", "health", "table"]
)
def test_a_block_without_rows_says_so(kind):
    (page,) = of(f'# T\n\n::: {kind} title="Users"\n| a | b |\n|---|---|\n:::\n')
    assert page.places[0].block.paras[0].text == "Users: nothing recorded yet."


def timeline(*dates, **options):
    said = " ".join(f"{key}={value}" for key, value in options.items())
    body = "\n".join(f"| {on} | What happens on a day {n} | Owner | Done |" for n, on in enumerate(dates))
    return (
        of(f"# T\n\n::: timeline {said}\n| Date | Milestone | Owner | Status |\n|---|---|---|---|\n{body}\n:::\n")[0]
        .places[0]
        .block
    )


def test_few_dates_are_drawn_in_order_on_a_line():
    block = timeline("2026-05-01", "2026-01-01", today="2026-03-01")
    assert block.kind == "timeline"
    assert [milestone.on.isoformat() for milestone in milestones(block)] == ["2026-01-01", "2026-05-01"]


@pytest.mark.parametrize(
    "dates",
    [
        [f"2026-01-{n:02d}" for n in range(1, 12)],
        ["2026-01-01", *(f"2026-12-0{n}" for n in range(1, 9))],
        ["2026-01-01", "soon"],
    ],
)
def test_many_crowded_or_undated_milestones_are_a_table_with_readable_dates(dates):
    block = timeline(*dates)
    assert block.kind == "table"
    assert plain(block.rows[0][0]) == "1 Jan 2026"


def test_objectives_and_health_are_tables_with_bars():
    (page,) = of(
        "# T\n\n::: objectives\n| Objective | Measure | Progress |\n|---|---|---:|\n| Cut cost | $ | 112% |\n:::\n"
    )
    assert [plain(cell) for cell in page.places[0].block.rows[0]] == ["Cut cost\n$", "112%"]
    (page,) = of("# T\n\n::: objectives\n| Goal | Progress |\n|---|---:|\n| Cut cost | 112% |\n:::\n")
    assert sizes.is_bar(page.places[0].block, 1)
    (page,) = of("# T\n\n::: health\n| Component | Score |\n|---|---:|\n| Use | 91 |\n:::\n")
    assert sizes.is_bar(page.places[0].block, 1)


@pytest.mark.parametrize(("widths", "shares"), [("30,70", [0.3, 0.7]), ("1,1", [0.5, 0.5])])
def test_columns_are_as_wide_as_asked(widths, shares):
    (page,) = of(f'# T\n\n::: table widths="{widths}"\n| a | b |\n|---|---|\n| 1 | 2 |\n:::\n')
    found = sizes.column_widths(page.places[0].block, 1000, page.look)
    assert [width / 1000 for width in found] == pytest.approx(shares)


@given(st.lists(st.text(max_size=60), min_size=1, max_size=14))
def test_columns_always_fill_the_room(cells):
    clean = [cell.replace("|", "").replace("\\", "") or "x" for cell in cells]
    header = " | ".join("h" for _ in clean)
    block = parse(f"| {header} |\n|{'---|' * len(clean)}\n| {' | '.join('x' for _ in clean)} |\n").slides[0].blocks[0]
    assert sum(sizes.column_widths(block, 1152, sizes.Look(theme.STEPS[0], 9))) == pytest.approx(1152)


def test_a_source_line_never_has_a_page_to_itself():
    for count in range(15, 60):
        rows = "".join(f"| Row {n} | x |\n" for n in range(count))
        found = of(f"# T\n\n| A | B |\n|---|---|\n{rows}\n::: source\nFrom the record\n:::\n")
        assert [place.block.kind for place in found[-1].places] == ["table", "source"]
