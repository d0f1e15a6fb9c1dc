"""The pages: what each person sees and can do, and what they cannot."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from kommin.foundation.notices.actions import notify, upsert_deadline
from kommin.foundation.notices.actions.bounces import mark_unreachable
from kommin.foundation.notices.models import (
    Bounce,
    CalendarFeed,
    Deadline,
    Mail,
    MailPreference,
    MailText,
    Notice,
    ReminderPlan,
)
from kommin.foundation.notices.models.deadline import today
from notices.world import make_member, make_person, signed_in

OPERATOR_PAGES = ["notices:texts", "notices:stuck_mails", "runs:all", "runs:clock", "runs:given_up"]


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False
    with translation.override("de"):
        yield


def tell(person, key: str = "test:1", url: str = "/deadlines/", title: str = "Frist: Zwischennachweis") -> Notice:
    notify(recipients=[person.pk], kind="notices.deadline", title=title, url=url, key=key, context={"due": today()})
    return Notice.objects.get(recipient=person, key=key)


def enter(key: str, house, role: str = "editor", **more) -> Deadline:
    values = {"due": today() + timedelta(days=5), "title": f"Frist {key}", "organisation": house.pk, "role": role}
    return upsert_deadline(key=key, **(values | more))


@pytest.mark.parametrize(
    "page", [*OPERATOR_PAGES, "notices:list", "notices:settings", "notices:deadlines", "runs:list"]
)
def test_visitors_are_sent_to_sign_in(db, client, page):
    answer = client.get(reverse(page))
    assert answer.status_code == 302
    assert "login" in answer["Location"]


@pytest.mark.parametrize("page", OPERATOR_PAGES)
def test_pages_for_operators_are_not_there_for_others(db, page):
    editor, _house = make_member("editor")
    operator, _platform = make_member("operator", "operator")
    assert signed_in(editor).get(reverse(page)).status_code == 404
    assert signed_in(operator).get(reverse(page)).status_code == 200


def test_the_bell_counts_and_one_click_leads_to_the_thing(db):
    person, _house = make_member("editor")
    client = signed_in(person)
    first, _second = tell(person), tell(person, "test:2")
    assert "2 ungelesene" in client.get(reverse("notices:list")).text
    answer = client.get(reverse("notices:open", args=[first.pk]))
    assert (answer.status_code, answer["Location"]) == (302, "/deadlines/")
    assert "ein ungelesener" in client.get(reverse("notices:list")).text
    client.post(reverse("notices:read_all"))
    assert "ungelesene" not in client.get(reverse("notices:list")).text


def test_a_notice_leads_to_the_page_in_the_reader_s_language(db):
    person, _house = make_member("editor")
    notice = tell(person)
    with translation.override("en"):
        address = reverse("notices:open", args=[notice.pk])
    assert signed_in(person).get(address)["Location"] == "/en/deadlines/"


def test_a_notice_never_leads_out_of_the_house(db):
    person, _house = make_member("editor")
    notice = tell(person, url="https://evil.example.org/")
    answer = signed_in(person).get(reverse("notices:open", args=[notice.pk]))
    assert answer["Location"] == reverse("notices:list")


def test_somebody_else_s_notice_is_not_found(db):
    person, _house = make_member("editor")
    notice = tell(make_person())
    assert signed_in(person).get(reverse("notices:open", args=[notice.pk])).status_code == 404
    assert Notice.objects.get().read_at is None


@pytest.mark.parametrize("number", [1, 50])
def test_lists_cost_the_same_with_one_row_and_with_fifty(db, number, django_assert_max_num_queries):
    person, house = make_member("editor")
    client = signed_in(person)
    for n in range(number):
        tell(person, f"test:{n}")
        enter(f"test:{n}", house, person=make_person().pk if n % 2 else None)
    client.get(reverse("notices:list"))
    for page in ("notices:list", "notices:deadlines", "notices:organisation_deadlines"):
        with django_assert_max_num_queries(12):
            assert client.get(reverse(page)).status_code == 200


def test_the_lists_show_one_s_own_and_the_organisation_s(db):
    editor, house = make_member("editor")
    enter("mine", house)
    enter("colleague", house, role="treasurer")
    enter("late", house, due=today() - timedelta(days=3))
    other = make_member("editor", key="05315000")[1]
    enter("foreign", other)
    client = signed_in(editor)
    mine = client.get(reverse("notices:deadlines")).text
    assert "Frist mine" in mine
    assert "seit 3 Tagen überfällig" in mine
    assert "Frist colleague" not in mine
    everybody = client.get(reverse("notices:organisation_deadlines")).text
    assert "Frist colleague" in everybody
    assert "Frist foreign" not in everybody + mine


def test_ticking_off(db):
    editor, house = make_member("editor")
    stranger, _other = make_member("editor", key="05315000")
    deadline = enter("by hand", house, by_hand=True)
    address = reverse("notices:complete_deadline", args=[deadline.pk])
    assert signed_in(stranger).post(address).status_code == 404
    client = signed_in(editor)
    assert client.get(address).status_code == 405
    client.post(address)
    deadline.refresh_from_db()
    assert deadline.settled_at is not None
    assert "Frist by hand" in client.get(reverse("notices:deadlines") + "?done=1").text


def test_mail_settings(db):
    person, _house = make_member("editor", email="kim@example.org")
    client = signed_in(person)
    address = reverse("notices:settings")
    client.post(address, {"pace": "weekly"})
    assert MailPreference.objects.get(person=person).pace == "weekly"
    assert client.post(address, {"pace": "hourly"}).status_code == 422
    mark_unreachable(address="Kim@example.org", reason="550 no such user")
    assert "550 no such user" in client.get(address).text
    client.post(reverse("notices:try_address_again"))
    assert not Bounce.objects.exists()


def test_the_calendar_s_address_is_shown_once(db, client):
    person, _house = make_member("editor")
    browser = signed_in(person)
    address = reverse("notices:settings")
    browser.post(reverse("notices:make_feed"))
    page = browser.get(address).text
    start = page.index("http://127.0.0.1:8000/calendar/")
    feed = page[start:].split("<")[0]
    assert client.get(feed.removeprefix("http://127.0.0.1:8000")).status_code == 200
    assert feed not in browser.get(address).text
    browser.post(reverse("notices:revoke_feed"))
    assert not CalendarFeed.objects.exists()


def test_reminders(db):
    signatory, house = make_member("signatory")
    editor, _house = make_member("editor")
    address = reverse("notices:reminders")
    assert signed_in(editor).get(address).status_code == 404
    client = signed_in(signatory)
    assert client.post(address, {"days_before": "viel", "deputy_after": 1, "head_after": 7}).status_code == 422
    client.post(address, {"days_before": "7, 30,1", "deputy_after": 2, "head_after": 9})
    plan = ReminderPlan.objects.get()
    assert (plan.organisation, plan.days_before, plan.deputy_after, plan.head_after) == (house.pk, [30, 7, 1], 2, 9)


def test_editing_a_mail_text(db):
    operator, _platform = make_member("operator", "operator", email="olga@example.org")
    client = signed_in(operator)
    address = reverse("notices:edit_text", args=["notices.run_finished", "de"])
    assert "{link}" in client.get(address).text
    words = {"subject": "Fertig", "body": "Hallo {name}\n\n[Hier]({link})"}
    refused = client.post(address, words | {"body": "{nonsense} [x]({link})", "save": "1"})
    assert refused.status_code == 422
    assert "{nonsense} ist kein Platzhalter" in refused.text
    assert not MailText.objects.exists()
    preview = client.post(address, words | {"preview": "1"})
    assert "Hallo Kim Beispiel" in preview.text
    client.post(address, words | {"test": "1"})
    assert Mail.objects.get().to == "olga@example.org"
    assert not MailText.objects.exists()
    client.post(address, words | {"save": "1"})
    assert MailText.objects.get().subject == "Fertig"
    client.post(reverse("notices:reset_text", args=["notices.run_finished", "de"]))
    assert not MailText.objects.exists()


@pytest.mark.parametrize("words", [["nonsense", "de"], ["notices.digest", "fr"]])
def test_texts_that_do_not_exist_are_not_found(db, words):
    operator, _platform = make_member("operator", "operator")
    assert signed_in(operator).get(reverse("notices:edit_text", args=words)).status_code == 404


def test_deciding_about_stuck_mails(db):
    operator, _platform = make_member("operator", "operator")
    client = signed_in(operator)
    unclear = Mail.objects.create(
        key="a", to="a@example.org", state="unclear", subject="Eins", settled_at=timezone.now()
    )
    failed = Mail.objects.create(key="b", to="b@example.org", state="failed", subject="Zwei", settled_at=timezone.now())
    page = client.get(reverse("notices:stuck_mails")).text
    assert "Eins" in page
    assert "Zwei" in page
    client.post(reverse("notices:send_again", args=[failed.pk]))
    client.post(reverse("notices:count_as_sent", args=[unclear.pk]))
    assert dict(Mail.objects.values_list("subject", "state")) == {"Eins": "sent", "Zwei": "waiting"}
