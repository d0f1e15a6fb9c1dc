"""Programmes with grants, written the way decisions write them."""

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from itertools import count

from django.utils import timezone

from kommin.cases.actions.ledger import Movement, write_entries
from kommin.cases.models import Case, EntryKind, Stage
from kommin.foundation.access import Actor
from kommin.foundation.search import sort_key
from kommin.people.models import Kind, Organisation, OrganisationName
from kommin.programmes import actions as programmes
from kommin.programmes.models import BuildingBlock, Programme
from kommin.programmes.words import ApplicantKind

CLOCK = Actor.clock()
SOURCES = count(1)
FIRST = date(2005, 4, 1)


def make_programme(ministry: Organisation | None = None, slug: str = "probe") -> Programme:
    """A programme since April 2005 with two building blocks."""
    if ministry is None:
        ministry = Organisation.objects.create(kind=Kind.MINISTRY)
        OrganisationName.objects.create(organisation=ministry, name=f"Ministerium {ministry.pk}", valid_from=FIRST)
    found = Programme.objects.filter(slug=slug, ministry=ministry).first()
    if found:
        return found
    made = programmes.create_programme(
        ministry=ministry, by=CLOCK, slug=slug, valid_from=FIRST, title_de="Probe", title_en="Trial",
        text_de="Zum Prüfen.", text_en="For trying.",
    )  # fmt: skip
    for position, (code, title) in enumerate((("netz", "Vernetzung"), ("ziel", "Steuerung")), start=1):
        programmes.save_block(
            programme=made, by=CLOCK, code=code, title_de=title, title_en=f"{title} (English)", position=position
        )
    return made


def make_case(
    programme: Programme, *, number: str, key: str = "05315000", name: str = "Stadt Köln", kind: str = "",
    title: str = "Ein Vorhaben", block: str = "", public: bool = True, received: date | None = None,
) -> Case:  # fmt: skip
    """A case without application."""
    arrived = timezone.make_aware(datetime.combine(received, time(12))) if received else timezone.now()
    return Case.objects.create(
        number=number, programme=programme, applicant_key=key, applicant_name=name, title=title, is_public=public,
        block=BuildingBlock.objects.get(programme=programme, code=block) if block else None,
        applicant_kind=kind or (ApplicantKind.TOWN if key else ""), stage=Stage.DECIDED, received_at=arrived,
        title_sort=sort_key(title), applicant_sort=sort_key(name),
    )  # fmt: skip


def write(case: Case, kind: EntryKind, amount: object, day: date, year: int | None = None) -> None:
    """One entry of the ledger."""
    movement = Movement(kind, Decimal(str(amount)), year or day.year, day)
    write_entries(case=case, movements=[movement], source=f"test:{next(SOURCES)}", by=CLOCK)


def grant(
    programme: Programme, *, number: str, amount: object = 50_000, day: date = date(2009, 5, 4),
    year: int | None = None, **more: object,
) -> Case:  # fmt: skip
    """A case with one grant."""
    case = make_case(programme, number=number, **more)  # type: ignore[arg-type]
    write(case, EntryKind.GRANTED, amount, day, year)
    return case


def grant_many(programme: Programme, rows: Iterable[dict[str, object]]) -> list[Case]:
    """Several, numbered."""
    return [grant(programme, number=f"P-{index:04d}", **row) for index, row in enumerate(rows, start=1)]  # type: ignore[arg-type]
