"""Lists take the same number of queries with 1 and with 50 rows; organisations keep their names."""

import io
import json
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kommin.foundation.access import Actor, NotAllowed
from kommin.people import actions, queries
from kommin.people.errors import OrganisationError
from kommin.people.models import ConflictOfInterest, Deputyship, Ground, Invitation, Kind, Membership, Role, User
from kommin.people.models.dated import today

from .conftest import actor, address, give, make_house, make_person, sign_in

pytestmark = pytest.mark.once


def cost(client, page):
    client.get(page)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(page)
    assert answer.status_code == 200
    return len(captured)


def same_cost(client, page, add_row):
    add_row(0)
    one = cost(client, page)
    for number in range(1, 50):
        add_row(number)
    assert cost(client, page) == one
    return one


def test_members_with_deputies_and_invitations(world):
    def add(number):
        person = make_person(f"Person{number} Name", f"p{number}@example.org")
        place = give(person, world.authority, Role.CASEWORKER)
        Deputyship.objects.create(membership=place, deputy=world.head, valid_from=today(), valid_until=today())
        actions.invite(
            organisation=world.authority, email=f"i{number}@example.org", role=Role.CASEWORKER, by=actor(world.head)
        )

    assert same_cost(sign_in(world.head), address("people:organisation", world.authority.pk), add) < 25


def test_organisations(world):
    def add(number):
        make_house(Kind.MUNICIPALITY, f"Ort {number}", f"059{number:05}")

    assert same_cost(sign_in(world.operator), address("people:organisations"), add) < 15


def test_former_members(world):
    def add(number):
        give(
            make_person(f"Person{number} Name", f"p{number}@example.org"),
            world.authority,
            Role.HEAD,
            since=-9,
            until=-2,
        )

    same_cost(sign_in(world.head), address("people:former_members", world.authority.pk), add)


def test_conflicts(world):
    def add(number):
        ConflictOfInterest.objects.create(
            person=world.caseworker, municipality_key=f"059{number:05}", municipality_name=f"Ort {number}",
            ground=Ground.ORGAN, declared_by=world.head, valid_from=today(),
        )  # fmt: skip

    same_cost(sign_in(world.head), address("people:conflicts"), add)


def test_the_own_profile(world):
    def add(number):
        give(world.editor, make_house(Kind.MUNICIPALITY, f"Ort {number}", f"059{number:05}"), Role.EDITOR)

    same_cost(sign_in(world.editor), address("people:profile"), add)


def test_a_long_list_is_cut_into_pages(world):
    for number in range(60):
        make_house(Kind.MUNICIPALITY, f"Ort {number:02}", f"059{number:05}")
    client = sign_in(world.operator)
    first = client.get(address("people:organisations") + "?kind=municipality").content.decode()
    assert "Ort 10" in first
    assert "Ort 59" not in first
    assert "Ort 59" in client.get(address("people:organisations") + "?kind=municipality&page=2").content.decode()
    assert client.get(address("people:organisations") + "?page=999999").status_code == 200
    assert "Keine Organisation passt" in client.get(address("people:organisations") + "?q=zzqq").content.decode()


def test_a_ministry_is_renamed_and_followed(world):
    old = make_house(Kind.MINISTRY, "Ministerium vor der Wahl")
    actions.record_succession(
        predecessor=old, successor=world.ministry, day=date(2022, 6, 29), by=actor(world.operator)
    )
    actions.rename_organisation(
        organisation=world.ministry,
        name="Ministerium  für neue Beispiele",
        valid_from=date(2025, 1, 1),
        by=actor(world.operator),
    )
    house = queries.with_history(world.ministry)
    assert house.name_on(date(2024, 12, 31)) == "Ministerium für Beispiele"
    assert house.name_on(date(2025, 1, 1)) == "Ministerium für neue Beispiele"
    page = sign_in(world.operator).get(address("people:organisation", world.ministry.pk)).content.decode()
    assert "Ministerium vor der Wahl" in page
    for bad in (
        {"predecessor": world.ministry, "successor": old},
        {"predecessor": old, "successor": world.ministry},
        {"predecessor": old, "successor": old},
        {"predecessor": world.town, "successor": world.ministry},
    ):
        with pytest.raises(OrganisationError):
            actions.record_succession(**bad, day=today(), by=actor(world.operator))
    with pytest.raises(OrganisationError, match="nach dem jetzigen"):
        actions.rename_organisation(
            organisation=world.ministry, name="X", valid_from=date(2025, 1, 1), by=actor(world.operator)
        )


