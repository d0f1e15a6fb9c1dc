"""Reading and loading many rows by the worker: with progress a person can watch, a way to stop, a notice at the end."""

import hashlib
import zlib
from collections.abc import Mapping as MappingType
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit
from kommin.foundation.runs.actions.runs import Item, start_run
from kommin.foundation.runs.models import Run
from kommin.foundation.runs.words import Words
from kommin.foundation.tables import TableError
from kommin.imports import rules
from kommin.imports.actions.loading import load_import, require_seen
from kommin.imports.actions.preparing import (
    begin_import,
    change_import,
    locked_import,
    require_idle,
    require_revision,
    source_named,
)
from kommin.imports.core.mapping import Mapping
from kommin.imports.core.preparing import LIMITS
from kommin.imports.models import GrantImport, ImportState
from kommin.programmes.models import Programme
from kommin.register.models import Register
from kommin.register.queries import default_register

LOAD, READ = "imports.load", "imports.read"
MOST_AT_ONCE: Final = 2_000
"""So many rows are loaded while the person waits; more are long work."""
LINES_AT_ONCE: Final = 5_000
"""So many lines are read while the person waits. Of a workbook only its size tells."""
PACKED_AT_ONCE, OLD_WORKBOOK_AT_ONCE = 150_000, 600_000
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def is_large(content: bytes) -> bool:
    """Whether reading a file takes so long that nobody should wait for the answer of a page."""
    if content.startswith(_ZIP):
        return len(content) > PACKED_AT_ONCE
    if content.startswith(_OLE):
        return len(content) > OLD_WORKBOOK_AT_ONCE
    return content.count(b"\n") > LINES_AT_ONCE or content.count(b"\r") > LINES_AT_ONCE


def begin_or_start(
    *, programme: Programme, content: bytes, file_name: str, by: Actor, given: Mapping | None = None, source: str = "",
    control_total: Decimal | None = None, register: Register | None = None,
) -> GrantImport:  # fmt: skip
    """Read a file at once, or keep it and start long work that reads it. Raises as `begin_import`."""
    require(rules.may_import, by=by, of=programme)
    if not is_large(content):
        return begin_import(
            programme=programme, content=content, file_name=file_name, by=by, given=given, source=source,
            control_total=control_total, register=register,
        )  # fmt: skip
    if len(content) > LIMITS.bytes:
        raise TableError(_("The file is larger than %(most)s MB. Split it.") % {"most": LIMITS.bytes // 1_000_000})
    packed = zlib.compress(content, 6)
    with transaction.atomic():
        row = GrantImport.objects.create(
            programme=programme, register=register or default_register(), source=source or source_named(file_name),
            file_name=file_name[:200], size=len(content), content=packed, sha256=hashlib.sha256(content).hexdigest(),
            control_total=control_total, created_by_name=str(by)[:200], state=ImportState.READING,
        )  # fmt: skip
        more = {"given": given.to_json() if given else None, "source": source}
        _start(row, READ, lambda: _("Reading of “%(file)s”") % {"file": row.file_name}, by, more)
    return row


def change_or_start(
    *, grant_import: GrantImport, mapping: Mapping, by: Actor, control_total: Decimal | None = None,
    register: Register | None = None, revision: int | None = None,
) -> Run | None:  # fmt: skip
    """Read the file again at once, or start long work that does. Raises as `change_import`."""
    require(rules.may_import, by=by, of=grant_import)
    row = GrantImport.objects.select_related("programme", "register", "work").get(pk=grant_import.pk)
    require_revision(row, revision)
    require_idle(row)
    if not is_large(row.file):
        change_import(
            grant_import=row, mapping=mapping, by=by, control_total=control_total, register=register, revision=revision
        )
        return None
    more = {
        "mapping": mapping.to_json(), "control_total": None if control_total is None else str(control_total),
        "register": register.pk if register else None,
    }  # fmt: skip
    with transaction.atomic():
        row = locked_import(row)
        require_revision(row, revision)
        require_idle(row)
        return _start(row, READ, lambda: _("New reading of “%(file)s”") % {"file": row.file_name}, by, more)


def load_or_start(*, grant_import: GrantImport, by: Actor, revision: int | None = None) -> Run | None:
    """Load at once, or start a run that does; the run is returned.

    Raises: as `load_import`.
    """
    require(rules.may_import, by=by, of=grant_import)
    row = GrantImport.objects.defer("content").select_related("programme", "work").get(pk=grant_import.pk)
    require_idle(row)
    if row.count("ready") <= MOST_AT_ONCE:
        load_import(grant_import=row, by=by, revision=revision)
        return None
    with transaction.atomic():
        row = locked_import(row)
        require_revision(row, revision)
        require_idle(row)
        require_seen(row, revision)
        return _start(row, LOAD, lambda: _("Loading of “%(file)s”") % {"file": row.file_name}, by, {})


def refuse_file(*, grant_import: GrantImport, reason: str, by: Actor) -> None:
    """Keep nothing of a file that turned out to be none, but its name and why. Safe twice."""
    require(rules.may_import, by=by, of=grant_import)
    with transaction.atomic():
        row = locked_import(grant_import)
        if row.state != ImportState.READING:
            return
        row.state, row.reason, row.content, row.mapping, row.work = ImportState.REFUSED, reason[:500], b"", {}, None
        row.save(update_fields=["state", "reason", "content", "mapping", "work"])
        audit.record(action="imports.refused", by=by, target=row, reason=row.reason)


def _start(row: GrantImport, kind: str, title: Words, by: Actor, more: MappingType[str, Any]) -> Run:
    """One item of long work, done in the role of now; the import knows it."""
    about: dict[str, Any] = {
        "import": row.pk,
        "revision": row.revision,
        "organisation": by.organisation_id,
        "role": by.role,
    }
    run = start_run(kind=kind, title=title, items=[Item(label=row.file_name, payload=about | dict(more))], by=by,
                    parameters={"import": row.pk, "file": row.file_name})  # fmt: skip
    row.work = run
    row.save(update_fields=["work"])
    return run
