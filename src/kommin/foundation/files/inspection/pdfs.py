"""PDF documents: they can be opened without a password."""

import logging
from typing import BinaryIO

from django.utils.translation import gettext as _
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from kommin.foundation.files.errors import FileRefused

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of every flaw of every upload


def check(content: BinaryIO) -> None:
    """Refuse what is encrypted or has no pages.

    Raises:
        FileRefused: see above.
    """
    content.seek(0)
    try:
        reader = PdfReader(content, strict=False)
        encrypted = reader.is_encrypted
        if not encrypted and "/Pages" not in reader.root_object:
            raise _damaged()
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError, OSError) as error:
        raise _damaged() from error
    if encrypted:
        raise FileRefused("encrypted", _("This PDF is protected by a password. Send it without one."))


def _damaged() -> FileRefused:
    return FileRefused("damaged", _("This PDF is damaged. Open it, save it anew and send that."))
