"""What is due: one's own, the organisation's, reminders, and the calendar."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kommin.foundation.access import Actor, access, public, role_label, rule, signed_in
from kommin.foundation.notices import queries
from kommin.foundation.notices.actions import deadlines
from kommin.foundation.notices.actions import reminders as reminding
from kommin.foundation.notices.actions.calendars import digest_of
from kommin.foundation.notices.errors import NoticesError
from kommin.foundation.notices.forms.reminders import ReminderForm
from kommin.foundation.notices.ical import as_calendar
from kommin.foundation.notices.models import CalendarFeed, Deadline
from kommin.foundation.notices.rules import is_responsible, may_set_reminders, organisation_of
from kommin.foundation.notices.writing import in_language_of
from kommin.foundation.runs.requests import GuardedRequest

PER_PAGE = 50
FEED_AT_MOST = 1000


@rule("")
def acts_for_an_organisation(actor: Actor) -> bool:
    return actor.organisation_id is not None


def deadline_from_url(_request: HttpRequest, deadline_id: int) -> Deadline:
    """The deadline an address is about."""
    return get_object_or_404(Deadline, pk=deadline_id)


@require_safe
@signed_in
def listing(request: GuardedRequest) -> HttpResponse:
    """One's own, in every organisation."""
    return _list(request, queries.deadlines_of_person(request.user.pk), "mine")


@require_safe
@access(acts_for_an_organisation)
def organisation(request: GuardedRequest) -> HttpResponse:
    """Everybody's in the organisation one acts for now."""
    return _list(request, queries.deadlines_of_organisation(organisation_of(request.actor)), "organisation")


def _list(request: GuardedRequest, chosen: QuerySet[Deadline], tab: str) -> HttpResponse:
    done = request.GET.get("done") == "1"
    shown = queries.settled(chosen) if done else queries.still_open(chosen)
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    names = queries.organisation_names(list(page.object_list))
    actor = request.actor
    rows = [
        {
            "deadline": deadline,
            "days_late": -deadline.days_left,
            "who": str(deadline.person) if deadline.person else role_label(deadline.role),
            "url": in_language_of(deadline.url, get_language() or "de") if deadline.url else "",
            "organisation": names.get(deadline.organisation or 0, ""),
            "may_complete": deadline.by_hand and not done and is_responsible.holds(actor, deadline),
        }
        for deadline in page.object_list
    ]
    context = {
        "page": page, "rows": rows, "tab": tab, "done": done,
        "has_organisation": actor.organisation_id is not None, "organisation_name": actor.organisation_name,
        "may_set_reminders": may_set_reminders.holds(actor),
    }  # fmt: skip
    return render(request, "notices/deadlines.html", context)


@require_POST
@access(is_responsible, of=deadline_from_url)
def complete(request: GuardedRequest, **_address: Any) -> HttpResponse:
    """It is done."""
    try:
        deadlines.complete_deadline(deadline=request.access_object, by=request.actor)
    except NoticesError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Ticked off."))
    return redirect("notices:deadlines")


@require_http_methods(["GET", "HEAD", "POST"])
@access(may_set_reminders & acts_for_an_organisation)
def reminders(request: GuardedRequest) -> HttpResponse:
    """When the organisation is reminded, and who is told when nothing happens."""
    plan = queries.plan_of(organisation_of(request.actor))
    initial = {
        "days_before": ", ".join(str(days) for days in plan.days_before),
        "deputy_after": plan.deputy_after,
        "head_after": plan.head_after,
    }
    form = ReminderForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        reminding.set_reminder_plan(**form.cleaned_data, by=request.actor)
        messages.success(request, _("Saved."))
        return redirect("notices:reminders")
    context = {"form": form, "organisation_name": request.actor.organisation_name}
    return render(request, "notices/reminders.html", context, status=422 if form.errors else 200)


@require_safe
@public
def feed(_request: HttpRequest, token: str) -> HttpResponse:
    """A person's calendar, for whoever knows its secret address."""
    feeds = CalendarFeed.objects.select_related("person")
    found = feeds.filter(token_digest=digest_of(token), person__is_active=True).first()
    if found is None:
        raise Http404
    CalendarFeed.objects.filter(pk=found.pk).update(read_at=timezone.now())
    with translation.override(found.person.language):
        due = list(queries.still_open(queries.deadlines_of_person(found.person_id))[:FEED_AT_MOST])
        content = as_calendar(due, names=queries.organisation_names(due))
    headers = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
