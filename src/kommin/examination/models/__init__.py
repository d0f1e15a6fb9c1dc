from kommin.examination.models.amounts import AmountJudgement, Verdict
from kommin.examination.models.checking import (
    CheckEnd,
    CheckStep,
    Extension,
    Finding,
    InformationRequest,
    ItemVerdict,
    RequestedItem,
    RequestState,
)
from kommin.examination.models.messages import LONGEST_TEXT, Message, Note, Side
from kommin.examination.models.ranking import Proposal, ProposalLine, Scenario, ScenarioComment, ScenarioLine
from kommin.examination.models.scoring import (
    Basis,
    Consensus,
    ConsensusState,
    ConsensusVoice,
    Scorer,
    ScoreResult,
    ScoreSheet,
    ScoringRules,
)
from kommin.examination.models.worklist import AssignmentRule, ListChoice, SavedView

__all__ = [
    "LONGEST_TEXT",
    "AmountJudgement",
    "AssignmentRule",
    "Basis",
    "CheckEnd",
    "CheckStep",
    "Consensus",
    "ConsensusState",
    "ConsensusVoice",
    "Extension",
    "Finding",
    "InformationRequest",
    "ItemVerdict",
    "ListChoice",
    "Message",
    "Note",
    "Proposal",
    "ProposalLine",
    "RequestState",
    "RequestedItem",
    "SavedView",
    "Scenario",
    "ScenarioComment",
    "ScenarioLine",
    "ScoreResult",
    "ScoreSheet",
    "Scorer",
    "ScoringRules",
    "Side",
    "Verdict",
]
