"""How each number is made: what it counts, where it comes from, and up to which day."""

from cs_cli.documents.content.adoption import Section
from cs_cli.documents.content.facts import Facts
from cs_cli.documents.content.support import LONG_DAYS, URGENT_HOURS
from cs_cli.documents.moments import day_said
from cs_cli.documents.numbers import plural

_SCORES = {"csat": "Share of answers that are 4 or 5 of 5", "ces": "Mean of the scores given"}


def definitions_of(review: Section, facts: Facts) -> list[Section]:
    """A row for each number that the document shows."""
    return [
        *_plan(review), *_adoption(review), *_support(review, facts), *_voice(review), *_meetings(review),
        *_agreement(review),
    ]  # fmt: skip


def _row(number: str, definition: str, source: str) -> Section:
    return {"number": number, "definition": definition, "source": source}


def _adoption(review: Section) -> list[Section]:
    adoption = review["adoption"]
    if not adoption:
        return []
    source = f"Product usage, read to {day_said(adoption['read_on'])}"
    rows = []
    if adoption["users"]:
        rows.append(
            _row("Active users", "The last reading of each month; the change compares ends of quarters", source)
        )
    if adoption["shares"]:
        rows.append(
            _row("Shares in use", "Last reading of the quarter, of the seats or features then available", source)
        )
    return rows


def _support(review: Section, facts: Facts) -> list[Section]:
    support = review["support"]
    rows = []
    source = f"Support desk, {plural(len(facts.tickets), 'ticket')} to {day_said(review['as_of'])}"
    if support:
        rows.append(_row("Tickets", "Counted in the month they were opened", source))
        if support["first_reply"] or support["resolution"]:
            rows.append(
                _row("Response, resolution", "Median clock time from opening, of tickets opened in the quarter", source)
            )
        if support["csat"]:
            rows.append(_row("Satisfaction", "Share of tickets of the quarter rated 4 or 5 of 5", source))
    if review["shortfalls"]:
        said = (
            f"Urgent tickets over {URGENT_HOURS} hours, any over {LONG_DAYS} days, reopened ones; the quarter and since"
        )
        rows.append(_row("What fell short", said, source))
    return rows


def _plan(review: Section) -> list[Section]:
    plan = review["plan"]
    source = f"Success plan, {day_said(review['as_of'])}"
    if not plan:
        return []
    said = "How far the measure is from its baseline to its target; over 100% where it went beyond"
    progress = [_row("Progress", said, source)] if any(row["progress"] for row in plan["objectives"]) else []
    worth = "What was gained, in units, times what one unit is worth; the total holds what was agreed"
    return [*progress, *([_row("Value", worth, source)] if plan["value"] else [])]


def _voice(review: Section) -> list[Section]:
    voice = review["voice"]
    if not voice:
        return []
    year = f"Survey answers of the year to {day_said(review['period']['last'])}, one per person"
    nps = [_row("NPS", "Share of 9 and 10 less share of 0 to 6, in points", year)] if voice["nps"] else []
    return [*nps, *(_row(score["name"], _SCORES[score["kind"]], year) for score in voice["scores"])]


def _meetings(review: Section) -> list[Section]:
    if not review["meetings"]["rows"]:
        return []
    return [_row("Meetings", "Calls, meetings and business reviews", f"Our log to {day_said(review['as_of'])}")]


def _agreement(review: Section) -> list[Section]:
    agreement = review["agreement"]
    if not agreement or all(row["fee"] is None for row in agreement["contracts"]):
        return []
    return [
        _row(
            "Annual fee",
            "The price of each contract in force, per year",
            f"Contract record, {day_said(review['as_of'])}",
        )
    ]
