"""What the views of this room share."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from kommin.foundation.access import Actor
from kommin.questionnaires import rules
from kommin.questionnaires.definition import problems
from kommin.questionnaires.errors import QuestionnaireError
from kommin.questionnaires.models import Questionnaire, QuestionnaireVersion

PER_PAGE = 50


def questionnaire_of(_request: HttpRequest, pk: int, **_rest: Any) -> Questionnaire:
    return get_object_or_404(Questionnaire.objects.select_related("organisation"), pk=pk)


def version_of(_request: HttpRequest, pk: int, **_rest: Any) -> QuestionnaireVersion:
    related = ("questionnaire__organisation", "based_on")
    return get_object_or_404(QuestionnaireVersion.objects.select_related(*related), pk=pk)


def acting(request: HttpRequest) -> Actor:
    """Who acts, as actions want it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def about(request: HttpRequest) -> Any:
    """What the address is about, as the access middleware found it."""
    return request.access_object  # type: ignore[attr-defined]


def may_edit(request: HttpRequest, version: QuestionnaireVersion) -> bool:
    """Whether the person may change this very version."""
    return version.is_draft and rules.may_edit.holds(acting(request), version)


def frame(request: HttpRequest, version: QuestionnaireVersion, current: str) -> dict[str, Any]:
    """What every page of a version shows: the way here, its tabs, whether it can be changed."""
    found = problems(version.definition) if version.is_draft else []
    missing = sum(1 for one in found if one.level == "error") or None
    tabs = [
        ("version", _("Questions"), None),
        ("try", _("Try it out"), None),
        ("changes", _("Changes"), None) if version.based_on_id else None,
        ("publish", _("Check and publish"), missing) if version.is_draft else None,
    ]
    return {
        "version": version,
        "may_edit": may_edit(request, version),
        "trail": [
            {"label": _("Questionnaires"), "href": reverse("questionnaires:list")},
            {"label": version.questionnaire.title, "href": version.questionnaire.get_absolute_url()},
        ],
        "tabs": [
            {
                "label": label,
                "href": reverse(f"questionnaires:{name}", args=[version.pk]),
                "current": name == current,
                "count": count,
            }
            for name, label, count in filter(None, tabs)
        ],
    }


def done(request: HttpRequest, sentence: str, to: str) -> HttpResponse:
    """Say what was done and go on."""
    messages.success(request, sentence)
    return HttpResponseRedirect(to)


def act_or_say(request: HttpRequest, act: Callable[[], Any], *, to: str, sentence: str = "") -> HttpResponse:
    """Run an action that needs no form; either way go on, with what happened."""
    try:
        act()
    except QuestionnaireError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(to)
    if sentence:
        messages.success(request, sentence)
    return HttpResponseRedirect(to)


def stamp_of(data: Mapping[str, Any]) -> int:
    """The stamp a form carries; one that never fits when it is no number."""
    text = str(data.get("stamp", ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
