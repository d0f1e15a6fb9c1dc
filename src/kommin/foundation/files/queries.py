"""Reads that rooms share."""

from uuid import UUID

from django.db.models import QuerySet

from kommin.foundation.files.models import FileState, StoredFile

PRESENT = (FileState.READY, FileState.QUARANTINED)


def files_of(owner_type: str, owner_id: object, *, purpose: str | None = None) -> QuerySet[StoredFile]:
    """The files an owner has, the oldest first; those in quarantine too, not those removed."""
    found = StoredFile.objects.filter(
        shelf__owner_type=owner_type, shelf__owner_id=str(owner_id), state__in=PRESENT
    ).select_related("shelf")
    return found if purpose is None else found.filter(purpose=purpose)


def file_named(public_id: UUID) -> StoredFile | None:
    """The file with this public id that can still be had or waits in quarantine."""
    return StoredFile.objects.filter(public_id=public_id, state__in=PRESENT).select_related("shelf").first()
