"""`cs show`, `cs show --slack` and `cs brief` on a screen."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from cs_cli.domain import money, words
from cs_cli.domain.book import NONE, Worth, last_day, standing
from cs_cli.domain.items import Item
from cs_cli.domain.people import Gap, Person, marks
from cs_cli.domain.plan_progress import WHOSE, Progress, Step
from cs_cli.domain.renewals import Renewal, Term, gave_notice
from cs_cli.output.sheet import Cell, Column, Sheet
from cs_cli.screens import bands
from cs_cli.screens.accounts import following
from cs_cli.screens.lost import lost_lines
from cs_cli.screens.plans import progress_line
from cs_cli.screens.sentiment import mood

_LABEL_WIDTH = len("Contracts")
_LABELLED = (Column(), Column(wrap=True, keep=16))
_CONTRACTS = (
    Column(drop=4),
    Column(flex=True),
    Column(drop=2),
    Column(right=True, drop=5),
    Column(),
    Column(drop=3),
    Column(drop=1),
)


class Seen(NamedTuple):
    """An account on a day: profile, worth, recorded terms, health, people, contact, tasks, tickets, promises."""

    today: date
    account: Any
    profile: dict[str, Any]
    worth: Worth
    terms: Sequence[Term]
    known_until: date
    health: Any
    score_before: Any
    people: Sequence[Person]
    gaps: Sequence[Gap]
    touches: Sequence[Any]
    tasks: Sequence[Any]
    tickets: Sequence[tuple[str, str | None, str | None, date]]
    last_on: date | None
    notes: Sequence[tuple[str, str]]
    usage: Sequence[tuple[str, str, float]]
    sponsor_days: int | None
    progress: Progress | None
    promises: Sequence[Step] = ()
    felt: Any = None


def show(seen: Seen) -> list[Sheet | str]:
    """Where the account stands."""
    sheet = Sheet(_LABELLED, indent=0)
    why = f"{seen.health.main_reason or 'nothing stands out'}: cs health {seen.account.key} --explain"
    for label, lines in (
        ("Lost", _lost(seen)),
        ("Why", [why]),
        ("Feels", _feels(seen)),
        ("People", _people(seen)),
        ("Open", _open(seen)),
        ("Plan", _plan(seen)),
        ("Last note", _last(_last_heard(seen.touches), seen.today)),
    ):
        for number, line in enumerate(lines):
            sheet.row(_label(label if number == 0 else ""), line)
    return [*_head(seen), _contracts(seen), sheet]


def _label(text: str) -> Cell:
    return Cell(f"{text:<{_LABEL_WIDTH}}", "bold")


def _last_heard(touches: Sequence[Any]) -> Sequence[Any]:
    """The last time that the customer spoke or a note was made; what we sent only where there is nothing else."""
    heard = [touch for touch in touches if touch.two_way or touch.kind == "note"]
    return (heard or touches)[:1]


def brief(seen: Seen, items: Sequence[Item]) -> list[Sheet | str]:
    """One page before a call."""
    parts: list[Sheet | str] = [*_head(seen), "", _contracts(seen)]
    sections: tuple[tuple[str, Iterable[str]], ...] = (
        ("Lost", _lost(seen)),
        ("At stake", [f"{item.what} ({item.rule})" for item in items] or ["nothing is due this week"]),
        ("Assumed", _assumed(seen)),
        ("Health", _health(seen)),
        ("Feels", _feels(seen)),
        ("Usage", _usage(seen)),
        ("People", _people(seen)),
        ("Said lately", _last(seen.touches, seen.today)),
        ("Open", _open(seen)),
        ("Plan", _plan(seen)),
        ("Tickets", _tickets(seen)),
        ("Notes", [f"{words.near(date.fromisoformat(on), seen.today)}  {text}" for on, text in seen.notes]),
        (
            "Afterwards",
            [f'cs log {seen.account.key} --call "…"', f'cs task {seen.account.key} "…" --due fri'],
        ),
    )
    sheet = Sheet((Column(wrap=True),))
    for title, lines in sections:
        said = list(lines)
        if said:
            sheet.heading("").heading(Cell(title, "bold"))
            for line in said:
                sheet.row(line)
    return [*parts, sheet]


def slack_line(seen: Seen) -> str:
    """One line to paste: name, health, ARR, what is next, why."""
    health = bands.band(seen.health).text
    arr = f" · {money.totals_shown(seen.worth.arr)} ARR" if seen.worth.arr else ""
    coming = following(seen.worth, seen.today)
    reason = f" · {seen.health.main_reason}" if seen.health.main_reason else ""
    return f"{seen.account.name} ({seen.account.key}): {health}{arr}{f' · {coming}' if coming else ''}{reason}"


def _head(seen: Seen) -> list[Sheet | str]:
    profile, day = seen.profile, seen.today
    said = [
        seen.account.name,
        profile["segment"],
        profile["stage"],
        f"owner {profile['owner']}" if profile["owner"] else None,
    ]
    if profile["customer_since"]:
        since = date.fromisoformat(profile["customer_since"])
        said.append(f"customer since {words.month(since)}")
    if profile["archived_on"]:
        said.append("archived")
    first = Sheet((), indent=0).heading(Cell(f"{seen.account.key}  " + " · ".join(filter(None, said)), "bold"))
    band = bands.band(seen.health)
    second = band.text + _moved(seen)
    if seen.worth.arr:
        contracts = words.counted(seen.worth.contracts, "contract")
        second += f"   {money.totals_shown(seen.worth.arr)} in {contracts}"
    if coming := seen.worth.next:
        distance = words.distance(coming.days_left)
        second += f"   next: {following(seen.worth, day)}, {distance}"
    return [first, Sheet((), indent=0).heading(Cell(second, band.style))]


def _moved(seen: Seen) -> str:
    if seen.health.whole is None or seen.score_before.whole is None:
        return ""
    change = seen.health.whole - seen.score_before.whole
    return f" ({change:+d} in 7d)" if change else ""


def _contracts(seen: Seen) -> Sheet:
    sheet = Sheet(_CONTRACTS, indent=0)
    live = {renewal.term.contract_id: renewal for renewal in seen.worth.renewals}
    rows = [term for term in seen.terms if term.contract_id in live or _is_worth(term, seen)]
    for number, term in enumerate(sorted(rows, key=lambda t: (t.contract, t.starts_on))):
        renewal = live.get(term.contract_id)
        sheet.row(
            _label("Contracts" if number == 0 else ""),
            term.contract or term.product or "",
            renewal.rhythm if renewal else term.term,
            money.shown(term.arr_minor, term.currency),
            *(_dates(renewal, seen.today) if renewal else (_how_it_stands(term), "")),
            _terms_of_notice(term),
        )
    if not rows:
        sheet.row(
            _label("Contracts"),
            "none in force" if _lost(seen) else f"none: cs contract add {seen.account.key} --renews … --arr …",
            "",
            "",
            "",
            "",
            "",
        )
    return sheet


def _lost(seen: Seen) -> list[str]:
    return lost_lines(seen.account.key, seen.terms, seen.today, seen.known_until)


def _assumed(seen: Seen) -> list[str]:
    """What nobody said of the contracts in force or ahead."""
    live = {renewal.term.contract_id for renewal in seen.worth.renewals}
    return [
        f"{', '.join(words.assumed(term.assumed))} of {term.contract or term.product or 'the contract'}"
        for term in seen.terms
        if term.assumed and (term.contract_id in live or _is_worth(term, seen))
    ]


def _is_worth(term: Term, seen: Seen) -> bool:
    return standing(term, seen.today, seen.known_until) != NONE


def _how_it_stands(term: Term) -> str:
    """Of a term without a renewal to decide on."""
    until = last_day(term)
    return f"{term.outcome or 'renewed'}, until {until}" if until else "evergreen"


def _dates(renewal: Renewal, today: date) -> tuple[str, str]:
    if renewal.state == "overdue":
        notice = f"notice of {renewal.term.notice_received_on}" if gave_notice(renewal.term, today) else "no outcome"
        return f"ended {renewal.renews_on}", notice
    if renewal.state == "notice":
        return "notice received", f"ends {renewal.renews_on}"
    opt_out = f"opt-out {renewal.opt_out_on}" if renewal.opt_out_on else "no notice"
    if renewal.decide_kind == "sign-by":
        return f"sign by {renewal.renews_on}", words.distance(renewal.days_left)
    passed = " passed" if renewal.opt_out_on and renewal.opt_out_on < today else ""
    return f"{opt_out}{passed}", f"renews {renewal.renews_on}"


def _terms_of_notice(term: Term) -> str:
    said = "auto" if term.auto_renew else "not auto"
    if term.notice is None:
        return said
    unit = {"calendar": "d", "business": " business days", "months": " months"}[term.notice.kind]
    return f"{said}, {term.notice.length}{unit} notice"


def _people(seen: Seen) -> list[str]:
    is_silent = any(gap.code == "sponsor-silent" for gap in seen.gaps)
    lines = []
    for person in seen.people:
        title = f", {person.title}" if person.title else ""
        roles = f", {', '.join(person.roles)}" if person.roles else ""
        said = [_contacted(person, seen, is_silent=is_silent), *marks(person, seen.today)]
        lines.append(f"{person.name}{title}{roles}: {', '.join(said)}")
    missing = [gap.words for gap in seen.gaps if not gap.told]
    if not lines:
        return ["nobody recorded yet"]
    return [*lines, f"gaps: {', '.join(missing)}"] if missing else lines


def _contacted(person: Person, seen: Seen, *, is_silent: bool) -> str:
    if person.last_on is None:
        return "no contact recorded"
    days = (seen.today - person.last_on).days
    is_meant = is_silent and "sponsor" in person.roles and not person.has_left(seen.today)
    return f"{words.near(person.last_on, seen.today)}, {days}d ago{f' ▲ over {seen.sponsor_days}d' if is_meant else ''}"


def _open(seen: Seen) -> list[str]:
    return [
        *(f"t{task.number} {task.title}{_due(task.due_on, seen.today)}" for task in seen.tasks),
        *(f"{p.number} {WHOSE[p.side]}: {p.title}{_due(p.due_on, seen.today)}" for p in seen.promises),
    ]


def _plan(seen: Seen) -> list[str]:
    return [progress_line(seen.progress, seen.today)] if seen.progress else []


def _due(due_on: date | None, today: date) -> str:
    if due_on is None:
        return ""
    late = (today - due_on).days
    return f", late {late}d" if late > 0 else f", due {words.weekday(due_on)}"


def _last(touches: Sequence[Any], today: date) -> list[str]:
    return [
        f"{words.near(touch.on, today)} {touch.kind}{_with(touch)}: {touch.summary or 'no words'}" for touch in touches
    ]


def _with(touch: Any) -> str:  # noqa: ANN401  store.days.Touch
    return f", {', '.join(touch.people)}" if touch.people else ""


def _health(seen: Seen) -> list[str]:
    lines = [f"{bands.band(seen.health).text}{_moved(seen)}: {seen.health.main_reason or 'nothing stands out'}"]
    gains = [str(gain) for gain in seen.health.gains]
    return [*lines, f"to gain: {' · '.join(gains)}"] if gains else lines


def _feels(seen: Seen) -> list[str]:
    """The last sentiment: internal."""
    if seen.felt is None:
        return []
    since = words.near(date.fromisoformat(seen.felt.on), seen.today)
    return [f"{mood(seen.felt.mood).text} since {since}: {seen.felt.why}"]


def _usage(seen: Seen) -> list[str]:
    lines = []
    for metric in ("active_users", "seats_used"):
        values = [(on, value) for name, on, value in seen.usage if name == metric]
        if values:
            (last_on, last), (first_on, first) = values[0], values[-1]
            lines.append(f"{metric.replace('_', ' ')} {first:,.0f} → {last:,.0f} ({first_on} to {last_on})")
    return lines


def _tickets(seen: Seen) -> list[str]:
    return [
        f"#{number} {priority or ''} {subject or ''}, open {(seen.today - on).days}d".replace("  ", " ")
        for number, subject, priority, on in seen.tickets
    ]
