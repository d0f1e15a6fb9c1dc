"""What everybody sees: figures, database, places, map, comparison; bad questions; what stays inside; kept pages."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags
from pytest_django.plugin import DjangoDbBlocker

from balance.grants import grant, make_programme, write
from databases import DatabaseTemplate
from kommin.balance import asking, keeping
from kommin.balance.actions import change_publicity, mark_changed, prepare_snapshot, release_snapshot
from kommin.balance.facets import Database
from kommin.balance.geography import geography
from kommin.balance.publications import Rows
from kommin.balance.views.projects import FILTERS, PER_PAGE
from kommin.cases.models import Case, EntryKind
from kommin.foundation.access import Actor
from kommin.foundation.search import index
from kommin.programmes.models import Programme
from kommin.register.actions.loading import load_register

pytestmark = pytest.mark.both

CLOCK = Actor.clock()
BASE = "/balance/probe/"
COLOGNE, MUENSTER, AACHEN = "05315000", "05515000", "05334002"


@pytest.fixture(scope="module", autouse=True)
def a_house_with_grants(
    database_template: DatabaseTemplate, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """A database of this file's own with the register and four grants; what a test changes in it is undone."""
    with django_db_blocker.unblock(), database_template.clone_in_use():
        load_register(by=CLOCK)
        made = make_programme()
        grant(made, number="K-1", key=COLOGNE, name="Stadt Köln", title="Kommunen lernen voneinander", block="netz",
              day=date(2009, 5, 4))  # fmt: skip
        grant(made, number="K-2", key=COLOGNE, name="Stadt Köln", title="Ältere erreichen", block="ziel",
              day=date(2010, 5, 4), amount=10_000)  # fmt: skip
        grant(made, number="M-1", key=MUENSTER, name="Stadt Münster", title="Zusammen-Arbeit der Ämter", block="netz",
              day=date(2010, 6, 4), amount=20_000)  # fmt: skip
        grant(made, number="D-1", key="05382", name="Rhein-Sieg-Kreis", kind="district", title="Übersicht im Kreis",
              day=date(2011, 6, 6), amount=30_000)  # fmt: skip
        yield


@pytest.fixture
def towns(db: None) -> Programme:
    return Programme.objects.get(slug="probe")


def titles(client: Client, query: str) -> list[str]:
    cache.clear()  # a kept page tells no context
    response = client.get(f"{BASE}projects/{query}", follow=True)
    assert response.status_code == 200
    return [unescape(strip_tags(row.title)) for row in response.context["rows"]]


def counts(client: Client, query: str, facet: str) -> dict[str, int]:
    cache.clear()
    facets = client.get(f"{BASE}projects/{query}", follow=True).context["database"].facets
    return {choice.value: choice.count for one in facets if one.name == facet for choice in one.choices}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=Kommune", ["Kommunen lernen voneinander"]),
        ("?q=Muenster", ["Zusammen-Arbeit der Ämter"]),
        ("?q=Zusammenarbeit", ["Zusammen-Arbeit der Ämter"]),
        ("?q=%E2%80%93+amt", ["Zusammen-Arbeit der Ämter"]),
        ("?q=aeltere", ["Ältere erreichen"]),
        ("?q=Z-u-s-a-m-m-e-n", ["Zusammen-Arbeit der Ämter"]),
        ("?q=%22Kommune%22+%2B++lernen%21", ["Kommunen lernen voneinander"]),
        ("?q=M%C3%9CNSTER", ["Zusammen-Arbeit der Ämter"]),
        ("?q=gibtesnicht", []),
        ("?year=2010", ["Ältere erreichen", "Zusammen-Arbeit der Ämter"]),
        ("?block=netz&year=2010", ["Zusammen-Arbeit der Ämter"]),
        ("?year=2009&year=2011", ["Kommunen lernen voneinander", "Übersicht im Kreis"]),
        ("?district=05382", ["Übersicht im Kreis"]),
        ("?kind=district", ["Übersicht im Kreis"]),
        ("?as_of=2010-05-31", ["Ältere erreichen", "Kommunen lernen voneinander"]),
    ],
)
def test_the_database_finds_and_narrows(client: Client, towns: Programme, query: str, found: list[str]) -> None:
    assert titles(client, query) == found


def test_texts_of_others_are_shown_as_text(client: Client, towns: Programme) -> None:
    evil = "<script>alert('Netz')</script> & \"mehr\""
    grant(towns, number="X-1", key=COLOGNE, name=evil, title=f"Böse {evil}", block="netz", day=date(2010, 6, 5))
    for page in ("projects/", "projects/?q=netz", "projects/X-1/", f"municipalities/{COLOGNE}/", "blocks/netz/"):
        cache.clear()
        text = client.get(BASE + page).content.decode()
        assert "Böse" in text, page
        assert "<script>alert" not in text, page
        assert "&lt;script&gt;" in text, page


