"""Recompute every link and say what does not fit. Reads in streams; memory does not grow with the record.

What each tampering looks like:

- a record altered: its hash no longer fits what it says (`altered`);
- a record removed, inserted or moved: numbers have a gap, or a record names another predecessor (`gap`, `link`);
- the last records of a chain removed: the chain's end or a seal knows more (`end`, `sealed`);
- a whole chain with its end removed: a seal knows it (`sealed`);
- seals altered or removed: the seals form a chain of their own (`seal`, and `anchor` against a hash noted elsewhere);
- a personal payload altered, removed, or erased without a recorded erasure (`personal`).
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby, islice

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from kommin.foundation.audit import triggers
from kommin.foundation.audit.actions.erasing import ERASED
from kommin.foundation.audit.actions.sealing import digest_of
from kommin.foundation.audit.models import SEALS, Head, Record, Seal, SealedEnd

CHUNK = 2000
SEALS_AT_ONCE = 20
FINDINGS_SHOWN = 50

Advance = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not fit; `number` is the position in the chain (or of the seal)."""

    kind: str
    chain: str
    number: int
    message: str

    def __str__(self) -> str:
        if self.chain == SEALS:
            return _("Seal %(number)s: %(message)s") % {"number": self.number, "message": self.message}
        return _("Chain %(chain)s, record %(number)s: %(message)s") % {
            "chain": self.chain,
            "number": self.number,
            "message": self.message,
        }

    def as_json(self) -> dict[str, object]:
        return {"kind": self.kind, "chain": self.chain, "number": self.number, "message": self.message}


@dataclass(slots=True)
class Report:
    """The answer of a verification. `findings` holds the first of each broken chain, at most `FINDINGS_SHOWN`."""

    records: int = 0
    chains: int = 0
    seals: int = 0
    unsealed: int = 0
    erased: int = 0
    last_seal: str = ""
    findings: list[Finding] = field(default_factory=list)
    missing_triggers: list[str] = field(default_factory=list)
    _broken_chains: set[str] = field(default_factory=set, repr=False)

    @property
    def broken(self) -> int:
        """How many chains are broken."""
        return len(self._broken_chains)

    @property
    def is_whole(self) -> bool:
        return not self.broken and not self.missing_triggers

    @property
    def first_broken(self) -> Finding | None:
        return self.findings[0] if self.findings else None

    def add(self, found: Finding | None) -> None:
        """Count a broken chain, and keep what was found while there is room."""
        if found is None:
            return
        if found.chain in self._broken_chains:
            return
        self._broken_chains.add(found.chain)
        if len(self.findings) < FINDINGS_SHOWN:
            self.findings.append(found)

    def as_json(self) -> dict[str, object]:
        return {
            "whole": self.is_whole,
            "records_checked": self.records,
            "chains_checked": self.chains,
            "seals_checked": self.seals,
            "records_not_yet_sealed": self.unsealed,
            "payloads_erased": self.erased,
            "broken_chains": self.broken,
            "first_broken": self.first_broken.as_json() if self.first_broken else None,
            "findings": [finding.as_json() for finding in self.findings],
            "missing_triggers": self.missing_triggers,
            "last_seal": self.last_seal,
        }


def verify(
    *, case: str | None = None, anchor: tuple[int, str] | None = None, advance: Advance = lambda _: None
) -> Report:
    """Check one case's chain with the seals over it, or the whole record.

    Args:
        case: the number of a case; without it everything is checked.
        anchor: number and hash of a seal that was noted outside this database; it must still be there, the same.
        advance: told how many records have been checked since it was last told.
    """
    report = Report()
    chain = f"case:{case}" if case else None
    with one_snapshot():
        _check_chains(report, chain, advance)
        _check_lost_chains(report, chain)
        if chain is None:
            _check_seals(report)
        else:
            _check_ends(report, SealedEnd.objects.filter(chain=chain))
        _check_reach(report, chain)
        if anchor:
            _check_anchor(report, *anchor)
    report.missing_triggers = triggers.missing(connection)
    return report


