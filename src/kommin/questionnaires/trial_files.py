"""Files of test answers: only name, size and type are kept, inside the id itself; nothing is stored."""

import base64
import binascii
import json
from collections.abc import Collection, Mapping
from pathlib import PurePath

from kommin.questionnaires.answering import FileInfo
from kommin.questionnaires.lookups import HouseLookups

LONGEST_NAME = 150


def file_id(name: str, size: int) -> str:
    """An id that holds what is told about a tried-out file."""
    text = json.dumps([PurePath(name).name[-LONGEST_NAME:], size])
    return base64.urlsafe_b64encode(text.encode()).decode()


def files_of_trial(ids: Collection[str]) -> Mapping[str, FileInfo]:
    """What such ids hold; others are left out."""
    found: dict[str, FileInfo] = {}
    for one in ids:
        try:
            name, size = json.loads(base64.urlsafe_b64decode(one))
        except (binascii.Error, ValueError, TypeError):
            continue
        if isinstance(name, str) and isinstance(size, int):
            found[one] = FileInfo(name, size, PurePath(name).suffix.lower().lstrip("."))
    return found


LOOKUPS = HouseLookups(files=files_of_trial)
"""What test answers refer to."""
