"""The letter of a released decision, byte for byte as it was made."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from kommin.decisions import rules
from kommin.decisions.delivered import Delivered
from kommin.decisions.models import DecisionDocument
from kommin.decisions.views.common import decision_of
from kommin.foundation.access import access, acting, found


@access(rules.may_read_decision, of=decision_of)
@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the PDF out; a draft has none. The municipality opens it first, or waits for the post."""
    decision = found(request)
    if not rules.reads_inside.holds(acting(request), decision) and not Delivered.of(decision).is_announced:
        return redirect("decisions:retrieve", pk=pk)
    stored = DecisionDocument.objects.filter(decision=decision).first()
    if stored is None:
        raise Http404
    response = HttpResponse(bytes(stored.content), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{decision.number}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
