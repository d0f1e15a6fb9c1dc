"""Means that never exceed what there is, whatever writes them and however many at once."""

import threading
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kommin.foundation.access import NotAllowed
from kommin.foundation.audit.models import Record
from kommin.people.models import Kind
from kommin.programmes import actions, triggers
from kommin.programmes.actions.appropriations import sums_hold
from kommin.programmes.errors import AppropriationError, InvalidError
from kommin.programmes.models import Appropriation, AppropriationShare, FinancingRule
from programmes.making import CLOCK, house, make_programme

CENT = Decimal("0.01")


def appropriation(programme, cash="1000.00", commitment="500.00", year=2026) -> Appropriation:
    return actions.save_appropriation(
        programme=programme, by=CLOCK, year=year, chapter="07 080", title="633 10", cash=Decimal(cash),
        commitment=Decimal(commitment),
    )  # fmt: skip


def part(cash, commitment="0") -> actions.Part:
    return actions.Part(Decimal(cash), Decimal(commitment))


@pytest.mark.django_db
def test_shares_may_take_everything_but_not_a_cent_more(programme, authorities, budget_officer):
    row = appropriation(programme)
    first, second = (one.pk for one in authorities)
    actions.split_appropriation(
        appropriation=row, shares={first: part("999.99", "500"), second: part("0.01")}, by=budget_officer, reason="Plan"
    )
    for shares in ({second: part("0.02")}, {first: part("999.99", "500.01")}, {second: part("-0.01")}):
        with pytest.raises(AppropriationError):
            actions.split_appropriation(appropriation=row, shares=shares, by=budget_officer)
    row.refresh_from_db()
    assert (row.split_cash, row.split_commitment, row.free_cash) == (Decimal(1000), Decimal(500), Decimal(0))
    assert Record.objects.filter(action="programmes.appropriation_split").count() == 1


@pytest.mark.django_db
def test_moving_means_between_authorities_needs_no_detour(programme, authorities):
    row = appropriation(programme)
    first, second = (one.pk for one in authorities)
    actions.split_appropriation(appropriation=row, shares={first: part("1000"), second: part("0")}, by=CLOCK)
    row = actions.split_appropriation(appropriation=row, shares={first: part("0"), second: part("1000")}, by=CLOCK)
    assert [(share.authority_id, share.cash) for share in row.shares.all()] == [(second, Decimal(1000))]


@pytest.mark.django_db
def test_the_database_itself_refuses_more_than_there_is(programme, authorities):
    row = appropriation(programme)
    share = AppropriationShare.objects.create(appropriation=row, authority=authorities[0], cash=Decimal(600))

    def refused(act) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()

    refused(
        lambda: AppropriationShare.objects.create(appropriation=row, authority=authorities[1], cash=Decimal("400.01"))
    )
    refused(lambda: AppropriationShare.objects.filter(pk=share.pk).update(cash=Decimal("1000.01")))
    refused(lambda: Appropriation.objects.filter(pk=row.pk).update(cash=Decimal("599.99")))
    refused(lambda: AppropriationShare.objects.filter(pk=share.pk).update(cash=-CENT))
    share.delete()
    row.refresh_from_db()
    assert row.split_cash == 0


@pytest.mark.django_db
def test_an_appropriation_cannot_fall_below_its_shares(programme, authorities):
    row = appropriation(programme)
    actions.split_appropriation(appropriation=row, shares={authorities[0].pk: part("600")}, by=CLOCK)
    with pytest.raises(InvalidError):
        actions.save_appropriation(programme=programme, appropriation=row, by=CLOCK, cash=Decimal("599.99"))
    actions.save_appropriation(programme=programme, appropriation=row, by=CLOCK, cash=Decimal(600))
    row.refresh_from_db()
    assert (row.cash, row.split_cash) == (600, 600)


@pytest.mark.django_db
def test_a_closed_year_does_not_change_until_it_is_opened_with_a_reason(programme, authorities, budget_officer):
    row = appropriation(programme)
    actions.close_year(programme=programme, year=2026, by=budget_officer)
    with pytest.raises(AppropriationError):
        actions.split_appropriation(appropriation=row, shares={authorities[0].pk: part("1")}, by=budget_officer)
    with pytest.raises(AppropriationError):
        actions.save_appropriation(programme=programme, appropriation=row, by=budget_officer, cash=Decimal(1))
    with pytest.raises(AppropriationError):
        actions.reopen_year(programme=programme, year=2026, by=budget_officer, reason=" ")
    actions.reopen_year(programme=programme, year=2026, by=budget_officer, reason="Nachtrag")
    actions.split_appropriation(appropriation=row, shares={authorities[0].pk: part("1")}, by=budget_officer)


