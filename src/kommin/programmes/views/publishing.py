"""Checking, publishing, prolonging and closing a call."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kommin.foundation.access import access
from kommin.programmes import actions, rules
from kommin.programmes.forms.calls import ProlongForm, ReasonForm
from kommin.programmes.models import Call
from kommin.programmes.views.calls import MAY_EDIT
from kommin.programmes.views.common import about, act_or_say, acting, attempt, done, form_page, trail_of
from kommin.programmes.views.programmes import FORM


@access(rules.may_edit_programme, **MAY_EDIT)
@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a call is complete and right."""
    call: Call = about(request)
    return act_or_say(
        request,
        lambda: actions.check_call(call=call, by=acting(request)),
        sentence=_("The call is checked and can be published."),
        to=_address(call),
    )


@access(rules.may_edit_programme, **MAY_EDIT)
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish a checked call."""
    call: Call = about(request)
    return act_or_say(
        request,
        lambda: actions.publish_call(call=call, by=acting(request)),
        sentence=_("The call is published."),
        to=_address(call),
    )


@access(rules.may_edit_programme, **MAY_EDIT)
@FORM
def publish_changes(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish what has changed."""
    call: Call = about(request)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and attempt(
        form,
        lambda: actions.publish_changes(call=call, by=acting(request), reason=form.cleaned_data["reason"]),
    ):
        return done(request, _("The changes are published."), _address(call))
    return form_page(request, form, title=_("Publish the changes"), trail=trail_of(call), submit=_("Publish"))


@access(rules.may_edit_programme, **MAY_EDIT)
@FORM
def prolong(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a later deadline."""
    call: Call = about(request)
    form = ProlongForm(request.POST or None, call=call)
    if request.method == "POST" and attempt(form, lambda: _prolong(call, form, request)):
        return done(request, _("The call is prolonged."), _address(call))
    return form_page(request, form, title=_("Prolong the call"), trail=trail_of(call), submit=_("Prolong"))


@access(rules.may_edit_programme, **MAY_EDIT)
@FORM
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close before the deadline."""
    call: Call = about(request)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and attempt(
        form,
        lambda: actions.close_call_early(call=call, by=acting(request), reason=form.cleaned_data["reason"]),
    ):
        return done(request, _("The call is closed."), _address(call))
    lead = _("From this moment on nobody can hand in an application any more.")
    return form_page(
        request, form, title=_("Close the call early"), trail=trail_of(call), lead=lead, submit=_("Close now"),
        submit_kind="danger",
    )  # fmt: skip


def _prolong(call: Call, form: ProlongForm, request: HttpRequest) -> None:
    values = form.cleaned_data
    actions.prolong_call(call=call, closes_at=values["closes_at"], reason=values["reason"], by=acting(request))


def _address(call: Call) -> str:
    return reverse("programmes:call", args=[call.pk])
