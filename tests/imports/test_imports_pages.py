"""The way through the browser, without a script: upload, doubts, municipalities, reconciliation, load, take back."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from imports.test_imports_loading import FIRST, SECOND, begin, in_force, loaded
from kommin.foundation.access import Actor
from kommin.imports.models import GrantImport
from kommin.people.models import Membership, Role, User
from kommin.programmes.models import Programme
from kommin.register.actions import create_register, import_edition
from kommin.register.editions.records import Edition, MunicipalityRecord


@pytest.fixture
def browser(programme: Programme, client: Client, settings: Settings) -> Client:
    settings.SECOND_FACTOR_REQUIRED = False
    user = User.objects.create_user("olga@example.org", name="Olga Ordner")
    Membership.objects.create(person=user, organisation=programme.ministry, role=Role.PROGRAMME_OFFICER)
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def upload(browser: Client, text: str, name: str = "liste.csv", **more: str) -> GrantImport:
    answer = browser.post(
        "/ministry/programmes/probe/imports/new", {"file": SimpleUploadedFile(name, text.encode()), **more}
    )
    assert answer.status_code == 302, answer.content.decode()
    return GrantImport.objects.latest("pk")


def test_the_whole_way(browser: Client, programme: Programme) -> None:
    row = upload(browser, FIRST, control_total="71.000,50")
    page = browser.get(f"/ministry/imports/{row.pk}/").content.decode()
    assert "64.000,50" in page
    assert "passt" in page
    places = browser.get(f"/ministry/imports/{row.pk}/places").content.decode()
    assert "Kreis Herford (05758)" in places
    answer = browser.post(
        f"/ministry/imports/{row.pk}/places", {"text-0": "Herford", "place-0": "05758", "other-0": "", "revision": "1"}
    )
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.revision, row.count("ready")) == (2, 5)
    stale = browser.post(f"/ministry/imports/{row.pk}/load", {"revision": "1"}, follow=True)
    assert "inzwischen" in stale.content.decode()
    browser.post(f"/ministry/imports/{row.pk}/load", {"revision": "2"})
    assert in_force(programme) == Decimal("71000.50")
    rows = browser.get(f"/ministry/imports/{row.pk}/rows").content.decode()
    case = re.search(r'href="(/cases/ALT-[^"]+)"', rows)
    assert case
    export = b"".join(browser.get(f"/ministry/imports/{row.pk}/grants.csv").streaming_content)  # type: ignore[attr-defined]
    assert b"A-2" in export
    assert browser.get(f"/ministry/imports/{row.pk}/grants.xlsx").status_code == 200
    browser.post(f"/ministry/imports/{row.pk}/take-back", {"reason": "Falsche Datei"})
    assert in_force(programme) == 0
    assert "Falsche Datei" in browser.get(f"/ministry/imports/{row.pk}/").content.decode()


def test_what_was_recognised_can_be_overruled(browser: Client, programme: Programme) -> None:
    row = upload(browser, FIRST)
    address = f"/ministry/imports/{row.pk}/reading"
    assert "Ausgezahlt" in browser.get(address).content.decode()
    columns = {f"column-{name}": column for name, column in row.given.columns.items()}
    columns["column-amount"], columns["column-paid"] = "Ausgezahlt", ""
    given = {**columns, "header_line": "1", "numbers": "", "unit": "1", "revision": "1"}
    assert browser.post(address, given).status_code == 302
    row.refresh_from_db()
    assert row.given.columns["amount"] == "Ausgezahlt"
    wrong = browser.post(address, {**given, "control_total": "viel", "revision": "2"})
    assert wrong.status_code == 200
    assert "Fehler" in wrong.content.decode()


def test_a_decision_holds_for_all_rows_of_a_kind(browser: Client, programme: Programme) -> None:
    lines = FIRST.splitlines(keepends=True)
    row = upload(browser, "".join([*lines[:3], lines[2]]))
    assert "Vernetzung" in browser.get(f"/ministry/imports/{row.pk}/doubts").content.decode()
    browser.post(
        f"/ministry/imports/{row.pk}/doubts", {"kind-duplicate": "keep", "category-0": "ziel", "revision": "1"}
    )
    row.refresh_from_db()
    assert (row.count("ready"), row.given.decisions["duplicate"]) == (3, "keep")


def test_a_refused_file_is_answered_in_the_form(browser: Client, programme: Programme) -> None:
    answer = browser.post(
        "/ministry/programmes/probe/imports/new",
        {"file": SimpleUploadedFile("bild.csv", b"\x89PNG\r\n\x1a\n" + b"0" * 99)},
    )
    assert answer.status_code == 200
    assert "PNG" in answer.content.decode()
    assert not GrantImport.objects.exists()


@pytest.mark.parametrize("number", [1, 50])
def test_pages_cost_the_same_for_one_row_and_fifty(
    browser: Client,
    programme: Programme,
    officer: Actor,
    number: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    lines = FIRST.splitlines(keepends=True)
    many = "".join(f"N-{n};Herford Nr. {n};P{n};10,00;;04.05.2009;\n" for n in range(number))
    row = begin(programme, officer, lines[0] + lines[1] + many)
    for address in (f"{row.pk}/", f"{row.pk}/rows", f"{row.pk}/places", f"{row.pk}/doubts"):
        with django_assert_max_num_queries(16):
            assert browser.get(f"/ministry/imports/{address}").status_code == 200
    with django_assert_max_num_queries(14):
        browser.get("/ministry/programmes/probe/imports/")


def test_a_newer_edition_shows_what_it_changes(browser: Client, programme: Programme, officer: Actor) -> None:
    loaded(programme, officer)
    row = upload(browser, SECOND, "liste neu.csv")
    page = browser.get(f"/ministry/imports/{row.pk}/").content.decode()
    assert "liste.csv" in page
    assert row.count("gone") == 1


def test_register_and_currency_are_asked_where_there_is_a_choice(browser: Client, programme: Programme) -> None:
    address = "/ministry/programmes/probe/imports/new"
    assert 'name="register"' not in browser.get(address).content.decode()
    assert (
        'name="register"' not in browser.get(f"/ministry/imports/{upload(browser, FIRST).pk}/reading").content.decode()
    )
    by = Actor.clock()
    abroad = create_register(code="ch", name="Schweiz", by=by, country="CH", language="de")
    towns = (MunicipalityRecord("351", "Bern"), MunicipalityRecord("2A004", "Genf"))
    import_edition(register=abroad, edition=Edition("ch", date(2024, 1, 1), "BFS", towns), by=by)
    assert 'name="register"' in browser.get(address).content.decode()
    swiss = "Gemeinde;Projekt;Beitrag bewilligt;Jahr\nBern;Netz;CHF 12'500.50;2019\nGenf;Ziel;CHF 1'000.00;2019\n"
    row = upload(browser, swiss, "schweiz.csv", register=str(abroad.pk), currency="chf")
    assert (row.register, row.given.currency, row.count("ready")) == (abroad, "CHF", 2)
    assert {each.place_key for each in row.rows.all()} == {"351", "2A004"}
    wrong = browser.post(
        address, {"file": SimpleUploadedFile("x.csv", swiss.encode()), "register": "99", "currency": "X"}
    )
    assert wrong.status_code == 200
    assert "drei Buchstaben" in wrong.content.decode()


def test_register_and_currency_can_be_changed_afterwards(browser: Client, programme: Programme) -> None:
    by = Actor.clock()
    abroad = create_register(code="ch", name="Schweiz", by=by, country="CH", language="de")
    towns = (MunicipalityRecord("351", "Bern"),)
    import_edition(register=abroad, edition=Edition("ch", date(2024, 1, 1), "BFS", towns), by=by)
    row = upload(browser, "Gemeinde;Projekt;Betrag bewilligt;Jahr\nStadt Bern;Netz;CHF 12'500.50;2019\n", "x.csv")
    assert row.count("ready") == 0
    given = {f"column-{name}": column for name, column in row.given.columns.items()}
    given |= {"header_line": "1", "numbers": "", "unit": "1", "revision": "1", "currency": "CHF"}
    browser.post(f"/ministry/imports/{row.pk}/reading", {**given, "register": str(abroad.pk)})
    row.refresh_from_db()
    assert (row.register, row.given.currency, row.count("ready")) == (abroad, "CHF", 1)
    assert row.rows.get().place_key == "351"
