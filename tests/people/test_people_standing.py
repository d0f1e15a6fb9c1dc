"""What a person may act as today: memberships and deputyships in force, the switch, and what ends at once."""

from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kommin.foundation.access import NotAllowed
from kommin.people import actions
from kommin.people.directory import PeopleDirectory
from kommin.people.errors import AccountError, MembershipError
from kommin.people.models import Deputyship, Kind, Membership, Role, User
from kommin.people.models.dated import today
from kommin.people.standing import SESSION_KEY, standings_of

from .conftest import actor, address, give, make_house, make_person, sign_in


def roles(person, day=None):
    return [one.role for one in standings_of(person, day)]


@pytest.mark.parametrize(
    ("since", "until", "in_force"),
    [(-10, None, True), (-10, 0, True), (0, 0, True), (-10, -1, False), (1, None, False), (1, 5, False)],
)
def test_a_membership_counts_from_its_first_to_its_last_day(world, since, until, in_force):
    person = make_person("Pia Probe")
    give(person, world.town, Role.EDITOR, since=since, until=until)
    assert bool(roles(person)) is in_force


def test_a_membership_that_ended_yesterday_opens_nothing_today(world):
    Membership.objects.filter(person=world.head).update(valid_until=today() - timedelta(days=1))
    client = sign_in(world.head)
    assert client.get(address("people:organisation", world.authority.pk)).status_code == 404
    assert client.get(address("people:invite", world.authority.pk)).status_code == 404
    assert client.get(address("people:own_organisation")).status_code == 404
    assert client.get(address("people:profile")).status_code == 200


def test_the_day_changes_at_midnight_in_berlin(world):
    person = make_person("Pia Probe")
    give(person, world.town, Role.EDITOR, since=0, until=0)
    last_day = Membership.objects.get(person=person).valid_until
    before = datetime(last_day.year, last_day.month, last_day.day, 22, 59, tzinfo=UTC)  # 23:59 in Berlin (November)
    with patch("django.utils.timezone.now", return_value=before):
        assert roles(person) == [Role.EDITOR]
    with patch("django.utils.timezone.now", return_value=before + timedelta(minutes=2)):
        assert roles(person) == []


def test_removed_while_signed_in(world):
    client = sign_in(world.caseworker)
    assert client.get(address("people:conflicts")).status_code == 200
    actions.end_membership(membership=Membership.objects.get(person=world.caseworker), by=actor(world.head))
    assert client.get(address("people:conflicts")).status_code == 404


def test_locked_while_signed_in(world):
    client = sign_in(world.caseworker)
    client.get(address("people:profile"))
    actions.lock_person(person=world.caseworker, reason="Verdacht", by=actor(world.head))
    assert client.get(address("people:profile")).status_code == 302
    assert roles(User.objects.get(pk=world.caseworker.pk)) == []
    actions.unlock_person(person=world.caseworker, by=actor(world.head))
    assert client.get(address("people:profile")).status_code == 302, "old sessions stay ended"


def test_who_may_lock_whom(world):
    for person, by in (
        (world.editor, world.head),
        (world.head, world.head),
        (world.operator, world.operator),
        (world.head, world.caseworker),
        (world.editor, world.signatory),
    ):
        with pytest.raises(NotAllowed):
            actions.lock_person(person=person, reason="x", by=actor(by))
    give(world.caseworker, world.town, Role.EDITOR)
    with pytest.raises(NotAllowed):
        actions.lock_person(person=world.caseworker, reason="also in a town", by=actor(world.head, Role.HEAD))
    with pytest.raises(AccountError, match="warum"):
        actions.lock_person(person=world.caseworker, reason="  ", by=actor(world.operator))
    actions.lock_person(person=world.caseworker, reason="x", by=actor(world.operator))


