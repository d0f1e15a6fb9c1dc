"""Taking an import back whole; what somebody has edited since stays and is told."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.delete_page import DeletePageAction
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import ReferenceIndex, Revision

from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit
from kommin.foundation.runs.models import Run
from kommin.portal import rules
from kommin.portal.actions.backdating import publish_as_of
from kommin.portal.actions.releasing import user_of
from kommin.portal.actions.taking_over.preparing import drop_files, locked, locked_taken
from kommin.portal.models import (
    EntryChange,
    EntryState,
    ImportedEntry,
    PressPhoto,
    ReleaseDownload,
    ReleaseImport,
    ReleaseImportState,
    TakenFile,
    TakenRelease,
)
from kommin.portal.old_releases.doubts import doubt
from kommin.portal.taking_over import queries
from kommin.portal.taking_over.errors import ReleaseImportError


@transaction.atomic
def take_back_import(*, release_import: ReleaseImport, reason: str, by: Actor) -> ReleaseImport:
    """Remove what an import made: new releases with their redirects and files; changed ones say again what they said.

    Raises:
        ReleaseImportError: it is not loaded, is just being loaded, or a newer edition rests on it.
        NotAllowed: `by` does not lead the press desk.
    """
    require(rules.may_take_back_import, by=by)
    if not reason.strip():
        raise ReleaseImportError(_("Say why the import is taken back; the reason stays in the record."))
    row = locked(release_import)
    if against := obstacles(row):
        raise ReleaseImportError(" ".join(against))
    entries = row.entries.filter(state__in=[EntryState.DONE, EntryState.WAITING]).order_by("-number", "-pk")
    for entry in entries:
        _take_back(row, entry, by, reason.strip())
    _remove_files(row)
    drop_files(row)
    row.state, row.taken_back_at = ReleaseImportState.TAKEN_BACK, timezone.now()
    row.taken_back_by_name, row.reason = str(by)[:200], reason.strip()[:500]
    kept = row.entries.filter(state=EntryState.DONE).count()
    row.summary = {**row.summary, "edited": kept}
    row.save()
    data = {"source": row.source, "sha256": row.sha256, "edited": kept}
    audit.record(action="portal.import_taken_back", by=by, target=row, reason=row.reason, data=data)
    return row


def obstacles(row: ReleaseImport) -> list[str]:
    """Why an import cannot be taken back now, in sentences; empty when it can."""
    if row.state not in queries.COUNTING:
        return [_("This import is in the state “%(state)s”.") % {"state": row.get_state_display()}]
    found = []
    if row.run_id and Run.objects.filter(pk=row.run_id, state=Run.State.RUNNING).exists():
        found.append(_("It is just being loaded. Stop that work first."))
    newest = queries.newest_loaded(row.source)
    if newest != row.pk:
        found.append(_("A newer edition rests on it: take back import %(number)s first.") % {"number": newest})
    return found


def _take_back(row: ReleaseImport, entry: ImportedEntry, by: Actor, reason: str) -> None:
    known = locked_taken(row.source, entry.identity)
    if entry.state == EntryState.WAITING or known is None:
        entry.state = EntryState.TAKEN_BACK
    elif known.page is not None and known.touched:
        queries.tell(entry, [doubt(known.touched)])
    else:
        _undo(entry, known, by, reason)
        entry.state = EntryState.TAKEN_BACK
    entry.save()


def _undo(entry: ImportedEntry, known: TakenRelease, by: Actor, reason: str) -> None:
    before: dict[str, Any] = entry.before or {}
    told = {"import": entry.release_import_id, "source": known.source, "identity": entry.identity}
    Redirect.objects.filter(pk__in=before.get("redirects", [])).delete()
    if entry.change == EntryChange.NEW:
        entry.page = None
        page = known.page
        known.delete()
        if page is not None:
            audit.record(action="portal.old_release_removed", by=by, target=page, data=told, reason=reason)
            DeletePageAction(page, user=user_of(by)).execute(skip_permission_checks=True)
        return
    if known.page is not None:
        page = Revision.objects.get(pk=before["revision"]).as_object()
        version = publish_as_of(page=page, by=by, action="portal.old_release_restored", data=told, reason=reason)
        known.revision = version.pk
    known.content_hash, known.title, known.missing = before["content_hash"], before["title"], before["missing"]
    known.save()


def _remove_files(row: ReleaseImport) -> None:
    """Images and documents of this import that no page uses any more."""
    for taken in TakenFile.objects.filter(release_import=row).select_related("image", "document"):
        thing = taken.image or taken.document
        used = (
            PressPhoto.objects.filter(image=taken.image).exists()
            if taken.image
            else ReleaseDownload.objects.filter(document=taken.document).exists()
        )
        if thing is not None and not used and not ReferenceIndex.get_references_to(thing).exists():
            thing.delete()
