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
