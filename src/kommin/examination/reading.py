"""The whole application for those who read it: answers section by section, plan, documents."""

from typing import Any

from kommin.cases.content import BLOCK, EARLY, EARLY_FROM, EARLY_REASON, FROM, UNTIL, day_in
from kommin.cases.missing import financing_of
from kommin.cases.plan import Line, Plan
from kommin.cases.views.financing import outcome_context
from kommin.examination.dossier import CaseDossier
from kommin.foundation.ui.formatting import reader
from kommin.questionnaires.reading_view import reading_sections


def reading_context(dossier: CaseDossier) -> dict[str, Any]:
    """What the reading page draws (the plan's parts have the names that `cases/plan_outcome.html` knows)."""
    context = outcome_context(financing_of(dossier))
    plan: Plan = context["plan"]
    values = dossier.values
    return context | {
        "call": dossier.call,
        "block_title": next((entry.title for entry in dossier.call.blocks if entry.code == values.get(BLOCK)), ""),
        "starts": day_in(values, FROM),
        "ends": day_in(values, UNTIL),
        "early": values.get(EARLY),
        "early_from": day_in(values, EARLY_FROM),
        "early_reason": values.get(EARLY_REASON, ""),
        "master": dossier.master,
        "partners": dossier.partners,
        "reading": reading_sections(dossier.evaluation),
        "files": dossier.files,
        "costs": [_in_words(line, plan) for line in plan.costs if line.total],
        "means": [_in_words(line, plan) for line in plan.means],
    }


def _in_words(line: Line, plan: Plan) -> tuple[str, list[Any]]:
    return reader().text(line.label), [*(line.amounts[year] for year in plan.years), line.total]
