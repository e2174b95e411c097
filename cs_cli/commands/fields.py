"""Commands whose options are the columns of a table: `cs account add`, `cs contract edit` and their like."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, ClassVar

import typer
from typer.core import TyperOption

from cs_cli.commands.options import CsCommand
from cs_cli.context import Cs
from cs_cli.errors import UsageError
from cs_cli.output import render

_SAID = "cs.said"


@dataclass(frozen=True, slots=True)
class Field:
    """An option that fills the column `column`: its help; `many` may be repeated; `flags` replace `--column`.

    Typed without a value it means `bare`, where there is one.
    """

    column: str
    help: str
    flags: str = ""
    many: bool = False
    switch: bool = False
    metavar: str = "TEXT"
    bare: str = ""

    @property
    def option(self) -> str:
        """How it is typed: `--renews`."""
        return (self.flags or f"--{self.column.replace('_', '-')}").split("/")[0]

    def as_option(self) -> Any:  # noqa: ANN401  Typer's own type
        """The option for Typer."""
        flags = self.flags or self.option
        if self.switch:
            return TyperOption(param_decls=[self.column, flags], is_flag=True, type=bool, help=self.help)
        return TyperOption(
            param_decls=[self.column, flags], type=str, multiple=self.many, metavar=self.metavar, help=self.help
        )


class Recording(CsCommand):
    """A command that takes `fields`; its function gets what was said of them from `said`.

    Where it `clears`, a field set to "" is cleared.
    """

    fields: ClassVar[Sequence[Field]] = ()
    clears: ClassVar[bool] = False

    def cleared_by_a_blank(self) -> Collection[str]:
        """All fields, of a command that `clears`."""
        return {field.column for field in self.fields} if self.clears else ()

    def extra_options(self) -> list[Any]:
        """One option for each field."""
        return [field.as_option() for field in self.fields]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401  Typer's own types
        """What was typed, with the value that an option has where none stands behind it."""
        bare = {field.option: field.bare for field in self.fields if field.bare}
        whole: list[str] = []
        for word, behind in zip_longest(args, args[1:], fillvalue="--"):
            whole += [word, bare[word]] if word in bare and _is_option(behind) else [word]
        left: list[str] = super().parse_args(ctx, whole)
        return left

    def context_of(self, ctx: Any) -> Cs:  # noqa: ANN401  Typer's own types
        """The `Cs`; what was said of the fields waits in the context."""
        values = {field.column: ctx.params.pop(field.column) for field in self.fields}
        ctx.meta[_SAID] = {name: value for name, value in values.items() if value not in (None, ())}
        return super().context_of(ctx)


def _is_option(word: str) -> bool:
    return word.startswith("-") and not word[1:2].isdecimal()


def words_below(meaning: str) -> typer.Typer:
    """A group of subcommands; without one of them it prints its help."""
    group = typer.Typer(help=meaning, add_completion=False, rich_markup_mode=None)

    @group.callback(invoke_without_command=True)
    def _(ctx: typer.Context) -> None:
        if ctx.invoked_subcommand is None:
            render.write(f"{ctx.get_help()}\n")

    return group


def said(ctx: Any) -> dict[str, Any]:  # noqa: ANN401  Typer's own types
    """The fields that were typed, by column: text, a tuple of texts where it may be repeated, or a truth value."""
    return dict(ctx.meta[_SAID])


def refuse_nothing(typed: dict[str, Any], command: str) -> None:
    """Raises UsageError where no field was typed."""
    if not typed:
        raise UsageError("nothing to change", f"Say what: {command} --help")
