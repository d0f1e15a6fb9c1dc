"""The kinds of files the house knows, told apart by their content."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class FileKind:
    """One kind: its usual endings (the first is added to names without one) and how browsers are told."""

    key: str
    label: str | Promise
    endings: tuple[str, ...]
    content_type: str
    shown_in_browser: bool = False


KINDS: dict[str, FileKind] = {
    kind.key: kind
    for kind in (
        FileKind("pdf", _("PDF document"), ("pdf",), "application/pdf"),
        FileKind(
            "docx",
            _("Word document"),
            ("docx",),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        FileKind(
            "xlsx", _("Excel workbook"), ("xlsx",), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        ),
        FileKind("odt", _("OpenDocument text"), ("odt",), "application/vnd.oasis.opendocument.text"),
        FileKind("ods", _("OpenDocument spreadsheet"), ("ods",), "application/vnd.oasis.opendocument.spreadsheet"),
        FileKind("png", _("PNG image"), ("png",), "image/png", shown_in_browser=True),
        FileKind("jpeg", _("JPEG image"), ("jpg", "jpeg"), "image/jpeg", shown_in_browser=True),
        FileKind("tiff", _("TIFF image"), ("tif", "tiff"), "image/tiff"),
        FileKind("csv", _("CSV table"), ("csv",), "text/csv; charset=utf-8"),
        FileKind("txt", _("Text file"), ("txt",), "text/plain; charset=utf-8"),
        FileKind("zip", _("ZIP archive"), ("zip",), "application/zip"),
    )
}

USUAL = frozenset(KINDS) - {"zip", "tiff"}
"""What is taken when a room does not say otherwise."""


def kinds_of_endings(endings: frozenset[str] | set[str]) -> frozenset[str]:
    """The kinds that files with these endings have, for rooms that speak of endings."""
    return frozenset(kind.key for kind in KINDS.values() if set(kind.endings) & set(endings))
