from kommin.people.actions.accounts import (
    anonymise_person,
    change_profile,
    create_account,
    end_session,
    end_sessions,
    lock_person,
    reset_second_factor,
    unlock_person,
)
from kommin.people.actions.conflicts import declare_conflict, end_conflict
from kommin.people.actions.invitations import (
    Sent,
    invite,
    join,
    open_account,
    resend_invitation,
    revoke_invitation,
)
from kommin.people.actions.members import (
    change_membership,
    end_deputyship,
    end_membership,
    leave,
    name_deputy,
)
from kommin.people.actions.organisations import create_organisation, record_succession, rename_organisation

__all__ = [
    "Sent",
    "anonymise_person",
    "change_membership",
    "change_profile",
    "create_account",
    "create_organisation",
    "declare_conflict",
    "end_conflict",
    "end_deputyship",
    "end_membership",
    "end_session",
    "end_sessions",
    "invite",
    "join",
    "leave",
    "lock_person",
    "name_deputy",
    "open_account",
    "record_succession",
    "rename_organisation",
    "resend_invitation",
    "reset_second_factor",
    "revoke_invitation",
    "unlock_person",
]
