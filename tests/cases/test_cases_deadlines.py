"""Handing a draft in is a dated duty of those who write it, then of whoever submits, until it is done or falls away."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from cases.town import CLOCK, Town, begin, complete, open_call, save, signed
from kommin.cases import actions
from kommin.cases.models import Application
from kommin.foundation.notices.actions.deadlines import ask_deadline_sources
from kommin.foundation.notices.models import Deadline
from kommin.foundation.notices.queries import deadlines_of_organisation, deadlines_of_person, still_open
from kommin.people.models import Role
from kommin.programmes.actions import close_call_early, prolong_call
from kommin.programmes.models import Call
from kommin.programmes.timing import last_day

pytestmark = pytest.mark.once


def duties(town: Town, role: Role) -> list[Deadline]:
    return list(still_open(deadlines_of_person(town.users[role].pk)))


def test_whoever_writes_sees_by_when_it_has_to_be_submitted(draft: Application, town: Town, call: Call) -> None:
    (duty,) = duties(town, Role.EDITOR)
    assert call.closes_at is not None
    assert duty.due == last_day(call.closes_at, call.zone)
    assert duty.source == call.title_de
    assert duty.url == f"/applications/{draft.number}/"
    assert str(duty) == f"Antrag {draft.number} einreichen"
    with translation.override("en"):
        assert str(duty) == f"Submit application {draft.number}"
    assert duties(town, Role.SIGNATORY) == []
    assert list(still_open(deadlines_of_organisation(town.organisation.pk))) == [duty]


def test_a_call_with_a_long_title_is_still_the_source(town: Town, call: Call) -> None:
    Call.objects.filter(pk=call.pk).update(title_de="Vielfalt " * 27)
    begin(town, call)
    assert duties(town, Role.EDITOR)[0].source.startswith("Vielfalt Vielfalt")


def test_a_draft_that_is_signed_off_waits_for_the_signatory_until_somebody_changes_it(
    draft: Application, town: Town
) -> None:
    ready = signed(complete(draft, town), town)
    assert duties(town, Role.EDITOR) == []
    assert len(duties(town, Role.SIGNATORY)) == 1
    save(ready, town.editor, group="Alle")
    assert len(duties(town, Role.EDITOR)) == 1
    assert duties(town, Role.SIGNATORY) == []


def test_the_duty_is_settled_when_the_application_is_submitted(draft: Application, town: Town) -> None:
    ready = signed(complete(draft, town), town)
    actions.submit_application(application=ready, received=timezone.now(), by=town.signatory)
    for _asked in ("by nobody", "by the clock"):
        assert Deadline.objects.get(key__startswith="cases.").settled_at is not None
        ask_deadline_sources()


def test_the_duty_falls_away_when_the_draft_is_withdrawn(draft: Application, town: Town) -> None:
    actions.withdraw_application(application=draft, reason="Kein Eigenanteil", by=town.signatory)
    assert duties(town, Role.EDITOR) == []


def test_the_clock_moves_the_day_with_the_call_and_lets_it_fall_when_the_call_closes(
    draft: Application, town: Town, call: Call
) -> None:
    assert call.closes_at is not None
    (before,) = duties(town, Role.EDITOR)
    prolong_call(call=call, closes_at=call.closes_at + timedelta(days=5), reason="Viele haben gefragt", by=CLOCK)
    for _twice in range(2):
        ask_deadline_sources()
        (after,) = duties(town, Role.EDITOR)
        assert after.due == before.due + timedelta(days=5)
    close_call_early(call=call, reason="Die Mittel sind vergeben", by=CLOCK)
    ask_deadline_sources()
    assert duties(town, Role.EDITOR) == []


@pytest.mark.both
@pytest.mark.parametrize("drafts", [1, 20])
def test_the_clock_asks_once_for_all_drafts(drafts: int, db: None, django_assert_num_queries) -> None:
    from kommin.cases.deadlines import open_drafts

    call, town = open_call(), Town()
    for number in range(drafts):
        begin(town, call, f"Vorhaben {number}", once=f"once-{number}")
    with django_assert_num_queries(1):
        assert len(list(open_drafts())) == drafts
