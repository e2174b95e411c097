"""Paragraphs as PowerPoint holds them: runs, bullets, links, the language and direction of each."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from cs_cli.documents.layout import sizes
from cs_cli.documents.layout.measure import DISPLAY, REGULAR
from cs_cli.documents.layout.scene import Style, Words
from cs_cli.documents.source.deck import Run, plain
from cs_cli.documents.writers.drawingml import Paints, fill, is_rightward, quoted, words

MAJOR, MINOR, TYPEWRITER = "+mj-lt", "+mn-lt", "Consolas"
_SIDES = {"left": "l", "center": "ctr", "right": "r"}
_LANGUAGES = {"en": "en-US", "de": "de-DE", "fr": "fr-FR", "es": "es-ES", "it": "it-IT", "nl": "nl-NL"}
_SCRIPTS = ((re.compile("[\u0590-\u05ff]"), "he-IL"), (re.compile("[\u0600-\u06ff]"), "ar-SA"))
_SAFE = re.compile(r"(https?://|mailto:)\S+", re.IGNORECASE)


def language(lang: str) -> str:
    """A language as Office names it: `en` is `en-US`."""
    return _LANGUAGES.get(lang.strip(), lang.strip() or _LANGUAGES["en"])


@dataclass(frozen=True, slots=True)
class Hand:
    """How things are written on one slide: colours, points to a pixel, the language, and who keeps links.

    `inks` are the colours of words, which can be read on the ground of the slide; `linked` takes an address and gives
    the relationship that stands for it.
    """

    paints: Paints
    inks: Paints
    scale: float
    lang: str
    linked: Callable[[str], str]

    def size(self, pixels: float) -> int:
        """A length as hundredths of a point."""
        return round(pixels * self.scale * 100)

    def emu(self, pixels: float) -> int:
        """A length in the smallest unit of Office."""
        return round(pixels * self.scale * 12700)


def paragraphs(found: tuple[Words, ...], hand: Hand) -> str:
    """Paragraphs of a text box or a cell; there is always one."""
    return "".join(_paragraph(each, hand) for each in found) or "<a:p/>"


def _paragraph(each: Words, hand: Hand) -> str:
    style = each.style
    is_rtl = is_rightward(plain(each.runs))
    inset = f' marL="{hand.emu(each.inset)}" indent="{-hand.emu(min(each.inset, sizes.BULLET))}"' if each.inset else ""
    way = f' algn="{_SIDES[each.align]}" rtl="{int(is_rtl)}"'
    leading = f'<a:lnSpc><a:spcPts val="{hand.size(style.size * style.leading)}"/></a:lnSpc>'
    above = f'<a:spcBef><a:spcPts val="{hand.size(each.above)}"/></a:spcBef>'
    below = '<a:spcAft><a:spcPts val="0"/></a:spcAft>'
    said = "".join(_run(run, each, hand) for run in each.runs if run.text)
    end = "" if said else f"<a:endParaRPr {_letters(style, hand, bold=style.weight != REGULAR)}/>"
    return f"<a:p><a:pPr{inset}{way}>{leading}{above}{below}{_bullet(each, hand)}</a:pPr>{said}{end}</a:p>"


def _bullet(each: Words, hand: Hand) -> str:
    if not each.bullet:
        return "<a:buNone/>"
    colour = f"<a:buClr>{hand.paints['c1'].xml}</a:buClr>"
    if each.bullet[:-1].isdecimal():
        start = min(max(int(each.bullet[:-1]), 1), 32767)
        return f'{colour}<a:buFont typeface="{MINOR}"/><a:buAutoNum type="arabicPeriod" startAt="{start}"/>'
    return f'{colour}<a:buFont typeface="Arial"/><a:buChar char="•"/>'


def _letters(style: Style, hand: Hand, *, bold: bool, lang: str = "") -> str:
    spacing = hand.size(style.size * style.tracking)
    space = f' spc="{spacing}"' if spacing else ""
    return f'lang="{quoted(lang or hand.lang)}" sz="{hand.size(style.size)}" b="{int(bold)}"{space}'


def _run(run: Run, each: Words, hand: Hand) -> str:
    style = each.style
    colour = hand.inks[each.strong if run.bold and each.strong else style.colour]
    marks = _letters(style, hand, bold=run.bold or style.weight != REGULAR, lang=_language_of(run.text))
    marks += ' i="1"' if run.italic else ""
    marks += ' strike="sngStrike"' if run.strike else ""
    face = TYPEWRITER if run.code else MAJOR if style.weight == DISPLAY else MINOR
    fonts = f'<a:latin typeface="{face}"/><a:cs typeface="{face}"/>'
    link = f'<a:hlinkClick r:id="{hand.linked(run.link)}"/>' if _SAFE.fullmatch(run.link) else ""
    look = f"<a:rPr {marks}>{fill(colour)}{fonts}{link}</a:rPr>"
    return "<a:br/>".join(f"<a:r>{look}<a:t>{words(part)}</a:t></a:r>" for part in run.text.split("\n"))


def _language_of(text: str) -> str:
    """The language of text whose script tells it; an empty string for any other."""
    return next((lang for script, lang in _SCRIPTS if script.search(text)), "")
