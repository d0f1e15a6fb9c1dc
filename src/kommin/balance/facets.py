"""The project database: what an address filters, how many each choice would leave, in which order it lists.

Choices within one facet add up, facets narrow each other. A facet counts what all others leave, so that a reader sees
what a further choice would bring. All is counted from one table of years, blocks and places (`crosstab`).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kommin.balance import amounts, charts, crosstab, queries
from kommin.balance.asking import Asked
from kommin.balance.errors import BalanceError
from kommin.balance.geography import DISTRICTS, OUTSIDE, Geography, Traits
from kommin.balance.indexing import KIND, scope_of
from kommin.balance.models import Project, Step
from kommin.balance.pieces import from_the_nearer_end, piece
from kommin.foundation.search import index
from kommin.programmes.models import BuildingBlock, Programme
from kommin.programmes.words import ApplicantKind
from kommin.register.kinds import SIZE_CLASSES

WITHOUT_BLOCK = "none"
_OUTSIDE = Traits()
_ORDER = {
    "title": "title_sort", "applicant": "applicant_sort", "amount": "cents", "day": "first_on",
}  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """One value of a facet; `href` is the list with it chosen, or no longer chosen."""

    value: str
    label: str | Promise
    count: int
    chosen: bool
    href: str


@dataclass(frozen=True)
class Facet:
    """One way to narrow the list."""

    name: str
    label: str
    choices: Sequence[Choice]

    @property
    def chosen(self) -> bool:
        return any(choice.chosen for choice in self.choices)


@dataclass
class Database:
    """The projects an address asks for."""

    programme: Programme
    asked: Asked
    as_of: date
    places: Geography

    def __post_init__(self) -> None:
        self._check()

    @cached_property
    def blocks(self) -> Mapping[str, BuildingBlock]:
        return {block.code: block for block in self.programme.blocks.all()}

    @cached_property
    def table(self) -> crosstab.Crosstab:
        """What the search field leaves, counted; everything where nothing was typed."""
        if self._matches is None:
            return crosstab.of_programme(self.programme, self.as_of)
        return crosstab.of_keys(self.programme, self.as_of, self._matches.hits.every)

    @cached_property
    def _matches(self) -> index.Matches | None:
        """What the index found; None where nothing was typed that could be found."""
        text, scopes = self.asked.one("q"), [scope_of(self.programme.pk)]
        if not text or not index.understand(text):
            return None
        return index.matches(text, kind=KIND, scopes=scopes, public=True, every=True, scopes_suffice=True)

    def projects(self) -> QuerySet[Project]:
        """The list in its order, each with its case; amounts are those of the day."""
        found = self._narrowed()
        if self._matches is not None:
            found = self._matches.among(found)
        return self._ordered(found).filter(case__is_public=True).select_related("case", "block")

    def keys(self, start: int, stop: int) -> list[int]:
        """Which projects make a piece of the list."""
        if self._is_by_past_amount:
            return from_the_nearer_end(self._by_past_amount, start, stop, count=self.count)
        return piece(self._ordered(self._narrowed()), start, stop, count=self.count, found=self._matches)

    @property
    def _is_by_past_amount(self) -> bool:
        return self.asked.one("sort").endswith("amount") and self.as_of < timezone.localdate()

    def _by_past_amount(self, start: int, stop: int, *, backwards: bool) -> list[int]:
        order = amounts.smallest_first(self.programme, self.as_of)
        keys = reversed(order) if self.asked.one("sort").startswith("-") != backwards else iter(order)
        if self._matches is not None:
            keys = filter(self._matches.hits.every.__contains__, keys)
        narrowed = crosstab.narrowed(self.programme, self.as_of, keys, self._lines("year", "block", "key"))
        return list(islice(narrowed, start, stop))

    def _ordered(self, found: QuerySet[Project]) -> QuerySet[Project]:
        sort = self.asked.one("sort", "title")
        sign, name = ("-", sort[1:]) if sort.startswith("-") else ("", sort)
        if self._is_by_past_amount:
            later = Step.objects.filter(case=OuterRef("pk"), day__gt=self.as_of).order_by().values("case")
            since = Subquery(later.annotate(total=Sum("cents")).values("total"))
            return found.annotate(then=F("cents") - Coalesce(since, 0)).order_by(f"{sign}then", f"{sign}pk")
        return found.order_by(f"{sign}{_ORDER[name]}", f"{sign}pk")

    @cached_property
    def facets(self) -> list[Facet]:
        """All facets with their counts; a facet with a single choice that is not chosen is left out."""
        kinds, regions, districts, sizes = self._by_place
        facets = [
            self._facet("block", _("Building block"), self._by_block, self._block_label, list(self.blocks)),
            self._facet("year", _("Year"), self._by_year, str),
            self._facet("kind", _("Kind"), kinds, charts.kind_label, [*ApplicantKind.values]),
            self._facet("region", _("Administrative region"), regions, self._region_label),
            self._facet("district", _("District"), districts, self._district_label),
            self._facet(
                "size", _("Inhabitants"), sizes, charts.size_label,
                [*(size.code for size in SIZE_CLASSES), DISTRICTS],
            ),
        ]  # fmt: skip
        return [facet for facet in facets if len(facet.choices) > 1 or facet.chosen]

    @cached_property
    def count(self) -> int:
        """How many projects the list holds."""
        return sum(number for key, number in self._by_key.items() if self._key_passes(key))

    def described(self) -> list[tuple[str, str, str]]:
        """What narrows the list: facet, label, address without it."""
        chosen = [
            (facet.label, str(choice.label), choice.href)
            for facet in self.facets for choice in facet.choices if choice.chosen
        ]  # fmt: skip
        text = self.asked.one("q")
        return (
            [(_("Search"), _("“%(text)s”") % {"text": text}, self.asked.with_(q="").query() or "?")] if text else []
        ) + chosen

    def _check(self) -> None:
        """Refuse values that nothing in this programme or register has."""
        known: Mapping[str, Callable[[str], bool]] = {
            "year": lambda year: self._is_year(int(year)),
            "block": lambda code: code in self.blocks or code == WITHOUT_BLOCK,
            "kind": lambda code: code in ApplicantKind.values or code == OUTSIDE,
            "region": lambda code: code in self.places.regions or code == OUTSIDE,
            "district": lambda code: code in self.places.districts or code == OUTSIDE,
            "size": lambda code: code in {size.code for size in SIZE_CLASSES} | {DISTRICTS, OUTSIDE},
        }
        for name, is_known in known.items():
            for value in self.asked.many(name):
                if not is_known(value):
                    raise BalanceError(_("“%(text)s” is nothing that can be chosen here.") % {"text": value})

    def _is_year(self, year: int) -> bool:
        """One of the programme's years; rarely one further ahead, where grants begin with means of later years."""
        if self.programme.valid_from.year <= year <= timezone.localdate().year:
            return True
        return Project.objects.filter(programme=self.programme, is_public=True, year=year).exists()

    def _narrowed(self) -> QuerySet[Project]:
        """The projects that count on the day and may be shown, of the years, blocks and places chosen."""
        projects = queries.counted_projects(self.programme, self.as_of).filter(is_public=True)
        if years := self.asked.many("year"):
            projects = projects.filter(year__in=[int(year) for year in years])
        if codes := self.asked.many("block"):
            chosen = Q(block__in=[self.blocks[code].pk for code in codes if code in self.blocks])
            projects = projects.filter(chosen | Q(block=None) if WITHOUT_BLOCK in codes else chosen)
        if self._wanted:
            projects = projects.filter(applicant_key__in=[key for key in self._all_keys if self._key_passes(key)])
        return projects

    @cached_property
    def _all_keys(self) -> Collection[str]:
        return self.table.keys()

    @cached_property
    def _by_key(self) -> Mapping[str, int]:
        return self.table.by("key", self._lines("year", "block"))

    @property
    def _by_year(self) -> Mapping[str, int]:
        return self.table.by("year", self._lines("block", "key"))

    @property
    def _by_block(self) -> Mapping[str, int]:
        codes = {block.pk: code for code, block in self.blocks.items()}
        counts = self.table.by("block", self._lines("year", "key"))
        return {codes.get(block, WITHOUT_BLOCK): number for block, number in counts.items()}

    def _lines(self, *names: str) -> Iterable[crosstab.Line] | None:
        """The table, narrowed by some of: year, block, key; None where none of them is chosen."""
        wanted: dict[str, Iterable[object]] = {
            "year": self.asked.many("year"),
            "block": [self.blocks[code].pk if code in self.blocks else None for code in self.asked.many("block")],
        }
        if any(self.asked.many(name) for name in Traits._fields):
            wanted["key"] = {key for key in self._all_keys if self._key_passes(key)} or {None}
        narrowing = [(name, set(wanted[name])) for name in names if wanted.get(name)]
        return crosstab.chosen(self.table.lines, narrowing) if narrowing else None

    @cached_property
    def _traits_of(self) -> Mapping[str, Traits]:
        known = self.places.traits(self.as_of)
        return {key: known.get(key, _OUTSIDE) for key in self._all_keys}

    @cached_property
    def _wanted(self) -> Sequence[tuple[int, Collection[str]]]:
        """What is chosen among places: which trait, and its values."""
        return [(trait, chosen) for trait, name in enumerate(Traits._fields) if (chosen := self.asked.many(name))]

    def _key_passes(self, key: str) -> bool:
        traits = self._traits_of[key]
        return all(traits[trait] in chosen for trait, chosen in self._wanted)

    @cached_property
    def _by_place(self) -> Sequence[Mapping[str, int]]:
        """For each trait of places the numbers of its values, narrowed by the other traits."""
        counts: list[dict[str, int]] = [defaultdict(int) for _trait in Traits._fields]
        for key, number in self._by_key.items():
            traits = self._traits_of[key]
            missed = [trait for trait, chosen in self._wanted if traits[trait] not in chosen]
            if len(missed) > 1:
                continue
            for trait in missed or range(len(traits)):
                counts[trait][traits[trait]] += number
        return counts

    def _facet(
        self, name: str, label: str, counts: Mapping[str, int], write: Callable[[str], str], order: Iterable[str] = ()
    ) -> Facet:
        chosen = self.asked.many(name)
        values = counts.keys() | set(chosen)
        places = {value: place for place, value in enumerate(order)}
        ordered = sorted(values, key=lambda value: (places.get(value, len(places)), write(value)))
        return Facet(
            name,
            label,
            [
                Choice(
                    value, write(value), counts.get(value, 0), value in chosen,
                    self.asked.toggled(name, value).query() or "?",
                )
                for value in ordered
            ],
        )  # fmt: skip

    def _block_label(self, code: str) -> str:
        return self.blocks[code].title if code in self.blocks else _("without a building block")

    def _region_label(self, code: str) -> str:
        return self.places.regions.get(code) or _("Bodies outside the register")

    def _district_label(self, code: str) -> str:
        return self.places.districts.get(code) or _("Bodies outside the register")
