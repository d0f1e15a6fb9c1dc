"""Pages kept for visitors: fast, never of yesterday, never of what is no longer or not yet public."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kommin.portal import changes
from kommin.portal.finding import keeping
from kommin.portal.models import Change, PressRelease, StandardPage
from portal import making
from portal.test_portal_pages import text_of

pytestmark = [pytest.mark.usefixtures("fresh_database"), pytest.mark.both]


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_a_kept_page_costs_one_short_query_until_something_changes(client: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(keeping.keeping, "LATELY", 0)
    release = making.make_release("Vorher")
    making.make_release("Andere")
    for address in (release.url, "/presse/", "/", "/presse/atom.xml"):
        made = queries_of(client, address)
        assert queries_of(client, address) == 1 < made
    first = client.get(release.url)
    assert client.get(release.url, headers={"If-None-Match": first["ETag"]}).status_code == 304
    release.title = "Nachher"
    release.save_revision().publish()
    again = client.get(release.url, headers={"If-None-Match": first["ETag"]})
    assert "Nachher" in text_of(again)
    assert "Nachher" in text_of(client.get("/presse/"))
    assert "Nachher" in client.get("/presse/atom.xml").content.decode()


def test_visitors_see_changes_of_the_process_at_once_and_of_others_a_moment_later(
    client: Client, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(keeping.keeping, "LATELY", 3600)
    release = making.make_release("Vorher")
    client.get(release.url)
    assert queries_of(client, release.url) == 0
    release.title = "Von hier"
    release.save_revision().publish()
    assert "Von hier" in text_of(client.get(release.url))
    Change.objects.bulk_create([Change()])  # past the signals, as another process writes
    PressRelease.objects.filter(pk=release.pk).update(title="Von anderswo")
    assert "Von hier" in text_of(client.get(release.url))
    signed_in = Client()
    signed_in.cookies["sessionid"] = "somebody"
    assert "Von anderswo" in text_of(signed_in.get(release.url))
    monkeypatch.setattr(keeping.keeping, "LATELY", 0)
    assert "Von anderswo" in text_of(client.get(release.url))


def test_what_is_withdrawn_or_deleted_is_gone_for_the_next_reader(client: Client):
    release, other = making.make_release("Zurückgezogen"), making.make_release("Gelöscht")
    places = ["/", "/presse/", "/presse/2010/", "/presse/atom.xml", "/sitemap.xml"]
    for address in (*places, release.url, other.url):
        client.get(address)
    release.unpublish()
    assert client.get(release.url).status_code == 404
    PressRelease.objects.get(pk=other.pk).delete()
    assert client.get(other.url).status_code == 404
    for address in places:
        html = client.get(address).content.decode()
        assert "Zurückgezogen" not in html, address
        assert "Gelöscht" not in html, address
        assert "zuruckgezogen" not in html, address


def test_what_was_taken_back_is_noted_again(client: Client):
    making.make_release("Eine")
    before = changes.edition()
    with transaction.atomic():
        try:
            with transaction.atomic():
                changes.note()
                raise ValueError
        except ValueError:
            changes.note()
        changes.note()
        number = Change.objects.count()
    assert changes.edition() != before
    assert Change.objects.count() == number
    with transaction.atomic():
        changes.note()
    assert Change.objects.count() == number + 1


def test_sweeping_never_brings_an_earlier_state_back():
    changes.note()
    changes.note()
    seen = {changes.edition()}
    Change.objects.update(at="2020-01-01T00:00Z")
    changes.sweep()
    assert Change.objects.count() == 1
    assert changes.edition() not in seen


def test_junk_cannot_fill_the_memory_and_nothing_personal_is_kept(client: Client, monkeypatch: pytest.MonkeyPatch):
    release = making.make_release("Eine", topics=[making.make_topic("Wohnen")])
    client.get("/presse/")
    client.get(release.url)
    kept = len(keeping.store)
    for number in range(8):
        client.get(f"/presse/?junk={number}")
        client.get(f"/presse/?page={number + 2}")
        client.get(f"/presse/?topic=t{number}")
        client.get(f"{release.url}?x={number}")
        client.get(f"/presse/{2030 + number}/nichts/")
        client.get(f"/suche/?q=wort{number}")
    assert len(keeping.store) == kept
    client.cookies["sessionid"] = "ended"
    assert "ETag" not in client.get(release.url)


def test_old_addresses_lead_to_where_a_page_is_now(client: Client):
    page = making.put(making.home(), StandardPage(title="Kontakt", slug="kontakt"))
    page.slug = "ansprechpartner"
    page.save_revision().publish()
    release = making.make_release("Eins")
    release.slug = "eins-neu"
    release.save_revision().publish()
    release.date = date(2011, 1, 5)
    release.save_revision().publish()
    for old, new in (
        ("/kontakt/", "/ansprechpartner/"), ("/presse/2010/eins/", "/presse/2011/eins-neu/"),
        ("/presse/2010/eins-neu/", "/presse/2011/eins-neu/"),
    ):  # fmt: skip
        answer = client.get(old)
        assert answer.status_code == 301, old
        assert answer["Location"].endswith(new)
        assert client.get(new).status_code == 200
