"""The package's own translations, so that a page, a letter and a command say the same sentence."""

from __future__ import annotations

import functools
import gettext
from pathlib import Path

from kommin.law.texts import Reader

_CATALOGUES = Path(__file__).parent / "locale"


@functools.cache
def reader_for(language: str) -> Reader:
    """The reader of a language such as `de` or `en-gb`; a language without a catalogue reads English."""
    short = language.split("-")[0].split("_")[0]
    catalogue = gettext.translation("django", _CATALOGUES, languages=[short], fallback=True)
    return Reader(short, catalogue.gettext)
