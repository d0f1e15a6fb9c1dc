"""Who may read the record."""

from kommin.foundation.access import has_role

AUDITOR, OPERATOR = "auditor", "operator"

is_auditor_or_operator = has_role(AUDITOR, OPERATOR)
