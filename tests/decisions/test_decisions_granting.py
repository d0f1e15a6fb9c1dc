"""From draft to a decision that stands: four eyes, numbers, means, ledger, chain."""

import hashlib
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction

from decisions.granting import NOW, Land, drafted, handed, released, years
from examination.cases_in_hand import Authority, bare_case, bring_to
from kommin.cases.models import Case, LedgerEntry, Stage
from kommin.decisions import actions, queries, triggers
from kommin.decisions.case_page import section
from kommin.decisions.errors import (
    DecisionError,
    FourEyesError,
    IncompleteDraftError,
    MeansError,
    StaleDraftError,
)
from kommin.decisions.models import Basis, Commitment, Decision, DecisionDocument, DecisionState, Kind
from kommin.foundation.access import Actor, NotAllowed
from kommin.foundation.audit.canonical import canonical, digest
from kommin.foundation.audit.models import Record
from kommin.foundation.notices.models import Mail
from kommin.people.models import OrganisationName, Role
from kommin.programmes import actions as programmes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_letters")]
WHOLE = years(y2026="45000", y2027="5000")


def fresh(row: Decision) -> Decision:
    return Decision.objects.get(pk=row.pk)


def test_a_release_brings_everything_about_at_once(land: Land) -> None:
    case = land.case()
    decision = released(case, land.authority, WHOLE)
    case.refresh_from_db()
    stands = fresh(decision)
    assert (stands.state, stands.position, stands.predecessor, stands.decided_on) == (
        DecisionState.RELEASED, 1, None, date(2026, 11, 24),
    )  # fmt: skip
    assert stands.number == f"B{land.authority.organisation.pk:02d}-2026-00001"
    assert (case.stage, case.granted) == (Stage.DECIDED, Decimal("50000.00"))
    assert list(LedgerEntry.objects.values_list("kind", "amount", "budget_year", "source")) == [
        ("granted", Decimal("45000.00"), 2026, f"decision:{stands.pk}"),
        ("granted", Decimal("5000.00"), 2027, f"decision:{stands.pk}"),
    ]
    assert [(row.year, row.basis, row.amount) for row in Commitment.objects.all()] == [
        (2026, Basis.CASH, Decimal("45000.00")), (2027, Basis.COMMITMENT, Decimal("5000.00")),
    ]  # fmt: skip
    assert (land.share(2026).committed_cash, land.share(2027).committed_commitment) == (45_000, 5_000)
    assert digest(canonical(stands.content)) == stands.digest
    assert stands.content["number"] == stands.number
    document = stands.document
    assert hashlib.sha256(bytes(document.content)).hexdigest() == document.sha256
    assert [row.action for row in Record.objects.filter(case=case.number).order_by("pk")] == [
        "decisions.drafted", "decisions.draft_changed", "decisions.handed_over", "cases.stage_changed",
        "decisions.released",
    ]  # fmt: skip


def test_numbers_run_without_gaps_per_authority_and_year(land: Land) -> None:
    other = Authority("Bezirksregierung Anderswo")
    land.give(2026, other, cash="1000")
    first = released(land.case(), land.authority, years(y2026="10"), Kind.PARTIAL)
    with pytest.raises(MeansError):
        released(land.case(applied="900000"), land.authority, years(y2026="900000"))
    second = released(land.case(), land.authority, years(y2026="10"), Kind.PARTIAL)
    strange = released(bare_case(land.programme, other.organisation), other, years(y2026="10"), Kind.PARTIAL)
    later = released(land.case(), land.authority, years(y2026="10"), Kind.PARTIAL, now=NOW.replace(year=2027))
    assert [row.number_serial for row in (first, second, strange, later)] == [1, 2, 1, 1]
    assert len({row.number for row in (first, second, strange, later)}) == 4


def test_a_released_decision_is_never_edited_and_no_decision_deleted(land: Land) -> None:
    stands = released(land.case(), land.authority, WHOLE)
    draft = drafted(land.case(), land.authority.caseworker, WHOLE)

    def refused(act) -> None:
        with pytest.raises(Exception, match="append-only"), transaction.atomic():
            act()

    refused(lambda: Decision.objects.filter(pk=stands.pk).update(reasons="anders"))
    refused(lambda: Decision.objects.filter(pk=stands.pk).update(state="draft"))
    refused(lambda: Decision.objects.filter(pk=draft.pk)._raw_delete("default"))
    refused(lambda: DecisionDocument.objects.filter(decision=stands).update(content=b"anders"))
    refused(lambda: Commitment.objects.all().update(amount=1))
    with pytest.raises(DecisionError, match="freigegeben"):
        actions.change_draft(decision=stands, revision=stands.revision, by=land.authority.caseworker, reasons="anders")


