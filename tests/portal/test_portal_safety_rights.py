"""Nobody at the press desk can hand themselves, or others, more rights than the house has given."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, GroupPagePermission, Locale, Page, PageViewRestriction, Site

from access.world import World
from kommin.people.models import Membership, User
from portal import making
from portal.pressroom import Pressroom, again, seen

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def room() -> Pressroom:
    return Pressroom()


def test_rights_written_into_the_cms_past_the_house_are_gone_with_the_next_request(room: Pressroom) -> None:
    client, heads = room.client(room.editor), Group.objects.get(name="press heads")
    room.editor.groups.add(heads, Group.objects.create(name="Abkürzung"))
    topic, draft = making.make_topic(), room.draft()
    room.hand_over(draft)
    answer = client.post(f"/redaktion/mitteilung/{draft.pk}/", {"step": "release", "release-seen": seen(draft)})
    assert answer.status_code in (404, 422)
    assert not again(draft).live
    assert [group.name for group in room.editor.groups.all()] == ["press editors"]
    assert not topic.permissions_for_user(User.objects.get(pk=room.editor.pk)).can_publish()


def test_an_account_with_every_right_of_the_cms_releases_nothing_alone(room: Pressroom) -> None:
    """Even a superuser, which the house never makes, has to go the way of two people."""
    draft = room.draft()
    room.editor.is_superuser = True
    room.editor.user_permissions.set(Permission.objects.filter(content_type__app_label__startswith="wagtail"))
    room.editor.save()
    client = room.client(room.editor)
    client.post(f"/redaktion/pages/{draft.pk}/edit/", {"action-publish": "1", "title": "Alleine", "slug": "alleine"})
    client.post(
        f"/redaktion/pages/{draft.pk}/revisions/{again(draft).latest_revision_id}/revert/", {"action-publish": "1"}
    )
    client.post(reverse("wagtail_bulk_action", args=("wagtailcore", "page", "publish")) + f"?id={draft.pk}")
    client.post(f"/redaktion/mitteilung/{draft.pk}/", {"step": "release", "release-seen": seen(draft)})
    assert not again(draft).live


def test_neither_accounts_groups_sites_languages_nor_secrets_can_be_changed_there(room: Pressroom) -> None:
    client = room.client(room.head)
    before = state()
    group, editors = Group.objects.get(name="press editors"), Group.objects.get(name="press editors").pk
    person = {"email": "neu@example.org", "name": "Neu", "password1": "x9!kommin-x9", "password2": "x9!kommin-x9",
              "is_superuser": "on", "groups": [editors]}  # fmt: skip
    rights = {"name": "press heads 2", "permissions": list(Permission.objects.values_list("pk", flat=True)[:9]),
              "page_permissions-TOTAL_FORMS": "1", "page_permissions-INITIAL_FORMS": "0",
              "page_permissions-0-page": Page.get_first_root_node().pk,
              "page_permissions-0-permissions": [Permission.objects.get(codename="publish_page").pk]}  # fmt: skip
    tries: list[tuple[str, list[Any], dict[str, Any]]] = [
        ("wagtailusers_users:add", [], person),
        ("wagtailusers_users:edit", [room.head.pk], person),
        ("wagtailusers_users:delete", [room.editor.pk], {}),
        ("wagtailusers_groups:add", [], rights),
        ("wagtailusers_groups:edit", [group.pk], rights),
        ("wagtailsites:add", [], {"hostname": "boese.example.org", "port": 80, "root_page": making.home().pk}),
        ("wagtailsites:edit", [Site.objects.get().pk], {"hostname": "boese.example.org", "port": 80}),
        ("wagtaillocales:add", [], {"language_code": "fr"}),
        ("wagtailadmin_pages:set_privacy", [making.home().pk], {"restriction_type": "password", "password": "x"}),
        ("wagtailadmin_collections:set_privacy", [Collection.objects.get().pk], {"restriction_type": "login"}),
        ("wagtailadmin_account", [], {"name": "X", "email": "x@example.org"}),
        ("wagtailadmin_workflows:add", [], {"name": "Abkürzung"}),
    ]
    for name, given, data in tries:
        address = reverse(name, args=given)
        answers = [client.get(address), client.post(address, data)]
        assert all(answer.status_code in (302, 404) for answer in answers), address
        assert not any("/redaktion/" in answer.get("Location", "") for answer in answers), address
    assert state() == before


def state() -> list[object]:
    """Who may do what, as far as the CMS knows."""
    return [
        sorted(User.objects.values_list("email", "is_superuser", "is_active", "name")),
        sorted(Membership.objects.values_list("person", "role")),
        sorted(Group.objects.values_list("name", "permissions")),
        sorted(GroupPagePermission.objects.values_list("group", "page", "permission")),
        sorted(Site.objects.values_list("hostname", "root_page")),
        sorted(Locale.objects.values_list("language_code", flat=True)),
        PageViewRestriction.objects.count(),
    ]


@pytest.mark.parametrize("role", ["caseworker", "editor", "operator"])
def test_other_roles_of_the_house_find_no_press_desk(role: str) -> None:
    client, draft = World(role).client(), making.make_release("Entwurf", live=False)
    for address in (
        "/redaktion/", f"/redaktion/pages/{draft.pk}/edit/", f"/redaktion/mitteilung/{draft.pk}/",
        f"/redaktion/mitteilung/{draft.pk}/vorschau/page/", "/redaktion/images/", "/press-desk/old-releases/",
        f"/p/{draft.pk}/", draft.get_url(),
    ):  # fmt: skip
        assert client.get(address).status_code == 404, address


def test_visitors_meet_the_door_of_the_house_and_no_form_of_the_cms(client: Client) -> None:
    assert client.get("/redaktion/")["Location"].startswith("/accounts/login/")
    assert client.post("/redaktion/", {"x": "1"})["Location"].startswith("/accounts/login/")
    answer = client.post("/redaktion/login/", {"username": "x@example.org", "password": "y"})
    assert answer["Location"].startswith("/accounts/login/")
