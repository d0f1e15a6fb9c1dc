"""Move means between authorities and years."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from kommin.decisions import rules
from kommin.decisions.errors import DecisionError, MeansError
from kommin.decisions.models import Basis, Transfer
from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit
from kommin.foundation.ui.formatting import reader
from kommin.law.errors import LawError
from kommin.law.money import check_amount
from kommin.people.models import Kind, Organisation
from kommin.programmes.models import Appropriation, AppropriationShare

LONGEST_REASON = 2000
ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Place:
    """Where means are: an appropriation (year, chapter, title) and the authority that may commit them."""

    appropriation: Appropriation
    authority: Organisation


@transaction.atomic
def transfer_means(
    *, source: Place, target: Place, basis: Basis, amount: Decimal, reason: str, once: str, by: Actor
) -> Transfer:
    """Move cash or commitment authority; between years it lowers one appropriation and raises the other.

    Sent twice with the same `once`, it is one transfer.

    Raises:
        MeansError: the source would fall below what is committed, or a year is closed.
        DecisionError: nothing would move, there is no reason, or the two belong to different programmes.
        NotAllowed: `by` is no budget officer of the ministry.
    """
    require(rules.may_move_means, by=by, of=source.appropriation)
    known = Transfer.objects.filter(once=once).first()
    if known is not None:
        return known
    amount, reason = _checked(source, target, amount, reason)
    ids = sorted({source.appropriation.pk, target.appropriation.pk})
    rows = {row.pk: row for row in Appropriation.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    giving, taking = rows[source.appropriation.pk], rows[target.appropriation.pk]
    for row in (giving, taking):
        if row.closed_at:
            raise MeansError(
                _("The budget year %(year)s is closed. Open it again first, with a reason.") % {"year": row.year},
                year=row.year,
            )
    shares = _locked(ids, {source.authority.pk, target.authority.pk})
    giver = shares.get((giving.pk, source.authority.pk))
    _refuse_below_committed(giver, source, basis, amount)
    column = basis.value
    if giver is not None:
        _add(giver, column, -amount)
    if giving.pk != taking.pk:
        _add(giving, column, -amount)
        _add(taking, column, amount)
    taker = shares.get((taking.pk, target.authority.pk))
    if taker is None:
        AppropriationShare.objects.create(appropriation=taking, authority=target.authority, **{column: amount})
    else:
        _add(taker, column, amount)
    made = Transfer.objects.create(
        programme_id=giving.programme_id, from_authority=source.authority, to_authority=target.authority,
        from_label=f"{giving.chapter} / {giving.title}", to_label=f"{taking.chapter} / {taking.title}",
        from_year=giving.year, to_year=taking.year, basis=basis, amount=amount, reason=reason, once=once,
        by_id=by.user_id, by_name=str(by)[:200],
    )  # fmt: skip
    audit.record(
        action="decisions.means_transferred", by=by, target=giving, reason=reason,
        data={
            "from": [giving.year, made.from_label, source.authority.pk],
            "to": [taking.year, made.to_label, target.authority.pk], "basis": basis, "amount": amount,
        },
    )  # fmt: skip
    return made


def _checked(source: Place, target: Place, amount: Decimal, reason: str) -> tuple[Decimal, str]:
    try:
        amount = check_amount(amount, field="amount")
    except LawError as error:
        raise DecisionError(reader().text(error.text), field="amount") from error
    if not amount:
        raise DecisionError(_("Enter an amount above 0."), field="amount")
    reason = reason.strip()
    if not reason:
        raise DecisionError(_("Say why."), field="reason")
    if len(reason) > LONGEST_REASON:
        raise DecisionError(_("The reason has at most 2,000 characters."), field="reason")
    if source.appropriation.programme_id != target.appropriation.programme_id:
        raise DecisionError(_("Means move within one programme."), field="target")
    if (source.appropriation.pk, source.authority.pk) == (target.appropriation.pk, target.authority.pk):
        raise DecisionError(_("Choose another authority or another year."), field="target")
    if target.authority.kind != Kind.GRANTING_AUTHORITY:
        raise DecisionError(_("Only granting authorities get shares."), field="target")
    return amount, reason


def _locked(appropriations: list[int], authorities: set[int]) -> dict[tuple[int, int], AppropriationShare]:
    found = (
        AppropriationShare.objects.select_for_update()
        .filter(appropriation__in=appropriations, authority__in=authorities)
        .order_by("pk")
    )
    return {(share.appropriation_id, share.authority_id): share for share in found}


def _refuse_below_committed(giver: AppropriationShare | None, source: Place, basis: Basis, amount: Decimal) -> None:
    if giver is None:
        there, year = ZERO, source.appropriation.year
    else:
        year = source.appropriation.year
        there = max(giver.free_cash if basis == Basis.CASH else giver.free_commitment, ZERO)
    if amount > there:
        money = reader().money
        raise MeansError(
            _(
                "Budget year %(year)s, %(authority)s: only %(free)s are free, the rest is committed. %(missing)s are "
                "missing for this transfer."
            )
            % {
                "year": year,
                "authority": str(source.authority),
                "free": money(there),
                "missing": money(amount - there),
            },
            year=year,
            free=there,
            missing=amount - there,
        )


def _add(row: Appropriation | AppropriationShare, column: str, amount: Decimal) -> None:
    setattr(row, column, getattr(row, column) + amount)
    row.save(update_fields=[column])
