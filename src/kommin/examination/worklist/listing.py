"""A work list as an address asks for it: whose rows, which of them, in which order, with which columns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.db.models.expressions import OrderBy
from django.http import QueryDict
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kommin.cases.finding import cases_with
from kommin.cases.models import Case
from kommin.examination.impartiality import cases_at, excluded_keys
from kommin.examination.rules import examines
from kommin.examination.worklist import counting
from kommin.examination.worklist.columns import BY_KEY, Column, chosen_columns
from kommin.examination.worklist.counting import DUE_SOON, IN_A_LIST, of_tab
from kommin.examination.worklist.filters import Choices, FilterForm
from kommin.foundation.access import Actor
from kommin.foundation.search import index
from kommin.people.models import Kind, Membership, Role
from kommin.people.models.dated import today
from kommin.programmes.rules import predecessors_of

PER_PAGE = 50
PAGES_AHEAD = 10
"""So many pages beyond the one that is shown a search is counted: each row counted has to be looked up in the index.
From the first page that is further than can be assigned at once."""
MOST_SEARCH_PAGES = 20
MOST_CLOSED_TOLD = 20
DEEP = 1_000
"""From so many skipped rows on, a page is found by the index alone and only then read."""
USUAL_ORDER = "-received"
TABS = {
    "all": _("All"),
    "mine": _("Mine"),
    "unassigned": _("Unassigned"),
    "due": pgettext_lazy("column of a list", "Due"),
}
NOT_OF_THE_VIEW = ("page", "csrfmiddlewaretoken")
OWN_ROLES = (Role.CASEWORKER, Role.SECOND_EXAMINER)
"""Who opens the work list with what is in their own hands."""


def cases_in_reach(actor: Actor) -> QuerySet[Case]:
    """The cases of the own authority or the own programmes; auditors reach all."""
    rows = Case.objects.order_by()
    if actor.organisation_kind == Kind.GRANTING_AUTHORITY:
        return rows.filter(authority=actor.organisation_id)
    if actor.organisation_kind == Kind.MINISTRY and actor.organisation_id is not None:
        houses = {actor.organisation_id, *predecessors_of(actor.organisation_id)}
        return rows.filter(programme__ministry__in=houses)
    return rows if actor.organisation_kind == Kind.COURT_OF_AUDIT else rows.none()


def stood_in_for(actor: Actor) -> list[Any]:
    """The standings in which somebody acts here in another person's place."""
    return [
        one
        for one in getattr(actor, "standings", ())
        if one.deputising_for and one.organisation_id == actor.organisation_id
    ]


def in_hands_of(actor: Actor) -> list[int]:
    """Whose cases are "mine": one's own, and those of whom one stands in for here."""
    standings = [one.membership_id for one in stood_in_for(actor)]
    principals = Membership.objects.filter(pk__in=standings).values_list("person", flat=True) if standings else ()
    return [person for person in dict.fromkeys([actor.user_id, *principals]) if person is not None]


