from kommin.foundation.audit.models.chain import SEALS, Head, Seal, SealedEnd
from kommin.foundation.audit.models.record import Personal, Record, personal_hash

__all__ = ["SEALS", "Head", "Personal", "Record", "Seal", "SealedEnd", "personal_hash"]
