"""A deck as one HTML file that needs nothing else: styles, script and typeface within, no network reference.

A Content-Security-Policy admits exactly the style and the script written here, by their hashes; so nothing in the deck
carries a `style` attribute, and what a page needs of its own stands as a class in the one style element.
"""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files

from cs_cli.documents.layout.frame import INTER, SHEET, Frame, logo_box
from cs_cli.documents.layout.pages import Page, Place, pages
from cs_cli.documents.look.labels import ENGLISH, Labels, fill, labels_of
from cs_cli.documents.look.theme import DEFAULT, FILLS, LIGHT_FILLS, TONES, UNMEASURED, Theme
from cs_cli.documents.source.deck import Deck
from cs_cli.documents.writers.html_blocks import Blocks, flow, glyph, runs
from cs_cli.documents.writers.styles import Styles, rem
from cs_cli.documents.writers.typeface import faces

_ARCS = (
    '<svg class="arcs" viewBox="0 0 1280 720" aria-hidden="true"><g fill="none">'
    '<circle cx="1240" cy="150" r="206" class="disc"/><circle cx="1240" cy="150" r="292" class="rule"/>'
    '<circle cx="1240" cy="150" r="384" class="rule" opacity=".6"/>'
    '<path d="M1053 64A206 206 0 0 0 1240 356" class="l-c1" stroke-width="13" stroke-linecap="round"/>'
    '<path d="M948 150A292 292 0 0 0 1140 424" class="l-c2" stroke-width="4" stroke-linecap="round"/></g></svg>'
)
_MIME = {"png": "png", "jpeg": "jpeg", "svg": "svg+xml"}


@dataclass(frozen=True, slots=True)
class _Book:
    """What every page needs to know of the whole."""

    deck: Deck
    theme: Theme
    words: Labels
    blocks: Blocks
    count: int


def write_html(deck: Deck, theme: Theme = DEFAULT) -> str:
    """The deck as the text of one HTML file; give it what `for_audience` returned."""
    deck = theme.worn_by(deck)
    laid_out = pages(deck, _frame(theme))
    styles = Styles()
    book = _Book(deck, theme, labels_of(deck.about("lang", ENGLISH)), Blocks(styles), len(laid_out))
    body = [_page(page, n, book) for n, page in enumerate(laid_out, 1)]
    style = "".join((faces(deck), _tokens(theme), _asset("deck.css"), styles.css()))
    script = _asset("deck.js")
    tail = ("</main>", _help(book.words), f"<script>{script}</script>", "</body></html>", "")
    return "\n".join((*_head(book, style, script), *body, *tail))


def _frame(theme: Theme) -> Frame:
    """The usual sheet; for a typeface that nobody has measured, with more room for every word."""
    return SHEET._replace(face=INTER._replace(factor=UNMEASURED)) if theme.body or theme.heading else SHEET


def _head(book: _Book, style: str, script: str) -> tuple[str, ...]:
    deck, pictures = book.deck, "img-src data:; " if book.theme.logo else ""
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; font-src data:; "
        f"{pictures}base-uri 'none'; form-action 'none'"
    )
    return (
        f'<!doctype html>\n<html lang="{escape(deck.about("lang", ENGLISH))}"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{escape(deck.about('title') or book.words.document)}</title>",
        f"<style>{style}</style></head><body><main>",
    )


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


@cache
def _asset(name: str) -> str:
    return (files("cs_cli.documents.writers") / name).read_text("utf-8").strip()


@cache
def _tokens(theme: Theme) -> str:
    colours = "".join(f"--{'body-c' if name == 'body' else name}:{value};" for name, value in theme.colours.items())
    faces = (
        f"--heading:{_family(theme.heading, theme.body, 'Inter Display', 'Inter')};"
        f"--text:{_family(theme.body, 'Inter')};"
    )
    fills = "".join(f"svg .f-{name}{{fill:var(--{name})}}" for name in (*FILLS, "line", *TONES)
                    if name != "track")  # fmt: skip
    lines = "".join(f"svg .l-{name}{{stroke:var(--{name})}}svg .l-{name}.dot{{fill:var(--{name})}}"
                    f"svg .t-{name}{{fill:var(--{name})}}" for name in FILLS)  # fmt: skip
    return (
        f":root{{{colours}{faces}}}{fills}svg .f-track{{fill:var(--good)}}"
        f"{lines}{','.join(f'svg text.t-{name}' for name in sorted(LIGHT_FILLS))}{{fill:var(--body-c)}}"
    )


