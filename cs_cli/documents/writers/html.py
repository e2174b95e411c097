"""A deck as one HTML file that needs nothing else: styles, script and typeface within, no network reference.

A Content-Security-Policy admits exactly the style and the script written here, by their hashes; so nothing in the deck
carries a `style` attribute, and what a page needs of its own stands as a class in the one style element.
"""

from base64 import b64encode
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files

from cs_cli.documents import theme
from cs_cli.documents.deck import Deck
from cs_cli.documents.pages import Page, Place, pages
from cs_cli.documents.writers.html_blocks import Blocks, flow, runs
from cs_cli.documents.writers.styles import Styles, rem
from cs_cli.documents.writers.typeface import faces

_ARCS = (
    '<svg class="arcs" viewBox="0 0 1280 720" aria-hidden="true"><g fill="none">'
    '<circle cx="1240" cy="150" r="206" fill="#13264A"/><circle cx="1240" cy="150" r="292" stroke="#31456B"/>'
    '<circle cx="1240" cy="150" r="384" stroke="#31456B" opacity=".6"/>'
    '<path d="M1053 64A206 206 0 0 0 1240 356" stroke="#2350D9" stroke-width="13" stroke-linecap="round"/>'
    '<path d="M948 150A292 292 0 0 0 1140 424" stroke="#E0791B" stroke-width="4" stroke-linecap="round"/></g></svg>'
)
_KEYS = (
    ("→ ↓ Space Page Down", "next slide"), ("← ↑ Page Up", "previous slide"), ("Home, End", "first and last slide"),
    ("f", "full screen"), ("n", "speaker notes, in an internal deck"), ("?", "this help"),
)  # fmt: skip


def write_html(deck: Deck) -> str:
    """The deck as the text of one HTML file; give it what `for_audience` returned."""
    laid_out = pages(deck)
    styles = Styles()
    blocks = Blocks(styles)
    body = [_page(page, n, len(laid_out), deck, blocks) for n, page in enumerate(laid_out, 1)]
    style = "".join((faces(deck), _tokens(), _asset("deck.css"), styles.css()))
    script = _asset("deck.js")
    return "\n".join((*_head(deck, style, script), *body, _help(), f"<script>{script}</script>", "</body></html>", ""))


def _head(deck: Deck, style: str, script: str) -> tuple[str, ...]:
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; font-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        f'<!doctype html>\n<html lang="{escape(deck.about("lang", "en"))}"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{escape(deck.about('title') or 'Document')}</title>",
        f"<style>{style}</style></head><body>",
    )


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


@cache
def _asset(name: str) -> str:
    return (files("cs_cli.documents.writers") / name).read_text("utf-8").strip()


@cache
def _tokens() -> str:
    colours = "".join(f"--{'body-c' if name == 'body' else name}:{value};" for name, value in theme.COLOURS.items())
    fills = "".join(f"svg .f-{name}{{fill:var(--{name})}}" for name in (*theme.FILLS, "line", *theme.TONES)
                    if name != "track")  # fmt: skip
    lines = "".join(f"svg .l-{name}{{stroke:var(--{name})}}svg .l-{name}.dot{{fill:var(--{name})}}"
                    f"svg .t-{name}{{fill:var(--{name})}}" for name in theme.FILLS)  # fmt: skip
    return (
        f":root{{{colours}}}{fills}svg .f-track{{fill:var(--good)}}svg .f-c2.end,svg text.t-c2{{fill:#A35200}}{lines}"
    )


def _page(page: Page, n: int, count: int, deck: Deck, blocks: Blocks) -> str:
    step = page.look.step
    look = blocks.styles.of(
        f"--body:{rem(step.body)};--card:{rem(step.card)};--table:{rem(step.table)};--pad:{rem(page.look.pad)};"
        f"--title:{rem(page.title_size)}"
    )
    layout = "cover" if page.is_cover else "dark" if page.slide.about("layout") == "dark" else "light"
    kinds = " ".join(("slide", layout, look, *(() if page.title else ("bare",))))
    inner = _cover(page, n, blocks) if page.is_cover else _sheet(page, n, deck, blocks)
    return (
        f'<section class="{kinds}" id="slide-{n}" tabindex="-1" aria-label="Slide {n} of {count}">'
        f'<div class="sheet">{inner}</div>{_notes(page)}</section>'
    )


def _sheet(page: Page, n: int, deck: Deck, blocks: Blocks) -> str:
    foot = f"<footer><span>{escape(deck.about('footer'), quote=False)}</span><span>{n}</span></footer>"
    content = "".join(blocks.html(place, page.look) for place in page.places)
    return f'{_badge(page)}{_label(page)}{_title(page, n)}<div class="content">{content}</div>{foot}'


def _badge(page: Page) -> str:
    return '<p class="badge">■ Internal only</p>' if page.slide.is_internal else ""


def _label(page: Page) -> str:
    return f'<p class="label">{escape(page.label, quote=False)}</p>' if page.label else ""


def _title(page: Page, n: int) -> str:
    tag = "h1" if n == 1 else "h2"
    return f"<{tag}>{runs(page.slide.title) if _is_whole(page) else escape(page.title)}</{tag}>" if page.title else ""


def _is_whole(page: Page) -> bool:
    return page.title == "".join(run.text for run in page.slide.title)


def _cover(page: Page, n: int, blocks: Blocks) -> str:
    def of(wanted: Callable[[str], bool]) -> list[Place]:
        return [place for place in page.places if wanted(place.block.kind)]

    said = "".join(flow(place.block.paras, "flow") for place in of(lambda kind: kind == "text"))
    rest = "".join(blocks.html(place, page.look) for place in of(lambda kind: kind != "text"))
    return f'{_ARCS}<div class="who">{_label(page)}{_title(page, n)}{said}</div>{rest}'


def _notes(page: Page) -> str:
    paras = [para for block in page.slide.notes for para in block.paras]
    return (
        f'<aside class="notes" hidden aria-label="Speaker notes">{flow(tuple(paras), "flow")}</aside>' if paras else ""
    )


def _help() -> str:
    keys = "".join(f"<dt>{key}</dt><dd>{does}</dd>" for key, does in _KEYS)
    return f'<div class="progress"></div><dialog aria-labelledby="keys"><h2 id="keys">Keys</h2><dl>{keys}</dl></dialog>'
