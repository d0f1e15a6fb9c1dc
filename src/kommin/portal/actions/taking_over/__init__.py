"""Taking over old releases: reading a file, releasing what was read, loading entry by entry, taking an import back."""

from kommin.portal.actions.taking_over.loading import finish_loading, load_entry, release_import, start_loading
from kommin.portal.actions.taking_over.preparing import begin_import, change_import, discard_import
from kommin.portal.actions.taking_over.reversing import take_back_import

__all__ = [
    "begin_import",
    "change_import",
    "discard_import",
    "finish_loading",
    "load_entry",
    "release_import",
    "start_loading",
    "take_back_import",
]
