"""What several callers ask about people; bounded and without a query per row."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    DateField,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
)
from django.utils import timezone
from django.utils.translation import gettext

from kommin.foundation.prepared import Prepared
from kommin.people.keys import same_place
from kommin.people.models import (
    ConflictOfInterest,
    Deputyship,
    Ground,
    Invitation,
    Kind,
    Membership,
    Organisation,
    Succession,
    User,
    normalise_email,
)
from kommin.people.models.dated import in_force, today
from kommin.people.standing import name_in_force


def person_by_email(email: str) -> User | None:
    """The account with this address, whatever its capitals."""
    return User.objects.filter(email=normalise_email(email)).first()


def organisations_of(person: User, day: date | None = None) -> set[int]:
    """The ids of the organisations in which a person has a role on a day."""
    return set(
        Membership.objects.in_force(day or today()).filter(person=person).values_list("organisation_id", flat=True)
    )


def organisations(text: str = "", kind: str = "", day: date | None = None) -> QuerySet[Organisation]:
    """All organisations with the name in force (`house_name`) and how many people act for each (`people`)."""
    day = day or today()
    found = Organisation.objects.annotate(
        house_name=name_in_force(day, "pk"),
        people=Count("memberships__person", filter=in_force(day, "memberships__"), distinct=True),
    )
    if kind in Kind.values:
        found = found.filter(kind=kind)
    for word in text.split():
        found = found.filter(
            Q(municipality_key__startswith=word)
            | Q(pk__in=Organisation.objects.filter(names__name__icontains=word).values("pk"))
        )
    return found.order_by("kind", "house_name", "pk")


def municipalities(day: date | None = None) -> QuerySet[Organisation]:
    """The municipalities that are registered, by name."""
    return (
        Organisation.objects.filter(kind=Kind.MUNICIPALITY)
        .annotate(house_name=name_in_force(day or today(), "pk"))
        .order_by("house_name", "municipality_key")
    )


def with_history(organisation: Organisation) -> Organisation:
    """The organisation with its names, predecessors and successors at hand."""
    related = Succession.objects.order_by("day", "pk")
    return Organisation.objects.prefetch_related(
        "names",
        Prefetch("successions_to", related.select_related("predecessor").prefetch_related("predecessor__names")),
        Prefetch("successions_from", related.select_related("successor").prefetch_related("successor__names")),
    ).get(pk=organisation.pk)


def members_of(organisation: Organisation, day: date | None = None) -> QuerySet[Membership]:
    """Memberships that have not ended, with their people and the deputyships that have not ended, by name."""
    day = day or today()
    deputyships = Deputyship.objects.not_ended_before(day).filter(ended_at__isnull=True).select_related("deputy")
    return (
        Membership.objects.not_ended_before(day)
        .filter(organisation=organisation, ended_at__isnull=True)
        .select_related("person", "organisation")
        .prefetch_related(Prefetch("deputyships", deputyships, to_attr="current_deputyships"))
        .order_by("person__name", "person_id", "valid_from")
    )


def former_members_of(organisation: Organisation, day: date | None = None) -> QuerySet[Membership]:
    """Memberships that have ended, the latest first."""
    ended = Q(ended_at__isnull=False) | Q(valid_until__lt=day or today())
    return (
        Membership.objects.filter(ended, organisation=organisation)
        .select_related("person")
        .order_by("-valid_until", "person__name", "pk")
    )


def memberships_of(person: User) -> QuerySet[Membership]:
    """All memberships of a person with the organisation's present name, the present ones first."""
    return (
        Membership.objects.filter(person=person)
        .select_related("organisation")
        .annotate(house_name=name_in_force(today(), "organisation_id"))
        .order_by("ended_at", "-valid_from", "pk")
    )


def colleagues_for(membership: Membership, day: date | None = None) -> QuerySet[User]:
    """Who could stand in: active people with a role in the same organisation, without the person itself."""
    return (
        User.objects.filter(is_active=True)
        .filter(Exists(Membership.objects.in_force(day or today()).filter(
            organisation=membership.organisation_id, person=OuterRef("pk")
        )))
        .exclude(pk=membership.person_id)
        .order_by("name", "pk")
    )  # fmt: skip


def deputyships_of(person: User, day: date | None = None) -> QuerySet[Deputyship]:
    """Where a person stands in or is stood in for, now or later."""
    return (
        Deputyship.objects.not_ended_before(day or today())
        .filter(Q(deputy=person) | Q(membership__person=person), ended_at__isnull=True)
        .select_related("deputy", "membership__person", "membership__organisation")
        .annotate(house_name=name_in_force(today(), "membership__organisation_id"))
        .order_by("valid_from", "pk")
    )


