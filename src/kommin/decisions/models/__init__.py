from kommin.decisions.models.bulk import Bulk, BulkStep
from kommin.decisions.models.commitment import Basis, Commitment, Transfer
from kommin.decisions.models.decision import (
    AWARDS,
    LATER,
    LONGEST_TEXT,
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
from kommin.decisions.models.delivery import TELLS_OF_RECEIPT, DeliveryEntry, DeliveryKind, Outcome
from kommin.decisions.models.letters import LetterHead, LetterText

__all__ = [
    "AWARDS",
    "LATER",
    "LONGEST_TEXT",
    "OPEN",
    "TELLS_OF_RECEIPT",
    "WITH_AMOUNTS",
    "WROTE",
    "Basis",
    "Bulk",
    "BulkStep",
    "Commitment",
    "Decision",
    "DecisionDocument",
    "DecisionSeries",
    "DecisionState",
    "DecisionStep",
    "DeliveryEntry",
    "DeliveryKind",
    "Kind",
    "LetterHead",
    "LetterText",
    "Outcome",
    "StepKind",
    "Transfer",
]
