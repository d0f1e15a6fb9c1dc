from kommin.programmes.models.appropriation import Appropriation, AppropriationShare
from kommin.programmes.models.call import (
    OPEN_STATES,
    PUBLIC_STATES,
    Call,
    CallState,
    ConfirmedValue,
    Criterion,
    Judgement,
    Milestone,
    RequiredDocument,
)
from kommin.programmes.models.clauses import Clause, ClauseSet
from kommin.programmes.models.guideline import BuildingBlock, Consolidation, CostCategory, FinancingRule, Guideline
from kommin.programmes.models.programme import Programme
from kommin.programmes.models.responsibility import Responsibility
from kommin.programmes.models.version import CallVersion, VersionReason
from kommin.programmes.words import ApplicantKind

__all__ = [
    "OPEN_STATES",
    "PUBLIC_STATES",
    "ApplicantKind",
    "Appropriation",
    "AppropriationShare",
    "BuildingBlock",
    "Call",
    "CallState",
    "CallVersion",
    "Clause",
    "ClauseSet",
    "ConfirmedValue",
    "Consolidation",
    "CostCategory",
    "Criterion",
    "FinancingRule",
    "Guideline",
    "Judgement",
    "Milestone",
    "Programme",
    "RequiredDocument",
    "Responsibility",
    "VersionReason",
]
