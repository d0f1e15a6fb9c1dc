"""The completeness check: judged item by item, ended, opened again, by whoever may."""

import pytest
from django.utils import translation

from cases.town import Town
from examination.cases_in_hand import Authority, bare_case
from examination.submitted import AIM, GROUP, case_again
from kommin.cases.actions import withdraw_application
from kommin.cases.errors import StateError
from kommin.cases.models import Case, Completeness, Stage
from kommin.examination.actions.checking import (
    Judgement,
    accept_fine,
    finish_check,
    judge_items,
    open_items,
    reopen_check,
)
from kommin.examination.dossier import CaseDossier
from kommin.examination.errors import ExaminationError
from kommin.examination.involved import examined_by
from kommin.examination.items import check_groups, check_items
from kommin.examination.models import CheckStep, Finding, ItemVerdict
from kommin.foundation.access import Actor, NotAllowed
from kommin.foundation.audit.models import Record
from kommin.people.models import Kind, Membership, Role
from kommin.people.standing import as_person, standings_of
from kommin.programmes.models import Call

pytestmark = pytest.mark.django_db
ACCEPTED, MISSING, UNCLEAR = ItemVerdict.ACCEPTED, ItemVerdict.MISSING, ItemVerdict.UNCLEAR


def judge(case: Case, by: Actor, item: str = AIM, verdict: str = ACCEPTED, note: str = "", seen: int = 0):
    return judge_items(case=case, judgements=[Judgement(item, verdict, note, seen)], by=by)


def test_every_requirement_of_the_call_is_an_item(case: Case) -> None:
    with translation.override("de"):
        groups = check_groups(CaseDossier(case))
    items = {item.key: item for group in groups for item in group.items}
    document = case.call.documents.get().pk  # type: ignore[union-attr]
    assert {"about", "plan", "sign_offs", f"document-{document}", "question-aim", "question-known"} == set(items)
    assert all(item.is_fine and item.required for item in items.values())
    assert [stored.name for stored in items[f"document-{document}"].files] == ["beschluss.pdf"]
    assert "Kämmerei" in " ".join(items["sign_offs"].facts)
    assert GROUP not in items  # optional and not answered


def test_an_item_is_accepted_missing_or_unclear_with_a_note(case: Case, authority: Authority) -> None:
    judge(case, authority.caseworker, verdict=UNCLEAR, note=" Wie viele? ")
    finding = Finding.objects.get()
    assert (finding.item, finding.verdict, finding.note) == (AIM, "unclear", "Wie viele?")
    assert finding.by_id == authority.user(Role.CASEWORKER).pk
    case = case_again(case)
    assert case.stage == Stage.CHECKING
    assert Record.objects.filter(case=case.number, action="examination.items_judged").count() == 1
    judge(case, authority.caseworker, verdict=UNCLEAR, note="Wie viele?", seen=1)
    assert Record.objects.filter(action="examination.items_judged").count() == 1, "the same again is no act"
    assert examined_by(case) == {finding.by_id}


def test_what_a_colleague_judged_meanwhile_stays(case: Case, authority: Authority) -> None:
    judge(case, authority.caseworker, verdict=MISSING, note="fehlt")
    other = authority.actor(Role.CASEWORKER, 2)
    judged = judge(case, other, verdict=ACCEPTED, seen=0)
    assert [one.by_name for one in judged.clashes] == [str(authority.caseworker)]
    assert Finding.objects.get().verdict == MISSING
    assert not judge(case, other, verdict=ACCEPTED, seen=1).clashes
    assert Finding.objects.get().verdict == ACCEPTED


def test_all_that_is_fine_is_accepted_at_once_and_nothing_else(case: Case, authority: Authority) -> None:
    judge(case, authority.caseworker, verdict=UNCLEAR, note="?")
    document = f"document-{case.call.documents.get().pk}"  # type: ignore[union-attr]
    files = CaseDossier(case).of_purpose(document)
    type(files[0]).objects.filter(pk=files[0].pk).update(state="quarantined")
    accepted = accept_fine(case=case, by=authority.caseworker)
    assert set(accepted.saved) == set(check_items(CaseDossier(case))) - {AIM, document}
    assert not accept_fine(case=case, by=authority.caseworker).saved, "twice is once"
    assert set(open_items(case)) == {AIM, document}


