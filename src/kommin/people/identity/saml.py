"""SAML: allauth's views, with one that refuses what is no XML at all (allauth would answer with a fault)."""

from typing import Any

from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.saml.views import FinishACSView
from django.http import HttpRequest, HttpResponse

from kommin.foundation.access import public


class FinishingView(FinishACSView):  # type: ignore[misc]
    """Takes the answer that the browser brought from the provider."""

    def dispatch(self, request: HttpRequest, organization_slug: str) -> HttpResponse:
        """Check the answer; broken or dangerous XML (entities, document types) is refused like a wrong signature."""
        try:
            response: HttpResponse = super().dispatch(request, organization_slug)
        except (SyntaxError, ValueError) as error:  # what lxml and the parser against XML attacks raise
            provider: Any = self.get_provider(organization_slug)
            return render_authentication_error(request, provider, exception=error)
        return response


finish = public(FinishingView.as_view())
