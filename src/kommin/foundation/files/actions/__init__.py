from kommin.foundation.files.actions.keeping import Swept, rescan_quarantine, sweep_orphans
from kommin.foundation.files.actions.removing import remove_file
from kommin.foundation.files.actions.storing import Intake, Taken, store_upload, store_uploads

__all__ = [
    "Intake",
    "Swept",
    "Taken",
    "remove_file",
    "rescan_quarantine",
    "store_upload",
    "store_uploads",
    "sweep_orphans",
]
