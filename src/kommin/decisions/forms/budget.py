"""The form of a transfer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kommin.decisions.models import Basis
from kommin.foundation.ui.forms import MoneyField
from kommin.people.models import Kind
from kommin.people.queries import organisations
from kommin.programmes.models import Appropriation, AppropriationShare, Programme

MOST = 300


class TransferForm(forms.Form):
    """From a share to an authority in a year. Choices carry the ids of appropriation and authority."""

    source = forms.ChoiceField(label=_("From"), help_text=_("Only what is not committed can move."))
    target = forms.ChoiceField(label=_("To"))
    basis = forms.ChoiceField(label=_("What moves"), choices=Basis.choices, widget=forms.RadioSelect, initial="cash")
    amount = MoneyField(label=_("Amount"))
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea({"rows": 3}))
    once = forms.CharField(widget=forms.HiddenInput, max_length=32, min_length=16)

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = list(Appropriation.objects.filter(programme=programme, closed_at__isnull=True)[:MOST])
        houses = list(organisations(kind=Kind.GRANTING_AUTHORITY)[:50])
        names = {house.pk: house.house_name for house in houses}  # type: ignore[attr-defined]
        self.places = {f"{row.pk}-{house.pk}": (row, house) for row in rows for house in houses}
        several = len({(row.chapter, row.title) for row in rows}) > 1
        labels = {
            key: _("%(authority)s, %(year)s") % {"authority": names[house.pk], "year": row.year}
            + (f" ({row.chapter} / {row.title})" if several else "")
            for key, (row, house) in self.places.items()
        }
        having = {
            f"{share.appropriation_id}-{share.authority_id}"
            for share in AppropriationShare.objects.filter(appropriation__in=rows)
        }
        empty = [("", _("Please choose"))]
        self.fields["source"].choices = empty + [(key, labels[key]) for key in labels if key in having]  # type: ignore[attr-defined]
        self.fields["target"].choices = empty + list(labels.items())  # type: ignore[attr-defined]
