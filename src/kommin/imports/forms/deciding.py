"""Forms about doubts: a decision for each kind, a building block for each category, a place for each text."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from kommin.imports.core.doubts import KINDS, decision
from kommin.imports.core.mapping import OUTSIDE, Mapping
from kommin.imports.models import GrantImport
from kommin.imports.queries import Text, blocks_of


class DecisionForm(forms.Form):
    """What holds for each kind of doubt that occurs, and which building block each category is."""

    def __init__(self, *args: Any, of: GrantImport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mapping = of.given
        self.kinds = [kind for kind in occurring(of) if KINDS[kind].decisions]
        for kind in self.kinds:
            self.fields[f"kind-{kind}"] = forms.ChoiceField(
                label=str(KINDS[kind].label), choices=self._choices(kind), required=False,
                initial=decision(kind, self.mapping.decisions), widget=forms.RadioSelect,
            )  # fmt: skip
        self.categories = [each["text"] for each in of.summary.get("categories", [])]
        known = {each["text"]: each["block"] for each in of.summary.get("categories", [])}
        blocks = [("", _("without a building block")), *((b.code, b.names[1]) for b in blocks_of(of.programme))]
        for number, text in enumerate(self.categories):
            self.fields[f"category-{number}"] = forms.ChoiceField(
                label=f"“{text}”", choices=blocks, required=False, initial=known[text]
            )

    def _choices(self, kind: str) -> list[tuple[str, str]]:
        found = [(what, str(label)) for what, label in KINDS[kind].decisions.items()]
        if KINDS[kind].default not in KINDS[kind].decisions:
            found.insert(0, (KINDS[kind].default, _("Decide row by row")))
        return found

    def as_mapping(self) -> Mapping:
        """The mapping with these decisions."""
        decided = dict(self.mapping.decisions)
        for kind in self.kinds:
            what = self.cleaned_data[f"kind-{kind}"]
            if what in KINDS[kind].decisions:
                decided[kind] = what
            else:
                decided.pop(kind, None)
        chosen = {text: self.cleaned_data[f"category-{number}"] for number, text in enumerate(self.categories)}
        return self.mapping.with_(decisions=decided, categories={**self.mapping.categories, **chosen})


def occurring(of: GrantImport) -> list[str]:
    """The kinds of doubt that a file raised, in the order of the house."""
    raised = set(of.summary.get("kinds", {})) | {each["kind"] for each in of.summary.get("doubts", [])}
    return [kind for kind in KINDS if kind in raised]


class PlacesForm(forms.Form):
    """Which municipality each text means."""

    def __init__(self, *args: Any, of: GrantImport, texts: Sequence[Text], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mapping = of.given
        self.texts = texts
        for number, each in enumerate(texts):
            choices = [
                ("", _("not decided yet")),
                *((key, f"{name} ({key})") for key, name in each.candidates),
                (OUTSIDE, _("a body outside the register")),
            ]
            self.fields[f"place-{number}"] = forms.ChoiceField(label=each.text, choices=choices, required=False)
            self.fields[f"other-{number}"] = forms.CharField(
                label=_("or its name or key"), required=False, max_length=200
            )
            self.fields[f"text-{number}"] = forms.CharField(
                widget=forms.HiddenInput, initial=each.text, max_length=500, strip=False
            )

    def rows(self) -> list[dict[str, Any]]:
        """Each text with its fields, for the template."""
        return [
            {"text": each, "place": self[f"place-{number}"], "other": self[f"other-{number}"],
             "hidden": self[f"text-{number}"]}
            for number, each in enumerate(self.texts)
        ]  # fmt: skip

    def chosen(self) -> dict[str, tuple[str, str]]:
        """Text → what was chosen and what was typed."""
        found = {}
        for number in range(len(self.texts)):
            text = self.cleaned_data[f"text-{number}"]
            place, other = self.cleaned_data[f"place-{number}"], self.cleaned_data[f"other-{number}"].strip()
            if place or other:
                found[text] = (place, other)
        return found
