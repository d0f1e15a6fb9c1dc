"""Loading: everything that is ready, in one transaction, or nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kommin.cases.actions.ledger import Booking, ManyEntries, many_entries
from kommin.cases.models import Case
from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit
from kommin.imports import queries, rules
from kommin.imports.actions.booking import (
    block_numbers,
    changed_rows,
    difference_of,
    fresh_rows,
    gone_rows,
    in_batches,
    join_cases,
    keep_booked,
    locked_cases,
    retell,
    reversal_of,
)
from kommin.imports.actions.preparing import keep_mapping, locked_import, require_open
from kommin.imports.actions.readying import WRITTEN, Ready, made_ready
from kommin.imports.errors import ImportStateError
from kommin.imports.models import Change, GrantImport, ImportState
from kommin.programmes.models import Programme

Advance = Callable[[int], object]


class BasisChangedError(ImportStateError):
    """What new grants were made of has changed since; making them ready again helps."""

    def __init__(self) -> None:
        super().__init__(
            _("Building blocks, responsibilities or the register were changed meanwhile. Please load again.")
        )


def load_import(
    *, grant_import: GrantImport, by: Actor, revision: int | None = None, advance: Advance = lambda _done: None
) -> GrantImport:
    """Write what is ready into cases and the ledger: new grants, differences to the earlier edition, what is gone.

    Args:
        revision: the reading the person has seen; a later one refuses.
        advance: told how many more rows are done.

    Raises:
        ImportStateError: it is not open, a control total forbids it, or the earlier edition is not what it was.
        NotAllowed: `by` is no programme officer of the ministry in charge.
    """
    with ready_to_load(grant_import=grant_import, by=by, revision=revision) as ready, transaction.atomic():
        return load_ready(ready, advance=advance)


@contextmanager
def ready_to_load(
    *, grant_import: GrantImport, by: Actor, revision: int | None = None, advance: Advance = lambda _done: None
) -> Iterator[Ready]:
    """What takes time of a load, without holding a lock; `load_ready` does the rest. Raises as `load_import`."""
    require(rules.may_import, by=by, of=grant_import)
    row = GrantImport.objects.defer("content").select_related("programme", "register").get(pk=grant_import.pk)
    require_open(row)
    require_seen(row, revision)
    with made_ready(row, by, advance) as ready:
        yield ready


def load_ready(ready: Ready, *, advance: Advance = lambda _done: None) -> GrantImport:
    """Load in the transaction of the caller, who lets it fail whole when this raises.

    A transaction within another is a savepoint, for which the database keeps a second copy of all that is touched.
    """
    by = ready.by
    require(rules.may_import, by=by, of=ready.row)
    Programme.objects.select_for_update().get(pk=ready.row.programme_id)  # one load of a programme at a time
    row = locked_import(ready.row)
    require_open(row)
    require_seen(row, ready.basis.revision)
    if not ready.still_holds(row):
        raise BasisChangedError
    hidden = _write(row, ready, advance)
    index_later(row)
    row.state, row.loaded_at, row.loaded_by_name = ImportState.LOADED, timezone.now(), str(by)[:200]
    row.summary, row.work = {**row.summary, "hidden": hidden}, None
    row.save(update_fields=["state", "loaded_at", "loaded_by_name", "summary", "work"])
    keep_mapping(row, row.given.remembered())
    audit.record(action="imports.loaded", by=by, target=row, data=_for_the_record(row))
    return row


def require_seen(row: GrantImport, revision: int | None) -> None:
    """Refuse what the person has not seen, what must not be loaded, and what no longer fits to what is there."""
    if revision is not None and row.revision != revision:
        raise ImportStateError(_("Somebody else has changed this import meanwhile. Please look at it again."))
    if row.summary.get("blocked"):
        raise ImportStateError(
            _("A control total does not fit, or most of the earlier edition is missing. Decide about it first.")
        )
    newest = queries.newest_loaded(row.programme, row.source)
    if (newest.pk if newest else None) != row.edition_of_id:
        raise ImportStateError(
            _("Another edition of “%(source)s” was loaded or taken back meanwhile. Read the file again.")
            % {"source": row.source}
        )
    if other := queries.came_in_since(row):
        raise ImportStateError(
            _("Grants of this file were loaded from “%(file)s” meanwhile. Read the file again to see which.")
            % {"file": other}
        )


def _write(row: GrantImport, ready: Ready, advance: Advance) -> list[int]:
    """All entries; answers with the cases that left public lists."""
    with many_entries(programme=row.programme, by=ready.by) as ledger:
        left = _reverse(row, ledger)
        _change(row, ledger, advance)
        ready.write(ledger, advance)
        _join(row, ready, ledger, advance)
        _carry(row)
    return _hide(left)


def _join(row: GrantImport, ready: Ready, ledger: ManyEntries, advance: Advance) -> None:
    """New rows that belong to cases of the earlier edition."""
    if not ready.joining:
        return
    fresh = row.rows.filter(state="ready", change__in=WRITTEN, case__isnull=True)
    for part in (fresh.filter(cents__gte=0), fresh.filter(cents__lt=0)):
        for some in in_batches(list(fresh_rows(part))):
            join_cases(some, ready.joining, ledger, row.ledger_source)
            advance(len(some))


def _reverse(row: GrantImport, ledger: ManyEntries) -> list[int]:
    """Take out what is gone or replaced. The cases are locked in the order of their numbers."""
    if row.edition_of is None:
        return []
    old_rows = row.edition_of.rows.filter(case__isnull=False, booked__isnull=False)
    named = row.rows.filter(change__in=[Change.SAME, Change.CHANGED, Change.CARRIED]).values("before")
    left: list[int] = []
    for some in in_batches(gone_rows(old_rows.exclude(pk__in=named))):
        cases = locked_cases(each.case for each in some)
        ledger.write([Booking(cases[old.case], reversal_of(old), f"{row.ledger_source}out-{old.line}") for old in some])
        left += list(cases)
    return left


def _change(row: GrantImport, ledger: ManyEntries, advance: Advance) -> None:
    """Write differences, and what else the newer edition says of the same grants."""
    blocks = block_numbers(row.programme_id)
    for some in in_batches(changed_rows(row.rows.filter(change=Change.CHANGED, before__case__isnull=False))):
        cases = locked_cases(each.case for each in some)
        ledger.write(
            [Booking(cases[each.case], difference_of(each), f"{row.ledger_source}{each.line}") for each in some]
        )
        retell((each.case, each.title, each.eligible, blocks.get(each.block)) for each in some)
        keep_booked([(each.case, each.cents, each.pk) for each in some])
        advance(len(some))


def _carry(row: GrantImport) -> None:
    """Rows that change nothing keep the case and the amount of the earlier edition."""
    kept = row.rows.filter(change__in=[Change.SAME, Change.CARRIED], before__isnull=False)
    values = kept.order_by("pk").values_list("before__case", "before__booked", "pk")
    for some in in_batches(values.iterator(chunk_size=1000)):
        keep_booked(some)


def _hide(cases: list[int]) -> list[int]:
    """Grants that left the figures leave public lists as well; those that were shown before are named."""
    hidden: list[int] = []
    for some in in_batches(sorted(set(cases))):
        shown = Case.objects.filter(pk__in=some, granted=0, is_public=True)
        hidden += list(shown.values_list("pk", flat=True))
    for some in in_batches(hidden):
        Case.objects.filter(pk__in=some).update(is_public=False)
    return hidden


def index_later(row: GrantImport) -> None:
    """Make new and changed cases findable, by a job after the transaction: thousands of titles take a while."""
    from kommin.imports.tasks import index_cases_of

    index_cases_of.enqueue(row.pk)


def _for_the_record(row: GrantImport) -> dict[str, object]:
    granted: dict[str, str] = next((each for each in row.summary["sums"] if each["field"] == "amount"), {})
    return {
        "programme": row.programme.slug,
        "source": row.source,
        "file": row.file_name,
        "sha256": row.sha256,
        "edition_of": row.edition_of_id,
        "counts": row.summary["counts"],
        "amount": Decimal(str(granted.get("after", "0"))),
        "decisions": dict(row.given.decisions),
    }
