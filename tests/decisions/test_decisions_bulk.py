"""A whole round in two steps: drafted as proposed by one person, released by another, each case exactly once."""

from decimal import Decimal

import pytest
from django.conf import LazySettings
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import translation

from cases.town import CLOCK
from databases import beginning
from decisions.bulk_round import REASONS, ProposedRound, work
from decisions.granting import letters_by
from kommin.cases.models import Case, LedgerEntry, Stage
from kommin.decisions import actions
from kommin.decisions.bulk.planning import plan_drafting, plan_release
from kommin.decisions.errors import BulkError, DecisionError
from kommin.decisions.models import Bulk, Commitment, Decision, DecisionState, Kind
from kommin.foundation.access import NotAllowed
from kommin.foundation.audit.models import Record
from kommin.foundation.notices.models import Notice
from kommin.foundation.runs.actions.runs import resume_run, retry_failed_items, stop_run
from kommin.foundation.runs.models import Run, RunItem
from kommin.foundation.tables import open_workbook
from kommin.people.models import ConflictOfInterest, Membership, Role
from kommin.people.models.dated import today
from kommin.programmes import actions as programmes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_letters")]
AMOUNTS = ["30000.00", "20000.00", "10000.00", "5000.00"]


@pytest.fixture(autouse=True)
def _no_second_factor(settings: LazySettings) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def three_and_one() -> ProposedRound:
    """Three can be paid, the last one not."""
    with translation.override("de"):
        return ProposedRound(AMOUNTS, "60000.00")


begun = beginning(three_and_one)


@pytest.fixture
def round_(begun: ProposedRound, db: None) -> ProposedRound:
    return begun


def states() -> list[tuple[str, str]]:
    return list(Decision.objects.order_by("pk").values_list("kind", "state"))


def test_a_round_is_drafted_by_one_and_released_by_another(round_: ProposedRound) -> None:
    round_.draft()
    work()
    assert states() == [("award", "handed_over")] * 3 + [("refusal", "handed_over")]
    assert Decision.objects.get(kind=Kind.REFUSAL).reasons == REASONS
    round_.release()
    work()
    assert {state for _kind, state in states()} == {"released"}
    assert list(Decision.objects.order_by("number").values_list("number_serial", flat=True)) == [1, 2, 3, 4]
    assert round_.share.committed_commitment == Decimal("60000.00")
    assert sum(LedgerEntry.objects.values_list("amount", flat=True)) == Decimal("60000.00")
    assert set(Case.objects.values_list("stage", flat=True)) == {Stage.DECIDED}
    assert Record.objects.filter(action="decisions.bulk_started").count() == 2


def test_what_was_planned_is_shown_with_sums_against_the_means(round_: ProposedRound) -> None:
    plan = plan_drafting(round_.call, round_.authority.caseworker)
    assert (plan.total, plan.count(Kind.AWARD), plan.count(Kind.REFUSAL)) == (Decimal("60000.00"), 3, 1)
    [year] = plan.years
    assert (year.year, year.needs, year.free, year.left) == (round_.year, 60_000, 60_000, 0)


def test_whoever_drafted_does_not_release_in_bulk_either(round_: ProposedRound) -> None:
    """A head may start both steps, but not the second one for the own drafts."""
    head, other = round_.authority.head, round_.authority.actor(Role.HEAD, 2)
    round_.draft(by=head)
    work()
    plan = plan_release(round_.call, head)
    assert plan.goes == []
    assert {one.why_not for one in plan.stays} == {
        "Sie haben an diesem Entwurf gearbeitet: Jemand anderes muss ihn freigeben (Vier-Augen-Prinzip)."
    }
    with pytest.raises(BulkError, match="nichts"):
        round_.release(by=head)
    round_.release(by=other)
    work()
    assert {state for _kind, state in states()} == {"released"}


def test_whoever_examined_or_is_biased_sees_what_stays_and_why(round_: ProposedRound) -> None:
    head = round_.authority.head
    round_.draft()
    work()
    Case.objects.filter(pk=round_.cases[0].pk).update(examiner=head.user_id)
    ConflictOfInterest.objects.create(
        person_id=head.user_id, municipality_key=round_.cases[1].applicant_key, ground="organ",
        declared_by_id=head.user_id,
    )  # fmt: skip
    plan = plan_release(round_.call, head)
    assert [(one.case.pk, one.hidden) for one in plan.stays] == [
        (round_.cases[0].pk, False), (round_.cases[1].pk, True),
    ]  # fmt: skip
    page = round_.authority.client(Role.HEAD).get(reverse("decisions:release_round", args=[round_.call.slug]))
    assert round_.cases[1].applicant_name not in page.content.decode()
    round_.release()
    work()
    assert Decision.objects.filter(state=DecisionState.RELEASED).count() == 2


