"""What a work list can show of a case: for the page as text, for a file as a value."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kommin.cases.models import Case, Completeness, Stage
from kommin.examination.worklist.places import authority_mark, authority_names, place_names
from kommin.foundation.ui.formatting import PageReader

Value = Callable[[Case, Mapping[str, str]], Any]


@dataclass(frozen=True, slots=True)
class Column:
    """`value` gets the row and the names of places. `field` orders by it; `shape` says how a value is written."""

    key: str
    label: str | Promise
    value: Value
    field: str = ""
    nulls: bool = False
    """Whether `field` can be empty: empty ones come last in both directions."""
    shape: str = "text"
    needs: str = ""
    """A relation that the value reads."""

    @property
    def is_figure(self) -> bool:
        return self.shape in ("money", "number", "score")

    def text(self, case: Case, names: Mapping[str, str], reader: PageReader) -> str:
        """The value as the page shows it."""
        value = self.value(case, names)
        if value in (None, ""):
            return ""
        match self.shape:
            case "money":
                return reader.money(value)
            case "day":
                return reader.date(value)
            case "score":
                return reader.number(value, decimals=2)
            case "number":
                return reader.number(value)
        return str(value)


def _stage(case: Case, _names: Mapping[str, str]) -> str:
    return str(_STAGES.get(case.stage, case.stage))


def _completeness(case: Case, _names: Mapping[str, str]) -> str:
    return str(_COMPLETENESS.get(case.completeness, case.completeness))


def _due(case: Case, _names: Mapping[str, str]) -> Any:
    return None if case.stage == Stage.WITHDRAWN else case.due_on


def _day_of(moment: Any) -> Any:
    return timezone.localtime(moment).date() if moment else None


_STAGES = dict(Stage.choices)
_COMPLETENESS = dict(Completeness.choices)

ALL: tuple[Column, ...] = (
    Column("number", _("Number"), lambda c, _n: c.number, "number"),
    Column("applicant", _("Applicant"), lambda c, _n: c.applicant_name, "applicant_sort"),
    Column("title", _("Project"), lambda c, _n: c.title, "title_sort"),
    Column("stage", _("Stage"), _stage, "stage"),
    Column("completeness", _("Completeness"), _completeness, "completeness"),
    Column("due", pgettext_lazy("column of a list", "Due"), _due, "due_on", nulls=True, shape="day"),
    Column("examiner", _("Examiner"), lambda c, _n: c.examiner_name, "examiner_name"),
    Column("applied", _("Applied for"), lambda c, _n: c.applied, "applied", shape="money"),
    Column("eligible", _("Eligible"), lambda c, _n: c.eligible, "eligible", nulls=True, shape="money"),
    Column("proposed", _("Proposed"), lambda c, _n: c.proposed, "proposed", nulls=True, shape="money"),
    Column(
        "granted",
        pgettext_lazy("column of a list", "In force"),
        lambda c, _n: c.granted or None,
        "granted",
        shape="money",
    ),
    Column("score", _("Score"), lambda c, _n: c.score, "score", nulls=True, shape="score"),
    Column("unread", _("Unread"), lambda c, _n: c.unread_authority or None, "unread_authority", shape="number"),
    Column("call", _("Call"), lambda c, _n: str(c.call) if c.call else "", needs="call"),
    Column("block", _("Building block"), lambda c, _n: str(c.block) if c.block else "", needs="block"),
    Column("authority", _("Granting authority"), lambda c, n: n.get(authority_mark(c.authority_id), ""), ""),
    Column("district", _("District"), lambda c, n: n.get(c.district_key, c.district_key), "district_key"),
    Column("region", _("Administrative region"), lambda c, n: n.get(c.region_key, c.region_key), "region_key"),
    Column("key", _("Municipality key"), lambda c, _n: c.applicant_key, "applicant_key"),
    Column("starts", _("From"), lambda c, _n: c.starts_on, "starts_on", nulls=True, shape="day"),
    Column("ends", _("Until"), lambda c, _n: c.ends_on, "ends_on", nulls=True, shape="day"),
    Column("received", _("Received"), lambda c, _n: _day_of(c.received_at), "received_at", shape="day"),
    Column("changed", _("Last change"), lambda c, _n: _day_of(c.changed_at), "changed_at", shape="day"),
)
BY_KEY = {column.key: column for column in ALL}
USUAL = ("number", "applicant", "title", "stage", "due", "examiner", "applied")
USUAL_FROM_OUTSIDE = ("number", "applicant", "title", "stage", "authority", "applied", "granted")
"""What those see first who look on: who has which case in hand is the authority's own business."""


def chosen_columns(keys: Iterable[str], *, inside: bool = True) -> list[Column]:
    """The columns with these keys in the house's order; the usual ones when none is known. The number always stands."""
    wanted = {key for key in keys if key in BY_KEY} or set(USUAL if inside else USUAL_FROM_OUTSIDE)
    return [column for column in ALL if column.key in wanted | {"number"}]


def values_of(case: Case, columns: Sequence[Column], names: Mapping[str, str]) -> list[Any]:
    """One row of a file."""
    return [column.value(case, names) for column in columns]


def names_for(columns: Sequence[Column]) -> Mapping[str, str]:
    """The names of places and authorities, if a column shows one."""
    shown = {column.key for column in columns}
    names = dict(place_names()) if {"district", "region"} & shown else {}
    return names | authority_names() if "authority" in shown else names
