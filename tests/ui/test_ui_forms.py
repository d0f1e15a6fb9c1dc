"""Every field is drawn with what a reader, a screen reader and a browser need."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

from kommin.foundation.ui.forms import DateField, MoneyField, PercentField
from kommin.foundation.ui.styleguide import EveryField


class Contact(forms.Form):
    name = forms.CharField(label="Name", help_text="As in the register.")
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A"), ("b", "<b>B</b>")], widget=forms.RadioSelect)
    note = forms.CharField(required=False, widget=forms.Textarea)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def draw(form: forms.Form, source: str = "{{ form }}") -> str:
    return Template(CottonCompiler().process(source)).render(Context({"form": form}))


def test_input_names_its_help_and_its_error() -> None:
    html = draw(Contact({"name": ""}))
    field = re.search(r"<input[^>]+name=\"name\"[^>]*>", html)
    assert field
    assert 'aria-describedby="id_name_helptext id_name_error"' in field.group()
    assert 'aria-invalid="true"' in field.group()
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert '<label class="kern-label" for="id_name">' in html


def test_required_fields_are_marked_for_eyes_and_for_screen_readers() -> None:
    html = draw(Contact())
    assert html.count('class="required-mark"') == 2
    assert re.search(r"<input[^>]+name=\"name\"[^>]+required", html)
    assert not re.search(r"<textarea[^>]+required", html)


def test_radio_buttons_stand_in_a_named_group() -> None:
    html = draw(Contact({"name": "x"}))
    assert re.search(r'<fieldset id="id_kind"[^>]+aria-describedby="id_kind_error"', html)
    assert "<legend" in html
    assert html.count('type="radio"') == 2
    assert "&lt;b&gt;B&lt;/b&gt;" in html


def test_a_field_without_errors_says_nothing_of_errors() -> None:
    html = draw(Contact())
    assert "kern-error" not in html
    assert "aria-invalid" not in html


@pytest.mark.parametrize("source", ["{{ form }}", "{{ form.as_div }}", "<c-form-fields :form='form' />"])
def test_every_way_of_drawing_a_form_has_the_look(source: str) -> None:
    html = draw(Contact(), source)
    assert "kern-form-input__input" in html
    assert "kern-form-check__radio" in html
    assert 'type="hidden" name="secret"' in html


def test_every_field_of_the_guide_has_a_label_of_its_own() -> None:
    html = draw(EveryField())
    inputs = set(re.findall(r'<(?:input|select|textarea)[^>]+id="([^"]+)"', html))
    labelled = set(re.findall(r'<label[^>]+for="([^"]+)"', html))
    assert inputs == labelled


def test_a_unit_is_drawn_beside_the_input() -> None:
    class Plan(forms.Form):
        grant = MoneyField(label="Grant", initial=Decimal("48987.20"))

    with translation.override("de"):
        html = draw(Plan())
    assert 'value="48.987,20"' in html
    assert re.search(r'<span class="unit-group__unit" aria-hidden="true">€</span>', html)
    assert 'inputmode="decimal"' in html


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("48.987,20", "48987.20"), ("48987,2", "48987.20"), ("10.000", "10000.00"), ("€ 12", "12.00"), ("0", "0.00")],
)
def test_amounts_are_read_as_people_write_them(typed: str, amount: str) -> None:
    assert MoneyField().clean(typed) == Decimal(amount)


@pytest.mark.parametrize("typed", ["1,2,3", "-5", "zwölf", "5,0012", "9" * 40, "1e5", "<script>"])
def test_what_is_no_amount_is_refused_with_a_sentence(typed: str) -> None:
    with translation.override("de"), pytest.raises(ValidationError) as refused:
        MoneyField().clean(typed)
    assert str(refused.value.messages[0]).endswith(".")


def test_bounds_of_an_amount_are_told_in_euro() -> None:
    with translation.override("de"), pytest.raises(ValidationError) as refused:
        MoneyField(max_value=Decimal("2000")).clean("2.000,01")
    assert refused.value.messages == ["Bitte geben Sie höchstens 2.000,00\u00a0€ ein."]
    with translation.override("de"), pytest.raises(ValidationError) as refused:
        MoneyField(min_value=Decimal("1")).clean("0,99")
    assert refused.value.messages == ["Bitte geben Sie mindestens 1,00\u00a0€ ein."]


def test_an_unchanged_amount_is_no_change() -> None:
    field = MoneyField()
    assert not field.has_changed(Decimal("10.00"), "10,00")
    assert field.has_changed(Decimal("10.00"), "10,01")
    assert field.has_changed(Decimal("10.00"), "zehn")


def test_rates() -> None:
    assert PercentField().clean("66,67 %") == Decimal("66.67")
    with pytest.raises(ValidationError):
        PercentField().clean("140")
    assert PercentField(required=False).clean("") is None


@pytest.mark.parametrize("typed", ["2026-11-23", "23.11.2026", "23.11.26"])
def test_days_are_read_as_people_write_them(typed: str) -> None:
    assert DateField().clean(typed) == date(2026, 11, 23)


def test_bounds_of_a_day_hold_in_browser_and_house() -> None:
    field = DateField(min_value=date(2026, 1, 1), max_value=date(2026, 12, 31))
    assert field.widget.attrs == {"min": "2026-01-01", "max": "2026-12-31"}
    for typed, message in (
        ("31.12.2025", "Bitte geben Sie ein Datum ab dem 01.01.2026 ein."),
        ("01.01.2027", "Bitte geben Sie ein Datum bis zum 31.12.2026 ein."),
        ("31.02.2026", "Das ist kein Datum. Bitte schreiben Sie es so: 23.11.2026."),
    ):
        with translation.override("de"), pytest.raises(ValidationError) as refused:
            field.clean(typed)
        assert refused.value.messages == [message]
