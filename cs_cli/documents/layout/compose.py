"""Pages as sheets of a scene: what every writer with fixed pages draws, for PowerPoint and for paper."""

from collections.abc import Iterator

from cs_cli.documents.layout import sizes
from cs_cli.documents.layout.boxes import Put, items_of, stacked
from cs_cli.documents.layout.frame import SHEET, Box, Frame
from cs_cli.documents.layout.measure import DISPLAY, SEMIBOLD
from cs_cli.documents.layout.pages import Page, Place, pages
from cs_cli.documents.layout.scene import Arc, Ellipse, Item, Line, Rect, Sheet, Sign, Style, Text, Words
from cs_cli.documents.layout.setting import DARK, LIGHT, Ground, one
from cs_cli.documents.look import theme
from cs_cli.documents.source.deck import Deck, Para, Run, Runs, plain

_FOOT, _EDGE = 12.67, 24.0
_COVER_LABEL, _COVER_TEXT = 17.0, 24.0
_COVER_LINE, _COVER_LINES = 1.1, 3
_BADGES = 200
_LABEL_OVER = 24.0


def sheets(deck: Deck, frame: Frame = SHEET) -> tuple[Sheet, ...]:
    """Every page of the deck, laid out on sheets of `frame`; give it what `for_audience` returned."""
    laid_out = pages(deck, frame)
    return tuple(
        _cover(page, frame) if page.is_cover else _sheet(page, n, deck, frame) for n, page in enumerate(laid_out, 1)
    )


def _sheet(page: Page, n: int, deck: Deck, frame: Frame) -> Sheet:
    is_dark = page.slide.about("layout") == "dark"
    ground = DARK if is_dark else LIGHT
    top = 0.0 if frame.title else _head_high(page, frame)
    area = Box(frame.area.x, frame.area.y + top, frame.area.wide, frame.area.high - top)
    return Sheet(
        layout="dark" if is_dark else "content",
        ground="navy" if is_dark else "white",
        title=_title(page, frame, ground),
        label=_label(page, frame, ground),
        footer=_foot(deck.about("footer"), frame, ground),
        number=_foot(str(n), frame, ground, "right"),
        items=(*stacked(page.places, area, page.look, ground), *_badges(page, frame)),
        notes=_notes(page),
    )


def _foot(said: str, frame: Frame, ground: Ground, align: str = "left") -> Text | None:
    """The footer, or the number of the page at the right."""
    x, wide = (frame.area.x, frame.area.wide - 80) if align == "left" else (frame.area.x + frame.area.wide - 80, 80)
    box = Box(x, frame.high - _EDGE - _FOOT * 1.4, wide, _FOOT * 1.4)
    said = frame.face.shortened(said, _FOOT, wide)
    return one(box, said, Style(_FOOT, ground.muted), align) if said else None


def _notes(page: Page) -> tuple[Para, ...]:
    return tuple(para for block in page.slide.notes for para in block.paras)


def _label(page: Page, frame: Frame, ground: Ground) -> Text | None:
    """What section it is, and which of its pages; over a master's own title only where there are several."""
    if not page.label or (frame.title and (page.parts == 1 or frame.title.y < _LABEL_OVER)):
        return None
    area = frame.title._replace(y=frame.title.y - _LABEL_OVER) if frame.title else frame.area
    said = page.look.face.shortened(page.label, theme.CAPTION, area.wide - _BADGES, SEMIBOLD)
    box = Box(area.x, area.y, area.wide, theme.LABEL_LINE)
    return one(box, said, Style(theme.CAPTION, ground.accent, SEMIBOLD, theme.LABEL_LINE / theme.CAPTION))


def _head_high(page: Page, frame: Frame) -> float:
    """How far under the top of the area its blocks begin."""
    label = theme.LABEL_LINE + theme.LABEL_GAP if page.label else 0
    return label + (_title_high(page, frame) + theme.TITLE_GAP if page.title else theme.TITLE_GAP / 2)


def _title_high(page: Page, frame: Frame) -> float:
    room = frame.area.wide * sizes.SAFETY
    count = frame.face.lines(page.title, page.title_size, room, DISPLAY, theme.TRACK_TITLE)
    return min(count, 2) * page.title_size * theme.TITLE_LINE


