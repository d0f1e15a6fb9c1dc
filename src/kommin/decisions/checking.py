"""What a draft lacks before it can be handed over for release; each thing in one sentence."""

from decimal import Decimal

from django.utils.translation import gettext as _

from kommin.decisions import queries
from kommin.decisions.grounds import Grounds
from kommin.decisions.models import AWARDS, LATER, Decision, Kind
from kommin.foundation.ui.formatting import reader
from kommin.law.budget import budget
from kommin.law.errors import LawError

SAME = (
    "grant_from", "grant_until", "project_from", "project_until", "earmarked_until", "report_due", "plan_text",
    "payment_text", "clauses_off", "conditions", "eligible",
)  # fmt: skip
"""What a change may alter beside the amounts."""


def lacking(decision: Decision, grounds: Grounds | None = None) -> list[str]:
    """Everything that keeps the draft from being released, the means of the budget aside."""
    grounds = grounds or Grounds(decision.case)
    found: list[str] = []
    if grounds.unconfirmed:
        found.append(
            _("The decision rests on values of the law that nobody has confirmed for the call: %(names)s.")
            % {"names": ", ".join(_label(grounds, name) for name in grounds.unconfirmed)}
        )
    if decision.has_amounts:
        found += _sums(decision, grounds)
    if decision.kind in AWARDS:
        found += _award(decision, grounds)
    if decision.kind in LATER:
        found += _later(decision)
    if decision.kind == Kind.EARLY_START and decision.early_start_from is None:
        found.append(_("Say from which day the project may begin."))
    if decision.kind not in (Kind.AWARD, Kind.EARLY_START) and not decision.reasons:
        found.append(_("Give the reasons: the municipality reads them in the letter."))
    if decision.kind in (*AWARDS, Kind.CHANGE):
        found += _periods(decision)
    return found


def _sums(decision: Decision, grounds: Grounds) -> list[str]:
    try:
        budget(total=decision.amount, parts=decision.per_year, regime=grounds.regime)
    except LawError as error:
        return [reader().text(error.text)]
    return []


def _award(decision: Decision, grounds: Grounds) -> list[str]:
    found = []
    if not decision.amount:
        found.append(_("Enter the amounts per budget year."))
        return found
    if decision.eligible is not None and decision.amount > decision.eligible:
        found.append(_("The grant is above the eligible expenditure."))
    if grounds.minimum is not None and decision.amount <= grounds.minimum:
        found.append(
            _("The grant has to be above the minimum grant of %(minimum)s.")
            % {"minimum": reader().money(grounds.minimum)}
        )
    if decision.kind == Kind.PARTIAL and decision.amount >= grounds.applied_total:
        found.append(_("A partial award grants less than what was applied for."))
    if decision.kind == Kind.AWARD and decision.amount < grounds.applied_total:
        found.append(_("Less is granted than was applied for: choose “partial award” and give the reasons."))
    if decision.amount > grounds.applied_total:
        found.append(_("More is granted than was applied for."))
    if grounds.suggested and decision.per_year != grounds.suggested and not decision.amount_reason:
        found.append(_("The amounts differ from what the examination suggests: say why."))
    if decision.report_due is None:
        found.append(_("Say when the final report is due."))
    return found


def _later(decision: Decision) -> list[str]:
    before, after = queries.in_force(decision.case), {year: sum_ for year, sum_ in decision.per_year.items() if sum_}
    if decision.kind == Kind.CHANGE:
        last = queries.last_grant_of(decision.case)
        same = last is not None and all(getattr(last, name) == getattr(decision, name) for name in SAME)
        if before == after and (same or last is None):
            return [_("This draft changes nothing yet.")]
        if decision.eligible is not None and decision.amount > decision.eligible:
            return [_("The grant is above the eligible expenditure.")]
        return []
    found = []
    if any(amount > before.get(year, Decimal(0)) for year, amount in after.items()) or before == after:
        found.append(_("A revocation or renunciation takes back: no year can have more than now, and one needs less."))
    if decision.kind == Kind.REVOCATION and not decision.legal_basis:
        found.append(_("Name the legal basis of the revocation."))
    return found


def _periods(decision: Decision) -> list[str]:
    found = []
    if decision.grant_from is None or decision.grant_until is None:
        found.append(_("Enter the grant period."))
    elif decision.grant_until < decision.grant_from:
        found.append(_("The grant period ends before it begins."))
    if decision.project_from and decision.project_until and decision.project_until < decision.project_from:
        found.append(_("The project period ends before it begins."))
    if decision.report_due and decision.grant_from and decision.report_due < decision.grant_from:
        found.append(_("The final report would be due before the grant period begins."))
    return found


def _label(grounds: Grounds, name: str) -> str:
    return reader().text(grounds.regime.values[name].label)
