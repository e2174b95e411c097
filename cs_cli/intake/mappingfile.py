"""Mapping files: TOML that users copy and edit; their own stand before the shipped ones."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import tomlkit

from cs_cli.intake.mapping import Match, TableMapping, squeezed
from cs_cli.intake.refusals import MappingRefusedError, UnknownMappingError
from cs_cli.intake.usage import NAME, USAGE, kind_said

SHIPPED = Path(__file__).with_name("mappings")


def load(own: Path) -> list[TableMapping]:
    """Every table of every mapping: the user's in the folder `own` first, then the shipped ones they do not replace.

    Raises MappingRefusedError for a file that cannot be understood.
    """
    files = {path.stem: path for folder in (SHIPPED, own) if folder.is_dir() for path in sorted(folder.glob("*.toml"))}
    in_order = sorted(files.values(), key=lambda path: (path.parent == SHIPPED, path.name))
    return [mapping for path in in_order for mapping in read(path)]


def check_system(name: str, mappings: Iterable[TableMapping]) -> None:
    """Raises UnknownMappingError unless `name` is auto, cs or the system of one of `mappings`."""
    known = ["auto", "cs", *sorted({mapping.system for mapping in mappings})]
    if name not in known:
        raise UnknownMappingError(name, known)


def read(path: Path) -> list[TableMapping]:
    """The tables of one mapping file. Raises MappingRefusedError with the reason."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        return [_table(content["system"], entry) for entry in content["table"]]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MappingRefusedError(path.name, str(error)) from error
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise MappingRefusedError(path.name, f"{error} is missing or not understood") from error


def _table(system: str, entry: Mapping[str, Any]) -> TableMapping:
    kind = kind_said(entry["kind"])
    if kind is None:
        raise ValueError(f'kind "{entry["kind"]}"')
    unknown = [name for name in entry["columns"] if kind.column(name) is None]
    if unknown:
        raise ValueError(f'column "{unknown[0]}" of {kind.name}')
    return TableMapping(
        system=system,
        title=entry.get("title", system),
        kind=kind,
        known_by=tuple(frozenset(map(squeezed, group)) for group in entry["known_by"]),
        columns=_by_header(entry["columns"]),
        custom=_by_header(entry.get("custom", {})),
        ignored=frozenset(map(squeezed, entry.get("ignored", []))),
        deleted=squeezed(entry["deleted"]) if "deleted" in entry else None,
        long_ids=bool(entry.get("long_ids", False)),
        words={column: {k.casefold(): v for k, v in words.items()} for column, words in entry.get("words", {}).items()},
    )


def _by_header(entries: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {squeezed(header): name for name, headers in entries.items() for header in headers}


def saved(name: str, header: Sequence[str], match: Match) -> str:
    """The text of a mapping file that reads this header as it was understood now."""
    document = tomlkit.document()
    document.add(tomlkit.comment("Written by cs import --save-mapping. Change it as you like."))
    document["system"] = name
    table = tomlkit.table()
    table["title"] = name
    table["kind"] = NAME if match.kind is USAGE else match.kind.name
    table["known_by"] = [[header[place]] for place in sorted(match.columns)]
    table["columns"] = {column: [header[place]] for place, column in sorted(match.columns.items())}
    table["custom"] = {field: [header[place]] for place, field in sorted(match.custom.items())}
    table["ignored"] = list(match.ignored)
    tables = tomlkit.aot()
    tables.append(table)
    document["table"] = tables
    return tomlkit.dumps(document)
