"""Images of the portal as pages show them: drawn in the widths that screens need, and kept drawn.

Asking the CMS what it has drawn takes a look at each width; it is the same until something changes.
"""

from dataclasses import dataclass
from typing import Final

from wagtail.images.models import SourceImageIOError

from kommin.portal.feeds import full
from kommin.portal.finding.keeping import remembered
from kommin.portal.models import PortalImage

NOT_DRAWN: Final = (SourceImageIOError, OSError)
"""What is raised where the file of an image is gone."""
_WIDTHS: Final = {
    "": ("width-480", "width-960", "width-1600"),
    "fill": ("fill-480x270", "fill-960x540", "fill-1600x900"),
}
_PREVIEW: Final = "fill-1200x630|format-jpeg"


@dataclass(frozen=True, slots=True)
class Picture:
    """An image drawn in several widths; address and size are those of the middle one."""

    address: str
    choices: str
    """All of them, as `srcset` names them."""
    width: int
    height: int


def picture(image: PortalImage, shape: str = "") -> Picture:
    """An image as it is, or `fill`: cut to the shape of a screen around what matters.

    Raises:
        SourceImageIOError, OSError: its file is gone.
    """
    return remembered(("picture", image.pk, shape), lambda: _picture(image, shape))


def preview(image: PortalImage) -> Picture:
    """The picture that services show beside a link to a page, with its full address.

    Raises:
        SourceImageIOError, OSError: its file is gone.
    """
    return remembered(("preview", image.pk), lambda: _preview(image))


def _picture(image: PortalImage, shape: str) -> Picture:
    found = image.get_renditions(*_WIDTHS[shape])
    drawn = sorted({one.width: one for one in found.values()}.values(), key=lambda one: one.width)
    middle = drawn[min(1, len(drawn) - 1)]
    choices = ", ".join(f"{one.url} {one.width}w" for one in drawn)
    return Picture(middle.url, choices, middle.width, middle.height)


def _preview(image: PortalImage) -> Picture:
    drawn = image.get_rendition(_PREVIEW)
    return Picture(full(drawn.url), "", drawn.width, drawn.height)
