"""Printed matter: Typst makes tagged PDF (PDF/UA-1 and PDF/A-2a) from a template and data.

    document = make_pdf(TEMPLATE, data={...}, title="Antrag", language="de", day=date(2026, 11, 23))
    document.content, document.sha256, document.pages

docs/documents.md describes how a template is written.
"""

from kommin.foundation.documents.errors import DocumentError, TemplateError
from kommin.foundation.documents.making import Document, make_pdf
from kommin.foundation.documents.texts import printable

__all__ = ["Document", "DocumentError", "TemplateError", "make_pdf", "printable"]
