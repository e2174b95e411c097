"""What a message or a meeting is known by: never its own id, which may hold an address or a name."""

from hashlib import sha256

HASHED = "cs-"
SOURCES = ("mail", "calendar")
"""The sources whose ids are kept as hashes."""


def hashed_id(*parts: str) -> str:
    """The hash that stands for an id, or for what identifies something without one."""
    return f"{HASHED}{sha256(chr(0).join(parts).encode('utf-8', 'replace')).hexdigest()[:32]}"
