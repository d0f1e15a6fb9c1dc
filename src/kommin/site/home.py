"""The front door."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kommin.foundation.access import public
from kommin.regimes.calculators import CALCULATORS


@public
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What this house is, and the way to everything in it that is open to the public."""
    return render(request, "site/home.html", {"calculators": CALCULATORS})
