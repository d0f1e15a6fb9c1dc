"""The amount applied for and how it follows from the plan, as frozen with the application."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from kommin.cases.content import BLOCK, FROM, UNTIL, day_in
from kommin.cases.models import Case
from kommin.cases.plan import outcome, read_plan, years_between
from kommin.examination.parts import parts_of
from kommin.foundation.ui.formatting import reader
from kommin.programmes.frozen import thaw
from kommin.programmes.legal import with_judgements
from kommin.regimes.presenting import present
from kommin.regimes.queries import regime_book


@dataclass(frozen=True)
class Applied:
    """What follows from the plan: expenditure, eligible expenditure, and the steps to the grant."""

    expenditure: Any
    eligible: Any
    steps: Any
    refusal: str = ""


def applied_with_derivation(case: Case) -> Applied | None:
    """How the amount applied for follows from what the application says now; None without an application.

    The budget consolidation is judged by the master data that were submitted, on the day of submission.
    """
    content = parts_of(case).content
    if case.application is None or "values" not in content:
        return None
    values, call = content["values"], thaw(case.application.version)
    plan = read_plan(values, call, years_between(day_in(values, FROM), day_in(values, UNTIL)))
    result = outcome(
        plan,
        call,
        with_judgements(regime_book().find(call.regime), call.overrides),
        applicant=case.applicant_kind,
        consolidation=_consolidates(case, content.get("applicant", {})),
        block=values.get(BLOCK, ""),
    )
    read = reader()
    steps = present(result.grant, read).steps if result.grant else ()
    return Applied(plan.expenditure, plan.eligible_total, steps, read.text(result.refusal) if result.refusal else "")


def _consolidates(case: Case, applicant: dict[str, Any]) -> bool:
    start, end = day_in(applicant, "consolidation_from"), day_in(applicant, "consolidation_until")
    day = timezone.localdate(case.received_at)
    return start is not None and start <= day and (end is None or day <= end)
