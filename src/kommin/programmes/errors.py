"""Why this room refuses; each message tells the person what to do."""

from dataclasses import dataclass


class ProgrammeError(Exception):
    """An action of this room cannot be done as asked. `field` names the field at fault, if one is."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class InvalidError(ProgrammeError):
    """Values cannot be used; `errors` has the sentences of each field (None: of the whole)."""

    def __init__(self, errors: dict[str | None, list[str]]) -> None:
        super().__init__(" ".join(sentence for found in errors.values() for sentence in found))
        self.errors = errors


class GuidelineLockedError(ProgrammeError):
    """A published call rests on this version of the guideline."""


class AppropriationError(ProgrammeError):
    """Amounts or shares do not add up, or the year is closed."""


class CallError(ProgrammeError):
    """The call is not in a state for this, or its dates do not fit."""


@dataclass(frozen=True)
class Missing:
    """One thing that a call lacks, and where to mend it: the name of a page and its arguments."""

    text: str
    route: str
    args: tuple[object, ...] = ()


class IncompleteCallError(CallError):
    """Something is still missing; `missing` says what and where."""

    def __init__(self, message: str, missing: list[Missing]) -> None:
        super().__init__(message)
        self.missing = missing
