"""The header shows what this person may see, and knows where one is."""

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from kommin.foundation.ui import navigation
from kommin.foundation.ui.navigation import Entry


@pytest.fixture(autouse=True)
def _empty_house(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_entries", {})
    monkeypatch.setattr(navigation, "_slots", {})


def labels(request: HttpRequest, section: navigation.Section = "main") -> list[str]:
    return [str(link.label) for link in navigation.links(request, section)]


def nobody(_: HttpRequest) -> bool:
    return False


def test_entries_stand_in_their_order_and_only_for_those_who_may_see_them(rf: RequestFactory) -> None:
    navigation.register(
        Entry("Zuletzt", "ui:styleguide", order=90),
        Entry("Zuerst", "home", order=10),
        Entry("Geheim", "ui:theme", order=20, visible=nobody),
        Entry("Unten", "ui:language", section="footer"),
    )
    assert labels(rf.get("/")) == ["Zuerst", "Zuletzt"]
    assert labels(rf.get("/"), "footer") == ["Unten"]


def test_an_address_that_is_not_mounted_is_left_out(rf: RequestFactory) -> None:
    navigation.register(Entry("Nirgends", "nowhere:at-all"))
    assert labels(rf.get("/")) == []


def test_registering_twice_replaces(rf: RequestFactory) -> None:
    navigation.register(Entry("Alt", "home"))
    navigation.register(Entry("Neu", "home"))
    assert labels(rf.get("/")) == ["Neu"]


@pytest.mark.parametrize(
    ("address", "current"),
    [("/styleguide/", "page"), ("/styleguide/parts", "true"), ("/styleguide-x/", ""), ("/", "")],
)
def test_the_entry_one_is_at_is_marked(rf: RequestFactory, address: str, current: str) -> None:
    navigation.register(Entry("Gestaltung", "ui:styleguide"))
    assert next(navigation.links(rf.get(address))).current == current


def test_the_front_door_is_current_only_on_itself(rf: RequestFactory) -> None:
    navigation.register(Entry("Start", "home"))
    assert next(navigation.links(rf.get("/"))).current == "page"
    assert next(navigation.links(rf.get("/styleguide/"))).current == ""


def test_slots_keep_their_templates_once() -> None:
    navigation.fill("account", "people/menu.html")
    navigation.fill("account", "people/menu.html")
    assert navigation.templates_for("account") == ("people/menu.html",)
    assert navigation.templates_for("head") == ()


@pytest.mark.parametrize(("number", "row", "more"), [(0, 0, 0), (10, 10, 0), (11, 9, 2), (15, 9, 6)])
def test_what_does_not_fit_in_the_row_stands_behind_more(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch, number: int, row: int, more: int
) -> None:
    monkeypatch.setattr(navigation, "reverse", lambda name: "/" if name == "home" else f"/{name}/")
    navigation.register(*(Entry(f"Eintrag {place}", f"page{place}", order=place) for place in range(number)))
    menu = navigation.menu(rf.get(f"/page{number - 1}/"))
    assert (len(menu.row), len(menu.more)) == (row, more)
    assert menu.is_in_more is bool(more)
    assert [link.label for link in (*menu.row, *menu.more)] == [f"Eintrag {place}" for place in range(number)]
