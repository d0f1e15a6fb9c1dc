"""How readers find releases and pages: archive, search, related releases, feeds, what pages say of themselves, PDF."""

import io
import json
import re
from contextlib import closing
from datetime import date
from typing import Any

import pytest
from django.test import Client
from lxml import etree
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Locale

from balance.grants import grant, make_programme
from kommin.balance.actions.rolling import rebuild
from kommin.foundation.search.rebuilding import rebuild as rebuild_index
from kommin.foundation.search.sources import sources
from kommin.portal import alike
from kommin.portal.finding.indexing import PAGE, RELEASE
from kommin.portal.models import AlikeReleases, PressPhoto, PressRelease, RelatedRelease, StandardPage
from portal import making
from portal.test_portal_pages import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ATOM = "{http://www.w3.org/2005/Atom}"


def titles(client: Client, query: str) -> list[str]:
    """The titles of all hits, as they are shown."""
    html = client.get("/suche/", {"q": query}).content.decode()
    found = re.findall(r'<h3 class="release-item__title"><a href="[^"]*">(.*?)</a>', html)
    return [re.sub("<[^>]+>", "", title) for title in found]


def test_the_archive_is_narrowed_by_year_topic_sender_and_programme_with_counts(client: Client):
    wohnen, bildung, sender, programme = (
        making.make_topic("Wohnen"), making.make_topic("Bildung"), making.make_sender(), make_programme(),
    )  # fmt: skip
    making.make_release("Eins", date=date(2009, 5, 4), topics=[wohnen], sender=sender)
    making.make_release("Zwei", date=date(2010, 5, 4), topics=[wohnen, bildung], programme=programme)
    making.make_release("Drei", date=date(2010, 6, 4), topics=[bildung])
    making.make_release("Geheim", date=date(2010, 6, 4), topics=[bildung], live=False)
    answer = client.get("/presse/2010/?topic=wohnen")
    assert [one.title for one in answer.context["releases"].object_list] == ["Zwei"]
    topics = next(facet for facet in answer.context["facets"] if facet["name"] == "topic")
    assert [(one["label"], one["count"]) for one in topics["choices"]] == [("Bildung", 2), ("Wohnen", 1)]
    assert [(one["year"], one["count"]) for one in answer.context["years"]] == [(2010, 1), (2009, 1)]
    assert [one.title for one in client.get(f"/presse/?sender={sender.pk}").context["releases"].object_list] == ["Eins"]
    listed = client.get(f"/presse/?programme={programme.slug}").context["releases"].object_list
    assert [one.title for one in listed] == ["Zwei"]


def test_an_address_of_the_archive_says_the_same_in_one_way_only(client: Client):
    making.make_release(topics=[making.make_topic("Wohnen")])
    assert client.get("/presse/?junk=1&topic=wohnen&page=1")["Location"] == "/presse/?topic=wohnen"
    assert client.get("/presse/?topic=erfunden").status_code == 404
    assert client.get("/presse/?page=7").status_code == 404
    assert client.get("/presse/2010/eine-mitteilung/?utm=x")["Location"] == "/presse/2010/eine-mitteilung/"


def test_one_field_finds_releases_pages_projects_and_municipalities(register: None, client: Client):
    programme = make_programme()
    grant(programme, number="P-1", title="Lotsinnen für Köln")
    rebuild(programme=programme)
    making.make_release("Minister besucht Köln", lead="Die Häuser der Nachbarschaft öffnen.")
    making.put(making.home(), StandardPage(title="Anfahrt nach Köln", slug="anfahrt"))
    answer = client.get("/suche/?q=K%C3%B6ln")
    assert {group.kind for group in answer.context["groups"]} == {"releases", "pages", "projects", "places"}
    assert "<mark>Köln</mark>" in answer.content.decode()
    [project] = next(group.lines for group in answer.context["groups"] if group.kind == "projects")
    assert str(project.snippet).endswith(" · P-1"), "whose it is and when, not the words of all languages"
    assert titles(client, "koeln haus") == ["Minister besucht Köln"], "forms and spellings of a word meet"
    assert "<mark>Häuser</mark>" in client.get("/suche/?q=Haus").content.decode()
    for group in answer.context["groups"]:
        for line in group.lines:
            assert client.get(line.href).status_code == 200, line.href
    assert titles(client, "Quastenflosser") == []


