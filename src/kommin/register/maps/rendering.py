"""The map component: SVG, legend and table for any values over municipalities or districts."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kommin.foundation.ui.formatting import reader
from kommin.register.maps.classes import Value, by_category, by_value, decimals_of
from kommin.register.maps.drawing import Layer, Shape, draw_layer, part_of
from kommin.register.maps.layers import drawn
from kommin.register.matching.entries import MUNICIPALITY
from kommin.register.models import Municipality, Register


@dataclass(frozen=True, slots=True)
class _Ground:
    """An area as every map shows it, and as it is drawn where there is no figure."""

    key: str
    name: str
    href: str
    pale: str


@dataclass(frozen=True, slots=True)
class _Area:
    """An area with its value, as the reader gets it."""

    key: str
    name: str
    href: str
    text: str
    shade: int


def render_map(
    values: Mapping[str, Value | str | None],
    *,
    title: str,
    register: Register,
    level: str = MUNICIPALITY,
    unit: str = "",
    breaks: Sequence[Value] | None = None,
    categories: Sequence[tuple[str, str]] | None = None,
    source: str = "",
    table_url: str = "",
    value_heading: str = "",
    only: Collection[str] | None = None,
    focus: str = "",
    url_name: str = "",
    url_kwargs: Mapping[str, str] | None = None,
) -> SafeString:
    """Draw values over the areas of a register; empty where the register has no boundaries.

    The picture needs no script; a small module adds tooltips, zoom and arrow keys. A table says the same.

    Args:
        values: key of the area → number, category, or None where there is no figure. Areas not in it stay pale.
        level: "municipality" or "district".
        unit: follows the numbers, e.g. "€".
        breaks: where the second and each further class begins (four at most); equal numbers of areas without.
        categories: (value, label) from the faintest to the strongest, five at most; then values are categories.
        source: whom to name for the values; the boundaries' attribution follows by itself.
        table_url: address of a page that lists the same; without it the table is folded below the map.
        value_heading: heading of the table's second column; the title without it.
        only: keys of the municipalities that alone are drawn, filling the map.
        focus: key of a municipality to be outlined, on a map of either level.
        url_name: route that areas lead to, with the area's `key` and `url_kwargs`; the register's own pages without it.

    Raises:
        ValueError: more than five classes.
    """
    picture = drawn(register)
    if picture is None or level not in picture.layers:
        return SafeString("")
    layer = picture.layers[level] if only is None else draw_layer(part_of(picture.topology, only))
    if not layer.shapes:
        return SafeString("")
    outline = picture.layers[MUNICIPALITY].shapes.get(focus)
    if categories is not None:
        classified = by_category({key: str(value) for key, value in values.items() if value is not None}, categories)
    else:
        numbers = {key: value for key, value in values.items() if not isinstance(value, str)}
        classified = by_value(numbers, breaks, unit)
    pattern = reverse(url_name or f"register:{level}", kwargs={**(url_kwargs or {}), "key": "KEY"})
    ground = _kept_grounds if only is None else _grounds
    grounds = ground(layer, picture.names[level], _addressed(register, pattern))
    decimals, words = decimals_of(values.values()), dict(categories or ())
    areas = {
        one.key: _Area(
            one.key, one.name, one.href, _written(values[one.key], unit, decimals, words), classified.shades[one.key]
        )
        for one in grounds
        if one.key in classified.shades
    }
    context = {
        "title": title,
        "layer": layer,
        "svg": _svg(grounds, areas, layer, outline),
        "focus": outline is not None and _name_of(register, focus),
        "legend": classified.legend,
        "without": len(grounds) - len(areas),
        "rows": _rows(areas.values(), value_heading or title),
        "table_url": table_url,
        "value_heading": value_heading or title,
        "sources": [text for text in (source, picture.attribution) if text],
    }
    return render_to_string("register/map.html", context)


def _grounds(layer: Layer, names: tuple[tuple[str, str], ...], pattern: str) -> list[_Ground]:
    """All areas of a layer; what most of them look like is the same on each map of a programme."""
    grounds = []
    for key, name in names:
        if key in layer.shapes:
            href = pattern.replace("KEY", key)
            grounds.append(_Ground(key, name, href, _drawn_area(layer.shapes[key], href, "off", name)))
    return grounds


_kept_grounds = lru_cache(maxsize=16)(_grounds)


def _addressed(register: Register, pattern: str) -> str:
    return pattern if register.is_default else pattern.replace("KEY", f"{register.code}:KEY")


def _written(value: Value | str | None, unit: str, decimals: int, categories: Mapping[str, str]) -> str:
    match value:
        case None:
            return _("no figure")
        case int() | Decimal():
            return f"{reader().number(value, decimals=decimals)} {unit}".strip()
        case _:
            return categories.get(value, value)


def _name_of(register: Register, key: str) -> str:
    return str(Municipality.objects.get(register=register, key=key).name)


def _drawn_area(shape: Shape, href: str, shade: str, label: str) -> str:
    """A shape as a link. It is left out of the tab order: the table leads to the same pages, and the module makes the
    whole map one stop with arrow keys."""
    return (
        f'<a href="{escape(href)}" class="map__area map__area--{shade}" tabindex="-1"'
        f' aria-label="{escape(label)}" data-x="{shape.x}" data-y="{shape.y}"><path d="{shape.path}"/></a>'
    )


def _rows(areas: Iterable[_Area], heading: str) -> SafeString:
    """The areas with a figure, as rows of the table beside the picture."""
    label = escape(heading)
    rows = (
        f'<tr><th scope="row"><a href="{escape(one.href)}">{escape(one.name)}</a></th>'
        f'<td data-label="{label}" class="numeric">{escape(one.text)}</td></tr>'
        for one in areas
    )
    return mark_safe("".join(rows))  # noqa: S308 - every text is escaped above


def _svg(grounds: Sequence[_Ground], areas: Mapping[str, _Area], layer: Layer, outline: Shape | None) -> SafeString:
    parts = []
    for ground in grounds:
        area = areas.get(ground.key)
        if area is None:
            parts.append(ground.pale)
        else:
            label = f"{area.name}: {area.text}"
            parts.append(_drawn_area(layer.shapes[area.key], area.href, str(area.shade), label))
    if layer.borders:
        parts.append(f'<path class="map__borders" d="{layer.borders}"/>')
    if outline:
        parts.append(f'<path class="map__outline" d="{outline.path}"/>')
    # Built here rather than in a template: four hundred areas in a loop of a template cost tens of milliseconds.
    return mark_safe("".join(parts))  # noqa: S308 - every text is escaped above
