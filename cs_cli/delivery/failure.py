"""Why a message was not sent: a sentence without any secret in it, and whether it is worth trying again."""

from cs_cli.errors import ConfigError, CsError, DeniedError, TryAgainError

UNAVAILABLE, TRY_AGAIN = 69, TryAgainError.exit_code
DENIED, MISCONFIGURED = DeniedError.exit_code, ConfigError.exit_code


class NotSentError(CsError):
    """A message did not get through, or nobody knows whether it did (`may_have_arrived`).

    `exit_code` 75 is temporary; `wait` is how many seconds the service asks to be left alone.
    """

    def __init__(
        self, exit_code: int, sentence: str, *hints: str, wait: float | None = None, may_have_arrived: bool = False
    ) -> None:
        super().__init__(sentence, *hints)
        self.exit_code = exit_code
        self.wait = wait
        self.may_have_arrived = may_have_arrived

    @property
    def is_worth_a_retry(self) -> bool:
        """Whether the same may work in a moment, and cannot arrive twice."""
        return self.exit_code == TRY_AGAIN and not self.may_have_arrived

    @property
    def whole(self) -> str:
        """The sentence and what to type, on one line."""
        return ": ".join([self.sentence, *self.hints])


def misconfigured(sentence: str, *hints: str) -> NotSentError:
    """A failure that lasts until somebody changes a setting or a secret."""
    return NotSentError(MISCONFIGURED, sentence, *hints)
