"""The views: filters that somebody has named, kept in views.toml beside the config file."""

import re
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cs_cli import disk
from cs_cli.domain.filters import VIEW
from cs_cli.errors import ConfigError, NotFoundError, UsageError, sentence_of
from cs_cli.store.tomlfile import read_toml

FILE = "views.toml"
_NAME = re.compile(r"[^\W_][\w.-]{0,39}")


class Views:
    """The views of one folder, by name, each the words that were typed."""

    def __init__(self, folder: Path) -> None:
        """`folder` is that of the config file. Raises ConfigError for a file that is not understood."""
        self.path = folder / FILE
        self.words = _read(self.path) if self.path.exists() else {}

    def __getitem__(self, name: str) -> list[str]:
        """The words of a view. Raises NotFoundError with the names that come close."""
        folded = name.removeprefix(VIEW).casefold()
        if folded not in self.words:
            raise NotFoundError(f'no view "{name.removeprefix(VIEW)}"', self._instead(folded))
        return self.words[folded]

    def _instead(self, name: str) -> str:
        from difflib import get_close_matches  # noqa: PLC0415  only for a view that is not there

        if not self.words:
            return "There is none yet: cs view save NAME WORD…"
        close = get_close_matches(name, self.words, n=3)
        return f"Did you mean {sentence_of(close)}?" if close else f"There is {sentence_of(list(self.words), 'and')}"

    def spelled_out(self, words: Sequence[str], within: tuple[str, ...] = ()) -> list[tuple[str, str]]:
        """`words` with those of each view in its place, each with the view that it stands in, or "".

        Raises NotFoundError, UsageError for a view within itself.
        """
        found: list[tuple[str, str]] = []
        for word in words:
            if word[:1] in ("-", "!") and word[1:].startswith(VIEW):
                raise UsageError(f'"{word}": a view has several words, and only each of them can be negated')
            if not word.startswith(VIEW):
                found.append((within[-1] if within else "", word))
                continue
            name = word.removeprefix(VIEW).casefold()
            if name in within:
                raise UsageError(f"the view {name} is within itself: {' → '.join([*within, name])}")
            found += self.spelled_out(self[name], (*within, name))
        return found

    def save(self, name: str, words: Sequence[str]) -> list[str] | None:
        """Keep a view; returns the words it had before. Raises UsageError, CannotWriteError."""
        if not _NAME.fullmatch(name):
            raise UsageError(
                f'"{name}" cannot be the name of a view', "Letters, digits, . - and _: cs view save mine …"
            )
        before, self.words[name.casefold()] = self.words.get(name.casefold()), list(words)
        self._write(name.casefold(), shlex.join(words))
        return before

    def remove(self, name: str) -> list[str]:
        """Take a view out; returns its words. Raises NotFoundError, CannotWriteError, UsageError where one uses it."""
        words, folded = self[name], name.removeprefix(VIEW).casefold()
        using = [f"@{other}" for other, own in self.words.items() if VIEW + folded in map(str.casefold, own)]
        if using:
            verb = "uses" if len(using) == 1 else "use"
            raise UsageError(
                f"{sentence_of(using, 'and')} {verb} @{folded}; nothing removed",
                f"First: cs view remove {using[0][1:]}, or save it anew: cs view save {using[0][1:]} WORD…",
            )
        del self.words[folded]
        self._write(folded, None)
        return words

    def _write(self, name: str, words: str | None) -> None:
        """Change one line of the file, keeping the others and the comments."""
        import tomlkit  # noqa: PLC0415  only for writing

        document: Any = tomlkit.parse(self.path.read_text(encoding="utf-8")) if self.path.exists() else None
        if document is None:
            document = tomlkit.document()
            document.add(tomlkit.comment("Filters by name: cs renewals @mine. Written by cs view save; yours to edit."))
        known = next((key for key in document if key.casefold() == name), name)
        if words is None:
            del document[known]
        else:
            document[known] = words
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise disk.cannot_write(self.path.parent, error) from error
        disk.write_private(self.path, document.as_string().encode())


def _read(path: Path) -> dict[str, list[str]]:
    return {name.casefold(): _words(path, name, said) for name, said in _named(path).items()}


def _named(path: Path) -> Mapping[str, Any]:
    values = read_toml(path, f"Mend {path}, or move it away")
    for name in values:
        if not _NAME.fullmatch(name):
            raise ConfigError(f"{path}: {name} cannot be the name of a view", "Letters, digits, . - and _")
    return values


def _words(path: Path, name: str, said: object) -> list[str]:
    try:
        words = shlex.split(said) if isinstance(said, str) else []
    except ValueError as error:
        raise ConfigError(f"{path}: {name} cannot be read: {error}", f"Mend {path}") from error
    if not words:
        raise ConfigError(f"{path}: {name} must be the words of a filter", f'Like {name} = "owner:me red arr:>50k"')
    return words
