from kommin.decisions.actions.bulk import draft_as_proposed, start_drafting, start_release
from kommin.decisions.actions.drafting import begin_draft, change_draft, discard_draft, possible_kinds
from kommin.decisions.actions.handing import hand_over, return_draft
from kommin.decisions.actions.letters import restore_texts, save_head, save_texts
from kommin.decisions.actions.releasing import release_decision, tell_municipality
from kommin.decisions.actions.transferring import transfer_means

__all__ = [
    "begin_draft",
    "change_draft",
    "discard_draft",
    "draft_as_proposed",
    "hand_over",
    "possible_kinds",
    "release_decision",
    "restore_texts",
    "return_draft",
    "save_head",
    "save_texts",
    "start_drafting",
    "start_release",
    "tell_municipality",
    "transfer_means",
]
