"""The front door."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from kommin.foundation.access import public
from kommin.portal.finding.keeping import kept
from kommin.portal.queries import front_door, home_page
from kommin.regimes.calculators import CALCULATORS


@public
@require_safe
@kept
def page(request: HttpRequest) -> HttpResponseBase:
    """What this house is, and the way to everything in it that is open to the public; with what the editors show."""
    language = get_language() or settings.LANGUAGE_CODE
    editorial = front_door(home_page(language), language)
    return render(request, "site/home.html", {"calculators": CALCULATORS, **editorial})
