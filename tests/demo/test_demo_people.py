"""The demonstration has an account for every role, and loading it twice changes nothing."""

import pytest
from django.contrib.auth.hashers import check_password
from django.urls import reverse

from kommin.demo import people
from kommin.people.models import ConflictOfInterest, Deputyship, Membership, Organisation, Role, User
from kommin.people.queries import invented_people, may_examine
from kommin.people.standing import standings_of

pytestmark = pytest.mark.django_db


def test_everybody_is_there_once_whatever_the_number_of_loads(settings):
    people.load()
    before = [model.objects.count() for model in (User, Organisation, Membership, Deputyship, ConflictOfInterest)]
    people.load()
    after = [model.objects.count() for model in (User, Organisation, Membership, Deputyship, ConflictOfInterest)]
    assert before == after
    assert set(Membership.objects.values_list("role", flat=True)) == set(Role.values)
    assert all(check_password(settings.DEMO_PASSWORD, user.password) for user in User.objects.all())
    assert all(user.email.endswith("@example.org") for user in User.objects.all())


def test_somebody_has_two_offices_and_somebody_stands_in():
    people.load()
    assert len(standings_of(User.objects.get(email="toni.doppel@example.org"))) == 2
    deputy = standings_of(User.objects.get(email="bernd.pruefer@example.org"))
    assert [one.deputising_for for one in deputy] == ["", "Hedwig Leitner"]


def test_one_caseworker_cannot_examine_one_town():
    people.load()
    carla = User.objects.get(email="carla.sach@example.org")
    assert not may_examine(carla, "05914000")
    assert may_examine(carla, "05315000")


def test_the_password_is_shown_in_the_demonstration_only(client, settings):
    people.load()
    assert settings.DEMO_PASSWORD not in client.get(reverse("account_login")).content.decode()
    settings.KOMMIN = settings.KOMMIN.model_copy(update={"demo": True})
    page = client.get(reverse("account_login") + "?login=carla.sach@example.org").content.decode()
    assert settings.DEMO_PASSWORD in page
    assert page.count("#sign-in") == len(invented_people())
    assert 'value="carla.sach@example.org"' in page
