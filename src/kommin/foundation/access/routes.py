"""Which rule guards which route.

Every route says who may open it, on its view or, for views of other packages, in the table `declare` keeps:

    @access(is_caseworker_of_case, of=case_from_url)        # case_from_url(request, **kwargs) -> case, or Http404
    def case_page(request, number): case = found(request)

    @access(can_release, sees=can_see_case, of=case_from_url)   # 404 if unseen, 403 with reasons if seen
    @access(can_see_case, post=can_sign, of=case_from_url)      # reading and acting on one address
    @public
    @signed_in
    declare("account_login", public=True, limits=[Limit("sign_in", most=20, per=timedelta(minutes=15))])
    declare("wagtailadmin*", has_role("press_editor", "press_head"))

A route that says nothing is refused by the middleware, reported by `kommin check` and fails a test.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, TypeVar

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from rules import Predicate

from kommin.foundation.access.actors import Actor
from kommin.foundation.access.limits import Limit, limits_of
from kommin.foundation.access.rules import Rule, as_rule, is_signed_in

Finder = Callable[..., Any]
"""Fetches the object an address is about: called with the request and the address's keyword arguments."""

View = TypeVar("View", bound=Callable[..., Any])
READING = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
"""Methods that change nothing; every other one, known or not, counts as changing."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What guards a route; `rule` is None for pages open to everybody."""

    rule: Rule | None = None
    of: Finder | None = None
    sees: Rule | None = None
    post: Rule | None = None
    limits: tuple[Limit, ...] = ()

    @property
    def is_public(self) -> bool:
        return self.rule is None

    def find(self, request: HttpRequest, kwargs: dict[str, Any]) -> Any:
        """The object the address is about, or None for addresses about nothing in particular.

        Raises:
            Http404: there is no such object.
        """
        return self.of(request, **kwargs) if self.of else None

    def asked(self, method: str | None) -> Rule | None:
        """The rule for this method."""
        return self.post if self.post is not None and method not in READING else self.rule

    def lets_see(self, actor: Actor, obj: object) -> bool:
        """Whether a refused actor may know that the object is there, and so learn what is missing."""
        seen_by = self.sees or (self.rule if self.post is not None else None)
        return seen_by is not None and seen_by.holds(actor, obj)


def access(
    rule: Predicate, *, of: Finder | None = None, sees: Predicate | None = None, post: Predicate | None = None
) -> Callable[[View], View]:
    """Declare who may open a view (function or class).

    Args:
        rule: who may open it.
        of: fetches the object that the rules judge; the view gets it from `found(request)`.
        sees: who may know that it exists: they get "Why can't I?" (403) instead of "not found" (404).
        post: the stricter rule for requests that change something; `rule` then tells who sees it.
    """
    policy = Policy(
        rule=as_rule(rule),
        of=of,
        sees=as_rule(sees) if sees is not None else None,
        post=as_rule(post) if post is not None else None,
    )
    return lambda view: _mark(view, policy)


def public(view: View) -> View:
    """Declare a view open to everybody."""
    return _mark(view, Policy())


def signed_in(view: View) -> View:
    """Declare a view open to everybody who is signed in."""
    return _mark(view, Policy(rule=is_signed_in))


def _mark(view: View, policy: Policy) -> View:
    view.access_policy = policy  # type: ignore[attr-defined]
    return view


_declared: dict[str, Policy] = {}


def declare(
    route: str,
    rule: Predicate | None = None,
    *,
    public: bool = False,
    of: Finder | None = None,
    limits: Sequence[Limit] = (),
) -> None:
    """Declare the rule of a route whose view is not ours, by its name or a pattern of names ("wagtailadmin*").

    An exact name beats what the view itself says; a pattern is asked last, the longest first.

    Raises:
        ValueError: neither or both of `rule` and `public` are given.
    """
    if (rule is None) != public:
        raise ValueError(f"{route}: give either a rule or public=True")
    _declared[route] = Policy(rule=as_rule(rule) if rule is not None else None, of=of, limits=tuple(limits))


def policy_for(view: Callable[..., Any], name: str) -> Policy | None:
    """What guards this view under this route name; None if nobody has said."""
    if name in _declared:
        return _declared[name]
    for holder in (view, getattr(view, "view_class", None)):
        policy = getattr(holder, "access_policy", None)
        if isinstance(policy, Policy):
            return policy
    for pattern in sorted(_declared, key=len, reverse=True):
        if "*" in pattern and fnmatchcase(name, pattern):
            return _declared[pattern]
    return None


@dataclass(frozen=True, slots=True)
class Route:
    """One address of the house."""

    name: str
    pattern: str
    view: Callable[..., Any]

    @property
    def policy(self) -> Policy | None:
        return policy_for(self.view, self.name)

    def __str__(self) -> str:
        return self.name or self.pattern or "/"


def routes() -> Iterator[Route]:
    """Every address that the house answers."""
    yield from _walk(get_resolver(), "", "")


def _walk(resolver: URLResolver, namespace: str, prefix: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, inner, pattern)
        elif isinstance(entry, URLPattern):
            yield Route(name=f"{namespace}{entry.name}" if entry.name else "", pattern=pattern, view=entry.callback)


def limits_for(view: Callable[..., Any], policy: Policy) -> tuple[Limit, ...]:
    """How often a form may be sent to a view: what was declared for its route and what the view itself says."""
    return (*policy.limits, *limits_of(view))


def acting(request: HttpRequest) -> Actor:
    """Who acts in a request; views hand it to actions as `by`."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def found(request: HttpRequest) -> Any:
    """What the address is about, as the policy's `of` has found it."""
    return request.access_object  # type: ignore[attr-defined]


def may_open(actor: Actor, route: str, obj: object = None, **kwargs: Any) -> bool:
    """Whether an actor may open a route: for navigation that shows only what works."""
    match = resolve(reverse(route, kwargs=kwargs))
    policy = policy_for(match.func, match.view_name)
    return policy is not None and (policy.rule is None or policy.rule.holds(actor, obj))


def shown_to(rule: Predicate) -> Callable[[HttpRequest], bool]:
    """For an entry of the navigation: whether the actor of a request passes a rule."""
    guard = as_rule(rule)
    return lambda request: guard.holds(getattr(request, "actor", None) or Actor.nobody())
