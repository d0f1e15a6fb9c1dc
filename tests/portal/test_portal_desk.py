"""The press desk: who gets in, what is closed there, and around its pages the house's own doors and policies."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from access.world import ROLES, World
from kommin.foundation.access import Actor, Route, routes
from kommin.people.models import Deputyship, Membership, Role, User
from kommin.people.models.dated import today
from kommin.portal.rules import closed_here, leads_the_press_desk, works_at_the_press_desk
from portal import making

pytestmark = [pytest.mark.django_db, pytest.mark.once]

RULES = (works_at_the_press_desk, leads_the_press_desk, closed_here)


def of_the_cms() -> Iterator[Route]:
    return (route for route in routes() if route.name.startswith(("wagtail", "simple_translation")))


def test_every_route_of_the_cms_has_one_of_three_rules_and_none_is_public():
    known = [route for route in of_the_cms() if route.name != "wagtail_serve"]
    assert len(known) > 200
    for route in known:
        assert route.policy is not None, route
        assert route.policy.rule in RULES, route
        assert route.policy.post is None, route


def test_what_the_house_does_itself_is_closed_to_everybody():
    closed = {route.name for route in of_the_cms() if route.policy and route.policy.rule is closed_here}
    for name in (
        "wagtailadmin_login", "wagtailadmin_logout", "wagtailadmin_account", "wagtailadmin_password_reset",
        "wagtailusers_users:add", "wagtailusers_groups:add", "wagtailsites:add", "wagtaillocales:add",
        "wagtailadmin_pages:set_privacy",
    ):  # fmt: skip
        assert name in closed, name


@pytest.mark.parametrize("role", [role for role in ROLES if role not in ("press_editor", "press_head")])
def test_no_rule_of_the_cms_lets_another_role_pass(role: str):
    actor = Actor.person(user_id=1, name="X", role=role)
    assert not any(rule.holds(actor) for rule in RULES)


def test_no_page_of_the_cms_opens_for_a_caseworker_or_a_visitor():
    caseworker, visitor = World("caseworker").client(), Client()
    tried = 0
    for route in of_the_cms():
        address = address_of(route)
        if not address.startswith("/redaktion/") or resolve(address).view_name.startswith("portal_desk"):
            continue
        tried += 1
        assert caseworker.get(address).status_code == 404, address
        assert caseworker.post(address).status_code == 404, address
        assert visitor.get(address)["Location"].startswith("/accounts/login/"), address
    assert tried > 200


def address_of(route: Route) -> str:
    """An address of the route, with any numbers and words where it wants some."""
    kwargs = {name: "1" if "int:" + name in route.pattern or name == "pk" else "x" for name in names_in(route.pattern)}
    try:
        return reverse(route.name, kwargs=kwargs)
    except Exception:  # noqa: BLE001 - a path of another shape
        return ""


def names_in(pattern: str) -> list[str]:
    return [part.partition(">")[0].rpartition(":")[2] for part in pattern.split("<")[1:]]


def test_the_groups_of_the_cms_follow_the_memberships():
    world = World("press_editor")
    client = world.client()
    assert client.get("/redaktion/").status_code == 200
    assert groups_of(world) == ["press editors"]
    world.membership(world.user, world.own, Role.PRESS_HEAD)
    client.get("/redaktion/")
    assert groups_of(world) == ["press editors", "press heads"]
    Membership.objects.filter(person=world.user, role=Role.PRESS_EDITOR).update(ended_at=timezone.now())
    client.get("/redaktion/")
    assert groups_of(world) == ["press heads"]
    assert not world.user.is_superuser
    Membership.objects.filter(person=world.user).update(ended_at=timezone.now())
    assert client.get("/redaktion/").status_code == 404


def test_a_deputy_of_the_head_of_press_gets_the_heads_group():
    world = World("press_editor")
    head = world.membership(world.person("chief"), world.own, Role.PRESS_HEAD)
    Deputyship.objects.create(membership=head, deputy=world.user, valid_until=today() + timedelta(days=3))
    world.client().get("/redaktion/")
    assert groups_of(world) == ["press editors", "press heads"]


def groups_of(world: World) -> list[str]:
    return sorted(world.user.groups.values_list("name", flat=True))


def test_an_editor_writes_and_only_a_head_publishes_pages():
    world = World("press_editor")
    world.client().get("/redaktion/")
    topic, draft = making.make_topic(), making.make_release("Entwurf", live=False)
    assert topic.permissions_for_user(world.user).can_edit()
    assert not topic.permissions_for_user(world.user).can_publish()
    assert draft.permissions_for_user(world.user).can_edit()
    world.membership(world.user, world.own, Role.PRESS_HEAD)
    world.client().get("/redaktion/")
    head = User.objects.get(pk=world.user.pk)
    assert topic.permissions_for_user(head).can_publish()
    assert not draft.permissions_for_user(head).can_publish(), "releases go another way"


def test_without_a_second_factor_nobody_enters(settings: object):
    settings.SECOND_FACTOR_REQUIRED = True
    answer = World("press_head").client().get("/redaktion/")
    assert answer.status_code == 302
    assert answer["Location"] == reverse("mfa_index")


def test_pages_of_the_cms_have_a_policy_of_their_own_and_previews_may_be_framed_by_it_alone():
    client = World("press_head").client()
    draft = making.make_release("Entwurf", live=False)
    page = client.get(f"/redaktion/pages/{draft.pk}/edit/")
    assert page.status_code == 200
    policy = page["Content-Security-Policy"]
    assert "'unsafe-inline'" in policy
    assert "frame-ancestors 'none'" in policy
    assert page["X-Frame-Options"] == "DENY"
    assert "default-src 'none'" in policy
    preview = client.get(f"/redaktion/pages/{draft.pk}/view_draft/")
    assert preview.status_code == 200
    assert "frame-ancestors 'self'" in preview["Content-Security-Policy"]
    assert preview["X-Frame-Options"] == "SAMEORIGIN"
    public = client.get("/presse/")
    assert "unsafe-inline" not in public["Content-Security-Policy"]
    assert public["X-Frame-Options"] == "DENY"


def test_nothing_in_the_cms_calls_another_host():
    client = World("press_head").client()
    for address in ("/redaktion/", "/redaktion/pages/", f"/redaktion/pages/{making.archive().pk}/edit/"):
        html = client.get(address).content.decode()
        for outside in (
            "gravatar",
            "releases.wagtail.org",
            'src="http',
            'srcset="http',
            '<link rel="stylesheet" href="http',
        ):
            assert outside not in html, (address, outside)


def test_the_cms_speaks_the_readers_language():
    world = World("press_head")
    client = world.client()
    assert 'lang="de"' in client.get("/redaktion/").content.decode()
    client.cookies["django_language"] = "en"
    assert 'lang="en"' in client.get("/redaktion/").content.decode()


def test_the_doors_of_the_cms_are_those_of_the_house():
    client = World("press_head").client()
    assert client.get("/redaktion/account/")["Location"] == reverse("people:profile")
    assert client.post("/redaktion/logout/")["Location"] == reverse("account_logout")
    assert Client().get("/redaktion/login/")["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("kind", ["pressindexpage", "homepage"])
def test_forms_of_the_cms_keep_their_own_look(kind: str):
    client = World("press_head").client()
    page = making.archive() if kind == "pressindexpage" else making.home()
    assert "kern-form-input" not in client.get(f"/redaktion/pages/{page.pk}/edit/").content.decode()
    assert "kern-form-input" in client.get("/profile/").content.decode()


def test_the_groups_the_cms_brings_are_gone():
    assert sorted(Group.objects.values_list("name", flat=True)) == ["press editors", "press heads"]
