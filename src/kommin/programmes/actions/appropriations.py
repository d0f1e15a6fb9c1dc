"""The means of a budget year and their split over granting authorities."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit
from kommin.foundation.ui.formatting import reader
from kommin.people.models import Kind, Organisation
from kommin.programmes import rules
from kommin.programmes.actions.saving import apply
from kommin.programmes.errors import AppropriationError
from kommin.programmes.models import Appropriation, AppropriationShare, Programme
from kommin.programmes.sums import MoneySum

WRITABLE = ["year", "chapter", "title", "cash", "commitment"]
"""Everything but the sums of the shares, which the database keeps."""


class Part(NamedTuple):
    """What one granting authority gets."""

    cash: Decimal
    commitment: Decimal


@transaction.atomic
def save_appropriation(
    *, programme: Programme, by: Actor, appropriation: Appropriation | None = None, reason: str = "", **values: Any
) -> Appropriation:
    """Add or change the means of one chapter and title in one budget year.

    Raises:
        AppropriationError: the year is closed.
        InvalidError: a value cannot be used, or the amounts fall below what granting authorities were given.
        NotAllowed: `by` is no budget officer of the ministry.
    """
    require(rules.may_edit_appropriations, by=by, of=programme)
    row = _locked(appropriation) if appropriation else Appropriation(programme=programme)
    changed = apply(row, values)
    if row.pk is None:
        row.save(force_insert=True)
    elif changed:
        row.save(update_fields=WRITABLE)
    if changed:
        audit.record(action="programmes.appropriation_saved", by=by, target=row, data=changed, reason=reason)
    return row


@transaction.atomic
def split_appropriation(
    *, appropriation: Appropriation, shares: Mapping[int, Part], by: Actor, reason: str = ""
) -> Appropriation:
    """Set what each granting authority may commit; authorities that are not named keep what they have.

    Args:
        appropriation: what is split.
        shares: the new shares by the id of the granting authority; zero twice takes a share away.
        by: who does it.
        reason: why, for the record.

    Raises:
        AppropriationError: the shares exceed the appropriation, are negative, go to somebody who is no granting
            authority, or the year is closed.
        NotAllowed: `by` is no budget officer of the ministry.
    """
    require(rules.may_edit_appropriations, by=by, of=appropriation)
    row = _locked(appropriation)
    _refuse_unusable(shares)
    present = {share.authority_id: share for share in row.shares.select_for_update().order_by("pk")}
    _refuse_below_committed(present, shares)
    after = {key: Part(share.cash, share.commitment) for key, share in present.items()} | dict(shares)
    _refuse_too_much(row, after)
    changed: dict[str, list[Decimal]] = {}
    for authority, part in sorted(shares.items(), key=lambda item: _grows(present.get(item[0]), item[1])):
        share = present.get(authority) or AppropriationShare(appropriation=row, authority_id=authority)
        if (share.cash, share.commitment) == part:
            continue
        changed[str(authority)] = [share.cash, share.commitment, *part]
        _write(share, part)
    if changed:
        audit.record(
            action="programmes.appropriation_split", by=by, target=row, data={"shares": changed}, reason=reason
        )
    row.refresh_from_db()
    return row


@transaction.atomic
def close_year(*, programme: Programme, year: int, by: Actor) -> int:
    """Close a budget year: nothing of it changes any more. Returns how many appropriations it has.

    Raises:
        AppropriationError: there is none that is open.
        NotAllowed: `by` is no budget officer of the ministry.
    """
    return _set_closed(programme, year, by, closed=True)


@transaction.atomic
def reopen_year(*, programme: Programme, year: int, by: Actor, reason: str) -> int:
    """Open a closed budget year again, with a reason.

    Raises:
        AppropriationError: there is none that is closed, or no reason is given.
        NotAllowed: `by` is no budget officer of the ministry.
    """
    if not reason.strip():
        raise AppropriationError(_("Say why."), field="reason")
    return _set_closed(programme, year, by, closed=False, reason=reason)


def _set_closed(programme: Programme, year: int, by: Actor, *, closed: bool, reason: str = "") -> int:
    require(rules.may_edit_appropriations, by=by, of=programme)
    rows = Appropriation.objects.filter(programme=programme, year=year, closed_at__isnull=closed)
    _wait_for_commitments(list(rows.select_for_update().order_by("pk")))
    count = rows.update(closed_at=timezone.now() if closed else None)
    if not count:
        raise AppropriationError(_("There is nothing to change in this budget year."))
    action = "programmes.appropriation_closed" if closed else "programmes.appropriation_reopened"
    audit.record(action=action, by=by, target=programme, data={"year": year, "rows": count}, reason=reason)
    return count


def _wait_for_commitments(rows: list[Appropriation]) -> None:
    """Whoever commits holds the row of the share: after this, nobody is on the way who read the year as open."""
    list(AppropriationShare.objects.select_for_update().filter(appropriation__in=rows).order_by("pk").values_list("pk"))


def _locked(appropriation: Appropriation) -> Appropriation:
    row = Appropriation.objects.select_for_update(of=("self",)).select_related("programme").get(pk=appropriation.pk)
    if row.closed_at:
        raise AppropriationError(_("The budget year %(year)s is closed.") % {"year": row.year})
    return row


def _refuse_unusable(shares: Mapping[int, Part]) -> None:
    if any(amount < 0 for part in shares.values() for amount in part):
        raise AppropriationError(_("An amount cannot be negative."))
    known = Organisation.objects.filter(pk__in=shares, kind=Kind.GRANTING_AUTHORITY).count()
    if known != len(shares):
        raise AppropriationError(_("Only granting authorities get shares."))


def _refuse_too_much(row: Appropriation, after: Mapping[int, Part]) -> None:
    cash = sum((part.cash for part in after.values()), Decimal(0))
    commitment = sum((part.commitment for part in after.values()), Decimal(0))
    if cash > row.cash:
        raise AppropriationError(
            _("The shares exceed the cash by %(excess)s.") % {"excess": reader().money(cash - row.cash)}
        )
    if commitment > row.commitment:
        raise AppropriationError(
            _("The shares exceed the commitment authority by %(excess)s.")
            % {"excess": reader().money(commitment - row.commitment)}
        )


def _refuse_below_committed(present: Mapping[int, AppropriationShare], after: Mapping[int, Part]) -> None:
    for authority, part in after.items():
        share = present.get(authority)
        if share is None:
            continue
        lowest = Part(share.committed if share.committed_cash else Decimal(0), share.committed_commitment)
        for asked, committed in zip(part, lowest, strict=True):
            if asked < committed:
                raise AppropriationError(
                    _("Decisions have committed %(committed)s of the share of %(authority)s: it cannot be less.")
                    % {"committed": reader().money(committed), "authority": str(share.authority)}
                )


def _grows(share: AppropriationShare | None, part: Part) -> tuple[bool, bool]:
    """Sorts what shrinks first, so that the database never meets a sum above the appropriation on the way."""
    before = Part(share.cash, share.commitment) if share else Part(Decimal(0), Decimal(0))
    return part.cash > before.cash, part.commitment > before.commitment


def _write(share: AppropriationShare, part: Part) -> None:
    if share.pk is not None and not any(part):
        try:
            share.delete()
            return
        except ProtectedError:
            pass  # decisions have drawn on it once: the row stays for their sake
    share.cash, share.commitment = part
    share.save(**({"update_fields": ["cash", "commitment"]} if share.pk else {"force_insert": True}))


def sums_hold(appropriation: Appropriation) -> bool:
    """Whether the sums kept by the database equal those of the shares (asked by tests and `kommin check`)."""
    sums = appropriation.shares.aggregate(cash=MoneySum("cash"), commitment=MoneySum("commitment"))
    zero = Decimal(0)
    return (sums["cash"] or zero, sums["commitment"] or zero) == (
        appropriation.split_cash,
        appropriation.split_commitment,
    )
