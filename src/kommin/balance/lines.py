"""Projects as lists show them: a few values of each, without the rest of their cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final
from urllib.parse import quote

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from kommin.balance import queries
from kommin.balance.figures import euro
from kommin.balance.models import Project
from kommin.foundation.many import Numbers
from kommin.foundation.prepared import Prepared
from kommin.foundation.search.asking import Query
from kommin.foundation.search.index import highlighted
from kommin.programmes.models import Programme

_COLUMNS: Final = (
    "pk", "case__number", "case__title", "case__applicant_name", "block_id", "first_on", "invented",
)  # fmt: skip
_OF: Final = Prepared(
    lambda given: Project.objects.filter(pk__in=given.keys, case__is_public=True).order_by().values_list(*_COLUMNS),
    keys=Numbers(),
)
_NUMBER: Final = "NUMBER"


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """One row of a list; `amount` is that of the list's day, `title` may be marked where it was searched."""

    href: str
    title: str | SafeString
    applicant: str
    block: str
    first_on: date
    invented: bool
    amount: Decimal


def lines(programme: Programme, projects: QuerySet[Project], as_of: date) -> list[ProjectLine]:
    """Some of the `queries.visible_projects` of a programme, in their order."""
    return _lines(programme, list(projects.values_list(*_COLUMNS)), as_of, None)


def lines_of(programme: Programme, keys: list[int], as_of: date, asked: Query | None = None) -> list[ProjectLine]:
    """Those with these keys that are public, in the order of the keys, with the words that were looked for marked."""
    found = {row[0]: row for row in _OF.rows(keys=keys)} if keys else {}
    return _lines(programme, [found[key] for key in keys if key in found], as_of, asked)


def _lines(
    programme: Programme,
    rows: Sequence[tuple[int, str, str, str, int | None, date, bool]],
    as_of: date,
    asked: Query | None,
) -> list[ProjectLine]:
    amounts = queries.amounts_on([row[0] for row in rows], as_of)
    blocks = {block.pk: block.title for block in programme.blocks.all()}
    address = reverse("balance:project", kwargs={"slug": programme.slug, "number": _NUMBER})
    return [
        ProjectLine(
            href=address.replace(_NUMBER, quote(number)),
            title=highlighted(title, asked) if asked else title,
            applicant=applicant,
            block=blocks.get(block, "") if block else "",
            first_on=first_on,
            invented=invented,
            amount=euro(amounts.get(key, 0)),
        )
        for key, number, title, applicant, block, first_on, invented in rows
    ]
