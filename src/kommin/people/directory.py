"""What notices ask about people: who holds a role, who stands in, who heads, how organisations are called."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet

from kommin.people.models import Deputyship, Membership, Organisation, Role
from kommin.people.models.dated import in_force
from kommin.people.standing import name_in_force

HEADS = (Role.HEAD, Role.SIGNATORY, Role.PROGRAMME_OFFICER, Role.PRESS_HEAD, Role.OPERATOR)
"""Who answers for an organisation of each kind; where there is nobody of these, whoever administers its members."""


class PeopleDirectory:
    """Answers from memberships and deputyships in force; locked accounts hold nothing."""

    def holders(self, *, organisation: int, role: str, on: date) -> Collection[int]:
        return _people(Membership.objects.in_force(on).filter(organisation=organisation, role=role))

    def deputies(self, *, organisation: int, role: str, person: int | None, on: date) -> Collection[int]:
        rows = _deputyships(on).filter(membership__organisation=organisation, membership__role=role)
        if person is not None:
            rows = rows.filter(membership__person=person)
        colleagues = _people(Membership.objects.in_force(on).filter(organisation=organisation))
        return {deputy for deputy in rows.values_list("deputy", flat=True) if deputy in colleagues}

    def heads(self, *, organisation: int, on: date) -> Collection[int]:
        here = Membership.objects.in_force(on).filter(organisation=organisation)
        return _people(here.filter(role__in=HEADS)) or _people(here.filter(administers_members=True))

    def roles_of(self, *, person: int, on: date) -> Mapping[int, Collection[str]]:
        roles: dict[int, set[str]] = {}
        own = Membership.objects.in_force(on).filter(person=person, person__is_active=True)
        for organisation, role in own.values_list("organisation", "role"):
            roles.setdefault(organisation, set()).add(role)
        lent = _deputyships(on).filter(deputy=person, membership__organisation__in=roles)
        for organisation, role in lent.values_list("membership__organisation", "membership__role"):
            roles[organisation].add(role)
        return roles

    def names(self, *, organisations: Collection[int], on: date) -> Mapping[int, str]:
        found = Organisation.objects.filter(pk__in=organisations).annotate(house_name=name_in_force(on, "pk"))
        return {house.pk: house.house_name or house.get_kind_display() for house in found}


def _people(rows: QuerySet[Any]) -> set[int]:
    return set(rows.filter(person__is_active=True).values_list("person", flat=True))


def _deputyships(on: date) -> QuerySet[Any]:
    return Deputyship.objects.in_force(on).filter(
        in_force(on, "membership__"), deputy__is_active=True, membership__person__is_active=True
    )
