"""“May we, and how much could it be?” computed from what a call has published. Pure but for the regime it is given."""

from dataclasses import dataclass
from decimal import Decimal

from kommin.law.errors import LawError
from kommin.law.financing import Figures, Grant, Kind, grant
from kommin.law.regimes import RegimeBook
from kommin.law.texts import Text
from kommin.law.texts import gettext_noop as _
from kommin.programmes.frozen import FrozenCall
from kommin.programmes.legal import with_judgements
from kommin.programmes.rates import Rate, rate_for

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Question:
    """What a visitor says about a project."""

    applicant: str
    consolidation: bool
    block: str
    expenditure: Decimal
    own: Decimal = ZERO
    third_party: Decimal = ZERO
    donation: Decimal = ZERO
    units: Decimal = Decimal(1)


@dataclass(frozen=True)
class Answer:
    """Either a grant, with the rule it follows, or the reason why there is none."""

    grant: Grant | None = None
    rate: Rate | None = None
    refusal: Text | None = None

    @property
    def possible(self) -> bool:
        return self.grant is not None and not self.grant.below_minimum and self.grant.amount > 0


def quick_check(content: FrozenCall, question: Question, book: RegimeBook) -> Answer:
    """What such an applicant could get for such a project under this call.

    Raises:
        LawError: a figure cannot be used.
    """
    if question.applicant not in content.applicants:
        return Answer(refusal=Text(_("Such applicants cannot apply under this guideline.")))
    rate = rate_for(
        content.rates, applicant=question.applicant, consolidation=question.consolidation, block=question.block
    )
    if rate is None:
        return Answer(refusal=Text(_("The guideline has no rate for such applicants in this building block.")))
    regime = with_judgements(book.find(content.regime), content.overrides)
    figures = Figures(
        eligible=question.expenditure,
        own=question.own,
        third_party=question.third_party,
        donation=question.donation,
        units=question.units if rate.kind == Kind.FIXED else Decimal(1),
    )
    if question.third_party + question.donation > question.expenditure:
        raise LawError(
            Text(_("Payments by third parties and donations are higher than the expenditure.")), field="third_party"
        )
    return Answer(grant(terms=rate.terms(content.minimum_grant), figures=figures, regime=regime), rate)
