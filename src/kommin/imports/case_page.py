"""What this room puts on the page of a case: the rows of the file it came from."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kommin.cases.models import Case
from kommin.cases.sections import Section, register_section
from kommin.foundation.access import acting
from kommin.imports import rules
from kommin.imports.models import ImportRow, ImportState

MOST = 20


def register() -> None:
    """Called in the app's `ready`."""
    register_section(Section("taken-over", _("Taken over from a file"), 250, "imports/on_case.html", section))


def section(request: HttpRequest, case: Case) -> Mapping[str, Any] | None:
    """File, line, reference and partners; for those who may read the import, with a link to it."""
    if case.application_id is not None:
        return None
    states = [ImportState.LOADED, ImportState.TAKEN_BACK]
    rows = ImportRow.objects.filter(case=case, grant_import__state__in=states).select_related("grant_import__programme")
    listed = list(rows.defer("grant_import__content", "cells").order_by("-grant_import", "line")[:MOST])
    if not listed:
        return None
    may_read = rules.may_read_imports.holds(acting(request), listed[0].grant_import)
    return {"import_rows": listed, "may_read_import": may_read}
