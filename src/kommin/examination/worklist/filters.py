"""The filters above a work list and what they mean for its rows."""

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.cache import cache
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kommin.cases.models import UNDECIDED, Case, Completeness, Stage
from kommin.examination.actions.assigning import examiners_of
from kommin.examination.worklist.places import authority_names, districts, regions
from kommin.foundation.search import sort_key
from kommin.foundation.ui.formatting import reader
from kommin.foundation.ui.forms import MoneyField
from kommin.people.models.dated import today
from kommin.programmes.models import BuildingBlock, Call

CHOICES_KEPT = 60
LONGEST_QUERY = 200
NOBODY = "none"
STATES = {
    "open": Q(stage__in=UNDECIDED),
    "decided": Q(stage__in=[Stage.DECIDED, Stage.CLOSED]),
    "withdrawn": Q(stage=Stage.WITHDRAWN),
}
DUE_DAYS = {"overdue": -1, "week": 7, "month": 30}


class QuickSelect(forms.Select):
    """A select written in one go: Django describes each choice before it is drawn, and lists of places have sixty."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:  # noqa: ARG002 - as Django calls it
        chosen = {str(one) for one in value} if isinstance(value, list | tuple) else {str(value or "")}
        attributes = {**self.attrs, **(attrs or {}), "name": name}
        return format_html("<select{}>{}</select>", forms.utils.flatatt(attributes), _options(self.choices, chosen))


def _options(choices: Iterable[Any], chosen: Container[str]) -> SafeString:
    """The options, in groups where the label is a list of further options."""
    return mark_safe(  # noqa: S308 - every part is escaped here
        "".join(
            f'<optgroup label="{conditional_escape(key)}">{_options(label, chosen)}</optgroup>'
            if isinstance(label, list | tuple)
            else f'<option value="{conditional_escape(key)}"{" selected" if str(key) in chosen else ""}>'
            f"{conditional_escape(label)}</option>"
            for key, label in choices
        )
    )


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen in the filters of one organisation's list."""

    calls: list[tuple[str, str]]
    blocks: list[tuple[str, str]]
    examiners: list[tuple[str, str]]
    authorities: list[tuple[str, str]]

    @classmethod
    def of(cls, organisation: int | None, cases: QuerySet[Case], language: str, *, inside: bool) -> "Choices":
        """Asked of the database once a minute. `inside`: `organisation` is the authority whose cases these are.

        Examiners are all who can be given cases, and whoever has some in hand, also when no longer in office.
        """
        key = f"worklist-choices:{organisation}:{language}"
        known: Choices | None = cache.get(key)
        if known is None:
            bare = cases.order_by()
            calls = Call.objects.filter(pk__in=bare.values("call").distinct())
            blocks = BuildingBlock.objects.filter(programme__in=calls.values("programme"))
            known = cls(
                [(str(call.pk), str(call)) for call in calls.order_by("-closes_at", "pk")[:200]],
                [(str(block.pk), str(block)) for block in blocks.order_by("programme", "position", "pk")[:200]],
                _examiners(organisation, bare) if inside and organisation else [],
                [] if inside else [(mark.partition(":")[2], name) for mark, name in authority_names().items()],
            )
            cache.set(key, known, CHOICES_KEPT)
        return known


def _examiners(authority: int, cases: QuerySet[Case]) -> list[tuple[str, str]]:
    able = {person.pk: person.name for person in examiners_of(authority)}
    in_hand = cases.filter(examiner__isnull=False).values_list("examiner", "examiner__name").distinct()
    people = dict(in_hand[:500]) | able
    return [(str(pk), name) for pk, name in sorted(people.items(), key=lambda one: (sort_key(one[1]), one[0]))]