@contextmanager
def one_snapshot() -> Iterator[None]:
    """Read everything as it stands at one moment, while others go on writing."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")  # an atomic block would keep writers out
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def _check_chains(report: Report, chain: str | None, advance: Advance) -> None:
    rows = Record.objects.select_related("personal").order_by("chain", "number")
    if chain is not None:
        rows = rows.filter(chain=chain)
    finished = (
        _ChainCheck(name).follow(records, report, advance)
        for name, records in groupby(rows.iterator(chunk_size=CHUNK), key=lambda row: row.chain)
    )
    while batch := list(islice(finished, CHUNK)):
        heads = Head.objects.in_bulk([check.chain for check in batch])
        for check in batch:
            report.chains += 1
            report.add(check.first or check.compare(heads.get(check.chain)))
            head = heads.get(check.chain)
            report.unsealed += head.number - head.sealed if head else 0


class _ChainCheck:
    """Follows one chain and remembers the first thing that does not fit."""

    def __init__(self, chain: str) -> None:
        self.chain = chain
        self.number = 0
        self.hash = ""
        self.first: Finding | None = None
        self._erased_without_record: set[int] = set()

    def follow(self, records: Iterable[Record], report: Report, advance: Advance) -> "_ChainCheck":
        pending = 0
        for record in records:
            report.records += 1
            if self.first is None:
                self.first = self._judge(record, report)
            self.number, self.hash = record.number, record.hash
            pending += 1
            if pending == CHUNK:
                advance(pending)
                pending = 0
        advance(pending)
        if self.first is None and self._erased_without_record:
            self.first = self._found(
                "personal", min(self._erased_without_record), _("its personal data was erased without a record of it")
            )
        return self

    def compare(self, head: Head | None) -> Finding | None:
        """Whether the chain ends where its end says."""
        if head is None:
            return self._found("end", self.number, _("the end of the chain is missing"))
        if (head.number, head.hash) == (self.number, self.hash):
            return None
        if head.number > self.number:
            return self._found(
                "end",
                self.number + 1,
                _("records are missing at the end, up to number %(last)s") % {"last": head.number},
            )
        return self._found("end", head.number + 1, _("there is more than the end of the chain knows"))

    def _judge(self, record: Record, report: Report) -> Finding | None:
        if record.number != self.number + 1:
            missing = self.number + 1
            return self._found(
                "gap", missing, _("this record is missing: the next one is %(number)s") % {"number": record.number}
            )
        if record.previous != self.hash:
            return self._found("link", record.number, _("it does not follow the record before it"))
        if record.computed_hash() != record.hash:
            return self._found("altered", record.number, _("it does not say what it said when it was written"))
        return self._judge_personal(record, report)

    def _judge_personal(self, record: Record, report: Report) -> Finding | None:
        if record.action == ERASED:
            self._erased_without_record.discard(record.data.get("number", 0))
        payload = getattr(record, "personal", None)
        if payload is None:
            lost = bool(record.personal_hash)
            return self._found("personal", record.number, _("its personal data is missing")) if lost else None
        if payload.erased_at:
            report.erased += 1
            self._erased_without_record.add(record.number)
            return None
        if payload.computed_hash() != record.personal_hash:
            return self._found("personal", record.number, _("its personal data was altered"))
        return None

    def _found(self, kind: str, number: int, message: str) -> Finding:
        return Finding(kind, self.chain, number, message)


def _check_lost_chains(report: Report, chain: str | None) -> None:
    """Ends of chains of which no record is left."""
    heads = Head.objects.filter(~Exists(Record.objects.filter(chain=OuterRef("chain"))), number__gt=0).exclude(pk=SEALS)
    if chain is not None:
        heads = heads.filter(pk=chain)
    for head in heads.iterator(chunk_size=CHUNK):
        report.add(
            Finding("end", head.chain, 1, _("all %(count)s records of this chain are missing") % {"count": head.number})
        )


def _check_ends(report: Report, ends: QuerySet[SealedEnd]) -> None:
    for end in _with_actual(ends).iterator(chunk_size=CHUNK):
        _check_end(report, end)


def _with_actual(ends: QuerySet[SealedEnd]) -> QuerySet[SealedEnd]:
    """Each sealed end with the hash that the record at its place has now."""
    record = Record.objects.filter(chain=OuterRef("chain"), number=OuterRef("number"))
    return ends.annotate(actual=Subquery(record.values("hash")[:1]))


def _check_end(report: Report, end: SealedEnd) -> None:
    actual = getattr(end, "actual", None)
    if actual is None:
        message = _("seal %(seal)s covers this record, which is missing") % {"seal": end.seal_id}
    elif actual != end.hash:
        message = _("seal %(seal)s covers another record at this place") % {"seal": end.seal_id}
    else:
        return
    report.add(Finding("sealed", end.chain, end.number, message))


def _check_seals(report: Report) -> None:
    number, last = 0, ""
    ends = Prefetch("ends", queryset=_with_actual(SealedEnd.objects.all()), to_attr="checked_ends")
    for seal in Seal.objects.order_by("number").prefetch_related(ends).iterator(chunk_size=SEALS_AT_ONCE):
        report.seals += 1
        checked_ends: list[SealedEnd] = getattr(seal, "checked_ends", [])
        report.add(_judge_seal(seal, number, last, checked_ends))
        for end in checked_ends:
            _check_end(report, end)
        number, last = seal.number, seal.hash
    report.last_seal = f"{number}:{last}" if number else ""
    head = Head.objects.filter(pk=SEALS).first()
    known = (head.number, head.hash, head.sealed) if head else (0, "", 0)
    if known != (number, last, number):
        report.add(Finding("seal", SEALS, number + 1, _("seals are missing at the end, or the end was altered")))


def _judge_seal(seal: Seal, number: int, last: str, ends: list[SealedEnd]) -> Finding | None:
    if seal.number != number + 1:
        return Finding("seal", SEALS, number + 1, _("this seal is missing"))
    if seal.previous != last:
        return Finding("seal", SEALS, seal.number, _("it does not follow the seal before it"))
    if seal.computed_hash() != seal.hash or seal.chains != len(ends) or digest_of(ends) != seal.digest:
        return Finding("seal", SEALS, seal.number, _("it does not say what it said when it was written"))
    return None


def _check_reach(report: Report, chain: str | None) -> None:
    """Whether each end of a chain is sealed as far as it says: further, and it would never be sealed again."""
    seals = SealedEnd.objects.filter(chain=OuterRef("chain")).order_by("-number").values("number")[:1]
    heads = Head.objects.annotate(covered=Coalesce(Subquery(seals), 0)).exclude(pk=SEALS).exclude(sealed=F("covered"))
    if chain is not None:
        heads = heads.filter(pk=chain)
    message = _("the seals do not reach as far as the end of the chain says")
    for head in heads.iterator(chunk_size=CHUNK):
        report.add(Finding("end", head.chain, head.number, message))


def _check_anchor(report: Report, number: int, expected: str) -> None:
    found = Seal.objects.filter(number=number).values_list("hash", flat=True).first()
    if found is None:
        report.add(Finding("anchor", SEALS, number, _("the seal that was noted elsewhere is missing")))
    elif found != expected:
        report.add(Finding("anchor", SEALS, number, _("this is not the seal that was noted elsewhere")))
