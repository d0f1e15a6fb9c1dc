"""Decides the kind of a file; the browser's word is never asked, the name only tells two kinds of text apart."""

from typing import BinaryIO

import puremagic
from django.utils.translation import gettext as _

from kommin.foundation.files.errors import FileRefused
from kommin.foundation.files.inspection import archives, images, pdfs, texts
from kommin.foundation.files.kinds import KINDS, FileKind
from kommin.foundation.files.names import ending_of

HEAD = 8192
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")


def inspect(content: BinaryIO, name: str) -> FileKind:
    """The kind of a file.

    Args:
        content: the file, seekable; its position afterwards is the start.
        name: as the person gave it; a name that claims another kind is refused.

    Raises:
        FileRefused: it is of no known kind, damaged, encrypted, has macros, unpacks to too much, holds two kinds
            at once, or its name misleads.
    """
    content.seek(0)
    head = content.read(HEAD)
    kind = KINDS[_kind(content, head, name)]
    content.seek(0)
    ending = ending_of(name)
    if ending and ending not in kind.endings:
        raise FileRefused(
            "misleading_name",
            _("The name ends in “.%(ending)s”, but the content is: %(kind)s. Give the file its right name.")
            % {"ending": ending, "kind": kind.label},
        )
    return kind


def _kind(content: BinaryIO, head: bytes, name: str) -> str:
    if head.startswith(ZIP_STARTS):
        return archives.kind_of(content)
    if head.startswith(OLD_OFFICE):
        raise FileRefused(
            "encrypted",
            _("This is an old Office format or protected by a password. Save it as DOCX, XLSX or PDF without one."),
        )
    for start, key, check in (
        (b"%PDF-", "pdf", pdfs.check),
        (b"\x89PNG\r\n\x1a\n", "png", images.check_png),
        (b"\xff\xd8\xff", "jpeg", images.check_jpeg),
        (b"II*\x00", "tiff", images.check_tiff),
        (b"MM\x00*", "tiff", images.check_tiff),
    ):
        if head.startswith(start):
            archives.refuse_hidden_archive(content)
            check(content)
            return key
    if texts.is_text(content):
        return texts.kind_of(head, ending_of(name))
    raise FileRefused(
        "unknown_type",
        _("Files of this kind%(guess)s are not taken. Send a PDF, an office document, an image or a table.")
        % {"guess": _guess(head)},
    )


def _guess(head: bytes) -> str:
    """What the file seems to be, in brackets, to help whoever sent the wrong one."""
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return ""
    return f" ({found[0].name})" if found and found[0].name else ""
