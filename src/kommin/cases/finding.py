"""Finding cases by full text: number, title, applicant and everything the application says now."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kommin.cases.current import current_values
from kommin.cases.models import Case, Submission, Supplement
from kommin.foundation.search import index

KIND = "cases.case"
BATCH = 200
_PLAN = "plan/"


def index_case(case: Case) -> None:
    """Make a case findable as it is now; part of every action that changes its title, applicant or application."""
    entry = _entry(case, current_values(case))
    index.index_documents(kind=KIND, entries=[entry])


def index_cases(cases: Iterable[Case]) -> int:
    """The same for many cases without an application; returns how many there were."""
    return index.index_documents(kind=KIND, entries=(_entry(case, {}) for case in cases))


def cases_with(query: str) -> index.Matches:
    """The cases in which every word of the query occurs: a filter for lists of cases."""
    return index.matches(query, kind=KIND)


def text_of(case: Case, values: Mapping[str, Any]) -> str:
    """What is searched of a case beside its title."""
    return "\n".join([case.number, case.applicant_name, case.applicant_key, *_written(values)])


def all_entries() -> Iterator[index.Entry]:
    """Every case, the oldest first, with a constant number of queries for some hundred of them."""
    last = 0
    while batch := list(Case.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        values = _values_of(batch)
        yield from (_entry(case, values.get(case.pk, {})) for case in batch)
        last = batch[-1].pk


def _entry(case: Case, values: Mapping[str, Any]) -> index.Entry:
    return index.Entry(key=str(case.pk), title=case.title, text=text_of(case, values))


def _values_of(cases: Iterable[Case]) -> dict[int, Mapping[str, Any]]:
    """The answers in force of many cases: of the latest supplement, otherwise as submitted."""
    by_application = {case.application_id: case.pk for case in cases if case.application_id}
    first = Submission.objects.filter(application__in=by_application).values_list("application_id", "content__values")
    found: dict[int, Mapping[str, Any]] = {by_application[number]: values or {} for number, values in first}
    later = Supplement.objects.filter(case__in=by_application.values()).order_by("case", "round")
    found |= {number: values or {} for number, values in later.values_list("case_id", "content__values")}
    return found


def _written(value: Any) -> Iterator[str]:
    """All texts in answers, however deep; the cells of the financing plan are figures."""
    match value:
        case str():
            yield value
        case Mapping():
            for key, inner in value.items():
                if not str(key).startswith(_PLAN):
                    yield from _written(inner)
        case list() | tuple():
            for inner in value:
                yield from _written(inner)
