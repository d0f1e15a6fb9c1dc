"""The illustrations of the press desk: drawn by the house itself, the same bytes for the same photo.

    picture = draw(read().photos["bruecke"])
    picture.content, picture.name, picture.width, picture.height

Nothing is stored in the repository: the loader draws what it needs. Pictures hold no text.
"""

import io
from dataclasses import dataclass
from random import Random

from kommin.demo.press.pictures import gatherings, land, maps, stories, symbols, town
from kommin.demo.press.pictures.canvas import HEIGHT, WIDTH, Canvas
from kommin.demo.press.pictures.palette import PAPER
from kommin.demo.press.reading import Photo

SCENES = {**town.SCENES, **land.SCENES, **gatherings.SCENES, **symbols.SCENES, **stories.SCENES, **maps.SCENES}
_QUALITY = 88


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished JPEG."""

    name: str
    content: bytes
    width: int = WIDTH
    height: int = HEIGHT


def draw(photo: Photo) -> Picture:
    """The picture of a photo; what is left to chance hangs on its id alone."""
    canvas = Canvas(PAPER, Random(photo.id), photo.variant)  # noqa: S311 - the same picture every time
    SCENES[photo.scene](canvas)
    file = io.BytesIO()
    canvas.finished().save(file, "JPEG", quality=_QUALITY, subsampling=0, optimize=False)
    return Picture(f"{photo.id}.jpg", file.getvalue())
