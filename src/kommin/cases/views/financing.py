"""The financing plan as a table that adds itself up."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kommin.cases import actions, rules
from kommin.cases.content import Dossier
from kommin.cases.errors import CaseError
from kommin.cases.missing import Financing, financing_of
from kommin.cases.plan import FINANCING, GRANT, PREFIX, UNITS, Fault, Line, cells, understood
from kommin.cases.shares import KINDS, LABELS, share_cell, share_cells
from kommin.cases.views import drafting, keeping
from kommin.cases.views.common import (
    actor,
    application_for,
    application_of,
    done,
    page_mark,
    refused,
    seen_revision,
)
from kommin.cases.views.live import cell_errors
from kommin.foundation.access import access, found, public
from kommin.foundation.ui.formatting import reader
from kommin.law.errors import LawError
from kommin.law.financing import Kind
from kommin.law.money import parse_amount
from kommin.regimes.presenting import present


@dataclass(frozen=True)
class Field:
    """One cell to type in."""

    name: str
    value: str
    label: str
    year: int
    error: str = ""


@dataclass(frozen=True)
class Row:
    """One line to type in."""

    label: str
    note: str
    fields: list[Field]


@access(rules.may_work_on, of=application_of)
@require_safe
def plan(request: HttpRequest, number: str) -> HttpResponse:
    """Type the plan; sums and grant follow."""
    application = found(request)
    if not application.is_editable:
        return HttpResponseRedirect(reverse("cases:read", args=[number]))
    dossier = Dossier(application)
    financing = financing_of(dossier)
    context = drafting.frame(request, dossier) | outcome_context(financing, check="check" in request.GET)
    context |= {
        "costs": [_row(line, dossier, financing) for line in financing.plan.costs],
        "means": [_row(line, dossier, financing) for line in financing.plan.means],
        "units": _units(dossier, financing),
        "share_rows": _share_rows(dossier, financing),
        "share_columns": [reader().text(LABELS[kind]) for kind in KINDS],
        "save_url": reverse("cases:save_plan", args=[number]),
    }
    return render(request, "cases/plan.html", context)


@public
@require_POST
def save_plan(request: HttpRequest, number: str) -> HttpResponseBase:
    """Save the plan, by plain submit or while somebody types."""
    here = reverse("cases:plan", args=[number])
    if not actor(request).is_person:
        return keeping.keep_and_sign_in(request, here)
    application = application_for(request, number, rules.may_work_on)
    dossier = Dossier(application)
    financing = financing_of(dossier)
    names = [*cells(dossier.call, financing.plan.years), UNITS, *share_cells(dossier.parties)]
    typing = request.headers.get("HX-Request") == "true"
    fields = {name: understood(request.POST[name]) for name in names if name in request.POST}
    try:
        saved = actions.save_fields(
            application=application, fields=fields, seen=seen_revision(request), page=page_mark(request),
            by=actor(request),
        )  # fmt: skip
        if "fill" in request.POST and not saved.clashes:
            actions.fill_up_plan(application=application, by=actor(request))
    except CaseError as error:
        if typing:
            return HttpResponse(drafting.state_fragment(request, application, problem=str(error)))
        return refused(request, error, here if application.is_editable else application.get_absolute_url())
    if typing:
        now = financing_of(Dossier(saved.application))
        pieces = [
            render_to_string("cases/plan_outcome.html", outcome_context(now) | {"swap": True}, request),
            cell_errors(request, _beside_cells(now)),
            drafting.state_fragment(request, saved.application, saved),
        ]
        return HttpResponse("".join(pieces))
    if saved.clashes:
        return HttpResponseRedirect(reverse("cases:conflicts", args=[number]))
    if "next" in request.POST:
        return done(request, _("Saved."), reverse("cases:documents", args=[number]))
    return done(request, _("Saved."), f"{here}?check=1" if "check" in request.POST else here)


drafting.keepable("cases:save_plan", save_plan)


def outcome_context(financing: Financing, *, check: bool = True) -> dict[str, Any]:
    """Sums, grant, derivation and what is wrong, for pages that show a plan."""
    plan, result = financing.plan, financing.outcome
    read = reader()
    rows = [
        {"label": _("Expenditure"), "amounts": [plan.spent(year) for year in plan.years] + [plan.expenditure]},
        {"label": _("of it eligible"), "amounts": [plan.eligible(year) for year in plan.years] + [plan.eligible_total]},
        {"label": _("Financing"), "amounts": [plan.covered(year) for year in plan.years] + [plan.means_total]},
        {
            "label": _("still to be financed"),
            "kind": "total",
            "amounts": [plan.spent(year) - plan.covered(year) for year in plan.years]
            + [plan.expenditure - plan.means_total],
        },
    ]
    return {
        "plan": plan,
        "columns": [*(str(year) for year in plan.years), _("Total")],
        "sums": rows,
        "grant": read.money(result.amount) if result.grant else "",
        "refusal": read.text(result.refusal) if result.refusal else "",
        "derivation": present(result.grant, read).steps if result.grant else (),
        "shares": financing.shares,
        "faults": [read.text(fault.text) for fault in financing.faults] if check or not plan.is_empty else [],
    }


def _row(line: Line, dossier: Dossier, financing: Financing) -> Row:
    read = reader()
    wrong = _wrong(financing)
    label = read.text(line.label)
    fields = [
        Field(
            f"{PREFIX}{line.key}/{year}",
            _typed(dossier.values.get(f"{PREFIX}{line.key}/{year}")),
            f"{label}, {year}",
            year,
            wrong.get(f"{PREFIX}{line.key}/{year}", ""),
        )
        for year in financing.plan.years
    ]
    note = ""
    if line.key not in FINANCING and not line.eligible:
        note = _("not eligible")
    elif line.key == GRANT:
        note = _("can be filled in by the house")
    return Row(label, note, fields)


def _units(dossier: Dossier, financing: Financing) -> Field | None:
    rate = financing.outcome.rate
    if rate is None or rate.kind != Kind.FIXED or rate.unit_amount is None:
        return None
    label = rate.unit or _("Number of units")
    return Field(UNITS, _typed(dossier.values.get(UNITS, "1.00")), label, 0, _wrong(financing).get(UNITS, ""))


def _share_rows(dossier: Dossier, financing: Financing) -> list[Row]:
    """The partners' shares to type in; the lead has the rest."""
    wrong, shares = _wrong(financing), financing.shares
    rows = []
    for one in shares.partners if shares else ():
        fields = []
        for kind in KINDS:
            name = share_cell(one.key, kind)
            label = f"{one.name}: {reader().text(LABELS[kind])}"
            fields.append(Field(name, _typed(dossier.values.get(name)), label, 0, wrong.get(name, "")))
        rows.append(Row(one.name, "", fields))
    return rows


def _beside_cells(financing: Financing) -> list[Fault]:
    """What is wrong with a field as it was typed; what is only missing yet stands in the list below the plan."""
    return [fault for fault in financing.faults if fault.cell and not fault.missing]


def _wrong(financing: Financing) -> dict[str, str]:
    return {fault.cell: reader().text(fault.text) for fault in _beside_cells(financing)}


def _typed(stored: Any) -> str:
    if stored in (None, ""):
        return ""
    try:
        return reader().number(parse_amount(str(stored), field="amount"), decimals=2)
    except LawError:
        return str(stored)