def pending_invitations_of(organisation: Organisation) -> QuerySet[Invitation]:
    """Invitations neither accepted nor revoked, expired ones included, because they can be sent again."""
    return (
        Invitation.objects.filter(organisation=organisation, accepted_at__isnull=True, revoked_at__isnull=True)
        .select_related("invited_by", "organisation")
        .order_by("-sent_at", "-pk")
    )


def is_invited(email: str) -> bool:
    """Whether an open invitation waits for this address."""
    return Invitation.objects.filter(
        email=normalise_email(email), accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=timezone.now()
    ).exists()


@dataclass(frozen=True, slots=True)
class Invented:
    """One account of the demonstration, as its sign-in page shows it."""

    name: str
    email: str
    roles: str


def invented_people(day: date | None = None) -> list[Invented]:
    """The people of the demonstration with their roles today, in the order in which they were made."""
    rows = (
        Membership.objects.in_force(day or today())
        .filter(person__email__endswith="@example.org", person__is_active=True)
        .select_related("person", "organisation")
        .annotate(house_name=name_in_force(day or today(), "organisation_id"))
        .order_by("person_id", "pk")[:100]
    )
    roles: dict[User, list[str]] = {}
    for row in rows:
        roles.setdefault(row.person, []).append(f"{row.get_role_display()}, {row.house_name}")
    return [Invented(person.name, person.email, "; ".join(held)) for person, held in roles.items()]


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Why somebody may not examine a municipality's cases on a day."""

    reason: str
    since: date
    until: date | None


def exclusions_of(user: User | int, on: date | None = None) -> list[tuple[str, Exclusion]]:
    """The keys of all municipalities whose cases a person may not examine on a day, each with the reason. One query.

    A declared conflict excludes, and so does an own role for the municipality on this platform; declared ones come
    first.
    """
    day = on or today()
    rows = _EXCLUSIONS.rows(person=user.pk if isinstance(user, User) else user, day=day)
    ordered = sorted(rows, key=lambda row: row[1] == "")
    return [
        (key, Exclusion(str(Ground(ground).label) if ground else gettext("acts for the municipality on this platform"),
                        since, until))
        for key, ground, since, until in ordered
    ]  # fmt: skip


def _exclusions(given: Any) -> QuerySet:
    declared = ConflictOfInterest.objects.on(given.day).filter(person=given.person).order_by()
    own = Membership.objects.on(given.day).filter(person=given.person, organisation__kind=Kind.MUNICIPALITY).order_by()
    dates = ("valid_from", "valid_until")
    return declared.values_list("municipality_key", "ground", *dates).union(
        own.values_list("organisation__municipality_key", Value("", output_field=CharField()), *dates), all=True
    )


_EXCLUSIONS = Prepared(_exclusions, person=BigIntegerField(), day=DateField())


def conflict_for(*, user: User | int, municipality: Organisation | str, on: date | None = None) -> Exclusion | None:
    """What excludes this person from the municipality's cases on a day (§§ 20, 21 VwVfG), or None.

    A key of before a reform means the same place as the one that took over. One query, more only for somebody who
    has a conflict at all.

    Args:
        user: the person or its id.
        municipality: the organisation or the municipality key.
        on: the day; today if left out.
    """
    key = municipality.municipality_key if isinstance(municipality, Organisation) else municipality
    found = (exclusion for place, exclusion in exclusions_of(user, on) if same_place(place, key))
    return next(found, None)


def may_examine(user: User | int, municipality: Organisation | str, on: date | None = None) -> bool:
    """Whether a person may open this municipality's cases as an examiner on a day."""
    return conflict_for(user=user, municipality=municipality, on=on) is None


def conflicts_of(person: User | int) -> QuerySet[ConflictOfInterest]:
    """Everything a person has declared or that was declared about them, the latest first."""
    return ConflictOfInterest.objects.filter(person=person).select_related("declared_by", "person")


def conflicts_in(organisation: Organisation | int, day: date | None = None) -> QuerySet[ConflictOfInterest]:
    """The conflicts of everybody who acts for an authority, present and later ones first."""
    members = Membership.objects.in_force(day or today()).filter(organisation=organisation).values("person")
    return ConflictOfInterest.objects.filter(person__in=members).select_related("person", "declared_by")
