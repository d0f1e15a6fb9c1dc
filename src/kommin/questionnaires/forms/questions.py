"""One form for every kind of question, and the lists that some kinds have (choices, rows, columns)."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from kommin.foundation.ui.formatting import reader
from kommin.foundation.ui.forms import DateField
from kommin.questionnaires.answering.understanding import number as understand_number
from kommin.questionnaires.definition import Option, Words
from kommin.questionnaires.definition.questions import (
    FILE_TYPES,
    LONGEST_TEXT,
    MOST_ROWS,
    AnyQuestion,
    Column,
)
from kommin.questionnaires.editing import new_key
from kommin.questionnaires.forms.texts import WordsForm, titles

KIND_LABELS = {
    "short_text": _("Short text"),
    "long_text": _("Long text"),
    "number": pgettext_lazy("kind of question", "Number"),
    "money": _("Amount of money"),
    "date": _("Day"),
    "yes_no": _("Yes or no"),
    "choice": _("One choice"),
    "choices": _("Several choices"),
    "scale": _("Scale"),
    "matrix": _("Matrix (one choice in each row)"),
    "table": _("Table with rows to add"),
    "municipality": _("Municipality"),
    "files": _("Files"),
    "calculated": _("Calculated figure"),
}
COLUMN_KINDS = ("short_text", "number", "money", "date", "choice")


class FigureField(forms.CharField):
    """A bound of a number, in the reader's spelling; stored with a point."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(required=False, max_length=30, widget=widget, **options)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        understood = understand_number(text, reader().language)
        if not understood.replace(".", "", 1).removeprefix("-").isdigit():
            raise forms.ValidationError(gettext("This is not a number."))
        return understood

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else reader().number(value)


def _count(label: Any, low: int, high: int, **options: Any) -> Callable[[], forms.Field]:
    return lambda: forms.IntegerField(label=label, min_value=low, max_value=high, **options)


def _text(label: Any, **options: Any) -> Callable[[], forms.Field]:
    return lambda: forms.CharField(label=label, required=False, max_length=200, **options)


_LIMITS: Mapping[str, Callable[[], forms.Field]] = {
    "minimum": lambda: FigureField(label=_("At least")),
    "maximum": lambda: FigureField(label=_("At most")),
}
_UNIT = {"unit_de": _text(_("Unit in German")), "unit_en": _text(_("Unit in English"))}

OWN_FIELDS: Mapping[str, Mapping[str, Callable[[], forms.Field]]] = {
    "short_text": {
        "format": lambda: forms.ChoiceField(
            label=_("Kind of text"),
            choices=[
                ("any", _("any text")),
                ("email", _("e-mail address")),
                ("phone", _("telephone number")),
                ("iban", _("bank account (IBAN)")),
            ],
        ),
        "min_length": _count(_("Fewest characters"), 0, 1000),
        "max_length": _count(_("Most characters"), 1, 1000),
    },
    "long_text": {
        "min_length": _count(_("Fewest characters"), 0, LONGEST_TEXT),
        "max_length": _count(_("Most characters"), 1, LONGEST_TEXT),
    },
    "number": {
        **_LIMITS,
        "decimals": _count(_("Decimals"), 0, 6),
        "grouped": lambda: forms.BooleanField(
            label=_("Write with thousands separators (not for years)"), required=False
        ),
        **_UNIT,
    },
    "money": {**_LIMITS},
    "date": {
        "earliest": lambda: DateField(label=_("Earliest day"), required=False),
        "latest": lambda: DateField(label=_("Latest day"), required=False),
    },
    "choices": {
        "at_least": _count(_("Choose at least"), 0, 200),
        "at_most": _count(_("Choose at most"), 1, 200, required=False),
    },
    "scale": {
        "lowest": _count(_("Lowest number"), 0, 1),
        "highest": _count(_("Highest number"), 2, 10),
        "lowest_title_de": _text(_("Word at the low end, German")),
        "lowest_title_en": _text(_("Word at the low end, English")),
        "highest_title_de": _text(_("Word at the high end, German")),
        "highest_title_en": _text(_("Word at the high end, English")),
    },
    "table": {
        "min_rows": _count(_("Fewest rows"), 0, MOST_ROWS),
        "max_rows": _count(_("Most rows"), 1, MOST_ROWS),
    },
    "files": {
        "at_most": _count(_("Most files"), 1, 50),
        "max_megabytes": _count(_("Largest size of a file in MB"), 1, 100),
        "types": lambda: forms.MultipleChoiceField(
            label=_("Types of files"),
            choices=[(one, one.upper()) for one in FILE_TYPES],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        ),
    },
    "yes_no": {
        "must_be_yes": lambda: forms.BooleanField(
            label=_("Has to be answered with yes (a declaration)"), required=False
        ),
    },
    "calculated": {
        "formula": lambda: forms.CharField(
            label=_("Formula"),
            max_length=500,
            required=False,
            help_text=_("For example: sum(costs.amount) * 80 % – min(third_party; 5000)"),
            widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        ),
        "money": lambda: forms.BooleanField(label=_("The result is an amount of money"), required=False),
        "decimals": _count(_("Decimals, if it is no amount of money"), 0, 6),
        **_UNIT,
    },
}
WORDS = frozenset({"title", "help", "unit", "lowest_title", "highest_title"})