def test_complete_needs_every_required_item(case: Case, authority: Authority) -> None:
    judge(case, authority.caseworker, verdict=UNCLEAR, note="?")
    accept_fine(case=case, by=authority.caseworker)
    with pytest.raises(ExaminationError, match=r"Was wollen Sie|What do you want"):
        finish_check(case=case, complete=True, reason="", by=authority.caseworker)
    judge(case, authority.caseworker, verdict=ACCEPTED, seen=1)
    row = finish_check(case=case, complete=True, reason="", by=authority.caseworker)
    assert (row.stage, row.completeness) == (Stage.SCORING, Completeness.COMPLETE)


def test_going_on_incomplete_and_opening_again_need_a_reason(case: Case, authority: Authority) -> None:
    by = authority.caseworker
    with pytest.raises(ExaminationError) as refusal:
        finish_check(case=case, complete=False, reason="  ", by=by)
    assert refusal.value.field == "reason"
    finish_check(case=case, complete=False, reason="Es kommt nichts mehr.", by=by)
    assert case_again(case).completeness == Completeness.INCOMPLETE
    with pytest.raises(StateError):
        judge(case, by)
    with pytest.raises(ExaminationError):
        reopen_check(case=case, reason="", by=by)
    reopen_check(case=case, reason="Doch noch etwas.", by=by)
    assert case_again(case).stage == Stage.CHECKING
    assert [step.kind for step in CheckStep.objects.all()] == ["incomplete", "reopened"]


def test_bad_input_is_refused(case: Case, authority: Authority) -> None:
    for bad in (Judgement("question-none", ACCEPTED), Judgement(AIM, "great"), Judgement(AIM, MISSING, "x" * 4001)):
        with pytest.raises(ExaminationError):
            judge_items(case=case, judgements=[Judgement("about", ACCEPTED), bad], by=authority.caseworker)
    assert not Finding.objects.exists(), "nothing half-done"


def test_who_may_judge(case: Case, authority: Authority, town: Town) -> None:
    court, ministry = Authority("Rechnungshof", Kind.COURT_OF_AUDIT), Authority("Ministerium 2", Kind.MINISTRY)
    allowed = [authority.actor(role) for role in (Role.CASEWORKER, Role.SECOND_EXAMINER, Role.HEAD)]
    refused = [
        authority.actor(Role.PAYMENT_OFFICER), Authority("Andere").caseworker, town.editor, town.signatory,
        court.actor(Role.AUDITOR), ministry.actor(Role.PROGRAMME_OFFICER),
    ]  # fmt: skip
    for seen, by in enumerate(allowed):
        judge(case, by, note=f"{seen}", seen=seen)
    for by in refused:
        with pytest.raises(NotAllowed):
            judge(case, by, seen=3)


def test_a_conflict_of_interest_keeps_out(case: Case, authority: Authority, town: Town) -> None:
    person = authority.user(Role.CASEWORKER)
    by = authority.caseworker
    Membership.objects.create(person=person, organisation=town.organisation, role=Role.EDITOR)
    with pytest.raises(NotAllowed, match="20, 21 VwVfG"):
        judge(case, by)
    assert as_person(person, standings_of(person)[0], standings_of(person)).user_id == by.user_id


def test_a_withdrawn_application_refuses_with_a_clear_sentence(case: Case, authority: Authority, town: Town) -> None:
    judge(case, authority.caseworker)
    withdraw_application(application=case.application, reason="Kein Geld.", by=town.signatory)  # type: ignore[arg-type]
    with translation.override("de"), pytest.raises(StateError, match="Die Kommune hat diesen Antrag zurückgezogen"):
        judge(case, authority.caseworker, seen=1, verdict=MISSING)


def test_a_grant_of_earlier_years_has_nothing_to_check(call: Call, authority: Authority) -> None:
    case = bare_case(call.programme, authority.organisation, stage=Stage.RECEIVED)
    with pytest.raises(StateError):
        judge(case, authority.caseworker)