def test_switching_between_two_organisations(world):
    give(world.editor, world.village, Role.TREASURER)
    client = sign_in(world.editor)
    page = client.get(address("people:own_organisation"), follow=True)
    assert page.redirect_chain[-1][0].endswith(f"/{world.town.pk}/")
    other = next(one for one in standings_of(world.editor) if one.organisation_id == world.village.pk)
    client.post(address("people:act_as"), {"standing": other.key, "next": "//evil.example/"})
    page = client.get(address("people:own_organisation"), follow=True)
    assert page.redirect_chain[-1][0].endswith(f"/{world.village.pk}/")
    assert client.get(address("people:organisation", world.town.pk)).status_code == 404


@pytest.mark.parametrize(
    "next_", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "/\\evil.example", ""]
)
def test_the_switch_leads_nowhere_else(world, next_):
    key = standings_of(world.editor)[0].key
    answer = sign_in(world.editor).post(address("people:act_as"), {"standing": key, "next": next_})
    assert answer.url == "/"


def test_nobody_acts_in_a_role_of_somebody_else(world):
    client = sign_in(world.editor)
    foreign = standings_of(world.head)[0].key
    client.post(address("people:act_as"), {"standing": foreign})
    assert client.get(address("people:organisation", world.authority.pk)).status_code == 404
    session = client.session
    session[SESSION_KEY] = foreign
    session.save()
    assert client.get(address("people:organisation", world.authority.pk)).status_code == 404


def test_a_role_that_ended_is_said_once(world):
    second = give(world.editor, world.village, Role.TREASURER)
    client = sign_in(world.editor)
    client.post(address("people:act_as"), {"standing": f"m{second.pk}"})
    actions.leave(membership=second, by=actor(world.editor))
    assert "ist beendet" in client.get(address("people:profile"), follow=True).content.decode()
    assert SESSION_KEY not in client.session


def test_a_deputy_for_a_week(world):
    place = Membership.objects.get(person=world.head)
    first, last = today() + timedelta(days=1), today() + timedelta(days=7)
    actions.name_deputy(
        membership=place, deputy=world.caseworker, valid_from=first, valid_until=last, by=actor(world.head)
    )
    assert [Role.HEAD in roles(world.caseworker, first + timedelta(days=day)) for day in (-1, 0, 6, 7)] == [
        False, True, True, False,
    ]  # fmt: skip
    standing = standings_of(world.caseworker, first)[1]
    assert (standing.role, standing.deputising_for) == (Role.HEAD, "Hedwig Head")


def test_a_deputy_acts_and_the_record_says_for_whom(world):
    place = Membership.objects.get(person=world.head)
    actions.name_deputy(
        membership=place, deputy=world.caseworker, valid_from=today(), valid_until=today(), by=actor(world.head)
    )
    client = sign_in(world.caseworker)
    key = f"d{Deputyship.objects.get().pk}"
    client.post(address("people:act_as"), {"standing": key})
    client.post(
        address("people:invite", world.authority.pk), {"email": "n@example.org", "role": "caseworker", "language": "de"}
    )
    from kommin.foundation.audit.models import Record

    record = Record.objects.get(action="people.invited")
    assert (record.actor_id, record.actor_role, record.deputising_for) == (world.caseworker.pk, "head", "Hedwig Head")


@pytest.mark.parametrize("end", ["membership", "own place", "lock"])
def test_a_deputyship_ends_with_what_it_rests_on(world, end):
    place = Membership.objects.get(person=world.head)
    actions.name_deputy(
        membership=place, deputy=world.caseworker, valid_from=today(), valid_until=today(), by=actor(world.head)
    )
    assert Role.HEAD in roles(world.caseworker)
    if end == "membership":
        actions.end_membership(membership=place, by=actor(world.operator))
    elif end == "own place":
        actions.end_membership(
            membership=Membership.objects.get(person=world.caseworker), by=actor(world.head, Role.HEAD)
        )
    else:
        actions.lock_person(person=world.head, reason="x", by=actor(world.operator))
    assert Role.HEAD not in roles(world.caseworker)


