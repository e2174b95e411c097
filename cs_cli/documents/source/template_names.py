"""The names that a template uses, held against those that there are, without running it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple

from jinja2 import nodes
from jinja2.meta import find_undeclared_variables

from cs_cli.documents.source.environment import Environment
from cs_cli.errors import sentence_of

_SAME_ROWS = {"list", "sort", "reverse", "select", "selectattr", "reject", "rejectattr", "unique", "default", "d"}
_ONE_ROW = {"first", "last"}
_OF_ANY = set(dir(dict)) | set(dir(list)) | set(dir(str))


class Unknown(NamedTuple):
    """Something a template asks for that is not there."""

    line: int
    told: str


def unknown_names(tree: nodes.Template, environment: Environment, data: Mapping[str, Any]) -> Iterator[Unknown]:
    """The variables, keys, filters and tests in `tree` that neither the environment nor `data` has."""
    words = [*_unknown_words(tree, environment)]
    yield from words
    if not words:
        yield from _unknown_variables(tree, environment, data)
    yield from _Keys(tree, data).unknown()


def _unknown_words(tree: nodes.Template, environment: Environment) -> Iterator[Unknown]:
    for one in tree.find_all(nodes.Filter):
        if one.name not in environment.filters:
            yield Unknown(one.lineno, f'no filter "{one.name}"{close_to(one.name, environment.filters)}')
    for test in tree.find_all(nodes.Test):
        if test.name not in environment.tests:
            yield Unknown(test.lineno, f'no test "{test.name}"{close_to(test.name, environment.tests)}')


def _unknown_variables(tree: nodes.Template, environment: Environment, data: Mapping[str, Any]) -> Iterator[Unknown]:
    """Jinja tells which names nobody sets, where it knows every filter; one that only a branch sets counts as set."""
    names = list(tree.find_all(nodes.Name))
    known = {name.name for name in names if name.ctx != "load"} | environment.globals.keys() | data.keys()
    unknown = find_undeclared_variables(tree) - known
    for name in names:
        if name.name in unknown:
            yield Unknown(name.lineno, f'no variable "{name.name}"{close_to(name.name, data)}')


def close_to(name: str, known: Collection[str]) -> str:
    """`: did you mean "users"?`, or nothing where nothing comes close."""
    close = [f'"{each}"' for each in get_close_matches(name, known, n=2, cutoff=0.7)]
    return f": did you mean {sentence_of(close)}?" if close else ""


class _Keys:
    """Which keys stand behind the dots of a template, as far as that can be told without running it."""

    def __init__(self, tree: nodes.Template, data: Mapping[str, Any]) -> None:
        self._tree = tree
        self._known: dict[str, Any] = dict(data)
        self._vague = {name.name for macro in tree.find_all(nodes.Macro) for name in macro.args}
        for loop in tree.find_all(nodes.For):
            self._learn(loop.target, self._row(self._value(loop.iter)))
        for each in tree.find_all(nodes.Assign):
            self._learn(each.target, self._value(each.node))

    def _learn(self, target: nodes.Node, value: Any) -> None:  # noqa: ANN401  plain data, or None where unknown
        if not isinstance(target, nodes.Name):
            self._vague |= {name.name for name in target.find_all(nodes.Name)}
        elif target.name in self._known and self._known[target.name] != value:
            self._vague.add(target.name)
        else:
            self._known[target.name] = value

    def unknown(self) -> Iterator[Unknown]:
        """The keys that what stands before their dot does not have."""
        for got in self._tree.find_all((nodes.Getattr, nodes.Getitem)):
            of, key = self._value(_of(got)), _key(got)
            if isinstance(of, dict) and of and isinstance(key, str) and key not in of and key not in _OF_ANY:
                yield Unknown(got.lineno, f'"{_said(_of(got))}" has no "{key}"{close_to(key, of)}')

    def _value(self, node: nodes.Node) -> Any:  # noqa: ANN401  as above
        if isinstance(node, nodes.Name):
            return None if node.name in self._vague else self._known.get(node.name)
        if isinstance(node, nodes.Getattr | nodes.Getitem):
            of, key = self._value(node.node), _key(node)
            return of.get(key) if isinstance(of, dict) else self._row(of) if isinstance(key, int) else None
        if isinstance(node, nodes.Filter) and node.node is not None:
            of = self._value(node.node)
            return of if node.name in _SAME_ROWS else self._row(of) if node.name in _ONE_ROW else None
        return None

    @staticmethod
    def _row(rows: Any) -> Any:  # noqa: ANN401  as above
        return rows[0] if isinstance(rows, Sequence) and not isinstance(rows, str) and rows else None


def _of(got: Any) -> nodes.Node:  # noqa: ANN401  Jinja types what it finds as any expression
    node: nodes.Node = got.node
    return node


def _key(node: nodes.Node) -> object:
    if isinstance(node, nodes.Getattr):
        return node.attr
    arg = node.arg if isinstance(node, nodes.Getitem) else None
    return arg.value if isinstance(arg, nodes.Const) else None


def _said(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_said(node.node)}.{node.attr}"
    return "it"
