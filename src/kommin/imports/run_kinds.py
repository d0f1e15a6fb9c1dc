"""Loading a large file is one item of long work: one transaction, all or nothing."""

from typing import Any

from django.utils.translation import gettext_lazy

from kommin.foundation.access import Actor, NotAllowed
from kommin.foundation.runs.errors import ItemRefusedError
from kommin.foundation.runs.models import RunItem
from kommin.foundation.runs.registry import register_run_kind
from kommin.imports.actions.background import RUN
from kommin.imports.actions.loading import load_within
from kommin.imports.errors import ImportStateError
from kommin.imports.models import GrantImport
from kommin.people.standing import as_person, standings_of


def _load(item: RunItem) -> dict[str, Any]:
    """Load for whoever started it, in the role of then, if the person still has it."""
    user = item.run.started_by
    standings = standings_of(user) if user else ()
    wanted = (item.payload["organisation"], item.payload["role"])
    standing = next((each for each in standings if (each.organisation_id, each.role) == wanted), None)
    try:
        row = load_within(
            grant_import=GrantImport.objects.get(pk=item.payload["import"]),
            by=as_person(user, standing, standings) if user else Actor.nobody(), revision=item.payload["revision"],
        )  # fmt: skip
    except (ImportStateError, NotAllowed) as error:
        raise ItemRefusedError(str(error)) from error
    return {"ready": row.count("ready")}


register_run_kind(RUN, label=gettext_lazy("Loading of old grants"), step=_load)
