"""A deck as a PDF for reading and printing: tagged (PDF/UA-1), one slide a page, set by typst without a network."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cs_cli.documents.layout.compose import sheets
from cs_cli.documents.layout.frame import INTER, SHEET, logo_box
from cs_cli.documents.look.labels import ENGLISH, labels_of
from cs_cli.documents.look.theme import DEFAULT, UNMEASURED, WIDTH, Theme
from cs_cli.documents.source.deck import Deck
from cs_cli.documents.writers.typesetting import Setter, length, literal, whole_text
from cs_cli.errors import BadDataError, ConfigError

if TYPE_CHECKING:
    import typst

_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{2}))?(?:[-_].*)?", re.IGNORECASE)
_MISSING = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
_UNKNOWN = re.compile(r"unknown font family: (.+)")
_STANDARD = "ua-1"
_SHOWN = 12
_BESIDE_LOGO = 20.0


def write_pdf(deck: Deck, theme: Theme = DEFAULT, tell: Callable[[str], object] | None = None) -> bytes:
    """The deck as a PDF file; give it what `for_audience` returned.

    `tell` hears what its maker should know: characters that no typeface here has, a typeface that is not here. Raises
    ConfigError where typst is not installed.
    """
    deck = theme.worn_by(deck)
    face = INTER._replace(factor=UNMEASURED) if theme.body or theme.heading else INTER
    corner = logo_box(theme.logo, is_cover=False).wide + _BESIDE_LOGO if theme.logo else 0.0
    frame = SHEET._replace(face=face, corner=corner)
    laid_out = sheets(deck, frame)
    setter = Setter(theme, labels_of(deck.about("lang", ENGLISH)), face)
    pages = "\n".join(setter.pages(laid_out, frame.high))
    outside = _outside(whole_text(laid_out)) or bool(theme.body or theme.heading)
    data, remarks = _compiled(f"{_preamble(deck, setter)}\n{pages}\n", deck, is_wide=outside)
    if tell:
        for remark in remarks:
            tell(remark)
    return data


def _preamble(deck: Deck, setter: Setter) -> str:
    lang, region = _language(deck)
    title = deck.about("title") or setter.words.document
    author = f"({literal(deck.about('author'))},)" if deck.about("author") else "()"
    day = _day(deck)
    created = f"datetime(year: {day.year}, month: {day.month}, day: {day.day})" if day else "none"
    return (
        f"#set document(title: {literal(title)}, author: {author}, date: {created})\n"
        f"#set page(width: {length(WIDTH)}, margin: 0pt)\n"
        f"#set text(lang: {literal(lang)}, region: {region}, hyphenate: false, number-width: auto)\n"
        "#set par(leading: 0pt, spacing: 0pt)\n#set block(spacing: 0pt)\n#show heading: it => it.body"
    )


def _language(deck: Deck) -> tuple[str, str]:
    """Language and region as typst wants them; English where the front matter says no such code."""
    found = _LANGUAGE.fullmatch(deck.about("lang", ENGLISH))
    if not found:
        return ENGLISH, "none"
    return found[1].lower(), literal(found[2].upper()) if found[2] else "none"


def _day(deck: Deck) -> date | None:
    try:
        return date.fromisoformat(deck.about("as_of"))
    except ValueError:
        return None


def _compiled(source: str, deck: Deck, *, is_wide: bool) -> tuple[bytes, list[str]]:
    """The file, and what is to be said of it; a character that no typeface has costs it the mark of PDF/UA only."""
    typst = _typst()
    day = _day(deck)
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC) if day else 0
    compiler = typst.Compiler(font_paths=_fonts(is_wide=is_wide), root=str(_folder()))
    made: dict[str, Any] = {"input": source.encode(), "format": "pdf", "timestamp": moment}
    remarks: list[str] = []
    try:
        data, warnings = compiler.compile_with_warnings(pdf_standards=[_STANDARD], **made)
    except typst.TypstError as error:
        missing = [said for said in dict.fromkeys(_MISSING.findall(error.diagnostic)) if not said.startswith("\\")]
        remarks += [_missing_said(missing)] if missing else []
        data, warnings = _unmarked(compiler, made)
    unknown = dict.fromkeys(found[1] for one in warnings if (found := _UNKNOWN.search(one.message)))
    remarks += [f"The typeface {name} is not on this machine; the PDF is set in Inter." for name in unknown]
    return bytes(data), remarks


def _unmarked(compiler: Any, made: dict[str, Any]) -> tuple[bytes, list[Any]]:  # noqa: ANN401  typst has no types
    """The file without the mark of PDF/UA. Raises BadDataError for what typst cannot read, such as a broken logo."""
    try:
        data, warnings = compiler.compile_with_warnings(**made)
    except _typst().TypstError as error:
        said = str(error.diagnostic).strip().splitlines()
        raise BadDataError(
            f"the PDF cannot be made: {said[0] if said else 'typst refused it'}",
            "A logo may be broken: open it, save it again; or make FILE.html and print it.",
        ) from error
    return bytes(data), warnings


def _missing_said(missing: list[str]) -> str:
    shown = " ".join(missing[:_SHOWN]) + (" …" if missing[_SHOWN:] else "")
    return (
        f"No typeface on this machine has {shown}: the PDF shows empty boxes there. Install one that has them, "
        "such as Noto Sans CJK or Noto Color Emoji."
    )


def _typst() -> Any:  # noqa: ANN401  a module
    try:
        import typst  # noqa: PLC0415  only for PDF, and only where it is installed
    except ImportError as error:
        raise ConfigError(
            "a PDF needs typst, which is not installed",
            "pip install 'cs-cli[pdf]', or make FILE.html, open it and print it",
        ) from error
    return typst


def _folder() -> Path:
    return Path(str(files("cs_cli.documents"))) / "fonts"


@cache
def _fonts(*, is_wide: bool) -> "typst.Fonts":
    """The typefaces to choose from: ours, and the machine's only where a text leaves ours."""
    return _typst().Fonts(include_system_fonts=is_wide, font_paths=[str(_folder())])  # type: ignore[no-any-return]


@cache
def _letters() -> frozenset[int]:
    spans = (span.split("-") for span in (_folder() / "letters.txt").read_text("ascii").replace("\n", ",").split(","))
    return frozenset(code for span in spans if span[0] for code in range(int(span[0], 16), int(span[-1], 16) + 1))


def _outside(text: str) -> bool:
    """Whether a character is in none of the shipped typefaces."""
    return any(ord(char) not in _letters() and not char.isspace() for char in text)
