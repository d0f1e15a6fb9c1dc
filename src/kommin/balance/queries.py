"""Reads that pages, commands and other rooms share."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.db.models import CharField, Count, DateField, Exists, Min, OuterRef, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from kommin.balance.errors import BalanceError
from kommin.balance.figures import Balance, balance_of_state
from kommin.balance.geography import Geography, geography
from kommin.balance.models import Project, Snapshot, Step
from kommin.balance.remembering import remembered
from kommin.balance.state import State, state_at
from kommin.foundation.many import Numbers
from kommin.foundation.prepared import Prepared
from kommin.foundation.ui.formatting import reader
from kommin.programmes.models import BuildingBlock, Programme

_BY_SLUG: Final = Prepared(lambda given: Programme.objects.filter(slug=given.slug)[:1], slug=CharField())
_AMOUNTS: Final = Prepared(
    lambda given: (
        Step.objects.filter(case__in=given.cases, day__lte=given.day)
        .order_by()
        .values("case")
        .annotate(total=Sum("cents"))
        .values_list("case", "total")
    ),
    cases=Numbers(),
    day=DateField(),
)


def balance(programme: Programme, as_of: date, places: Geography | None = None) -> Balance:
    """All figures of a programme as of a day; four queries, whatever there is, one when they were asked for before."""
    return _balance(programme, None, as_of, places or geography())


def balance_of_block(programme: Programme, block: BuildingBlock, as_of: date, places: Geography) -> Balance:
    """The figures of one building block alone, at the same cost."""
    return _balance(programme, block.pk, as_of, places)


def computed_balance(programme: Programme, as_of: date, places: Geography, *, block_id: int | None = None) -> Balance:
    """The figures of a programme or of one of its building blocks, computed now."""
    return balance_of_state(state_at(programme.pk, as_of, block_id=block_id), places, as_of)


def _balance(programme: Programme, block_id: int | None, as_of: date, places: Geography) -> Balance:
    register = (places.register.pk, places.register.revision) if places.register else ()
    key = ("balance", programme.pk, block_id, as_of, register)
    return remembered(key, lambda: computed_balance(programme, as_of, places, block_id=block_id))


def first_day(programme: Programme) -> date:
    """The first day that can be asked for."""
    return programme.valid_from


def check_day(programme: Programme, day: date) -> date:
    """The day, if the programme has figures on it.

    Raises:
        BalanceError: it lies before the programme's first day or after today.
    """
    if day < first_day(programme):
        raise BalanceError(
            _("%(programme)s began on %(first)s. There are no figures as of an earlier day.")
            % {"programme": programme.title, "first": reader().date(first_day(programme))}
        )
    today = timezone.localdate()
    if day > today:
        raise BalanceError(
            _("%(day)s lies in the future. Figures reach to today, %(today)s.")
            % {"day": reader().date(day), "today": reader().date(today)}
        )
    return day


def programme_by_slug(slug: str) -> Programme | None:
    found: Programme | None = _BY_SLUG.first(slug=slug)
    return found


def programmes_with_projects() -> list[Programme]:
    """Programmes whose balance there is something to show of, the newest first; `invented` as `is_invented` says."""
    begun = Project.objects.filter(programme=OuterRef("pk"), first_on__lte=timezone.localdate())
    invented = Project.objects.filter(programme=OuterRef("pk"), invented=True)
    found = Programme.objects.filter(Exists(begun)).annotate(invented=Exists(invented))
    return list(found.order_by("-valid_from", "pk")[:100])


def is_invented(programme: Programme) -> bool:
    """Whether anything in the figures was invented for a demonstration."""
    return remembered(("invented", programme.pk), Project.objects.filter(programme=programme, invented=True).exists)


def visible_projects(programme: Programme, as_of: date) -> QuerySet[Project]:
    """Those that count on a day and may be shown."""
    return counted_projects(programme, as_of).filter(is_public=True, case__is_public=True)


def projects_of_places(programme: Programme, as_of: date, keys: Iterable[str]) -> QuerySet[Project]:
    """The visible projects of some places, the latest first."""
    # A place has few: in the order of days SQLite would go through those of all places.
    latest = Coalesce("first_on", "first_on").desc()
    return visible_projects(programme, as_of).filter(applicant_key__in=list(keys)).order_by(latest, "pk")


def counted_projects(programme: Programme, as_of: date) -> QuerySet[Project]:
    """Those that count on a day, shown or not."""
    # Nearly all have begun: hidden from the planner, which would otherwise fetch them by day and sort them all again.
    begun = Project.objects.alias(begun=Coalesce("first_on", "first_on")).filter(programme=programme, begun__lte=as_of)
    return begun.exclude(ended_on__lte=as_of)


def amounts_on(cases: Iterable[int], as_of: date) -> dict[int, int]:
    """Cents in force on a day, by case."""
    return dict(_AMOUNTS.rows(cases=list(cases), day=as_of))


def amounts_of_programme(programme: Programme, as_of: date) -> dict[int, int]:
    """The same for all cases of a programme."""
    sums = Step.objects.filter(programme=programme, day__lte=as_of).order_by().values("case")
    return dict(sums.annotate(total=Sum("cents")).values_list("case", "total"))


def hidden_projects(programme: Programme, as_of: date) -> int:
    """How many projects count on a day without being shown."""
    counted = counted_projects(programme, as_of).filter(is_public=False)
    return remembered(("hidden", programme.pk, as_of), counted.count)


def released_snapshots(programme: Programme) -> QuerySet[Snapshot]:
    """The published balances, the newest day first."""
    return Snapshot.objects.filter(programme=programme, released_at__isnull=False).defer("rows", "content")


def since_when(programme: Programme, keys: Iterable[str]) -> date | None:
    """The day of the first decision for any of these keys."""
    projects = Project.objects.filter(programme=programme, applicant_key__in=list(keys))
    # A place has few: PostgreSQL would go through all days of the programme until it meets one of them.
    return projects.aggregate(day=Min(Coalesce("first_on", "first_on")))["day"]


def plain_state(programme: Programme, as_of: date) -> State:
    """The sums of a day straight from the steps, without subtotals: what these are tested against."""
    return state_at(programme.pk, as_of, checkpoints=False)


def ledger_size(programme: Programme) -> int:
    """How many entries the ledger holds for a programme."""
    return programme.entries.aggregate(number=Count("pk"))["number"]
