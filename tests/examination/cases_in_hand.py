"""Granting authorities with people in every role, and cases in their hands: what tests of examination and granting
begin with."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.test import Client

from cases.town import Town, house
from kommin.cases.actions.stages import locked_case, move_case
from kommin.cases.models import Case, Stage
from kommin.foundation.access import Actor
from kommin.foundation.search.folding import sort_key
from kommin.people.models import Kind, Membership, Organisation, Role, User
from kommin.people.standing import as_person, standings_of
from kommin.programmes.models import Programme

CLOCK = Actor.clock()
LOGIN = "allauth.account.auth_backends.AuthenticationBackend"


class Authority:
    """A granting authority; people come into being when a test asks for them."""

    def __init__(self, name: str = "Bezirksregierung Beispiel", kind: Kind = Kind.GRANTING_AUTHORITY) -> None:
        self.organisation: Organisation = house(kind, name)
        self._users: dict[tuple[str, int], User] = {}

    @classmethod
    def known(cls, organisation: Organisation, *people: tuple[Role, User]) -> "Authority":
        """One that is there already, with the first person of some roles."""
        made = cls.__new__(cls)
        made.organisation, made._users = organisation, {(role, 1): user for role, user in people}
        return made

    def user(self, role: Role, number: int = 1) -> User:
        """The first, second, … person in a role."""
        known = self._users.get((role, number))
        if known is None:
            known = User.objects.create_user(
                f"{role}.{number}.{self.organisation.pk}@example.org", name=f"{role.label} {number}"
            )
            Membership.objects.create(person=known, organisation=self.organisation, role=role)
            self._users[role, number] = known
        return known

    def actor(self, role: Role, number: int = 1) -> Actor:
        user = self.user(role, number)
        standings = standings_of(user)
        return as_person(user, standings[0], standings)

    def client(self, role: Role, number: int = 1, **headers: Any) -> Client:
        client = Client(headers=headers or None)
        client.force_login(self.user(role, number), LOGIN)
        return client

    @property
    def caseworker(self) -> Actor:
        return self.actor(Role.CASEWORKER)

    @property
    def second_examiner(self) -> Actor:
        return self.actor(Role.SECOND_EXAMINER)

    @property
    def head(self) -> Actor:
        return self.actor(Role.HEAD)


def bare_case(
    programme: Programme, authority: Organisation | None, *, number: str = "", town: Town | None = None,
    applied: str = "50000.00", stage: Stage = Stage.PROPOSED, received: datetime | None = None, **more: Any,
) -> Case:  # fmt: skip
    """A case without application, as a grant that was taken over has it: quick to make."""
    count = Case.objects.count() + 1
    organisation = town.organisation if town else None
    name, title = str(organisation) if organisation else "Stadt Beispiel", "Brücken bauen"
    return Case.objects.create(
        number=number or f"2026-{count:05d}", programme=programme, authority=authority, organisation=organisation,
        applicant_key=organisation.municipality_key if organisation else "", applicant_name=name,
        applicant_kind="town", applicant_sort=sort_key(name), title=title, title_sort=sort_key(title), stage=stage,
        applied=Decimal(applied), received_at=received or datetime(2026, 2, 1, tzinfo=UTC),
        starts_on=date(2026, 1, 1), ends_on=date(2027, 12, 31), **more,
    )  # fmt: skip


def bare_cases(programme: Programme, authority: Authority, count: int, **more: Any) -> list[Case]:
    """So many bare cases, `N-0` the first to arrive, each a minute after the other."""
    first = datetime(2026, 2, 1, 8, tzinfo=UTC)
    return [
        bare_case(
            programme, authority.organisation, number=f"N-{place}", received=first + timedelta(minutes=place), **more
        )
        for place in range(count)
    ]  # fmt: skip


def bring_to(case: Case, *stages: Stage) -> Case:
    """Move a case on, stage by stage."""
    for stage in stages:
        case = move_case(case=locked_case(case), to=stage, by=CLOCK)
    return case
