"""The title of each slide: a claim worked out from the record, or a neutral word where the record makes none.

All templates print the same sentence of a fact.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from cs_cli.documents.content.adoption import Section
from cs_cli.documents.content.agreement import AHEAD_DAYS
from cs_cli.documents.moments import day_said
from cs_cli.documents.numbers import capital, listed, plural

_NAMED, _LONGEST = 2, 50
_NO_PROMISES: Section = {"kept": 0, "to_come": 0, "missed": []}


def titles_of(review: Section) -> Section:
    """A title for every slide, by the slide's name."""
    return {
        "summary": _summary(review), "said": _said(review), "progress": _progress(review),
        "commitments": _commitments(review), "shortfalls": _shortfalls(review), "changes": _changes(review),
        "value": _value(review), "adoption": _adoption(review), "support": _support(review),
        "open_tickets": _open_tickets(review), "voice": _voice(review), "people": _people(review),
        "enablement": _enablement(review), "plan": _plan(review), "risks": _risks(review),
        "agreement": _agreement(review), "goals": _goals(review), "asks": _asks(review),
        "delivered": _delivered(review), "definitions": "How each number is made",
    }  # fmt: skip


def _summary(review: Section) -> str:
    adoption, name = review["adoption"], review["period"]["name"]
    if not adoption or not adoption["users"]:
        return f"{name} at a glance"
    since = f" and are {adoption['since']['users']} now" if adoption["since"] else ""
    short = since + (f"; {_fell_short(review)}" if review["fell_short"] else "")
    said = {
        "up": f"Active users rose {adoption['change_pct']}% to {adoption['users']} in {name}",
        "down": f"Active users fell {abs(adoption['change_pct'] or 0)}% to {adoption['users']} in {name}",
        "flat": f"Active users held at {adoption['users']} in {name}",
    }
    return said.get(adoption["moved"] or "", f"{adoption['users_said']} at the end of {name}") + short


def _fell_short(review: Section) -> str:
    """How much fell short: tickets alone as tickets, as the deck counts them."""
    rows = review["fell_short"]
    is_tickets = all(row["kind"] == "ticket" for row in rows)
    return f"{plural(len(rows), 'ticket' if is_tickets else 'thing')} fell short"


def _said(review: Section) -> str:
    objectives = _objectives(review)
    speakers = list(dict.fromkeys(row["said_by"] for row in objectives if row["said_by"]))
    if len(objectives) == 1 and len(speakers) == 1:
        return f"What you want to reach, in the words of {speakers[0]}"
    return "What you want to reach, in your words"


def _objectives(review: Section) -> list[Section]:
    return list(review["plan"]["objectives"]) if review["plan"] else []


def _progress(review: Section) -> str:
    objectives = _objectives(review)
    reached = [row for row in objectives if row["status"] == "Done"]
    back = [row["measure"] or row["quote"] for row in objectives if row["backwards"]]
    moved = f"{listed(back)} went backwards" if 0 < len(back) <= _NAMED else ""
    moved = moved or (f"{len(back)} of {plural(len(objectives), 'objective')} went backwards" if back else "")
    if reached:
        start = f"{len(reached)} of {plural(len(objectives), 'objective')} reached"
        return f"{start}; {f'{len(back)} went backwards' if len(back) > _NAMED else moved}" if moved else start
    if moved:
        return capital(moved)
    if len(objectives) == 1 and objectives[0]["now"] and objectives[0]["target"]:
        row = objectives[0]
        return f"{row['measure'] or 'Your objective'}: {row['now']} now, {row['target']} is the target"
    measured = sum(bool(row["now"]) for row in objectives)
    return (
        f"{measured} of {plural(len(objectives), 'objective')} measured, none reached yet" if measured else "Progress"
    )


def _commitments(review: Section) -> str:
    told = review["plan"]["promises"] if review["plan"] else _NO_PROMISES
    parts = [f"{plural(told['kept'], 'promise')} kept"] if told["kept"] else []
    if told["to_come"]:
        parts.append(f"{told['to_come'] if parts else plural(told['to_come'], 'promise')} still to come")
    missed = ", ".join(told["missed"][:_NAMED])
    more = f" and {len(told['missed']) - _NAMED} more" if told["missed"][_NAMED:] else ""
    if not missed:
        return ", ".join(parts) or "What we promised each other"
    return f"{', '.join(parts)}; not kept: {missed}{more}" if parts else f"Not kept: {missed}{more}"


