"""What everybody may read: open and past calls, their questions, the quick check, the deadline for the calendar."""

from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kommin.foundation.access import public
from kommin.foundation.ui.formatting import reader
from kommin.law.errors import LawError
from kommin.programmes import queries
from kommin.programmes.forms.public import QuickCheckForm
from kommin.programmes.frozen import FrozenCall, thaw
from kommin.programmes.models import CallVersion
from kommin.programmes.presenting import calendar_entry, facts_of, shown_changes, shown_state
from kommin.programmes.quick_check import ZERO, Answer, Question, quick_check
from kommin.programmes.views.common import page_of
from kommin.questionnaires.models import QuestionnaireVersion
from kommin.regimes.presenting import present
from kommin.regimes.queries import regime_book
from kommin.regimes.reading import said

OPEN_AT_MOST = 100


@public
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Open calls by their deadline, past ones below."""
    now = timezone.now()
    past = page_of(request, queries.past_versions(now))
    context = {
        "open": [_card(version) for version in queries.open_versions(now)[:OPEN_AT_MOST]],
        "past_page": past,
        "past": [_card(version) for version in past],
    }
    return render(request, "programmes/public/calls.html", context)


@public
@require_safe
def call(request: HttpRequest, slug: str) -> HttpResponse:
    """What a call says, in its version in force."""
    version = _version(slug)
    context = _context(version) | {"facts": facts_of(thaw(version)), "changes": _history(version)}
    return render(request, "programmes/public/call.html", context)


@public
@require_safe
def questions(request: HttpRequest, slug: str) -> HttpResponse:
    """All questions of the form, to be read before anybody signs in."""
    version = _version(slug)
    number = thaw(version).questionnaire
    asked = QuestionnaireVersion.objects.select_related("questionnaire").filter(pk=number).first()
    if asked is None:
        raise Http404
    context = _context(version) | {"definition": asked.definition, "trail": _trail(version)}
    return render(request, "programmes/public/questions.html", context)


@public
@require_safe
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """May we, and how much could it be? Every answer has an address that can be passed on; nothing is kept."""
    version = _version(slug)
    content = thaw(version)
    asked = "applicant" in request.GET or "expenditure" in request.GET
    form = QuickCheckForm(request.GET if asked else None, content=content)
    answer: Answer | None = None
    if asked and form.is_valid():
        try:
            answer = quick_check(content, _question(form.cleaned_data), regime_book())
        except LawError as error:
            form.add_error(error.field if error.field in form.fields else None, said(error))
    context = _context(version) | {"trail": _trail(version), "form": form, "answer": answer}
    if answer is not None:
        context |= {
            "result": present(answer.grant, reader()) if answer.grant else None,
            "refusal": reader().text(answer.refusal) if answer.refusal else "",
        }
    return render(request, "programmes/public/check.html", context)


@public
@require_safe
def deadline(request: HttpRequest, slug: str) -> HttpResponse:
    """The deadline as an entry for calendars."""
    version = _version(slug)
    address = request.build_absolute_uri(reverse("programmes:public_call", args=[slug]))
    response = HttpResponse(
        calendar_entry(version, thaw(version), address, request.get_host()), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{slug}.ics"'
    return response


def _version(slug: str) -> CallVersion:
    version = queries.version_in_force(slug)
    if version is None:
        raise Http404
    return version


def _context(version: CallVersion) -> dict[str, Any]:
    content = thaw(version)
    return {
        "version": version,
        "content": content,
        "state": shown_state(version, content),
        "trail": [{"label": _("Calls"), "href": reverse("programmes:public_calls")}],
        "slug": version.call.slug,
    }


def _trail(version: CallVersion) -> list[dict[str, str]]:
    slug = version.call.slug
    return [
        {"label": _("Calls"), "href": reverse("programmes:public_calls")},
        {"label": str(thaw(version).title), "href": reverse("programmes:public_call", args=[slug])},
    ]


def _card(version: CallVersion) -> dict[str, Any]:
    content: FrozenCall = thaw(version)
    return {"slug": version.call.slug, "content": content, "state": shown_state(version, content)}


def _history(version: CallVersion) -> list[dict[str, Any]]:
    if version.number == 1:
        return []
    rows = CallVersion.objects.filter(call=version.call_id).defer("content").order_by("-number")[:50]
    return [{"version": row, "changes": shown_changes(row)} for row in rows]


def _question(values: dict[str, Any]) -> Question:
    return Question(
        applicant=values["applicant"],
        consolidation=values["consolidation"] == "yes",
        block=values["block"],
        expenditure=values["expenditure"],
        own=values["own"] or ZERO,
        third_party=values["third_party"] or ZERO,
        donation=values["donation"] or ZERO,
        units=values.get("units") or Decimal(1),
    )
