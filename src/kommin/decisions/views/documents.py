"""The letter of a released decision, byte for byte as it was made."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kommin.decisions import rules
from kommin.decisions.models import DecisionDocument
from kommin.decisions.views.common import decision_of
from kommin.foundation.access import access, found


@access(rules.may_read_decision, of=decision_of)
@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the PDF out; a draft has none."""
    decision = found(request)
    stored = DecisionDocument.objects.filter(decision=decision).first()
    if stored is None:
        raise Http404
    response = HttpResponse(bytes(stored.content), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{decision.number}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
