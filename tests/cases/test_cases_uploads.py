"""Ten thousand files, misleading names and locked documents on the application's own page."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.town import Town, pdf
from files.samples import upload
from kommin.cases.content import OWNER
from kommin.cases.models import Application
from kommin.foundation.files.queries import files_of

MANY = 10_000
PART = '--xx\r\nContent-Disposition: form-data; name="{name}"; filename="a.txt"\r\n\r\na\r\n'


@pytest.mark.parametrize(("route", "more"), [("documents", []), ("save_section", ["goals"])])
def test_ten_thousand_files_get_a_sentence_and_nothing_is_taken(
    draft: Application, town: Town, route: str, more: list[str]
) -> None:
    body = PART.format(name="documents") * MANY + "--xx--\r\n"
    where = reverse(f"cases:{route}", args=[draft.number, *more])
    answer: Any = town.client().generic("POST", where, body, content_type="multipart/form-data; boundary=xx")
    assert answer.status_code == 302
    assert town.client().get(answer.url).status_code == 200
    assert not list(files_of(OWNER, draft.pk))


def test_the_sentence_names_the_limit(draft: Application, town: Town) -> None:
    client, where = town.client(), reverse("cases:documents", args=[draft.number])
    body = PART.format(name="documents") * 101 + "--xx--\r\n"
    client.generic("POST", where, body, content_type="multipart/form-data; boundary=xx")
    assert "Höchstens 100 können zusammen kommen. Keine wurde übernommen." in client.get(where).content.decode()


def test_the_page_still_wants_its_token(draft: Application, town: Town) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = town.client().cookies
    where = reverse("cases:documents", args=[draft.number])
    assert client.post(where, {"purpose": "other", "documents": [pdf()]}).status_code == 403
    assert not list(files_of(OWNER, draft.pk))


def test_a_name_that_misleads_and_an_empty_file_are_told(draft: Application, town: Town) -> None:
    where = reverse("cases:documents", args=[draft.number])
    files = [upload(b"MZ" + bytes(200), "Beschluss.pdf"), upload(b"", "leer.pdf"), pdf("../../gut.pdf")]
    page = town.client().post(where, {"purpose": "other", "documents": files}, follow=True).content.decode()
    assert "Beschluss.pdf: " in page
    assert "leer.pdf: " in page
    assert [stored.name for stored in files_of(OWNER, draft.pk)] == ["gut.pdf"]
