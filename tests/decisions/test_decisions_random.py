"""Random decisions, changes, revocations, renunciations and transfers over years and authorities.

After each step: committed ≤ appropriation, ledger sum = amounts in force = commitments, chains whole, numbers without
gap. What was promised for a year that was closed meanwhile stays in its books; the model here knows it.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from cases.town import CLOCK
from decisions.granting import NOW, YEAR, Land
from examination.cases_in_hand import Authority, bare_case
from kommin.balance.actions import rebuilt_afterwards
from kommin.cases.models import Case, LedgerEntry
from kommin.decisions import actions
from kommin.decisions.actions.transferring import Place
from kommin.decisions.errors import MeansError
from kommin.decisions.models import LATER, Basis, Commitment, Decision, DecisionState, Kind
from kommin.foundation.access import Actor
from kommin.foundation.audit.canonical import canonical, digest
from kommin.programmes import actions as programmes
from kommin.programmes.models import Appropriation, AppropriationShare, Programme
from kommin.regimes.queries import regime_book

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_letters")]
STEPS = 100
ENOUGH, AT_ONCE = 1_000, 3
"""So many decisions are to be released in a part, in rounds of so many games."""
FEWER = 12
"""Games on both databases with nothing left out."""
YEARS = (YEAR, YEAR + 1, YEAR + 2)
cents = st.integers(0, 4_000_00).map(lambda number: Decimal(number) / 100)
per_year = st.lists(st.just(Decimal(0)) | cents, min_size=3, max_size=3)
places = st.integers(0, 1)
scarce = st.tuples(st.integers(3_000, 20_000), st.integers(0, 12_000))
ample = st.tuples(st.integers(100_000, 400_000), st.integers(100_000, 400_000))
"""Cash and commitment authority; of ample ones little is refused, so most games have them."""
means_given = st.integers(0, 3).flatmap(lambda one: ample if one else scarce)
Amounts = dict[int, Decimal]


class Granting(RuleBasedStateMachine):
    """Two authorities decide cases of one programme; beside them a model that only adds and subtracts."""

    land: Land
    second: Authority
    people: dict[int, tuple[Actor, Actor]]
    released: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.now: datetime = NOW
        self.cases: list[tuple[Case, Authority]] = []
        self.granted: dict[int, Amounts] = {}
        self.bound: dict[int, Amounts] = defaultdict(lambda: defaultdict(Decimal))
        self.closed: set[int] = set()
        self.numbers: dict[tuple[int, int], int] = defaultdict(int)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize(given=means_given)
    def means(self, given: tuple[int, int]) -> None:
        cash, commitment = given
        Appropriation.objects.update(cash=2 * cash, commitment=2 * commitment)
        AppropriationShare.objects.update(cash=cash, commitment=commitment)

    @rule(place=places, amounts=per_year.filter(any))
    def award(self, place: int, amounts: list[Decimal]) -> None:
        authority = (self.land.authority, self.second)[place]
        case = bare_case(self.land.programme, authority.organisation, applied="12000.00")
        if self.decide(case, authority, Kind.PARTIAL, dict(zip(YEARS, amounts, strict=True))):
            self.cases.append((case, authority))

    @precondition(lambda self: self.cases)
    @rule(data=st.data(), amounts=per_year)
    def change(self, data: st.DataObject, amounts: list[Decimal]) -> None:
        case, authority = data.draw(st.sampled_from(self.cases))
        after = {year: amount for year, amount in zip(YEARS, amounts, strict=True) if amount}
        if after != self.granted[case.pk]:
            self.decide(case, authority, Kind.CHANGE, after)

    @precondition(lambda self: any(self.granted.values()))
    @rule(data=st.data(), kind=st.sampled_from((Kind.REVOCATION, Kind.RENUNCIATION)), keep=st.integers(0, 99))
    def take_back(self, data: st.DataObject, kind: Kind, keep: int) -> None:
        case, authority = data.draw(st.sampled_from([one for one in self.cases if self.granted[one[0].pk]]))
        before = self.granted[case.pk]
        after = {year: (amount * keep / 100).quantize(Decimal("0.01")) for year, amount in before.items()}
        if after != before:
            self.decide(case, authority, kind, after)

    @rule(place=places, to=places, year=st.sampled_from(YEARS), into=st.sampled_from(YEARS),
          basis=st.sampled_from(Basis), amount=cents.filter(bool))  # fmt: skip
    def transfer(self, place: int, to: int, year: int, into: int, basis: Basis, amount: Decimal) -> None:
        houses = (self.land.authority.organisation, self.second.organisation)
        if (place, year) == (to, into):
            return
        source, target = self._appropriation(year), self._appropriation(into)
        free = AppropriationShare.objects.get(appropriation=source, authority=houses[place])
        there = free.free_cash if basis == Basis.CASH else free.free_commitment
        possible = amount <= there and not {year, into} & self.closed
        self._try(
            possible,
            lambda: actions.transfer_means(
                source=Place(source, houses[place]), target=Place(target, houses[to]), basis=basis, amount=amount,
                reason="Ausgleich", once=f"{id(self)}-{self.now.timestamp()}"[-32:], by=CLOCK,
            ),
        )  # fmt: skip
        self.now += timedelta(seconds=1)

    @precondition(lambda self: self.now.year < YEARS[-1])
    @rule()
    def a_year_passes(self) -> None:
        """What was promised out of commitment authority is now due, further decisions take cash."""
        self.now = self.now.replace(year=self.now.year + 1)

    @precondition(lambda self: self.now.year > YEAR and len(self.closed) < 1)
    @rule(now=st.integers(0, 7))
    def the_first_year_is_closed(self, now: int) -> None:
        """Not at the first chance, because afterwards much is refused."""
        if now:
            return
        programmes.close_year(programme=self.land.programme, year=YEAR, by=CLOCK)
        self.closed.add(YEAR)

    def decide(self, case: Case, authority: Authority, kind: Kind, after: Amounts) -> bool:
        """Release a decision; the model says whether there are means for it."""
        before = self.granted.get(case.pk, {})
        changes = {year: after.get(year, Decimal(0)) - before.get(year, Decimal(0)) for year in YEARS}
        caseworker, head = self.people[authority.organisation.pk]
        draft = waiting(case, authority, caseworker, kind, after)
        released = self._try(
            self._suffices(authority, changes),
            lambda: actions.release_decision(
                decision=draft, revision=1, by=head, now=self.now, tell=False
            ),
        )  # fmt: skip
        if released is None:
            Decision.objects.filter(pk=draft.pk).update(state=DecisionState.DISCARDED, handed_revision=None)
            return False
        self.granted[case.pk] = {year: amount for year, amount in after.items() if amount}
        for year, amount in changes.items():
            if amount > 0 or year not in self.closed:
                self.bound[case.pk][year] += amount
        self.released[kind] += 1
        self.numbers[authority.organisation.pk, self.now.year] += 1
        assert released.number_serial == self.numbers[authority.organisation.pk, self.now.year]
        assert (released.amount_before, released.amount) == (sum(before.values()), sum(after.values()))
        assert digest(canonical(released.content)) == released.digest
        return True

    def _suffices(self, authority: Authority, changes: Amounts) -> bool:
        shares = AppropriationShare.objects.filter(authority=authority.organisation.pk).select_related("appropriation")
        free = {
            share.appropriation.year: share.free_cash
            if share.appropriation.year <= self.now.year
            else share.free_commitment
            for share in shares
        }
        more = {year: amount for year, amount in changes.items() if amount > 0}
        return all(year not in self.closed and amount <= max(free[year], Decimal(0)) for year, amount in more.items())

    def _try(self, possible: bool, act: Callable[[], Any]) -> Any:
        try:
            with transaction.atomic():
                done = act()
        except MeansError:
            assert not possible
            return None
        assert possible
        return done

    def _appropriation(self, year: int) -> Any:
        return self.land.appropriations[year]

    @invariant()
    def the_books_balance(self) -> None:
        """Committed ≤ appropriation; ledger, amounts in force and commitments agree with each other and the model."""
        bound, by_case = added_up(Commitment, ("share", "basis"), ("case", "year"))
        for share in AppropriationShare.objects.all():
            assert 0 <= share.committed_commitment <= share.commitment
            assert share.committed_cash >= 0
            assert share.committed_cash == 0 or share.committed_cash + share.committed_commitment <= share.cash
            assert bound.get((share.pk, "cash"), 0) == share.committed_cash
            assert bound.get((share.pk, "commitment"), 0) == share.committed_commitment
        (entered,) = added_up(LedgerEntry, ("case", "budget_year"))
        granted = dict(Case.objects.values_list("pk", "granted"))
        assert {key: amount for key, amount in entered.items() if amount} == {
            (case, year): amount for case, amounts in self.granted.items() for year, amount in amounts.items()
        }
        for case, amounts in self.granted.items():
            assert granted[case] == sum(amounts.values())
            for year in YEARS:
                assert by_case.get((case, year), 0) == self.bound[case][year]

    @invariant()
    def chains_are_whole(self) -> None:
        rows = Decision.objects.filter(state=DecisionState.RELEASED).defer("content").order_by("case", "position")
        last: Decision | None = None
        for row in rows:
            follows = last if last is not None and last.case_id == row.case_id else None
            assert row.position == (1 if follows is None else (follows.position or 0) + 1)
            assert row.predecessor_id == (follows.pk if follows else None)
            assert row.amount_before == (follows.amount if follows else 0)
            last = row


def added_up(rows: Any, *groups: tuple[str, str]) -> list[dict[tuple[Any, ...], Decimal]]:
    """Sums by pairs of columns, exact whatever the database makes of fractions."""
    found: list[dict[tuple[Any, ...], Decimal]] = [defaultdict(Decimal) for _group in groups]
    columns = [column for group in groups for column in group]
    for *keys, amount in rows.objects.order_by().values_list(*columns, "amount"):
        for place, sums in enumerate(found):
            sums[tuple(keys[2 * place : 2 * place + 2])] += amount
    return found


def waiting(case: Case, authority: Authority, by: Actor, kind: Kind, after: Amounts) -> Decision:
    """A draft as it waits for release, written straight into the database: drafting has tests of its own."""
    return Decision.objects.create(
        case=case, kind=kind, authority=authority.organisation, state=DecisionState.HANDED_OVER, handed_revision=1,
        amounts={str(year): f"{amount:.2f}" for year, amount in sorted(after.items())}, amount=sum(after.values()),
        amount_reason="Zufall", reasons="Zufall", legal_basis="§ 49 VwVfG" if kind == Kind.REVOCATION else "",
        grant_from=case.starts_on, grant_until=case.ends_on, report_due=case.ends_on,
        drafted_by_id=by.user_id, drafted_by_name="Zufall", handed_at=NOW,
        handed_by_id=by.user_id, handed_by_name="Zufall",
    )  # fmt: skip


def short_content(decision: Decision, *_grounds: Any, **_more: Any) -> dict[str, Any]:
    return {"number": decision.number, "amount": f"{decision.amount:.2f}", "years": decision.amounts}


@contextmanager
def only_the_books(programme: Programme) -> Iterator[None]:
    """What a release asks beside the books is left out or read once, so that thousands can be played: what a draft
    lacks, who has examined or is biased, what the letter says, public figures. All of that has tests of its own."""
    book = regime_book()
    with (
        patch("kommin.decisions.grounds.regime_book", lambda: book),
        patch("kommin.decisions.actions.releasing.lacking", lambda *_asked: []),
        patch("kommin.decisions.actions.releasing.content_of", short_content),
        patch("kommin.decisions.actions.releasing.examined_by", lambda _case: set()),
        patch("kommin.examination.rules.exclusions_of", lambda _person: []),
        rebuilt_afterwards(programme),
    ):
        yield


def play(games: int) -> None:
    run_state_machine_as_test(
        Granting,
        settings=settings(
            max_examples=games, stateful_step_count=STEPS, deadline=None, phases=(Phase.generate,), database=None,
            report_multiple_bugs=False, suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


@pytest.fixture
def released() -> Counter[str]:
    """Two authorities with people; counts the decisions that are released, by kind."""
    land = Land(cash="1", commitment="0")
    Granting.land, Granting.second = land, Authority("Bezirksregierung Anderswo")
    Granting.people = {one.organisation.pk: (one.caseworker, one.head) for one in (land.authority, Granting.second)}
    for year in YEARS:
        land.give(year, Granting.second, cash="1")
    Granting.released = Counter()
    return Granting.released


def test_whatever_is_decided_the_books_balance(db: None, released: Counter[str]) -> None:
    play(FEWER)
    assert released.total() > 0


@pytest.mark.once
@pytest.mark.parametrize("part", ["a", "b"])
def test_thousands_of_decisions_and_the_books_balance(db: None, released: Counter[str], part: str) -> None:
    with only_the_books(Granting.land.programme):
        while released.total() < ENOUGH:
            play(AT_ONCE)
    assert all(released[kind] > ENOUGH / 50 for kind in (Kind.PARTIAL, *LATER))
