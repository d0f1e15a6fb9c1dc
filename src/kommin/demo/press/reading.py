"""Everything the press desk of the demonstration shows, read from `data/` into frozen dataclasses.

    desk = read()
    desk.releases[0].texts["de"].headline, desk.photos["bruecke"].alt["en"]

Reading is strict: unknown and missing fields, wrong types and unreadable texts raise `BadData` with the file's name.
What has to fit together across files is told by `checking.doubts()`.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

from kommin.demo.press.texts import BadText, Block, blocks

Translated = Mapping[str, str]
"""The same words by language; German is always there."""


class BadData(ValueError):
    """A file of the press desk can't be read; the message names it."""


@dataclass(frozen=True, slots=True)
class Sender:
    """A ministry under the name of its time."""

    id: str
    name: str
    name_en: str
    short: str
    valid_from: date
    valid_until: date


@dataclass(frozen=True, slots=True)
class Contact:
    id: str
    office: Translated
    phone: str
    email: str
    hours: Translated
    person: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is quoted. All are invented; the office says so."""

    id: str
    name: str
    office: Translated


@dataclass(frozen=True, slots=True)
class Topic:
    id: str
    title: Translated
    text: Translated


@dataclass(frozen=True, slots=True)
class Photo:
    """An illustration: `scene` and `variant` say what `drawing.draw` makes of it."""

    id: str
    scene: str
    alt: Translated
    variant: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A photo at a release, with the caption it has there."""

    id: str
    caption: str
    free: bool = False


@dataclass(frozen=True, slots=True)
class Download:
    """A small document; `printing.make` sets it as accessible PDF."""

    id: str
    title: str
    summary: str
    day: date
    body: tuple[Block, ...]
    language: str = "de"


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    to: str


@dataclass(frozen=True, slots=True)
class Correction:
    on: date
    text: str


@dataclass(frozen=True, slots=True)
class ReleaseText:
    """The words of a release in one language. Captions are by photo; where there is none, the German one stays."""

    kicker: str
    headline: str
    subheadline: str
    lead: str
    short: str
    body: tuple[Block, ...]
    captions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Release:
    """A press release. `id` begins with its day; times are those of Berlin."""

    id: str
    at: datetime
    place: str
    sender: str
    contact: str
    topics: tuple[str, ...]
    texts: Mapping[str, ReleaseText]
    places: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    photos: tuple[Shown, ...] = ()
    downloads: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    related: tuple[str, ...] = ()
    correction: Correction | None = None


@dataclass(frozen=True, slots=True)
class PracticeText:
    title: str
    problem: str
    done: str
    worked: str
    not_worked: str


