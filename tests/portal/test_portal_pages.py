"""What visitors see of a release, the archive, the front door and the editors' other pages."""

import io
import json
import re
import zipfile
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Locale

from balance.grants import grant, make_programme
from kommin.portal.models import (
    ContactEntry,
    ContactPage,
    DownloadsPage,
    GoodPracticeIndexPage,
    GoodPracticeMaterial,
    GoodPracticePage,
    HomeTopic,
    ProgrammeStoryPage,
    StandardPage,
)
from portal import making

pytestmark = [pytest.mark.django_db, pytest.mark.both]

NOTHING_REMEMBERED = 22
"""What a release with every block may ask at most: within the transaction of a test no read is kept from before."""


def text_of(answer: object) -> str:
    """The words of a page, without tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def test_a_release_shows_every_block_it_has(register: None, client: Client):
    release = making.make_full_release()
    assert release.url == "/presse/2010/fachtagung-bochum/"
    answer = client.get(release.url)
    assert answer.status_code == 200
    words = text_of(answer)
    for expected in (
        "Integration", "Fachtagung in Bochum", "Bilanz und Ausblick", "Bochum, 27.10.2010", "Alle waren da.",
        "Das Ministerium für Probe teilt mit:", "Nachdruck", "Was geschah", "Das ist gelungen.", "Mina Muster",
        "4711", "Menschen im Saal", "Weitermachen", "Voller Saal", "Zahlen nach Jahren", "87", "Paula Probe",
        "0211 123-45", "presse@example.org", "Die Fachtagung", "Ida Erfunden", "Frei für die Presse", "Bilanz",
        "Textdatei", "Deutsch", "barrierefrei", "Fachstelle", "Bildung", "Probe",
        "Lotsinnen für Köln", "Köln", "Rhein-Sieg-Kreis", "Ausgesucht", "Korrigiert am 02.11.2010",
        "Die Zahl war falsch.", "/p/",
    ):  # fmt: skip
        assert expected in words, expected
    html = answer.content.decode()
    assert 'alt="Menschen auf einer Bühne"' in html
    assert "<svg" in html, "the map"


def test_a_block_without_content_is_not_shown(client: Client):
    words = text_of(client.get(making.make_release(lead="").url))
    for absent in ("Pressekontakt", "Pressefotos", "Downloads", "Links zum Thema", "Themen", "Programm ", "Vorhaben"):
        assert absent not in words, absent


def test_a_release_costs_a_bounded_number_of_queries(
    register: None, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
):
    release = making.make_full_release()
    for number in range(12):
        making.make_release(f"Weitere {number}", topics=[]).topics.set(release.topics.all())
    client.get(release.url)
    with django_assert_max_num_queries(NOTHING_REMEMBERED):
        client.get(release.url)


def test_the_archive_costs_the_same_for_one_and_for_many(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
):
    making.make_release("Die erste")
    client.get("/presse/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/presse/")
    assert len(asked) < 20
    for number in range(30):
        making.make_release(f"Mitteilung {number}")
    with django_assert_num_queries(len(asked)):
        answer = client.get("/presse/")
    assert len(answer.context["releases"].object_list) == 20


def test_the_archive_lists_by_day_and_year_and_hides_drafts(client: Client):
    making.make_release("Von früher", date=date(2007, 3, 1))
    making.make_release("Von neulich", date=date(2011, 3, 1))
    making.make_release("Noch geheim", live=False)
    words = text_of(client.get("/presse/"))
    assert words.index("Von neulich") < words.index("Von früher")
    assert "Noch geheim" not in words
    in_2007 = text_of(client.get("/presse/2007/"))
    assert "Von früher" in in_2007
    assert "Von neulich" not in in_2007


def test_an_address_that_nobody_knows_costs_little(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
):
    client.get("/presse/")
    with django_assert_max_num_queries(7):
        answer = client.get("/gibt-es/hier/nicht/")
    assert answer.status_code == 404
    assert not answer.cookies


def test_drafts_answer_404_at_every_address(client: Client):
    draft = making.make_release("Noch geheim", live=False)
    assert client.get(f"/presse/2010/{draft.slug}/").status_code == 404
    assert client.get(f"/p/{draft.pk}/").status_code == 404


def test_the_short_address_follows_a_release_when_its_day_and_name_change(client: Client):
    release = making.make_release()
    release.date, release.slug = date(2011, 1, 5), "neuer-name"
    release.save_revision().publish()
    release.refresh_from_db()
    assert release.url == "/presse/2011/neuer-name/"
    assert client.get(release.short_address)["Location"] == "/presse/2011/neuer-name/"
    assert client.get("/presse/2011/neuer-name/").status_code == 200


def test_the_sender_has_the_name_of_that_day():
    sender = making.make_sender()
    assert making.make_release(sender=sender).opening == "Das Ministerium für Probe teilt mit:"
    assert making.make_release("Später", sender=sender, date=date(2012, 1, 1)).opening == (
        "Das Ministerium für Neues teilt mit:"
    )


def test_readers_of_english_get_the_translation_and_otherwise_the_german_text(client: Client):
    german = making.make_release("Nur auf Deutsch")
    answer = client.get(f"/en{german.url}")
    assert answer.status_code == 200
    assert '<html lang="en"' in answer.content.decode()
    assert re.search(r'<main[^>]* lang="de"', answer.content.decode())
    english = german.copy_for_translation(Locale.objects.get(language_code="en"))
    english.title, english.slug = "In English", "in-english"
    english.save_revision().publish()
    assert client.get(f"/en{german.url}")["Location"] == "/en/presse/2010/in-english/"
    assert "In English" in text_of(client.get("/en/presse/2010/in-english/"))
    in_archive = text_of(client.get("/en/presse/"))
    assert "In English" in in_archive
    assert "Nur auf Deutsch" not in in_archive
    assert "In English" not in text_of(client.get("/presse/"))


def test_a_page_in_arabic_is_written_from_the_right_inside_a_house_in_the_readers_language(client: Client):
    about = making.put(making.home(), StandardPage(title="Über uns", slug="ueber-uns"))
    arabic = StandardPage(title="عن البرنامج", slug="arabisch", text_language="ar", says_the_same_as=about)
    making.put(making.home(), arabic)
    html = client.get("/arabisch/").content.decode()
    assert '<html lang="de"' in html
    assert re.search(r'<main[^>]* lang="ar" dir="rtl"', html)
    assert '<html lang="en"' in client.get("/en/arabisch/").content.decode()
    assert 'href="/arabisch/" hreflang="ar"' in client.get("/ueber-uns/").content.decode()


def test_the_front_door_is_there_without_any_page_and_shows_what_the_editors_choose(client: Client):
    making.home("de").delete()
    assert client.get("/").status_code == 200
    english = making.home("en")
    assert "Latest news" not in text_of(client.get("/en/"))
    making.make_release("Fresh from the press", language="en")
    english.welcome = "Welcome, all of you"
    english.save_revision().publish()
    words = text_of(client.get("/en/"))
    assert "Welcome, all of you" in words
    assert "Fresh from the press" in words
    assert "Compute what the law says" in words


def test_the_front_door_shows_topics_and_a_programme(client: Client):
    home = making.home()
    story = making.put(home, ProgrammeStoryPage(title="Wie es begann", slug="geschichte", programme=make_programme()))
    home.topics, home.programme_story = [HomeTopic(topic=making.make_topic("Wohnen"))], story
    home.save_revision().publish()
    words = text_of(client.get("/"))
    assert "Wohnen" in words
    assert "Wie es begann" in words


def test_a_programmes_story_has_live_figures_and_a_map(register: None, client: Client):
    programme = make_programme()
    grant(programme, number="P-7", amount=25_000)
    body = '[{"type": "live_figures", "value": {"as_of": null}}, {"type": "live_map", "value": {"title": "Wo"}}]'
    story = ProgrammeStoryPage(title="Geschichte", slug="geschichte", programme=programme, body=body)
    making.put(making.home(), story)
    answer = client.get("/geschichte/")
    assert "25.000,00" in text_of(answer)
    assert "<svg" in answer.content.decode()
    grant(programme, number="P-8", amount=5_000)
    assert "30.000,00" in text_of(client.get("/geschichte/"))


def test_good_practice_says_what_worked_and_what_did_not(register: None, client: Client):
    index = making.put(making.home(), GoodPracticeIndexPage(title="Gute Praxis", slug="praxis"))
    paragraph = '[{"type": "paragraph", "value": "<p>%s</p>"}]'
    example = GoodPracticePage(
        title="Lotsinnen", slug="lotsinnen", problem="Wie finden Eltern die Schule?", municipality="05315000",
        block=make_programme().blocks.first(), done=paragraph % "Lotsinnen", worked=paragraph % "Vertrauen",
        did_not_work=paragraph % "Flyer", contact=making.make_contact(), topics=[making.make_topic()],
    )  # fmt: skip
    example.material = [GoodPracticeMaterial(document=making.make_document("Leitfaden"))]
    making.put(index, example)
    assert "Wie finden Eltern" in text_of(client.get("/praxis/"))
    words = text_of(client.get("/praxis/lotsinnen/"))
    for expected in ("Köln", "Vernetzung", "Vertrauen", "Flyer", "Leitfaden", "Paula Probe", "Bildung"):
        assert expected in words, expected
    assert "Lotsinnen" in text_of(client.get("/themen/bildung/"))


def test_standing_pages_stand_in_the_footer_of_every_page(client: Client):
    video = making.make_document("Gebärden", "gebaerden.mp4", b"\0\0\0\x18ftypmp42")
    words = {"title": "Das Programm", "video": video.pk, "sign_language": True, "transcript": "<p>In Worten</p>"}
    body = json.dumps([{"type": "video", "value": words}])
    making.put(making.home(), StandardPage(title="Leichte Sprache", slug="leicht", purpose="easy", body=body))
    contacts = ContactPage(title="Kontakt", slug="kontakt", purpose="contact")
    contacts.entries = [ContactEntry(contact=making.make_contact())]
    making.put(making.home(), contacts)
    downloads = '[{"type": "downloads", "value": {"title": "Berichte", "downloads": [{"document": %d, "title": ""}]}}]'
    document = making.make_document("Jahresbericht")
    making.put(making.home(), DownloadsPage(title="Downloads", slug="downloads", body=downloads % document.pk))
    words = text_of(client.get("/presse/"))
    assert words.index("Kontakt") < words.index("Leichte Sprache")
    easy = client.get("/leicht/")
    assert "In Worten" in text_of(easy)
    assert f'<source src="{video.url}" type="video/mp4">' in easy.content.decode()
    assert "Paula Probe" in text_of(client.get("/kontakt/"))
    assert "Jahresbericht" in text_of(client.get("/downloads/"))


def test_all_free_photos_come_as_one_archive_with_their_words(client: Client):
    photo, guest = making.make_image("Bühne frei", free_for_press=True), making.make_image("Gast")
    release = making.make_release(parts={"photos": [making.PressPhoto(image=photo), making.PressPhoto(image=guest)]})
    answer = client.get(f"/medien/fotos/{release.pk}.zip")
    packed = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert packed.namelist() == ["01-buhne-frei.png", "01-buhne-frei.txt"]
    assert packed.read("01-buhne-frei.png") == making.picture()
    assert "Ida Erfunden" in packed.read("01-buhne-frei.txt").decode()
