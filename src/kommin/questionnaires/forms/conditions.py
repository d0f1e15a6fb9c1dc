"""The builder of conditions: lines of question, operator and value; lines with one group number belong together."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from kommin.foundation.ui.formatting import reader
from kommin.questionnaires.answering import understand
from kommin.questionnaires.definition import Comparison, Definition, Operator
from kommin.questionnaires.definition.conditions import (
    MOST_GROUPS,
    WITHOUT_VALUE,
    AllOf,
    AnyOf,
    Not,
    as_groups,
    from_groups,
)
from kommin.questionnaires.definition.problems import fits
from kommin.questionnaires.definition.questions import (
    AnyQuestion,
    Choice,
    Files,
    Matrix,
    Number,
    SeveralChoices,
    Table,
    YesNo,
)
from kommin.questionnaires.page.views import typed
from kommin.questionnaires.wording import OPERATORS

EXTRA_LINES = 2
MOST_LINES = 30
_YES = {"ja", "yes", "true", "wahr"}
_NO = {"nein", "no", "false", "falsch"}


class LineForm(forms.Form):
    """One comparison; a line without a question is left out."""

    group = forms.IntegerField(
        label=_("Group"), min_value=1, max_value=MOST_GROUPS, initial=1, required=False,
        widget=forms.NumberInput(attrs={"class": "condition__group"}),
    )  # fmt: skip
    question = forms.ChoiceField(label=_("Question"), required=False)
    operator = forms.ChoiceField(label=_("Comparison"), required=False)
    value = forms.CharField(label=_("Value"), max_length=500, required=False)

    def __init__(self, *args: Any, earlier: Sequence[AnyQuestion] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.earlier = {question.key: question for question in earlier}
        language = get_language() or "de"
        entries = [(key, _shortened(question.title.within(language) or key)) for key, question in self.earlier.items()]
        self.fields["question"].choices = [("", "–"), *entries]  # type: ignore[attr-defined]
        self.fields["operator"].choices = [(one.value, gettext(words)) for one, words in OPERATORS.items()]  # type: ignore[attr-defined]
        self.fields["value"].widget.attrs["list"] = "condition-values"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        question = self.earlier.get(data.get("question", ""))
        if question is None:
            return data
        operator = Operator(data["operator"]) if data.get("operator") else Operator.ANSWERED
        value = None if operator in WITHOUT_VALUE else value_of(question, data.get("value", ""))
        comparison = Comparison.of(question.key, operator, value)
        if not fits(question, comparison):
            self.add_error("value", _what_fits(question))
        data["comparison"] = comparison
        return data


class BaseLines(BaseFormSet):
    """The lines of one condition."""

    def condition(self) -> AllOf | AnyOf | Comparison | None:
        """What the lines mean together; call after `is_valid`."""
        groups: dict[int, list[Comparison]] = {}
        for form in self.forms:
            comparison = form.cleaned_data.get("comparison")
            if comparison:
                groups.setdefault(form.cleaned_data.get("group") or 1, []).append(comparison)
        return from_groups([tuple(groups[number]) for number in sorted(groups)])


Lines = formset_factory(LineForm, formset=BaseLines, extra=EXTRA_LINES, max_num=MOST_LINES, absolute_max=MOST_LINES)


def lines_for(
    definition: Definition,
    condition: AllOf | AnyOf | Not | Comparison | None,
    *,
    before: str,
    data: Any = None,
) -> BaseLines | None:
    """The builder's lines for a condition on what is asked before a question.

    None when the condition is too intricate for lines (it came from a file): it can then only be removed.
    """
    groups = as_groups(condition)
    if groups is None:
        return None
    initial = [
        {
            "group": number,
            "question": part.question,
            "operator": part.is_.value,
            "value": value_typed(definition.by_key.get(part.question), part.value),
        }
        for number, group in enumerate(groups, 1)
        for part in group
    ]
    made: BaseLines = Lines(  # type: ignore[assignment]  # the factory's type forgets the base class
        data, initial=initial, prefix="if", form_kwargs={"earlier": earlier(definition, before)}
    )
    return made


def earlier(definition: Definition, before: str) -> list[AnyQuestion]:
    """The questions a condition of this one can look at."""
    found: list[AnyQuestion] = []
    for question in definition.by_key.values():
        if question.key == before:
            break
        found.append(question)
    return found


def known_values(questions: Sequence[AnyQuestion]) -> list[str]:
    """What the browser proposes for values: the choices of the questions, yes and no."""
    language = get_language() or "de"
    titles = [
        option.title.within(language)
        for question in questions
        if isinstance(question, Choice | SeveralChoices)
        for option in question.choices
    ]
    yes_no = [gettext("Yes"), gettext("No")] if any(isinstance(question, YesNo) for question in questions) else []
    return list(dict.fromkeys([*yes_no, *titles]))


def value_of(question: AnyQuestion, text: str) -> bool | str:
    """A typed value as it is stored in a condition: a choice by its key, yes and no as such, figures plain."""
    word = text.strip().casefold()
    match question:
        case YesNo():
            return word in _YES if word in _YES | _NO else text
        case Choice() | SeveralChoices():
            for option in question.choices:
                if word in (option.key, option.title.de.strip().casefold(), option.title.en.strip().casefold()):
                    return option.key
            return text
    if question.kind == "calculated":
        question = _as_number(question)
    understood = understand(question, text, language=get_language() or "de")
    return str(understood) if understood is not None else ""


def value_typed(question: AnyQuestion | None, value: bool | str | None) -> str:
    """A stored value as one would type it."""
    if value is None or question is None:
        return "" if value is None else str(value)
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(question, Choice | SeveralChoices):
        titles = {option.key: option.title.within(get_language() or "de") for option in question.choices}
        return titles.get(value, value)
    if question.kind == "calculated":
        question = _as_number(question)
    return typed(question, value, reader())


def _as_number(question: AnyQuestion) -> AnyQuestion:
    return Number(key=question.key, title=question.title, decimals=6)


def _what_fits(question: AnyQuestion) -> str:
    if isinstance(question, Matrix | Table | Files):
        return gettext("For this question only “is answered” and “is not answered” are possible.")
    match question.kind:
        case "yes_no":
            return gettext("Write Yes or No, and compare with “is” or “is not”.")
        case "choices":
            return gettext("Write one of the choices, and compare with “contains”.")
        case "choice":
            return gettext("Write one of the choices, and compare with “is” or “is not”.")
        case "number" | "money" | "scale" | "calculated":
            return gettext("Write a number, and do not compare with “contains”.")
        case "date":
            return gettext("Write a day like 23.11.2026, and do not compare with “contains”.")
    return gettext("Write a text, and compare with “is” or “contains”.")


def _shortened(title: str) -> str:
    return title if len(title) <= 80 else title[:79] + "…"
