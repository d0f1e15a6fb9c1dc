"""The end of a run: the result file, the final figures, the word to those who wait for it."""

import logging
import uuid

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone, translation

from kommin.foundation.runs import registry
from kommin.foundation.runs.faults import told_briefly
from kommin.foundation.runs.models import Run, RunItem
from kommin.foundation.runs.queries import count_items

logger = logging.getLogger(__name__)


def finish_if_complete(run_id: uuid.UUID) -> bool:
    """Finish a running run none of whose items is open any more; True when this call did it.

    When making the result fails, the run stops and says why; resuming it makes the result again.
    """
    if _open_items(run_id):
        return False
    written = ""
    try:
        with transaction.atomic():
            run = Run.objects.select_for_update(skip_locked=True).filter(pk=run_id, state=Run.State.RUNNING).first()
            if run is None or _open_items(run_id):
                return False
            with translation.override(run.language):
                written = _store_result(run)
            _close(run)
    except Exception as error:
        logger.warning("Run %s could not be finished: %s", run_id, told_briefly(error), exc_info=error)
        if written:
            default_storage.delete(written)
        Run.objects.filter(pk=run_id, state=Run.State.RUNNING).update(
            state=Run.State.STOPPED, error=told_briefly(error)
        )
    return True


def _open_items(run_id: uuid.UUID) -> bool:
    return RunItem.objects.filter(run=run_id, state__in=[RunItem.State.WAITING, RunItem.State.RUNNING]).exists()


def _store_result(run: Run) -> str:
    kind = registry.kind_named(run.kind)
    result = kind.finish(run) if kind.finish else None
    if result is None:
        return ""
    before = run.result_file
    run.result_file = default_storage.save(f"runs/{run.pk}/{uuid.uuid4().hex}", ContentFile(result.content))
    run.result_name, run.result_type = result.name, result.content_type
    if before:
        transaction.on_commit(lambda: default_storage.delete(before))
    return run.result_file


def _close(run: Run) -> None:
    counted = count_items([run.pk])[run.pk]
    run.state, run.error, run.finished_at = Run.State.FINISHED, "", timezone.now()
    run.done, run.failed = counted.done, counted.failed
    run.save()
    for listener in registry.finish_listeners:
        listener(run)