def test_titles_stand_in_german_order(client: Client, towns: Programme) -> None:
    german = ["Ältere erreichen", "Kommunen lernen voneinander", "Übersicht im Kreis", "Zusammen-Arbeit der Ämter"]
    assert titles(client, "") == german
    assert titles(client, "?sort=-amount")[0] == "Kommunen lernen voneinander"
    assert titles(client, "?sort=amount")[0] == "Ältere erreichen"
    assert titles(client, "?sort=-day")[0] == "Übersicht im Kreis"


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("", 54),
        ("sort=-day", 54),
        ("sort=applicant", 54),
        ("sort=-amount", 54),
        ("as_of=2012-01-31&sort=-amount", 54),
        ("as_of=2012-01-31&sort=amount", 54),
        ("as_of=2012-01-31&year=2010&sort=amount", 52),
        ("as_of=2012-01-31&block=none&sort=-amount", 51),
        ("as_of=2012-01-31&q=liste&sort=-amount", 50),
        ("q=liste", 50),
        ("q=liste&sort=-day", 50),
    ],
)
def test_pages_one_after_the_other_are_the_whole_list(
    client: Client, towns: Programme, query: str, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kommin.foundation.search.finding.LISTED_UP_TO", 5)
    for place in range(50):
        case = grant(towns, number=f"L-{place}", title=f"Liste {place % 7}", key=COLOGNE,
                     day=date(2010, 1 + place % 9, 7), amount=1_000 * (1 + place % 5))  # fmt: skip
        if place % 10 == 0:  # not what is in force on the day asked for
            write(case, EntryKind.CHANGED, 100_000, date(2012, 3, 1), 2010)
    ended = grant(towns, number="L-ended", title="Liste 8", key=COLOGNE, day=date(2010, 6, 5), amount=2_000)
    write(ended, EntryKind.REVOKED, -2_000, date(2011, 6, 5), 2010)
    grant(towns, number="L-hidden", title="Liste 9", key=COLOGNE, day=date(2010, 6, 5), public=False)
    grant(towns, number="L-later", title="Liste 10", key=COLOGNE, day=date(2012, 2, 5))
    database = Database(towns, asking.read(QueryDict(query), FILTERS), date(2012, 1, 31), geography())
    whole = list(database.projects().values_list("pk", flat=True))
    assert len(whole) == database.count == number
    pages = [database.keys(start, start + PER_PAGE) for start in range(0, 60, PER_PAGE)]
    assert [key for page in pages for key in page] == whole
    if "as_of" in query:
        assert len(titles(client, f"?{query}&page=3")) == number - 2 * PER_PAGE


def test_amounts_stand_in_the_order_of_the_day(client: Client, towns: Programme) -> None:
    write(Case.objects.get(number="K-1"), EntryKind.CHANGED, -45_000, date(2012, 3, 1), 2009)
    assert titles(client, "?sort=-amount")[-1] == "Kommunen lernen voneinander"
    assert titles(client, "?sort=-amount&as_of=2012-02-29")[0] == "Kommunen lernen voneinander"
    assert titles(client, "?sort=amount&as_of=2012-02-29")[-1] == "Kommunen lernen voneinander"


def test_projects_without_a_building_block_can_be_chosen(client: Client, towns: Programme) -> None:
    grant(towns, number="O-1", title="Ohne Baustein", day=date(2010, 6, 5))
    assert counts(client, "", "block")["none"] == 2
    assert titles(client, "?block=none") == ["Ohne Baustein", "Übersicht im Kreis"]
    assert titles(client, "?block=none&block=ziel&year=2010") == ["Ältere erreichen", "Ohne Baustein"]


def test_facets_count_what_a_further_choice_would_bring(client: Client, towns: Programme) -> None:
    assert counts(client, "", "year") == {"2009": 1, "2010": 2, "2011": 1}
    assert counts(client, "?block=netz", "year") == {"2009": 1, "2010": 1}
    assert counts(client, "?year=2010", "year") == {"2009": 1, "2010": 2, "2011": 1}
    assert counts(client, "?year=2010", "block") == {"netz": 1, "ziel": 1}
    assert counts(client, "?kind=district", "kind") == {"city": 3, "district": 1}
    assert counts(client, "?q=Muenster", "region") == {}


def test_addresses_are_written_in_one_way(client: Client, towns: Programme) -> None:
    def leads_to(query: str) -> str:
        response = client.get(f"{BASE}projects/{query}")
        assert response.status_code == 302
        return response["Location"]

    assert leads_to("?junk=1") == f"{BASE}projects/"
    assert leads_to("?q=&year=&page=1&sort=title") == f"{BASE}projects/"
    assert leads_to("?year=2010&year=2009&year=2010") == f"{BASE}projects/?year=2009&year=2010"
    assert leads_to("?q=++K%C3%B6ln+") == f"{BASE}projects/?q=K%C3%B6ln"
    assert client.get(leads_to("?sort=-amount&q=amt")).status_code == 200


NONSENSE = (
    "?as_of=2001-01-01", "?as_of=2999-01-01", "?as_of=gestern", "?as_of=2010-02-30", "?as_of=%00",
    "projects/?page=99", "projects/?page=0x1", "projects/?page=999999", "projects/?sort=random",
    "projects/?block=unbekannt", "projects/?year=20x9", "projects/?year=1999", "projects/?year=2999",
    "projects/?district=99999", "projects/?kind=%27%3B--",
    "projects/?region=05x", "projects/?size=riesig", "map/?measure=happiness", "map/?level=street",
    "map/?until=1850", "map/?until=2099", "comparison/?first=2001-01-01", "comparison/?second=morgen",
    "participants/?page=77", "figures.csv?as_of=2999-01-01", "projects.csv?block=nix",
)  # fmt: skip
HAND_MADE = (
    "projects/NIX-1/", "municipalities/00000000/", "districts/00000/", "blocks/nix/", "published/99/",
    "published/1/rows.csv", "figures.pdf", "municipalities/at:1/",
)  # fmt: skip


def test_nonsense_gets_a_page_that_says_why(client: Client, towns: Programme) -> None:
    for address in NONSENSE:
        response = client.get(BASE + address)
        assert (address, response.status_code) == (address, 400)
        assert "Darauf gibt es keine Antwort" in response.content.decode()
    english = client.get(f"/en{BASE}?as_of=2999-01-01")
    assert (english.status_code, "lies in the future" in english.content.decode()) == (400, True)


def test_hand_made_addresses_are_not_found(client: Client, towns: Programme) -> None:
    for address in HAND_MADE:
        assert (address, client.get(BASE + address).status_code) == (address, 404)
    assert client.get("/balance/gibtsnicht/").status_code == 404


PAGES = (
    "", "projects/", "projects/K-1/", "participants/", "map/", "map/?level=district&measure=per_inhabitant",
    "map/?measure=granted&until=2010", "map/?measure=first_year", "comparison/", "published/",
    f"municipalities/{COLOGNE}/", "districts/05382/", "blocks/netz/", "?as_of=2005-04-01",
)  # fmt: skip


def test_every_page_answers_in_both_languages(client: Client, towns: Programme) -> None:
    for page in PAGES:
        for language in ("", "/en"):
            address = f"{language}{BASE}{page}"
            assert (address, client.get(address, follow=True).status_code) == (address, 200)
    english, german = (client.get(f"{language}{BASE}?as_of=2010-12-31").content.decode() for language in ("/en", ""))
    assert "€80,000.00" in english
    assert "80.000,00" in german


def test_before_anything_is_granted_the_pages_say_so(client: Client, db: None) -> None:
    make_programme(slug="leer")
    for page in ("", "projects/", "participants/", "map/", "comparison/", "published/"):
        assert client.get(f"/balance/leer/{page}").status_code == 200
    assert "noch nichts bewilligt" in client.get("/balance/leer/").content.decode()


def test_old_keys_and_cities_lead_to_one_page(client: Client, towns: Programme) -> None:
    assert client.get(f"{BASE}municipalities/05313000/")["Location"] == f"{BASE}municipalities/{AACHEN}/"
    assert client.get(f"{BASE}municipalities/05382/")["Location"] == f"{BASE}districts/05382/"
    assert client.get(f"{BASE}districts/05315/")["Location"] == f"{BASE}municipalities/{COLOGNE}/"
    assert client.get(f"{BASE}districts/05354/")["Location"] == f"{BASE}districts/05334/"


def test_a_place_shows_since_when_how_much_and_others_of_its_size(client: Client, towns: Programme) -> None:
    context = client.get(f"{BASE}municipalities/{COLOGNE}/").context
    assert (context["own"].projects, context["own"].granted, context["since"]) == (2, 60_000, date(2009, 5, 4))
    assert [row["name"] for row in context["peers"]] == ["Köln", "Münster"]
    assert context["per_inhabitant"] == Decimal("0.06")
    district = client.get(f"{BASE}districts/05382/").context
    assert district["part"].granted == 30_000


EVERY_WAY_OUT = (
    "", "?as_of=2010-12-31", "projects/", "projects/?q=Geheimnisvolles", "projects/?q=S-1", "projects/?year=2010",
    "projects/?sort=amount", "projects.csv", "projects.csv?q=Geheimnisvolles", "projects.xlsx",
    "participants.csv", "participants.xlsx", "figures.csv", "figures.json", "participants/",
    f"municipalities/{MUENSTER}/", "blocks/netz/", "projects/M-1/", "map/",
    "map/?level=district&measure=granted", "comparison/", "published/", "published/1/", "published/1/figures.json",
    "published/1/rows.csv",
)  # fmt: skip


def everything_told(client: Client, address: str) -> str:
    """What a page or file says, the insides of a spreadsheet included."""
    response = client.get(address, follow=True)
    assert (address, response.status_code) == (address, 200)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if address.endswith(".xlsx"):
        with ZipFile(BytesIO(body)) as sheet:
            body = b"".join(sheet.read(name) for name in sheet.namelist())
    return body.decode("utf-8", "replace")


def test_what_is_not_public_counts_but_stays_inside(client: Client, towns: Programme) -> None:
    secret = grant(towns, number="S-1", key=MUENSTER, name="Stadt Münster", title="Geheimnisvolles Tun", block="netz",
                   day=date(2010, 6, 5), amount=1)  # fmt: skip
    published = prepare_snapshot(programme=towns, as_of=date(2010, 12, 31), occasion="Presse", by=CLOCK)
    release_snapshot(snapshot=published, digest=published.digest, by=CLOCK)
    for address in (
        "projects/",
        "projects.csv",
        "projects.xlsx",
        f"municipalities/{MUENSTER}/",
        "published/1/rows.csv",
    ):
        assert "Geheimnisvolles Tun" in everything_told(client, BASE + address)
    change_publicity(case=secret, public=False, by=CLOCK)
    for language in ("", "/en"):
        for address in EVERY_WAY_OUT:
            told = strip_tags(everything_told(client, f"{language}{BASE}{address}"))
            assert (address, "Geheimnisvolles Tun" in told, "S-1," in told) == (address, False, False)
    assert client.get(f"{BASE}projects/S-1/").status_code == 404
    cache.clear()
    assert client.get(BASE).context["figures"].projects == 5
    assert counts(client, "", "block") == {"netz": 2, "ziel": 1, "none": 1}
    assert counts(client, "", "district")["05515"] == 1
    assert not index.search("Geheimnisvolles", kinds=None, scopes=None).hits


def test_what_was_published_counts_a_withdrawn_project_without_naming_it(client: Client, towns: Programme) -> None:
    published = prepare_snapshot(programme=towns, as_of=date(2010, 12, 31), occasion="Presse", by=CLOCK)
    release_snapshot(snapshot=published, digest=published.digest, by=CLOCK)
    before = client.get(f"{BASE}published/1/rows.csv").content
    change_publicity(case=Case.objects.get(number="K-2"), public=False, by=CLOCK)
    lines = client.get(f"{BASE}published/1/rows.csv").content.decode().splitlines()
    assert len(lines) == len(before.decode().splitlines())
    assert [line for line in lines if "not public" in line] == [
        "not public,not public,not public,not public,ziel,2010,2010-05-04,10000.00,no"
    ]
    assert "1 Projekt wurde" in client.get(f"{BASE}published/1/").content.decode()
    assert Rows(published).frozen == before
    change_publicity(case=Case.objects.get(number="K-2"), public=True, by=CLOCK)
    assert client.get(f"{BASE}published/1/rows.csv").content == before


def test_tomorrows_grants_are_not_told_today(client: Client, towns: Programme) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    grant(towns, number="T-1", title="Noch nicht", day=tomorrow)
    assert "Noch nicht" not in titles(client, "")
    assert client.get(f"{BASE}projects/T-1/").status_code == 404
    assert client.get(BASE).context["figures"].projects == 4


def test_files_hold_what_the_list_shows_and_mark_what_is_invented(client: Client, towns: Programme) -> None:
    from kommin.balance.models import Project

    Project.objects.filter(case__number="M-1").update(invented=True)
    lines = b"".join(client.get(f"{BASE}projects.csv?year=2010").streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert lines[2].endswith("Vorführdaten")
    assert lines[1].endswith("10000.00;")
    sheet = b"".join(client.get(f"{BASE}projects.xlsx").streaming_content)
    assert sheet[:2] == b"PK"
    people = b"".join(client.get(f"{BASE}participants.csv?as_of=2010-12-31").streaming_content).decode("utf-8-sig")
    without_inhabitants = [[*line.split(";")[:2], *line.split(";")[5:]] for line in people.splitlines()[1:]]
    assert without_inhabitants == [
        [COLOGNE, "Köln", "2", "60000.00", "0.06", "2009", "Vorführdaten"],
        [MUENSTER, "Münster", "1", "20000.00", "0.07", "2010", "Vorführdaten"],
    ]
    figures = json.loads(client.get(f"{BASE}figures.json?as_of=2010-12-31").content)
    assert figures["granted_eur"] == "80000.00"
    assert figures["demonstration_data"] is True
    text = b"".join(client.get(f"{BASE}figures.csv").streaming_content).decode("utf-8-sig")
    assert all(line.endswith("Vorführdaten") for line in text.strip().splitlines()[1:])


def test_visitors_get_a_kept_page_until_something_changes(client: Client, towns: Programme) -> None:
    first = client.get(BASE)
    with CaptureQueriesContext(connection) as queries:
        again = client.get(BASE)
    assert len(queries) == 1
    assert again.content == first.content
    assert client.get(BASE, headers={"If-None-Match": first["ETag"]}).status_code == 304
    case = grant(towns, number="N-1", day=date(2012, 1, 2))
    fresh = client.get(BASE, headers={"If-None-Match": first["ETag"]})
    assert fresh.status_code == 200
    assert fresh.context["figures"].projects == 5
    write(case, EntryKind.REVOKED, -50_000, date(2012, 2, 1), 2012)
    assert client.get(BASE).context["figures"].projects == 4
    mark_changed(towns.pk)
    assert client.get(BASE)["ETag"] != fresh["ETag"]


def test_other_languages_and_themes_are_other_pages(client: Client, towns: Programme) -> None:
    german = client.get(BASE)["ETag"]
    assert client.get(f"/en{BASE}")["ETag"] != german
    client.cookies["kommin_theme"] = "dark"
    assert client.get(BASE)["ETag"] != german


def test_junk_cannot_fill_the_memory(client: Client, towns: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    client.get(f"{BASE}projects/")
    kept = len(keeping.store)
    for number in range(20):
        client.get(f"{BASE}projects/?junk={number}")
        client.get(f"{BASE}projects/?q=wort{number}")
        client.get(f"{BASE}projects/?page={number + 1000}")
        client.get(f"{BASE}projects/?block=b{number}")
        client.get(f"{BASE}projects/?year={2030 + number}")
        client.get(f"{BASE}projects/?year=2009&year=2010&block=netz&sort=day&as_of=2011-01-{number + 1:02d}")
        client.get(f"{BASE}projects/K-1/?x={number}")
        client.get(f"{BASE}municipalities/0531999{number}/")
        client.get(f"/balance/programm-{number}/")
    assert len(keeping.store) == kept
    monkeypatch.setattr(keeping.store, "most_bytes", 100_000)
    for year in range(2006, 2026):
        client.get(f"{BASE}?as_of={year}-01-01")
    assert keeping.store.size <= 100_000
    assert keeping.store.size == sum(len(page.body) for page in keeping.store.pages.values())


def test_people_who_signed_in_get_their_own_page(client: Client, towns: Programme) -> None:
    from kommin.people.models import User

    client.force_login(
        User.objects.create_user("anna@example.org", "x", name="Anna Beispiel"),
        "allauth.account.auth_backends.AuthenticationBackend",
    )
    response = client.get(BASE)
    assert "ETag" not in response
    assert "Anna Beispiel" in response.content.decode()
    assert "Anna Beispiel" not in Client().get(BASE).content.decode()


@pytest.mark.parametrize(
    "page",
    [
        "", "projects/", "projects/?q=vorhaben&year=2009", "projects/?as_of=2012-02-29&sort=-amount", "participants/",
        "map/", f"municipalities/{COLOGNE}/", "districts/05382/", "blocks/netz/",
    ],
)  # fmt: skip
def test_pages_cost_the_same_queries_whatever_there_is(client: Client, towns: Programme, page: str) -> None:
    numbers = []
    for amount in (1, 50):
        for place in range(amount):
            grant(towns, number=f"Q-{amount}-{place}", key=COLOGNE, title=f"Vorhaben {place}", block="netz")
        client.get(BASE + page)
        mark_changed(towns.pk)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(BASE + page).status_code == 200
        numbers.append(len(queries))
    assert numbers[0] == numbers[1] <= 22
