"""Releases as lists show them: a few values of each, in one query, without the text and what stands beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import QuerySet

from kommin.foundation.many import Numbers
from kommin.foundation.prepared import Prepared
from kommin.portal.models import PressRelease
from kommin.portal.models.languages import direction_of

_COLUMNS: Final = ("pk", "url_path", "title", "kicker", "lead", "date", "text_language", "locale__language_code")
_OF: Final = Prepared(
    lambda given: PressRelease.objects.live().filter(pk__in=given.numbers).values_list(*_COLUMNS), numbers=Numbers()
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


def lines_of(numbers: Sequence[int]) -> list[ReleaseLine]:
    """The live ones of these releases, in the order of the numbers."""
    found = {row[0]: _line(*row) for row in _OF.rows(numbers=numbers)} if numbers else {}
    return [found[pk] for pk in numbers if pk in found]


def _line(pk: int, url_path: str, title: str, kicker: str, lead: str, day: date, own: str, branch: str) -> ReleaseLine:
    return ReleaseLine(pk, url_path, title, kicker, lead, day, own or branch)
