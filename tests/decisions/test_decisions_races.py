"""Several connections at once: what two people do at the same moment ends as if one had come after the other."""

import threading
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connections
from django.utils import translation

from cases.town import CLOCK
from databases import beginning
from decisions.granting import NOW, Land, german_land, handed, released, years
from kommin.cases.models import Case, LedgerEntry
from kommin.decisions import actions, queries
from kommin.decisions.actions.transferring import Place
from kommin.decisions.errors import DecisionError, MeansError, StaleDraftError
from kommin.decisions.models import Basis, Commitment, Decision, DecisionDocument, DecisionState, Kind
from kommin.people.models import Role
from kommin.programmes import actions as programmes

pytestmark = pytest.mark.usefixtures("quick_letters")


shared = beginning(german_land, committing=True)
"""A land whose rows are committed, so that other connections see them."""


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Start all together, each on a connection of its own; the result of each, or the error it met."""
    barrier, results = threading.Barrier(len(works)), [None] * len(works)

    def run(index: int, work: Callable[[], Any]) -> None:
        try:
            barrier.wait(20)
            with translation.override("de"):
                results[index] = work()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test looks at it
            results[index] = error  # type: ignore[call-overload]
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def releasing(decision: Decision, land: Land, head: int = 1) -> Callable[[], Decision]:
    by = land.authority.actor(Role.HEAD, head)
    return lambda: actions.release_decision(decision=decision, revision=decision.revision, by=by, now=NOW)


def test_two_releases_of_one_decision_are_one(shared: Land) -> None:
    decision = handed(shared.case(), shared.authority, years(y2026="45000", y2027="5000"))
    results = at_once(*[releasing(decision, shared, head) for head in (1, 2, 1)])
    assert [type(result) for result in results] == [Decision] * 3
    assert {(row.number, row.released_by_name) for row in results} == {(results[0].number, results[0].released_by_name)}
    assert results[0].number_serial == 1
    assert (Commitment.objects.count(), LedgerEntry.objects.count(), DecisionDocument.objects.count()) == (2, 2, 1)
    assert shared.share(2026).committed_cash == 45_000


def test_two_decisions_that_together_exceed_a_year_by_a_cent(shared: Land) -> None:
    """One of them is released, the other learns what is missing; a number is not lost."""
    first = handed(shared.case(), shared.authority, years(y2026="50000.00"))
    second = handed(shared.case(applied="50000.01"), shared.authority, years(y2026="50000.01"))
    results = at_once(releasing(first, shared), releasing(second, shared, 2))
    assert sorted(type(result).__name__ for result in results) == ["Decision", "MeansError"]
    refused = next(result for result in results if isinstance(result, MeansError))
    assert (refused.year, refused.missing) == (2026, Decimal("0.01"))
    stands = next(result for result in results if isinstance(result, Decision))
    assert stands.number_serial == 1
    assert shared.share(2026).committed_cash == stands.amount
    assert Decision.objects.filter(state=DecisionState.HANDED_OVER).count() == 1
    assert released(shared.case(), shared.authority, years(y2026="1"), Kind.PARTIAL).number_serial == 2


def test_many_decisions_at_once_get_numbers_without_gap(shared: Land) -> None:
    decisions = [handed(shared.case(), shared.authority, years(y2026="10"), Kind.PARTIAL) for _one in range(4)]
    results = at_once(*[releasing(decision, shared) for decision in decisions])
    assert sorted(row.number_serial for row in results) == [1, 2, 3, 4]
    assert shared.share(2026).committed_cash == 40


def test_a_year_closed_in_the_same_moment_has_the_decision_or_not(shared: Land) -> None:
    decision = handed(shared.case(), shared.authority, years(y2026="10"), Kind.PARTIAL)
    results = at_once(
        releasing(decision, shared), lambda: programmes.close_year(programme=shared.programme, year=2026, by=CLOCK)
    )
    assert not isinstance(results[1], Exception)
    if isinstance(results[0], Decision):
        assert shared.share(2026).committed_cash == 10
    else:
        assert isinstance(results[0], MeansError)
        assert shared.share(2026).committed_cash == 0
    late = handed(shared.case(), shared.authority, years(y2026="10"), Kind.PARTIAL)
    with pytest.raises(MeansError, match="2026"):
        releasing(late, shared)()


def test_means_that_are_moved_away_meanwhile_are_not_committed(shared: Land) -> None:
    decision = handed(shared.case(applied="100000"), shared.authority, years(y2026="100000"))
    rows, by = shared.appropriations, shared.budget_officer()
    house = shared.authority.organisation
    results = at_once(
        releasing(decision, shared),
        lambda: actions.transfer_means(
            source=Place(rows[2026], house), target=Place(rows[2027], house), basis=Basis.CASH, amount=Decimal("0.01"),
            reason="Eilig.", once="t" * 32, by=by,
        ),
    )  # fmt: skip
    assert [isinstance(result, MeansError) for result in results].count(True) == 1
    share = shared.share(2026)
    assert share.cash >= share.committed_cash


def test_a_change_in_the_moment_of_release_is_in_it_or_voids_it(shared: Land) -> None:
    decision = handed(shared.case(), shared.authority, years(y2026="10"), Kind.PARTIAL)
    by = shared.authority.caseworker
    results = at_once(
        releasing(decision, shared),
        lambda: actions.change_draft(decision=decision, revision=decision.revision, by=by, reasons="Anders."),
    )
    stands = Decision.objects.get(pk=decision.pk)
    if stands.state == DecisionState.RELEASED:
        assert isinstance(results[1], DecisionError)
        assert stands.content["reasons"] == "Weil es so ist."
    else:
        assert isinstance(results[0], StaleDraftError)
        assert (stands.state, stands.reasons) == (DecisionState.DRAFT, "Anders.")


def test_two_drafts_of_one_case_at_once_are_one(shared: Land) -> None:
    case = shared.case()
    people = [shared.authority.caseworker, shared.authority.second_examiner]
    results = at_once(
        *[lambda by=by: actions.begin_draft(case=case, kind=Kind.AWARD, by=by) for by in people],
        lambda: actions.begin_draft(case=case, kind=Kind.REFUSAL, by=people[0]),
    )
    assert Decision.objects.count() == 1
    assert len({row.pk for row in results if isinstance(row, Decision)}) == 1


def test_a_change_and_a_revocation_follow_each_other_in_one_chain(shared: Land) -> None:
    cases = [shared.case() for _one in range(3)]
    for case in cases:
        released(case, shared.authority, years(y2026="100"), Kind.PARTIAL)
    less = [handed(case, shared.authority, years(y2026="0"), Kind.REVOCATION) for case in cases]
    at_once(*[releasing(one, shared, head) for one in less for head in (1, 2)])
    for case in cases:
        chain = list(queries.chain_of(case))
        assert [row.position for row in chain] == [1, 2]
        assert chain[1].predecessor_id == chain[0].pk
        assert queries.in_force(case) == {}
    assert shared.share(2026).committed_cash == 0
    assert set(Case.objects.values_list("granted", flat=True)) == {Decimal("0.00")}
