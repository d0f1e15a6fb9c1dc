"""The calculators and the state of the law as pages. Every calculation has an address that can be passed on."""

from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kommin.foundation.access import public
from kommin.foundation.ui.formatting import reader
from kommin.law.errors import LawError
from kommin.law.financing import KIND_LABELS, Kind
from kommin.law.texts import NBSP, Money, Reader
from kommin.regimes import presenting, queries
from kommin.regimes.calculators import CALCULATORS, Calculator, Input, calculator_named
from kommin.regimes.calculators.specs import Example
from kommin.regimes.forms import CalculatorForm
from kommin.regimes.presenting import Shown

RECENT = 8
"""Half-years of base rates shown at once; the others are folded away."""


@public
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """All calculators."""
    return render(request, "regimes/overview.html", {"calculators": CALCULATORS})


@public
@require_safe
def calculator_page(request: HttpRequest, name: str) -> HttpResponse:
    """One calculator: the form, and with figures in the address the result and how it came about."""
    calculator = calculator_named(name)
    if calculator is None:
        raise Http404
    kind = _kind(request, calculator)
    book = queries.regime_book()
    asked = any(request.GET.get(entry.name, "").strip() for entry in calculator.fields_for(kind))
    form = CalculatorForm(calculator, kind, book, request.GET if asked else None)
    speaks = reader()
    result = None
    if asked and form.is_valid():
        try:
            derived = calculator.run(
                form.cleaned_data | {"kind": kind},
                book=book,
                rates=queries.base_rates(),
                regime=form.cleaned_data.get("regime", ""),
                today=timezone.localdate(),
            )
            result = presenting.present(derived, speaks)
        except LawError as error:
            form.refuse(error)
    return render(request, "regimes/calculator.html", _context(calculator, kind, form, result, speaks))


@public
@require_safe
def legal_status(request: HttpRequest) -> HttpResponse:
    """Which parameters apply from when on, from which source, and the base rates."""
    speaks, book = reader(), queries.regime_book()
    wanted = request.GET.get("regime", "").strip()
    try:
        regime = book.find(wanted) if wanted else book.on(timezone.localdate())
    except LawError as error:
        raise Http404 from error
    everything = request.GET.get("all") == "1"
    values = book.values if everything else tuple(regime.values.values())
    rates = presenting.rate_lines(queries.base_rates(), speaks)
    lines, notes = presenting.parameter_lines(values, book, speaks)
    tabs = [(name.name, f"?regime={name.name}", name.name == regime.name and not everything) for name in book.names]
    tabs.append((_("All values over time"), "?all=1", everything))
    in_force = _("%(regime)s, values in force on %(day)s") % {"regime": regime.name, "day": speaks.value(regime.day)}
    return render(
        request,
        "regimes/legal_status.html",
        {
            "tabs": [{"label": label, "href": href, "current": here, "count": None} for label, href, here in tabs],
            "heading": _("All values over time") if everything else in_force,
            "lines": lines,
            "notes": notes,
            "recent_rates": rates[:RECENT],
            "earlier_rates": rates[RECENT:],
            "trail": _trail(),
        },
    )


def _kind(request: HttpRequest, calculator: Calculator) -> str | None:
    if not calculator.kinds:
        return None
    kind = request.GET.get("kind", "")
    return kind if kind in calculator.kinds else calculator.kinds[0]


def _context(
    calculator: Calculator, kind: str | None, form: CalculatorForm, result: Shown | None, speaks: Reader
) -> dict[str, object]:
    address = reverse("regimes:calculator", args=[calculator.name])
    return {
        "calculator": calculator,
        "form": form,
        "result": result,
        "refused": form.is_bound and bool(form.errors),
        "trail": _trail(),
        "address": address,
        "status_address": _status_address(result),
        "tabs": [
            {
                "label": speaks.text(KIND_LABELS[Kind(each)]),
                "href": f"?kind={each}",
                "current": each == kind,
                "count": None,
            }
            for each in calculator.kinds
        ],
        "examples": [
            {"label": example.label, "href": f"{address}?{urlencode(_as_written(example, calculator, speaks))}"}
            for example in calculator.examples
        ],
    }


def _status_address(result: Shown | None) -> str:
    address = reverse("regimes:legal_status")
    return f"{address}?{urlencode({'regime': result.regime})}" if result and result.regime else address


def _as_written(example: Example, calculator: Calculator, speaks: Reader) -> dict[str, str]:
    """The figures of an example the way the reader would type them."""
    amounts = {entry.name for entry in calculator.fields if entry.input is Input.AMOUNT}
    return {
        name: speaks.value(Money(Decimal(text))).strip(f"€{NBSP}") if name in amounts else text
        for name, text in example.query.items()
    }


def _trail() -> list[dict[str, str]]:
    return [{"label": _("Calculators"), "href": reverse("regimes:overview")}]
