"""The forms in which editors send images and documents; every way of uploading goes through them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from kommin.portal.media_checks import check_document, check_image
from kommin.portal.showing import is_shown


class ImageField(WagtailImageField):
    """Judges the content before anything decodes it."""

    def to_python(self, data: Any) -> Any:
        if data not in self.empty_values:
            check_image(data)
        return super().to_python(data)


class DocumentField(WagtailDocumentField):
    """Judges the content."""

    def to_python(self, data: Any) -> Any:
        if data not in self.empty_values:
            check_document(data)
        return super().to_python(data)


class ImageForm(BaseImageForm):
    """An image with its words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _replace_file_field(self, ImageField)

    def clean_file(self) -> Any:
        return _unless_shown(self)

    class Meta(BaseImageForm.Meta):
        pass


class DocumentForm(BaseDocumentForm):
    """A document with its language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _replace_file_field(self, DocumentField)

    def clean_file(self) -> Any:
        return _unless_shown(self)

    class Meta(BaseDocumentForm.Meta):
        pass


def _replace_file_field(form: Any, kind: type) -> None:
    """The same field with our own judgement; label, widget and whether it is needed stay."""
    given = form.fields.get("file")
    if given is not None:
        form.fields["file"] = kind(required=given.required, label=given.label, widget=given.widget)


def _unless_shown(form: Any) -> Any:
    """What readers see is exchanged in the text, where a second person looks at it, never behind the text."""
    if form.instance.pk and "file" in form.changed_data and is_shown(form.instance):
        raise ValidationError(
            _("A public page shows this file. Upload the new one beside it and choose it in the text of the page.")
        )
    return form.cleaned_data["file"]
