"""`cs override ACME yellow --why … --until …`: a band set by hand; without a band, those that were set."""

from collections.abc import Iterable
from datetime import date, timedelta
from shlex import join, quote
from typing import Annotated, Any, NamedTuple

import typer

from cs_cli.commands.completion import complete_mood
from cs_cli.commands.contacts import MaybeAccountArgument
from cs_cli.commands.options import refuse_format
from cs_cli.commands.recording import account_to_change, recording, told
from cs_cli.commands.touches import any_day_said
from cs_cli.context import Cs
from cs_cli.domain import words
from cs_cli.domain.calendar import parse_day
from cs_cli.domain.health import Score
from cs_cli.domain.moods import MOODS, parse_mood
from cs_cli.domain.overrides import LONGEST_DAYS, said
from cs_cli.errors import NotFoundError, UsageError
from cs_cli.output import render
from cs_cli.screens import override as screens

KEYS = [
    "account",
    "name",
    "band",
    "why",
    "since",
    "until",
    "lifted_on",
    "in_force",
    "days_left",
    "measured",
    "measured_band",
]
_OVERRIDES = """
SELECT o.account_id, o.account, a.name, o.band, o.why, o."on" AS since, o.until,
  iif(o.lifted_on <= :today, o.lifted_on, NULL) AS lifted_on,
  o.until >= :today AND coalesce(o.lifted_on > :today, 1) AS in_force
FROM health_overrides o JOIN accounts a USING (account_id)
WHERE o."on" <= :today AND iif(:account IS NULL, a.archived_on IS NULL, account_id = :account)
ORDER BY in_force DESC, iif(in_force, o.until, NULL), since DESC, override_id DESC
"""
_BEFORE = """
SELECT id, set_on FROM health_override WHERE account_id = :account AND set_on <= :today AND until_on >= :on
  AND (lifted_on IS NULL OR lifted_on > :on)
"""
_UNDONE = "nothing was written"
_DEFAULT = "2w"
BandArgument = Annotated[
    list[str] | None, typer.Argument(metavar="[BAND]", autocompletion=complete_mood, help="green, yellow or red.")
]
WhyOption = Annotated[str | None, typer.Option("--why", metavar="TEXT", help="Why; internal.")]
UntilOption = Annotated[
    str | None, typer.Option("--until", metavar="DATE", help=f"The last day that it holds, at most {LONGEST_DAYS}d on.")
]
OnOption = Annotated[str | None, typer.Option("--on", metavar="DATE", help="Since when (today).")]
LiftOption = Annotated[bool, typer.Option("--lift", help="End the one in force today.")]
AllTimeOption = Annotated[bool, typer.Option("--all-time", help="Those that have ended, too.")]


class _Typed(NamedTuple):
    why: str | None
    until: str | None
    on: str | None

    @property
    def first(self) -> str:
        """The first option that was typed, or nothing."""
        named = {"--why": self.why, "--until": self.until, "--on": self.on}
        return next((name for name, value in named.items() if value is not None), "")


def override(
    ctx: typer.Context,
    account: MaybeAccountArgument = None,
    band: BandArgument = None,
    why: WhyOption = None,
    until: UntilOption = None,
    on: OnOption = None,
    *,
    lift: LiftOption = False,
    all_time: AllTimeOption = False,
) -> None:
    """Set the band of an account by hand: ACCOUNT yellow --why … --until …; end it; or list what is set."""
    cs: Cs = ctx.obj
    typed = _Typed(why, until, on)
    if lift or band:
        _refuse_other(cs, account, band, typed, lift=lift, all_time=all_time)
        assert account  # noqa: S101  a band is the second word, and --lift without an account is refused
        _set(cs, account, band, typed) if band else _lift(cs, account)
        return
    if typed.first:
        raise UsageError(f"{typed.first} is of a band, and none is said; {_UNDONE}", _line(account, typed))
    _list(cs, account, is_everything=all_time)


def _refuse_other(
    cs: Cs, account: str | None, band: list[str] | None, typed: _Typed, *, lift: bool, all_time: bool
) -> None:
    """Raises UsageError for what says two things at once."""
    name = quote(account or "ACCOUNT")
    if lift and (band or typed.first or not account):
        also = band[0] if band else typed.first
        what = f"--lift ends a band set by hand and takes no {also}" if also else "--lift is of an account"
        raise UsageError(f"{what}; {_UNDONE}", f"cs override {name} --lift")
    if all_time:
        raise UsageError(f"--all-time is of the list; {_UNDONE}", f"cs override {name}")
    refuse_format(cs, "cs override with a band or --lift", f"What is set: cs override {name} --format {cs.format}")


def _line(account: str | None, typed: _Typed) -> str:
    """The whole line to type, with what was said in its place."""
    why = quote(typed.why) if typed.why else '"…"'
    on = f" --on {quote(typed.on)}" if typed.on else ""
    return f"cs override {quote(account or 'ACME')} yellow --why {why} --until {quote(typed.until or _DEFAULT)}{on}"


