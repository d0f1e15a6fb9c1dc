"""Beginning an import: the file is read, every doubt is named, nothing counts yet."""

import hashlib
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from itertools import islice
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kommin.cases.staging import Staged, fields_of, staged
from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit
from kommin.foundation.search import fold
from kommin.foundation.tables.table import as_text
from kommin.imports import queries, rules
from kommin.imports.answers import summary_of
from kommin.imports.core.comparing import Plan, compare, stops, tell_gone
from kommin.imports.core.doubts import ASK, LEAVE_OUT, decision, doubt
from kommin.imports.core.mapping import Mapping as FileMapping
from kommin.imports.core.mapping import read_mapping
from kommin.imports.core.preparing import Prepared, open_file, prepare_workbook
from kommin.imports.core.reconciling import reconcile
from kommin.imports.core.rows import ReadRow, State, Tell, What, silent
from kommin.imports.errors import ImportStateError
from kommin.imports.models import GrantImport, ImportRow, ImportState, RememberedMapping
from kommin.programmes.models import Programme
from kommin.register.models import Register
from kommin.register.queries import default_register

_BATCH = 1000
Advance = Callable[[int], object]


@dataclass(frozen=True)
class Draft:
    """A file read for a programme, compared with what is there. Nothing is written."""

    programme: Programme
    register: Register
    source: str
    edition_of: GrantImport | None
    prepared: Prepared
    plan: Plan
    sha256: str
    read_at: datetime

    @property
    def is_blocked(self) -> bool:
        """Whether it cannot be loaded until a person decides."""
        return self.prepared.is_blocked or stops(self.prepared.read)

    @property
    def changes_nothing(self) -> bool:
        """Whether everything in the file is loaded already."""
        done = {"same", "carried"}
        return not self.plan.gone and all(change in done for change in self.plan.changes.values())


def draft(
    *, programme: Programme, content: bytes, file_name: str, given: FileMapping | None = None, source: str = "",
    control_total: Decimal | None = None, register: Register | None = None, tell: Tell = silent,
) -> Draft:  # fmt: skip
    """Read a file without writing anything: what `--dry-run` shows, and what `begin_import` keeps.

    Args:
        given: what is known about the file; without it, what was decided about its source before.
        source: where it comes from; without it, the source whose loaded grants it repeats, or the name of the file.
        tell: told how many rows of how many are read.

    Raises:
        TableError, ImportFileError: the file or the mapping cannot be used.
    """
    register = register or default_register()
    read_at = timezone.now()
    around = replace(queries.surroundings(programme, register, file_name), tell=tell)
    likely = source or source_named(file_name)
    mapping = given or remembered(programme, likely)
    workbook = open_file(content, mapping)
    prepared = _prepared(workbook, mapping, given is None, around, control_total)
    edition_of = _edition(programme, prepared, source, file_name)
    name = source or (edition_of.source if edition_of else _free_source(programme, likely))
    _elsewhere(programme, prepared, name)
    known = list(queries.known_grants(edition_of)) if edition_of else []
    plan = compare(prepared.read, known)
    tell_gone(prepared.read, plan, len(known))
    prepared.sums[:] = reconcile(prepared.read)
    digest = hashlib.sha256(content).hexdigest()
    return Draft(programme, register, name, edition_of, prepared, plan, digest, read_at)


def _prepared(workbook: Any, mapping: FileMapping, is_remembered: bool, around: Any, total: Decimal | None) -> Prepared:
    """Read with what is remembered of the source; a file that looks otherwise by now is proposed anew."""
    try:
        return prepare_workbook(workbook, given=mapping, around=around, control_total=total)
    except ValueError:
        if not is_remembered or not (mapping.columns or mapping.sheet):
            raise
        fresh = mapping.with_(columns={}, sheet=None, numbers={})
        return prepare_workbook(workbook, given=fresh, around=around, control_total=total)


def source_named(file_name: str) -> str:
    """What a source is called when nobody says: the file's name without its ending."""
    return PurePath(file_name).stem[:200] or "import"


def remembered(programme: Programme, source: str) -> FileMapping:
    """What was decided about a source before."""
    kept = RememberedMapping.objects.filter(programme=programme, source=source).first()
    return read_mapping(kept.mapping) if kept else FileMapping()


def _edition(programme: Programme, prepared: Prepared, source: str, file_name: str) -> GrantImport | None:
    """What this file is a newer edition of: of the source named, or of the one whose grants it repeats."""
    if source:
        return queries.newest_loaded(programme, source)
    identities = {row.identity for row in prepared.read.grants if row.identity}
    best: tuple[float, GrantImport] | None = None
    for each in queries.loaded_sources(programme):
        held = set(each.rows.filter(booked__isnull=False).values_list("identity", flat=True))
        shared = len(held & identities) / max(min(len(held), len(identities)), 1)
        worth = shared + (0.1 if fold(each.source) == fold(source_named(file_name)) else 0)
        if shared >= 0.5 and (best is None or worth > best[0]):
            best = (worth, each)
    return best[1] if best else None


