"""Forms about files of old releases: sending one, how it is read, which topic is which, why it is taken back."""

from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kommin.foundation.ui.formatting import reader
from kommin.portal.models import ReleaseImport, TopicPage
from kommin.portal.old_releases.mapping import Mapping, read_mapping
from kommin.portal.old_releases.names import FIELDS

LANGUAGES = [("de", "Deutsch"), ("en", "English")]
FIELD_LABELS: dict[str, Any] = {
    "identity": gettext_lazy("Number or mark to know it again"),
    "title": gettext_lazy("Headline"),
    "kicker": gettext_lazy("Kicker"),
    "subheadline": gettext_lazy("Sub-headline"),
    "lead": gettext_lazy("Lead"),
    "body": gettext_lazy("Text"),
    "published": gettext_lazy("Day of publication"),
    "published_time": gettext_lazy("Time of publication"),
    "addresses": gettext_lazy("Old addresses"),
    "sender": gettext_lazy("Sender"),
    "topics": gettext_lazy("Topics"),
    "contact": gettext_lazy("Press contact"),
    "images": gettext_lazy("Images"),
    "image_alt": gettext_lazy("Alternative text of the image"),
    "image_caption": gettext_lazy("Caption of the image"),
    "image_credit": gettext_lazy("Photographer of the image"),
    "attachments": gettext_lazy("Documents"),
}
DAYS = [
    ("", gettext_lazy("as recognised")),
    ("day", gettext_lazy("Day first: 03/04 is 3 April")),
    ("month", gettext_lazy("Month first: 03/04 is 4 March")),
]


def label_of(place: str) -> str:
    """What people call the field a doubt is about."""
    field, _blank, number = place.partition(" ")
    label = str(FIELD_LABELS.get(field, field))
    return f"{label} {number}".strip()


class BeginForm(forms.Form):
    """A file, what lies beside it, and where both come from."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "RSS, Atom, JSON, CSV or a spreadsheet, as it is. Nothing is published before it is released."
        ),
        widget=forms.FileInput({"accept": ".xml,.rss,.atom,.json,.csv,.tsv,.txt,.xlsx,.xls,.ods"}),
    )  # fmt: skip
    beside = forms.FileField(
        label=gettext_lazy("Images and documents"),
        required=False,
        help_text=gettext_lazy("A ZIP archive. Names are found by the end of the old addresses."),
        widget=forms.FileInput({"accept": ".zip"}),
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        required=False,
        max_length=200,
        help_text=gettext_lazy(
            "Where it comes from. A newer file of the same source is a newer edition. Empty: the name of the file."
        ),
    )  # fmt: skip
    language = forms.ChoiceField(label=gettext_lazy("Language of the releases"), choices=LANGUAGES)

    def clean_file(self) -> Any:
        return self._small(self.cleaned_data["file"])

    def clean_beside(self) -> Any:
        return self._small(self.cleaned_data["beside"])

    def _small(self, file: Any) -> Any:
        if file and file.size > settings.KOMMIN.largest_upload:
            size = reader().size(settings.KOMMIN.largest_upload)
            raise forms.ValidationError(
                _("This file is too large for sending; at most %(size)s are taken. Use “kommin import releases”.")
                % {"size": size}
            )
        return file

    def archive(self, folder: Path) -> Path | None:
        """The archive as a file in a folder, under its own name."""
        sent = self.cleaned_data["beside"]
        if not sent:
            return None
        path = folder / (Path(sent.name).name or "files.zip")
        with path.open("wb") as target:
            for chunk in sent.chunks():
                target.write(chunk)
        return path


class ReadingForm(forms.Form):
    """Which field of the file is what."""

    def __init__(self, *args: Any, of: ReleaseImport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mapping = of.given
        names = list(of.summary.get("names", []))
        choices = [("", _("not in the file")), *((name, name) for name in names)]
        for field in FIELDS:
            given = self.mapping.fields.get(field, ())
            self.fields[f"field-{field}"] = forms.ChoiceField(
                label=FIELD_LABELS[field], choices=choices, required=field in {"title", "body", "published"},
                initial=given[0] if given else "",
            )  # fmt: skip
        self.fields["days"] = forms.ChoiceField(
            label=_("Days are written"), choices=DAYS, required=False,
            initial={None: "", True: "month", False: "day"}[self.mapping.month_first],
        )  # fmt: skip
        self.fields["language"] = forms.ChoiceField(
            label=_("Language of the releases"), choices=LANGUAGES, initial=of.language
        )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        used: dict[str, str] = {}
        for field in FIELDS:
            name = given.get(f"field-{field}", "")
            if name and used.setdefault(name, field) != field:
                self.add_error(f"field-{field}", _("“%(name)s” is chosen twice.") % {"name": name})
        return given

    def as_mapping(self) -> Mapping:
        """The mapping with what was chosen; further names of a field stay where its first one was not changed."""
        given = self.cleaned_data
        fields: dict[str, list[str]] = {}
        chosen = {given[f"field-{field}"] for field in FIELDS} - {""}
        for field in FIELDS:
            name, before = given[f"field-{field}"], self.mapping.fields.get(field, ())
            rest = [one for one in before[1:] if one not in chosen] if before and before[0] == name else []
            fields[field] = [name, *rest] if name else []
        first = {"": None, "month": True, "day": False}[given["days"]]
        return read_mapping({**self.mapping.to_json(), "fields": fields, "month_first": first})


class TopicsForm(forms.Form):
    """Which of our topics each old topic is."""

    def __init__(self, *args: Any, of: ReleaseImport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts = sorted(of.topics)
        ours = TopicPage.objects.filter(locale__language_code=of.language).order_by("title")
        choices = [("0", _("is left out")), *((str(pk), title) for pk, title in ours.values_list("pk", "title"))]
        for number, text in enumerate(self.texts):
            self.fields[f"topic-{number}"] = forms.ChoiceField(
                label=text, choices=choices, initial=str(of.topics[text])
            )

    def chosen(self) -> dict[str, int]:
        """Old topic → number of ours."""
        return {text: int(self.cleaned_data[f"topic-{number}"]) for number, text in enumerate(self.texts)}


class TakeBackForm(forms.Form):
    """Why an import is taken back."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500, widget=forms.Textarea({"rows": 3}))
