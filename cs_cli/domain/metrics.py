"""The metrics that a portfolio measures: the shipped names, the other words for them, which hold a word."""

import re

WORDS_END_WITH = "_status"
"""How the name of a metric ends that holds a word (invoice_status: paid, due, overdue), not a number."""
SHIPPED = {
    "active_users": ("users active", "monthly active users", "mau"),
    "seats_used": ("used seats", "seats in use", "licenses used", "licences used", "used licenses", "used licences"),
    "logins": ("login count", "log ins", "sign ins"),
    "key_events": ("key actions", "core events"),
    "features_used": ("used features", "features in use"),
    "features_available": ("available features",),
    "invoice_status": ("payment status", "billing status"),
}
"""What scorecards and decks read, each with the other headers that a column of a usage table may have."""
COUNTS = frozenset(name for name in SHIPPED if not name.endswith(WORDS_END_WITH))
"""The shipped metrics that count something, and so are never below 0."""
_APART = re.compile(r"[^\w]+|_+")


def holds_word(metric: str) -> bool:
    """Whether the readings of `metric` are words."""
    return metric.lower().endswith(WORDS_END_WITH)


def folded_word(said: str) -> str:
    """A word as it is stored: in lower case, without spaces around it."""
    return said.strip().lower()


def shipped_metric(header: str) -> str | None:
    """The shipped metric that a column of that header holds: `Seats used` → seats_used, `MAU` → active_users."""
    words = named(header).replace("_", " ")
    return next((name for name, also in SHIPPED.items() if words == name.replace("_", " ") or words in also), None)


def named(header: str) -> str:
    """The name of the metric that a header is: `Storage used (GB)` → storage_used_gb."""
    return "_".join(_APART.sub(" ", header).lower().split())
