"""One spelling for everything that is hashed, so that anybody can hash it again.

Canonical JSON: keys sorted by code point, no spaces, UTF-8, and only text, whole numbers, true, false, null, lists
and objects. Amounts and days are text. docs/audit.md describes it for other programs.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from uuid import UUID

from django.utils.functional import Promise

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def canonical(value: object) -> str:
    """The canonical JSON of a value.

    Raises:
        TypeError: the value holds a float or something that has no canonical form.
    """
    return json.dumps(plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def plain(value: object) -> object:
    """A value made of JSON's own types: amounts and days become text, moments text in UTC.

    Raises:
        TypeError: see `canonical`.
    """
    match value:
        case Enum():
            return plain(value.value)
        case None | bool() | int():
            return value
        case str() | Promise():
            return clean(str(value))
        case Decimal() | UUID():
            return str(value)
        case datetime():
            return moment(value)
        case date() | time():
            return value.isoformat()
        case Mapping():
            return {_key(key): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case set() | frozenset():
            return sorted((plain(item) for item in value), key=canonical)
    raise TypeError(f"{type(value).__name__} has no canonical form: {value!r}")


def clean(text: str) -> str:
    """Text that both databases can keep: zero bytes and halves of characters become the replacement character."""
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def moment(at: datetime) -> str:
    """A moment in UTC to the microsecond: 2026-03-10T08:15:00.000000Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _key(key: object) -> str:
    if isinstance(key, Enum):
        key = key.value
    if isinstance(key, str):
        return clean(key)
    raise TypeError(f"a key must be text, not {key!r}")
