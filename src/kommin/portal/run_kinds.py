"""Loading old releases and taking them back as long work: one release is one item."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from kommin.foundation.access import Actor
from kommin.foundation.runs.errors import ItemRefusedError
from kommin.foundation.runs.models import Run, RunItem
from kommin.foundation.runs.registry import register_run_kind
from kommin.portal.actions.taking_over import loading, reversing
from kommin.portal.models import ImportedEntry, ReleaseImport
from kommin.portal.old_releases.errors import OldReleasesError
from kommin.portal.taking_over.errors import ReleaseImportError


def _by(run: Run) -> Actor:
    """Whoever released the import; what the person may do was asked then."""
    return Actor.person(user_id=run.started_by_id, name=run.parameters["by"]) if run.started_by_id else Actor.clock()


def _about(run: Run) -> str:
    return reverse("portal:import", args=[run.parameters["import"]])


def _step(act: Callable[..., ImportedEntry]) -> Callable[[RunItem], dict[str, Any]]:
    def step(item: RunItem) -> dict[str, Any]:
        try:
            entry = act(entry=item.payload["entry"], by=_by(item.run))
        except (ReleaseImportError, OldReleasesError) as error:
            raise ItemRefusedError(str(error)) from error
        return {"state": entry.state, "to_check": entry.to_check}

    return step


def _finish(act: Callable[..., ReleaseImport]) -> Callable[[Run], None]:
    def finish(run: Run) -> None:
        row = ReleaseImport.objects.filter(pk=run.parameters["import"]).first()
        if row is not None:
            act(release_import=row, by=_by(run))

    return finish


register_run_kind(
    loading.RUN, label=gettext_lazy("Loading of old releases"), about=_about,
    step=_step(loading.load_entry), finish=_finish(loading.finish_loading),
)  # fmt: skip
register_run_kind(
    reversing.RUN, label=gettext_lazy("Taking back of old releases"), about=_about,
    step=_step(reversing.take_back_entry), finish=_finish(reversing.finish_taking_back),
)  # fmt: skip
