"""Notices: once for each person, by mail as each wants, never confidential by mail, ten thousand at once."""

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from kommin.foundation.notices.actions import notify
from kommin.foundation.notices.actions.digests import send_digests
from kommin.foundation.notices.actions.notices import choose_pace, mark_all_read, mark_read
from kommin.foundation.notices.models import Mail, Notice, Pace
from kommin.foundation.notices.queries import unread_count
from notices.world import acting, make_person

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def tell(*people, key: str = "test:1", **more) -> int:
    values = {
        "recipients": [person.pk for person in people], "kind": "notices.deadline",
        "title": "Widerruf gegen Frau Geheim", "url": "/deadlines/", "key": key, "context": {"due": date(2027, 3, 1)},
    }  # fmt: skip
    return notify(**(values | more))


def test_told_once_however_often_it_is_said(db):
    person = make_person()
    assert tell(person) == 1
    assert tell(person, person) == 0
    assert tell(person, key="test:2") == 1
    assert Notice.objects.count() == Mail.objects.count() == 2


def test_locked_people_are_told_nothing(db):
    locked = make_person(is_active=False, locked_at=timezone.now())
    assert tell(locked) == 0
    assert not Mail.objects.exists()


def test_what_is_confidential_stays_in_the_house(db):
    tell(make_person(), context={"due": date(2027, 3, 1), "amount": "48.987,20 €", "reason": "Betrug"})
    stored = str(Mail.objects.values().get())
    for secret in ("Geheim", "48.987", "Betrug"):
        assert secret not in stored
    assert "Geheim" in Notice.objects.get().title


def test_the_link_in_a_mail_speaks_the_reader_s_language(db):
    tell(make_person(language="de"), make_person(language="en"))
    links = {mail.language: mail.context["link"] for mail in Mail.objects.all()}
    assert links["de"].endswith("/deadlines/")
    assert links["en"].endswith("/en/deadlines/")


def test_a_digest_instead_of_single_mails(db):
    daily, weekly = make_person(), make_person()
    choose_pace(pace=Pace.DAILY, by=acting(daily))
    choose_pace(pace=Pace.WEEKLY, by=acting(weekly))
    for number in range(3):
        tell(daily, weekly, key=f"test:{number}")
    assert not Mail.objects.exists()
    assert send_digests(day=TUESDAY) == 1
    mail = Mail.objects.get()
    assert (mail.recipient_id, mail.text_name) == (daily.pk, "notices.digest")
    assert mail.context["list"] == ["Fristerinnerung: 3"]
    assert "Geheim" not in str(mail.context)
    assert send_digests(day=TUESDAY) == 0
    assert send_digests(day=MONDAY) == 1
    assert Mail.objects.filter(recipient=weekly).count() == 1


def test_what_was_read_in_time_is_not_in_the_digest(db):
    person = make_person()
    choose_pace(pace=Pace.DAILY, by=acting(person))
    tell(person)
    mark_all_read(by=acting(person))
    assert send_digests(day=TUESDAY) == 0


def test_the_unread_count(db):
    person, other = make_person(), make_person()
    for number in range(3):
        tell(person, other, key=f"test:{number}")
    mine = Notice.objects.filter(recipient=person).first()
    mark_read(notice=mine, by=acting(other))
    assert unread_count(person.pk) == 3
    mark_read(notice=mine, by=acting(person))
    assert unread_count(person.pk) == 2
    assert mark_all_read(by=acting(person)) == 2
    assert (unread_count(person.pk), unread_count(other.pk)) == (0, 3)


@pytest.mark.once
def test_ten_thousand_at_once(db, django_assert_max_num_queries):
    """The cost does not grow with each person: some queries for every five hundred."""
    users = get_user_model()
    users.objects.bulk_create(
        users(email=f"p{number}@example.org", name=f"Person {number}", password="!") for number in range(10_000)
    )
    ids = list(users.objects.values_list("pk", flat=True))
    with django_assert_max_num_queries(400):
        assert tell(key="test:all", recipients=ids) == 10_000
    assert Notice.objects.count() == Mail.objects.count() == 10_000
