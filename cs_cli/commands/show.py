"""`cs show ACME`: where an account stands; `cs brief ACME`: one page before a call."""

from datetime import timedelta
from typing import Annotated, Any

import typer

from cs_cli.commands.options import refuse_format
from cs_cli.commands.renewals import row_of
from cs_cli.commands.today import AccountArgument, items_of
from cs_cli.context import Cs
from cs_cli.domain import money
from cs_cli.domain.items import WEEK_DAYS
from cs_cli.domain.people import gaps
from cs_cli.domain.plan_progress import Progress, open_steps, progress_of
from cs_cli.output import render
from cs_cli.screens import show as screens
from cs_cli.store.accounts import AccountRef
from cs_cli.store.days import Days
from cs_cli.store.people import people
from cs_cli.store.plans import Plans
from cs_cli.store.segments import load_segments

KEYS = [
    "account",
    "name",
    "owner",
    "segment",
    "stage",
    "tags",
    "customer_since",
    "arr",
    "currency",
    "arr_by_currency",
    "renews_on",
    "decide_on",
    "health",
    "band",
    "band_by_hand",
    "health_7d",
    "main_reason",
    "contracts",
    "people",
    "tasks",
    "promises",
    "tickets",
    "plan",
    "last_touch_on",
    "custom",
    "gaps",
    "sentiment",
]
SlackOption = Annotated[bool, typer.Option("--slack", help="One line to paste.")]
TOUCHES = 8


def show(ctx: typer.Context, account: AccountArgument, *, slack: SlackOption = False) -> None:
    """Show where an account stands."""
    cs: Cs = ctx.obj
    seen = look_at(cs, cs.portfolio.account(account))
    if slack:
        refuse_format(cs, "cs show --slack", f"As data: cs show {seen.account.key} --json")
        render.document(screens.slack_line(seen))
        return
    render.rows([as_row(seen)], KEYS, cs.format, lambda: screens.show(seen))


def brief(ctx: typer.Context, account: AccountArgument) -> None:
    """Print one page to read before a call."""
    cs: Cs = ctx.obj
    seen = look_at(cs, cs.portfolio.account(account))
    items = items_of(cs, {seen.account.account_id: seen.account.key})
    render.rows([as_row(seen)], KEYS, cs.format, lambda: screens.brief(seen, items))


def look_at(cs: Cs, account: AccountRef) -> screens.Seen:
    """Everything that is known of one account on the day."""
    days, of = Days(cs.reader, cs.today), account.account_id
    before = cs.portfolio.scores([of], cs.today - timedelta(WEEK_DAYS))[of]
    profile, there = days.profile(of), people(cs.reader, cs.today, of)
    plan = Plans(cs.reader, cs.today).plan(of)
    limits = load_segments(cs.settings.folder).limits(profile["segment"])
    return screens.Seen(
        today=cs.today,
        account=account,
        profile=profile,
        worth=cs.portfolio.worth_of(account),
        terms=cs.portfolio.terms_of(account),
        known_until=cs.portfolio.known_until,
        health=cs.portfolio.explained(of),
        score_before=before,
        people=there,
        gaps=gaps(there, cs.today, limits.sponsor_silent_after_days),
        touches=days.touches(of, TOUCHES),
        tasks=days.tasks(of),
        tickets=days.open_tickets(of),
        last_on=days.last_touch().get(of),
        notes=days.notes(of),
        usage=days.usage(of),
        sponsor_days=limits.sponsor_silent_after_days,
        progress=progress_of(plan, cs.today),
        promises=open_steps(plan.commitments, cs.today),
        felt=days.sentiment(of),
    )


def as_row(seen: screens.Seen) -> dict[str, Any]:
    """One account with KEYS; `contracts`, `people`, `tasks`, `promises` and `tickets` are lists of objects."""
    import json  # noqa: PLC0415  one account only

    minor, currency = seen.worth.only()
    following = seen.worth.next
    return {
        "account": seen.account.key,
        "name": seen.account.name,
        "owner": seen.profile["owner"],
        "segment": seen.profile["segment"],
        "stage": seen.profile["stage"],
        "tags": json.loads(seen.profile["tags"]),
        "customer_since": seen.profile["customer_since"],
        "arr": None if minor is None or currency is None else money.major(minor, currency),
        "currency": currency,
        "arr_by_currency": {code: money.major(amount, code) for code, amount in sorted(seen.worth.arr.items())},
        "renews_on": following.renews_on.isoformat() if following else None,
        "decide_on": following.decide_on.isoformat() if following else None,
        "health": seen.health.tenths,
        "band": str(seen.health.band),
        "band_by_hand": seen.health.by_hand.why if seen.health.by_hand else None,
        "health_7d": seen.score_before.tenths,
        "main_reason": seen.health.main_reason,
        "contracts": [row_of(renewal, seen.health) for renewal in seen.worth.renewals],
        "people": [
            {
                "name": p.name,
                "title": p.title,
                "roles": list(p.roles),
                "email": p.email,
                "last_touch_on": p.last_on.isoformat() if p.last_on else None,
                "left_on": p.left_on.isoformat() if p.left_on else None,
                "bounced_on": p.bounced_on.isoformat() if p.bounced_on else None,
            }
            for p in seen.people
        ],
        "tasks": [
            {"task": f"t{t.number}", "title": t.title, "due_on": t.due_on.isoformat() if t.due_on else None}
            for t in seen.tasks
        ],
        "promises": [
            {
                "commitment": p.number,
                "title": p.title,
                "side": p.side,
                "due_on": p.due_on.isoformat() if p.due_on else None,
            }
            for p in seen.promises
        ],
        "tickets": [
            {"ticket": number, "subject": subject, "priority": priority, "opened_on": on.isoformat()}
            for number, subject, priority, on in seen.tickets
        ],
        "plan": _plan(seen.progress),
        "last_touch_on": seen.last_on.isoformat() if seen.last_on else None,
        "custom": json.loads(seen.profile["custom"]),
        "gaps": [gap.words for gap in seen.gaps],
        "sentiment": seen.felt._asdict() if seen.felt else None,
    }


def _plan(progress: Progress | None) -> dict[str, Any] | None:
    """How far the plan is; None where there is none."""
    if progress is None:
        return None
    step = progress.next
    return {
        **progress._asdict(),
        "share": None if progress.share is None else round(progress.share, 4),
        "touched_on": progress.touched_on.isoformat() if progress.touched_on else None,
        "next": step
        and {
            "milestone": step.number,
            "title": step.title,
            "side": step.side,
            "due_on": step.due_on.isoformat() if step.due_on else None,
        },
    }