def test_how_a_text_is_shown_is_no_word_of_it(client: Client):
    heading = {"type": "heading", "value": {"text": "Ein Blick zurück", "level": "2"}}
    making.make_release("Bilanz", body=json.dumps([heading]))
    assert titles(client, "Blick") == ["Bilanz"]
    assert titles(client, "Überschrift") == []


def test_only_what_is_published_is_found(client: Client):
    release = making.make_release("Geheimrat", live=False)
    assert titles(client, "Geheimrat") == []
    release.save_revision().publish()
    assert titles(client, "Geheimrat") == ["Geheimrat"]
    release.refresh_from_db()
    release.title = "Umbenannt"
    draft = release.save_revision()
    assert titles(client, "Umbenannt") == []
    draft.publish()
    assert titles(client, "Umbenannt") == ["Umbenannt"]
    assert titles(client, "Geheimrat") == []
    PressRelease.objects.filter(pk=release.pk).update(live=False)
    assert titles(client, "Umbenannt") == [], "what is not live is not shown, whatever the index holds"
    PressRelease.objects.filter(pk=release.pk).update(live=True)
    PressRelease.objects.get(pk=release.pk).unpublish()
    assert titles(client, "Umbenannt") == []
    release = making.make_release("Kurzlebig")
    release.delete()
    assert titles(client, "Kurzlebig") == []


def test_readers_of_english_find_each_text_once(client: Client):
    german = making.make_release("Zebrastreifen", lead="Auf Deutsch")
    assert "Zebrastreifen" in text_of(client.get("/en/suche/?q=Zebrastreifen"))
    english = german.copy_for_translation(Locale.objects.get(language_code="en"))
    english.title, english.slug = "Zebra crossing", "zebra-crossing"
    revision = english.save_revision()
    assert "Auf Deutsch" in text_of(client.get("/en/suche/?q=Zebra")), "a draft is no version"
    revision.publish()
    words = text_of(client.get("/en/suche/?q=Zebra"))
    assert "Zebra crossing" in words
    assert "Zebrastreifen" not in words
    type(english).objects.get(pk=english.pk).unpublish()
    assert "Zebrastreifen" in text_of(client.get("/en/suche/?q=Zebra"))


def test_a_rebuilt_index_is_the_one_that_publishing_wrote(client: Client):
    making.make_release("Rückblick", lead="Bilanz")
    making.put(making.home(), StandardPage(title="Rückfragen", slug="rueckfragen"))
    before = titles(client, "Rück")
    for kind in (RELEASE, PAGE):
        rebuild_index(sources[kind])
    assert sorted(titles(client, "Rück")) == sorted(before) == ["Rückblick", "Rückfragen"]


def test_a_search_costs_the_same_for_one_and_for_many(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
):
    making.make_release("Mitteilung")
    making.put(making.home(), StandardPage(title="Mitteilung", slug="seite"))
    client.get("/suche/?q=Mitteilung")
    with django_assert_num_queries(18):
        client.get("/suche/?q=Mitteilung")
    for number in range(12):
        making.make_release(f"Mitteilung {number}")
    with django_assert_num_queries(18):
        client.get("/suche/?q=Mitteilung")


