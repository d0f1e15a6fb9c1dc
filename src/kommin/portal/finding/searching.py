"""One field for everything the portal knows: releases, pages, public projects, municipalities and districts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.models import Page

from kommin.balance.geography import Geography, Place, geography
from kommin.balance.indexing import KIND as PROJECT
from kommin.balance.models import Project
from kommin.foundation.search import index
from kommin.foundation.search.asking import Query
from kommin.foundation.search.index import Hit, Results
from kommin.foundation.search.tokens import folded_words
from kommin.portal.addresses import href_of
from kommin.portal.finding.indexing import PAGE, RELEASE, scope_of
from kommin.portal.finding.keeping import remembered
from kommin.programmes.words import ApplicantKind

PER_PAGE: Final = 20
SHOWN_OF_EACH: Final = 5
KINDS: Final = ("releases", "pages", "projects", "places")
LONGEST: Final = 120


@dataclass(frozen=True, slots=True)
class Line:
    """A hit as the page shows it; `title` and `snippet` are safe HTML."""

    href: str
    title: SafeString
    snippet: SafeString | str = ""
    note: str = ""
    day: Any = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one kind."""

    kind: str
    label: str
    lines: Sequence[Line]
    total: int
    is_more: bool = False
    reachable: int = 0


def plain(text: str) -> str:
    """What was typed, in one line and not endless."""
    return " ".join(text.replace("\0", " ").split())[:LONGEST]


def labels() -> dict[str, str]:
    """What the kinds are called."""
    return {
        "releases": _("Press releases"), "pages": _("Pages"), "projects": _("Projects"),
        "places": _("Municipalities and districts"),
    }  # fmt: skip


def overview(words: str, language: str) -> list[Group]:
    """The best hits of each kind that has any."""
    groups = [group(kind, words, language, limit=SHOWN_OF_EACH) for kind in KINDS]
    return [one for one in groups if one.total]


def group(kind: str, words: str, language: str, *, limit: int = PER_PAGE, offset: int = 0) -> Group:
    """Some hits of one kind, best first."""
    label = labels()[kind]
    if kind == "places":
        found = _places(words)
        return Group(kind, label, found[offset : offset + limit], len(found), reachable=len(found))
    of_records = kind == "projects"
    results = index.search(
        words, kinds=[{"releases": RELEASE, "pages": PAGE, "projects": PROJECT}[kind]], public=True,
        scopes=None if of_records else [scope_of(language)], limit=limit, offset=offset,
    )  # fmt: skip
    lines = _projects(results, index.understand(words)) if of_records else _pages(results)
    return Group(kind, label, lines, results.total, results.is_more_than_total, results.reachable)


def _pages(results: Results) -> list[Line]:
    """Only what is live in this moment, whatever the index holds."""
    live = Page.objects.live().filter(pk__in=[int(hit.key) for hit in results.hits]).order_by()
    rows = live.values_list("pk", "url_path", "locale__language_code", "pressrelease__date") if results.hits else ()
    known = {str(pk): values for pk, *values in rows}
    return [
        Line(href_of(url_path), hit.title, hit.snippet, day=day, language=language)
        for hit in results.hits
        if hit.key in known
        for url_path, language, day in [known[hit.key]]
    ]


def _projects(results: Results, query: Query) -> list[Line]:
    keys = [int(hit.key) for hit in results.hits]
    rows = Project.objects.filter(pk__in=keys, is_public=True, case__is_public=True).select_related("case__programme")
    known = {project.pk: project for project in rows}
    return [_project(hit, known[int(hit.key)], query) for hit in results.hits if int(hit.key) in known]


def _project(hit: Hit, project: Project, query: Query) -> Line:
    """Whose project it is, of which year: what its document holds besides are words of all languages."""
    case = project.case
    facts = index.highlighted(f"{case.applicant_name} · {project.year} · {case.number}", query)
    where = reverse("balance:project", kwargs={"slug": case.programme.slug, "number": case.number})
    return Line(where, hit.title, facts, note=case.programme.title)


def _places(words: str) -> list[Line]:
    """Municipalities and districts in whose names all words begin one; the shortest name first."""
    wanted = folded_words(words)
    if not wanted or len("".join(wanted)) < 2:
        return []
    query, known = index.understand(words), geography()
    beginnings, whole = [f" {each}" for each in wanted], f" {' '.join(wanted)}"
    found = [
        (name != whole, len(place.name), place.sort_key, place)
        for place, name in remembered(("places", _register(known)), lambda: _names(known))
        if all(each in name for each in beginnings)
    ]
    return [
        Line(
            _address(place), index.highlighted(place.official_name or place.name, query),
            note="" if _is_district(place) else known.districts.get(place.district, ""),
        )
        for *_order, place in sorted(found, key=lambda each: each[:3])
    ]  # fmt: skip


def _register(known: Geography) -> tuple[object, object]:
    return (known.register.pk, known.register.revision) if known.register else (0, 0)


def _names(known: Geography) -> list[tuple[Place, str]]:
    """The places with the folded words of their names, a blank before each."""
    return [(place, f" {' '.join(folded_words(place.name))}") for place in known.places.values()]


def _is_district(place: Place) -> bool:
    return place.kind == ApplicantKind.DISTRICT


def _address(place: Place) -> str:
    return reverse("register:district" if _is_district(place) else "register:municipality", kwargs={"key": place.key})
