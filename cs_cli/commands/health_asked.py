"""Which of the answers of `cs health` is asked for, and what does not go with it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cs_cli.errors import UsageError

LIST, EXPLAIN, HISTORY, SAID, MIGRATION = "", "--explain", "--history", "--said", "--migration"
_ALARMS = {"red": ("red",), "yellow": ("red", "yellow"), "grey": ("red", "yellow", "grey")}
_ONE_PICTURE = (HISTORY, MIGRATION)


class Asked(NamedTuple):
    """The answer, and the bands that are a finding."""

    answer: str
    alarms: Sequence[str]


def asked(answers: Mapping[str, bool], belonging: Mapping[str, Mapping[str, str | None]], fail_on: str | None) -> Asked:
    """The one of `answers` that was typed; `belonging` has by answer the options that go with it alone.

    Raises UsageError for two answers, for an option of another one, and for an alarm that is none.
    """
    typed = [name for name, is_typed in answers.items() if is_typed]
    if len(typed) > 1:
        raise UsageError(f"{' and '.join(typed)} at once", "One of them")
    answer = typed[0] if typed else LIST
    for owner, options in belonging.items():
        said = next((option for option, value in options.items() if value is not None), None)
        if said and owner != answer:
            belongs = f"goes with {owner}" if owner else f"is of the list, and not of {answer}"
            raise UsageError(f"{said} {belongs}", f"Add {owner}" if owner else f"Leave out {said}")
    return Asked(answer, _alarms(fail_on, answer))


def _alarms(band: str | None, answer: str) -> Sequence[str]:
    if band is None:
        return ()
    if band not in _ALARMS:
        raise UsageError(f'--fail-on "{band}" is no alarm', "One of red, yellow, grey")
    if answer in _ONE_PICTURE:
        raise UsageError(f"--fail-on is of the list, and not of {answer}", "Leave out --fail-on")
    return _ALARMS[band]
