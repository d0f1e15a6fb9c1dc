"""Taking an import back: afterwards every figure of every day is what it was before."""

from collections.abc import Callable

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from kommin.cases.actions.ledger import many_entries
from kommin.cases.models import TAKEN_BACK, Case, LedgerEntry
from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit
from kommin.imports import queries, rules
from kommin.imports.actions.booking import block_numbers, in_batches, retell
from kommin.imports.actions.loading import index_later
from kommin.imports.actions.preparing import locked_import
from kommin.imports.errors import ImportStateError
from kommin.imports.models import Change, GrantImport, ImportState
from kommin.programmes.models import Programme

Advance = Callable[[int], object]
_NAMED = 5


@transaction.atomic
def take_back_import(
    *, grant_import: GrantImport, reason: str, by: Actor, advance: Advance = lambda _done: None
) -> GrantImport:
    """Undo an import whole. Nothing is deleted: each of its entries gets a counter-entry on its own day.

    It is no revocation, which leaves figures from its own date on: these grants should never have been written so, and
    the figures of every day are again those before the import. The ledger tells both, with the moments of recording.

    Raises:
        ImportStateError: it is not loaded, a newer edition rests on it, or a case has moved on since.
        NotAllowed: `by` is no programme officer of the ministry in charge.
    """
    require(rules.may_import, by=by, of=grant_import)
    if not reason.strip():
        raise ImportStateError(_("Say why the import is taken back; the reason stays in the record."))
    Programme.objects.select_for_update().get(pk=grant_import.programme_id)
    row = locked_import(grant_import)
    _require_can(row)
    with many_entries(programme=row.programme, by=by) as ledger:
        ledger.counter(row.ledger_source, f"{TAKEN_BACK}{row.pk}:", advance)
    _restore_texts(row)
    _restore_publicity(row)
    index_later(row)
    row.state, row.taken_back_at, row.taken_back_by_name = ImportState.TAKEN_BACK, timezone.now(), str(by)[:200]
    row.reason = reason.strip()[:500]
    row.save(update_fields=["state", "taken_back_at", "taken_back_by_name", "reason"])
    audit.record(
        action="imports.taken_back", by=by, target=row, reason=row.reason,
        data={"programme": row.programme.slug, "source": row.source, "sha256": row.sha256,
              "entries": _entries(row).count()},
    )  # fmt: skip
    return row


def obstacles(row: GrantImport) -> list[str]:
    """Why an import cannot be taken back now, in sentences; empty when it can."""
    if row.state != ImportState.LOADED:
        return [_("This import is in the state “%(state)s”.") % {"state": row.get_state_display()}]
    found = [
        _("A newer edition rests on it: take back import %(number)s first.") % {"number": later.pk}
        for later in queries.later_editions(row)[:1]
    ]
    moved = _moved_on(row)
    if moved:
        numbers = ", ".join(moved[:_NAMED])
        found.append(
            _("Something was decided or paid since in these cases: %(numbers)s. Take that back first.")
            % {"numbers": numbers}
        )
    return found


def _require_can(row: GrantImport) -> None:
    if found := obstacles(row):
        raise ImportStateError(" ".join(found))


def _entries(row: GrantImport) -> "QuerySet[LedgerEntry]":
    return LedgerEntry.objects.filter(programme=row.programme_id, source__startswith=row.ledger_source)


def _moved_on(row: GrantImport) -> list[str]:
    """Cases of this import in whose ledger somebody else has written."""
    mine = _entries(row).values("case")
    others = LedgerEntry.objects.filter(case__in=mine).exclude(
        Q(source__startswith="import:") | Q(source__startswith=TAKEN_BACK)
    )
    return list(others.order_by("case__number").values_list("case__number", flat=True).distinct()[: _NAMED + 1])


def _restore_texts(row: GrantImport) -> None:
    """Cases that a newer edition had changed say again what the earlier one said."""
    blocks = block_numbers(row.programme_id)
    changed = row.rows.filter(change=Change.CHANGED, before__isnull=False, case__isnull=False).order_by("case", "line")
    values = changed.values_list("case", "before__title", "before__eligible", "before__block")
    for some in in_batches(values.iterator(chunk_size=1000)):
        retell((case, title, eligible, blocks.get(block)) for case, title, eligible, block in some)


def _restore_publicity(row: GrantImport) -> None:
    """What came in with this import leaves public lists; what it had pushed out of them is shown again."""
    own = Case.objects.filter(import_rows__grant_import=row, import_rows__change__in=[Change.NEW, Change.REPLACED])
    Case.objects.filter(pk__in=own.values("pk"), granted=0).update(is_public=False)
    for some in in_batches(row.summary.get("hidden", [])):
        Case.objects.filter(pk__in=some, granted__gt=0).update(is_public=True)
