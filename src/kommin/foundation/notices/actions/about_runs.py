"""The word to whoever started long work that it has finished."""

from django.urls import reverse
from django.utils.translation import gettext as _

from kommin.foundation.notices.actions.notices import notify
from kommin.foundation.runs import registry
from kommin.foundation.runs.models import Run
from kommin.foundation.runs.words import in_current_language


def tell_about_finished_run(run: Run) -> None:
    """Called in the transaction in which the run finishes."""
    if run.started_by_id is None:
        return
    kind = registry.kinds.get(run.kind)
    finished = run.finished_at.isoformat() if run.finished_at else ""
    notify(
        recipients=[run.started_by_id],
        kind="notices.run_finished",
        title=lambda: kind.told(run) if kind and kind.told else _title(run),
        url=kind.about(run) if kind and kind.about else reverse("runs:show", args=[run.pk]),
        key=f"runs:{run.pk}:{finished}",
    )


def _title(run: Run) -> str:
    values = {"title": in_current_language(run.titles), "done": run.done, "failed": run.failed}
    if run.failed:
        return _("“%(title)s” has finished: %(done)d done, %(failed)d failed") % values
    return _("“%(title)s” has finished: %(done)d done") % values
