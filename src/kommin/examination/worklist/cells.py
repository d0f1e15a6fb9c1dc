"""The rows of a work list as the page shows them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html
from django.utils.translation import gettext as _

from kommin.cases.models import UNDECIDED, Case, Stage
from kommin.examination.stages import KINDS
from kommin.examination.worklist.columns import Column
from kommin.foundation.ui.formatting import PageReader, reader
from kommin.people.models.dated import today

BADGE = '<span class="badge badge--{}">{}</span>'
"""As `<c-badge>` draws it: a component for each of hundreds of cells would cost more than the rest of the page."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One value; `label` names its column where the row is a card, `kind` is its class."""

    label: str
    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One case: its number leads to it."""

    number: str
    applicant: str
    url: str
    unread: int
    cells: list[Cell]


def lines(cases: Sequence[Case], columns: Sequence[Column], names: Mapping[str, str]) -> list[Line]:
    """The rows of one page; the column of the number is the row's own heading and not among the cells."""
    read, day = reader(), today()
    labels = [(column, str(column.label)) for column in columns if column.key != "number"]
    return [
        Line(
            case.number,
            case.applicant_name,
            case.get_absolute_url(),
            case.unread_authority,
            [Cell(label, _shown(case, column, names, read, day), _kind(column)) for column, label in labels],
        )
        for case in cases
    ]


def _kind(column: Column) -> str:
    if column.is_figure:
        return "numeric"
    return "nowrap" if column.shape == "day" or column.key == "key" else ""


def _shown(case: Case, column: Column, names: Mapping[str, str], read: PageReader, day: date) -> str:
    special = _SPECIAL.get(column.key)
    if special is not None:
        return special(case, read, day)
    return column.text(case, names, read)


def _stage(case: Case, _read: PageReader, _day: date) -> str:
    return format_html(BADGE, KINDS[Stage(case.stage)], case.get_stage_display())


def _due(case: Case, read: PageReader, day: date) -> str:
    if case.due_on is None or case.stage == Stage.WITHDRAWN:
        return ""
    if case.due_on < day and case.stage in UNDECIDED:
        return format_html("{} " + BADGE, read.date(case.due_on), "danger", _("overdue"))
    if case.due_on == day:
        return format_html("{} " + BADGE, read.date(case.due_on), "warning", _("today"))
    return read.date(case.due_on)


def _examiner(case: Case, _read: PageReader, _day: date) -> str:
    if case.examiner_name:
        return case.examiner_name
    return format_html('<span class="muted">{}</span>', _("nobody yet")) if case.stage in UNDECIDED else ""


_SPECIAL: dict[str, Callable[[Case, PageReader, date], str]] = {"stage": _stage, "due": _due, "examiner": _examiner}
