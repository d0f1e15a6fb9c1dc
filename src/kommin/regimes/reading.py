"""Say the law's sentences, and this room's own, in the language that is active."""

from django.utils.translation import get_language, gettext

from kommin.law.errors import LawError
from kommin.law.language import reader_for
from kommin.law.texts import Reader


def reader() -> Reader:
    """The reader of the active language: the law's catalogue first, then the house's."""
    language = get_language() or "de"
    law = reader_for(language)

    def translate(message: str) -> str:
        said = law.gettext(message)
        return said if said != message else gettext(message)

    return Reader(law.language, translate)


def said(error: LawError) -> str:
    """The sentence of an error in the active language."""
    return reader().text(error.text)
