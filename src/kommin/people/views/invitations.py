"""Inviting, and the page behind the link of an invitation."""

from datetime import timedelta

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kommin.foundation.access import Limit, access, acting, found, public, rate_limited
from kommin.people import actions, rules
from kommin.people.actions.invitations import open_invitation
from kommin.people.errors import AccountError, InvitationError
from kommin.people.forms.members import InvitationForm
from kommin.people.forms.profile import NewAccountForm
from kommin.people.models import Invitation, Role
from kommin.people.queries import person_by_email
from kommin.people.standing import SESSION_KEY
from kommin.people.views.common import attempt, done, invitation_of, organisation_of

HOUR = timedelta(hours=1)
TOKEN = "people_invitation"  # noqa: S105 - the name of a place, not a secret


def _inviter(request: HttpRequest) -> str:
    return str(request.user.pk)


@access(rules.may_administer_members_of, of=organisation_of, sees=rules.may_see_members_of)
@rate_limited(Limit("invite", most=40, per=HOUR, by=_inviter))
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite somebody to an organisation."""
    organisation = found(request)
    form = InvitationForm(request.POST or None, organisation=organisation)
    sent: list[actions.Sent] = []
    if request.method == "POST" and attempt(
        form,
        lambda: sent.append(actions.invite(organisation=organisation, by=acting(request), **form.cleaned_data)),
    ):
        return _after_sending(request, sent[0])
    return render(request, "people/invite.html", {"form": form, "organisation": organisation})


@access(rules.may_administer_members_of, of=invitation_of)
@rate_limited(Limit("invite", most=40, per=HOUR, by=_inviter))
@require_POST
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Send an invitation again, with a new link."""
    invitation: Invitation = found(request)
    try:
        sent = actions.resend_invitation(invitation=invitation, by=acting(request))
    except InvitationError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("people:organisation", args=[invitation.organisation_id]))
    return _after_sending(request, sent)


@access(rules.may_administer_members_of, of=invitation_of)
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    invitation: Invitation = found(request)
    to = reverse("people:organisation", args=[invitation.organisation_id])
    try:
        actions.revoke_invitation(invitation=invitation, by=acting(request))
    except InvitationError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(to)
    return done(request, _("The invitation was withdrawn; its link no longer works."), to)


@public
@require_safe
@never_cache
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Take the secret out of the address, so that neither history nor other pages keep it."""
    request.session[TOKEN] = token
    return HttpResponseRedirect(reverse("people:accept"))


@public
@rate_limited(Limit("accept_invitation", most=20, per=HOUR))
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest) -> HttpResponse:
    """Accept the invitation whose link was opened: with a new account, or with one's own."""
    token = request.session.get(TOKEN, "")
    try:
        invitation = open_invitation(token)
    except InvitationError as error:
        return render(request, "people/invitation_refused.html", {"reason": str(error)}, status=410)
    context = {"invitation": invitation, "role": Role(invitation.role).label}
    if request.user.is_authenticated:
        return _join(request, token, invitation, context)
    if person_by_email(invitation.email):
        return render(request, "people/invitation_sign_in.html", context)
    return _open_account(request, token, context)


def _join(request: HttpRequest, token: str, invitation: Invitation, context: dict[str, object]) -> HttpResponse:
    if request.user.email != invitation.email:  # type: ignore[union-attr]
        return render(request, "people/invitation_of_other.html", context, status=403)
    if request.method != "POST":
        return render(request, "people/invitation_join.html", context)
    try:
        membership = actions.join(token=token, person=request.user)  # type: ignore[arg-type]
    except InvitationError as error:
        return render(request, "people/invitation_refused.html", {"reason": str(error)}, status=410)
    del request.session[TOKEN]
    request.session[SESSION_KEY] = f"m{membership.pk}"
    return done(request, _("Welcome. You now have this role."), reverse("people:profile"))


def _open_account(request: HttpRequest, token: str, context: dict[str, object]) -> HttpResponse:
    form = NewAccountForm(request.POST or None, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.open_account(token=token, **form.cleaned_data)
        except (AccountError, InvitationError) as error:
            form.add_error(None, str(error))
        else:
            del request.session[TOKEN]
            messages.success(request, _("Welcome. Your account is ready."))
            login = Login(user=user, email=user.email, redirect_url=reverse("people:profile"))
            return perform_password_login(request, {"email": user.email}, login)
    return render(request, "people/invitation_new_account.html", {**context, "form": form})


def _after_sending(request: HttpRequest, sent: actions.Sent) -> HttpResponse:
    if settings.KOMMIN.demo:
        messages.info(
            request,
            _("In the demonstration no letter leaves the house. The link in it: %(link)s")
            % {"link": request.build_absolute_uri(sent.link)},
        )
    to = reverse("people:organisation", args=[sent.invitation.organisation_id])
    return done(request, _("The invitation is on its way to %(email)s.") % {"email": sent.invitation.email}, to)
