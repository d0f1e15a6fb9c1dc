"""A work list as a file: exactly the rows of the list, with its columns, in its order."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kommin.cases.models import Case
from kommin.examination.worklist.columns import Column, chosen_columns, names_for, values_of
from kommin.examination.worklist.listing import Listing
from kommin.foundation.access import Actor
from kommin.foundation.audit import actions as audit
from kommin.foundation.runs.actions.runs import Item, start_run
from kommin.foundation.runs.models import Run, RunItem
from kommin.foundation.runs.registry import ResultFile
from kommin.foundation.tables import write_csv, write_xlsx

AT_ONCE = 10_000
"""So many rows are written while the reader waits; more become a run."""
PIECE = 500
RUN = "examination.worklist_export"
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def headers(columns: Sequence[Column]) -> list[str]:
    """The first line, in the reader's language."""
    return [str(column.label) for column in columns]


def rows(listing: Listing) -> Iterator[list[Any]]:
    """The lines of the file, read piece by piece."""
    names = names_for(listing.columns)
    for case in listing.ordered.iterator(chunk_size=2_000):
        yield values_of(case, listing.columns, names)


def csv_of(listing: Listing) -> Iterator[str]:
    """A CSV file in pieces."""
    return write_csv(headers(listing.columns), rows(listing))


def xlsx_of(listing: Listing) -> BytesIO:
    """An Excel file; its second sheet says which filters were set."""
    return _workbook(headers(listing.columns), rows(listing), notes(listing))


def notes(listing: Listing) -> list[str]:
    """What a file says of itself."""
    when = timezone.localtime().strftime("%Y-%m-%d %H:%M")
    return [_("Work list, made %(when)s") % {"when": when}, *listing.described()]


def file_name(file_format: str) -> str:
    """What the file is called."""
    name = _("work-list")
    return f"{name}-{timezone.localdate().isoformat()}.{file_format}"


@transaction.atomic
def start_export(*, listing: Listing, file_format: str, by: Actor) -> Run:
    """Write a long list in the background: the rows as they stand in the list now, each read when its turn comes."""
    numbers = iter(list(listing.ordered.select_related(None).values_list("pk", flat=True)))
    run = start_run(
        kind=RUN,
        title=lambda: _("Export of the work list"),
        items=_items(numbers),
        by=by,
        parameters={
            "columns": [column.key for column in listing.columns],
            "format": file_format,
            "notes": notes(listing),
        },
    )
    audit.record(action="examination.list_exported", by=by, target=run, data={"query": listing.query()})
    return run


def _items(numbers: Iterator[int]) -> Iterator[Item]:
    done = 0
    while piece := list(islice(numbers, PIECE)):
        yield Item(label=f"{done + 1}–{done + len(piece)}", payload={"cases": piece})
        done += len(piece)


def read_piece(item: RunItem) -> list[list[Any]]:
    """The lines of one piece of the list, as they stand when its turn comes."""
    columns = chosen_columns(item.run.parameters["columns"])
    needs = [column.needs for column in columns if column.needs]
    found = Case.objects.filter(pk__in=item.payload["cases"])
    by_number = {case.pk: case for case in (found.select_related(*needs) if needs else found)}
    names = names_for(columns)
    with translation.override(item.run.language):
        return [
            [_kept(value) for value in values_of(by_number[number], columns, names)]
            for number in item.payload["cases"]
            if number in by_number
        ]


def _kept(value: Any) -> Any:
    """A value as JSON keeps it, so that it comes back as what it was."""
    match value:
        case Decimal():
            return {"decimal": str(value)}
        case date():
            return {"day": value.isoformat()}
    return value


def _given_back(value: Any) -> Any:
    match value:
        case {"decimal": text}:
            return Decimal(text)
        case {"day": text}:
            return date.fromisoformat(text)
    return value


def bind(run: Run) -> ResultFile:
    """One file of all pieces."""
    file_format = run.parameters["format"]
    outcomes = run.items.order_by("number").values_list("outcome", flat=True).iterator(chunk_size=50)
    lines = ([_given_back(value) for value in line] for outcome in outcomes for line in outcome or ())
    with translation.override(run.language):
        columns = headers(chosen_columns(run.parameters["columns"]))
        if file_format == "csv":
            content = "".join(write_csv(columns, lines)).encode()
        else:
            content = _workbook(columns, lines, run.parameters["notes"]).getvalue()
        return ResultFile(file_name(file_format), CONTENT_TYPES[file_format], content)


def _workbook(columns: Sequence[str], lines: Iterable[Sequence[Any]], said: Sequence[str]) -> BytesIO:
    buffer = BytesIO()
    write_xlsx(buffer, columns, lines, title=_("Work list"), notes=said)
    buffer.seek(0)
    return buffer
