"""What a channel is given to send: one message, complete in itself."""

from typing import Any, NamedTuple


class Parcel(NamedTuple):
    """One message: its subject and plain text, HTML for a mail, a JSON payload for chat and webhooks.

    `items` are the ids of the lines in it: what has been told once it is delivered. Of a digest that a channel cannot
    hold in one message there are several, `part` of `parts`.
    """

    subject: str
    text: str
    html: str | None = None
    payload: dict[str, Any] | None = None
    items: tuple[str, ...] = ()
    part: int = 1
    parts: int = 1
