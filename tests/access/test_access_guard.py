"""What the guard before every view lets pass, and what it says to the others."""

import logging
import sys
from collections.abc import Callable

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import clear_url_caches

from kommin.foundation.access import Actor, actors, declare, routes
from kommin.foundation.access.checks import every_route_declares_its_rule
from kommin.foundation.access.routes import policy_for

pytestmark = [pytest.mark.django_db, pytest.mark.once]
OWNER, NEIGHBOUR, STRANGER = (Actor.person(user_id=n, name=f"Person {n}", role="editor") for n in (1, 2, 3))
NOBODY = Actor.nobody()


@pytest.fixture(autouse=True)
def _pages(settings: LazySettings) -> None:
    settings.ROOT_URLCONF = "access.pages_for_tests"
    clear_url_caches()


@pytest.fixture
def browser(client: Client, monkeypatch: pytest.MonkeyPatch) -> Callable[[Actor], Client]:
    def of(actor: Actor) -> Client:
        monkeypatch.setattr(actors, "_resolver", lambda _: actor)
        return client

    return of


def test_a_route_without_a_rule_is_refused_to_everybody_and_named(
    browser: Callable[[Actor], Client], caplog: pytest.LogCaptureFixture
):
    with caplog.at_level(logging.ERROR, "kommin.foundation.access.middleware"):
        assert browser(OWNER).get("/t/undeclared").status_code == 404
    assert "t_undeclared" in caplog.text
    assert [str(error.msg) for error in every_route_declares_its_rule()] == [
        "The route t_undeclared declares no access rule."
    ]


def test_an_action_that_forgot_its_rule_is_refused_too(browser: Callable[[Actor], Client]):
    assert browser(OWNER).post("/t/undeclared").status_code == 404


def test_what_one_may_not_see_is_not_found_and_looks_like_what_does_not_exist(browser: Callable[[Actor], Client]):
    foreign, missing = (browser(STRANGER).get(f"/t/owned/{number}") for number in (1, 2))
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert foreign.content.replace(b"/t/owned/1", b"") == missing.content.replace(b"/t/owned/2", b"")
    assert browser(OWNER).get("/t/owned/1").content == b"1"


def test_what_one_sees_but_may_not_do_says_what_is_missing(browser: Callable[[Actor], Client]):
    answer = browser(NEIGHBOUR).get("/t/seen/1")
    assert answer.status_code == 403
    assert "You need to be its owner." in answer.content.decode()
    assert browser(STRANGER).get("/t/seen/1").status_code == 404
    assert browser(OWNER).get("/t/seen/1").status_code == 200


def test_reading_and_acting_on_one_address_have_rules_of_their_own(browser: Callable[[Actor], Client]):
    assert browser(NEIGHBOUR).get("/t/both/1").status_code == 200
    assert browser(NEIGHBOUR).post("/t/both/1").status_code == 403
    assert browser(OWNER).post("/t/both/1").status_code == 200
    assert browser(STRANGER).get("/t/both/1").status_code == 404
    assert browser(STRANGER).post("/t/both/1").status_code == 404


def test_visitors_are_sent_to_sign_in_and_back_whether_or_not_the_thing_exists(browser: Callable[[Actor], Client]):
    for address in ("/t/owned/1?x=%2F", "/t/owned/2?x=%2F", "/t/headed", "/t/signed-in"):
        answer = browser(NOBODY).get(address)
        assert answer.status_code == 302
        login, _, following = answer["Location"].partition("?next=")
        assert login.endswith("/login/")
        assert following.startswith("/t/")
    assert browser(NOBODY).get("/t/public").content == b"ok nobody"


def test_a_visitors_form_is_lost_so_sign_in_does_not_lead_back_to_it(browser: Callable[[Actor], Client]):
    assert browser(NOBODY).post("/t/both/1")["Location"].partition("next=")[2] == ""


@pytest.mark.parametrize(
    ("around", "following"),
    [
        ("http://testserver/t/headed?page=2", "/t/headed%3Fpage%3D2"),
        ("https://evil.example/t/headed", ""),
        ("", ""),
    ],
)
def test_a_part_of_a_page_sends_the_whole_page_to_sign_in_and_back(
    browser: Callable[[Actor], Client], around: str, following: str
):
    headers = {"HX-Request": "true", "HX-Current-URL": around}
    for answer in (
        browser(NOBODY).get("/t/signed-in", headers=headers),
        browser(NOBODY).post("/t/both/1", headers=headers),
    ):
        assert answer.status_code == 204
        login, _, next_page = answer["HX-Redirect"].partition("?next=")
        assert login.endswith("/login/")
        assert next_page == following


def test_a_method_nobody_knows_counts_as_changing(browser: Callable[[Actor], Client]):
    assert browser(NEIGHBOUR).generic("MERGE", "/t/both/1").status_code == 403
    assert browser(NEIGHBOUR).head("/t/both/1").status_code == 200


@pytest.mark.parametrize("address", ["//evil.example/x", "/\\evil.example", "/t/signed-in?next=https://evil.example"])
def test_sign_in_never_leads_to_another_house(browser: Callable[[Actor], Client], address: str):
    answer = browser(NOBODY).get(address)
    assert "Location" not in answer or answer["Location"].startswith(("/", "http://testserver/"))
    assert not answer.get("Location", "").startswith("//")


def test_an_unknown_host_name_is_refused(browser: Callable[[Actor], Client], caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.CRITICAL, "django.security.DisallowedHost")
    assert browser(NOBODY).get("/t/signed-in", headers={"Host": "evil.example"}).status_code == 400


def test_class_based_views_declare_their_rule_too(browser: Callable[[Actor], Client]):
    assert browser(OWNER).get("/t/headed").status_code == 404
    assert browser(Actor.person(user_id=4, name="H", role="head")).get("/t/headed").status_code == 200


def test_an_action_that_refuses_shows_every_missing_thing(browser: Callable[[Actor], Client]):
    answer = browser(STRANGER).get("/t/acts", headers={"Referer": "http://testserver/t/public"})
    assert answer.status_code == 403
    assert len(answer.context["sentences"]) == 2
    assert answer.context["back"] == "http://testserver/t/public"
    foreign = browser(STRANGER).get("/t/acts", headers={"Referer": "https://evil.example/"})
    assert foreign.context["back"] == ""


def test_a_declared_name_beats_the_view_and_the_view_beats_a_pattern(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys.modules[policy_for.__module__], "_declared", {})
    declare("t_*", public=True)
    by_name = {route.name: route for route in routes()}
    undeclared, headed = by_name["t_undeclared"], by_name["t_headed"]
    assert policy_for(undeclared.view, undeclared.name).is_public
    assert not policy_for(headed.view, headed.name).is_public
    declare("t_headed", public=True)
    assert policy_for(headed.view, headed.name).is_public
    with pytest.raises(ValueError, match="either"):
        declare("t_x")
