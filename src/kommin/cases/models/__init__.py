from kommin.cases.models.applicant import Applicant, MasterData, SignOffBy
from kommin.cases.models.application import EDITABLE, Application, NumberSeries, State
from kommin.cases.models.case import UNDECIDED, Case, Completeness, Stage
from kommin.cases.models.drafting import Change, Clash, Comment
from kommin.cases.models.ledger import GRANTING, TAKEN_BACK, EntryKind, LedgerEntry
from kommin.cases.models.standing import Partner, PartnerState, SignOff, Submission
from kommin.cases.models.supplement import Supplement

__all__ = [
    "EDITABLE",
    "GRANTING",
    "TAKEN_BACK",
    "UNDECIDED",
    "Applicant",
    "Application",
    "Case",
    "Change",
    "Clash",
    "Comment",
    "Completeness",
    "EntryKind",
    "LedgerEntry",
    "MasterData",
    "NumberSeries",
    "Partner",
    "PartnerState",
    "SignOff",
    "SignOffBy",
    "Stage",
    "State",
    "Submission",
    "Supplement",
]
