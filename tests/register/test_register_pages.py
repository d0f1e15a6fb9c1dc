"""The register's pages: what they list, that they stay few queries, and that addresses stay."""

import io
import itertools
import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from kommin.foundation.tables import open_workbook
from kommin.register.actions import create_register, import_edition
from kommin.register.editions import Edition, MunicipalityRecord
from kommin.register.maps.rendering import render_map
from kommin.register.models import Municipality, Register

from register.conftest import HOUSE  # isort: skip

pytestmark = pytest.mark.django_db
Asserts = Callable[..., Any]
HOUSE_DAY = date(2025, 1, 1)


def names(page: str) -> list[str]:
    """The names in the list's first column, in order."""
    return re.findall(r'<th scope="row"><a href="/[md][^"]+">([^<]+)</a>', page)


def get(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_list_is_in_german_order_and_paged(nrw_loaded: Register, client: Client) -> None:
    listed = names(get(client, "/municipalities/"))
    assert len(listed) == 50
    assert listed[:4] == ["Aachen", "Ahaus", "Ahlen", "Aldenhoven"]
    last = names(get(client, "/municipalities/?page=8"))
    assert last[-1] == "Zülpich"
    assert names(get(client, "/municipalities/?page=99")) == last
    districts = names(get(client, "/districts/"))
    assert districts.index("Kreis Höxter") < districts.index("Köln") < districts.index("Krefeld")


def test_filters_narrow_the_list_and_the_map(nrw_loaded: Register, client: Client) -> None:
    page = get(client, "/municipalities/?district=05334&size=20000-100000")
    assert names(page) == ["Alsdorf", "Baesweiler", "Eschweiler", "Herzogenrath", "Stolberg (Rhld.)", "Würselen"]
    assert len(re.findall(r"map__area--[1-5]", page)) == 6
    assert len(names(get(client, "/municipalities/?region=057&kind=gemeinde"))) == 18
    assert len(names(get(client, "/municipalities/?kind=kreisfreie_stadt"))) == 22
    assert "Keine Kommune passt" in get(client, "/municipalities/?district=05334&kind=kreisfreie_stadt")


def test_a_filter_that_does_not_exist_says_so_and_does_no_harm(nrw_loaded: Register, client: Client) -> None:
    assert len(names(get(client, "/municipalities/?size=huge&district=1%27%20OR%201=1&page=abc"))) == 50
    assert "error" in get(client, "/municipalities/?size=huge")


def test_the_search_lists_what_may_be_meant_and_never_picks(nrw_loaded: Register, client: Client) -> None:
    page = get(client, "/municipalities/?q=Herford")
    assert names(page) == ["Herford", "Kreis Herford"]
    assert names(get(client, "/municipalities/?q=Kreis+Herford")) == ["Kreis Herford"]
    assert "früher Alsdorf (05354004)" in get(client, "/municipalities/?q=05354004")


def test_the_search_keeps_to_the_filters(nrw_loaded: Register, client: Client) -> None:
    assert names(get(client, "/municipalities/?q=Herford&kind=stadt")) == ["Herford"]
    assert names(get(client, "/municipalities/?q=Herford&kind=gemeinde")) == []


def test_the_search_tells_a_company_from_the_town(nrw_loaded: Register, client: Client) -> None:
    page = get(client, "/municipalities/?q=Stadtwerke+Herten+GmbH")
    assert names(page) == []
    assert "eigene Einrichtung" in page
    assert "Zu Herten" in page


def test_a_search_text_is_shown_as_text(nrw_loaded: Register, client: Client) -> None:
    page = get(client, "/municipalities/?q=%3Cscript%3Ealert(1)%3C/script%3E+Herford")
    assert "<script>alert" not in page


def test_a_municipality_shows_all_its_facts(nrw_loaded: Register, client: Client) -> None:
    page = get(client, "/municipalities/05334004/")
    for fact in ("Alsdorf, Stadt", "05334004", "05354004", "21.10.2009", "48.328", "45.337", "31,68", "52477", "Köln",
                 "Städteregion Aachen", "Herzogenrath", "GeoBasis-DE / BKG", "dl-de/by-2-0"):  # fmt: skip
        assert fact in page, fact


def test_a_district_shows_its_municipalities_and_their_sum(nrw_loaded: Register, client: Client) -> None:
    page = get(client, "/districts/05382/")
    assert len(names(page)) == 19
    total = sum(Municipality.objects.filter(district__key="05382").values_list("population", flat=True))
    assert f"{total:,}".replace(",", ".") in page


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/municipalities/05354004/", "/municipalities/05334004/"),
        ("/municipalities/05313000/", "/municipalities/05334002/"),
        ("/districts/05354/", "/districts/05334/"),
        ("/districts/05111/", "/municipalities/05111000/"),
        ("/en/municipalities/05354004/", "/en/municipalities/05334004/"),
    ],
)
def test_an_old_address_leads_to_the_successor(nrw_loaded: Register, client: Client, address: str, target: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer["Location"]) == (301, target)


