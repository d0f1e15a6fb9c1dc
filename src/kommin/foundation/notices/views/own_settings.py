"""How a person gets mail, and the calendar."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kommin.foundation.access import signed_in
from kommin.foundation.notices.actions import bounces, calendars, notices
from kommin.foundation.notices.forms.own_settings import PaceForm
from kommin.foundation.notices.models import Bounce, CalendarFeed, MailPreference, Pace
from kommin.foundation.notices.writing import absolute
from kommin.foundation.runs.requests import GuardedRequest

SHOWN_ONCE = "notices_calendar_address"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def page(request: GuardedRequest) -> HttpResponse:
    """How often mail comes; the address of the calendar, which is shown once."""
    chosen = MailPreference.objects.filter(person=request.user.pk).first() or MailPreference(pace=Pace.AT_ONCE)
    form = PaceForm(request.POST or None, initial={"pace": chosen.pace})
    if request.method == "POST" and form.is_valid():
        notices.choose_pace(pace=Pace(form.cleaned_data["pace"]), by=request.actor)
        messages.success(request, _("Saved."))
        return redirect("notices:settings")
    context = {
        "form": form,
        "feed": CalendarFeed.objects.filter(person=request.user.pk).first(),
        "feed_address": request.session.pop(SHOWN_ONCE, ""),
        "bounce": Bounce.objects.filter(address=request.user.email.lower()).first(),
    }
    return render(request, "notices/settings.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def make_feed(request: GuardedRequest) -> HttpResponse:
    """A new secret address; an old one stops working."""
    token = calendars.make_calendar_feed(by=request.actor)
    request.session[SHOWN_ONCE] = absolute(reverse("notices:calendar", args=[token]))
    return redirect(reverse("notices:settings") + "#calendar")


@require_POST
@signed_in
def revoke_feed(request: GuardedRequest) -> HttpResponse:
    """No calendar any more."""
    if calendars.revoke_calendar_feed(by=request.actor):
        messages.success(request, _("The calendar’s address does not work any more."))
    return redirect("notices:settings")


@require_POST
@signed_in
def try_address_again(request: GuardedRequest) -> HttpResponse:
    """The mailbox is mended: send mail there again."""
    if bounces.mark_reachable(address=request.user.email):
        messages.success(request, _("From now on mail is sent to your address again."))
    return redirect("notices:settings")
