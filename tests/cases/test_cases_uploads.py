"""Bad files on the application's own pages: a sentence for each, and those that are good are taken all the same."""

import copy
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.town import QUESTIONS, Town, begin, new_questions, pdf
from files.samples import archive, open_document, png, upload
from files.samples import pdf as pdf_content
from kommin.cases.content import OWNER
from kommin.cases.models import Application
from kommin.foundation.files.queries import files_of
from kommin.programmes.models import Call

pytestmark = pytest.mark.once

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


BAD = {
    "Programm.exe": (b"MZ" + bytes(200), "Dateien dieser Art"),
    "Bericht.docm": (archive({"[Content_Types].xml": b"macroEnabled"}), "enthält Makros"),
    "Rechnung.exe.pdf": (b"MZ" + bytes(200), "Dateien dieser Art"),
    "Beschluss.pdf": (png(), "Der Name endet auf"),
    "leer.pdf": (b"", "Diese Datei ist leer."),
    "gross.pdf": (pdf_content() + bytes(1_100_000), "Diese Datei ist zu groß."),
    "gesperrt.pdf": (pdf_content("geheim"), "Dieses PDF ist mit einem Passwort geschützt."),
    "gesperrt.odt": (open_document(manifest=b"<m:encryption-data/>"), "ist mit einem Passwort geschützt."),
}
"""By name: the content, and the beginning of what the person reads."""


@pytest.fixture
def with_paper(town: Town, call: Call, settings: Any) -> Application:
    """A draft of a call that asks for files in one of its questions, in a house that takes one megabyte."""
    settings.KOMMIN = settings.KOMMIN.model_copy(update={"largest_upload_mb": 1})
    changed = copy.deepcopy(QUESTIONS)
    changed["sections"][0]["questions"].append(
        {"kind": "files", "key": "paper", "title": {"de": "Konzept"}, "types": ["pdf", "docx", "odt", "png"]}
    )
    new_questions(call, changed)
    return begin(town, call)


@pytest.mark.parametrize("by_question", [False, True], ids=["documents", "question"])
def test_each_bad_file_is_told_why_and_keeps_no_other_out(
    with_paper: Application, town: Town, by_question: bool
) -> None:
    files = [*(upload(content, name) for name, (content, _why) in BAD.items()), pdf("../../gut.pdf")]
    page = add(with_paper, town, files, by_question=by_question)
    for name, (_content, why) in BAD.items():
        told = page.split(f"{name}: ")[1].split("<")[0]
        assert why in told, name
    (taken,) = files_of(OWNER, with_paper.pk)
    assert taken.name == "gut.pdf"
    if by_question:
        assert values_of(with_paper)["aim"] == "Ziel"
        assert values_of(with_paper)["paper"] == [str(taken.public_id)]


@pytest.mark.both
@pytest.mark.parametrize("by_question", [False, True], ids=["documents", "question"])
def test_a_form_with_files_that_is_sent_twice_adds_them_once(
    with_paper: Application, town: Town, by_question: bool
) -> None:
    for _press in range(2):
        add(with_paper, town, [pdf("eins.pdf"), pdf("zwei.pdf")], by_question=by_question)
    assert [stored.name for stored in files_of(OWNER, with_paper.pk)] == ["eins.pdf", "zwei.pdf"]


def test_a_file_taken_out_of_an_answer_is_not_handed_in(with_paper: Application, town: Town) -> None:
    add(with_paper, town, [pdf("eins.pdf"), pdf("zwei.pdf")], by_question=True)
    _first, second = values_of(with_paper)["paper"]
    add(with_paper, town, [], by_question=True, keep=[second])
    assert [str(stored.public_id) for stored in files_of(OWNER, with_paper.pk)] == [second]


def test_a_file_removed_among_the_documents_leaves_its_answer(with_paper: Application, town: Town) -> None:
    add(with_paper, town, [pdf("eins.pdf")], by_question=True)
    (stored,) = files_of(OWNER, with_paper.pk)
    town.client().post(reverse("cases:remove_document", args=[with_paper.number, stored.public_id]))
    assert "paper" not in values_of(with_paper)
    page = town.client().get(reverse("cases:section", args=[with_paper.number, "goals"]) + "?check=1").content.decode()
    assert "Eine Datei ist nicht mehr da" not in page
    assert values_of(with_paper)["aim"] == "Ziel"


def add(draft: Application, town: Town, files: list[Any], *, by_question: bool, keep: list[str] | None = None) -> str:
    """Send files by the page of documents or by a question; the page that follows."""
    where = reverse("cases:documents", args=[draft.number])
    form: dict[str, Any] = {"purpose": "other", "documents": files}
    if by_question:
        where = reverse("cases:save_section", args=[draft.number, "goals"])
        form = {"seen": str(draft.sheet.revision), "page": "a" * 16, "q-section": "goals", "q-asked": ["aim", "paper"],
                "q-aim": "Ziel", "q-paper-upload": files, "q-paper-keep": keep or []}  # fmt: skip
    answer = town.client().post(where, form, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def values_of(draft: Application) -> Any:
    return Application.objects.get(pk=draft.pk).sheet.values
