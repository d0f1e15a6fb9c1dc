"""What the pages of an import show: the cleaned text as it would be published, doubts about the file by their kind."""

import json
from collections.abc import Iterable

from kommin.portal.models import ImportedEntry, PressRelease
from kommin.portal.old_releases.doubts import Doubt
from kommin.portal.taking_over.composing import compose


def drafted(entry: ImportedEntry, language: str) -> PressRelease | None:
    """The release without its images, for whoever releases the import to read; None where none is kept."""
    if not entry.release or not entry.release["published"]:
        return None
    made = compose(entry.release, {}, language)
    return PressRelease(**made.fields, body=json.dumps(made.body))


def by_kind(doubts: Iterable[Doubt]) -> list[list[Doubt]]:
    """Doubts of one kind together, in the order in which the kinds appear."""
    groups: dict[str, list[Doubt]] = {}
    for one in doubts:
        groups.setdefault(one.kind, []).append(one)
    return list(groups.values())