def test_means_that_have_gone_are_a_failure_with_a_reason_and_can_be_tried_again(round_: ProposedRound) -> None:
    round_.draft()
    work()
    started = round_.release()
    share = round_.share
    share.commitment = Decimal("50000.00")
    share.save(update_fields=["commitment"])
    work()
    run = Run.objects.get(pk=started.run_id)
    assert (run.state, run.done, run.failed) == (Run.State.FINISHED, 3, 1)
    [failed] = run.items.filter(state=RunItem.State.FAILED)
    assert "10.000,00" in failed.error
    assert failed.attempts == 1
    with default_storage.open(run.result_file) as listed:
        table = open_workbook(listed.read()).table()
    assert [row.cells[1] for row in table.rows] == ["erledigt", "erledigt", "fehlgeschlagen", "erledigt"]
    share.commitment = Decimal("60000.00")
    share.save(update_fields=["commitment"])
    retry_failed_items(run=run, by=round_.authority.head)
    work()
    run.refresh_from_db()
    assert (run.done, run.failed) == (4, 0)
    assert sorted(Decision.objects.values_list("number_serial", flat=True)) == [1, 2, 3, 4]


def test_stopped_work_goes_on_where_it_was(round_: ProposedRound) -> None:
    from kommin.foundation.runs.actions.items import run_next_item

    started = round_.draft()
    run, by = Run.objects.get(pk=started.run_id), round_.authority.caseworker
    run_next_item(holder="test")
    stop_run(run=run, by=by)
    work()
    assert Decision.objects.count() == 1
    resume_run(run=run, by=by)
    work()
    assert Decision.objects.count() == 4


def test_what_has_changed_since_it_was_seen_is_not_started(round_: ProposedRound) -> None:
    round_.draft()
    work()
    head, seen = round_.authority.head, plan_release(round_.call, round_.authority.head).stamp
    changed = Decision.objects.order_by("pk")[0]
    actions.return_draft(decision=changed, comment="Bitte prüfen.", by=head)
    with pytest.raises(BulkError, match="geändert"):
        actions.start_release(call=round_.call, seen=seen, once="c" * 32, by=head)
    assert Run.objects.filter(kind="decisions.release").count() == 0


def test_a_draft_changed_while_the_work_waits_is_not_released_unread(round_: ProposedRound) -> None:
    round_.draft()
    work()
    round_.release()
    row = Decision.objects.order_by("pk")[0]
    row = actions.change_draft(decision=row, revision=row.revision, by=round_.authority.caseworker, reasons="Neu.")
    actions.hand_over(decision=row, revision=row.revision, by=round_.authority.caseworker)
    work()
    assert Decision.objects.get(pk=row.pk).state == DecisionState.HANDED_OVER
    assert "geändert" in RunItem.objects.get(state=RunItem.State.FAILED).error


def test_starting_twice_is_one_start_and_two_people_do_not_start_the_same(round_: ProposedRound) -> None:
    first = round_.draft()
    assert round_.draft() == first
    with pytest.raises(BulkError, match="läuft"):
        round_.draft(by=round_.authority.second_examiner, once="d" * 32)
    assert Bulk.objects.count() == 1


def test_a_case_that_left_the_proposal_meanwhile_is_not_drafted(round_: ProposedRound) -> None:
    round_.draft()
    by_hand = actions.begin_draft(case=round_.cases[0], kind=Kind.AWARD, by=round_.authority.caseworker)
    round_.cases[1].proposal_lines.update(ended_at=round_.cases[1].received_at)
    work()
    assert sorted(RunItem.objects.filter(state=RunItem.State.FAILED).values_list("number", flat=True)) == [1, 2]
    assert Decision.objects.get(pk=by_hand.pk).state == DecisionState.DRAFT
    assert not Decision.objects.filter(case=round_.cases[1]).exists()


def test_work_ends_with_the_role_of_whoever_started_it(round_: ProposedRound) -> None:
    round_.draft()
    Membership.objects.filter(person=round_.authority.caseworker.user_id).update(ended_at=round_.cases[0].received_at)
    work()
    assert not Decision.objects.exists()
    assert {"Rolle" in error for error in RunItem.objects.values_list("error", flat=True)} == {True}


def test_a_closed_year_stays_with_its_reason(round_: ProposedRound) -> None:
    round_.draft()
    work()
    programmes.close_year(programme=round_.call.programme, year=round_.year, by=CLOCK)
    plan = plan_release(round_.call, round_.authority.head)
    assert [one.kind for one in plan.goes] == [Kind.REFUSAL]
    assert all("geschlossen" in one.why_not for one in plan.stays)


