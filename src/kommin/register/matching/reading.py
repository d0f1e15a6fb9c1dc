"""Cutting a written name into words, remembering what stood between them."""

import re
import unicodedata
from dataclasses import dataclass

from kommin.foundation.search import fold, strip_invisible

# A hyphen inside a word joins; with a blank beside it, it separates. So do dashes, commas, bullets and the rest.
_PIECES = re.compile(
    r"(?P<word>[?\ufffd]?[^\W_]+(?:['’´`?\ufffd][^\W_]+)*\.?)|(?P<open>[(\[])|(?P<close>[)\]])|(?P<slash>/)|(?P<other>[^\w\s]+|_+)"
)
_MOJIBAKE = re.compile("[ÃÂâ][\u0080-\u00bf\u0100-\u2122]")
_LOST_LETTER = re.compile(r"[?\ufffd]")
_KEY_OF_A_SPREADSHEET = re.compile(r"^(\d+)\.0+$")


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word and its surroundings.

    Attributes:
        text: folded.
        dotted: whether a full stop followed, as behind an abbreviation.
        after_break: whether a separator stood before it (comma, dash, line break; not a plain hyphen or slash).
        bracketed: whether it stood in brackets.
    """

    text: str
    dotted: bool
    after_break: bool
    bracketed: bool


def repair(text: str) -> str:
    """Undo what careless conversions do: UTF-8 read as windows-1252, an integer key with ".0" behind."""
    if found := _KEY_OF_A_SPREADSHEET.match(text.strip()):
        return found[1]
    if _MOJIBAKE.search(text):
        try:
            return text.encode("cp1252").decode("utf-8")
        except UnicodeError:
            return text
    return text


def read_words(text: str) -> list[Word]:
    """Cut a text into folded words; a word that folds to several ("Nr.5") becomes several."""
    found: list[Word] = []
    bracketed = after_break = False
    normal = strip_invisible(re.sub(r"[\r\n\t]+", " ; ", unicodedata.normalize("NFKC", text)))
    for piece in _PIECES.finditer(normal):
        kind, mark = piece.lastgroup, piece.group()
        if kind == "word":
            for part in _fold_keeping_gaps(mark).split():
                found.append(Word(part, mark.endswith("."), after_break, bracketed))
                after_break = False
        elif kind == "open":
            bracketed = True
        elif kind == "close":
            bracketed, after_break = False, True
        elif kind == "other":
            blank_beside = piece.start() == 0 or piece.end() == len(normal) or _blank_beside(normal, piece)
            after_break = after_break or mark != "-" or blank_beside
    return found


def _fold_keeping_gaps(word: str) -> str:
    """Fold a word; a letter that a conversion lost ("M?nster") stays visible as "?"."""
    if not _LOST_LETTER.search(word):
        return fold(word)
    return "?".join(fold(part).replace(" ", "") for part in _LOST_LETTER.split(word))


def _blank_beside(text: str, piece: re.Match[str]) -> bool:
    return text[piece.start() - 1].isspace() or text[piece.end()].isspace()
