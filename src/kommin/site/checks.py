"""What `kommin check` asks of the installation beyond Django's own questions."""

import os
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Tags, register

from kommin.site.config import Environment


@register(Tags.security)
def environment_names(**_: Any) -> Sequence[CheckMessage]:
    """A misspelt variable would be ignored in silence; name it instead."""
    known = {f"KOMMIN_{name.upper()}" for name in Environment.model_fields}
    unknown = sorted(name for name in os.environ if name.startswith("KOMMIN_") and name not in known)
    return [
        checks.Warning(f"{name} is no setting of KOMM-IN.", hint=f"Known: {', '.join(sorted(known))}", id="kommin.W001")
        for name in unknown
    ]


@register(Tags.security, deploy=True)
def ready_for_production(**_: Any) -> Sequence[CheckMessage]:
    """Only KOMMIN_ENV=production switches on the checks that a public installation needs."""
    if settings.KOMMIN.env == "production":
        return []
    return [
        checks.Error(
            "KOMMIN_ENV is “local”.",
            hint="Set KOMMIN_ENV=production with KOMMIN_SECRET_KEY, KOMMIN_DATABASE_URL, KOMMIN_ALLOWED_HOSTS and"
            " KOMMIN_BASE_URL; docs/operations.md explains each.",
            id="kommin.E001",
        )
    ]
