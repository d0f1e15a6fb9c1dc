"""The parts of a release as its page shows them: of a draft as the draft has them, else out of the database.

A page asks for many small things. They come in one query: on PostgreSQL, asking for them one by one takes longer than
all the rest of the page.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from django.db.models import (
    BigIntegerField,
    CharField,
    DateField,
    F,
    IntegerField,
    QuerySet,
    TextField,
    UUIDField,
    Value,
)
from django.db.models.functions import Cast
from wagtail.models import Orderable, Page

from kommin.foundation.prepared import Prepared
from kommin.portal.addresses import for_reader, href_of
from kommin.portal.finding.keeping import remembered
from kommin.portal.models import (
    AlikeReleases,
    Contact,
    CorrectionNotice,
    PressPhoto,
    PressRelease,
    RelatedRelease,
    ReleaseContact,
    ReleaseDownload,
    ReleaseLink,
    ReleasePlace,
    ReleaseProject,
    TopicPage,
)


@dataclass(frozen=True, slots=True)
class TopicLine:
    """What a list says of a topic; named as on the topic's page, so that templates take both."""

    title: str
    slug: str
    url_path: str


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A link on the topic that leads somewhere."""

    text: str
    href: str
    is_outside: bool


@dataclass(frozen=True, slots=True)
class Correction:
    """What was put right, and when."""

    day: date
    text: str


@dataclass(frozen=True, slots=True)
class Parts:
    """What belongs to a release, each in the order the editors gave it; topics by their titles.

    `places` are keys of the register, `projects` numbers of cases, `related` the releases chosen by hand. `alike` is
    None as long as nobody has looked. `texts_by_language` says where the text stands in German and in English, as far
    as it does.
    """

    photos: Sequence[PressPhoto]
    contacts: Sequence[Contact]
    downloads: Sequence[ReleaseDownload]
    links: Sequence[LinkLine]
    corrections: Sequence[Correction]
    places: Sequence[str]
    projects: Sequence[str]
    related: Sequence[int]
    topics: Sequence[TopicLine]
    alike: Sequence[int] | None
    texts_by_language: Mapping[str, str]


class _Small(NamedTuple):
    """One of the small things: its part, its place there, and the values that this part has."""

    part: str
    place: int | None
    number: int | None
    words: str
    address: str
    path: str
    day: date | None


def is_draft(release: PressRelease) -> bool:
    """Whether parts of it may differ from those in the database: the CMS keeps a draft's with the object."""
    return bool(release.__dict__.get("_cluster_related_objects"))


def parts_of(release: PressRelease) -> Parts:
    """The parts of a release; three queries, and one more for contacts that were not asked for since the last change.

    Of a draft there are several; nothing is known yet of what is like it.
    """
    return _of_draft(release) if is_draft(release) else _stored(release)


def _of_draft(release: PressRelease) -> Parts:
    links = [row for row in release.links.all() if row.address or (row.page and row.page.live)]
    topics = [TopicLine(one.title, one.slug, one.url_path) for one in release.topics.all() if one.live]
    return Parts(
        photos=list(release.photos.all()),
        contacts=[row.contact for row in release.contacts.all()],
        downloads=list(release.downloads.all()),
        links=[LinkLine(row.text, row.href, row.is_outside) for row in links],
        corrections=[Correction(row.day, row.text) for row in release.corrections.all()],
        places=[row.key for row in release.places.all()],
        projects=[row.number for row in release.projects.all()],
        related=[row.other_id for row in release.related.all()],
        topics=sorted(topics, key=lambda topic: topic.title),
        alike=None,
        texts_by_language=_texts_by_language(release, _small(release)["texts"]),
    )


def _stored(release: PressRelease) -> Parts:
    small = _small(release)
    topics = [TopicLine(one.words, one.address, one.path) for one in small["topics"]]
    return Parts(
        photos=_PHOTOS.rows(release=release.pk),
        contacts=_contacts(tuple(one.number for one in small["contacts"] if one.number)),
        downloads=_DOWNLOADS.rows(release=release.pk),
        links=[_link(one) for one in small["links"]],
        corrections=[Correction(one.day, one.words) for one in small["corrections"] if one.day],
        places=[one.words for one in small["places"]],
        projects=[one.words for one in small["projects"]],
        related=[one.number for one in small["related"] if one.number],
        topics=sorted(topics, key=lambda topic: topic.title),
        alike=next((json.loads(one.words) for one in small["alike"]), None),
        texts_by_language=_texts_by_language(release, small["texts"]),
    )


