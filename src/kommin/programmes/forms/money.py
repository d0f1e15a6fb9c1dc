"""Forms about means."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kommin.foundation.ui.forms import MoneyField
from kommin.people.models import Kind
from kommin.people.queries import organisations
from kommin.programmes.actions import Part
from kommin.programmes.models import Appropriation

MOST_AUTHORITIES = 50
ZERO = Decimal("0.00")


class SplitForm(forms.Form):
    """Two amounts for each granting authority."""

    reason = forms.CharField(label=_("Reason of the change"), required=False, max_length=500)
    field_order = ()

    def __init__(self, *args: Any, appropriation: Appropriation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        present = {share.authority_id: share for share in appropriation.shares.all()}
        self.authorities = list(organisations(kind=Kind.GRANTING_AUTHORITY)[:MOST_AUTHORITIES])
        for house in self.authorities:
            share = present.get(house.pk)
            for part, label in (("cash", _("Cash")), ("commitment", _("Commitment authority"))):
                self.fields[f"{part}-{house.pk}"] = MoneyField(
                    label=label, required=False, initial=getattr(share, part, ZERO)
                )

    def rows(self) -> list[dict[str, Any]]:
        """Each authority with its two fields, for the template."""
        return [
            {"name": house.house_name, "cash": self[f"cash-{house.pk}"], "commitment": self[f"commitment-{house.pk}"]}  # type: ignore[attr-defined]
            for house in self.authorities
        ]

    def shares(self) -> dict[int, Part]:
        """What the action takes."""
        return {
            house.pk: Part(
                self.cleaned_data[f"cash-{house.pk}"] or ZERO, self.cleaned_data[f"commitment-{house.pk}"] or ZERO
            )
            for house in self.authorities
        }
