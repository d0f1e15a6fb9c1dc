"""Beginning an import: the file is read, every doubt is named, nothing is published yet."""

import hashlib
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.files import File
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page

from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit
from kommin.foundation.runs.actions.runs import Item, start_run
from kommin.foundation.runs.models import Run
from kommin.foundation.runs.words import Words
from kommin.portal import rules
from kommin.portal.models import ImportedEntry, ReleaseImport, ReleaseImportState, TakenRelease
from kommin.portal.old_releases.bundle import Bundle, open_bundle
from kommin.portal.old_releases.mapping import Mapping as FileMapping
from kommin.portal.taking_over import queries
from kommin.portal.taking_over.drafting import Draft, bundle_of, draft, source_named
from kommin.portal.taking_over.errors import ReleaseImportError

_BATCH = 200


def begin_import(
    *, content: bytes, file_name: str, by: Actor, source: str = "", language: str = "de", files: Path | None = None,
    given: FileMapping | None = None, topics: Mapping[str, int] | None = None, keep_files: bool = True,
) -> ReleaseImport:  # fmt: skip
    """Read a file and keep it with everything that was recognised and is doubtful.

    Args:
        source: where it comes from; without it, the name of the file.
        files: images and documents beside it, a folder or a ZIP archive.
        keep_files: keep the archive for loading later; a folder is never kept, whoever loads gives it again.

    Raises:
        NotAllowed: `by` does not work at the press desk.
        OldReleasesError: file, archive or mapping cannot be used; nothing was kept.
    """
    require(rules.may_take_over, by=by)
    source = source.strip()[:200] or source_named(file_name)
    bundle = open_bundle(files) if files else Bundle()
    made = draft(source=source, content=content, language=language, bundle=bundle, given=given, topics=topics)
    row = ReleaseImport(
        source=source, language=language, file_name=file_name[:200], sha256=hashlib.sha256(content).hexdigest(),
        size=len(content), content=zlib.compress(content, 6), created_by_name=str(by)[:200],
        bundle_name=files.name[:200] if files else "",
    )  # fmt: skip
    kept = files if keep_files and files is not None and files.is_file() else None
    return _keep(row, made, by, kept)


@transaction.atomic
def _keep(row: ReleaseImport, made: Draft, by: Actor, archive: Path | None) -> ReleaseImport:
    _fill(row, made, by)
    if archive is not None:
        with archive.open("rb") as file:
            row.bundle.save("files.zip", File(file), save=False)
    row.save()
    _keep_entries(row, made)
    data = {"file": row.file_name, "sha256": row.sha256, "source": row.source, "counts": row.summary["counts"]}
    audit.record(action="portal.import_begun", by=by, target=row, data=data)
    return row


@transaction.atomic
def change_import(
    *, release_import: ReleaseImport, by: Actor, mapping: FileMapping | None = None,
    topics: Mapping[str, int] | None = None, language: str = "", revision: int | None = None,
) -> ReleaseImport:  # fmt: skip
    """Read the file again by another mapping, or with other topics. Whoever does so cannot release it alone.

    Raises:
        ReleaseImportError: it was loaded or discarded meanwhile, or somebody else changed it.
        OldReleasesError: the file cannot be read so; everything stays as it was.
        NotAllowed: `by` does not work at the press desk.
    """
    require(rules.may_take_over, by=by)
    row = locked(release_import)
    require_state(row, ReleaseImportState.PREPARED)
    require_seen(row, revision)
    row.language = language or row.language
    made = draft(
        source=row.source, content=zlib.decompress(bytes(row.content)), language=row.language, bundle=bundle_of(row),
        given=mapping or row.given, topics={**row.topics, **(topics or {})},
    )  # fmt: skip
    _fill(row, made, by)
    row.revision += 1
    row.save()
    row.entries.all().delete()
    _keep_entries(row, made)
    audit.record(action="portal.import_changed", by=by, target=row, data={"revision": row.revision})
    return row


