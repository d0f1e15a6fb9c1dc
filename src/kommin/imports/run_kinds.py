"""Reading and loading a large file are one item of long work each: whole, or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kommin.cases.staging import Staged
from kommin.foundation.access import Actor, NotAllowed
from kommin.foundation.runs import progress
from kommin.foundation.runs.errors import ItemRefusedError
from kommin.foundation.runs.models import Run, RunItem
from kommin.foundation.runs.registry import register_run_kind
from kommin.foundation.tables import TableError
from kommin.imports.actions.background import LOAD, READ, refuse_file
from kommin.imports.actions.loading import BasisChangedError, load_ready, ready_to_load
from kommin.imports.actions.preparing import (
    Draft,
    draft,
    draft_again,
    locked_import,
    require_revision,
    rows_of_draft,
    write_change,
    write_reading,
)
from kommin.imports.actions.readying import Ready
from kommin.imports.core.mapping import read_mapping
from kommin.imports.errors import ImportFileError, ImportStateError
from kommin.imports.models import GrantImport, ImportState
from kommin.people.standing import as_person, standings_of
from kommin.register.errors import RegisterError
from kommin.register.models import Register

_REFUSALS = (ImportStateError, ImportFileError, TableError, RegisterError, NotAllowed)
_UNIT = gettext_lazy("rows")
Reading = tuple[GrantImport, Draft, Staged]


def _actor(item: RunItem) -> Actor:
    """Whoever started it, in the role of then, if the person still has it."""
    user = item.run.started_by
    if user is None:
        return Actor.nobody()
    standings = standings_of(user)
    wanted = (item.payload["organisation"], item.payload["role"])
    return as_person(
        user, next((each for each in standings if (each.organisation_id, each.role) == wanted), None), standings
    )


@contextmanager
def _refusing() -> Iterator[None]:
    """What trying again would not help is told beside the item."""
    try:
        yield
    except BasisChangedError:
        raise
    except _REFUSALS as error:
        raise ItemRefusedError(str(error)) from error


def _of(item: RunItem) -> GrantImport:
    return GrantImport.objects.select_related("programme", "register").get(pk=item.payload["import"])


@contextmanager
def _make_ready(item: RunItem) -> Iterator[Ready]:
    row, reporter = _of(item), progress.of(item)
    reporter.phase("ready", row.count("ready"))
    with _refusing(), ready_to_load(
        grant_import=row, by=_actor(item), revision=item.payload["revision"], advance=reporter.advance
    ) as ready:  # fmt: skip
        yield ready


def _load(item: RunItem, ready: Ready) -> dict[str, Any]:
    reporter = progress.of(item)
    reporter.phase("load", ready.row.count("ready"))
    transaction.on_commit(lambda: reporter.last_phase("figures"))
    row = load_ready(ready, advance=reporter.advance)
    return {"ready": row.count("ready")}


@contextmanager
def _read(item: RunItem) -> Iterator[Reading]:
    row, reporter = _of(item), progress.of(item)
    reporter.phase("open")

    def tell(done: int, total: int) -> None:
        if not done:
            reporter.phase("read", total)
        reporter.reach(done, total)

    with _refusing():
        made = _drafted(item, row, tell)
        reporter.phase("sort")
        with rows_of_draft(made) as rows:
            yield row, made, rows


def _drafted(item: RunItem, row: GrantImport, tell: Any) -> Draft:
    given = item.payload
    if "mapping" in given:
        require_revision(row, given["revision"])
        total = None if given["control_total"] is None else Decimal(given["control_total"])
        register = Register.objects.get(pk=given["register"]) if given["register"] else None
        return draft_again(
            row, mapping=read_mapping(given["mapping"]), control_total=total, register=register, tell=tell
        )
    _require_reading(row)
    try:
        return draft(
            programme=row.programme, content=row.file, file_name=row.file_name, source=given["source"],
            given=read_mapping(given["given"]) if given["given"] else None, control_total=row.control_total,
            register=row.register, tell=tell,
        )  # fmt: skip
    except (TableError, ImportFileError) as error:
        refuse_file(grant_import=row, reason=str(error), by=_actor(item))
        raise


def _keep(item: RunItem, reading: Reading) -> dict[str, Any]:
    seen, made, rows = reading
    reporter, by = progress.of(item), _actor(item)
    reporter.phase("keep", rows.count)
    if "mapping" in item.payload:
        total = item.payload["control_total"]
        row = write_change(seen, made, rows, control_total=None if total is None else Decimal(total), by=by,
                           advance=reporter.advance)  # fmt: skip
    else:
        row = locked_import(seen)
        _require_reading(row)
        row = write_reading(row, made, rows, by=by, advance=reporter.advance)
    return {"rows": row.count("rows")}


def _require_reading(row: GrantImport) -> None:
    if row.state != ImportState.READING:
        raise ImportStateError(
            row.reason or _("This import is already in the state “%(state)s”.") % {"state": row.get_state_display()}
        )


def _about(run: Run) -> str:
    return reverse("imports:detail", args=[run.parameters["import"]])


def _told_of_reading(run: Run) -> str:
    name = {"file": run.parameters["file"]}
    return _("“%(file)s” cannot be read") % name if run.failed else _("“%(file)s” has been read") % name


def _told_of_loading(run: Run) -> str:
    name = {"file": run.parameters["file"]}
    return _("“%(file)s” could not be loaded") % name if run.failed else _("“%(file)s” is loaded") % name


register_run_kind(
    READ, label=gettext_lazy("Reading of old grants"), prepare=_read, step=_keep, unit=_UNIT, about=_about,
    told=_told_of_reading, phases={
        "open": gettext_lazy("Opening the file"), "read": gettext_lazy("Reading"),
        "sort": gettext_lazy("Comparing with what is there"), "keep": gettext_lazy("Keeping the rows"),
    },
)  # fmt: skip
register_run_kind(
    LOAD, label=gettext_lazy("Loading of old grants"), prepare=_make_ready, step=_load, unit=_UNIT, about=_about,
    told=_told_of_loading, phases={
        "ready": gettext_lazy("Making ready"), "load": gettext_lazy("Loading"),
        "figures": gettext_lazy("Bringing the balance in line"),
    },
)  # fmt: skip
