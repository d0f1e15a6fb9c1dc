"""Releases as lists show them: a few values of each, in one query, without the text and what stands beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, repeat
from typing import Final

from django.db.models import BigIntegerField, ExpressionWrapper, F, QuerySet

from kommin.foundation.prepared import Prepared
from kommin.portal.models import PressRelease
from kommin.portal.models.languages import direction_of

_AT_ONCE: Final = 24
"""As many as stand beside a release; so many places has the query."""
_NONE: Final = 0
_PLACES: Final = tuple(f"place_{number}" for number in range(_AT_ONCE))
_COLUMNS: Final = ("pk", "url_path", "title", "kicker", "lead", "date", "text_language", "locale__language_code")
# A number beside the key: keys of related objects take no named places.
_OF: Final = Prepared(
    lambda given: (
        PressRelease.objects.live()
        .annotate(number=ExpressionWrapper(F("page_ptr_id"), BigIntegerField()))
        .filter(number__in=[getattr(given, one) for one in _PLACES])
        .values_list(*_COLUMNS)
    ),
    **dict.fromkeys(_PLACES, BigIntegerField()),
)


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """What a list says of a release; named as on the release itself, so that templates take both."""

    pk: int
    url_path: str
    title: str
    kicker: str
    lead: str
    date: date
    content_language: str

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return direction_of(self.content_language)


def lines(releases: QuerySet) -> list[ReleaseLine]:
    """The releases of a queryset, in its order."""
    return [_line(*row) for row in releases.values_list(*_COLUMNS)]


def _line(pk: int, url_path: str, title: str, kicker: str, lead: str, day: date, own: str, branch: str) -> ReleaseLine:
    return ReleaseLine(pk, url_path, title, kicker, lead, day, own or branch)


def lines_of(numbers: Sequence[int]) -> list[ReleaseLine]:
    """The live ones of these releases, in the order of the numbers."""
    found: dict[int, ReleaseLine] = {}
    for start in range(0, len(numbers), _AT_ONCE):
        asked = dict(zip(_PLACES, chain(numbers[start : start + _AT_ONCE], repeat(_NONE)), strict=False))
        found.update((row[0], _line(*row)) for row in _OF.rows(**asked))
    return [found[pk] for pk in numbers if pk in found]
