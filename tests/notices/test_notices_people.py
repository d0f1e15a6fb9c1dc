"""What ends among people stands in the list of deadlines, and whom reminders reach."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from kommin.foundation.notices.actions.deadlines import ask_deadline_sources
from kommin.foundation.notices.actions.reminders import remind
from kommin.foundation.notices.models import Deadline, Notice
from kommin.foundation.notices.models.deadline import today
from kommin.foundation.notices.queries import deadlines_of_organisation, deadlines_of_person, still_open
from kommin.people.models import Deputyship, Invitation, Membership
from notices.world import make_member, make_person

SOON = timedelta(days=3)


@pytest.fixture(autouse=True)
def _german():
    with translation.override("de"):
        yield


def titles(person) -> list[str]:
    return [deadline.title for deadline in still_open(deadlines_of_person(person.pk))]


def test_a_membership_that_ends(db):
    person, house = make_member("editor")
    make_member("treasurer")
    Membership.objects.filter(person=person).update(valid_until=today() + SOON)
    ask_deadline_sources()
    assert titles(person) == ["Ihre Rolle „Bearbeitung“ für Musterstadt endet"]
    assert still_open(deadlines_of_organisation(house.pk)).count() == 1
    remind()
    assert Notice.objects.get().recipient_id == person.pk
    Membership.objects.filter(person=person).update(valid_until=None)
    ask_deadline_sources()
    assert titles(person) == []


def test_a_deputy_whose_time_ends(db):
    person, _house = make_member("signatory")
    deputy, _house = make_member("editor", name="Dana Vertretung")
    Deputyship.objects.create(
        membership=person.memberships.get(), deputy=deputy, valid_from=today(), valid_until=today() + SOON
    )
    ask_deadline_sources()
    assert titles(person) == ["Vertretung durch Dana Vertretung endet"]
    assert titles(deputy) == []


def test_an_invitation_that_expires(db):
    person, house = make_member("signatory")
    invitation = Invitation.objects.create(
        organisation=house, email="neu@example.org", role="editor", token_digest="x", invited_by=person,
        expires_at=timezone.now() + SOON,
    )  # fmt: skip
    ask_deadline_sources()
    assert titles(person) == ["Die Einladung an neu@example.org läuft ab"]
    Invitation.objects.filter(pk=invitation.pk).update(revoked_at=timezone.now())
    ask_deadline_sources()
    assert titles(person) == []


def test_escalation_asks_the_directory_of_people(db):
    """An overdue duty of a caseworker reaches the deputy, then the head of the authority."""
    from kommin.foundation.notices.actions import upsert_deadline

    caseworker, authority = make_member("caseworker", "granting_authority")
    head, _authority = make_member("head", "granting_authority")
    deputy, _authority = make_member("second_examiner", "granting_authority")
    Deputyship.objects.create(
        membership=caseworker.memberships.get(), deputy=deputy, valid_from=today(), valid_until=today() + SOON
    )
    upsert_deadline(
        key="test:1", due=today() - timedelta(days=8), title="Prüfung", organisation=authority.pk, role="caseworker"
    )
    remind()
    told = Notice.objects.filter(kind="notices.deadline_overdue").values_list("recipient", flat=True)
    assert set(told) == {caseworker.pk, deputy.pk, head.pk}


def test_nothing_is_a_duty_without_an_end(db):
    make_member("editor")
    make_person()
    ask_deadline_sources()
    assert not Deadline.objects.exists()
