from kommin.foundation.audit.actions.erasing import NothingToErase, erase_payload
from kommin.foundation.audit.actions.recording import Target, record
from kommin.foundation.audit.actions.sealing import seal

__all__ = ["NothingToErase", "Target", "erase_payload", "record", "seal"]
