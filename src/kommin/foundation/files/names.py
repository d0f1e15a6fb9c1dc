"""Names of uploads as people may see and save them on any system."""

import re
import unicodedata
from pathlib import PurePosixPath

from kommin.foundation.files.kinds import FileKind

LONGEST = 150
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Categories of characters that nobody sees or that turn the direction of reading around."""
_RESERVED = re.compile(r'[<>:"|?*]')
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


def clean_name(given: str, kind: FileKind) -> str:
    """The name without folders, unseen characters and what Windows refuses; ends as its kind does."""
    text = unicodedata.normalize("NFC", given[-4000:]).replace("\\", "/").rsplit("/", 1)[-1]
    text = "".join(mark for mark in text if unicodedata.category(mark) not in _UNSEEN)
    text = " ".join(_RESERVED.sub("_", text).split()).strip(". ")
    stem, ending = split(text)
    if ending not in kind.endings:
        stem, ending = text, kind.endings[0]
    stem = stem.strip(". ") or "file"
    if _DEVICES.fullmatch(stem):
        stem = f"_{stem}"
    return f"{stem[: LONGEST - len(ending) - 1].rstrip('. ')}.{ending}"


def ending_of(given: str) -> str:
    """The ending of a name in small letters, cleaned of unseen characters; empty if there is none."""
    text = "".join(mark for mark in given if unicodedata.category(mark) not in _UNSEEN)
    return split(unicodedata.normalize("NFC", text).strip(". "))[1]


def split(text: str) -> tuple[str, str]:
    """Name and ending (small letters). What is longer than eight characters or has spaces is no ending."""
    path = PurePosixPath(text.replace("/", "_"))
    ending = path.suffix[1:]
    if ending and len(ending) <= 8 and ending.isalnum():
        return text[: -len(ending) - 1], ending.lower()
    return text, ""
