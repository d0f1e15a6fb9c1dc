"""Which blocks the texts of which pages may have."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from kommin.portal.blocks import elements

PRESS_BODY = [
    (
        "paragraph",
        blocks.RichTextBlock(
            label=_("Paragraph"), icon="pilcrow", features=elements.TEXT_FEATURES,
            template="portal/blocks/paragraph.html",
        ),
    ),
    ("heading", elements.HeadingBlock()),
    ("quotation", elements.QuotationBlock()),
    ("key_figures", elements.KeyFiguresBlock()),
    ("list", elements.ListTextBlock()),
    ("image", elements.ImageBlock()),
    ("links", elements.LinksBlock()),
    ("table", elements.TableBlock()),
]  # fmt: skip

STANDARD_BODY = [*PRESS_BODY, ("downloads", elements.DownloadsBlock()), ("video", elements.VideoBlock())]

STORY_BODY = [
    *STANDARD_BODY,
    ("live_figures", elements.LiveFiguresBlock()),
    ("live_map", elements.LiveMapBlock()),
    ("live_chart", elements.LiveChartBlock()),
]
