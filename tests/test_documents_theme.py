"""A theme from a small file: a brand's colours made readable, its logo, its words."""

import struct
import subprocess
import sys
import zlib
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_cli.documents.look.contrast import NEEDS, contrast, readable
from cs_cli.documents.look.theme import COLOURS, DEFAULT
from cs_cli.documents.look.theme_file import BRAND, find_theme, load_theme
from cs_cli.documents.source.parse import parse
from cs_cli.documents.writers.html import write_html
from cs_cli.errors import ConfigError, NotFoundError

HEXES = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06X}")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 50"><path d="M0 0h200v50z" fill="#0055A4"/>{more}</svg>'
DECK = """<!-- layout: title -->
# Cover
---
# Page

Text
---
<!-- audience: internal -->
<!-- layout: dark -->
# Dark
"""


def png(wide, high):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\x20\x50\xd9" * wide for _ in range(high))
    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffc0000b080032007801011100ffd9")


@pytest.fixture
def theme(tmp_path):
    """The theme that a file of this text describes, and what was told about it."""

    def made(text, **files):
        for name, data in files.items():
            (tmp_path / name.replace("_", ".")).write_bytes(data if isinstance(data, bytes) else data.encode())
        (tmp_path / "brand.toml").write_text(text, "utf-8")
        told = []
        return load_theme(tmp_path / "brand.toml", told.append), told

    return made


def failures(colours):
    return [
        (name, other)
        for name, needs in NEEDS.items()
        for other, least in needs
        if contrast(colours[name], colours.get(other, other)) < least
    ]


def test_contrast_is_the_one_of_wcag():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast("#FFFFFF", "#777777") == contrast("#777777", "#FFFFFF")


def test_our_own_colours_can_be_read_as_they_are():
    assert failures(COLOURS) == []
    assert readable(COLOURS) == COLOURS


@given(HEXES, HEXES, HEXES)
def test_any_colours_of_a_brand_end_readable(primary, accent, dark):
    brand = {**BRAND["primary"](primary), **BRAND["accent"](accent), **BRAND["dark"](dark)}
    assert failures(readable({**COLOURS, **brand})) == []


@given(st.dictionaries(st.sampled_from(sorted(set(COLOURS) - {"white", "on-light"})), HEXES))
def test_any_single_colours_end_readable(chosen):
    assert failures(readable({**COLOURS, **chosen})) == []


def test_a_brand_is_three_colours_and_a_change_is_told(theme):
    made, told = theme('[colours]\nprimary = "#0055a4"\naccent = "#fc0"\ndark = "#1b1b3a"\nrisk = "#990000"\n')
    assert (made.colours["c1"], made.colours["navy"], made.colours["risk"]) == ("#0055A4", "#1B1B3A", "#990000")
    assert contrast(made.colours["c2"], "#FFFFFF") >= 3
    assert [line.partition("brand.toml: ")[2].partition(" is ")[0] for line in told] == [
        "c2 #FFCC00 cannot be read on its ground; it"
    ]


def test_a_theme_says_fonts_footer_language_and_logo(theme):
    text = 'lang = "de"\nfooter = "Brightline GmbH"\nlogo = "logo.png"\n[fonts]\nheading = "Brand Sans"\n'
    made, told = theme(text, logo_png=png(40, 10))
    assert (made.lang, made.footer, made.heading, made.body) == ("de", "Brightline GmbH", "Brand Sans", "")
    assert (made.logo.kind, made.logo.wide, made.logo.high) == ("png", 40, 10)
    assert told == []


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("logo_png", png(40, 10), ("png", 40, 10)),
        ("logo_jpg", JPEG, ("jpeg", 120, 50)),
        ("logo_svg", SVG.replace("{more}", ""), ("svg", 200, 50)),
        ("logo_svg", '<svg xmlns="http://www.w3.org/2000/svg" width="30px" height="9px"/>', ("svg", 30, 9)),
    ],
)
def test_a_logo_is_known_by_its_first_bytes(theme, name, data, said):
    made, _ = theme(f'logo = "{name.replace("_", ".")}"\n', **{name: data})
    assert (made.logo.kind, made.logo.wide, made.logo.high) == said


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"GIF89a", "is no picture that I know"),
        (b"", "is no picture that I know"),
        (b"\x89PNG\r\n\x1a\n", "does not say how large it is"),
        (b"\xff\xd8\xff\xd9", "does not say how large it is"),
        (b"\xff\xd8\xff\xe0\x00\x04xx", "does not say how large it is"),
        ('<svg xmlns="http://www.w3.org/2000/svg"/>', "does not say how large it is"),
        (png(10, 10) + b"\0" * 1_000_000, "is larger than 1 MB"),
        ("<svg", "logo.x: "),
        (SVG.replace("{more}", "<script>alert(1)</script>"), "more in it than a picture"),
        (SVG.replace("{more}", '<path onload="x()"/>'), "more in it than a picture"),
        (SVG.replace("{more}", '<image href="https://example.com/x.png"/>'), "more in it than a picture"),
        (SVG.replace("{more}", '<path fill="url(http://example.com/a)"/>'), "more in it than a picture"),
        (SVG.replace("{more}", "<style>@import 'x'</style>"), "more in it than a picture"),
        (SVG.replace("{more}", "<foreignObject/>"), "more in it than a picture"),
        (SVG.replace("{more}", '<?xml-stylesheet href="x"?>'), "more in it than a picture"),
        ('<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.replace("{more}", "<text>&a;</text>"), "more in it than a picture"),
    ],
)
def test_what_is_no_logo_is_refused(theme, data, said):
    with pytest.raises(ConfigError) as caught:
        theme('logo = "logo.x"\n', logo_x=data)
    assert said in caught.value.sentence


