"""From when on a decision is final and may be paid, by the law that was frozen with it."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kommin.decisions.delivered import Delivered, is_offered, offered_until, today
from kommin.decisions.frozen_law import restore_regime
from kommin.decisions.models import Decision, DeliveryKind, Outcome
from kommin.foundation.ui.formatting import reader
from kommin.law.finality import Finality, final_from


@dataclass(frozen=True)
class Standing:
    """What is known of a decision's finality: the result with its derivation, or the reason why there is none."""

    result: Finality | None
    reason: str = ""

    @property
    def day(self) -> date | None:
        """The day from which on it is final and may be paid; None while that is open. It can lie in the future."""
        return self.result.day if self.result else None

    @property
    def remedy_end(self) -> date | None:
        return self.result.remedy_end if self.result else None

    def is_final(self, on: date | None = None) -> bool:
        """Whether it is final on a day, today if left out: from then on it may be paid."""
        return self.day is not None and self.day <= (on or today())


def finality_of(decision: Decision, delivered: Delivered | None = None) -> Standing:
    """The finality of a decision from the entries of its delivery and the regime frozen with it.

    Args:
        delivered: the entries, if the caller has read them already.

    Raises:
        LawError: the entries contradict each other; the actions that write them refuse such days.
    """
    if not decision.is_released:
        return Standing(None, _("The decision is not released yet."))
    found = Delivered.of(decision) if delivered is None else delivered
    reason = _why_open(decision, found)
    if reason:
        return Standing(None, reason)
    return Standing(final_from(delivery=found.as_law, regime=restore_regime(decision.content)))


def _why_open(decision: Decision, delivered: Delivered) -> str:
    ended = delivered.get(DeliveryKind.LAWSUIT_ENDED)
    if ended is not None and ended.outcome == Outcome.ANNULLED:
        return _("A court has set the decision aside. It does not become final; the case is to be decided anew.")
    if delivered.is_announced:
        return ""
    until = offered_until(decision, delivered)
    if until is None:
        return _("The letter has not been sent yet.")
    if is_offered(decision, delivered, today()):
        return _("The letter waits in the portal until %(day)s; the municipality has not opened it yet.") % {
            "day": reader().date(until)
        }
    return _(
        "The letter waited in the portal until %(day)s and was not opened: it has not been delivered. Send it by post "
        "or offer it again."
    ) % {"day": reader().date(until)}
