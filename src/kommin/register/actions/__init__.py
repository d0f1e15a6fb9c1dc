"""What can be done to the register."""

from kommin.register.actions.boundaries import import_boundaries
from kommin.register.actions.comparing import Change, Difference, Ending, Succession, compare_edition
from kommin.register.actions.importing import create_register, import_edition
from kommin.register.actions.loading import load_register

__all__ = [
    "Change",
    "Difference",
    "Ending",
    "Succession",
    "compare_edition",
    "create_register",
    "import_boundaries",
    "import_edition",
    "load_register",
]
