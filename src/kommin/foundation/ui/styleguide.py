"""`/styleguide/` in the demonstration: every component in every state, for people who build pages and for the tests."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """All components. Installations that are no demonstration do not have this page."""
    if not settings.KOMMIN.demo:
        raise Http404
    return render(request, "ui/styleguide.html")
