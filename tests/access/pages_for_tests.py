"""Addresses with every kind of rule, beside all addresses of the house."""

from datetime import timedelta
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views import View
from django.views.decorators.http import require_POST

from kommin.foundation.access import (
    Actor,
    Limit,
    NotAllowed,
    access,
    acting,
    found,
    has_role,
    public,
    rate_limited,
    require,
    rule,
    signed_in,
)
from kommin.site.urls import urlpatterns as of_the_house


@rule("You need to be its owner.", otherwise="The owner cannot do this.")
def is_owner(actor: Actor, thing: dict) -> bool:
    return thing["owner"] == actor.user_id


@rule("You need to be a neighbour.")
def is_neighbour(actor: Actor, thing: dict) -> bool:
    return actor.user_id in thing["neighbours"]


THINGS = {1: {"owner": 1, "neighbours": {1, 2}}}


def thing_from_url(_: HttpRequest, number: int) -> dict:
    if number not in THINGS:
        raise Http404
    return THINGS[number]


def _ok(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"ok {acting(request)}")


@access(is_owner, of=thing_from_url)
def owned(request: HttpRequest, number: int) -> HttpResponse:
    return HttpResponse(str(found(request)["owner"]))


@access(is_owner, sees=is_neighbour, of=thing_from_url)
def seen(request: HttpRequest, number: int) -> HttpResponse:
    return _ok(request)


@access(is_neighbour, post=is_owner, of=thing_from_url)
def both(request: HttpRequest, number: int) -> HttpResponse:
    return _ok(request)


@access(has_role("head"))
class Headed(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return _ok(request)


@signed_in
def acts(request: HttpRequest) -> HttpResponse:
    require(has_role("head") & is_owner, by=acting(request), of=THINGS[1])
    return _ok(request)


@public
@rate_limited(Limit("tests.form", most=2, per=timedelta(minutes=10)))
@require_POST
def form(request: HttpRequest) -> HttpResponse:
    return _ok(request)


def refusing(_: HttpRequest) -> HttpResponse:
    raise NotAllowed("never reached")


urlpatterns = [
    *of_the_house,
    path("t/undeclared", refusing, name="t_undeclared"),
    path("t/public", public(partial(_ok)), name="t_public"),
    path("t/signed-in", signed_in(partial(_ok)), name="t_signed_in"),
    path("t/owned/<int:number>", owned, name="t_owned"),
    path("t/seen/<int:number>", seen, name="t_seen"),
    path("t/both/<int:number>", both, name="t_both"),
    path("t/headed", Headed.as_view(), name="t_headed"),
    path("t/acts", acts, name="t_acts"),
    path("t/form", form, name="t_form"),
]
