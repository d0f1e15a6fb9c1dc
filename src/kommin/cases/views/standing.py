"""Signing off, submitting, withdrawing, moving to a new version of the call."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kommin.cases import actions, queries, rules
from kommin.cases.content import Dossier, answers_in, questions_of
from kommin.cases.errors import CaseError
from kommin.cases.forms.team import ReasonForm
from kommin.cases.models import Application, State
from kommin.cases.versions import field_title
from kommin.cases.views.common import actor, application_of, done, refused, seen_revision, trail
from kommin.foundation.access import access, found
from kommin.foundation.ui.formatting import reader
from kommin.programmes.frozen import thaw
from kommin.programmes.timing import moment_received
from kommin.questionnaires.answering import AnswerSheet, carry_over


@access(rules.may_read, post=rules.may_sign_off, of=application_of)
@require_POST
def sign_off(request: HttpRequest, number: str) -> HttpResponse:
    """Sign the draft off as it stands."""
    application = found(request)
    try:
        actions.sign_off(application=application, revision=seen_revision(request), by=actor(request))
    except CaseError as error:
        return refused(request, error, application.get_absolute_url())
    return done(request, _("You have signed the application off."), application.get_absolute_url())


@access(rules.may_work_on, post=rules.may_submit, of=application_of)
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, number: str) -> HttpResponse:
    """Ask once more, then hand the application in."""
    application = found(request)
    here = application.get_absolute_url()
    if request.method != "POST":
        if application.state in (State.SUBMITTED, State.WITHDRAWN):
            return HttpResponseRedirect(here)
        content = thaw(queries.latest_version(application.call_id))
        context = {
            "application": application,
            "call": content,
            "trail": trail(application),
            "reasons": rules.may_submit.explain(actor(request), application),
        }
        return render(request, "cases/submit.html", context)
    try:
        actions.submit_application(application=application, received=moment_received(request), by=actor(request))
    except CaseError as error:
        return refused(request, error, here)
    return done(request, _("The application has been received. Your receipt is ready."), f"{here}#receipt")


@access(rules.may_withdraw, sees=rules.may_read, of=application_of)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Take the application back, with a reason."""
    application = found(request)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_application(application=application, reason=form.cleaned_data["reason"], by=actor(request))
        except CaseError as error:
            form.add_error("reason", str(error))
        else:
            return done(request, _("The application is withdrawn."), application.get_absolute_url())
    if application.state == State.WITHDRAWN:
        return HttpResponseRedirect(application.get_absolute_url())
    context = {"application": application, "form": form, "trail": trail(application)}
    return render(request, "cases/withdraw.html", context, status=422 if form.errors else 200)


@access(rules.may_work_on, of=application_of)
@require_http_methods(["GET", "HEAD", "POST"])
def new_version(request: HttpRequest, number: str) -> HttpResponse:
    """What the call says now, and what has to be answered again."""
    application = found(request)
    here = application.get_absolute_url()
    if request.method == "POST":
        try:
            moved = actions.take_over_version(application=application, by=actor(request))
        except CaseError as error:
            return refused(request, error, here)
        count = len(moved.again) if moved else 0
        sentence = _("The draft follows the new version of the call.")
        if count:
            sentence += " " + _("Please look at the questions that have changed: %(count)s.") % {"count": count}
        return done(request, sentence, here)
    newest = queries.latest_version(application.call_id)
    if newest.pk == application.version_id or not application.is_editable:
        return HttpResponseRedirect(here)
    context = {
        "application": application,
        "newest": newest,
        "changes": _affected(application),
        "trail": trail(application),
    }
    return render(request, "cases/new_version.html", context)


def _affected(application: Application) -> list[tuple[str, list[str]]]:
    """The titles of answered questions that a newer version asks again or no longer asks, with the reasons."""
    dossier = Dossier(application)
    after = questions_of(thaw(queries.latest_version(application.call_id)))
    moved = carry_over(AnswerSheet(answers_in(dossier.values)), dossier.definition, after)
    reasons = {key: [reader().text(text) for text in texts] for key, texts in moved.again.items()}
    gone = _("This question is no longer asked.")
    return [(field_title(key, dossier), reasons.get(key) or [gone]) for key in {**moved.previous, **moved.again}]
