"""A press office with an editor and two heads, and the steps they take."""

from typing import Any

from django.utils import timezone

from access.world import World
from kommin.foundation.access import Actor
from kommin.people.models import Membership, Role, User
from kommin.portal import desk as desks
from kommin.portal.actions import releasing
from kommin.portal.models import PressRelease, ReleaseContact
from portal import making


class Pressroom:
    """People of one press office."""

    def __init__(self) -> None:
        self.world = World("press_editor")
        self.editor = self.world.user
        self.head = self._person("head", Role.PRESS_HEAD)
        self.other_head = self._person("other", Role.PRESS_HEAD)

    def _person(self, name: str, role: Role) -> User:
        person = self.world.person(name)
        self.world.membership(person, self.world.own, role)
        return person

    def actor(self, user: User) -> Actor:
        held = Membership.objects.get(person=user)
        return Actor.person(
            user_id=user.pk, name=user.name, role=held.role, organisation_id=held.organisation_id, organisation_name="X"
        )  # fmt: skip

    def client(self, user: User) -> Any:
        from django.test import Client

        client = Client(raise_request_exception=False)
        client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
        client.get("/redaktion/")
        return client

    def draft(self, title: str = "Neue Mitteilung", **fields: Any) -> PressRelease:
        """A complete text that the editor has written."""
        day = timezone.localdate()
        release = making.make_release(
            title, live=False, **{"sender_line": "Das Land teilt mit:", "date": day, **fields}
        )
        release.contacts = [ReleaseContact(contact=making.make_contact())]
        return self.write(release, self.editor, lead="Ein kurzer Satz.")

    def write(self, release: PressRelease, user: User, **fields: Any) -> PressRelease:
        """Save a new version."""
        page = release.get_latest_revision_as_object()
        page.contacts = list(release.contacts.all()) or list(page.contacts.all())
        for name, value in fields.items():
            setattr(page, name, value)
        page.save_revision(user=user)
        return again(release)

    def hand_over(self, release: PressRelease, user: User | None = None) -> None:
        releasing.hand_over(release=release, seen=seen(release), by=self.actor(user or self.editor))

    def release(self, release: PressRelease, user: User | None = None, **more: Any) -> PressRelease:
        releasing.release_it(release=release, seen=seen(release), by=self.actor(user or self.head), **more)
        return again(release)

    def public(self, **more: Any) -> PressRelease:
        """A release that has gone the whole way."""
        draft = self.draft()
        self.hand_over(draft)
        return self.release(draft, **more)


def again(release: PressRelease) -> PressRelease:
    return PressRelease.objects.get(pk=release.pk)


def seen(release: PressRelease) -> str:
    return desks.version_of(again(release).get_latest_revision())
