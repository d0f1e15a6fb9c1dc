"""OpenID Connect with every ID token's signature checked.

allauth leaves the check out when the token came over TLS from the provider itself, which the standard allows. We check
it always: the token then proves itself, whatever proxy stands between.
"""

import logging
from typing import Any

from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponseBase
from requests import RequestException

from kommin.foundation.access import public

logger = logging.getLogger(__name__)


class CheckingAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """allauth's adapter, made to believe that the token came by a stranger."""

    @property
    def did_fetch_access_token(self) -> bool:
        return False

    @did_fetch_access_token.setter
    def did_fetch_access_token(self, _: bool) -> None:
        """allauth notes here that it fetched the token itself."""


@public
def login(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Send the browser to the provider."""
    return _view(OAuth2LoginView, request, provider_id)


@public
def callback(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Take the provider's answer."""
    return _view(OAuth2CallbackView, request, provider_id)


def _view(kind: Any, request: HttpRequest, provider_id: str) -> HttpResponseBase:
    adapter = CheckingAdapter(request, provider_id)
    try:
        provider = adapter.get_provider()
    except SocialApp.DoesNotExist:
        raise Http404 from None
    try:
        return kind.adapter_view(adapter)(request)
    except (RequestException, KeyError, ValueError) as error:  # unreachable, or a discovery document full of gaps
        logger.warning("The identity provider %s does not answer as it should: %r", provider_id, error)
        return render_authentication_error(request, provider, exception=error)