def _shortfalls(review: Section) -> str:
    rows = review["fell_short"]
    steps = [row for row in rows if row["kind"] != "ticket"]
    tickets = _tickets_short(review["shortfalls"])
    if not steps:
        return tickets or "What fell short"
    if len(steps) == 1 and len(steps[0]["what"]) <= _LONGEST:
        return "; ".join(filter(None, (_step_short(steps[0]), tickets)))
    ours = sum(row["whose"] != "you" for row in steps)
    theirs = len(steps) - ours
    said = f"We missed {plural(ours, 'agreed day')}" if ours else ""
    if theirs:
        said = f"{said}, you {theirs}" if said else f"{plural(theirs, 'day')} agreed with you passed by"
    return f"{said}; {tickets}" if tickets else said


def _step_short(row: Section) -> str:
    """The one step that fell short, with the days it cost."""
    if row["cost"] == row["amount"]:
        return f"{row['what']} was missed"
    if row["done_on"]:
        return f"{row['what']} came {row['amount']} late"
    return f"{row['what']} moves by {row['amount']}" if row["by"] else f"{row['what']} is {row['amount']} late"


def _tickets_short(rows: Sequence[Section]) -> str:
    urgent = [row for row in rows if row["is_urgent"]]
    other = len(rows) - len(urgent)
    if urgent:
        more = f", {other} more fell short" if other else ""
        return f"{urgent_said(urgent)}{more}"
    if rows and {row["why"] for row in rows} == {"reopened"}:
        return f"{plural(len(rows), 'ticket')} had to be opened again"
    return f"{plural(len(rows), 'ticket')} stayed open too long or came back" if rows else ""


def urgent_said(urgent: Sequence[Section]) -> str:
    """The urgent tickets that took over a day, in words; where all are open still, that."""
    if all(row["status"] == "Open" for row in urgent):
        verb = "has" if len(urgent) == 1 else "have"
        return f"{plural(len(urgent), 'urgent ticket')} {verb} been open for {_longest(urgent)}"
    return f"{plural(len(urgent), 'urgent ticket')} took us more than a day"


def _longest(urgent: Sequence[Section]) -> str:
    """How long the tickets have been open, the one that was opened first, where there are several."""
    took = min(urgent, key=lambda row: str(row["opened_on"]))["took"]
    return str(took) if len(urgent) == 1 else f"up to {took}"


def _changes(review: Section) -> str:
    changes = review["changes"]
    if len(changes) == 1:
        return "What we change, so that it does not happen again"
    return f"{len(changes)} things change, so that it does not happen again" if changes else "What we change"


def _value(review: Section) -> str:
    value = review["plan"] and review["plan"]["value"]
    if not value:
        return "What it is worth to you"
    if not value["together"] or any(minor <= 0 for minor in value["minor"].values()):
        return "What it is worth to you" if value["together"] else "What it is worth to you is not agreed yet"
    on = f" on {day_said(value['agreed_on'])}" if value["agreed_on"] and len(value["agreed_by"]) == 1 else ""
    return f"{value['together']} a year, agreed with {names_said(value['agreed_by'])}{on}"


def names_said(names: Sequence[str]) -> str:
    """The names, or of many how many there are."""
    return listed(names) if len(names) <= _NAMED else f"{len(names)} of you"


def _delivered(review: Section) -> str:
    """The value agreed and the objectives reached, in one line."""
    value, objectives = review["plan"] and review["plan"]["value"], _objectives(review)
    reached = sum(row["status"] == "Done" for row in objectives)
    said = f"{reached} of {plural(len(objectives), 'objective')} reached" if reached else ""
    if value and value["together"] and all(minor > 0 for minor in value["minor"].values()):
        return f"{value['together']} a year agreed; {said}" if said else _value(review)
    return said or f"What {review['period']['name']} brought you"


def _adoption(review: Section) -> str:
    adoption, before = review["adoption"], review["previous"]["name"]
    if not adoption:
        return "Adoption"
    pct = abs(adoption["change_pct"] or 0)
    said = {
        "up": f"{adoption['users_said']}, {pct}% more than at the end of {before}",
        "down": f"{adoption['users_said']}, {pct}% fewer than at the end of {before}",
        "flat": f"{adoption['users_said']}, about as many as at the end of {before}",
    }
    if adoption["moved"]:
        return said[adoption["moved"]]
    return "Adoption" if adoption["seats_pct"] is None else f"{adoption['seats_pct']}% of the seats are taken"


def _support(review: Section) -> str:
    support, name, before = review["support"], review["period"]["name"], review["previous"]["name"]
    if not support:
        return "Support"
    if not support["opened"]:
        return f"No ticket was opened in {name}"
    count, change = plural(support["opened"], "ticket"), support["change_pct"]
    if change is None:
        return f"{count} in {name}"
    if change == 0:
        return f"{count} in {name}, as many as in {before}"
    return f"{count} in {name}, {abs(change)}% {'fewer' if change < 0 else 'more'} than in {before}"


