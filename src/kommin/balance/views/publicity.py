"""The municipality's choice whether a project is shown."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kommin.balance import actions, rules
from kommin.cases.models import Case
from kommin.foundation.access import access, acting, found


def _case(_request: HttpRequest, number: str) -> Case:
    case = Case.objects.filter(number=number).first()
    if case is None:
        raise Http404
    return case


@access(rules.may_change_publicity, sees=rules.acts_for_its_municipality, of=_case)
@require_POST
def change(request: HttpRequest, number: str) -> HttpResponse:
    """Show the project in public lists, or keep it inside."""
    case: Case = found(request)
    public = request.POST.get("public") == "yes"
    actions.change_publicity(case=case, public=public, by=acting(request))
    text = _("The project is shown in public.") if public else _("The project is no longer shown in public.")
    messages.success(request, text)
    return redirect(case.get_absolute_url())
