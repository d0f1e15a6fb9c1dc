"""Asking for more and answering: exactly what was asked, in several rounds, late or not, with before and after."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from cases.town import Town, pdf
from examination.cases_in_hand import Authority
from examination.submitted import AIM, ask, case_again, soon
from kommin.cases.actions import withdraw_application
from kommin.cases.current import current_values
from kommin.cases.errors import StateError
from kommin.cases.models import Case, Completeness, Stage, Submission, Supplement
from kommin.examination.actions.answering import add_answer_files, hand_in_answer, remove_answer_file, save_answer
from kommin.examination.actions.checking import accept_fine
from kommin.examination.actions.overseeing import tell_of_overdue, tell_of_withdrawals
from kommin.examination.actions.requesting import Wanted, extend_request, withdraw_request
from kommin.examination.answer import AnswerDossier
from kommin.examination.changes import changes_of
from kommin.examination.dossier import CaseDossier
from kommin.examination.errors import ExaminationError, RequestClosedError
from kommin.examination.models import Finding, InformationRequest
from kommin.foundation.access import NotAllowed
from kommin.foundation.audit.canonical import canonical, digest
from kommin.foundation.files.owners import may_read
from kommin.foundation.notices.actions.deadlines import ask_deadline_sources
from kommin.foundation.notices.models import Deadline, Mail, Notice
from kommin.people.models import Role
from kommin.people.models.dated import today

pytestmark = pytest.mark.django_db


def again(request: InformationRequest) -> InformationRequest:
    return InformationRequest.objects.select_related("case").get(pk=request.pk)


def save(request: InformationRequest, town: Town, seen: int = 0, **fields: object):
    given = {key.replace("__", "/"): value for key, value in fields.items()}
    return save_answer(request=again(request), fields=given, seen=seen, by=town.editor)


def hand_in(request: InformationRequest, town: Town, days: int = 0) -> Supplement:
    received = timezone.now() + timedelta(days=days)
    return hand_in_answer(request=again(request), received=received, by=town.signatory)


def test_a_request_has_a_deadline_and_tells_nothing_outside(case: Case, authority: Authority, town: Town) -> None:
    request = ask(case, authority.caseworker, AIM, due_on=soon(14))
    row = case_again(case)
    assert (row.stage, row.completeness, row.due_on) == (Stage.AWAITING, Completeness.WAITING, soon(14))
    duties = Deadline.objects.filter(key__startswith="examination.request:", settled_at=None)
    assert {one.role for one in duties} == {"editor", "signatory"}
    assert {one.due for one in duties} == {soon(14)}
    assert {one.organisation for one in duties} == {town.organisation.pk}
    told = Notice.objects.filter(key__startswith="examination.requested")
    assert set(told.values_list("recipient", flat=True)) == {user.pk for user in town.users.values()}
    for mail in Mail.objects.filter(text_name="examination.requested"):
        assert set(mail.context) <= {"number", "due", "link"}, "never the letter or the items"
    assert ask(case, authority.caseworker, AIM).pk == request.pk, "sent twice is sent once"
    with pytest.raises(ExaminationError, match=r"offen|open already"):
        ask(case, authority.caseworker, "plan", once="b")


def test_bad_requests_are_refused(case: Case, authority: Authority) -> None:
    by = authority.caseworker
    for more in (
        {"wanted": []}, {"due_on": today()}, {"wanted": [Wanted("question-none")]}, {"wanted": [Wanted("sign_offs")]},
        {"wanted": [Wanted(title="  ")]},
    ):  # fmt: skip
        with pytest.raises(ExaminationError):
            ask(case, by, **more)  # type: ignore[arg-type]
    assert not InformationRequest.objects.exists()
    assert case_again(case).stage == Stage.RECEIVED


def test_exactly_what_was_asked_can_be_changed(case: Case, authority: Authority, town: Town) -> None:
    request = ask(case, authority.caseworker, AIM)
    for refused in ({"known": False}, {"about__title": "Anders"}, {"plan__own__2027": "1.00"}, {"remark__plan": "x"}):
        with pytest.raises(ExaminationError):
            save(request, town, aim="neu", **refused)
    assert not again(request).draft, "nothing of a refused save stays"
    save(request, town, aim="Wir bauen zwölf Brücken.")
    assert current_values(case)["aim"] == "Wir bauen Brücken.", "a draft changes nothing"
    supplement = hand_in(request, town)
    assert current_values(case)["aim"] == "Wir bauen zwölf Brücken."
    assert supplement.changed == ["aim"]
    assert supplement.digest == digest(canonical(supplement.content))
    first = Submission.objects.get(application=case.application)
    assert first.content["values"]["aim"] == "Wir bauen Brücken.", "what was handed in first stays"
    assert hand_in(request, town).pk == supplement.pk, "twice is once"


def test_before_and_after_are_marked_and_the_item_is_open_again(case: Case, authority: Authority, town: Town) -> None:
    accept_fine(case=case, by=authority.caseworker)
    request = ask(case, authority.caseworker, AIM)
    save(request, town, aim="Mehr Brücken.")
    hand_in(request, town)
    case = case_again(case)
    assert (case.stage, case.completeness, case.due_on) == (Stage.CHECKING, Completeness.ANSWERED, None)
    outdated = Finding.objects.filter(case=case, outdated=True)
    assert [one.item for one in outdated] == [AIM]
    with translation.override("de"):
        (turn,) = changes_of(case, list(case.supplements.all()))
    (change,) = turn.changes
    assert (change.title, change.before, change.after) == (
        "Was wollen Sie erreichen?", "Wir bauen Brücken.", "Mehr Brücken.",
    )  # fmt: skip


def test_an_item_wants_a_change_or_a_remark(case: Case, authority: Authority, town: Town) -> None:
    request = ask(case, authority.caseworker, AIM, "about")
    with pytest.raises(ExaminationError):
        hand_in(request, town)
    save_answer(
        request=again(request), seen=0, by=town.editor,
        fields={"aim": "Neu.", "remark/about": "Der Zeitraum bleibt so."},
    )  # fmt: skip
    supplement = hand_in(request, town)
    assert supplement.content["handed_in"]["remarks"] == {"about": "Der Zeitraum bleibt so."}
    assert again(request).items.get(item="about").remark == "Der Zeitraum bleibt so."


def test_files_are_seen_by_the_authority_only_once_handed_in(case: Case, authority: Authority, town: Town) -> None:
    document = f"document-{case.call.documents.get().pk}"  # type: ignore[union-attr]
    request = ask(case, authority.caseworker, wanted=[Wanted(document), Wanted(title="Lageplan", note="Skizze")])
    (old,) = CaseDossier(case).of_purpose(document)
    (taken,) = add_answer_files(request=again(request), item=document, uploads=[pdf("neu.pdf")], by=town.editor)
    (sketch,) = add_answer_files(request=again(request), item="extra-1", uploads=[pdf("plan.pdf")], by=town.editor)
    with pytest.raises(ExaminationError):
        add_answer_files(request=again(request), item=AIM, uploads=[pdf()], by=town.editor)
    assert taken.stored is not None
    assert sketch.stored is not None
    assert may_read(town.editor, taken.stored)
    assert not may_read(authority.caseworker, taken.stored)
    save_answer(request=again(request), fields={f"dropped/{old.public_id}": True}, seen=0, by=town.editor)
    supplement = hand_in(request, town)
    assert may_read(authority.caseworker, taken.stored)
    case = case_again(case)
    assert [stored.name for stored in CaseDossier(case).of_purpose(document)] == ["neu.pdf"]
    assert supplement.changed == sorted([document, "extra-1"])
    with translation.override("de"):
        changes = {one.title: one for one in changes_of(case, [supplement])[0].changes}
    assert [stored.name for stored in changes["Ratsbeschluss"].dropped] == ["beschluss.pdf"]
    assert [stored.name for stored in changes["Lageplan"].added] == ["plan.pdf"]


def test_a_file_of_the_draft_can_be_taken_away(case: Case, authority: Authority, town: Town) -> None:
    document = f"document-{case.call.documents.get().pk}"  # type: ignore[union-attr]
    request = ask(case, authority.caseworker, document)
    (taken,) = add_answer_files(request=again(request), item=document, uploads=[pdf()], by=town.editor)
    assert taken.stored is not None
    for _click in range(2):
        remove_answer_file(request=again(request), stored=taken.stored, by=town.editor)
    assert not AnswerDossier(again(request), case).new_files
    (old,) = CaseDossier(case).of_purpose(document)
    with pytest.raises(ExaminationError):
        remove_answer_file(request=again(request), stored=old, by=town.editor)


def test_plan_and_project_change_the_case_in_lists(case: Case, authority: Authority, town: Town) -> None:
    request = ask(case, authority.caseworker, "plan", "about")
    values = current_values(case)
    (cell,) = [key for key in values if key.startswith("plan/cost-")]
    year = cell.rsplit("/", 1)[1]
    save_answer(
        request=again(request), seen=0, by=town.editor,
        fields={"about/title": "Größere Brücken", cell: "20000.00"},
    )  # fmt: skip
    with pytest.raises(ExaminationError):
        hand_in(request, town)  # the means do not cover the costs
    save_answer(
        request=again(request), seen=again(request).sheet.revision, by=town.editor,
        fields={f"plan/own/{year}": "4000.00", f"plan/grant/{year}": "16000.00"},
    )  # fmt: skip
    hand_in(request, town)
    case = case_again(case)
    assert (case.title, case.applied) == ("Größere Brücken", Decimal("16000.00"))


def test_another_year_opens_the_plan(case: Case, authority: Authority, town: Town) -> None:
    request = ask(case, authority.caseworker, "about")
    state = AnswerDossier(again(request), case)
    assert not state.opens_plan
    end = current_values(case)["about/until"]
    later = f"{int(end[:4]) + 1}{end[4:]}"
    saved = save_answer(request=again(request), fields={"about/until": later}, seen=0, by=town.editor)
    assert saved.answer.opens_plan


def test_two_colleagues_do_not_overwrite_each_other(case: Case, authority: Authority, town: Town) -> None:
    request = ask(case, authority.caseworker, AIM)
    save(request, town, aim="eins")
    late = save_answer(request=again(request), fields={"aim": "zwei"}, seen=0, by=town.colleague())
    assert late.clashes == {"aim"}
    assert again(request).sheet.values["aim"] == "eins"
    seen = again(request).sheet.revision
    assert not save_answer(request=again(request), fields={"aim": "zwei"}, seen=seen, by=town.editor).clashes
    assert again(request).sheet.values["aim"] == "zwei"


def test_several_rounds(case: Case, authority: Authority, town: Town) -> None:
    for number, text in enumerate(("eins", "zwei", "drei"), 1):
        request = ask(case, authority.caseworker, AIM, once=f"round {number}")
        assert request.round == number
        save(request, town, aim=text)
        assert hand_in(request, town).round == number
    assert current_values(case)["aim"] == "drei"
    with translation.override("de"):
        turns = changes_of(case_again(case), list(case.supplements.all()))
    assert [(turn.changes[0].before, turn.changes[0].after) for turn in turns] == [
        ("zwei", "drei"), ("eins", "zwei"), ("Wir bauen Brücken.", "eins"),
    ]  # fmt: skip


@pytest.mark.parametrize(("days", "late"), [(14, False), (15, True)])
def test_a_late_answer_is_taken_and_marked(
    case: Case, authority: Authority, town: Town, days: int, *, late: bool
) -> None:
    request = ask(case, authority.caseworker, AIM, due_on=soon(14))
    save(request, town, aim="neu")
    hand_in(request, town, days=days)
    assert again(request).late is late


def test_more_time_moves_the_day_everywhere(case: Case, authority: Authority) -> None:
    request = ask(case, authority.caseworker, AIM, due_on=soon(14))
    for bad in (soon(13), today() - timedelta(days=1)):
        with pytest.raises(ExaminationError):
            extend_request(request=request, due_on=bad, reason="", by=authority.caseworker)
    extend_request(request=request, due_on=soon(30), reason="Ratssitzung", by=authority.caseworker)
    extend_request(request=request, due_on=soon(30), reason="Ratssitzung", by=authority.caseworker)
    now = again(request)
    assert (now.due_on, now.first_due_on, now.extensions.count()) == (soon(30), soon(14), 1)
    assert case_again(case).due_on == soon(30)
    assert set(Deadline.objects.filter(settled_at=None).values_list("due", flat=True)) >= {soon(30)}


def test_withdrawing_ends_the_round_and_its_deadlines(case: Case, authority: Authority, town: Town) -> None:
    request = ask(case, authority.caseworker, AIM)
    save(request, town, aim="Entwurf")
    with pytest.raises(ExaminationError):
        withdraw_request(request=request, reason=" ", by=authority.caseworker)
    withdraw_request(request=request, reason="Hat sich erledigt.", by=authority.caseworker)
    assert case_again(case).stage == Stage.CHECKING
    assert not Deadline.objects.filter(key__startswith="examination.request", settled_at=None).exists()
    with pytest.raises(RequestClosedError):
        hand_in(request, town)
    with pytest.raises(RequestClosedError):
        save(request, town, aim="zu spät")
    with pytest.raises(RequestClosedError):
        extend_request(request=request, due_on=soon(40), reason="", by=authority.caseworker)
    ask(case, authority.caseworker, AIM, once="again")


def test_a_withdrawn_application_ends_request_and_deadlines(case: Case, authority: Authority, town: Town) -> None:
    examiner = authority.user(Role.CASEWORKER)
    Case.objects.filter(pk=case.pk).update(examiner=examiner)
    request = ask(case, authority.caseworker, AIM)
    withdraw_application(application=case.application, reason="Kein Geld.", by=town.signatory)  # type: ignore[arg-type]
    ask_deadline_sources()
    assert not Deadline.objects.filter(key__startswith="examination.request", settled_at=None).exists()
    with pytest.raises(StateError):
        hand_in(request, town)
    assert tell_of_withdrawals() == 1
    assert tell_of_withdrawals() == 0, "told once"
    assert Notice.objects.filter(recipient=examiner, key__startswith="examination.withdrawn").count() == 1


def test_the_clock_keeps_open_deadlines_and_tells_of_overdue_ones(case: Case, authority: Authority) -> None:
    Case.objects.filter(pk=case.pk).update(examiner=authority.user(Role.CASEWORKER))
    request = ask(case, authority.caseworker, AIM)
    before = set(Deadline.objects.filter(settled_at=None).values_list("key", flat=True))
    ask_deadline_sources()
    assert before <= set(Deadline.objects.filter(settled_at=None).values_list("key", flat=True))
    assert tell_of_overdue() == 0
    InformationRequest.objects.filter(pk=request.pk).update(
        due_on=today() - timedelta(days=1), first_due_on=today() - timedelta(days=9)
    )
    assert tell_of_overdue() == 1
    assert tell_of_overdue() == 0


def test_only_the_town_answers_and_only_its_signatory_hands_in(case: Case, authority: Authority, town: Town) -> None:
    request = ask(case, authority.caseworker, AIM)
    save(request, town, aim="neu")
    stranger = Town("Fremdstadt", "05112000")
    for by in (authority.caseworker, stranger.editor):
        with pytest.raises(NotAllowed):
            save_answer(request=again(request), fields={"aim": "x"}, seen=9, by=by)
    with pytest.raises(NotAllowed):
        hand_in_answer(request=again(request), received=timezone.now(), by=town.editor)
    hand_in(request, town)
