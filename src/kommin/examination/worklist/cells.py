"""The rows of a work list as the page shows them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kommin.cases.models import UNDECIDED, Case, Stage
from kommin.examination.stages import KINDS
from kommin.examination.worklist.columns import Column
from kommin.foundation.ui.formatting import PageReader, reader
from kommin.people.models.dated import today

BADGE = '<span class="badge badge--{}">{}</span>'
"""As `<c-badge>` draws it: a component for each of hundreds of cells would cost more than the rest of the page."""

_NUMBER = "0000-00000"
_TICK = (
    '<td class="worklist__tick"><input type="checkbox" class="kern-form-check__checkbox" name="case" value="{0}"'
    ' id="tick-{0}" aria-label="{1} {0}"></td>'
)


def rows(
    cases: Sequence[Case], columns: Sequence[Column], names: Mapping[str, str], *, inside: bool, tick: str = ""
) -> SafeString:
    """The rows of one page, each headed by its number, which leads to the case.

    `tick` says what the box of a row does, where rows can be chosen.
    """
    drawing = _Drawing(names, reader(), today(), {key: str(label) for key, label in Stage.choices}, inside)
    others = [(column, _start(column)) for column in columns if column.key != "number"]
    before, after = reverse("examination:case", kwargs={"number": _NUMBER}).split(_NUMBER)
    drawn = []
    for case in cases:
        number = conditional_escape(case.number)
        box = format_html(_TICK, number, tick) if tick else ""
        cells = "".join(f"{start}{conditional_escape(drawing.shown(case, column))}</td>" for column, start in others)
        head = f'<a href="{before}{number}{after}">{number}</a>{drawing.unread(case)}'
        drawn.append(f'<tr>{box}<th scope="row">{head}</th>{cells}</tr>')
    return mark_safe("\n".join(drawn))  # noqa: S308 - beginnings are made above, contents escaped here


def _start(column: Column) -> SafeString:
    """The tag with which each cell of a column begins; a card on a phone shows the name of the column."""
    kind = _kind(column)
    return (
        format_html('<td data-label="{}" class="{}">', column.label, kind)
        if kind
        else format_html('<td data-label="{}">', column.label)
    )


def _kind(column: Column) -> str:
    if column.is_figure:
        return "numeric"
    return "nowrap" if column.shape == "day" or column.key == "key" else ""


@dataclass(slots=True)
class _Drawing:
    """What all rows of one page share."""

    names: Mapping[str, str]
    read: PageReader
    day: date
    stages: Mapping[str, str]
    inside: bool
    badges: dict[str, SafeString] = field(default_factory=dict)

    def shown(self, case: Case, column: Column) -> str:
        special = _SPECIAL.get(column.key)
        return special(self, case) if special is not None else column.text(case, self.names, self.read)

    def unread(self, case: Case) -> str:
        """How many messages of the applicant nobody of the authority has read."""
        if not self.inside or not case.unread_authority:
            return ""
        return format_html(" " + BADGE, "info", f"{case.unread_authority} {_('new')}")

    def stage(self, case: Case) -> str:
        if case.stage not in self.badges:
            self.badges[case.stage] = format_html(BADGE, KINDS[Stage(case.stage)], self.stages[case.stage])
        return self.badges[case.stage]

    def due(self, case: Case) -> str:
        if case.due_on is None or case.stage == Stage.WITHDRAWN:
            return ""
        if case.due_on < self.day and case.stage in UNDECIDED:
            return format_html("{} " + BADGE, self.read.date(case.due_on), "danger", _("overdue"))
        if case.due_on == self.day:
            return format_html("{} " + BADGE, self.read.date(case.due_on), "warning", _("today"))
        return self.read.date(case.due_on)

    def examiner(self, case: Case) -> str:
        if case.examiner_name or case.stage not in UNDECIDED:
            return case.examiner_name
        return format_html('<span class="muted">{}</span>', _("nobody yet"))


_SPECIAL: dict[str, Callable[[_Drawing, Case], str]] = {
    "stage": _Drawing.stage, "due": _Drawing.due, "examiner": _Drawing.examiner,
}  # fmt: skip