@pytest.mark.parametrize("query", ["", "   ", "\0", '"', "%", "<script>alert(1)</script>", "OR AND NOT *", "x" * 5000])
def test_any_text_is_a_search(client: Client, query: str):
    answer = client.get("/suche/", {"q": query}, follow=True)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_related_releases_are_hand_picked_first_then_found_and_none_twice(client: Client):
    topic = making.make_topic("Wohnen")
    picked, of_topic, hidden = (
        making.make_release("Ausgesucht", topics=[topic]), making.make_release("Vom Thema", topics=[topic]),
        making.make_release("Zurückgezogen", topics=[topic]),
    )  # fmt: skip
    for number in range(25):
        making.make_release(f"Ganz anderes {number}", lead=f"Sport und Wetter {number}")
    text = "Sprachmittlerinnen begleiten Familien zum Kinderarzt"
    worded = making.make_release("Vom Wortlaut", lead=text, date=date(2006, 1, 1))
    release = making.make_release("Diese", lead=text, topics=[topic], parts={"related": [RelatedRelease(other=picked)]})
    hidden.unpublish()
    answer = client.get(release.url)
    related = [one.title for one in answer.context["related"]]
    assert related[0] == "Ausgesucht"
    assert {"Vom Thema", "Vom Wortlaut"} <= set(related)
    assert len(related) == len(set(related))
    further = [one.title for one in answer.context["further"]]
    assert further
    assert not {"Diese", "Zurückgezogen", *related} & set(further)
    assert not {"Diese", "Zurückgezogen"} & set(related)
    assert worded.pk != release.pk
    assert of_topic.live


def _alike(release: PressRelease) -> list[int]:
    return AlikeReleases.objects.get(release=release).others


def test_what_is_alike_is_found_at_publication_and_looked_for_again_by_the_clock(client: Client):
    text = "Sprachmittlerinnen begleiten Familien zum Kinderarzt"
    for number in range(25):
        making.make_release(f"Ganz anderes {number}", lead=f"Sport und Wetter {number}", date=date(2008, 1, 1))
    first = making.make_release("Die erste", lead=text, date=date(2006, 1, 1))
    second = making.make_release("Die zweite", lead=text, date=date(2007, 1, 1))
    assert _alike(second)[0] == first.pk
    assert second.pk not in _alike(first)
    alike.keep_up(most=50)
    assert _alike(first)[0] == second.pk
    assert alike.keep_up(most=50) == 0
    assert "Die zweite" in [one.title for one in client.get(first.url).context["related"]]
    second.unpublish()
    assert "Die zweite" not in client.get(first.url).content.decode()


def test_old_releases_nobody_has_compared_are_compared_a_few_at_a_time(client: Client):
    text = "Sprachmittlerinnen begleiten Familien zum Kinderarzt"
    made = [making.make_release(f"Mitteilung {number}", lead=text) for number in range(5)]
    AlikeReleases.objects.all().delete()
    assert client.get(made[0].url).context["related"]
    assert [alike.keep_up(most=2) for _tick in range(4)] == [2, 2, 1, 0]
    AlikeReleases.objects.filter(release=made[0]).update(looked_at="2020-01-01T00:00Z")
    assert alike.keep_up(most=2) == 1


def entries(answer: Any) -> tuple[Any, list[Any]]:
    feed = etree.fromstring(answer.content)
    assert feed.tag == f"{ATOM}feed"
    return feed, feed.findall(f"{ATOM}entry")


