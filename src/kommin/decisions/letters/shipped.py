"""What comes with the house: default texts, courts and addresses, with their source and whether they are confirmed.

A text that is not confirmed says so in the editor; a letter shows the text alone.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kommin.decisions.letters.head import Court, Letterhead

FOLDER = Path(__file__).parent / "data"


@dataclass(frozen=True)
class ShippedText:
    text: str
    source: str
    confirmed: bool


@cache
def texts(kind: str) -> Mapping[str, ShippedText]:
    """The default texts of a kind of letter, by block."""
    return {block: ShippedText(**row) for block, row in _read("texts.json")["texts"][kind].items()}


@cache
def texts_version() -> int:
    """Counts editions of the default texts; a letter notes which it used."""
    return int(_read("texts.json")["version"])


@cache
def courts() -> Sequence[Court]:
    """Courts of the Land whose data came with the house."""
    return tuple(Court.from_json(row) for row in _read("courts.json")["courts"])


@cache
def courts_source() -> str:
    return str(_read("courts.json")["source"])


@cache
def head_of(authority: str) -> Letterhead | None:
    """The public address of an authority by its name, as a suggestion."""
    known = _read("heads.json")["heads"].get(authority)
    return Letterhead.from_json(known) if known else None


def _read(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))
