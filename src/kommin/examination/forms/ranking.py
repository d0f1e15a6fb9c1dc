"""The forms of scenarios."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kommin.examination.ranking.engine import BlockLimit, Rules
from kommin.foundation.ui.forms import MoneyField, PercentField
from kommin.foundation.ui.forms.fields import DecimalTextInput
from kommin.law.money import ZERO

MOST_PROJECTS = 100_000


class ScoreField(forms.DecimalField):
    """A score from 0 to 100, in German or English spelling."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            min_value=Decimal(0), max_value=Decimal(100), decimal_places=2, widget=DecimalTextInput(), **options
        )

    def to_python(self, value: Any) -> Any:
        return super().to_python(str(value).replace(",", ".") if value else value)


class RulesForm(forms.Form):
    """What is tried; everything left empty awards down the ranking until the means end."""

    top = forms.IntegerField(
        label=gettext_lazy("At most so many projects"), required=False, min_value=1, max_value=MOST_PROJECTS
    )
    threshold = ScoreField(label=gettext_lazy("Only from this score on"), required=False)
    cut = PercentField(
        label=gettext_lazy("Cut all amounts by"), required=False,
        help_text=gettext_lazy("What then is not more than the minimum grant drops out."),
    )  # fmt: skip
    per_district = forms.BooleanField(label=gettext_lazy("At least one project per district"), required=False)
    overtake = forms.BooleanField(
        label=gettext_lazy("Where the means do not suffice, try the next smaller project"), required=False
    )

    def __init__(self, blocks: Mapping[str, str], *args: Any, rules: Rules | None = None, **more: Any) -> None:
        if rules is not None:
            more["initial"] = _initial(rules)
        super().__init__(*args, **more)
        self.blocks = blocks
        limits = {one.block: one for one in rules.blocks} if rules else {}
        for code, title in blocks.items():
            known = limits.get(code)
            self.fields[f"cases-{code}"] = forms.IntegerField(
                label=_("%(block)s: at most so many projects") % {"block": title}, required=False, min_value=0,
                max_value=MOST_PROJECTS, initial=known.most_cases if known else None,
            )  # fmt: skip
            self.fields[f"amount-{code}"] = MoneyField(
                label=_("%(block)s: at most this amount") % {"block": title}, required=False,
                initial=known.most_amount if known else None,
            )  # fmt: skip

    def block_fields(self) -> list[forms.BoundField]:
        """The fields of the building blocks."""
        return [self[name] for code in self.blocks for name in (f"cases-{code}", f"amount-{code}")]

    def rules(self) -> Rules:
        """What was entered; call after `is_valid`."""
        data = self.cleaned_data
        limits = [BlockLimit(code, data[f"cases-{code}"], data[f"amount-{code}"]) for code in self.blocks]
        return Rules(
            top=data["top"],
            threshold=data["threshold"],
            cut=data["cut"] or ZERO,
            per_district=data["per_district"],
            overtake=data["overtake"],
            blocks=tuple(one for one in limits if one.most_cases is not None or one.most_amount is not None),
        )


class ScenarioForm(RulesForm):
    """A scenario with its name."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=2000, widget=forms.Textarea({"rows": 2})
    )
    field_order = ("name",)


class CommentForm(forms.Form):
    """A comment on a scenario."""

    text = forms.CharField(label=gettext_lazy("Comment"), max_length=4000, widget=forms.Textarea({"rows": 3}))


class AdoptForm(forms.Form):
    """Why this scenario becomes the proposal."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), required=False, max_length=4000, widget=forms.Textarea({"rows": 3})
    )


def _initial(rules: Rules) -> dict[str, Any]:
    return {
        "top": rules.top, "threshold": rules.threshold, "cut": rules.cut or None, "per_district": rules.per_district,
        "overtake": rules.overtake,
    }  # fmt: skip
