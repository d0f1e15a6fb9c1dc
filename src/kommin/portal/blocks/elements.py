"""Single blocks."""

from typing import Any

from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

TEXT_FEATURES = ["bold", "italic", "link", "document-link"]
"""Few on purpose: what the look of a text needs is said by blocks, and pasted text from Word comes out clean."""


class Choice(blocks.ChoiceBlock):
    """How something is shown: no words of the text, so that nobody finds them there."""

    def get_searchable_content(self, value: Any) -> list[str]:  # noqa: ARG002 - as Wagtail calls it
        return []


class HeadingBlock(blocks.StructBlock):
    """A heading inside a text."""

    text = blocks.CharBlock(label=_("Text"), max_length=200)
    level = Choice(label=_("Level"), choices=[("2", _("Heading")), ("3", _("Heading below it"))], default="2")

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "portal/blocks/heading.html"


class QuotationBlock(blocks.StructBlock):
    """What somebody has said."""

    text = blocks.TextBlock(label=_("Words"), rows=3, help_text=_("Without quotation marks."))
    person = blocks.CharBlock(label=_("Person"), max_length=200)
    office = blocks.CharBlock(label=_("Office"), max_length=250, required=False)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "portal/blocks/quotation.html"


class KeyFigureBlock(blocks.StructBlock):
    """One figure with what it counts."""

    value = blocks.CharBlock(label=_("Figure"), max_length=40)
    label = blocks.CharBlock(label=_("What it counts"), max_length=120)
    note = blocks.CharBlock(label=_("Note"), max_length=200, required=False)


class KeyFiguresBlock(blocks.StructBlock):
    """A few figures side by side."""

    title = blocks.CharBlock(label=_("Title"), max_length=150, required=False)
    figures = blocks.ListBlock(KeyFigureBlock(label=_("Figure")), label=_("Figures"), min_num=1, max_num=8)

    class Meta:
        icon = "order"
        label = _("Key figures")
        template = "portal/blocks/key_figures.html"


class ListTextBlock(blocks.StructBlock):
    """A list of points."""

    title = blocks.CharBlock(label=_("Title"), max_length=150, required=False)
    ordered = blocks.BooleanBlock(label=_("Numbered"), required=False)
    points = blocks.ListBlock(
        blocks.RichTextBlock(label=_("Point"), features=TEXT_FEATURES), label=_("Points"), min_num=1
    )

    class Meta:
        icon = "list-ul"
        label = _("List")
        template = "portal/blocks/list.html"


class ImageBlock(blocks.StructBlock):
    """An image in the text, with its words."""

    image = ImageChooserBlock(label=_("Image"))
    alt_text = blocks.CharBlock(
        label=_("Alternative text"), max_length=300, required=False, help_text=_("Empty: that of the image.")
    )
    caption = blocks.CharBlock(
        label=_("Caption"), max_length=500, required=False, help_text=_("Empty: that of the image.")
    )

    class Meta:
        icon = "image"
        label = _("Image")
        template = "portal/blocks/image.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned.get("image") and not (cleaned.get("alt_text") or cleaned["image"].alt_text):
            raise StructBlockValidationError(
                {"alt_text": ValidationError(_("Say what the image shows: here, or at the image itself."))}
            )
        return cleaned


class LinkBlock(blocks.StructBlock):
    """One link, to a page of the portal or to any other address."""

    text = blocks.CharBlock(label=_("Text"), max_length=250)
    page = blocks.PageChooserBlock(label=_("Page of the portal"), required=False)
    address = blocks.URLBlock(label=_("Other address"), required=False)

    class Meta:
        icon = "link"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if bool(cleaned.get("page")) == bool(cleaned.get("address")):
            raise StructBlockValidationError(
                {"address": ValidationError(_("Choose a page or give another address, one of both."))}
            )
        return cleaned


class LinksBlock(blocks.StructBlock):
    """Several links."""

    title = blocks.CharBlock(label=_("Title"), max_length=150, required=False)
    links = blocks.ListBlock(LinkBlock(label=_("Link")), label=_("Links"), min_num=1)

    class Meta:
        icon = "link"
        label = _("Links")
        template = "portal/blocks/links.html"


class TableBlock(TypedTableBlock):
    """A table with typed columns; its first column names the rows."""

    def __init__(self, **kwargs: Any) -> None:
        columns = [
            ("text", blocks.CharBlock(label=_("Text"), required=False)),
            ("number", blocks.CharBlock(label=pgettext_lazy("column of a table", "Number"), required=False)),
        ]
        super().__init__(columns, **kwargs)

    def render(self, value: Any, context: Any = None) -> SafeString:
        """In the look of the house, not in that of the CMS."""
        return (
            render_to_string("portal/blocks/table.html", {**(context or {}), "table": value})
            if value
            else SafeString("")
        )

    class Meta:
        icon = "table"
        label = _("Table")


class DownloadBlock(blocks.StructBlock):
    """A document to download."""

    document = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(
        label=_("Title"), max_length=250, required=False, help_text=_("Empty: that of the document.")
    )

    class Meta:
        icon = "download"
        label = _("Document")


class DownloadsBlock(blocks.StructBlock):
    """Documents under a heading."""

    title = blocks.CharBlock(label=_("Title"), max_length=150, required=False)
    downloads = blocks.ListBlock(DownloadBlock(), label=_("Documents"), min_num=1)

    class Meta:
        icon = "download"
        label = _("Downloads")
        template = "portal/blocks/downloads.html"


class VideoBlock(blocks.StructBlock):
    """A video of the house itself, such as one in sign language, with its words."""

    title = blocks.CharBlock(label=_("Title"), max_length=200)
    video = DocumentChooserBlock(label=_("Video"), help_text=_("A document of type MP4 or WebM."))
    sign_language = blocks.BooleanBlock(label=_("In sign language"), required=False)
    transcript = blocks.RichTextBlock(label=_("The same in words"), features=TEXT_FEATURES)

    class Meta:
        icon = "media"
        label = _("Video")
        template = "portal/blocks/video.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned.get("video") and not cleaned["video"].is_video:
            raise StructBlockValidationError({"video": ValidationError(_("Choose a video of type MP4 or WebM."))})
        return cleaned


class LiveFiguresBlock(blocks.StructBlock):
    """The programme's key figures as the records have them on the day somebody reads the page."""

    as_of = blocks.DateBlock(label=_("As of"), required=False, help_text=_("Empty: today’s figures, new each day."))

    class Meta:
        icon = "order"
        label = _("Figures of the programme")
        template = "portal/blocks/live_figures.html"


class LiveMapBlock(blocks.StructBlock):
    """The map of those who took part in the programme."""

    title = blocks.CharBlock(label=_("Title"), max_length=150, required=False)

    class Meta:
        icon = "site"
        label = _("Map of the programme")
        template = "portal/blocks/live_map.html"


class LiveChartBlock(blocks.StructBlock):
    """A chart of the programme, drawn from the records on the day somebody reads the page."""

    kind = Choice(
        label=_("What it shows"),
        choices=[
            ("projects-by-year", _("Projects by year")),
            ("granted-by-year", _("Granted by year")),
            ("participants", _("Participants so far")),
            ("granted-by-block", _("Granted by building block")),
        ],
        default="projects-by-year",
    )

    class Meta:
        icon = "order"
        label = _("Chart of the programme")
        template = "portal/blocks/live_chart.html"
