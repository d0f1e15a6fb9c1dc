from kommin.cases.models.applicant import Applicant, MasterData, SignOffBy
from kommin.cases.models.application import EDITABLE, Application, NumberSeries, State
from kommin.cases.models.drafting import Change, Clash, Comment
from kommin.cases.models.standing import Partner, PartnerState, SignOff, Submission

__all__ = [
    "EDITABLE",
    "Applicant",
    "Application",
    "Change",
    "Clash",
    "Comment",
    "MasterData",
    "NumberSeries",
    "Partner",
    "PartnerState",
    "SignOff",
    "SignOffBy",
    "State",
    "Submission",
]
