"""Images: their outer form and size in pixels. Nothing is decoded."""

from typing import BinaryIO

from django.utils.translation import gettext as _

from kommin.foundation.files.errors import FileRefused

MOST_PIXELS = 150_000_000
_FRAME_STARTS = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}
_WITHOUT_LENGTH = {0x01, *range(0xD0, 0xD9)}
MOST_SEGMENTS = 2_000


def check_png(content: BinaryIO) -> None:
    """Refuse a PNG without a proper head, or with absurdly many pixels.

    Raises:
        FileRefused: see above.
    """
    content.seek(8)
    head = content.read(16)
    if len(head) < 16 or head[4:8] != b"IHDR":
        raise _damaged()
    _refuse_pixels(int.from_bytes(head[8:12], "big"), int.from_bytes(head[12:16], "big"))


def check_jpeg(content: BinaryIO) -> None:
    """Refuse a JPEG without a frame, or with absurdly many pixels.

    Raises:
        FileRefused: see above.
    """
    content.seek(2)
    for _segment in range(MOST_SEGMENTS):
        marker = content.read(2)
        if len(marker) < 2 or marker[0] != 0xFF:
            break
        if marker[1] == 0xFF:
            content.seek(-1, 1)
            continue
        if marker[1] in _WITHOUT_LENGTH:
            continue
        length = int.from_bytes(content.read(2), "big")
        if marker[1] in _FRAME_STARTS:
            frame = content.read(5)
            if len(frame) == 5:
                _refuse_pixels(int.from_bytes(frame[3:5], "big"), int.from_bytes(frame[1:3], "big"))
                return
            break
        if length < 2:
            break
        content.seek(length - 2, 1)
    raise _damaged()


def check_tiff(content: BinaryIO) -> None:
    """Refuse a TIFF whose first directory lies outside the file.

    Raises:
        FileRefused: see above.
    """
    content.seek(0)
    head = content.read(8)
    order = "little" if head[:2] == b"II" else "big"
    first = int.from_bytes(head[4:8], order)  # type: ignore[arg-type]
    content.seek(0, 2)
    if len(head) < 8 or not 8 <= first < content.tell():
        raise _damaged()


def _refuse_pixels(width: int, height: int) -> None:
    if not width or not height:
        raise _damaged()
    if width * height > MOST_PIXELS:
        raise FileRefused("bomb", _("This image has far too many pixels. Save it smaller and send that."))


def _damaged() -> FileRefused:
    return FileRefused("damaged", _("This image is damaged. Open it, save it anew and send that."))