class QuestionForm(WordsForm):
    """A question without its lists and its condition."""

    title_de, title_en = titles()
    help_de = forms.CharField(
        label=_("Help in German"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    help_en = forms.CharField(
        label=_("Help in English"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    required = forms.BooleanField(label=_("Has to be answered"), required=False)
    ask_again = forms.BooleanField(
        label=_("Everybody has to answer it again"),
        help_text=_(
            "Tick this when the meaning changed since the version before, although old answers would still fit."
        ),
        required=False,
    )

    def __init__(self, data: Any = None, *, question: AnyQuestion, has_predecessor: bool) -> None:
        super().__init__(data, initial=_initial(question))
        self.question = question
        for name, make in OWN_FIELDS.get(question.kind, {}).items():
            self.fields[name] = make()
        if question.kind == "calculated":
            del self.fields["required"]
        if not has_predecessor or question.kind == "calculated":
            del self.fields["ask_again"]

    def build(self, lists: Mapping[str, Any], condition: Any) -> AnyQuestion | None:
        """The question as the forms say; None with an error on the form when it cannot be one."""
        values: dict[str, Any] = {
            name: value for name, value in self.cleaned_data.items() if name.rsplit("_", 1)[0] not in WORDS
        }
        texts = {name.rsplit("_", 1)[0] for name in self.fields if name.rsplit("_", 1)[0] in WORDS}
        values |= {name: self.words(name) for name in texts}
        try:
            return type(self.question).model_validate(
                {"key": self.question.key, "kind": self.question.kind, "only_if": condition, **values, **lists}
            )
        except ValidationError as error:
            for detail in error.errors():
                name = str(detail["loc"][0]) if detail["loc"] else ""
                self.add_error(name if name in self.fields else None, gettext("This is beyond what is possible."))
            return None


def _initial(question: AnyQuestion) -> dict[str, Any]:
    values = {name: getattr(question, name) for name in type(question).model_fields}
    texts = WordsForm.initial_words(**{name: words for name, words in values.items() if isinstance(words, Words)})
    return {**values, **texts}


class NewQuestionForm(forms.Form):
    """What a new question is."""

    title = forms.CharField(label=_("Question in German"), max_length=1000)
    kind = forms.ChoiceField(label=_("Kind"), choices=list(KIND_LABELS.items()))


class OptionForm(forms.Form):
    """One choice, or one row or column of a matrix; without a German text it is left out."""

    key = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    de = forms.CharField(label=_("German"), max_length=1000, required=False)
    en = forms.CharField(label=_("English"), max_length=1000, required=False)


class ColumnForm(OptionForm):
    """One column of a table."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[(kind, KIND_LABELS[kind]) for kind in COLUMN_KINDS])
    required = forms.BooleanField(label=_("Required"), required=False)
    total = forms.BooleanField(label=_("Sum below"), required=False)
    grouped = forms.BooleanField(label=_("Thousands separators"), required=False, initial=True)
    decimals = forms.IntegerField(label=_("Decimals"), min_value=0, max_value=6, initial=0, required=False)
    minimum = FigureField(label=_("At least"))
    maximum = FigureField(label=_("At most"))
    max_length = forms.IntegerField(
        label=_("Most characters"), min_value=1, max_value=1000, initial=250, required=False
    )
    choices = forms.CharField(
        label=_("Choices"),
        help_text=_("One in each line, English after a bar: Ja | Yes"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=20_000,
    )


LISTS: Mapping[str, tuple[str, ...]] = {
    "choice": ("choices",),
    "choices": ("choices",),
    "matrix": ("rows", "columns"),
    "table": ("columns",),
}
LIST_TITLES = {
    ("choice", "choices"): _("Choices"),
    ("choices", "choices"): _("Choices"),
    ("matrix", "rows"): _("Rows"),
    ("matrix", "columns"): _("Columns"),
    ("table", "columns"): _("Columns"),
}
OptionSet = formset_factory(OptionForm, extra=3, can_order=True, max_num=200, absolute_max=200)
ColumnSet = formset_factory(ColumnForm, extra=1, can_order=True, max_num=12, absolute_max=12)


def lists_for(question: AnyQuestion, data: Any = None) -> dict[str, BaseFormSet]:
    """The formsets of a question's lists, by the list's name."""
    made = {}
    for name in LISTS.get(question.kind, ()):
        of_columns = question.kind == "table"
        make = _column_initial if of_columns else _option_initial
        factory = ColumnSet if of_columns else OptionSet
        made[name] = factory(data, initial=[make(one) for one in getattr(question, name)], prefix=name)
    return made


def read_lists(formsets: Mapping[str, BaseFormSet]) -> dict[str, list[Option] | list[Column]]:
    """What the lists say, in their order; call after all are valid."""
    return {name: _read(formset) for name, formset in formsets.items()}


def _read(formset: BaseFormSet) -> Any:
    rows = [form.cleaned_data for form in formset.forms if form.cleaned_data.get("de", "").strip()]
    order = {id(row): position for position, row in enumerate(rows)}
    rows.sort(key=lambda row: (row.get("ORDER") is None, row.get("ORDER") or 0, order[id(row)]))
    taken = [row["key"] for row in rows if row.get("key")]
    read: list[Any] = []
    for row in rows:
        key = row.get("key") or new_key(row["de"], taken, otherwise="entry")
        taken.append(key)
        title = Words(de=row["de"].strip(), en=row["en"].strip())
        read.append(_column(key, title, row) if "kind" in row else Option(key=key, title=title))
    return read


def _column(key: str, title: Words, row: Mapping[str, Any]) -> Column:
    return Column(
        key=key,
        title=title,
        kind=row["kind"],
        required=row["required"],
        total=row["total"] and row["kind"] in ("number", "money"),
        grouped=row["grouped"],
        decimals=row.get("decimals") or 0,
        minimum=row.get("minimum"),
        maximum=row.get("maximum"),
        max_length=row.get("max_length") or 250,
        choices=_choice_lines(row.get("choices", "")) if row["kind"] == "choice" else [],
    )


def _choice_lines(text: str) -> list[Option]:
    options: list[Option] = []
    for line in text.splitlines()[:100]:
        de, _bar, en = line.partition("|")
        if de.strip():
            key = new_key(de, [option.key for option in options], otherwise="entry")
            options.append(Option(key=key, title=Words(de=de.strip()[:1000], en=en.strip()[:1000])))
    return options


def _option_initial(option: Option) -> dict[str, Any]:
    return {"key": option.key, "de": option.title.de, "en": option.title.en}


def _column_initial(column: Column) -> dict[str, Any]:
    lines = [f"{one.title.de} | {one.title.en}" if one.title.en else one.title.de for one in column.choices]
    return {
        **column.model_dump(exclude={"title", "choices"}),
        **_words_initial(column.title),
        "choices": "\n".join(lines),
    }


def _words_initial(words: Words) -> dict[str, str]:
    return {"de": words.de, "en": words.en}


def all_valid(forms_: Sequence[Any]) -> bool:
    """Whether every form and formset is valid; asks each, so that all errors show at once."""
    return all([one.is_valid() for one in forms_])  # noqa: C419 - no short cut: each has to be asked