def test_who_can_stand_in_and_who_may_name(world):
    place = Membership.objects.get(person=world.caseworker)
    day = {"valid_from": today(), "valid_until": today()}
    with pytest.raises(NotAllowed):
        actions.name_deputy(membership=place, deputy=world.head, **day, by=actor(world.editor))
    with pytest.raises(MembershipError, match="derselben Organisation"):
        actions.name_deputy(membership=place, deputy=world.editor, **day, by=actor(world.caseworker))
    with pytest.raises(MembershipError, match="vor dem ersten"):
        actions.name_deputy(
            membership=place, deputy=world.head, valid_from=today(), valid_until=today() - timedelta(days=1),
            by=actor(world.caseworker),
        )  # fmt: skip
    actions.name_deputy(membership=place, deputy=world.head, **day, by=actor(world.caseworker))
    with pytest.raises(MembershipError, match="vertritt"):
        actions.name_deputy(membership=place, deputy=world.head, **day, by=actor(world.caseworker))
    auditors = give(make_person("Zweite Prüferin"), world.court, Role.AUDITOR)
    with pytest.raises(MembershipError, match="niemand vertreten"):
        actions.name_deputy(membership=auditors, deputy=world.auditor, **day, by=actor(world.operator))


def test_nobody_changes_or_ends_the_own_membership_but_anybody_leaves(world):
    place = Membership.objects.get(person=world.head)
    with pytest.raises(NotAllowed):
        actions.change_membership(membership=place, valid_until=None, administers_members=True, by=actor(world.head))
    with pytest.raises(NotAllowed):
        actions.leave(membership=place, by=actor(world.operator))
    sign_in(world.head).post(address("people:leave", place.pk))
    assert roles(world.head) == []
    with pytest.raises(MembershipError, match="schon beendet"):
        actions.end_membership(membership=place, by=actor(world.operator))


def test_leaving_and_coming_back_the_same_day(world):
    place = Membership.objects.get(person=world.caseworker)
    actions.leave(membership=place, by=actor(world.caseworker))
    sent = actions.invite(
        organisation=world.authority, email=world.caseworker.email, role=Role.CASEWORKER, by=actor(world.head)
    )
    actions.join(token=sent.link.strip("/").rsplit("/", 1)[-1], person=world.caseworker)
    assert roles(world.caseworker) == [Role.CASEWORKER]


def test_changing_the_last_day(world):
    place = Membership.objects.get(person=world.caseworker)
    client = sign_in(world.head)
    page = address("people:membership", place.pk)
    assert "Vergangenheit" in client.post(page, {"valid_until": "2020-01-01"}).content.decode()
    client.post(page, {"valid_until": (today() + timedelta(days=3)).isoformat(), "administers_members": "on"})
    place.refresh_from_db()
    assert (place.valid_until, place.administers_members) == (today() + timedelta(days=3), True)


def test_the_directory_of_notices(world):
    known = PeopleDirectory()
    place = Membership.objects.get(person=world.head)
    Deputyship.objects.create(membership=place, deputy=world.caseworker, valid_from=today(), valid_until=today())
    asked = {"organisation": world.authority.pk, "on": today()}
    assert known.holders(role="caseworker", **asked) == {world.caseworker.pk}
    assert known.deputies(role="head", person=world.head.pk, **asked) == {world.caseworker.pk}
    assert known.heads(**asked) == {world.head.pk}
    assert known.roles_of(person=world.caseworker.pk, on=today()) == {world.authority.pk: {"caseworker", "head"}}
    assert known.names(organisations=[world.town.pk], on=today()) == {world.town.pk: "Musterstadt"}


@pytest.mark.parametrize("number", [1, 50])
def test_asking_who_acts_takes_one_query_whatever_the_number_of_roles(world, number):
    person = make_person("Viel Beschäftigt")
    for count in range(number):
        give(person, make_house(Kind.MUNICIPALITY, f"Ort {count}", f"059{count:05}"), Role.EDITOR)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(standings_of(person)) == number
    assert len(queries) == 1
