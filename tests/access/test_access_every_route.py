"""Every route with every role and with nobody."""

import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import LazySettings
from django.template import Context
from django.template.base import Template
from django.test import Client
from django.test.signals import template_rendered
from django.urls import reverse
from django.utils.safestring import SafeString

from access.routes import Part, Row, rows, tried_by_pattern
from access.world import ACTORS, World, undone
from kommin.foundation.access import routes
from kommin.foundation.access.checks import every_route_declares_its_rule


def test_every_route_declares_its_rule():
    assert [str(error) for error in every_route_declares_its_rule()] == []


def test_every_route_has_a_row_and_every_row_a_route():
    known, tried = {str(route) for route in routes()}, {row.route for row in rows()}
    known -= {route for route in known if route not in tried and tried_by_pattern(route)}
    assert sorted(known - tried) == [], "add rows in tests/access/tables/<room>.py, see docs/permissions.md"
    assert sorted(tried - known) == [], "these routes are gone: remove their rows in tests/access/tables/"


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize("actor", ACTORS)
def test_every_route_answers_as_the_table_says(
    actor: str,
    settings: LazySettings,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
):
    settings.SECOND_FACTOR_REQUIRED = False
    caplog.set_level(logging.CRITICAL, "django.request")
    world = World(actor)
    client = world.client()
    wrong = []
    for make, sharing in same_example(rows()).items():
        with undone():
            made = make(world)
            for row in sharing:
                kwargs = row.of.named(made) if isinstance(row.of, Part) else made
                with monkeypatch.context() as pages:
                    if actor != row.drawn_for:
                        pages.setattr(Template, "_render", draw_nothing)
                    wrong.append(try_out(row, kwargs, actor, client))
    wrong = [sentence for sentence in wrong if sentence]
    assert not wrong, f"as {actor}:\n" + "\n".join(wrong)
    record_property("routes_tried", len(rows()))


def same_example(of: list[Row]) -> dict[Callable[[World], Any], list[Row]]:
    """The rows by what they are tried on: an example is made once for all of them."""
    found: dict[Callable[[World], Any], list[Row]] = {}
    for row in of:
        found.setdefault(row.of.make if isinstance(row.of, Part) else row.of, []).append(row)
    return found


def draw_nothing(template: Template, context: Context) -> SafeString:
    """Tell what would be drawn, and save the time: every page is drawn once, for the first actor who may see it."""
    template_rendered.send(sender=template, template=template, context=context)
    return SafeString("")


def try_out(row: Row, kwargs: dict[str, Any], actor: str, client: Client) -> str:
    """What is wrong with the answer; empty if it is right. Nothing that the request does stays."""
    with undone():
        address = reverse(row.route, kwargs=kwargs)
        answer = getattr(client, row.method)(address)
    expected = row.expected(actor)
    got: int | str = answer.status_code
    if answer.status_code == 302 and answer["Location"].startswith(reverse("account_login") + "?"):
        got = "sign in"
    if got != expected:
        error = getattr(answer, "exc_info", None)
        return f"{row} {address} answers {got}, not {expected}" + (f": {error[1]!r}" if error else "")
    if expected == 403 and not [sentence for sentence in (answer.context or {}).get("sentences", []) if sentence]:
        return f"{row} {address} refuses without saying what is missing"
    return ""
