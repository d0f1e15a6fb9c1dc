"""The pages of the look itself: keeping a language, keeping a theme, and the guide that shows every component."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kommin.foundation.ui import languages, theme


@csrf_exempt  # harmless if forged, and a token would set a cookie for every visitor of a public page
@require_POST
def keep_language(request: HttpRequest) -> HttpResponse:
    """Go to the same page in another language and open the front door in it from now on."""
    code = request.POST.get("language", "")
    address = _next(request)
    if code not in dict(settings.LANGUAGES):
        return HttpResponseRedirect(address)
    response = HttpResponseRedirect(languages.in_language(address, code))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=theme.MAX_AGE,
        samesite="Lax",
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
    )
    return response


@csrf_exempt  # as above
@require_POST
def keep_theme(request: HttpRequest) -> HttpResponse:
    """Keep light or dark for this browser; `auto` forgets the choice and follows the device."""
    response = HttpResponseRedirect(_next(request))
    chosen = request.POST.get("theme", "")
    if chosen in theme.THEMES:
        response.set_cookie(
            theme.COOKIE,
            chosen,
            max_age=theme.MAX_AGE,
            samesite="Lax",
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
        )
    elif chosen == "auto":
        response.delete_cookie(theme.COOKIE, samesite="Lax")
    return response


def _next(request: HttpRequest) -> str:
    """Where to go back to: only an address of this house, otherwise the front door."""
    address = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(address, allowed_hosts=None, require_https=request.is_secure())
    return address if ours and address.startswith("/") else "/"
