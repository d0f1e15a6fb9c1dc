"""How a letter reaches the municipality and when the decision is final (worked examples: rule 8, “Finality”)."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import transaction

from databases import beginning
from decisions.delivering import AUTUMN, decided, land_in_autumn, on
from decisions.granting import Land, years
from files.samples import pdf, upload
from kommin.decisions import actions
from kommin.decisions.duties import PREFIX, all_dues
from kommin.decisions.errors import DecisionError
from kommin.decisions.finality import finality_of
from kommin.decisions.models import Decision, DeliveryEntry, DeliveryKind, Kind, Outcome
from kommin.foundation.access import Actor, NotAllowed
from kommin.foundation.audit.models import Record
from kommin.foundation.notices.actions.deadlines import ask_deadline_sources
from kommin.foundation.notices.models import Deadline, Mail, Notice
from kommin.people.models import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_letters")]


begun_land = beginning(land_in_autumn)


@pytest.fixture(autouse=True)
def _autumn() -> Iterator[None]:
    with on(AUTUMN):
        yield


def posted(land: Land, day: date, *, decided_on: date | None = None) -> Decision:
    decision = decided(land, decided_on or day)
    actions.send_by_post(decision=decision, posted_on=day, by=land.authority.caseworker)
    return decision


def final(decision: Decision) -> date | None:
    return finality_of(Decision.objects.get(pk=decision.pk)).day


@pytest.mark.parametrize(
    ("posted_on", "received", "payable"),
    [
        (date(2026, 5, 4), date(2026, 5, 8), date(2026, 6, 9)),
        (date(2010, 2, 1), date(2010, 2, 4), date(2010, 3, 5)),
        (date(2026, 1, 27), date(2026, 1, 31), date(2026, 3, 3)),
        (date(2026, 4, 30), date(2026, 5, 4), date(2026, 6, 6)),
    ],
    ids=["end on a Monday", "three days in 2010", "end on a Saturday", "end on Fronleichnam"],
)
def test_a_posted_letter_is_final_a_month_after_it_counts_as_received(
    land: Land, posted_on: date, received: date, payable: date
) -> None:
    decision = posted(land, posted_on)
    found = finality_of(decision)
    assert found.result is not None
    assert (found.result.receipt, found.day) == (received, payable)
    assert not found.is_final(payable - timedelta(days=1))
    assert found.is_final(payable)
    assert [step.rule for step in found.result.steps][:2] == ["deemed-receipt", "remedy"]


def test_a_waiver_on_paper_makes_it_final_on_the_day_it_arrives(land: Land) -> None:
    decision = posted(land, date(2026, 5, 4))
    entry = actions.record_waiver(
        decision=decision, arrived_on=date(2026, 5, 12), by=land.authority.caseworker,
        upload=upload(pdf()),
    )  # fmt: skip
    assert final(decision) == date(2026, 5, 12)
    assert entry.file is not None
    assert not entry.signed


def test_a_proven_later_receipt_counts_instead(land: Land) -> None:
    decision = posted(land, date(2026, 5, 4))
    by = land.authority.caseworker
    with pytest.raises(DecisionError, match="bewiesen") as refused:
        actions.prove_receipt(decision=decision, received_on=date(2026, 5, 15), note=" ", by=by)
    assert refused.value.field == "note"
    actions.prove_receipt(decision=decision, received_on=date(2026, 5, 15), note="Eingangsstempel", by=by)
    assert final(decision) == date(2026, 6, 16)


def test_opened_in_the_portal_it_counts_as_received_the_next_day(land: Land) -> None:
    decision = decided(land, date(2026, 5, 4))
    town, by = land.town, land.authority.caseworker
    actions.offer_in_portal(decision=decision, by=by)
    assert finality_of(decision).result is None
    assert "zum Abruf bereit" in finality_of(decision).reason
    first = actions.retrieve_in_portal(decision=decision, by=town.editor)
    with on(AUTUMN + timedelta(days=2)):
        assert actions.retrieve_in_portal(decision=decision, by=town.signatory) == first
    found = finality_of(decision)
    assert found.result is not None
    assert (first.day, found.result.receipt) == (AUTUMN, AUTUMN + timedelta(days=1))
    assert found.day == date(2026, 12, 29)  # 25.12. is a holiday, 26.12. too, 27.12. a Sunday


def test_what_nobody_opens_in_ten_days_is_not_delivered_and_can_be_offered_again(land: Land) -> None:
    decision = decided(land, AUTUMN)
    town, by = land.town, land.authority.caseworker
    first = actions.offer_in_portal(decision=decision, by=by)
    assert actions.offer_in_portal(decision=decision, by=by) == first
    with on(AUTUMN + timedelta(days=11)):
        assert "nicht bekannt gegeben" in finality_of(decision).reason
        with pytest.raises(DecisionError, match=r"04\.12\.2026"):
            actions.retrieve_in_portal(decision=decision, by=town.editor)
        actions.offer_in_portal(decision=decision, by=by)
        assert actions.retrieve_in_portal(decision=decision, by=town.editor).day == AUTUMN + timedelta(days=11)
    with on(AUTUMN + timedelta(days=12)), pytest.raises(DecisionError, match="bereits"):
        actions.offer_in_portal(decision=decision, by=by)


def test_the_last_day_in_the_portal_is_the_tenth_after_the_offer(land: Land) -> None:
    decision = decided(land, AUTUMN)
    actions.offer_in_portal(decision=decision, by=land.authority.caseworker)
    with on(AUTUMN + timedelta(days=10)):
        assert actions.retrieve_in_portal(decision=decision, by=land.town.treasurer).day == AUTUMN + timedelta(days=10)


def test_a_lawsuit_stops_finality_until_it_ends(land: Land) -> None:
    decision = posted(land, date(2026, 5, 4))
    by = land.authority.caseworker
    actions.record_lawsuit(
        decision=decision, filed_on=date(2026, 6, 1), court="Verwaltungsgericht Düsseldorf", reference="1 K 1/26", by=by
    )
    found = finality_of(decision)
    assert found.result is not None
    assert found.day is None
    actions.end_lawsuit(decision=decision, ended_on=date(2026, 9, 1), outcome=Outcome.WITHDRAWN, by=by)
    assert final(decision) == date(2026, 9, 2)


def test_a_decision_that_a_court_sets_aside_is_never_final(land: Land) -> None:
    decision = posted(land, date(2026, 5, 4))
    by = land.authority.caseworker
    actions.record_lawsuit(decision=decision, filed_on=date(2026, 6, 1), court="VG Köln", reference="", by=by)
    actions.end_lawsuit(decision=decision, ended_on=date(2026, 9, 1), outcome=Outcome.ANNULLED, by=by)
    found = finality_of(decision)
    assert (found.result, found.day) == (None, None)
    assert "aufgehoben" in found.reason


def test_the_frozen_law_counts_not_that_of_today(land: Land, monkeypatch: pytest.MonkeyPatch) -> None:
    decision = posted(land, date(2026, 5, 4))
    content = Decision.objects.get(pk=decision.pk).content
    content["regime"]["values"]["deemed_receipt_days"]["value"] = "7"
    decision = Decision.objects.get(pk=decision.pk)
    decision.content = content
    found = finality_of(decision)
    assert found.result is not None
    assert found.result.receipt == date(2026, 5, 11)


@pytest.mark.parametrize(
    ("day", "says"), [(date(2026, 5, 3), r"04\.05\.2026"), (AUTUMN + timedelta(days=1), "Zukunft")]
)
def test_days_before_the_decision_or_in_the_future_are_refused(land: Land, day: date, says: str) -> None:
    decision = decided(land, date(2026, 5, 4))
    by = land.authority.caseworker
    with pytest.raises(DecisionError, match=says) as refused:
        actions.send_by_post(decision=decision, posted_on=day, by=by)
    assert refused.value.field == "posted_on"
    actions.send_by_post(decision=decision, posted_on=date(2026, 5, 4), by=by)
    for act, field in (
        (lambda: actions.prove_receipt(decision=decision, received_on=day, note="x", by=by), "received_on"),
        (lambda: actions.record_waiver(decision=decision, arrived_on=day, upload=None, by=by), "arrived_on"),
        (lambda: actions.record_lawsuit(decision=decision, filed_on=day, court="x", reference="", by=by), "filed_on"),
    ):
        with pytest.raises(DecisionError, match=says) as refused:
            act()
        assert refused.value.field == field
    assert DeliveryEntry.objects.count() == 1


def test_days_that_contradict_each_other_are_refused(land: Land) -> None:
    decision = posted(land, date(2026, 5, 6), decided_on=date(2026, 5, 4))
    by = land.authority.caseworker
    with pytest.raises(DecisionError, match="vor der Aufgabe"):
        actions.prove_receipt(decision=decision, received_on=date(2026, 5, 5), note="x", by=by)
    with pytest.raises(DecisionError, match="Verzicht"):
        actions.record_waiver(decision=decision, arrived_on=date(2026, 5, 5), upload=None, by=by)
    with pytest.raises(DecisionError, match="Keine Klage"):
        actions.end_lawsuit(decision=decision, ended_on=date(2026, 5, 9), outcome=Outcome.DISMISSED, by=by)
    actions.record_lawsuit(decision=decision, filed_on=date(2026, 5, 20), court="VG Köln", reference="", by=by)
    with pytest.raises(DecisionError, match="Klage"):
        actions.end_lawsuit(decision=decision, ended_on=date(2026, 5, 19), outcome=Outcome.DISMISSED, by=by)
    with pytest.raises(DecisionError, match=r"06\.05\.2026"):
        actions.send_by_post(decision=decision, posted_on=date(2026, 5, 7), by=by)


def test_nothing_rests_on_a_letter_that_was_not_sent(land: Land) -> None:
    decision = decided(land, AUTUMN)
    by = land.authority.caseworker
    assert "noch nicht" in finality_of(decision).reason
    with pytest.raises(DecisionError, match="versandt"):
        actions.record_waiver(decision=decision, arrived_on=AUTUMN, upload=None, by=by)
    with pytest.raises(DecisionError, match="gelesen"):
        actions.sign_waiver(decision=decision, by=land.town.signatory)
    actions.offer_in_portal(decision=decision, by=by)
    with pytest.raises(DecisionError, match="gelesen"):
        actions.sign_waiver(decision=decision, by=land.town.signatory)


def test_the_same_twice_is_one_entry(land: Land) -> None:
    decision = posted(land, date(2026, 5, 4))
    by = land.authority.caseworker
    again = actions.send_by_post(decision=decision, posted_on=date(2026, 5, 4), by=by)
    assert list(DeliveryEntry.objects.all()) == [again]
    one = actions.record_waiver(decision=decision, arrived_on=date(2026, 5, 12), upload=None, by=by)
    assert actions.record_waiver(decision=decision, arrived_on=date(2026, 5, 12), upload=None, by=by) == one


def test_only_the_signatory_gives_up_remedies_in_the_portal(land: Land) -> None:
    decision = decided(land, AUTUMN)
    town = land.town
    actions.offer_in_portal(decision=decision, by=land.authority.caseworker)
    actions.retrieve_in_portal(decision=decision, by=town.editor)
    for somebody in (town.editor, town.treasurer, land.authority.head):
        with pytest.raises(NotAllowed):
            actions.sign_waiver(decision=decision, by=somebody)
    entry = actions.sign_waiver(decision=decision, by=town.signatory)
    assert entry.signed
    # It takes effect when the letter counts as received.
    assert final(decision) == AUTUMN + timedelta(days=1)
    assert Notice.objects.filter(kind="decisions.waived", recipient=land.authority.caseworker.user_id).exists()


def test_the_municipality_sends_a_signed_form_today_or_not_at_all(land: Land) -> None:
    decision = posted(land, date(2026, 11, 17))
    editor = land.town.editor
    with pytest.raises(DecisionError, match="PDF") as refused:
        actions.record_waiver(decision=decision, arrived_on=AUTUMN, upload=None, by=editor)
    assert refused.value.field == "upload"
    with pytest.raises(DecisionError, match="heute"):
        actions.record_waiver(decision=decision, arrived_on=AUTUMN - timedelta(days=1), upload=upload(pdf()), by=editor)
    with pytest.raises(DecisionError, match="PDF") as refused:
        actions.record_waiver(decision=decision, arrived_on=AUTUMN, upload=upload(b"text", "v.txt"), by=editor)
    assert refused.value.field == "upload"
    entry = actions.record_waiver(decision=decision, arrived_on=AUTUMN, upload=upload(pdf()), by=editor)
    assert (entry.day, entry.signed) == (AUTUMN, False)


def test_strangers_and_partners_neither_open_nor_send(land: Land) -> None:
    decision = decided(land, AUTUMN)
    with pytest.raises(NotAllowed):
        actions.send_by_post(decision=decision, posted_on=AUTUMN, by=land.town.editor)
    actions.offer_in_portal(decision=decision, by=land.authority.caseworker)
    stranger = Actor.person(user_id=1, name="Fremd", role=Role.EDITOR, organisation_id=999_999,
                            organisation_kind="municipality")  # fmt: skip
    for somebody in (stranger, land.authority.caseworker):
        with pytest.raises(NotAllowed):
            actions.retrieve_in_portal(decision=decision, by=somebody)
    with pytest.raises(DecisionError, match="Person"):
        actions.retrieve_in_portal(decision=decision, by=Actor.command("kommin x"))


def test_a_wrong_entry_stays_and_is_corrected_with_a_reason(land: Land) -> None:
    decision = posted(land, date(2026, 5, 4))
    by = land.authority.caseworker
    (wrong,) = DeliveryEntry.objects.all()
    with pytest.raises(DecisionError, match="falsch") as refused:
        actions.correct_entry(entry=wrong, day=date(2026, 5, 5), reason=" ", by=by)
    assert refused.value.field == "reason"
    right = actions.correct_entry(entry=wrong, day=date(2026, 5, 5), reason="Zahlendreher", by=by)
    assert finality_of(decision).day == date(2026, 6, 10)
    with pytest.raises(DecisionError, match="bereits"):
        actions.correct_entry(entry=wrong, day=date(2026, 5, 6), reason="Noch einmal", by=by)
    actions.correct_entry(entry=right, day=None, reason="Ging gar nicht raus", by=by)
    assert finality_of(decision).result is None
    actions.send_by_post(decision=decision, posted_on=date(2026, 5, 7), by=by)
    assert finality_of(decision).day == date(2026, 6, 12)
    assert DeliveryEntry.objects.count() == 4
    assert list(
        Record.objects.filter(action="decisions.delivery_corrected").order_by("pk").values_list("reason", flat=True)
    ) == ["Zahlendreher", "Ging gar nicht raus"]
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        DeliveryEntry.objects.filter(pk=wrong.pk).update(day=date(2026, 5, 9))
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        DeliveryEntry.objects.filter(pk=wrong.pk)._raw_delete("default")


def test_what_others_rest_on_cannot_be_taken_back_nor_what_the_house_saw(land: Land) -> None:
    decision = posted(land, date(2026, 5, 4))
    by, town = land.authority.caseworker, land.town
    actions.record_waiver(decision=decision, arrived_on=date(2026, 5, 12), upload=None, by=by)
    entry = DeliveryEntry.objects.get(kind=DeliveryKind.POSTED)
    with pytest.raises(DecisionError, match="Rechtsbehelfsverzicht"):
        actions.correct_entry(entry=entry, day=None, reason="Irrtum", by=by)
    with pytest.raises(DecisionError, match="Verzicht"):
        actions.correct_entry(entry=entry, day=date(2026, 5, 13), reason="Irrtum", by=by)
    other = decided(land, AUTUMN)
    offered = actions.offer_in_portal(decision=other, by=by)
    with pytest.raises(DecisionError, match="zurück"):
        actions.correct_entry(entry=offered, day=AUTUMN, reason="Irrtum", by=by)
    opened = actions.retrieve_in_portal(decision=other, by=town.editor)
    signed = actions.sign_waiver(decision=other, by=town.signatory)
    for entry in (opened, signed, offered):
        with pytest.raises(DecisionError):
            actions.correct_entry(entry=entry, day=None, reason="Irrtum", by=by)


def test_every_entry_is_in_the_record_of_the_case(land: Land) -> None:
    decision = decided(land, AUTUMN)
    by, town = land.authority.caseworker, land.town
    actions.offer_in_portal(decision=decision, by=by)
    actions.retrieve_in_portal(decision=decision, by=town.editor)
    actions.sign_waiver(decision=decision, by=town.signatory)
    rows = Record.objects.filter(case=decision.case.number, action__startswith="decisions.").order_by("pk")
    assert [row.action for row in rows][-3:] == ["decisions.offered", "decisions.retrieved", "decisions.waived"]


def test_the_release_offers_the_letter_in_the_portal_when_asked(land: Land) -> None:
    case = land.case()
    from decisions.granting import NOW, handed

    decision = handed(case, land.authority, years(y2026="1000"), Kind.PARTIAL)
    actions.release_decision(
        decision=decision, revision=decision.revision, by=land.authority.head, now=NOW, portal=True
    )
    assert DeliveryEntry.objects.get().kind == DeliveryKind.OFFERED
    told = Notice.objects.filter(kind="decisions.released").values_list("recipient", flat=True)
    assert set(told) == {user.pk for user in land.town.users.values()}
    assert Mail.objects.count() >= 3


def test_deadlines_follow_the_letter_for_both_sides(land: Land) -> None:
    decision = decided(land, AUTUMN)
    by, town = land.authority.caseworker, land.town

    def open_ones() -> dict[str, date]:
        rows = Deadline.objects.filter(key__startswith=PREFIX, settled_at=None)
        return {f"{row.key.rpartition(f'{decision.pk}:')[2]}": row.due for row in rows}

    actions.offer_in_portal(decision=decision, by=by)
    until = AUTUMN + timedelta(days=10)
    assert open_ones() == {"retrieve:editor": until, "retrieve:signatory": until}
    actions.retrieve_in_portal(decision=decision, by=town.editor)
    end = date(2026, 12, 28)
    assert open_ones() == {"remedy:signatory": end, "remedy:caseworker": end}
    assert {due.due for due in all_dues()} == {end}
    with on(end + timedelta(days=1)):
        ask_deadline_sources()
    assert open_ones() == {}


def test_a_waiver_ends_the_time_for_a_lawsuit_and_taking_it_back_brings_it_back(land: Land) -> None:
    decision = posted(land, date(2026, 11, 17))
    by = land.authority.caseworker
    open_ones = Deadline.objects.filter(key__startswith=PREFIX, settled_at=None)
    assert open_ones.count() == 2
    entry = actions.record_waiver(decision=decision, arrived_on=AUTUMN, upload=None, by=by)
    assert not open_ones.exists()
    actions.correct_entry(entry=entry, day=None, reason="Gehört zu einem anderen Bescheid", by=by)
    assert open_ones.count() == 2
