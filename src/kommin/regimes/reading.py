"""Say what the law refused in the language that is active."""

from kommin.foundation.ui.formatting import reader
from kommin.law.errors import LawError


def said(error: LawError) -> str:
    """The sentence of an error in the active language."""
    return reader().text(error.text)