@dataclass(frozen=True, slots=True)
class GoodPractice:
    """An example that others can follow. `size` is a size class of the balance, `problems` are words to search by."""

    id: str
    block: str
    municipality: str
    size: str
    project: str
    topic: str
    problems: tuple[str, ...]
    photo: str
    contact: str
    texts: Mapping[str, PracticeText]
    downloads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageText:
    title: str
    lead: str
    body: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the portal. `kind` says which: story, service, legal, plain (Leichte Sprache), sign, introduction."""

    id: str
    kind: str
    texts: Mapping[str, PageText]
    photo: str = ""
    contacts: tuple[str, ...] = ()
    downloads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """All of it."""

    senders: Mapping[str, Sender]
    contacts: Mapping[str, Contact]
    people: Mapping[str, Person]
    topics: Mapping[str, Topic]
    photos: Mapping[str, Photo]
    downloads: Mapping[str, Download]
    releases: tuple[Release, ...]
    practice: tuple[GoodPractice, ...]
    pages: tuple[Page, ...]


CREDIT = {"de": "Illustration: KOMM-IN-Vorführung", "en": "Illustration: KOMM-IN demonstration"}
"""Who drew every picture."""

_Each = TypeVar("_Each")
_RELEASE_TEXT = ("kicker", "headline", "subheadline", "lead", "short", "body")


@cache
def read() -> Desk:
    """Everything, read once; releases by day, the oldest first."""
    data = files("kommin.demo.press").joinpath("data")
    english = {row["id"]: row for row in _rows(data / "releases_en", "release")}
    releases = [_release(row, english.pop(row["id"], None)) for row in _rows(data / "releases", "release")]
    if english:
        raise BadData(f"releases_en: translations of nothing: {', '.join(english)}")
    return Desk(
        senders=_by_id(_made(Sender, row) for row in _rows(data / "desk.toml", "sender")),
        contacts=_by_id(_made(Contact, row) for row in _rows(data / "desk.toml", "contact")),
        people=_by_id(_made(Person, row) for row in _rows(data / "people.toml", "person")),
        topics=_by_id(_made(Topic, row) for row in _rows(data / "topics.toml", "topic")),
        photos=_by_id(_made(Photo, row) for row in _rows(data / "photos.toml", "photo")),
        downloads=_by_id(_download(row) for row in _rows(data / "downloads.toml", "download")),
        releases=tuple(sorted(releases, key=lambda each: each.at)),
        practice=tuple(_practice(row) for row in _rows(data / "practice", "practice")),
        pages=tuple(_page(row) for row in _rows(data / "pages", "page")),
    )


def _rows(place: Traversable, name: str) -> Iterator[dict[str, Any]]:
    """The rows of a file, or of all files in a folder in the order of their names."""
    if place.is_dir():
        for each in sorted((one for one in place.iterdir() if one.name.endswith(".toml")), key=lambda one: one.name):
            yield from _rows(each, name)
        return
    try:
        content = tomllib.loads(place.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadData(f"{place.name}: {error}") from error
    yield from content.get(name, ())


def _by_id(rows: Iterator[_Each]) -> dict[str, _Each]:
    found: dict[str, _Each] = {}
    for row in rows:
        key: str = row.id  # type: ignore[attr-defined]  # every class read here has one
        if key in found:
            raise BadData(f"twice: {key}")
        found[key] = row
    return found


def _made(kind: type[_Each], row: Mapping[str, Any]) -> _Each:
    """A dataclass of a row; every field by its name, nothing else."""
    known = {each.name for each in fields(kind)}  # type: ignore[arg-type]
    strange = set(row) - known
    if strange:
        raise BadData(f"{row.get('id', kind.__name__)}: unknown fields {', '.join(sorted(strange))}")
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    try:
        return kind(**values)
    except TypeError as error:
        raise BadData(f"{row.get('id', kind.__name__)}: {error}") from error


def _body(name: str, text: str) -> tuple[Block, ...]:
    try:
        return blocks(text)
    except (BadText, ValueError) as error:
        raise BadData(f"{name}: {error}") from error


def _release(row: dict[str, Any], english: Mapping[str, Any] | None) -> Release:
    texts = {"de": _release_text(row)}
    if english is not None:
        texts["en"] = _release_text(english, english.get("captions", {}))
    rest = {name: value for name, value in row.items() if name not in _RELEASE_TEXT}
    rest["photos"] = [_made(Shown, each) for each in row.get("photos", ())]
    rest["links"] = [_made(Link, each) for each in row.get("links", ())]
    if "correction" in row:
        rest["correction"] = _made(Correction, row["correction"])
    return _made(Release, {**rest, "texts": texts})


def _release_text(row: Mapping[str, Any], captions: Mapping[str, str] | None = None) -> ReleaseText:
    missing = [name for name in _RELEASE_TEXT if not row.get(name)]
    if missing:
        raise BadData(f"{row.get('id')}: without {', '.join(missing)}")
    words = {name: row[name] for name in _RELEASE_TEXT}
    named = {each["id"]: each["caption"] for each in row.get("photos", ())} if captions is None else captions
    return ReleaseText(**{**words, "body": _body(row["id"], row["body"]), "captions": named})


def _download(row: dict[str, Any]) -> Download:
    return _made(Download, {**row, "body": _body(row["id"], row["body"])})


def _practice(row: dict[str, Any]) -> GoodPractice:
    rest, words = _languages(row)
    return _made(GoodPractice, {**rest, "texts": {tag: _made(PracticeText, each) for tag, each in words.items()}})


def _page(row: dict[str, Any]) -> Page:
    rest, words = _languages(row)
    texts = {
        tag: _made(PageText, {**each, "body": _body(f"{row['id']}.{tag}", each.get("body", ""))})
        for tag, each in words.items()
    }
    return _made(Page, {**rest, "texts": texts})


def _languages(row: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """A row without its tables of languages, and these by their tag."""
    words = {name: value for name, value in row.items() if isinstance(value, dict)}
    return {name: value for name, value in row.items() if name not in words}, words
