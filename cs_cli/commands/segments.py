"""`cs segments`: the segments, their limits and rules; who would move by the rules; and moving them."""

from collections import Counter
from collections.abc import Sequence
from shlex import join
from typing import Annotated, Any

import typer

from cs_cli.commands.options import refuse_format
from cs_cli.context import Cs, say
from cs_cli.domain import words
from cs_cli.domain.conditions import Filter
from cs_cli.domain.segments import Rule
from cs_cli.domain.text import fold
from cs_cli.errors import ConfigError, UsageError
from cs_cli.output import render
from cs_cli.screens import segments as screens
from cs_cli.store.segments import FILE, SHIPPED, Move, load_segments, moves, segments_file
from cs_cli.store.tomlfile import copy_shipped

KEYS = ["segment", "accounts", "silent_after_days", "sponsor_silent_after_days", "when"]
CHECK_KEYS = ["account", "name", "from", "to", "when"]
CHECK, APPLY, COPY = "check", "apply", "copy"
WhatArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="[check | apply | copy]",
        help="check: who would move. apply: move them. copy: begin a file of your own.",
        show_default=False,
    ),
]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="With apply: only say who would move, as check does.")]


def segments(ctx: typer.Context, what: WhatArgument = None, *, dry_run: DryRunOption = False) -> None:
    """List the segments, how long each may be silent, and the rules of who belongs in it."""
    cs: Cs = ctx.obj
    if what not in (None, CHECK, APPLY, COPY):
        raise UsageError(f'"{what}" is nothing that segments do', "One of check, apply, copy; or cs segments alone")
    if dry_run and what != APPLY:
        raise UsageError("--dry-run goes with apply; the others write nothing", "cs segments check")
    if what is None:
        _list(cs)
    elif what == COPY:
        refuse_format(cs, "cs segments copy", f"The segments: cs segments --format {cs.format}")
        own = cs.settings.folder / FILE
        copy_shipped(SHIPPED, own)
        render.write(f"{own}\n")
    elif what == APPLY and not dry_run:
        refuse_format(cs, "cs segments apply", f"Who would move: cs segments check --format {cs.format}")
        _apply(cs, moves(cs.portfolio, _rules(cs)))
    else:
        _check(cs, moves(cs.portfolio, _rules(cs)))


def _list(cs: Cs) -> None:
    known = load_segments(cs.settings.folder)
    accounts = cs.portfolio.accounts()
    count = Counter(fold(row.segment or "") for row in accounts)
    names = {fold(rule.segment): rule.segment for rule in known.rules}
    of_accounts = sorted({fold(row.segment): row.segment for row in accounts if row.segment}.items())
    names |= {folded: name for folded, name in of_accounts if folded not in names}
    when = {fold(rule.segment): join(rule.when) for rule in known.rules if rule.when}
    rows: list[dict[str, Any]] = [
        {
            "segment": name,
            "accounts": count[folded],
            "silent_after_days": known.limits(name).silent_after_days,
            "sponsor_silent_after_days": known.limits(name).sponsor_silent_after_days,
            "when": when.get(folded),
        }
        for folded, name in names.items()
    ]
    file, own = segments_file(cs.settings.folder), cs.settings.folder / FILE
    render.rows(rows[: cs.limit], KEYS, cs.format, lambda: screens.segments(rows[: cs.limit], count[""], file, own))


def _rules(cs: Cs) -> list[tuple[Rule, Filter]]:
    """The rules with what they mean. Raises ConfigError with the rule that is not understood, or where none is."""
    from cs_cli.commands.filtering import filter_of  # noqa: PLC0415  only rules need it

    path, own = segments_file(cs.settings.folder), cs.settings.folder / FILE
    found: list[tuple[Rule, Filter]] = []
    for rule in load_segments(cs.settings.folder).rules:
        if not rule.when:
            continue
        try:
            meant = filter_of(cs, rule.when)
        except UsageError as error:
            raise ConfigError(f"{path}: segment.{rule.segment}: when: {error.sentence}", *error.hints) from error
        if meant.only(["segment"]).conditions:
            raise ConfigError(
                f"{path}: segment.{rule.segment}: when asks for a segment, which is what it is to say",
                'Ask for something else, like when = "arr:>=100k"',
            )
        found.append((rule, meant))
    if not found:
        raise ConfigError(
            f"{path} has no rule: no segment in it says when",
            *([] if path == own else [f"Begin a file of your own: cs segments copy writes {own}"]),
            f'Then a line in {own}: when = "arr:>=100k"',
        )
    return found


def _check(cs: Cs, found: Sequence[Move]) -> None:
    rows = [
        {"account": move.account, "name": move.name, "from": move.before, "to": move.after, "when": move.when}
        for move in found
    ]
    render.rows(rows[: cs.limit], CHECK_KEYS, cs.format, lambda: screens.moves(rows[: cs.limit], len(rows)))


def _apply(cs: Cs, found: Sequence[Move]) -> None:
    from cs_cli.commands.recording import recording  # noqa: PLC0415  only here

    if not found:
        say("Nobody moves: every account is where the rules say")
        return
    with recording(cs) as entries:
        for move in found:
            entries.change("account", move.account_id, {"segment": move.after})
    for move in found:
        say(f"{move.name} ({move.account}): segment {move.before or '–'} → {move.after}")
    say(f"{words.counted(len(found), 'account')} moved. Take it back: cs undo")
