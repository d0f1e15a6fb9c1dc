"""What can be bound of a share, and out of what."""

from datetime import date
from decimal import Decimal

from kommin.decisions.models import Basis
from kommin.programmes.models import AppropriationShare

ZERO = Decimal("0.00")


def basis_of(year: int, day: date) -> Basis:
    """Years that have come are bound out of cash, later ones out of commitment authority (§ 38 LHO)."""
    return Basis.CASH if year <= day.year else Basis.COMMITMENT


def free(share: AppropriationShare, basis: Basis) -> Decimal:
    """What can still be bound of a share."""
    return max(share.free_cash if basis == Basis.CASH else share.free_commitment, ZERO)
