"""Plain text and CSV: text in UTF-8, UTF-16 with its mark, or Windows' own spelling, without control characters."""

import codecs
import re
from typing import BinaryIO

from django.utils.translation import gettext as _

from kommin.foundation.files.errors import FileRefused

CHUNK = 256 * 1024
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CODE = re.compile(rb"(?i)<\s*(!doctype|html|svg|script|\?xml|\?php|body|iframe)|#!\s*/")


def is_text(content: BinaryIO) -> bool:
    """Whether the whole file can be read as text."""
    content.seek(0)
    start = content.read(2)
    encodings = ["utf-16"] if start in _UTF16 else ["utf-8", "cp1252"]
    return any(_reads(content, encoding) for encoding in encodings)


def kind_of(head: bytes, ending: str) -> str:
    """csv or txt: only the name can tell.

    Raises:
        FileRefused: it is a web page or a program, which text viewers would not show as text.
    """
    if _CODE.match(head.lstrip(b"\xef\xbb\xbf \t\r\n")):
        raise FileRefused("unknown_type", _("Web pages, XML files and scripts are not taken. Send a PDF."))
    return "csv" if ending == "csv" else "txt"


def _reads(content: BinaryIO, encoding: str) -> bool:
    content.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while chunk := content.read(CHUNK):
            if _CONTROLS.search(decoder.decode(chunk)):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
