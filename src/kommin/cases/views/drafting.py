"""Writing a draft: section by section, saved while typing and by plain submit."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kommin.cases import actions, queries, rules
from kommin.cases.actions import Saved
from kommin.cases.content import Dossier, answers_in, question_purpose
from kommin.cases.errors import CaseError
from kommin.cases.forms.drafting import AboutForm
from kommin.cases.models import Application
from kommin.cases.versions import versions_in_words
from kommin.cases.views import keeping
from kommin.cases.views.common import (
    actor,
    application_for,
    application_of,
    done,
    new_mark,
    page_mark,
    refused,
    seen_revision,
    trail,
)
from kommin.cases.views.live import form_errors
from kommin.cases.views.notes import notes_of
from kommin.cases.views.uploads import few_files
from kommin.foundation.access import access, found, public, signed_in
from kommin.foundation.files.actions import Intake, Taken
from kommin.foundation.files.kinds import kinds_of_endings
from kommin.questionnaires.definition.questions import Files
from kommin.questionnaires.page import build_page, live_response, read_form
from kommin.questionnaires.page.reading import Read
from kommin.questionnaires.wording import told

MEGABYTE, MOST_QUESTIONS = 1_000_000, 500


def _redirect_if_closed(application: Application) -> HttpResponse | None:
    return None if application.is_editable else HttpResponseRedirect(reverse("cases:read", args=[application.number]))


@access(rules.may_work_on, of=application_of)
@require_http_methods(["GET", "HEAD"])
def section(request: HttpRequest, number: str, section: str) -> HttpResponse:
    """One section of the call's questions."""
    application = found(request)
    if closed := _redirect_if_closed(application):
        return closed
    dossier = Dossier(application)
    sections = list(dossier.evaluation.sections)
    if section not in {one.key for one in dossier.definition.sections}:
        raise Http404
    page = build_page(
        dossier.evaluation,
        answers_in(dossier.values),
        only=[section],
        check="check" in request.GET,
        live_url=reverse("cases:live_section", args=[number, section]),
        notes=notes_of(dossier),
    )
    context = frame(request, dossier) | {
        "page": page,
        "section": section,
        "title": page.sections[0].title,
        "next": _next_section(sections, section),
        "save_url": reverse("cases:save_section", args=[number, section]),
    }
    return render(request, "cases/section.html", context)


@public
@require_POST
@few_files(back=lambda number, section: reverse("cases:section", args=[number, section]))
def save_section(request: HttpRequest, number: str, section: str) -> HttpResponseBase:
    """Save a section by plain submit."""
    back = reverse("cases:section", args=[number, section])
    if not actor(request).is_person:
        return keeping.keep_and_sign_in(request, back)
    application = application_for(request, number, rules.may_work_on)
    try:
        saved, read, refusals = _save_section(request, application)
    except CaseError as error:
        return refused(request, error, application.get_absolute_url())
    for refusal in refusals:
        messages.error(request, refusal)
    for text in _no_longer_asked(request, application):
        messages.warning(
            request, _("The call no longer asks a question that stood here. You wrote: %(text)s") % {"text": text}
        )
    if read.only_rows:
        return HttpResponseRedirect(f"{back}#q-{read.only_rows}-box")
    if saved.clashes:
        return HttpResponseRedirect(reverse("cases:conflicts", args=[number]))
    if refusals:
        return HttpResponseRedirect(back)
    messages.success(request, _("Saved."))
    if "next" in request.POST:
        target = _next_section(list(Dossier(saved.application).evaluation.sections), section)
        where = reverse("cases:section", args=[number, target]) if target else reverse("cases:plan", args=[number])
        return HttpResponseRedirect(where)
    return HttpResponseRedirect(f"{back}?check=1" if "check" in request.POST else back)


@public
@require_POST
def live_section(request: HttpRequest, number: str, section: str) -> HttpResponseBase:
    """Save while somebody types, and keep the page in step."""
    if not actor(request).is_person:
        return keeping.keep_and_sign_in(request, reverse("cases:section", args=[number, section]))
    application = application_for(request, number, rules.may_work_on)
    try:
        saved, _read, _refusals = _save_section(request, application, with_files=False)
    except CaseError as error:
        return HttpResponse(state_fragment(request, application, problem=str(error)))
    dossier = Dossier(saved.application)
    response = live_response(
        request, dossier.definition, answers_in(dossier.values), lookups=dossier.lookups, notes=notes_of(dossier)
    )
    if isinstance(response, HttpResponse):
        response.write(state_fragment(request, saved.application, saved))
    return response


