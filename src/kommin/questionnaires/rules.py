"""Who may see and change questionnaires."""

from kommin.foundation.access import has_role
from kommin.people.models import Role
from kommin.people.rules import is_caseworker_of, is_head_of, is_programme_officer_of

EDITORS = (Role.PROGRAMME_OFFICER, Role.HEAD, Role.CASEWORKER)

is_auditor = has_role(Role.AUDITOR)
edits_questionnaires = has_role(*EDITORS)
may_open_the_room = edits_questionnaires | is_auditor
may_edit = is_programme_officer_of | is_head_of | is_caseworker_of
"""Judges an organisation, a questionnaire or one of its versions: only their own organisation's."""
may_read = may_edit | is_auditor
