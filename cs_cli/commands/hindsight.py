"""`cs hindsight ACME`: a loss replayed by date: what could be seen, how early, and what the score said."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any

import typer

from cs_cli.commands.completion import complete_account
from cs_cli.commands.replay import ONE_DAY, WEEK, Replay, weeks_of
from cs_cli.context import Cs
from cs_cli.domain import hindsight as signs
from cs_cli.domain import money, words
from cs_cli.domain.calendar import add_months
from cs_cli.domain.hindsight import Sign
from cs_cli.domain.losses import Loss, called, losses
from cs_cli.domain.text import fold
from cs_cli.errors import NotFoundError
from cs_cli.output import render
from cs_cli.screens import hindsight as screens
from cs_cli.store.accounts import AccountRef
from cs_cli.store.hindsight import Past
from cs_cli.store.said import Said, said_between

KEYS = [
    "account",
    "name",
    "contracts",
    "loss",
    "decided_on",
    "leaves_on",
    "reason",
    "arr_by_currency",
    "on",
    "days_before",
    "kind",
    "what",
    "health",
    "band",
    "said_on",
    "said_health",
    "said_band",
]
WEEKLY = "week"
WhichArgument = Annotated[
    str, typer.Argument(metavar="ACCOUNT[/CONTRACT]", autocompletion=complete_account, help="Whose loss.")
]


def hindsight(ctx: typer.Context, account: WhichArgument) -> None:
    """Replay a loss: the first sign of it, and what the score said then."""
    cs: Cs = ctx.obj
    ref, found = _found(cs, account)
    if not found:
        nothing = f"{ref.name} ({ref.key}): no churn, downgrade or notice on record by {words.full(cs.today)}."
        render.rows([], KEYS, cs.format, lambda: [nothing])
        return
    *earlier, loss = found
    told = _Story(cs, ref, loss)
    rows = [_row(ref, loss, scene) for scene in told.scenes(weekly=True)]
    render.rows(
        rows[: cs.limit], KEYS, cs.format, lambda: screens.screen(ref.key, ref.name, loss, told.told(), earlier)
    )


def _found(cs: Cs, said: str) -> tuple[AccountRef, list[Loss]]:
    """The account, and its losses, the latest last; of one contract where that is named. Raises NotFoundError."""
    whose, slash, which = said.partition("/")
    ref = cs.portfolio.account(whose)
    terms = cs.portfolio.terms_of(ref)
    names = {called(term): term.contract or term.product or "" for term in terms}
    if slash:
        if fold(which) not in names:
            lines = [f"cs hindsight {ref.key}/{name}" for name in names.values() if name]
            raise NotFoundError(f'{ref.name} ({ref.key}) has no contract "{which}"', *lines[:4])
        terms = [term for term in terms if called(term) == fold(which)]
    return ref, losses(terms, cs.today, cs.portfolio.known_until)


class _Story:
    """One loss and the year before it was decided."""

    def __init__(self, cs: Cs, ref: AccountRef, loss: Loss) -> None:
        self.loss = loss
        self.until = loss.decided_on
        self.since = add_months(self.until, -signs.MONTHS_BACK)
        self.replay = Replay(cs, ref.account_id)
        self.past = Past(cs.reader, ref.account_id, self.since, self.until)
        self.card = cs.portfolio.health.card_of(ref.account_id, self.until)
        self.weeks = list(weeks_of(self.since, self.until))
        self.turns = [signs.Turn(*change) for change in self.replay.changes(self.weeks)]
        self.said = said_between(cs.reader, ref.account_id, self.since - WEEK, self.until)

    def told(self) -> screens.Told:
        """What the screen shows."""
        found = sorted(self._signs(), key=_by_day)
        return screens.Told(
            list(self.scenes(weekly=False)),
            found[0] if found else None,
            self.replay.score(found[0].on) if found else None,
            signs.turned_red(self.turns),
        )

    def scenes(self, *, weekly: bool) -> Iterator[screens.Scene]:
        """From the first sign on: every sign, each change of band, with `weekly` each week; and the decision."""
        found = sorted(self._signs(), key=_by_day)
        first = found[0].on if found else self.until
        of_bands = {sign.on for sign in found if sign.kind == signs.BAND}
        turns = [Sign(t.on, signs.BAND, _turned(t)) for t in self.turns if t.on > first and t.on not in of_bands]
        weeks = [Sign(day, WEEKLY, "") for day in self.weeks if weekly and day >= first]
        ends = [Sign(self.until, signs.DECISION, screens.decided(self.loss))]
        for sign in sorted([*found, *turns, *weeks], key=_by_day) + ends:
            before = (self.until - sign.on).days
            said = self._said_on(sign.on)
            record = (said.score, said.on) if said else (None, None)
            yield screens.Scene(sign, before, self.replay.score(sign.on), *record)

    def _said_on(self, day: date) -> Said | None:
        """The last that was said within the week up to that day."""
        return next((said for said in reversed(self.said) if day - WEEK < said.on <= day), None)

    def _signs(self) -> Iterator[Sign]:
        yield from self.past.signs()
        found = [self._left_green(), self._fall_in_usage(), self._silence()]
        yield from (sign for sign in found if sign is not None)
        for on, kind, what in (
            (self.loss.notice_on, signs.NOTICE, "notice received"),
            (self.loss.opt_out_on, signs.OPT_OUT, "last day of the opt-out"),
        ):
            if on is not None and self.since <= on < self.until:
                yield Sign(on, kind, what)

    def _left_green(self) -> Sign | None:
        turn = signs.left_green(self.turns)
        return (
            Sign(turn.on, signs.BAND, f"left green for good{f': {turn.cause}' if turn.cause else ''}") if turn else None
        )

    def _fall_in_usage(self) -> Sign | None:
        seen = [(day, *self._usage(day)) for day in self.weeks]
        known = [each for each in seen if each[1] is not None]
        first = signs.first_of_last_run(known, lambda each: (each[1] or 0) <= signs.DROP_PCT)
        return Sign(first[0], signs.USAGE, first[2]) if first else None

    def _usage(self, day: date) -> tuple[float | None, str]:
        """The change of usage on its own base in percent, and its words."""
        lines = (line for line in self.replay.explained(day).lines if line.measure == "usage_trend")
        return next(((line.value, line.reason) for line in lines if not isinstance(line.value, str)), (None, ""))

    def _silence(self) -> Sign | None:
        half_lives = (getattr(m.rule, "half_life_days", None) for m in self.card.measures if m.input == "two_way")
        after = next(filter(None, half_lives), signs.SILENT_AFTER_DAYS)
        return signs.silence(self.past.touches(), self.until - ONE_DAY, after)


def _turned(turn: signs.Turn) -> str:
    cause = f": {turn.cause}" if turn.cause else ""
    return f"from {turn.before.band} to {turn.now.band}{cause}"


def _by_day(sign: Sign) -> tuple[date, bool]:
    return sign.on, sign.kind == WEEKLY


def _row(ref: AccountRef, loss: Loss, scene: screens.Scene) -> dict[str, Any]:
    sign, said = scene.sign, scene.said
    return {
        "account": ref.key,
        "name": ref.name,
        "contracts": [name for name in loss.contracts if name],
        "loss": loss.kind,
        "decided_on": loss.decided_on.isoformat(),
        "leaves_on": loss.leaves_on.isoformat() if loss.leaves_on else None,
        "reason": loss.reason,
        "arr_by_currency": {code: money.major(amount, code) for code, amount in sorted(loss.arr.items())},
        "on": sign.on.isoformat(),
        "days_before": scene.days_before,
        "kind": sign.kind,
        "what": sign.what or None,
        "health": scene.now.tenths,
        "band": scene.now.band.value,
        "said_on": scene.said_on.isoformat() if scene.said_on else None,
        "said_health": said.tenths if said else None,
        "said_band": said.band.value if said else None,
    }
