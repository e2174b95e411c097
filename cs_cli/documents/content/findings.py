"""The findings of a quarter in sentences, each worked out from the record; without a fact there is no sentence."""

from collections.abc import Iterable, Sequence

from cs_cli.documents.content.adoption import Section
from cs_cli.documents.content.titles import urgent_said
from cs_cli.documents.moments import day_said
from cs_cli.documents.numbers import capital, plural

GOOD_SHARE_PCT, ALL_PCT = 80, 100
LOW_SHARE_PCT = 50
_SHOWN, _TILES = 3, 4


def tiles_of(review: Section) -> list[Section]:
    """The numbers of the summary, at most four, those that say most first."""
    return [*_users_tile(review), *_seats_tile(review), *_tickets_tile(review), *_nps_tile(review),
            *_reply_tile(review), *_date_tile(review)][:_TILES]  # fmt: skip


def _tile(name: str, value: str, change: str, evidence: str, status: str = "") -> Section:
    return {"name": name, "value": value, "change": change, "status": status, "evidence": evidence}


def _users_tile(review: Section) -> list[Section]:
    adoption = review["adoption"]
    if not adoption or not adoption["users"]:
        return []
    status = {"up": "good", "down": "watch"}.get(adoption["moved"] or "", "")
    said = _against(adoption["change_pct"], adoption["change"], review)
    return [_tile("Active users", adoption["users"], said, "adoption", status)]


def _against(change_pct: int | None, change: str | None, review: Section) -> str:
    name = review["previous"]["name"]
    return "" if change_pct is None else f"{change} against {name}" if change_pct else f"as in {name}"


def _seats_tile(review: Section) -> list[Section]:
    adoption = review["adoption"]
    if not adoption or adoption["seats_pct"] is None:
        return []
    return [_tile("Seats taken", f"{adoption['seats_pct']}%", f"{adoption['seats_used']} of {adoption['seats']} seats",
        "adoption")]  # fmt: skip


def _tickets_tile(review: Section) -> list[Section]:
    support = review["support"]
    if not support:
        return []
    said = _against(support["change_pct"], support["change"], review)
    return [_tile("Tickets opened", f"{support['opened']:,}", said, "support")]


def _nps_tile(review: Section) -> list[Section]:
    nps = review["voice"] and review["voice"]["nps"]
    return [_tile("NPS", nps["said"], f"{nps['n']} answers in a year", "voice")] if nps else []


def _reply_tile(review: Section) -> list[Section]:
    support = review["support"]
    if not support or not support["first_reply"]:
        return []
    said = f"median of {plural(support['first_reply_n'], 'ticket')}"
    return [_tile("First response", support["first_reply"], said, "support")]


def _date_tile(review: Section) -> list[Section]:
    if not review["agreement"]:
        return []
    contract = review["agreement"]["contracts"][0]
    kind = "Notice due" if contract["notice_is_ahead"] else contract["outlook"]
    return [_tile(kind, day_said(contract["next_on"]), contract["name"], "agreement")] if contract["next_on"] else []


def findings_of(review: Section) -> list[Section]:
    """What went well (`highlight`) and what needs attention (`concern`, ours first), at most three sentences each.

    Each names the `evidence` that it rests on.
    """
    good = [
        *_resting("adoption", _usage(review, "up")), *_resting("adoption", _since(review, 1)),
        *_resting("adoption", _shares(review)),
        *_resting("support", _closed(review)), *_resting("voice", _loved(review)),
    ]  # fmt: skip
    bad = [
        *_resting("adoption", _since(review, -1)),
        *_resting("shortfalls", _fell_short(review)), *_resting("shortfalls", _missed(review)),
        *_resting("objectives", _backwards(review)), *_resting("support", _still_open(review)),
        *_resting("adoption", _usage(review, "down")), *_resting("adoption", _low(review)),
        *_resting("voice", _disliked(review)),
    ]  # fmt: skip
    return [
        {"kind": kind, "said": said, "evidence": evidence}
        for kind, found in (("highlight", good), ("concern", bad))
        for evidence, said in found[:_SHOWN]
    ]


def said_as(findings: Sequence[Section], kind: str) -> list[str]:
    """The sentences of one kind."""
    return [row["said"] for row in findings if row["kind"] == kind]


