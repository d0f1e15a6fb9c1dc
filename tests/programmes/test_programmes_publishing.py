"""From preparation to publication and on: what is missing, what is frozen, what a new version says."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from kommin.foundation.access import Actor, NotAllowed
from kommin.foundation.audit.models import Record
from kommin.foundation.notices.models import Deadline
from kommin.programmes import actions
from kommin.programmes.checking import missing
from kommin.programmes.errors import CallError, GuidelineLockedError, IncompleteCallError, InvalidError
from kommin.programmes.frozen import thaw
from kommin.programmes.models import Call, CallState, CallVersion, ConfirmedValue, FinancingRule
from programmes.making import CLOCK, confirm_law, publish

pytestmark = pytest.mark.django_db


def test_an_empty_call_lists_everything_that_is_missing(programme):
    call = actions.create_call(programme=programme, by=CLOCK, slug="leer", title_de="Leer")
    lines = [each.text for each in missing(call)]
    assert len(lines) >= 7
    assert len(set(lines)) == len(lines)
    with pytest.raises(IncompleteCallError) as refused:
        actions.check_call(call=call, by=CLOCK)
    assert [each.text for each in refused.value.missing] == lines


def test_unconfirmed_law_stops_publication_until_each_value_has_a_name_and_a_source(call, officer):
    with pytest.raises(IncompleteCallError) as refused:
        actions.check_call(call=call, by=officer)
    assert [each.route for each in refused.value.missing] == ["programmes:call_law"]
    confirm_law(call, officer)
    actions.check_call(call=call, by=officer)
    version = actions.publish_call(call=call, by=officer)
    assert {row["by_name"] for row in version.content["overrides"]} == {officer.name}
    record = Record.objects.get(action="programmes.legal_values_judged")
    assert record.actor_id == officer.user_id
    assert "Erlass vom 1.6.2026" in record.data_json


def test_a_value_without_source_or_unreadable_is_refused_and_nothing_is_kept(call, officer):
    with pytest.raises(InvalidError) as refused:
        actions.judge_legal_values(
            call=call,
            by=officer,
            sayings={
                "use_months": actions.Saying("", "3"),
                "deviation_percent": actions.Saying("Erlass", "viel"),
                "report_months": actions.Saying("Erlass", "7"),
            },
        )
    assert set(refused.value.errors) == {"use_months", "deviation_percent"}
    assert not ConfirmedValue.objects.exists()


def test_a_published_version_holds_what_was_said_and_the_database_refuses_to_change_it(published):
    version = CallVersion.objects.get(call=published)
    content = thaw(version)
    assert str(content.title) == "Aufruf 2026"
    assert [entry.weight for entry in content.criteria] == [60, 40]
    assert content.closes_at == published.closes_at
    for change in (lambda: CallVersion.objects.update(reason="x"), lambda: CallVersion.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_changes_wait_until_they_are_published_with_a_reason(published, officer):
    actions.change_call(call=published, by=officer, title_de="Neuer Titel", budget=None)
    assert thaw(CallVersion.objects.get(call=published)).title.de == "Aufruf 2026"
    with pytest.raises(CallError):
        actions.publish_changes(call=published, reason="  ", by=officer)
    version = actions.publish_changes(call=published, reason="Tippfehler", by=officer)
    assert version.number == 2
    assert {change["part"] for change in version.changes} == {"title", "budget"}
    with pytest.raises(CallError):
        actions.publish_changes(call=published, reason="noch einmal", by=officer)


def test_prolonging_is_a_version_of_its_own_and_carries_nothing_else(published, officer):
    later = published.closes_at + timedelta(days=7)
    actions.change_call(call=published, by=officer, title_de="Neuer Titel")
    with pytest.raises(CallError):
        actions.prolong_call(call=published, closes_at=later, reason="Ferien", by=officer)
    actions.publish_changes(call=published, reason="Titel", by=officer)
    with pytest.raises(CallError):
        actions.prolong_call(call=published, closes_at=published.closes_at, reason="Ferien", by=officer)
    version = actions.prolong_call(call=published, closes_at=later, reason="Ferien", by=officer)
    published.refresh_from_db()
    assert (published.state, published.closes_at) == (CallState.PROLONGED, later)
    assert [change["part"] for change in version.changes] == ["closes_at"]
    assert Deadline.objects.get(key=f"programmes.call.{published.pk}.closing").settled_at is None


def test_dates_and_address_of_a_published_call_do_not_change_in_passing(published, officer):
    for values in ({"closes_at": published.closes_at + timedelta(days=1)}, {"slug": "anders"}):
        with pytest.raises(CallError):
            actions.change_call(call=published, by=officer, **values)


def test_the_clock_closes_after_deadline_and_grace_and_only_once(call):
    actions.change_call(call=call, by=CLOCK, grace_minutes=5)
    call = publish(call)
    assert actions.close_due_calls(call.closes_at + timedelta(minutes=4, seconds=59)) == 0
    assert actions.close_due_calls(call.closes_at + timedelta(minutes=5)) == 1
    assert actions.close_due_calls(call.closes_at + timedelta(days=1)) == 0
    assert Deadline.objects.get().settled_at is not None
    with pytest.raises(CallError):
        actions.change_call(call=call, by=CLOCK, title_de="zu spät")


def test_a_closed_call_can_be_prolonged_and_closed_early_with_a_reason(published, officer):
    with pytest.raises(CallError):
        actions.close_call_early(call=published, reason="", by=officer)
    actions.close_call_early(call=published, reason="Mittel erschöpft", by=officer)
    published.refresh_from_db()
    assert published.state == CallState.CLOSED
    assert published.closes_at <= timezone.now()
    later = timezone.now() + timedelta(days=3)
    actions.prolong_call(call=published, closes_at=later, reason="Neue Mittel", by=officer)
    published.refresh_from_db()
    assert published.state == CallState.PROLONGED
    assert [v.number for v in published.versions.all()] == [3, 2, 1]


def test_a_change_voids_the_check(call, officer):
    confirm_law(call)
    actions.check_call(call=call, by=officer)
    actions.change_call(call=call, by=officer, contact_phone="0211 1")
    call.refresh_from_db()
    assert (call.state, call.checked_by_id) == (CallState.PREPARED, None)
    with pytest.raises(CallError):
        actions.publish_call(call=call, by=officer)


def test_a_programme_can_ask_for_a_second_person(call, officer, ministry, programme):
    from kommin.people.models import Role
    from programmes.making import member

    actions.change_programme(programme=programme, by=officer, second_person_publishes=True)
    confirm_law(call)
    actions.check_call(call=call, by=officer)
    with pytest.raises(CallError):
        actions.publish_call(call=call, by=officer)
    second = member(ministry, Role.PROGRAMME_OFFICER, "second@example.org")
    assert actions.publish_call(call=call, by=second).number == 1


def test_the_guideline_of_a_published_call_no_longer_changes(published, guideline, officer):
    with pytest.raises(GuidelineLockedError):
        actions.change_guideline(guideline=guideline, by=officer, minimum_grant=None)
    with pytest.raises(GuidelineLockedError):
        actions.save_rule_part(part=FinancingRule(guideline=guideline), by=officer, kind="full")
    guideline = actions.change_guideline(guideline=guideline, by=officer, valid_until=timezone.localdate())
    copy = actions.create_guideline(
        programme=guideline.programme, by=officer, copied_from=guideline, title="Neu", source="erfunden",
        valid_from=guideline.valid_from,
    )  # fmt: skip
    assert (copy.number, copy.financing.count(), copy.cost_categories.count()) == (2, 2, 1)
    assert guideline.financing.count() == 2


@pytest.mark.parametrize("role", ["budget_officer", "caseworker", "auditor", "editor", ""])
def test_nobody_but_the_ministrys_programme_officer_edits(call, ministry, role):
    stranger = Actor.person(user_id=99, name="X", role=role, organisation_id=ministry.pk)
    with pytest.raises(NotAllowed):
        actions.change_call(call=call, by=stranger, title_de="x")
    with pytest.raises(NotAllowed):
        actions.check_call(call=call, by=stranger)
    other = Actor.person(user_id=98, name="Y", role="programme_officer", organisation_id=ministry.pk + 1)
    with pytest.raises(NotAllowed):
        actions.publish_call(call=Call.objects.get(pk=call.pk), by=other)
