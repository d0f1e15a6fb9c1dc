"""Loading: each release in a transaction of its own, so that it can be stopped, gone on with, and done twice."""

import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect

from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit
from kommin.foundation.runs.models import Run
from kommin.people.models import User
from kommin.portal import rules
from kommin.portal.actions.backdating import publish_as_of
from kommin.portal.actions.taking_over.preparing import (
    drop_files,
    let_workers,
    locked,
    locked_entry,
    locked_taken,
    require_seen,
    require_state,
)
from kommin.portal.addresses import bare_path
from kommin.portal.models import (
    EntryChange,
    EntryState,
    ImportedEntry,
    PortalDocument,
    PressIndexPage,
    PressPhoto,
    PressRelease,
    ReleaseDownload,
    ReleaseImport,
    ReleaseImportState,
    RememberedReading,
    TakenRelease,
    TopicPage,
)
from kommin.portal.old_releases.bundle import Bundle
from kommin.portal.old_releases.doubts import Doubt, doubt
from kommin.portal.taking_over import queries
from kommin.portal.taking_over.composing import compose, moment_of
from kommin.portal.taking_over.drafting import bundle_of
from kommin.portal.taking_over.errors import ReleaseImportError
from kommin.portal.taking_over.files import Taker

RUN = "portal.old_releases"
_LONGEST_REDIRECT = 255


@transaction.atomic
def start_loading(*, release_import: ReleaseImport, by: Actor, revision: int | None = None) -> ReleaseImport:
    """Release an import: from now on its entries may be loaded.

    Raises:
        NotAllowed: `by` neither leads the press desk nor is a second person of it.
        ReleaseImportError: it is not open, changed meanwhile, rests on another edition, or has nothing to load.
    """
    require(rules.may_release_import, by=by, of=release_import)
    row = locked(release_import)
    require(rules.may_release_import, by=by, of=row)  # who had a hand in it may have changed until the row was locked
    require_state(row, ReleaseImportState.PREPARED)
    require_seen(row, revision)
    if queries.newest_loaded(row.source) != row.summary.get("rests_on"):
        raise ReleaseImportError(
            _("Another edition of “%(source)s” was loaded or taken back meanwhile. Read the file again.")
            % {"source": row.source}
        )
    if not queries.waiting(row).exists():
        raise ReleaseImportError(_("There is nothing to load: everything in the file is here already or held back."))
    row.state, row.loaded_at, row.loaded_by_name = ReleaseImportState.LOADING, timezone.now(), str(by)[:200]
    row.save(update_fields=["state", "loaded_at", "loaded_by_name"])
    kept = {"mapping": row.mapping, "topics": row.topics, "changed_at": timezone.now()}
    RememberedReading.objects.update_or_create(source=row.source, defaults=kept)
    data = {"source": row.source, "sha256": row.sha256, "counts": row.summary["counts"]}
    audit.record(action="portal.import_released", by=by, target=row, data=data)
    return row


@transaction.atomic
def release_import(*, release_import: ReleaseImport, by: Actor, revision: int | None = None) -> Run:
    """Release an import and let the workers load it, with progress a person can watch, stop and resume.

    Raises: as `start_loading`.
    """
    row = start_loading(release_import=release_import, by=by, revision=revision)
    name = row.file_name
    return let_workers(
        row, kind=RUN, title=lambda: _("Loading of “%(file)s”") % {"file": name}, entries=queries.waiting(row), by=by
    )


@transaction.atomic
def load_entry(*, entry: int, by: Actor, bundle: Bundle | None = None) -> ImportedEntry:
    """Load one entry; one that is loaded already stays as it is. Permission was asked when the import was released.

    Args:
        bundle: files beside, where they were not kept with the import.

    Raises:
        ReleaseImportError: the import is not being loaded.
    """
    row, found = locked_entry(entry)
    if found.state != EntryState.WAITING:
        return found
    require_state(row, ReleaseImportState.LOADING)
    archive = PressIndexPage.objects.get(locale__language_code=row.language)
    archive = PressIndexPage.objects.select_for_update(of=("self",)).get(pk=archive.pk)  # places in it are counted
    known = locked_taken(row.source, found.identity)
    if against := _against(found, known):
        found.state = EntryState.KEPT
        queries.tell(found, [doubt(against)])
        found.save()
        return found
    taker = Taker(row, bundle if bundle is not None else bundle_of(row), found.files)
    try:
        with transaction.atomic():
            _write(_Loading(row, found, known, archive, taker, by))
    except BaseException:
        taker.undo()
        raise
    return found


def _against(entry: ImportedEntry, known: TakenRelease | None) -> str:
    """What has happened here since the file was read, as a kind of doubt; empty where nothing has."""
    if entry.change == EntryChange.NEW:
        return "edited_here" if known else ""
    return known.touched if known else "removed_here"


class _Loading:
    """What belongs together while one entry is loaded."""

    def __init__(
        self, row: ReleaseImport, entry: ImportedEntry, known: TakenRelease | None, archive: PressIndexPage,
        taker: Taker, by: Actor,
    ) -> None:  # fmt: skip
        self.row, self.entry, self.known, self.archive, self.taker, self.by = row, entry, known, archive, taker, by
        readers = [pk for pk in row.read_by if pk != by.user_id]
        self.reader = User.objects.filter(pk__in=readers).order_by("pk").first()
        self.doubts: list[Doubt] = []


