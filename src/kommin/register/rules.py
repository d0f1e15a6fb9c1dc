"""Who may change the register."""

from kommin.foundation.access import has_role

maintains_the_register = has_role("operator")
