"""Why this room refuses; each message tells the person what to do."""


class DecisionError(Exception):
    """An action of this room cannot be done as asked. `field` names the field at fault, if one is."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class StaleDraftError(DecisionError):
    """Somebody has changed the draft since it was read; a hand-over or release of the former text is void."""


class FourEyesError(DecisionError):
    """Whoever releases a decision must neither have drafted it nor examined the case."""


class MeansError(DecisionError):
    """The means of a year do not suffice, or it is closed. `year`, `free` and `missing` say where and how much."""

    def __init__(self, message: str, *, year: int, free: object = None, missing: object = None) -> None:
        super().__init__(message)
        self.year, self.free, self.missing = year, free, missing


class IncompleteDraftError(DecisionError):
    """Something is missing or does not fit; `lacking` says each thing in one sentence."""

    def __init__(self, message: str, lacking: list[str]) -> None:
        super().__init__(" ".join([message, *lacking[:8]]))
        self.lacking = lacking


class BulkError(DecisionError):
    """Many decisions cannot be started as asked: nothing is left to do, or what would be decided has changed."""