@dataclass
class Listing:
    """`address` is the query of the list; `columns` are the keys of those wanted when the address names none."""

    actor: Actor
    address: QueryDict
    columns_wanted: Sequence[str] = ()

    @cached_property
    def visible(self) -> QuerySet[Case]:
        """All cases that the reader may see here: those in reach without those that a conflict of interest closes."""
        rows = cases_in_reach(self.actor)
        return rows.exclude(cases_at(self._closed)) if self._closed else rows

    @cached_property
    def _closed(self) -> set[str]:
        own = self.actor.organisation_kind == Kind.GRANTING_AUTHORITY and self.actor.user_id is not None
        return excluded_keys(self.actor.user_id or 0) if own else set()

    def closed_cases(self) -> list[tuple[str, str]]:
        """Number and applicant of some cases in reach that are not shown because of a conflict of interest."""
        if not self._closed:
            return []
        rows = cases_in_reach(self.actor).filter(cases_at(self._closed)).order_by("-received_at", "-pk")
        return list(rows.values_list("number", "applicant_name")[:MOST_CLOSED_TOLD])

    @cached_property
    def form(self) -> FilterForm:
        reach, language = cases_in_reach(self.actor), get_language() or ""
        choices = Choices.of(self.actor.organisation_id, reach, language, inside=self.is_inside)
        return FilterForm(self.address, choices)

    @property
    def is_inside(self) -> bool:
        """Whether the cases are those of the reader's own authority; others look on."""
        return self.actor.organisation_kind == Kind.GRANTING_AUTHORITY

    @property
    def tabs(self) -> list[str]:
        """The tabs of this reader: nothing is in the hands of those who only look on."""
        return [tab for tab in TABS if tab != "mine" or self._has_own]

    @property
    def _has_own(self) -> bool:
        return self.is_inside and examines.holds(self.actor)

    @cached_property
    def tab(self) -> str:
        asked = self.address.get("tab", "")
        return asked if asked in self.tabs else "all"

    @cached_property
    def columns(self) -> list[Column]:
        return chosen_columns(self.address.getlist("column") or self.columns_wanted, inside=self.is_inside)

    @cached_property
    def mine(self) -> list[int]:
        return in_hands_of(self.actor)

    @cached_property
    def order(self) -> tuple[Column, bool]:
        """The column that orders, and whether downwards. Due dates come upwards where only they stand."""
        usual = "due" if self.tab == "due" else USUAL_ORDER
        asked = self.sort or usual
        return BY_KEY[asked.lstrip("-")], asked.startswith("-")

    @cached_property
    def sort(self) -> str:
        """The order that the address asks for; empty for the usual one and for what is no order."""
        asked = self.address.get("sort", "")
        column = BY_KEY.get(asked.removeprefix("-"))
        return asked if column is not None and column.field else ""

    @cached_property
    def _filtered(self) -> QuerySet[Case]:
        """What the address means without what it searches for."""
        return self.form.applied_to(self.visible.filter(of_tab(self.tab, self.mine, today() + DUE_SOON)))

    @cached_property
    def _matches(self) -> index.Matches:
        return cases_with(self.form.text)

    @cached_property
    def rows(self) -> QuerySet[Case]:
        """All rows that the address means, without order: to read some of them."""
        return self._matches.among(self._filtered) if self.form.text else self._filtered

    @cached_property
    def whole(self) -> QuerySet[Case]:
        """The same, to go through all of them."""
        return self._matches.among(self._filtered, whole=True) if self.form.text else self._filtered

    def found_first(self, most: int) -> list[int]:
        """The keys of the first rows that a search finds, in order."""
        return self._matches.first(self._filtered.order_by(*self._ordering(backwards=False)), most)

    @property
    def ordered(self) -> QuerySet[Case]:
        """All rows in order, with what the columns read."""
        return self._with_what_columns_read(self.whole.order_by(*self._ordering(backwards=False)))

    def _with_what_columns_read(self, rows: QuerySet[Case]) -> QuerySet[Case]:
        needs = [column.needs for column in self.columns if column.needs]
        return rows.select_related(*needs) if needs else rows

    def _ordering(self, *, backwards: bool) -> list[OrderBy]:
        column, down = self.order
        down = down != backwards
        empty_ones_matter = column.nulls and self.tab != "due"
        first, last = (True, None) if backwards and empty_ones_matter else (None, empty_ones_matter or None)
        main = OrderBy(F(column.field), descending=down, nulls_first=first, nulls_last=last)
        return [main, OrderBy(F("pk"), descending=down)]

    @cached_property
    def tab_counts(self) -> dict[str, int]:
        """How many cases each tab holds, up to its bound (`counting.bound_of`) and one more."""
        soon, authority = today() + DUE_SOON, self.actor.organisation_id
        if self.is_inside and authority is not None and not self._closed and len(self.mine) == 1:
            return counting.counts_of_authority(authority, self.tabs, self.mine[0], soon)
        return counting.counts(self.visible, self.tabs, self.mine, soon)

    def count(self) -> int:
        """How many cases the list holds without a search, up to `IN_A_LIST` and one more."""
        known, bound = self.tab_counts[self.tab], counting.bound_of(self.tab)
        if not self.form.is_set and (known <= bound or bound == IN_A_LIST):
            return known
        return self.rows.values("pk")[: IN_A_LIST + 1].count()

    def page(self, number: str | None) -> Page[Case]:
        return _Pages(self, PER_PAGE, number).get_page(number)

    def piece(self, start: int, stop: int, total: int) -> list[Case]:
        """Rows of the ordered list; far down it is read from its end, so that the middle is the worst of all."""
        if start < DEEP:
            return list(self.ordered[start:stop])
        backwards = total <= IN_A_LIST and total - stop < start
        if backwards:
            start, stop = total - stop, total - start
        return self.those(self.rows.order_by(*self._ordering(backwards=backwards)).values("pk")[max(start, 0) : stop])

    def those(self, numbers: Any) -> list[Case]:
        """The cases with these keys, in the order of the list, with what the columns read."""
        found = Case.objects.filter(pk__in=numbers).order_by(*self._ordering(backwards=False))
        return list(self._with_what_columns_read(found))

    def described(self) -> list[str]:
        """The tab and the filters in words."""
        tab = [str(TABS[self.tab])] if self.tab != "all" else []
        return [*tab, *self.form.described().values()]

    def query(self, **changes: str | Iterable[str] | None) -> str:
        """The address of this list with changes, without its page: what links, forms and saved views keep."""
        return query_of(self.address, changes)


