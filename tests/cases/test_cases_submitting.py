"""Deadline day, sign-offs, receipts, withdrawal, joint projects, new versions of a call."""

import copy
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from cases.town import (
    QUESTIONS,
    Town,
    begin,
    complete,
    new_questions,
    nobody_signs,
    open_call,
    save,
    signed,
    submitted,
)
from kommin.cases import actions
from kommin.cases.content import Dossier
from kommin.cases.errors import CaseError, IncompleteError, LateError, StateError
from kommin.cases.missing import financing_of, gaps
from kommin.cases.models import Application, PartnerState, State, Submission
from kommin.foundation.access import NotAllowed
from kommin.foundation.audit.canonical import canonical, digest
from kommin.foundation.audit.models import Record
from kommin.foundation.notices.models import Mail
from kommin.people.models import Role
from kommin.programmes.models import Call

MIDNIGHT = datetime(2036, 12, 1, tzinfo=UTC)


def fresh(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


def test_an_empty_draft_says_everything_that_is_missing(draft: Application, town: Town) -> None:
    texts = " ".join(gap.text for gap in gaps(Dossier(draft)))
    for word in ("IBAN", "Ratsbeschluss", "erreichen"):
        assert word in texts or word == "IBAN"
    with pytest.raises(IncompleteError):
        actions.sign_off(application=draft, revision=draft.sheet.revision, by=town.treasurer)
    with pytest.raises(IncompleteError):
        actions.submit_application(application=draft, received=timezone.now(), by=town.signatory)


def test_the_grant_follows_from_the_plan(draft: Application, town: Town) -> None:
    ready = complete(draft, town, cost="10000.00")
    financing = financing_of(Dossier(ready))
    assert financing.outcome.amount == Decimal("8000.00")
    assert financing.plan.line("own").total == Decimal("2000.00")
    assert not gaps(Dossier(ready))


def test_a_town_with_a_consolidation_plan_gets_its_own_rate(draft: Application, town: Town) -> None:
    from cases.town import MASTER

    since = timezone.localdate() - timedelta(days=100)
    actions.save_master_data(
        organisation=town.organisation, values={**MASTER, "consolidation_from": since}, by=town.editor
    )
    ready = complete(draft, town, cost="10000.00", master=False)
    assert financing_of(Dossier(ready)).outcome.amount == Decimal("9000.00")


def test_parts_that_do_not_add_up_are_told(draft: Application, town: Town) -> None:
    ready = complete(draft, town)
    year = timezone.localdate().year + 1
    save(ready, town.editor, **{f"plan/grant/{year}": "7999.99"})
    texts = [gap.text for gap in gaps(Dossier(fresh(ready)))]
    assert any("9.999,99" in text for text in texts)
    assert any("7.999,99" in text for text in texts)


def test_two_sign_then_the_signatory_submits_and_gets_a_receipt(draft: Application, town: Town) -> None:
    ready = complete(draft, town)
    with pytest.raises(StateError, match="Freigabe"):
        actions.submit_application(application=ready, received=timezone.now(), by=town.signatory)
    actions.sign_off(application=ready, revision=ready.sheet.revision, by=town.treasurer)
    assert fresh(ready).state == State.DRAFT
    actions.sign_off(application=ready, revision=ready.sheet.revision, by=town.signatory)
    assert fresh(ready).state == State.SIGNED_OFF
    received = timezone.now()
    submission = actions.submit_application(application=ready, received=received, by=town.signatory)
    assert (submission.received_at, submission.in_grace) == (received, False)
    assert submission.digest == digest(canonical(submission.content))
    assert submission.content["values"]["aim"] == "Wir bauen Brücken."
    assert submission.content["applicant"]["iban"] == "DE89370400440532013000"
    assert len(submission.content["documents"]) == 1
    assert Record.objects.filter(action="cases.submitted", case=ready.number).count() == 1


def test_submitting_twice_gives_the_same_receipt(town: Town, call: Call) -> None:
    first = submitted(town, call)
    again = actions.submit_application(
        application=first.application, received=timezone.now() + timedelta(days=99), by=town.signatory
    )
    assert again.pk == first.pk
    assert Submission.objects.count() == 1


def test_an_editor_submits_only_where_the_town_allows_it(draft: Application, town: Town) -> None:
    ready = signed(complete(draft, town), town)
    with pytest.raises(NotAllowed):
        actions.submit_application(application=ready, received=timezone.now(), by=town.editor)
    nobody_signs(town)
    actions.submit_application(application=ready, received=timezone.now(), by=town.editor)


def test_a_sign_off_is_for_what_was_read(draft: Application, town: Town) -> None:
    ready = complete(draft, town)
    save(ready, town.editor, group="Alle")
    with pytest.raises(StateError):
        actions.sign_off(application=ready, revision=ready.sheet.revision, by=town.treasurer)


@pytest.mark.parametrize(
    ("arrives", "grace", "counts", "in_grace"),
    [
        (timedelta(microseconds=-1), 0, True, False),
        (timedelta(seconds=-1), 0, True, False),
        (timedelta(0), 0, False, False),
        (timedelta(0), 10, True, True),
        (timedelta(minutes=10, microseconds=-1), 10, True, True),
        (timedelta(minutes=10), 10, False, False),
    ],
)
def test_deadline_day(town: Town, db: None, arrives: timedelta, grace: int, counts: bool, in_grace: bool) -> None:
    """What reached the house before midnight counts, however late it is processed."""
    call = open_call(closes=MIDNIGHT, grace=grace)
    ready = signed(complete(begin(town, call), town), town)
    if counts:
        submission = actions.submit_application(application=ready, received=MIDNIGHT + arrives, by=town.signatory)
        assert submission.in_grace is in_grace
    else:
        with pytest.raises(LateError):
            actions.submit_application(application=ready, received=MIDNIGHT + arrives, by=town.signatory)
        assert fresh(ready).state == State.SIGNED_OFF
        assert fresh(ready).sheet.values["aim"] == "Wir bauen Brücken."


def test_a_receipt_cannot_be_changed(town: Town, call: Call) -> None:
    from django.db import Error, transaction

    submission = submitted(town, call)
    for change in (Submission.objects.filter(pk=submission.pk).delete, lambda: Submission.objects.update(digest="x")):
        with pytest.raises(Error), transaction.atomic():
            change()


def test_withdrawal_needs_the_signatory_and_a_reason(town: Town, call: Call) -> None:
    application = submitted(town, call).application
    with pytest.raises(NotAllowed):
        actions.withdraw_application(application=application, reason="Grund", by=town.editor)
    with pytest.raises(CaseError):
        actions.withdraw_application(application=application, reason="  ", by=town.signatory)
    for _click in range(2):
        actions.withdraw_application(application=application, reason="Kein Eigenanteil", by=town.signatory)
    assert fresh(application).state == State.WITHDRAWN
    assert Record.objects.filter(action="cases.withdrawn").count() == 1
    with pytest.raises(StateError):
        actions.submit_application(application=complete_again(application), received=timezone.now(), by=town.signatory)


def complete_again(application: Application) -> Application:
    return fresh(application)


def test_partners_consent_and_only_the_lead_submits(draft: Application, town: Town) -> None:
    other = Town("Nachbarstadt", "05111111")
    ready = complete(draft, town)
    partner = actions.ask_partner(application=ready, organisation=other.organisation, by=town.editor)
    assert Mail.objects.filter(text_name="cases.partner_asked").count() == 2
    assert any("Nachbarstadt" in gap.text for gap in gaps(Dossier(ready)))
    with pytest.raises(NotAllowed):
        actions.answer_as_partner(application=ready, consents=True, by=other.editor)
    save(ready, town.editor, **{"plan/part-05111111/costs": "0.00"})
    ready = fresh(ready)
    actions.answer_as_partner(application=ready, consents=True, by=other.signatory)
    partner.refresh_from_db()
    assert partner.state == PartnerState.CONSENTED
    assert not gaps(Dossier(ready))
    with pytest.raises(NotAllowed):
        actions.submit_application(application=ready, received=timezone.now(), by=other.signatory)
    with pytest.raises(NotAllowed):
        save(ready, other.editor, aim="nicht meins")
    submission = actions.submit_application(application=signed(ready, town), received=timezone.now(), by=town.signatory)
    assert [one["key"] for one in submission.content["partners"]] == ["05111111"]


def test_a_new_version_of_the_form_loses_nothing(draft: Application, town: Town, call: Call) -> None:
    ready = signed(complete(draft, town), town)
    changed = copy.deepcopy(QUESTIONS)
    changed["sections"][0]["questions"][0]["ask_again"] = True
    del changed["sections"][0]["questions"][1]
    save(ready, town.editor, group="Alle")
    ready = signed(fresh(ready), town)
    new_questions(call, changed)
    with pytest.raises(StateError, match="Fassung"):
        actions.submit_application(application=ready, received=timezone.now(), by=town.signatory)
    moved = actions.take_over_version(application=ready, by=town.editor)
    assert moved is not None
    after = fresh(ready)
    assert after.again == {"aim": "Wir bauen Brücken.", "group": "Alle"}
    assert after.state == State.DRAFT
    assert "aim" not in after.sheet.values
    assert after.sheet.values["known"] is True
    assert any("erreichen" in gap.text for gap in gaps(Dossier(after)))
    page = " ".join(town.client().get(after.get_absolute_url()).content.decode().split())
    dropped = page.split("Nicht mehr gefragt")[1].split("</section>")[0]
    assert "Wen erreichen Sie?" in dropped
    assert "Alle" in dropped
    save(after, town.editor, aim="Neu beantwortet")
    assert fresh(after).again == {"group": "Alle"}
    assert not gaps(Dossier(fresh(after)))
    assert actions.take_over_version(application=after, by=town.editor) is None


def test_a_longer_deadline_alone_asks_nothing_of_a_draft(draft: Application, town: Town, call: Call) -> None:
    from kommin.programmes.actions import prolong_call

    ready = signed(complete(draft, town), town)
    later = call.closes_at + timedelta(days=5)  # type: ignore[operator]
    prolong_call(call=call, closes_at=later, reason="Viele haben gefragt", by=draft_clock())
    received = later - timedelta(seconds=1)
    submission = actions.submit_application(application=ready, received=received, by=town.signatory)
    assert submission.received_at == received


def draft_clock() -> Any:
    from kommin.foundation.access import Actor

    return Actor.clock()


def test_everybody_of_the_town_is_told_once(town: Town, call: Call) -> None:
    submitted(town, call)
    assert Mail.objects.filter(text_name="cases.submitted").count() == len(
        Role.__members__.keys() & {"EDITOR", "TREASURER", "SIGNATORY"}
    )


def test_what_was_submitted_keeps_the_master_data_of_that_day(town: Town, call: Call) -> None:
    from cases.town import MASTER

    application = submitted(town, call).application
    since = timezone.localdate() - timedelta(days=9)
    actions.save_master_data(
        organisation=town.organisation,
        values={**MASTER, "town": "Neustadt", "consolidation_from": since},
        by=town.editor,
    )
    dossier = Dossier(fresh(application))
    assert dossier.master is not None
    assert dossier.master.town == "Musterstadt"
    assert financing_of(dossier).outcome.amount == Decimal("8000.00")
