"""Bind the means of budget years, and give them back."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from kommin.cases.models import Case
from kommin.decisions import queries
from kommin.decisions.errors import MeansError
from kommin.decisions.models import Basis, Commitment, Decision
from kommin.decisions.shares import basis_of, free
from kommin.foundation.ui.formatting import reader
from kommin.programmes.models import Appropriation, AppropriationShare

ZERO = Decimal("0.00")


def commit(*, decision: Decision, differences: Mapping[int, Decimal], day: date) -> list[Commitment]:
    """Bind what a decision adds in each year and give back what it takes away. The caller has locked the case.

    Several titles of one year are used in their order. What is given back comes out of cash first. A closed year takes
    nothing in; what would be given back to it stays in its books.

    Raises:
        MeansError: the means of a year do not suffice, or it is closed.
    """
    changed = {year: amount for year, amount in sorted(differences.items()) if amount}
    if not changed:
        return []
    bound = queries.committed_of(decision.case_id, changed)
    shares = locked_shares(decision.case, decision.authority_id, set(changed), {share for _y, share, _b in bound})
    closed = set(
        Appropriation.objects.filter(
            pk__in={share.appropriation_id for share in shares}, closed_at__isnull=False
        ).values_list("pk", flat=True)
    )
    rows: list[Commitment] = []
    for year, amount in changed.items():
        of_year = [share for share in shares if share.appropriation.year == year]
        if amount > 0:
            own = [share for share in of_year if share.authority_id == decision.authority_id]
            parts = _bound(decision, year, amount, basis_of(year, day), own, closed)
        else:
            back = {key[1:]: sum_ for key, sum_ in bound.items() if key[0] == year}
            parts = _given_back(-amount, back, closed=closed, shares={share.pk: share for share in of_year})
        rows += [
            Commitment(decision=decision, case=decision.case, share=share, year=year, basis=basis, amount=part)
            for share, basis, part in parts
        ]
    for row in rows:
        row.save(force_insert=True)
    return rows


def locked_shares(case: Case, authority: int, years: set[int], further: set[int]) -> list[AppropriationShare]:
    """The authority's shares of these years and those the case has drawn on, locked by id, late in a transaction."""
    wanted = Q(authority=authority, appropriation__programme=case.programme_id, appropriation__year__in=years)
    keys = AppropriationShare.objects.filter(wanted | Q(pk__in=further)).values_list("pk", flat=True)
    list(AppropriationShare.objects.select_for_update().filter(pk__in=list(keys)).order_by("pk").values_list("pk"))
    found = AppropriationShare.objects.filter(pk__in=list(keys)).select_related("appropriation")
    return list(found.order_by("appropriation__year", "appropriation__chapter", "appropriation__title", "pk"))


Part = tuple[AppropriationShare, Basis, Decimal]


def _bound(
    decision: Decision, year: int, amount: Decimal, basis: Basis, shares: list[AppropriationShare], closed: set[int]
) -> Iterator[Part]:
    usable = [share for share in shares if share.appropriation_id not in closed]
    if shares and not usable:
        raise MeansError(
            _("The budget year %(year)s is closed: nothing can be committed in it any more.") % {"year": year},
            year=year,
        )
    there = sum((free(share, basis) for share in usable), ZERO)
    if amount > there:
        raise MeansError(_missing(decision, year, basis, amount, there), year=year, free=there, missing=amount - there)
    left = amount
    for share in usable:
        part = min(left, free(share, basis))
        if part:
            yield share, basis, part
        left -= part


def _given_back(
    amount: Decimal, bound: Mapping[tuple[int, str], Decimal], *, closed: set[int],
    shares: Mapping[int, AppropriationShare],
) -> Iterator[Part]:  # fmt: skip
    """Out of cash first, so that what was promised before the year came stays as it was promised."""
    left = amount
    for (key, basis), there in sorted(bound.items(), key=lambda item: (item[0][1] != Basis.CASH, item[0][0])):
        share = shares.get(key)
        if share is None or share.appropriation_id in closed or not left:
            continue
        part = min(left, there)
        left -= part
        yield share, Basis(basis), -part


def _missing(decision: Decision, year: int, basis: Basis, needed: Decimal, there: Decimal) -> str:
    money = reader().money
    words = {
        "year": year, "authority": str(decision.authority), "needed": money(needed), "free": money(there),
        "missing": money(needed - there),
    }  # fmt: skip
    if basis == Basis.CASH:
        return (
            _(
                "Budget year %(year)s, %(authority)s: %(needed)s of cash are needed, %(free)s are free, %(missing)s "
                "are missing. Change the amounts per year, or ask the ministry for a transfer."
            )
            % words
        )
    return (
        _(
            "Budget year %(year)s, %(authority)s: %(needed)s of commitment authority are needed, %(free)s are free, "
            "%(missing)s are missing. Change the amounts per year, or ask the ministry for a transfer."
        )
        % words
    )
