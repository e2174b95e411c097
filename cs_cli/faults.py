"""Unexpected errors: a numbered entry in a private log instead of a traceback on the screen."""

import os
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from cs_cli.settings import state_dir


def log_fault(error: Exception, words: Sequence[str]) -> tuple[str, Path | str]:
    """Append the traceback of `error` to the log (0600) and return its number and where it lies.

    Only the command's first word is kept: what was typed may be a customer's data.
    """
    now = datetime.now(UTC)
    number = f"{now:%Y%m%d-%H%M%S}"
    text = "".join(traceback.format_exception(error))
    path = state_dir() / "faults.log"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600), "a", encoding="utf-8") as log:
            log.write(f"--- {number} cs {' '.join(words[:1])}\n{text}\n")
    except OSError as failure:
        return number, f"no log could be written ({failure}); see cs --debug"
    return number, path
