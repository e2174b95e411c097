"""What people call by a letter and a number: t31 is a task, m7 a milestone."""

LETTERS = {
    "t": "task",
    "a": "activity",
    "o": "objective",
    "m": "milestone",
    "c": "commitment",
    "r": "risk",
    "v": "value_item",
}
"""The table that each letter stands for; the number is the row's id, never used twice."""
NOUNS = {"o": "an objective", "m": "a milestone", "c": "a commitment", "r": "a risk", "v": "a value"}
"""What a row of a plan is, by its letter; its last word is the word of its commands."""
_HIGHEST = 1 << 31


def parse_number(said: str, letters: str = "".join(LETTERS)) -> tuple[str, int]:
    """The table and the row id that `said` ("m7") means, of those with one of `letters`; alone, a digit is the first.

    Raises ValueError with a phrase to follow what was said.
    """
    word = said.strip().lower()
    letter, digits = (word[:1], word[1:]) if word[:1].isalpha() else (letters[:1], word)
    if letter not in letters or not (digits.isascii() and digits.isdigit()) or not 0 < int(digits) < _HIGHEST:
        raise ValueError(f"is no number like {' or '.join(f'{each}7' for each in letters)}")
    return LETTERS[letter], int(digits)


def plan_row(said: str, verb: str, other: str) -> tuple[str, str] | None:
    """What the row of a plan `said` is ("a milestone") and the line that does `verb` to it; None for any other.

    `other` are the letters that the caller takes itself. Of a risk, done takes a reason; a value is never done.
    """
    letter, digits = said.strip()[:1].lower(), said.strip()[1:]
    if letter in other or letter not in NOUNS or not digits.isdigit():
        return None
    word = NOUNS[letter].split()[-1]
    because = ' --because "…"' if (letter, verb) == ("r", "done") else ""
    return NOUNS[letter], f"cs {word} {'edit' if letter == 'v' else verb} {said.strip()}{because}"
