"""What the clock does with stored files: scan what waits in quarantine, sweep what belongs to nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import BinaryIO, cast

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from kommin.foundation.access import Actor
from kommin.foundation.audit import actions as audit
from kommin.foundation.files import opaque
from kommin.foundation.files.actions.storing import target_of
from kommin.foundation.files.models import FileState, StoredFile
from kommin.foundation.files.scanning import Finding, Verdict, scan

BATCH = 100
LEFT_ALONE = timedelta(hours=24)
"""So long an unknown file may belong to an upload that is just being stored, or to a database being restored."""


@dataclass(frozen=True)
class Swept:
    """What a sweep found: files without a row (deleted), and rows whose file is gone (only named)."""

    deleted: int
    missing: tuple[str, ...]


def rescan_quarantine() -> int:
    """Scan what could not be scanned when it came; returns how many files left the quarantine. Safe to run twice."""
    left = 0
    for stored in StoredFile.objects.filter(state=FileState.QUARANTINED).order_by("uploaded_at", "pk")[:BATCH]:
        if not stored.path or not default_storage.exists(stored.path):
            continue
        with default_storage.open(stored.path) as content:
            verdict = scan(cast(BinaryIO, content))
        if verdict.finding is Finding.UNREACHABLE:
            break
        left += _released(stored.pk, verdict)
    return left


@transaction.atomic
def _released(pk: int, verdict: Verdict) -> bool:
    row = StoredFile.objects.select_for_update().filter(pk=pk, state=FileState.QUARANTINED).first()
    if row is None:
        return False
    row.scanned_at = timezone.now()
    infected = verdict.finding is Finding.INFECTED
    row.state = FileState.INFECTED if infected else FileState.READY
    if infected:
        path, row.path = row.path, None
        transaction.on_commit(lambda: default_storage.delete(str(path)))
    row.save(update_fields=["scanned_at", "state", "path"])
    audit.record(
        action="files.infected" if infected else "files.released",
        by=Actor.clock(),
        target=target_of(row),
        data={"scan": verdict.finding.value, "found": verdict.detail, "sha256": row.sha256},
    )
    return True


def sweep_orphans(now: datetime | None = None) -> Swept:
    """Delete stored files that no row knows and that are older than a day. Safe to run twice and at once.

    They are left when a process is killed between storing a file and entering its row.
    """
    moment = now or timezone.now()
    deleted = 0
    for folder in opaque.folders():
        paths = opaque.paths_in(folder)
        known = set(StoredFile.objects.filter(path__startswith=f"{folder}/").values_list("path", flat=True))
        for path in paths:
            if path not in known and default_storage.get_modified_time(path) < moment - LEFT_ALONE:
                default_storage.delete(path)
                deleted += 1
    missing = tuple(
        str(stored.public_id)
        for stored in StoredFile.objects.filter(path__isnull=False).only("public_id", "path").iterator(chunk_size=500)
        if not default_storage.exists(str(stored.path))
    )
    if deleted or missing:
        data = {"deleted": deleted, "missing": list(missing[:BATCH])}
        audit.record(action="files.swept", by=Actor.clock(), data=data)
    return Swept(deleted, missing)
