"""What `kommin check` asks about access."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register

from kommin.foundation.access.routes import routes


@register(Tags.urls)
def every_route_declares_its_rule(**_: Any) -> Sequence[CheckMessage]:
    """A route without a rule is refused to everybody; name it before anybody meets it."""
    return [
        Error(
            f"The route {route} declares no access rule.",
            hint="Put @access(...), @signed_in or @public on its view, or declare() it in the room's apps.py.",
            id="access.E001",
        )
        for route in routes()
        if route.policy is None
    ]
