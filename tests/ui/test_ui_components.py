"""Components say the same to eyes, keyboards and screen readers, and never trust what they are given."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import RequestContext, Template
from django.test import RequestFactory
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

from kommin.foundation.ui import charts

EVIL = '"><script>alert(1)</script>'
Draw = Callable[..., str]


@pytest.fixture
def draw(rf: RequestFactory) -> Draw:
    """Renders template source in which components may stand, in German, as on the page `address`."""

    def render(source: str, address: str = "/", **context: Any) -> str:
        template = Template("{% load ui %}" + CottonCompiler().process(source))
        with translation.override("de"):
            return template.render(RequestContext(rf.get(address), context))

    return render


@pytest.mark.parametrize(
    "source",
    [
        '<c-button href="{{ evil }}" data-x="{{ evil }}">{{ evil }}</c-button>',
        '<c-button :title="evil">{{ evil }}</c-button>',
        '<c-alert title="{{ evil }}">{{ evil }}</c-alert>',
        '<c-page-header title="{{ evil }}" lead="{{ evil }}" kicker="{{ evil }}" />',
        '<c-badge>{{ evil }}</c-badge>',
        '<c-card title="{{ evil }}" href="{{ evil }}" meta="{{ evil }}">{{ evil }}</c-card>',
        '<c-key-figures><c-key-figure value="{{ evil }}" label="{{ evil }}" note="{{ evil }}" /></c-key-figures>',
        '<c-description-list><c-term label="{{ evil }}">{{ evil }}</c-term></c-description-list>',
        '<c-why-not action="{{ evil }}" :reasons="reasons" />',
        '<c-timeline :items="items" label="{{ evil }}" />',
        '<c-tabs :items="items" label="{{ evil }}" />',
        '<c-breadcrumb :items="items" />',
        '<c-derivation :steps="items" label="{{ evil }}" />',
        '<c-money-table caption="{{ evil }}" first="{{ evil }}" :columns="reasons" :rows="items" />',
        '<c-chart :chart="chart" />',
        '<c-filters :form="form" data-x="{{ evil }}" />',
        '<c-form :form="form" submit="{{ evil }}" id="{{ evil }}" />',
        '<c-table caption="{{ evil }}"><tr><td>{{ evil }}</td></tr></c-table>',
        '<c-dialog id="x" title="{{ evil }}" confirm="{{ evil }}" post="{{ evil }}" :fields="fields">x</c-dialog>',
        '<c-menu label="{{ evil }}">{{ evil }}</c-menu>',
        '<c-code label="{{ evil }}">{{ evil }}</c-code>',
        '<c-empty title="{{ evil }}">{{ evil }}</c-empty>',
    ],
)  # fmt: skip
def test_nothing_given_becomes_code(draw: Draw, source: str) -> None:
    class Evil(forms.Form):
        name = forms.CharField(label=EVIL, initial=EVIL, widget=forms.TextInput(attrs={"placeholder": EVIL}))

    item = {
        "label": EVIL, "title": EVIL, "text": EVIL, "href": EVIL, "when": EVIL, "by": EVIL, "value": EVIL,
        "source": EVIL, "note": EVIL, "amounts": [Decimal(1)], "inputs": [{"label": EVIL, "value": EVIL}],
    }  # fmt: skip
    html = draw(
        source,
        evil=EVIL,
        reasons=[EVIL, {"text": EVIL, "href": EVIL}],
        items=[item],
        fields={EVIL: EVIL},
        form=Evil({"name": ""}),
        chart=charts.columns(EVIL, [(EVIL, 1)], label_heading=EVIL, value_heading=EVIL, source=EVIL),
    )
    assert "alert(1)" in html
    assert "<script" not in html


def test_a_button_is_a_button_a_link_or_a_form_of_its_own(draw: Draw) -> None:
    assert draw("<c-button>Los</c-button>").startswith('<button type="submit" class="kern-btn kern-btn--primary"')
    assert draw('<c-button href="/x" kind="secondary">Los</c-button>').startswith('<a href="/x" class="kern-btn')
    own = draw('<c-button post="/x" :fields="fields" kind="danger">Los</c-button>', fields={"id": 1234})
    assert re.search(r'<form method="post" action="/x"[^>]*><input type="hidden" name="csrfmiddlewaretoken"', own)
    assert "btn--danger" in own
    assert "disabled" in draw("<c-button disabled>Los</c-button>")


def test_hidden_values_of_a_button_are_not_grouped(draw: Draw) -> None:
    assert 'value="1234"' in draw('<c-button post="/x" :fields="fields">Los</c-button>', fields={"id": 1234})


class Town(forms.Form):
    name = forms.CharField(label="Name")
    kinds = forms.MultipleChoiceField(label="Arten", choices=[("a", "A")], widget=forms.CheckboxSelectMultiple)
    key = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        raise forms.ValidationError("Beides zusammen geht nicht.")


def test_the_error_summary_leads_to_every_field(draw: Draw) -> None:
    html = draw('<c-form :form="form" submit="Speichern" />', form=Town({}))
    assert "Bitte prüfen Sie 4 Angaben" in html
    assert '<a href="#id_name">Name: Bitte füllen Sie dieses Feld aus.</a>' in html
    assert '<a href="#id_kinds_0">Arten: Bitte füllen Sie dieses Feld aus.</a>' in html
    targets = re.findall(r'<a href="#([^"]+)"', html)
    assert all(f'id="{target}"' in html for target in targets)
    assert html.count("Beides zusammen geht nicht.") == 1
    assert 'role="alert"' in html


def test_a_good_form_has_no_summary_but_token_and_star_note(draw: Draw) -> None:
    html = draw('<c-form :form="form" submit="Speichern" cancel="/zurueck" />', form=Town())
    assert "error-summary" not in html
    assert "csrfmiddlewaretoken" in html
    assert "Felder mit Stern (*)" in html
    assert 'href="/zurueck"' in html
    assert "novalidate" in html


def test_a_form_with_a_file_is_sent_as_one(draw: Draw) -> None:
    class Upload(forms.Form):
        file = forms.FileField()

    assert 'enctype="multipart/form-data"' in draw('<c-form :form="form" submit="Senden" />', form=Upload())
    assert "enctype" not in draw('<c-form :form="form" submit="Senden" />', form=Town())


def test_filters_are_a_get_form_without_token_or_stars(draw: Draw) -> None:
    class Narrow(forms.Form):
        q = forms.CharField(required=False)

    html = draw('<c-filters :form="form" reset="/liste" />', "/liste?q=x", form=Narrow({"q": "x"}))
    assert 'method="get"' in html
    assert "csrf" not in html
    assert 'href="/liste"' in html
    assert 'href="/liste"' not in draw('<c-filters :form="form" reset="/liste" />', "/liste", form=Narrow())


def test_pages_keep_the_filters(draw: Draw) -> None:
    page = Paginator(range(30_000), 25).page(600)
    html = draw('<c-pagination :page="page" />', "/liste?q=Köln&page=600", page=page)
    assert 'href="?q=K%C3%B6ln&amp;page=601"' in html
    assert re.search(r'<a aria-current="page" href="\?q=K%C3%B6ln&amp;page=600">', html)
    assert "14.976 bis 15.000 von 30.000" in html
    assert "page=1.200" not in html
    assert 'page=1200"' in html


def test_one_page_needs_no_numbers(draw: Draw) -> None:
    assert "nav" not in draw('<c-pagination :page="page" />', page=Paginator([1], 25).page(1))


@pytest.mark.parametrize(
    ("pages", "at", "shown"),
    [
        (48, 20, [1, None, 19, 20, 21, None, 48]),
        (5, 3, [1, 2, 3, 4, 5]),
        (6, 1, [1, 2, None, 6]),
        (4, 1, [1, 2, 3, 4]),
        (2, 2, [1, 2]),
    ],
)
def test_which_page_numbers_are_shown(pages: int, at: int, shown: list[int | None]) -> None:
    from kommin.foundation.ui.templatetags.ui import page_numbers

    assert page_numbers(Paginator(range(pages), 1).page(at)) == shown


def test_amounts_stand_under_their_columns(draw: Draw) -> None:
    rows = [
        {"label": "Personal", "amounts": [Decimal("45000"), None]},
        {"label": "Summe", "amounts": [1, 2], "kind": "total"},
    ]
    html = draw('<c-money-table caption="Plan" :columns="columns" :rows="rows" />', columns=["2026", "2027"], rows=rows)
    assert '<td class="money" data-label="2026">45.000,00\u00a0€</td>' in html
    assert 'data-label="2027"><span aria-hidden="true">–</span><span class="kern-sr-only">kein Betrag' in html
    assert '<tr class="total">' in html
    assert html.count('scope="row"') == 2


def test_a_refused_action_says_what_is_missing(draw: Draw) -> None:
    html = draw(
        '<c-why-not action="Freigeben" :reasons="reasons" />',
        reasons=["Die Prüfung fehlt.", {"text": "Das Konto fehlt.", "href": "/konto"}],
    )
    assert "„Freigeben“ ist jetzt nicht möglich" in html
    assert "<li>Die Prüfung fehlt.</li>" in html
    assert '<a href="/konto">Das Konto fehlt.</a>' in html


def test_a_derivation_shows_rule_inputs_source_and_value(draw: Draw) -> None:
    steps = [
        {
            "text": "Fördersatz",
            "value": "48.987,20 €",
            "source": "Nr. 2.2.1",
            "inputs": [{"label": "Satz", "value": "80 %"}],
        },
        {"text": "Tage", "value": "365", "unconfirmed": True},
    ]
    html = draw('<c-derivation :steps="steps" />', steps=steps)
    assert html.count("<li") == 2
    assert "Nr. 2.2.1" in html
    assert "<dt>Satz</dt>" in html
    assert html.count("unbestätigt") == 1
    assert html.index("derivation__step--result") > html.index("48.987,20")


def test_the_current_step_and_tab_are_told(draw: Draw) -> None:
    steps = [{"label": "A", "state": "done"}, {"label": "B", "state": "current"}, {"label": "C", "state": "todo"}]
    html = draw('<c-steps label="Antrag" :items="steps" />', steps=steps)
    assert html.count('aria-current="step"') == 1
    assert "(erledigt)" in html
    assert "(noch zu tun)" in html
    tabs = [{"label": "A", "href": "/a", "current": True}, {"label": "B", "href": "/b", "count": 1234}]
    html = draw('<c-tabs label="Fall" :items="tabs" />', tabs=tabs)
    assert html.count('aria-current="page"') == 1
    assert "1.234" in html


def test_a_fact_that_is_not_known_says_so(draw: Draw) -> None:
    assert "nicht angegeben" in draw('<c-term label="Konto"></c-term>')
    assert draw('<c-term label="Konto" hide-empty="1"></c-term>').strip() == ""


def test_progress_takes_numbers_machines_understand(draw: Draw) -> None:
    html = draw('<c-progress label="Import" :value="done" :max="all" />', done=1200, all=39600)
    assert 'value="1200" max="39600"' in html
    assert "value=" not in draw('<c-progress label="Import" />')
