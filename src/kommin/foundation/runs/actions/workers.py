"""Signs of life of the workers."""

from datetime import timedelta
from typing import Final

from django.utils import timezone

from kommin.foundation.runs.models import WorkerBeat

SILENT: Final = timedelta(days=1)


def beat(*, name: str) -> None:
    """Note that a worker is alive."""
    now = timezone.now()
    WorkerBeat.objects.update_or_create(
        name=name, defaults={"seen_at": now}, create_defaults={"started_at": now, "seen_at": now}
    )


def leave(*, name: str) -> None:
    """Note that a worker has ended in order."""
    WorkerBeat.objects.filter(name=name).delete()


def clear_silent_workers() -> None:
    """Forget workers that have not been heard of for a day."""
    WorkerBeat.objects.filter(seen_at__lt=timezone.now() - SILENT).delete()
