"""Who has examined a case: they cannot release a decision about it (four eyes)."""

from collections.abc import Callable, Iterable

from kommin.cases.models import Case
from kommin.examination.models import AmountJudgement, Consensus, ConsensusVoice, Scorer, ScoreSheet

Source = Callable[[Case], Iterable[int | None]]
_sources: list[Source] = []


def register_involvement(source: Source) -> Source:
    """Let a part of the house name further accounts that have worked on a case; called in an app's `ready`."""
    if source not in _sources:
        _sources.append(source)
    return source


def examined_by(case: Case) -> set[int]:
    """The numbers of everybody who has examined the case: its examiner and whoever checked, scored or judged."""
    found = {case.examiner_id}
    found.update(AmountJudgement.objects.filter(case=case).values_list("by_id", flat=True))
    found.update(Scorer.objects.filter(case=case, sheets__isnull=False).values_list("person", flat=True))
    found.update(ScoreSheet.objects.filter(case=case).values_list("handed_in_by_id", flat=True))
    found.update(Consensus.objects.filter(case=case).values_list("proposed_by", flat=True))
    found.update(ConsensusVoice.objects.filter(consensus__case=case).values_list("person", flat=True))
    for source in _sources:
        found.update(source(case))
    return {person for person in found if person is not None}
