"""What an application says now: as submitted, with everything that was handed in later."""

from collections.abc import Mapping
from typing import Any

from kommin.cases.models import Case, Submission, Supplement


def current_content(case: Case) -> Mapping[str, Any]:
    """The frozen content in force (keys: `cases.actions.submitting.frozen`); empty for a case without application."""
    later = Supplement.objects.filter(case=case).order_by("-round").only("content").first()
    if later is not None:
        return dict(later.content)
    if case.application_id is None:
        return {}
    first = Submission.objects.filter(application=case.application_id).only("content").first()
    return dict(first.content) if first else {}


def current_values(case: Case) -> Mapping[str, Any]:
    """The answers, project facts and cells of the financing plan in force (keys: see `cases.content`)."""
    return current_content(case).get("values", {})
