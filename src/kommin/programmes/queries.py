"""What several callers ask about programmes and calls; bounded and without a query per row."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from kommin.foundation.access import Actor
from kommin.people.models import Kind, Organisation, Role
from kommin.people.queries import organisations
from kommin.programmes.models import (
    OPEN_STATES,
    PUBLIC_STATES,
    Appropriation,
    AppropriationShare,
    Call,
    CallVersion,
    Guideline,
    Programme,
)
from kommin.programmes.rules import predecessors_of

ZERO = Decimal("0.00")
MOST_LINES = 1000


def programmes_for(actor: Actor) -> QuerySet[Programme]:
    """The programmes an actor may read, with how many calls each has (`call_count`) and how many are open."""
    found = Programme.objects.select_related("ministry", "predecessor").prefetch_related("ministry__names")
    if actor.organisation_kind == Kind.MINISTRY and actor.role != Role.AUDITOR:
        own = actor.organisation_id or 0
        found = found.filter(ministry_id__in={own, *predecessors_of(own)})
    return found.annotate(
        call_count=Count("calls", distinct=True),
        open_count=Count("calls", filter=Q(calls__state__in=OPEN_STATES), distinct=True),
    ).order_by("-valid_from", "pk")


def programme_page(slug: str) -> Programme | None:
    """One programme with everything its page shows."""
    return (
        Programme.objects.select_related("ministry", "predecessor")
        .prefetch_related(
            "ministry__names", "blocks", "successors", Prefetch("guidelines", Guideline.objects.order_by("-number"))
        )
        .filter(slug=slug)
        .first()
    )


def call_page(pk: int) -> Call | None:
    """One call with everything its pages and checks ask for."""
    return (
        Call.objects.select_related("programme__ministry", "guideline__clause_set", "questionnaire__questionnaire")
        .prefetch_related(
            "programme__ministry__names", "blocks", "documents", "criteria", "timetable", "confirmed_values",
            "guideline__cost_categories",
        )
        .filter(pk=pk)
        .first()
    )  # fmt: skip


def public_versions() -> QuerySet[CallVersion]:
    """The version in force of every call the public knows, the latest deadline first."""
    newest = CallVersion.objects.filter(call=OuterRef("call")).order_by("-number").values("pk")[:1]
    return (
        CallVersion.objects.filter(call__state__in=PUBLIC_STATES, pk=Subquery(newest))
        .select_related("call")
        .order_by("-closes_at", "-pk")
    )


def open_versions(now: datetime | None = None) -> QuerySet[CallVersion]:
    """Those that can be answered now or later, the next deadline first."""
    moment = now or timezone.now()
    return public_versions().filter(call__state__in=OPEN_STATES, closes_at__gt=moment).order_by("closes_at", "pk")


def past_versions(now: datetime | None = None) -> QuerySet[CallVersion]:
    """Those whose deadline has passed."""
    moment = now or timezone.now()
    return public_versions().exclude(call__state__in=OPEN_STATES, closes_at__gt=moment)


def version_in_force(slug: str) -> CallVersion | None:
    """What a call says now; None if it was never published."""
    return (
        CallVersion.objects.filter(call__slug=slug, call__state__in=PUBLIC_STATES)
        .select_related("call__programme")
        .order_by("-number")
        .first()
    )


@dataclass
class AppropriationLine:
    """One row of the table of means: an appropriation, a share, what is left, or a sum."""

    label: str
    cash: Decimal
    commitment: Decimal
    kind: str = ""
    appropriation: Appropriation | None = None


@dataclass
class BudgetYear:
    """The means of one year, adding up."""

    year: int
    lines: list[AppropriationLine] = field(default_factory=list)
    closed: bool = False
    cash: Decimal = ZERO
    commitment: Decimal = ZERO


def budget_years(programme: Programme) -> list[BudgetYear]:
    """The means of a programme per year: each chapter and title, its shares, what is not split, the year's sum."""
    houses = organisations(kind=Kind.GRANTING_AUTHORITY)
    names = {house.pk: house.house_name for house in houses[:MOST_LINES]}  # type: ignore[attr-defined]
    shares = Prefetch("shares", AppropriationShare.objects.order_by("authority_id"))
    rows = Appropriation.objects.filter(programme=programme).prefetch_related(shares)
    years: dict[int, BudgetYear] = {}
    for row in rows.order_by("-year", "chapter", "title")[:MOST_LINES]:
        year = years.setdefault(row.year, BudgetYear(row.year))
        year.closed = year.closed or row.closed_at is not None
        year.cash += row.cash
        year.commitment += row.commitment
        year.lines.append(AppropriationLine(f"{row.chapter} / {row.title}", row.cash, row.commitment, "subtotal", row))
        year.lines += [
            AppropriationLine(names.get(share.authority_id, ""), share.cash, share.commitment, "share")
            for share in row.shares.all()
        ]
        year.lines.append(AppropriationLine("", row.free_cash, row.free_commitment, "free"))
    return list(years.values())


def ministry_of(actor: Actor) -> Organisation | None:
    """The ministry an actor acts for."""
    return Organisation.objects.filter(pk=actor.organisation_id or 0, kind=Kind.MINISTRY).first()
