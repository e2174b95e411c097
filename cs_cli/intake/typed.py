"""What is typed by hand, read by the rules of the import: each option is a column of one kind of table."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from cs_cli.errors import UsageError
from cs_cli.intake.kinds import Kind
from cs_cli.intake.limits import CELL_LIMIT
from cs_cli.intake.values import Reads, Style, parser_of

DayReader = Callable[[str], date]
STYLE = Style()
NO_OPTIONS: Mapping[str, str] = {}


class NotUnderstoodError(UsageError):
    """A value on the command line that cannot be stored."""

    def __init__(self, option: str, said: str, reason: str, *hints: str) -> None:
        reason = reason.removeprefix(f'"{said}" ').replace(
            "? Say --decimal . or --decimal ,", "? Write it without separators"
        )
        super().__init__(f'{option} "{said}" {reason}; nothing was written', *hints)


def stored_text(said: str, option: str) -> str:
    """`said` without spaces around it. Raises NotUnderstoodError for what no portfolio can hold."""
    text = said.strip()
    if "\0" in text or any("\ud800" <= c <= "\udfff" for c in text):
        raise NotUnderstoodError(option, text.encode("ascii", "replace").decode(), "has characters that are no text")
    if len(text) > CELL_LIMIT:
        raise NotUnderstoodError(option, f"{text[:20]}…", f"is longer than {CELL_LIMIT:,} characters")
    return text


def filled_text(said: str, option: str) -> str:
    """As `stored_text`; a blank is refused."""
    if not (text := stored_text(said, option)):
        raise NotUnderstoodError(option, said, "is blank")
    return text


def read_typed(
    kind: Kind, said: Mapping[str, str], days: DayReader = date.fromisoformat, options: Mapping[str, str] = NO_OPTIONS
) -> dict[str, Any]:
    """The texts `said` (by column) as values of the columns of `kind`; a blank is None, which clears.

    `options` are the columns' options where they are called otherwise. Raises NotUnderstoodError with the reason that
    an import would give.
    """
    return {
        name: read_column(kind, name, text, options.get(name, f"--{name.replace('_', '-')}"), days)
        for name, text in said.items()
    }


def read_column(kind: Kind, name: str, said: str, option: str, days: DayReader = date.fromisoformat) -> Any:  # noqa: ANN401  what the column holds
    """The text of one `option` as the value of its column."""
    column = kind.column(name)
    assert column is not None  # noqa: S101  options are declared by column
    text = stored_text(said, option)
    if not text:
        return None
    parse = days if column.reads is Reads.DAY else parser_of(column.reads, STYLE, column.choices)
    if parse is None:
        return text
    try:
        return parse(text)
    except UsageError as error:
        raise NotUnderstoodError(option, text, error.sentence, *error.hints) from error
    except ValueError as error:
        raise NotUnderstoodError(option, text, str(error)) from error
