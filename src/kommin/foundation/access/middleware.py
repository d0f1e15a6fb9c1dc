"""Refuses every request that no rule allows."""

import logging
from collections.abc import Callable, Sequence
from math import ceil
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render, resolve_url
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme

from kommin.foundation.access.actors import Actor, ActorKind, resolve_actor
from kommin.foundation.access.limits import Limit, wait_for
from kommin.foundation.access.routes import READING, Policy, limits_for, policy_for
from kommin.foundation.access.rules import NotAllowed

logger = logging.getLogger(__name__)


class AccessMiddleware:
    """Gives each request its actor and lets nobody pass whom the route's rule does not name.

    Stands after the authentication and language middlewares.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.actor = SimpleLazyObject(lambda: resolve_actor(request))  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Let the request pass (None), send the visitor to sign-in, or refuse.

        Raises:
            Http404: the actor may not see this, or the route has no rule.
        """
        route = request.resolver_match.view_name if request.resolver_match else ""
        policy = policy_for(view, route)
        if policy is None:
            logger.error("Route %s declares no access rule and is refused.", route or request.path)
            raise Http404
        try:
            refusal = self._guard(policy, request, kwargs)
        except NotAllowed as error:  # whoever finds the object may know why this person gets to see a reason, not it
            return _refused(request, error)
        return refusal or _slow_down(limits_for(view, policy), request)

    def _guard(self, policy: Policy, request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponseBase | None:
        asked = policy.asked(request.method)
        if asked is None:
            request.access_object = policy.find(request, kwargs)  # type: ignore[attr-defined]
            return None
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if actor.kind is ActorKind.NOBODY:  # before looking for the object, so that visitors cannot probe what exists
            return to_sign_in(request)
        obj = policy.find(request, kwargs)
        request.access_object = obj  # type: ignore[attr-defined]
        if asked.holds(actor, obj):
            return None
        if policy.lets_see(actor, obj):
            return _refused(request, NotAllowed(*asked.explain(actor, obj)))
        raise Http404

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """An action refused what the page offered: say what is missing."""
        return _refused(request, error) if isinstance(error, NotAllowed) else None


def to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Send a visitor to sign in and back to this page afterwards (to the start after a form, which is lost)."""
    sign_in = resolve_url(settings.LOGIN_URL)
    if request.headers.get("HX-Request") == "true":  # a part of a page: the page around it is what to come back to
        around = _of_this_house(request, request.headers.get("HX-Current-URL", ""))
        to = redirect_to_login(around.removeprefix(f"{request.scheme}://{request.get_host()}"), sign_in).url
        return HttpResponse(status=204, headers={"HX-Redirect": to})
    return redirect_to_login(request.get_full_path() if request.method in READING else "", sign_in)


def _slow_down(limits: Sequence[Limit], request: HttpRequest) -> HttpResponse | None:
    """The page "Please wait" if a form is sent too often. Every limit counts, also when an earlier one is passed."""
    if not limits or request.method in READING:
        return None
    places = [(limit, limit.by(request)) for limit in limits]
    waits = [wait for limit, place in places if place and (wait := wait_for(limit, place))]
    if not waits:
        return None
    seconds = int(max(waits).total_seconds())
    response = render(request, "access/too_many.html", {"minutes": ceil(seconds / 60)}, status=429)
    response["Retry-After"] = str(seconds)
    return response


def _refused(request: HttpRequest, refusal: NotAllowed) -> HttpResponse:
    """The page "Why can't I?", or the page that belongs to this refusal: what is missing for what was asked."""
    context = {"sentences": refusal.sentences, "refusal": refusal, "back": _page_before(request)}
    return render(request, refusal.template, context, status=403)


def _page_before(request: HttpRequest) -> str:
    """The page of this house that the visitor came from; empty for other houses and for this page itself."""
    before = _of_this_house(request, request.headers.get("Referer", ""))
    return before if before != request.build_absolute_uri() else ""


def _of_this_house(request: HttpRequest, address: str) -> str:
    """The address if it leads nowhere else; empty otherwise."""
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if ours else ""
