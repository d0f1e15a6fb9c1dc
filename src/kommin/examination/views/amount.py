"""The financing plan judged line by line, and the grant that follows beside the one applied for."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kommin.cases.errors import CaseError
from kommin.cases.models import UNDECIDED, Case
from kommin.examination import rules
from kommin.examination import rules_scoring as may
from kommin.examination.actions.judging import judge_amount
from kommin.examination.amount_shown import shown
from kommin.examination.amounts import applied_of
from kommin.examination.forms.amount import AmountForm
from kommin.examination.models import AmountJudgement
from kommin.examination.views.at_case import case_with_application, done, here, trail
from kommin.foundation.access import access, acting, found
from kommin.foundation.ui.formatting import reader
from kommin.regimes.presenting import present

MOST_JUDGEMENTS = 20


@access(may.may_see_scoring, of=case_with_application, post=rules.may_examine)
@require_http_methods(["GET", "HEAD", "POST"])
def amount(request: HttpRequest, number: str) -> HttpResponse:
    """Judge the plan; earlier judgements stay below."""
    case: Case = found(request)
    by = acting(request)
    applied = applied_of(case)
    judgements = list(AmountJudgement.objects.filter(case=case).order_by("-number")[:MOST_JUDGEMENTS])
    latest = judgements[0] if judgements else None
    before = {line["key"]: line for line in latest.lines} if latest else {}
    form = AmountForm(
        applied.to_judge, before, request.POST or None,
        initial={"note": latest.note if latest else "", "seen": latest.number if latest else 0},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            judge_amount(
                case=case, lines=form.judged(), note=form.cleaned_data["note"], by=by, seen=form.cleaned_data["seen"]
            )
        except CaseError as error:
            field = getattr(error, "field", None)
            form.add_error(field if field in form.fields else None, str(error))
        else:
            return done(request, _("The judgement is saved."), here("amount", case))
    context: dict[str, Any] = {
        "case": case,
        "applied": applied,
        "applied_steps": present(applied.outcome.grant, reader()).steps if applied.outcome.grant else [],
        "form": form,
        "not_eligible": [(reader().text(line.label), line.total) for line in applied.lines if not line.eligible],
        "may_judge": case.stage in UNDECIDED and rules.may_examine.holds(by, case),
        "latest": shown(latest, applied.digest) if latest else None,
        "earlier": [shown(one, applied.digest) for one in judgements[1:]],
        "trail": trail(case),
    }
    return render(request, "examination/amount/amount.html", context)
