"""Between the languages of a page: search engines are told of true translations only, the switch leads to them."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from kommin.portal.models import StandardPage
from portal import making

pytestmark = [pytest.mark.once, pytest.mark.django_db]
ALTERNATE = re.compile(r'<link rel="alternate" hreflang="(\w+)" href="http://testserver([^"]+)">')


def alternates(client: Client, address: str) -> dict[str, str]:
    return dict(ALTERNATE.findall(client.get(address).content.decode()))


def test_translations_are_named_with_their_own_addresses(client: Client) -> None:
    german = making.put(making.home(), StandardPage(title="Kontakt", slug="kontakt"))
    english = StandardPage(title="Contact", slug="contact", translation_key=german.translation_key)
    making.put(making.home("en"), english)
    both = {"de": "/kontakt/", "en": "/en/contact/"}
    assert alternates(client, "/kontakt/") == both
    assert alternates(client, "/en/contact/") == both
    switched = client.post(reverse("ui:language"), {"language": "en", "next": "/kontakt/"}, follow=True)
    assert switched.redirect_chain[-1][0] == "/en/contact/"


def test_a_page_in_one_language_names_no_other_and_says_so_in_the_other_interface(client: Client) -> None:
    making.put(making.home(), StandardPage(title="Nur deutsch", slug="nur-deutsch"))
    assert alternates(client, "/nur-deutsch/") == {"de": "/nur-deutsch/"}
    english = client.get("/en/nur-deutsch/").content.decode()
    assert "This page is only there in this language" in english
    assert '<main id="content" class="" tabindex="-1" lang="de" dir="ltr">' in english


def test_a_page_in_a_further_language_claims_to_be_neither_german_nor_english(client: Client) -> None:
    making.put(making.home(), StandardPage(title="مرحبا", slug="marhaba", text_language="ar"))
    assert alternates(client, "/marhaba/") == {}
    assert 'lang="ar" dir="rtl"' in client.get("/marhaba/").content.decode()


def test_pages_of_the_house_are_there_in_both_languages(client: Client) -> None:
    assert alternates(client, "/presse/2010/") == {"de": "/presse/2010/", "en": "/en/presse/2010/"}