def test_registering_organisations(world):
    client = sign_in(world.operator)
    page = address("people:organisation_create")
    for wrong, said in (
        ({"kind": "municipality", "name": "Ohne Schlüssel"}, "braucht ihren Schlüssel"),
        ({"kind": "municipality", "name": "Doppelt", "municipality_key": "05315000"}, "schon eingetragen"),
        ({"kind": "municipality", "name": "Falsch", "municipality_key": "0531500000000"}, "Ziffern"),
        ({"kind": "ministry", "name": "  "}, "name"),
    ):
        answer = client.post(page, wrong)
        assert answer.status_code == 200
        assert said in answer.content.decode()
    assert (
        client.post(page, {"kind": "municipality", "name": "Neustadt", "municipality_key": "05314000"}).status_code
        == 302
    )
    with pytest.raises(NotAllowed):
        actions.create_organisation(kind=Kind.MINISTRY, name="X", by=actor(world.head))


def test_anonymising_leaves_the_account_and_takes_the_person(world):
    place = Membership.objects.get(person=world.editor)
    with pytest.raises(Exception, match="Mitgliedschaften"):
        actions.anonymise_person(person=world.editor, reason="Antrag", by=actor(world.operator))
    actions.leave(membership=place, by=actor(world.editor))
    actions.anonymise_person(person=world.editor, reason="Antrag", by=actor(world.operator))
    gone = User.objects.get(pk=world.editor.pk)
    assert (gone.name, gone.is_active) == ("", False)
    assert "edda" not in gone.email
    assert not User.objects.filter(email="edda@example.org").exists()
    with pytest.raises(Exception, match="anonymisiert"):
        actions.unlock_person(person=gone, by=actor(world.operator))


def command(*words):
    out = io.StringIO()
    call_command("people", *words, "--lang", "de", stdout=out)
    return out.getvalue()


def test_the_first_operator_comes_by_command(db):
    answer = json.loads(command("invite-operator", "Olga@example.org", "--json"))
    assert answer["email"] == "olga@example.org"
    token = answer["link"].strip("/").rsplit("/", 1)[-1]
    user = actions.open_account(token=token, name="Olga", password=None, language="de")
    assert user.memberships.get().role == Role.OPERATOR
    assert Invitation.objects.get().invited_by is None


def test_accounts_by_command(world):
    assert "Edda Editor" in command("show", "edda@example.org")
    assert json.loads(command("show", "edda@example.org", "--json"))["roles"][0]["role"] == "editor"
    command("lock", "edda@example.org", "--reason", "Verdacht")
    assert json.loads(command("show", "edda@example.org", "--json"))["locked"] is True
    command("unlock", "edda@example.org")
    with pytest.raises(CommandError, match="kein Konto") as refused:
        command("show", "nobody@example.org")
    assert refused.value.returncode == 2
    with pytest.raises(CommandError, match="keinen zweiten Faktor"):
        command("reset-second-factor", "edda@example.org", "--reason", "verloren")


def test_the_house_itself_needs_no_role(world):
    actions.end_membership(membership=Membership.objects.get(person=world.editor), by=Actor.clock())
    assert Membership.objects.get(person=world.editor).valid_until == today()
    assert queries.organisations_of(world.editor, today() + timedelta(days=1)) == set()
