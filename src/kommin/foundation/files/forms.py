"""A form field that takes several files at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kommin.foundation.files.kinds import KINDS, USUAL


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several uploads; its value is a list. What they are is judged when they are stored, not here.

    Args:
        kinds: which kinds the browser offers first; only a help for the person who chooses.
    """

    def __init__(self, *, kinds: frozenset[str] = USUAL, **options: Any) -> None:
        endings = ",".join(f".{ending}" for kind in KINDS.values() if kind.key in kinds for ending in kind.endings)
        options.setdefault("widget", SeveralFilesInput(attrs={"accept": endings}))
        options.setdefault("label", _("Files"))
        options.setdefault("allow_empty_file", True)
        super().__init__(**options)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        found = data if isinstance(data, list | tuple) else [data]
        return [cleaned for each in found if (cleaned := super(FilesField, self).clean(each, initial)) is not None]
