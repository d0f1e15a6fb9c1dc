"""Which financing rule applies to whom. Pure functions over plain values, for the quick check and for applications."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from kommin.law.financing import Kind, Terms
from kommin.programmes.words import in_language


@dataclass(frozen=True)
class Rate:
    """One financing rule: empty `block`, `applicant` or `consolidation` means “all”."""

    kind: str
    block: str = ""
    applicant: str = ""
    consolidation: str = ""
    rate: Decimal | None = None
    unit_amount: Decimal | None = None
    unit_de: str = ""
    unit_en: str = ""
    cap: Decimal | None = None

    @property
    def unit(self) -> str:
        return in_language(self.unit_de, self.unit_en)

    def fits(self, *, applicant: str, consolidation: bool, block: str) -> bool:
        """Whether the rule is meant for this applicant and building block."""
        return (
            self.block in {"", block}
            and self.applicant in {"", applicant}
            and self.consolidation in {"", "yes" if consolidation else "no"}
        )

    @property
    def particularity(self) -> tuple[bool, bool, bool]:
        """A rule for a building block goes before one for an applicant, and that before one for consolidation."""
        return bool(self.block), bool(self.applicant), bool(self.consolidation)

    def terms(self, minimum: Decimal | None) -> Terms:
        """As the law computes with it."""
        return Terms(Kind(self.kind), self.rate, self.unit_amount, self.cap, minimum)


def rate_for(rates: Iterable[Rate], *, applicant: str, consolidation: bool, block: str = "") -> Rate | None:
    """The most particular rule that fits; None if nothing is granted to such an applicant."""
    fitting = [rate for rate in rates if rate.fits(applicant=applicant, consolidation=consolidation, block=block)]
    return max(fitting, key=lambda rate: rate.particularity, default=None)
