"""Deadlines: entered, settled, overdue until done; reminders and whom they reach; sources; the calendar."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from icalendar import Calendar

from kommin.foundation.access import NotAllowed
from kommin.foundation.notices.actions import Due, complete_deadline, settle_deadline, upsert_deadline
from kommin.foundation.notices.actions import deadlines as module
from kommin.foundation.notices.actions.calendars import make_calendar_feed, revoke_calendar_feed
from kommin.foundation.notices.actions.deadlines import CannotTickOffError, ask_deadline_sources
from kommin.foundation.notices.actions.reminders import remind, set_reminder_plan, stage_of
from kommin.foundation.notices.models import CalendarFeed, Deadline, Notice, ReminderPlan
from kommin.foundation.notices.models.deadline import today
from kommin.foundation.notices.queries import deadlines_of_person, settled, still_open
from notices.world import acting, make_person

DUE = date(2027, 3, 31)
TOWN = 7


def enter(key: str = "test:1", **more) -> Deadline:
    values = {
        "due": DUE, "title": "Zwischennachweis", "source": "ANBest-G 7.1", "url": "/cases/1/",
        "organisation": TOWN, "role": "treasurer",
    }  # fmt: skip
    return upsert_deadline(key=key, **(values | more))


def told(person) -> list[str]:
    return [notice.key.rsplit(":", 1)[1] for notice in Notice.objects.filter(recipient=person).order_by("pk")]


def test_entering_twice_changes_the_one(db):
    enter()
    enter(title="Verwendungsnachweis", due=DUE + timedelta(days=1))
    deadline = Deadline.objects.get()
    assert (deadline.title, deadline.due) == ("Verwendungsnachweis", DUE + timedelta(days=1))


def test_a_settled_deadline_opens_again_only_with_another_day(db):
    enter()
    assert settle_deadline(key="test:1")
    assert not settle_deadline(key="test:1")
    assert enter(title="x").settled_at is not None
    assert enter(due=DUE + timedelta(days=30)).settled_at is None


def test_a_deadline_needs_somebody(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        enter(role="")


def test_overdue_stays_overdue_until_it_is_done(db):
    deadline = enter(due=today() - timedelta(days=400))
    assert deadline.is_overdue
    settle_deadline(key="test:1")
    deadline.refresh_from_db()
    assert not deadline.is_overdue


def test_the_last_day_is_in_time(db):
    assert not enter(due=today()).is_overdue
    assert enter("test:2", due=today() - timedelta(days=1)).is_overdue


def test_one_list_for_a_person_over_all_organisations(db, phonebook):
    me = make_person()
    phonebook.roles = {(7, "treasurer"): [me.pk], (8, "editor"): [me.pk], (9, "editor"): []}
    enter("mine by role")
    enter("other role", role="editor")
    enter("other house", organisation=8, role="editor", due=DUE - timedelta(days=5))
    enter("mine by name", organisation=None, role="", person=me.pk, due=DUE - timedelta(days=9))
    enter("a colleague's by name", person=make_person().pk)
    enter("done")
    settle_deadline(key="done")
    mine = deadlines_of_person(me.pk)
    assert [one.key for one in still_open(mine)] == ["mine by name", "other house", "mine by role"]
    assert [one.key for one in settled(mine)] == ["done"]


@pytest.mark.parametrize(
    ("days_after", "name", "reaches"),
    [
        (-30, None, ()),
        (-14, "before-14", ("responsible",)),
        (-4, "before-14", ("responsible",)),
        (-3, "before-3", ("responsible",)),
        (0, "before-0", ("responsible",)),
        (1, "overdue-2", ("responsible", "deputies")),
        (6, "overdue-2", ("responsible", "deputies")),
        (7, "overdue-3", ("responsible", "deputies", "heads")),
        (900, "overdue-3", ("responsible", "deputies", "heads")),
    ],
)
def test_the_stages_of_the_usual_plan(days_after, name, reaches):
    stage = stage_of(Deadline(due=DUE), ReminderPlan.usual(), DUE + timedelta(days=days_after))
    assert (stage.name if stage else None, stage.reaches if stage else ()) == (name, reaches)


def test_reminders_reach_more_people_as_time_passes_each_once(db, phonebook):
    treasurer, deputy, head = make_person(), make_person(), make_person()
    phonebook.roles = {(TOWN, "treasurer"): [treasurer.pk]}
    phonebook.standing_in, phonebook.answering = [deputy.pk], [head.pk]
    enter()
    for days in range(-40, 40):
        for _twice in range(2):
            remind(day=DUE + timedelta(days=days))
    assert told(treasurer) == ["before-14", "before-3", "before-0", "overdue-2", "overdue-3"]
    assert told(deputy) == ["deputies"]
    assert told(head) == ["heads"]


def test_missed_days_are_not_made_up_for_one_by_one(db, phonebook):
    treasurer = make_person()
    phonebook.roles = {(TOWN, "treasurer"): [treasurer.pk]}
    enter()
    remind(day=DUE - timedelta(days=1))
    assert told(treasurer) == ["before-3"]


def test_settled_deadlines_remind_nobody(db, phonebook):
    phonebook.roles = {(TOWN, "treasurer"): [make_person().pk]}
    enter()
    settle_deadline(key="test:1")
    assert remind(day=DUE) == 0


def test_an_organisation_sets_its_own_plan(db, phonebook):
    treasurer = make_person()
    phonebook.roles = {(TOWN, "treasurer"): [treasurer.pk]}
    enter()
    set_reminder_plan(days_before=[30], deputy_after=2, head_after=3, by=acting(make_person(), "signatory", TOWN))
    remind(day=DUE - timedelta(days=30))
    assert told(treasurer) == ["before-30"]
    with pytest.raises(NotAllowed):
        set_reminder_plan(days_before=[30], deputy_after=2, head_after=3, by=acting(make_person(), "editor", TOWN))


def test_ticking_off_by_hand(db):
    person = make_person()
    by_itself = enter(role="treasurer")
    by_hand = enter("test:2", by_hand=True)
    with pytest.raises(NotAllowed):
        complete_deadline(deadline=by_hand, by=acting(person, "editor", TOWN))
    with pytest.raises(NotAllowed):
        complete_deadline(deadline=by_hand, by=acting(person, "treasurer", 8))
    with pytest.raises(CannotTickOffError):
        complete_deadline(deadline=by_itself, by=acting(person, "treasurer", TOWN))
    complete_deadline(deadline=by_hand, by=acting(person, "treasurer", TOWN))
    assert by_hand.settled_at is not None
    with pytest.raises(CannotTickOffError):
        complete_deadline(deadline=by_hand, by=acting(person, "treasurer", TOWN))


def test_a_source_is_followed(db, monkeypatch):
    person = make_person()
    dues = [Due(key=f"test.source:{n}", due=DUE, title=f"Nr. {n}", person=person.pk) for n in (1, 2)]
    monkeypatch.setattr(module, "_sources", {"test.source:": lambda: dues})
    enter("other:1")
    ask_deadline_sources()
    ask_deadline_sources()
    assert Deadline.objects.filter(settled_at=None).count() == 3
    del dues[0]
    dues.append(Due(key="test.source:3", due=DUE, title="Nr. 3", person=person.pk))
    ask_deadline_sources()
    assert set(Deadline.objects.filter(settled_at=None).values_list("key", flat=True)) == {
        "other:1", "test.source:2", "test.source:3",
    }  # fmt: skip


def test_a_source_that_has_not_changed_costs_no_writing(db, monkeypatch, django_assert_max_num_queries):
    person = make_person()
    dues = [Due(key=f"test.source:{n}", due=DUE, title=f"Nr. {n}", person=person.pk) for n in range(50)]
    monkeypatch.setattr(module, "_sources", {"test.source:": lambda: dues})
    ask_deadline_sources()
    with django_assert_max_num_queries(4):
        ask_deadline_sources()


def test_the_calendar_has_every_open_deadline_and_only_for_who_knows_the_address(db, client, phonebook):
    me = make_person(language="en")
    phonebook.roles = {(TOWN, "treasurer"): [me.pk]}
    enter(due=today() + timedelta(days=3), title="Zwischennachweis; mit, Kommas\nund Zeilen")
    enter("late", due=today() - timedelta(days=3))
    enter("done", due=today())
    settle_deadline(key="done")
    token = make_calendar_feed(by=acting(me))
    answer = client.get(f"/calendar/{token}.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    assert answer["Cache-Control"] == "private, no-store"
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert [(event["DTSTART"].dt, str(event["SUMMARY"])) for event in events] == [
        (today() - timedelta(days=3), "Overdue: Zwischennachweis"),
        (today() + timedelta(days=3), "Zwischennachweis; mit, Kommas\nund Zeilen"),
    ]
    assert "ANBest-G 7.1" in str(events[0]["DESCRIPTION"])
    assert str(events[0]["URL"]).endswith("/cases/1/")
    assert token not in str(CalendarFeed.objects.values().get())


def test_a_revoked_replaced_or_locked_calendar_is_not_found(db, client, phonebook):
    me = make_person()
    old = make_calendar_feed(by=acting(me))
    new = make_calendar_feed(by=acting(me))
    assert client.get(f"/calendar/{old}.ics").status_code == 404
    assert client.get(f"/calendar/{new}.ics").status_code == 200
    assert client.get("/calendar/nonsense.ics").status_code == 404
    type(me).objects.filter(pk=me.pk).update(is_active=False, locked_at=me.created_at)
    assert client.get(f"/calendar/{new}.ics").status_code == 404
    type(me).objects.filter(pk=me.pk).update(is_active=True, locked_at=None)
    assert revoke_calendar_feed(by=acting(me))
    assert client.get(f"/calendar/{new}.ics").status_code == 404