def _open_tickets(review: Section) -> str:
    rows = review["support"]["open"] if review["support"] else []
    urgent = sum(row["is_urgent"] for row in rows)
    end = f", {urgent} of them urgent" if urgent else ""
    verb = "is" if len(rows) == 1 else "are"
    return f"{plural(len(rows), 'ticket')} {verb} open on {day_said(review['as_of'])}{end}"


def _voice(review: Section) -> str:
    nps = review["voice"] and review["voice"]["nps"]
    if not nps:
        return "What your people say"
    counts = f"{plural(nps['promoters'], 'promoter')}, {plural(nps['detractors'], 'detractor')}"
    return f"NPS is {nps['said']}: {counts} among {nps['n']} answers"


def _people(review: Section) -> str:
    meetings, name = review["meetings"], review["period"]["name"]
    if meetings["count"]:
        times = "once" if meetings["count"] == 1 else plural(meetings["count"], "time")
        return f"We met {times} in {name}"
    return f"We last met on {day_said(meetings['rows'][0]['on'])}" if meetings["rows"] else "Who works with us"


def _enablement(review: Section) -> str:
    found, name = review["enablement"], review["period"]["name"]
    if not found:
        return "Enablement"
    if found["numbers"]:
        row = found["numbers"][0]
        return f"{row['name']}: {row['value']}" + (f", {row['before']} before {name}" if row["before"] else "")
    if not found["count"]:
        return f"We last trained on {day_said(found['sessions'][0]['on'])}"
    return f"{plural(found['count'], 'training')} in {name}"


def _plan(review: Section) -> str:
    plan = review["plan"]
    if not plan or not plan["milestones"]:
        return "Milestones"
    following, count = plan["next"], len(plan["milestones"])
    next_said = f"{following['what']}{', ' + day_said(following['on']) if following['on'] else ''}" if following else ""
    if plan["done"] == count:
        return "The milestone is done" if count == 1 else f"All {count} milestones are done"
    if plan["done"]:
        end = f"; next: {next_said}" if next_said else ""
        return f"{plan['done']} of {plural(count, 'milestone')} done{end}"
    return f"Next: {next_said}" if next_said else "Milestones"


def _risks(review: Section) -> str:
    rows = review["plan"]["risks"] if review["plan"] else []
    return f"{plural(len(rows), 'risk')} we watch together" if rows else "Risks"


def _agreement(review: Section) -> str:
    agreement = review["agreement"]
    if not agreement:
        return "Agreement"
    following = agreement["contracts"][0]
    name, on = following["name"], day_said(following["renews_on"])
    is_near = following["notice_is_ahead"] and _is_near(following["notice_by"], review["as_of"])
    cases = (
        (following["is_over"], f"{name} ended on {on}"),
        (following["is_ending"], f"{name} ends on {on}"),
        (following["notice_given"], f"{name} ends on {on}; notice was given"),
        (is_near, f"{name} renews on {on}; notice is due by {day_said(following['notice_by'])}"),
        (following["is_renewed"], f"{name} is renewed from {on}"),
        (following["must_be_signed"], f"{name} ends on {on} unless we renew it together"),
        (not following["renews_on"], f"{name} runs without an end date"),
        (following["outlook"] == "Renews", f"{name} renews on {on}"),
    )
    return next((said for holds, said in cases if holds), f"{name}: {following['outlook'].lower()} {on}")


def _is_near(said: str, as_of: str) -> bool:
    """Whether the day needs deciding about: a later one is a date in the table, no headline."""
    return date.fromisoformat(said) <= date.fromisoformat(as_of) + timedelta(days=AHEAD_DAYS)


def _goals(review: Section) -> str:
    goals = review["goals"]
    if not goals:
        return "What comes next"
    last = max(goal["by"] for goal in goals)
    return f"{plural(len(goals), 'goal')} up to {day_said(last)}"


def _asks(review: Section) -> str:
    asks, decisions = review["asks"], review["decisions"]
    if not asks:
        return "What comes next"
    if not asks["ours"] and len(asks["yours"]) == len(decisions):
        return f"{'The decision we ask' if len(decisions) == 1 else 'The decisions we ask'} of you"
    return "What we ask of you, and you of us" if asks["yours"] and asks["ours"] else (
        "What we ask of you" if asks["yours"] else "What we owe you"
    )  # fmt: skip
