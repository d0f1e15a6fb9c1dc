from kommin.examination.models.amounts import AmountJudgement, Verdict
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

__all__ = [
    "AmountJudgement",
    "Basis",
    "Consensus",
    "ConsensusState",
    "ConsensusVoice",
    "Proposal",
    "ProposalLine",
    "Scenario",
    "ScenarioComment",
    "ScenarioLine",
    "ScoreResult",
    "ScoreSheet",
    "Scorer",
    "ScoringRules",
    "Verdict",
]
