"""Good practice is found by building block, size and problem, under addresses that stay."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from balance.grants import make_programme
from kommin.portal.models import GoodPracticeIndexPage, GoodPracticePage
from portal import making

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.fixture
def listed(register: None) -> None:
    blocks = list(make_programme().blocks.order_by("position"))
    index = making.put(making.home(), GoodPracticeIndexPage(title="Gute Praxis", slug="gute-praxis"))
    for title, key, block, problems in (
        ("Köln eins", "05315000", blocks[0], ["Weite Wege", "Ehrenamt"]),
        ("Köln zwei", "05315000", blocks[1], ["Ehrenamt"]),
        ("Rhein-Sieg", "05382", blocks[0], ["Weite Wege"]),
    ):
        page = GoodPracticePage(title=title, problem="Was fehlte.", municipality=key, block=block)
        page.problems.set(problems)
        making.put(index, page)


def found(client: Client, query: str = "") -> tuple[list[str], dict[str, dict[str, int]]]:
    context = client.get("/gute-praxis/" + query).context
    numbers = {facet.name: {one.code: one.number for one in facet.choices} for facet in context["facets"]}
    return [page.title for page in context["examples"]], numbers


def test_filters_count_what_the_others_leave(listed: None, client: Client) -> None:
    titles, numbers = found(client)
    assert titles == ["Köln eins", "Köln zwei", "Rhein-Sieg"]
    assert numbers["problem"] == {"weite-wege": 2, "ehrenamt": 2}
    assert numbers["size"] == {"districts": 1, "100000": 2}
    titles, numbers = found(client, "?problem=weite-wege&size=100000")
    assert titles == ["Köln eins"]
    assert numbers["problem"] == {"weite-wege": 1, "ehrenamt": 2}
    assert numbers["size"] == {"districts": 1, "100000": 1}


def test_every_choice_leads_to_a_list_of_its_number_and_back(listed: None, client: Client) -> None:
    for start in ("", "?problem=ehrenamt"):
        for facet in client.get("/gute-praxis/" + start).context["facets"]:
            for choice in facet.choices:
                expected = choice.number if not choice.chosen else 3
                assert len(found(client, choice.href)[0]) == expected


def test_what_no_filter_knows_is_passed_over(listed: None, client: Client) -> None:
    titles, _numbers = found(client, "?problem=%3Cscript%3E&size=riesig&anderes=1")
    assert len(titles) == 3
    assert "<script>" not in client.get("/gute-praxis/?problem=%3Cscript%3E").content.decode().partition("<main")[2]


def test_the_list_asks_no_more_for_more_examples(listed: None, client: Client) -> None:
    client.get("/gute-praxis/")
    with CaptureQueriesContext(connection) as few:
        client.get("/gute-praxis/")
    index = GoodPracticeIndexPage.objects.get(slug="gute-praxis")
    for number in range(8):
        page = GoodPracticePage(title=f"Mehr {number}", problem="Was fehlte.", municipality="05315000")
        page.problems.set(["Ehrenamt"])
        making.put(index, page)
    with CaptureQueriesContext(connection) as many:
        client.get("/gute-praxis/")
    assert len(many) <= len(few)


def test_an_example_is_found_by_its_place_and_shows_its_words(listed: None, client: Client) -> None:
    html = client.get("/suche/", {"q": "Sieg"}).content.decode()
    assert "<mark>Sieg</mark>-Kreis" in html
    assert "is_district" not in html
