"""The form of a draft: one page, the fields its kind needs, one amount per budget year."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kommin.decisions.grounds import Grounds
from kommin.decisions.models import AWARDS, LATER, Decision, Kind
from kommin.foundation.ui.forms import DateField, MoneyField

MOST_YEARS = 12
YEAR = "year-"
GROUPS: tuple[tuple[str, ...], ...] = (AWARDS, (Kind.REVOCATION, Kind.RENUNCIATION))
TERMS = frozenset({*AWARDS, Kind.CHANGE})
LINES = {"rows": 4}

HELPS = {
    "amount": _("The whole grant after this decision. The years below must add up to it."),
    "amount_reason": _("Needed when the amounts differ from what the examination suggests. Stands in the letter, "
    "below the computation."),
    "reasons": _("Stands in the letter, word for word."),
    "conditions": _("One condition per line. They stand in the letter below the general conditions."),
    "payment_text": _("Stands in the letter."),
    "plan_text": _("Stands in the letter. Say which plan is binding."),
    "earmarked_until": _("Until when what is bought has to serve its purpose; empty if nothing lasting is bought."),
    "report_due": _("As suggested, by the law of the call; change it if the case needs another day."),
}  # fmt: skip


def fields_of(kind: str) -> tuple[str, ...]:
    """The fields besides the amounts that a kind of decision has."""
    if kind in TERMS:
        return (
            "grant_from", "grant_until", "project_from", "project_until", "earmarked_until", "report_due",
            "plan_text", "payment_text", "reasons", "conditions",
        )  # fmt: skip
    if kind == Kind.EARLY_START:
        return ("early_start_from", "reasons", "conditions")
    if kind == Kind.REVOCATION:
        return ("legal_basis", "reasons", "conditions")
    return ("reasons",)


class DraftForm(forms.Form):
    """Edits a draft. `values()` is what `change_draft` takes."""

    def __init__(self, *args: Any, decision: Decision, grounds: Grounds, years: Iterable[int], **kwargs: Any) -> None:
        self.decision, self.grounds, self.years = decision, grounds, tuple(years)
        kwargs["initial"] = self._initial() | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self._add_kind()
        if decision.has_amounts:
            self._add_amounts()
        for name in fields_of(decision.kind):
            self.fields[name] = _field(name)
        if decision.kind in TERMS and grounds.clauses:
            self.fields["clauses"] = forms.MultipleChoiceField(
                label=_("Clauses that apply"), required=False, widget=forms.CheckboxSelectMultiple,
                choices=[(one.number, f"{one.number} {one.title}") for one in grounds.clauses if one.switchable],
            )  # fmt: skip

    def _add_kind(self) -> None:
        group = next((group for group in GROUPS if self.decision.kind in group), ())
        if group:
            choices = [(kind, Kind(kind).label) for kind in group]
            self.fields["kind"] = forms.ChoiceField(label=_("Kind"), choices=choices, widget=forms.RadioSelect)

    def _add_amounts(self) -> None:
        self.fields["amount"] = MoneyField(label=_("Grant"), help_text=HELPS["amount"])
        for year in self.years:
            self.fields[f"{YEAR}{year}"] = MoneyField(label=str(year), required=False)
        if self.decision.kind not in (Kind.REVOCATION, Kind.RENUNCIATION):
            self.fields["eligible"] = MoneyField(label=_("Eligible expenditure"), required=False)
            self.fields["amount_reason"] = _field("amount_reason")

    def _initial(self) -> dict[str, Any]:
        row = self.decision
        off = set(row.clauses_off)
        return {
            **{name: getattr(row, name) for name in (*fields_of(row.kind), "kind", "amount", "eligible")},
            "amount_reason": row.amount_reason,
            "clauses": [one.number for one in self.grounds.clauses if one.switchable and one.number not in off],
            **{f"{YEAR}{year}": amount for year, amount in row.per_year.items()},
        }

    @property
    def year_fields(self) -> list[forms.BoundField]:
        return [self[f"{YEAR}{year}"] for year in self.years] if self.decision.has_amounts else []

    def values(self) -> dict[str, Any]:
        """What the action takes, of a valid form."""
        data = self.cleaned_data
        found = {name: data[name] for name in fields_of(self.decision.kind)}
        for name in ("kind", "amount_reason", "eligible"):
            if name in self.fields:
                found[name] = data[name]
        if self.decision.has_amounts:
            amounts = {year: data[f"{YEAR}{year}"] for year in self.years}
            keep = self.decision.kind in LATER
            found["amounts"] = {
                year: amount if amount is not None else Decimal("0.00")
                for year, amount in amounts.items()
                if amount or (keep and amount is not None)
            }
            found["amount"] = data["amount"] or Decimal("0.00")
        if "clauses" in self.fields:
            chosen = set(data["clauses"])
            found["clauses_off"] = [
                one.number for one in self.grounds.clauses if one.switchable and one.number not in chosen
            ]
        return found

    def typed_sum(self) -> Decimal:
        """The sum of the years as far as they can be read, for the line that adds itself up."""
        total = Decimal("0.00")
        for year in self.years:
            field = self.fields[f"{YEAR}{year}"]
            try:
                total += field.clean(self.data.get(f"{YEAR}{year}")) or Decimal(0)
            except forms.ValidationError:
                continue
        return total


def _field(name: str) -> forms.Field:
    label = Decision._meta.get_field(name).verbose_name  # type: ignore[union-attr]  # noqa: SLF001 - documented
    label = str(label)[:1].upper() + str(label)[1:]
    if name.endswith(("_from", "_until", "_due")):
        return DateField(label=label, required=False, help_text=HELPS.get(name, ""))
    if name == "legal_basis":
        return forms.CharField(label=label, required=False, max_length=300)
    return forms.CharField(
        label=label, required=False, max_length=20_000, widget=forms.Textarea(LINES), help_text=HELPS.get(name, "")
    )


class CommentForm(forms.Form):
    comment = forms.CharField(label=_("Comment"), max_length=2000, widget=forms.Textarea({"rows": 4}))


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea({"rows": 4}))


class KindForm(forms.Form):
    kind = forms.ChoiceField(label=_("What do you want to decide?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, kinds: Iterable[Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]
