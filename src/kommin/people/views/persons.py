"""One person's account, for whoever may lock it."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kommin.foundation.access import access, acting, found
from kommin.people import actions, queries, rules
from kommin.people.forms.members import ReasonForm
from kommin.people.models import User
from kommin.people.models.dated import today
from kommin.people.views.common import act_or_say, attempt, done, person_of

MAY_SEE = rules.may_lock | rules.is_operator | rules.is_auditor
MAY_RESET = rules.is_operator & rules.concerns_somebody_else
MAY_ANONYMISE = rules.is_operator & rules.concerns_somebody_else


@access(MAY_SEE, of=person_of)
@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """A person's memberships, and whether the account is open."""
    shown: User = found(request)
    day = today()
    memberships = list(queries.memberships_of(shown)[:200])
    context = {
        "person": shown,
        "present": [one for one in memberships if not one.has_ended(day)],
        "former": [one for one in memberships if one.has_ended(day)],
        "may_lock": rules.may_lock.holds(acting(request), shown),
        "may_reset": MAY_RESET.holds(acting(request), shown) and is_mfa_enabled(shown),
        "may_anonymise": MAY_ANONYMISE.holds(acting(request), shown),
    }
    return render(request, "people/person.html", context)


@access(rules.may_lock, of=person_of)
@require_http_methods(["GET", "HEAD", "POST"])
def lock(request: HttpRequest, pk: int) -> HttpResponse:
    """Lock an account, with a reason."""

    def act(reason: str) -> None:
        actions.lock_person(person=found(request), reason=reason, by=acting(request))

    sentence = _("The account is locked and all its sessions have ended.")
    return _with_reason(request, act, "people/lock.html", sentence)


@access(rules.may_lock, of=person_of)
@require_POST
def unlock(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a locked account again."""
    return act_or_say(
        request,
        lambda: actions.unlock_person(person=found(request), by=acting(request)),
        sentence=_("The account is open again."),
        to=reverse("people:person", args=[pk]),
    )


@access(MAY_RESET, of=person_of)
@require_http_methods(["GET", "HEAD", "POST"])
def reset_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away the second factor of somebody who lost it, with a reason."""

    def act(reason: str) -> None:
        actions.reset_second_factor(person=found(request), reason=reason, by=acting(request))

    return _with_reason(request, act, "people/reset_second_factor.html", _("The second factor is taken away."))


@access(MAY_ANONYMISE, of=person_of)
@require_http_methods(["GET", "HEAD", "POST"])
def anonymise(request: HttpRequest, pk: int) -> HttpResponse:
    """Take everything personal out of an account for good, with a reason."""

    def act(reason: str) -> None:
        actions.anonymise_person(person=found(request), reason=reason, by=acting(request))

    return _with_reason(request, act, "people/anonymise.html", _("The account is anonymous now."))


def _with_reason(request: HttpRequest, act: Callable[[str], None], template: str, sentence: str) -> HttpResponse:
    shown: User = found(request)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and attempt(form, lambda: act(form.cleaned_data["reason"])):
        return done(request, sentence, reverse("people:person", args=[shown.pk]))
    return render(request, template, {"form": form, "person": shown})
