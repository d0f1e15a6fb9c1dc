"""An authority writes its letters in the browser: versions, preview, and letters that never change."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from decisions.granting import Land, drafted, letters_by, released, years
from decisions.letters import flat, squeezed, text_of
from kommin.decisions import actions
from kommin.decisions.errors import DecisionError
from kommin.decisions.letters import shipped
from kommin.decisions.letters.errors import StaleTextsError, WrongTextsError
from kommin.decisions.letters.head import Court, Letterhead
from kommin.decisions.letters.making import make_letter
from kommin.decisions.letters.wording import head_in_use, texts_in_use
from kommin.decisions.models import Decision, DecisionDocument, DecisionState, Kind, LetterHead, LetterText
from kommin.foundation.access import NotAllowed
from kommin.foundation.audit.models import Record
from kommin.people.models import ConflictOfInterest, Ground, Role

AWARD = {key: text.text for key, text in shipped.texts("award").items()}
HEAD = Letterhead("Dezernat 36", "Seibertzstraße 1", "59821", "Arnsberg", "02931 82-0")


@pytest.fixture(autouse=True)
def _letters() -> Iterator[None]:
    with letters_by(make_letter):
        yield


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def save(land: Land, base: int = 0, **blocks: str) -> LetterText | None:
    return actions.save_texts(
        authority=land.authority.organisation, kind="award", blocks={**AWARD, **blocks}, base=base,
        by=land.authority.head,
    )  # fmt: skip


def address(land: Land, name: str, *more: Any) -> str:
    return reverse(f"decisions:{name}", args=[land.authority.organisation.pk, *more])


def test_each_saving_is_a_version_and_the_latest_is_used(land: Land) -> None:
    house = land.authority.organisation
    assert texts_in_use(house.pk, "award").number == 0
    first = save(land, closing="Viele Grüße")
    second = save(land, base=1, closing="Beste Grüße")
    assert first is not None
    assert second is not None
    assert (first.number, second.number) == (1, 2)
    assert texts_in_use(house.pk, "award").blocks["closing"] == "Beste Grüße"
    assert texts_in_use(house.pk, "refusal").number == 0
    assert save(land, base=2, closing="Beste Grüße\r\n\r\n") is None, "nothing new"
    records = Record.objects.filter(action="decisions.letter_texts_saved")
    assert records.count() == 2


def test_an_earlier_version_is_used_again_as_a_new_one(land: Land) -> None:
    house, by = land.authority.organisation, land.authority.head
    for base, words in enumerate(("Eins", "Zwei", "Drei")):
        save(land, base=base, closing=words)
    again = actions.restore_texts(authority=house, kind="award", number=1, base=3, by=by)
    assert again is not None
    assert (again.number, again.blocks["closing"]) == (4, "Eins")
    assert [row.blocks["closing"] for row in LetterText.objects.order_by("number")] == ["Eins", "Zwei", "Drei", "Eins"]
    actions.restore_texts(authority=house, kind="award", number=0, base=4, by=by)
    assert texts_in_use(house.pk, "award").blocks == AWARD
    with pytest.raises(DecisionError, match="9"):
        actions.restore_texts(authority=house, kind="award", number=9, base=5, by=by)


def test_two_who_save_at_once_do_not_overwrite_each_other(land: Land) -> None:
    save(land, closing="Zuerst")
    with pytest.raises(StaleTextsError) as told:
        save(land, base=0, closing="Später")
    assert told.value.number == 1
    assert LetterText.objects.count() == 1


def test_versions_cannot_be_changed_or_deleted(land: Land) -> None:
    row = save(land, closing="Zuerst")
    assert row is not None
    for attempt in (lambda: LetterText.objects.update(number=9), row.delete):
        with pytest.raises(Exception, match=r"append-only|refuse"), transaction.atomic():
            attempt()


def test_a_wrong_text_is_found_at_saving(land: Land) -> None:
    with pytest.raises(WrongTextsError) as told:
        save(land, opening="Guten Tag {{ betrga }}", closing="😀")
    assert set(told.value.problems) == {"opening"}
    with pytest.raises(WrongTextsError) as told:
        save(land, closing="Grüße 😀")
    assert "😀" in told.value.problems["closing"][0]
    assert not LetterText.objects.exists()


def test_only_the_head_of_the_authority_writes(land: Land) -> None:
    house = land.authority.organisation
    for by in (land.authority.caseworker, land.town.signatory):
        with pytest.raises(NotAllowed):
            actions.save_texts(authority=house, kind="award", blocks=AWARD, base=0, by=by)
        with pytest.raises(NotAllowed):
            actions.save_head(authority=house, base=0, head=HEAD, by=by)


def test_the_head_and_the_courts_are_versions_too(land: Land) -> None:
    house, by = land.authority.organisation, land.authority.head
    actions.save_head(authority=house, base=0, head=HEAD, by=by)
    courts = [Court("Verwaltungsgericht Neustadt", "Platz 1", "11111", "Neustadt", ("05111",))]
    actions.save_head(authority=house, base=1, courts=courts, by=by)
    in_use = head_in_use(house.pk, str(house))
    assert (in_use.number, in_use.head, list(in_use.courts)) == (2, HEAD, courts)
    for bad in ([], [*courts, Court("Zweites", "", "", "Ort", ("05111",))]):
        with pytest.raises(DecisionError):
            actions.save_head(authority=house, base=2, courts=bad, by=by)
    with pytest.raises(StaleTextsError):
        actions.save_head(authority=house, base=1, head=HEAD, by=by)
    assert LetterHead.objects.count() == 2


def test_a_released_letter_never_changes(land: Land) -> None:
    save(land, closing="Mit Grüßen der ersten Fassung")
    decision = released(land.case(), land.authority, years(y2026="40000", y2027="10000"))
    document = DecisionDocument.objects.get(decision=decision)
    before = bytes(document.content)
    text = text_of(before)
    assert "Mit Grüßen der ersten Fassung" in text
    assert "50.000,00 Euro" in text
    assert "fünfzigtausend Euro" in text
    assert squeezed(str(decision.number)) in squeezed(text)
    assert decision.content["letter"]["texts_version"] == 1
    assert document.template.startswith("texts 1")

    save(land, base=1, closing="Mit Grüßen der zweiten Fassung")
    actions.save_head(authority=land.authority.organisation, base=0, head=HEAD, by=land.authority.head)
    fresh = Decision.objects.get(pk=decision.pk)
    assert make_letter(fresh).content == before, "made again from what was frozen: the same to the last byte"
    later = released(land.case(applied="1000"), land.authority, years(y2026="1000"))
    assert "zweiten Fassung" in text_of(bytes(later.document.content))
    assert "Seibertzstraße 1" in text_of(bytes(later.document.content))


def test_without_a_court_nothing_is_released(land: Land) -> None:
    courts = [Court("Verwaltungsgericht Anderswo", "", "", "Anderswo", ("09",))]
    actions.save_head(authority=land.authority.organisation, base=0, courts=courts, by=land.authority.head)
    with pytest.raises(DecisionError, match="05111000"):
        released(land.case(), land.authority, years(y2026="40000"), Kind.PARTIAL)
    assert not DecisionDocument.objects.exists()
    assert not Decision.objects.filter(state=DecisionState.RELEASED).exists()


def test_texts_are_edited_seen_and_saved_on_the_page(land: Land) -> None:
    client = land.authority.client(Role.HEAD)
    page = client.get(address(land, "letter_edit", "award"))
    assert page.status_code == 200
    assert "{{ betrag_in_worten }}" in page.content.decode()
    form = {**AWARD, "base": "0", "note": "Anrede", "opening": "Guten Tag,\n\n**wichtig**"}

    seen = client.post(address(land, "letter_edit", "award"), {**form, "show": "1"})
    assert "<strong>wichtig</strong>" in seen.content.decode()
    pdf = client.post(address(land, "letter_edit", "award"), {**form, "pdf": "1"})
    assert pdf["Content-Type"] == "application/pdf"
    assert "Guten Tag, wichtig" in text_of(pdf.content)
    assert not LetterText.objects.exists()

    saved = client.post(address(land, "letter_edit", "award"), {**form, "save": "1"}, follow=True)
    assert LetterText.objects.get().note == "Anrede"
    assert "Fassung 1" in saved.content.decode()

    wrong = client.post(address(land, "letter_edit", "award"), {**form, "base": "1", "title": "{{ x", "save": "1"})
    assert wrong.status_code == 422
    assert "Guten Tag" in wrong.content.decode(), "what was typed is still there"


def test_who_was_too_slow_is_told_and_saves_on_top(land: Land) -> None:
    client = land.authority.client(Role.HEAD)
    save(land, closing="Von nebenan")
    form = {**AWARD, "base": "0", "closing": "Von mir", "save": "1"}
    told = client.post(address(land, "letter_edit", "award"), form)
    assert told.status_code == 422
    assert 'name="base" value="1"' in told.content.decode()
    client.post(address(land, "letter_edit", "award"), {**form, "base": "1"})
    assert texts_in_use(land.authority.organisation.pk, "award").blocks["closing"] == "Von mir"


def test_versions_are_compared_and_restored_on_the_page(land: Land) -> None:
    client = land.authority.client(Role.HEAD)
    save(land, closing="Mit roten Grüßen")
    save(land, base=1, closing="Mit grünen Grüßen")
    page = client.get(address(land, "letter_version", "award", 1)).content.decode()
    assert "roten" in page
    assert "grünen" in page
    assert client.get(address(land, "letter_version", "award", 0)).status_code == 200
    assert client.get(address(land, "letter_version", "award", 7)).status_code == 404
    client.post(address(land, "letter_restore", "award", 1), {"base": "2"})
    assert texts_in_use(land.authority.organisation.pk, "award").number == 3
    refused = client.post(address(land, "letter_restore", "award", 0), {"base": "x"}, follow=True)
    assert refused.status_code == 200
    assert LetterText.objects.count() == 3


def test_a_letter_is_seen_with_a_draft_before_it_is_released(land: Land) -> None:
    case = land.case()
    draft = drafted(case, land.authority.caseworker, years(y2026="12345.67"))
    client = land.authority.client(Role.CASEWORKER)
    page = client.get(address(land, "letter_texts", "award"), {"draft": draft.pk}).content.decode()
    assert "12.345,67" in page
    pdf = client.get(address(land, "letter_preview", "award"), {"draft": draft.pk})
    text = text_of(pdf.content)
    assert "zwölftausenddreihundertfünfundvierzig Euro und siebenundsechzig Cent" in text
    assert all("Entwurf" in flat(one.extract_text()) for one in PdfReader(io.BytesIO(pdf.content)).pages)
    assert not DecisionDocument.objects.exists()


def test_a_draft_about_a_town_one_is_biased_for_is_not_offered(land: Land) -> None:
    draft = drafted(land.case(), land.authority.caseworker, years(y2026="12345.67"))
    head, key = land.authority.user(Role.HEAD), draft.case.applicant_key
    ConflictOfInterest.objects.create(
        person=head, municipality_key=key, municipality_name="x", ground=Ground.ORGAN, declared_by=head
    )
    page = land.authority.client(Role.HEAD).get(address(land, "letter_texts", "award"), {"draft": draft.pk})
    assert "12.345,67" not in page.content.decode()
    assert draft.case.number not in page.content.decode()


def test_address_and_courts_are_edited_on_the_page(land: Land) -> None:
    client = land.authority.client(Role.HEAD)
    head = {"base": "0", "street": "Hauptstraße 1", "postcode": "58000", "town": "Neustadt", "email": "amt@example.org"}
    assert client.post(address(land, "letter_head"), {**head, "postcode": "!"}).status_code == 422
    assert client.post(address(land, "letter_head"), head).status_code == 302
    page = client.get(address(land, "letter_courts")).content.decode()
    assert "Verwaltungsgericht Gelsenkirchen" in page
    rows = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "base": "1", "form-1-name": ""}
    court = {"form-0-name": "Gericht", "form-0-town": "Ort", "form-0-keys": "05, 06"}
    assert client.post(address(land, "letter_courts"), {**rows, **court, "form-0-town": ""}).status_code == 422
    assert client.post(address(land, "letter_courts"), {**rows, **court, "form-0-keys": "05;?"}).status_code == 422
    assert client.post(address(land, "letter_courts"), rows).status_code == 422
    assert client.post(address(land, "letter_courts"), {**rows, **court}).status_code == 302
    in_use = head_in_use(land.authority.organisation.pk, "")
    assert (in_use.head.street, in_use.courts[0].keys) == ("Hauptstraße 1", ("05", "06"))
    assert "Hauptstraße 1" in client.get(address(land, "letters_of")).content.decode()


def test_readers_see_everything_and_no_button(land: Land) -> None:
    client = land.authority.client(Role.CASEWORKER)
    for name, *more in (("letters_of",), ("letter_texts", "change"), ("letter_head",), ("letter_courts",)):
        page = client.get(address(land, name, *more))
        assert page.status_code == 200
        assert "/edit/" not in page.content.decode()
    assert client.get(address(land, "letter_texts", "nonsense")).status_code == 404
    assert client.post(address(land, "letter_head"), {}).status_code == 403


def test_the_overview_costs_the_same_however_many_versions_there_are(land: Land) -> None:
    client = land.authority.client(Role.HEAD)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(land, "letters_of")).status_code == 200
            assert client.get(address(land, "letter_texts", "award")).status_code == 200
        return len(queries)

    count()
    save(land, closing="0")
    first = count()
    by, house = land.authority.head, land.authority.organisation
    LetterText.objects.bulk_create(
        LetterText(
            authority=house, kind="award", number=number, blocks={**AWARD, "closing": str(number)}, made_by_name=str(by)
        )
        for number in range(2, 52)
    )
    assert count() <= first + 1  # the pages of the list are counted


def test_one_number_once(land: Land) -> None:
    save(land, closing="0")
    with pytest.raises(IntegrityError), transaction.atomic():
        LetterText.objects.create(
            authority=land.authority.organisation, kind=Kind.AWARD, number=1, blocks={}, made_by_name="x"
        )