@pytest.mark.parametrize(
    "address",
    [
        "/municipalities/00000000/",
        "/districts/00000/",
        "/municipalities/zz:1/",
        "/municipalities/download.pdf",
        "/municipalities/?register=zz",
        "/municipalities/05334/",
        "/districts/05334004/",
    ],
)
def test_what_is_not_there_answers_404(nrw_loaded: Register, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_without_a_register_the_page_says_what_to_do(client: Client) -> None:
    assert "kommin register load" in get(client, "/municipalities/")
    assert client.get("/municipalities/1/").status_code == 404


def test_downloads_hold_exactly_the_filtered_list(nrw_loaded: Register, client: Client) -> None:
    query = "?district=05334&size=20000-100000"
    expected = names(get(client, f"/municipalities/{query}"))
    csv = client.get(f"/municipalities/download.csv{query}")
    assert [row.text(1) for row in open_workbook(csv.getvalue()).table().rows] == expected
    xlsx = open_workbook(client.get(f"/municipalities/download.xlsx{query}").getvalue())
    assert [row.text(1) for row in xlsx.table().rows] == expected
    assert xlsx.table().rows[0].text(0) == "05334004"
    notes = " ".join(str(cells[0]) for _line, cells in xlsx.sheet("Info").records)
    assert "dl-de/by-2-0" in notes
    geojson = json.loads(client.get(f"/municipalities/download.geojson{query}").content)
    assert [feature["properties"]["name"] for feature in geojson["features"]] == expected
    assert "BKG" in geojson["attribution"]
    ring = geojson["features"][0]["geometry"]["coordinates"][0][0]
    assert ring[0] == ring[-1]
    assert 6 < ring[0][0] < 7
    twice_the_area = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in itertools.pairwise(ring))
    assert twice_the_area > 0  # counter-clockwise, as RFC 7946 asks


def test_a_download_without_filters_holds_all(nrw_loaded: Register, client: Client) -> None:
    assert len(open_workbook(io.BytesIO(client.get("/municipalities/download.csv").getvalue())).table().rows) == 396


def test_the_english_pages_speak_english(nrw_loaded: Register, client: Client) -> None:
    page = get(client, "/en/municipalities/05334004/")
    assert "Neighbours" in page
    assert "October" in page


def few(count: int) -> Register:
    """A register with so many municipalities in one district."""
    register = create_register(code=f"r{count}", name="Somewhere", by=HOUSE)
    places = tuple(
        MunicipalityRecord(f"K{number:04}", f"Town {number}", "town", population={}, district_key="")
        for number in range(count)
    )
    import_edition(register=register, edition=Edition(register.code, HOUSE_DAY, "made up", places), by=HOUSE)
    return register


@pytest.mark.parametrize("count", [1, 50])
def test_the_list_costs_the_same_for_one_row_and_for_fifty(
    client: Client, count: int, django_assert_max_num_queries: Asserts
) -> None:
    register = few(count)
    get(client, f"/municipalities/?register={register.code}")
    with django_assert_max_num_queries(10):
        assert len(names(get(client, f"/municipalities/?register={register.code}"))) == count


def test_pages_of_a_large_register_stay_few_queries(
    nrw_loaded: Register, client: Client, django_assert_max_num_queries: Asserts
) -> None:
    for address, most in [
        ("/municipalities/", 11),
        ("/municipalities/?q=Herford", 13),
        ("/municipalities/05382020/", 13),
        ("/districts/05382/", 11),
        ("/districts/", 6),
        ("/municipalities/download.csv", 6),
    ]:
        client.get(address)
        with django_assert_max_num_queries(most):
            client.get(address).getvalue()


def test_registers_side_by_side_have_addresses_of_their_own(nrw_loaded: Register, client: Client) -> None:
    other = create_register(code="xx", name="Elsewhere", by=HOUSE)
    given = Edition("xx", HOUSE_DAY, "made up", (MunicipalityRecord("05382020", "Somewhere else"),))
    import_edition(register=other, edition=given, by=HOUSE)
    assert "Hennef (Sieg)" in get(client, "/municipalities/05382020/")
    assert "Somewhere else" in get(client, "/municipalities/xx:05382020/")
    assert 'href="/municipalities/xx:05382020/"' in get(client, "/municipalities/?register=xx")


def test_any_values_become_a_map_with_legend_and_table(nrw_loaded: Register) -> None:
    drawn = render_map(
        {"05334002": 5, "05382020": 10, "05111000": None}, title="Projects", register=nrw_loaded, breaks=[6]
    )
    assert drawn.count("<path") == 396 + 1
    assert 'aria-label="Aachen: 5"' in drawn
    assert "unter 6" in drawn
    assert "6 und mehr" in drawn
    assert drawn.count("<tr>") == 1 + 2
    assert "style=" not in drawn


def test_a_map_of_districts_by_category(nrw_loaded: Register) -> None:
    values = {"05334": "yes", "05382": "no", "99999": "yes"}
    drawn = render_map(
        values,
        title="Taking part",
        register=nrw_loaded,
        level="district",
        categories=[("no", "No <b>"), ("yes", "Yes")],
    )
    assert drawn.count("map__area map__area--") == 53
    assert 'aria-label="Städteregion Aachen: Yes"' in drawn
    assert "No &lt;b&gt;" in drawn
    assert "<b>" not in drawn


def test_maps_find_classes_by_themselves(nrw_loaded: Register) -> None:
    values = dict(Municipality.objects.values_list("key", "population"))
    drawn = render_map(values, title="Inhabitants", register=nrw_loaded, table_url="/municipalities/")
    shares = [int(count) for count in re.findall(r'map__count">\((\d+)\)', drawn)]
    assert len(shares) == 5
    assert sum(shares) == 396
    assert max(shares) - min(shares) <= 2


def test_a_register_without_boundaries_has_no_map(small: Register, client: Client) -> None:
    assert render_map({"05382020": 1}, title="x", register=small) == ""
    assert "Hennef" in get(client, "/municipalities/05382020/")


def test_the_map_of_the_register_costs_one_query_once_drawn(
    nrw_loaded: Register, django_assert_num_queries: Asserts
) -> None:
    from kommin.register.templatetags.register_map import register_map

    assert register_map().count("<path") == 397
    with django_assert_num_queries(1):
        register_map()
