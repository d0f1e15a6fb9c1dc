"""Reads of the record for pages."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property, reduce
from operator import or_

from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from kommin.foundation.audit.models import Record, SealedEnd

MOST_COUNTED = 10_000
"""Longer lists are not counted to their end: the reader narrows them."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader looks for; an empty field does not narrow."""

    since: date | None = None
    until: date | None = None
    person: str = ""
    action: str = ""
    object: str = ""
    case: str = ""
    organisation: str = ""


def records(wanted: Wanted) -> QuerySet[Record]:
    """The records that fit, the latest first."""
    found = Record.objects.order_by("-at", "-pk")
    if wanted.since:
        found = found.filter(at__gte=_midnight(wanted.since))
    if wanted.until:
        found = found.filter(at__lt=_midnight(wanted.until + timedelta(days=1)))
    if wanted.action:
        found = found.filter(action=wanted.action)
    if wanted.case:
        found = found.filter(case=wanted.case)
    if wanted.person:
        found = found.filter(_contains("actor_name", wanted.person) | _contains("deputising_for", wanted.person))
    if wanted.organisation:
        found = found.filter(_contains("organisation_name", wanted.organisation))
    if wanted.object:
        kind, _, number = wanted.object.partition(":")
        found = found.filter(_contains("object_label", wanted.object) | Q(object_type=kind, object_id=number))
    return found


class RecordPaginator(Paginator):
    """Pages over at most `MOST_COUNTED` records, so that neither counting nor leafing grows with the record."""

    @cached_property
    def count(self) -> int:
        assert isinstance(self.object_list, QuerySet)  # noqa: S101 - narrows what Django types loosely
        return self.object_list.order_by()[: MOST_COUNTED + 1].count()

    @property
    def is_cut(self) -> bool:
        """Whether there are more records than the pages show."""
        return self.count > MOST_COUNTED


def actions_recorded() -> list[str]:
    """Every action that stands in the record, by one jump in the index for each."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE found(action) AS (SELECT MIN(action) FROM audit_record UNION ALL"
            " SELECT (SELECT MIN(action) FROM audit_record WHERE action > found.action) FROM found"
            " WHERE found.action IS NOT NULL) SELECT action FROM found WHERE action IS NOT NULL"
        )
        return [action for (action,) in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Links:
    """A record's place in its chain."""

    before: Record | None
    after: Record | None
    seal: SealedEnd | None
    fits: bool


def links_of(record: Record) -> Links:
    """What stands before and after a record, which seal covers it, and whether hash and link fit. Two queries."""
    near = {
        row.number: row
        for row in Record.objects.filter(chain=record.chain, number__in=(record.number - 1, record.number + 1))
    }
    before = near.get(record.number - 1)
    seal = (
        SealedEnd.objects.filter(chain=record.chain, number__gte=record.number)
        .select_related("seal")
        .order_by("number")
        .first()
    )
    linked = record.previous == (before.hash if before else "") and (before is not None or record.number == 1)
    return Links(
        before=before,
        after=near.get(record.number + 1),
        seal=seal,
        fits=linked and record.computed_hash() == record.hash,
    )


def _contains(field: str, text: str) -> Q:
    """Whatever the capitals; SQLite ignores them for A to Z only, so "öztürk" is looked for as "Öztürk" as well."""
    spellings = {text} if text.isascii() else {text, text.lower(), text.upper(), text.title()}
    return reduce(or_, (Q(**{f"{field}__icontains": spelling}) for spelling in spellings))


def _midnight(day: date) -> datetime:
    """The start of a day where the house stands."""
    return timezone.make_aware(datetime.combine(day, time.min))
