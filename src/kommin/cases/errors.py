"""Why this room refuses; each message tells the person what to do."""

from collections.abc import Sequence
from dataclasses import dataclass

MOST_TOLD = 5


class CaseError(Exception):
    """An action of this room cannot be done as asked. `field` names the field at fault, if one is."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class CannotApplyError(CaseError):
    """The call is not open, or the municipality is not among those who may apply."""


class StateError(CaseError):
    """The application is not in a state for this."""


class LateError(CaseError):
    """The deadline and its grace had passed when the request reached the house. The draft stays."""


class ClashError(CaseError):
    """The other version has changed again since the two were shown."""


class MasterDataError(CaseError):
    """The IBAN or another entry cannot be right."""


@dataclass(frozen=True)
class Gap:
    """One thing that is missing or wrong, and the address where it is mended."""

    text: str
    href: str


class IncompleteError(CaseError):
    """Something is still missing; `gaps` say what and where."""

    def __init__(self, message: str, gaps: Sequence[Gap]) -> None:
        super().__init__(" ".join([message, *(gap.text for gap in gaps[:MOST_TOLD])]))
        self.gaps = list(gaps)