class _Pages(Paginator[Case]):
    """Pages of a listing, counted to its bound; what a search for a common word finds some pages ahead only."""

    def __init__(self, listing: Listing, per_page: int, asked: str | None) -> None:
        super().__init__(listing.ordered, per_page)
        self.listing = listing
        page = int(asked) if asked and asked.isdecimal() and len(asked) < 5 else 1
        self._counted = per_page * min(page + PAGES_AHEAD, MOST_SEARCH_PAGES) if listing.form.text else IN_A_LIST

    @cached_property
    def count(self) -> int:
        return min(self.found, self._counted)

    @cached_property
    def found(self) -> int:
        return len(self._searched) if self.listing.form.text else self.listing.count()

    @cached_property
    def _searched(self) -> list[int]:
        """The keys of what a search found, in order, one more than are counted: asked once, for counting and showing,
        because a common word is in half of all documents."""
        return self.listing.found_first(self._counted + 1)

    @property
    def is_more(self) -> bool:
        """Whether more was found than is counted."""
        return self.found > self.count

    def page(self, number: int | str) -> Page[Case]:
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        stop = min(start + self.per_page, self.count)
        if stop <= start:
            return Page([], number, self)
        if self.listing.form.text:
            return Page(self.listing.those(self._searched[start:stop]), number, self)
        return Page(self.listing.piece(start, stop, self.found), number, self)


def beginning(actor: Actor) -> QueryDict:
    """The address that stands for the bare one: whoever examines begins with what is in the own hands."""
    return QueryDict("tab=mine" if actor.role in OWN_ROLES else "")


def query_of(address: QueryDict, changes: Mapping[str, str | Iterable[str] | None]) -> str:
    """The address with some of its parts changed or left out, without empty ones, in a fixed order."""
    parts = QueryDict(mutable=True)
    for name in sorted({*address, *changes} - set(NOT_OF_THE_VIEW)):
        value = changes.get(name, address.getlist(name)) if name in changes else address.getlist(name)
        values = [value] if isinstance(value, str) else list(value or [])
        parts.setlist(name, [one for one in values if one != ""])
    return parts.urlencode()
