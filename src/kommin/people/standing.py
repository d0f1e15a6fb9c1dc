"""In which roles a person can act today, and in which of them the person acts now."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, CharField, DateField, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from kommin.foundation.access import Actor
from kommin.foundation.prepared import Prepared
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
    """Everything this person can act as on a day: own memberships first, then deputyships.

    Asked with every request of somebody signed in: one query, a second for whoever stands in for others.

    A deputyship counts only while the membership it stands in for and an own membership in the same organisation do.
    """
    if not user.is_active:
        return ()
    day = day or today()
    found = _MEMBERSHIPS.rows(person=user.pk, day=day)
    own = [_own(*row[:-1]) for row in found]
    if not any(stands_in for *_row, stands_in in found):
        return tuple(own)
    houses = {standing.organisation_id for standing in own}
    rows = (
        Deputyship.objects.in_force(day)
        .filter(deputy=user)
        .filter(
            in_force(day, "membership__"), membership__organisation_id__in=houses, membership__person__is_active=True
        )
    )
    return (*own, *(_deputy(*row) for row in _rows(rows, day, "membership__", "person_id", "person__name")))


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


def _rows(of: QuerySet, day: date, prefix: str, *more: str) -> QuerySet:
    """What a standing says, as plain values: objects with all their columns would take twice as long."""
    columns = ("role", "organisation_id", "organisation__kind", "administers_members", *more)
    named = of.annotate(house_name=name_in_force(day, f"{prefix}organisation_id")).order_by("valid_from", "pk")
    return named.values_list(
        "pk", "valid_until", f"{prefix}pk", "house_name", *(f"{prefix}{column}" for column in columns)
    )


def _memberships(given: Any) -> QuerySet:
    """One's own roles, each with whether one stands in for anybody at all."""
    stands_in = Exists(Deputyship.objects.in_force(given.day).filter(deputy=given.person))
    own = Membership.objects.in_force(given.day).filter(person=given.person)
    return _rows(own.annotate(stands_in=stands_in), given.day, "", "stands_in")


_MEMBERSHIPS = Prepared(_memberships, person=BigIntegerField(), day=DateField())


def _own(
    number: int, until: date | None, membership: int, house: str | None, role: str, organisation: int, kind: str,
    administers: bool,
) -> Standing:  # fmt: skip
    return Standing(
        key=f"m{number}",
        membership_id=membership,
        role=role,
        organisation_id=organisation,
        organisation_name=house or str(Kind(kind).label),
        organisation_kind=kind,
        administers_members=administers,
        until=until,
    )


def _deputy(*row: Any) -> Standing:
    number, *values, person, name = row
    return replace(_own(number, *values), key=f"d{number}", deputising_for=name, deputising_for_id=person)
