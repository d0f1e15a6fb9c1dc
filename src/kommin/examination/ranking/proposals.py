"""What the authority proposes for a case, for those who decide."""

from kommin.cases.models import Case, Stage
from kommin.examination.models import ProposalLine


def proposal_of(case: Case) -> ProposalLine | None:
    """The line of the adopted proposal that holds for a case: award or refuse, amount, amount per budget year.

    None while the case is in no proposal, or fell out of it because it is examined again.
    """
    if case.stage not in {Stage.PROPOSED, Stage.DECIDED, Stage.CLOSED}:
        return None
    return ProposalLine.objects.filter(case=case, ended_at__isnull=True).select_related("proposal__scenario").first()
