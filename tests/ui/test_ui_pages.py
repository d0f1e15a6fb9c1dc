"""The frame of every page: policy, languages, theme, error pages."""

import re

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation
from django.views import defaults
from django.views.csrf import csrf_failure
from pytest_django import DjangoAssertNumQueries, Settings

from kommin.foundation.ui import navigation, theme
from kommin.foundation.ui.languages import RememberedLanguage, in_language


@pytest.fixture(autouse=True)
def _frame_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without what the rooms put into the header; their own tests see to that."""
    monkeypatch.setattr(navigation, "_entries", {})
    monkeypatch.setattr(navigation, "_slots", {})


@pytest.fixture
def demo(settings: Settings) -> None:
    settings.KOMMIN = settings.KOMMIN.model_copy(update={"demo": True})


def texts(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.django_db
def test_a_visitor_costs_the_frame_no_query_and_gets_no_cookie(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, demo: None
) -> None:
    client.get("/accounts/inactive/")  # what stands at its foot is kept from here on
    with django_assert_num_queries(0):
        answer = client.get("/accounts/inactive/")
    assert answer.status_code == 200
    assert not answer.cookies


@pytest.mark.django_db
def test_the_policy_forbids_everything_inline_and_the_page_has_nothing_of_it(client: Client, demo: None) -> None:
    answer = client.get("/styleguide/")
    policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert "unsafe" not in answer["Content-Security-Policy"]
    html = answer.content.decode()
    assert not re.search(r"<[^>]+\sstyle=", html)
    assert not re.search(r"<[^>]+\son[a-z]+=", html)
    assert not re.search(r"<style", html)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", html))
    addresses = re.findall(r'(?:src|href|action)="(https?://[^"]+)"', html)
    assert all(address.startswith("http://testserver/") for address in addresses), addresses


@pytest.mark.django_db
def test_the_style_guide_is_a_part_of_the_demonstration_only(client: Client, settings: Settings) -> None:
    settings.KOMMIN = settings.KOMMIN.model_copy(update={"demo": False})
    assert client.get("/styleguide/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "language", "heading"), [("/", "de", "Gestaltungsübersicht"), ("/en/", "en", "Style guide")]
)
def test_every_text_is_in_the_language_of_the_address(
    client: Client, demo: None, address: str, language: str, heading: str
) -> None:
    html = client.get(f"{address}styleguide/").content.decode()
    assert f'<html lang="{language}"' in html
    assert f"<h1>{heading}</h1>" in html
    assert re.search(r'rel="alternate" hreflang="en" href="http://testserver/en/styleguide/"', html)


@pytest.mark.django_db
def test_the_german_page_holds_no_english_sentence(client: Client, demo: None) -> None:
    german = texts(client.get("/styleguide/").content.decode())
    for word in (" the ", " and ", " please ", " with ", " your "):
        assert word not in german.lower(), german[max(0, german.lower().find(word) - 40) :][:100]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("start", "language", "end"),
    [
        ("/styleguide/", "en", "/en/styleguide/"),
        ("/en/styleguide/?q=K%C3%B6ln&page=2", "de", "/styleguide/?q=K%C3%B6ln&page=2"),
        ("/nirgends/", "en", "/en/nirgends/"),
        ("/en/nirgends/", "de", "/nirgends/"),
        ("/", "en", "/en/"),
    ],
)
def test_switching_the_language_stays_on_the_page(client: Client, start: str, language: str, end: str) -> None:
    prefix = "/en" if start.startswith("/en/") else ""
    answer = client.post(f"{prefix}/preferences/language", {"next": start, "language": language})
    assert answer.status_code == 302
    assert answer["Location"] == end
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == language


def test_an_english_link_is_translated_from_a_german_page_and_back() -> None:
    with translation.override("de"):
        assert in_language("/styleguide/", "en") == "/en/styleguide/"
    with translation.override("en"):
        assert in_language("/en/styleguide/", "de") == "/styleguide/"
        assert in_language("/english-course/", "de") == "/english-course/"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "", "\x00", "evil"]
)
@pytest.mark.parametrize(("switch", "choice"), [("language", "en"), ("theme", "dark")])
@pytest.mark.django_db
def test_switches_never_lead_to_another_house(client: Client, switch: str, choice: str, target: str) -> None:
    answer = client.post(f"/preferences/{switch}", {"next": target, switch: choice})
    assert answer["Location"] in {"/", "/en/"}


@pytest.mark.django_db
def test_unknown_choices_are_ignored(client: Client) -> None:
    assert client.post("/preferences/language", {"next": "/x", "language": "xx"})["Location"] == "/x"
    assert client.post("/preferences/theme", {"next": "/x", "theme": "pink"})["Location"] == "/x"
    assert not client.cookies
    assert client.get("/preferences/theme").status_code == 405


@pytest.mark.django_db
def test_a_theme_is_kept_and_forgotten_without_script(client: Client, demo: None) -> None:
    def root() -> str:
        found = re.search(r"<html[^>]*>", client.get("/styleguide/").content.decode())
        assert found
        return found.group()

    assert "data-kern-theme" not in root()
    client.post("/preferences/theme", {"next": "/", "theme": "dark"})
    assert 'data-kern-theme="dark"' in root()
    client.post("/preferences/theme", {"next": "/", "theme": "auto"})
    assert "data-kern-theme" not in root()
    client.cookies[theme.COOKIE] = '"><script>'
    assert "data-kern-theme" not in root()


@pytest.mark.parametrize(
    ("address", "cookie", "led_to"),
    [
        ("/", "en", "/en/"),
        ("/?q=1", "en", "/en/?q=1"),
        ("/", "de", ""),
        ("/", "xx", ""),
        ("/x", "en", ""),
        ("/en/", "de", ""),
    ],
)
def test_the_front_door_opens_in_the_language_chosen_last(
    rf: RequestFactory, address: str, cookie: str, led_to: str
) -> None:
    request = rf.get(address)
    request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = cookie
    answer = RememberedLanguage(lambda _: HttpResponse("page"))(request)
    assert answer.get("Location", "") == led_to


def test_the_page_for_faults_stands_without_gathered_static_files(rf: RequestFactory, settings: Settings) -> None:
    manifest = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    settings.STATIC_ROOT = "/nowhere/at/all"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": manifest}
    answer = defaults.server_error(rf.get("/"))
    assert answer.status_code == 500
    assert b'href="/static/ui/house.css"' in answer.content


def refusals() -> list[tuple[str, str, str]]:
    return [
        ("400", "Diese Anfrage war nicht zu verstehen", "This request could not be understood"),
        ("403", "Das dürfen Sie nicht", "You may not do this"),
        ("404", "Hier ist nichts zu finden", "Nothing to be found here"),
        ("500", "Hier ist etwas schiefgegangen", "Something went wrong here"),
        ("csrf", "Dieses Formular ist abgelaufen", "This form has expired"),
    ]


def refuse(request: HttpRequest, kind: str) -> HttpResponse:
    match kind:
        case "400":
            return defaults.bad_request(request, Exception())
        case "403":
            return defaults.permission_denied(request, Exception("geheim"))
        case "404":
            return defaults.page_not_found(request, Exception("geheim"))
        case "500":
            return defaults.server_error(request)
    return csrf_failure(request)


@pytest.mark.parametrize(("kind", "german", "english"), refusals())
@pytest.mark.parametrize("language", ["de", "en"])
def test_error_pages_need_no_database_and_say_what_to_do(
    rf: RequestFactory, kind: str, german: str, english: str, language: str
) -> None:
    with translation.override(language):
        answer = refuse(rf.get("/x"), kind)
    html = answer.content.decode()
    heading = german if language == "de" else english
    assert f"<h1>{heading}</h1>" in html
    assert f"<title>{heading} – KOMM-IN</title>" in html
    assert f'<html lang="{language}"' in html
    assert "geheim" not in html
    assert html.count("<p>") + html.count("<li>") >= 2