def _small(release: PressRelease) -> dict[str, list[_Small]]:
    found: dict[str, list[_Small]] = defaultdict(list)
    rows = map(_Small._make, _SMALL.rows(release=release.pk, text=release.translation_key))
    for one in sorted(rows, key=lambda row: row.place or 0):
        found[one.part].append(one)
    return found


def _contacts(keys: tuple[int, ...]) -> list[Contact]:
    if not keys:
        return []
    known = remembered(("contacts", keys), lambda: Contact.objects.in_bulk(keys))
    return [known[key] for key in keys if key in known]


def _link(one: _Small) -> LinkLine:
    if one.path:
        return LinkLine(one.words, href_of(one.path), is_outside=False)
    return LinkLine(one.words, for_reader(one.address), is_outside=not one.address.startswith("/"))


def _texts_by_language(release: PressRelease, texts: Sequence[_Small]) -> dict[str, str]:
    if release.text_language:
        return {}
    return {one.words: href_of(one.path, one.words) for one in texts}


# What a part does not have: all have the same columns, of the same types.
_NOTHING: Final[dict[str, Any]] = {
    "place": Value(0, IntegerField()),
    "number": Value(None, BigIntegerField()),
    "words": Value("", TextField()),
    "address": Value("", TextField()),
    "path": Value("", TextField()),
    "day": Value(None, DateField()),
}


def _part(name: str, rows: QuerySet, **values: Any) -> QuerySet:
    """The rows of a part with the columns of all; `values` are those that this part has."""
    ordered = {"place": F("sort_order")} if issubclass(rows.model, Orderable) else {}
    given = _NOTHING | ordered | values
    typed = {column: Cast(given[column], nothing.output_field) for column, nothing in _NOTHING.items()}
    columns = {f"small_{column}": value for column, value in typed.items()}
    return rows.order_by().annotate(small_part=Value(name, CharField()), **columns).values_list("small_part", *columns)


def _small_parts(given: Any) -> QuerySet:
    """All the small parts of a release, and where the same text stands, as one query."""
    own = {"release": given.release}
    link_leads = ReleaseLink.objects.filter(**own).exclude(address="", page=None).exclude(page__live=False)
    first, *others = (
        _part("contacts", ReleaseContact.objects.filter(**own), number=F("contact_id")),
        _part("links", link_leads, words=F("text"), address=F("address"), path=F("page__url_path")),
        _part("corrections", CorrectionNotice.objects.filter(**own), words=F("text"), day=F("day")),
        _part("places", ReleasePlace.objects.filter(**own), words=F("key")),
        _part("projects", ReleaseProject.objects.filter(**own), words=F("number")),
        _part("related", RelatedRelease.objects.filter(**own), number=F("other_id")),
        _part(
            "topics", TopicPage.objects.live().filter(releases=given.release),
            words=F("title"), address=F("slug"), path=F("url_path"),
        ),
        _part("alike", AlikeReleases.objects.filter(**own), words=F("others")),
        _part(
            "texts", Page.objects.live().filter(translation_key=given.text),
            words=F("locale__language_code"), path=F("url_path"),
        ),
    )  # fmt: skip
    return first.union(*others, all=True)


_SMALL: Final = Prepared(_small_parts, release=BigIntegerField(), text=UUIDField())
_PHOTOS: Final = Prepared(
    lambda given: PressPhoto.objects.filter(release=given.release).select_related("image").order_by("sort_order"),
    release=BigIntegerField(),
)
_DOWNLOADS: Final = Prepared(
    lambda given: (
        ReleaseDownload.objects.filter(release=given.release).select_related("document").order_by("sort_order")
    ),
    release=BigIntegerField(),
)
