"""`cs contacts ACME --map` on a screen: influence against stance, and who reports to whom. Internal, always."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import zip_longest

from cs_cli.domain.people import INFLUENCES, STANCES, Person, influence_of, marks, reporting_line, stance_of
from cs_cli.output.fitting import wrapped
from cs_cli.output.sheet import Cell, Column, Sheet

_WIDTH = 78
_LABEL = 12
_GAP = 2
_UNSAID = "not said"
_STYLES = {"supporter": "green", "critic": "red"}


def map_screen(account: str, people: Sequence[Person], today: date) -> list[Sheet | str]:
    """The grid of the people who are there, and the reporting line of all of them."""
    title = Sheet((), indent=0).heading(Cell(f"{account}: who decides, internal", "bold"))
    if not people:
        return [title, "Nobody recorded yet: cs contact add --help"]
    here = [person for person in people if not person.has_left(today)]
    return [title, _grid(here), "", Sheet((), indent=0).heading(Cell("Reporting line", "bold")), *_tree(people, today)]


def _grid(people: Sequence[Person]) -> Sheet:
    placed: dict[tuple[str, str], list[str]] = {}
    for person in people:
        where = (influence_of(person.influence) or _UNSAID, stance_of(person) or _UNSAID)
        placed.setdefault(where, []).append(_named(person))
    stances = [*STANCES, *([_UNSAID] if any(stance == _UNSAID for _, stance in placed) else [])]
    others = sorted({level for level, _ in placed} - {*INFLUENCES, _UNSAID})
    wide = (_WIDTH - _LABEL) // len(stances) - _GAP
    sheet = Sheet((Column(), *(Column() for _ in stances)), indent=0)
    sheet.row(Cell("influence", "dim"), *(Cell(f"{stance:<{wide}}", _STYLES.get(stance, "dim")) for stance in stances))
    for level in (*INFLUENCES, *others, _UNSAID):
        cells = [_lines(placed.get((level, stance), ()), wide) for stance in stances]
        if level in INFLUENCES or any(cells):
            labels = wrapped(level, _LABEL - _GAP)
            for row in zip_longest(labels, *cells, fillvalue=""):
                sheet.row(Cell(row[0], "bold"), *row[1:])
    return sheet


def _lines(names: Sequence[str], wide: int) -> list[str]:
    return [line for name in names for line in wrapped(name, wide)]


def _named(person: Person) -> str:
    return f"{person.name} ({', '.join(person.roles)})" if person.roles else person.name


def _tree(people: Sequence[Person], today: date) -> Iterator[str]:
    for depth, person, note in reporting_line(people):
        said = [person.title, ", ".join(person.roles), f'"{person.sentiment}"' if person.sentiment else None]
        facts = " · ".join(filter(None, [*said, *marks(person, today), note]))
        yield f"{'  ' * (depth + 1)}{person.name}{f': {facts}' if facts else ''}"
