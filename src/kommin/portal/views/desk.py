"""Doors of the CMS that lead to the house's: signing in and out, one's own account."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kommin.foundation.access import access, public
from kommin.portal.rules import works_at_the_press_desk


@public
def sign_in(request: HttpRequest) -> HttpResponse:
    """The house has one sign-in for everybody."""
    return HttpResponseRedirect(reverse("account_login", query={"next": reverse("wagtailadmin_home")}))


@access(works_at_the_press_desk)
def sign_out(request: HttpRequest) -> HttpResponse:
    """The CMS posts here; the house asks once more and signs out."""
    return HttpResponseRedirect(reverse("account_logout"))


@access(works_at_the_press_desk)
def account(request: HttpRequest) -> HttpResponse:
    """Name, language, password and second factor are kept by the house."""
    return HttpResponseRedirect(reverse("people:profile"))
