"""Folding: two spellings of one word become the same string.

Two strengths exist because German has two habits for a missing umlaut. `fold` writes it out (ü → ue, ß → ss), which
every German spelling rule agrees with. `fold_loosely` also makes "Dusseldorf" and "Duesseldorf" meet, at the price that
a few different words meet too; callers that must not confuse names treat it as the weaker sign.
"""

import re
import unicodedata

# Letters that Unicode does not decompose, as they are written out in plain ASCII.
_WRITTEN_OUT = str.maketrans(
    {
        "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "oe", "å": "aa", "đ": "d", "ð": "d",
        "þ": "th", "ł": "l", "ı": "i", "ħ": "h", "ŋ": "ng", "ĸ": "k", "ŀ": "l", "ŧ": "t",
        "’": "", "'": "", "‘": "", "´": "", "`": "", "ʼ": "", "\N{MODIFIER LETTER PRIME}": "",
    }
)  # fmt: skip
# The not sign is what a soft hyphen becomes when an old system converts the text between code pages.
_HYPHENATION = "\N{SOFT HYPHEN}\N{NOT SIGN}"
_NOT_A_WORD = re.compile(r"[\W_]+")
_DECAYED = re.compile(rf"(?<=\w)[{_HYPHENATION}]\s*(?=\w)")
# "ue" after a vowel or q is no umlaut (Neuenkirchen, Bauer, Quelle), so Neunkirchen and Neuenkirchen stay two towns.
_UMLAUT_WRITTEN_OUT = re.compile(r"(?<![aeiouyq])([aou])e")


def strip_invisible(text: str) -> str:
    """Remove what nobody sees: soft hyphens (also the not sign they decay to), zero-width and control characters.

    A not sign inside a word is a decayed soft hyphen; between blanks it is left alone as a separator.
    Line breaks and tabs become blanks.
    """
    if text.isascii() and text.isprintable():  # most texts by far, and then there is nothing to do
        return text
    without_hyphenation = _DECAYED.sub("", unicodedata.normalize("NFC", text)).replace("\N{SOFT HYPHEN}", "")
    if without_hyphenation.isprintable():
        return without_hyphenation
    return "".join(
        " " if char in "\t\n\r\v\f" else char
        for char in without_hyphenation
        if char in "\t\n\r\v\f" or unicodedata.category(char) not in {"Cf", "Cc"}
    )


def fold(text: str) -> str:
    """Fold to lower-case words of ASCII letters and digits, one blank between them.

    Hyphens, slashes, brackets and stray separators become blanks, accents go, umlauts and ß are written out.

    >>> fold("Castrop-Rauxel") == fold("castrop  rauxel") == "castrop rauxel"
    True
    >>> fold("Städte¬region AACHEN")
    'staedteregion aachen'
    """
    if text.isascii() and text.isprintable():  # no letter of these is composed or written out
        return _NOT_A_WORD.sub(" ", text.lower().translate(_WRITTEN_OUT)).strip()
    # Compose first: a "u" with a combining diaeresis (as macOS writes file names) is the letter ü.
    composed = unicodedata.normalize("NFKC", strip_invisible(text)).casefold()
    # Case folding can take a composed letter apart again and turns ß into ss; compose once more for the table.
    written_out = unicodedata.normalize("NFC", composed).translate(_WRITTEN_OUT)
    decomposed = unicodedata.normalize("NFKD", written_out)
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _NOT_A_WORD.sub(" ", bare).strip()


def fold_loosely(text: str) -> str:
    """Fold so that ä, ae and a meet as well: "Düsseldorf", "Duesseldorf" and "Dusseldorf" are one."""
    return _UMLAUT_WRITTEN_OUT.sub(r"\1", fold(text))


def words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return fold(text).split()


def sort_key(text: str) -> str:
    """German dictionary order (DIN 5007-1: ä sorts as a, ß as ss) as a string any database sorts by bytes.

    Names equal but for their umlauts keep a fixed order, because the written-out form follows the base letters.
    """
    composed = unicodedata.normalize("NFC", strip_invisible(text)).casefold().replace("ß", "ss")
    base = "".join(char for char in unicodedata.normalize("NFKD", composed) if not unicodedata.combining(char))
    return f"{_NOT_A_WORD.sub(' ', base).strip()}\x01{fold(text)}"
