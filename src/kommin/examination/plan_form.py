"""The financing plan as fields, for an answer to a request (drawn by the templates of the draft)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kommin.cases.missing import Financing, financing_of
from kommin.cases.plan import FINANCING, PREFIX, UNITS, Line
from kommin.cases.shares import KINDS, LABELS, share_cell
from kommin.cases.views.financing import Field, Row, outcome_context
from kommin.examination.dossier import CaseDossier
from kommin.foundation.ui.formatting import reader
from kommin.law.errors import LawError
from kommin.law.financing import Kind
from kommin.law.money import parse_amount


def plan_context(dossier: CaseDossier, values: Mapping[str, Any]) -> dict[str, Any]:
    """Rows to type in, sums and what follows."""
    financing = financing_of(dossier)
    wrong = {fault.cell: reader().text(fault.text) for fault in financing.faults if fault.cell}

    def field(name: str, label: str, year: int = 0) -> Field:
        return Field(name, _typed(values.get(name)), label, year, wrong.get(name, ""))

    def row(line: Line) -> Row:
        label = reader().text(line.label)
        note = "" if line.eligible or line.key in FINANCING else _("not eligible")
        years = financing.plan.years
        return Row(label, note, [field(f"{PREFIX}{line.key}/{year}", f"{label}, {year}", year) for year in years])

    shares = financing.shares
    return outcome_context(financing) | {
        "costs": [row(line) for line in financing.plan.costs],
        "means": [row(line) for line in financing.plan.means],
        "units": _units(financing, field),
        "share_rows": [
            Row(one.name, "", [
                field(share_cell(one.key, kind), f"{one.name}: {reader().text(LABELS[kind])}") for kind in KINDS
            ])
            for one in (shares.partners if shares else ())
        ],
        "share_columns": [reader().text(LABELS[kind]) for kind in KINDS],
    }  # fmt: skip


def _units(financing: Financing, field: Any) -> Field | None:
    rate = financing.outcome.rate
    if rate is None or rate.kind != Kind.FIXED or rate.unit_amount is None:
        return None
    found: Field = field(UNITS, rate.unit or _("Number of units"))
    return found


def _typed(stored: Any) -> str:
    if stored in (None, ""):
        return ""
    try:
        return reader().number(parse_amount(str(stored), field="amount"), decimals=2)
    except LawError:
        return str(stored)