def test_whoever_has_drafted_or_changed_or_examined_does_not_release(land: Land) -> None:
    head, other_head = land.authority.head, land.authority.actor(Role.HEAD, 2)
    case = land.case()
    decision = drafted(case, land.authority.caseworker, WHOLE)
    decision = actions.change_draft(decision=decision, revision=decision.revision, by=head, reasons="Besser so.")
    decision = actions.hand_over(decision=decision, revision=decision.revision, by=land.authority.caseworker)
    with pytest.raises(FourEyesError, match="Entwurf"):
        actions.release_decision(decision=decision, revision=decision.revision, by=head)
    Case.objects.filter(pk=case.pk).update(examiner=other_head.user_id)
    with pytest.raises(FourEyesError, match="geprüft"):
        actions.release_decision(decision=decision, revision=decision.revision, by=other_head)
    with pytest.raises(FourEyesError):
        actions.release_decision(decision=decision, revision=decision.revision, by=Actor.command("kommin x"))
    with pytest.raises(NotAllowed):
        actions.release_decision(decision=decision, revision=decision.revision, by=land.authority.second_examiner)
    third = land.authority.actor(Role.HEAD, 3)
    assert actions.release_decision(decision=decision, revision=decision.revision, by=third, now=NOW).is_released


def test_the_database_holds_four_eyes_in_one_row(land: Land) -> None:
    decision = handed(land.case(), land.authority, WHOLE)
    person = land.authority.head.user_id
    for names in (("drafted_by", "released_by"), ("handed_by", "released_by")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.filter(pk=decision.pk).update(**dict.fromkeys(names, person))


def test_any_change_voids_the_hand_over(land: Land) -> None:
    decision = handed(land.case(), land.authority, WHOLE)
    same = actions.change_draft(
        decision=decision, revision=decision.revision, by=land.authority.caseworker, reasons="Weil es so ist."
    )
    assert same.state == DecisionState.HANDED_OVER
    changed = actions.change_draft(
        decision=decision, revision=decision.revision, by=land.authority.caseworker, reasons="Anders."
    )
    assert (changed.state, changed.handed_revision) == (DecisionState.DRAFT, None)
    for revision in (decision.revision, changed.revision):
        with pytest.raises(StaleDraftError):
            actions.release_decision(decision=decision, revision=revision, by=land.authority.head)
    with pytest.raises(StaleDraftError):
        actions.hand_over(decision=decision, revision=decision.revision, by=land.authority.caseworker)
    again = actions.hand_over(decision=decision, revision=changed.revision, by=land.authority.caseworker)
    back = actions.return_draft(decision=again, comment="Bitte die Frist prüfen.", by=land.authority.head)
    assert (back.state, back.returned_comment) == (DecisionState.DRAFT, "Bitte die Frist prüfen.")
    with pytest.raises(DecisionError):
        actions.return_draft(decision=again, comment="Noch einmal.", by=land.authority.head)


def test_releasing_twice_is_one_release(land: Land) -> None:
    decision = handed(land.case(), land.authority, WHOLE)
    first = actions.release_decision(decision=decision, revision=decision.revision, by=land.authority.head, now=NOW)
    second = actions.release_decision(decision=decision, revision=decision.revision, by=land.authority.head, now=NOW)
    assert first.number == second.number
    assert Commitment.objects.count() == 2
    assert DecisionDocument.objects.count() == 1


def test_parts_that_do_not_add_up_are_refused(land: Land) -> None:
    """Rule 14: 50,000 = 45,000 (2010) + 5,000 as commitment authority (2011)."""
    draft = actions.begin_draft(case=land.case(), kind=Kind.AWARD, by=land.authority.caseworker)
    with pytest.raises(DecisionError) as refused:
        actions.change_draft(
            decision=draft, revision=1, by=land.authority.caseworker, amount=Decimal(50_000),
            amounts=years(y2010="45000", y2011="6000"),
        )  # fmt: skip
    assert refused.value.field == "amounts"
    row = actions.change_draft(
        decision=draft, revision=1, by=land.authority.caseworker, amount=Decimal(50_000),
        amounts=years(y2010="45000", y2011="5000"),
    )  # fmt: skip
    assert row.amounts == {"2010": "45000.00", "2011": "5000.00"}


@pytest.mark.parametrize(("cents", "copy"), [("50000.00", False), ("50000.01", True)])
def test_the_court_of_audit_gets_a_copy_strictly_above_the_threshold(land: Land, cents: str, copy: bool) -> None:
    decision = released(land.case(applied="60000"), land.authority, years(y2026=cents), Kind.PARTIAL)
    assert decision.content["court_of_audit_copy"] is copy
    assert Record.objects.get(action="decisions.released").data["court_of_audit_copy"] is copy


def test_a_year_takes_everything_but_not_a_cent_more(land: Land) -> None:
    released(land.case(applied="99999.99"), land.authority, years(y2026="99999.99"))
    one_cent_too_much = handed(land.case(), land.authority, years(y2026="0.02"), Kind.PARTIAL)
    with pytest.raises(MeansError) as refused:
        actions.release_decision(
            decision=one_cent_too_much, revision=one_cent_too_much.revision, by=land.authority.head, now=NOW
        )
    assert (refused.value.year, refused.value.free, refused.value.missing) == (2026, Decimal("0.01"), Decimal("0.01"))
    for said in ("2026", "Bezirksregierung Beispiel", "0,02", "0,01"):
        assert said in str(refused.value)
    assert fresh(one_cent_too_much).state == DecisionState.HANDED_OVER
    released(land.case(), land.authority, years(y2026="0.01"), Kind.PARTIAL)
    assert land.share(2026).free_cash == 0


def test_the_database_itself_refuses_to_commit_more(land: Land) -> None:
    decision = released(land.case(), land.authority, years(y2026="100"), Kind.PARTIAL)
    share = land.share(2027)

    def bind(basis: Basis, amount: str, year: int = 2027) -> None:
        Commitment.objects.create(
            decision=decision, case=decision.case, share=land.share(year), year=year, basis=basis,
            amount=Decimal(amount),
        )  # fmt: skip

    for basis, amount in ((Basis.COMMITMENT, "50000.01"), (Basis.CASH, "100000.01"), (Basis.CASH, "-0.01")):
        with pytest.raises(IntegrityError), transaction.atomic():
            bind(basis, amount)
    bind(Basis.COMMITMENT, "50000")
    with pytest.raises(IntegrityError), transaction.atomic():
        bind(Basis.CASH, "50000.01")
    bind(Basis.CASH, "50000")
    share.refresh_from_db()
    assert (share.free_cash, share.free_commitment) == (0, 0)
    assert triggers.installed(connection)


def test_what_was_promised_early_is_paid_out_of_the_years_cash(land: Land) -> None:
    """A year's cash covers what was bound as commitment authority before, and what is bound in the year itself."""
    released(land.case(), land.authority, years(y2027="40000"), Kind.PARTIAL)
    next_year = NOW.replace(year=2027)
    with pytest.raises(MeansError):
        released(land.case(applied="70000"), land.authority, years(y2027="60000.01"), Kind.PARTIAL, now=next_year)
    released(land.case(applied="70000"), land.authority, years(y2027="60000"), Kind.PARTIAL, now=next_year)
    assert land.share(2027).free_cash == 0


def test_a_closed_year_takes_nothing_in_and_gives_nothing_back(land: Land) -> None:
    case = land.case()
    award = released(case, land.authority, WHOLE)
    waits = handed(land.case(), land.authority, years(y2026="10"), Kind.PARTIAL)
    programmes.close_year(programme=land.programme, year=2026, by=land.budget_officer())
    with pytest.raises(MeansError, match="2026"):
        actions.release_decision(decision=waits, revision=waits.revision, by=land.authority.head, now=NOW)
    revoked = released(case, land.authority, years(y2026="0", y2027="0"), Kind.REVOCATION)
    assert revoked.predecessor == award
    assert (land.share(2026).committed_cash, land.share(2027).committed_commitment) == (45_000, 0)
    assert queries.in_force(case) == {}


def test_the_chain_tells_how_the_amount_in_force_came_about(land: Land) -> None:
    case = land.case()
    award = released(case, land.authority, WHOLE)
    less = released(case, land.authority, years(y2026="30000", y2027="5000"), Kind.CHANGE, now=NOW.replace(day=25))
    more = released(case, land.authority, years(y2026="30000", y2028="9000"), Kind.CHANGE, now=NOW.replace(day=26))
    part = released(case, land.authority, years(y2026="10000"), Kind.REVOCATION, now=NOW.replace(day=27))
    case.refresh_from_db()
    assert [row.position for row in queries.chain_of(case)] == [1, 2, 3, 4]
    assert [fresh(row).predecessor_id for row in (award, less, more, part)] == [None, award.pk, less.pk, more.pk]
    assert queries.in_force(case) == years(y2026="10000")
    assert case.granted == Decimal(10_000)
    lines = queries.how_it_came_about(case)
    assert [(line.decision, line.difference, line.after) for line in lines] == [
        (award, Decimal(50_000), Decimal(50_000)), (less, Decimal(-15_000), Decimal(35_000)),
        (more, Decimal(4_000), Decimal(39_000)), (part, Decimal(-29_000), Decimal(10_000)),
    ]  # fmt: skip
    assert [share.committed for share in map(land.share, (2026, 2027, 2028))] == [10_000, 0, 0]
    assert [row["number"] for row in part.content["predecessors"]] == [award.number, less.number, more.number]
    revoked = LedgerEntry.objects.filter(kind="revoked")
    assert {entry.effective_on for entry in revoked} == {date(2026, 11, 27)}


def test_a_change_may_move_periods_and_plan_and_leave_the_amount(land: Land) -> None:
    case = land.case()
    first = released(case, land.authority, WHOLE)
    idle = drafted(case, land.authority.caseworker, kind=Kind.CHANGE)
    with pytest.raises(DecisionError):
        actions.hand_over(decision=idle, revision=idle.revision, by=land.authority.caseworker)
    actions.discard_draft(decision=idle, reason="Leer.", by=land.authority.caseworker)
    longer = {"grant_until": date(2028, 6, 30), "report_due": date(2028, 12, 31), "plan_text": "Neuer Plan."}
    moved = released(case, land.authority, kind=Kind.CHANGE, **longer)
    assert (moved.amount, moved.predecessor_id) == (first.amount, first.pk)
    assert queries.in_force(case) == WHOLE
    assert Commitment.objects.filter(decision=moved).count() == 0
    assert LedgerEntry.objects.filter(kind="changed").count() == 0
    assert moved.content["grant_period"][1] == "2028-06-30"
    assert moved.content["former"]["grant_period"] == [str(first.grant_from), str(first.grant_until)]
    assert moved.content["plan"]["text"] == "Neuer Plan."
    assert first.content["former"] == {}
    request = SimpleNamespace(actor=land.authority.caseworker)
    shown = section(request, Case.objects.get(pk=case.pk))  # type: ignore[arg-type]
    assert shown is not None
    assert [line["text"].replace("\u00a0", " ") for line in shown["lines"]] == [
        "+50.000,00 €, danach 50.000,00 € in Kraft", "unverändert, in Kraft bleiben 50.000,00 €",
    ]  # fmt: skip


def test_a_renunciation_is_a_withdrawal_in_the_ledger(land: Land) -> None:
    case = land.case()
    released(case, land.authority, WHOLE)
    released(case, land.authority, years(y2026="45000", y2027="0"), Kind.RENUNCIATION)
    entry = LedgerEntry.objects.get(kind="withdrawn")
    assert (entry.amount, entry.budget_year) == (Decimal(-5_000), 2027)
    with pytest.raises(IncompleteDraftError):
        handed(case, land.authority, years(y2026="45000.01"), Kind.RENUNCIATION)


def test_early_start_and_refusal_bind_nothing(land: Land) -> None:
    case = land.case(stage=Stage.CHECKING)
    consent = released(case, land.authority, kind=Kind.EARLY_START)
    case.refresh_from_db()
    assert (consent.position, case.stage) == (1, Stage.CHECKING)
    with pytest.raises(DecisionError, match="Prüfung"):
        actions.begin_draft(case=case, kind=Kind.AWARD, by=land.authority.caseworker)
    refusal = released(case, land.authority, kind=Kind.REFUSAL)
    case.refresh_from_db()
    assert (refusal.predecessor, case.stage, case.granted) == (consent, Stage.DECIDED, 0)
    assert not Commitment.objects.exists()
    assert not LedgerEntry.objects.exists()
    with pytest.raises(DecisionError):
        actions.begin_draft(case=case, kind=Kind.CHANGE, by=land.authority.caseworker)


def test_the_names_of_the_day_stay_in_the_decision(land: Land) -> None:
    """A municipality and an authority that are renamed later."""
    for organisation, name in ((land.town.organisation, "Neustadt"), (land.authority.organisation, "Landesamt")):
        OrganisationName.objects.filter(organisation=organisation).update(valid_until=date(2026, 11, 24))
        OrganisationName.objects.create(organisation=organisation, name=name, valid_from=date(2026, 11, 25))
    first = released(land.case(), land.authority, years(y2026="10"), Kind.PARTIAL)
    second = released(
        land.case(), land.authority, years(y2026="10"), Kind.PARTIAL, now=NOW.replace(day=25)
    )  # the first day of the new names
    assert (first.content["recipient"]["name"], first.content["authority"]["name"]) == (
        "Musterstadt", "Bezirksregierung Beispiel",
    )  # fmt: skip
    assert (second.content["recipient"]["name"], second.content["authority"]["name"]) == ("Neustadt", "Landesamt")


def test_a_letter_that_cannot_be_made_leaves_nothing(land: Land) -> None:
    from decisions.granting import letters_by

    def broken(_decision: Decision) -> None:
        raise DecisionError("Die Vorlage hat einen Fehler.")

    decision = handed(land.case(), land.authority, WHOLE)
    mails = list(Mail.objects.values_list("pk", flat=True))
    with letters_by(broken), pytest.raises(DecisionError, match="Vorlage"):
        actions.release_decision(decision=decision, revision=decision.revision, by=land.authority.head, now=NOW)
    assert fresh(decision).state == DecisionState.HANDED_OVER
    assert not Commitment.objects.exists()
    assert not LedgerEntry.objects.exists()
    assert not Mail.objects.exclude(pk__in=mails).exists()
    assert land.share(2026).committed == 0
    assert released(land.case(), land.authority, WHOLE).number_serial == 1


def test_somebody_with_a_conflict_of_interest_neither_drafts_nor_releases(land: Land) -> None:
    from kommin.people.models import ConflictOfInterest

    case = land.case()
    decision = handed(case, land.authority, WHOLE)
    ConflictOfInterest.objects.create(
        person_id=land.authority.head.user_id, municipality_key=case.applicant_key, ground="organ",
        declared_by_id=land.authority.head.user_id,
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        actions.release_decision(decision=decision, revision=decision.revision, by=land.authority.head, now=NOW)


def test_what_a_draft_lacks_is_said_before_it_is_handed_over(land: Land) -> None:
    draft = actions.begin_draft(case=land.case(), kind=Kind.PARTIAL, by=land.authority.caseworker)
    with pytest.raises(IncompleteDraftError) as refused:
        actions.hand_over(decision=draft, revision=1, by=land.authority.caseworker)
    assert len(refused.value.lacking) >= 2
    assert bring_to(land.case(stage=Stage.RECEIVED), Stage.SCORING, Stage.ASSESSED).stage == Stage.ASSESSED


def test_cents_add_up_exactly(land: Land) -> None:
    """In binary fractions 0.10 + 0.20 − 0.30 is not nothing; a grant that was taken back is."""
    case = land.case()
    released(case, land.authority, years(y2026="0.10"), Kind.PARTIAL)
    released(case, land.authority, years(y2026="0.30"), Kind.CHANGE)
    assert queries.in_force(case) == years(y2026="0.30")
    released(case, land.authority, years(y2026="0.01"), Kind.REVOCATION)
    assert queries.in_force(case) == years(y2026="0.01")
    released(case, land.authority, years(y2026="0"), Kind.REVOCATION)
    assert queries.in_force(case) == {}
    assert land.share(2026).committed_cash == 0
