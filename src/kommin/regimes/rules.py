"""Who may bring in law."""

from kommin.foundation.access import has_role

may_import_law = has_role("operator")
