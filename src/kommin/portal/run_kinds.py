"""Loading old releases and taking them back as long work: one release is one item."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from kommin.foundation.access import Actor
from kommin.foundation.runs.errors import ItemRefusedError
from kommin.foundation.runs.models import Run, RunItem
from kommin.foundation.runs.registry import register_run_kind
from kommin.portal.actions.taking_over.loading import RUN, finish_loading, load_entry
from kommin.portal.actions.taking_over.reversing import RUN as BACK
from kommin.portal.actions.taking_over.reversing import finish_taking_back, take_back_entry
from kommin.portal.models import ReleaseImport
from kommin.portal.old_releases.errors import OldReleasesError
from kommin.portal.taking_over.errors import ReleaseImportError


def _by(run: Run) -> Actor:
    """Whoever released the import; what the person may do was asked then."""
    return Actor.person(user_id=run.started_by_id, name=run.parameters["by"]) if run.started_by_id else Actor.clock()


def _about(run: Run) -> str:
    return reverse("portal:import", args=[run.parameters["import"]])


def _load(item: RunItem) -> dict[str, Any]:
    try:
        entry = load_entry(entry=item.payload["entry"], by=_by(item.run))
    except (ReleaseImportError, OldReleasesError) as error:
        raise ItemRefusedError(str(error)) from error
    return {"state": entry.state, "to_check": entry.to_check}


def _take_back(item: RunItem) -> dict[str, Any]:
    try:
        entry = take_back_entry(entry=item.payload["entry"], by=_by(item.run))
    except ReleaseImportError as error:
        raise ItemRefusedError(str(error)) from error
    return {"state": entry.state}


def _finish(run: Run) -> None:
    row = ReleaseImport.objects.filter(pk=run.parameters["import"]).first()
    if row is not None:
        finish_loading(release_import=row, by=_by(run))


def _finish_back(run: Run) -> None:
    row = ReleaseImport.objects.filter(pk=run.parameters["import"]).first()
    if row is not None:
        finish_taking_back(release_import=row, by=_by(run))


register_run_kind(RUN, label=gettext_lazy("Loading of old releases"), step=_load, finish=_finish, about=_about)
register_run_kind(
    BACK, label=gettext_lazy("Taking back of old releases"), step=_take_back, finish=_finish_back, about=_about
)