def _save_section(
    request: HttpRequest, application: Application, *, with_files: bool = True
) -> tuple[Saved, Read, list[str]]:
    dossier = Dossier(application)
    read = read_form(
        dossier.definition, answers_in(dossier.values), request.POST, request.FILES, language=get_language() or "de"
    )
    fields = {key: read.values.get(key) for key in read.asked if dossier.definition.by_key[key].is_answerable}
    refusals: list[str] = []
    if with_files:
        for key, uploads in read.uploads.items():
            taken = _store(application, dossier, key, uploads, request)
            fields[key] = [*(fields[key] or []), *(str(one.stored.public_id) for one in taken if one.stored)] or None
            refusals += [f"{one.name}: {one.refusal}" for one in taken if one.refusal]
    else:
        fields = {key: value for key, value in fields.items() if not isinstance(dossier.definition.by_key[key], Files)}
    saved = actions.save_fields(
        application=application, fields=fields, seen=seen_revision(request), page=page_mark(request), by=actor(request)
    )
    return saved, read, refusals


def _no_longer_asked(request: HttpRequest, application: Application) -> list[str]:
    """What was written on a page from before the draft took over a new version of the call, and has no place now."""
    known = Dossier(application).definition.by_key
    gone = [key for key in request.POST.getlist("q-asked")[:MOST_QUESTIONS] if key not in known]
    return [text for key in gone for text in request.POST.getlist(f"q-{key}") if text.strip()]


def _store(application: Application, dossier: Dossier, key: str, uploads: Any, request: HttpRequest) -> list[Taken]:
    question = dossier.definition.by_key[key]
    if not isinstance(question, Files):
        return []
    intake = Intake(
        kinds=kinds_of_endings(set(question.types)), largest=int(question.max_megabytes) * MEGABYTE,
        most=actions.MOST_FILES, once=True,
    )  # fmt: skip
    return actions.add_documents(
        application=application, uploads=uploads, purpose=question_purpose(key), by=actor(request), intake=intake
    )


def _next_section(sections: list[str], current: str) -> str:
    later = sections[sections.index(current) + 1 :] if current in sections else []
    return later[0] if later else ""


def frame(request: HttpRequest, dossier: Dossier) -> dict[str, Any]:
    """What every page of a draft shows around its fields."""
    number = dossier.application.number
    parts = [("about", _("The project"), reverse("cases:about", args=[number]))]
    parts += [
        (one.key, told(one.title).text, reverse("cases:section", args=[number, one.key]))
        for one in dossier.definition.sections
        if one.key in dossier.evaluation.sections
    ]
    parts.append(("plan", _("Costs and financing"), reverse("cases:plan", args=[number])))
    parts.append(("documents", _("Documents"), reverse("cases:documents", args=[number])))
    return {
        "application": dossier.application,
        "trail": trail(dossier.application),
        "mark": new_mark(),
        "seen": dossier.sheet.revision,
        "steps": [{"label": label, "href": href, "current": request.path == href} for _key, label, href in parts],
        "clashes": queries.open_clashes(dossier.application).count(),
    }


def state_fragment(
    request: HttpRequest, application: Application, saved: Saved | None = None, problem: str = ""
) -> str:
    """The pieces of a page that tell what became of a save."""
    context = {"application": application, "saved": saved, "problem": problem, "now": timezone.now()}
    return render_to_string("cases/state.html", context, request)


@access(rules.may_work_on, of=application_of)
@require_http_methods(["GET", "HEAD"])
def about(request: HttpRequest, number: str) -> HttpResponse:
    """Title, building block, period, early start."""
    application = found(request)
    if closed := _redirect_if_closed(application):
        return closed
    return _about_page(request, Dossier(application), None)


