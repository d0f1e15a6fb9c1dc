"""Letters that wait to be sent, and sending many of them at once."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kommin.decisions import actions, queries, rules
from kommin.decisions.errors import DecisionError
from kommin.decisions.finality import finality_of
from kommin.decisions.forms.delivery import Channel, DeliverForm
from kommin.decisions.models import Decision
from kommin.decisions.views.common import actor
from kommin.decisions.views.listing import PER_PAGE, tabs
from kommin.foundation.access import Actor, NotAllowed, access


@access(rules.may_send_letters)
@require_http_methods(["GET", "HEAD", "POST"])
def to_send(request: HttpRequest) -> HttpResponse:
    """All letters of the authority that have not been sent; the chosen ones get the same way and day."""
    by = actor(request)
    form = DeliverForm(request.POST or None, in_portal=True)
    chosen = set(request.POST.getlist("letter"))
    if request.method == "POST" and form.is_valid():
        if chosen:
            _send(request, chosen, by, form.cleaned_data)
            return HttpResponseRedirect(reverse("decisions:to_send"))
        form.add_error(None, _("Choose at least one letter."))
    page = Paginator(queries.to_send(by.organisation_id or 0), PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        {
            "decision": one,
            "why": finality_of(one).reason,
            "chosen": str(one.pk) in chosen if request.method == "POST" else not one.delivery.all(),
        }
        for one in page
    ]
    context = {"page": page, "rows": rows, "form": form, "tabs": tabs(by, "to_send")}
    return render(request, "decisions/delivery/to_send.html", context, status=422 if form.errors else 200)


def _send(request: HttpRequest, chosen: set[str], by: Actor, data: dict[str, Any]) -> None:
    """Send one after the other; what is refused is named and stays in the list."""
    sent = 0
    for decision in queries.to_send(by.organisation_id or 0).filter(pk__in=[pk for pk in chosen if pk.isdecimal()]):
        try:
            _one(decision, by, data)
        except (DecisionError, NotAllowed) as error:
            messages.error(request, f"{decision.number}: {error}")
        else:
            sent += 1
    if sent:
        messages.success(request, ngettext("%(count)s letter is sent.", "%(count)s letters are sent.", sent)
                         % {"count": sent})  # fmt: skip


def _one(decision: Decision, by: Actor, data: dict[str, Any]) -> None:
    if data["channel"] == Channel.PORTAL:
        actions.offer_in_portal(decision=decision, by=by)
    else:
        actions.send_by_post(decision=decision, posted_on=data["posted_on"], by=by)
