"""Text fitted to a number of terminal cells: cut with an ellipsis, or wrapped at its words."""

from rich.cells import cell_len, chop_cells, set_cell_size


def fit(text: str, width: int) -> str:
    """`text` in at most `width` cells; what is cut shows as `…`."""
    return text if cell_len(text) <= width else set_cell_size(text, max(0, width - 1)).rstrip() + "…"


def width_of(text: str) -> int:
    """How many cells `text` takes."""
    return cell_len(text)


def padded(text: str, width: int) -> str:
    """`text` in exactly `width` cells: what is cut shows as `…`, the rest is filled with spaces."""
    return set_cell_size(fit(text, width), width)


def fit_before(text: str, width: int, sign: str) -> str:
    """`text` in at most `width` cells, cut before its last `sign`: what stands behind (`…, due Fri`) is kept."""
    head, found, tail = text.rpartition(sign)
    left = width - cell_len(found + tail)
    return fit(head, left) + found + tail if found and left > width // 2 else fit(text, width)


def wrapped(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` cells, broken at its spaces; a word that is wider is chopped."""
    if cell_len(text) <= width:
        return [text]
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and cell_len(lines[-1]) + 1 + cell_len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines += chop_cells(word, width) if cell_len(word) > width else [word]
    return [line.rstrip(" ") for line in lines if line] or [""]
