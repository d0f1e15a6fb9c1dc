"""One person in every role, and two organisations of every kind: one's own and a foreign one."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction
from django.test import Client
from django.utils import timezone

from kommin.people.models import (
    ROLES_OF_KIND,
    Deputyship,
    Kind,
    Membership,
    Organisation,
    OrganisationName,
    Role,
    User,
)
from kommin.people.models.dated import today
from kommin.people.standing import SESSION_KEY

NOBODY, WITHOUT_ROLE, DEPUTY = "nobody", "without_role", "deputy"
"""Beside the roles: a visitor, an account whose membership has ended, and an editor who stands in for the signatory."""

ROLES = tuple(str(role) for role in Role)
MEMBERS = frozenset({*ROLES, DEPUTY})
SIGNED_IN = MEMBERS | {WITHOUT_ROLE}
EVERYBODY = SIGNED_IN | {NOBODY}
ACTORS = (NOBODY, WITHOUT_ROLE, *ROLES, DEPUTY)


def of_kind(kind: Kind) -> frozenset[str]:
    """Everybody who acts for an organisation of this kind."""
    roles = frozenset(str(role) for role in ROLES_OF_KIND[kind])
    return roles | {DEPUTY} if kind == Kind.MUNICIPALITY else roles


TOWN = of_kind(Kind.MUNICIPALITY)
AUTHORITY = of_kind(Kind.GRANTING_AUTHORITY)
KIND_OF_ROLE = {str(role): kind for kind, roles in ROLES_OF_KIND.items() for role in roles}


class World:
    """The people and organisations that one actor meets; rooms add what their addresses need."""

    def __init__(self, actor: str) -> None:
        self.actor = actor
        self.kind = Kind(KIND_OF_ROLE.get(actor, Kind.MUNICIPALITY))
        self.own = self.organisation("Own house")
        self.foreign = self.organisation("Foreign house")
        self.colleague = self.person("colleague")
        self.colleagues_membership = self.membership(self.colleague, self.own, ROLES_OF_KIND[self.kind][0])
        self.stranger = self.person("stranger")
        self.strangers_membership = self.membership(self.stranger, self.foreign, ROLES_OF_KIND[self.kind][0])
        self.user = None if actor == NOBODY else self.person("me")
        self.standing = ""
        if self.user:
            self._give_role(self.user)

    def organisation(self, name: str) -> Organisation:
        number = Organisation.objects.count() + 1
        key = f"0{5000000 + number}" if self.kind == Kind.MUNICIPALITY else ""
        made = Organisation.objects.create(kind=self.kind, municipality_key=key)
        OrganisationName.objects.create(organisation=made, name=f"{name} {number}", valid_from=today())
        return made

    def person(self, name: str) -> User:
        return User.objects.create_user(f"{name}@example.org", "correct horse battery", name=f"{name.title()} Example")

    def membership(self, person: User, organisation: Organisation, role: str) -> Membership:
        return Membership.objects.create(person=person, organisation=organisation, role=role)

    def _give_role(self, user: User) -> None:
        if self.actor == WITHOUT_ROLE:
            ended = self.membership(user, self.own, Role.EDITOR)
            Membership.objects.filter(pk=ended.pk).update(ended_at=timezone.now())
        elif self.actor == DEPUTY:
            self.membership(user, self.own, Role.EDITOR)
            self.deputyship = self.stand_in(user)
            self.standing = f"d{self.deputyship.pk}"
        else:
            self.membership(user, self.own, self.actor)

    @property
    def my_membership(self) -> Membership:
        """The actor's own; a stranger's for those who have none."""
        return Membership.objects.filter(person=self.user, ended_at=None).first() or self.strangers_membership

    def stand_in(self, deputy: User) -> Deputyship:
        """Let somebody stand in for the signatory for a week."""
        signatory = self.membership(self.person("signatory"), self.own, Role.SIGNATORY)
        until = today() + timedelta(days=7)
        return Deputyship.objects.create(membership=signatory, deputy=deputy, valid_until=until)

    def client(self) -> Client:
        """A browser in which the actor is signed in and acts in the role."""
        client = Client(raise_request_exception=False)
        if self.user:
            client.force_login(self.user, "allauth.account.auth_backends.AuthenticationBackend")
        if self.standing:
            session = client.session
            session[SESSION_KEY] = self.standing
            session.save()
        return client


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside leaves no trace."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
