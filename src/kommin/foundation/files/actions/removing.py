"""Take a file away. The room that owns it checks the permission first."""

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from kommin.foundation.access import Actor
from kommin.foundation.audit import actions as audit
from kommin.foundation.files.actions.storing import target_of
from kommin.foundation.files.models import FileState, StoredFile
from kommin.foundation.files.queries import PRESENT


@transaction.atomic
def remove_file(*, stored: StoredFile, by: Actor, reason: str = "") -> bool:
    """Remove the content for good; the row stays with its hash. False if somebody was faster."""
    row = StoredFile.objects.select_for_update().filter(pk=stored.pk, state__in=PRESENT).first()
    if row is None:
        return False
    path, row.path = row.path, None
    row.state, row.removed_at = FileState.REMOVED, timezone.now()
    row.save(update_fields=["path", "state", "removed_at"])
    audit.record(action="files.removed", by=by, target=target_of(row), data={"sha256": row.sha256}, reason=reason)
    transaction.on_commit(lambda: default_storage.delete(str(path)))
    return True