def _free_source(programme: Programme, name: str) -> str:
    """A name for a source of its own: two files called "Tabelle" are not two editions of one."""
    taken = {each.source for each in queries.loaded_sources(programme)}
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name[:190]} ({number})"
    return free


def _elsewhere(programme: Programme, prepared: Prepared, source: str) -> None:
    """Rows that came in from another source: the same grant must not count twice."""
    grants = [row for row in prepared.read.grants if row.identity and row.state != State.LEFT_OUT]
    found = queries.known_elsewhere(programme, {row.identity for row in grants}, besides=source)
    decided = decision("elsewhere", prepared.mapping.decisions)
    state = {ASK: State.CHOICE, LEAVE_OUT: State.LEFT_OUT}.get(decided)
    for row in grants:
        if other := found.get(row.identity):
            row.add(doubt("elsewhere", text=other.source, other=other.line), state)


def begin_import(
    *, programme: Programme, content: bytes, file_name: str, by: Actor, given: FileMapping | None = None,
    source: str = "", control_total: Decimal | None = None, register: Register | None = None,
) -> GrantImport:  # fmt: skip
    """Read a file and keep it with everything that was recognised and is doubtful. It does not count yet.

    Raises:
        NotAllowed: `by` is no programme officer of the ministry in charge.
        TableError, ImportFileError: the file or the mapping cannot be used; nothing was kept.
    """
    require(rules.may_import, by=by, of=programme)
    made = draft(
        programme=programme, content=content, file_name=file_name, given=given, source=source,
        control_total=control_total, register=register,
    )  # fmt: skip
    return keep_draft(made, content=content, file_name=file_name, control_total=control_total, by=by)


def keep_draft(
    made: Draft, *, content: bytes, file_name: str, control_total: Decimal | None, by: Actor,
    advance: Advance = lambda _done: None,
) -> GrantImport:  # fmt: skip
    """Keep a file that was read. Rights as in `begin_import`."""
    require(rules.may_import, by=by, of=made.programme)
    packed = zlib.compress(content, 6)
    with rows_of_draft(made) as rows, transaction.atomic():
        row = GrantImport(
            programme=made.programme, file_name=file_name[:200], size=len(content), content=packed,
            sha256=made.sha256, control_total=control_total, created_by_name=str(by)[:200],
        )  # fmt: skip
        return write_reading(row, made, rows, by=by, advance=advance)


def write_reading(
    row: GrantImport, made: Draft, rows: Staged, *, by: Actor, advance: Advance = lambda _done: None
) -> GrantImport:
    """Note what was read for the first time, in the transaction of the caller."""
    _describe(row, made)
    row.state, row.work = ImportState.PREPARED, None
    row.save()
    _keep_rows(row, made, rows, advance)
    audit.record(
        action="imports.prepared", by=by, target=row,
        data={"programme": made.programme.slug, "file": row.file_name, "sha256": row.sha256, "source": made.source},
    )  # fmt: skip
    return row


def change_import(
    *, grant_import: GrantImport, mapping: FileMapping, by: Actor, control_total: Decimal | None = None,
    source: str | None = None, register: Register | None = None, revision: int | None = None,
) -> GrantImport:  # fmt: skip
    """Read the file again by another mapping or with other decisions.

    Raises:
        ImportStateError: it was loaded or discarded meanwhile, or somebody else changed it.
        TableError, ImportFileError: the file cannot be read so; everything stays as it was.
        NotAllowed: `by` is no programme officer of the ministry in charge.
    """
    require(rules.may_import, by=by, of=grant_import)
    row = GrantImport.objects.select_related("programme", "register").get(pk=grant_import.pk)
    require_revision(row, revision)
    made = draft_again(row, mapping=mapping, control_total=control_total, source=source, register=register)
    with rows_of_draft(made) as rows, transaction.atomic():
        return write_change(row, made, rows, control_total=control_total, by=by)


def draft_again(
    row: GrantImport, *, mapping: FileMapping, control_total: Decimal | None, source: str | None = None,
    register: Register | None = None, tell: Tell = silent,
) -> Draft:  # fmt: skip
    """The kept file of an import, read by another mapping. Places chosen in one register say nothing in another."""
    if register is not None and register.pk != row.register_id:
        mapping = mapping.with_(places={})
    return draft(
        programme=row.programme, content=row.file, file_name=row.file_name, given=mapping,
        source=source if source is not None else row.source, control_total=control_total,
        register=register or row.register, tell=tell,
    )  # fmt: skip


def write_change(
    seen: GrantImport, made: Draft, rows: Staged, *, control_total: Decimal | None, by: Actor,
    advance: Advance = lambda _done: None,
) -> GrantImport:  # fmt: skip
    """Replace what an import says by another reading of it, in the transaction of the caller.

    Args:
        seen: the import as it was when it was read again; a change since refuses.
    """
    row = locked_import(seen)
    require_revision(row, seen.revision)
    _describe(row, made)
    row.control_total, row.work = control_total, None
    row.revision += 1
    row.save()
    row.rows.all().delete()
    _keep_rows(row, made, rows, advance)
    audit.record(action="imports.changed", by=by, target=row, data={"revision": row.revision})
    return row


