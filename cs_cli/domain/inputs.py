"""What a scorecard can measure: every input with its title, its unit and the source it comes from."""

from typing import NamedTuple

METRIC = "metric"
WORD_SUFFIX = "_status"
"""A metric whose name ends so holds a word, not a number."""
USAGE, SUPPORT, SURVEYS, CONTACT, RECORD, BILLING = "usage", "tickets", "surveys", "contact", "record", "billing"
FEEDS = (USAGE, SUPPORT, SURVEYS, CONTACT, BILLING)
"""Sources that come by import; the record is typed by hand."""


class Input(NamedTuple):
    """One input: what people call it, the unit of its value, where it comes from, what kind of value it has.

    `kind` is number, age (in days) or word; only an age of contact fades by half-lives.
    """

    title: str
    unit: str
    source: str
    kind: str = "number"


INPUTS = {
    "seats_used": Input("seats used", "%", USAGE),
    "usage_trend": Input("usage trend", "%", USAGE),
    "breadth": Input("breadth", "%", USAGE),
    METRIC: Input("metric", "", USAGE),
    "tickets": Input("tickets", "", SUPPORT),
    "severe_age": Input("open Sev-1", "d", SUPPORT, "age"),
    "response": Input("first reply", "h", SUPPORT),
    "resolution": Input("resolution", "h", SUPPORT),
    "survey": Input("survey", "", SURVEYS),
    "nps": Input("NPS", "", SURVEYS),
    "csat": Input("CSAT", "%", SURVEYS),
    "ces": Input("CES", "", SURVEYS),
    "two_way": Input("two-way", "d", CONTACT, "age"),
    "sponsor": Input("sponsor", "d", CONTACT, "age"),
    "sponsor_present": Input("sponsor in place", "d", RECORD, "age"),
    "sentiment": Input("sentiment", "", RECORD, "word"),
    "plan": Input("plan", "%", RECORD),
    "invoice_status": Input("invoices", "", BILLING, "word"),
}
MEASURES = tuple(INPUTS)
ANSWERED = frozenset({"survey", "nps", "csat", "ces"})
"""What is answered by people, of whom there must be enough."""


def is_of_words(name: str) -> bool:
    """Whether a metric of that name holds words."""
    return name.endswith(WORD_SUFFIX)
