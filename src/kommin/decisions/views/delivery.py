"""Deliver a letter, open it, prove its receipt, correct an entry."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kommin.cases.queries import people_of
from kommin.decisions import actions, queries, rules
from kommin.decisions.delivered import Delivered, is_offered, offered_until, today
from kommin.decisions.errors import DecisionError
from kommin.decisions.forms.delivery import Channel, CorrectForm, DeliverForm, ReceiptForm
from kommin.decisions.frozen_law import restore_regime
from kommin.decisions.models import Decision, DecisionState, DeliveryEntry, DeliveryKind
from kommin.decisions.views.common import actor, attempt, done, refused, trail
from kommin.foundation.access import access, found
from kommin.foundation.ui.formatting import reader
from kommin.law.finality import Delivery, final_from

FORM = require_http_methods(["GET", "HEAD", "POST"])


def released_of(_request: HttpRequest, pk: int, **_rest: Any) -> Decision:
    """The released decision an address is about; a draft has no letter."""
    return get_object_or_404(queries.complete().filter(state=DecisionState.RELEASED), pk=pk)


def people_in_portal(decision: Decision) -> set[int]:
    """Who could open the letter for the municipality."""
    house = decision.case.organisation_id
    return people_of(house, roles=rules.RETRIEVERS) if house is not None else set()


@access(rules.may_deliver, sees=rules.reads_inside, of=released_of)
@FORM
def deliver(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the way: enter the day of posting, or have the letter wait in the portal."""
    decision = found(request)
    form = DeliverForm(request.POST or None, in_portal=bool(people_in_portal(decision)))
    if request.method == "POST" and attempt(form, lambda: _deliver(request, decision, form.cleaned_data)):
        sentence = (
            _("The letter waits in the portal. The municipality has been told.")
            if form.cleaned_data["channel"] == Channel.PORTAL
            else _("The day of posting is entered.")
        )
        return done(request, sentence, decision.get_absolute_url())
    delivered = Delivered.of(decision)
    context = about(decision) | {
        "form": form,
        "announced": delivered.is_announced,
        "offered_until": offered_until(decision, delivered),
        "days": restore_regime(decision.content),
    }
    return render(request, "decisions/delivery/deliver.html", context, status=422 if form.errors else 200)


def _deliver(request: HttpRequest, decision: Decision, data: dict[str, Any]) -> None:
    if data["channel"] == Channel.PORTAL:
        actions.offer_in_portal(decision=decision, by=actor(request))
    else:
        actions.send_by_post(decision=decision, posted_on=data["posted_on"], by=actor(request))


@access(rules.may_retrieve, sees=rules.may_read_decision, of=released_of)
@FORM
def retrieve(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what opening the letter brings about, then open it."""
    decision = found(request)
    here = decision.get_absolute_url()
    if request.method == "POST":
        try:
            entry = actions.retrieve_in_portal(decision=decision, by=actor(request))
        except DecisionError as error:
            return refused(request, error, here)
        return done(
            request,
            _("The letter is open. It was retrieved on %(day)s; from the day after it counts as received.")
            % {"day": reader().date(entry.day)},
            here,
        )
    delivered = Delivered.of(decision)
    if not is_offered(decision, delivered, today()):
        return HttpResponseRedirect(here)
    would_be = final_from(delivery=Delivery(retrieved=today()), regime=restore_regime(decision.content))
    context = about(decision) | {"would_be": would_be, "until": offered_until(decision, delivered)}
    return render(request, "decisions/delivery/retrieve.html", context)


@access(rules.may_deliver, sees=rules.reads_inside, of=released_of)
@FORM
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a receipt that is proven."""
    decision = found(request)
    form = ReceiptForm(request.POST or None)
    if request.method == "POST" and attempt(
        form, lambda: actions.prove_receipt(decision=decision, by=actor(request), **form.cleaned_data)
    ):
        return done(request, _("The receipt is entered."), decision.get_absolute_url())
    context = about(decision) | {"form": form, "posted": Delivered.of(decision).day(DeliveryKind.POSTED)}
    return render(request, "decisions/delivery/receipt.html", context, status=422 if form.errors else 200)


@access(rules.may_deliver, sees=rules.reads_inside, of=released_of)
@FORM
def correct(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    """Say that an entry is wrong, and what is right."""
    decision = found(request)
    row = get_object_or_404(DeliveryEntry.objects.filter(decision=pk), pk=entry)
    if row.withdrawn or DeliveryEntry.objects.filter(corrects=row).exists():
        raise Http404
    form = CorrectForm(request.POST or None, day_is_fixed=row.kind == DeliveryKind.OFFERED)
    if request.method == "POST" and attempt(
        form,
        lambda: actions.correct_entry(
            entry=row, day=form.cleaned_data.get("day"), reason=form.cleaned_data["reason"], by=actor(request)
        ),
    ):
        return done(request, _("The entry is corrected."), decision.get_absolute_url())
    context = about(decision) | {"form": form, "entry": row}
    return render(request, "decisions/delivery/correct.html", context, status=422 if form.errors else 200)


def about(decision: Decision) -> dict[str, Any]:
    """What every page about a letter shows."""
    return {"decision": decision, "case": decision.case, "trail": trail(decision), "here": decision.get_absolute_url()}
