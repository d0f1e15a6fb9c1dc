"""What two versions of texts say differently, word by word."""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from kommin.decisions.letters.kinds import blocks_of

_WORDS = re.compile(r"\A\s+|\S+\s*")
Piece = tuple[str, str]
"""What happened to a piece of text (`same`, `gone`, `new`), and the piece."""


@dataclass(frozen=True)
class Difference:
    """One block that reads differently."""

    label: str | Promise
    pieces: Sequence[Piece]


def differences(kind: str, old: Mapping[str, str], new: Mapping[str, str]) -> list[Difference]:
    """The blocks of a kind of letter that changed from `old` to `new`, in their order."""
    return [
        Difference(block.label, _pieces(old.get(block.key, ""), new.get(block.key, "")))
        for block in blocks_of(kind)
        if old.get(block.key, "") != new.get(block.key, "")
    ]


def _pieces(old: str, new: str) -> list[Piece]:
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    found: list[Piece] = []
    for step, start, end, new_start, new_end in difflib.SequenceMatcher(None, before, after, False).get_opcodes():
        if step == "equal":
            found.append(("same", "".join(before[start:end])))
            continue
        if end > start:
            found.append(("gone", "".join(before[start:end])))
        if new_end > new_start:
            found.append(("new", "".join(after[new_start:new_end])))
    return found