def _resting(evidence: str, sentences: Iterable[str]) -> list[tuple[str, str]]:
    return [(evidence, said) for said in sentences]


def _usage(review: Section, moved: str) -> list[str]:
    adoption = review["adoption"]
    if not adoption or adoption["moved"] != moved:
        return []
    word = "rose" if moved == "up" else "fell"
    pct = abs(adoption["change_pct"])
    start = f"from {adoption['users_before']} at the end of {review['previous']['name']}"
    return [f"Active users {word} {pct}% to {adoption['users']}, {start}"]


def _since(review: Section, way: int) -> list[str]:
    """What happened to usage after the quarter, where it went up (1) or down (-1)."""
    since = review["adoption"] and review["adoption"]["since"]
    if not since or since["change_pct"] * way < 0:
        return []
    less = f"{abs(since['change_pct'])}% {'more' if way > 0 else 'fewer'} than at the end of {review['period']['name']}"
    return [f"Active users are {since['users']} on {day_said(since['on'])}, {less}"]


def _shares(review: Section) -> list[str]:
    adoption = review["adoption"]
    if not adoption or adoption["seats_pct"] is None or not GOOD_SHARE_PCT <= adoption["seats_pct"] <= ALL_PCT:
        return []
    return [f"{adoption['seats_pct']}% of the seats are taken: {adoption['seats_used']} of {adoption['seats']}"]


def _closed(review: Section) -> list[str]:
    support = review["support"]
    if not support or not support["resolved"] or support["open"]:
        return []
    return [f"{plural(support['resolved'], 'ticket')} resolved in {review['period']['name']}, none open today"]


def _loved(review: Section) -> list[str]:
    nps = review["voice"] and review["voice"]["nps"]
    if not nps or nps["promoters"] <= nps["detractors"]:
        return []
    return [_nps_said(nps)]


def _disliked(review: Section) -> list[str]:
    nps = review["voice"] and review["voice"]["nps"]
    if not nps or nps["detractors"] <= nps["promoters"]:
        return []
    return [_nps_said(nps)]


def _nps_said(nps: Section) -> str:
    counts = f"{plural(nps['promoters'], 'promoter')}, {plural(nps['detractors'], 'detractor')}"
    return f"NPS is {nps['said']}: {counts} among {nps['n']} answers"


def _fell_short(review: Section) -> list[str]:
    urgent = [row for row in review["shortfalls"] if row["is_urgent"]]
    other = len(review["shortfalls"]) - len(urgent)
    first = [urgent_said(urgent)] if urgent else []
    name = "further ticket" if urgent else "ticket"
    return [*first, *([f"{plural(other, name)} stayed open too long or came back"] if other else [])]


def _missed(review: Section) -> list[str]:
    """What we did not do by the day that was agreed."""
    missed = [row for row in review["fell_short"] if row["kind"] != "ticket" and row["whose"] != "you"]
    if not missed:
        return []
    count, first = len(missed), missed[0]
    late = "was late" if first["done_on"] else "is late"
    one = (
        f"We missed {first['what']}" if first["cost"] == "missed" or first["by"] else f"{capital(first['what'])} {late}"
    )
    return [one if count == 1 else f"We missed {count} of the steps we had agreed"]


def _backwards(review: Section) -> list[str]:
    return [f"{capital(name)} went backwards" for name in (review["plan"] or {"backwards": []})["backwards"]]


def _still_open(review: Section) -> list[str]:
    support = review["support"]
    if not support or not support["open"]:
        return []
    longest = max(ticket["days"] for ticket in support["open"])
    count = len(support["open"])
    age = f", {'for' if count == 1 else 'the oldest for'} {plural(longest, 'day')}" if longest else ""
    return [f"{plural(count, 'ticket')} {'is' if count == 1 else 'are'} still open{age}"]


def _low(review: Section) -> list[str]:
    adoption = review["adoption"]
    if not adoption or adoption["seats_pct"] is None or LOW_SHARE_PCT <= adoption["seats_pct"] <= ALL_PCT:
        return []
    used, pct = f"{adoption['seats_used']} of {adoption['seats']} seats are taken", adoption["seats_pct"]
    return [f"{used}: more than the agreement has" if pct > ALL_PCT else f"{used} ({pct}%)"]
