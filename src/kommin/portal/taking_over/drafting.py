"""Reading a file of old releases and holding it against what was taken over before. Nothing is written."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any

from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from kommin.foundation.search import fold
from kommin.foundation.tables import Limits
from kommin.portal.models import (
    EntryChange,
    EntryState,
    ImportedEntry,
    ReleaseImport,
    RememberedReading,
    TakenFile,
    TakenRelease,
    TopicPage,
)
from kommin.portal.old_releases.blocks import Image
from kommin.portal.old_releases.bundle import Bundle, open_bundle
from kommin.portal.old_releases.cleaning import CleanRelease, clean_release
from kommin.portal.old_releases.doubts import Doubt, doubt
from kommin.portal.old_releases.errors import OldReleasesError
from kommin.portal.old_releases.frame import Frame
from kommin.portal.old_releases.mapping import Mapping as FileMapping
from kommin.portal.old_releases.mapping import read_mapping
from kommin.portal.old_releases.planning import Known, Plan, Planned, What, make_plan, old_path
from kommin.portal.old_releases.reading import Reading, read_file, read_releases
from kommin.portal.old_releases.releases import OldAttachment, OldRelease
from kommin.portal.old_releases.sources import open_source
from kommin.portal.taking_over import queries
from kommin.portal.taking_over.keeping import to_json

LIMITS = Limits()
_AT_ONCE = 400
_OF_PAGES = {"wagtail_serve", "portal:release"}


@dataclass(frozen=True)
class Draft:
    """What a file holds and what loading it would do."""

    reading: Reading
    plan: Plan
    entries: Sequence[ImportedEntry]
    topics: Mapping[str, int]
    summary: Mapping[str, Any]

    @property
    def changes_nothing(self) -> bool:
        """Whether there is nothing to load."""
        return not self.summary["counts"]["ready"]


def source_named(file_name: str) -> str:
    """What a source is called when nobody says: the file's name without its ending."""
    return PurePath(file_name).stem[:200] or "import"


def remembered(source: str) -> tuple[FileMapping, dict[str, int]]:
    """How files of a source were read before, and which topic of ours each of its topics is."""
    kept = RememberedReading.objects.filter(source=source).first()
    return (read_mapping(kept.mapping), dict(kept.topics)) if kept else (FileMapping(), {})


def draft(
    *, source: str, content: bytes, language: str, bundle: Bundle, given: FileMapping | None = None,
    topics: Mapping[str, int] | None = None,
) -> Draft:  # fmt: skip
    """Read a file; only what is new or changed is cleaned.

    Args:
        given: how it is read; without it, as the last file of this source.
        topics: old topic → number of ours, 0 for none; those not named are proposed.

    Raises:
        OldReleasesError: the file or the mapping cannot be used.
    """
    before, decided = remembered(source)
    reading = read_file(content, given, limits=LIMITS) if given is not None else _as_before(content, before)
    rows = {one.identity: one for one in TakenRelease.objects.filter(source=source).select_related("page")}
    known = {one.identity: _known(one, bundle) for one in rows.values()}
    clean = [_cleaned(old, known.get(old.identity), rows.get(old.identity)) for old in reading.releases]
    plan = make_plan(
        reading, clean, known=known, taken=_taken(reading.releases), bundle=bundle, now=timezone.now()
    )  # fmt: skip
    by_entry = _doubts_by_entry(plan, source)
    entries = [_entry(one, rows.get(one.identity), by_entry.get(one.identity, [])) for one in plan.planned]
    entries += [_gone(one, by_entry.get(one.identity, [])) for one in plan.gone]
    proposed = _topics(entries, language, {**decided, **(topics or {})})
    return Draft(reading, plan, entries, proposed, _summary(reading, entries, proposed, by_entry.get("", [])))


def _as_before(content: bytes, mapping: FileMapping) -> Reading:
    """Read like the last file of the source, as far as this one has its fields; the rest is proposed anew."""
    try:
        source = open_source(
            content, encoding=mapping.encoding, delimiter=mapping.delimiter, sheet=mapping.sheet,
            header_line=mapping.header_line, limits=LIMITS,
        )  # fmt: skip
    except OldReleasesError:
        return read_file(content, limits=LIMITS)
    names = {name.casefold() for name in source.names}
    fields = {
        field: kept
        for field, several in mapping.fields.items()
        if (kept := tuple(one for one in several if one.casefold() in names))
    }
    return read_releases(source, replace(mapping, fields=fields))


# ---- what is known


def _known(row: TakenRelease, bundle: Bundle) -> Known:
    """A release whose missing files are there by now counts as changed."""
    completed = any(len(bundle.find(address)) == 1 for address in row.missing)
    target = row.page.short_address if row.page else "–"
    return Known(row.identity, "" if completed else row.content_hash, target, row.title, tuple(row.missing))


def _cleaned(old: OldRelease, known: Known | None, row: TakenRelease | None) -> CleanRelease:
    """Cleaned, or, where nothing has changed, only what the plan asks of it."""
    if known is None or row is None or known.content_hash != old.content_hash:
        return clean_release(old)
    images = tuple(Image(address) for address, kind in row.missing.items() if kind == "image")
    documents = tuple(OldAttachment(address) for address, kind in row.missing.items() if kind != "image")
    return CleanRelease(old, row.title, "", "", "", (), Frame(), "", (), (), images, documents, ())


