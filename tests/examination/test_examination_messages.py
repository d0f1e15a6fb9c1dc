"""Messages between both sides, read marks, notes that stay inside, mails that say nothing."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from cases.town import Town, pdf
from examination.cases_in_hand import Authority
from examination.submitted import case_again
from files.samples import upload
from kommin.cases.content import OWNER
from kommin.cases.models import Case, Partner, PartnerState
from kommin.examination.actions.messaging import mark_read, send_message, write_note
from kommin.examination.errors import ExaminationError
from kommin.examination.models import Message, Note, Side
from kommin.foundation.access import NotAllowed
from kommin.foundation.audit.models import Record
from kommin.foundation.files.models import StoredFile
from kommin.foundation.files.owners import may_read
from kommin.foundation.notices.models import Mail, Notice
from kommin.foundation.notices.texts import text_named
from kommin.people.models import Deputyship, Kind, Membership, Role
from kommin.people.models.dated import today

pytestmark = pytest.mark.django_db
SECRET = "Unsere Kämmerei hat Bedenken."


def counts(case: Case) -> tuple[int, int]:
    row = case_again(case)
    return row.unread_authority, row.unread_applicant


def test_a_message_is_counted_until_the_other_side_opens_it(case: Case, authority: Authority, town: Town) -> None:
    by = authority.caseworker
    for number in range(2):
        send_message(case=case, side=Side.APPLICANT, text=f"{SECRET} {number}", once=f"{number}", by=town.editor)
    assert counts(case) == (2, 0)
    assert mark_read(case=case, side=Side.APPLICANT, by=town.editor) == 0, "one's own are not read by oneself"
    assert counts(case) == (2, 0)
    assert mark_read(case=case, side=Side.AUTHORITY, by=by) == 2
    assert counts(case) == (0, 0)
    assert {one.read_by_name for one in Message.objects.all()} == {str(by)}
    moment = Message.objects.first().read_at  # type: ignore[union-attr]
    assert mark_read(case=case, side=Side.AUTHORITY, by=authority.head) == 0
    assert Message.objects.first().read_at == moment, "the first reader counts"  # type: ignore[union-attr]
    assert Record.objects.filter(action="examination.messages_read").count() == 1


def test_sent_twice_is_sent_once(case: Case, authority: Authority, town: Town) -> None:
    by, paper = authority.caseworker, [pdf("brief.pdf")]
    sent = [send_message(case=case, side=Side.AUTHORITY, text="Gut.", once="a", by=by, uploads=paper) for _ in range(2)]
    assert sent[0].pk == sent[1].pk
    assert counts(case) == (0, 1)
    assert StoredFile.objects.filter(shelf__owner_type="examination.message").count() == 1
    assert Record.objects.filter(action="examination.message_sent").count() == 1


def test_the_mail_says_no_more_than_needed(case: Case, authority: Authority, town: Town) -> None:
    send_message(case=case, side=Side.AUTHORITY, text=SECRET, once="a", by=authority.caseworker)
    mails = Mail.objects.filter(text_name="examination.message")
    assert {mail.recipient_id for mail in mails} == {user.pk for user in town.users.values()}
    for mail in mails:
        assert set(mail.context) == {"number", "link"}
        assert SECRET not in str(mail.context)
    for kind in ("requested", "request_changed", "answered", "overdue", "message"):
        assert set(text_named(f"examination.{kind}").placeholders) <= {"number", "link", "due"}
    assert SECRET not in str(list(Notice.objects.values_list("titles", flat=True)))


def test_whoever_has_the_case_is_told_and_the_deputy(case: Case, authority: Authority, town: Town) -> None:
    first, second = authority.user(Role.CASEWORKER), authority.user(Role.CASEWORKER, 2)
    send_message(case=case, side=Side.APPLICANT, text="Frage", once="a", by=town.editor)
    told = Notice.objects.filter(kind="examination.message").values_list("recipient", flat=True)
    assert set(told) == {first.pk, second.pk}, "nobody has the case: every caseworker"
    Case.objects.filter(pk=case.pk).update(examiner=first)
    place = Membership.objects.get(person=first)
    Deputyship.objects.create(membership=place, deputy=authority.user(Role.HEAD), valid_until=today())
    message = send_message(case=case, side=Side.APPLICANT, text="Noch eine", once="b", by=town.editor)
    told = Notice.objects.filter(key=f"examination.message:{message.pk}").values_list("recipient", flat=True)
    assert set(told) == {first.pk, authority.user(Role.HEAD).pk}


def test_a_refused_file_keeps_the_whole_message_back(case: Case, town: Town) -> None:
    files = [pdf(), upload(b"<script>alert(1)</script>", "seite.html")]
    with pytest.raises(ExaminationError) as refusal:
        send_message(case=case, side=Side.APPLICANT, text="Mit Datei", once="a", by=town.editor, uploads=files)
    assert refusal.value.field == "uploads"
    assert not Message.objects.exists()
    assert not StoredFile.objects.filter(shelf__owner_type="examination.message").exists()
    assert counts(case) == (0, 0)


@pytest.mark.parametrize("text", ["", "   ", "x" * 10_001])
def test_empty_and_endless_texts_are_refused(case: Case, authority: Authority, town: Town, text: str) -> None:
    with pytest.raises(ExaminationError):
        send_message(case=case, side=Side.APPLICANT, text=text, once="a", by=town.editor)
    with pytest.raises(ExaminationError):
        write_note(case=case, text=text, once="a", by=authority.caseworker)


def test_who_may_write_for_which_side(case: Case, authority: Authority, town: Town) -> None:
    partner, stranger = Town("Partnerstadt", "05112000"), Town("Fremdstadt", "05113000")
    Partner.objects.create(
        application=case.application, organisation=partner.organisation, key="05112000", name="Partnerstadt",
        state=PartnerState.CONSENTED,
    )  # fmt: skip
    court = Authority("Rechnungshof", Kind.COURT_OF_AUDIT).actor(Role.AUDITOR)
    for side, refused in (
        (Side.AUTHORITY, (town.editor, authority.actor(Role.PAYMENT_OFFICER), Authority("Andere").caseworker, court)),
        (Side.APPLICANT, (authority.caseworker, partner.editor, stranger.editor, court)),
    ):
        for by in refused:
            with pytest.raises(NotAllowed):
                send_message(case=case, side=side, text="x", once="a", by=by)
            with pytest.raises(NotAllowed):
                mark_read(case=case, side=side, by=by)


def test_attachments_are_for_both_sides_and_nobody_else(case: Case, authority: Authority, town: Town) -> None:
    send_message(case=case, side=Side.APPLICANT, text="Anbei", once="a", by=town.editor, uploads=[pdf()])
    stored = StoredFile.objects.select_related("shelf").get(shelf__owner_type="examination.message")
    court = Authority("Rechnungshof", Kind.COURT_OF_AUDIT).actor(Role.AUDITOR)
    assert all(may_read(by, stored) for by in (town.editor, authority.caseworker, court))
    assert not any(may_read(by, stored) for by in (Town("Fremdstadt", "05112000").editor, Authority("A").caseworker))


def test_notes_stay_inside(case: Case, authority: Authority, town: Town) -> None:
    notes = [write_note(case=case, text="Vorsicht.", once="a", by=authority.caseworker) for _click in range(2)]
    assert notes[0].pk == notes[1].pk
    assert not Notice.objects.filter(kind__startswith="examination").exists()
    assert counts(case) == (0, 0)
    for by in (town.editor, authority.actor(Role.PAYMENT_OFFICER), Authority("Andere").caseworker):
        with pytest.raises(NotAllowed):
            write_note(case=case, text="x", once="b", by=by)


def test_what_was_written_stays_as_it_was(case: Case, authority: Authority, town: Town) -> None:
    send_message(case=case, side=Side.APPLICANT, text="Erste Fassung", once="a", by=town.editor)
    write_note(case=case, text="Notiz", once="a", by=authority.caseworker)
    mark_read(case=case, side=Side.AUTHORITY, by=authority.caseworker)
    for change in (
        lambda: Message.objects.update(text="Andere"), lambda: Message.objects.update(read_by_name="jemand"),
        lambda: Message.objects.all().delete(), lambda: Note.objects.update(text="anders"),
    ):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_authority_opens_what_was_handed_in_and_nobody_else(
    case: Case, authority: Authority, town: Town, settings: Any
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    stored = StoredFile.objects.get(shelf__owner_type=OWNER, shelf__owner_id=str(case.application_id))
    address = f"/files/{stored.public_id}/"
    others = (Authority("Anderswo").client(Role.CASEWORKER), Town("Nebenstadt", "05112000").client())
    for client in (authority.client(Role.CASEWORKER), authority.client(Role.HEAD), town.client()):
        assert client.get(address).getvalue().startswith(b"%PDF")
    assert [client.get(address).status_code for client in others] == [404, 404]
