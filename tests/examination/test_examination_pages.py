"""The page of a case and the pages below it: who sees what, what comes next, and what it costs."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.town import Town, pdf
from examination.cases_in_hand import Authority, bare_case
from examination.submitted import AIM, ask, case_again
from kommin.cases.actions import withdraw_application
from kommin.cases.models import Case, Partner, PartnerState, Stage, Supplement
from kommin.decisions.models import Decision, DecisionStep
from kommin.examination.actions.answering import hand_in_answer, save_answer
from kommin.examination.actions.checking import accept_fine, finish_check
from kommin.examination.actions.messaging import send_message, write_note
from kommin.examination.models import (
    AmountJudgement,
    CheckStep,
    Extension,
    Finding,
    InformationRequest,
    Message,
    Note,
    RequestedItem,
    Scorer,
    ScoreSheet,
    Side,
)
from kommin.foundation.audit.models import Record
from kommin.people.models import Deputyship, Kind, Membership, Role, User
from kommin.people.models.dated import today
from kommin.people.standing import SESSION_KEY

pytestmark = pytest.mark.django_db
MOST_QUERIES = 20


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def page(client: Client, case: Case, rest: str = "") -> str:
    answer = client.get(f"/cases/{case.number}/{rest}")
    assert answer.status_code == 200, (rest, answer.status_code)
    return answer.content.decode()


def test_both_sides_share_one_page_and_each_sees_its_own(case: Case, authority: Authority, town: Town) -> None:
    write_note(case=case, text="Nur für uns.", once="a", by=authority.caseworker)
    accept_fine(case=case, by=authority.caseworker)
    finish_check(case=case, complete=True, reason="", by=authority.caseworker)
    inside, outside = page(authority.client(Role.CASEWORKER), case), page(town.client(), case)
    assert "Nur für uns." in inside
    assert "Nur für uns." not in outside
    for part in ('id="check"', 'id="notes"'):
        assert part in inside
        assert part not in outside
    for part in ('id="figures"', 'id="documents"', 'id="messages"', 'id="people"', 'id="history"'):
        assert part in inside
        assert part in outside
    assert "Bewertung" in inside
    assert "Wird geprüft" in outside, "a town does not read where its case stands in the ranking"
    assert town.client().get(f"/cases/{case.number}/notes/").status_code == 404
    assert town.client().get(f"/cases/{case.number}/check/").status_code == 404


def test_the_next_step_is_a_button_at_the_top(case: Case, authority: Authority, town: Town) -> None:
    worker = authority.client(Role.CASEWORKER)
    assert "Mit der Vollständigkeitsprüfung beginnen" in page(worker, case)
    request = ask(case, authority.caseworker, AIM)
    own = page(town.client(), case)
    assert own.index("Nachforderung beantworten") < own.index('id="figures"')
    assert f'href="/cases/{case.number}/requests/1/answer/"' in own
    assert "Mit der Vollständigkeitsprüfung beginnen" not in page(worker, case)
    past = today() - timedelta(days=1)
    InformationRequest.objects.filter(pk=request.pk).update(due_on=past, first_due_on=past)
    assert "Keine Antwort bis zum Tag der Frist" in page(worker, case)
    save_answer(request=request, fields={"aim": "neu"}, seen=0, by=town.editor)
    hand_in_answer(request=request, received=timezone.now(), by=town.signatory)
    assert "Antwort der Kommune ansehen" in page(worker, case)
    assert "nach Ablauf der Frist" in page(worker, case)


def test_opening_the_page_marks_messages_as_read(case: Case, authority: Authority, town: Town) -> None:
    send_message(case=case, side=Side.APPLICANT, text="Eine Frage.", once="a", by=town.editor)
    court = Authority("Rechnungshof", Kind.COURT_OF_AUDIT)
    for reader in (court.client(Role.AUDITOR), town.client(), authority.client(Role.PAYMENT_OFFICER)):
        assert "Eine Frage." in page(reader, case)
    assert case_again(case).unread_authority == 1, "others reading along does not count"
    opened = page(authority.client(Role.CASEWORKER), case)
    assert "Eine neue Nachricht lesen" in opened
    assert case_again(case).unread_authority == 0
    assert "Eine neue Nachricht lesen" not in page(authority.client(Role.CASEWORKER), case)
    assert "gelesen von" in page(town.client(), case)


def test_a_deputy_takes_over(case: Case, authority: Authority) -> None:
    place = Membership.objects.get(person=authority.user(Role.CASEWORKER))
    deputy = authority.user(Role.PAYMENT_OFFICER)
    standing = Deputyship.objects.create(membership=place, deputy=deputy, valid_until=today())
    client = authority.client(Role.PAYMENT_OFFICER)
    refused = client.post(f"/cases/{case.number}/check/", {"fine": "1"})
    assert refused.status_code == 403
    session = client.session
    session[SESSION_KEY] = f"d{standing.pk}"
    session.save()
    assert client.post(f"/cases/{case.number}/check/", {"fine": "1"}).status_code == 302
    record = Record.objects.get(action="examination.items_judged")
    assert (record.actor_id, record.deputising_for) == (deputy.pk, place.person.name)


def test_a_withdrawn_case_says_so_and_refuses(case: Case, authority: Authority, town: Town) -> None:
    ask(case, authority.caseworker, AIM)
    withdraw_application(application=case.application, reason="Kein Geld.", by=town.signatory)  # type: ignore[arg-type]
    for reader in (authority.client(Role.CASEWORKER), town.client()):
        shown = page(reader, case)
        assert "Der Antrag wurde zurückgezogen" in shown
        assert "Kein Geld." in shown
        assert "weggefallen" in shown
        assert "Nachforderung beantworten" not in shown
    client = authority.client(Role.CASEWORKER)
    answer = client.post(f"/cases/{case.number}/check/", {"fine": "1"}, follow=True)
    assert "Die Kommune hat diesen Antrag zurückgezogen" in answer.content.decode()


def test_the_whole_request_in_the_browser(case: Case, authority: Authority, town: Town) -> None:
    worker = authority.client(Role.CASEWORKER)
    base = f"/cases/{case.number}/"
    posted = {"item": AIM, f"verdict-{AIM}": "unclear", f"note-{AIM}": "Wie viele?", f"seen-{AIM}": "0", "request": "1"}
    assert worker.post(f"{base}check/", posted)["Location"] == f"{base}requests/new/"
    form = page(worker, case, "requests/new/")
    assert "Was geht an wen" in form
    assert town.users[Role.SIGNATORY].name in form
    letter = {"item": AIM, f"verdict-{AIM}": "unclear", f"note-{AIM}": "Wie viele?", "due_on": "01.12.2099",
              "text": "Bitte ergänzen.", "once": "abc", "extra": "", "extra_note": ""}  # fmt: skip
    preview = worker.post(f"{base}requests/new/", {**letter, "preview": "1"}).content.decode()
    assert "Es wurde noch nichts gesendet." in preview
    assert not InformationRequest.objects.exists()
    sent = worker.post(f"{base}requests/new/", {**letter, "send": "1"})
    assert sent["Location"] == f"{base}requests/1/"
    assert worker.post(f"{base}requests/new/", {**letter, "send": "1"})["Location"] == f"{base}requests/1/"
    assert InformationRequest.objects.count() == 1
    own = town.client(Role.SIGNATORY)
    asked = page(own, case, "requests/1/answer/")
    assert 'name="q-aim"' in asked
    assert 'name="q-known"' not in asked, "only what was asked for"
    answer = {"q-asked": ["aim", "known"], "q-aim": "Zwölf Brücken.", "q-known": "no", "seen": "0", "next": "1"}
    assert own.post(f"{base}requests/1/answer/", answer)["Location"] == f"{base}requests/1/answer/hand-in/"
    before = page(own, case, "requests/1/answer/hand-in/")
    assert "Wir bauen Brücken." in before
    assert "Zwölf Brücken." in before
    assert own.post(f"{base}requests/1/answer/hand-in/").status_code == 302
    content = Supplement.objects.get().content["values"]
    assert (content["aim"], content["known"]) == ("Zwölf Brücken.", True)
    read = page(worker, case, "application/")
    assert "Seit der Einreichung geändert" in read
    assert worker.get(f"{base}application.pdf").content[:4] == b"%PDF"


def test_files_of_an_answer_in_the_browser(case: Case, authority: Authority, town: Town) -> None:
    document = f"document-{case.call.documents.get().pk}"  # type: ignore[union-attr]
    ask(case, authority.caseworker, document)
    own, address = town.client(), f"/cases/{case.number}/requests/1/answer/"
    own.post(address, {f"file-{document}": [pdf("neu.pdf")], "seen": "0"})
    shown = page(own, case, "requests/1/answer/")
    assert "neu.pdf" in shown
    assert "neu.pdf" not in page(authority.client(Role.CASEWORKER), case)


def test_a_message_with_a_bad_file_keeps_its_text(case: Case, town: Town) -> None:
    own, address = town.client(), f"/cases/{case.number}/messages/"
    form = {"text": "Anbei der Plan.", "once": "a", "uploads": [pdf("brief.docx")]}
    answer = own.post(address, form)
    assert answer.status_code == 422
    assert "Anbei der Plan." in answer.content.decode()
    own.post(address, {"text": "Anbei der Plan.", "once": "a", "uploads": [pdf()]})
    own.post(address, {"text": "Anbei der Plan.", "once": "a", "uploads": [pdf()]})
    assert Message.objects.count() == 1


def test_partners_read_along_but_do_not_write(case: Case, authority: Authority, town: Town) -> None:
    partner = Town("Partnerstadt", "05112000")
    Partner.objects.create(
        application=case.application, organisation=partner.organisation, key="05112000", name="Partnerstadt",
        state=PartnerState.CONSENTED,
    )  # fmt: skip
    ask(case, authority.caseworker, AIM)
    client = partner.client()
    assert "/answer/" not in page(client, case)
    assert client.get(f"/cases/{case.number}/requests/1/answer/").status_code == 403
    assert client.post(f"/cases/{case.number}/messages/", {"text": "x", "once": "a"}).status_code == 403


def test_a_grant_of_earlier_years_has_a_page_too(authority: Authority, case: Case) -> None:
    old = bare_case(case.programme, authority.organisation, stage=Stage.DECIDED, granted="1000.00")
    client = authority.client(Role.CASEWORKER)
    shown = page(client, old)
    assert 'id="check"' not in shown
    for rest in ("application/", "check/", "requests/new/"):
        assert client.get(f"/cases/{old.number}/{rest}").status_code == 404


def _crowd(case: Case, count: int) -> None:
    """So many rows of everything that the page tells of, written straight into the database."""
    now, day = timezone.now(), today()
    first = Note.objects.count()
    person = User.objects.get_or_create(email="frueher@example.org", defaults={"name": "x"})[0]
    for number in range(first, first + count):
        at = now + timedelta(seconds=number)
        Message.objects.create(case=case, side="applicant", text=f"m{number}", once=f"c{number}", at=at, by_name="x")
        Note.objects.create(case=case, text=f"n{number}", once=f"c{number}", at=at, by_name="x")
        Finding.objects.create(case=case, item=f"question-{number}", verdict="accepted", by_name="x")
        CheckStep.objects.create(case=case, kind="reopened", reason="x", by_name="x")
        request = InformationRequest.objects.create(
            case=case, round=number + 10, state="withdrawn", withdrawn_at=at, withdrawn_reason="x", text="x",
            due_on=day + timedelta(days=1),
            first_due_on=day, once=f"r{number}", by_name="x", by_house="x",
        )  # fmt: skip
        RequestedItem.objects.create(request=request, item=AIM, titles={"de": "x", "en": "x"}, verdict="missing")
        Extension.objects.create(request=request, before=day, after=day + timedelta(days=1), by_name="x")
        AmountJudgement.objects.create(
            case=case, number=number + 1, content_digest="", version=1, regime="x", lines=[], applied=1, eligible=1,
            amount=1, years={}, by_name="x",
        )  # fmt: skip
        scorer = Scorer.objects.create(case=case, person=person, name="x", assigned_by_name="x", ended_at=at)
        ScoreSheet.objects.create(
            scorer=scorer, case=case, criteria=[], digest="0" * 64, total=1, handed_in_at=at, handed_in_by_name="x"
        )
        decision = Decision.objects.create(
            case=case, kind="early_start", state="discarded", authority_id=case.authority_id, drafted_by_name="x"
        )
        for kind in ("drafted", "discarded"):
            DecisionStep.objects.create(decision=decision, kind=kind, revision=1, by_name="x")


def _cost(get: Callable[[], Any]) -> int:
    get()
    with CaptureQueriesContext(connection) as asked:
        assert get().status_code == 200
    return len(asked)


@pytest.mark.parametrize("rest", ["", "messages/", "notes/", "check/", "application/", "requests/1/"])
def test_a_page_costs_the_same_with_one_and_fifty(case: Case, authority: Authority, town: Town, rest: str) -> None:
    request = ask(case, authority.caseworker, AIM)
    save_answer(request=request, fields={"aim": "neu"}, seen=0, by=town.editor)
    hand_in_answer(request=InformationRequest.objects.select_related("case").get(), received=timezone.now(),
                   by=town.signatory)  # fmt: skip
    send_message(case=case, side=Side.APPLICANT, text="mit Datei", once="f", by=town.editor, uploads=[pdf()])
    client = authority.client(Role.CASEWORKER)
    address = f"/cases/{case.number}/{rest}"
    _crowd(case, 1)
    one = _cost(lambda: client.get(address))
    _crowd(case, 49)
    fifty = _cost(lambda: client.get(address))
    assert fifty <= one
    if not rest:
        assert fifty <= MOST_QUERIES
        shown = client.get(address).content.decode()
        assert shown.count("Früher") >= 1, "the latest events are shown, the others unfold"


def test_a_decided_case_costs_no_more(case: Case, town: Town, authority: Authority) -> None:
    old = bare_case(case.programme, authority.organisation, town=town, stage=Stage.DECIDED, granted="1000.00")
    _crowd(old, 2)
    for house, role in ((authority, Role.HEAD), (Authority("Rechnungshof", Kind.COURT_OF_AUDIT), Role.AUDITOR)):
        client = house.client(role)
        assert _cost(lambda client=client: client.get(f"/cases/{old.number}/")) <= MOST_QUERIES
    own = town.client()
    assert _cost(lambda: own.get(f"/cases/{old.number}/")) <= MOST_QUERIES
