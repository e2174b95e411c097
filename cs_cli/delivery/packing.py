"""One digest as several messages where a channel cannot hold it in one: cut between accounts, never inside a line."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from cs_cli.domain.digest import Digest, Section
from cs_cli.domain.digest_lines import Line

_MANY = 999


class _Placed(NamedTuple):
    title: str
    line: Line


def packed(digest: Digest, fits: Callable[[Digest], bool]) -> list[Digest]:
    """The parts of `digest` that each fit; what lies ahead is in the first. One line alone is a part in any case."""
    placed = [_Placed(section.title, line) for section in digest.sections for line in section.lines]

    def fitting(some: Sequence[_Placed]) -> bool:
        return fits(_part(digest, some)._replace(part=_MANY, parts=_MANY))

    if fits(digest):
        return [digest]
    pieces = _pieces(placed, fitting)
    parts = [_part(digest, some)._replace(part=n, parts=len(pieces)) for n, some in enumerate(pieces, start=1)]
    return [parts[0], *(part._replace(ahead=()) for part in parts[1:])]


def _pieces(placed: Sequence[_Placed], fitting: Callable[[Sequence[_Placed]], bool]) -> list[Sequence[_Placed]]:
    """Halved until each piece fits."""
    if len(placed) == 1 or fitting(placed):
        return [placed]
    cut = _cut(placed)
    return [*_pieces(placed[:cut], fitting), *_pieces(placed[cut:], fitting)]


def _cut(placed: Sequence[_Placed]) -> int:
    """The cut nearest to the middle that parts no account's lines of a section; without one, the middle."""
    middle = len(placed) // 2
    cuts = [n for n in range(1, len(placed)) if _key(placed[n - 1]) != _key(placed[n])]
    return min(cuts, key=lambda n: abs(n - middle)) if cuts else middle


def _key(each: _Placed) -> tuple[str, str, str]:
    return each.title, each.line.account, "" if each.line.account else each.line.id


def _part(digest: Digest, placed: Sequence[_Placed]) -> Digest:
    titles = dict.fromkeys(each.title for each in placed)
    sections = [Section(title, tuple(each.line for each in placed if each.title == title)) for title in titles]
    return digest._replace(sections=tuple(sections))