@public
@require_POST
def save_about(request: HttpRequest, number: str) -> HttpResponseBase:
    """Save the facts about the project, by plain submit or while somebody types."""
    if not actor(request).is_person:
        return keeping.keep_and_sign_in(request, reverse("cases:about", args=[number]))
    application = application_for(request, number, rules.may_work_on)
    dossier = Dossier(application)
    form = AboutForm(request.POST, content=dossier.call)
    valid = form.is_valid()
    typing = request.headers.get("HX-Request") == "true"
    try:
        saved = actions.save_fields(
            application=application, fields=form.to_keep(), seen=seen_revision(request), page=page_mark(request),
            by=actor(request),
        )  # fmt: skip
    except CaseError as error:
        if typing:
            return HttpResponse(state_fragment(request, application, problem=str(error)))
        return refused(request, error, application.get_absolute_url())
    if typing:
        return HttpResponse(state_fragment(request, saved.application, saved) + form_errors(request, form))
    if saved.clashes:
        return HttpResponseRedirect(reverse("cases:conflicts", args=[number]))
    if not valid:
        return _about_page(request, Dossier(saved.application), form)
    here = reverse("cases:about", args=[number])
    sections = list(Dossier(saved.application).evaluation.sections)
    following = (
        reverse("cases:section", args=[number, sections[0]]) if sections else reverse("cases:plan", args=[number])
    )
    return done(request, _("Saved."), following if "next" in request.POST else here)


def _about_page(request: HttpRequest, dossier: Dossier, form: AboutForm | None) -> HttpResponse:
    stored = {name: dossier.values.get(key) for name, key in AboutForm.KEYS.items()}
    if form is None and "check" in request.GET:
        shown = AboutForm({name: value or "" for name, value in stored.items()}, content=dossier.call, check=True)
    else:
        shown = form or AboutForm(content=dossier.call, initial=stored)
    context = frame(request, dossier) | {
        "form": shown,
        "save_url": reverse("cases:save_about", args=[dossier.application.number]),
    }
    return render(request, "cases/about.html", context, status=422 if form else 200)


@access(rules.may_work_on, of=application_of)
@require_http_methods(["GET", "HEAD", "POST"])
def conflicts(request: HttpRequest, number: str) -> HttpResponse:
    """Both versions of every field where two people wrote at once."""
    application = found(request)
    here = reverse("cases:conflicts", args=[number])
    if request.method == "POST":
        clash = get_object_or_404(queries.open_clashes(application), pk=_number(request.POST.get("clash", "")))
        try:
            saved = actions.settle_clash(clash=clash, keep_mine=request.POST.get("keep") == "mine", by=actor(request))
        except CaseError as error:
            return refused(request, error, application.get_absolute_url())
        if saved.clashes:
            messages.warning(request, _("The field has changed again. Please compare once more."))
            return HttpResponseRedirect(here)
        left = queries.open_clashes(application).exists()
        return done(request, _("Settled."), here if left else application.get_absolute_url())
    dossier = Dossier(application)
    shown = [versions_in_words(clash, dossier) for clash in queries.open_clashes(application)[:50]]
    return render(
        request, "cases/conflicts.html", {"application": application, "trail": trail(application), "clashes": shown}
    )


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 18 else 0


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def kept(request: HttpRequest) -> HttpResponseBase:
    """What was typed before the session ended, offered after the sign-in."""
    waiting = keeping.kept_form(request)
    if waiting is None:
        return HttpResponseRedirect(
            reverse("cases:list") if rules.may_have_applications.test(actor(request), None) else "/"
        )
    if request.method != "POST":
        lines = [value for key, values in waiting.data.lists() for value in values if _is_text(key, value)]
        return render(request, "cases/kept.html", {"lines": lines, "at": parse_datetime(waiting.at)})
    keeping.forget(request)
    if "drop" in request.POST:
        return done(request, _("Your entries were thrown away."), waiting.back)
    match = resolve(waiting.path)
    save = _KEEPABLE.get(match.view_name)
    if save is None:
        raise Http404
    request.POST = waiting.data  # type: ignore[assignment]
    return save(request, **match.kwargs)


def _is_text(key: str, value: str) -> bool:
    return key not in _TECHNICAL and not key.endswith(("-rows", "-keep")) and bool(value.strip())


_TECHNICAL = {
    "csrfmiddlewaretoken",
    "seen",
    "page",
    "q-asked",
    "q-section",
    "changed",
    "next",
    "check",
    "once",
    "joint",
}
_KEEPABLE: dict[str, Callable[..., HttpResponseBase]] = {
    "cases:save_section": save_section,
    "cases:live_section": save_section,
    "cases:save_about": save_about,
}


def keepable(name: str, view: Callable[..., HttpResponseBase]) -> None:
    """Let another form of this room be kept, too."""
    _KEEPABLE[name] = view
