"""Template tags and filters of the look: `{% load ui %}`."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BaseForm
from django.forms.utils import flatatt
from django.http import HttpRequest, QueryDict
from django.templatetags.static import static
from django.utils.safestring import SafeString

from kommin.foundation.ui import languages, navigation
from kommin.foundation.ui.formatting import reader
from kommin.foundation.ui.forms import drawing
from kommin.foundation.ui.forms.bound import HouseBoundField
from kommin.foundation.ui.forms.errors import ErrorLine, collect_errors
from kommin.foundation.ui.languages import LanguageChoice
from kommin.foundation.ui.theme import chosen_theme

register = template.Library()


@register.filter
def money(amount: Decimal | int | None) -> str:
    """`{{ grant|money }}`: 1.234,56 € in German, €1,234.56 in English; nothing for an unknown amount."""
    return "" if amount is None or amount == "" else reader().money(amount)


@register.filter
def number(value: Decimal | int | None, decimals: int | None = None) -> str:
    """`{{ count|number }}` or `{{ rate|number:2 }}`: grouped by thousands, with so many decimals."""
    return "" if value is None or value == "" else reader().number(value, decimals=decimals)


@register.filter
def percent(value: Decimal | int | None) -> str:
    """`{{ rate|percent }}`: 66,67 % in German, 66.67% in English; 80 means 80 %."""
    return "" if value is None or value == "" else reader().percent(value)


@register.filter
def day(value: dt.date | None) -> str:
    """`{{ posted_on|day }}`: 23.11.2026 in German, 23 November 2026 in English."""
    return reader().date(value) if value else ""


@register.filter
def moment(value: dt.datetime | None) -> str:
    """`{{ recorded_at|moment }}`: day and time in the house's time zone."""
    return reader().moment(value) if value else ""


@register.filter
def filesize(count: int | None) -> str:
    """`{{ file.size|filesize }}`: 1,2 MB in German, 1.2 MB in English."""
    return "" if count is None else reader().size(count)


@register.simple_tag
def html_attributes(attrs: Any, **defaults: Any) -> SafeString:
    """`{% html_attributes attrs %}`: what a component passes through, escaped (cotton's own output is not)."""
    values: Mapping[str, Any] = attrs.attrs_dict() if hasattr(attrs, "attrs_dict") else attrs or {}
    return flatatt({**defaults, **values})


@register.simple_tag(takes_context=True)
def navigation_links(context: template.Context, section: navigation.Section = "main") -> list[navigation.Link]:
    """The links of a section that this person may see."""
    request = context.get("request")
    return list(navigation.links(request, section)) if request else []


@register.simple_tag(takes_context=True)
def main_menu(context: template.Context) -> navigation.Menu:
    """The main navigation that this person may see."""
    request = context.get("request")
    return navigation.menu(request) if request else navigation.Menu([], [])


@register.simple_tag
def slot_templates(slot: str) -> tuple[str, ...]:
    """The templates that rooms put into a slot of the page."""
    return navigation.templates_for(slot)


@register.simple_tag
def static_at_any_rate(path: str) -> str:
    """The address of a static file, even without the list of hashed names: an error page must not fail itself."""
    try:
        return static(path)
    except ValueError:
        return f"{settings.STATIC_URL}{path}"


@register.simple_tag(takes_context=True)
def theme(context: template.Context) -> str:
    """`light` or `dark` if this person chose one, empty for what the device says."""
    request = context.get("request")
    return chosen_theme(request) if request else ""


@register.simple_tag(takes_context=True)
def language_choices(context: template.Context) -> list[LanguageChoice]:
    """Every language of the house, with the address of this page in it.

    A page whose text is not there in every language says in its context where it is: `texts_by_language`.
    """
    request: HttpRequest | None = context.get("request")
    return languages.choices(request.get_full_path() if request else "/", context.get("texts_by_language"))


@register.filter
def listed(value: Any) -> list[Any]:
    """A list to walk over, also for a single value or nothing."""
    if value in (None, ""):
        return []
    return list(value) if isinstance(value, Iterable) and not isinstance(value, str | Mapping) else [value]


@register.simple_tag
def error_lines(
    form: BaseForm | None = None, forms: Iterable[BaseForm] = (), general: Iterable[str] = ()
) -> list[ErrorLine]:
    """What a refused form (or several) says, each line with the field it leads to."""
    return collect_errors([form, *forms] if form else list(forms), general)


@register.simple_tag
def form_fields(form: BaseForm) -> SafeString:
    """All fields of a form; errors that belong to no field stand in the summary above already."""
    return form.render("ui/forms/form.html", {**form.get_context(), "hide_general_errors": True})


@register.filter
def field_errors(field: HouseBoundField) -> SafeString:
    """What is wrong with one field, as its group draws it."""
    return drawing.errors_of(field)


@register.filter
def has_required_fields(form: BaseForm | None) -> bool:
    """Whether the note about the star is of use."""
    return form is not None and any(field.required for field in form.fields.values())


@register.simple_tag
def nth(values: Sequence[Any], index: int) -> Any:
    """The value at a place of a list; empty beyond its end."""
    return values[index] if 0 <= index < len(values) else ""


@register.filter
def machine(value: Any) -> str:
    """A number for an attribute or an address: never grouped, never with a comma."""
    return str(value)


@register.simple_tag
def page_numbers(page: Page) -> list[int | None]:
    """The page numbers worth showing: the ends and the neighbours, `None` where numbers are left out."""
    last = page.paginator.num_pages
    near = {1, last, *range(max(1, page.number - 1), min(last, page.number + 1) + 1)}
    shown: list[int | None] = []
    for number in sorted(near):
        previous = shown[-1] if shown else 0
        if previous is not None and number - previous == 2:
            shown.append(number - 1)
        elif previous is not None and number - previous > 2:
            shown.append(None)
        shown.append(number)
    return shown


@register.simple_tag(takes_context=True)
def page_address(context: template.Context, number: int, parameter: str = "page") -> str:
    """The address of another page of the same list, filters kept."""
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    query[parameter] = str(number)
    return f"?{query.urlencode()}"
