"""“Check and release”: the page at the press desk on which a release goes its way."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.auth import require_admin_access

from kommin.foundation.access import Actor, NotAllowed, access, acting
from kommin.foundation.audit.models import Record
from kommin.foundation.audit.words import action_label
from kommin.portal import desk as desks
from kommin.portal.actions import releasing, withdrawing
from kommin.portal.errors import PressError
from kommin.portal.findings import findings
from kommin.portal.forms.desk import EmbargoForm, HandOverForm, ReasonForm, ReleaseForm
from kommin.portal.models import PressRelease, Step
from kommin.portal.rules import leads_the_press_desk, works_at_the_press_desk

Values = dict[str, Any]
Done = tuple[type[forms.Form], Callable[[PressRelease, Actor, Values], object], Promise]

STEPS: dict[str, Done] = {
    "hand_over": (
        HandOverForm,
        lambda release, by, given: releasing.hand_over(release=release, by=by, seen=given["seen"], note=given["note"]),
        gettext_lazy("Handed over. Whoever can release it has been told."),
    ),
    "send_back": (
        ReasonForm,
        lambda release, by, given: releasing.send_back(release=release, by=by, reason=given["reason"]),
        gettext_lazy("Sent back. Whoever has written it has been told."),
    ),
    "release": (
        ReleaseForm,
        lambda release, by, given: releasing.release_it(
            release=release, by=by, seen=given["seen"], embargo=given["embargo"], ends=given["ends"]
        ),
        gettext_lazy("Released."),
    ),
    "move": (
        EmbargoForm,
        lambda release, by, given: releasing.move_embargo(release=release, by=by, embargo=given["embargo"]),
        gettext_lazy("The embargo was moved."),
    ),
    "lift": (
        forms.Form,
        lambda release, by, _given: releasing.move_embargo(release=release, by=by, embargo=None),
        gettext_lazy("The embargo is lifted: the release is public."),
    ),
    "withdraw": (
        ReasonForm,
        lambda release, by, given: withdrawing.withdraw(release=release, by=by, reason=given["reason"]),
        gettext_lazy("Withdrawn. Its address says so from now on."),
    ),
    "delete": (
        ReasonForm,
        lambda release, by, given: withdrawing.delete(release=release, by=by, reason=given["reason"]),
        gettext_lazy("Deleted. Its address says that it was withdrawn."),
    ),
}


@access(works_at_the_press_desk)
@require_http_methods(["GET", "HEAD", "POST"])
@require_admin_access
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """What is still to be put right, where the release stands, and the next step."""
    release = get_object_or_404(PressRelease, pk=pk)
    if request.method != "POST":
        return _page(request, release, {})
    name = request.POST.get("step", "")
    if name not in STEPS:
        raise Http404
    form_class, action, done = STEPS[name]
    form = form_class(request.POST, prefix=name)
    if not form.is_valid():
        return _page(request, release, {name: form}, status=422)
    try:
        action(release, acting(request), form.cleaned_data)
    except NotAllowed:
        raise Http404 from None
    except PressError as error:
        form.add_error(None, str(error))
        return _page(request, PressRelease.objects.get(pk=pk), {name: form}, status=422)
    messages.success(request, str(done))
    return HttpResponseRedirect(reverse("portal_desk_release", kwargs={"pk": pk}))


@access(works_at_the_press_desk)
@require_safe
@require_admin_access
def preview(request: HttpRequest, pk: int, mode: str) -> HttpResponse:
    """The latest version as readers will see it: as a page, on paper, as a mail."""
    release = get_object_or_404(PressRelease, pk=pk)
    shown = release.get_latest_revision_as_object()
    modes = {name or "page": name for name, _label in shown.preview_modes}
    if mode not in modes:
        raise Http404
    return shown.make_preview_request(request, modes[mode])


def _page(request: HttpRequest, release: PressRelease, given: dict[str, forms.Form], status: int = 200) -> HttpResponse:
    """`given` are the forms that were refused, each with what was typed."""
    desk = desks.desk_of(release)
    latest = release.get_latest_revision()
    by = acting(request)
    writers = desks.writers_of(release, desk)
    planned = desks.scheduled_revision(release)
    version = desks.version_of(latest)
    steps = [] if desk.deleted_at else _steps(release, desk, by, planned)
    shown = release if desk.deleted_at or latest is None else latest.as_object()
    refused = next((form for form in given.values() if form.errors), None)
    context = {
        "release": release,
        "shown": shown,
        "desk": desk,
        "findings": [] if desk.deleted_at else findings(shown),
        "planned": planned,
        "is_new": desks.has_something_new(release, desk),
        "compared": _compared(release, desk, latest),
        "writers": desks.names_of(writers),
        "releasers": desks.names_of(desks.who_can_release(release, desk, by)),
        "wrote_it": by.user_id in writers,
        "leads": leads_the_press_desk.holds(by),
        "previews": [] if desk.deleted_at else [(name or "page", label) for name, label in shown.preview_modes],
        "history": _history(release),
        "linking": desks.pages_that_link(release) if "delete" in steps else [],
        "forms": {name: given.get(name) or _fresh(name, version, planned) for name in steps},
        "refused": refused,
        "page_title": shown.title,
    }
    return TemplateResponse(request, "portal/release/check.html", context, status=status)


def _steps(release: PressRelease, desk: Any, by: Actor, planned: Any) -> list[str]:
    """Which steps the person can take now."""
    leads = leads_the_press_desk.holds(by)
    handed_over = desk.step == Step.HANDED_OVER
    possible = {
        "release": handed_over and leads and by.user_id not in desks.first_persons(release, desk, by),
        "send_back": handed_over and (leads or desk.by_id == by.user_id),
        "hand_over": not handed_over and desks.has_something_new(release, desk),
        "move": leads and planned is not None,
        "lift": leads and planned is not None,
        "withdraw": leads and (release.live or planned is not None),
        "delete": leads and bool(release.live or release.first_published_at or desk.approved),
    }
    return [name for name, can in possible.items() if can]


def _fresh(name: str, version: str, planned: Any) -> forms.Form:
    first: Values = {"seen": version}
    if name == "move":
        first["embargo"] = planned.approved_go_live_at
    return STEPS[name][0](initial=first, prefix=name)


def _compared(release: PressRelease, desk: Any, latest: Any) -> str:
    """Where the latest version is held against the one that was released last."""
    before = desk.approved or release.live_revision_id
    if latest is None or not before or before == latest.pk or not release.revisions.filter(pk=before).exists():
        return ""
    return reverse("wagtailadmin_pages:revisions_compare", args=(release.pk, before, latest.pk))


def _history(release: PressRelease) -> list[dict[str, Any]]:
    rows = Record.objects.filter(chain=f"portal.pressrelease:{release.pk}").order_by("-number")[:30]
    return [
        {
            "what": action_label(row.action),
            "who": "" if row.actor_kind == "clock" else row.actor_name,
            "at": row.at,
            "reason": row.reason,
        }
        for row in rows
    ]