class FilterForm(forms.Form):
    """Everything may stay empty; what makes no sense shows its error and does not count."""

    q = forms.CharField(
        label=_("Search"), required=False, max_length=LONGEST_QUERY,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        help_text=_("Number, project, applicant, words of the application"),
    )  # fmt: skip
    state = forms.ChoiceField(label=_("Open or decided"), required=False, widget=QuickSelect)
    stage = forms.ChoiceField(label=_("Stage"), required=False, widget=QuickSelect)
    examiner = forms.ChoiceField(label=_("Examiner"), required=False, widget=QuickSelect)
    authority = forms.ChoiceField(label=_("Granting authority"), required=False, widget=QuickSelect)
    call = forms.ChoiceField(label=_("Call"), required=False, widget=QuickSelect)
    block = forms.ChoiceField(label=_("Building block"), required=False, widget=QuickSelect)
    area = forms.ChoiceField(label=_("Region or district"), required=False, widget=QuickSelect)
    town = forms.CharField(label=_("Municipality or its key"), required=False, max_length=100)
    completeness = forms.ChoiceField(label=_("Completeness"), required=False, widget=QuickSelect)
    due = forms.ChoiceField(label=pgettext_lazy("column of a list", "Due"), required=False, widget=QuickSelect)
    least = MoneyField(label=_("Applied for, from"), required=False)
    most = MoneyField(label=_("Applied for, up to"), required=False)
    unread = forms.BooleanField(label=_("Unread messages only"), required=False)

    ALWAYS = ("q", "state", "examiner", "authority")
    """The fields that are not folded away; of the last two one is there: who has a case inside, whose it is outside."""

    def __init__(self, data: QueryDict, choices: Choices) -> None:
        super().__init__(data, auto_id="filter_%s")
        self._offer("state", [("open", _("undecided")), ("decided", pgettext_lazy("state of a case", "decided")),
                              ("withdrawn", pgettext_lazy("state of a case", "withdrawn"))])  # fmt: skip
        self._offer("stage", Stage.choices)
        self._offer("examiner", [(NOBODY, _("nobody yet")), *choices.examiners])
        self._offer("authority", choices.authorities)
        del self.fields["examiner" if choices.authorities else "authority"]
        self._offer("call", choices.calls)
        self._offer("block", choices.blocks)
        self._offer("area", [(_("Administrative regions"), regions()), (_("Districts"), districts())])
        self._offer("completeness", Completeness.choices)
        self._offer(
            "due",
            [
                ("overdue", _("overdue")),
                ("week", _("within 7 days or overdue")),
                ("month", _("within 30 days or overdue")),
            ],
        )
        self.is_valid()

    def _offer(self, name: str, choices: Iterable[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("all")), *choices]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        least, most = values.get("least"), values.get("most")
        if least is not None and most is not None and least > most:
            self.add_error("most", _("The upper amount lies below the lower one."))
        return values

    @property
    def always(self) -> list[forms.BoundField]:
        return [self[name] for name in self.ALWAYS if name in self.fields]

    @property
    def further(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in self.ALWAYS]

    @property
    def further_set(self) -> int:
        """How many of the filters that are folded away are set."""
        return sum(self._is_set(name) or name in self.errors for name in self.fields if name not in self.ALWAYS)

    @property
    def is_set(self) -> bool:
        return any(self._is_set(name) for name in self.fields)

    def _is_set(self, name: str) -> bool:
        return self.cleaned_data.get(name) not in (None, "", False)

    @property
    def text(self) -> str:
        """What is searched for."""
        return str(self.cleaned_data.get("q") or "").strip()

    def described(self) -> dict[str, str]:
        """The filters that are set, each in words under its name: for the page, a file, and before a bulk action."""
        return {
            name: f"{self[name].label}: {self._words(name, self.cleaned_data[name])}"
            for name in self.fields
            if self._is_set(name)
        }

    def _words(self, name: str, value: Any) -> str:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            flat: dict[str, Any] = {}
            for key, label in field.widget.choices:
                flat |= dict(label) if isinstance(label, list | tuple) else {str(key): label}
            return str(flat.get(str(value), value))
        if isinstance(value, Decimal):
            return reader().money(value)
        return str(_("yes")) if value is True else str(value)

    def applied_to(self, rows: QuerySet[Case]) -> QuerySet[Case]:
        """The rows that pass every filter but the search, which the listing asks of the index."""
        values = self.cleaned_data
        for name, condition in _CONDITIONS.items():
            if self._is_set(name):
                rows = rows.filter(condition(values[name]))
        return rows


def _of_examiner(value: str) -> Q:
    return Q(examiner=None) if value == NOBODY else Q(examiner=int(value))


def _of_town(value: str) -> Q:
    text = value.strip()
    if text.isdigit():
        return Q(applicant_key__startswith=text)
    return Q(applicant_sort__contains=sort_key(text).partition("\x01")[0])


def _due_within(value: str) -> Q:
    return Q(due_on__lte=today() + timedelta(days=DUE_DAYS[value])) & ~Q(stage=Stage.WITHDRAWN)


_CONDITIONS: dict[str, Callable[[Any], Q]] = {
    "state": lambda value: STATES[value],
    "stage": lambda value: Q(stage=value),
    "examiner": _of_examiner,
    "authority": lambda value: Q(authority=int(value)),
    "call": lambda value: Q(call=int(value)),
    "block": lambda value: Q(block=int(value)),
    "area": lambda value: Q(region_key=value) | Q(district_key=value),
    "town": _of_town,
    "completeness": lambda value: Q(completeness=value),
    "due": _due_within,
    "least": lambda value: Q(applied__gte=value),
    "most": lambda value: Q(applied__lte=value),
    "unread": lambda _value: Q(unread_authority__gt=0),
}
