"""Municipalities and districts as editors write them: by name, kept as the key of the register."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from kommin.register import queries
from kommin.register.errors import RegisterError
from kommin.register.maps.layers import drawn
from kommin.register.matching import SURE
from kommin.register.matching.entries import MUNICIPALITY
from kommin.register.models import District, Municipality, Register

KEY_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality or district as pages name it."""

    key: str
    name: str
    href: str
    is_district: bool

    def __str__(self) -> str:
        return self.name


def places_of(keys: Iterable[str]) -> list[Place]:
    """The places with these keys in the house's register, in its order; keys it does not know are left out."""
    wanted = set(keys)
    if not wanted:
        return []
    default = {"register__is_default": True}
    towns = list(Municipality.objects.filter(**default, key__in=wanted).select_related("register"))
    others = wanted - {one.key for one in towns}
    districts = District.objects.filter(**default, key__in=others).select_related("register") if others else ()
    found = [
        *((one.sort_key, Place(one.key, one.name, one.get_absolute_url(), is_district=False)) for one in towns),
        *((one.sort_key, Place(one.key, one.name, one.get_absolute_url(), is_district=True)) for one in districts),
    ]
    return [place for _key, place in sorted(found, key=lambda each: each[0])]


def places_in(register: Register, keys: Iterable[str]) -> list[Place]:
    """The same for the house's own register; towns of today are known from its map and cost no query."""
    wanted, picture = set(keys), drawn(register)
    towns = [(key, name) for key, name in picture.names[MUNICIPALITY] if key in wanted] if picture else []
    if len(towns) < len(wanted):
        return places_of(wanted)
    addressed = {key: reverse("register:municipality", kwargs={"key": key}) for key, _name in towns}
    return [Place(key, name, addressed[key], is_district=False) for key, name in towns]


class PlaceInput(forms.TextInput):
    """A text field that proposes the places of the register while one types."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        proposals = f"{(attrs or {}).get('id', name)}-places"
        field = super().render(name, value, {**(attrs or {}), "list": proposals}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((label,) for label in _labels()))
        return format_html('{}<datalist id="{}">{}</datalist>', field, proposals, options)


class PlaceFormField(forms.CharField):
    """Takes a name or a key; what could mean several places is refused with the names it could mean."""

    widget = PlaceInput

    def prepare_value(self, value: Any) -> Any:
        found = places_of([value]) if value else []
        return _label(found[0].name, found[0].key) if found else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return text
        key = text.rpartition("(")[2].rstrip(") ")
        if places_of([key]):
            return key
        try:
            answer = queries.find(text)
        except RegisterError as error:
            raise ValidationError(str(error)) from None
        best = answer.matches[0] if answer.matches else None
        if best is not None and best.confidence >= SURE and places_of([best.entry.key]):
            return best.entry.key
        near = ", ".join(_label(match.entry.name, match.entry.key) for match in answer.matches[:3])
        if near:
            raise ValidationError(_("Which place is meant? Possible are: %(near)s.") % {"near": near})
        raise ValidationError(_("The register knows no place “%(text)s”. Choose one from the list.") % {"text": text})


class PlaceKeyField(models.CharField):
    """The key of a municipality or district of the house's register."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", KEY_LENGTH)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{**kwargs, "form_class": PlaceFormField, "max_length": 200, "widget": PlaceInput})


def _labels() -> list[str]:
    districts = District.objects.filter(register__is_default=True, valid_until=None, of_one_city=False)
    towns = Municipality.objects.filter(register__is_default=True, valid_until=None)
    rows = [*towns.values_list("sort_key", "name", "key"), *districts.values_list("sort_key", "name", "key")]
    return [_label(name, key) for _sort, name, key in sorted(rows)]


def _label(name: str, key: str) -> str:
    return f"{name} ({key})"
