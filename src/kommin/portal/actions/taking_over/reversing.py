"""Taking an import back whole; what somebody has edited since stays and is told."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
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
from kommin.portal.actions.taking_over.preparing import (
    drop_files,
    let_workers,
    locked,
    locked_entry,
    locked_taken,
    require_state,
)
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

RUN = "portal.old_releases_back"
TAKING_BACK = ReleaseImportState.TAKING_BACK
_TO_TAKE_BACK = (EntryState.DONE, EntryState.WAITING)


@transaction.atomic
def start_taking_back(*, release_import: ReleaseImport, reason: str, by: Actor) -> ReleaseImport:
    """From now on the entries of an import may be taken back; one that was begun already goes on.

    Raises:
        ReleaseImportError: it is not loaded, somebody is at work on it, or a newer edition rests on it.
        NotAllowed: `by` does not lead the press desk.
    """
    require(rules.may_take_back_import, by=by)
    if not reason.strip():
        raise ReleaseImportError(_("Say why the import is taken back; the reason stays in the record."))
    row = locked(release_import)
    if against := obstacles(row):
        raise ReleaseImportError(" ".join(against))
    row.state, row.taken_back_by_name, row.reason = TAKING_BACK, str(by)[:200], reason.strip()[:500]
    row.save(update_fields=["state", "taken_back_by_name", "reason"])
    return row


@transaction.atomic
def take_back_later(*, release_import: ReleaseImport, reason: str, by: Actor) -> Run:
    """Let the workers take an import back, with progress a person can watch, stop and resume.

    Raises: as `start_taking_back`.
    """
    row = start_taking_back(release_import=release_import, reason=reason, by=by)
    name = row.file_name
    return let_workers(
        row, kind=RUN, title=lambda: _("Taking back of “%(file)s”") % {"file": name}, entries=_left(row), by=by
    )


def take_back_import(*, release_import: ReleaseImport, reason: str, by: Actor) -> ReleaseImport:
    """Remove what an import made: new releases with their redirects and files; changed ones say again what they said.

    Each release in a transaction of its own; what was interrupted goes on when it is asked for again.

    Raises: as `start_taking_back`.
    """
    row = start_taking_back(release_import=release_import, reason=reason, by=by)
    for entry in list(_left(row).values_list("pk", flat=True)):
        take_back_entry(entry=entry, by=by)
    return finish_taking_back(release_import=row, by=by)


@transaction.atomic
def take_back_entry(*, entry: int, by: Actor) -> ImportedEntry:
    """Take one entry back; one that is taken back already stays as it is. Permission was asked at the beginning.

    Raises:
        ReleaseImportError: the import is not being taken back.
    """
    row, found = locked_entry(entry)
    if found.state in _TO_TAKE_BACK:
        require_state(row, TAKING_BACK)
        _take_back(row, found, by, row.reason)
    return found


@transaction.atomic
def finish_taking_back(*, release_import: ReleaseImport, by: Actor) -> ReleaseImport:
    """Remove the files that no page uses any more, and close the import; with something left it stays open for another
    try."""
    row = locked(release_import)
    if row.state != TAKING_BACK or _left(row).exists():
        return row
    _remove_files(row)
    drop_files(row)
    row.state, row.taken_back_at = ReleaseImportState.TAKEN_BACK, timezone.now()
    row.summary = {"edited": 0, **row.summary}
    row.save()
    data = {"source": row.source, "sha256": row.sha256, "edited": row.summary["edited"]}
    audit.record(action="portal.import_taken_back", by=by, target=row, reason=row.reason, data=data)
    return row


def _left(row: ReleaseImport) -> QuerySet[ImportedEntry]:
    """What has to be taken back, the last one first."""
    return row.entries.filter(state__in=_TO_TAKE_BACK).order_by("-number", "-pk")


def obstacles(row: ReleaseImport) -> list[str]:
    """Why an import cannot be taken back now, in sentences; empty when it can."""
    if row.state not in queries.COUNTING:
        return [_("This import is in the state “%(state)s”.") % {"state": row.get_state_display()}]
    found = []
    if row.run_id and Run.objects.filter(pk=row.run_id, state=Run.State.RUNNING).exists():
        found.append(_("Somebody is at work on it: loading or taking back is under way. Stop that work first."))
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
        entry.state = EntryState.KEPT
        row.summary = {**row.summary, "edited": row.summary.get("edited", 0) + 1}
        row.save(update_fields=["summary"])
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
