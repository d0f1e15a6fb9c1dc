"""The search field and the filters above the register."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from kommin.foundation.search import sort_key
from kommin.register import queries
from kommin.register.kinds import SIZE_CLASSES, kind_label
from kommin.register.matching import Answer
from kommin.register.matching.engine import LONGEST_TEXT
from kommin.register.matching.entries import MUNICIPALITY
from kommin.register.models import District, Municipality, Region, Register


class FilterForm(forms.Form):
    """Search and filters; all of them may stay empty."""

    q = forms.CharField(
        label=_("Name or key"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    region = forms.ChoiceField(label=_("Administrative region"), required=False)
    district = forms.ChoiceField(label=_("District"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    size = forms.ChoiceField(label=_("Size"), required=False)

    def __init__(self, data: QueryDict, register: Register) -> None:
        super().__init__(data)
        current = {"register": register, "valid_until": None}
        regions = Region.objects.filter(**current).values_list("key", "name")
        districts = District.objects.filter(**current).values_list("key", "name")
        kinds = Municipality.objects.filter(**current).order_by("kind").values_list("kind", flat=True).distinct()
        self._offer("region", list(regions))
        self._offer("district", list(districts))
        labels = {kind: kind_label(kind) for kind in kinds if kind}
        self._offer("kind", sorted(labels.items(), key=lambda pair: sort_key(pair[1])))
        self._offer("size", [(size.code, size.label) for size in SIZE_CLASSES])

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        """Give a filter its choices; one without a choice (a register without regions) disappears."""
        field = self.fields[name]
        if choices and isinstance(field, forms.ChoiceField):
            field.choices = [("", _("all")), *choices]
        else:
            del self.fields[name]


@dataclass
class RegisterFilter:
    """The municipalities that an address asks for, and what its search field found."""

    register: Register
    data: QueryDict

    @cached_property
    def form(self) -> FilterForm:
        """The form as filled in; filters that make no sense show their error and do not count."""
        form = FilterForm(self.data, self.register)
        form.is_valid()
        return form

    @property
    def text(self) -> str:
        """What was typed into the search field."""
        return str(self.form.cleaned_data.get("q") or "").strip()

    @cached_property
    def answer(self) -> Answer | None:
        """What the search found, or None where nothing was searched for."""
        return queries.find(self.text, self.register) if self.text else None

    @property
    def narrows(self) -> bool:
        """Whether a filter besides the search field is set."""
        return any(value for name, value in self.form.cleaned_data.items() if name != "q")

    def municipalities(self) -> QuerySet[Municipality]:
        """The municipalities that pass the filters and, where something was searched, the search."""
        chosen = queries.municipalities(self.register)
        values = self.form.cleaned_data
        if values.get("region"):
            chosen = chosen.filter(region__key=values["region"])
        if values.get("district"):
            chosen = chosen.filter(district__key=values["district"])
        if values.get("kind"):
            chosen = chosen.filter(kind=values["kind"])
        if values.get("size"):
            chosen = chosen.filter(_of_size(values["size"]))
        if self.answer is not None:
            keys = [match.entry.key for match in self.answer.matches if match.entry.level == MUNICIPALITY]
            chosen = chosen.filter(key__in=keys)
        return chosen

    def describe(self) -> list[str]:
        """The filters in words, for a download."""
        described = []
        for name, value in self.form.cleaned_data.items():
            if value:
                field = self.form.fields[name]
                labels: dict[Any, Any] = dict(field.choices) if isinstance(field, forms.ChoiceField) else {}  # type: ignore[arg-type]
                described.append(f"{field.label}: {labels.get(value, value)}")
        return described


def _of_size(code: str) -> Q:
    size = next(size for size in SIZE_CLASSES if size.code == code)
    condition = Q(population__gte=size.least)
    return condition & Q(population__lt=size.below) if size.below else condition
