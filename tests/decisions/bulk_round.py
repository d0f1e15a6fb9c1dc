"""A round whose proposal is adopted: cases of one authority, quick to make, some to be awarded and some refused."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from cases.town import CLOCK, open_call
from examination.cases_in_hand import Authority
from examination.rounds import bare_round, give_means
from kommin.cases.models import Case
from kommin.decisions import actions
from kommin.decisions.bulk.planning import plan_drafting, plan_release
from kommin.decisions.bulk.wording import Reasons, keys_of
from kommin.decisions.models import Bulk
from kommin.examination.actions.ranking import adopt_scenario, make_scenario
from kommin.examination.ranking.engine import Rules
from kommin.foundation.access import Actor
from kommin.people.models.dated import today
from kommin.programmes.models import AppropriationShare, Call

PERIOD = {"starts_on": date(2027, 1, 1), "ends_on": date(2027, 12, 31)}
REASONS = "Die Mittel reichen nicht für alle."


class ProposedRound:
    """`amounts` are asked for next year, best score first; the means are what `means` says, in commitment authority."""

    def __init__(self, amounts: Sequence[str], means: str) -> None:
        self.call: Call = open_call()
        self.authority = Authority()
        rows = [(str(Decimal(99) - Decimal(place) / 10), amount) for place, amount in enumerate(amounts)]
        self.cases: list[Case] = bare_round(self.call, self.authority, rows, **PERIOD)
        self.year = today().year + 1
        give_means(self.call, self.authority, commitment=means, cash=means)
        scenario = make_scenario(
            call=self.call, name="Rangliste", rules=Rules(), by=CLOCK, authority=self.authority.organisation.pk
        )
        self.proposal = adopt_scenario(scenario=scenario, by=CLOCK)

    @property
    def share(self) -> AppropriationShare:
        return AppropriationShare.objects.get(authority=self.authority.organisation, appropriation__year=self.year)

    def draft(self, by: Actor | None = None, once: str = "a" * 32) -> Bulk:
        """Start the drafts as a caseworker does who has read the plan."""
        by = by or self.authority.caseworker
        plan = plan_drafting(self.call, by)
        reasons = Reasons(dict.fromkeys(keys_of(plan), REASONS))
        return actions.start_drafting(call=self.call, seen=plan.stamp, reasons=reasons, once=once, by=by)

    def release(self, by: Actor | None = None, once: str = "b" * 32) -> Bulk:
        """Start the release as a head does who has read the plan."""
        by = by or self.authority.head
        return actions.start_release(call=self.call, seen=plan_release(self.call, by).stamp, once=once, by=by)


def work() -> None:
    """Do every item that waits, as a worker does."""
    from kommin.foundation.runs.actions.items import run_next_item

    while run_next_item(holder="test"):
        pass
