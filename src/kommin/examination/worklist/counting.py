"""How many cases the tabs of a work list hold: counted up to a bound, because nobody reads further, in one query."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, DateField, Q, QuerySet

from kommin.cases.models import UNDECIDED, Case, Stage
from kommin.foundation.prepared import Prepared

BESIDE_A_TAB = 1_000
IN_A_LIST = 10_000
"""So many cases a list tells and pages through; a filter finds what lies beyond, and a file holds everything."""
DUE_SOON = timedelta(days=7)


def of_tab(tab: str, mine: Sequence[Any], soon: Any) -> Q:
    """What a tab holds: `mine` are the ids of those in whose hands a case is the reader's, `soon` is the last day that
    is soon."""
    match tab:
        case "mine":
            hands = Q(examiner=mine[0]) if len(mine) == 1 else Q(examiner__in=mine)
            return hands & Q(stage__in=UNDECIDED)
        case "unassigned":
            return Q(examiner=None, stage__in=UNDECIDED)
        case "due":
            return Q(due_on__lte=soon) & ~Q(stage=Stage.WITHDRAWN)
    return Q()


def bound_of(tab: str) -> int:
    """How far the cases of a tab are counted."""
    return IN_A_LIST if tab == "all" else BESIDE_A_TAB


def counts(visible: QuerySet[Case], tabs: Sequence[str], mine: Sequence[int], soon: date) -> dict[str, int]:
    """The number of cases in each tab, one more than `bound_of` if there are more."""
    asked = [visible.filter(of_tab(tab, mine, soon)).values("pk")[: bound_of(tab) + 1] for tab in tabs]
    return _together(tabs, (rows.query.sql_with_params() for rows in asked))


def counts_of_authority(authority: int, tabs: Sequence[str], me: int, soon: date) -> dict[str, int]:
    """The same for the usual reader, who sees all cases of an authority and has in hand only what is the own."""
    given = {"authority": authority, "me": me, "soon": soon}
    asked = [(_OF_AUTHORITY[tab], {name: given[name] for name in _OF_AUTHORITY[tab].places}) for tab in tabs]
    return _together(tabs, (prepared.statement(**values) for prepared, values in asked))


def _together(tabs: Sequence[str], statements: Iterable[tuple[str, Iterable[Any]]]) -> dict[str, int]:
    pieces: list[str] = []
    parameters: list[Any] = []
    for statement, values in statements:
        pieces.append(f"(SELECT COUNT(*) FROM ({statement}) AS counted)")  # noqa: S608 - written by Django
        parameters += values
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(pieces)}", parameters)
        return dict(zip(tabs, cursor.fetchone(), strict=True))


def _tab_of_authority(tab: str, given: Any) -> QuerySet:
    rows = Case.objects.order_by().filter(authority=given.authority)
    mine, soon = [getattr(given, "me", None)], getattr(given, "soon", None)
    return rows.filter(of_tab(tab, mine, soon)).values("pk")[: bound_of(tab) + 1]


_PLACES: dict[str, dict[str, Any]] = {
    "all": {}, "mine": {"me": BigIntegerField()}, "unassigned": {}, "due": {"soon": DateField()},
}  # fmt: skip
_OF_AUTHORITY = {
    tab: Prepared(lambda given, tab=tab: _tab_of_authority(tab, given), authority=BigIntegerField(), **places)  # type: ignore[misc]
    for tab, places in _PLACES.items()
}
