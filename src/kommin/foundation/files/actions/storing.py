"""Take uploads in. The room that owns them checks the permission first; here the file itself is judged."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import BinaryIO, Protocol

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kommin.foundation.access import Actor
from kommin.foundation.audit import actions as audit
from kommin.foundation.files import opaque
from kommin.foundation.files.errors import FileRefused
from kommin.foundation.files.inspection import inspect
from kommin.foundation.files.kinds import KINDS, USUAL, FileKind
from kommin.foundation.files.models import FileState, Shelf, StoredFile
from kommin.foundation.files.names import clean_name
from kommin.foundation.files.queries import PRESENT
from kommin.foundation.files.scanning import Finding, Verdict, scan
from kommin.foundation.ui.formatting import reader

CHUNK = 64 * 1024
MOST_AT_ONCE = 100


class Upload(Protocol):
    """What is asked of an upload; Django's `UploadedFile` fits."""

    name: str | None
    file: BinaryIO


@dataclass(frozen=True, kw_only=True)
class Intake:
    """What an owner takes: kinds of files, size of one in bytes, and how many it may have altogether.

    Never more than the house: what is larger has been cut off while it was received, see `uploading`.
    `once`: the same content under the same name for the same purpose is the file that is there already, so that a
    form sent twice adds nothing.
    """

    kinds: frozenset[str] = USUAL
    largest: int = field(default_factory=lambda: settings.KOMMIN.largest_upload)
    most: int = 50
    once: bool = False


@dataclass(frozen=True)
class Taken:
    """What became of one of several uploads: the file, or the sentence why it was not taken."""

    name: str
    stored: StoredFile | None = None
    refusal: str = ""


def store_upload(
    *,
    upload: Upload,
    owner_type: str,
    owner_id: object,
    by: Actor,
    purpose: str = "",
    intake: Intake | None = None,
) -> StoredFile:
    """Judge an upload by its content, scan it, store it under a name that says nothing, and record it.

    The same content sent twice is two files. When ClamAV is configured and does not answer, the file is kept in
    quarantine: its state says so, and nobody can have it until a later scan finds it clean.

    Raises:
        FileRefused: it is empty, too large, of a kind that is not taken, damaged, misleading, infected, or one too
            many; nothing is kept.
    """
    intake = intake or Intake()
    content, given = upload.file, upload.name or ""
    size, sha256 = _measured(content, min(intake.largest, settings.KOMMIN.largest_upload))
    kind = _allowed(inspect(content, given), intake)
    verdict = scan(content)
    name = clean_name(given, kind)
    if verdict.finding is Finding.INFECTED:
        _refuse_infected(owner_type, owner_id, name, sha256, verdict, by)
    path = default_storage.save(opaque.fresh_path(), File(content))
    try:
        entered = _entered(
            StoredFile(
                purpose=purpose,
                name=name,
                kind=kind.key,
                size=size,
                sha256=sha256,
                path=path,
                state=FileState.QUARANTINED if verdict.finding is Finding.UNREACHABLE else FileState.READY,
                scanned_at=timezone.now() if verdict.finding is Finding.CLEAN else None,
                uploaded_by_id=by.user_id,
                uploaded_by=str(by)[:200],
            ),
            owner=(owner_type, str(owner_id)),
            intake=intake,
            verdict=verdict,
            by=by,
        )
    except BaseException:
        default_storage.delete(path)
        raise
    if entered.path != path:
        default_storage.delete(path)
    return entered


def store_uploads(
    *,
    uploads: Iterable[Upload],
    owner_type: str,
    owner_id: object,
    by: Actor,
    purpose: str = "",
    intake: Intake | None = None,
) -> list[Taken]:
    """Take several at once; one that is refused does not keep the others out.

    Raises:
        FileRefused: there are more than a hundred; none is taken.
    """
    all_of_them = list(uploads)
    if len(all_of_them) > MOST_AT_ONCE:
        raise FileRefused("too_many", _("Send at most %(most)s files at once.") % {"most": MOST_AT_ONCE})
    taken = []
    for upload in all_of_them:
        try:
            stored = store_upload(
                upload=upload, owner_type=owner_type, owner_id=owner_id, by=by, purpose=purpose, intake=intake
            )
            taken.append(Taken(stored.name, stored))
        except FileRefused as error:
            taken.append(Taken(clean_name(upload.name or "", KINDS["txt"]).removesuffix(".txt"), refusal=str(error)))
    return taken


@transaction.atomic
def _entered(stored: StoredFile, *, owner: tuple[str, str], intake: Intake, verdict: Verdict, by: Actor) -> StoredFile:
    """The row, if its owner has room, and the record; the row that is there if the file is wanted once."""
    Shelf.objects.get_or_create(owner_type=owner[0], owner_id=owner[1])
    shelf = Shelf.objects.select_for_update().get(owner_type=owner[0], owner_id=owner[1])
    present = shelf.files.filter(state__in=PRESENT)
    if intake.once and (
        same := present.filter(sha256=stored.sha256, name=stored.name, purpose=stored.purpose).order_by("pk").first()
    ):
        return same
    if present.count() >= intake.most:
        raise FileRefused(
            "too_many",
            _("There are %(most)s files already. Remove one before you add another.") % {"most": intake.most},
        )
    stored.shelf = shelf
    stored.save(force_insert=True)
    audit.record(
        action="files.stored",
        by=by,
        target=target_of(stored),
        data={
            "owner": f"{owner[0]} {owner[1]}", "kind": stored.kind, "size": stored.size, "sha256": stored.sha256,
            "scan": verdict.finding.value,
        },
        personal={"name": stored.name},
    )  # fmt: skip
    return stored


def target_of(stored: StoredFile) -> audit.Target:
    """How audit records call a file: never by its name, which may name a person."""
    return audit.Target("files.storedfile", str(stored.pk), f"{stored.kind} {stored.public_id}")


def _measured(content: BinaryIO, largest: int) -> tuple[int, str]:
    """Size and hash, read in pieces, never further than the limit."""
    content.seek(0)
    size, hashed = 0, hashlib.sha256()
    while chunk := content.read(CHUNK):
        size += len(chunk)
        if size > largest:
            raise FileRefused(
                "too_large",
                _("This file is too large. It may have at most %(size)s.") % {"size": reader().size(largest)},
            )
        hashed.update(chunk)
    if not size:
        raise FileRefused("empty", _("This file is empty."))
    return size, hashed.hexdigest()


def _allowed(kind: FileKind, intake: Intake) -> FileKind:
    if kind.key not in intake.kinds:
        taken = ", ".join(str(KINDS[key].label) for key in KINDS if key in intake.kinds)
        raise FileRefused(
            "not_allowed",
            _("This is: %(kind)s. Here only these are taken: %(taken)s.") % {"kind": kind.label, "taken": taken},
        )
    return kind


def _refuse_infected(owner_type: str, owner_id: object, name: str, sha256: str, verdict: Verdict, by: Actor) -> None:
    audit.record(
        action="files.infected",
        by=by,
        target=audit.Target(owner_type, str(owner_id), f"{owner_type} {owner_id}"),
        data={"found": verdict.detail, "sha256": sha256},
        personal={"name": name},
    )
    raise FileRefused("infected", _("The virus scanner found malware in this file. It was not taken."))
