"""One's own page, switching the role, leaving."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kommin.foundation.access import access, acting, found, signed_in
from kommin.people import actions, queries, rules
from kommin.people.forms.profile import ProfileForm
from kommin.people.models import User
from kommin.people.models.dated import today
from kommin.people.standing import SESSION_KEY, standings_of_request
from kommin.people.views.common import act_or_say, attempt, done, membership_of


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Name, language, ways of signing in, sessions, memberships and deputies of whoever is signed in."""
    user: User = request.user  # type: ignore[assignment]
    form = ProfileForm(request.POST or None, initial={"name": user.name, "language": user.language})
    if request.method == "POST" and attempt(
        form, lambda: actions.change_profile(person=user, by=acting(request), **form.cleaned_data)
    ):
        return done(request, _("Your profile was saved."), reverse("people:profile"))
    day = today()
    memberships = list(queries.memberships_of(user))
    context = {
        "form": form,
        "present": [one for one in memberships if not one.has_ended(day)],
        "former": [one for one in memberships if one.has_ended(day)],
        "deputyships": queries.deputyships_of(user),
        "factors": set(Authenticator.objects.filter(user=user).values_list("type", flat=True)),
        "sessions": UserSession.objects.filter(user=user).count(),
        "has_providers": bool(get_adapter().list_providers(request)),
    }
    return render(request, "people/profile.html", context)


@signed_in
@require_POST
def act_as(request: HttpRequest) -> HttpResponse:
    """Act in another of one's roles from now on; a role that is not one's own changes nothing."""
    wanted = request.POST.get("standing", "")
    standing = next((one for one in standings_of_request(request) if one.key == wanted), None)
    if standing is None:
        messages.error(request, _("You cannot act in this role today."))
    else:
        request.session[SESSION_KEY] = standing.key
        messages.success(
            request,
            _("You now act as %(role)s for %(organisation)s.")
            % {"role": standing.role_label, "organisation": standing.organisation_name},
        )
    return HttpResponseRedirect(safe_next(request))


@access(~rules.concerns_somebody_else, of=membership_of)
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up one's own role, after a question."""
    membership = found(request)
    if request.method == "POST":
        return act_or_say(
            request,
            lambda: actions.leave(membership=membership, by=acting(request)),
            sentence=_("You have left. The role gives you nothing from now on."),
            to=reverse("people:profile"),
        )
    return render(request, "people/leave.html", {"membership": membership})


@signed_in
@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own sessions somewhere else."""
    session = get_object_or_404(UserSession, pk=pk, user=request.user.pk)
    actions.end_session(session=session, by=acting(request))
    return done(request, _("The session has ended."), reverse("usersessions_list"))


def safe_next(request: HttpRequest) -> str:
    """Where to go on: an address of this house, otherwise the front door."""
    address = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(address, allowed_hosts=None, require_https=request.is_secure())
    return address if ours and address.startswith("/") else reverse("home")
