"""A digest as a file: written whole or not at all, for its owner's eyes only."""

from pathlib import Path

from cs_cli.delivery.channel import Channel
from cs_cli.delivery.failure import NotSentError
from cs_cli.delivery.letter import Letter
from cs_cli.disk import write_private
from cs_cli.domain.filenames import file_stem
from cs_cli.errors import CannotWriteError


def write(channel: Channel, letter: Letter) -> str:
    """Write the letter at the channel's path: its HTML where that ends so, else subject and text.

    An owner's digest and a further part have files of their own beside it. Raises NotSentError.
    """
    path = Path(channel.said["path"]).expanduser()
    owner, part = letter.errand.owner, letter.parcel.part
    ends = [*([file_stem(owner)] if owner else []), *([str(part)] if part > 1 else [])]
    path = path.with_name("-".join([path.stem, *ends]) + path.suffix)
    html = letter.parcel.html if path.suffix in (".html", ".htm") else None
    text = html if html is not None else f"{letter.subject}\n\n{letter.parcel.text.rstrip()}\n"
    try:
        write_private(path, text.encode("utf-8", "replace"))
    except CannotWriteError as error:
        mend = f"cs config set channel.{channel.name}.path PATH"
        raise NotSentError(error.exit_code, error.sentence, mend) from None
    return "sent"
