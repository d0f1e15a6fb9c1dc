"""The whole record as one file that anybody can verify without this software; docs/audit.md describes the format."""

import hashlib
from collections.abc import Callable, Iterator
from typing import BinaryIO

from django.db.models import Prefetch, QuerySet

from kommin.foundation.audit.canonical import canonical
from kommin.foundation.audit.models import Personal, Record, Seal, SealedEnd
from kommin.foundation.audit.verification import CHUNK, SEALS_AT_ONCE, one_snapshot

FORMAT = "kommin-audit-1"

Advance = Callable[[int], object]


def export(
    file: BinaryIO, *, case: str | None = None, personal: bool = False, advance: Advance = lambda _: None
) -> tuple[int, str]:
    """Write records, chain after chain, and seals as JSON lines; returns the number of records and the SHA-256.

    Args:
        case: only the chain of this case, without seals.
        personal: with the personal payloads that are not erased.
    """
    file_hash = hashlib.sha256()
    records = 0
    with one_snapshot():
        for line in _lines(case, personal):
            encoded = (canonical(line) + "\n").encode()
            file.write(encoded)
            file_hash.update(encoded)
            if "record" in line:
                records += 1
                if records % CHUNK == 0:
                    advance(CHUNK)
    advance(records % CHUNK)
    return records, file_hash.hexdigest()


def _lines(case: str | None, personal: bool) -> Iterator[dict[str, object]]:
    yield {"format": FORMAT, "case": case, "personal": personal}
    records: QuerySet[Record] = Record.objects.select_related("personal").order_by("chain", "number")
    if case:
        records = records.filter(chain=f"case:{case}")
    for record in records.iterator(chunk_size=CHUNK):
        yield {"record": record.hashed(), "hash": record.hash, **_personal(record, personal)}
    if case:
        return
    ends = Prefetch("ends", queryset=SealedEnd.objects.order_by("chain"), to_attr="exported_ends")
    for seal in Seal.objects.order_by("number").prefetch_related(ends).iterator(chunk_size=SEALS_AT_ONCE):
        listed: list[SealedEnd] = getattr(seal, "exported_ends", [])
        yield {
            "seal": seal.hashed(),
            "hash": seal.hash,
            "ends": [{"chain": end.chain, "number": end.number, "hash": end.hash} for end in listed],
        }


def _personal(record: Record, wanted: bool) -> dict[str, object]:
    payload: Personal | None = getattr(record, "personal", None)
    if payload is None:
        return {}
    if payload.erased_at:
        return {"erased": payload.erased_at}
    return {"salt": payload.salt, "payload": payload.data_json} if wanted else {}
