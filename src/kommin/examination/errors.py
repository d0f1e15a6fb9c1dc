"""Why this room refuses; each message tells the person what to do."""

from kommin.cases.errors import CaseError


class ExaminationError(CaseError):
    """An action of this room cannot be done as asked."""


class ExcludedError(ExaminationError):
    """A conflict of interest (§§ 20, 21 VwVfG) keeps somebody from a case."""


class ScoringError(ExaminationError):
    """A score cannot be entered, handed in, taken back or agreed on."""


class AmountError(ExaminationError):
    """A judgement of the financing plan cannot be right; `field` names the line."""


class RankingError(ExaminationError):
    """A scenario cannot be made or adopted."""


class RequestClosedError(ExaminationError):
    """The request was answered or withdrawn meanwhile."""
