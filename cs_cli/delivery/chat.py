"""Slack, Teams and webhooks: a JSON document posted to a secret address; Apprise for whatever else there is."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cs_cli.delivery import http
from cs_cli.delivery.channel import Channel, secret_of
from cs_cli.delivery.failure import DENIED, MISCONFIGURED, TRY_AGAIN, UNAVAILABLE, NotSentError, misconfigured
from cs_cli.delivery.letter import AGAIN, Letter
from cs_cli.domain.channels import WEBHOOK

_ACCEPTED, _REDIRECT, _ERRORS, _SERVER = 202, 300, 400, 500
_CODES = {401: DENIED, 403: DENIED, 404: MISCONFIGURED, 410: MISCONFIGURED} | dict.fromkeys((408, 425, 429), TRY_AGAIN)
_HEADER = 150


def post(channel: Channel, letter: Letter) -> str:
    """Post the payload to Slack, Teams or a webhook: `sent`, or `accepted` where it is only promised.

    Raises NotSentError.
    """
    payload = letter.parcel.payload or {}
    reply = http.post(channel, secret_of(channel), labelled(payload, channel.kind) if letter.again else payload)
    if reply.status == _ACCEPTED:
        return "accepted"
    if reply.status < _REDIRECT:
        return "sent"
    raise _refusal(channel, reply)


def _refusal(channel: Channel, reply: http.Reply) -> NotSentError:
    if reply.status < _ERRORS:
        return NotSentError(UNAVAILABLE, f"the service answers {reply.status}, a redirect, and none is followed")
    code = _CODES.get(reply.status, TRY_AGAIN if reply.status >= _SERVER else UNAVAILABLE)
    said = f": {reply.text}" if reply.text else ""
    mend = [f"cs config secret {channel.secret}"] if code in (DENIED, MISCONFIGURED) else []
    return NotSentError(code, f"the service answers {reply.status}{said}", *mend, wait=reply.wait)


def labelled(payload: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """A copy of `payload` that says it is sent again: in a webhook's key `again`, else before its first text."""
    copy = deepcopy(dict(payload))
    if kind == WEBHOOK:
        return copy | {"again": True}
    if isinstance(copy.get("text"), str):
        copy["text"] = AGAIN + copy["text"]
    if first := _first_text(copy.get("blocks") or copy.get("attachments")):
        first["text"] = (AGAIN + first["text"])[: _HEADER if first.get("type") == "plain_text" else None]
    return copy


def _first_text(part: Any) -> dict[str, Any] | None:  # noqa: ANN401  any part of a JSON document
    """The first object with a `text` below `part`."""
    if isinstance(part, dict):
        if isinstance(part.get("text"), str):
            return part
        part = list(part.values())
    if isinstance(part, list):
        return next(filter(None, map(_first_text, part)), None)
    return None


def notify(channel: Channel, letter: Letter) -> str:
    """Hand the text to Apprise, which knows where its address leads. Raises NotSentError."""
    address = secret_of(channel).reveal()
    _refuse_unverified(channel, address)
    try:
        import apprise  # noqa: PLC0415  an extra, and slow to load
    except ImportError:
        raise misconfigured("Apprise is not installed", "pip install 'cs-cli[notify]'") from None
    import logging  # noqa: PLC0415  Apprise brings it

    for name in ("apprise", "urllib3.connectionpool"):
        logging.getLogger(name).disabled = True  # they write addresses, which are secrets
    service = apprise.Apprise()
    if not service.add(address):
        raise misconfigured("Apprise knows no such address", f"cs config secret {channel.secret}")
    if not service.notify(title=letter.subject, body=letter.parcel.text):
        raise NotSentError(TRY_AGAIN, "Apprise could not deliver it")
    return "sent"


def _refuse_unverified(channel: Channel, address: str) -> None:
    try:
        said = parse_qs(urlsplit(address).query).get("verify", ["yes"])
    except ValueError:
        raise misconfigured("Apprise knows no such address", f"cs config secret {channel.secret}") from None
    if any(value.lower() not in ("yes", "true", "1") for value in said):
        raise misconfigured("verify=no is refused, TLS is always checked", f"cs config secret {channel.secret}")
