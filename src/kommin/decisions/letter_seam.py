"""Where the letter comes from: the part of the room that makes letters registers itself here (docs/granting.md)."""

from collections.abc import Callable
from dataclasses import dataclass

from kommin.decisions.models import Decision


@dataclass(frozen=True)
class Rendered:
    """A finished letter. `template` names the version of what it was made with, for the record."""

    content: bytes
    pages: int
    template: str = ""


LetterMaker = Callable[[Decision], Rendered]
_makers: list[LetterMaker] = []


def register_letter_maker(maker: LetterMaker) -> None:
    """Say how letters are made; the last one registered is asked. It reads `number`, `code` and `content` alone."""
    _makers.append(maker)


def render_letter(decision: Decision) -> Rendered:
    """The letter of a decision whose `content` stands. Called inside the transaction of the release; writes nothing.

    Raises:
        DecisionError: the letter cannot be made; the release is undone.
        LookupError: no part of the house makes letters.
    """
    if not _makers:
        raise LookupError("no letter maker is registered")
    return _makers[-1](decision)
