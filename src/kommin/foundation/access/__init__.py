"""Who may do what: the actor of every action, the rule of every route, limits for public forms.

docs/permissions.md shows how to guard a page and an action.
"""

from kommin.foundation.access.actors import Actor, ActorKind, register_actor_resolver, resolve_actor
from kommin.foundation.access.limits import Limit, client_address, posted, rate_limited, wait_for
from kommin.foundation.access.routes import (
    Policy,
    Route,
    access,
    acting,
    declare,
    found,
    may_open,
    public,
    routes,
    shown_to,
    signed_in,
)
from kommin.foundation.access.rules import (
    NotAllowed,
    Rule,
    has_role,
    is_signed_in,
    register_role_labels,
    require,
    role_label,
    roles_known,
    rule,
)

__all__ = [
    "Actor",
    "ActorKind",
    "Limit",
    "NotAllowed",
    "Policy",
    "Route",
    "Rule",
    "access",
    "acting",
    "client_address",
    "declare",
    "found",
    "has_role",
    "is_signed_in",
    "may_open",
    "posted",
    "public",
    "rate_limited",
    "register_actor_resolver",
    "register_role_labels",
    "require",
    "resolve_actor",
    "role_label",
    "roles_known",
    "routes",
    "rule",
    "shown_to",
    "signed_in",
    "wait_for",
]
