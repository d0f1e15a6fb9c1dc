"""Waivers and lawsuits."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from kommin.decisions import actions, rules
from kommin.decisions.delivered import Delivered, today
from kommin.decisions.finality import finality_of
from kommin.decisions.forms.delivery import LawsuitEndForm, LawsuitForm, SentWaiverForm, SignForm, WaiverForm
from kommin.decisions.models import DeliveryKind
from kommin.decisions.views.common import actor, attempt, done
from kommin.decisions.views.delivery import FORM, about, released_of
from kommin.foundation.access import access, found


@access(rules.may_enter_waiver, sees=rules.may_read_decision, of=released_of)
@FORM
def waiver(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a waiver on paper: the authority with its day, the municipality with the signed form."""
    decision = found(request)
    sends = rules.may_retrieve.holds(actor(request), decision)
    form: SentWaiverForm | WaiverForm = (SentWaiverForm if sends else WaiverForm)(
        request.POST or None, request.FILES or None
    )
    if request.method == "POST" and attempt(
        form,
        lambda: actions.record_waiver(
            decision=decision, arrived_on=form.cleaned_data.get("arrived_on") or today(),
            upload=form.cleaned_data["upload"], by=actor(request),
        ),
    ):  # fmt: skip
        return done(request, _("The waiver is entered."), decision.get_absolute_url())
    context = about(decision) | {"form": form, "sends": sends}
    return render(request, "decisions/delivery/waiver.html", context, status=422 if form.errors else 200)


@access(rules.may_sign_waiver, sees=rules.may_read_decision, of=released_of)
@FORM
def waive(request: HttpRequest, pk: int) -> HttpResponse:
    """Explain what is given up, then give it up."""
    decision = found(request)
    delivered = Delivered.of(decision)
    form = SignForm(request.POST or None)
    if request.method == "POST" and attempt(
        form, lambda: actions.sign_waiver(decision=decision, by=actor(request))
    ):  # fmt: skip
        return done(request, _("The municipality has given up legal remedies."), decision.get_absolute_url())
    if not form.errors and (not delivered.is_announced or DeliveryKind.WAIVED in delivered.entries):
        return HttpResponseRedirect(decision.get_absolute_url())
    context = about(decision) | {"form": form, "standing": finality_of(decision, delivered), "today": today()}
    return render(request, "decisions/delivery/waive.html", context, status=422 if form.errors else 200)


@access(rules.may_deliver, sees=rules.reads_inside, of=released_of)
@FORM
def lawsuit(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a lawsuit against the decision."""
    decision = found(request)
    letter = decision.content.get("letter", {})
    form = LawsuitForm(request.POST or None, initial={"court": (letter.get("court") or {}).get("name", "")})
    if request.method == "POST" and attempt(
        form, lambda: actions.record_lawsuit(decision=decision, by=actor(request), **form.cleaned_data)
    ):
        return done(request, _("The lawsuit is entered."), decision.get_absolute_url())
    context = about(decision) | {"form": form, "standing": finality_of(decision)}
    return render(request, "decisions/delivery/lawsuit.html", context, status=422 if form.errors else 200)


@access(rules.may_deliver, sees=rules.reads_inside, of=released_of)
@FORM
def lawsuit_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter how the lawsuit ended."""
    decision = found(request)
    entry = Delivered.of(decision).get(DeliveryKind.LAWSUIT)
    form = LawsuitEndForm(request.POST or None)
    if request.method == "POST" and attempt(
        form, lambda: actions.end_lawsuit(decision=decision, by=actor(request), **form.cleaned_data)
    ):
        return done(request, _("The end of the lawsuit is entered."), decision.get_absolute_url())
    if entry is None and not form.errors:
        return HttpResponseRedirect(decision.get_absolute_url())
    context = about(decision) | {"form": form, "entry": entry}
    return render(request, "decisions/delivery/lawsuit_end.html", context, status=422 if form.errors else 200)