def test_a_picture_within_an_svg_may_be_part_of_it(theme):
    held = f'<image href="data:image/png;base64,{b64encode(png(2, 2)).decode()}"/><use href="#a"/><!-- a logo -->'
    made, _ = theme('logo = "a.svg"\n', a_svg=SVG.replace("{more}", held))
    assert made.logo.kind == "svg"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[colours\n", "line 1"),
        ('colors = "red"\n', 'no key "colors"'),
        ('colours = "red"\n', "colours is no section"),
        ('[colours]\npink = "#F0F"\n', 'no colour "pink"'),
        ('[colours]\nwhite = "#F0F"\n', 'no colour "white"'),
        ('[colours]\nprimary = "red"\n', "colours.primary 'red' is no colour"),
        ("[colours]\nprimary = 3\n", "colours.primary 3 is no colour"),
        ('[colours]\nprimary = "#12345"\n', "is no colour"),
        ('[fonts]\nbody = "x;}"\n', "fonts.body 'x;}' is no typeface"),
        ('[fonts]\ntitle = "Arial"\n', "fonts.title 'Arial' is no typeface"),
        ("footer = 3\n", "footer 3 is no line of text"),
        ('footer = "a\\nb"\n', "is no line of text"),
        ('lang = "deutsch!"\n', 'lang "deutsch!" is no language'),
    ],
)
def test_a_fault_in_a_theme_is_named_with_its_file_and_key(theme, text, said):
    with pytest.raises(ConfigError, match=r"brand\.toml") as caught:
        theme(text)
    assert said in caught.value.sentence
    assert caught.value.hints


def test_a_logo_that_is_not_there_is_an_error(theme):
    with pytest.raises(NotFoundError, match=r"nowhere\.png cannot be read"):
        theme('logo = "nowhere.png"\n')


def test_a_theme_is_found_by_its_name_or_its_path(tmp_path):
    (tmp_path / "themes").mkdir()
    with pytest.raises(NotFoundError, match='no theme "acme"') as caught:
        find_theme("acme", tmp_path)
    assert str(tmp_path / "themes" / "NAME.toml") in caught.value.hints[0]
    own = tmp_path / "themes" / "acme.toml"
    own.write_text("")
    assert find_theme("acme", tmp_path) == own
    assert find_theme(str(own), tmp_path / "elsewhere") == own
    with pytest.raises(NotFoundError) as caught:
        find_theme("other", tmp_path)
    assert caught.value.hints == ("There are acme",)


def test_a_page_wears_its_theme(theme):
    made, _ = theme(
        'lang = "de"\nfooter = "Brightline"\nlogo = "logo.svg"\n'
        '[colours]\nprimary = "#7A1FA2"\n[fonts]\nbody = "Brand"\n',
        logo_svg=SVG.replace("{more}", ""),
    )
    page = write_html(parse('---\nfooter: "Acme"\n---\n' + DECK), made)
    assert '<html lang="de">' in page
    assert "--c1:#7A1FA2;" in page
    assert "Acme · Brightline" in page
    assert "Nur intern" in page
    assert '--text:"Brand","Inter"' in page
    assert page.count("data:image/svg+xml;base64,") == 3
    assert "img-src data:" in page


def test_the_language_of_the_deck_comes_before_that_of_the_theme(theme):
    made, _ = theme('lang = "de"\n')
    assert '<html lang="fr">' in write_html(parse("---\nlang: fr\n---\n# A\n"), made)


def test_without_a_theme_there_is_no_picture_in_the_policy():
    assert "img-src" not in write_html(parse(DECK), DEFAULT)


def test_a_theme_loads_no_xml_library_where_its_logo_is_none():
    code = "import sys, cs_cli.documents.look.theme_file; sys.exit('lxml' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