@pytest.mark.django_db
def test_only_the_ministrys_budget_officer_and_only_for_granting_authorities(programme, officer, budget_officer):
    row = appropriation(programme)
    with pytest.raises(NotAllowed):
        actions.save_appropriation(programme=programme, by=officer, year=2027, chapter="1", title="2")
    town_hall = house(Kind.PRESS_OFFICE, "Presse")
    with pytest.raises(AppropriationError):
        actions.split_appropriation(appropriation=row, shares={town_hall.pk: part("1")}, by=budget_officer)


@pytest.mark.django_db
def test_triggers_are_in_place_and_installing_twice_changes_nothing():
    assert triggers.installed(connection) == triggers.expected()
    triggers.install(connection)
    assert triggers.installed(connection) == triggers.expected()


AMOUNTS = st.decimals("0", "400", places=2)
MOVES = st.lists(st.tuples(st.integers(0, 2), AMOUNTS, AMOUNTS), min_size=1, max_size=12)


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(MOVES)
def test_the_sums_of_the_database_equal_the_shares_after_any_moves(programme, moves):
    with transaction.atomic():
        row = appropriation(programme, "700.00", "300.00", year=2030)
        houses = [house(Kind.GRANTING_AUTHORITY, f"Behörde {number}") for number in range(3)]
        for index, cash, commitment in moves:
            before = {share.authority_id: (share.cash, share.commitment) for share in row.shares.all()}
            try:
                row = actions.split_appropriation(
                    appropriation=row, shares={houses[index].pk: actions.Part(cash, commitment)}, by=CLOCK
                )
            except AppropriationError:
                row.refresh_from_db()
                assert {share.authority_id: (share.cash, share.commitment) for share in row.shares.all()} == before
            assert sums_hold(row)
            assert row.split_cash <= row.cash
            assert row.split_commitment <= row.commitment
        transaction.set_rollback(True)


def test_many_at_once_never_give_away_more_than_there_is(fresh_database):
    programme = make_programme(house(Kind.MINISTRY, "Ministerium"))
    row = appropriation(programme, "100.00", "0")
    houses = [house(Kind.GRANTING_AUTHORITY, f"Behörde {number}") for number in range(4)]
    together, refused, faults = threading.Barrier(4), [], []

    def take(authority: int) -> None:
        try:
            together.wait()
            actions.split_appropriation(appropriation=row, shares={authority: part("40")}, by=CLOCK)
        except AppropriationError:
            refused.append(authority)
        except Exception as error:  # noqa: BLE001 - handed to the test
            faults.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=take, args=(one.pk,)) for one in houses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    row.refresh_from_db()
    assert faults == []
    assert len(refused) == 2
    assert (row.split_cash, row.shares.count()) == (80, 2)
    assert sums_hold(row)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values",
    [
        {"kind": "share"},
        {"kind": "share", "rate": Decimal(0)},
        {"kind": "share", "rate": Decimal("100.01")},
        {"kind": "deficit", "rate": Decimal(80)},
        {"kind": "fixed"},
        {"kind": "full", "unit_amount": Decimal(5)},
        {"kind": "full", "cap": Decimal(0)},
    ],
)
def test_rules_that_make_no_sense_are_refused_by_action_and_database(guideline, values):
    values = values | {"applicant": "district"}
    with pytest.raises(InvalidError):
        actions.save_rule_part(part=FinancingRule(guideline=guideline), by=CLOCK, **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        FinancingRule.objects.create(guideline=guideline, **values)


@pytest.mark.django_db
def test_the_same_rule_twice_is_refused(guideline):
    values = {"kind": "share", "rate": Decimal(70)}
    with pytest.raises(InvalidError):
        actions.save_rule_part(part=FinancingRule(guideline=guideline), by=CLOCK, **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        FinancingRule.objects.create(guideline=guideline, **values)
