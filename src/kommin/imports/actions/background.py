"""Loading many rows by the worker, with progress a person can watch and a notice at the end."""

from django.db import transaction
from django.utils.translation import gettext as _

from kommin.foundation.access import Actor, require
from kommin.foundation.runs.actions.runs import Item, start_run
from kommin.foundation.runs.models import Run
from kommin.imports import rules
from kommin.imports.actions.loading import load_import
from kommin.imports.models import GrantImport

RUN = "imports.load"
MOST_AT_ONCE = 2_000
"""So many rows are loaded while the person waits; more are long work."""


@transaction.atomic
def load_or_start(*, grant_import: GrantImport, by: Actor, revision: int | None = None) -> Run | None:
    """Load at once, or start a run that does; the run is returned.

    Raises: as `load_import`.
    """
    require(rules.may_import, by=by, of=grant_import)
    if grant_import.count("ready") <= MOST_AT_ONCE:
        load_import(grant_import=grant_import, by=by, revision=revision)
        return None
    name = grant_import.file_name
    return start_run(
        kind=RUN,
        title=lambda: _("Loading of “%(file)s”") % {"file": name},
        items=[Item(label=name, payload={"import": grant_import.pk, "revision": revision or grant_import.revision,
                                         "organisation": by.organisation_id, "role": by.role})],
        by=by,
    )  # fmt: skip
