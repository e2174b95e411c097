"""A theme from a small TOML file: a brand's colours, made readable, its typefaces, its logo and its words."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NoReturn

from cs_cli.documents.look.contrast import mixed, readable
from cs_cli.documents.look.logo import read_logo
from cs_cli.documents.look.theme import COLOURS, Theme
from cs_cli.errors import ConfigError, NotFoundError
from cs_cli.store.tomlfile import read_toml

FOLDER, SUFFIX = "themes", ".toml"
_KEYS = ("colours", "fonts", "logo", "footer", "lang")
_FONTS = ("heading", "body")
_FIXED = ("white", "on-light")
_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}){1,2}")
_NAME = re.compile(r"[\w .,&'+-]{1,80}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")
_SHORT, _LONGEST = 4, 200
_WHITE = "#FFFFFF"
BRAND: dict[str, Callable[[str], dict[str, str]]] = {
    "primary": lambda c: {
        "c1": c, "info": c, "soft": mixed(c, _WHITE, 0.45), "info-bg": mixed(c, _WHITE, 0.91),
    },
    "accent": lambda c: {"c2": c},
    "dark": lambda c: {
        "navy": c, "ink": c, "navy2": mixed(c, _WHITE, 0.06), "online": mixed(c, _WHITE, 0.2),
        "onmuted": mixed(c, _WHITE, 0.67),
    },
}  # fmt: skip
"""What the three colours of a brand become."""


def find_theme(said: str, folder: Path) -> Path:
    """The file of a theme: a path to one, or a name for `themes/NAME.toml` in `folder`. Raises NotFoundError."""
    path = Path(said).expanduser()
    own = folder / FOLDER / f"{said}{SUFFIX}"
    if path.suffix == SUFFIX and path.is_file():
        return path
    if own.is_file():
        return own
    names = sorted(file.stem for file in own.parent.glob(f"*{SUFFIX}"))
    raise NotFoundError(
        f'no theme "{said}"', f"There are {', '.join(names)}" if names else f"Make one: {own.parent / f'NAME{SUFFIX}'}"
    )


def load_theme(path: Path, tell: Callable[[str], object] | None = None) -> Theme:
    """The theme that a file describes; `tell` hears which colours were changed so that they can be read.

    Raises ConfigError, naming the file and its line or key, and NotFoundError where its logo is not there.
    """
    said = read_toml(path, "A theme is TOML: docs/templates.md shows one")
    for key in said:
        if key not in _KEYS:
            _wrong(path, f'no key "{key}"', f"There are {', '.join(_KEYS)}")
    colours = _colours(path, _table(path, said, "colours"))
    right = readable(colours)
    if tell:
        for name in (name for name in right if right[name].upper() != colours[name].upper()):
            tell(f"{path}: {name} {colours[name]} cannot be read on its ground; it is {right[name]} here")
    fonts = {key: _font(path, key, name) for key, name in _table(path, said, "fonts").items()}
    return Theme(
        colours=right,
        heading=fonts.get("heading", ""),
        body=fonts.get("body", ""),
        logo=read_logo(path.parent / _text(path, said, "logo")) if "logo" in said else None,
        footer=_text(path, said, "footer"),
        lang=_lang(path, said),
    )


def _colours(path: Path, said: Mapping[str, Any]) -> dict[str, str]:
    known = [*BRAND, *(name for name in COLOURS if name not in _FIXED)]
    for name, value in said.items():
        if name not in known:
            _wrong(path, f'colours: no colour "{name}"', f"There are {', '.join(known)}")
        if not isinstance(value, str) or not _COLOUR.fullmatch(value):
            _wrong(path, f"colours.{name} {value!r} is no colour", f'Like {name} = "#2350D9"')
    long = {name: _long(value) for name, value in said.items()}
    brand = {token: colour for name in BRAND if name in long for token, colour in BRAND[name](long[name]).items()}
    return {**COLOURS, **brand, **{name: value for name, value in long.items() if name not in BRAND}}


def _long(value: str) -> str:
    return ("#" + "".join(2 * digit for digit in value[1:]) if len(value) == _SHORT else value).upper()


def _table(path: Path, said: Mapping[str, Any], key: str) -> dict[str, Any]:
    found = said.get(key, {})
    if not isinstance(found, dict):
        _wrong(path, f"{key} is no section", f"Write [{key}] on a line of its own, and its keys under it")
    return found


def _font(path: Path, key: str, name: object) -> str:
    if key not in _FONTS or not isinstance(name, str) or not _NAME.fullmatch(name):
        _wrong(path, f"fonts.{key} {name!r} is no typeface", 'There are heading and body, like body = "Source Sans 3"')
    return name


def _text(path: Path, said: Mapping[str, Any], key: str) -> str:
    value = said.get(key, "")
    if not isinstance(value, str) or len(value) > _LONGEST or not value.isprintable():
        _wrong(path, f"{key} {value!r} is no line of text", f'Like {key} = "…", at most {_LONGEST} characters')
    return value


def _lang(path: Path, said: Mapping[str, Any]) -> str:
    value = _text(path, said, "lang")
    if value and not _LANGUAGE.fullmatch(value):
        _wrong(path, f'lang "{value}" is no language', 'Like lang = "de" or lang = "en-GB"')
    return value


def _wrong(path: Path, what: str, hint: str) -> NoReturn:
    raise ConfigError(f"{path}: {what}", hint)