def test_a_letter_that_cannot_be_made_fails_alone(round_: ProposedRound) -> None:
    from decisions.granting import quick_letter

    round_.draft()
    work()
    bad = Decision.objects.order_by("pk")[1]

    def maker(decision: Decision):
        if decision.pk == bad.pk:
            raise DecisionError("Der Absender fehlt.")
        return quick_letter(decision)

    with letters_by(maker):
        round_.release()
        work()
    assert RunItem.objects.get(state=RunItem.State.FAILED).error == "Der Absender fehlt."
    numbers = Decision.objects.filter(state=DecisionState.RELEASED).values_list("number_serial", flat=True)
    assert sorted(numbers) == [1, 2, 3]
    assert not Commitment.objects.filter(decision=bad).exists()


def test_heads_are_told_once_for_all(round_: ProposedRound) -> None:
    head = round_.authority.head
    round_.draft()
    work()
    told = Notice.objects.filter(recipient=head.user_id)
    assert [notice.kind for notice in told] == ["decisions.round_to_release"]


def test_only_those_who_may_start_a_step(round_: ProposedRound) -> None:
    with pytest.raises(NotAllowed):
        round_.draft(by=round_.authority.actor(Role.PAYMENT_OFFICER))
    round_.draft()
    work()
    with pytest.raises(NotAllowed):
        round_.release(by=round_.authority.caseworker)


def test_both_steps_on_pages(round_: ProposedRound) -> None:
    caseworker, head = round_.authority.client(Role.CASEWORKER), round_.authority.client(Role.HEAD)
    look = reverse("decisions:draft_round", args=[round_.call.slug])
    page = caseworker.get(look)
    assert page.status_code == 200
    form = page.context["form"]
    sent = {"seen": form.initial["seen"], "once": form.initial["once"]}
    empty = caseworker.post(look, sent | {f"reason-{key}": " " for key in form.keys})
    assert empty.status_code == 422
    given = {f"reason-{key}": REASONS for key in form.keys}
    stale = caseworker.post(look, sent | given | {"seen": "x" * 64})
    assert stale.status_code == 422
    assert "geändert" in stale.content.decode()
    started = caseworker.post(look, sent | given)
    assert started["Location"] == reverse("runs:show", args=[Bulk.objects.get().run_id])
    work()
    overview = head.get(reverse("decisions:round", args=[round_.call.slug]))
    assert overview.context["counted"].waiting == 4
    look = reverse("decisions:release_round", args=[round_.call.slug])
    form = head.get(look).context["form"]
    head.post(look, dict(form.initial) | {"letters": "portal"})
    work()
    assert head.get(reverse("decisions:rounds")).context["rounds"][0].decided == 4


@pytest.mark.parametrize("step", ["draft_round", "release_round"])
def test_a_refused_start_says_why_where_the_page_opens(round_: ProposedRound, step: str) -> None:
    client = round_.authority.client(Role.HEAD)
    if step == "release_round":
        round_.draft()
        work()
    look = reverse(f"decisions:{step}", args=[round_.call.slug])
    form = client.get(look).context["form"]
    given = {name: field.initial for name, field in form.fields.items()} | dict(form.initial)
    refused = client.post(look, given | {"letters": "later", "seen": "x" * 64})
    assert refused.status_code == 422
    said = refused.content.decode()
    assert said.count('id="error-summary-title"') == 1
    assert said.index("hat sich etwas geändert") < said.index('id="means"') < said.index('id="start"')
    again = client.post(look, dict(refused.context["form"].data), follow=True)
    assert again.redirect_chain[-1][0].startswith("/runs/"), "what is shown now can be started"


def test_a_start_with_nothing_left_says_so_too(round_: ProposedRound) -> None:
    round_.draft()
    work()
    client, look = round_.authority.client(Role.HEAD), reverse("decisions:release_round", args=[round_.call.slug])
    given = dict(client.get(look).context["form"].initial) | {"letters": "later"}
    round_.release()
    work()
    assert "Es ist nichts mehr da" in client.post(look, given).content.decode()


@pytest.mark.parametrize("step", ["draft_round", "release_round", "round"])
def test_pages_cost_the_same_for_one_case_and_for_fifty(step: str, django_assert_max_num_queries) -> None:
    round_ = ProposedRound(["3000.00"] * 50, "150000.00")
    client = round_.authority.client(Role.HEAD)
    if step == "release_round":
        round_.draft()
        work()
    with django_assert_max_num_queries(40) as fifty:
        assert client.get(reverse(f"decisions:{step}", args=[round_.call.slug])).status_code == 200
    kept = round_.cases[0].pk
    Case.objects.exclude(pk=kept).update(authority=None)
    if step == "release_round":
        others = round_.authority.__class__("Bezirksregierung Anderswo")
        Decision.objects.exclude(case=kept).update(authority=others.organisation.pk)
    with django_assert_max_num_queries(40) as one:
        client.get(reverse(f"decisions:{step}", args=[round_.call.slug]))
    assert len(fifty) <= len(one) + 1
    assert today()