def _family(*names: str) -> str:
    """A list of typefaces, the first that there is to be taken."""
    return ",".join(f'"{name}"' for name in names if name)


def _page(page: Page, n: int, book: _Book) -> str:
    step = page.look.step
    look = book.blocks.styles.of(
        f"--body:{rem(step.body)};--card:{rem(step.card)};--table:{rem(step.table)};--pad:{rem(page.look.pad)};"
        f"--title:{rem(page.title_size)}"
    )
    layout = "cover" if page.is_cover else "dark" if page.slide.about("layout") == "dark" else "light"
    kinds = " ".join(("slide", layout, look, *(() if page.title else ("bare",))))
    book.blocks.head = "h2" if n == 1 else "h3"
    inner = _cover(page, n, book) if page.is_cover else _sheet(page, n, book)
    said = escape(fill(book.words.slide, n=n, count=book.count))
    return (
        f'<section class="{kinds}" id="slide-{n}" tabindex="-1" aria-label="{said}">'
        f'<div class="sheet">{inner}</div>{_notes(page, book.words)}</section>'
    )


def _sheet(page: Page, n: int, book: _Book) -> str:
    foot = f"<footer><span>{escape(book.deck.about('footer'), quote=False)}</span><span>{n}</span></footer>"
    content = "".join(book.blocks.html(place, page.look) for place in page.places)
    title = f"{_label(page)}{_title(page, n)}"
    return f'{_corner(page, book)}{title}<div class="content">{content}</div>{foot}'


def _corner(page: Page, book: _Book) -> str:
    """What stands at the upper right: that a slide is internal or for review, and the logo."""
    marks = (
        ("watch", page.slide.about("review"), book.words.for_review),
        ("risk", page.slide.is_internal, book.words.internal_only),
    )
    badges = "".join(
        f'<p class="badge {tone}">{glyph(tone)}{escape(said, quote=False)}</p>'
        for tone, wanted, said in marks
        if wanted
    )
    corner = f"{badges}{_logo(book, is_cover=False)}"
    return f'<div class="corner">{corner}</div>' if corner else ""


def _logo(book: _Book, *, is_cover: bool) -> str:
    logo = book.theme.logo
    if not logo:
        return ""
    box = logo_box(logo, is_cover=is_cover)
    size = book.blocks.styles.of(f"width:{rem(box.wide)};height:{rem(box.high)}")
    source = f"data:image/{_MIME[logo.kind]};base64,{b64encode(logo.data).decode()}"
    return f'<span class="plate"><img class="{size}" alt="{escape(book.words.logo)}" src="{source}"></span>'


def _label(page: Page) -> str:
    return f'<p class="label">{escape(page.label, quote=False)}</p>' if page.label else ""


def _title(page: Page, n: int) -> str:
    tag = "h1" if n == 1 else "h2"
    return f"<{tag}>{runs(page.slide.title) if _is_whole(page) else escape(page.title)}</{tag}>" if page.title else ""


def _is_whole(page: Page) -> bool:
    return page.title == "".join(run.text for run in page.slide.title)


def _cover(page: Page, n: int, book: _Book) -> str:
    def of(wanted: Callable[[str], bool]) -> list[Place]:
        return [place for place in page.places if wanted(place.block.kind)]

    said = "".join(flow(place.block.paras, "flow", book.blocks.head) for place in of(lambda kind: kind == "text"))
    rest = "".join(book.blocks.html(place, page.look) for place in of(lambda kind: kind != "text"))
    who = f"{_label(page)}{_title(page, n)}{said}"
    return f'{_ARCS}{_logo(book, is_cover=True)}<div class="who">{who}</div>{rest}'


def _notes(page: Page, words: Labels) -> str:
    paras = tuple(para for block in page.slide.notes for para in block.paras)
    said = escape(words.notes)
    return f'<aside class="notes" hidden aria-label="{said}">{flow(paras, "flow")}</aside>' if paras else ""


def _help(words: Labels) -> str:
    keys = (
        (words.key_next, words.next_slide), (words.key_previous, words.previous_slide),
        (words.key_ends, words.first_and_last), ("f", words.full_screen), ("n", words.speaker_notes),
        ("?", words.this_help),
    )  # fmt: skip
    rows = "".join(f"<dt>{escape(key)}</dt><dd>{escape(does)}</dd>" for key, does in keys)
    head = f'<h2 id="keys">{escape(words.keys)}</h2>'
    return f'<div class="progress"></div><dialog aria-labelledby="keys">{head}<dl>{rows}</dl></dialog>'
