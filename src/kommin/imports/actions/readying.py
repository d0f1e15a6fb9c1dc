"""Making new grants ready before the transaction that loads them, so that others wait for as short as possible.

Everything that takes time is computed first and laid into temporary tables, which holds no lock. The transaction then
asks under its lock whether that still holds, and moves the rows to where they count.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import connection
from django.utils import timezone

from kommin.cases.actions.ledger import ManyEntries, waiting_entry, waiting_fields
from kommin.cases.actions.opening import LONGEST_SORT_KEY
from kommin.cases.models import Case, Completeness, Stage
from kommin.cases.staging import Staged, fields_of, staged
from kommin.foundation.access import Actor
from kommin.foundation.search import sort_key
from kommin.imports import queries
from kommin.imports.actions.booking import ZERO, Fresh, Opened, block_numbers, fresh_rows, in_batches, movements_of
from kommin.imports.models import Change, GrantImport, ImportRow
from kommin.programmes.responsibilities import Responsibilities

Advance = Callable[[int], object]
WRITTEN = (Change.NEW, Change.REPLACED)
_CASE = (
    "number", "programme_id", "block_id", "authority_id", "applicant_key", "applicant_name", "applicant_kind",
    "applicant_sort", "district_key", "region_key", "title", "title_sort", "starts_on", "ends_on", "stage",
    "completeness", "received_at", "stage_since", "changed_at", "applied", "eligible", "granted",
)  # fmt: skip
_BATCH = 2_000


@dataclass(frozen=True)
class Basis:
    """What new cases were made of besides their rows: it has to be the same when they are written."""

    revision: int
    edition_of: int | None
    blocks: Mapping[str, int]
    authorities: Mapping[str, int | None]
    whereabouts: Mapping[str, tuple[str, str]]

    @classmethod
    def now(cls, row: GrantImport, keys: "set[str]") -> "Basis":
        """As it is in the database for the places with these keys."""
        responsible, places = Responsibilities(row.programme_id), queries.whereabouts(row.register)
        found = {key: responsible.authority_for(key) for key in keys}
        return cls(
            row.revision, row.edition_of_id, block_numbers(row.programme_id),
            {key: authority.pk if authority else None for key, authority in found.items()},
            {key: places.get(key, ("", "")) for key in keys},
        )  # fmt: skip


@dataclass
class Ready:
    """New grants that wait to be loaded: their cases, their entries, and which row became which case."""

    row: GrantImport
    by: Actor
    basis: Basis
    joining: dict[str, int]
    cases: Staged
    entries: Staged
    links: Staged
    now: datetime = field(default_factory=timezone.now)

    def still_holds(self, row: GrantImport) -> bool:
        """Whether the import, locked by now, is what this was made of."""
        return Basis.now(row, set(self.basis.authorities)) == self.basis

    def write(self, ledger: ManyEntries, advance: Advance) -> None:
        """Open the cases, book the entries, note the cases in their rows. `advance` is told in rows of the file."""
        share = _Share(self.links.count, self.cases.count + self.entries.count + self.links.count, advance)
        for start, stop in self.cases.slices():
            share.moved(self.cases.move(Case, _CASE, start, stop))
        for start, stop in self.entries.slices():
            share.moved(ledger.take_over(self.entries, start, stop))
        for start, stop in self.links.slices():
            share.moved(self._link(start, stop))

    def _link(self, start: int, stop: int) -> int:
        rows, cases = ImportRow._meta.db_table, Case._meta.db_table  # noqa: SLF001 - documented by Django
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {rows} SET case_id = new.id, booked = waiting.booked"  # noqa: S608 - our own tables
                f" FROM {self.links.name} AS waiting CROSS JOIN {cases} AS new"
                f" WHERE waiting.place BETWEEN %s AND %s AND new.number = waiting.number AND {rows}.id = waiting.id",
                [start, stop],
            )
            return int(cursor.rowcount)


@dataclass
class _Share:
    """Three tables are moved for one file: tells of them as if they were its rows."""

    rows: int
    of: int
    advance: Advance
    _done: int = 0
    _told: int = 0

    def moved(self, number: int) -> None:
        self._done += number
        told = self._done * self.rows // max(self.of, 1)
        self.advance(told - self._told)
        self._told = told


@contextmanager
def made_ready(row: GrantImport, by: Actor, advance: Advance = lambda _done: None) -> Iterator[Ready]:
    """Everything new of an import, computed and waiting. Reads only; whoever writes it checks under the lock."""
    fresh = row.rows.filter(state="ready", change__in=WRITTEN)
    joining = cases_that_stay(row)
    granted: dict[str, Decimal] = {}
    numbers: Counter[str] = Counter()
    for key, cents in fresh.values_list("case_key", "cents").iterator(chunk_size=2000):
        granted[key] = granted.get(key, ZERO) + (cents or ZERO)
        numbers[key] += 1
    keys = set(fresh.values_list("place_key", flat=True).order_by().distinct())
    links = {"id": ImportRow._meta.pk, "number": Case._meta.get_field("number"),  # noqa: SLF001
             "booked": ImportRow._meta.get_field("booked")}  # fmt: skip # noqa: SLF001
    with ExitStack() as tables:
        ready = Ready(
            row, by, Basis.now(row, keys), joining,
            tables.enter_context(staged("ready_cases", fields_of(Case, _CASE))),
            tables.enter_context(staged("ready_entries", waiting_fields())),
            tables.enter_context(staged("ready_links", links)),
        )  # fmt: skip
        filler = _Filler(ready, granted, {key for key, number in numbers.items() if number > 1})
        for part in (fresh.filter(cents__gte=0), fresh.filter(cents__lt=0)):
            for some in in_batches(fresh_rows(part), _BATCH):
                filler.add([each for each in some if each.case_key not in joining])
                advance(len(some))
        yield ready


def cases_that_stay(row: GrantImport) -> dict[str, int]:
    """The cases of the earlier edition that rows of this one belong to, by their key."""
    if row.edition_of_id is None:
        return {}
    kept = row.rows.filter(change__in=[Change.SAME, Change.CHANGED, Change.CARRIED], before__case__isnull=False)
    return dict(kept.values_list("case_key", "before__case"))


class _Filler:
    """Makes cases, entries and links of rows; remembers what all rows of a place or of a case share."""

    def __init__(self, ready: Ready, granted: Mapping[str, Decimal], several: "set[str]") -> None:
        self._ready, self._granted, self._several = ready, granted, several
        self._cases: dict[str, tuple[str, Opened]] = {}
        self._sort_keys: dict[str, str] = {}

    def add(self, rows: "list[Fresh]") -> None:
        """Make some hundred rows ready."""
        ready, cases, entries, links = self._ready, [], [], []
        for row in rows:
            known = self._cases.get(row.case_key)
            if known is None:
                known = self._open(row)
                cases.append(self._case(row, *known))
            number, case = known
            source = f"{ready.row.ledger_source}{row.line}"
            entries += [waiting_entry(case, number, each, source, ready.row.programme_id, ready.by)
                        for each in movements_of(row)]  # fmt: skip
            links.append((row.pk, number, row.cents))
        ready.cases.add(cases)
        ready.entries.add(entries)
        ready.links.add(links)

    def _open(self, row: Fresh) -> tuple[str, Opened]:
        """A number that says import and line, so that anybody finds the row it came from, and what entries repeat."""
        basis = self._ready.basis
        opened = Opened(0, basis.blocks.get(row.block), basis.authorities[row.place_key], row.place_key,
                        row.applicant_kind)  # fmt: skip
        known = f"ALT-{self._ready.row.pk}-{row.line}", opened
        if row.case_key in self._several:
            self._cases[row.case_key] = known
        return known

    def _case(self, row: Fresh, number: str, of: Opened) -> tuple[object, ...]:
        """In the order of `_CASE`; it arrived with the import, so nobody waited for its decision."""
        district, region = self._ready.basis.whereabouts[row.place_key]
        now = self._ready.now
        return (
            number, self._ready.row.programme_id, of.block_id, of.authority_id, row.place_key, row.applicant_name,
            row.applicant_kind, self._sorted(row.applicant_name), district, region, row.title,
            sort_key(row.title)[:LONGEST_SORT_KEY], row.starts_on, row.ends_on, Stage.CLOSED, Completeness.COMPLETE,
            now, now, now, max(row.cents or ZERO, ZERO), row.eligible, self._granted[row.case_key],
        )  # fmt: skip

    def _sorted(self, name: str) -> str:
        if name not in self._sort_keys:
            self._sort_keys[name] = sort_key(name)[:LONGEST_SORT_KEY]
        return self._sort_keys[name]
