"""The check digits of an IBAN (ISO 13616)."""

import re

_SHAPE = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_GERMAN_LENGTH = 22


def is_iban(text: str) -> bool:
    """Whether the number has the right shape and check digits; German ones also the right length."""
    compact = re.sub(r"\s", "", text).upper()
    if not _SHAPE.fullmatch(compact) or (compact.startswith("DE") and len(compact) != _GERMAN_LENGTH):
        return False
    turned = compact[4:] + compact[:4]
    return int("".join(str(int(character, 36)) for character in turned)) % 97 == 1