@transaction.atomic
def discard_import(*, release_import: ReleaseImport, by: Actor) -> ReleaseImport:
    """Put an import aside that was never loaded. File and doubts stay for the record.

    Raises:
        ReleaseImportError: it was loaded.
        NotAllowed: `by` does not work at the press desk.
    """
    require(rules.may_take_over, by=by)
    row = locked(release_import)
    require_state(row, ReleaseImportState.PREPARED)
    row.state = ReleaseImportState.DISCARDED
    drop_files(row)
    row.save(update_fields=["state", "bundle"])
    audit.record(action="portal.import_discarded", by=by, target=row)
    return row


def _fill(row: ReleaseImport, made: Draft, by: Actor) -> None:
    row.mapping, row.topics = made.reading.mapping.to_json(), dict(made.topics)
    row.summary = {**made.summary, "rests_on": queries.newest_loaded(row.source)}
    if by.user_id is not None:
        row.read_by = sorted({*row.read_by, by.user_id})


def _keep_entries(row: ReleaseImport, made: Draft) -> None:
    for entry in made.entries:
        entry.release_import = row
    ImportedEntry.objects.bulk_create(made.entries, batch_size=_BATCH)


def drop_files(row: ReleaseImport) -> None:
    """The archive beside the file is needed no longer; it goes when the transaction is through."""
    if row.bundle:
        storage, name = row.bundle.storage, str(row.bundle.name)
        row.bundle = ""
        transaction.on_commit(lambda: storage.delete(name))


def locked(release_import: ReleaseImport) -> ReleaseImport:
    """The row, locked until the transaction ends."""
    return ReleaseImport.objects.select_for_update().get(pk=release_import.pk)


def locked_taken(source: str, identity: str) -> TakenRelease | None:
    """What was taken over under this mark; its page is locked, so that nobody edits or withdraws it meanwhile."""
    found = TakenRelease.objects.filter(source=source, identity=identity).first()
    if found is not None and found.page_id is not None:
        Page.objects.select_for_update().filter(pk=found.page_id).first()
        found = TakenRelease.objects.select_related("page").get(pk=found.pk)
    return found


def locked_entry(entry: int) -> tuple[ReleaseImport, ImportedEntry]:
    """An entry with its import, which is locked until the transaction ends."""
    row = locked(ReleaseImport(pk=ImportedEntry.objects.values_list("release_import", flat=True).get(pk=entry)))
    return row, ImportedEntry.objects.select_related("page").get(pk=entry)


def require_state(row: ReleaseImport, state: ReleaseImportState) -> None:
    """Refuse what is no longer, or not yet, in the state in which something can be done with it."""
    if row.state != state:
        raise ReleaseImportError(
            _("This import is already in the state “%(state)s”.") % {"state": row.get_state_display()}
        )


def let_workers(row: ReleaseImport, *, kind: str, title: Words, entries: QuerySet[ImportedEntry], by: Actor) -> Run:
    """Have the workers do something with each of these entries; the import leads to the progress of it."""
    row.run = start_run(
        kind=kind, title=title, items=(Item(entry.title, {"entry": entry.pk}) for entry in entries), by=by,
        parameters={"import": row.pk, "by": str(by)},
    )  # fmt: skip
    row.save(update_fields=["run"])
    return row.run


def require_seen(row: ReleaseImport, revision: int | None) -> None:
    """Refuse when it was read otherwise since the person saw it."""
    if revision is not None and row.revision != revision:
        raise ReleaseImportError(_("Somebody else has changed this import meanwhile. Please look at it again."))


def answer(made: Draft) -> dict[str, Any]:
    """What a trial run tells, in the form of the report."""
    return {
        "counts": made.summary["counts"],
        "mapping": made.reading.mapping.to_json(),
        "topics": dict(made.topics),
        "plan": made.plan.to_json(),
    }