def _taken(releases: Iterable[OldRelease]) -> dict[str, str]:
    """Which of the old paths are in use here, and what they lead to: empty for a page or a page of the house."""
    paths = {old_path(address) for old in releases for address in old.addresses} - {"", "/"}
    taken = {path: "" for path in paths if _is_of_the_house(path)}
    by_row = {Redirect.normalise_path(path): path for path in paths}
    for some in _in_parts(sorted(by_row)):
        for one in Redirect.objects.filter(old_path__in=some).select_related("redirect_page"):
            taken[by_row[one.old_path]] = _target(one.redirect_page_id) if one.redirect_page_id else one.redirect_link
    roots = [root.root_path for root in Site.get_site_root_paths()]
    by_page = {f"{root}{path.partition('?')[0].strip('/')}/": path for root in roots for path in paths}
    for some in _in_parts(sorted(by_page)):
        for pk, url_path in Page.objects.live().filter(url_path__in=some).values_list("pk", "url_path"):
            taken[by_page[url_path]] = _target(pk) if TakenRelease.objects.filter(page=pk).exists() else ""
    return taken


def _target(page: int) -> str:
    return reverse("portal:short", args=[page])


def _is_of_the_house(path: str) -> bool:
    try:
        return resolve(path.partition("?")[0]).view_name not in _OF_PAGES
    except Resolver404:
        return False


def _in_parts(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]


# ---- entries


def _doubts_by_entry(plan: Plan, source: str) -> dict[str, list[Doubt]]:
    """Doubts in groups; a file that was taken along by an earlier run is not missing."""
    missing = {one.args.get("text", "") for one in plan.doubts if one.kind in {"image_missing", "attachment_missing"}}
    here: set[str] = set()
    for some in _in_parts(sorted(missing)):
        here |= set(TakenFile.objects.filter(source=source, address__in=some).values_list("address", flat=True))
    groups: dict[str, list[Doubt]] = {}
    for one in plan.doubts:
        if not (one.kind in {"image_missing", "attachment_missing"} and one.args.get("text") in here):
            groups.setdefault(one.entry, []).append(one)
    return groups


def _entry(planned: Planned, row: TakenRelease | None, doubts: list[Doubt]) -> ImportedEntry:
    old, clean = planned.release.source, planned.release
    entry = ImportedEntry(
        number=old.number, identity=old.identity, title=(clean.title or "–")[:300], published=old.published,
        content_hash=old.content_hash, redirects=list(planned.redirects), page=row.page if row else None,
        change=EntryChange(planned.what.value), state=EntryState.KEPT,
    )  # fmt: skip
    doubts = list(doubts)
    if planned.what != What.SAME:
        entry.release = to_json(clean)
        entry.files = {file.address: file.name for file in (*planned.images, *planned.attachments)}
        if _cannot_be_taken(clean, doubts):
            entry.change = EntryChange.HELD
        elif row is not None and row.touched:
            doubts.append(doubt(row.touched).of(old.identity))
        else:
            entry.state = EntryState.WAITING
    queries.tell(entry, doubts)
    return entry


def _cannot_be_taken(clean: CleanRelease, doubts: Iterable[Doubt]) -> bool:
    """A release needs a headline, a text and a day that is over."""
    future = any(one.kind == "future" for one in doubts)
    return not clean.title or not (clean.blocks or clean.lead) or clean.source.published is None or future


def _gone(known: Known, doubts: list[Doubt]) -> ImportedEntry:
    entry = ImportedEntry(
        number=0, identity=known.identity, title=known.title[:300], change=EntryChange.GONE, state=EntryState.KEPT
    )
    queries.tell(entry, doubts)
    return entry


def _topics(entries: Iterable[ImportedEntry], language: str, decided: Mapping[str, int]) -> dict[str, int]:
    """Which topic of ours each old topic is: as decided, else the one of the same name, else none."""
    ours = {fold(title): pk for pk, title in TopicPage.objects.filter(
        locale__language_code=language).values_list("pk", "title")}  # fmt: skip
    numbers = set(ours.values()) | {0}
    texts = sorted({topic for entry in entries for topic in entry.release.get("topics", [])})
    return {text: decided[text] if decided.get(text) in numbers else ours.get(fold(text), 0) for text in texts}


def _summary(
    reading: Reading, entries: Sequence[ImportedEntry], topics: Mapping[str, int], doubts: Sequence[Doubt]
) -> dict[str, Any]:
    ready = [entry for entry in entries if entry.state == EntryState.WAITING]
    used = Counter(topic for entry in ready for topic in entry.release["topics"])
    doubts = [*doubts, *(doubt("topic_unknown", text=text, value=used[text]) for text in used if not topics[text])]
    changes = Counter(str(entry.change) for entry in entries)
    files = [name for entry in ready for name in entry.files.values()]
    return {
        "kind": reading.source.kind,
        "encoding": reading.source.encoding,
        "names": list(reading.source.names),
        "unused": list(reading.unused),
        "topics": dict(used),
        "doubts": [replace(one, entry="").to_json() for one in doubts],
        "counts": {
            **{change: changes[change] for change in EntryChange.values},
            "entries": len(reading.releases),
            "ready": len(ready),
            "kept": sum(entry.state == EntryState.KEPT and entry.change == EntryChange.CHANGED for entry in entries),
            "redirects": sum(len(entry.redirects) for entry in ready),
            "files": sum(map(bool, files)),
            "files_missing": sum(one.kind.endswith("_missing") for entry in ready for one in entry.told),
            "to_check": sum(entry.to_check for entry in entries) + sum(one.to_check for one in doubts),
        },
    }


def bundle_of(row: ReleaseImport) -> Bundle:
    """The files given beside an import.

    Raises:
        OldReleasesError: they are damaged.
    """
    return open_bundle(Path(row.bundle.path)) if row.bundle else Bundle()
