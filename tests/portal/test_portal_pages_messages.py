"""Writing to the house: it arrives, and only there; machines are held back; nothing typed is lost."""

from typing import Any

import pytest
from django.core import mail as sent_mails
from django.test import Client
from django.urls import reverse

from kommin.foundation.notices.models import Mail
from kommin.foundation.notices.writing import compose
from kommin.portal.forms import messages as form_module
from kommin.portal.models import ContactEntry, ContactPage, StandardPage
from portal import making

pytestmark = [pytest.mark.once, pytest.mark.django_db]
WORDS = "Auf der Karte fehlt ein Text.\nKönnen Sie das ändern?"


@pytest.fixture
def page() -> StandardPage:
    contact = making.make_contact(office="Barrierefreiheit", person="", email="barrierefreiheit@example.org")
    return making.put(making.home(), StandardPage(title="Erklärung", slug="erklaerung", form_contact=contact))


def address(page: Any) -> str:
    return reverse("portal:message", args=[page.pk])


def typed(monkeypatch: pytest.MonkeyPatch, *, seconds: int = 60, **fields: str) -> dict[str, str]:
    """What a browser sends of a form that was drawn some seconds ago."""
    moment = form_module.time()
    with monkeypatch.context() as then:
        then.setattr(form_module, "time", lambda: moment - seconds)
        stamp = form_module.stamp()
    return {"text": WORDS, "stamp": stamp, **fields}


def test_a_message_goes_to_the_contact_and_to_nobody_else(page: StandardPage, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = Client(enforce_csrf_checks=True)
    data = typed(monkeypatch, name="Kim\r\nBcc: alle@example.org", email="kim@example.org", about="/programm/")
    answer = browser.post(address(page), data)
    assert (answer.status_code, answer["Location"]) == (302, reverse("portal:message_sent", args=[page.pk]))
    assert browser.get(answer["Location"]).status_code == 200
    mail = Mail.objects.get()
    message = compose(mail, name="")
    assert message.to == ["barrierefreiheit@example.org"]
    assert (message.cc, message.bcc) == ([], [])
    header = message.message().as_string().partition("\n\n")[0]
    assert "kim@" not in header
    assert "alle@" not in header
    assert "Können Sie das ändern?" in message.body
    assert "kim@example.org" in message.body
    assert "/erklaerung/" in message.body
    assert sent_mails.outbox == []  # it waits for the worker, and is gone with a transaction that fails


def test_neither_the_page_nor_the_form_needs_a_cookie(page: StandardPage, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = Client(enforce_csrf_checks=True)
    shown = browser.get("/erklaerung/")
    assert address(page) in shown.content.decode()
    for answer in (shown, browser.get(address(page)), browser.post(address(page), typed(monkeypatch))):
        assert not answer.cookies
    assert Mail.objects.count() == 1


@pytest.mark.parametrize(
    ("seconds", "fields"),
    [
        (60, {"website": "https://example.org/"}),
        (1, {}),
        (90_000, {}),
        (60, {"stamp": "made:up"}),
        (60, {"email": "kein-at"}),
        (60, {"text": "x" * 5001}),
    ],
    ids=["trap", "too fast", "too old", "forged", "no address", "too long"],
)
def test_what_is_held_back_is_told_and_keeps_what_was_typed(
    page: StandardPage, monkeypatch: pytest.MonkeyPatch, client: Client, seconds: int, fields: dict[str, str]
) -> None:
    data = typed(monkeypatch, seconds=seconds, name="Kim Beispiel", **fields)
    answer = client.post(address(page), data)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'role="alert"' in text
    assert "Kim Beispiel" in text
    assert data["text"].splitlines()[-1] in text
    assert not Mail.objects.exists()


@pytest.mark.parametrize("fields", [{"website": "https://example.org/"}, {"stamp": "made:up"}], ids=["trap", "forged"])
def test_sending_it_once_more_is_enough(
    page: StandardPage, monkeypatch: pytest.MonkeyPatch, client: Client, fields: dict[str, str]
) -> None:
    refused = client.post(address(page), typed(monkeypatch, **fields))
    form = refused.context["form"]
    again = {name: form[name].value() or "" for name in form.fields if name != "website"}
    moment = form_module.time()
    monkeypatch.setattr(form_module, "time", lambda: moment + 30)
    assert client.post(address(page), again).status_code == 302
    assert Mail.objects.count() == 1


def test_a_second_click_sends_nothing_twice(
    page: StandardPage, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    data = typed(monkeypatch)
    assert [client.post(address(page), data).status_code for _ in range(2)] == [302, 302]
    assert Mail.objects.count() == 1


def test_many_messages_from_one_place_are_held_back_with_their_words(
    page: StandardPage, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    answers = [client.post(address(page), typed(monkeypatch, text=f"Nachricht {number}")) for number in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "Nachricht 5" in answers[-1].content.decode()
    assert Mail.objects.count() == 5


def test_a_page_of_contacts_lets_choose_among_those_with_mail(monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    first = making.make_contact(person="Erste", email="erste@example.org")
    second = making.make_contact(person="Zweite", email="zweite@example.org")
    silent = making.make_contact(person="Ohne Mail")
    page = ContactPage(title="Kontakte", slug="kontakte")
    page.entries = [ContactEntry(contact=each) for each in (first, second, silent)]
    page = making.put(making.home(), page)
    options = dict(client.get(address(page)).context["form"].fields["to"].choices)
    assert set(options) == {"", str(first.pk), str(second.pk)}
    for chosen in (str(second.pk), ""):
        assert client.post(address(page), typed(monkeypatch, to=chosen)).status_code == 302
    assert client.post(address(page), typed(monkeypatch, to=str(silent.pk))).status_code == 422
    assert sorted(Mail.objects.values_list("to", flat=True)) == ["erste@example.org", "zweite@example.org"]


def test_pages_without_form_and_drafts_take_no_message(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    contact = making.make_contact(email="presse@example.org")
    plain = making.put(making.home(), StandardPage(title="Ohne", slug="ohne"))
    draft = making.put(making.home(), StandardPage(title="Entwurf", slug="entwurf", form_contact=contact), live=False)
    for page in (plain, draft):
        assert client.get(address(page)).status_code == 404
        assert client.post(address(page), typed(monkeypatch)).status_code == 404
        assert client.get(reverse("portal:message_sent", args=[page.pk])).status_code == 404
    assert not Mail.objects.exists()
