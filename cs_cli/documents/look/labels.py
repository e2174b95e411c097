"""The words that documents print of their own accord, one file per language; an unknown language is English."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from typing import Any, NoReturn

from cs_cli import settings
from cs_cli.documents.source.deck import Block
from cs_cli.errors import ConfigError
from cs_cli.store.tomlfile import read_toml

ENGLISH = "en"
SUFFIX = ".toml"
_DAY_LENGTH = 10
_MONTHS = 12


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """Every word of one language; `{…}` in a word is filled by `fill`."""

    by: str
    signature: str
    date: str
    today: str
    internal_only: str
    for_review: str
    unverified: str
    nothing_yet: str
    nothing_yet_of: str
    document: str
    slide: str
    part: str
    notes: str
    keys: str
    key_next: str
    key_previous: str
    key_ends: str
    next_slide: str
    previous_slide: str
    first_and_last: str
    full_screen: str
    speaker_notes: str
    this_help: str
    line_chart: str
    bar_chart: str
    stacked_chart: str
    from_to: str
    no_data: str
    of_all: str
    score: str
    influence: str
    win_over: str
    make_visible: str
    monitor: str
    keep_informed: str
    critic_to_supporter: str
    person_stands: str
    logo: str
    day: str
    months: tuple[str, ...]

    def day_said(self, text: str | None) -> str:
        """`2027-03-01` (or an instant of that day) as `1 Mar 2027`, nothing as `–`; anything else as it is."""
        if text is None:
            return "–"
        try:
            on = date.fromisoformat(text[:_DAY_LENGTH])
        except ValueError:
            return text
        return fill(self.day, day=on.day, month=self.months[on.month - 1], year=on.year)


def fill(said: str, **parts: object) -> str:
    """`said` with each `{name}` of `parts` filled in, once."""
    pieces = said.split("{")
    filled = (piece.partition("}") for piece in pieces[1:])
    return pieces[0] + "".join(f"{parts[name]}{rest}" if name in parts else f"{{{name}{end}{rest}"
                               for name, end, rest in filled)  # fmt: skip


def labels_of(lang: str) -> Labels:
    """The words of a language such as `de` or `de-AT`: the user's own file, else the shipped one, else English.

    Raises ConfigError for a fault in the user's file.
    """
    return _labels_of(lang.strip().replace("_", "-").casefold(), _own_folder())


def labels_in(block: Block) -> Labels:
    """The words of the language that a block is in."""
    return labels_of(block.option("lang", ENGLISH))


@cache
def _labels_of(lang: str, own: Path) -> Labels:
    said = {**_words(ENGLISH, own)}
    for name in dict.fromkeys((lang.partition("-")[0], lang)):
        said |= _words(name, own)
    return Labels(**said)


def _words(lang: str, own: Path) -> dict[str, Any]:
    return {key: value for part in _parts(lang, own) for key, value in {**part["words"], **part["months"]}.items()}


def tones() -> Mapping[str, str]:
    """The tone of every status word of every language there is; where two disagree, English first."""
    return _tones(_own_folder())


@cache
def _tones(own: Path) -> dict[str, str]:
    return {word.casefold(): tone for tone, words in _reversed(_listed("tones", own)) for word in words}


def heads(role: str) -> frozenset[str]:
    """What the head of a column with a role (`status`, `progress`, …) may be called, in any language there is."""
    return _heads(_own_folder()).get(role, frozenset())


@cache
def _heads(own: Path) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for role, names in _listed("heads", own):
        found[role] = found.get(role, frozenset()) | frozenset(names)
    return found


def _listed(section: str, own: Path) -> Iterator[tuple[str, list[str]]]:
    """What a section says in every language, English first."""
    for lang in _languages(own):
        for part in _parts(lang, own):
            yield from part[section].items()


def _reversed(found: Iterable[tuple[str, list[str]]]) -> list[tuple[str, list[str]]]:
    return list(found)[::-1]


def _languages(own: Path) -> list[str]:
    names = {file.stem for folder in (_shipped(), own) for file in folder.glob(f"*{SUFFIX}")}
    return sorted(names, key=lambda name: (name != ENGLISH, name))


def _shipped() -> Path:
    return Path(str(files("cs_cli.documents"))) / "labels"


def _own_folder() -> Path:
    return settings.config_dir() / "labels"


def _parts(lang: str, own: Path) -> Iterator[dict[str, dict[str, Any]]]:
    """What there is for a language, as sections: shipped, then the user's own."""
    if not lang.replace("-", "").isalnum():
        return
    for folder in (_shipped(), own):
        file = folder / f"{lang}{SUFFIX}"
        if file.is_file():
            yield _checked(_read(file), str(file))


@cache
def _read(file: Path) -> dict[str, Any]:
    return read_toml(file)


def _checked(said: dict[str, Any], where: str) -> dict[str, dict[str, Any]]:
    for section in said:
        if section not in _SECTIONS:
            _wrong(where, f'no section "{section}"', f"There are {', '.join(_SECTIONS)}")
    return {section: check(said.get(section, {}), where) for section, check in _SECTIONS.items()}


def _checked_words(said: Any, where: str) -> dict[str, str]:  # noqa: ANN401  what the file says
    known = {each.name for each in fields(Labels)} - {"months"}
    for key, value in _table(said, where).items():
        if key not in known:
            _wrong(where, f'no word "{key}"', f"There are {', '.join(sorted(known))}")
        if not isinstance(value, str):
            _wrong(where, f"{key} is no text", f'Like {key} = "…"')
    return dict(said)


def _checked_months(said: Any, where: str) -> dict[str, tuple[str, ...]]:  # noqa: ANN401  as above
    if not _table(said, where):
        return {}
    names = said.get("names")
    if not _is_words(names) or len(names) != _MONTHS:
        _wrong(where, "months needs names, a list of twelve", 'Like names = ["Jan", "Feb", …]')
    return {"months": tuple(names)}


def _checked_lists(section: str, said: Any, where: str) -> dict[str, list[str]]:  # noqa: ANN401  as above
    known = _read(_shipped() / f"{ENGLISH}{SUFFIX}")[section]
    for key, value in _table(said, where).items():
        if key not in known or not _is_words(value):
            _wrong(where, f"{key} is none of {', '.join(known)} with a list of words", 'Like good = ["done", "met"]')
    return dict(said)


def _table(said: Any, where: str) -> dict[str, Any]:  # noqa: ANN401  as above
    if not isinstance(said, dict):
        _wrong(where, f"{said!r} stands where a section belongs", "Sections are [words], [months], [tones] and [heads]")
    return said


def _is_words(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(word, str) for word in value)


def _wrong(where: str, what: str, hint: str) -> NoReturn:
    raise ConfigError(f"{where}: {what}", hint)


_SECTIONS: dict[str, Callable[[Any, str], dict[str, Any]]] = {
    "words": _checked_words,
    "months": _checked_months,
    "tones": partial(_checked_lists, "tones"),
    "heads": partial(_checked_lists, "heads"),
}