def _title(page: Page, frame: Frame, ground: Ground) -> Text | None:
    if not page.title:
        return None
    style = Style(page.title_size, ground.ink, DISPLAY, theme.TITLE_LINE, theme.TRACK_TITLE)
    words = (Words(_title_runs(page), style, head=1, strong=""),)
    if frame.title:
        return Text(frame.title, words, "middle")
    label = theme.LABEL_LINE + theme.LABEL_GAP if page.label else 0
    return Text(Box(frame.area.x, frame.area.y + label, frame.area.wide, _title_high(page, frame)), words)


def _title_runs(page: Page) -> Runs:
    return page.slide.title if plain(page.slide.title) == page.title else (Run(page.title),)


def _badges(page: Page, frame: Frame) -> Iterator[Item]:
    """What whoever shows the page must know of it, at its upper right."""
    at = frame.title or frame.area
    right = at.x + at.wide - (0 if frame.title else frame.corner)
    top = max(frame.title.y - 27, 4.0) if frame.title else min(36.8, frame.area.y)
    marks = [("risk", page.words.internal_only)] if page.slide.is_internal else []
    marks += [("watch", page.words.for_review)] if page.slide.about("review") else []
    for tone, said in marks:
        wide = page.look.face.width(said, 13, SEMIBOLD) + 46
        box = Box(right - wide, top, wide, 27)
        yield Rect(box, f"{tone}-bg", 13.5)
        yield Sign(Box(box.x + 13, box.y + 8, 11, 11), tone)
        yield one(Box(box.x + 30, box.y, wide - 34, 27), said, Style(13, tone, SEMIBOLD, 1.3), anchor="middle")
        right -= wide + 10


def _cover(page: Page, frame: Frame) -> Sheet:
    """A title page: label, name and lines in the middle of the left side, the facts at its foot."""
    x, wide = frame.cover_left, theme.WIDTH - theme.MARGIN - frame.cover_left
    facts = [place for place in page.places if place.block.kind != "text"]
    high = sum(sizes.height(place.block, place.wide, page.look).least for place in facts)
    foot = frame.high - 47 - high
    style = Style(page.title_size, "white", DISPLAY, _COVER_LINE, theme.TRACK_COVER)
    room = frame.cover_room * sizes.SAFETY
    count = min(page.look.face.lines(page.title, page.title_size, room, DISPLAY, theme.TRACK_TITLE), 3)
    tall = count * page.title_size * _COVER_LINE
    under = tuple(para for place in page.places if place.block.kind == "text" for para in place.block.paras)
    lines = Style(_COVER_TEXT, "onmuted", leading=1.35)
    words = tuple(
        Words(_in_lines(para, frame), lines, above=10 if n else 0, strong="white") for n, para in enumerate(under)
    )
    below = sum(page.look.face.lines(plain(w.runs), _COVER_TEXT, room) * _COVER_TEXT * 1.35 + 10 for w in words)
    y = theme.TOP + 80 + max((foot - 16 - theme.TOP - 80 - 40 - tall - 22 - below) / 2, 0)
    label = Box(x, y, frame.cover_room, 24)
    said = page.look.face.shortened(page.label, _COVER_LABEL, frame.cover_room, SEMIBOLD)
    items: list[Item] = [Text(Box(x, y + 40 + tall + 22, frame.cover_room, below), words)] if words else []
    if facts:
        items.append(Line(x, foot - 17, x + wide, foot - 17, "online"))
        for place in facts:
            items += items_of(Put(Place(place.block, wide, high), x, foot, page.look, DARK))
    return Sheet(
        layout="title",
        ground="navy",
        title=Text(Box(x, y + 40, frame.cover_room, tall), (Words(_title_runs(page), style, head=1, strong=""),)),
        label=one(label, said, Style(_COVER_LABEL, "onmuted", SEMIBOLD)) if page.label else None,
        footer=None,
        number=None,
        items=(*items, *_badges(page, frame)),
        notes=_notes(page),
        arcs=_ARCS,
    )


def _in_lines(para: Para, frame: Frame) -> Runs:
    """The paragraph, or as much of it as the lines under a title may take."""
    short = frame.face.in_lines(para.text, _COVER_TEXT, frame.cover_room * sizes.SAFETY, _COVER_LINES)
    return para.runs if short == para.text else (Run(short),)


def _ring(radius: float) -> Box:
    return Box(1240 - radius, 150 - radius, 2 * radius, 2 * radius)


_ARCS: tuple[Item, ...] = (
    Ellipse(_ring(206), "navy2"),
    Ellipse(_ring(292), edge="online"),
    Ellipse(_ring(384), edge="online", faint=True),
    Arc(_ring(206), 90, 114.7, "c1", 13),
    Arc(_ring(292), 110, 70, "c2", 4),
)
