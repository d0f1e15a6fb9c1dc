"""Who has examined a case: they cannot release a decision about it (four eyes)."""

from collections.abc import Callable, Collection, Iterable

from kommin.cases.models import Case
from kommin.examination.models import AmountJudgement, Consensus, ConsensusVoice, Scorer, ScoreSheet

Source = Callable[[Collection[int]], Iterable[tuple[int, int | None]]]
"""Asked with the numbers of cases, answers with pairs of a case and an account that has worked on it."""
_sources: list[Source] = []


def register_involvement(source: Source) -> Source:
    """Let a part of the house name further accounts that have worked on cases; called in an app's `ready`."""
    if source not in _sources:
        _sources.append(source)
    return source


def examined_by(case: Case) -> set[int]:
    """The numbers of everybody who has examined the case: its examiner and whoever checked, scored or judged."""
    return examiners_of([case.pk])[case.pk]


def examiners_of(cases: Collection[int]) -> dict[int, set[int]]:
    """The same for many cases at once, in a constant number of queries."""
    pairs: list[tuple[int, int | None]] = list(Case.objects.filter(pk__in=cases).values_list("pk", "examiner"))
    pairs += AmountJudgement.objects.filter(case__in=cases).values_list("case", "by_id")
    pairs += Scorer.objects.filter(case__in=cases, sheets__isnull=False).values_list("case", "person")
    pairs += ScoreSheet.objects.filter(case__in=cases).values_list("case", "handed_in_by_id")
    pairs += Consensus.objects.filter(case__in=cases).values_list("case", "proposed_by")
    pairs += ConsensusVoice.objects.filter(consensus__case__in=cases).values_list("consensus__case", "person")
    for source in _sources:
        pairs += source(cases)
    found: dict[int, set[int]] = {case: set() for case in cases}
    for case, person in pairs:
        if person is not None:
            found[case].add(person)
    return found
