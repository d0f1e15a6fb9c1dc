"""The forms around a work list: its columns, saved views, who gets which cases, rules of assignment."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kommin.examination.models.worklist import LONGEST_NAME
from kommin.examination.worklist.columns import ALL
from kommin.examination.worklist.filters import QuickSelect
from kommin.examination.worklist.places import districts, regions
from kommin.foundation.ui.formatting import reader
from kommin.people.models import User

BY_HAND, BY_RULE, TO_NOBODY = "person", "rule", "nobody"


class ColumnsForm(forms.Form):
    """What the list shows of each case; the number always stands."""

    column = forms.MultipleChoiceField(
        label=gettext_lazy("Columns"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(column.key, column.label) for column in ALL if column.key != "number"],
    )  # fmt: skip


class OrderForm(forms.Form):
    """In which order the list stands: on a phone there are no heads of columns to press."""

    sort = forms.ChoiceField(
        label=gettext_lazy("Order"), required=False, widget=QuickSelect,
        choices=[
            ("", gettext_lazy("usual")), ("-received", gettext_lazy("received last first")),
            ("due", gettext_lazy("due next first")), ("number", gettext_lazy("by number")),
            ("applicant", gettext_lazy("by applicant")), ("title", gettext_lazy("by project")),
            ("-applied", gettext_lazy("largest amount first")), ("-score", gettext_lazy("highest score first")),
            ("-changed", gettext_lazy("changed last first")),
        ],
    )  # fmt: skip

    def __init__(self, asked: str) -> None:
        """`asked` is the order of the address; one that only the heads of columns offer stays as it is."""
        super().__init__(initial={"sort": asked}, auto_id="filter_%s")
        known = dict(self.fields["sort"].choices)  # type: ignore[attr-defined]
        if asked and asked not in known:
            self.fields["sort"].choices = [(asked, _("as chosen in the table")), *known.items()]  # type: ignore[attr-defined]


class SaveViewForm(forms.Form):
    """A name for what the list shows now."""

    name = forms.CharField(label=gettext_lazy("Name of the view"), max_length=LONGEST_NAME)
    shared = forms.BooleanField(label=gettext_lazy("Share with colleagues"), required=False)
    begin_with = forms.BooleanField(label=gettext_lazy("Open the work list with it"), required=False)


class AssignForm(forms.Form):
    """Who gets the chosen cases."""

    how = forms.ChoiceField(
        label=gettext_lazy("Who gets these cases?"), widget=forms.RadioSelect, initial=BY_HAND,
        choices=[
            (BY_HAND, gettext_lazy("One person")),
            (BY_RULE, gettext_lazy("By the rules of assignment: place first, then whoever has least in hand")),
            (TO_NOBODY, gettext_lazy("Nobody: take them back")),
        ],
    )  # fmt: skip

    def __init__(self, people: Sequence[User], loads: Mapping[int, int], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._people = {str(person.pk): person for person in people}
        self.fields["to"] = forms.ChoiceField(
            label=_("Person"), required=False, widget=QuickSelect, help_text=_("Only if you chose “One person”."),
            choices=[("", "–"), *((str(one.pk), _with_load(one, loads.get(one.pk, 0))) for one in people)],
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("how") == BY_HAND and not values.get("to") and "to" not in self.errors:
            self.add_error("to", _("Choose who gets the cases."))
        return values

    @property
    def person(self) -> User | None:
        """Who was chosen; call after `is_valid`."""
        return self._people.get(self.cleaned_data.get("to") or "")


class RuleForm(forms.Form):
    """Who examines the cases of which place."""

    area = forms.ChoiceField(label=gettext_lazy("Region or district"), required=False, widget=QuickSelect)
    person = forms.ChoiceField(label=gettext_lazy("Examiner"), widget=QuickSelect)

    def __init__(self, people: Sequence[User], loads: Mapping[int, int], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._people = {str(person.pk): person for person in people}
        self.fields["area"].choices = [  # type: ignore[attr-defined]
            ("", _("everywhere")), (_("Administrative regions"), regions()), (_("Districts"), districts()),
        ]  # fmt: skip
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            ("", "–"), *((str(one.pk), _with_load(one, loads.get(one.pk, 0))) for one in people),
        ]  # fmt: skip

    @property
    def chosen(self) -> User:
        """Who was chosen; call after `is_valid`."""
        return self._people[self.cleaned_data["person"]]


def _with_load(person: User, count: int) -> str:
    return ngettext("%(name)s (%(count)s case in hand)", "%(name)s (%(count)s cases in hand)", count) % {
        "name": person.name, "count": reader().number(count),
    }  # fmt: skip
