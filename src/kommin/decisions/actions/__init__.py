from kommin.decisions.actions.bulk import draft_as_proposed, start_drafting, start_release
from kommin.decisions.actions.correcting import correct_entry
from kommin.decisions.actions.delivery import offer_in_portal, prove_receipt, retrieve_in_portal, send_by_post
from kommin.decisions.actions.drafting import begin_draft, change_draft, discard_draft, possible_kinds
from kommin.decisions.actions.handing import hand_over, return_draft
from kommin.decisions.actions.letters import restore_texts, save_head, save_texts
from kommin.decisions.actions.releasing import release_decision
from kommin.decisions.actions.remedies import end_lawsuit, record_lawsuit, record_waiver, sign_waiver
from kommin.decisions.actions.transferring import transfer_means

__all__ = [
    "begin_draft",
    "change_draft",
    "correct_entry",
    "discard_draft",
    "draft_as_proposed",
    "end_lawsuit",
    "hand_over",
    "offer_in_portal",
    "possible_kinds",
    "prove_receipt",
    "record_lawsuit",
    "record_waiver",
    "release_decision",
    "restore_texts",
    "retrieve_in_portal",
    "return_draft",
    "save_head",
    "save_texts",
    "send_by_post",
    "sign_waiver",
    "start_drafting",
    "start_release",
    "transfer_means",
]
