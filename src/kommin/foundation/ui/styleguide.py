"""`/styleguide/` in the demonstration: every component in every state, for people who build pages and for the tests."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kommin.foundation.ui import charts
from kommin.foundation.ui.formatting import reader
from kommin.foundation.ui.forms import DateField, MoneyField, PercentField

NAMES = (
    ("Hagen, Stadt der FernUniversität", "05914000", 188_713, Decimal("48987.20")),
    ("Mönchengladbach", "05116000", 261_001, Decimal("120000.00")),
    ("بلدية حيفا", "00000000", 0, None),
    (
        "Verbandsgemeinde Langenlonsheim-Stromberg und Umgebung in gemeinsamer Trägerschaft",
        "07133501",
        1,
        Decimal("-0.01"),
    ),
)
"""A long name, an ordinary one, one from right to left, and one that nobody foresaw."""


class EveryField(forms.Form):
    """One field of each kind."""

    name = forms.CharField(
        label=gettext_lazy("Name of the project"),
        help_text=gettext_lazy("As it is to stand in the grant notice."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}), required=False
    )
    amount = MoneyField(label=gettext_lazy("Grant applied for"), max_value=Decimal("100000.00"))
    share = PercentField(label=gettext_lazy("Share of financing"), required=False)
    begins = DateField(label=gettext_lazy("Begin"), min_value=date(2026, 1, 1))
    staff = forms.IntegerField(label=gettext_lazy("Number of staff"), min_value=0, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of financing"),
        choices=[
            ("", gettext_lazy("Please choose")),
            ("share", gettext_lazy("Proportional financing")),
            ("fixed", gettext_lazy("Fixed amount financing")),
        ],
    )
    partners = forms.ChoiceField(
        label=gettext_lazy("Together with other municipalities"),
        help_text=gettext_lazy("Only the leading municipality applies."),
        choices=[("no", gettext_lazy("No")), ("yes", gettext_lazy("Yes, as leading municipality"))],
        widget=forms.RadioSelect,
    )
    blocks = forms.MultipleChoiceField(
        label=gettext_lazy("Building blocks"),
        choices=[("a", gettext_lazy("Transparency")), ("b", gettext_lazy("Networks")), ("c", gettext_lazy("Steering"))],
        widget=forms.CheckboxSelectMultiple,
    )
    reasons = forms.CharField(label=gettext_lazy("Reasons"), widget=forms.Textarea(attrs={"rows": 4}), required=False)
    file = forms.FileField(
        label=gettext_lazy("Enclosure"), help_text=gettext_lazy("PDF, at most 20 MB."), required=False
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        required=False,
    )
    locked = forms.CharField(
        label=gettext_lazy("Reference number"), initial="34.02.02-2026/117", disabled=True, required=False
    )
    true = forms.BooleanField(
        label=gettext_lazy("The project has not begun"),
        help_text=gettext_lazy("Signing a contract counts as a beginning."),
    )


class Narrow(forms.Form):
    """The filters of a list."""

    q = forms.CharField(label=gettext_lazy("Name or key"), required=False)
    district = forms.ChoiceField(
        label=gettext_lazy("Region"),
        choices=[("", gettext_lazy("All")), ("a", "Arnsberg"), ("d", "Düsseldorf")],
        required=False,
    )


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """All components. Installations that are no demonstration do not have this page."""
    if not settings.KOMMIN.demo:
        raise Http404
    return render(request, "ui/styleguide/page.html", _forms() | _moving() | _showing())


def _forms() -> dict[str, Any]:
    entries = {"name": "", "email": "niemand", "amount": "1,2,3", "share": "140", "begins": "31.02.2026"}
    refused = EveryField({f"refused-{name}": value for name, value in entries.items()}, prefix="refused")
    return {"form": EveryField(), "refused": refused, "narrow": Narrow(prefix="narrow")}


def _moving() -> dict[str, Any]:
    here = "#moving"
    return {
        "tabs": [
            {"label": _("Overview"), "href": here, "current": True},
            {"label": _("Documents"), "href": here, "count": 1234},
            {"label": _("History"), "href": here, "count": 0},
        ],
        "steps": [
            {"label": _("Applicant"), "state": "done", "href": here},
            {"label": _("Financing plan"), "state": "current"},
            {"label": _("Declarations"), "state": "todo"},
        ],
        "trail": [{"label": _("Cases"), "href": here}, {"label": NAMES[0][0], "href": here}],
        "list_page": Paginator(range(1200), 25).page(20),
        "empty_page": Paginator([], 25).page(1),
    }


def _showing() -> dict[str, Any]:
    say = reader()
    counts = (25, 41, 70, 77, 74, 72)
    years = [(str(year), count) for year, count in zip(range(2005, 2011), counts, strict=True)]
    return {
        "towns": NAMES,
        "events": [
            {"when": say.date(date(2026, 11, 20)), "title": _("Decision issued"), "kind": "success",
             "by": "A. Beispiel"},
            {"when": say.date(date(2026, 11, 2)), "title": _("Question to the municipality"), "kind": "warning",
             "text": _("The share of third parties is missing.")},
            {"when": say.date(date(2026, 10, 5)), "title": _("Application received"), "kind": "info"},
        ],
        "columns": ["2026", "2027", _("Total")],
        "rows": [
            {"label": _("Staff"), "amounts": [Decimal("45000"), Decimal("5000"), Decimal("50000")]},
            {"label": _("Material"), "amounts": [None, Decimal("11234"), Decimal("11234")],
             "note": _("only in the second year")},
            {"label": _("Expenditure"), "kind": "subtotal",
             "amounts": [Decimal("45000"), Decimal("16234"), Decimal("61234")]},
            {"label": _("Less third parties"), "amounts": [Decimal("-1000"), None, Decimal("-1000")]},
            {"label": _("Total"), "kind": "total", "amounts": [Decimal("44000"), Decimal("16234"), Decimal("60234")]},
        ],
        "reasons": [
            _("The second examiner has not yet agreed."),
            {"text": _("The bank account is missing: add it."), "href": "#showing"},
        ],
        "derivation": [
            {"text": _("Eligible expenditure"), "value": say.money(Decimal("61234")), "source": "Nr. 3.4 Antrag"},
            {"text": _("Share of it"), "value": say.money(Decimal("48987.20")), "source": "Nr. 2.2.1 VV zu § 44 LHO",
             "inputs": [{"label": _("Share of financing"), "value": say.percent(80)},
                        {"label": _("Day count"), "value": "365", "unconfirmed": True}]},
            {"text": _("Grant, at most the cap"), "value": say.money(Decimal("48987.20"))},
        ],
        "bars": charts.bars(
            _("Inhabitants"), [(name, people) for name, _key, people, _grant in NAMES],
            label_heading=_("Municipality"), value_heading=_("Inhabitants"),
            source=_("Source: invented for this page."),
        ),
        "columns_chart": charts.columns(
            _("Projects by year"), years, label_heading=_("Year"), value_heading=_("Projects")
        ),
        "line_chart": charts.line(
            _("Projects so far"), [(year, sum(counts[: at + 1])) for at, (year, _count) in enumerate(years)],
            label_heading=_("Year"), value_heading=_("Projects"),
        ),
        "no_chart": charts.columns(_("Payments"), [], label_heading=_("Year"), value_heading=_("Payments")),
    }  # fmt: skip
