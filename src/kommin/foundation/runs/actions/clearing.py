"""Forgetting long work that nobody asks for any more."""

from datetime import timedelta
from typing import Final

from django.core.files.storage import default_storage
from django.utils import timezone

from kommin.foundation.runs.models import Run

KEEP_FINISHED: Final = timedelta(days=90)


def clear_old_runs() -> int:
    """Delete runs that finished three months ago, with their items and files; returns how many.

    What they did stands in the audit record. Result files may hold personal data and must not lie about for ever.
    """
    cleared = 0
    for run in Run.objects.filter(state=Run.State.FINISHED, finished_at__lt=timezone.now() - KEEP_FINISHED):
        if run.result_file:
            default_storage.delete(run.result_file)
        run.delete()
        cleared += 1
    return cleared
