"""Why texts of letters are not saved."""

from collections.abc import Mapping

from kommin.decisions.errors import DecisionError


class StaleTextsError(DecisionError):
    """Somebody has saved a newer version since the page was opened; `number` is that version."""

    def __init__(self, message: str, *, number: int) -> None:
        super().__init__(message)
        self.number = number


class WrongTextsError(DecisionError):
    """The texts cannot be used; `problems` says by block what is wrong."""

    def __init__(self, message: str, problems: Mapping[str, list[str]]) -> None:
        super().__init__(message)
        self.problems = problems
