"""In which roles a person can act today, and in which of them the person acts now."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import CharField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from kommin.foundation.access import Actor
from kommin.people.models import Deputyship, Kind, Membership, OrganisationName, Role, User
from kommin.people.models.dated import in_force, today

SESSION_KEY = "people_acting"


@dataclass(frozen=True, slots=True)
class Standing:
    """One role in one organisation that is open to a person today, as its own or as somebody's deputy."""

    key: str
    """Stable while it lasts: `m12` for membership 12, `d5` for deputyship 5."""
    membership_id: int
    role: str
    organisation_id: int
    organisation_name: str
    organisation_kind: str
    administers_members: bool
    until: date | None
    deputising_for: str = ""
    deputising_for_id: int | None = None
    """The account of the person stood in for."""

    @property
    def role_label(self) -> str:
        return str(Role(self.role).label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Actor):
    """Somebody signed in, with all that the person could also act as."""

    standing: Standing | None = None
    standings: tuple[Standing, ...] = field(default=())

    @property
    def administers_members(self) -> bool:
        return self.standing is not None and self.standing.administers_members


def standings_of(user: User, day: date | None = None) -> tuple[Standing, ...]:
    """Everything this person can act as on a day: own memberships first, then deputyships. Two queries.

    A deputyship counts only while the membership it stands in for and an own membership in the same organisation do.
    """
    if not user.is_active:
        return ()
    day = day or today()
    own = [_own(row) for row in _with_names(Membership.objects.in_force(day), day, "").filter(person=user)]
    houses = {standing.organisation_id for standing in own}
    if not houses:
        return ()
    rows = (
        _with_names(Deputyship.objects.in_force(day), day, "membership__")
        .filter(in_force(day, "membership__"), deputy=user, membership__organisation_id__in=houses)
        .filter(membership__person__is_active=True)
        .select_related("membership__person")
    )
    return (*own, *(_deputy(row) for row in rows))


def standings_of_request(request: HttpRequest) -> tuple[Standing, ...]:
    """The same for whoever is signed in, asked once per request."""
    if not request.user.is_authenticated:
        return ()
    known: tuple[Standing, ...] | None = getattr(request, "people_standings", None)
    if known is None:
        known = request.people_standings = standings_of(request.user)  # type: ignore[attr-defined]
    return known


def actor_of_request(request: HttpRequest) -> Actor:
    """Who acts in a request: the role chosen in the header, or the first one, or a person without a role."""
    if not hasattr(request, "user") or not request.user.is_authenticated:
        return Actor.nobody()
    standings = standings_of_request(request)
    chosen = request.session.get(SESSION_KEY)
    standing = next((one for one in standings if one.key == chosen), standings[0] if standings else None)
    return as_person(request.user, standing, standings)


def as_person(user: User, standing: Standing | None, standings: tuple[Standing, ...] = ()) -> Person:
    """The actor for a person in one of their standings (or in none)."""
    if standing is None:
        return Person.person(user_id=user.pk, name=user.name)  # type: ignore[return-value]
    return Person(
        kind=Actor.person(user_id=user.pk, name="").kind,
        user_id=user.pk,
        name=user.name,
        role=standing.role,
        organisation_id=standing.organisation_id,
        organisation_name=standing.organisation_name,
        organisation_kind=standing.organisation_kind,
        deputising_for=standing.deputising_for,
        standing=standing,
        standings=standings or (standing,),
    )


def standing_key(actor: Actor) -> str:
    """What `acting_again` finds somebody by later; empty for whoever acts in no role."""
    return actor.standing.key if isinstance(actor, Person) and actor.standing else ""


def acting_again(user_id: int | None, key: str) -> Person | None:
    """Somebody in the role in which work was started, as long as both last: for work that goes on without a request."""
    user = User.objects.filter(pk=user_id, is_active=True).first() if user_id else None
    standings = standings_of(user) if user else ()
    standing = next((one for one in standings if one.key == key), None)
    return as_person(user, standing, standings) if user and standing else None


def needs_second_factor(standings: tuple[Standing, ...]) -> bool:
    """Whether somebody with these standings may not work with a password alone: everybody outside municipalities."""
    return any(standing.organisation_kind != Kind.MUNICIPALITY for standing in standings)


def name_in_force(day: date, organisation: str) -> Coalesce:
    """The name on a day of the organisation that `organisation` (a column) points to, as an annotation."""
    names = OrganisationName.objects.filter(organisation=OuterRef(organisation))
    return Coalesce(
        Subquery(names.filter(valid_from__lte=day).order_by("-valid_from").values("name")[:1]),
        Subquery(names.order_by("valid_from").values("name")[:1]),
        output_field=CharField(),
    )


def _with_names(rows: QuerySet, day: date, prefix: str) -> QuerySet:
    return (
        rows.annotate(house_name=name_in_force(day, f"{prefix}organisation_id"))
        .select_related(f"{prefix}organisation")
        .order_by("valid_from", "pk")
    )


def _own(row: Any) -> Standing:
    return Standing(
        key=f"m{row.pk}",
        membership_id=row.pk,
        role=row.role,
        organisation_id=row.organisation_id,
        organisation_name=row.house_name or str(row.organisation.get_kind_display()),
        organisation_kind=row.organisation.kind,
        administers_members=row.administers_members,
        until=row.valid_until,
    )


def _deputy(row: Any) -> Standing:
    own = row.membership
    return Standing(
        key=f"d{row.pk}",
        membership_id=own.pk,
        role=own.role,
        organisation_id=own.organisation_id,
        organisation_name=row.house_name or str(own.organisation.get_kind_display()),
        organisation_kind=own.organisation.kind,
        administers_members=own.administers_members,
        until=row.valid_until,
        deputising_for=own.person.name,
        deputising_for_id=own.person_id,
    )
