"""The type of a request that has passed the access middleware."""

from typing import Any

from django.http import HttpRequest

from kommin.foundation.access import Actor


class GuardedRequest(HttpRequest):
    """A request with its actor and, where the route names one, the object its address is about."""

    actor: Actor
    access_object: Any
    user: Any
