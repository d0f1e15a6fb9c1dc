from kommin.cases.actions.applicants import change_handling, save_master_data
from kommin.cases.actions.attaching import MOST_FILES, add_documents, remove_document
from kommin.cases.actions.beginning import begin_application
from kommin.cases.actions.commenting import write_comment
from kommin.cases.actions.partnering import answer_as_partner, ask_partner, remove_partner
from kommin.cases.actions.renewing import take_over_version
from kommin.cases.actions.saving import Saved, fill_up_plan, save_fields, settle_clash
from kommin.cases.actions.signing import sign_off
from kommin.cases.actions.submitting import submit_application
from kommin.cases.actions.withdrawing import withdraw_application

__all__ = [
    "MOST_FILES",
    "Saved",
    "add_documents",
    "answer_as_partner",
    "ask_partner",
    "begin_application",
    "change_handling",
    "fill_up_plan",
    "remove_document",
    "remove_partner",
    "save_fields",
    "save_master_data",
    "settle_clash",
    "sign_off",
    "submit_application",
    "take_over_version",
    "withdraw_application",
    "write_comment",
]
