"""Two rules that hold on every address, whatever its view says."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kommin.people.identity.adapters import FACTORS
from kommin.people.standing import SESSION_KEY, needs_second_factor, standings_of_request

ON_THE_WAY_TO_A_SECOND_FACTOR = frozenset(
    {
        "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn", "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn", "account_logout", "account_reauthenticate", "account_set_password",
        "account_change_password", "ui:language", "ui:theme", "healthz", "readyz", "home",
    }
)  # fmt: skip
"""What somebody who still has to set up a second factor can open: the way to it, the way out, the front door."""


class PeopleMiddleware:
    """Keeps the acting role true, and sends whoever needs a second factor to set one up.

    Stands after the access middleware, before which nothing of ours runs.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponseBase | None:
        """Answer instead of the view where a rule is broken."""
        if not request.user.is_authenticated:
            return None
        self._forget_ended_role(request)
        route = request.resolver_match.view_name if request.resolver_match else ""
        if route in ON_THE_WAY_TO_A_SECOND_FACTOR or not self._lacks_second_factor(request):
            return None
        messages.warning(request, _("Your role needs a second factor. Set one up to go on."))
        if request.headers.get("HX-Request") == "true":
            return HttpResponse(status=204, headers={"HX-Redirect": reverse("mfa_index")})
        return HttpResponseRedirect(reverse("mfa_index"))

    def _forget_ended_role(self, request: HttpRequest) -> None:
        chosen = request.session.get(SESSION_KEY)
        if chosen and all(one.key != chosen for one in standings_of_request(request)):
            del request.session[SESSION_KEY]
            messages.warning(request, _("The role in which you acted has ended."))

    def _lacks_second_factor(self, request: HttpRequest) -> bool:
        if not settings.SECOND_FACTOR_REQUIRED or not needs_second_factor(standings_of_request(request)):
            return False
        return not is_mfa_enabled(request.user, FACTORS)