def _set(cs: Cs, account: str, band: list[str], typed: _Typed) -> None:
    from cs_cli.intake.typed import filled_text  # noqa: PLC0415  only writing commands read values

    colour = _band_said(band[0])
    why, typed = _checked(cs, typed, band[1:])
    text, until, since = filled_text(why, "--why"), _until(cs, typed.until or ""), _since(cs, typed)
    ref = account_to_change(cs, account, _UNDONE)
    measured = _measured(cs, [ref.account_id])[ref.account_id]
    facts = {"band": colour, "why": text, "set_on": since, "until_on": until, "account_id": ref.account_id}
    replaced = {"account": ref.account_id, "today": cs.today.isoformat(), "on": since.isoformat()}
    with recording(cs) as entries:
        before = entries.select(_BEFORE, replaced)
        for row_id, set_on in before:
            entries.change("health_override", row_id, {"lifted_on": max(since, date.fromisoformat(set_on))})
        entries.insert("health_override", facts)
    instead = ", in place of the one before" if before else ""
    days = f"from {words.dated(since, cs.today)} until {words.dated(until, cs.today)}{instead}"
    told(ref, f"{colour} by hand {days}: {words.clipped(' '.join(text.split()), 80)} (measured {said(measured)})")


def _band_said(typed: str) -> str:
    """`green`, `yellow` (or amber) or `red`. Raises UsageError."""
    try:
        return parse_mood(typed)
    except UsageError as error:
        raise UsageError(f'"{typed}" is no band to set by hand; {_UNDONE}', f"One of {', '.join(MOODS)}") from error


def _checked(cs: Cs, typed: _Typed, rest: list[str]) -> tuple[str, _Typed]:
    """The reason, and what was typed with the words behind the band, which end the day of `--until 4 dec`.

    Raises UsageError for other words and, with the whole line to type, where reason or last day is missing.
    """
    if rest and not (typed.until and typed.until.isdecimal()):
        raise UsageError(f'"{rest[0]}" is a word too many; {_UNDONE}', f"The reason: --why {quote(' '.join(rest))}")
    lacking = ([] if typed.why else ['--why "…"']) + ([] if typed.until else [f"--until {_DEFAULT}"])
    line = " ".join([f"cs {join(cs.words)}", *lacking])
    if not typed.why:
        raise UsageError(f"why? A band set by hand has its reason; {_UNDONE}", line)
    if not typed.until:
        raise UsageError(f"until when? A band set by hand ends, at most {LONGEST_DAYS} days ahead; {_UNDONE}", line)
    return typed.why, typed._replace(until=" ".join([typed.until, *rest]))


def _until(cs: Cs, typed: str) -> date:
    """The last day. Raises UsageError for one that has passed or is too far ahead."""
    day, last = parse_day(typed, cs.today, cs.settings.fiscal_start), cs.today + timedelta(LONGEST_DAYS)
    told_day = f'--until "{typed}" is {words.full(day)}'
    if day < cs.today:
        raise UsageError(f"{told_day}, which has passed; {_UNDONE}", f"Like --until {_DEFAULT}")
    if day > last:
        sentence = f"{told_day}, more than {LONGEST_DAYS} days ahead; {_UNDONE}"
        raise UsageError(sentence, f"At most --until {last}; set it again when that day comes")
    return day


def _since(cs: Cs, typed: _Typed) -> date:
    """The first day. Raises UsageError for one that is still to come."""
    day = any_day_said(cs, typed.on)
    if day > cs.today:
        sentence = f'--on "{typed.on}" is {words.full(day)}, still to come; {_UNDONE}'
        raise UsageError(sentence, "Like --on mon, or leave it out")
    return day


def _lift(cs: Cs, account: str) -> None:
    ref = account_to_change(cs, account, _UNDONE)
    today = cs.today.isoformat()
    with recording(cs) as entries:
        found = entries.select(_BEFORE, {"account": ref.account_id, "today": today, "on": today})
        if not found:
            raise NotFoundError(f"no band of {ref.key} is set by hand; {_UNDONE}", f"What was: cs override {ref.key}")
        for row_id, _set_on in found:
            entries.change("health_override", row_id, {"lifted_on": cs.today})
    measured = _measured(cs, [ref.account_id])[ref.account_id]
    told(ref, f"no longer set by hand; measured {said(measured)}")


def _list(cs: Cs, account: str | None, *, is_everything: bool) -> None:
    """The overrides in force, those that end first at the top; of one account, or of all time, the past ones below."""
    ref = cs.portfolio.account(account) if account else None
    asked = {"account": ref.account_id if ref else None, "today": cs.today.isoformat()}
    every = cs.reader.rows(_OVERRIDES, asked)
    found = [row for row in every if ref or is_everything or row["in_force"]]
    shown = found[: cs.limit]
    measured = _measured(cs, {row["account_id"] for row in shown if row["in_force"]})
    rows = [_row(row, measured.get(row["account_id"]), cs.today) for row in shown]
    listed = screens.Listed(ref.key if ref else "", len(found), len(every) - len(found), is_everything=is_everything)
    render.rows(rows, KEYS, cs.format, lambda: screens.screen(rows, listed, cs.today))


def _row(row: dict[str, Any], measured: Score | None, today: date) -> dict[str, Any]:
    """An override with KEYS; what is measured and the days left are said only of one in force."""
    in_force = bool(row["in_force"])
    score = measured if in_force else None
    return {
        **row,
        "in_force": in_force,
        "days_left": (date.fromisoformat(row["until"]) - today).days if in_force else None,
        "measured": score.tenths if score else None,
        "measured_band": str(score.band) if score else None,
        "_measured": score,
    }


def _measured(cs: Cs, account_ids: Iterable[int]) -> dict[int, Score]:
    """What the measures say of the accounts, whatever was set by hand."""
    scores = cs.portfolio.scores(account_ids)
    return {of: score.by_hand.score if score.by_hand else score for of, score in scores.items()}
