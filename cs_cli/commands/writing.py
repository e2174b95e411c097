"""The words of an entry: those that were typed, those on standard input, or what is written in an editor."""

import os
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

from cs_cli.context import Cs
from cs_cli.errors import CannotWriteError, UsageError

STDIN = "-"
_EDITORS = ("VISUAL", "EDITOR")


def words_said(cs: Cs, typed: Sequence[str], lines: Sequence[str], before: str = "") -> str:
    """The text of an entry; `before` is what it says now, `lines` what to type instead of using an editor.

    Raises UsageError where nothing was typed and there is no editor or nobody to use it.
    """
    if list(typed) == [STDIN]:
        return sys.stdin.read()
    if typed:
        return " ".join(typed)
    editor = next(filter(None, map(os.environ.get, _EDITORS)), None)
    if not cs.can_ask or editor is None:
        why = "" if not cs.can_ask else "; no editor is set ($EDITOR)"
        raise UsageError(f"Missing argument 'TEXT'{why}", *lines)
    return _edited(editor, before)


def _edited(editor: str, before: str) -> str:
    """What somebody leaves in a file that holds `before` and that nobody else can read. Raises CannotWriteError."""
    import subprocess  # noqa: PLC0415  most entries are typed
    from tempfile import TemporaryDirectory  # noqa: PLC0415  as above

    with TemporaryDirectory(prefix="cs-") as folder:
        file = Path(folder) / "entry.txt"
        file.write_text(f"{before}\n" if before else "", encoding="utf-8")
        try:
            code = subprocess.run([*shlex.split(editor), str(file)], check=False).returncode  # noqa: S603  the user's own
        except (OSError, ValueError) as error:
            raise CannotWriteError(
                f"the editor {editor} does not start: {error}", "Another one: EDITOR=nano cs …"
            ) from error
        if code:
            raise CannotWriteError(f"the editor {editor} ended with {code}; nothing was written")
        return file.read_text(encoding="utf-8", errors="replace")
