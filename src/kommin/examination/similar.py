"""What an examiner looks up beside a case: what the municipality got before, and similar projects elsewhere."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, CharField, DateField, QuerySet

from kommin.cases.current import current_values
from kommin.cases.finding import KIND, text_of
from kommin.cases.models import Case
from kommin.examination import rules
from kommin.examination.impartiality import excluded_cases
from kommin.foundation.access import Actor
from kommin.foundation.prepared import Prepared
from kommin.foundation.search import index
from kommin.law.money import ZERO
from kommin.people.models.dated import today
from kommin.people.standing import name_in_force
from kommin.register.models import KeyChange

ON_PAGE = 5
"""How many earlier grants the page of a case shows; the others are a click away."""
MOST_EARLIER = 200
MOST_ALIKE = 8
MOST_LOOKED_AT = 40
"""Of so many documents like the case those are shown that the reader may know of."""
_FIELDS = (
    "id", "number", "title", "applicant_key", "applicant_name", "received_at", "starts_on", "ends_on", "granted",
    "applied", "stage", "is_public", "authority_id", "application_id", "programme__title_de", "programme__title_en",
    "programme__ministry_id", "programme_id",
)  # fmt: skip


@dataclass(frozen=True)
class Other:
    """Another case as the page of this one names it; `url` only where the reader may open it."""

    case: Case
    authority: str
    url: str

    @property
    def begins(self) -> date:
        return self.case.starts_on or self.case.received_at.date()


@dataclass(frozen=True)
class Earlier:
    """What a municipality got before: the grants in force, the latest first, and their sum."""

    rows: Sequence[Other]

    @property
    def total(self) -> Decimal:
        return sum((one.case.granted for one in self.rows), ZERO)

    @property
    def shown(self) -> Sequence[Other]:
        return self.rows[:ON_PAGE]


def earlier_grants(case: Case, reader: Actor) -> Earlier:
    """Everything in force that the same municipality was granted, also under a former key, whichever authority did it.

    Whoever examines has to know of it (no cost is paid for twice), so it is named even where the case itself belongs
    to another authority. One query, more only for a reader with conflicts of interest.
    """
    if not case.applicant_key:
        return Earlier([])
    found = _EARLIER.rows(case=case.pk, key=case.applicant_key, day=today())
    return Earlier(_opened(found, case, reader))


def _earlier(given: Any) -> QuerySet[Case]:
    granted = _named(given.day).filter(granted__gt=0).exclude(pk=given.case).order_by()
    former = KeyChange.objects.filter(new_key=given.key).order_by().values("old_key")
    rows = granted.filter(applicant_key=given.key).union(granted.filter(applicant_key__in=former))
    return rows.order_by("-received_at", "-id")[:MOST_EARLIER]


def similar_elsewhere(case: Case, reader: Actor) -> Sequence[Other]:
    """Projects of other municipalities like this one, the most alike first: cases the reader may open, and granted ones
    that are public. Others are not named at all."""
    asked = index.Likeness(
        title=case.title, text=text_of(case, current_values(case)), kinds=[KIND], scopes=None,
        without=[(KIND, str(case.pk))], limit=MOST_LOOKED_AT,
    )  # fmt: skip
    hits = index.similar(asked)
    keys = [int(hit.key) for hit in hits]
    found = {row.pk: row for row in _named(today()).filter(pk__in=keys).exclude(applicant_key=case.applicant_key)}
    named = _opened([found[pk] for pk in keys if pk in found], case, reader)
    return [one for one in named if one.url or (one.case.granted and one.case.is_public)][:MOST_ALIKE]


def _named(day: date) -> QuerySet[Case]:
    rows = Case.objects.select_related("programme").annotate(authority_name=name_in_force(day, "authority_id"))
    return rows.only(*_FIELDS)


_EARLIER = Prepared(_earlier, case=BigIntegerField(), key=CharField(), day=DateField())


def _opened(rows: Sequence[Case], case: Case, reader: Actor) -> list[Other]:
    """Without those from which the reader is excluded; an address where the reader may read inside."""
    excluded: Collection[int] = ()
    if rules.conflicts_of(reader, case) and reader.user_id is not None:
        excluded = excluded_cases(reader.user_id, Case.objects.filter(pk__in=[row.pk for row in rows]))
    opens = rules.opener_for(reader) if rows else None
    return [
        Other(row, getattr(row, "authority_name", ""), row.get_absolute_url() if opens and opens(row) else "")
        for row in rows
        if row.pk not in excluded
    ]
