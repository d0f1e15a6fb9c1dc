from kommin.decisions.models.commitment import Basis, Commitment, Transfer
from kommin.decisions.models.decision import (
    AWARDS,
    LATER,
    OPEN,
    WITH_AMOUNTS,
    WROTE,
    Decision,
    DecisionDocument,
    DecisionSeries,
    DecisionState,
    DecisionStep,
    Kind,
    StepKind,
)

__all__ = [
    "AWARDS",
    "LATER",
    "OPEN",
    "WITH_AMOUNTS",
    "WROTE",
    "Basis",
    "Commitment",
    "Decision",
    "DecisionDocument",
    "DecisionSeries",
    "DecisionState",
    "DecisionStep",
    "Kind",
    "StepKind",
    "Transfer",
]