def test_feeds_of_all_of_a_topic_and_of_a_sender_keep_the_rules_of_atom(client: Client):
    topic, sender = making.make_topic("Wohnen"), making.make_sender()
    release = making.make_release("Eins & <b>Zwei</b>", topics=[topic], sender=sender)
    making.make_release("Anderes")
    making.make_release("Geheim", live=False, topics=[topic])
    feed, found = entries(client.get("/presse/atom.xml"))
    assert len(found) == 2
    for each in (feed, *found):
        for needed in ("id", "title", "updated"):
            assert len(each.findall(ATOM + needed)) == 1, needed
        assert each.findall(f"{ATOM}author/{ATOM}name")
    assert {link.get("rel") for link in feed.findall(f"{ATOM}link")} == {"alternate", "self"}
    answer = client.get("/presse/themen/wohnen/atom.xml")
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    _feed, (entry,) = entries(answer)
    assert entry.findtext(f"{ATOM}title") == "Eins & <b>Zwei</b>"
    assert entry.findtext(f"{ATOM}id").endswith(f",2005:/p/{release.pk}")
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Ministerium für Probe"
    _feed, (entry,) = entries(client.get(f"/presse/absender/{sender.pk}/atom.xml"))
    before = (entry.findtext(f"{ATOM}id"), entry.findtext(f"{ATOM}updated"))
    release.slug = "anders"
    release.save_revision().publish()
    _feed, (entry,) = entries(client.get(f"/presse/absender/{sender.pk}/atom.xml"))
    assert entry.findtext(f"{ATOM}id") == before[0]
    assert entry.findtext(f"{ATOM}updated") > before[1]
    assert client.get("/presse/themen/erfunden/atom.xml").status_code == 404
    assert client.get("/presse/absender/987654/atom.xml").status_code == 404


def test_a_feed_without_releases_is_valid_and_stays_the_same(client: Client):
    first = client.get("/presse/atom.xml").content
    assert entries(client.get("/presse/atom.xml"))[1] == []
    assert client.get("/presse/atom.xml").content == first


def test_the_sitemap_names_published_pages_with_their_languages(client: Client):
    german = making.make_release("Eins")
    english = german.copy_for_translation(Locale.objects.get(language_code="en"))
    english.title, english.slug = "One", "one"
    english.save_revision().publish()
    making.make_release("Geheim", live=False)
    map_of_pages = etree.fromstring(client.get("/sitemap.xml").content)
    addresses = map_of_pages.xpath("//*[local-name()='loc']/text()")
    assert any(each.endswith("/presse/2010/eins/") for each in addresses)
    assert not any("geheim" in each for each in addresses)
    link = map_of_pages.xpath("//*[local-name()='link' and @hreflang='en']/@href")
    assert any(each.endswith("/en/presse/2010/one/") for each in link)


def test_a_release_tells_search_engines_and_link_previews_what_it_is(client: Client):
    release = making.make_release(
        "Ende </script><script>alert(1)</script>", slug="ende", sender=making.make_sender(),
        parts={"photos": [PressPhoto(image=making.make_image())]},
    )  # fmt: skip
    html = client.get(release.url).content.decode()
    assert "<script>alert" not in html
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1])
    assert (data["@type"], data["headline"]) == ("NewsArticle", "Ende </script><script>alert(1)</script>")
    assert data["publisher"]["name"] == "Ministerium für Probe"
    picture = re.search(r'property="og:image" content="https?://[^/]+([^"]+)"', html)[1]
    with closing(client.get(picture)) as shown:
        assert shown["Content-Type"] == "image/jpeg"
    assert 'type="application/atom+xml"' in html


def test_a_release_is_an_accessible_pdf_with_its_photos_and_their_words(register: None, client: Client):
    release = making.make_full_release()
    answer = client.get(release.url.rstrip("/") + ".pdf")
    assert answer["Content-Type"] == "application/pdf"
    read = PdfReader(io.BytesIO(answer.content))
    words = " ".join(" ".join(page.extract_text() for page in read.pages).split())
    for expected in (
        "Fachtagung in Bochum", "Das Ministerium für Probe teilt mit:", "Nachdruck", "„Das ist gelungen.“", "4711",
        "Weitermachen", "Voller Saal", "Zahlen nach Jahren", "Paula Probe", "Ida Erfunden", "Die Zahl war falsch.",
    ):  # fmt: skip
        assert expected in words, expected
    assert "Menschen auf einer Bühne".encode("utf-16-be") in answer.content or b"/Alt" in answer.content
    assert "/StructTreeRoot" in read.trailer["/Root"]
    draft = making.make_release("Geheim", live=False)
    assert client.get(f"/presse/2010/{draft.slug}.pdf").status_code == 404
