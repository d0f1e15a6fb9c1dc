"""Whose words a letter uses now: the authority's latest version, otherwise what came with the house.

`frozen_wording` writes them down beside the content of a decision at its release, so that the letter can be made again
for ever, whatever is edited later.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kommin.decisions.errors import DecisionError
from kommin.decisions.letters import shipped
from kommin.decisions.letters.composing import Wording
from kommin.decisions.letters.head import Court, Letterhead, court_for
from kommin.decisions.letters.kinds import blocks_of
from kommin.decisions.models.letters import LetterHead, LetterText
from kommin.people.letters import address_of_house

KEY = "letter"
"""Where `Decision.content` keeps the frozen wording."""


@dataclass(frozen=True)
class TextsInUse:
    """The blocks of a kind of letter; `number` 0 stands for what came with the house."""

    blocks: Mapping[str, str]
    number: int = 0
    version: LetterText | None = None


@dataclass(frozen=True)
class HeadInUse:
    """Address, contact and courts; `number` 0 stands for what came with the house (`head` is then a suggestion)."""

    head: Letterhead
    courts: Sequence[Court]
    number: int = 0
    version: LetterHead | None = None


def texts_in_use(authority: int, kind: str) -> TextsInUse:
    """What an authority's letters of a kind say now."""
    latest = LetterText.objects.filter(authority=authority, kind=kind).order_by("-number").first()
    return texts_of(latest, kind)


def texts_of(version: LetterText | None, kind: str) -> TextsInUse:
    """The blocks of a version; a block it does not know yet has the default text."""
    blocks = {block: text.text for block, text in shipped.texts(kind).items()}
    if version is None:
        return TextsInUse(blocks)
    known = {block.key for block in blocks_of(kind)}
    own = {key: text for key, text in version.blocks.items() if key in known}
    return TextsInUse({**blocks, **own}, version.number, version)


def head_in_use(authority: int, name: str) -> HeadInUse:
    """How an authority's letters are headed now, and its courts."""
    latest = LetterHead.objects.filter(authority=authority).order_by("-number").first()
    if latest is None:
        return HeadInUse(shipped.head_of(name) or Letterhead(), shipped.courts())
    courts = [Court.from_json(row) for row in latest.courts] or shipped.courts()
    return HeadInUse(Letterhead.from_json(latest.head), courts, latest.number, latest)


def frozen_wording(*, authority: int, name: str, kind: str, place: str) -> dict[str, Any]:
    """The words a letter of this kind to this place uses now, as canonical plain data for `Decision.content`.

    Args:
        name: the authority's name on the day of the decision.
        place: the recipient's municipality key; it decides which court is named.
    """
    texts, head = texts_in_use(authority, kind), head_in_use(authority, name)
    court = court_for(place, head.courts)
    return {
        "texts": dict(texts.blocks),
        "texts_version": texts.number,
        "texts_shipped": shipped.texts_version(),
        "head": head.head.as_json(),
        "head_version": head.number,
        "court": court.as_json() if court else None,
        "verify": verify_address(),
    }


def read_wording(frozen: Mapping[str, Any], *, place: str = "") -> Wording:
    """Frozen words, typed.

    Raises:
        DecisionError: no court is known for the place; a letter without one would give a year for a lawsuit.
    """
    if not frozen.get("court"):
        raise DecisionError(
            _("No court is known for the place with the key %(key)s. Enter it under “Letters”, “Courts”.")
            % {"key": place or "–"}
        )
    return Wording(
        texts={str(key): str(text) for key, text in frozen["texts"].items()},
        head=Letterhead.from_json(frozen["head"]),
        court=Court.from_json(frozen["court"]),
        verify_url=str(frozen["verify"]),
    )


def verify_address() -> str:
    """Where letters are verified, in full, as it is printed and put into the QR code."""
    with translation.override("de"):
        return address_of_house().rstrip("/") + reverse("decisions:verify")
