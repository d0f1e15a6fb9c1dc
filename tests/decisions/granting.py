"""A ministry with means, an authority with people, and cases to decide."""

from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.utils import translation

from cases.town import CLOCK, Town, house, make_programme
from examination.cases_in_hand import Authority, bare_case
from kommin.cases.models import Case
from kommin.decisions import actions, letter_seam
from kommin.decisions.letter_seam import Rendered
from kommin.decisions.models import Decision, Kind
from kommin.foundation.access import Actor
from kommin.people.models import Kind as House
from kommin.people.models import Membership, Role, User
from kommin.people.standing import as_person, standings_of
from kommin.programmes import actions as programmes
from kommin.programmes.models import Appropriation, AppropriationShare, Programme

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
YEAR = 2026
GRANT_PERIOD = {"grant_from": "2026-01-01", "grant_until": "2027-12-31"}


def quick_letter(decision: Decision) -> Rendered:
    """A letter's place in tests that are not about letters."""
    return Rendered(f"%PDF {decision.number} {decision.content['amount']}".encode(), 1, "quick")


@contextmanager
def letters_by(maker: letter_seam.LetterMaker) -> Any:
    letter_seam.register_letter_maker(maker)
    try:
        yield
    finally:
        letter_seam._makers.remove(maker)


class Land:
    """A programme with an authority that has means of its own in some years."""

    def __init__(self, cash: str = "100000", commitment: str = "50000") -> None:
        self.programme: Programme = make_programme(house(House.MINISTRY, "Ministerium für Beispiele"))
        self.authority = Authority()
        self.town = Town()
        self.appropriations: dict[int, Appropriation] = {}
        for offset in range(3):
            year = YEAR + offset
            self.give(year, self.authority, cash=cash, commitment=commitment)

    def give(self, year: int, authority: Authority, *, cash: str = "0", commitment: str = "0") -> AppropriationShare:
        """Raise the year's appropriation by this and give it to an authority."""
        row = self.appropriations.get(year)
        more = programmes.Part(Decimal(cash), Decimal(commitment))
        row = programmes.save_appropriation(
            programme=self.programme, appropriation=row, by=CLOCK, year=year, chapter="07 080", title="633 10",
            cash=(row.cash if row else 0) + more.cash, commitment=(row.commitment if row else 0) + more.commitment,
        )  # fmt: skip
        self.appropriations[year] = programmes.split_appropriation(
            appropriation=row, shares={authority.organisation.pk: more}, by=CLOCK
        )
        return self.share(year, authority)

    def share(self, year: int, authority: Authority | None = None) -> AppropriationShare:
        of = (authority or self.authority).organisation
        return AppropriationShare.objects.get(appropriation__year=year, authority=of)

    def case(self, **more: Any) -> Case:
        return bare_case(self.programme, self.authority.organisation, town=self.town, **more)

    def budget_officer(self) -> Actor:
        user, _made = User.objects.get_or_create(email="kasse@example.org", defaults={"name": "Karla Kasse"})
        Membership.objects.get_or_create(person=user, organisation=self.programme.ministry, role=Role.BUDGET_OFFICER)
        return as_person(user, standings_of(user)[0], standings_of(user))


def german_land() -> Land:
    with translation.override("de"):
        return Land()


def years(**amounts: str) -> dict[int, Decimal]:
    """`years(y2026="45000", y2027="5000")`."""
    return {int(key[1:]): Decimal(amount) for key, amount in amounts.items()}


def total(amounts: dict[int, Decimal]) -> Decimal:
    return sum(amounts.values(), Decimal(0))


def drafted(case: Case, by: Actor, amounts: dict[int, Decimal] | None = None, kind: Kind = Kind.AWARD, **more: Any
            ) -> Decision:  # fmt: skip
    """A draft with everything it needs."""
    decision = actions.begin_draft(case=case, kind=kind, by=by)
    values: dict[str, Any] = {"reasons": "Weil es so ist."} | more
    if amounts is not None:
        values |= {"amounts": amounts, "amount": total(amounts)}
    if kind in (Kind.AWARD, Kind.PARTIAL):
        values = {"report_due": NOW.date().replace(year=2028), "amount_reason": "Wie besprochen."} | values
    return actions.change_draft(decision=decision, revision=decision.revision, by=by, **values)


def handed(case: Case, authority: Authority, amounts: dict[int, Decimal] | None = None, kind: Kind = Kind.AWARD,
           **more: Any) -> Decision:  # fmt: skip
    draft = drafted(case, authority.caseworker, amounts, kind, **more)
    return actions.hand_over(decision=draft, revision=draft.revision, by=authority.caseworker)


def released(case: Case, authority: Authority, amounts: dict[int, Decimal] | None = None, kind: Kind = Kind.AWARD,
             now: datetime = NOW, **more: Any) -> Decision:  # fmt: skip
    decision = handed(case, authority, amounts, kind, **more)
    return actions.release_decision(decision=decision, revision=decision.revision, by=authority.head, now=now)
