"""A table of parsed TOML, read setting by setting: what is wrong is said with file, place and what is allowed."""

from collections.abc import Mapping

from cs_cli.errors import ConfigError, sentence_of


class Table:
    """One TOML table, emptied setting by setting, so that what is left over was not understood.

    `where` begins with the file, `what` says what it describes ("scorecard"). Each reading raises ConfigError.
    """

    def __init__(self, values: object, where: str, what: str) -> None:
        self.where = where
        self.what = what
        if not isinstance(values, Mapping):
            raise ConfigError(f"{where} must be a table of settings", *self._hints())
        self.values = dict(values)

    def wrong(self, key: str, why: str) -> ConfigError:
        """The error that says what is wrong with the setting `key`."""
        return ConfigError(f"{self.where}: {key} {why}", *self._hints())

    def _hints(self) -> tuple[str, ...]:
        file = self.where.split(": ", maxsplit=1)[0]
        return (f"Mend {file}, or move it away to use the {self.what} that comes with cs",)

    def has(self, key: str) -> bool:
        """Whether the setting is there and was not read yet."""
        return key in self.values

    def is_text(self, key: str) -> bool:
        """Whether the setting is a text."""
        return isinstance(self.values.get(key), str)

    def text(self, key: str) -> str:
        """A text that is more than blanks."""
        value = self.values.pop(key, None)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(key, "must be a text")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; none where the setting is left out."""
        value = self.values.pop(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self.wrong(key, 'must be a list of texts, like ["enterprise"]')
        return tuple(value)

    def word(self, key: str, known: tuple[str, ...]) -> str:
        """One of the words that are known."""
        value = self.values.pop(key, None)
        if not isinstance(value, str) or value not in known:
            raise self.wrong(key, f"must be {sentence_of(list(known))}")
        return value

    def number(self, key: str) -> float:
        """A finite number."""
        value = self.values.pop(key, None)
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < float("inf"):
            raise self.wrong(key, "must be a number")
        return value

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """A whole number from `low` to `high`."""
        value = self.values.pop(key, default)
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        if not isinstance(value, int) or not is_whole or not (low <= value <= high or value == default):
            raise self.wrong(key, f"must be a whole number from {low} to {high}")
        return value

    def tables(self, key: str, at_least: int = 0) -> list["Table"]:
        """A list of tables, each knowing its place."""
        value = self.values.pop(key, [])
        if not isinstance(value, list) or len(value) < at_least:
            raise self.wrong(key, "must be a list of tables" + (", at least one" if at_least else ""))
        places = enumerate(value, start=1)
        return [Table(each, f"{self.where}: {key} {number}", self.what) for number, each in places]

    def close(self) -> None:
        """Raises ConfigError where a setting was not understood."""
        if self.values:
            raise self.wrong(next(iter(self.values)), f"is no setting of a {self.what}")
