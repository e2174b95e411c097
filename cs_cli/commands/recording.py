"""What all writing commands share: finding what is meant, the transaction, the line that says what was done."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from shlex import join
from typing import TYPE_CHECKING, Any

from cs_cli.context import Cs, say
from cs_cli.errors import AccountNotFoundError, NotFoundError, sentence_of
from cs_cli.store.accounts import AccountRef

if TYPE_CHECKING:
    from cs_cli.store.entries import Entries

_OFFERED = 3
_LISTS = frozenset({"tags", "roles"})
_DERIVED = frozenset({"key_folded", "name_folded", "anchor_on", "opt_out_on", "assumed"})


@contextmanager
def recording(cs: Cs) -> Iterator["Entries"]:
    """The transaction of this command, one undo step."""
    from cs_cli.store.entries import Entries  # noqa: PLC0415  SQLModel costs half a second; readers never pay it

    with cs.writing() as writer:
        yield Entries(writer)


def told(ref: AccountRef | None, what: str, contract: str = "") -> None:
    """Say what was done to which account, by its full name, and how to take it back."""
    whose = f"{ref.name} ({ref.key}{f'/{contract}' if contract else ''}): " if ref else ""
    say(f"{whose}{what}. Take it back: cs undo")


def told_changes(
    ref: AccountRef | None,
    changes: Mapping[str, tuple[Any, Any]],
    contract: str = "",
    of: str = "",
    settled: Sequence[str] = (),
) -> None:
    """Say which fields were changed: `owner lee → me`; `of` is whose they are, where not the account's.

    Where none was, say what is `settled`: as it was, but no longer assumed.
    """
    seen = {name: values for name, values in changes.items() if name not in _DERIVED}
    said = ", ".join(f"{name} {_shown(name, old)} → {_shown(name, new)}" for name, (old, new) in seen.items())
    if seen:
        told(ref, f"{of}: {said}" if of else said, contract)
    elif settled:
        told(ref, f"no longer only assumed: {sentence_of([*settled], 'and')}", contract)
    else:
        whose = f"{ref.name} ({ref.key}{f'/{contract}' if contract else ''}): " if ref else ""
        say(f"{whose}nothing to change, it is so already")


def _shown(name: str, value: Any) -> str:  # noqa: ANN401  any cell
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = "" if value is None else str(value)
    if name in _LISTS:
        text = ";".join(json.loads(text))
    elif name == "custom":
        text = ";".join(f"{field}={said}" for field, said in json.loads(text).items())
    return text or "–"


def account_to_change(cs: Cs, said: str, undone: str, *, exactly: bool = False, tail: str = "") -> AccountRef:
    """The account that a writing command means; `undone` says what was not done ("nothing logged").

    `tail` is what was typed right behind it (`/Platform`). Raises NotFoundError with the line to type for each account
    that comes close.
    """
    try:
        return cs.portfolio.account(said, exactly=exactly)
    except AccountNotFoundError as error:
        offers = [offer for offer in error.close_to if not offer.endswith(" more")]
        keys = [offer.partition(" ")[0] for offer in offers[:_OFFERED]]
        lines = ready_lines(cs, said + tail, [key + tail for key in keys])
        raise NotFoundError(_question(cs, undone, error, keys), *lines) from error


def _question(cs: Cs, undone: str, error: AccountNotFoundError, keys: Sequence[str]) -> str:
    if error.several:
        question = f"Which one: {sentence_of(error.close_to)}?"
    elif keys:
        question = f"Did you mean {sentence_of([f'{key}, {cs.portfolio.account(key).name}' for key in keys])}?"
    else:
        question = "All accounts: cs accounts"
    return f"{error.sentence}; {undone}. {question}"


def ready_lines(cs: Cs, said: str, instead: Sequence[str]) -> list[str]:
    """What was typed, ready to copy, with each of `instead` in the place of `said`."""
    at = cs.words.index(said, 1)  # the command's own word may be the same
    return [f"cs {join([*cs.words[:at], other, *cs.words[at + 1 :]])}" for other in instead]
