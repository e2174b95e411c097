"""The Jinja environment of documents: sandboxed, strict, and unable to let stored text become Markdown marks."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, Undefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import TemplateRuntimeError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from cs_cli.documents.moments import day_said
from cs_cli.documents.numbers import capital, counted, listed, plain, plural
from cs_cli.documents.source.escape import markdown_text

_GLOBALS = ("range", "dict", "namespace")
_FILTERS = (
    "abs", "batch", "capitalize", "count", "default", "d", "dictsort", "first", "float", "groupby", "int", "items",
    "last", "length", "list", "lower", "map", "max", "min", "reject", "rejectattr", "reverse", "round", "safe",
    "select", "selectattr", "slice", "sort", "string", "sum", "title", "trim", "truncate", "unique", "upper",
)  # fmt: skip


_MISSING, _YES, _NO = Markup("–"), Markup("yes"), Markup("no")


def as_markdown(value: object) -> Markup:
    """What `{{ value }}` prints: text escaped, numbers as they are, nothing as `–`; a list or an object is refused."""
    if isinstance(value, Markup):
        return value
    if isinstance(value, Undefined):
        return Markup(str(value))  # noqa: S704  a strict undefined value raises here what it has to say
    if value is None:
        return _MISSING
    if isinstance(value, bool):
        return _YES if value else _NO
    if isinstance(value, str | int | float):
        return Markup(markdown_text(value))  # noqa: S704  this is the one place that escapes
    raise TemplateRuntimeError(f"a {type(value).__name__} cannot be printed; loop over it, or use |join")


def _joined(values: Iterable[object], between: str = "") -> Markup | str:
    """Values side by side: plain text as long as all are, else each escaped on its own."""
    found = list(values)
    if any(isinstance(value, Markup) for value in (*found, between)):
        return as_markdown(between).join(map(as_markdown, found))
    return between.join("" if value is None else str(value) for value in found)


class _Generator(CodeGenerator):
    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802  the name Jinja calls
        """`a ~ b` escapes by our rules where Jinja would escape for HTML."""
        self.write("environment.side_by_side((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


class Environment(ImmutableSandboxedEnvironment):
    """Templates see data and a short list of filters; they can neither change it nor reach beyond it."""

    code_generator_class = _Generator
    intercepted_binops = frozenset(["+", "%", "*"])

    def __init__(self, folders: Iterable[Path]) -> None:
        super().__init__(
            loader=FileSystemLoader([str(folder) for folder in folders]), autoescape=True, undefined=StrictUndefined,
            finalize=as_markdown, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, auto_reload=False,
        )  # fmt: skip
        self.globals = {name: self.globals[name] for name in _GLOBALS}
        self.filters = {name: self.filters[name] for name in _FILTERS} | OWN_FILTERS

    def side_by_side(self, values: Iterable[object]) -> Markup | str:
        """What `~` does."""
        return _joined(values)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401  any operand
        """`+` beside marked-up text joins by our escape; `%` and `*` are arithmetic only."""
        if operator == "+" and isinstance(left, Markup) | isinstance(right, Markup):
            return _joined((left, right))
        if operator != "+" and isinstance(left, str | list | tuple) | isinstance(right, str | list | tuple):
            raise TemplateRuntimeError(f"{operator} is for numbers")
        return super().call_binop(context, operator, left, right)


OWN_FILTERS: dict[str, Callable[..., Any]] = {
    "join": lambda values, between="": _joined(values, between),
    "e": as_markdown, "escape": as_markdown, "day": day_said, "counted": counted, "plural": plural, "listed": listed,
    "capital": capital, "plain": plain,
}  # fmt: skip