def _write(work: _Loading) -> None:
    release, entry, known = work.entry.release, work.entry, work.known
    within = [block for block in release["blocks"] if block["kind"] == "image"]
    images = work.taker.images([*release["images"], *within], work.row.language)
    documents = work.taker.documents(release["attachments"], work.row.language)
    made = compose(release, images, work.row.language, documents)
    work.doubts += [*made.doubts, *work.taker.doubts]
    page = known.page.get_latest_revision_as_object() if known and known.page else None
    page = page or PressRelease(locale=work.archive.locale, live=False)
    for name, value in made.fields.items():
        setattr(page, name, value)
    page.body = json.dumps(made.body)
    _beside(work, page, release, images, documents)
    before = _before(known)
    if known is None:
        page.slug = queries.free_slug(work.archive, page.title)
        work.archive.add_child(instance=page)
    page.topics = _topics(work.row, release)
    version = publish_as_of(
        page=page, by=work.by, moment=moment_of(release) if known is None else None, written_by=work.reader,
        action="portal.old_release_loaded", data=_told(work),
    )  # fmt: skip
    before["redirects"] = _redirect(work, page)
    TakenRelease.objects.update_or_create(
        source=work.row.source, identity=entry.identity,
        defaults={"content_hash": entry.content_hash, "title": entry.title, "page_id": page.pk,
                  "revision": version.pk, "missing": _missing(work, images)},
    )  # fmt: skip
    entry.before, entry.page_id, entry.state = before, page.pk, EntryState.DONE
    queries.tell(entry, work.doubts)
    entry.save()


def _told(work: _Loading) -> dict[str, Any]:
    """What the record says about where a release comes from."""
    entry = work.entry
    return {"import": work.row.pk, "source": work.row.source, "identity": entry.identity, "change": entry.change}


def _before(known: TakenRelease | None) -> dict[str, Any]:
    """What was known of it, for taking the import back."""
    if known is None:
        return {}
    return {"revision": known.revision, "content_hash": known.content_hash, "title": known.title,
            "missing": known.missing}  # fmt: skip


def _beside(
    work: _Loading, page: PressRelease, release: Mapping[str, Any], images: Mapping[str, Any],
    documents: Mapping[str, PortalDocument],
) -> None:  # fmt: skip
    """Photos that do not stand in the text, and documents."""
    within = {block["address"] for block in release["blocks"] if block["kind"] == "image"}
    photos = [one for one in release["images"] if one["address"] in images and one["address"] not in within]
    work.doubts += [doubt("alt_missing", "images", text=one["address"]) for one in photos if not one["alt"]]
    page.photos.set(
        [
            PressPhoto(image=images[one["address"]], alt_text=one["alt"][:300], caption=one["caption"][:500])
            for one in photos
        ]
    )
    titles = {one["address"]: one["title"][:250] for one in release["attachments"]}
    first: dict[int, ReleaseDownload] = {}
    for address, document in documents.items():
        first.setdefault(document.pk, ReleaseDownload(document=document, title=titles[address]))
    page.downloads.set(list(first.values()))


def _topics(row: ReleaseImport, release: Mapping[str, Any]) -> list[TopicPage]:
    numbers = {row.topics.get(text, 0) for text in release["topics"]} - {0}
    return list(TopicPage.objects.filter(pk__in=numbers))


def _missing(work: _Loading, images: Mapping[str, Any]) -> dict[str, str]:
    """Addresses whose files were not given, each with its kind."""
    kinds = {one["address"]: "attachment" for one in work.entry.release["attachments"]}
    lacking = [address for address, name in work.entry.files.items() if not name and address not in images]
    return {address: kinds.get(address, "image") for address in lacking if address not in work.taker.known_before}


def _redirect(work: _Loading, page: PressRelease) -> list[int]:
    """Lead old addresses to the release; one that leads elsewhere by now is left."""
    made = []
    for path in work.entry.redirects:
        old = Redirect.normalise_path(path)
        if len(old) > _LONGEST_REDIRECT:
            work.doubts.append(doubt("redirect_long", "addresses", text=path))
        elif old == bare_path(page).rstrip("/"):
            continue
        elif known := Redirect.objects.filter(old_path=old).select_related("redirect_page").first():
            if known.redirect_page_id != page.pk:
                other = known.redirect_page.title if known.redirect_page else known.redirect_link
                work.doubts.append(doubt("redirect_moved", "addresses", text=path, other=other))
        else:
            made.append(Redirect.objects.create(old_path=old, redirect_page=page, is_permanent=True).pk)
    return made


@transaction.atomic
def finish_loading(*, release_import: ReleaseImport, by: Actor) -> ReleaseImport:
    """Close an import of which nothing is left to load; with something left it stays open for another try."""
    row = locked(release_import)
    if row.state != ReleaseImportState.LOADING or queries.waiting(row).exists():
        return row
    row.state = ReleaseImportState.LOADED
    to_check = sum(row.entries.values_list("to_check", flat=True)) + sum(one.to_check for one in row.doubts)
    row.summary = {
        **row.summary,
        "done": row.entries.filter(state=EntryState.DONE).count(),
        "counts": {**row.summary["counts"], "to_check": to_check},  # loading has found more
    }
    drop_files(row)
    row.save(update_fields=["state", "summary", "bundle"])
    audit.record(action="portal.import_loaded", by=by, target=row, data={"done": row.summary["done"]})
    return row
