"""The archive of releases: by year, topic, sender and programme, with the number of each choice.

What there is to choose from is read once for a state of the portal (`remembered`), as a few values for each release;
a page then reads only the releases it shows.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kommin.foundation.search.folding import sort_key
from kommin.people.models import Organisation
from kommin.people.models.dated import today
from kommin.portal.finding.keeping import remembered
from kommin.portal.lines import lines_of
from kommin.portal.models import PressIndexPage, PressRelease, TopicPage
from kommin.portal.queries import in_language, releases
from kommin.programmes.models import Programme

PER_PAGE = 20
FACETS: Final = ("topic", "sender", "programme")
"""Parameters of the address, in their order there; the year stands in its path."""
MOST_KEPT = 2


@dataclass(frozen=True, slots=True)
class Listed:
    """What the archive has to know of a release to choose it."""

    pk: int
    year: int
    topic: frozenset[str]
    sender: frozenset[str]
    programme: frozenset[str]


@dataclass(frozen=True)
class Contents:
    """All releases for readers of a language, the latest first, and what the choices are called."""

    listed: list[Listed]
    names: Mapping[str, Mapping[str, str]]
    """By facet: the name of each choice, in German order."""
    also: Mapping[str, str]
    """Names of topics in addresses of other languages, and the one they have in this."""

    @cached_property
    def by_number(self) -> dict[int, Listed]:
        return {one.pk: one for one in self.listed}

    @cached_property
    def place(self) -> dict[int, int]:
        """At which place a release stands, by its number."""
        return {one.pk: place for place, one in enumerate(self.listed)}


@dataclass(frozen=True)
class Asked:
    """What an address asks of the archive."""

    year: int | None = None
    topic: str = ""
    sender: str = ""
    programme: str = ""
    page: int = 1

    @property
    def href(self) -> str:
        """The one address that asks this."""
        path = reverse("portal:press_year", args=[self.year]) if self.year else reverse("portal:press")
        values = [(name, getattr(self, name)) for name in FACETS if getattr(self, name)]
        query = urlencode([*values, *([("page", self.page)] if self.page > 1 else [])])
        return f"{path}?{query}" if query else path

    @property
    def is_plain(self) -> bool:
        """Whether few others can be asked like it."""
        return sum(1 for name in FACETS if getattr(self, name)) + (self.page > 1) <= MOST_KEPT

    def with_(self, name: str, value: str) -> "Asked":
        """The same with another choice, from its first page on."""
        changed: dict[str, Any] = {name: value, "page": 1}
        return replace(self, **changed)

    def meets(self, one: Listed, *, but: str = "") -> bool:
        """Whether a release is asked for; `but` is a choice that does not count."""
        if self.year and but != "year" and one.year != self.year:
            return False
        for name in FACETS:
            wanted = getattr(self, name)
            if wanted and name != but and wanted not in getattr(one, name):
                return False
        return True


def read(request: HttpRequest, year: int | None) -> Asked:
    """What an address asks; parameters that nobody knows are left out.

    Raises:
        Http404: there is no such topic, sender or programme.
    """
    known = contents(language_of())
    names, also = known.names, known.also
    values = {name: request.GET.get(name, "").strip() for name in FACETS}
    values["topic"] = also.get(values["topic"], values["topic"])
    for name, value in values.items():
        if value and value not in names[name]:
            raise Http404
    page = request.GET.get("page", "")
    return Asked(
        year=year, **values, page=max(int(page), 1) if page.isascii() and page.isdigit() and len(page) < 7 else 1
    )


def archive_context(asked: Asked) -> dict[str, Any]:
    """The releases that are asked for, the latest first, and what else could be chosen."""
    language = language_of()
    known = contents(language)
    whole = replace(asked, page=1)
    found, years, facets = (
        remembered(("archive", language, whole), lambda: _narrowed(known, whole))
        if asked.is_plain
        else _narrowed(known, whole)
    )
    page = Paginator(found, PER_PAGE).get_page(asked.page)
    page.object_list = lines_of(list(page.object_list))  # type: ignore[assignment]  # the stubs want countable pages
    return {
        "asked": asked,
        "releases": page,
        "years": years,
        "year": asked.year,
        "facets": [facet for facet in facets if facet["choices"]],
        "chosen": [
            (facet["label"], known.names[facet["name"]][value], asked.with_(facet["name"], "").href)
            for facet in facets
            if (value := getattr(asked, facet["name"]))
        ],
        "without_year": replace(asked, year=None, page=1).href,
        "feed": feed_of(asked),
    }


def _narrowed(known: Contents, asked: Asked) -> tuple[list[int], list[dict[str, Any]], list[dict[str, Any]]]:
    """The releases that are asked for, and the numbers of what else could be chosen."""
    found = [one.pk for one in known.listed if asked.meets(one)]
    return found, _years(known, asked), [_facet(known, asked, name) for name in FACETS]


def feed_of(asked: Asked) -> str:
    """The feed that brings what is asked for: that of its topic or sender, otherwise that of all releases."""
    if asked.topic:
        return reverse("portal:feed_of_topic", args=[asked.topic])
    return reverse("portal:feed_of_sender", args=[asked.sender]) if asked.sender else reverse("portal:feed")


def contents(language: str) -> Contents:
    """What the archive holds for readers of a language."""
    return remembered(("archive", language), lambda: _contents(language))


def page_of(language: str) -> PressIndexPage | None:
    """What editors have written about the archive; it opens without."""
    found = PressIndexPage.objects.live().filter(locale__language_code=language).select_related("locale")
    return remembered(("archive page", language), found.first)


def language_of() -> str:
    return get_language() or settings.LANGUAGE_CODE


def topics(language: str) -> list[TopicPage]:
    """Each topic once, in German order."""
    found = in_language(TopicPage.objects.live(), language)
    return sorted(found, key=lambda topic: sort_key(topic.title))


def _contents(language: str) -> Contents:
    rows = releases(language).values_list("pk", "date", "sender_id", "programme__slug")
    of_topic = {topic.translation_key: topic for topic in topics(language)}
    topics_of: dict[int, set[str]] = {}
    through = PressRelease.topics.through.objects
    for pk, key in through.values_list("pressrelease_id", "topicpage__translation_key"):
        if key in of_topic:
            topics_of.setdefault(pk, set()).add(of_topic[key].slug)
    listed = [
        Listed(pk, day.year, frozenset(topics_of.get(pk, ())), _one(sender), _one(programme))
        for pk, day, sender, programme in rows
    ]
    senders = {int(key) for one in listed for key in one.sender}
    day: date = today()
    organisations = Organisation.objects.filter(pk__in=senders).prefetch_related("names")
    programmes = Programme.objects.filter(slug__in={key for one in listed for key in one.programme})
    others = TopicPage.objects.live().values_list("slug", "translation_key")
    return Contents(
        listed,
        {
            "topic": {topic.slug: topic.title for topic in of_topic.values()},
            "sender": _sorted({str(one.pk): one.name_on(day) for one in organisations}),
            "programme": _sorted({one.slug: one.title for one in programmes}),
        },
        {slug: of_topic[key].slug for slug, key in others if key in of_topic and slug != of_topic[key].slug},
    )


def _one(value: object) -> frozenset[str]:
    return frozenset() if value is None else frozenset([str(value)])


def _sorted(names: dict[str, str]) -> dict[str, str]:
    return dict(sorted(names.items(), key=lambda pair: sort_key(pair[1])))


def _years(known: Contents, asked: Asked) -> list[dict[str, Any]]:
    counted = Counter(one.year for one in known.listed if asked.meets(one, but="year"))
    return [
        {
            "year": year,
            "label": str(year),
            "count": counted[year],
            "href": replace(asked, year=year, page=1).href,
            "chosen": year == asked.year,
        }
        for year in sorted(counted, reverse=True)
    ]  # fmt: skip


def _facet(known: Contents, asked: Asked, name: str) -> dict[str, Any]:
    labels: dict[str, Callable[[], str]] = {
        "topic": lambda: _("Topic"), "sender": lambda: _("Sender"), "programme": lambda: _("Programme")
    }  # fmt: skip
    chosen = getattr(asked, name)
    counted = Counter(key for one in known.listed if asked.meets(one, but=name) for key in getattr(one, name))
    choices = [
        {
            "label": label, "count": counted[key], "chosen": key == chosen,
            "href": asked.with_(name, "" if key == chosen else key).href,
        }
        for key, label in known.names[name].items()
        if counted[key] or key == chosen
    ]  # fmt: skip
    return {"name": name, "label": labels[name](), "choices": choices, "chosen": bool(chosen)}