def _describe(row: GrantImport, made: Draft) -> None:
    row.source, row.edition_of, row.register = made.source, made.edition_of, made.register
    row.mapping, row.summary, row.read_at = made.prepared.mapping.to_json(), summary_of(made), made.read_at


def require_revision(row: GrantImport, revision: int | None) -> None:
    """Refuse what is not open, or is not what the person has seen."""
    require_open(row)
    if revision is not None and row.revision != revision:
        raise ImportStateError(_("Somebody else has changed this import meanwhile. Please look at it again."))


@transaction.atomic
def discard_import(*, grant_import: GrantImport, by: Actor) -> GrantImport:
    """Put an import aside that was never loaded. The file and its rows stay for the record.

    Raises:
        ImportStateError: it was loaded.
        NotAllowed: `by` is no programme officer of the ministry in charge.
    """
    require(rules.may_import, by=by, of=grant_import)
    row = locked_import(grant_import)
    require_idle(row)
    if not row.may_be_discarded:
        require_open(row)
    row.state, row.work = ImportState.DISCARDED, None
    row.save(update_fields=["state", "work"])
    audit.record(action="imports.discarded", by=by, target=row)
    return row


def locked_import(grant_import: GrantImport) -> GrantImport:
    """The row, locked until the transaction ends."""
    rows = GrantImport.objects.select_for_update(of=("self",)).select_related("programme", "register", "work")
    return rows.defer("content").get(pk=grant_import.pk)


def require_open(row: GrantImport) -> None:
    """Refuse what was loaded, taken back or discarded."""
    if not row.is_open:
        raise ImportStateError(
            _("This import is already in the state “%(state)s”.") % {"state": row.get_state_display()}
        )


def require_idle(row: GrantImport) -> None:
    """Refuse what a worker has in hand."""
    if row.is_at_work:
        raise ImportStateError(
            _("This file is being read or loaded right now. Wait until that has finished, or stop it.")
        )


@contextmanager
def rows_of_draft(made: Draft) -> Iterator[Staged]:
    """The rows of a file that was read, waiting to be kept; filling this takes time and holds no lock."""
    fields = {name: field for name, field in fields_of(ImportRow, _COLUMNS).items() if name != "grant_import_id"}
    with staged("rows_read", fields) as waiting:
        rows = (_row(read, made.plan) for read in made.prepared.read.rows)
        while some := list(islice(rows, _BATCH)):
            waiting.add(some)
        yield waiting


def _keep_rows(row: GrantImport, made: Draft, waiting: Staged, advance: Advance) -> None:
    for start, stop in waiting.slices():
        advance(waiting.move(ImportRow, _COLUMNS[1:], start, stop, looked_up={"grant_import_id": str(int(row.pk))}))
    kept = {each.row: each for each in made.plan.kept}
    if kept and made.edition_of:
        old_rows = ImportRow.objects.filter(pk__in=list(kept))
        ImportRow.objects.bulk_create(_carried(row, old) for old in old_rows)


_COLUMNS = (
    "grant_import_id", "line", "what", "state", "change", "cells", "doubts", "identity", "case_key", "applicant_text",
    "applicant_name", "applicant_kind", "place_key", "candidates", "partners", "title", "reference", "category",
    "block", "day", "year", "starts_on", "ends_on", "exact", "cents", "paid", "eligible", "before_id",
)  # fmt: skip


def _row(read: ReadRow, plan: Plan) -> tuple[object, ...]:
    """In the order of `_COLUMNS`, without the import."""
    entry, old = read.entry, plan.before.get(read.line)
    is_grant = read.what == What.GRANT
    return (
        read.line, read.what.value, read.state.value, plan.changes.get(read.line, ""),
        [as_text(cell)[:2000] for cell in read.row.cells], [each.to_json() for each in read.doubts],
        read.identity, read.case_key, read.applicant_text[:500], read.applicant_name[:300],
        queries.kind_of(entry) if entry else "", entry.key if entry else "",
        [[each.key, each.name] for each in read.candidates], [[each.key, each.name] for each in read.partners],
        read.title[:250], read.reference, read.category[:250], read.block,
        read.day if is_grant else None, read.year if is_grant else None, read.starts_on, read.ends_on,
        "" if read.exact is None else format(read.exact, "f")[:60], read.cents if is_grant else None,
        read.money.get("paid") if is_grant else None, read.money.get("eligible") if is_grant else None,
        old.row if old else None,
    )  # fmt: skip


def _carried(of: GrantImport, old: ImportRow) -> ImportRow:
    """A grant of the earlier edition that stays although the file does not name it any more."""
    before = old.pk
    old.pk, old.grant_import, old.change, old.state, old.doubts = None, of, "carried", "kept", []
    old.before_id = before
    return old


def keep_mapping(row: GrantImport, mapping: Mapping[str, Any]) -> None:
    """Remember what was decided, for the next file of this source."""
    RememberedMapping.objects.update_or_create(
        programme=row.programme, source=row.source, defaults={"mapping": dict(mapping)}
    )
