"""A case falls out of its proposal."""

from django.utils import timezone

from kommin.cases.models import Case
from kommin.examination.models import ProposalLine


def end_proposal(case: Case, why: str) -> bool:
    """End the line of the proposal that holds for a locked case; whether there was one."""
    lines = ProposalLine.objects.filter(case=case, ended_at__isnull=True)
    return bool(lines.update(ended_at=timezone.now(), ended_why=why[:300]))
